skip_watched()

lesion_texts_of <- function(...) {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "Year after alemtuzumab" = period_since("alemtuzumab", months = 12))
  audit_lesions(cohort, periods, ...)
}

test_that("eight with more lesions before, four enhancing, none new at a year, and of how many imaged", {
  text <- results_text(lesion_texts_of())
  expect_match(text, paste("^In \"On natalizumab\", 10 of 11 patients were imaged, compared with the scan that each report",
                           "names over 14 intervals of 5.9 months on average \\(6.9 years in all\\)"))
  expect_match(text, "8 of 10 had new or enlarging T2 lesions (80 %, 95 % CI 44 to 97 %), 4.91 (95 % CI 2.72 to 8.87) a year",
               fixed = TRUE)
  expect_match(text, "4 of 10 had enhancing lesions on 14 scans with contrast (40 %, 95 % CI 12 to 74 %)", fixed = TRUE)
  expect_match(text, "In \"Year after alemtuzumab\", 7 of 11 patients were imaged", fixed = TRUE)
  expect_match(text, "none of 7 had new or enlarging T2 lesions (0 %, 95 % CI 0 to 41 %)", fixed = TRUE)
  expect_match(text, "none of 6 had either (0 %, 95 % CI 0 to 46 %)", fixed = TRUE)
  expect_match(text, "of all 11 patients, imaged or not, between 0 and 55 % had lesions, since it was not known in 6.", fixed = TRUE)
  # Months by hand: 6.9 years of 14 intervals.
  rate <- as.data.frame(lesion_texts_of())
  rate <- rate[rate$outcome == "new_t2" & rate$measure == "rate", ][1, ]
  expect_equal(round(12 * rate$exposure / 14, 1), 5.9)
})

test_that("the comparison says of how many imaged in both", {
  found <- audit_compare(lesion_texts_of())
  text <- results_text(found)
  expect_match(text, paste("^In the same 6 patients imaged in both, new T2 lesions: 0 of 6 in \"Year after alemtuzumab\" against",
                           "6 of 6 in \"On natalizumab\" had any over 1.0 v 0.84 years a patient, not tested; ratio of",
                           "rates 0.00 \\(95 % CI 0.00 to 0.95\\), p = 0.044\\. "))
  expect_match(text, "median shift -1.00 (without limits at 95 %) a scan", fixed = TRUE)
  expect_match(methods_text(found), "Tango's interval", fixed = TRUE)
  by_sex <- results_text(audit_compare(lesion_texts_of(by = "sex")))
  expect_match(by_sex, "In \"F\", in the same", fixed = TRUE)
  two <- audit_compare(audit_lesions(c(2, 0, 1, 0), exposure = 1, id = 1:4, period = c("a", "a", "b", "b")))
  expect_match(results_text(two), "^In 4 patients of two groups, new T2 lesions: 1 of 2 in \"b\" against 1 of 2 in \"a\" had any")
  expect_match(methods_text(two), "Miettinen", fixed = TRUE)
})

test_that("methods name every setting that shaped the numbers", {
  text <- methods_text(lesion_texts_of(straddling = "later", compare = "previous", slack = c(30, 1), rebaseline = c(0, 270),
                                       method = "robust", conf_level = 0.9))
  for (part in c("but for 30 days before it and 1 day after it", "counted where it ends", "the patient's scan before was taken",
                 "first scan 0 to 270 days after", "robust interval", "90 %")) expect_match(text, part, fixed = TRUE)
  expect_match(methods_text(lesion_texts_of()), "Counts without a comparison date were left out", fixed = TRUE)
  x <- lesion_texts_of(straddling = "share")
  expect_match(methods_text(x), "shared by days", fixed = TRUE)
  expect_match(results_text(x), "shared by days", fixed = TRUE)
  expect_false(grepl("on average", results_text(x)))
})

