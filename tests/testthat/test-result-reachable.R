# The witnesses are R's exact tests and every dealing of the patients to two groups.
test_that("the least p is that of the most extreme of all outcomes", {
  for (m in 1:9) expect_equal(least_paired_p(m), stats::binom.test(0, m)$p.value)
  for (n1 in 2:5) {
    for (some in 2:6) {
      n <- n1 + 4
      one_tailed <- vapply(0:min(n1, some), function(x) {
        rest <- some - x
        if (rest > 4) return(NA_real_)
        table <- matrix(c(x, n1 - x, rest, 4 - rest), 2)
        min(stats::fisher.test(table, alternative = "less")$p.value, stats::fisher.test(table, alternative = "greater")$p.value)
      }, 0)
      least <- if (n - some < 2) 1 else min(1, 2 * min(one_tailed, na.rm = TRUE))
      expect_equal(least_grouped_p(n1, 4, some, alike = TRUE), least)
      # Counts that differ: the least share of dealings of which the first group has as much.
      counts <- c(2^seq_len(some), rep(0, n - some))
      all <- utils::combn(n, n1, function(at) sum(counts[at]))
      tail <- min(mean(all >= max(all)), mean(all <= min(all)))
      expect_equal(least_grouped_p(n1, 4, some, alike = FALSE), min(1, 2 * tail))
    }
  }
  expect_equal(least_grouped_p(1, 100, 1, FALSE), 1)
  expect_equal(least_grouped_p(c(8, 1), c(8, 9), c(0, 5), TRUE), c(1, 1))
  expect_equal(least_grouped_p(5000, 5000, 10, TRUE), 2^-9, tolerance = 0.01)
})

# By term, relapses or scans before and after of the first `n` of eight patients.
few_changes <- function(n) {
  days <- function(at) rep(at, length.out = n)
  audit_cohort(
    data.frame(id = 1:8, follow_up_start = 500), data.frame(id = 1:8, drug = "a", start = 1000, stop = 1400),
    relapses = data.frame(id = rep(1:n, each = 3), onset = rep(c(700, 800, 900), n)),
    events = data.frame(id = 1:n, term = "rash", onset = days(800)),
    mri = data.frame(id = rep(1:8, 2), date = rep(c(900, 1390), each = 8), compare_date = rep(c(650, 1140), each = 8),
                     new_t2 = c(rep(c(4, 0), c(n, 8 - n)), rep(0, 8)), gd = c(rep(c(2, 0), c(n, 8 - n)), rep(0, 8))),
    data_lock = 2000
  )
}

few_periods <- function(cohort) {
  audit_periods(cohort, before = period_calendar(600, 999), after = period_on("a"))
}

test_that("no comparison of the same patients gives a p that none of their tests could reach", {
  for (n in c(1, 5)) {
    cohort <- few_changes(n)
    periods <- few_periods(cohort)
    for (audit in list(audit_arr, audit_ae, audit_lesions, audit_curves)) {
      x <- audit_compare(audit(cohort, periods))
      expect_true(all(is.na(x$p)), label = class(x)[1])
      expect_match(x$note, "p_unreachable")
      expect_no_match(results_text(x), "p [=<]")
      expect_match(results_text(x), "too few for any test")
      expect_match(paste(capture.output(print(x)), collapse = " "), "No p is given: .*[(]p_unreachable[)]")
    }
    expect_true(all(is.na(audit_compare(audit_curves(cohort, periods))$p_pseudo_score)))
  }
})

test_that("six who changed are enough, and at a lower level fewer are", {
  cohort <- few_changes(6)
  periods <- few_periods(cohort)
  x <- audit_compare(audit_lesions(cohort, periods))
  expect_false(any(grepl("p_unreachable", x$note)))
  expect_true(all(x$p[x$measure %in% c("risk_difference", "odds_ratio", "count_ratio")] < 0.05))
  cohort <- few_changes(4)
  x <- audit_compare(audit_arr(cohort, few_periods(cohort)), conf_level = 0.8)
  expect_false(anyNA(x$p[x$measure == "rate_ratio"]))
  expect_false(any(grepl("p_unreachable", x$note)))
})

