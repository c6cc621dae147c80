#' Relapses and adverse events over time
#'
#' Curves of what happened since the first day of each period: how many events a
#' patient has had on average, how many patients are free of one, and how many have
#' had one if death or a stop may come first.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param outcome What is followed, single: `"relapse"`; or, of adverse events, `"any"` or
#'   a value of the column `each`, such as a term.
#' @param measure Some of `"mcf"`, the mean cumulative number of events (see
#'   [curve_mcf()]); `"event_free"`, the share of patients without one since the
#'   first day of the period (see [curve_survival()]); and, for adverse events,
#'   `"cumulative_incidence"`, the share with one where others compete (see
#'   [curve_incidence()]). `NULL`: the first two for relapses, the third for adverse
#'   events.
#' @param by Names of columns of `patients`: curves for each group. A missing
#'   value is a group of its own, the last.
#' @param times Days since the first day of the period at which the curves are
#'   given: numbers of 0 or more. `NULL`: each day with an event, and the last
#'   day on which anybody is followed.
#' @param ... For relapses, other options of [audit_arr()] that define one and the time at
#'   risk: `gap_from`, `severity`, `steroids`, `confirmed`, `start_day`, `lag`, `not_at_risk`.
#'   For adverse events, options of [audit_ae()]: `each`, the column in which `outcome` is
#'   looked for (default `"term"`), `serious`, `related`, `min_grade`, `incident`,
#'   `competing`, `after_stop`.
#' @inheritParams audit_arr
#'
#' @return A data frame of class `msaudit_curves` with one row per measure, group, period and
#'   day:
#'   \item{columns of `by`, `period`}{Whose time.}
#'   \item{outcome, measure}{As asked for.}
#'   \item{time}{Days since the patient's first day in the period.}
#'   \item{at_risk, events, estimate, std_error, conf_low, conf_high, note}{See
#'     [curve_mcf()], [curve_survival()] and [curve_incidence()].}
#'
#' @section Definition:
#' Which onsets are relapses, and which fall into a period, is as in [audit_arr()]. Time
#' runs from the patient's first day in the period. A period of several ranges has gaps,
#' in which a patient is not at risk but time runs on: relapses in a gap count in no
#' curve, and a patient who had none outside it returns to those at risk as free
#' of one. The end of a patient's period censors; it is assumed to say
#' nothing about relapses to come.
#'
#' Which adverse events fall into a period, and their time, is as in [audit_ae()]: days of
#' the period before the event, the first day being 0, so that no time passes in a gap. The
#' end of a patient's period competes or censors in a cumulative incidence, as
#' `competing` says; it censors in the other two.
#'
#' @section Missing values:
#' A cohort without the table that is needed is an error, not a curve at 0. A patient
#' without a row in the table has had none.
#'
#' @section Errors:
#' `msaudit_argument_error`, with `$arg`: an argument is not what it must be, the cohort lacks
#' the table or a column that is needed, or the periods belong to another cohort.
#'
#' @family audits of a cohort
#' @seealso [audit_compare()] on the result.
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "After alemtuzumab" = period_since("alemtuzumab", months = 24)
#' )
#' curves <- audit_curves(cohort, periods, times = c(90, 180, 365))
#' curves
#' audit_compare(curves)
#' audit_curves(cohort, periods, outcome = "infection", each = "category", times = c(90, 180, 365))
#' @export
audit_curves <- function(cohort, periods, outcome = "relapse", measure = NULL, by = NULL, times = NULL,
                         relapse_gap = 30, conf_level = 0.95, ...) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  periods <- check_periods(periods, cohort, call)
  check_argument(checkmate::test_string(outcome), outcome, "outcome", "the name of one outcome", call)
  measure <- as_curve_measure(measure, outcome, call)
  check_conf_level(conf_level, call)
  if (!is.null(times)) times <- as_days_since(times, call)
  groups <- patient_groups(cohort, by, call, "time")
  place <- list(periods = periods, groups = groups, labels = row_labels(periods, groups))
  settings <- list(outcome = outcome, measure = measure, by = by, times = times)
  found <- if (outcome == "relapse") {
    relapse_curves(cohort, place, settings, relapse_rules_of(list(...), relapse_gap, call), conf_level, call)
  } else {
    ae_curves(cohort, place, settings, ae_rules_of(list(...), call), conf_level, call)
  }
  settings <- c(settings, found$settings, list(periods = named_texts(periods), without_time = found$without_time,
                                               conf_level = conf_level))
  parts <- lapply(measure, function(name) {
    period_curves(found$spells[[name]], found$rows, place$labels, outcome, name, times, conf_level)
  })
  structure(do.call(rbind, parts), class = c("msaudit_curves", "data.frame"), settings = settings,
            of_patients = list(spells = found$spells, row = found$rows, patient = found$patient, labels = place$labels),
            findings = found$findings, synthetic = synthetic_mark(cohort),
            undated = undated_records(cohort, curve_table(outcome)))
}

