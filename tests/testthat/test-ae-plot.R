skip_watched()

picture_of <- function(..., by = NULL, measure = NULL) {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", 12))
  x <- audit_ae(cohort, periods, each = "term", by = by,
                measure = if (is.null(measure)) c("proportion", "first_event_rate", "rate", "cumulative_incidence") else measure)
  ggplot2::autoplot(x, ...)
}

test_that("dots are the rows of the measure, the most frequent at the top, and said in words", {
  skip_on_cran() # and where memory is watched: font libraries leak
  skip_if_not_installed("ggplot2")
  picture <- picture_of()
  data <- picture$data
  expect_equal(nrow(data), 20)
  expect_equal(data$outcome[which.max(data$place)], "any")
  expect_equal(range(data$high[data$outcome == "fatigue"]), 100 * c(binom.test(0, 11)$conf.int[2], binom.test(2, 11)$conf.int[2]))
  alt <- ggplot2::get_alt_text(picture)
  expect_match(alt, "Patients with an event, %. On natalizumab, any 82 (48 to 98)", fixed = TRUE)
  expect_match(alt, "and 4 events more", fixed = TRUE)
  file <- tempfile(fileext = ".png")
  grDevices::png(file)
  print(picture)
  grDevices::dev.off()
  expect_gt(file.size(file), 2000)
})

test_that("a measure, a number of outcomes and groups can be asked for", {
  skip_if_not_installed("ggplot2")
  expect_match(picture_of(most = 3)$labels$subtitle, "the 3 most frequent of 10")
  expect_match(picture_of(measure = "cumulative_incidence", "cumulative_incidence")$labels$x, "by day 365")
  for (measure in c("rate", "first_event_rate")) expect_match(picture_of(measure)$labels$x, "100 patient-years")
  expect_equal(sort(sub("\n.*", "", unique(picture_of(by = "sex")$data$panel))), c("F", "M"))
  expect_error(picture_of("odds"), class = "msaudit_argument_error")
  expect_error(picture_of(most = 0), class = "msaudit_argument_error")
})

test_that("a cumulative incidence is drawn with what competes", {
  skip_if_not_installed("ggplot2")
  cohort <- example_cohort()
  periods <- audit_periods(cohort, a = period_on("natalizumab"))
  curves <- audit_curves(cohort, periods, "infection", each = "category", competing = "death")
  picture <- ggplot2::autoplot(curves)
  expect_match(picture$labels$subtitle, "competing: death\\n")
  expect_equal(picture$data$estimate[1], 0)
})

test_that("a picture of synthetic adverse events says that they are", {
  skip_if_not_installed("ggplot2")
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"))
  expect_match(ggplot2::autoplot(audit_ae(cohort, periods))$labels$subtitle, "^Synthetic data, with 95 %")
  expect_match(ggplot2::autoplot(audit_ae(1, patients = 11))$labels$subtitle, "^With 95 %")
})
