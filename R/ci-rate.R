#' Rates with exact intervals
#'
#' Events per person-year, each with its exact (Garwood) confidence interval.
#'
#' @param events Number of events: whole numbers of 0 or more. A difference of
#'   up to 1e-7 from a whole number is taken for rounding.
#' @param years Person-years in which they were counted: 0 or more and finite,
#'   as many as `events`.
#' @param per Number of years, above 0, that the rate is given for.
#' @param conf_level Confidence level, between 0 and 1, neither included.
#'
#' @return A data frame with one row an element:
#'   \item{events, years}{As given.}
#'   \item{estimate}{Events per `per` years, `NA` where there is none.}
#'   \item{conf_low, conf_high}{Limits of its interval, 0 or more.}
#'   \item{method}{`"garwood"`.}
#'   \item{note}{Empty, or codes joined by `;`: `missing` (see below), `no_time`
#'     (no years: no estimate, and limits of 0 and `Inf`), `zero_events` (the
#'     lower limit is 0), `assumes_poisson` (the interval takes events to fall
#'     independently of each other; where patients differ in their risk it is
#'     too narrow).}
#'
#' @section Definition:
#' At the lower limit the probability of so many events or more is
#' (1 - `conf_level`) / 2, at the upper limit that of so many or fewer. With
#' \eqn{\alpha} = 1 - `conf_level`, \eqn{y} events and \eqn{t} years they are
#' \deqn{\frac{G^{-1}(\alpha / 2;\, y)}{t} \quad\textrm{and}\quad
#'   \frac{G^{-1}(1 - \alpha / 2;\, y + 1)}{t},}{
#'   qgamma(alpha / 2, y) / t and qgamma(1 - alpha / 2, y + 1) / t,}
#' where \eqn{G^{-1}(p; k)} is the quantile of the gamma distribution with shape
#' \eqn{k} and scale 1. The lower limit of no events is 0.
#'
#' @section Missing values:
#' Where `events` or `years` is missing, the estimate and its limits are `NA`.
#'
#' @section Errors:
#' `msaudit_argument_error` where an argument as a whole is not what it must be,
#' with its name in `$arg`. `msaudit_data_error` where one element is not, with
#' its position in `$element`; so are events in 0 years.
#'
#' @references
#' Garwood F (1936). Fiducial limits for the Poisson distribution.
#' *Biometrika*, 28, 437-442.
#'
#' @examples
#' # 224 relapses in 320.1 patient-years, 157 in 652.6, and none in 11
#' ci_rate(c(224, 157, 0), c(320.1, 652.6, 11))
#' @export
ci_rate <- function(events, years, per = 1, conf_level = 0.95) {
  events <- as_counts(events)
  years <- as_years(years)
  check_lengths(events, years)
  check_per(per)
  check_conf_level(conf_level)

  rates <- .Call(C_ci_rate, events, years / per, as.double(conf_level))
  rates <- lapply(rates, nan_to_na)
  note <- join_notes(
    missing = is.na(events) | is.na(years),
    no_time = years == 0,
    zero_events = events == 0 & years > 0,
    assumes_poisson = events >= 0 & years > 0
  )
  data.frame(events, years, rates, method = rep("garwood", length(events)), note)
}
