#' Results that may leave the hospital
#'
#' Holds back small counts in results, and as many of their neighbours as it takes
#' that no margin, complement, difference, rate or interval gives them back.
#'
#' @param x What is to leave: the result of an audit (see [as_ard()]), or its data frame; or
#'   a list of such, which are then checked together. Give together what is published
#'   together: a total in one table gives back the group that is held back in another.
#' @param min_cell Whole number from 2 to 1000: counts of patients, events and scans
#'   below it are small.
#' @param zeros `TRUE`: a count of 0, and one of all patients, is shown, as "no serious
#'   infection in 11 patients" is what an audit has to say (though it says it of each
#'   of them). `FALSE`: they are small too.
#'
#' @return As `x`, also of class `msaudit_suppressed` if it is a result: what is held
#'   back is `NA` of its own type, and the `note` of its row is just `suppressed`. Printed
#'   it is `-`, with a legend. Of the attributes only the settings are left, without
#'   those that count patients: no patient, finding or record can be reached
#'   from it, and it can be neither compared nor traced.
#'
#' @section Definition:
#' First, all counts from 1 to `min_cell` - 1 are held back, and those that leave so
#' few of their patients: 9 of 11 says as much as 2 of 11. A small number of patients
#' takes its whole row with it; a small count takes its estimate, limits and dispersion,
#' since each gives it back. A rate stays if its events and time do, without its
#' limits. Of first events the time goes too.
#'
#' Then the others are checked against what is still shown, given what is known: a group
#' is all patients less the other groups, also in other tables and by other columns of
#' `by`; patients with and without an event add up to all; all events are those of each kind,
#' grade, reason or class (patients: at most their sum); a period made of
#' others, as its time tells, has their events; grade 3 or 4 is also grade 1 or more, two
#' events are also one, by day 180 is also by day 365; patients with an event are no more
#' than events; a number that is the same in several rows is shown in all or none. The least
#' and the most that each small number, or difference of nested numbers, can be under all
#' of this (a linear programme) must leave `min_cell` - 1 values or more, as many as
#' "fewer than 5" itself leaves. If they do not, the cheapest of the shown counts around
#' it that leave it so much are held back too: small numbers, and events before
#' patients, but never the number of all patients. A count held back is taken to be known
#' not to be 0, or all, since those are shown.
#'
#' A period all of whose days lie within another's, in the same table or in another of
#' the list, tells what the rest of the other has: 40 relapses in a year and 38 in its
#' first eleven months are 2 in the twelfth. So their differences count as numbers too.
#'
#' The number of patients in a period, or with a test or a scan in it, is checked against
#' the number of all, and definitions of a relapse against each other: 30 of 33, or
#' 54 relapses by one and 51 by another, say as much as 3. Medians and quartiles in
#' years have one decimal, since in days one is the age of a patient. Two tables of a list that count
#' the same under two filters are taken to be one within the other. Where there may be few patients with several
#' events, as the dispersion tells, it goes, and the limits with it; and where patients are left out of the pairs the
#' exact limits.
#'
#' A comparison is shown if the counts of both periods are, and if there are not so few
#' among its informative patients, or left out of the pairs; one whose counts are
#' not known is held back. The same holds for the ratios of [arr_sensitivity()]. Of a curve
#' those days are shown that have `min_cell` patients at risk and as many events, or
#' none, since the last day shown; of the others the day too is held back, unless it was
#' asked for by `times`.
#'
#' What is not protected: what was published before, or elsewhere, is not known here.
#' Periods that overlap in part are not checked against each other, since each has what
#' the other has not; those of a data frame of a result, or of another selection of
#' patients, are known by their time at risk only. A count of `min_cell` or more is
#' shown, even to a reader who knows one of the patients. Where thousands of numbers hang
#' together more is held back than need be, never less.
#'
#' @section Errors:
#' `msaudit_argument_error` for anything that is not a result, and for results that hold
#' single patients, such as [lab_series()].
#'
#' @family results in other forms
#' @seealso [audit_report()] with `share = "outside"` for a whole report.
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' arr <- audit_arr(cohort, periods)
#' shared <- suppress_cells(list(arr = arr, by_sex = audit_arr(cohort, periods, by = "sex"),
#'                               compared = audit_compare(arr)))
#' shared$arr
#' shared$by_sex
#' @export
suppress_cells <- function(x, min_cell = 5, zeros = TRUE) {
  check_given()
  call <- sys.call()
  fits <- is_one_number(min_cell) && min_cell == round(min_cell) && min_cell >= 2 && min_cell <= 1000
  check_argument(fits, min_cell, "min_cell", "a whole number from 2 to 1000", call)
  check_flag(zeros, "zeros", call)
  parts <- if (is.data.frame(x)) list(x) else x
  check_argument(is.list(parts) && all(vapply(parts, is.data.frame, NA)), x, "x",
                 "the result of an audit, or a list of such", call)
  policy <- list(min_cell = as.integer(min_cell), zeros = zeros)
  kinds <- vapply(parts, shared_kind, "", call = call)
  rows <- lapply(parts, function(part) as.data.frame.msaudit_result(part))
  counted <- kinds == "counts"
  held <- rep(list(NULL), length(parts))
  held[counted] <- held_cells(rows[counted], policy, periods_within(parts))
  asked <- lapply(parts, function(part) attr(part, "settings")$times)
  shown <- Map(function(part, kind, held, days) {
    switch(kind, counts = without_recurrences(without_cells(part, held), policy), curves = without_days(part, policy, days), comparison = part)
  }, rows, kinds, held, asked)
  compared <- kinds == "comparison"
  shown <- Map(without_ratios, shown, rows, parts, list(policy))
  shown[compared] <- lapply(which(compared), function(i) {
    without_comparisons(rows[[i]], attr(parts[[i]], "source"), rows[counted], shown[counted], policy)
  })
  shown <- Map(as_shared, shown, parts, list(policy))
  if (is.data.frame(x)) shown[[1]] else structure(shown, names = names(x))
}

