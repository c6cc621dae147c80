# Person-years and counts of survival::pyears(), which shares no code.
test_that("the infections of survival::cgd are those of pyears()", {
  skip_if_not_installed("survival")
  cohort <- cgd_cohort()
  periods <- audit_periods(cohort, all = period_follow_up())
  expected <- survival::pyears(survival::Surv(tstart, tstop, status) ~ treat, survival::cgd)
  x <- audit_arr(cohort, periods, by = "treat", relapse_gap = 1)
  expect_equal(as.character(x$treat), c("placebo", "rIFN-g"))
  expect_equal(x$events, as.vector(expected$event))
  expect_equal(x$events, c(56, 20))
  expect_equal(x$exposure, as.vector(expected$pyears))
  expect_equal(round(x$exposure, 3), c(50.716, 51.890))
  expect_equal(audit_arr(cohort, periods, by = "treat")$events, c(47, 20))
})

test_that("AFFIRM's published totals give their rates and Garwood's limits", {
  x <- audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "natalizumab"))
  expect_equal(round(x$estimate, 4), c(0.6998, 0.2406))
  expect_equal(round(x$conf_low, 4), c(0.6111, 0.2044))
  expect_equal(round(x$conf_high, 4), c(0.7977, 0.2813))
  expect_true(all(grepl("assumes_poisson", x$note)))
  expect_true(all(is.na(x$patients)))
})

test_that("MASS::epil is counted before and after through vectors", {
  skip_if_not_installed("MASS")
  epil <- MASS::epil
  base <- epil[!duplicated(epil$subject), ]
  after <- tapply(epil$y, epil$subject, sum)
  n <- nrow(base)
  x <- audit_arr(c(base$base, after), years = rep(56 / 365.25, 2 * n),
                 period = factor(rep(c("before", "after"), each = n), c("before", "after")),
                 id = rep(base$subject, 2))
  expect_equal(x$events, c(sum(base$base), sum(epil$y)))
  expect_equal(x$patients, c(n, n))
  y <- base$base
  t <- rep(56 / 365.25, n)
  phi <- n / (n - 1) * sum((y - sum(y) / sum(t) * t)^2) / sum(y)
  expect_equal(x$dispersion[1], phi)
  expect_equal(c(x$conf_low[1], x$conf_high[1]), pooled_t_by_hand(y, t), tolerance = 1e-6)
})

# The 30-day rule and the counting, once more and naively.
naive_counts <- function(id, onset, periods, gap) {
  kept <- unlist(lapply(split(onset, id), function(days) {
    last <- -Inf
    Filter(function(day) {
      new <- day - last >= gap
      if (new) last <<- day
      new
    }, sort(days))
  }))
  of <- rep(names(split(onset, id)), vapply(split(onset, id), function(days) {
    last <- -Inf
    sum(vapply(sort(days), function(day) {
      new <- day - last >= gap
      if (new) last <<- day
      new
    }, NA))
  }, 0))
  sum(mapply(function(who, start, stop) sum(of == who & kept > start & kept <= stop),
             periods$id, periods$start, periods$stop))
}

test_that("relapses are counted as by hand, in any order of rows", {
  set.seed(5)
  for (i in 1:25) {
    n <- 6
    patients <- data.frame(id = seq_len(n), follow_up_start = sample(0:50, n, TRUE),
                           follow_up_end = sample(300:600, n, TRUE))
    treatments <- data.frame(id = rep(seq_len(n), 2), drug = rep(c("a", "b"), each = n),
                             start = c(sample(0:100, n, TRUE), sample(150:250, n, TRUE)))
    treatments$stop <- treatments$start + sample(20:150, 2 * n, TRUE)
    relapses <- data.frame(id = sample(n, 60, TRUE), onset = sample(0:290, 60, TRUE))
    gap <- sample(c(1, 7, 30, 31), 1)
    count <- function(relapses) {
      cohort <- audit_cohort(patients, treatments, relapses = relapses)
      periods <- audit_periods(cohort, a = period_on("a"), b = period_since("b", 6), all = period_follow_up())
      list(periods = as.data.frame(periods), x = audit_arr(cohort, periods, relapse_gap = gap))
    }
    plain <- count(relapses)
    for (p in levels(plain$x$period)) {
      rows <- plain$periods[plain$periods$period == p, ]
      expect_equal(plain$x$events[plain$x$period == p], naive_counts(relapses$id, relapses$onset, rows, gap))
      expect_equal(plain$x$exposure[plain$x$period == p], sum(rows$stop - rows$start) / 365.25)
    }
    # Numbers of the rows that were passed stand in the records kept for the trace.
    shuffled <- count(relapses[sample(60), ])$x
    attr(shuffled, "audited") <- attr(plain$x, "audited")
    expect_identical(shuffled, plain$x)
  }
})

