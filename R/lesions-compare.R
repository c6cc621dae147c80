# Lesions of the same patients before and after, or of two groups: who had any,
# how many, and by how much the patients' rates shift.

#' @rdname audit_compare
#' @usage NULL
#' @section Lesions:
#' For each kind, and the first two also for either kind:
#' * `risk_difference`: patients with a lesion, Tango's interval and the score test;
#'   `p_exact` is McNemar's.
#' * `odds_ratio` (paired): patients with lesions only in the period, over those
#'   with lesions only in the reference; interval and `p` are mid-P, `p` the mid-P McNemar
#'   test (1 if the two are equal).
#' * `count_ratio`: lesions per year of comparison interval, or per scan, see
#'   [compare_rates_paired()], by `cr2`, with exact limits beside it.
#' * `shift` (paired): median shift of the patients' rates by ranks, see
#'   [compare_counts_paired()]; exact, with ties and zeros. `p` is missing if the ranks test
#'   no shift otherwise than the limits do (noted `differs_by_test`), as where most
#'   patients do not change; `p_exact` is that of the exact test in any case.
#' * `nb_ratio`: the ratio of a negative binomial regression, a check on the others, from
#'   20 patients in each period, 40 lesions in both together and one in each; `unpaired`: it treats the two periods of a
#'   patient as two patients.
#'
#' Either kind is compared in patients in whom both are known (see [audit_lesions()]).
#'
#' The share of patients with a lesion grows with the years, or the scans, that are looked
#' at, and ranks of rates shift with them. In the same patients the longer of each patient's
#' two times is therefore cut, for the first two and the shift, from its start to the intervals
#' or scans that come nearest to the shorter, noted `equal_lengths`. Combined counts are cut as
#' intervals are. Where that would leave them unlike (an interval cannot be cut), where either
#' kind is known by both kinds at one time and by a combined count at the other and the times are
#' unlike, of vectors, and in two groups of unlike times, these measures have neither limits nor
#' p, noted `unlike_lengths`; print gives the mean years or scans of a patient in both periods
#' beside them. Rates do not depend on the length.
#'
#' If counts are known by bounds, it may be unknown whether a patient had any lesion;
#' such a patient is left out of the shares, and counts with the least number elsewhere.
#' Shared intervals (`straddling = "share"`) are left out, noted `whole_intervals`.
#' @export
audit_compare.msaudit_lesions <- function(x, reference = NULL, conf_level = NULL) {
  call <- sys.call(-1)
  context <- comparison_context(x, reference, conf_level, call)
  of <- attr(x, "of_patients")
  kinds <- list(new_t2 = of$t2, gd = of$gd)
  known <- Filter(function(kind) any(kinds[[kind]]$scans > 0), names(kinds))
  cells <- lapply(structure(known, names = known), function(kind) {
    lesion_cells(of, kinds[[kind]], if (kind == "new_t2") of$a_year else 1)
  })
  # Where one kind is all that there is, either is that kind.
  same <- length(known) == 1 && (is.null(of$any) || identical(of$any, kinds[[known]]$active))
  units <- if (!is.null(attr(x, "audited"))) lesion_units(x)
  if (length(units$given$cell) > 0) of$given <- told_counts(units$given, rep(Inf, length(of$row)))
  found <- compare_pairs(x, context, call, function(period, reference) {
    even <- evened(of, units, period, reference)
    parts <- lapply(known, function(kind) {
      rbind(shares_compared(even, kind, period, reference, context$conf_level),
            counts_compared(cells[[kind]], even, period, reference, kind, context$conf_level))
    })
    do.call(rbind, c(parts, if (!same) {
      list(shares_compared(even, "any", period, reference, context$conf_level))
    }))
  })
  if (identical(definition(x)$straddling, "share")) {
    of_t2 <- found$outcome == "new_t2"
    found$note <- add_note(found$note, "whole_intervals", of_t2)
  }
  by <- setdiff(label_columns(x), "period")
  told <- as.data.frame(found)[c(by, "period", "outcome", told_columns)]
  told <- told[!is.na(told$lengths), ]
  found[told_columns] <- NULL
  structure(found, class = c("msaudit_lesion_comparison", class(found)), of_patients = of,
            audited = attr(x, "audited"), told = told[!duplicated(row_keys(told, c(by, "period", "outcome"))), ])
}

# What is said beside a share: patients with lesions in the two times, and how long those are.
told_columns <- c("active", "reference_active", "lengths")

# The row of `told` beside each row of a comparison; NA where there is none, as of others'
# comparisons and of what was rounded.
told_of <- function(x) {
  told <- attr(x, "told")
  if (is.null(told)) return(data.frame(active = NA, reference_active = NA, lengths = rep("unlike times", nrow(x))))
  labels <- setdiff(names(told), told_columns)
  told[match(row_keys(x, labels), row_keys(told, labels)), told_columns]
}

lesion_cells <- function(of, counts, per) {
  cells <- data.frame(row = of$row, patient = of$patient, events = counts$lesions, time = counts$exposure / per,
                      active = counts$active)
  cells[counts$scans > 0, ]
}

# Any activity of those of whom both kinds are known; of vectors, which have one, of nobody.
cells_of_either <- function(of) {
  data.frame(row = of$row, patient = of$patient, active = if (is.null(of$any)) rep(NA, length(of$row)) else of$any)
}

