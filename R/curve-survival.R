#' Share of patients free of an event
#'
#' The Kaplan-Meier estimate of the share that is free of a first event by a given time,
#' with a band that stays between 0 and 1 even at both ends.
#'
#' @param time Time of each patient to the event or to the end of follow-up: finite
#'   numbers of 0 or more, none missing.
#' @param event Whether the patient had the event at the time: `TRUE` and `FALSE`, or
#'   1 and 0, none missing. At equal times events come before censoring.
#' @param group Group of each patient: a factor, text or whole numbers, none missing.
#'   `NULL`: all are one group. `time`, `event` and `group` have the same length, or are
#'   single.
#' @inheritParams curve_mcf
#'
#' @return A data frame with one row per group and time, in order:
#'   \item{group}{The group; `NA` if none was given.}
#'   \item{time}{In the unit of `time`.}
#'   \item{at_risk}{Patients at risk at the time.}
#'   \item{events}{Events since the time before, up to and including this one.}
#'   \item{estimate}{Share free of the event; `NA` for a group without patients.}
#'   \item{std_error}{Greenwood's standard error; 0 at a share of 1 or 0.}
#'   \item{conf_low, conf_high}{Limits between 0 and 1, each for its time.}
#'   \item{note}{Empty, or codes joined by `;`: `zero_events`, `all_events` (none or all so
#'     far, see below), `no_patients`, `no_time` (nobody is followed any more: the last
#'     value is kept).}
#'
#' @section Definition:
#' Of \eqn{R(s)} patients at risk \eqn{d(s)} have the event at time \eqn{s}:
#' \deqn{S(t) = \prod_{s \le t} \Bigl(1 - \frac{d(s)}{R(s)}\Bigr), \quad
#'   v = \sum_{s \le t} \frac{d(s)}{R(s) (R(s) - d(s))},}{
#'   S(t) = product of 1 - d / R, v = sum of d / (R (R - d)),}
#' with the standard error \eqn{S \sqrt{v}} and the limits
#' \eqn{S^{\exp(\pm z \sqrt{v} / \log S)}}{S^exp(+- z * sqrt(v) / log(S))},
#' symmetric on the scale of \eqn{\log(-\log S)}. At a share of 1 or 0 they are
#' Clopper and Pearson's, on the patients whose state at the time is known: not
#' censored before it.
#'
#' @section Ties:
#' Times that are not all whole numbers are the same where they differ by rounding alone:
#' by at most 1.5e-8, the root of the machine's epsilon, of the median time. So times in
#' years give the curve of the same times in days. As with `timefix` in
#' `survival::survfit()`. A time of `times` stands for those tied to it.
#'
#' @inheritSection ci_rate Errors
#'
#' @family curves
#' @seealso [curve_mcf()] for all events of a patient, not only the first;
#'   [audit_curves()] for a cohort.
#'
#' @examples
#' # Days to the first relapse of eight patients
#' curve_survival(time = c(40, 365, 210, 365, 90, 365, 300, 365),
#'                event = c(1, 0, 1, 0, 1, 0, 0, 0), times = c(30, 180, 365))
#' @export
curve_survival <- function(time, event, group = NULL, times = NULL, conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_conf_level(conf_level, call)
  times <- as_times(times, call)
  x <- read_first_events(time, event, group, times, call)
  # From before time 0, at which there may be events.
  survival_curves(NULL, x$time, x$event, NULL, x$group, times, conf_level)
}

survival_curves <- function(start, stop, events, patient, group, times, conf_level, ends = FALSE) {
  group_curves("event_free", start, stop, events, patient, group, times, conf_level, ends = ends,
               notes = function(x) list(zero_events = x$estimate == 1, all_events = x$estimate == 0))
}
