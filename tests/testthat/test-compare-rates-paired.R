before <- c(2, 1, 3, 0, 2, 1, 0)
after <- c(0, 0, 1, 0, 1, 0, 0)
years_after <- c(1.5, 2, 1, 1, 0.8, 1.2, 3)

test_that("with equal times the ratio is pooled and the exact interval that of binom.test()", {
  x <- compare_rates_paired(before, 1, after, 1, method = "exact")
  expect_equal(x$estimate, sum(after) / sum(before))
  odds <- function(p) p / (1 - p)
  test <- binom.test(sum(after), sum(after) + sum(before), 0.5)
  expect_equal(c(x$conf_low, x$conf_high), odds(test$conf.int[1:2]))
  expect_equal(x$p, min(1, 2 * min(pbinom(2, 11, 0.5), pbinom(1, 11, 0.5, lower.tail = FALSE))))
})

# The law of the sum by enumeration of every way in which the events may fall.
test_that("the exact p is that of enumeration", {
  p <- years_after / (years_after + 1)
  events <- rep(p, before + after)
  ways <- as.matrix(expand.grid(rep(list(0:1), length(events))))
  weight <- apply(ways, 1, function(way) prod(ifelse(way == 1, events, 1 - events)))
  sums <- rowSums(ways)
  tails <- c(sum(weight[sums >= sum(after)]), sum(weight[sums <= sum(after)]))
  x <- compare_rates_paired(before, 1, after, years_after)
  expect_equal(x$p_exact, min(1, 2 * min(tails)))
  half <- sum(weight[sums == sum(after)]) / 2
  expect_equal(x$p_midp, min(1, 2 * (min(tails) - half)))
})

# The conditional likelihood is that of a Poisson regression with a patient each.
test_that("the estimate is that of glm() with a factor of patients", {
  informative <- before + after > 0
  data <- data.frame(y = c(before, after)[c(informative, informative)], id = factor(rep(which(informative), 2)),
                     period = rep(0:1, each = sum(informative)),
                     t = c(rep(1, 7), years_after)[c(informative, informative)])
  fit <- glm(y ~ id + period + offset(log(t)), poisson, data, control = list(epsilon = 1e-14))
  x <- compare_rates_paired(before, 1, after, years_after)
  expect_equal(log(x$estimate), unname(coef(fit)["period"]), tolerance = 1e-8)
})

test_that("swapping the periods inverts the ratio, patients without events change nothing", {
  one <- compare_rates_paired(before, 1, after, years_after)
  other <- compare_rates_paired(after, years_after, before, 1)
  expect_equal(other$estimate, 1 / one$estimate)
  expect_equal(other$conf_low, 1 / one$conf_high)
  expect_equal(other$exact_high, 1 / one$exact_low)
  expect_equal(other$p, one$p)
  more <- compare_rates_paired(c(before, 0, 0), 1, c(after, 0, 0), c(years_after, 9, 0.1))
  same <- c("estimate", "conf_low", "conf_high", "p", "exact_low", "exact_high")
  expect_equal(more[same], one[same])
  at <- c(3, 1, 7, 2, 6, 4, 5)
  expect_identical(compare_rates_paired(before[at], 1, after[at], years_after[at]), one)
})

test_that("p is at most alpha exactly when the interval excludes the null", {
  set.seed(8)
  for (i in 1:60) {
    n <- sample(2:8, 1)
    x <- list(rpois(n, 2), runif(n, 0.5, 2), rpois(n, 1), runif(n, 0.5, 2))
    null <- exp(rnorm(1))
    for (method in c("robust", "exact")) {
      found <- compare_rates_paired(x[[1]], x[[2]], x[[3]], x[[4]], method = method, null = null)
      outside <- null < found$conf_low || null > found$conf_high
      expect_identical(found$p <= 0.05, outside)
    }
  }
})

