#' Results computed from rounded counts
#'
#' Rounds the counts of results, and the time at risk, and computes every rate, share
#' and interval anew from the rounded numbers and from nothing else: what is published
#' cannot give back what is not in the rounded table, whatever is combined.
#'
#' @param x The result of an audit (see [as_ard()]), or its data frame; or a list of such; or an
#'   abstract of [audit_abstract()], whose sentences are then those of its rounded results.
#' @param step Whole number from 2 to 10000: counts are rounded to the middle of steps of so
#'   many. With 6, counts of 1 to 6 are 3, those of 7 to 12 are 9, and so on (midpoint 6
#'   rounding). Each count then has `step` values that it may have had.
#' @param zeros `TRUE`: a count of 0 stays 0, since "no serious infection" is what an audit
#'   has to say. `FALSE`: 0 belongs to the first step.
#' @param free_text Names of columns whose words may be shown, of `"term"` (adverse events) and
#'   `"stop_reason"`; `NULL`: none. Free text may hold anything, so it is shown only if asked for.
#'
#' @return As `x`, a result of the same class, also of class `msaudit_rounded`: it prints, and
#'   goes into words, pictures, files and documents, as other results do. Of its attributes
#'   only the settings that hold no data are left, and the step: no patient, finding or
#'   record can be reached from it, and it can be neither compared nor traced.
#'
#' @section Definition:
#' A count \eqn{c} above 0 becomes \eqn{s \lceil c / s \rceil - \lfloor s / 2 \rfloor}{s * ceiling(c / s) - floor(s / 2)} for
#' a step of \eqn{s}: the same count is always rounded alike, so that publishing again tells
#' nothing more. Sums are rounded like any count, and need not be those of their rounded
#' parts.
#'
#' Person-time is that of as many patients as are shown, with their mean time in steps: where \eqn{r} is the mean time
#' rounded up to the next of Renard's numbers (1, 1.12, 1.25, 1.4, 1.6, 1.8, 2, ...; no two further apart than 15 %) and
#' the number of patients is in its \eqn{k}-th step, the mean is rounded to the nearest \eqn{r / k}. So the time
#' tells nothing of the number of patients beyond its step. Totals without patients are in steps of
#' `step` years.
#'
#' Shares are of rounded counts, with Clopper and Pearson's limits; rates are rounded events
#' over rounded time. The dispersion \eqn{\phi}{phi} is rounded up to 1,
#' 1.5, 2, 3, 5, 10, ..., and taken as 2 where events or patients with one are in the first
#' step; limits (method `rounded_t`) are the wider, at either end, of Garwood's scaled by it and of \eqn{r
#' \exp(\pm t \sqrt{\phi / y})}{r * exp(+- t * sqrt(phi / y))}, of \eqn{y} events and \eqn{t} with one
#' degree of freedom less than patients (3 at least): those of
#' [ci_rate_patients()] if all were followed for as long. Limits are those of the rounded
#' numbers, as if these had been counted. Least and most shares and rates are computed in the same way.
#'
#' Comparisons of rates are the ratio, or difference, of the rounded rates of the two periods
#' in the result that was compared, that of shares likewise where the rounded mean times of a
#' patient in both are within a tenth of each other (otherwise noted `unlike_lengths`). A ratio of rates has limits by t on
#' the log scale, from the rounded events and dispersions of both periods as if they were of
#' different patients. There is no p value, since it would be of what is not shown.
#'
#' Curves are computed from rounded numbers at risk since the day before and events up to days that were
#' asked for by `times`, otherwise every 91 days, as long as more than `step` patients are at
#' risk and no count is held back (see Sums); they have no limits, and of a cumulative incidence with competing
#' events no estimate. Of the data frame of a curve at days that were asked for nothing is known of those at risk
#' before them, and nothing is shown.
#'
#' Medians and quartiles of more than `step` patients are rounded to whole years or, in other
#' units, to one figure. What has patients behind it that no row shows (a mean of patients'
#' own rates, coefficients of a model, an Aalen-Johansen estimate, tests) is not shown.
#'
#' @section Labels:
#' A value of a column of `by`, an adverse event, a reason, a level or a laboratory
#' test that no more than `step` patients share is not written: such rows are one,
#' `"other (up to 6 kinds)"`, the number of kinds rounded up too.
#'
#' @section Sums:
#' Where counts add up, what is known of the parts narrows what the whole can be: six counts
#' of 1 to 6 whose sum is 1 to 6 are all 1. So each count in the first step, and each difference of
#' counts that are part of each other, is looked at under all relations of all tables that are given
#' together: groups and totals, kinds, classes and levels, events and patients, worst grades, bounds, periods made of
#' others, filters. A linear programme must find `step - 1` or more values for each. Where it finds
#' fewer, the cheapest of the counts around it are held back (`NA`) until it does: small ones first, with the
#' counts of 0 in the same sum, so that what is held back may be 0. Differences of two counts that are
#' part of each other never have fewer than `step` values by themselves, and shares, rates and
#' limits are computed from what is left. The tables `attack-rounded.csv` and `attack-exact.csv` in
#' `system.file("validation", package = "msaudit")` say what an attack on cohorts by chance found of results of this
#' function and of [suppress_cells()]; the scripts beside them made them.
#'
#' @section What is not protected:
#' Which of several counts is held back is chosen with the exact ones in view. Times at risk are not
#' added up. What was published
#' elsewhere is not known here, nor what is known of a patient; and the names that the analyst gives to periods, rules and titles, are not looked at.
#'
#' @section Errors:
#' `msaudit_argument_error` for anything that is not a result, and for results that hold
#' single patients, such as [lab_series()].
#'
#' @source OpenSAFELY, output checking: midpoint 6 rounding.
#'
#' @family results in other forms
#' @seealso [audit_report()] with `share = "outside"` for a whole report; [suppress_cells()] for
#'   exact counts, of which small ones are held back.
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' arr <- audit_arr(cohort, periods)
#' protect_counts(arr)
#' protect_counts(audit_compare(arr))
#' protect_counts(audit_stops(cohort, "natalizumab"), free_text = "stop_reason")
#' @export
protect_counts <- function(x, step = 6, zeros = TRUE, free_text = NULL) {
  check_given()
  call <- sys.call()
  fits <- is_one_number(step) && step == round(step) && step >= 2 && step <= 10000
  check_argument(fits, step, "step", "a whole number from 2 to 10000", call)
  check_flag(zeros, "zeros", call)
  if (!is.null(free_text)) some_of(free_text, free_text_columns, "free_text", call)
  if (inherits(x, "msaudit_abstract")) return(protected_abstract(x, step, zeros, free_text))
  parts <- if (is.data.frame(x)) list(x) else x
  check_argument(is.list(parts) && all(vapply(parts, is.data.frame, NA)), x, "x",
                 "the result of an audit, or a list of such", call)
  policy <- list(step = as.integer(step), zeros = zeros, free_text = free_text)
  kinds <- vapply(parts, shared_kind, "", call = call)
  rows <- lapply(parts, function(part) plain_known_columns(as.data.frame.msaudit_result(part), part))
  curves <- kinds == "curves"
  rows[curves] <- Map(every_day, rows[curves], parts[curves])
  exact <- Map(exact_counts, rows, parts, kinds, list(policy))
  compared <- compared_counts(exact, rows, parts, kinds, policy)
  held <- told_cells(c(exact, compared$more), policy, periods_within(parts))
  rounded <- Map(protected_part, rows, parts, kinds, exact, held[seq_along(parts)], lapply(compared$place, function(i) {
    if (!is.na(i)) list(rows = c(exact, compared$more)[[i]], held = held[[i]])
  }), list(policy))
  rounded <- Map(as_rounded, rounded, parts, list(policy))
  if (is.data.frame(x)) rounded[[1]] else structure(rounded, names = names(x))
}

