#' Two proportions in the same patients
#'
#' @param both Number of patients who had it both times: whole numbers of 0 or
#'   more.
#' @param first,second Those who had it the first time alone, and the second
#'   time alone.
#' @param neither Those who never had it. All four are as long as each other, or
#'   single.
#' @param measure `"difference"`: the first proportion minus the second.
#' @param method `"tango"`: Tango's score interval.
#' @inheritParams ci_rate
#'
#' @return A data frame with one row a table:
#'   \item{both, first, second, neither, measure}{As given.}
#'   \item{estimate, conf_low, conf_high}{Of (first - second) / all; -1 to 1.}
#'   \item{p}{Inverts the interval at no difference: McNemar's test without
#'     correction.}
#'   \item{p_exact}{McNemar's exact test.}
#'   \item{p_midp}{McNemar's mid-P test.}
#'   \item{p_score}{As `p`.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or `missing`, `no_patients`, `no_change` (nobody had it
#'     once alone).}
#'
#' @section Definition:
#' The limits are the differences \eqn{d} at which the score statistic, with the
#' most likely proportions that differ by \eqn{d}, meets the normal quantile.
#' McNemar's exact p is twice the smaller binomial tail of `first` among `first +
#' second` at one half, at most 1; the mid-P is the exact p less the probability
#' of what was seen (half of it where `first` equals `second`).
#'
#' @section Missing values:
#' Where one of the four is missing, all of the row is `NA`.
#'
#' @inheritSection ci_rate Errors
#'
#' @references
#' Fagerland MW, Lydersen S, Laake P (2013). The McNemar test for binary
#' matched-pairs data. *BMC Medical Research Methodology*, 13, 91 (for the mid-P
#' test).
#'
#' @examples
#' # Eight of eleven had new lesions before and not after, nobody after alone
#' compare_proportions_paired(both = 0, first = 8, second = 0, neither = 3)
#' @export
compare_proportions_paired <- function(both, first, second, neither, measure = "difference",
                                       method = "tango", conf_level = 0.95,
                                       alternative = c("two.sided", "less", "greater")) {
  call <- sys.call()
  measure <- one_of(measure, "difference", "measure", call)
  method <- one_of(method, "tango", "method", call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  check_conf_level(conf_level, call)
  x <- recycled(both = as_counts(both, "both", call), first = as_counts(first, "first", call),
                second = as_counts(second, "second", call), neither = as_counts(neither, "neither", call),
                call = call)
  found <- .Call(C_paired_proportions, x$both, x$first, x$second, x$neither, as.double(conf_level),
                 choice_code(alternative, alternatives))
  found <- lapply(found, nan_to_na)
  all <- x$both + x$first + x$second + x$neither
  n <- length(all)
  note <- join_notes(missing = is.na(all), no_patients = all == 0,
                     no_change = all > 0 & x$first + x$second == 0)
  data.frame(x, measure = rep(measure, n), found[c("estimate", "conf_low", "conf_high")],
             p = found$p_score, found[c("p_exact", "p_midp", "p_score")], method = rep(method, n), note)
}
