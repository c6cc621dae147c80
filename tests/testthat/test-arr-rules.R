random_cohort <- function(n) {
  start <- sample(100:900, n, TRUE)
  relapses <- data.frame(id = sample(n, 6 * n, TRUE), onset = sample(2000, 6 * n, TRUE),
                         severity = sample(c("mild", "severe", NA), 6 * n, TRUE))
  relapses$end <- ifelse(runif(6 * n) < 0.3, NA, relapses$onset + sample(0:60, 6 * n, TRUE))
  relapses <- relapses[!duplicated(relapses[c("id", "onset")]), ]
  audit_cohort(
    data.frame(id = seq_len(n), follow_up_start = sample(0:200, n, TRUE), follow_up_end = sample(1200:2000, n, TRUE)),
    data.frame(id = rep(seq_len(n), 2), drug = "a", start = c(start, start + 300), stop = c(start + 200, start + 700)),
    relapses = relapses
  )
}

test_that("splitting a period in two leaves the total, under any rules", {
  set.seed(12)
  cohort <- random_cohort(40)
  whole <- audit_periods(cohort, whole = period_calendar(301, 900))
  parts <- audit_periods(cohort, first = period_calendar(301, 555), second = period_calendar(556, 900))
  for (start_day in c("before", "in")) {
    one <- audit_arr(cohort, whole, start_day = start_day, not_at_risk = 20)
    two <- audit_arr(cohort, parts, start_day = start_day, not_at_risk = 20)
    expect_identical(sum(two$events), one$events)
    expect_equal(sum(two$exposure), one$exposure, tolerance = 1e-15)
  }
})

test_that("a relapse on the day between two periods counts once, on the side of the rule", {
  cohort <- audit_cohort(
    data.frame(id = 1, follow_up_start = 0),
    data.frame(id = 1, drug = c("a", "b"), start = c(100, 400), stop = c(400, NA)),
    relapses = data.frame(id = 1, onset = c(100, 400, 1000)), data_lock = 1000
  )
  periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"))
  before <- audit_arr(cohort, periods)
  expect_equal(before$events, c(1, 1))   # 400; 1000
  within <- audit_arr(cohort, periods, start_day = "in")
  expect_equal(within$events, c(1, 2))   # 100; 400 and 1000, the end of follow-up
  expect_equal(within$exposure * 365.25, c(300, 601))
})

test_that("relapses of which a filter is not known are left out and listed", {
  cohort <- small_cohort(relapses = data.frame(id = "001", onset = c("2008-05-05", "2008-07-20", "2009-01-01"),
                                               confirmed = c(TRUE, NA, FALSE)))
  periods <- audit_periods(cohort, on = period_on("natalizumab"))
  x <- audit_arr(cohort, periods, confirmed = TRUE)
  expect_equal(x$events, 1)
  expect_equal(findings(x)$problem, "filter_unknown")
  expect_equal(findings(x)$row, 2)
  expect_equal(audit_arr(cohort, periods, confirmed = FALSE)$events, 1)
  # What alone was counted is said, in print and among the methods.
  for (said in list(capture.output(print(x)), methods_text(x))) {
    expect_match(paste(said, collapse = " "), "Rules: [^.]*confirmed: yes")
  }
  expect_error(audit_arr(cohort, periods, steroids = TRUE), "needs a column `steroids`", class = "msaudit_argument_error")
  expect_error(audit_arr(cohort, periods, gap_from = "end"), "needs a column `end`", class = "msaudit_argument_error")
})

test_that("a relapse without an end is taken to end on its onset, and listed", {
  cohort <- small_cohort(relapses = data.frame(id = "001", onset = c("2008-05-05", "2008-06-10"),
                                               end = c("2008-05-30", NA)))
  periods <- audit_periods(cohort, on = period_on("natalizumab"))
  expect_equal(audit_arr(cohort, periods)$events, 2)
  x <- audit_arr(cohort, periods, gap_from = "end")
  expect_equal(x$events, 1)
  expect_equal(findings(x)$problem, "end_unknown")
})

test_that("patients whose time is all left out are counted", {
  cohort <- audit_cohort(data.frame(id = 1:2), data.frame(id = 1:2, drug = "a", start = 0, stop = c(50, 500)),
                         relapses = data.frame(id = 2, onset = 100), data_lock = 1000)
  periods <- audit_periods(cohort, a = period_on("a"), since = period_since("a", 12, until = "stop"))
  x <- audit_arr(cohort, periods, lag = 60)
  expect_equal(x$patients, c(1, 1))
  expect_equal(definition(x)$without_time, c(1, 1))
  expect_output(print(x), "Left out of \"a\": 1 patient without time at risk", fixed = TRUE)
  expect_output(print(x), "the first 60 days after the start of a drug left out", fixed = TRUE)
})

