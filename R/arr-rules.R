# What is a relapse, and when a patient is at risk of one: the options that audits
# of relapses share. Their documentation is that of audit_arr().

# The options, checked, as a list that is part of the settings of a result.
relapse_rules <- function(relapse_gap = 30, gap_from = gap_ends, severity = NULL, steroids = NULL,
                          confirmed = NULL, start_day = start_days, lag = 0, not_at_risk = 0, call) {
  gap_from <- one_of(gap_from, gap_ends, "gap_from", call)
  check_argument(is.null(severity) || (checkmate::test_atomic_vector(severity, min.len = 1, any.missing = FALSE)),
                 severity, "severity", "values of the column `severity`", call)
  if (is.factor(severity)) check_factor(severity, "severity", call)
  for (flag in c("steroids", "confirmed")) {
    value <- get(flag)
    check_argument(is.null(value) || isTRUE(value) || isFALSE(value), value, flag, "TRUE or FALSE", call)
  }
  list(
    relapse_gap = as_gap(relapse_gap, call), gap_from = gap_from, severity = severity, steroids = steroids,
    confirmed = confirmed, start_day = one_of(start_day, start_days, "start_day", call),
    lag = as_day_count(lag, "lag", call), not_at_risk = as_day_count(not_at_risk, "not_at_risk", call)
  )
}

gap_ends <- c("onset", "end")

start_days <- c("before", "in")

# The same of options that were passed through `...`.
relapse_rules_of <- function(options, relapse_gap, call) {
  known <- setdiff(names(formals(relapse_rules)), c("relapse_gap", "call"))
  names <- if (is.null(names(options))) rep("", length(options)) else names(options)
  if (!all(names %in% known)) {
    name <- names[!names %in% known][1]
    usage_error("...", if (nzchar(name)) sprintf("Unused argument `%s`%s", name, did_you_mean(name, known)) else
      "Unused argument", call)
  }
  do.call(relapse_rules, c(list(relapse_gap = relapse_gap), options, list(call = call)), quote = TRUE)
}

as_gap <- function(relapse_gap, call) {
  check_argument(is_one_number(relapse_gap) && relapse_gap >= 1 && relapse_gap == round(relapse_gap) &&
                   relapse_gap <= 1e6, relapse_gap, "relapse_gap", "a whole number of days, 1 or more",
                 call)
  as.integer(relapse_gap)
}

# The relapses of a cohort under the rules: those that fit the filters, which of
# them count, the time at risk of them, and how many were left out of that.
relapses_at_risk <- function(cohort, periods, rules, log, call) {
  relapses <- filter_relapses(cohort, rules, log, call)
  counts <- .Call(C_keep_relapses, relapses$patient, relapses$onset, ends_of(cohort, relapses, rules, log, call),
                  as.integer(c(rules$relapse_gap, rules$gap_from == "end", rules$not_at_risk)))
  list(patient = relapses$patient, onset = relapses$onset, row = relapses$row, counts = counts,
       periods = time_at_risk(periods, cohort, relapses, counts, rules))
}

filter_relapses <- function(cohort, rules, log, call) {
  relapses <- cohort$relapses
  kept <- rep(TRUE, nrow(relapses))
  for (filter in c("severity", "steroids", "confirmed")) {
    wanted <- rules[[filter]]
    if (is.null(wanted)) next
    check_relapse_column(relapses, filter, filter, call)
    value <- relapses[[filter]]
    if (filter == "severity") check_severity(wanted, value, call)
    unknown <- which(kept & is.na(value))
    add_findings(log, "relapses", relapses$row[unknown], cohort$patients$id[relapses$patient[unknown]],
                 "filter_unknown", rep(filter, length(unknown)), "left out of this audit")
    kept <- kept & fold(value) %in% fold(wanted)
  }
  if (all(kept)) relapses else relapses[kept, ]
}

check_relapse_column <- function(relapses, column, arg, call) {
  if (is.null(relapses[[column]])) {
    usage_error(arg, sprintf("`%s` needs a column `%s` in the table `relapses`%s", arg, column,
                             did_you_mean_or(column, setdiff(names(relapses), own_columns))), call)
  }
}

# A severity that no relapse has is a slip, not a rate of 0.
check_severity <- function(wanted, value, call) {
  known <- as.character(if (is.factor(value)) levels(value) else sort(unique(value), method = "radix"))
  for (name in as.character(wanted)) {
    if (!fold(name) %in% fold(known)) {
      usage_error("severity", sprintf("`severity` names %s, which no relapse has%s", shown(name),
                                      did_you_mean(name, known)), call)
    }
  }
}

