compared <- function(found, outcome, measure) as.data.frame(found)[found$outcome == outcome & found$measure == measure, ]

paired_counts <- function(n = 40) {
  set.seed(8)
  u <- rgamma(n, 0.5, 0.5)
  list(before = rpois(n, 6 * u), after = rpois(n, 2 * u), years = runif(n, 0.5, 2))
}

lesions_of <- function(y, ids = rep(seq_along(y$before), 2)) {
  audit_lesions(c(y$before, y$after), exposure = c(rep(1, length(y$before)), y$years), id = ids,
                period = rep(c("before", "after"), each = length(y$before)))
}

test_that("lesions of the same patients are compared by each of the tests", {
  y <- paired_counts()
  n <- length(y$before)
  found <- audit_compare(lesions_of(y), "before")
  expect_equal(found$measure, c("risk_difference", "odds_ratio", "count_ratio", "shift", "nb_ratio"))
  a <- y$after > 0
  b <- y$before > 0
  shares <- function(...) compare_proportions_paired(sum(a & b), sum(a & !b), sum(!a & b), sum(!a & !b), ...)
  difference <- compared(found, "new_t2", "risk_difference")
  expect_equal(difference$conf_low, shares()$conf_low)
  expect_equal(difference$p_exact, stats::binom.test(sum(a & !b), sum(a != b))$p.value)
  odds <- compared(found, "new_t2", "odds_ratio")
  expect_equal(odds$p, shares()$p_midp)
  expect_equal(odds$conf_high, shares(measure = "odds_ratio", method = "midp")$conf_high)
  ratio <- compared(found, "new_t2", "count_ratio")
  paired <- compare_rates_paired(y$before, 1, y$after, y$years)
  expect_equal(ratio[c("estimate", "conf_low", "conf_high", "p", "exact_low", "exact_high")],
               paired[c("estimate", "conf_low", "conf_high", "p", "exact_low", "exact_high")], ignore_attr = TRUE)
  shift <- compared(found, "new_t2", "shift")
  ranks <- compare_counts_paired(y$before, round(y$after / y$years, 12))
  expect_equal(shift[c("estimate", "conf_low", "conf_high", "p")], ranks[c("estimate", "conf_low", "conf_high", "p")],
               ignore_attr = TRUE)
  expect_lte(max(nchar(capture.output(print(found)))), 80)
})

test_that("the negative binomial ratio is that of MASS", {
  skip_if_not_installed("MASS")
  y <- paired_counts()
  n <- length(y$before)
  found <- compared(audit_compare(lesions_of(y), "before"), "new_t2", "nb_ratio")
  data <- data.frame(y = c(y$before, y$after), g = rep(0:1, each = n), t = c(rep(1, n), y$years))
  fit <- MASS::glm.nb(y ~ g + offset(log(t)), data)
  expect_equal(found$estimate, exp(coef(fit)[["g"]]), tolerance = 1e-6)
  expect_match(found$note, "unpaired")
  apart <- audit_compare(lesions_of(y, seq_len(2 * n)), "before")
  expect_equal(compared(apart, "new_t2", "nb_ratio")$estimate, found$estimate)
  expect_equal(compared(apart, "new_t2", "nb_ratio")$design, "independent")
  expect_false("shift" %in% apart$measure)
  few <- audit_compare(lesions_of(lapply(y, `[`, 1:15)), "before")
  expect_false("nb_ratio" %in% few$measure)
})

test_that("shared intervals are left out of the comparison, and it is said", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, on = period_on("natalizumab"), after = period_since("alemtuzumab", 12))
  dropped <- audit_compare(audit_lesions(cohort, periods))
  shared <- audit_compare(audit_lesions(cohort, periods, straddling = "share"))
  expect_equal(shared$estimate, dropped$estimate)
  expect_match(compared(shared, "new_t2", "count_ratio")$note, "whole_intervals")
  expect_false(any(grepl("whole_intervals", shared$note[shared$outcome != "new_t2"])))
  # Six patients have new T2 lesions known in both, one of them without contrast after.
  expect_equal(compared(dropped, "new_t2", "risk_difference")$patients, 6)
  expect_equal(compared(dropped, "any", "risk_difference")$patients, 5)
})

# Whether 0 to 3 lesions are any is not known; 5 or more are.
test_that("patients of whom a bound does not tell are left out of who had any", {
  mri <- data.frame(id = rep(1:3, 2), date = rep(c(300, 700), each = 3), compare_date = rep(c(0, 400), each = 3),
                    new_t2 = c("<4", "2", "0", "1", "0", ">4"))
  cohort <- audit_cohort(data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 800),
                         data.frame(id = 1:3, drug = "a", start = 0), mri = mri)
  periods <- audit_periods(cohort, x = period_calendar(1, 400), y = period_calendar(401, 800))
  found <- audit_compare(audit_lesions(cohort, periods))
  expect_equal(compared(found, "new_t2", "risk_difference")$patients, 2)
  expect_equal(compared(found, "new_t2", "count_ratio")$patients, 3)
})

test_that("a shift has no p beside limits of which it is not the inversion", {
  # Most patients do not change, and those who do change all alike: ranks reject no
  # shift, while the shifts that they do not reject begin and end at 0.
  y <- list(before = rep(c(0, 1), c(80, 20)), after = rep(0, 100), years = rep(1, 100))
  shift <- compared(audit_compare(lesions_of(y), "before"), "new_t2", "shift")
  ranks <- compare_counts_paired(y$before, y$after)
  expect_lt(ranks$p, 0.001)
  expect_equal(c(shift$conf_low, shift$conf_high), c(ranks$conf_low, ranks$conf_high))
  expect_true(is.na(shift$p))
  expect_equal(shift$p_exact, ranks$p)
  for (seed in 1:30) {
    set.seed(seed)
    n <- sample(c(8, 25, 60), 1)
    u <- rgamma(n, 0.5, 0.5)
    y <- list(before = rpois(n, 2 * u), after = rpois(n, u), years = rep(1, n))
    found <- as.data.frame(audit_compare(lesions_of(y, if (seed %% 3 == 0) seq_len(2 * n) else rep(seq_len(n), 2)), "before"))
    null <- ifelse(grepl("_ratio$", found$measure), 1, 0)
    rejected <- found$p < 0.05
    outside <- found$conf_low > null | found$conf_high < null
    known <- !is.na(found$p) & !is.na(found$conf_low)
    expect_equal(rejected[known], outside[known], info = paste(seed, paste(found$measure[known], collapse = " ")))
  }
})