# t.test(), which shares no code.
test_that("the mean of the patients' own rates is that of t.test()", {
  events <- c(2, 0, 1, 3, 1)
  years <- c(1, 2.5, 0.8, 1.5, 0.1)
  x <- audit_arr(events, years = years, id = 1:5, measure = c("rate", "mean"))
  long <- years * 365.25 >= 90
  wanted <- t.test(events[long] / years[long])
  expect_equal(x$measure, c("rate", "mean"))
  expect_equal(x$patients, c(5, 4))
  expect_equal(x$estimate, c(sum(events) / sum(years), unname(wanted$estimate)))
  expect_equal(x$conf_high[2], wanted$conf.int[2])
  expect_equal(x$conf_low[2], max(0, wanted$conf.int[1]))
  expect_equal(x$method[2], "t")
  all <- audit_arr(events, years = years, id = 1:5, measure = "mean", min_days = 0)
  expect_equal(all$estimate, mean(events / years))
  expect_error(audit_arr(2, years = 1, measure = "mean"), "give `id`", class = "msaudit_argument_error")
})

# METHODS of the field print both for cgd: the pooled rate and the mean.
test_that("pooled and mean rates of survival::cgd are the known ones", {
  skip_if_not_installed("survival")
  cohort <- cgd_cohort()
  periods <- audit_periods(cohort, all = period_follow_up())
  x <- audit_arr(cohort, periods, by = "treat", relapse_gap = 1, measure = c("rate", "mean"), min_days = 0)
  expect_equal(round(x$estimate, 4), c(1.1042, 0.3854, 1.0398, 0.3696))
})

test_that("where rates do not vary the scaled interval of the pooled rate stands in", {
  x <- audit_arr(c(0, 0, 2, 2, 1), years = c(1, 2, 1, 1, 2), period = c("a", "a", "b", "b", "c"),
                 id = c(1, 2, 1, 2, 1), measure = "mean")
  pooled <- audit_arr(c(0, 0, 2, 2, 1), years = c(1, 2, 1, 1, 2), period = c("a", "a", "b", "b", "c"),
                      id = c(1, 2, 1, 2, 1), method = "scaled")
  expect_equal(x$conf_high, pooled$conf_high)
  expect_equal(x$note, c("zero_events;fallback_scaled", "zero_variance;fallback_scaled", "n1;fallback_scaled"))
})

test_that("curves take the same rules, and time runs from the start of the period", {
  cohort <- audit_cohort(data.frame(id = 1:3), data.frame(id = 1:3, drug = "a", start = 0),
                         relapses = data.frame(id = c(1, 1, 2), onset = c(20, 100, 200)), data_lock = 400)
  periods <- audit_periods(cohort, a = period_on("a"))
  x <- audit_curves(cohort, periods, measure = "mcf", lag = 30)
  expect_equal(x$time[x$events > 0], c(100, 200))
  expect_equal(x$estimate[x$time == 200], 2 / 3)
  expect_equal(definition(x)$lag, 30)
  expect_error(audit_curves(cohort, periods, lags = 30), "did you mean `lag`", class = "msaudit_argument_error")
})

test_that("days before the start, and days after the stop, are left out or in by the period", {
  cohort <- audit_cohort(
    data.frame(id = 1, follow_up_start = 0),
    data.frame(id = 1, drug = c("a", "b"), start = c(500, 720), stop = c(700, NA)),
    relapses = data.frame(id = 1, onset = c(480, 710)), data_lock = 1000
  )
  periods <- audit_periods(
    cohort, year = period_before("a", 12), earlier = period_before("a", 12, exclude = 30),
    stop = period_since("a", 12, until = "stop"), washout = period_since("a", 12, until = "stop", extend = 60)
  )
  x <- audit_arr(cohort, periods)
  expect_equal(x$events, c(1, 0, 0, 1))
  expect_equal(x$exposure * 365.25, c(365, 335, 200, 220))
  expect_error(period_since("a", 12, extend = 60), "needs `until = \"stop\"`", class = "msaudit_argument_error")
})

