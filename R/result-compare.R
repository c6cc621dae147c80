#' Compare periods
#'
#' Compares each period of a result with one of them: in the patients who are in both,
#' the same patients before and after; or, if no patient is in both, as two
#' groups.
#'
#' @param x The result of [audit_arr()], [audit_ae()], [audit_lesions()] or
#'   [audit_curves()] on patients.
#' @param reference Name of the period that the others are compared with, single;
#'   `NULL`: the first.
#' @param conf_level Confidence level, between 0 and 1, neither included; `NULL`: that of
#'   `x`.
#'
#' @return A data frame of class `msaudit_comparison` with one row per group,
#'   comparison and measure:
#'   \item{columns of `by`, `outcome`}{As in `x`.}
#'   \item{measure}{For relapses `"rate_ratio"` and `"rate_difference"`; for adverse events
#'     `"risk_difference"`, `"risk_ratio"` and `"rate_ratio"`; for lesions `"count_ratio"`,
#'     `"risk_difference"` and others, see below; for curves `"mcf_difference"` or
#'     `"event_free_difference"`.}
#'   \item{period, reference}{Ratio = period / reference, difference = period -
#'     reference.}
#'   \item{design}{`"paired"`, or `"independent"` if no patient has time (or
#'     scans) in both periods.}
#'   \item{patients}{Those compared. Paired: those with time (or scans) in both periods;
#'     the others are left out. Independent: all of both.}
#'   \item{informative}{Those of them who carry information about a ratio: with an
#'     event in one of the two periods; for a paired difference of risks, those who changed.}
#'   \item{estimate, conf_low, conf_high, p}{See below; `p` tests no difference
#'     and inverts the interval. It is missing, noted `p_unreachable`, where no test of
#'     so few patients could reach 1 - `conf_level`, see below.}
#'   \item{exact_low, exact_high, p_exact}{Of the exact conditional test, which
#'     treats events as independent; for a difference of risks `p_exact` is
#'     McNemar's exact test, or Fisher's with two groups.}
#'   \item{ratio_pooled}{Ratio of the two pooled rates of the patients compared.}
#'   \item{method, note}{See [compare_rates_paired()] and
#'     [compare_proportions_paired()], or [compare_rates_patients()] and
#'     [compare_proportions()], or [compare_mcf()] and [compare_survival()];
#'     `no_patients` if nobody is in one of the two.}
#'   \item{time, reference_estimate, period_estimate, statistic,
#'     p_pseudo_score}{For curves only: the day since the start of the period, the
#'     two curves on it, and the test of no difference up to it, see
#'     [compare_mcf()].}
#'
#' @section Definition:
#' Paired rates are compared by the conditional ratio, in which differences between
#' patients cancel, with an interval that allows for clustered events and unequal times
#' (`cr2` of [compare_rates_paired()]), and by the difference of the
#' patients' pooled rates, per year or per `per` of [audit_arr()]; proportions by Tango's
#' interval. Two groups are compared by the log of the ratio
#' of their rates and by their difference, with an interval by t and the patient as the
#' unit, whose variance allows for unequal times (`cr2` of [compare_rates_patients()]); proportions by Miettinen and Nurminen's interval.
#' Lesions are compared over each patient's exposure: years of comparison interval, or
#' scans; patients imaged in only one period are left out. Curves are compared
#' by their difference at the `times` they were asked for, otherwise on the last
#' day on which both periods are followed, by [compare_mcf()] and
#' [compare_survival()].
#'
#' @section Too few for any test:
#' A p by t or by a score may be small where the exact test of the same patients could not
#' be: of the same patients, the test of the signs of those with an event (of shares, with
#' a change), which is 2^(1 - n) at least; of two groups, dealing the patients to them,
#' with all who had an event in one. Where that least p is above 1 - `conf_level`, where a
#' group has one patient, or a single patient had an event, no p is given, and of rates no
#' `p_exact`, which takes events as independent of the patient. Such few patients may be alike by chance: the variance of the log of
#' their paired ratio is then at least that of independent events (noted `poisson_floor`).
#'
#' Where nobody had an event on either side a ratio could be any: it has neither limits nor a p,
#' noted `no_events` or `no_change`, and neither has the shift; a difference has the limits
#' that so many patients allow. One patient, of all or of a group, has an estimate alone, noted
#' `n1`, since how patients differ is not seen in one. Where nobody is informative there is no
#' `p_exact`.
#'
#' The difference of two rates in fewer than 400 of the same patients has an interval and
#' no p, noted `short_interval`: where patients differ much and the rate falls, that
#' interval holds the truth less often than its level says (see the vignette "Why the
#' patient is the unit"). The ratio, in which patients' own rates cancel, has the test.
#'
#' @section Caveat:
#' Two groups are printed with a warning that they may differ in more than the
#' drug; [audit_arr_model()] adjusts relapse rates for what is recorded.
#'
#' A fall in the same patients is printed with a warning of regression to the mean: if
#' patients changed treatment because they did badly, part of it is chance alone. If a
#' period on or after the start of a drug is compared with a time that ended before
#' it in all patients, and the result has no `by`, more is printed.
#'
#' First, the reasons recorded for the last stop of a drug before that start, in the
#' patients compared, if `treatments` has a `stop_reason`.
#'
#' Second, how large a fall would be by chance alone, had every patient been selected
#' for a relapse in the twelve months before the start: [regression_to_mean()], estimated
#' from the twelve months before those in patients followed for all of them or, if
#' there are too few, from the relapses of those who had one.
#'
#' Third, whether there was a fall or not, the ratio against twelve and 24 months before
#' the start, with the last 30, 60 and 90 days left out, and against the time that was
#' compared, moved one and two years earlier in each patient as far as followed then: what led to
#' the switch was not yet there. The attribute `sensitivity` has these for each such
#' period, as a data frame of [arr_sensitivity()].
#'
#' @section Errors:
#' `msaudit_argument_error`, with `$arg`: `x` is of totals or has only one period, or there is
#' no such `reference`.
#'
#' @family audits of a cohort
#' @seealso [results_text()] for the sentence.
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' audit_compare(audit_arr(cohort, periods), reference = "On natalizumab")
#' @export
audit_compare <- function(x, reference = NULL, conf_level = NULL) {
  check_given()
  UseMethod("audit_compare")
}

