# By hand, on a over (0, 1000]. Patient 1: none over (0, 200], 2 over (200, 400]:
# active in (200, 400]. Patient 2: enhancing on day 300, T2 not read, no scan
# before: (0, 300]. Patient 3: none by day 500. Patient 4: first compared with
# day 100, so time begins there; 1 over (100, 250]: (0, 150]. Patient 5: no scan.
free_cohort <- function() {
  audit_cohort(
    data.frame(id = 1:5, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:5, drug = "a", start = 0),
    mri = data.frame(id = c(1, 1, 2, 3, 4, 4), date = c(200, 400, 300, 500, 250, 600),
                     compare_date = c(0, 200, NA, 0, 100, 250), new_t2 = c(0, 2, NA, 0, 1, 0),
                     gd = c(0, 0, 1, NA, NA, 3), contrast = c(TRUE, TRUE, TRUE, FALSE, FALSE, TRUE))
  )
}

test_that("activity fell between the scans that bound it", {
  cohort <- free_cohort()
  periods <- audit_periods(cohort, on = period_on("a"))
  scans <- asNamespace("msaudit")$scans_of(cohort, "given", new_findings())
  first <- first_activity(periods, scans, lesion_times(periods, scans, NULL), c(60L, 60L), "any")
  expect_equal(first$left, c(200, 0, 500, 0))
  expect_equal(first$right, c(400, 300, Inf, 150))
  x <- audit_lesion_free(cohort, periods, times = c(150, 300, 500))
  turnbull <- curve_turnbull(first$left, first$right, times = c(150, 300, 500))
  expect_equal(x$estimate[x$measure == "least_free"], turnbull$least)
  expect_equal(x$estimate[x$measure == "most_free"], turnbull$most)
  naive <- curve_survival(c(400, 300, 500, 150), c(1, 1, 0, 1), times = c(150, 300, 500))
  expect_equal(x$estimate[x$measure == "event_free"], naive$estimate)
  expect_equal(definition(x)$imaging$imaged, 4)
  expect_output(print(x), "Imaged: 4 of 5 patients, of whom 3 showed activity")
  expect_lte(max(nchar(capture.output(print(x)))), 80)
})

test_that("the naive estimate is never earlier", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, on = period_on("natalizumab"), after = period_since("alemtuzumab", 24))
  for (kind in c("any", "new_t2", "gd")) {
    x <- audit_lesion_free(cohort, periods, kind, times = c(90, 180, 365))
    naive <- x[x$measure == "event_free", ]
    expect_true(all(x$estimate[x$measure == "least_free"] <= naive$estimate + 1e-12))
  }
  nobody <- select_patients(cohort, ids = character())
  expect_equal(nrow(audit_lesion_free(nobody, audit_periods(nobody, p = period_follow_up()))), 0)
})

test_that("days without anybody are shown as not known", {
  cohort <- audit_cohort(data.frame(id = 1:2, g = c("a", "b"), follow_up_start = 0, follow_up_end = 900),
                         data.frame(id = 1:2, drug = "a", start = 10),
                         mri = data.frame(id = 1, date = 300, compare_date = 20, new_t2 = 1))
  free <- audit_lesion_free(cohort, audit_periods(cohort, On = period_on("a")), by = "g", times = 100)
  shown <- capture.output(print(free))
  expect_match(shown, "^100 +0 +0 +- +-$", all = FALSE)
})
