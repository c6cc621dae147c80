skip_watched()

picture_of <- function(..., by = NULL) {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", 12))
  rule <- lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia without neutropaenia")
  ggplot2::autoplot(audit_labs(cohort, periods, by = by, landmark = 1, composites = list(rule)), ...)
}

test_that("dots are the abnormalities that somebody had, a line each, and are said in words", {
  skip_on_cran() # and where memory is watched: font libraries leak
  skip_if_not_installed("ggplot2")
  picture <- picture_of()
  data <- picture$data
  expect_setequal(data$outcome, c("lymphocyte count decreased", "lymphocyte count decreased, grade 3 or 4", "white blood cell decreased",
                                  "anemia", "leucopenia without neutropaenia"))
  expect_equal(data$estimate[startsWith(as.character(data$key), "Year after (") & data$outcome == "white blood cell decreased"], 400 / 11)
  expect_equal(data$high[startsWith(as.character(data$key), "On natalizumab (") & data$outcome == "anemia"], 100 * binom.test(0, 8)$conf.int[2])
  # No two lines of names are in one place.
  expect_equal(anyDuplicated(data$place), 0L)
  expect_match(picture$labels$subtitle, "^CTCAE 5.0, synthetic data, with 95 % limits; left out: 12 that nobody had$")
  alt <- ggplot2::get_alt_text(picture)
  expect_match(alt, "Patients with the abnormality, %. On natalizumab, lymphocyte count decreased 0 (0 to 37)", fixed = TRUE)
  file <- tempfile(fileext = ".png")
  grDevices::png(file)
  print(picture)
  grDevices::dev.off()
  expect_gt(file.size(file), 2000)
})

test_that("a measure, a number of abnormalities and groups can be asked for", {
  skip_if_not_installed("ggplot2")
  few <- picture_of(most = 2)
  expect_setequal(few$data$outcome, c("lymphocyte count decreased", "lymphocyte count decreased, grade 3 or 4"))
  expect_match(few$labels$subtitle, "12 that nobody had, 3 that fewer had", fixed = TRUE)
  expect_match(picture_of("landmark")$labels$x, "at 1 month, %", fixed = TRUE)
  expect_match(picture_of("first_event_rate")$labels$x, "100 patient-years")
  for (measure in c("incident", "recovered")) expect_match(picture_of(measure)$labels$x, "%")
  # Nobody was abnormal at baseline: all are drawn, with what may be.
  expect_equal(length(unique(picture_of("baseline")$data$outcome)), 8)
  expect_equal(sort(sub("\n.*", "", unique(picture_of(by = "sex")$data$panel))), c("F", "M"))
  expect_error(picture_of("odds"), class = "msaudit_argument_error")
  expect_error(picture_of(most = 0), class = "msaudit_argument_error")
  vectors <- audit_labs(c(0.1, 2), "lymphocytes", "10^9/L", 1, 4, id = 1:2)
  expect_equal(ggplot2::autoplot(vectors)$data$estimate, c(50, 50))
})

test_that("without an estimate it is said, as of other results", {
  skip_if_not_installed("ggplot2")
  cohort <- example_cohort("alemtuzumab-switch")
  none <- audit_labs(cohort, audit_periods(cohort, "Year after" = period_since("alemtuzumab", 12)))
  none$estimate <- NA_real_
  expect_equal(ggplot2::get_alt_text(ggplot2::autoplot(none)), "No row has an estimate.")
})
