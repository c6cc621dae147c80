some_cases <- function() validate_operation(c("rate_by_hand", "periods_by_hand"), quiet = TRUE)

test_that("a report says what was shown, on what and by whom, with lines to sign", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("rmarkdown")
  skip_if_not(rmarkdown::pandoc_available("2.0"))
  approved <- tempfile(fileext = ".rds")
  approve_results(3, function(data) list(rate = msaudit::ci_rate(data, 1)), approved, approved_by = "A. Analyst")
  file <- tempfile(fileext = ".html")
  expect_identical(
    validation_report(file, validate_performance(3, approved), some_cases(), user = "A. Tester", quiet = TRUE), file
  )
  text <- paste(readLines(file, warn = FALSE), collapse = "\n")
  # Installed from a checkout, files cannot be compared.
  all <- if (is.null(read_manifest())) "none: not installed from a tarball" else "Nothing that was compared differed"
  for (what in c(all, "A. Tester", "A. Analyst", "rate_by_hand", "hand calculation", "a selection", "Signature", "Approved by",
                 "audit_cohort, findings")) {
    expect_match(text, what, fixed = TRUE)
  }
  expect_false(grepl("\\bvalidated\\b", text))
  expect_lt(file.size(file), 200e3)
})

test_that("what differed is in the report, and Word is written too", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("rmarkdown")
  skip_if_not(rmarkdown::pandoc_available("2.0"))
  operation <- some_cases()
  operation$passed[1] <- FALSE
  operation$passed[2] <- NA
  tables <- evidence_tables(list(install = validate_install(), operation = operation, performance = NULL, user = "x"))
  of_operation <- tables$different$Part == "Operation"
  expect_identical(tables$different$What[of_operation], paste(operation$case[1:2], operation$item[1:2], sep = ": "))
  expect_identical(tables$summary$Failed[2], "1")
  trace <- tables$traceability
  expect_match(trace$`Shown by`[trace$`Met by` == "period_since, period_before"], "periods_by_hand: failed",
               fixed = TRUE)
  file <- tempfile(fileext = ".docx")
  validation_report(file, operation = operation, quiet = TRUE)
  folder <- tempfile()
  utils::unzip(file, "word/document.xml", exdir = folder)
  text <- paste(readLines(file.path(folder, "word", "document.xml"), warn = FALSE), collapse = "")
  expect_match(text, "<w:tbl>", fixed = TRUE)
  expect_match(text, "Reviewed by", fixed = TRUE)
})

test_that("what cannot be written is a classed error", {
  wrong <- function(...) expect_error(validation_report(...), class = "msaudit_argument_error")
  wrong("validation.pdf")
  wrong(file.path(tempdir(), "nowhere", "validation.html"))
  wrong(tempfile(fileext = ".html"), performance = 1)
  wrong(tempfile(fileext = ".html"), operation = 1)
  wrong(tempfile(fileext = ".html"), user = "")
})