# The table that curves of an outcome are made from.
curve_table <- function(outcome) if (outcome == "relapse") "relapses" else "events"

as_curve_measure <- function(measure, outcome, call) {
  of_relapses <- c("mcf", "event_free")
  offered <- if (outcome == "relapse") of_relapses else names(curve_measures)
  if (is.null(measure)) return(if (outcome == "relapse") of_relapses else "cumulative_incidence")
  if (outcome == "relapse" && is.character(measure) && "cumulative_incidence" %in% measure) {
    usage_error("measure", "`measure = \"cumulative_incidence\"` is of adverse events: give `outcome`", call)
  }
  some_of(measure, offered, "measure", call)
}

relapse_curves <- function(cohort, place, settings, rules, conf_level, call) {
  check_table(cohort, "relapses", call)
  log <- new_findings()
  found <- relapses_at_risk(cohort, place$periods, rules, log, call)
  rows <- cell_rows(found$periods, place$groups)
  origin <- days_before_risk(place$periods, found$periods)
  spells <- lapply(structure(settings$measure, names = settings$measure), function(name) {
    spells <- period_spells(found$periods, found$patient, found$onset, found$counts, name == "event_free")
    for (end in c("start", "stop")) spells[[end]] <- spells[[end]] + origin[spells$cell + 1L]
    spells
  })
  list(spells = spells, rows = rows, patient = found$periods$cells$patient, settings = rules,
       without_time = found$periods$without_time, findings = collected(log))
}

# How each measure is computed, spoken of, and shown.
curve_measures <- list(
  mcf = list(curves = function(...) mcf_curves(...),
             text = c(relapse = "mean relapses per patient so far", event = "mean events per patient so far"),
             factor = 1, at_first = 0),
  event_free = list(curves = function(...) survival_curves(...),
                    text = c(relapse = "free of a relapse, %", event = "free of an event, %"),
                    factor = 100, at_first = 100),
  cumulative_incidence = list(curves = function(...) ended_curves(...),
                              text = c(event = "with an event so far, %"), factor = 100, at_first = 0)
)

# For each cell of the time at risk, the days from the patient's first day in the
# period to the first at risk.
days_before_risk <- function(periods, at_risk) {
  first <- function(x) x$ranges$start[!duplicated(x$ranges$cell)]
  first(at_risk) - first(periods)[cells_kept(periods, at_risk)]
}

# What the measure of a curve is, in words.
curve_text <- function(measure, outcome) {
  text <- curve_measures[[measure]]$text
  text[[if (outcome == "relapse") "relapse" else "event"]]
}