test_that("where the robust interval is not defined the exact one stands in", {
  none_after <- compare_rates_paired(c(2, 1), 1, c(0, 0), 1)
  expect_equal(none_after$estimate, 0)
  expect_equal(none_after$conf_low, 0)
  # By hand: n of 2 and 1 over 5 / 3, equal times, (1 + theta)^-(9 / 5) = 0.025.
  expect_equal(none_after$conf_high, 0.025^(-5 / 9) - 1)
  expect_equal(none_after$p, 2 * 2^-1.8)
  expect_equal(none_after$dispersion, 5 / 3)
  expect_match(none_after$note, "fallback_exact")
  expect_match(none_after$note, "p_unreachable")
  one <- compare_rates_paired(2, 1, 1, 1)
  expect_identical(one$std_error, NA_real_)
  expect_match(one$note, "fallback_exact")
  # Three patients of three events each: limits of 1 of 3, its beta quantile by qbeta().
  all_alike <- compare_rates_paired(c(2, 2, 2), 1, c(1, 1, 1), 1)
  odds <- function(p) p / (1 - p)
  expect_equal(c(all_alike$conf_low, all_alike$conf_high), odds(qbeta(c(0.025, 0.975), c(1, 2), c(3, 2))))
  nothing <- compare_rates_paired(c(0, 0), 1, c(0, 0), 1)
  expect_identical(nothing$estimate, NA_real_)
  expect_equal(c(nothing$conf_low, nothing$conf_high, nothing$p), c(0, Inf, 1))
  expect_match(nothing$note, "no_events")
  left_out <- compare_rates_paired(c(2, 1, 0), c(1, 1, 0), c(0, 1, 1), 1)
  expect_equal(left_out$patients, 2L)
  expect_match(left_out$note, "excluded_patients")
})

test_that("what cannot be is a classed error", {
  expect_error(compare_rates_paired(c(1, NA), 1, 1, 1), class = "msaudit_data_error")
  expect_error(compare_rates_paired(c(1, 1), c(1, 0), 1, 1), class = "msaudit_data_error")
  expect_error(compare_rates_paired(1:2, 1, 1:3, 1), class = "msaudit_argument_error")
  expect_error(compare_rates_paired(1, 1, 1, 1, null = 0), class = "msaudit_argument_error")
})

difference <- function(...) compare_rates_paired(..., measure = "difference")

test_that("with equal times the difference is that of the paired t test", {
  for (level in c(0.9, 0.95)) {
    for (side in c("two.sided", "less", "greater")) {
      x <- difference(before, 2, after, 2, null = -0.2, conf_level = level, alternative = side)
      test <- t.test(after / 2, before / 2, paired = TRUE, mu = -0.2, conf.level = level, alternative = side)
      expect_equal(c(x$estimate, x$std_error, x$df), unname(c(test$estimate, test$stderr, test$parameter)))
      expect_equal(c(x$conf_low, x$conf_high, x$p), c(test$conf.int[1:2], test$p.value))
    }
  }
  expect_identical(c(x$exact_low, x$exact_high, x$p_exact, x$p_midp), rep(NA_real_, 4))
})

# One regression of all 2 n rates, weighted by their years, with clusters of
# patients: coef() and vcovCL(~id, type = "HC0", cadjust = FALSE) of sandwich 3.1.3
# on lm(rate ~ period, weights = years); the same variance is that of
# geepack::geeglm(rate ~ period, id = id, weights = years), 1.3.13.
test_that("with unequal times the variance is that of weighted regression with clusters", {
  x <- difference(before, 1, after, years_after)
  expect_equal(x$estimate, -1.09523809523810)
  expect_equal(x$std_error^2, 0.0898078475532312 * 7 / 6)
  expect_equal(x$df, 6)
})

test_that("turning a difference round turns its sign", {
  one <- difference(before, 1, after, years_after)
  other <- difference(after, years_after, before, 1)
  expect_equal(c(other$estimate, other$conf_low, other$conf_high), -c(one$estimate, one$conf_high, one$conf_low))
  expect_equal(other$p, one$p)
})