# `held` says of each row which of its counts are held back.
without_cells <- function(rows, held) {
  all <- c("patients", "with_event", "events", "exposure", computed_columns)
  is_rate <- rows$measure %in% "rate" & !held$events & !held$exposure
  rows <- emptied(rows, held$patients, all)
  rows <- emptied(rows, held$with_event, "with_event")
  rows <- emptied(rows, held$events, "events")
  rows <- emptied(rows, held$exposure, "exposure")
  rows <- emptied(rows, held$with_event & rows$measure %in% "first_event_rate", c("events", "exposure"))
  touched <- held$patients | held$with_event | held$events | held$exposure
  rows <- emptied(rows, touched & is_rate, setdiff(computed_columns, "estimate"))
  rows <- emptied(rows, touched & !is_rate, computed_columns)
  rows$note[touched] <- "suppressed"
  # One of the patients has it: in days it would tell when that one was born.
  years <- rows$measure %in% value_measures & rows$unit %in% "year"
  if (any(years)) rows$estimate[years] <- round(rows$estimate[years], 1)
  rows
}

# The dispersion, and limits that are scaled by it, give the sum of squares of events of patients, and that tells how few
# had several: m events more than patients with one, of squares q, are of m^2 / q patients at least.
without_recurrences <- function(rows, policy) {
  if (is.null(rows$dispersion) || is.null(rows$with_event)) return(rows)
  more <- rows$events - rows$with_event
  squares <- rows$dispersion * (rows$patients - 1) * rows$events / rows$patients + rows$events^2 / rows$patients
  of_more <- squares - 2 * rows$events + rows$with_event
  several <- ifelse(of_more > 0, more^2 / of_more, more)
  few <- !is.na(rows$dispersion) & more > 0 & is_small(pmax(1, pmin(more, several)), policy)
  emptied(rows, few %in% TRUE, c("dispersion", "conf_low", "conf_high"))
}

# In a table of definitions a ratio of rates gives one back by the other.
without_ratios <- function(shown, rows, part, policy) {
  if (!all(c("definition", "design") %in% names(rows))) return(shown)
  ratio <- rows$measure %in% "rate_ratio"
  rates <- which(!ratio)
  # Without the settings of a result any period may be the one compared with.
  reference <- attr(part, "settings")$reference
  held <- rates[shown$note[rates] %in% "suppressed"]
  of_reference <- held[is.null(reference) | rows$period[held] %in% reference]
  key <- row_keys(rows, c("definition", "period"))
  beside <- match(key, key[rates])
  left_out <- tapply(rows$patients, rows$definition, max)[as.character(rows$definition)] - rows$patients
  few <- is_small(rows$patients, policy) | is_small(as.vector(left_out), policy) |
    is_small(rows$patients[rates[beside]] - rows$patients, policy)
  hidden <- ratio & (few %in% TRUE | key %in% key[held] | rows$definition %in% rows$definition[of_reference])
  shown <- emptied(shown, hidden, c("patients", computed_columns))
  shown$note[hidden] <- "suppressed"
  shown
}

# The curves of one group and period are of the same patients: their days are
# walked together, and one is shown of all or of none.
without_days <- function(rows, policy, days) {
  key <- row_keys(rows, setdiff(names(rows), setdiff(curve_columns, "outcome")))
  hidden <- rep(FALSE, nrow(rows))
  for (at in split(seq_along(key), key)) hidden[at] <- walked_days(rows[at, ], policy)
  series <- paste(key, rows$measure)
  place <- order(match(series, series), rows$time)
  after <- place[-1][hidden[place[-length(place)]] & series[place[-1]] == series[place[-length(place)]]]
  rows <- emptied(rows, hidden, c("at_risk", "events", computed_columns))
  # What fell since a day that is not shown.
  rows <- emptied(rows, after, "events")
  rows$note[hidden] <- "suppressed"
  # A day that nobody asked for is one on which a patient had it.
  if (is.null(days)) rows$time[hidden] <- NA
  rows
}

