#' Share of patients free of an event seen at visits
#'
#' Turnbull's estimate of the share that is free of a first event by a given time, if
#' all that is known of each event is between which visits it fell: lesions
#' that a scan shows arose since the scan before it. Taking the day of the scan for the
#' day of the event makes all events too late.
#'
#' @param left Time of each patient's last visit without the event: finite
#'   numbers of 0 or more, none missing.
#' @param right Time of the first visit with it, not less than `left`; `Inf` if there
#'   was none. Equal to `left`: the time is known.
#' @param group Group of each patient: a factor, text or whole numbers, none missing.
#'   `NULL`: all are one group.
#' @param times Times at which the share is given, finite; `NULL`: the intervals in
#'   which events can have fallen.
#'
#' @return Without `times`, a data frame with one row per group and innermost interval to
#'   which the estimate gives events, in order:
#'   \item{group}{The group; `NA` if none was given.}
#'   \item{from, to}{The interval (`from`, `to`]; equal if it is a single time;
#'     `to` is infinite if events fell, if at all, after the last visit.}
#'   \item{probability}{Share of the patients whose event falls into it. Where in it, the
#'     data do not say.}
#'   \item{estimate}{Share free of the event at its end.}
#'   \item{note}{Empty or `not_converged`.}
#'
#'   With `times`, one row per group and time:
#'   \item{group, time}{As above.}
#'   \item{least, most}{Share free at the time: the least and the most that the
#'     estimate allows, equal except within an interval with events.}
#'   \item{note}{Empty, or codes joined by `;`: `undetermined` (the two differ),
#'     `no_patients`, `no_time` (after the last visit of all), `not_converged`.}
#'
#' @section Definition:
#' With \eqn{P_i} the probability that the estimate gives to (`left`, `right`] of
#' patient \eqn{i} of \eqn{n}, it is the distribution with the greatest
#' \eqn{\prod P_i}{product of P_i}. It has mass only in innermost intervals, from a
#' `left` to the next `right` with neither between, and is the maximum if and only if
#' \eqn{D = n^{-1} \sum 1 / P_i}{D = sum(1 / P_i) / n} over the patients whose interval
#' holds it is at most 1 of each, and 1 of those with mass. That is checked, to 1e-8 or
#' better. There are no limits: this estimate has no standard error of the usual kind.
#'
#' @inheritSection curve_survival Ties
#' @inheritSection ci_rate Errors
#'
#' @references Turnbull BW (1976). The empirical distribution function with arbitrarily
#'   grouped, censored and truncated data. *Journal of the Royal Statistical Society B*, 38,
#'   290-295.
#'
#' @family curves
#' @seealso [audit_lesion_free()] for scans of a cohort.
#'
#' @examples
#' # Days of the last scan without and the first with new lesions of seven patients
#' left <- c(0, 180, 0, 365, 200, 365, 90)
#' right <- c(180, 365, 90, Inf, 400, Inf, 200)
#' curve_turnbull(left, right)
#' curve_turnbull(left, right, times = c(90, 180, 365))
#' @export
curve_turnbull <- function(left, right, group = NULL, times = NULL) {
  check_given()
  call <- sys.call()
  times <- as_times(times, call)
  left <- known(as_years(left, "left", call), "left", call)
  check_argument(is_bare_number(right), right, "right", "numbers", call)
  right <- known(as.double(right), "right", call)
  x <- recycled(left = left, right = right, group = as_group(group, max(length(left), length(right)), call),
                call = call)
  x[c("left", "right")] <- tie_times(x[c("left", "right")], times)
  check_elements(x$right >= x$left, x$right, "right", "no less than `left`", call)
  turnbull_curves(x$left, x$right, x$group, times)
}

turnbull_curves <- function(left, right, group, times) {
  by_level(group, function(of, label) {
    found <- turnbull(left[of], right[of])
    part <- if (is.null(times)) mass_rows(found) else free_rows(found, times, right[of], left[of])
    n <- if (is.null(times)) length(found$mass) else length(times)
    as_frame(c(list(group = rep(label, n)), part), n)
  })
}

# The estimate of a group: intervals with mass. Patients alike are counted once.
turnbull <- function(left, right) {
  at <- order(left, right, method = "radix")
  left <- left[at]
  right <- right[at]
  new <- c(TRUE, left[-1] != left[-length(left)] | right[-1] != right[-length(right)])[seq_along(left)]
  weight <- as.double(tabulate(cumsum(new), sum(new)))
  left <- left[new]
  right <- right[new]
  x <- list(left, right, weight, order(left, left != right, method = "radix") - 1L,
            order(right, method = "radix") - 1L)
  found <- .Call(C_turnbull, x)
  with_mass <- found$mass > 0
  list(from = found$from[with_mass], to = found$to[with_mass], mass = found$mass[with_mass],
       converged = found$off <= 1e-8)
}

mass_rows <- function(found) {
  n <- length(found$mass)
  list(from = found$from, to = found$to, probability = found$mass, estimate = rest_after(found$mass),
       note = join_notes(not_converged = rep(!found$converged, n)))
}

# What is left of 1 after each mass: summed from the end, so that it ends at 0.
rest_after <- function(mass) c(rev(cumsum(rev(mass)))[-1], 0)[seq_along(mass)]

free_rows <- function(found, times, right, left) {
  free <- c(1, rest_after(found$mass))
  # Intervals over by each time, and those begun by then.
  over <- findInterval(times, found$to)
  begun <- ifelse(found$from == found$to, found$to, found$from)
  least <- free[vapply(times, function(t) sum(found$to <= t | (begun < t & found$to > t)), 0) + 1]
  most <- free[over + 1]
  last <- max(c(left, right[is.finite(right)]), -Inf)
  none <- length(left) == 0
  list(time = times, least = if (none) rep(NA_real_, length(times)) else least,
       most = if (none) rep(NA_real_, length(times)) else most,
       note = join_notes(undetermined = !none & least < most, no_patients = rep(none, length(times)),
                         no_time = !none & times > last, not_converged = rep(!found$converged, length(times))))
}