test_that("who is free by when is said of those imaged", {
  x <- lesion_texts_of()
  audited <- attr(x, "audited")
  free <- audit_lesion_free(audited$cohort, audited$periods, times = c(180, 365))
  text <- results_text(free)
  expect_match(text, "^In \"On natalizumab\", 10 of 11 patients were imaged, 8 of them with activity, 8 intervals that reached out of the period left out; free of")
  expect_match(text, "50 % by day 180 (79 %, 95 % CI 38 to 94 %)", fixed = TRUE)
  within <- results_text(audit_lesion_free(audited$cohort, audited$periods, times = 188))
  expect_match(within, "0 to 50 % by day 188", fixed = TRUE)
  expect_match(methods_text(free), "Turnbull", fixed = TRUE)
  expect_match(methods_text(free), "Intervals that reached further out of a period were left out.", fixed = TRUE)
})

test_that("nobody imaged, bounds and vectors are said", {
  cohort <- audit_cohort(data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 900), data.frame(id = 1:2, drug = "a", start = 10),
                         mri = data.frame(id = 1, date = 300, compare_date = 20, new_t2 = ">3"))
  periods <- audit_periods(cohort, on = period_on("a"), late = period_calendar(600, 900))
  text <- results_text(audit_lesions(cohort, periods))
  expect_match(text, "1 of 2 patients were imaged", fixed = TRUE)
  expect_match(text, "at least 5.22 with no upper bound a year", fixed = TRUE)
  expect_match(text, "In \"late\", none of 2 patients was imaged.", fixed = TRUE)
  expect_identical(results_text(audit_lesions(c(0, 4, 0), exposure = c(1, 1.1, 0.9), id = 1:3)),
                   paste("3 patients imaged over 3.0 years: 1 of 3 had new or enlarging T2 lesions (33 %, 95 % CI 1 to 91 %), 1.33",
                         "(95 % CI 0.01 to 60.23) a year."))
  expect_match(results_text(audit_lesions(c(0, 1), exposure = 1, id = 1:2, kind = "gd")), "^2 patients imaged over 2 scans:")
  expect_match(results_text(audit_lesions(c(0, 1), exposure = 1, id = 1:2, kind = "active")),
               "^2 patients imaged over 2 scans: 1 patient had combined unique lesions, 0.50")
  nobody <- select_patients(example_cohort(), ids = character())
  none <- audit_lesions(nobody, audit_periods(nobody, p = period_follow_up()))
  expect_match(results_text(none), "nobody was in the period", fixed = TRUE)
})

test_that("parts of a result are said as far as they go", {
  x <- lesion_texts_of()
  expect_match(results_text(x[x$outcome == "gd" & x$measure == "proportion", ]), "4 of 10 had enhancing lesions (40 %", fixed = TRUE)
  expect_false(grepl("had enhancing", results_text(x[x$outcome == "new_t2", ])))
  found <- audit_compare(x)
  text <- results_text(found[found$measure == "count_ratio", ])
  expect_match(text, "6 of 6 in \"On natalizumab\" had any; ratio of rates 0.00", fixed = TRUE)
  expect_identical(results_text(x[0, ]), "Nobody is in the periods.")
  audited <- attr(x, "audited")
  free <- audit_lesion_free(audited$cohort, audited$periods)
  expect_error(results_text(free[free$measure == "event_free", ]), "some measures", class = "msaudit_argument_error")
  # Of one kind alone nothing is said of the other.
  cohort <- audited$cohort
  cohort$mri$gd <- NULL
  text <- results_text(audit_lesions(cohort, audited$periods))
  expect_false(grepl("either|contrast", text))
  expect_match(text, "of all 11 patients, imaged or not, between 73 and 82 % had lesions, since it was not known in 1.", fixed = TRUE)
})

test_that("scans with contrast are told from intervals, and outcomes have the names of the table", {
  cohort <- example_cohort("alemtuzumab-switch")
  x <- audit_lesions(cohort, audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                                           "Year after" = period_since("alemtuzumab", 12)))
  shown <- paste(trimws(capture.output(print(x))), collapse = " ")
  expect_match(shown, "7 intervals, 7 scans with contrast; 1 interval straddling", fixed = TRUE)
  shown <- capture.output(print(audit_compare(x, reference = "On natalizumab")))
  expect_lte(max(nchar(shown)), 80)
  expect_match(shown, "^new T2 +difference %", all = FALSE)
  expect_match(shown, "^enhancing +difference %", all = FALSE)
  expect_match(shown, "^either +difference %", all = FALSE)
})

