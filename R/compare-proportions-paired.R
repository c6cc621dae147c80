#' Two proportions in the same patients
#'
#' The difference of two proportions in the same patients, before and after for
#' instance, their ratio, or the odds ratio; with McNemar's tests.
#'
#' @param both Number of patients who had it both times: whole numbers of 0 or more.
#' @param first,second Those who had it only the first time, and only the second time.
#' @param neither Those who never had it. All four have the same length, or are single.
#' @param measure `"difference"`: the first proportion minus the second. `"ratio"`: the
#'   first over the second. `"odds_ratio"`: `first` over `second`, the conditional one.
#' @param method Method of the interval, single, see below. For a difference: `"tango"` (the
#'   default), `"newcombe"`, `"bonett_price"` or `"scas"`. For a ratio: `"tang"` (the default)
#'   or `"bonett_price"`. For an odds ratio: `"exact"` (the default), `"midp"` or `"wilson"`.
#' @inheritParams ci_rate
#'
#' @return A data frame with one row per table:
#'   \item{both, first, second, neither, measure}{As given.}
#'   \item{estimate}{Of the measure; `NA` if it is 0 over 0.}
#'   \item{conf_low, conf_high}{Its limits: -1 to 1, or 0 to `Inf`.}
#'   \item{p}{Inverts the interval at no effect: 0, or 1 for a ratio.}
#'   \item{p_exact}{McNemar's exact test.}
#'   \item{p_midp}{McNemar's mid-P test.}
#'   \item{p_score}{McNemar's test without correction.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or codes joined by `;`: `missing`, `no_patients`, `no_change`
#'     (nobody had it only once), `zero_events` (a ratio, and nobody had it at one of the two
#'     times), `differs_by_test` (see [compare_proportions()]).}
#'
#' @section Definition:
#' Of \eqn{n} patients, \eqn{a} had it both times, \eqn{b} only the first time, \eqn{c}
#' only the second time. `tango` and `tang` are the differences \eqn{d} and ratios at
#' which the score, \eqn{b - c - n d} or \eqn{(a + b) - (a + c) \theta} over its
#' standard error by the most likely proportions that differ so, meets the normal
#' quantile; `scas` the same with the factor \eqn{n / (n - 1)} on the variance and a
#' correction for skewness.
#'
#' `newcombe` squares and adds the distances of the Wilson limits of the two
#' proportions, allowing for their correlation (his method 10). `bonett_price`
#' of a difference is the normal interval with one more in \eqn{b} and in
#' \eqn{c}, cut to -1 and 1; of a ratio the quotient of Wilson limits among the
#' \eqn{a + b + c}, with a quantile narrowed to the standard error of the ratio's
#' log. `exact`, `midp` and `wilson` are the odds of the limits of \eqn{b} among
#' \eqn{b + c}, as in [ci_proportion()].
#'
#' McNemar's exact p is twice the smaller binomial tail of `first` among `first +
#' second` at one half, at most 1; the mid-P is the exact p less the probability of what
#' was observed (half of it where `first` equals `second`, where it is the test's and
#' not that which inverts the mid-P interval).
#'
#' @section Missing values:
#' If one of the four is missing, the whole row is `NA`.
#'
#' @inheritSection ci_rate Errors
#'
#' @references Fagerland MW, Lydersen S, Laake P (2013). The McNemar test for binary
#'   matched-pairs data. *BMC Medical Research Methodology*, 13, 91 (for the mid-P test).
#'
#' @family statistics of counts and rates
#'
#' @examples
#' # Eight of eleven had new lesions before and not after, nobody after alone
#' compare_proportions_paired(both = 0, first = 8, second = 0, neither = 3)
#' compare_proportions_paired(2, 7, 1, 5, measure = "odds_ratio", method = "midp")
#' @export
compare_proportions_paired <- function(both, first, second, neither,
                                       measure = c("difference", "ratio", "odds_ratio"), method = NULL,
                                       conf_level = 0.95,
                                       alternative = c("two.sided", "less", "greater")) {
  check_given()
  call <- sys.call()
  measure <- one_of(measure, names(paired_proportions_methods), "measure", call)
  method <- method_of(method, paired_proportions_methods, measure, call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  check_conf_level(conf_level, call)
  x <- recycled(both = as_counts(both, "both", call), first = as_counts(first, "first", call),
                second = as_counts(second, "second", call), neither = as_counts(neither, "neither", call),
                call = call)
  found <- .Call(C_paired_proportions, x$both, x$first, x$second, x$neither,
                 measure_code(method, paired_proportions_methods, measure), as.double(conf_level),
                 choice_code(alternative, alternatives))
  found <- lapply(found, nan_to_na)
  all <- x$both + x$first + x$second + x$neither
  n <- length(all)
  note <- join_notes(
    missing = is.na(all), no_patients = all == 0, no_change = all > 0 & x$first + x$second == 0,
    zero_events = all > 0 & measure != "difference" &
      (if (measure == "ratio") x$both == 0 else TRUE) & xor(x$first == 0, x$second == 0),
    differs_by_test = differs_by_test(found, as_null_effect(NULL, measure, call), conf_level)
  )
  data.frame(x, measure = rep(measure, n), found, method = rep(method, n), note)
}

# In the order of the core's audit_paired_method.
paired_proportions_methods <- list(
  difference = c("tango", "newcombe", "bonett_price", "scas"),
  ratio = c("tang", "bonett_price"),
  odds_ratio = c("exact", "midp", "wilson")
)
