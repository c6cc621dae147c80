# Rates of 100 groups with their limits, beside data.table and a loop of gamma
# quantiles over the groups; and a grid of 200 definitions.
relapse_rates_speed <- function(n = 1e6, times = 3) {
  library(msaudit)
  tables <- big_cohort(n)
  tables$patients$group <- sprintf("g%03d", sample.int(100, n, TRUE))
  cohort <- audit_cohort(tables$patients, tables$treatments, relapses = tables$relapses)
  periods <- audit_periods(cohort, first = period_on("first"), second = period_on("second"))
  ways <- list("audit_arr() by 100 groups" = function() audit_arr(cohort, periods, by = "group"))
  notes <- sprintf("%s patients", format(n, big.mark = ",", scientific = FALSE))
  if (requireNamespace("data.table", quietly = TRUE)) {
    ways[["data.table and a loop over the groups"]] <- function() table_rates(cohort, periods)
    agree <- all.equal(ways[[1]]()[c("events", "exposure", "conf_low", "conf_high")], ways[[2]](), check.attributes = FALSE)
    if (!isTRUE(agree)) stop("do not agree: ", toString(agree))
    notes <- c(notes, "the gap once more in R")
  }
  seconds <- vapply(ways, best_time, 0, times = times)
  few <- big_cohort(n / 10)
  small <- audit_cohort(few$patients, few$treatments, relapses = few$relapses)
  grid <- system.time(arr_sensitivity(
    small, audit_periods(small, first = period_on("first"), second = period_on("second")),
    relapse_gap = c(30, 1, 60, 90, 120), lag = c(0, 30, 60, 90, 180), not_at_risk = c(0, 30), start_day = c("before", "in"),
    min_days = c(0, 90)
  ))[["elapsed"]]
  data.frame(what = c(names(ways), "Grid of 200 definitions, rates and ratio"), seconds = c(seconds, grid),
             ratio = c(seconds / seconds[1], NA),
             note = c(notes, sprintf("%s patients", format(n / 10, big.mark = ",", scientific = FALSE))), row.names = NULL)
}

# The same by data.table: relapses at least 30 days after the last counted one,
# joined to the periods; dispersion and limits of one group after another.
table_rates <- function(cohort, periods) {
  relapses <- data.table::data.table(patient = cohort$relapses$patient, day = cohort$relapses$onset)
  relapses[, kept := spaced_out(day), by = "patient"]
  ranges <- data.table::as.data.table(periods$ranges[c("period", "patient", "start", "stop")])
  counts <- relapses[relapses$kept][ranges, on = c("patient", "day>start", "day<=stop"), .N, by = .EACHI]$N
  cells <- data.table::data.table(group = cohort$patients$group[ranges$patient], period = ranges$period, y = counts,
                                  t = (ranges$stop - ranges$start) / 365.25)
  keys <- unique(cells[, c("group", "period")])
  data.table::setorderv(keys, c("group", "period"))
  data.table::setkeyv(cells, c("group", "period"))
  rows <- lapply(seq_len(nrow(keys)), function(i) {
    of <- cells[keys[i]]
    y <- sum(of$y)
    t <- sum(of$t)
    m <- nrow(of)
    phi <- max(1, m / (m - 1) * sum((of$y - y / t * of$t)^2) / y)
    data.frame(events = y, exposure = t, conf_low = phi * stats::qgamma(0.025, y / phi) / t,
               conf_high = phi * stats::qgamma(0.975, y / phi + 1) / t)
  })
  do.call(rbind, rows)
}

spaced_out <- function(day) {
  last <- -Inf
  kept <- logical(length(day))
  for (i in seq_along(day)) {
    kept[i] <- day[i] - last >= 30
    if (kept[i]) last <- day[i]
  }
  kept
}
