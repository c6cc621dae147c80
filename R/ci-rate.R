#' Rates with intervals
#'
#' Events per person-year, each with its confidence interval: exact (Garwood) by
#' default, scaled if a dispersion is given.
#'
#' @param events Number of events: whole numbers of 0 or more. A difference of
#'   up to 1e-7 from a whole number is taken for rounding.
#' @param years Person-years in which they were counted: 0, or from 1e-50 to 1e50. `events`,
#'   `years` and `dispersion` have the same length, or are single.
#' @param method Method of the interval, single, see below: `"garwood"` (exact),
#'   `"midp"`, `"score"`, `"jeffreys"`, `"lr"`, `"scas"`, `"byar"`, `"rothman"`,
#'   `"blaker"` or `"minlike"`.
#' @param dispersion Variance of the number of events over that of a Poisson
#'   count: 1 or more and finite. Above 1 with `"garwood"` only.
#' @param null Rate to be tested, per `per` years, 0 or more, single. `NULL`: no
#'   test.
#' @param per Number of years, above 0, that the rate is given for.
#' @param conf_level Confidence level, between 0 and 1, neither included. (Below 0.5 a
#'   one-sided limit lies beyond the estimate, in line with the test.)
#' @param alternative `"two.sided"`, `"less"` or `"greater"`: what `p` tests
#'   against, and which limits there are. `"less"` gives an upper limit only.
#'
#' @return A data frame with one row per element:
#'   \item{events, years, dispersion}{As given.}
#'   \item{estimate}{Events per `per` years; `NA` without years.}
#'   \item{conf_low, conf_high}{Its limits, 0 or more.}
#'   \item{p}{Inverts the interval: at most 1 - `conf_level` if `null` lies
#'     outside it. `NA` without `null`.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or codes joined by `;`: `missing` (see below), `no_time`
#'     (no years: no estimate, limits of 0 and `Inf`, and p of 1), `zero_events` (the
#'     lower limit is 0), `assumes_poisson` (without dispersion the interval
#'     treats events as independent of each other; if patients differ
#'     in their risk it is too narrow), `differs_by_test` (`null` lies in a hole
#'     of the set that the test of `"blaker"` or `"minlike"` does not reject).}
#'
#' @section Definition:
#' With \eqn{\alpha} = 1 - `conf_level`, \eqn{z} the normal quantile \eqn{1 -
#' \alpha / 2}, \eqn{y} events, \eqn{t} years and the mean \eqn{m} of a Poisson
#' count, the limits of the rate are those of \eqn{m} over \eqn{t}. All but
#' `"blaker"` and `"minlike"` are central: each limit leaves \eqn{\alpha / 2}
#' beyond it, a one-sided limit all of \eqn{\alpha}; the two-sided p is twice the
#' smaller of the two one-sided ones, at most 1. No limit is negative, and the
#' lower limit of no events is 0.
#'
#' * `garwood`: at the lower limit, so many events or more have probability
#'   \eqn{\alpha / 2}, at the upper so many or fewer. With the dispersion
#'   \eqn{\phi} the limits of the rate are
#'   \deqn{\frac{\phi}{t} G^{-1}(\alpha / 2;\, y / \phi) \quad\textrm{and}\quad
#'     \frac{\phi}{t} G^{-1}(1 - \alpha / 2;\, y / \phi + 1),}{
#'     qgamma(alpha / 2, y / phi) * phi / t and
#'     qgamma(1 - alpha / 2, y / phi + 1) * phi / t,}
#'   where \eqn{G^{-1}(p; k)} is the quantile of the gamma distribution with
#'   shape \eqn{k} and scale 1. Without dispersion (\eqn{\phi = 1}) the interval
#'   is exact; the scaled one is not.
#' * `midp`: the same counting only half the probability of exactly \eqn{y}.
#' * `score`: \eqn{|y - m| = z \sqrt{m}}{|y - m| = z sqrt(m)}.
#' * `jeffreys`: quantiles of the gamma distribution with shape \eqn{y + 1/2}.
#' * `lr`: \eqn{2 (y \log(y / m) - (y - m)) = z^2}{
#'   2 (y log(y / m) - (y - m)) = z^2}.
#' * `scas`: the score with a correction for skewness, \eqn{y - m - (z^2 - 1) / 6
#'   = \pm z \sqrt{m}}{y - m - (z^2 - 1) / 6 = z sqrt(m), z of either sign}.
#' * `byar`: \eqn{x (1 - 1 / (9 x) \mp z / (3 \sqrt{x}))^3}{
#'   x (1 - 1 / (9 x) -+ z / (3 sqrt(x)))^3} with \eqn{x = y} at the lower and
#'   \eqn{x = y + 1} at the upper limit, as Breslow and Day give it.
#' * `rothman`: the same with \eqn{x = y + 1/2} at both, which several programs
#'   call Byar's.
#' * `blaker`, `minlike`: the ends of all rates whose p is above \eqn{\alpha}. p is the
#'   probability of so many events or more (fewer) plus that of the counts on the other
#'   side whose own tail is no more likely (Blaker), or that are themselves no more
#'   likely (`minlike`, as [stats::poisson.test()]); what differs by 1e-7 of itself
#'   counts as equal. The set may have holes.
#'
#' @section Missing values:
#' If `events` or `years` is missing, the estimate and its limits are `NA`.
#'
#' @section Errors:
#' `msaudit_argument_error`, with `$arg`: an argument is not what it must be.
#' `msaudit_data_error`, with `$element`: one element of a vector is not.
#'
#' @references Garwood F (1936). Fiducial limits for the Poisson distribution.
#'   *Biometrika*, 28, 437-442.
#'
#' @family statistics of counts and rates
#'
#' @examples
#' # 224 relapses in 320.1 patient-years, 157 in 652.6, and none in 11
#' ci_rate(c(224, 157, 0), c(320.1, 652.6, 11))
#' @export
ci_rate <- function(events, years,
                    method = c("garwood", "midp", "score", "jeffreys", "lr", "scas", "byar",
                               "rothman", "blaker", "minlike"),
                    dispersion = 1, null = NULL, per = 1, conf_level = 0.95,
                    alternative = c("two.sided", "less", "greater")) {
  check_given()
  call <- sys.call()
  method <- one_of(method, rate_methods, "method", call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  events <- as_counts(events, "events", call)
  years <- as_years(years, "years", call)
  dispersion <- as_dispersion(dispersion, method, call)
  check_per(per, call)
  check_conf_level(conf_level, call)
  null <- as_null_rate(null, call)
  x <- recycled(events = events, years = years, dispersion = dispersion, call = call)

  rates <- .Call(C_ci_rate, x$events, x$years / per, x$dispersion,
                 choice_code(method, rate_methods), as.double(conf_level),
                 choice_code(alternative, alternatives), null)
  rates <- lapply(rates, nan_to_na)
  known <- !is.na(x$events) & !is.na(x$years)
  note <- join_notes(
    missing = !known,
    no_time = x$years == 0,
    zero_events = x$events == 0 & x$years > 0,
    assumes_poisson = known & x$years > 0 & x$dispersion == 1,
    differs_by_test = differs_by_test(rates, null, conf_level)
  )
  data.frame(x, rates, method = rep(method, length(x$events)), note)
}

# In the order of the core's audit_rate_method.
rate_methods <- c("garwood", "midp", "score", "jeffreys", "lr", "scas", "byar", "rothman", "blaker",
                  "minlike")

# Methods for patients; the first is what the audits take.
patient_rate_methods <- c("pooled_t", "scaled", "robust", "nb", rate_methods)

as_dispersion <- function(dispersion, method, call) {
  check_argument(is_bare_number(dispersion), dispersion, "dispersion", "numbers", call)
  check_elements(dispersion >= 1 & dispersion < Inf, dispersion, "dispersion", "1 or more and finite", call)
  check_elements(dispersion == 1 | method == "garwood", dispersion, "dispersion",
                 sprintf("1 with the method \"%s\"", method), call)
  as.double(dispersion)
}

as_null_rate <- function(null, call) {
  check_argument(is.null(null) || (is_one_number(null) && null >= 0), null, "null",
                 "a rate of 0 or more", call)
  if (is.null(null)) NaN else as.double(null)
}
