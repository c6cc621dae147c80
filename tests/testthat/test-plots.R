test_that("pictures are drawn, with text for those who cannot see them", {
  skip_on_cran() # and where memory is watched: font libraries leak
  skip_if_not_installed("ggplot2")
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"))
  for (object in list(cohort, audit_arr(cohort, periods))) {
    picture <- ggplot2::autoplot(object)
    expect_s3_class(picture, "ggplot")
    expect_gt(nchar(ggplot2::get_alt_text(picture)), 40)
    file <- tempfile(fileext = ".png")
    grDevices::png(file)
    plot(object)
    grDevices::dev.off()
    expect_gt(file.size(file), 2000)
  }
})

test_that("of many patients those followed longest are drawn, and it is said", {
  skip_on_cran() # and where memory is watched: font libraries leak
  skip_if_not_installed("ggplot2")
  picture <- ggplot2::autoplot(example_cohort(), most = 3)
  expect_match(picture$labels$subtitle, "3 of 11")
  expect_error(ggplot2::autoplot(example_cohort(), most = 0), class = "msaudit_argument_error")
})
