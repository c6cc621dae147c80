# What must hold of every interval, whatever the numbers.
rates_of <- eval(formals(ci_rate)$method)
proportions_of <- eval(formals(ci_proportion)$method)

# p is at most alpha just where the null is outside, but where the note says that
# the set that the test does not reject has a hole: of two methods, and of a score
# corrected for skewness within a standard error of the estimate.
expect_inverted <- function(x, null, alpha) {
  slack <- 1e-9 * abs(null)
  outside <- null < x$conf_low - slack | null > x$conf_high + slack
  inside <- null > x$conf_low + slack & null < x$conf_high - slack
  differs <- (outside & x$p > alpha * (1 + 1e-9)) | (inside & x$p < alpha * (1 - 1e-9))
  expect_identical(differs, grepl("differs_by_test", x$note), label = x$method[1])
  may <- x$method %in% c("blaker", "minlike") | (x$method == "scas" & alpha > 0.15)
  expect_false(any(differs & !may), label = x$method[1])
  expect_true(all(x$conf_low <= x$conf_high), label = x$method[1])
}

test_that("p inverts the interval of a rate and of a proportion, by each method", {
  for (null in few(c(0.05, 0.4, 1, 2.5), 1)) {
    for (method in rates_of) {
      for (side in alternatives) {
        x <- ci_rate(0:25, 10, method, null = null, conf_level = 0.9, alternative = side)
        expect_inverted(x, null, 0.1)
      }
    }
  }
  for (null in few(c(0.03, 0.3, 0.5, 0.9), 1)) {
    for (method in proportions_of) {
      for (side in alternatives) {
        x <- ci_proportion(0:17, 17, method, null = null, conf_level = 0.8, alternative = side)
        expect_inverted(x, null, 0.2)
      }
    }
  }
})

test_that("p inverts the interval of two rates, by each method", {
  grid <- expand.grid(x1 = c(0, 1, 3, 8, 30), x2 = c(0, 1, 4, 9, 25))
  for (measure in names(two_rates_methods)) {
    for (method in two_rates_methods[[measure]]) {
      for (side in alternatives) {
        null <- if (measure == "ratio") 1.3 else 0.2
        x <- compare_rates(grid$x1, 7, grid$x2, 5, measure, method, null = null, alternative = side)
        expect_inverted(x[!is.na(x$estimate), ], null, 0.05)
      }
    }
  }
})

test_that("p inverts the interval of two proportions, paired or not, by each method", {
  grid <- expand.grid(x1 = 0:6, x2 = c(0, 2, 5, 9))
  for (measure in names(two_proportions_methods)) {
    for (method in two_proportions_methods[[measure]]) {
      x <- compare_proportions(grid$x1, 8, grid$x2, 11, measure, method, boschloo = FALSE)
      expect_inverted(x[!is.na(x$estimate), ], if (measure == "difference") 0 else 1, 0.05)
    }
  }
  for (measure in names(paired_proportions_methods)) {
    for (method in paired_proportions_methods[[measure]]) {
      x <- compare_proportions_paired(3, grid$x1, grid$x2, 4, measure, method)
      expect_inverted(x[!is.na(x$estimate), ], if (measure == "difference") 0 else 1, 0.05)
    }
  }
})

test_that("p inverts the paired intervals, by each method", {
  set.seed(4)
  for (i in 1:30) {
    before <- rpois(9, 1.2)
    after <- rpois(9, 0.7)
    t0 <- runif(9, 0.5, 2)
    t1 <- runif(9, 0.5, 2)
    for (method in paired_rate_methods$ratio) {
      null <- sample(c(0.3, 1, 2), 1)
      x <- compare_rates_paired(before, t0, after, t1, method, null = null)
      if (!is.na(x$estimate)) expect_inverted(x, null, 0.05)
    }
    null <- sample(c(-0.5, 0, 0.3), 1)
    # With few patients without a spread, the score stands in.
    few <- if (i %% 3 == 0) 1 else 1:9
    x <- compare_rates_paired(before[few], t0[few], after[few], t1[few], null = null, measure = "difference")
    expect_inverted(x, null, 0.05)
  }
})