test_that("a gap of exactly 30 days is a new relapse; days 0, 20, 40 are two", {
  count <- function(onset, gap = 30) {
    cohort <- audit_cohort(data.frame(id = 1, follow_up_start = -100, follow_up_end = 1000),
                           data.frame(id = 1, drug = "a", start = 0),
                           relapses = data.frame(id = 1, onset = onset))
    audit_arr(cohort, audit_periods(cohort, p = period_follow_up()), relapse_gap = gap)$events
  }
  expect_equal(count(c(0, 30)), 2)
  expect_equal(count(c(0, 29)), 1)
  expect_equal(count(c(0, 20, 40)), 2)
  expect_equal(count(c(5, 5, 5)), 1)
  expect_equal(count(c(0, 1, 1, 2), gap = 1), 3)
})

test_that("the first day of a period is not its own, the last is; a relapse before it can hide one in it", {
  count <- function(onset) {
    cohort <- audit_cohort(data.frame(id = 1, follow_up_end = 1000),
                           data.frame(id = 1, drug = "a", start = 100, stop = 200),
                           relapses = data.frame(id = 1, onset = onset))
    audit_arr(cohort, audit_periods(cohort, p = period_on("a")))$events
  }
  expect_equal(count(100), 0)
  expect_equal(count(101), 1)
  expect_equal(count(200), 1)
  expect_equal(count(201), 0)
  expect_equal(count(c(90, 110)), 0)
})

test_that("splitting a period in two leaves the totals as they were", {
  set.seed(6)
  cohort <- audit_cohort(data.frame(id = 1:50, follow_up_start = 0, follow_up_end = 1000),
                         data.frame(id = 1:50, drug = "a", start = 0),
                         relapses = data.frame(id = sample(50, 200, TRUE), onset = sample(1000, 200, TRUE)))
  cut <- sample(2:999, 50, TRUE)
  days <- data.frame(id = rep(1:50, 3), period = rep(c("whole", "one", "two"), each = 50),
                     start = c(rep(0, 100), cut), stop = c(rep(1000, 50), cut, rep(1000, 50)))
  x <- audit_arr(cohort, days)
  expect_identical(sum(x$events[2:3]), x$events[1])
  expect_identical(sum(cut) + sum(1000 - cut), 50000)
  expect_equal(sum(x$exposure[2:3]), x$exposure[1])
})

test_that("groups have rows in order, a missing value last, and empty groups are said so", {
  patients <- data.frame(id = 1:4, arm = factor(c("y", "x", NA, "x"), c("y", "x", "z")), follow_up_start = 0,
                         follow_up_end = 365.25 * 4)
  patients$follow_up_end <- 1461
  cohort <- audit_cohort(patients, data.frame(id = 1:4, drug = "a", start = 0),
                         relapses = data.frame(id = c(1, 2), onset = c(10, 20)))
  x <- audit_arr(cohort, audit_periods(cohort, all = period_follow_up()), by = "arm")
  expect_equal(as.character(x$arm), c("y", "x", "z", NA))
  expect_equal(x$patients, c(1L, 2L, 0L, 1L))
  expect_equal(x$events, c(1, 1, 0, 0))
  expect_match(x$note[3], "no_patients")
  expect_identical(x$estimate[3], NA_real_)
})

test_that("what is not known is an error, not 0", {
  cohort <- small_cohort(relapses = NULL)
  periods <- audit_periods(cohort, p = period_follow_up())
  expect_error(audit_arr(cohort, periods), "nothing can be counted", class = "msaudit_argument_error")
  expect_error(audit_arr(c(1, NA), years = c(1, 1), period = c("a", "b")), class = "msaudit_data_error")
  expect_error(audit_arr(c(1, 2), years = c(1, 1), period = "a"), "by `id`", class = "msaudit_argument_error")
  expect_error(audit_arr(c(1, 2), years = c(1, 1), period = "a", id = c(1, 1)), class = "msaudit_data_error")
  # The element is that of the vector as it was given, in whatever order.
  e <- expect_error(audit_arr(c(0, 2, 1), years = c(1, 0, 1), id = c("c", "b", "a")), class = "msaudit_data_error")
  expect_equal(e$element, 2)
  expect_match(conditionMessage(e), "`x` must be 0 where there is no time")
})

