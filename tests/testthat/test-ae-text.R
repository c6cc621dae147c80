skip_watched()

the_ae <- function(...) {
  cohort <- example_cohort("alemtuzumab-switch")
  audit_ae(cohort, audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                                 "Year after" = period_since("alemtuzumab", 12)), ...)
}

test_that("no serious infection is said in one call", {
  expect_identical(results_text(audit_ae(0, patients = 11, outcome = "serious infection")),
                   "No serious infection was seen in 11 patients (0 %, 95 % CI 0 to 28 %).")
  x <- the_ae(each = "category", serious = TRUE, measure = "proportion")
  expect_identical(results_text(x[x$outcome == "infection" & x$period == "Year after", ]),
                   "In \"Year after\", no serious infection was seen in 11 patients (0 %, 95 % CI 0 to 28 %).")
})

test_that("a sentence has every measure of its outcome, with the printed numbers", {
  x <- the_ae(each = "term")
  text <- results_text(x[x$outcome == "fatigue" & x$period == "On natalizumab", ])
  expect_match(text, "fatigue was seen in 2 of 11 patients (18 %, 95 % CI 2 to 52 %)", fixed = TRUE)
  expect_match(text, "first events came at 34 (95 % CI 4 to 122) per 100 patient-years", fixed = TRUE)
  expect_match(text, "the cumulative incidence by day 365 was 18 %, 95 % CI 3 to 44 %", fixed = TRUE)
  x <- the_ae(measure = c("recurrence", "duration", "one_minus_km"))
  text <- results_text(x)
  expect_match(text, "9 of 11 patients had two or more (82 %", fixed = TRUE)
  expect_match(text, "median duration was 3 (95 % CI 2 to 9) days, 0 ongoing", fixed = TRUE)
  expect_match(text, "as if nothing competed", fixed = TRUE)
})

test_that("outcomes have the names that their filters give them", {
  noun <- function(outcome, ...) ae_noun(outcome, list(...))
  expect_equal(noun("any"), "adverse event")
  expect_equal(noun("infection", serious = TRUE, min_grade = 3), "serious infection of grade 3 or more")
  expect_equal(noun("any", related = FALSE, incident = TRUE), "new non-related adverse event")
  expect_equal(noun("grade 3", each = "grade"), "adverse event of grade 3")
  expect_equal(noun("grade not known", each = "grade"), "adverse event of unknown grade")
  expect_equal(noun("serious yes", each = "serious"), "serious adverse event")
  x <- the_ae(each = "grade", measure = "worst_grade")
  expect_match(results_text(x), "7 of 11 patients had adverse event of grade 2 at worst (64 %", fixed = TRUE)
  expect_match(results_text(the_ae(measure = "proportion")), "an adverse event was seen in 9 of 11", fixed = TRUE)
})

test_that("nobody at risk is said so", {
  cohort <- small_cohort()
  x <- audit_ae(cohort, audit_periods(cohort, gap = period_gap("alemtuzumab", "natalizumab")))
  expect_match(results_text(x), "nobody was at risk of an adverse event", fixed = TRUE)
})

test_that("the methods name every setting that shaped the numbers", {
  text <- methods_text(the_ae(each = "term", serious = FALSE, after_stop = 28, incident = TRUE))
  for (said in c("from the first day of a period", "\"Year after\" (months 0 to 12", "non-serious alone", "28 days after a recorded stop",
                 "any day before the period were left out", "Clopper and Pearson", "by t for the effective number of patients", "Aalen and Johansen",
                 "death; in time on a drug the recorded stop", "Limits are of 95 %")) {
    expect_match(text, said, fixed = TRUE)
  }
  expect_match(methods_text(the_ae(competing = character())), "cumulative incidence: nothing.", fixed = TRUE)
  expect_false(grepl("Aalen", methods_text(audit_ae(0, patients = 11))))
})

test_that("curves and comparisons have their sentences", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, before = period_on("natalizumab"), after = period_since("alemtuzumab", 12))
  x <- audit_curves(cohort, periods, "infection", each = "category", times = c(90, 365))
  expect_match(results_text(x), "Cumulative incidence (infection), % (95 % CI): 27 (7 to 54) by day 365 in \"before\"", fixed = TRUE)
  expect_match(methods_text(x), "Adverse events (infection) were counted", fixed = TRUE)
  compared <- audit_compare(audit_ae(cohort, periods, each = "category"))
  text <- results_text(compared[compared$outcome == "infection", ])
  expect_match(text, "after against before, infection: risk difference over equal times 45 %", fixed = TRUE)
  expect_match(text, "(in the same 11 patients)", fixed = TRUE)
  expect_match(methods_text(compared), "Tango", fixed = TRUE)
  none <- compared[compared$outcome == "general", ]
  expect_match(results_text(none), "risk ratio", fixed = TRUE)
})

test_that("a filter that is told apart is not said twice", {
  x <- the_ae(each = "serious", serious = TRUE, measure = "proportion")
  text <- results_text(x)
  expect_match(text, "a serious adverse event was seen", fixed = TRUE)
  expect_false(grepl("serious serious|serious non-serious|serious perhaps", text))
  expect_equal(ae_noun("any", list(each = "serious", serious = TRUE)), "serious adverse event")
  expect_equal(ae_noun("related no", list(each = "related", related = TRUE, serious = TRUE)), "serious non-related adverse event")
})

test_that("that nobody was at risk is said once", {
  expect_identical(results_text(audit_ae(0, patients = 0, first_years = 0, events = 0, years = 0)),
                   "Nobody was at risk of an adverse event.")
})