test_that("a difference without a spread has the scaled score interval, said so", {
  score <- function(x, before, years_before, after, years_after) {
    of <- compare_rates(after, years_after, before, years_before, "difference", "score")
    expect_equal(x[c("estimate", "conf_low", "conf_high", "p")], of[c("estimate", "conf_low", "conf_high", "p")])
    expect_identical(c(x$std_error, x$df), rep(NA_real_, 2))
    expect_match(x$note, "fallback_score")
  }
  x <- difference(c(2, 2, 2), 1, c(1, 1, 1), 1)
  score(x, 6, 3, 3, 3)
  expect_match(x$note, "zero_variance")
  # A patient alone says as much as one event on either side: 2 each over a dispersion of 2.
  x <- difference(2, 1, 2, 2)
  score(x, 1, 1 / 2, 1, 1)
  expect_match(x$note, "n1")
  x <- difference(c(0, 0), 1, c(0, 0), 3)
  score(x, 0, 2, 0, 6)
  expect_match(x$note, "no_events")
  expect_equal(c(x$conf_low, x$conf_high), qchisq(0.95, 1) * c(-1 / 2, 1 / 6))
  # None after, and before a dispersion of 3 / 2 * 6 / 3, weighted with 1 for none.
  x <- difference(c(3, 0, 0), 1, c(0, 0, 0), 1)
  score(x, 1, 1, 0, 1)
  expect_match(x$note, "zero_events")
  # All change alike, though they differ: 1, 2, 3 varies like a third of Poisson's.
  expect_match(difference(c(1, 2, 3), 1, c(0, 1, 2), 1)$note, "zero_variance")
  nobody <- difference(c(0, 0), 1, c(0, 0), 0)
  expect_identical(nobody$estimate, NA_real_)
  expect_equal(c(nobody$conf_low, nobody$conf_high, nobody$p), c(-Inf, Inf, 1))
  expect_match(nobody$note, "no_patients")
  expect_no_match(nobody$note, "fallback_score")
})

test_that("without an event in a period a patient counts as one, and p is never below what signs can give", {
  one <- compare_rates_paired(c(20, 0, 0), 1, c(0, 0, 0), 2)
  expect_equal(c(one$estimate, one$conf_low, one$conf_high), c(0, 0, (1 / 0.025 - 1) / 2))
  expect_equal(one$p, min(1, 2 / 3))
  expect_match(one$note, "p_unreachable")
  # The equation of the limit, solved by uniroot().
  y <- c(1, 4, 2, 9, 3, 1, 2)
  t <- c(0.5, 1, 2, 1.5, 0.7, 3, 1)
  phi <- sum(y^2) / sum(y)
  x <- compare_rates_paired(y, 1, 0, t)
  limit <- uniroot(function(b) sum(y * log1p(exp(b) * t)) / phi + log(0.025), c(-9, 9), tol = 1e-12)$root
  expect_equal(log(x$conf_high), limit, tolerance = 1e-9)
  expect_equal(x$p, 2 * prod((1 / (1 + t))^(y / phi)))
  other <- compare_rates_paired(0, t, y, 1)
  expect_equal(c(other$conf_low, other$conf_high, other$p), c(1 / x$conf_high, Inf, x$p))
  set.seed(4)
  for (i in 1:40) {
    n <- sample(1:9, 1)
    x <- compare_rates_paired(1 + rgeom(n, 0.2), 1, rep(0, n), 1)
    expect_gte(x$p, x$p_smallest - 1e-12)
    expect_gte(x$conf_high, x$exact_high - 1e-12)
    expect_identical(x$p <= 0.05, x$conf_high < 1)
  }
  # Single events: the exact law itself.
  x <- compare_rates_paired(rep(1, 6), 1, rep(0, 6), c(1, 2, 3, 1, 2, 3))
  expect_equal(c(x$conf_high, x$p), c(x$exact_high, x$p_exact))
})
