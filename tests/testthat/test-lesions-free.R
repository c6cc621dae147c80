# By hand, on a over (0, 1000]. Patient 1: none over (0, 200], 2 over (200, 400]: active in
# (200, 400]. Patient 2: enhancing on day 300, T2 not read: of enhancing lesions (0, 300], of
# either not known. Patient 3: none by day 500. Patient 4: first compared with day 100, so
# time of T2 begins there; 1 over (100, 250]: (0, 150]; enhancing in (250, 600]. Patient 5: no
# scan. Patient 6: enhancing on day 350, no new T2: (0, 350]. Patient 7: no T2, no contrast.
# Patient 8: none, the two kinds in two rows of day 320.
free_cohort <- function() {
  audit_cohort(
    data.frame(id = 1:8, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:8, drug = "a", start = 0),
    mri = data.frame(id = c(1, 1, 2, 3, 4, 4, 6, 7, 8, 8), date = c(200, 400, 300, 500, 250, 600, 350, 450, 320, 320),
                     compare_date = c(0, 200, NA, 0, 100, 250, 0, 0, 0, NA), new_t2 = c(0, 2, NA, 0, 1, 0, 0, 0, 0, NA),
                     gd = c(0, 0, 1, 0, 0, 3, 1, NA, NA, 0)) |> transform(contrast = !is.na(gd))
  )
}

test_that("activity fell between the scans that bound it", {
  cohort <- free_cohort()
  periods <- audit_periods(cohort, on = period_on("a"))
  scans <- asNamespace("msaudit")$scans_of(cohort, "given", new_findings())
  first_of <- function(kind) first_activity(periods, scans, lesion_times(periods, scans, NULL), c(60L, 60L), kind)
  enhancing <- first_of("gd")
  expect_equal(enhancing$left, c(400, 0, 500, 250, 0, 320))
  expect_equal(enhancing$right, c(Inf, 300, Inf, 600, 350, Inf))
  first <- first_of("any")
  expect_equal(first$left, c(200, 500, 0, 0, 320))
  expect_equal(first$right, c(400, Inf, 150, 350, Inf))
  x <- audit_lesion_free(cohort, periods, times = c(150, 300, 500))
  turnbull <- curve_turnbull(first$left, first$right, times = c(150, 300, 500))
  expect_equal(x$estimate[x$measure == "least_free"], turnbull$least)
  expect_equal(x$estimate[x$measure == "most_free"], turnbull$most)
  naive <- curve_survival(c(400, 500, 150, 350, 320), c(1, 0, 1, 1, 0), times = c(150, 300, 500))
  expect_equal(x$estimate[x$measure == "event_free"], naive$estimate)
  expect_equal(definition(x)$imaging$imaged, 5)
  expect_output(print(x), "Imaged: 5 of 8 patients, of whom 3 showed activity")
  expect_lte(max(nchar(capture.output(print(x)))), 80)
})

# Patient 1: enhancing on day 300, without new T2; no more against that scan.
# Patient 2: not enhancing then, more against that scan: (300, 500].
test_that("activity is not lost where a later scan is compared with the one that showed it", {
  cohort <- audit_cohort(
    data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:2, drug = "a", start = 0),
    mri = data.frame(id = c(1, 1, 2, 2), date = c(300, 500), compare_date = c(0, 300), new_t2 = c(0, 0, 0, 2),
                     gd = c(1, 0, 0, 0), contrast = TRUE)
  )
  periods <- audit_periods(cohort, on = period_on("a"))
  x <- audit_lesion_free(cohort, periods, times = c(299, 300, 499, 500))
  expect_equal(definition(x)$imaging$active, 2)
  expect_equal(x$estimate[x$measure == "most_free"], c(1, 0.5, 0.5, 0))
  expect_equal(x$estimate[x$measure == "least_free"], c(0.5, 0.5, 0, 0))
})

test_that("the naive estimate is never earlier", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, on = period_on("natalizumab"), after = period_since("alemtuzumab", 24))
  for (kind in c("any", "new_t2", "gd")) {
    x <- audit_lesion_free(cohort, periods, kind, times = c(90, 180, 365))
    naive <- x[x$measure == "event_free", ]
    expect_true(all(x$estimate[x$measure == "least_free"] <= naive$estimate + 1e-12))
  }
  nobody <- select_patients(cohort, ids = character())
  expect_equal(nrow(audit_lesion_free(nobody, audit_periods(nobody, p = period_follow_up()))), 0)
})

test_that("days without anybody are shown as not known", {
  cohort <- audit_cohort(data.frame(id = 1:2, g = c("a", "b"), follow_up_start = 0, follow_up_end = 900),
                         data.frame(id = 1:2, drug = "a", start = 10),
                         mri = data.frame(id = 1, date = 300, compare_date = 20, new_t2 = 1))
  free <- audit_lesion_free(cohort, audit_periods(cohort, On = period_on("a")), by = "g", times = 100)
  shown <- capture.output(print(free))
  expect_match(shown, "^100 +0 +0 +- +-$", all = FALSE)
})

