# The relapses and patients behind a relapse rate; see R/result-records.R.

#' @export
audit_records.msaudit_arr <- function(x, row) {
  call <- sys.call(-1)
  audited <- audited_of(x, row, call)
  who <- patients_of_row(x, row)
  cohort <- audited$cohort
  relapses <- cohort$relapses
  rows <- which(relapses$patient %in% who)
  reason <- relapse_reasons(audited, definition(x), match(x$period[row], audited$periods$names), call)[rows]
  refused <- refused_records(cohort, "relapses", who)
  records_of(cohort, "relapses", c(relapses$patient[rows], refused$patient), c(relapses$row[rows], refused$row),
             c(relapses$onset[rows], refused$day), c(reason, refused$reason))
}

# Patients in a row of a result, by their place in the cohort.
patients_of_row <- function(x, row) {
  of <- attr(x, "of_patients")
  place <- label_place(x, row)
  least <- definition(x)$min_days[match(x$measure[row], definition(x)$measure)]
  of$patient[of$row == place & of$time >= least]
}

# For each relapse of a cohort why it counts, or does not, in a period.
relapse_reasons <- function(audited, rules, period, call) {
  cohort <- audited$cohort
  relapses <- cohort$relapses
  found <- relapses_at_risk(cohort, audited$periods, rules, new_findings(), call)
  ranges <- audited$periods$ranges
  if (rules$start_day == "in") ranges <- days_of_windows(ranges)
  place <- place_in_ranges(relapses$patient, relapses$onset, ranges, period)
  at_risk <- place_in_ranges(relapses$patient, relapses$onset, found$periods$ranges, period) == "in"
  kept <- match(relapses$row, found$row)
  reason <- ifelse(place == "in", "counted", place)
  reason[place == "in" & !at_risk] <- "not_at_risk"
  lag <- lag_day(audited$periods, cohort, period, rules)[relapses$patient]
  reason[place == "in" & !is.na(lag) & relapses$onset <= lag] <- "lag"
  reason[place == "in" & found$counts[kept] %in% 0L] <- "same_relapse"
  reason[place == "in" & is.na(kept)] <- "filtered"
  reason
}
