#' Mean cumulative function of recurrent events
#'
#' How many events a patient has had on average by a given time, however many each had and
#' however long each was at risk, with a band that takes the patient as the unit.
#'
#' @param start,stop Ends of the spells at risk, (start, stop]: finite numbers of one
#'   unit (days), the stop not before the start, none missing. A patient may have several
#'   spells, with gaps between them in which nobody looks for events, but they must not
#'   overlap.
#' @param event Number of events at the stop of the spell: whole numbers of 0 or more,
#'   or `TRUE` and `FALSE`, none missing. A spell without length holds further events on
#'   the day on which the spell before it stops. `start`, `stop`, `event`, `id` and `group`
#'   have the same length, or are single.
#' @param id Patient of each spell: text, a factor or whole numbers, none missing.
#' @param group Group of each spell: a factor, text or whole numbers, none missing.
#'   `NULL`: all are one group.
#' @param times Times at which the curve is given: finite numbers. `NULL`: each time
#'   with an event, group by group.
#' @param conf_level Confidence level, between 0 and 1, neither included.
#'
#' @return A data frame with one row per group and time, in order:
#'   \item{group}{The group; `NA` if none was given.}
#'   \item{time}{In the unit of `stop`.}
#'   \item{at_risk}{Patients at risk at the time.}
#'   \item{events}{Events since the time before, up to and including this one.}
#'   \item{estimate}{Mean number of events per patient by the time; `NA` for a group
#'     without patients.}
#'   \item{std_error}{Its standard error; 0 without an event so far.}
#'   \item{conf_low, conf_high}{Limits, 0 or more, each for its time; `NA` if the
#'     standard error is 0 though there were events.}
#'   \item{note}{Empty, or codes joined by `;`: `zero_events` (none so far: the upper
#'     limit is what the data allow, `Inf` if for a while nobody was at risk),
#'     `zero_variance` (patients do not differ, so no interval is defined),
#'     `no_patients`, `no_time` (nobody is followed any more: the last value is kept).}
#'
#' @section Definition:
#' With \eqn{R(s)} patients at risk and \eqn{dN(s)} events at time \eqn{s},
#' \deqn{M(t) = \sum_{s \le t} \frac{dN(s)}{R(s)},}{M(t) = sum of dN(s) / R(s),}
#' with the robust variance of Lawless and Nadeau
#' \deqn{\sum_i \Bigl( \sum_{s \le t} \frac{R_i(s)}{R(s)}
#'   \Bigl[ dN_i(s) - \frac{dN(s)}{R(s)} \Bigr] \Bigr)^2}{
#'   sum over i of (sum of R_i(s) / R(s) * (dN_i(s) - dN(s) / R(s)))^2}
#' over the patients \eqn{i}, and limits \eqn{M \exp(\pm z s / M)}{
#' M * exp(+- z * s / M)} of the standard error \eqn{s}. Two events of one patient
#' at one time both count. Rows may come in any order: the result is the same to the
#' last bit. Before the first event the upper limit is \eqn{-\log(\alpha /
#' 2)}{-log(alpha / 2)} over the least number of patients at risk so far: that of no
#' event of a Poisson process.
#'
#' @inheritSection curve_survival Ties
#' @inheritSection ci_rate Errors
#'
#' @family curves
#' @seealso [curve_survival()] for the first event only; [audit_curves()] for a cohort.
#'
#' @examples
#' # Three patients; the second is not followed between days 200 and 260
#' curve_mcf(start = c(0, 120, 0, 260, 0), stop = c(120, 365, 200, 365, 300),
#'           event = c(1, 0, 1, 0, 0), id = c(1, 1, 2, 2, 3), times = c(90, 180, 365))
#' @export
curve_mcf <- function(start, stop, event, id, group = NULL, times = NULL, conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_conf_level(conf_level, call)
  times <- as_times(times, call)
  x <- read_spells(start, stop, event, id, group, times, call)
  explaining_spells(x, call, mcf_curves(x$start, x$stop, x$event, x$id, x$group, times, conf_level, ranges = x$ranges))
}

mcf_curves <- function(start, stop, events, patient, group, times, conf_level, ends = FALSE, ...) {
  group_curves("mcf", start, stop, events, patient, group, times, conf_level, ends = ends, notes = function(x) {
    list(
      zero_events = x$estimate == 0,
      zero_variance = x$estimate > 0 & x$std_error == 0
    )
  }, ...)
}
