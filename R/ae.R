#' Incidence of adverse events
#'
#' Adverse events within periods, three ways that are not to be confused: how
#' many patients had one, how fast a first one came, and how many there were.
#'
#' @param x A cohort of [audit_cohort()]; or numbers of patients with an event,
#'   whole numbers of 0 or more.
#' @param periods Periods of [audit_periods()], or a data frame of them.
#' @param by Names of columns of `patients`: rows for each group.
#' @param each What to tell apart, beside any event: the name of a column of
#'   `events`, such as `"term"`, `"grade"`, `"serious"`, or one of your own;
#'   `NULL`: any event alone. Every value of it in the cohort has a row in each
#'   period, also with 0.
#' @param serious,related,min_grade Count those events alone that are serious
#'   (`TRUE`) or not (`FALSE`), related or not, or of at least that grade (1 to
#'   5). `NULL`: no such filter. Events of which it is not known are left out,
#'   and listed by [findings()].
#' @param incident `TRUE`: leave out patients who had such an event on any day
#'   before the period, followed or not.
#' @param patients Number of patients, as many as `x` or single.
#' @param first_years Their person-years up to the first event; `NULL`: no
#'   first-event rate.
#' @param events,years Number of all events, and all person-years; `NULL`: no
#'   event rate.
#' @param period,outcome Of each element of `x`: text or factors, as many as `x`
#'   or single.
#' @param per Number of years, above 0, that the rates are given for.
#' @inheritParams audit_arr
#'
#' @return A data frame of class `msaudit_ae` and `msaudit_result` with three
#'   rows for each group, period and outcome:
#'   \item{columns of `by`, `period`}{Whose time.}
#'   \item{outcome}{`"any"`, then what `each` tells apart, the more frequent
#'     first.}
#'   \item{measure}{`"proportion"`: patients with an event of all patients in the
#'     period. `"first_event_rate"`: patients with an event over the time up to
#'     their first. `"rate"`: all events over all time.}
#'   \item{patients, with_event, events}{Patients in the period, those with an
#'     event, events (of a first-event rate, first events).}
#'   \item{exposure, unit}{Patients; person-years to the first event;
#'     person-years.}
#'   \item{dispersion}{Of a rate, see [ci_rate_patients()].}
#'   \item{estimate, conf_low, conf_high, method, note}{Clopper-Pearson,
#'     [ci_proportion()]; Garwood, [ci_rate()]; scaled, [ci_rate_patients()].}
#'
#' @section Definition:
#' Unlike a relapse, an event on the first day of a period belongs to it, since
#' infusion reactions do: the window is from the start to the day before the
#' stop, and the last day too where follow-up ends on it. In a
#' [period_calendar()] both days count. Time up to a first event is the days of
#' the period before it; that of patients without one is all of their time.
#'
#' @section Missing values:
#' A cohort without a table of events is an error, not a count of 0. Patients
#' without a row in it have had none.
#'
#' @inheritSection audit_arr Errors
#'
#' @examples
#' # Totals: no serious infection in eleven patients followed for 9.7 years
#' audit_ae(0, patients = 11, first_years = 9.7, outcome = "serious infection")
#' @export
audit_ae <- function(x, ...) UseMethod("audit_ae")

#' @rdname audit_ae
#' @export
audit_ae.msaudit_cohort <- function(x, periods, by = NULL, each = NULL, serious = NULL,
                                    related = NULL, min_grade = NULL, incident = FALSE,
                                    per = 100, conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  check_argument(!missing(periods), NULL, "periods", "periods of audit_periods()", call)
  periods <- check_periods(periods, x, call)
  check_table(x, "events", call)
  check_argument(is.null(each) || checkmate::test_string(each), each, "each", "the name of a column", call)
  check_flag(incident, "incident", call)
  check_per(per, call)
  check_conf_level(conf_level, call)
  groups <- patient_groups(x, by, call)

  log <- new_findings()
  events <- filter_events(x, list(serious = serious, related = related, min_grade = min_grade), log, call)
  outcomes <- event_outcomes(x$events, events, each, call)
  rows <- list(cell = cell_rows(periods, groups), labels = row_labels(periods, groups))
  parts <- lapply(seq_along(outcomes$names), function(i) {
    found <- events_in_cells(periods, events[outcomes$rows[[i]], ])
    ae_rows(found, rows, outcomes$names[i], periods$cells$days, incident, per, conf_level)
  })
  x_rows <- order_outcomes(parts, rows$labels, outcomes$names)
  settings <- list(by = by, each = each, serious = serious, related = related, min_grade = min_grade,
                   incident = incident, per = per, conf_level = conf_level, periods = periods$texts)
  new_result("ae", x_rows[names(rows$labels)], x_rows, settings, findings = collected(log))
}

