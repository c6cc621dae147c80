#' Incidence of adverse events
#'
#' Adverse events within periods, by the measures that are often confused: how
#' many patients had one, how soon a first one came, how many there were, and how
#' many patients have one by a given day if death or a stop may come first.
#'
#' @param x A cohort of [audit_cohort()]; or numbers of patients with an event,
#'   whole numbers of 0 or more.
#' @param periods Periods of [audit_periods()], or a data frame of them.
#' @param by Names of columns of `patients`: rows for each group. A missing
#'   value is a group of its own, the last.
#' @param each Name of a column of `events` by which to tell events apart, besides any
#'   event: such as `"term"`, `"grade"`, `"serious"`, or one of your own. `NULL`: any
#'   event only. Every value in the cohort has a row in each period, even with 0.
#' @param serious,related,min_grade Count only events that are serious (`TRUE`) or
#'   not (`FALSE`), related or not, or of at least this grade (1 to 5). `NULL`: no
#'   such filter. Events for which it is not known are left out, and listed by
#'   [findings()].
#' @param incident `TRUE`: leave out patients who had such an event on any day
#'   before the period, whether or not they were followed then.
#' @param measure Which measures of each outcome, see Measures: some of the first four,
#'   which are the default, and of `"one_minus_km"`, `"recurrence"`, `"duration"` and, with
#'   `each = "grade"`, `"worst_grade"`.
#' @param times Days of the period by which the cumulative incidence is given:
#'   numbers of 0 or more.
#' @param competing What competes with an event: `"death"`, and, in periods of
#'   [period_on()], the recorded `"stop"` that ends the period. In other
#'   periods a stop ends nothing, and death alone competes. `character()`: nothing
#'   competes.
#' @param after_stop Whole number of days, 0 or more: in periods of [period_on()], events
#'   up to so many days after a recorded stop count too, and so does the time.
#' @inheritParams audit_arr
#' @param per Number of years, above 0, that the rates are given for.
#' @param patients Number of patients, as many as `x` or single.
#' @param first_years Their person-years up to the first event; `NULL`: no
#'   first-event rate.
#' @param events,years Number of all events, and all person-years; `NULL`: no event
#'   rate.
#' @param period,outcome Of each element of `x`: text or factors, as many as `x` or
#'   single.
#'
#' @return A data frame of class `msaudit_ae` and `msaudit_result` with one row for
#'   each group, period, outcome and measure (of a cumulative incidence, for each
#'   of `times`):
#'   \item{columns of `by`, `period`}{Whose time.}
#'   \item{outcome}{`"any"`, then the values of `each`, the most frequent
#'     first; numbers, such as grades, in their order.}
#'   \item{measure}{See Measures.}
#'   \item{patients}{Patients in the period; of a duration, those with an event.}
#'   \item{with_event}{Those with an event (by the day; with two; with that worst
#'     grade). Of a duration, those whose event has an end: the others are ongoing.}
#'   \item{events}{Events; of a first-event rate, first events.}
#'   \item{exposure}{Of a share, patients; of a first-event rate, person-years to the
#'     first event; of a rate, person-years; of a cumulative incidence, patients still at
#'     risk on the day.}
#'   \item{unit}{What the estimate is for, such as `"100 years"` or `"patient by day
#'     365"`.}
#'   \item{dispersion}{Of a rate, see [ci_rate_patients()]; otherwise `NA`.}
#'   \item{estimate, conf_low, conf_high, method, note}{Clopper-Pearson
#'     ([ci_proportion()]); Garwood ([ci_rate()]); `pooled_t` ([ci_rate_patients()]);
#'     Aalen-Johansen ([curve_incidence()]); Kaplan-Meier ([curve_survival()]); order
#'     statistics for a duration.}
#'
#' @section Measures:
#' * `"proportion"`: patients with an event, of all patients in the period.
#' * `"first_event_rate"`: patients with an event over the time up to their first.
#' * `"rate"`: all events over all time.
#' * `"cumulative_incidence"`: share of patients with an event by a given day, see
#'   [curve_incidence()].
#' * `"one_minus_km"`: the same as if nothing competed and patients with a competing event
#'   went on: too high, for comparison only.
#' * `"recurrence"`: patients with two events or more, of all.
#' * `"duration"`: median days of each patient's first event in the period, from its
#'   onset to its end, both included, among those whose end is known. Of several on
#'   one day the longest counts, an ongoing one before all.
#' * `"worst_grade"`: patients whose worst event in the period has that grade, so that each
#'   counts once. An unknown grade ranks below grade 1.
#'
#' @section Definition:
#' Unlike a relapse, an event on the first day of a period belongs to it, since
#' infusion reactions do: the window runs from the start to the day before the stop, and
#' includes the last day if follow-up ends on it. In a [period_calendar()] both
#' days count. The time up to a first event is the days of the period before it, the
#' first day being 0; for patients without one it is all of their time. Between two
#' courses of a period no time passes.
#'
#' A cumulative incidence counts the same days. A patient without an event leaves at
#' the end of the period: by death or a stop if they compete, otherwise censored.
#' On one day an event comes before death, and death before a stop. At 0 the upper
#' limit is that of no event in the patients whose state is known.
#'
#' @section Missing values:
#' A cohort without a table of events is an error, not a count of 0. Patients
#' without a row in it have had none.
#'
#' @section Errors:
#' `msaudit_argument_error`, with `$arg`: an argument is not what it must be, the cohort lacks
#' the table or a column that is needed, or the periods belong to another cohort.
#' `msaudit_data_error`, with `$element`: an element of a vector is not what it must be.
#'
#' @family audits of a cohort
#' @seealso [audit_curves()] for every day; [audit_compare()] for two periods.
#'
#' @examples
#' # Totals: no serious infection in eleven patients followed for 9.7 years
#' audit_ae(0, patients = 11, first_years = 9.7, outcome = "serious infection")
#'
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"))
#' audit_ae(cohort, periods, each = "category", times = c(180, 365))
#' audit_ae(cohort, periods, each = "grade", measure = "worst_grade")
#' @export
audit_ae <- function(x, ...) {
  check_given()
  UseMethod("audit_ae")
}