# One-sided a level of a half is where limits change sides of the estimate.
any_levels <- c(0.1, 0.4, 0.499999, 0.5, 0.6, 0.99)

test_that("p inverts the interval at any level, of any side, by each method", {
  two <- expand.grid(x1 = 0:4, n1 = c(1, 4), x2 = c(0, 1, 4, 17, 18), n2 = c(4, 18))
  two <- two[two$x1 <= two$n1 & two$x2 <= two$n2, ]
  rates <- expand.grid(x1 = c(0, 1, 4, 30), x2 = c(0, 1, 7), years1 = c(0.1, 8))
  tables <- expand.grid(both = c(0, 3), first = c(0, 2, 9), second = c(0, 1, 12), neither = c(0, 5))
  each_method <- function(methods, f) {
    for (measure in names(methods)) for (method in methods[[measure]]) f(measure, method)
  }
  expect_all <- function(x, null, level) expect_inverted(x[!is.na(x$estimate), ], null, 1 - level)
  for (level in few(any_levels, 1)) {
    for (side in alternatives) {
      for (method in rates_of) {
        expect_all(ci_rate(c(0:9, 60), 7, method, null = 1, conf_level = level, alternative = side), 1, level)
      }
      for (method in proportions_of) {
        for (n in c(1, 9)) {
          x <- ci_proportion(0:n, n, method, null = 0.4, conf_level = level, alternative = side)
          expect_all(x, 0.4, level)
        }
      }
      each_method(two_rates_methods, function(measure, method) {
        null <- if (measure == "ratio") 1.3 else 0
        x <- compare_rates(rates$x1, rates$years1, rates$x2, 2, measure, method, null = null,
                           conf_level = level, alternative = side)
        expect_all(x, null, level)
      })
      each_method(two_proportions_methods, function(measure, method) {
        x <- compare_proportions(two$x1, two$n1, two$x2, two$n2, measure, method, conf_level = level,
                                 alternative = side, boschloo = FALSE)
        expect_all(x, as.numeric(measure != "difference"), level)
      })
      each_method(paired_proportions_methods, function(measure, method) {
        x <- do.call(compare_proportions_paired, c(unname(as.list(tables)), list(
          measure = measure, method = method, conf_level = level, alternative = side)))
        expect_all(x, as.numeric(measure != "difference"), level)
      })
    }
  }
})

test_that("p inverts the intervals of patients at any level, of any side, by each method", {
  set.seed(11)
  for (i in 1:6) {
    n <- c(1, 2, 9, 9, 9, 9)[i]
    before <- rpois(n, c(0, rep(1.2, 5))[i])
    after <- rpois(n, c(0.7, 0)[1 + (i == 3)])
    t0 <- runif(n, 0.5, 2)
    t1 <- runif(n, 0.5, 2)
    for (level in few(any_levels, 1)) {
      for (side in alternatives) {
        for (method in paired_rate_methods$ratio) {
          x <- compare_rates_paired(before, t0, after, t1, method, null = 0.8, conf_level = level,
                                    alternative = side)
          if (!is.na(x$estimate)) expect_inverted(x, 0.8, 1 - level)
        }
        for (method in c("pooled_t", "scaled", "robust", "nb")) {
          x <- ci_rate_patients(before, t0, method = method, null = 0.6, conf_level = level, alternative = side)
          expect_inverted(x, 0.6, 1 - level)
        }
        if (n < 2) next
        group <- factor(seq_len(n) %% 2)
        for (measure in names(group_rates_methods)) {
          for (method in group_rates_methods[[measure]]) {
            x <- compare_rates_patients(before, t0, group, measure = measure, method = method,
                                        conf_level = level, alternative = side)
            if (!is.na(x$estimate)) expect_inverted(x, as.numeric(measure == "ratio"), 1 - level)
          }
        }
      }
    }
  }
})

