# Of relapse rates the ratio alone; test-compare-arr.R looks at the rest.
ratio_of <- function(...) {
  found <- audit_compare(...)
  as_frame(as.list(found[found$measure == "rate_ratio", ]), sum(found$measure == "rate_ratio"))
}

test_that("periods are compared in the patients who are in both", {
  x <- audit_arr(c(2, 1, 3, 0, 1, 4), years = c(1, 1, 1, 1.5, 2, 1), period = rep(c("before", "after"), each = 3),
                 id = c(1, 2, 3, 1, 2, 4))
  found <- ratio_of(x, reference = "before")
  expected <- compare_rates_paired(c(2, 1), 1, c(0, 1), c(1.5, 2))
  expect_equal(found$patients, 2L)
  expect_equal(found$estimate, expected$estimate)
  expect_equal(found$conf_high, expected$conf_high)
  expect_equal(found$ratio_pooled, (1 / 3.5) / (3 / 2))
  expect_equal(found$design, "paired")
  expect_named(found, comparison_columns)
  expect_equal(ratio_of(x, reference = "after")$estimate, 1 / found$estimate)
})

test_that("the example's comparison is that of its patients, and carries the caveat", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "Year after" = period_since("alemtuzumab", 12))
  found <- audit_compare(audit_arr(cohort, periods))
  expect_equal(found$informative, c(8L, 8L))
  expect_output(print(found), "regression to the mean")
  expect_lte(max(nchar(capture.output(print(found)))), 80)
  lesions <- audit_compare(audit_lesions(cohort, periods))
  difference <- lesions[lesions$measure == "risk_difference" & lesions$outcome == "gd", ]
  expect_equal(difference$estimate, -3 / 5)
  expect_equal(difference$p_exact, 2 * 0.5^difference$informative)
})

