#' Two independent proportions
#'
#' The difference of two proportions, their ratio, or the odds ratio.
#'
#' @param x1,x2 Number who have it in the first and in the second group: whole numbers of 0
#'   or more, at most `n1` and `n2`.
#' @param n1,n2 Number of all in each group. All four have the same length, or are single.
#' @param measure `"difference"`: the first proportion minus the second. `"ratio"`: the
#'   first over the second. `"odds_ratio"`.
#' @param method Method of the interval, single, see below. For a difference: `"mn"` (the
#'   default), `"mee"`, `"scas"`, `"newcombe"`, `"newcombe_cc"` or `"agresti_caffo"`. For a
#'   ratio: `"mn"` (the default), `"koopman"`, `"scas"` or `"katz_log"`. For an odds ratio:
#'   `"exact"` (the default), `"midp"`, `"mn"` or `"scas"`.
#' @inheritParams ci_rate
#' @param boschloo Whether to compute `p_boschloo`, `TRUE` or `FALSE`. It takes about a
#'   millisecond per row.
#'
#' @return A data frame with one row per element:
#'   \item{x1, n1, x2, n2, measure}{As given.}
#'   \item{estimate}{Of the measure. The odds ratio of `"exact"` and `"midp"` is the
#'     conditional estimate, that of `"mn"` and `"scas"` the sample's. `NA` if it is
#'     0 over 0, `Inf` if only the denominator is 0.}
#'   \item{conf_low, conf_high}{Its limits: -1 to 1, or 0 to `Inf`.}
#'   \item{p}{Inverts the interval at no effect: 0, or 1 for a ratio.}
#'   \item{p_score}{The chi-squared test with the factor (N - 1) / N.}
#'   \item{p_fisher, p_fisher_midp}{Fisher's exact test and its mid-P; two-sided, twice the
#'     smaller tail, at most 1.}
#'   \item{p_boschloo}{Boschloo's exact unconditional test; two-sided, twice the smaller
#'     of the two one-sided tests, at most 1. `NA` if a group has more than 200, or
#'     with `boschloo = FALSE`.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or codes joined by `;`: `missing`, `no_patients` (an empty group),
#'     `zero_events` (a group without an event), `all_events` (a group in which all
#'     have it), `zero_variance` (`"katz_log"` if all of both groups have it),
#'     `unbounded` (so few events that no ratio is rejected on the upper side at this
#'     level), `differs_by_test` (at levels of about 68 percent or less the set of values
#'     that `"scas"` does not reject can have a hole within a standard error of the
#'     estimate, and no effect lies in it).}
#'
#' @section Definition:
#' The score at a value of the measure is the observed difference from it over
#' its standard error, with the most likely two proportions of that value. With
#' the factor \eqn{N / (N - 1)}{N / (N - 1)}, \eqn{N = n_1 + n_2}, on the variance
#' the limits at which it meets the normal quantile are `mn` (Miettinen and
#' Nurminen); without, `mee` and `koopman`; with the factor and a correction for
#' skewness, `scas`.
#'
#' `newcombe` squares and adds the distances of each group's Wilson limits from
#' its proportion; `newcombe_cc` those with continuity correction.
#' `agresti_caffo` is the normal interval with one more of each kind in each
#' group. Both are cut to -1 and 1. `katz_log` is \eqn{\log(p_1 / p_2) \pm z
#' \sqrt{1 / x_1 - 1 / n_1 + 1 / x_2 - 1 / n_2}}{
#' log(p1 / p2) +- z sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)}.
#'
#' Given \eqn{x_1 + x_2}, \eqn{x_1} has the noncentral hypergeometric distribution,
#' whose parameter is the odds ratio: `exact` are the values at which so many or more
#' (fewer) have (1 - `conf_level`) / 2, `midp` the same with half weight on what was
#' observed.
#'
#' Boschloo's one-sided p is the greatest probability, over all common
#' proportions, of a table whose one-sided Fisher p is no greater than that observed.
#'
#' @section Missing values:
#' If one of the four is missing, the whole row is `NA`.
#'
#' @inheritSection ci_rate Errors
#'
#' @family statistics of counts and rates
#'
#' @examples
#' # 11 of 15 against 2 of 8
#' compare_proportions(11, 15, 2, 8)
#' compare_proportions(11, 15, 2, 8, measure = "odds_ratio")
#' @export
compare_proportions <- function(x1, n1, x2, n2, measure = c("difference", "ratio", "odds_ratio"),
                                method = NULL, conf_level = 0.95,
                                alternative = c("two.sided", "less", "greater"), boschloo = TRUE) {
  check_given()
  call <- sys.call()
  measure <- one_of(measure, names(two_proportions_methods), "measure", call)
  method <- method_of(method, two_proportions_methods, measure, call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  check_conf_level(conf_level, call)
  check_flag(boschloo, "boschloo", call)
  x <- recycled(x1 = as_counts(x1, "x1", call), n1 = as_counts(n1, "n1", call),
                x2 = as_counts(x2, "x2", call), n2 = as_counts(n2, "n2", call), call = call)
  check_elements(is.na(x$x1 + x$n1) | x$x1 <= x$n1, x$x1, "x1", "at most `n1`", call)
  check_elements(is.na(x$x2 + x$n2) | x$x2 <= x$n2, x$x2, "x2", "at most `n2`", call)

  found <- .Call(C_two_proportions, x$x1, x$n1, x$x2, x$n2,
                 measure_code(method, two_proportions_methods, measure), as.double(conf_level),
                 choice_code(alternative, alternatives), as.integer(boschloo))
  found <- lapply(found, nan_to_na)
  known <- !is.na(x$x1 + x$n1 + x$x2 + x$n2)
  some <- known & x$n1 > 0 & x$n2 > 0
  note <- join_notes(
    missing = !known,
    no_patients = known & !some,
    zero_events = some & (x$x1 == 0 | x$x2 == 0),
    all_events = some & (x$x1 == x$n1 | x$x2 == x$n2),
    zero_variance = some & method == "katz_log" & x$x1 == x$n1 & x$x2 == x$n2,
    unbounded = some & alternative != "greater" & found$conf_high == Inf & x$x2 > 0 &
      !(measure == "odds_ratio" & x$x1 == x$n1),
    differs_by_test = differs_by_test(found, as_null_effect(NULL, measure, call), conf_level)
  )
  n <- length(known)
  data.frame(x, measure = rep(measure, n), found, method = rep(method, n), note)
}

# In the order of the core's audit_two_proportions_method.
two_proportions_methods <- list(
  difference = c("mn", "mee", "scas", "newcombe", "newcombe_cc", "agresti_caffo"),
  ratio = c("mn", "koopman", "scas", "katz_log"),
  odds_ratio = c("exact", "midp", "mn", "scas")
)