test_that("a group of one patient, and groups without events, have no p", {
  one <- audit_arr(c(20, 0, 0, 0, 0, 0, 0), years = rep(1, 7), period = rep(c("a", "b"), c(1, 6)), id = 1:7)
  none <- audit_arr(rep(0, 12), years = rep(1, 12), period = rep(c("a", "b"), each = 6), id = 1:12)
  single <- audit_arr(c(20, rep(0, 11)), years = rep(1, 12), period = rep(c("a", "b"), each = 6), id = 1:12)
  for (x in list(one, none, single)) {
    of <- audit_compare(x)
    expect_true(all(is.na(of$p)))
    expect_equal(of$measure[grepl("p_unreachable", of$note)], if (identical(x, none)) "rate_difference" else of$measure)
  }
  enough <- audit_arr(c(3, 1, 2, 1, 0, 1, rep(0, 6)), years = rep(1, 12), period = rep(c("a", "b"), each = 6), id = 1:12)
  expect_false(anyNA(audit_compare(enough)$p))
})

# In the simulation kept as inst/validation/coverage.csv the interval holds the truth in
# less than 93 % of samples of 11 and of 30, not of 100.
test_that("a difference in few of the same patients has limits and no p", {
  set.seed(6)
  of <- function(n) {
    x <- audit_arr(c(rpois(n, 3), rpois(n, 1)), years = rep(1, 2 * n), period = rep(c("a", "b"), each = n), id = rep(1:n, 2))
    x <- as.data.frame(audit_compare(x))
    x[x$measure == "rate_difference", ]
  }
  few <- of(399)
  expect_true(is.na(few$p) && is.finite(few$conf_low))
  expect_match(few$note, "short_interval")
  many <- of(400)
  expect_lt(many$p, 0.001)
  expect_no_match(many$note, "short_interval")
  table <- utils::read.csv(system.file("validation", "coverage.csv", package = "msaudit"))
  difference <- table[table$method == "difference", ]
  expect_lt(min(difference$covered[difference$n < 100]), 0.8)
  expect_lt(min(difference$covered[difference$n == 100]), 0.91)
  expect_gte(min(difference$covered[difference$n >= 400]), 0.93)
})

test_that("a patient alone says as much as one event, however many there were", {
  # Ten events in a year of one, none in seven years of others: by base R, one of one.
  ratio <- compare_rates_patients(c(10, rep(0, 7)), rep(1, 8), rep(c("a", "b"), c(1, 7)), reference = "a")
  p <- stats::qbeta(0.975, 1, 1)
  expect_equal(c(ratio$conf_low, ratio$conf_high), c(0, p / (1 - p) / 7))
})

test_that("so few patients as no test can reach have no shorter ratio than independent events", {
  before <- c(10, 21, 30)
  after <- c(1, 2, 3)
  x <- audit_compare(audit_arr(c(before, after), years = rep(1, 6), id = rep(1:3, 2), period = rep(c("a", "b"), each = 3)))
  ratio <- x[x$measure == "rate_ratio", ]
  # Of equal times the conditional law is binomial: the logit of 6 of 67 has the variance 1/6 + 1/61.
  expect_equal(c(ratio$conf_low, ratio$conf_high), 6 / 61 * exp(c(-1, 1) * stats::qt(0.975, 2) * sqrt(1 / 6 + 1 / 61)))
  expect_true(is.na(ratio$p) && is.na(ratio$p_exact))
  expect_match(ratio$note, "poisson_floor")
  # A spread that is seen to be larger is taken, and six patients can reach a level.
  apart <- audit_compare(audit_arr(c(10, 2, 9, 1, 6, 2), years = rep(1, 6), id = rep(1:3, 2), period = rep(c("a", "b"), each = 3)))
  robust <- compare_rates_paired(c(10, 2, 9), 1, c(1, 6, 2), 1)
  expect_equal(apart$conf_high[apart$measure == "rate_ratio"], robust$conf_high)
  six <- audit_compare(audit_arr(c(before, before, after, after), years = rep(1, 12), id = rep(1:6, 2), period = rep(c("a", "b"), each = 6)))
  expect_no_match(six$note[six$measure == "rate_ratio"], "poisson_floor")
})
