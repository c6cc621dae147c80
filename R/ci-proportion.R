#' Proportions with intervals
#'
#' Patients with an event of all patients, each proportion with its confidence interval:
#' exact (Clopper-Pearson) by default.
#'
#' @param x Number who have it: whole numbers of 0 or more, at most `n`.
#' @param n Number of all: whole numbers of 0 or more. `x` and `n` have the same length, or
#'   are single.
#' @param method Method of the interval, single, see below: `"clopper_pearson"`
#'   (exact), `"wilson"`, `"wilson_cc"`, `"midp"`, `"jeffreys"`, `"agresti_coull"`,
#'   `"lr"`, `"scas"`, `"blaker"` or `"minlike"`.
#' @param null Proportion to be tested, 0 to 1, single. `NULL`: no test.
#' @inheritParams ci_rate
#'
#' @return A data frame with one row per element:
#'   \item{x, n}{As given.}
#'   \item{estimate}{x / n; `NA` if n is 0.}
#'   \item{conf_low, conf_high}{Its limits, 0 to 1.}
#'   \item{p}{Inverts the interval; `NA` without `null`.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or codes joined by `;`: `missing`, `no_patients` (n is 0:
#'     limits of 0 and 1), `zero_events` (the lower limit is 0), `all_events` (the
#'     upper limit is 1), `differs_by_test` (see [ci_rate()]).}
#'
#' @section Definition:
#' With \eqn{\alpha} = 1 - `conf_level`, \eqn{z} the normal quantile \eqn{1 -
#' \alpha / 2}, the proportion \eqn{p} and \eqn{q = 1 - p}; central except
#' `"blaker"` and `"minlike"`, as the methods of [ci_rate()]. With x = 0 the lower
#' limit is 0, with x = n the upper limit is 1.
#'
#' * `clopper_pearson`: the quantiles \eqn{\alpha/2} of the beta distribution with
#'   \eqn{x} and \eqn{n - x + 1}, and \eqn{1 - \alpha/2} of that with \eqn{x + 1}
#'   and \eqn{n - x}: at the lower limit so many or more have probability
#'   \eqn{\alpha/2}, at the upper so many or fewer.
#' * `wilson`: the score, \eqn{|x - n p| = z \sqrt{n p q}}{
#'   |x - n p| = z sqrt(n p q)}.
#' * `wilson_cc`: the same with \eqn{x - 1/2} at the lower and \eqn{x + 1/2} at the
#'   upper limit.
#' * `midp`: as `clopper_pearson` counting only half the probability of exactly \eqn{x}.
#' * `jeffreys`: quantiles of the beta distribution with \eqn{x + 1/2} and
#'   \eqn{n - x + 1/2}.
#' * `agresti_coull`: \eqn{\tilde p \pm z \sqrt{\tilde p \tilde q / \tilde n}}{
#'   p +- z sqrt(p q / n)} with \eqn{z^2 / 2} added to \eqn{x} and to \eqn{n - x},
#'   cut to 0 and 1.
#' * `lr`: \eqn{2 (x \log(x / (n p)) + (n - x) \log((n - x) / (n q))) = z^2}{
#'   2 (x log(x / (n p)) + (n - x) log((n - x) / (n q))) = z^2}.
#' * `scas`: the score with a correction for skewness, \eqn{x / n - p - (z^2 - 1)
#'   (1 - 2 p) / (6 n) = \pm z \sqrt{p q / n}}{
#'   x / n - p - (z^2 - 1) (1 - 2 p) / (6 n) = z sqrt(p q / n), z of either sign}.
#' * `blaker`, `minlike`: as in [ci_rate()], for binomial counts; `minlike` is the
#'   test of [stats::binom.test()].
#'
#' @section Missing values:
#' If `x` or `n` is missing, the estimate and its limits are `NA`.
#'
#' @inheritSection ci_rate Errors
#'
#' @family statistics of counts and rates
#'
#' @examples
#' # 3 of 11 with an allergic reaction, and none of 11 with a serious infection
#' ci_proportion(c(3, 0), 11)
#' @export
ci_proportion <- function(x, n,
                          method = c("clopper_pearson", "wilson", "wilson_cc", "midp", "jeffreys",
                                     "agresti_coull", "lr", "scas", "blaker", "minlike"),
                          null = NULL, conf_level = 0.95,
                          alternative = c("two.sided", "less", "greater")) {
  check_given()
  call <- sys.call()
  method <- one_of(method, proportion_methods, "method", call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  counts <- recycled(x = as_counts(x, "x", call), n = as_counts(n, "n", call), call = call)
  check_elements(is.na(counts$x) | is.na(counts$n) | counts$x <= counts$n, counts$x, "x",
                 "at most `n`", call)
  check_conf_level(conf_level, call)
  check_argument(is.null(null) || (is_one_number(null) && null >= 0 && null <= 1), null, "null",
                 "a proportion from 0 to 1", call)

  null <- if (is.null(null)) NaN else as.double(null)
  limits <- .Call(C_ci_proportion, counts$x, counts$n, choice_code(method, proportion_methods),
                  as.double(conf_level), choice_code(alternative, alternatives), null)
  limits <- lapply(limits, nan_to_na)
  note <- join_notes(
    missing = is.na(counts$x) | is.na(counts$n),
    no_patients = counts$n == 0,
    zero_events = counts$x == 0 & counts$n > 0,
    all_events = counts$x == counts$n & counts$n > 0,
    differs_by_test = differs_by_test(limits, null, conf_level)
  )
  data.frame(counts, limits, method = rep(method, length(counts$x)), note)
}

# In the order of the core's audit_proportion_method.
proportion_methods <- c("clopper_pearson", "wilson", "wilson_cc", "midp", "jeffreys", "agresti_coull",
                        "lr", "scas", "blaker", "minlike")