# First lesions at known days, seen by scans whose readings are partly missing and
# partly against a scan further back; and what bounds them, patient by patient, from
# these rows alone.
seen_lesions <- function(n) {
  rows <- lapply(seq_len(n), function(id) {
    day <- c(sample(0:20, 1), sort(sample(seq(60, 1200, 15), sample(2:7, 1))))
    lesions <- cumsum(rexp(40, 1 / 500))
    k <- length(day)
    before <- c(NA, day[-k])
    further <- which(runif(k) < 0.15 & seq_len(k) > 2)
    before[further] <- day[further - 2]
    new <- mapply(function(from, to) sum(lesions > from & lesions <= to), before, day)
    gd <- vapply(day, function(to) sum(lesions > to - 30 & lesions <= to), 0)
    new[runif(k) < 0.2] <- NA
    gd[runif(k) < 0.3] <- NA
    data.frame(id, date = day, compare_date = before, new_t2 = new, gd, contrast = !is.na(gd))[-1, ]
  })
  do.call(rbind, rows)
}

plain_bounds <- function(scans, start, kind) {
  bounds <- NULL
  for (id in unique(scans$id)) {
    x <- scans[scans$id == id, ]
    t2 <- if (kind == "gd") NA * x$new_t2 else x$new_t2
    gd <- if (kind == "new_t2") NA * x$gd else x$gd
    told <- if (kind == "any") !is.na(t2) & !is.na(gd) else !is.na(t2) | !is.na(gd)
    tells <- which(told)[1]
    origin <- max(start, if (!is.na(t2[tells])) x$compare_date[tells])
    left <- 0
    right <- Inf
    known <- FALSE
    for (i in seq_len(nrow(x))) {
      active <- (!is.na(t2[i]) && t2[i] > 0) || (!is.na(gd[i]) && gd[i] > 0)
      if (!told[i]) next
      known <- TRUE
      if (active) {
        right <- x$date[i] - origin
        if (!is.na(t2[i]) && t2[i] > 0) left <- max(left, x$compare_date[i] - origin)
        break
      }
      left <- x$date[i] - origin
    }
    if (known) bounds <- rbind(bounds, c(left, right))
  }
  bounds
}

# A cohort and the bounds of each of its patients, and days at which no estimate is
# open: outside all of the places in which events may have fallen.
audited_free <- function(n, kind) {
  scans <- seen_lesions(n)
  cohort <- audit_cohort(data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = 1300),
                         data.frame(id = seq_len(n), drug = "a", start = 20), mri = scans)
  periods <- audit_periods(cohort, on = period_on("a"))
  at <- audit_lesion_free(cohort, periods, kind)
  free <- reshape(as.data.frame(at)[c("time", "measure", "estimate")], direction = "wide", idvar = "time", timevar = "measure")
  free <- free[which(abs(free$estimate.least_free - free$estimate.most_free) < 1e-12), ]
  list(bounds = plain_bounds(scans, 20, kind), time = free$time, free = free$estimate.least_free,
       imaged = definition(at)$imaging)
}

test_that("from cohort to curve it is the estimate that icenReg finds on bounds found apart", {
  skip_if_not_installed("icenReg")
  set.seed(11)
  for (kind in c("any", "new_t2", "gd")) {
    ours <- audited_free(150, kind)
    expect_equal(ours$imaged$imaged, nrow(ours$bounds))
    expect_equal(ours$imaged$active, sum(is.finite(ours$bounds[, 2])))
    fit <- getExportedValue("icenReg", "ic_np")(ours$bounds)
    peer <- vapply(ours$time, function(t) 1 - sum(fit$p_hat[fit$T_bull_Intervals[2, ] <= t]), 0)
    expect_gt(length(ours$time), 10)
    expect_equal(ours$free, peer, tolerance = 1e-4, info = kind)
  }
})

# Which takes a step of less than 0.00005 for the end, though many more such are to come.
test_that("so it is nearly the one of survival, which stops early", {
  skip_if_not_installed("survival")
  set.seed(12)
  for (kind in c("any", "new_t2", "gd")) {
    ours <- audited_free(150, kind)
    right <- replace(ours$bounds[, 2], is.infinite(ours$bounds[, 2]), NA)
    peer <- survival::survfit(survival::Surv(ours$bounds[, 1], right, type = "interval2") ~ 1)
    at <- summary(peer, times = ours$time, extend = TRUE)$surv
    expect_lt(mean(abs(ours$free - at)), 0.005)
    expect_lt(max(abs(ours$free - at)), 0.03)
  }
})