#' @rdname audit_ae
#' @export
audit_ae.msaudit_cohort <- function(x, periods, by = NULL, each = NULL, serious = NULL,
                                    related = NULL, min_grade = NULL, incident = FALSE,
                                    measure = c("proportion", "first_event_rate", "rate", "cumulative_incidence"),
                                    times = 365, competing = c("death", "stop"), after_stop = 0,
                                    per = 100, conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  check_argument(!missing(periods), NULL, "periods", "periods of audit_periods()", call)
  periods <- check_periods(periods, x, call)
  check_table(x, "events", call)
  check_argument(is.null(each) || checkmate::test_string(each), each, "each", "the name of a column", call)
  check_flag(incident, "incident", call)
  check_ae_measure(measure, each, x$events, call)
  times <- as_days_since(times, call)
  check_competing(competing, call)
  after_stop <- as_day_count(after_stop, "after_stop", call)
  check_per(per, call)
  check_conf_level(conf_level, call)
  groups <- patient_groups(x, by, call)

  log <- new_findings()
  filters <- list(serious = serious, related = related, min_grade = min_grade)
  events <- x$events[kept_events(x, filters, log, call), ]
  outcomes <- event_outcomes(x$events, events, each, call)
  time <- ae_time(periods, x, competing, after_stop)
  found <- lapply(outcomes, outcome_hits, events = events, time = time, with_before = incident)
  settings <- c(list(by = by, each = each), filters, list(incident = incident, measure = measure, times = times,
                competing = competing, after_stop = after_stop, per = per, conf_level = conf_level,
                periods = named_texts(periods)))
  labels <- row_labels(periods, groups)
  cells <- list(row = cell_rows(periods, groups), days = time$days, end = time$end, competing = time$competing)
  rows <- ae_rows(outcomes, found, events, cells, labels, settings)
  of_patients <- list(labels = labels, row = cells$row, patient = periods$cells$patient, days = time$days,
                      outcomes = outcomes, hits = found, event = events$row, ids = x$patients$id)
  new_result("ae", rows[names(labels)], rows, settings, of_patients = of_patients,
             row_lengths = row_lengths(cells$row, time$days, labels), audited = audited_part(x, periods, "events"),
             findings = collected(log))
}

#' @rdname audit_ae
#' @export
audit_ae.default <- function(x, patients, first_years = NULL, events = NULL, years = NULL,
                             period = "all", outcome = "any", per = 100, conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_cohort_first(x, "audit_ae", call)
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
  measures <- list(share_values("proportion", values$x, values$patients, conf_level))
  if (!is.null(first_years)) {
    measures <- c(measures, list(first_values(values$x, values$patients, values$first_years, per, conf_level)))
  }
  if (!is.null(events)) {
    rate <- ci_rate(values$events, values$years, per = per, conf_level = conf_level)
    measures <- c(measures, list(c(
      list(measure = "rate", patients = values$patients, with_event = values$x, events = rate$events,
           exposure = rate$years, unit = per_text(per)),
      as.list(rate[interval_columns])
    )))
  }
  n <- length(values$x)
  frames <- lapply(measures, function(measure) {
    period <- factor(values$period, unique(values$period))
    as.data.frame(new_result("ae", as_frame(list(period = period), n), c(list(outcome = values$outcome), measure), NULL))
  })
  rows <- do.call(rbind, frames)
  new_result("ae", rows["period"], rows, list(by = NULL, per = per, conf_level = conf_level))
}

# Totals have one row a period and outcome; more are of patients.
check_once_each <- function(values, call) {
  twice <- duplicated(data.frame(values$period, values$outcome))
  if (!any(twice)) return()
  at <- which(twice)[1]
  usage_error("period", sprintf("`x` has period %s and outcome %s twice: these are totals of patients, so give `period` or `outcome` for each",
                                shown(values$period[at]), shown(values$outcome[at])), call)
}
