#' Annualised relapse rate
#'
#' Relapses per patient-year within periods, pooled over the patients, with an
#' interval that takes the patient as the unit.
#'
#' @param x A cohort of [audit_cohort()]; or numbers of relapses, whole numbers
#'   of 0 or more, none missing: one per patient and period if `id` is
#'   given, otherwise one per total.
#' @param periods Periods of [audit_periods()], or a data frame of them.
#' @param by Names of columns of `patients`: a rate for each group. A missing
#'   value is a group of its own, the last.
#' @param totals `TRUE`: also all patients, as a last group called `"all"` in each of the
#'   columns of `by`, which are then text.
#' @param measure One or both of `"rate"`, the pooled rate, and `"mean"`, the
#'   mean of the patients' own rates.
#' @param relapse_gap Whole number of days, 1 or more: an onset fewer days than this after
#'   the patient's last counted onset belongs to that relapse. The usual value is 30: a
#'   gap of exactly 30 days is a new relapse. With 1, every day with an onset counts.
#' @param gap_from `"onset"`: `relapse_gap` runs from the last counted onset;
#'   `"end"`: from the end of that relapse, the last end of all onsets that belong to
#'   it. A relapse without an `end` is taken to end on its onset, and is listed by
#'   [findings()].
#' @param severity,steroids,confirmed Count only relapses whose column
#'   `severity` has one of these values (whatever their case), or whose `steroids` or `confirmed` is `TRUE`
#'   (or `FALSE`). `NULL`: no such filter. Relapses for which it is not known are left
#'   out, and listed by [findings()].
#' @param start_day `"before"`: a relapse on the first day of a period belongs to
#'   the time before it, one on the last day to the period. `"in"`: the other
#'   way round; the last day of follow-up then still belongs to the period, and adds a
#'   day to its time.
#' @param lag Whole number of days, 0 or more, left out after the first start of the drug
#'   (relapses and time), before it is thought to work: from the day after the start on, or
#'   with `start_day = "in"` from the day of the start on. Only in periods on a drug or
#'   since its start.
#' @param not_at_risk Whole number of days, 0 or more, after the onset of a counted
#'   relapse (in or before the period) that are not time at risk: an onset in them
#'   does not count.
#' @param min_days Whole number of days, 0 or more: patients with fewer days at
#'   risk in a period are left out of it. `NULL`: 0 for the pooled rate, 90 for the
#'   mean.
#' @param method Method of the interval of the pooled rate: with patients one
#'   of [ci_rate_patients()] (by default `"pooled_t"`), with totals one of
#'   [ci_rate()].
#' @param per Number of years, above 0, that the rate is given for.
#' @param conf_level Confidence level, between 0 and 1, neither included.
#' @param years Person-years of each element of `x`: 0 or more, finite, as many as `x`.
#' @param period Period of each element of `x`, as many as `x` or single: text or
#'   a factor.
#' @param id Patient of each element of `x`, each once in a period; `NULL`: the
#'   elements are totals.
#' @param ... Not used; an unknown argument is an error.
#'
#' @return A data frame of class `msaudit_arr` and `msaudit_result` with one row
#'   per measure, group and period, groups in order, periods in the order given:
#'   \item{columns of `by`, `period`}{Whose time.}
#'   \item{outcome}{`"relapse"`.}
#'   \item{measure}{`"rate"`: pooled, all relapses over all the time. `"mean"`: of the
#'     patients' own rates.}
#'   \item{patients}{Those with at least a day in the period, or `min_days`; `NA`
#'     for totals.}
#'   \item{with_event}{Those of them with a relapse; `NA` for totals.}
#'   \item{events}{Relapses.}
#'   \item{exposure}{Person-years: days / 365.25.}
#'   \item{unit}{What the rate is given for: `"year"`, or for instance `"100 years"`.}
#'   \item{dispersion}{Variance of the rate over that of a Poisson rate, at least
#'     1 (see [ci_rate_patients()]); `NA` for a mean.}
#'   \item{estimate, conf_low, conf_high}{The rate and its limits; `NA`, 0 and
#'     `Inf` without person-time.}
#'   \item{method, note}{See [ci_rate_patients()]. For a mean `"t"`: Student's
#'     limits, the lower one not below 0. If the patients' rates do not vary, the scaled
#'     limits of the pooled rate, which the mean then equals (note `fallback_scaled`).}
#'
#' @section Definition:
#' A relapse counts in a period if its onset is after the first day of one of its
#' ranges and not after the last. Which onsets are relapses is settled over the
#' whole history of a patient before any period is looked at: first the filters,
#' then onsets on one day are one, then `relapse_gap`. The rate is the sum of
#' relapses over the sum of days, divided by 365.25 once.
#'
#' The mean of the patients' own rates gives a patient followed for three months the
#' weight of one followed for three years: one relapse in two months is a rate of 6 a
#' year. It is given on request, with a minimum of days, because published tables
#' may report it.
#'
#' @section Missing values:
#' A cohort without a table of relapses is an error, not a rate of 0. A patient
#' without a row in the table has had none. In vectors nothing may be missing.
#'
#' @section Errors:
#' `msaudit_argument_error`, with `$arg`: an argument is not what it must be, the cohort has
#' no table of relapses, an option needs a column that the table lacks, no
#' relapse has the `severity`, a period of totals is given twice without `id`, or the
#' periods belong to another cohort. `msaudit_data_error`, with `$element`: an element of a
#' vector is not what it must be.
#'
#' @family audits of a cohort
#' @seealso [audit_records()] for the relapses behind a row; [results_text()] for the
#'   sentence.
#'
#' @examples
#' # Totals of a published table: AFFIRM's first year
#' audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "natalizumab"))
#'
#' # Patients
#' audit_arr(c(2, 0, 1, 0), years = c(1, 1.2, 0.8, 1), period = c("a", "a", "b", "b"),
#'           id = c(1, 2, 1, 2))
#'
#' # Confirmed relapses of a cohort, the first 30 days on each drug left out
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' audit_arr(cohort, periods, measure = c("rate", "mean"), confirmed = TRUE, lag = 30)
#' @export
audit_arr <- function(x, ...) {
  check_given()
  UseMethod("audit_arr")
}