# Time at risk of each cell of the periods, cut at the records that count.
period_spells <- function(periods, patient, day, counts, first_only) {
  ranges <- periods$ranges
  times <- ranges[c("period", "patient", "start", "stop")]
  totals <- .Call(C_count_in_cells, patient, day, counts, times, ranges$cell, length(periods$cells$days))
  room <- length(ranges$start) + sum(as.double(totals))
  .Call(C_cut_at_events, patient, day, counts, times, ranges$cell, as.integer(first_only), room)
}

# The curves of one measure. `rows` has the row of the labels for each cell.
period_curves <- function(spells, rows, labels, outcome, measure, times, conf_level) {
  row <- factor(rows[spells$cell + 1L], seq_len(nrow(labels)))
  found <- curve_measures[[measure]]$curves(spells$start, spells$stop, spells$events, spells$cell, row, times,
                                            conf_level, ends = TRUE)
  at <- as.integer(found$group)
  columns <- lapply(as.list(labels), `[`, at)
  rest <- as.list(found)
  as_frame(c(columns, list(outcome = rep(outcome, length(at)), measure = rep(measure, length(at))),
             rest[setdiff(names(rest), "group")]), length(at))
}

#' @export
print.msaudit_curves <- function(x, ...) print.msaudit_result(x, ...)

#' @export
as.data.frame.msaudit_curves <- function(x, ...) as.data.frame.msaudit_result(x, ...)

# A long curve shows a few days, the first and the last among them.
#' @export
display.msaudit_curves <- function(x) {
  settings <- definition(x)
  labels <- setdiff(names(x), curve_columns)
  keys <- row_keys(x, c("measure", labels))
  most <- if (is.null(settings$times)) 7 else Inf
  curves <- lapply(unique(keys), function(key) which(keys == key))
  parts <- lapply(curves, function(rows) {
    if (length(rows) > most) rows <- rows[round(seq(1, length(rows), length.out = most))]
    curve_part(x[rows, ], labels)
  })
  shortened <- any(lengths(curves) > most)
  list(
    title = sprintf("%s by day since the start of the period, with %s", curves_title(settings), limits_text(settings)),
    parts = parts,
    notes = c(if (!is.null(settings$relapse_gap)) counted_text(settings), nobody_text(x, settings),
              undated_text(attr(x, "undated"), curve_table(settings$outcome)),
              if (shortened) "Some of the days are shown; as.data.frame() has all of them.", competing_text(x, settings),
              if (any(grepl("no_time", x$note))) beyond_text, explained(x$note, but = c("zero_events", "all_events", "no_time")))
  )
}

curves_title <- function(settings) {
  if (settings$outcome == "relapse") "Relapses" else sprintf("Adverse events (%s)", settings$outcome)
}

#' @export
findings.msaudit_curves <- function(x) findings.msaudit_result(x)

# A period in which nobody is followed has no day of its own, and so no curve.
nobody_text <- function(x, settings) {
  if (nrow(x) == 0) return("Nobody is followed in any period.")
  none <- setdiff(names(settings$periods), as.character(x$period))
  if (length(none) > 0) sprintf("No curve of %s: nobody is followed in it.", listed(encodeString(none, quote = "\"")))
}

beyond_text <- "With nobody at risk a curve stays where it was: it says nothing about that time."

curve_limits <- function(x) {
  factor <- curve_measures[[x$measure[1]]]$factor
  digits <- if (factor == 100) share_digits(max(x$at_risk)) else rate_digits(x$estimate)
  with_limits(factor * x$estimate, factor * x$conf_low, factor * x$conf_high, digits)
}

curve_part <- function(x, labels) {
  of_relapses <- x$outcome[1] == "relapse"
  table <- list(day = number_text(x$time, trim = TRUE), `at risk` = big(x$at_risk))
  table[[if (of_relapses) "relapses" else "events"]] <- big(x$events)
  table[[curve_text(x$measure[1], x$outcome[1])]] <- curve_limits(x)
  heading <- row_keys(as.data.frame.msaudit_result(x)[1, ], labels)
  display_part(as_frame(table, nrow(x)), heading = heading)
}
