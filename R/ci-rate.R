#' Rates with exact intervals
#'
#' Events per person-year, each with its exact (Garwood) confidence interval,
#' scaled where a dispersion is given.
#'
#' @param events Number of events: whole numbers of 0 or more. A difference of
#'   up to 1e-7 from a whole number is taken for rounding.
#' @param years Person-years in which they were counted: 0 or more and finite.
#' @param method Method of the interval: `"garwood"`.
#' @param dispersion Variance of the number of events over that of a Poisson
#'   count: 1 or more and finite.
#' @param null Rate to be tested, per `per` years, 0 or more, single. `NULL`: no
#'   test.
#' @param per Number of years, above 0, that the rate is given for.
#' @param conf_level Confidence level, between 0 and 1, neither included.
#' @param alternative `"two.sided"`, `"less"` or `"greater"`: what `p` tests
#'   against, and which limits there are. `"less"` gives an upper limit alone.
#'
#' `events`, `years` and `dispersion` are as long as each other, or single.
#'
#' @return A data frame with one row an element:
#'   \item{events, years, dispersion}{As given.}
#'   \item{estimate}{Events per `per` years, `NA` where there is none.}
#'   \item{conf_low, conf_high}{Limits of its interval, 0 or more.}
#'   \item{p}{Inverts the interval: at most 1 - `conf_level` where `null` lies
#'     outside of it. `NA` without `null`.}
#'   \item{method}{`"garwood"`.}
#'   \item{note}{Empty, or codes joined by `;`: `missing` (see below), `no_time`
#'     (no years: no estimate, limits of 0 and `Inf`, and p of 1), `zero_events` (the
#'     lower limit is 0), `assumes_poisson` (without dispersion the interval
#'     takes events to fall independently of each other; where patients differ
#'     in their risk it is too narrow).}
#'
#' @section Definition:
#' At the lower limit the probability of so many events or more is
#' (1 - `conf_level`) / 2, at the upper limit that of so many or fewer. With
#' \eqn{\alpha} = 1 - `conf_level`, \eqn{y} events, \eqn{t} years and the
#' dispersion \eqn{\phi} they are
#' \deqn{\frac{\phi}{t} G^{-1}(\alpha / 2;\, y / \phi) \quad\textrm{and}\quad
#'   \frac{\phi}{t} G^{-1}(1 - \alpha / 2;\, y / \phi + 1),}{
#'   qgamma(alpha / 2, y / phi) * phi / t and
#'   qgamma(1 - alpha / 2, y / phi + 1) * phi / t,}
#' where \eqn{G^{-1}(p; k)} is the quantile of the gamma distribution with shape
#' \eqn{k} and scale 1. The lower limit of no events is 0. Without dispersion
#' (\eqn{\phi = 1}) the interval is exact; the scaled one is not.
#'
#' @section Missing values:
#' Where `events` or `years` is missing, the estimate and its limits are `NA`.
#'
#' @section Errors:
#' `msaudit_argument_error` where an argument as a whole is not what it must be,
#' with its name in `$arg`. `msaudit_data_error` where one element is not, with
#' its position in `$element`.
#'
#' @references
#' Garwood F (1936). Fiducial limits for the Poisson distribution.
#' *Biometrika*, 28, 437-442.
#'
#' @examples
#' # 224 relapses in 320.1 patient-years, 157 in 652.6, and none in 11
#' ci_rate(c(224, 157, 0), c(320.1, 652.6, 11))
#' @export
ci_rate <- function(events, years, method = "garwood", dispersion = 1, null = NULL, per = 1,
                    conf_level = 0.95, alternative = c("two.sided", "less", "greater")) {
  call <- sys.call()
  method <- one_of(method, "garwood", "method", call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  events <- as_counts(events, "events", call)
  years <- as_years(years, "years", call)
  dispersion <- as_dispersion(dispersion, call)
  check_per(per, call)
  check_conf_level(conf_level, call)
  null <- as_null_rate(null, call)
  x <- recycled(events = events, years = years, dispersion = dispersion, call = call)

  rates <- .Call(C_ci_rate, x$events, x$years / per, x$dispersion, as.double(conf_level),
                 choice_code(alternative, alternatives), null)
  rates <- lapply(rates, nan_to_na)
  known <- !is.na(x$events) & !is.na(x$years)
  note <- join_notes(
    missing = !known,
    no_time = x$years == 0,
    zero_events = x$events == 0 & x$years > 0,
    assumes_poisson = known & x$years > 0 & x$dispersion == 1
  )
  data.frame(x, rates, method = rep(method, length(x$events)), note)
}

as_dispersion <- function(dispersion, call) {
  check_argument(is_bare_number(dispersion), dispersion, "dispersion", "numbers", call)
  check_elements(dispersion >= 1 & dispersion < Inf, dispersion, "dispersion", "1 or more and finite", call)
  as.double(dispersion)
}

as_null_rate <- function(null, call) {
  check_argument(is.null(null) || (is_one_number(null) && null >= 0), null, "null",
                 "a rate of 0 or more", call)
  if (is.null(null)) NaN else as.double(null)
}