#' @export
audit_compare.default <- function(x, reference = NULL, conf_level = NULL) {
  argument_error("x", "the result of audit_arr(), audit_ae(), audit_lesions() or audit_curves() on patients",
                 described(x), sys.call(-1))
}

# Why a result cannot be compared patient by patient, and what can.
without_patients_text <- function(x) {
  if (inherits(x, "msaudit_lesion_free")) {
    return("audit_compare() has no method for audit_lesion_free(): compare the lesions of two periods by audit_lesions()")
  }
  "`x` holds totals: compare them by compare_rates(), or give patients by `id`"
}

comparison_context <- function(x, reference, conf_level, call) {
  if (is.null(attr(x, "of_patients"))) {
    usage_error("x", without_patients_text(x), call)
  }
  periods <- levels(droplevels(x$period))
  if (length(periods) < 2) usage_error("x", "`x` has one period alone", call)
  if (is.null(reference)) reference <- periods[1]
  reference <- one_name(reference, periods, "reference", call)
  if (is.null(conf_level)) conf_level <- definition(x)$conf_level
  check_conf_level(conf_level, call)
  list(reference = reference, others = setdiff(periods, reference), conf_level = conf_level)
}

# `compare` gives the rows that compare one row of the labels with another.
compare_pairs <- function(x, context, call, compare) {
  labels <- unique(as.data.frame(x)[label_columns(x)])
  # Patients are kept by the row of the whole result; rows may have been taken.
  place <- match(row_keys(labels, label_columns(x)), row_keys(attr(x, "of_patients")$labels, label_columns(x)))
  by <- setdiff(label_columns(x), "period")
  keys <- row_keys(labels, by)
  rows <- list()
  for (key in unique(keys)) {
    group <- labels[keys == key, , drop = FALSE]
    place_of <- function(period) place[keys == key][group$period == period]
    base <- place_of(context$reference)
    for (other in intersect(context$others, if (length(base) > 0) group$period)) {
      found <- compare(place_of(other), base)
      found$period <- other
      found$reference <- context$reference
      rows[[length(rows) + 1]] <- cbind(group[rep(1, nrow(found)), by, drop = FALSE], found)
    }
  }
  if (length(rows) == 0) {
    usage_error("x", sprintf("No group of `x` has both %s and another period", context$reference), call)
  }
  rows <- estimable(do.call(rbind, rows))
  rows <- rows[c(by, comparison_columns, setdiff(names(rows), c(by, comparison_columns)))]
  settings <- c(definition(x), list(reference = context$reference))
  settings$conf_level <- context$conf_level
  structure(as_frame(as.list(rows), nrow(rows)), class = c("msaudit_comparison", "data.frame"),
            settings = settings, source = as.data.frame(x),
            synthetic = if (is_synthetic(x)) TRUE)
}