# Against the test at shifts just beyond the limits and just within them.
test_that("limits of a signed rank are where its p passes the level, of any side", {
  d <- c(0.6800207, -0.1936287, 0.6584687, 0.4856591, 0.9138778, -0.5280961, -0.5934359)
  for (level in few(any_levels, 1)) {
    for (distribution in c("exact", "asymptotic")) {
      p_at <- function(shift, side) {
        compare_counts_paired(shift, d, "drop", distribution, conf_level = level, alternative = side)$p
      }
      for (side in c("less", "greater")) {
        x <- compare_counts_paired(0 * d, d, "drop", distribution, conf_level = level, alternative = side)
        limit <- if (side == "less") x$conf_high else x$conf_low
        out <- if (side == "less") 1e-6 else -1e-6
        if (is.infinite(limit)) next
        expect_lte(p_at(limit + out, side), 1 - level)
        if (level > 0.1) expect_gt(p_at(limit - out, side), 1 - level)
      }
    }
  }
  x <- compare_counts_paired(0 * d, d, "drop", "asymptotic", conf_level = 0.4999999, alternative = "greater")
  expect_equal(x$conf_low, (0.9138778 - 0.5280961) / 2, tolerance = 1e-12)
})

test_that("swapping groups inverts a ratio and turns a difference; other time, other rates", {
  for (method in setdiff(two_rates_methods$ratio, "minlike")) {
    a <- compare_rates(c(4, 0, 9), 18, c(17, 3, 0), 13, method = method)
    b <- compare_rates(c(17, 3, 0), 13, c(4, 0, 9), 18, method = method)
    expect_equal(a$conf_low, 1 / b$conf_high, tolerance = 1e-9)
    expect_equal(a$p, b$p, tolerance = 1e-9)
  }
  for (method in rates_of) {
    a <- ci_rate(0:9, 4, method)
    b <- ci_rate(0:9, 4 * 365.25, method, per = 365.25)
    expect_equal(a[c("estimate", "conf_low", "conf_high")], b[c("estimate", "conf_low", "conf_high")],
                 tolerance = 1e-9)
  }
  y <- c(3, 1, 0, 2, 0, 0, 1, 4)
  t <- c(2, 1, 1.5, 2, 2, 1, 2, 1.5)
  g <- rep(c("a", "b"), each = 4)
  a <- compare_rates_patients(y, t, g)
  b <- compare_rates_patients(y, t, g, reference = "b")
  expect_equal(a$conf_low, 1 / b$conf_high)
  expect_equal(a$df, b$df)
})

test_that("exact contains mid-P, and more events more of everything", {
  exact <- ci_rate(0:200, 1)
  midp <- ci_rate(0:200, 1, "midp")
  expect_true(all(exact$conf_low <= midp$conf_low & midp$conf_high < exact$conf_high))
  for (method in rates_of) {
    x <- ci_rate(0:200, 1, method)
    expect_true(all(diff(x$conf_low) >= 0 & diff(x$conf_high) > 0), label = method)
  }
  for (method in proportions_of) {
    x <- ci_proportion(0:40, 40, method)
    expect_true(all(diff(x$conf_low) >= 0 & diff(x$conf_high) >= 0), label = method)
    expect_equal(x$conf_low, 1 - rev(x$conf_high), tolerance = 1e-9, label = method)
  }
})

test_that("patients without events leave the conditional ratio alone", {
  before <- c(2, 1, 3, 0, 2)
  after <- c(0, 0, 1, 0, 1)
  t1 <- c(1.5, 2, 1, 1, 0.8)
  for (method in c("robust", "exact", "midp", "score")) {
    plain <- compare_rates_paired(before, 1, after, t1, method)
    more <- compare_rates_paired(c(before, 0, 0), 1, c(after, 0, 0), c(t1, 7, 0.1), method)
    columns <- c("estimate", "std_error", "df", "conf_low", "conf_high", "p", "exact_low", "p_sign_flip")
    expect_equal(more[columns], plain[columns], tolerance = 1e-12, label = method)
  }
})