# The counts that a part shows, before they are rounded.
exact_counts <- function(rows, part, kind, policy) {
  switch(kind, counts = joined_rows(rows, part, policy), curves = curve_counts(coarse_curves(rows, asked_times(part)), rows),
         comparison = pair_counts(rows))
}

# What comparisons are of: the place of each among the exact counts and more that are not given themselves.
compared_counts <- function(exact, rows, parts, kinds, policy) {
  more <- list()
  given <- list()
  place <- rep(NA_integer_, length(parts))
  for (i in which(kinds == "comparison")) {
    source <- attr(parts[[i]], "source")
    if (!all(c("outcome", "measure", "patients", "events", "estimate") %in% names(source))) next
    all <- as.data.frame.msaudit_result(source)
    place[i] <- which(vapply(c(rows, given), identical, NA, all))[1]
    if (!is.na(place[i])) next
    given <- c(given, list(all))
    more <- c(more, list(joined_rows(all, source, policy)))
    place[i] <- length(parts) + length(more)
  }
  list(place = place, more = more)
}

protected_part <- function(rows, part, kind, exact, held, compared, policy) {
  switch(kind, counts = counted_anew(without_told(rounded_counts(exact, policy), held), exact, part, policy),
         curves = protected_curves(rows, part, held$patients | held$with_event | held$events, policy),
         comparison = protected_comparison(rows, part, held$patients, compared, policy))
}