test_that("arguments that are not what they must be are classed errors", {
  cohort <- small_cohort()
  periods <- audit_periods(cohort, p = period_follow_up())
  wrong <- function(...) {
    error <- expect_error(audit_arr(cohort, periods, ...), class = "msaudit_argument_error")
    error$arg
  }
  expect_equal(wrong(by = "sexx"), "by")
  expect_equal(wrong(relapse_gap = 0), "relapse_gap")
  expect_equal(wrong(relapse_gap = 1.5), "relapse_gap")
  expect_equal(wrong(per = 0), "per")
  expect_equal(wrong(conf_level = 95), "conf_level")
  expect_equal(wrong(method = "wald"), "method")
  expect_equal(wrong(days = 30), "...")
  expect_error(audit_arr(3, years = 2, method = "pooled_t"), class = "msaudit_argument_error")
  e <- expect_error(audit_arr(3, years = 2, method = "scaled"), class = "msaudit_argument_error")
  expect_equal(as.character(e$call[[1]]), "audit_arr")
  expect_error(audit_arr(cohort), class = "msaudit_argument_error")
  expect_error(audit_arr(cohort, 1), class = "msaudit_argument_error")
})

test_that("a level of the period that no total has says so", {
  x <- audit_arr(c(2, 1), years = c(1, 1), period = factor(c("a", "b"), c("a", "none", "b")))
  expect_equal(x$events, c(2, NA, 1))
  expect_match(x$note[2], "missing")
})

test_that("a result keeps its settings, its rows and its shape", {
  cohort <- small_cohort()
  x <- audit_arr(cohort, audit_periods(cohort, a = period_on("natalizumab"), b = period_follow_up()))
  expect_s3_class(x, c("msaudit_arr", "msaudit_result", "data.frame"), exact = TRUE)
  expect_named(x, c("period", result_columns))
  expect_equal(definition(x)$relapse_gap, 30L)
  expect_s3_class(x[1, ], "msaudit_arr")
  expect_equal(class(as.data.frame(x)), "data.frame")
  expect_lte(max(nchar(capture.output(print(x)))), 80)
})

test_that("every method of an interval may be asked for by name", {
  y <- c(5, 3, 1, 1, 0, 0)
  t <- c(2, 2, 1.5, 2, 1, 2)
  for (method in eval(formals(ci_rate_patients)$method)) {
    x <- audit_arr(y, years = t, id = 1:6, method = method)
    expected <- ci_rate_patients(y, t, method = method)
    expect_equal(unlist(x[c("estimate", "conf_low", "conf_high")]),
                 unlist(expected[c("estimate", "conf_low", "conf_high")]))
    expect_false(any(grepl("NA", capture.output(print(x)))))
  }
  totals <- audit_arr(10, years = 10.5, method = "midp")
  expect_equal(totals$conf_high, ci_rate(10, 10.5, "midp")$conf_high)
})

test_that("totals are all patients, after the groups of by", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"), after = period_since("alemtuzumab", 12))
  x <- audit_arr(cohort, periods, by = "sex", totals = TRUE)
  whole <- audit_arr(cohort, periods)
  columns <- setdiff(names(whole), "period")
  expect_equal(as.data.frame(x)[x$sex == "all", columns], as.data.frame(whole)[columns], ignore_attr = "row.names")
  expect_equal(as.data.frame(x)[x$sex != "all", columns],
               as.data.frame(audit_arr(cohort, periods, by = "sex"))[columns])
  ratio <- audit_compare(x)
  expect_equal(ratio$estimate[ratio$sex == "all"], audit_compare(whole)$estimate)
  expect_error(audit_arr(cohort, periods, totals = TRUE), "needs groups", class = "msaudit_argument_error")
  cohort$patients$sex[1] <- "all"
  expect_error(audit_arr(cohort, periods, by = "sex", totals = TRUE), "a value of `sex` already",
               class = "msaudit_argument_error")
})
