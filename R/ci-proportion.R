#' Proportions with exact intervals
#'
#' @param x Number of those that have it: whole numbers of 0 or more, at most
#'   `n`.
#' @param n Number of all: whole numbers of 0 or more. `x` and `n` are as long
#'   as each other, or single.
#' @param method `"clopper_pearson"`: exact.
#' @param null Proportion to be tested, 0 to 1, single. `NULL`: no test.
#' @inheritParams ci_rate
#'
#' @return A data frame with one row an element:
#'   \item{x, n}{As given.}
#'   \item{estimate}{x / n; `NA` of none.}
#'   \item{conf_low, conf_high}{Limits of its interval, 0 to 1.}
#'   \item{p}{Inverts the interval; `NA` without `null`.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or codes joined by `;`: `missing`, `no_patients` (n is 0:
#'     limits of 0 and 1), `zero_events` (the lower limit is 0), `all_events`
#'     (the upper limit is 1).}
#'
#' @section Definition:
#' With \eqn{\alpha} = 1 - `conf_level` the limits are the quantiles
#' \eqn{\alpha/2} of the beta distribution with \eqn{x} and \eqn{n - x + 1}, and
#' \eqn{1 - \alpha/2} of that with \eqn{x + 1} and \eqn{n - x}: at the one, so
#' many or more have probability \eqn{\alpha/2}, at the other so many or fewer.
#'
#' @section Missing values:
#' Where `x` or `n` is missing, the estimate and its limits are `NA`.
#'
#' @inheritSection ci_rate Errors
#'
#' @examples
#' # 3 of 11 with an allergic reaction, and none of 11 with a serious infection
#' ci_proportion(c(3, 0), 11)
#' @export
ci_proportion <- function(x, n, method = "clopper_pearson", null = NULL, conf_level = 0.95,
                          alternative = c("two.sided", "less", "greater")) {
  call <- sys.call()
  method <- one_of(method, "clopper_pearson", "method", call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  counts <- recycled(x = as_counts(x, "x", call), n = as_counts(n, "n", call), call = call)
  check_elements(is.na(counts$x) | is.na(counts$n) | counts$x <= counts$n, counts$x, "x",
                 "at most `n`", call)
  check_conf_level(conf_level, call)
  check_argument(is.null(null) || (is_one_number(null) && null >= 0 && null <= 1), null, "null",
                 "a proportion from 0 to 1", call)

  limits <- .Call(C_ci_proportion, counts$x, counts$n, as.double(conf_level),
                  choice_code(alternative, alternatives), if (is.null(null)) NaN else as.double(null))
  note <- join_notes(
    missing = is.na(counts$x) | is.na(counts$n),
    no_patients = counts$n == 0,
    zero_events = counts$x == 0 & counts$n > 0,
    all_events = counts$x == counts$n & counts$n > 0
  )
  data.frame(counts, lapply(limits, nan_to_na), method = rep(method, length(counts$x)), note)
}
