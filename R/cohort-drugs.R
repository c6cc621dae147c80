# Drugs of a cohort, by name.

# The code of a drug in the courses of a cohort.
one_drug <- function(cohort, drug, arg, call) {
  check_argument(checkmate::test_string(drug), drug, arg, "the name of a drug", call)
  drugs <- levels(cohort$treatments$drug)
  code <- match(fold(drug), fold(drugs))
  if (is.na(code)) {
    given <- if (length(drugs) == 0) "; there are no courses" else sprintf("; drugs are %s", toString(drugs))
    hint <- did_you_mean(drug, drugs)
    usage_error(arg, sprintf("No course has the drug %s%s", shown(drug), if (nzchar(hint)) hint else given),
                call)
  }
  code
}

# The first day on which each patient started one of the drugs; NA: never.
first_starts <- function(cohort, codes) {
  courses <- cohort$treatments
  rows <- which(as.integer(courses$drug) %in% codes)
  start <- rep(NA_integer_, nrow(cohort$patients))
  # Courses are in order of patient and start: of those of a patient the first stands.
  rows <- rev(rows)
  start[courses$patient[rows]] <- courses$start[rows]
  start
}

clocks <- c("dates", "numbers")

months_after <- function(days, months, clock) {
  .Call(C_days_plus_months, days, months, choice_code(clock, clocks))
}

as_months <- function(months, arg, call) {
  check_argument(is_one_number(months) && months >= 0 && months == round(months) && months <= 1e5,
                 months, arg, "a whole number of months, 0 or more", call)
  as.integer(months)
}

# A single day on the clock of the cohort.
one_day <- function(x, arg, clock, call) {
  day <- as_days(x, arg, call)
  check_argument(length(day) == 1 && !is.na(day), x, arg, "one day", call)
  if (clock_of(x) != clock) argument_error(arg, sprintf("%s, as the cohort has", clock), clock_of(x), call)
  day
}