# The ends of the relapses where the gap is counted from them, else NULL.
ends_of <- function(cohort, relapses, rules, log, call) {
  if (rules$gap_from == "onset") return(NULL)
  check_relapse_column(relapses, "end", "gap_from", call)
  unknown <- which(is.na(relapses$end))
  add_findings(log, "relapses", relapses$row[unknown], cohort$patients$id[relapses$patient[unknown]],
               "end_unknown", NA_character_, "its onset taken as its end")
  relapses$end
}

# Periods without the time in which no relapse could count; `without_time` says
# how many patients of each are in it no more.
time_at_risk <- function(periods, cohort, relapses, counts, rules) {
  if (rules$lag == 0 && rules$not_at_risk == 0 && rules$start_day == "before") return(periods)
  ranges <- periods$ranges
  times <- if (rules$start_day == "in") days_of_windows(ranges) else
    ranges[c("period", "patient", "start", "stop")]
  room <- length(times$start) + if (rules$not_at_risk == 0) 0 else length(periods$names) * as.double(sum(counts))
  times <- .Call(C_at_risk, times, lag_ends(periods, cohort, rules), relapses$patient, relapses$onset, counts,
                 rules$not_at_risk, room)
  cells <- .Call(C_cells, times)
  in_each <- function(cells) tabulate(cells$period, length(periods$names))
  periods$without_time <- in_each(periods$cells) - in_each(cells)
  periods$ranges <- c(times, list(cell = cells$cell))
  periods$cells <- cells[c("period", "patient", "days")]
  periods
}

# For each cell of the time at risk its place among those of the periods.
cells_kept <- function(periods, at_risk) {
  if (identical(periods$cells, at_risk$cells)) return(seq_along(periods$cells$patient))
  key <- function(x) paste(x$cells$period, x$cells$patient)
  match(key(at_risk), key(periods))
}

# Periods as the days, first and last included, that are in them when their first
# day is; (start, stop] is then from the day before.
days_of_windows <- function(ranges) {
  list(period = ranges$period, patient = ranges$patient, start = ranges$first - 1L, stop = ranges$last)
}

# How many of the relapses that relapses_at_risk() found count in each cell.
relapses_in_cells <- function(found) {
  periods <- found$periods
  .Call(C_count_in_cells, found$patient, found$onset, found$counts,
        periods$ranges[c("period", "patient", "start", "stop")], periods$ranges$cell, length(periods$cells$days))
}

# The same with the years of each cell; its row is the period.
counted_cells <- function(found) {
  cells <- found$periods$cells
  list(row = cells$period, patient = cells$patient, events = as.double(relapses_in_cells(found)),
       time = cells$days / 365.25)
}

# For each range of the periods, the day up to which it is left out.
lag_ends <- function(periods, cohort, rules) {
  ends <- rep(NA_integer_, length(periods$ranges$start))
  if (rules$lag == 0) return(ends)
  for (i in which(!is.na(periods$treated))) {
    rows <- which(periods$ranges$period == i)
    ends[rows] <- lag_day(periods, cohort, i, rules)[periods$ranges$patient[rows]]
  }
  ends
}

# Of a period of treatment, for each patient the last of the `lag` days that are left
# out: the first of them is the day after the start of the drug, or the day of the
# start where that is in the period. Of other periods, and of no lag, NA.
lag_day <- function(periods, cohort, i, rules) {
  if (rules$lag == 0 || is.na(periods$treated[i])) return(rep(NA_integer_, nrow(cohort$patients)))
  start <- first_starts(cohort, match(fold(periods$treated[i]), fold(levels(cohort$treatments$drug))))
  start + rules$lag - as.integer(rules$start_day == "in")
}

# The rules in words, those that are not the default.
counting_rules <- function(rules) {
  if (is.null(rules$relapse_gap)) return(character())
  filters <- c(severity = "severity %s alone", steroids = "treated with steroids: %s", confirmed = "confirmed: %s")
  said <- vapply(names(filters)[!vapply(rules[names(filters)], is.null, NA)], function(name) {
    value <- rules[[name]]
    sprintf(filters[[name]], if (is.logical(value)) c("no", "yes")[value + 1] else paste(value, collapse = " or "))
  }, "")
  c(unname(said), lag_text(rules))
}

lag_text <- function(rules) {
  c(if (rules$lag > 0) sprintf("the first %s after the start of a drug left out", counted(rules$lag, "day")),
    if (rules$not_at_risk > 0) sprintf("%s after each relapse not at risk", counted(rules$not_at_risk, "day")),
    if (rules$start_day == "in") "the first day of a period counted in it")
}