#' @rdname audit_arr
#' @export
audit_arr.msaudit_cohort <- function(x, periods, by = NULL, totals = FALSE, measure = "rate", relapse_gap = 30,
                                     gap_from = c("onset", "end"), severity = NULL, steroids = NULL,
                                     confirmed = NULL, start_day = c("before", "in"), lag = 0, not_at_risk = 0,
                                     min_days = NULL, method = "pooled_t", per = 1, conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  check_argument(!missing(periods), NULL, "periods", "periods of audit_periods()", call)
  periods <- check_periods(periods, x, call)
  check_table(x, "relapses", call)
  rules <- relapse_rules(relapse_gap, gap_from, severity, steroids, confirmed, start_day, lag, not_at_risk, call)
  check_flag(totals, "totals", call)
  groups <- patient_groups(x, by, call)

  log <- new_findings()
  found <- relapses_at_risk(x, periods, rules, log, call)
  at_risk <- found$periods
  cells <- at_risk$cells
  of_patients <- list(row = cell_rows(at_risk, groups), patient = cells$patient, events = relapses_in_cells(found),
                      time = cells$days)
  labels <- row_labels(periods, groups)
  if (totals) {
    labels <- with_total_labels(labels, by, periods$names, call)
    of_patients <- with_totals(of_patients, cells$period + groups$n * length(periods$names))
  }
  arr_result(of_patients, labels, measure, min_days, method, per, conf_level, days = TRUE, call,
             settings = c(list(by = by, totals = totals), rules,
                          list(periods = named_texts(periods), treated = periods$treated,
                               without_time = at_risk$without_time)),
             ids = x$patients$id, findings = collected(log), audited = audited_part(x, periods, "relapses"))
}

#' @rdname audit_arr
#' @export
audit_arr.default <- function(x, years, period = "all", id = NULL, measure = "rate", min_days = NULL,
                              method = if (is.null(id)) "garwood" else "pooled_t",
                              per = 1, conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_cohort_first(x, "audit_arr", call)
  check_no_dots(..., call = call)
  events <- as_counts(x, "x", call)
  check_argument(!missing(years), NULL, "years", "person-years, one for each of `x`", call)
  years <- as_years(years, "years", call)
  check_elements(!is.na(events), events, "x", "known", call)
  check_elements(!is.na(years), years, "years", "known", call)
  cells <- vector_cells(list(x = events, years = years), period, id, call)
  if (!is.null(id)) check_events_in_time(events, years, "x", call)
  labels <- as_frame(list(period = cells$labels), length(cells$labels))
  if (is.null(id)) {
    if (!identical(measure, "rate")) usage_error("measure", "A mean of rates needs patients: give `id`", call)
    return(arr_of_totals(events, years, cells, labels, method, per, conf_level, call))
  }
  # In order of patient, since sums of doubles depend on it.
  at <- order(cells$row, cells$patient)
  of_patients <- list(row = cells$row[at], patient = cells$patient[at], events = events[at], time = years[at])
  arr_result(of_patients, labels, measure, min_days, method, per, conf_level, days = FALSE, call,
             settings = list(by = NULL), ids = cells$ids)
}