# The patients of two rows, beside each other: those who are in both.
in_both <- function(cells, period, reference) {
  before <- which(cells$row == reference)
  after <- which(cells$row == period)
  place <- rep(NA_integer_, max(0L, cells$patient))
  place[cells$patient[before]] <- before
  at <- place[cells$patient[after]]
  both <- !is.na(at)
  list(before = cells_at(cells, at[both]), after = cells_at(cells, after[both]))
}

# Cells are a list of columns: patient, from 1, events and, of rates, time.
cells_at <- function(cells, at) lapply(cells, `[`, at)

# The patients of two rows where none is in both and each has some, those of the
# reference last; else NULL.
two_groups <- function(cells, period, reference, pairs) {
  if (length(pairs$before$patient) > 0) return(NULL)
  first <- cells_at(cells, which(cells$row == period))
  second <- cells_at(cells, which(cells$row == reference))
  if (length(first$patient) == 0 || length(second$patient) == 0) return(NULL)
  list(first = first, second = second)
}

# Who had it: of the same patients in the one period and not in the other, or of
# two groups.
share_comparison <- function(cells, period, reference, outcome, conf_level) {
  pairs <- in_both(cells, period, reference)
  groups <- two_groups(cells, period, reference, pairs)
  found <- if (is.null(groups)) {
    after <- pairs$after$events > 0
    before <- pairs$before$events > 0
    paired <- compare_proportions_paired(both = sum(after & before), first = sum(after & !before),
                                         second = sum(!after & before), neither = sum(!after & !before),
                                         conf_level = conf_level)
    paired <- with_reached_p(paired, least_paired_p(sum(after != before)), conf_level)
    cbind(paired, design = "paired", patients = length(after), informative = sum(after != before))
  } else {
    first <- groups$first$events > 0
    second <- groups$second$events > 0
    two <- compare_proportions(sum(first), length(first), sum(second), length(second),
                               conf_level = conf_level)
    least <- least_grouped_p(length(first), length(second), sum(first) + sum(second), alike = TRUE)
    two <- with_reached_p(two, least, conf_level)
    two$note <- add_note(two$note, "n1", min(length(first), length(second)) == 1)
    cbind(two, design = "independent", patients = length(first) + length(second),
          informative = sum(first) + sum(second), p_exact = two$p_fisher)
  }
  data.frame(outcome, measure = "risk_difference", found[c("design", "patients", "informative")],
             found[c("estimate", "conf_low", "conf_high", "p")], exact_low = NA_real_, exact_high = NA_real_,
             p_exact = found$p_exact, ratio_pooled = NA_real_, found[c("method", "note")],
             stringsAsFactors = FALSE)
}

#' @export
as.data.frame.msaudit_comparison <- function(x, ...) as.data.frame.msaudit_result(x, ...)

measure_texts <- c(rate_ratio = "rate ratio", rate_difference = "difference", count_ratio = "count ratio",
                   risk_difference = "difference %", risk_ratio = "risk ratio", odds_ratio = "odds ratio",
                   shift = "shift", nb_ratio = "ratio by NB")

paired_text <- paste("Paired: the patients with time (or scans) in both periods; before the slash the informative ones,",
                     "with an event in either period (of a difference in %, with a change).")

independent_text <- "Two groups: no patient is in both periods; before the slash the patients with an event."

groups_text <- paste("Caveat: patients were not randomised: the two groups may differ in more than the drug or the time",
                     "(age, disease activity, who was referred).")

adjust_text <- "audit_arr_model() adjusts for what is recorded."

pooled_text <- function(x) {
  rows <- which(!is.na(x$ratio_pooled) & ratio_text(x$ratio_pooled) != ratio_text(x$estimate))
  if (length(rows) == 0) return()
  sprintf("The ratio of the two pooled rates is %s (%s): patients differ in how their time is shared between the periods.",
          listed(ratio_text(x$ratio_pooled[rows])), listed(unique(x$outcome[rows])))
}
