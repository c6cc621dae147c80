skip_watched()

x <- audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "na\u00efve, \"drug\""))

test_that("CSV holds every digit, and text as it is", {
  file <- tempfile(fileext = ".csv")
  expect_identical(write_audit(x, file), file)
  back <- utils::read.csv(file, encoding = "UTF-8", stringsAsFactors = FALSE)
  expect_identical(names(back), names(x))
  expect_identical(enc2utf8(back$period), enc2utf8(as.character(x$period)))
  expect_equal(back$estimate, x$estimate, tolerance = 1e-14)
  expect_identical(back$patients, c(NA, NA))
})

test_that("a workbook has a sheet for the numbers, the notes and the settings", {
  skip_if_not_installed("openxlsx")
  file <- write_audit(list(first = x, second = x[1, ]), tempfile(fileext = ".xlsx"))
  expect_identical(openxlsx::getSheetNames(file),
                   c("first", "first notes", "first settings", "second", "second notes", "second settings"))
  expect_equal(openxlsx::read.xlsx(file, "first")$conf_high, x$conf_high)
  expect_identical(openxlsx::read.xlsx(file, "first notes")$note, "assumes_poisson")
})

test_that("text that a spreadsheet would compute is text, and numbers stay numbers", {
  names <- c("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\n=1", "\uff1d1", "-5", "+2.5", "a=1", "=\"a\"")
  y <- audit_arr(seq_along(names), years = rep(10, length(names)), period = letters[seq_along(names)])
  # Names of periods are read without space around them; what is written may have it.
  levels(y$period) <- names
  y$dispersion <- -1
  file <- tempfile(fileext = ".csv")
  read <- function(...) utils::read.csv(write_audit(y, file, ...), encoding = "UTF-8", colClasses = c(period = "character"), stringsAsFactors = FALSE)
  # What spreadsheets take for the beginning of a formula, as the list of OWASP has it ("CSV injection").
  begins <- substr(read()$period, 1, 1)
  expect_identical(begins, c(rep("'", 7), "-", "+", "a", "'"))
  expect_identical(enc2utf8(sub("^'", "", read()$period)), enc2utf8(as.character(y$period)))
  expect_identical(read()$dispersion, rep(-1L, length(names)))
  expect_identical(enc2utf8(read(formulas = TRUE)$period), enc2utf8(as.character(y$period)))
  # read.csv() takes a carriage return for the end of a line, also within quotes.
  expect_match(csv_lines(data.frame(a = "\r=1"))[2], "^\"'\r=1\"$")
  names(y)[1] <- "=run()"
  expect_match(readLines(write_audit(y, file))[1], "^\"'=run\\(\\)\"")
  expect_error(write_audit(y, file, formulas = NA), class = "msaudit_argument_error")
})

test_that("a workbook opens whatever its texts hold, and computes none", {
  skip_if_not_installed("openxlsx")
  skip_if_not_installed("xml2")
  texts <- hostile_texts()
  y <- audit_arr(seq_along(texts), years = rep(10, length(texts)), period = texts)
  parts <- utils::unzip(write_audit(y, tempfile(fileext = ".xlsx")), exdir = tempfile())
  parts <- structure(lapply(parts[grepl("[.]xml$", parts)], xml2::read_xml), names = basename(parts[grepl("[.]xml$", parts)]))
  seen <- as_seen(xml2::xml_text(xml2::xml_find_all(parts[["sharedStrings.xml"]], "//d1:t")))
  expect_identical(setdiff(as_seen(texts), seen), character())
  expect_length(xml2::xml_find_all(parts[["sheet1.xml"]], "//d1:f"), 0)
  expect_error(write_audit(list("a\u0001" = y), tempfile(fileext = ".xlsx")), class = "msaudit_error")
})

test_that("an infinite limit is an empty cell of a workbook, not a number", {
  skip_if_not_installed("openxlsx")
  file <- write_audit(audit_arr(0, years = 0), tempfile(fileext = ".xlsx"))
  expect_identical(openxlsx::read.xlsx(file, 1)[["conf_high"]], NA_real_)
})

test_that("what cannot be written is an error, and leaves the old file", {
  wrong <- function(x, file) expect_error(write_audit(x, file), class = "msaudit_argument_error")
  wrong(x, "audit.txt")
  wrong(x, file.path(tempdir(), "nowhere", "x.csv"))
  file <- tempfile(fileext = ".csv")
  writeLines("old", file)
  wrong(list(a = x), file)
  expect_identical(readLines(file), "old")
  wrong(list(x), tempfile(fileext = ".xlsx"))
  wrong(list(), tempfile(fileext = ".xlsx"))
  expect_error(write_audit(list("a/b" = x), tempfile(fileext = ".xlsx")), class = "msaudit_error")
})