# Rates of patients. Time is in days, whole and so summed without error, or in
# years where the user gave years.
arr_result <- function(of_patients, labels, measure, min_days, method, per, conf_level, days, call, settings, ids,
                       ...) {
  check_per(per, call)
  check_conf_level(conf_level, call)
  some_of(measure, names(least_days), "measure", call)
  method <- one_of(method, patient_rate_methods, "method", call)
  a_year <- if (days) 365.25 else 1
  least <- if (is.null(min_days)) least_days[measure] else rep(as_day_count(min_days, "min_days", call), length(measure))
  parts <- Map(function(name, least) {
    arr_rows(with_days(of_patients, least, if (days) 1 else 365.25), nrow(labels), name, method, per, a_year, conf_level)
  }, measure, least)
  values <- lapply(structure(names(parts[[1]]), names = names(parts[[1]])), function(name) {
    unlist(lapply(parts, `[[`, name), use.names = FALSE)
  })
  each <- rep(seq_len(nrow(labels)), length(measure))
  new_result("arr", as_frame(lapply(labels, `[`, each), length(each)), values,
             c(settings, list(measure = measure, min_days = unname(least), method = method, per = per,
                              conf_level = conf_level)),
             of_patients = c(with_days(of_patients, least[1], if (days) 1 else 365.25),
                             list(labels = labels, a_year = a_year, ids = ids)), ...)
}

# With less time than this single rates tell little.
least_days <- c(rate = 0, mean = 90)

# The patients with at least so many days: years that were days come back with dust.
with_days <- function(of_patients, least, days_of_time) {
  if (least <= 1) return(of_patients)
  lapply(of_patients, `[`, of_patients$time * days_of_time >= least * (1 - 1e-12))
}

# The columns of one measure.
arr_rows <- function(of_patients, n, measure, method, per, a_year, conf_level) {
  events <- as.double(of_patients$events)
  time <- as.double(of_patients$time)
  rates <- patient_rates(events, time, of_patients$row, n, if (measure == "rate") method else "scaled",
                         per = a_year * per, conf_level = conf_level)
  if (measure == "mean") {
    means <- lapply(.Call(C_mean_rates, events, time, of_patients$row, n, as.double(conf_level)), nan_to_na)
    varies <- !is.na(means$conf_low)
    for (name in c("estimate", "conf_low", "conf_high")) {
      rates[[name]][varies] <- a_year * per * means[[name]][varies]
    }
    rates$dispersion <- rep(NA_real_, n)
    rates$method <- ifelse(varies, "t", "scaled")
    rates$note <- join_notes(no_patients = means$patients == 0, n1 = means$patients == 1,
                             zero_events = rates$events == 0 & means$patients > 0,
                             zero_variance = !varies & means$patients > 1 & rates$events > 0,
                             fallback_scaled = !varies & means$patients > 0)
  }
  values <- as.list(rates[intersect(names(rates), result_columns)])
  c(values, list(exposure = rates$years / a_year, outcome = rep("relapse", n), measure = rep(measure, n),
                 unit = rep(per_text(per), n)))
}

arr_of_totals <- function(events, years, cells, labels, method, per, conf_level, call) {
  check_per(per, call)
  check_conf_level(conf_level, call)
  method <- one_of(method, rate_methods, "method", call)
  rates <- ci_rate(events, years, method = method, per = per, conf_level = conf_level)[cells$first, ]
  rates$note[is.na(rates$note)] <- "missing"
  rates$method <- method
  values <- as.list(rates[intersect(names(rates), result_columns)])
  values <- c(values, list(exposure = rates$years, outcome = "relapse", measure = "rate",
                           unit = per_text(per)))
  new_result("arr", labels, values, list(by = NULL, measure = "rate", min_days = 0, method = method, per = per,
                                         conf_level = conf_level))
}