test_that("a difference of nobody is shown as not known", {
  cohort <- audit_cohort(data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 900),
                         data.frame(id = 1:2, drug = "a", start = 10, stop = 400),
                         mri = data.frame(id = 1, date = 300, compare_date = 20, new_t2 = 1))
  other <- audit_lesions(cohort, audit_periods(cohort, On = period_on("a"), After = period_calendar(500, 800)))
  shown <- capture.output(print(audit_compare(other, reference = "On")))
  expect_match(shown, "^difference % +0/0 +-", all = FALSE)
  expect_no_match(shown, "100 to|Inf")
  expect_false(any(grepl("NA (", shown, fixed = TRUE)))
})

test_that("methods say how far outside of a period a scan may lie", {
  cohort <- example_cohort("alemtuzumab-switch")
  text <- methods_text(audit_lesions(cohort, audit_periods(cohort, "On natalizumab" = period_on("natalizumab")), slack = c(30, 45)))
  expect_match(text, "enhancing lesions to that of the day of the scan, or that ended up to 45 days before it", fixed = TRUE)
  expect_match(text, "first day of the period or up to 30 days before, or else its first, to the last in it or up to 45 days after", fixed = TRUE)
})

test_that("in a document the period stands above who was imaged in it", {
  skip_if_not_installed("knitr")
  cohort <- example_cohort("alemtuzumab-switch")
  x <- audit_lesions(cohort, audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                                           "Year after" = period_since("alemtuzumab", 12)))
  lines <- strsplit(as.character(knitr::knit_print(x)), "\n", fixed = TRUE)[[1]]
  said <- lines[grepl("^(\\*\\*|Table: |Imaged)", lines)]
  expect_match(said[1], "**On natalizumab**", fixed = TRUE)
  expect_match(said[2], "^Imaged: 10 of 11")
  after <- match("**Year after**", said)
  expect_match(said[after + 1], "^Imaged: 7 of 11")
  expect_false("Table: On natalizumab" %in% said)
})

test_that("a comparison names the methods that made its numbers, and a fall its caveat", {
  of <- function(before, after, ids = rep(seq_along(before), 2)) {
    audit_compare(audit_lesions(c(before, after), exposure = 1, id = ids,
                                period = rep(c("before", "after"), each = length(before))), "before")
  }
  fallen <- of(c(4, 3, 5, 2, 6, 1, 4, 3), c(0, 1, 0, 0, 0, 0, 1, 0))
  text <- methods_text(fallen)
  difference <- as.data.frame(fallen)[fallen$measure == "risk_difference", ]
  expect_equal(difference$p, compare_proportions_paired(2, 0, 6, 0)$p_score)
  expect_match(text, "score test that it inverts")
  expect_no_match(text, "Tango's interval (with the mid-P", fixed = TRUE)
  expect_match(text, "mid-P McNemar test")
  expect_match(results_text(fallen), "regression to the mean")
  expect_no_match(text, "exact conditional interval")

  # Nobody has a lesion after: the interval by t is not defined.
  none <- of(c(4, 3, 5, 2, 6, 1, 4, 3), rep(0, 8))
  expect_match(none$note[none$measure == "count_ratio"], "fallback_exact")
  expect_match(methods_text(none), "an exact interval, scaled for the spread of patients,", fixed = TRUE)
  expect_no_match(methods_text(none), "robust to variation", fixed = TRUE)
  risen <- of(c(0, 1, 2, 0, 1, 0, 1, 0), c(4, 3, 5, 2, 6, 1, 4, 3))
  expect_no_match(results_text(risen), "regression to the mean")
  groups <- of(c(4, 3, 5, 2, 6, 1, 4, 3), c(0, 1, 2, 0, 1, 0, 1, 0), seq_len(16))
  expect_match(methods_text(groups), "Miettinen and Nurminen.*score test")
  expect_no_match(methods_text(groups), "McNemar")
})
