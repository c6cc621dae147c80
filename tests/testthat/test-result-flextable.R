skip_watched()

test_that("a table for Word is no wider than its page, whatever it is of", {
  skip_if_not_installed("flextable")
  skip_if_not_installed("officer")
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "Year after" = period_since("alemtuzumab", 12))
  arr <- audit_arr(cohort, periods)
  document <- officer::read_docx()
  for (x in list(arr, audit_compare(arr), audit_curves(cohort, periods, times = c(90, 365)),
                 audit_ae(cohort, periods, each = "term"), audit_lesions(cohort, periods))) {
    table <- flextable::as_flextable(x)
    expect_s3_class(table, "flextable")
    expect_lte(sum(dim(table)$widths), 6.3 + 1e-9)
    document <- flextable::body_add_flextable(document, table)
  }
  file <- tempfile(fileext = ".docx")
  print(document, file)
  inside <- unz(file, "word/document.xml")
  on.exit(close(inside))
  xml <- paste(readLines(inside, warn = FALSE), collapse = "")
  expect_match(xml, "2.49 (1.42 to 4.37)", fixed = TRUE)
  expect_length(gregexpr("<w:tblHeader", xml, fixed = TRUE)[[1]], 5)
  expect_error(flextable::as_flextable(arr, width = 0), class = "msaudit_argument_error")
})
