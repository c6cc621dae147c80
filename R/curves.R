#' Relapses over time
#'
#' Curves of what happened since the first day of each period: how many relapses
#' a patient has had on average, and how many patients are free of one.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param outcome What is followed: `"relapse"`.
#' @param measure One or both of `"mcf"`, the mean cumulative number of relapses
#'   (see [curve_mcf()]), and `"event_free"`, the share of patients without a
#'   relapse since the first day of the period (see [curve_survival()]).
#' @param times Days since the first day of the period at which the curves are
#'   wanted: numbers of 0 or more. `NULL`: each day with a relapse, and the last
#'   day on which anybody is followed.
#' @param ... Other options of [audit_arr()] that define a relapse and the time at
#'   risk: `gap_from`, `severity`, `steroids`, `confirmed`, `start_day`, `lag`,
#'   `not_at_risk`.
#' @inheritParams audit_arr
#'
#' @return A data frame of class `msaudit_curves` with one row a measure, group,
#'   period and day:
#'   \item{columns of `by`, `period`}{Whose time.}
#'   \item{outcome}{`"relapse"`.}
#'   \item{measure}{As asked for.}
#'   \item{time}{Days since the patient's first day in the period.}
#'   \item{at_risk, events, estimate, std_error, conf_low, conf_high, note}{As of
#'     [curve_mcf()] and [curve_survival()].}
#'
#' @section Definition:
#' Which onsets are relapses, and which fall into a period, is as of
#' [audit_arr()]. Time runs from the patient's first day in the period. A period
#' of several ranges has gaps, in which a patient is not at risk but time runs on:
#' relapses in a gap count in no curve, and a patient who had none outside of it
#' comes back into the number at risk as free of one. What ends a patient's period
#' censors; it is taken to say nothing of relapses to come.
#'
#' @inheritSection audit_arr Missing values
#' @inheritSection audit_arr Errors
#'
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
#' @export
audit_curves <- function(cohort, periods, outcome = "relapse", measure = c("mcf", "event_free"), by = NULL,
                         times = NULL, relapse_gap = 30, conf_level = 0.95, ...) {
  call <- sys.call()
  check_cohort(cohort)
  check_argument(!missing(periods), NULL, "periods", "periods of audit_periods()", call)
  periods <- check_periods(periods, cohort, call)
  one_of(outcome, "relapse", "outcome", call)
  fits <- is.character(measure) && length(measure) > 0 && all(measure %in% names(curve_measures)) &&
    !anyDuplicated(measure)
  check_argument(fits, measure, "measure", "of \"mcf\" and \"event_free\", each once", call)
  check_conf_level(conf_level, call)
  times <- as_times(times, call)
  if (!is.null(times)) check_elements(times >= 0, times, "times", "0 or more", call)
  check_table(cohort, "relapses", call)
  rules <- relapse_rules_of(list(...), relapse_gap, call)
  groups <- patient_groups(cohort, by, call)

  found <- relapses_at_risk(cohort, periods, rules, new_findings(), call)
  labels <- row_labels(periods, groups)
  rows <- cell_rows(found$periods, groups)
  origin <- days_before_risk(periods, found$periods)
  spells <- lapply(structure(measure, names = measure), function(name) {
    spells <- period_spells(found$periods, found$patient, found$onset, found$counts, name == "event_free")
    for (end in c("start", "stop")) spells[[end]] <- spells[[end]] + origin[spells$cell + 1L]
    spells
  })
  parts <- lapply(measure, function(name) {
    period_curves(spells[[name]], rows, labels, outcome, name, times, conf_level)
  })
  settings <- c(list(outcome = outcome, measure = measure, by = by, times = times), rules,
                list(periods = named_texts(periods), without_time = found$periods$without_time,
                     conf_level = conf_level))
  structure(do.call(rbind, parts), class = c("msaudit_curves", "data.frame"), settings = settings,
            of_patients = list(spells = spells, row = rows, patient = found$periods$cells$patient, labels = labels))
}

# How each measure is computed, spoken of, and shown.
curve_measures <- list(
  mcf = list(curves = function(...) mcf_curves(...), text = "relapses of a patient so far, on average",
             factor = 1, digits = 2),
  event_free = list(curves = function(...) survival_curves(...), text = "free of a relapse, %",
                    factor = 100, digits = 0)
)

# For each cell of the time at risk, the days from the patient's first day in the
# period to the first at risk.
days_before_risk <- function(periods, at_risk) {
  first <- function(x) x$ranges$start[!duplicated(x$ranges$cell)]
  first(at_risk) - first(periods)[cells_kept(periods, at_risk)]
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

curve_columns <- c("outcome", "measure", "time", "at_risk", "events", "estimate", "std_error", "conf_low",
                   "conf_high", "note")

#' @export
print.msaudit_curves <- function(x, ...) print.msaudit_result(x, ...)

#' @exportS3Method knitr::knit_print
knit_print.msaudit_curves <- function(x, ...) knit_print.msaudit_result(x, ...)

#' @export
as.data.frame.msaudit_curves <- function(x, ...) as.data.frame.msaudit_result(x, ...)

# Of a long curve a few days are shown, the first and the last among them.
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
    title = sprintf("Relapses by day since the start of the period, with %s", limits_text(settings)),
    parts = parts,
    notes = c(if (shortened) "Some of the days are shown; as.data.frame() has all of them.",
              if (any(grepl("no_time", x$note))) beyond_text, explained(x$note, but = c("zero_events", "all_events", "no_time")))
  )
}

beyond_text <- "With nobody at risk a curve stays where it was: it says nothing of that time."

curve_part <- function(x, labels) {
  measure <- curve_measures[[x$measure[1]]]
  factor <- measure$factor
  table <- list(day = format(x$time, trim = TRUE), `at risk` = big(x$at_risk), relapses = big(x$events))
  table[[measure$text]] <- with_limits(factor * x$estimate, factor * x$conf_low, factor * x$conf_high,
                                       measure$digits)
  heading <- row_keys(as.data.frame.msaudit_result(x)[1, ], labels)
  display_part(as_frame(table, nrow(x)), heading = heading)
}
