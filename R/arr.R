#' Annualised relapse rate
#'
#' Relapses per patient-year within periods, pooled over the patients, with an
#' interval that takes the patient as the unit.
#'
#' @param x A cohort of [audit_cohort()]; or numbers of relapses, whole numbers
#'   of 0 or more without missing values, one a patient and period where `id` is
#'   given, one a total where it is not.
#' @param periods Periods of [audit_periods()], or a data frame of them.
#' @param by Names of columns of `patients`: a rate for each group. A missing
#'   value is a group of its own, the last.
#' @param relapse_gap Whole number of days, 1 or more: an onset that lies fewer
#'   days after the last counted onset of the patient belongs to that relapse.
#'   30, as the field has it: a gap of exactly 30 days is a new relapse. 1 counts
#'   every day with an onset.
#' @param years Person-years in which the relapses of `x` fell: 0 or more,
#'   finite, as many as `x`.
#' @param period Period of each element of `x`, as many as `x` or single: text or
#'   a factor.
#' @param id Patient of each element of `x`, each once in a period; `NULL`: the
#'   elements are totals.
#' @param method Method of the interval, as of [ci_rate_patients()] (with
#'   patients; the default is scaled for dispersion) or [ci_rate()] (totals).
#' @param per Number of years, above 0, that the rate is given for.
#' @param conf_level Confidence level, between 0 and 1, neither included.
#' @param ... Not used; an argument that no method has is an error.
#'
#' @return A data frame of class `msaudit_arr` and `msaudit_result` with one row
#'   a group and period, groups in order, periods in the order given:
#'   \item{columns of `by`, `period`}{Whose time.}
#'   \item{outcome}{`"relapse"`.}
#'   \item{measure}{`"rate"`: pooled, all relapses over all the time.}
#'   \item{patients}{Those with at least a day in the period; `NA` for totals.}
#'   \item{with_event}{Those of them with a relapse.}
#'   \item{events}{Relapses.}
#'   \item{exposure}{Person-years: days / 365.25.}
#'   \item{unit}{What the rate is given for: `"year"`, or `"100 years"`.}
#'   \item{dispersion}{Variance of the rate over that of a Poisson rate, at
#'     least 1 (see [ci_rate_patients()]).}
#'   \item{estimate, conf_low, conf_high}{The rate and its limits; `NA`, 0 and
#'     `Inf` without person-time.}
#'   \item{method, note}{As of [ci_rate_patients()].}
#'
#' @section Definition:
#' A relapse counts in a period if its onset is after the first day of one of
#' its ranges and not after the last. Which onsets are relapses is settled over
#' the whole history of a patient before any period is looked at: onsets of one
#' day are one, and `relapse_gap` runs from the last counted onset. The rate is
#' the sum of relapses over the sum of days, divided by 365.25 once.
#'
#' @section Missing values:
#' A cohort without a table of relapses is an error, not a rate of 0. A patient
#' without a row in it has had none. Of vectors none may be missing.
#'
#' @section Errors:
#' `msaudit_argument_error` and `msaudit_data_error`, as of [audit_cohort()] and
#' [ci_rate()]; a period given twice without `id` asks for it.
#'
#' @examples
#' # Totals of a published table: AFFIRM's first year
#' audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "natalizumab"))
#'
#' # Patients
#' audit_arr(c(2, 0, 1, 0), years = c(1, 1.2, 0.8, 1), period = c("a", "a", "b", "b"),
#'           id = c(1, 2, 1, 2))
#' @export
audit_arr <- function(x, ...) UseMethod("audit_arr")

#' @rdname audit_arr
#' @export
audit_arr.msaudit_cohort <- function(x, periods, by = NULL, relapse_gap = 30, method = "scaled",
                                     per = 1, conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  check_argument(!missing(periods), NULL, "periods", "periods of audit_periods()", call)
  periods <- check_periods(periods, x, call)
  check_table(x, "relapses", call)
  relapse_gap <- as_gap(relapse_gap, call)
  groups <- patient_groups(x, by, call)

  relapses <- x$relapses
  counts <- .Call(C_keep_relapses, relapses$patient, relapses$onset, relapse_gap)
  cells <- periods$cells
  events <- .Call(C_count_in_cells, relapses$patient, relapses$onset, counts,
                  periods$ranges[c("period", "patient", "start", "stop")], periods$ranges$cell,
                  length(cells$days))
  labels <- row_labels(periods, groups)
  of_patients <- list(row = cell_rows(periods, groups), patient = cells$patient, events = events,
                      time = cells$days)
  arr_result(of_patients, labels, method, per, conf_level, days = TRUE, call,
             settings = list(by = by, relapse_gap = relapse_gap, periods = named_texts(periods)),
             ids = x$patients$id)
}

#' @rdname audit_arr
#' @export
audit_arr.default <- function(x, years, period = "all", id = NULL,
                              method = if (is.null(id)) "garwood" else "scaled",
                              per = 1, conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  events <- as_counts(x, "x", call)
  check_argument(!missing(years), NULL, "years", "person-years, one for each of `x`", call)
  years <- as_years(years, "years", call)
  check_elements(!is.na(events), events, "x", "known", call)
  check_elements(!is.na(years), years, "years", "known", call)
  cells <- vector_cells(list(x = events, years = years), period, id, call)
  labels <- as_frame(list(period = cells$labels), length(cells$labels))
  if (is.null(id)) return(arr_of_totals(events, years, cells, labels, method, per, conf_level, call))
  # In order of patient, since sums of doubles depend on it.
  at <- order(cells$row, cells$patient)
  of_patients <- list(row = cells$row[at], patient = cells$patient[at], events = events[at], time = years[at])
  arr_result(of_patients, labels, method, per, conf_level, days = FALSE, call,
             settings = list(by = NULL), ids = cells$ids)
}