filter_events <- function(cohort, filters, log, call) {
  events <- cohort$events
  check <- list(
    serious = function(x) isTRUE(x) || isFALSE(x), related = function(x) isTRUE(x) || isFALSE(x),
    min_grade = function(x) is_one_number(x) && x %in% 1:5
  )
  kept <- rep(TRUE, nrow(events))
  for (filter in names(filters)) {
    wanted <- filters[[filter]]
    if (is.null(wanted)) next
    column <- if (filter == "min_grade") "grade" else filter
    check_argument(check[[filter]](wanted), wanted, filter,
                   if (filter == "min_grade") "a grade from 1 to 5" else "TRUE or FALSE", call)
    check_has(events, column, filter, call)
    unknown <- which(kept & is.na(events[[column]]))
    add_findings(log, "events", events$row[unknown], cohort$patients$id[events$patient[unknown]],
                 "filter_unknown", rep(column, length(unknown)), "left out of this audit")
    fits <- if (filter == "min_grade") events$grade >= wanted else events[[filter]] == wanted
    kept <- kept & fits %in% TRUE
  }
  events[kept, ]
}

check_has <- function(events, column, arg, call) {
  if (is.null(events[[column]])) {
    usage_error(arg, sprintf("`%s` needs a column `%s` in the table `events`, which has none", arg, column),
                call)
  }
}

# Which of the events make each outcome: any of them, and those that are told
# apart by a column. Outcomes that no kept event has have rows too.
event_outcomes <- function(all, kept, each, call) {
  any_event <- list(names = "any", rows = list(seq_len(nrow(kept))))
  if (is.null(each)) return(any_event)
  check_has(all, each, "each", call)
  names <- sort(unique(outcome_names(all[[each]], each)), method = "radix")
  of_kept <- outcome_names(kept[[each]], each)
  list(names = c("any", names),
       rows = c(any_event$rows, lapply(names, function(name) which(of_kept == name))))
}

# Text speaks for itself; a number or a flag needs the name of its column.
outcome_names <- function(x, each) {
  said <- if (is.logical(x)) ifelse(x, "yes", "no") else as.character(x)
  said[is.na(x)] <- "not known"
  if (is.character(x) || is.factor(x)) said else paste(each, said)
}

events_in_cells <- function(periods, events) {
  ranges <- periods$ranges
  windows <- c(ranges[c("period", "patient", "first", "last")],
               list(days = ranges$stop - ranges$start, cell = ranges$cell))
  .Call(C_first_events, events$patient, events$onset, windows, length(periods$cells$days))
}

# The three rows of one outcome, for each group and period.
ae_rows <- function(found, rows, outcome, days, incident, per, conf_level) {
  use <- if (incident) found$before == 0 else rep(TRUE, length(days))
  n <- nrow(rows$labels)
  group <- rows$cell[use]
  rate <- patient_rates(as.double(found$events[use]), as.double(days[use]), group, n, per = 365.25 * per,
                        conf_level = conf_level)
  # An event on the first day leaves no time before it.
  first_days <- vapply(split(as.double(found$time[use]), factor(group, seq_len(n))), sum, 0)
  measures <- ae_measures(rate$with_event, rate$patients, unname(first_days) / 365.25, per, conf_level)
  rate_values <- list(measure = "rate", patients = rate$patients, with_event = rate$with_event,
                      events = rate$events, exposure = rate$years / 365.25, unit = per_text(per),
                      dispersion = rate$dispersion)
  measures$rate <- c(rate_values, as.list(rate[c("estimate", "conf_low", "conf_high", "method", "note")]))
  frames <- lapply(measures, function(values) {
    frame <- new_result("ae", rows$labels, c(list(outcome = outcome), values), NULL)
    as.data.frame(frame)
  })
  do.call(rbind, unname(frames))
}

# The proportion, and the first-event rate where its time is known.
ae_measures <- function(with_event, patients, first_years, per, conf_level) {
  share <- ci_proportion(with_event, patients, conf_level = conf_level)
  limits <- c("estimate", "conf_low", "conf_high", "method", "note")
  measures <- list(proportion = c(
    list(measure = "proportion", patients = patients, with_event = with_event, events = NA_real_,
         exposure = as.double(patients), unit = "patient"), as.list(share[limits])
  ))
  if (is.null(first_years)) return(measures)
  first <- first_rate(with_event, first_years, per, conf_level)
  measures$first <- c(
    list(measure = "first_event_rate", patients = patients, with_event = with_event,
         events = as.double(with_event), exposure = first_years, unit = per_text(per)),
    as.list(first[limits])
  )
  measures
}