protected_abstract <- function(x, step, zeros, free_text) {
  results <- lapply(attr(x, "results"), protect_counts, step, zeros, free_text)
  texts <- vapply(results, function(topic) results_text(topic[[length(topic)]]), "")
  structure(c(texts, unclass(x)[names(x) %in% "caveat"]), class = "msaudit_abstract", results = results)
}

free_text_columns <- c("term", "stop_reason")

# A number that nobody here knows of is nothing to publish.
plain_known_columns <- function(rows, part) {
  settings <- attr(part, "settings")
  if (is.null(settings)) return(rows)
  known <- c(result_columns, computed_columns, comparison_columns, curve_columns, not_groups, settings$by, settings$options)
  strange <- vapply(rows, is.numeric, NA) & !names(rows) %in% known
  rows[!strange]
}

# Settings of which none is made of the data.
free_settings <- c("by", "totals", "measure", "relapse_gap", "gap_from", "severity", "steroids", "confirmed", "start_day", "lag",
                   "not_at_risk", "min_days", "per", "conf_level", "each", "serious", "related", "min_grade", "incident", "times",
                   "competing", "after_stop", "rules", "lln_rule", "landmark", "window", "composites", "composite_names", "within",
                   "recovery", "slack", "straddling", "compare", "rebaseline", "reference", "at", "months", "drug", "kind",
                   "outcome", "options", "choices", "periods")

as_rounded <- function(rows, part, policy) {
  if (!is_result(part)) return(rows)
  settings <- attr(part, "settings")
  structure(rows, class = unique(c("msaudit_rounded", "msaudit_suppressed", class(part))),
            settings = c(settings[intersect(free_settings, names(settings))], policy[c("step", "zeros")],
                         list(lengths = rounded_lengths(rows, part, policy))),
            counting = counting_sentences(part))
}

of_exact_numbers <- paste0("interval|[Ll]imits|Clopper|Tango|McNemar|Welch|Garwood|Student|dispersion|p values?|variance|Hodges|",
                           "Wilcoxon|exact|robust|model|rank|Aalen|median|compared|Computed with|For the risks|Risks of groups|For shares and shifts|Shares and shifts")

counting_sentences <- function(part) {
  text <- own_methods(part)
  if (is.null(text)) return()
  sentences <- strsplit(text, "(?<=[.]) (?=[A-Z])", perl = TRUE)[[1]]
  kept <- sentences[!grepl(of_exact_numbers, sentences)]
  if (length(kept) > 0) paste(kept, collapse = " ")
}

# Of what leaves: patients and time rounded as in any other row, of those labels alone that `rows` show with patients.
rounded_lengths <- function(rows, part, policy) {
  lengths <- attr(part, "row_lengths")
  if (is.null(lengths)) return()
  labels <- setdiff(names(lengths), c("patients", "years"))
  lengths <- lengths[row_keys(lengths, labels) %in% row_keys(rows[!is.na(rows$patients), ], labels), ]
  lengths$years <- time_to_step(lengths$years, lengths$patients, policy)
  lengths$patients <- to_step(as.double(lengths$patients), policy)
  lengths
}