test_that("groups are compared within", {
  cohort <- small_cohort()
  periods <- audit_periods(cohort, a = period_calendar("2008-01-01", "2008-12-31"),
                           b = period_calendar("2009-01-01", "2009-12-31"))
  found <- ratio_of(audit_arr(cohort, periods, by = "sex"))
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

three_periods <- function() {
  treatments <- data.frame(id = rep(1:4, each = 3), drug = c("a", "b", "c"), start = rep(c(0, 1000, 2000), 4),
                           stop = rep(c(1000, 2000, 3000), 4))
  relapses <- data.frame(id = c(1, 1, 1, 2, 3, 4, 1), onset = c(100, 200, 300, 1500, 2100, 2200, 2300))
  cohort <- audit_cohort(data.frame(id = 1:4, sex = c("F", "M", "M", "F")), treatments, relapses, data_lock = 3000)
  audit_arr(cohort, audit_periods(cohort, A = period_on("a"), B = period_on("b"), C = period_on("c")), by = "sex")
}

test_that("rows taken or turned round compare as in the whole", {
  x <- three_periods()
  whole <- as.data.frame(audit_compare(x, "B"))
  part <- as.data.frame(audit_compare(x[x$period != "A", ], "B"))
  expect_identical(part, as_frame(as.list(whole[whole$period == "C", ]), 4L))
  men <- as.data.frame(audit_compare(x[x$sex == "M", ], "B"))
  expect_identical(men, as_frame(as.list(whole[whole$sex == "M", ]), 4L))
  turned <- as.data.frame(audit_compare(x[rev(seq_len(nrow(x))), ], "B"))
  key <- function(x) order(x$sex, x$period, x$measure)
  expect_equal(turned[key(turned), ], whole[key(whole), ], ignore_attr = TRUE)
})

test_that("stacked results keep no patients, since there may be two of a row", {
  x <- three_periods()
  expect_s3_class(rbind(x, x), "msaudit_arr")
  expect_error(audit_compare(rbind(x, x), "B"), class = "msaudit_argument_error")
  expect_false(inherits(rbind(x, audit_arr(1, years = 2) |> transform(sex = "F")), "msaudit_arr"))
})

test_that("the fall of one of several comparisons carries the caveat", {
  expect_output(print(audit_compare(three_periods(), "B")), "regression to the mean")
})

test_that("periods without a patient in common are compared as two groups", {
  y <- c(3, 1, 0, 2, 0, 0, 1, 0)
  t <- c(2, 1, 1.5, 2, 2, 1, 2, 1.5)
  x <- audit_arr(y, years = t, period = rep(c("old", "new"), each = 4), id = 1:8)
  compared <- audit_compare(x, "old")
  found <- ratio_of(x, "old")
  expected <- compare_rates_patients(y, t, rep(c("old", "new"), each = 4), "old")
  columns <- c("estimate", "conf_low", "conf_high", "p", "exact_low", "exact_high", "method", "note")
  expect_equal(as.data.frame(found)[columns], expected[columns])
  expect_equal(found$design, "independent")
  expect_equal(found$patients, 8L)
  expect_equal(found$informative, 4L)
  expect_equal(found$p_exact, compare_rates(1, 6.5, 6, 6.5)$p_exact)
  text <- capture.output(print(compared))
  expect_match(text, "Two groups", all = FALSE)
  expect_false(any(grepl("regression to the mean", text)))
  expect_lte(max(nchar(text)), 80)
})

test_that("lesions of two groups are compared by their proportions and rates", {
  x <- audit_lesions(c(2, 0, 1, 0, 0, 3), exposure = 1, id = 1:6, period = rep(c("a", "b"), each = 3))
  found <- audit_compare(x, "a")
  difference <- found[found$measure == "risk_difference" & found$outcome == "new_t2", ]
  expected <- compare_proportions(1, 3, 2, 3)
  expect_equal(difference$conf_low, expected$conf_low)
  expect_equal(difference$p_exact, expected$p_fisher)
  expect_equal(unique(found$design), "independent")
})

# Eight patients for a year on "a" and then "b", or of each eight in two groups of their own, with
# a scan in each time, and nothing happened to anybody.
nothing_happened <- function(paired, n = c(8, 8), each = 0) {
  id <- if (paired) rep(seq_len(n[1]), 2) else seq_len(sum(n))
  start <- if (paired) rep(c(0, 365), each = n[1]) else rep(0, sum(n))
  people <- unique(id)
  cohort <- audit_cohort(
    data.frame(id = people, follow_up_start = 0, follow_up_end = if (paired) 730 else 365),
    data.frame(id = id, drug = if (paired) rep(c("a", "b"), each = n[1]) else rep(c("a", "b"), n), start = start, stop = start + 365),
    relapses = data.frame(id = 1, onset = 50)[rep(1, each), ], events = data.frame(id = 1, term = "rash", onset = 50)[rep(1, each), ],
    mri = data.frame(id = id, date = start + 300, compare_date = start + 10, new_t2 = 0, gd = 0)
  )
  periods <- audit_periods(cohort, a = period_on("a", grace = 0), b = period_on("b", grace = 0))
  lapply(list(audit_arr, audit_ae, audit_lesions, audit_curves), function(audit) audit_compare(audit(cohort, periods)))
}

tested_columns <- function(x) intersect(c("p", "p_exact", "p_pseudo_score"), names(x))

limit_columns <- c("conf_low", "conf_high", "exact_low", "exact_high")

# What is known of nothing: a ratio of 0 to 0 is any ratio; a difference has the limits that so
# many patients without an event allow, and no test could have found one.
test_that("where nothing happened there is no ratio, and no p of any kind", {
  for (paired in c(TRUE, FALSE)) {
    for (x in nothing_happened(paired)) {
      of <- as.data.frame(x)
      expect_true(all(is.na(unlist(of[tested_columns(of)]))), label = class(x)[1])
      unknown <- endsWith(of$measure, "_ratio") | of$measure == "shift"
      expect_true(all(is.na(unlist(of[unknown, limit_columns]))))
      expect_true(all(is.na(of$estimate[endsWith(of$measure, "_ratio")])))
      expect_true(all(grepl("no_events|no_change", of$note[unknown])))
      expect_true(all(of$conf_low[!unknown] < -0.2 & of$conf_high[!unknown] > 0.2))
      text <- paste(c(capture.output(print(x)), results_text(x)), collapse = " ")
      expect_no_match(text, "1\\.000|0\\.00 to Inf|NaN")
      expect_match(text, "[Nn]o event in either period|[Nn]obody changed")
    }
  }
})

test_that("one patient, of all or of a group, has an estimate and nothing beside it", {
  for (x in c(nothing_happened(TRUE, 1, each = 1), nothing_happened(FALSE, c(1, 8), each = 1))) {
    of <- as.data.frame(x)
    expect_true(all(is.na(unlist(of[c(tested_columns(of), limit_columns)]))), label = class(x)[1])
    expect_match(of$note[!is.na(of$estimate)], "n1")
    expect_no_match(of$note, "fallback|unbounded")
    expect_match(results_text(x), "no limits: one patient")
    expect_no_match(results_text(x), "NA|not known to")
    expect_no_match(methods_text(x), "stood in|robust to variation|bias-reduced|Tango|Miettinen|were squared")
  }
})

test_that("nobody who was imaged at both times leaves nothing", {
  mri <- data.frame(id = 1:8, date = 300, compare_date = 10, new_t2 = c(1, 0), gd = 0)
  cohort <- audit_cohort(data.frame(id = 1:8, follow_up_start = 0, follow_up_end = 730),
                         data.frame(id = rep(1:8, 2), drug = rep(c("a", "b"), each = 8), start = rep(c(0, 365), each = 8),
                                    stop = rep(c(365, 730), each = 8)), mri = mri)
  x <- audit_compare(audit_lesions(cohort, audit_periods(cohort, a = period_on("a", grace = 0), b = period_on("b", grace = 0))))
  of <- as.data.frame(x)
  expect_true(all(of$patients == 0))
  expect_true(all(is.na(unlist(of[c("estimate", tested_columns(of), limit_columns)]))))
  expect_true(all(of$note == "no_patients"))
  expect_no_match(capture.output(print(x)), "Inf|100 to")
})

test_that("curves on which all have had the event have no p", {
  cohort <- audit_cohort(data.frame(id = 1:12, follow_up_start = 0, follow_up_end = 365),
                         data.frame(id = 1:12, drug = rep(c("a", "b"), each = 6), start = 0, stop = 365),
                         relapses = data.frame(id = 1:12, onset = 50))
  periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"))
  found <- audit_compare(audit_curves(cohort, periods, measure = "event_free"))
  expect_equal(c(found$reference_estimate, found$period_estimate), c(0, 0))
  expect_true(is.na(found$p))
  expect_match(found$note, "p_unreachable")
})