# Shares, odds and shifts are of times as long, or else without limits.
over_lengths <- function(rows, even, kind) {
  rows$note <- add_note(rows$note, "equal_lengths", even$cut[[kind]])
  if (!even$alike[[kind]]) rows <- without_inference(rows)
  rows
}

shares_compared <- function(even, kind, period, reference, conf_level) {
  cells <- if (kind == "any") cells_of_either(even) else lesion_cells(even, even[[lesion_lists[[kind]]]], 1)
  cells <- cells[!is.na(cells$active), ]
  cells$events <- as.double(cells$active)
  pairs <- in_both(cells, period, reference)
  groups <- two_groups(cells, period, reference, pairs)
  rows <- share_comparison(cells, period, reference, kind, conf_level)
  if (is.null(groups)) rows <- rbind(rows, odds_compared(pairs, kind, conf_level))
  both <- if (is.null(groups)) pairs[c("after", "before")] else groups
  with <- vapply(both, function(x) sprintf("%s of %s", big(sum(x$active)), big(length(x$active))), "", USE.NAMES = FALSE)
  cbind(over_lengths(rows, even, kind), active = with[1], reference_active = with[2], lengths = even$lengths[[kind]])
}

odds_compared <- function(pairs, outcome, conf_level) {
  after <- pairs$after$active
  before <- pairs$before$active
  found <- compare_proportions_paired(sum(after & before), sum(after & !before), sum(!after & before),
                                      sum(!after & !before), measure = "odds_ratio", method = "midp",
                                      conf_level = conf_level)
  found <- with_reached_p(found, least_paired_p(sum(after != before)), conf_level)
  compared_row(outcome, "odds_ratio", "paired", length(after), sum(after != before), found, found$p_exact)
}

counts_compared <- function(cells, even, period, reference, outcome, conf_level) {
  pairs <- in_both(cells, period, reference)
  groups <- two_groups(cells, period, reference, pairs)
  rows <- rbind(
    rate_comparison(cells, period, reference, outcome, "count_ratio", conf_level),
    if (is.null(groups)) shift_compared(even, period, reference, outcome, conf_level),
    if (is.null(groups)) nb_compared(pairs$after, pairs$before, "paired", outcome, conf_level)
    else nb_compared(groups$first, groups$second, "independent", outcome, conf_level)
  )
  cbind(rows, active = NA_character_, reference_active = NA_character_, lengths = NA_character_)
}

# Rates of patients that are the same may differ by rounding alone. The test of no shift
# need not agree with the ends of the shifts that it does not reject: no p stands beside
# limits of which it is not the inversion.
shift_compared <- function(even, period, reference, outcome, conf_level) {
  cells <- lesion_cells(even, even[[lesion_lists[[outcome]]]], if (outcome == "new_t2") even$a_year else 1)
  pairs <- in_both(cells, period, reference)
  rate <- function(of) round(of$events / of$time, 12)
  found <- compare_counts_paired(rate(pairs$before), rate(pairs$after), conf_level = conf_level)
  p_exact <- if (found$method == "exact") found$p else NA_real_
  if (grepl("differs_by_test", found$note)) found$p <- NA_real_
  found <- with_reached_p(found, least_paired_p(found$n - found$n_zero), conf_level)
  over_lengths(compared_row(outcome, "shift", "paired", found$n, found$n - found$n_zero, found, p_exact), even, outcome)
}

# A row of a comparison from what a function of its own found.
compared_row <- function(outcome, measure, design, patients, informative, found, p_exact) {
  data.frame(outcome, measure, design, patients = patients, informative = informative,
             found[c("estimate", "conf_low", "conf_high", "p")], exact_low = NA_real_, exact_high = NA_real_,
             p_exact = p_exact, ratio_pooled = NA_real_, found[c("method", "note")], stringsAsFactors = FALSE)
}

nb_compared <- function(first, second, design, outcome, conf_level) {
  # So many in both together: to ask for as many in each would keep, of the shorter time,
  # those samples in which there are many by chance.
  lesions <- c(sum(first$events), sum(second$events))
  enough <- min(length(first$events), length(second$events)) >= 20 && sum(lesions) >= 40 && min(lesions) > 0
  if (!enough || max(first$events, second$events) > 1e6) return(NULL)
  events <- c(second$events, first$events)
  group <- factor(rep(c("reference", "period"), c(length(second$events), length(first$events))), c("reference", "period"))
  fit <- fit_negative_binomial(events, c(second$time, first$time), group = group)
  limits <- .Call(C_log_t_interval, exp(coef(fit)[[2]]), sqrt(vcov(fit)[2, 2]), as.double(length(events) - 2),
                  as.double(conf_level), 0L, 1)
  found <- data.frame(estimate = exp(coef(fit)[[2]]), lapply(limits[c("conf_low", "conf_high", "p")], nan_to_na),
                      method = "nb", note = paste(c(if (nzchar(fit$note)) fit$note, if (design == "paired") "unpaired"),
                                                  collapse = ";"))
  n <- if (design == "paired") length(first$events) else length(events)
  informative <- if (design == "paired") sum(first$events + second$events > 0) else sum(events > 0)
  compared_row(outcome, "nb_ratio", design, n, informative, found, NA_real_)
}
