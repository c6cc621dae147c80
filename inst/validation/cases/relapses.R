# The rules of relapses and of time at risk once more, by days of the calendar: a
# day is at risk or is not, and each onset is looked at by itself.
days_at_risk <- function(ranges, drug_start, onsets, lag, not_at_risk) {
  days <- unlist(Map(function(start, stop) if (stop > start) seq(start + 1, stop), ranges$start, ranges$stop))
  if (lag > 0 && !is.na(drug_start)) days <- days[days > drug_start + lag]
  for (onset in if (not_at_risk > 0) onsets) days <- setdiff(days, seq(onset + 1, onset + not_at_risk))
  days
}

naive_relapses <- function(onset, end, gap, from_end, not_at_risk) {
  kept <- numeric()
  last_end <- -Inf
  for (i in order(onset)) {
    from <- if (from_end) max(onset[i], end[i], na.rm = TRUE) else onset[i]
    apart <- onset[i] - last_end >= gap && (length(kept) == 0 || onset[i] > max(kept) + not_at_risk)
    if (length(kept) == 0 || apart) {
      kept <- c(kept, onset[i])
      last_end <- from
    } else if (from_end) {
      last_end <- max(last_end, from)
    }
  }
  kept
}

random_cohort <- function(n) {
  start <- sample(100:900, n, TRUE)
  relapses <- data.frame(id = sample(n, 6 * n, TRUE), onset = sample(2000, 6 * n, TRUE),
                         severity = sample(c("mild", "severe", NA), 6 * n, TRUE))
  relapses$end <- ifelse(stats::runif(6 * n) < 0.3, NA, relapses$onset + sample(0:60, 6 * n, TRUE))
  relapses <- relapses[!duplicated(relapses[c("id", "onset")]), ]
  audit_cohort(
    data.frame(id = seq_len(n), follow_up_start = sample(0:200, n, TRUE), follow_up_end = sample(1200:2000, n, TRUE)),
    data.frame(id = rep(seq_len(n), 2), drug = "a", start = c(start, start + 300), stop = c(start + 200, start + 700)),
    relapses = relapses
  )
}

relapses_day_by_day <- function() {
  set.seed(11)
  cohort <- random_cohort(25)
  periods <- audit_periods(cohort, before = period_before("a", 12), on = period_on("a"))
  ranges <- as.data.frame(periods)
  grid <- expand.grid(gap = c(1, 30, 75), gap_from = c("onset", "end"), lag = c(0, 45), not_at_risk = c(0, 50),
                      severe = c(FALSE, TRUE), stringsAsFactors = FALSE)
  first <- tapply(cohort$treatments$start, cohort$treatments$patient, min)
  for (g in seq_len(nrow(grid))) {
    of <- grid[g, ]
    relapses <- cohort$relapses
    if (of$severe) relapses <- relapses[relapses$severity %in% "severe", ]
    wanted <- sapply(c("before", "on"), function(period) {
      rowSums(sapply(1:25, function(i) {
        mine <- relapses[relapses$patient == i, ]
        kept <- naive_relapses(mine$onset, mine$end, of$gap, of$gap_from == "end", of$not_at_risk)
        days <- days_at_risk(ranges[ranges$id == i & ranges$period == period, ],
                             if (period == "on") first[[i]] else NA, kept, of$lag, of$not_at_risk)
        c(length(days) > 0, sum(kept %in% days), length(days))
      }))
    })
    x <- audit_arr(cohort, periods, relapse_gap = of$gap, gap_from = of$gap_from, lag = of$lag,
                   not_at_risk = of$not_at_risk, severity = if (of$severe) "severe")
    rules <- sprintf("gap %g from %s, lag %g, %g days not at risk%s", of$gap, of$gap_from, of$lag, of$not_at_risk,
                     if (of$severe) ", severe" else "")
    compare(paste("patients with", rules), x$patients, unname(wanted[1, ]))
    compare(paste("relapses with", rules), x$events, unname(wanted[2, ]))
    compare(paste("days with", rules), x$exposure * 365.25, unname(wanted[3, ]))
  }
}

relapses_by_hand <- function() {
  relapses <- function(onset, gap = 30, start = 100, stop = 200) {
    cohort <- audit_cohort(data.frame(id = 1, follow_up_start = -100, follow_up_end = 1000),
                           data.frame(id = 1, drug = "a", start = start, stop = stop),
                           relapses = data.frame(id = 1, onset = onset))
    audit_arr(cohort, audit_periods(cohort, p = period_on("a")), relapse_gap = gap)$events
  }
  compare("30 days apart", relapses(c(110, 140)), 2)
  compare("29 days apart", relapses(c(110, 139)), 1)
  compare("days 0, 20 and 40", relapses(c(110, 130, 150)), 2)
  compare("thrice on a day", relapses(c(110, 110, 110)), 1)
  compare("on the first day", relapses(100), 0)
  compare("on the day after it", relapses(101), 1)
  compare("on the last day", relapses(200), 1)
  compare("on the day after that", relapses(201), 0)
  compare("hidden by one just before", relapses(c(90, 110)), 0)
  affirm <- audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "natalizumab"))
  compare("rates of a published trial", affirm$estimate, c(224 / 320.1, 157 / 652.6))
  compare("their lower limits", affirm$conf_low, stats::qgamma(0.025, c(224, 157)) / c(320.1, 652.6))
  compare("their upper limits", affirm$conf_high, stats::qgamma(0.975, c(225, 158)) / c(320.1, 652.6))
  compare("the setting is kept", definition(audit_arr(2, years = 3, per = 10, conf_level = 0.9))$conf_level, 0.9)
  y <- c(2, 0, 1, 3, 1)
  t <- c(1, 2.5, 0.8, 1.5, 0.1)
  mean <- audit_arr(y, years = t, id = 1:5, measure = "mean")
  wanted <- stats::t.test((y / t)[1:4]) # the fifth was followed for less than 90 days
  compare("mean of the patients' rates", mean$estimate, unname(wanted$estimate))
  compare("its upper limit", mean$conf_high, wanted$conf.int[2])
}

