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