test_that("permuting patients changes no bit", {
  set.seed(9)
  n <- 60
  at <- sample(n)
  y0 <- rpois(n, 1)
  y1 <- rpois(n, 1)
  t0 <- runif(n, 0.2, 3)
  t1 <- runif(n, 0.2, 3)
  g <- sample(c("a", "b", "c"), n, TRUE)
  for (method in paired_rate_methods$ratio) {
    expect_identical(compare_rates_paired(y0[at], t0[at], y1[at], t1[at], method, group = g[at]),
                     compare_rates_paired(y0, t0, y1, t1, method, group = g))
  }
  expect_identical(compare_rates_paired(y0[at], t0[at], y1[at], t1[at], group = g[at], measure = "difference"),
                   compare_rates_paired(y0, t0, y1, t1, group = g, measure = "difference"))
  for (method in c("pooled_t", "scaled", "robust", "nb")) {
    expect_identical(ci_rate_patients(y0[at], t0[at], g[at], method), ci_rate_patients(y0, t0, g, method))
  }
  permuted <- function(at) {
    set.seed(1)
    compare_rates_patients(y0[at], t0[at], g[at], permutations = 199)
  }
  expect_identical(permuted(at), permuted(seq_len(n)))
  x <- cbind(age = rnorm(n))
  a <- fit_negative_binomial(y0[at], t0[at], x[at, , drop = FALSE], g[at])
  b <- fit_negative_binomial(y0, t0, x, g)
  expect_identical(coef(a), coef(b))
  expect_identical(vcov(a), vcov(b))
  expect_identical(compare_counts_paired(y0[at], y1[at]), compare_counts_paired(y0, y1))
})

test_that("with equal times the conditional ratio is that of the pooled rates", {
  x <- compare_rates_paired(c(2, 1, 3, 0), 2, c(0, 1, 1, 1), 1)
  expect_equal(x$estimate, x$ratio_pooled)
  exact <- compare_rates(3, 4, 6, 8)
  expect_equal(x$exact_low, exact$conf_low, tolerance = 1e-10)
  expect_equal(x$exact_high, exact$conf_high, tolerance = 1e-10)
})

test_that("the edges are defined, and never NaN", {
  frames <- list(
    ci_rate(c(0, 5, NA, 0), c(0, 0, 1, 3), null = 1),
    ci_rate_patients(c(0, 0, 1, 0, 2, 2), c(0, 0, 1, 1, 2, 2), factor(c("a", "a", "b", "c", "d", "d"), letters[1:5]), "robust"),
    ci_rate_patients(c(0, 1, 0, 2, 2), c(0, 1, 1, 2, 2), c("a", "b", "c", "d", "d"), "nb"),
    ci_proportion(c(0, 3, NA, 0), c(3, 3, 3, 0), null = 0.5),
    compare_rates(c(0, 0, 3, NA, 0), c(1, 0, 1, 1, 1), c(0, 1, 0, 1, 4), 1),
    compare_rates(c(0, 0, 3), c(1, 0, 1), c(0, 1, 0), 1, "difference"),
    compare_rates_patients(c(0, 1, 0, 0), c(1, 1, 0, 1), factor(c("a", "a", "b", "c"), letters[1:4])),
    compare_rates_paired(c(0, 0), 1, c(0, 0), 1), compare_rates_paired(1, 1, 0, 1),
    compare_rates_paired(c(0, 0), 1, c(0, 0), 0, "pooled"),
    compare_rates_paired(c(0, 0), 1, c(0, 0), 0, measure = "difference"),
    compare_rates_paired(c(0, 0), 1, c(0, 0), 1, measure = "difference"),
    compare_rates_paired(1, 1, 0, 1, measure = "difference"),
    compare_proportions(c(0, 0, 4, 0), c(4, 4, 4, 0), c(0, 3, 4, 1), 4, "odds_ratio"),
    compare_proportions_paired(c(0, 0, NA), c(0, 3, 1), 0, c(5, 0, 1), "ratio"),
    compare_counts_paired(numeric(), numeric()), compare_counts_paired(c(1, 1), c(1, 1), "drop")
  )
  for (frame in frames) {
    for (column in frame) expect_false(is.numeric(column) && any(is.nan(column)))
    low <- frame$conf_low
    expect_true(all(is.na(low) | low <= frame$conf_high))
    infinite <- is.infinite(frame$conf_high) | frame$conf_low %in% -Inf
    expect_true(all(nzchar(frame$note[infinite %in% TRUE])))
  }
})