# Where all first events fall on first days there is no time before them, and so
# no rate. One event a patient: Poisson limits are fair, and get no note.
first_rate <- function(with_event, first_years, per, conf_level) {
  rate <- ci_rate(with_event, first_years, per = per, conf_level = conf_level)
  rate$note <- sub(";?assumes_poisson", "", rate$note)
  rate
}

# Outcomes by how many patients had them in all periods, the first ("any") kept
# first; equals in the order of their names. Within an outcome the rows of each
# measure follow each other.
order_outcomes <- function(parts, labels, names) {
  frequency <- vapply(parts, function(part) sum(part$with_event[part$measure == "proportion"]), 0)
  place <- c(1, 1 + order(-frequency[-1], names[-1], method = "radix"))
  rows <- do.call(rbind, parts[place])
  rows[order(rep(seq_len(nrow(labels)), length.out = nrow(rows)), method = "radix"), ]
}

#' @rdname audit_ae
#' @export
audit_ae.default <- function(x, patients, first_years = NULL, events = NULL, years = NULL,
                             period = "all", outcome = "any", per = 100, conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  check_argument(!missing(patients), NULL, "patients", "the number of patients", call)
  check_per(per, call)
  if (is.null(events) != is.null(years)) {
    usage_error(c("events", "years"), "`events` and `years` go together", call)
  }
  x <- as_counts(x, "x", call)
  given <- list(x = x, patients = as_counts(patients, "patients", call), period = as.character(period),
                outcome = as.character(outcome))
  if (!is.null(first_years)) given$first_years <- as_years(first_years, "first_years", call)
  if (!is.null(events)) {
    given$events <- as_counts(events, "events", call)
    given$years <- as_years(years, "years", call)
  }
  values <- do.call(recycled, c(given, list(call = call)), quote = TRUE)
  check_elements(!is.na(values$x), values$x, "x", "known", call)
  check_once_each(values, call)
  if (!is.null(events)) {
    check_elements(is.na(values$events) | values$events >= values$x, values$events, "events",
                   "as many as patients with an event, or more", call)
  }
  first_years <- values$first_years
  measures <- ae_measures(values$x, values$patients, first_years, per, conf_level)
  if (!is.null(events)) {
    rate <- ci_rate(values$events, values$years, per = per, conf_level = conf_level)
    measures$rate <- c(
      list(measure = "rate", patients = values$patients, with_event = values$x, events = rate$events,
           exposure = rate$years, unit = per_text(per)),
      as.list(rate[c("estimate", "conf_low", "conf_high", "method", "note")])
    )
  }
  period <- factor(values$period, unique(values$period))
  labels <- as_frame(list(period = rep(period, length(measures))), length(period) * length(measures))
  columns <- lapply(structure(names(measures$proportion), names = names(measures$proportion)), function(name) {
    unlist(lapply(measures, function(measure) rep_len(measure[[name]], length(period))), use.names = FALSE)
  })
  columns$outcome <- rep(values$outcome, length(measures))
  new_result("ae", labels, columns, list(by = NULL, per = per, conf_level = conf_level))
}

# Totals have one row a period and outcome; more are of patients.
check_once_each <- function(values, call) {
  twice <- duplicated(data.frame(values$period, values$outcome))
  if (!any(twice)) return()
  at <- which(twice)[1]
  usage_error("period", sprintf("`x` has period %s and outcome %s twice: these are totals of patients, so give `period` or `outcome` for each",
                                shown(values$period[at]), shown(values$outcome[at])), call)
}

#' @export
display.msaudit_ae <- function(x) {
  settings <- definition(x)
  labels <- label_columns(x)
  keys <- row_keys(x, labels)
  parts <- lapply(unique(keys), function(key) display_part(ae_wide(x[keys == key, ]), heading = key))
  list(
    title = sprintf("Adverse events, with %s; rates per %s patient-years", limits_text(settings),
                    format(settings$per)),
    parts = parts, notes = explained(x$note, but = c("zero_events", "undefined_phi"))
  )
}

# One line an outcome: the three measures beside each other.
ae_wide <- function(x) {
  share <- x[x$measure == "proportion", ]
  wide <- list(outcome = share$outcome, patients = paste0(big(share$with_event), "/", big(share$patients)),
               `% (limits)` = with_limits(100 * share$estimate, 100 * share$conf_low,
                                          100 * share$conf_high, 0))
  titles <- c(first_event_rate = "first events", rate = "all events")
  for (measure in intersect(names(titles), x$measure)) {
    rate <- x[x$measure == measure, ]
    rate <- rate[match(share$outcome, rate$outcome), ]
    wide[[titles[[measure]]]] <- with_limits(rate$estimate, rate$conf_low, rate$conf_high, 0)
  }
  as_frame(wide, nrow(share))
}
