# Each sentence of the audit that started the package, by one call.
skip_watched()

cohort <- example_cohort()
periods <- audit_periods(cohort, "Year after alemtuzumab" = period_since("alemtuzumab", months = 12))

test_that("lymphopaenia at one month in all", {
  text <- results_text(audit_labs(cohort, periods, landmark = 1))
  expect_match(text, paste("1 month after the start, lymphocyte count decreased in 11 of 11 patients (100 %, 95 % CI 72 to 100 %;",
                           "grade 2 in 1, grade 3 in 4, grade 4 in 6)"), fixed = TRUE)
})

test_that("leucopenia without neutropaenia in four within three months, normal by five", {
  rule <- lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia without neutropaenia")
  text <- results_text(audit_labs(cohort, periods, composites = list(rule), within = 3))
  expect_match(text, paste("Leucopenia without neutropaenia developed in 4 of 11 patients (36 %, 95 % CI 11 to 69 %) within 3 months,",
                           "first on day 31 to 60; 4 of 4 over within 5 months (day 88 to 147)."), fixed = TRUE)
})

sequence_rule <- lab_sequence(
  lab_rule(tpo_ab = "high", name = "antibodies"), lab_rule(tsh = "high", ft4 = "low", name = "hypothyroidism"),
  months = 12, name = "thyroid peroxidase antibodies, then hypothyroidism"
)

test_that("antibodies at three months and hypothyroidism at nine in one", {
  text <- results_text(audit_labs(cohort, periods, composites = list(sequence_rule)))
  expect_match(text, paste("Thyroid peroxidase antibodies, then hypothyroidism developed in 1 of 11 patients",
                           "(9 %, 95 % CI 0 to 41 %), the one at 3 months (day 88) and the other at 9 months (day 275)"), fixed = TRUE)
})

test_that("nobody affected, nobody tested and groups are said", {
  two <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), after = period_since("alemtuzumab", 12))
  text <- results_text(audit_labs(cohort, two, landmark = 1, by = "sex", composites = lab_definitions("itp")))
  expect_match(text, "In \"F | On natalizumab\": nobody was tested 1 month after the start.", fixed = TRUE)
  expect_match(text, "grade 2 in 1, grade 4 in 2", fixed = TRUE)
  expect_match(text, "In \"F | after\" (0.89 years a patient): none of 8 (at most 37 %) had platelets of immune thrombocytopenia.", fixed = TRUE)
  expect_length(text, 1)
})

test_that("methods name every setting that shaped the numbers", {
  x <- audit_labs(cohort, periods, landmark = 1, window = c(5, 9), composites = list(sequence_rule), within = 6, recovery = 2,
                  rules = "ctcae-4.03", lln_rule = "normal_is_0", conf_level = 0.9)
  text <- methods_text(x)
  for (part in c("(CTCAE) 4.03", "had grade 0", "months 0 to 12 after the first start of alemtuzumab", "At 1 month", "5 days before to 9 days after",
                 "in the 6 months from the start", "tpo_ab high, then within 12 months tsh high and ft4 low", "first of 2 days", "90 %")) {
    expect_match(text, part, fixed = TRUE)
  }
  plain <- audit_labs(0.4, "lymphocytes", "10^9/L", ref_low = 1, id = 1)
  expect_match(results_text(plain), "lymphocyte count decreased in 1 of 1 patients", fixed = TRUE)
  expect_match(methods_text(plain), "Shares of patients have exact limits (Clopper-Pearson), of 95 %.", fixed = TRUE)
})