walked_days <- function(rows, policy) {
  days <- sort(unique(rows$time))
  place <- list(factor(rows$time, days), factor(rows$measure))
  events <- tapply(rows$events, place, sum, default = 0)
  at_risk <- tapply(rows$at_risk, place, max)
  shown <- rep(FALSE, length(days))
  since <- events[1, ] * 0
  before <- rep(NA_real_, ncol(events))
  for (i in seq_along(days)) {
    since <- since + events[i, ]
    # Where two curves differ in those at risk, so many had an event.
    spread <- diff(range(at_risk[i, ], na.rm = TRUE))
    small <- is_small(c(since, at_risk[i, ], before - at_risk[i, ], spread), policy)
    if (any(small)) next
    shown[i] <- TRUE
    since <- since * 0
    before <- ifelse(is.na(at_risk[i, ]), before, at_risk[i, ])
  }
  # What is left after the last day shown is what all had less those shown.
  if (any(is_small(since, policy)) && any(shown)) shown[max(which(shown))] <- FALSE
  !shown[match(rows$time, days)]
}

# A row is shown where the counts of both its periods are. That of two curves has none.
without_comparisons <- function(rows, source, given, shown, policy) {
  counts <- all(c("outcome", "measure", "patients", "events", "estimate") %in% names(source))
  if (!counts) return(emptied_comparison(rows, rep(TRUE, nrow(rows))))
  # In another table of the same counts a neighbour may be held back.
  here <- match(list(source), given)
  held <- if (is.na(here)) without_cells(source, held_cells(list(source), policy)[[1]]) else shown[[here]]
  labels <- setdiff(intersect(label_columns(source), names(rows)), "period")
  key <- function(x, period) {
    x$period <- as.character(period)
    row_keys(x, c(labels, "period", "outcome"))
  }
  of_source <- key(source, source$period)
  hidden <- function(period) key(rows, period) %in% of_source[held$note %in% "suppressed"]
  left_out <- function(period) {
    all <- tapply(source$patients, of_source, max)[key(rows, period)]
    rows$design %in% "paired" & is_small(as.vector(all) - rows$patients, policy)
  }
  with_event <- function(period) as.vector(tapply(source$with_event, of_source, max)[key(rows, period)])
  few <- is_small(rows$patients, policy) | is_small(rows$informative, policy) |
    is_small(rows$patients - rows$informative, policy) | small_fourfold(rows, with_event(rows$period), with_event(rows$reference), policy)
  # The exact limits of some of the patients give back the events of the others.
  not_all <- function(period) {
    all <- as.vector(tapply(source$patients, of_source, max)[key(rows, period)])
    rows$design %in% "paired" & (is.na(all) | all != rows$patients)
  }
  some <- not_all(rows$period) | not_all(rows$reference)
  rows <- emptied(rows, some %in% TRUE, c("exact_low", "exact_high", "p_exact", "ratio_pooled"))
  unknown <- !key(rows, rows$period) %in% of_source | !key(rows, rows$reference) %in% of_source
  emptied_comparison(rows, few | unknown | hidden(rows$period) | hidden(rows$reference) |
                       left_out(rows$period) | left_out(rows$reference))
}

# Patients in both periods by whether they had it in each: informative are those who
# did in one alone, or in any.
small_fourfold <- function(rows, after, before, policy) {
  one_alone <- rows$measure %in% c("risk_difference", "odds_ratio")
  both <- ifelse(one_alone, (after + before - rows$informative) / 2, after + before - rows$informative)
  cells <- list(both, after - both, before - both, rows$patients - after - before + both)
  rows$design %in% "paired" & Reduce(`|`, lapply(cells, is_small, policy))
}

emptied_comparison <- function(rows, hidden) {
  rows <- emptied(rows, hidden, c("patients", "informative", computed_columns))
  rows$note[hidden] <- "suppressed"
  rows
}

# Settings that are numbers of patients, scans or tests.
counting_settings <- c("without_time", "imaging", "remedies", "two_periods", "ungraded", "ungraded_landmark", "landmark_grades",
                       "no_baseline", "unknown_tests", "left_out")

as_shared <- function(rows, part, policy) {
  if (!is_result(part)) return(rows)
  settings <- attr(part, "settings")
  settings <- settings[setdiff(names(settings), counting_settings)]
  structure(rows, class = unique(c("msaudit_suppressed", class(part))),
            settings = c(settings[setdiff(names(settings), names(policy))], policy))
}
