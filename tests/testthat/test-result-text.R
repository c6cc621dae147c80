skip_watched()

the_arr <- function() {
  cohort <- example_cohort("alemtuzumab-switch")
  audit_arr(cohort, audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                                  "Year after" = period_since("alemtuzumab", 12)))
}

# The numbers are those that print() shows, to the same digits.
test_that("the sentence of an abstract has the printed numbers", {
  arr <- the_arr()
  text <- results_text(arr)
  expect_match(text, "2.49 (95 % CI 1.42 to 4.37) in \"On natalizumab\" (17 relapses in 6.83", fixed = TRUE)
  expect_match(text, "8 of 11 patients relapsing", fixed = TRUE)
  printed <- capture.output(print(arr))
  for (number in c("2.49 (1.42 to 4.37)", "0.11 (0.00 to 1.14)")) expect_match(printed, number, fixed = TRUE, all = FALSE)
  text <- results_text(audit_compare(arr, "On natalizumab"))
  expect_match(text, "fell from 2.49 (95 % CI 1.42 to 4.37) (On natalizumab) to 0.11 (95 % CI 0.00 to 1.14)", fixed = TRUE)
  expect_match(text, "ratio 0.043 (95 % CI 0.0033 to 0.57), the same 11 patients before and after, p = 0.024", fixed = TRUE)
  expect_match(results_text(audit_compare(arr, "Year after")), "rose from 0.11", fixed = TRUE)
})

test_that("each interval says its own level", {
  text <- results_text(audit_compare(the_arr(), "On natalizumab", conf_level = 0.9))
  expect_match(text, "2.49 (95 % CI 1.42", fixed = TRUE)
  expect_match(text, "(90 % CI", fixed = TRUE)
})

test_that("totals, unknown counts and two groups have a sentence", {
  x <- audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "natalizumab"))
  expect_match(results_text(x), "224 relapses in 320.10 patient-years)", fixed = TRUE)
  expect_false(grepl("days / 365.25", methods_text(x), fixed = TRUE))
  x <- audit_arr(c(3, 1, 0, 2), years = c(2, 1, 2, 2), period = c("a", "a", "b", "b"), id = 1:4)
  expect_match(results_text(audit_compare(x)), "4 patients in two groups", fixed = TRUE)
  expect_match(methods_text(audit_compare(x)), "bias-reduced", fixed = TRUE)
})

test_that("the methods name every setting that shaped the numbers", {
  text <- methods_text(the_arr())
  expect_match(text, "An onset fewer than 30 days", fixed = TRUE)
  expect_match(text, "\"Year after\" (months 0 to 12 after the first start of alemtuzumab)", fixed = TRUE)
  expect_match(text, "by t for the effective number of patients", fixed = TRUE)
  expect_match(methods_text(audit_compare(the_arr())), "conditional Poisson", fixed = TRUE)
})

test_that("curves are said by their last day", {
  cohort <- example_cohort("alemtuzumab-switch")
  x <- audit_curves(cohort, audit_periods(cohort, after = period_since("alemtuzumab", 12)), times = c(90, 365))
  expect_match(results_text(x), "by day 365 in \"after\"", fixed = TRUE)
  expect_match(methods_text(x), "Lawless and Nadeau", fixed = TRUE)
  expect_match(methods_text(x), "Kaplan and Meier", fixed = TRUE)
})

test_that("what has no text is an error of its own class", {
  expect_error(results_text(1), class = "msaudit_argument_error")
  expect_error(methods_text(data.frame()), class = "msaudit_argument_error")
  counts <- structure(data.frame(), class = "msaudit_comparison")
  expect_error(results_text(counts), class = "msaudit_argument_error")
})