# Rates of patients. Time is in days, whole and so summed without error, or in
# years where the user gave years.
arr_result <- function(of_patients, labels, method, per, conf_level, days, call, settings, ids) {
  check_per(per, call)
  check_conf_level(conf_level, call)
  method <- one_of(method, c("scaled", "robust", "nb", rate_methods), "method", call)
  a_year <- if (days) 365.25 else 1
  rates <- patient_rates(as.double(of_patients$events), as.double(of_patients$time), of_patients$row,
                         nrow(labels), method, per = a_year * per, conf_level = conf_level)
  values <- as.list(rates[intersect(names(rates), result_columns)])
  values$exposure <- rates$years / a_year
  values <- c(values, list(outcome = "relapse", measure = "rate", unit = per_text(per)))
  new_result("arr", labels, values,
             c(settings, list(method = method, per = per, conf_level = conf_level)),
             of_patients = c(of_patients, list(labels = labels, a_year = a_year, ids = ids)))
}

arr_of_totals <- function(events, years, cells, labels, method, per, conf_level, call) {
  rates <- ci_rate(events, years, method = method, per = per, conf_level = conf_level)[cells$first, ]
  rates$note[is.na(rates$note)] <- "missing"
  rates$method <- method
  values <- as.list(rates[intersect(names(rates), result_columns)])
  values <- c(values, list(exposure = rates$years, outcome = "relapse", measure = "rate",
                           unit = per_text(per)))
  new_result("arr", labels, values, list(by = NULL, method = method, per = per, conf_level = conf_level))
}

per_text <- function(per) if (per == 1) "year" else paste(format(per, digits = 15), "years")

as_gap <- function(relapse_gap, call) {
  check_argument(is_one_number(relapse_gap) && relapse_gap >= 1 && relapse_gap == round(relapse_gap) &&
                   relapse_gap <= 1e6, relapse_gap, "relapse_gap", "a whole number of days, 1 or more",
                 call)
  as.integer(relapse_gap)
}

check_table <- function(cohort, table, call) {
  if (is.null(cohort[[table]])) {
    usage_error("x", sprintf("The cohort has no table `%s`: nothing is known of them, and none is 0", table),
                call)
  }
}

check_no_dots <- function(..., call) {
  if (...length() > 0) {
    name <- names(list(...))[1]
    usage_error("...", sprintf("Unused argument%s", if (is.null(name) || !nzchar(name)) "" else
      sprintf(" `%s`", name)), call)
  }
}

# Elements of vectors as cells of patients in periods; without ids each element
# is a total, and no period may come twice.
vector_cells <- function(vectors, period, id, call) {
  n <- length(vectors[[1]])
  for (name in names(vectors)) {
    if (length(vectors[[name]]) != n) {
      argument_error(c(names(vectors)[1], name), "of one length", toString(c(n, length(vectors[[name]]))),
                     call)
    }
  }
  check_argument((is.character(period) || is.factor(period)) && length(period) %in% c(1, n), period,
                 "period", "text or a factor, single or as long as `x`", call)
  if (!is.factor(period)) period <- factor(period, unique(period))
  period <- rep_len(period, n)
  check_elements(!is.na(period), period, "period", "known", call)
  labels <- factor(levels(period), levels(period))
  row <- as.integer(period)
  if (is.null(id)) {
    twice <- duplicated(row)
    if (any(twice)) {
      usage_error("id", sprintf("Period %s is given twice: say by `id` which patient each element is of",
                                shown(period[twice][1])), call)
    }
    return(list(row = row, labels = labels, first = match(seq_along(labels), row)))
  }
  id <- read_ids(id, "id", call)
  if (length(id) != n) argument_error("id", "as long as `x`", as.character(length(id)), call)
  check_elements(!is.na(id), id, "id", "known", call)
  check_elements(!duplicated(data.frame(row, id)), id, "id", "once in each period", call)
  ids <- sort(unique(id), method = "radix")
  list(row = row, labels = labels, patient = match(id, ids), ids = ids)
}

#' @export
display.msaudit_arr <- function(x) {
  settings <- definition(x)
  labels <- label_columns(x)
  table <- lapply(as.list(x)[labels], as.character)
  if (!all(is.na(x$patients))) table$relapsing <- paste0(big(x$with_event), "/", big(x$patients))
  table$relapses <- big(x$events)
  table$years <- formatC(x$exposure, digits = 2, format = "f", big.mark = ",")
  if (!all(is.na(x$dispersion))) table$disp. <- formatC(x$dispersion, digits = 2, format = "f")
  table$`rate (limits)` <- with_limits(x$estimate, x$conf_low, x$conf_high)
  unit <- if (settings$per == 1) "patient-year" else paste(format(settings$per), "patient-years")
  list(
    title = sprintf("Annualised relapse rate (pooled), per %s, with %s: %s", unit, limits_text(settings),
                    interval_texts[settings$method]),
    parts = list(display_part(as_frame(table, nrow(x)), left = seq_along(labels))),
    notes = explained(x$note)
  )
}