# Definitions are those of audit_arr() one by one, which is checked by days.
sensitivity_by_hand <- function() {
  cohort <- audit_cohort(data.frame(id = 1:2, follow_up_start = 0), data.frame(id = 1:2, drug = "a", start = 0),
                         relapses = data.frame(id = c(1, 1, 1, 2), onset = c(100, 110, 200, 300)), data_lock = 1000)
  x <- as.data.frame(arr_sensitivity(cohort, audit_periods(cohort, on = period_on("a")), relapse_gap = c(30, 1), lag = c(0, 150)))
  compare("definitions", x$definition, 1:4)
  # Gap 30: 100, 200 and 300; gap 1: 110 too; after day 150: 200 and 300.
  compare("relapses", x$events, c(3, 2, 4, 2))
  compare("days", x$exposure * 365.25, c(2000, 1700, 2000, 1700))
}

records_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = c("a", "b"), follow_up_start = 0),
    data.frame(id = c("a", "a", "b"), drug = "x", start = c(100, 400, 100), stop = c(300, 600, 300)),
    relapses = data.frame(id = rep(c("a", "b"), c(6, 2)), onset = c(100, 110, 150, 350, 500, 1100, 200, 650)),
    data_lock = 1000
  )
  x <- as.data.frame(audit_records(audit_arr(cohort, audit_periods(cohort, on = period_on("x"))), 1))
  # 110 belongs to 100, on a first day; 350 lies between the two courses.
  compare("reasons", x$reason, c("before_period", "same_relapse", "counted", "between_parts", "counted",
                                 "after_follow_up", "counted", "after_period"))
  compare("rows", x$row, 1:8)
}

# Two courses with a hole of 200 days: a relapse in it counts nowhere.
curves_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = 1:2), data.frame(id = c(1, 1, 2), drug = "a", start = c(0, 300, 50), stop = c(100, 500, 350)),
    relapses = data.frame(id = c(1, 1, 2), onset = c(200, 400, 250)), data_lock = 1000
  )
  x <- as.data.frame(audit_curves(cohort, audit_periods(cohort, on = period_on("a")), times = c(150, 200, 400)))
  mcf <- x[x$measure == "mcf", ]
  compare("at risk", mcf$at_risk, c(1, 1, 1))
  compare("relapses", mcf$events, c(0, 1, 1))
  compare("mean cumulative number", mcf$estimate, c(0, 1, 2))
  compare("free of a relapse", x$estimate[x$measure == "event_free"], c(1, 0, 0))
  # Two of three at risk have an event at 5, one of the one left at 8.
  few <- curve_survival(c(5, 5, 8), c(1, 1, 1), times = c(4, 5, 8))
  compare("share free", few$estimate, c(1, 1 / 3, 0))
  twice <- curve_mcf(c(0, 0, 5), c(5, 9, 9), c(1, 1, 1), c("a", "b", "a"), times = c(5, 9))
  compare("mean number", twice$estimate, c(1 / 2, 1 / 2 + 1))
  all <- curve_mcf(0, c(5, 8, 9), c(1, 0, 1), 1:3)
  compare("times with an event", all$time, c(5, 9))
  # 0.1 + 0.2 is 0.3 but for rounding.
  compare("events at a tie up to rounding", curve_survival(c(0.3, 0.1 + 0.2, 1), c(1, 1, 0))$events, 2)
}

comparison_by_hand <- function() {
  x <- audit_arr(c(2, 1, 3, 0, 1, 4), years = c(1, 1, 1, 1.5, 2, 1), period = rep(c("before", "after"), each = 3),
                 id = c(1, 2, 3, 1, 2, 4))
  ratio <- function(x) x[x$measure == "rate_ratio", ]
  found <- ratio(as.data.frame(audit_compare(x, reference = "before")))
  # Patients 1 and 2 are in both periods: 1 relapse in 3.5 years after 3 in 2.
  compare("patients", found$patients, 2)
  compare("design", found$design, "paired")
  compare("pooled ratio", found$ratio_pooled, (1 / 3.5) / (3 / 2))
  # The ratio r solves sum over patients of (y1 - n r t1 / (t0 + r t1)) = 0.
  score <- function(r) (0 - 2 * r * 1.5 / (1 + r * 1.5)) + (1 - 2 * r * 2 / (1 + r * 2))
  root <- stats::uniroot(score, c(1e-6, 10), tol = 1e-12)$root
  compare("ratio given each patient's relapses", found$estimate, root, relative = 1e-6)
  groups <- audit_arr(c(3, 1, 0, 2), years = c(2, 1, 2, 2), period = c("a", "a", "b", "b"), id = 1:4)
  found <- ratio(as.data.frame(audit_compare(groups, reference = "a")))
  compare("two groups", c(found$design, found$measure), c("independent", "rate_ratio"))
  compare("ratio of groups", found$estimate, (2 / 4) / (4 / 3))
}