# Day by day, with nothing of the core: which days are in a period of one patient, as
# sets of days. A course is on from the day after its start, or, where first days are
# in, from its start to the day before its stop, and to the last day of follow-up.
days_by_hand <- function(from, to, courses, definition, start_day, lag) {
  within <- function(start, stop) {
    start <- max(start, from)
    stop <- min(stop, to)
    if (start >= stop) return(integer())
    if (start_day == "before") return(seq(start + 1, stop))
    setdiff(seq(start, stop), if (stop < to) stop)
  }
  stop_of <- function(row) if (is.na(courses$stop[row])) to else min(courses$stop[row], to)
  # From each course of the drug on, its stop moves as long as another one touches it.
  merged <- list()
  for (row in which(courses$drug == "a")) {
    last <- length(merged)
    if (last > 0 && courses$start[row] - merged[[last]][2] <= 1) {
      merged[[last]][2] <- max(merged[[last]][2], stop_of(row))
    } else {
      merged[[last + 1]] <- c(courses$start[row], stop_of(row))
    }
  }
  extended <- function(course, extend) {
    if (!course[2] %in% courses$stop[courses$drug == "a"]) return(course[2])
    day <- course[2]
    while (day < course[2] + extend && !day %in% courses$start[courses$drug == "b"]) day <- day + 1
    day
  }
  first <- courses$start[courses$drug == "a"][1]
  later_other <- courses$start[courses$drug == "b" & courses$start > first]
  window <- function(days) switch(
    definition$until,
    follow_up = c(first, min(first + days, to)),
    stop = c(first, min(first + days, extended(merged[[1]], definition$extend))),
    switch = c(first, min(first + days, later_other, to))
  )
  days <- switch(
    definition$kind,
    on = unlist(lapply(seq_along(merged), function(i) {
      next_start <- if (i < length(merged)) merged[[i + 1]][1] else Inf
      within(merged[[i]][1], min(extended(merged[[i]], definition$extend), next_start))
    })),
    since = do.call(within, as.list(window(365))),
    before = within(first - 365, first - definition$exclude)
  )
  if (definition$kind != "before") {
    left_out <- first + seq_len(lag) - (if (start_day == "in") 1 else 0)
    days <- setdiff(days, left_out)
  }
  days
}

test_that("the days at risk under every mix of first day, lag, exclude, extend and until are those counted by hand", {
  set.seed(41)
  n <- 8
  patients <- data.frame(id = seq_len(n), follow_up_start = sample(0:150, n, TRUE), follow_up_end = sample(500:700, n, TRUE))
  courses <- do.call(rbind, lapply(patients$id, function(id) {
    start <- sort(sample(40:480, 4))
    data.frame(id = id, drug = c("a", sample(c("a", "b"), 3, TRUE)), start = start,
               stop = start + sample(c(20, 60, 150, NA), 4, TRUE))
  }))
  # One relapse a day, so that as many count as there are days at risk.
  relapses <- do.call(rbind, Map(function(id, from, to) data.frame(id = id, onset = seq(from, to)), patients$id,
                                 patients$follow_up_start, patients$follow_up_end))
  cohort <- audit_cohort(patients, courses, relapses = relapses)
  settings <- c(
    lapply(c(0, 1, 45), function(extend) list(kind = "on", extend = extend)),
    lapply(c("follow_up", "switch"), function(until) list(kind = "since", until = until, extend = 0)),
    lapply(c(0, 1, 45), function(extend) list(kind = "since", until = "stop", extend = extend)),
    lapply(c(0, 1, 30), function(exclude) list(kind = "before", exclude = exclude))
  )
  definitions <- lapply(settings, function(x) switch(
    x$kind, on = period_on("a", extend = x$extend), before = period_before("a", 12, exclude = x$exclude),
    since = period_since("a", 12, until = x$until, extend = x$extend)
  ))
  names(definitions) <- paste("period", seq_along(definitions))
  periods <- do.call(audit_periods, c(list(cohort), definitions))
  for (start_day in c("before", "in")) {
    for (lag in c(0, 1, 30, 200)) {
      by_hand <- vapply(settings, function(x) {
        sum(vapply(patients$id, function(id) {
          length(days_by_hand(patients$follow_up_start[id], patients$follow_up_end[id], courses[courses$id == id, ], x,
                              start_day, lag))
        }, 0L))
      }, 0L)
      found <- audit_arr(cohort, periods, relapse_gap = 1, start_day = start_day, lag = lag)
      expect_equal(found$exposure * 365.25, by_hand, tolerance = 1e-12, info = paste(start_day, lag))
      expect_equal(found$events, by_hand, info = paste(start_day, lag))
      traced <- audit_records(found, 1)
      expect_equal(sum(traced$counted), by_hand[1])
    }
  }
})
