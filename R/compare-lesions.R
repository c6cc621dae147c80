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
#'   [compare_rates_paired()]; robust, with exact limits beside it.
#' * `shift` (paired): median shift of the patients' rates by ranks, see
#'   [compare_counts_paired()]; exact, with ties and zeros. `p` is missing if the ranks test
#'   no shift otherwise than the limits do (noted `differs_by_test`), as where most
#'   patients do not change; `p_exact` is that of the exact test in any case.
#' * `nb_ratio`: the ratio of a negative binomial regression, a check on the others, from
#'   20 patients and 20 lesions in each period; `unpaired`: it treats the two periods of a
#'   patient as two patients.
#'
#' Either kind is compared in patients in whom both are known (see [audit_lesions()]).
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
  either <- if (!same) cells_of_either(of)
  found <- compare_pairs(x, context, call, function(period, reference) {
    parts <- lapply(known, function(kind) {
      rbind(shares_compared(cells[[kind]], period, reference, kind, context$conf_level),
            counts_compared(cells[[kind]], period, reference, kind, context$conf_level))
    })
    do.call(rbind, c(parts, if (!same) {
      list(shares_compared(either, period, reference, "any", context$conf_level))
    }))
  })
  if (identical(definition(x)$straddling, "share")) {
    of_t2 <- found$outcome == "new_t2"
    found$note <- add_note(found$note, "whole_intervals", of_t2)
  }
  structure(found, class = c("msaudit_lesion_comparison", class(found)), of_patients = of,
            audited = attr(x, "audited"))
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

shares_compared <- function(cells, period, reference, outcome, conf_level) {
  cells <- cells[!is.na(cells$active), ]
  cells$events <- as.double(cells$active)
  pairs <- in_both(cells, period, reference)
  rows <- share_comparison(cells, period, reference, outcome, conf_level)
  if (is.null(two_groups(cells, period, reference, pairs))) {
    rows <- rbind(rows, odds_compared(pairs, outcome, conf_level))
  }
  rows
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

counts_compared <- function(cells, period, reference, outcome, conf_level) {
  pairs <- in_both(cells, period, reference)
  groups <- two_groups(cells, period, reference, pairs)
  rbind(
    rate_comparison(cells, period, reference, outcome, "count_ratio", conf_level),
    if (is.null(groups)) shift_compared(pairs, outcome, conf_level),
    if (is.null(groups)) nb_compared(pairs$after, pairs$before, "paired", outcome, conf_level)
    else nb_compared(groups$first, groups$second, "independent", outcome, conf_level)
  )
}

# Rates of patients that are the same may differ by rounding alone. The test of no shift
# need not agree with the ends of the shifts that it does not reject: no p stands beside
# limits of which it is not the inversion.
shift_compared <- function(pairs, outcome, conf_level) {
  rate <- function(of) round(of$events / of$time, 12)
  found <- compare_counts_paired(rate(pairs$before), rate(pairs$after), conf_level = conf_level)
  p_exact <- if (found$method == "exact") found$p else NA_real_
  if (grepl("differs_by_test", found$note)) found$p <- NA_real_
  found <- with_reached_p(found, least_paired_p(found$n - found$n_zero), conf_level)
  compared_row(outcome, "shift", "paired", found$n, found$n - found$n_zero, found, p_exact)
}

# A row of a comparison from what a function of its own found.
compared_row <- function(outcome, measure, design, patients, informative, found, p_exact) {
  data.frame(outcome, measure, design, patients = patients, informative = informative,
             found[c("estimate", "conf_low", "conf_high", "p")], exact_low = NA_real_, exact_high = NA_real_,
             p_exact = p_exact, ratio_pooled = NA_real_, found[c("method", "note")], stringsAsFactors = FALSE)
}

nb_compared <- function(first, second, design, outcome, conf_level) {
  enough <- function(of) length(of$events) >= 20 && sum(of$events) >= 20
  if (!enough(first) || !enough(second) || max(first$events, second$events) > 1e6) return(NULL)
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
