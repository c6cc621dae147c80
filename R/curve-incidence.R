#' Share of patients with an event where others compete
#'
#' The Aalen-Johansen estimate of the share that has had an event by a given time, when
#' other events, such as death, make it impossible: unlike 1 - Kaplan-Meier, it does
#' not speak of a world in which nobody dies.
#'
#' @param time Time of each patient to whichever event comes first, or to the end of
#'   follow-up: finite numbers of 0 or more, none missing.
#' @param status What ended it: 0 censored, 1 the event, 2 or more a competing event; or a
#'   factor, whose first level is censored, the second the event, and all others
#'   compete. None missing. At equal times events come before censoring.
#' @param group Group of each patient: a factor, text or whole numbers, none missing.
#'   `NULL`: all are one group. `time`, `status` and `group` have the same length, or are
#'   single.
#' @inheritParams curve_mcf
#'
#' @return A data frame with one row per group and time, in order:
#'   \item{group}{The group; `NA` if none was given.}
#'   \item{time}{In the unit of `time`.}
#'   \item{at_risk}{Patients at risk at the time.}
#'   \item{events}{Events since the time before, up to and including this one, without the
#'     competing ones.}
#'   \item{estimate}{Share with the event by the time; `NA` for a group without patients.}
#'   \item{std_error}{Its standard error; 0 at a share of 0 or 1.}
#'   \item{conf_low, conf_high}{Limits between 0 and 1, each for its time.}
#'   \item{note}{Empty, or codes joined by `;`: `zero_events`, `all_events` (none or all so
#'     far, see below), `no_patients`, `no_time` (nobody is followed any more: the last
#'     value is kept).}
#'
#' @section Definition:
#' Of \eqn{n(s)} patients at risk \eqn{d(s)} leave at time \eqn{s} by the event or a
#' competing one, \eqn{d_1(s)} of them by the event:
#' \deqn{F(t) = \sum_{s \le t} S(s-) \frac{d_1(s)}{n(s)}, \quad
#'   S(t) = \prod_{s \le t} \Bigl(1 - \frac{d(s)}{n(s)}\Bigr).}{
#'   F(t) = sum of S(s-) d1 / n, S(t) = product of 1 - d / n.}
#' The standard error is that of the infinitesimal jackknife, \eqn{\sqrt{\sum_i
#' (\partial F / \partial w_i)^2}}{the root of the sum of (dF / dw_i)^2} over the
#' weights \eqn{w_i} of the patients, as in `survival::survfit()` for several states;
#' Aalen's, as in `cmprsk::cuminc()`, differs slightly. The limits are \eqn{F^{\exp(\pm
#' z \, s / (F \log F))}}{F^exp(+- z * s / (F * log(F)))} of the standard error \eqn{s},
#' symmetric on the scale of \eqn{\log(-\log F)}. At a share of 0 or 1 they are Clopper
#' and Pearson's, on the patients whose state at the time is known: not censored before
#' it.
#'
#' @inheritSection curve_survival Ties
#' @inheritSection ci_rate Errors
#'
#' @family curves
#' @seealso [audit_curves()] and [audit_ae()] for a cohort.
#'
#' @examples
#' # Days to a first infection (1) of eight patients; one died (2), one stopped (3)
#' curve_incidence(time = c(40, 365, 210, 365, 90, 365, 300, 365),
#'                 status = c(1, 0, 2, 0, 1, 0, 3, 0), times = c(30, 180, 365))
#' @export
curve_incidence <- function(time, status, group = NULL, times = NULL, conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_conf_level(conf_level, call)
  times <- as_times(times, call)
  time <- known(as_years(time, "time", call), "time", call)
  status <- as_status(status, call)
  x <- if (is.null(group)) recycled(time = time, status = status, call = call) else
    recycled(time = time, status = status, group = as_group(group, length(time), call), call = call)
  x["time"] <- tie_times(x["time"], times)
  incidence_curves(x$time, x$status, x$group, times, conf_level)
}

# The curves of all groups, at the times asked for or each with an event, and with
# `ends` the last of all. A group of NULL is one without a name.
incidence_curves <- function(time, status, group, times, conf_level, ends = FALSE) {
  if (is.null(group)) return(incidence_curve(time, status, factor(NA, exclude = NULL), times, conf_level, ends))
  by_level(group, function(of, label) incidence_curve(time[of], status[of], label, times, conf_level, ends))
}

incidence_curve <- function(time, status, label, times, conf_level, ends) {
  tally <- .Call(C_tally_times, time, status)
  last <- if (length(time) > 0) tally$time[tally$n] else -Inf
  at <- if (is.null(times)) .Call(C_event_times, tally) else times
  if (is.null(times) && ends && length(time) > 0) at <- unique(c(at, last))
  x <- .Call(C_curve_incidence, tally, at, as.double(conf_level))
  n <- length(at)
  if (length(time) == 0) x <- lapply(x, nan_to_na)
  note <- join_notes(
    zero_events = x$estimate == 0, all_events = x$estimate == 1, no_patients = rep(length(time) == 0, n),
    no_time = length(time) > 0 & at > last
  )
  as_frame(c(list(group = rep(label, n), time = at), x, list(note = note)), n)
}

# The codes of a factor's levels are those of the numbers, and 1.
as_status <- function(status, call) {
  if (is.factor(status)) return(known(as.integer(status) - 1L, "status", call))
  if (is.integer(status) && lie_between(status, 0, Inf)) return(status)
  as.integer(pmin(as_event_counts(status, "status", call), 2))
}
