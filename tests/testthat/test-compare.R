test_that("periods are compared in the patients who are in both", {
  x <- audit_arr(c(2, 1, 3, 0, 1, 4), years = c(1, 1, 1, 1.5, 2, 1), period = rep(c("before", "after"), each = 3),
                 id = c(1, 2, 3, 1, 2, 4))
  found <- audit_compare(x, reference = "before")
  expected <- compare_rates_paired(c(2, 1), 1, c(0, 1), c(1.5, 2))
  expect_equal(found$patients, 2L)
  expect_equal(found$estimate, expected$estimate)
  expect_equal(found$conf_high, expected$conf_high)
  expect_equal(found$ratio_pooled, (1 / 3.5) / (3 / 2))
  expect_equal(found$design, "paired")
  expect_named(found, comparison_columns)
  expect_equal(audit_compare(x, reference = "after")$estimate, 1 / found$estimate)
})

test_that("the example's comparison is that of its patients, and carries the caveat", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "Year after" = period_since("alemtuzumab", 12))
  found <- audit_compare(audit_arr(cohort, periods))
  expect_equal(found$informative, 8L)
  expect_output(print(found), "regression to the mean")
  expect_lte(max(nchar(capture.output(print(found)))), 80)
  lesions <- audit_compare(audit_lesions(cohort, periods))
  difference <- lesions[lesions$measure == "risk_difference" & lesions$outcome == "new_t2", ]
  expect_equal(difference$estimate, -1)
  expect_equal(difference$p_exact, 2 * 0.5^difference$patients)
})

test_that("groups are compared within", {
  cohort <- small_cohort()
  periods <- audit_periods(cohort, a = period_calendar("2008-01-01", "2008-12-31"),
                           b = period_calendar("2009-01-01", "2009-12-31"))
  found <- audit_compare(audit_arr(cohort, periods, by = "sex"))
  expect_equal(found$sex, c("F", "M", NA))
  expect_equal(found$patients, c(1L, 1L, 1L))
})

test_that("what cannot be compared is a classed error", {
  totals <- audit_arr(c(1, 2), years = c(1, 1), period = c("a", "b"))
  expect_error(audit_compare(totals), "totals", class = "msaudit_argument_error")
  patients <- audit_arr(c(1, 2), years = c(1, 1), period = c("a", "b"), id = c(1, 1))
  expect_error(audit_compare(patients, reference = "c"), class = "msaudit_argument_error")
  expect_error(audit_compare(1), class = "msaudit_argument_error")
  one <- audit_arr(c(1, 2), years = c(1, 1), period = "a", id = 1:2)
  expect_error(audit_compare(one), "one period", class = "msaudit_argument_error")
})
