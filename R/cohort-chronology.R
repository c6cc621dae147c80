# Days that no life and no disease has. Which of two days is the wrong one cannot be told,
# so that both are kept and listed; but a birth after the end of follow-up would give ages
# below 0, and is taken as missing. On a clock of numbers no day has a year of its own,
# but lengths are what they are.

year_days <- 365.25

# The oldest person of whom it is known was 122; few ever were 110. Nobody lived with MS
# for 90 years. The oldest registry of MS, that of Denmark, began in 1956.
longest <- c(age = 110, disease = 90, follow_up = 70)

# 1950-01-01: steroids were given for MS from the fifties on, and all else later.
first_treatment <- -7305L

first_of_1900 <- -25567L

check_lives <- function(patients, context) {
  say <- function(rows, problem, day, done = "kept") {
    rows <- which(rows)
    add_findings(context$log, "patients", patients$row[rows], patients$id[rows], problem, shown_days(day[rows], context$clock), done)
  }
  none <- rep(NA_integer_, nrow(patients))
  birth <- patients$birth %||% none
  onset <- patients$onset %||% none
  unborn <- birth > patients$to
  say(unborn, "born_after_follow_up", birth, "its birth taken as missing")
  say(onset < birth & !unborn, "onset_before_birth", onset)
  say(onset > patients$to, "onset_after_follow_up", onset)
  say(patients$from < birth & !unborn, "followed_before_birth", patients$from)
  # What data bases have for no day, 1900-01-01 and two days before, is no birth either.
  stands_for_none <- context$clock == "dates" & birth <= first_of_1900
  say(patients$to - birth > longest[["age"]] * year_days | stands_for_none, "old_age", birth)
  if (context$clock == "dates") say(patients$to < first_treatment, "ended_before_1950", patients$to)
  say(patients$to - onset > longest[["disease"]] * year_days & !(onset < birth) %in% TRUE, "long_disease", onset)
  say(patients$to - patients$from > longest[["follow_up"]] * year_days & !(patients$from < birth) %in% TRUE,
      "long_follow_up", patients$from)
  if (!is.null(patients$birth)) patients$birth[which(unborn)] <- NA
  patients
}

# Records before the patient's birth, and those of dates when there was nothing to record.
# A follow-up without a start is as long as that from the first treatment.
check_record_days <- function(records, table, context) {
  birth <- context$patients$birth[records$patient]
  for (name in c(table_specs[[table]]$day, if (table == "mri") "compare_date")) {
    day <- records[[name]]
    if (is.null(day)) next
    say <- function(rows, problem) {
      add_findings(context$log, table, records$row[rows], context$patients$id[records$patient[rows]], problem,
                   paste0(name, ", ", shown_days(day[rows], context$clock)), "kept")
    }
    unborn <- if (is.null(birth)) integer() else which(day < birth)
    early <- if (context$clock == "dates") setdiff(which(day < first_treatment), unborn)
    say(unborn, "before_birth")
    say(early, "before_1950")
    if (table == "treatments") {
      long <- which(context$patients$to[records$patient] - day > longest[["follow_up"]] * year_days)
      say(setdiff(long, c(unborn, early)), "long_follow_up")
    }
  }
  end <- if (table == "relapses") records$end
  if (!is.null(end)) {
    late <- which(end > context$patients$to[records$patient])
    add_findings(context$log, table, records$row[late], context$patients$id[records$patient[late]],
                 "end_after_follow_up", shown_days(end[late], context$clock), "kept")
  }
  invisible()
}
