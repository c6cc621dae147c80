#' Regression to the mean of counts
#'
#' How far the relapse rate of patients falls without any treatment, if they were
#' selected because they had a relapse: the ratio of their rates after and before
#' that a drug without effect would show.
#'
#' @param events Number of events of each patient in a window: whole numbers of 0 to 1e6,
#'   none missing; with `"zero_truncated_nb"` of 1 or more.
#' @param years Length of each patient's window in years: 0 or more and finite, none
#'   missing, as long as `events` or single. Patients without time are left out.
#' @param method How the rates of patients are estimated, single.
#'   `"zero_truncated_nb"`: the window is the one for which the patients were
#'   selected, all having an event in it. `"nb"`: nobody was selected for what
#'   happened in the window, such as the year before the one that qualified them.
#' @param group Group of each patient: a factor, text or whole numbers, none
#'   missing. `NULL`: all are one group.
#' @inheritParams ci_rate
#'
#' @return A data frame with one row, or one per group:
#'   \item{group}{The group; only if `group` is given.}
#'   \item{patients, events, years}{Patients with time, and their sums.}
#'   \item{mean}{Expected number of events in a window, \eqn{\mu}, of all patients,
#'     selected or not, averaged over the windows.}
#'   \item{shape}{Of the gamma distribution, \eqn{k}: the smaller, the more patients
#'     differ; `Inf` if they do not, `NA` if any value would do.}
#'   \item{ratio}{The rate after over the rate before, without any effect: between
#'     0 and 1. An observed ratio divided by this one is what is left to the treatment.}
#'   \item{conf_low, conf_high}{Its limits by profile likelihood, between 0 and 1.}
#'   \item{share_repeated}{Share of the events that fell on patients with two or
#'     more: estimates `ratio` whatever the distribution of the rates, see below. If the
#'     two are far apart the gamma distribution is in doubt.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or codes joined by `;`: `poisson_boundary` (the counts vary
#'     no more than Poisson counts: k is infinite), `log_series` (they vary more than any k
#'     allows: k and \eqn{\mu} are 0, and the counts above 0 follow the logarithmic
#'     series distribution), `no_second_event` (all were selected and none had a second
#'     event: \eqn{\mu} and `ratio` are at their limit, 0, and only the upper limit is
#'     informative), `zero_events` (no event: nothing is known of the ratio), `n1` (one
#'     patient), `no_patients`, `excluded_patients` (patients without time).}
#'
#' @section Definition:
#' Patient \eqn{i} has events at the constant rate \eqn{\lambda u_i}, where \eqn{u_i}
#' is gamma distributed with mean 1 and shape \eqn{k}. In a window of length \eqn{t}
#' with \eqn{\mu = \lambda t} the probability of none is \eqn{E(e^{-\mu u}) = (1 + \mu /
#' k)^{-k}}{E(exp(-mu u)) = (1 + mu / k)^-k}, and \eqn{E(u e^{-\mu u}) = (1 + \mu /
#' k)^{-(k + 1)}}{E(u exp(-mu u)) = (1 + mu / k)^-(k + 1)}. Of those with an event the
#' mean number is \eqn{\mu / P(y \ge 1)}{ mu / P(y >= 1)} in it and \eqn{\mu E(u (1 -
#' e^{-\mu u})) / P(y \ge 1)}{mu E(u (1 - exp(-mu u))) / P(y >= 1)} in another as long,
#' so that the ratio is
#' \deqn{1 - (1 + \mu / k)^{-(k + 1)}.}{1 - (1 + mu / k)^-(k + 1).}
#' With \eqn{\mu = k = 1} it is 0.75. It is \eqn{1 - e^{-\mu}}{1 - exp(-mu)} where
#' patients do not differ, and \eqn{c / (1 + c)} where \eqn{k} and \eqn{\mu} go to 0
#' with \eqn{\mu / k = c}. If windows differ in length it is their mean, each weighted
#' by its expected number of events: the ratio for patients who are followed after in
#' proportion to their window.
#'
#' The distribution of the rates matters little: a patient whose own mean is \eqn{m} has
#' \eqn{\sum_{y \ge 1} y P(y)}{sum(y P(y))} \eqn{= m} events in a window, and of those
#' that are expected in the next after one with an event, \eqn{m (1 - e^{-m})}{m (1 -
#' exp(-m))}, there are as many as \eqn{\sum_{y \ge 2} y P(y)}{ those of patients with
#' two or more} in the first. This holds for every patient and so for all, hence
#' `share_repeated`.
#'
#' \eqn{\lambda} and \eqn{k} are maximum likelihood estimates: as in
#' [fit_negative_binomial()] with `"nb"`; with `"zero_truncated_nb"` given that each
#' count is above 0. The limits are the values of the ratio at which twice the profile
#' log likelihood has fallen by the quantile of chi-squared with one degree of freedom.
#'
#' @section What it does not know:
#' That rates change by themselves, as with age; that a relapse begins or ends the window,
#' as when treatment starts after the relapse that qualified: then the fall is larger
#' still; that patients were selected for something else, such as two relapses or
#' lesions.
#'
#' @inheritSection ci_rate Errors
#'
#' @family statistics of counts and rates
#' @seealso [audit_compare()], which prints it beside a comparison with a time before.
#'
#' @examples
#' # Relapses in the year before a drug, for which each had to have one
#' regression_to_mean(c(1, 1, 2, 1, 3, 1, 2, 1, 1, 4, 1), years = 1)
#' # in a year that nobody was selected for
#' regression_to_mean(c(1, 0, 2, 0, 3, 1, 0, 0, 1, 4, 0), years = 1, method = "nb")
#' @export
regression_to_mean <- function(events, years = 1, method = c("zero_truncated_nb", "nb"), group = NULL,
                               conf_level = 0.95) {
  check_given()
  call <- sys.call()
  method <- one_of(method, c("zero_truncated_nb", "nb"), "method", call)
  check_conf_level(conf_level, call)
  x <- as_patients(events, years, group, call)
  selected <- method == "zero_truncated_nb"
  check_window_counts(events, years, selected, call)
  kept <- x$years > 0
  found <- lapply(split(seq_along(kept), x$group), function(at) {
    of <- at[kept[at]]
    ratio <- window_regression(x$events[of], x$years[of], selected, conf_level, call)
    c(list(patients = length(of), events = sum(x$events[of]), years = sum(x$years[of])), ratio,
      list(left_out = length(at) - length(of)))
  })
  names <- c("patients", "events", "years", "mean", "shape", "ratio", "conf_low", "conf_high", "repeated", "notes",
             "left_out")
  columns <- lapply(structure(names, names = names), function(name) {
    nan_to_na(vapply(found, function(one) as.double(one[[name]]), 0, USE.NAMES = FALSE))
  })
  frame <- regression_frame(columns, method)
  if (is.null(group)) frame else data.frame(group = group_labels(x$group), frame)
}

window_regression <- function(events, years, selected, conf_level, call) {
  tryCatch(
    .Call(C_regression_to_mean, events, years, as.integer(selected), as.double(conf_level)),
    msaudit_data_error = function(e) {
      usage_error("years", "The model has no finite estimate: windows in `years` are too far apart in length", call)
    }
  )
}

# Checked counts: few enough, and above 0 of patients who were selected.
check_window_counts <- function(events, years, selected, call) {
  if (any(events > 1e6)) check_elements(events <= 1e6, events, "events", "at most 1e6", call)
  ok <- !selected | events > 0 | years == 0
  check_elements(ok, rep_len(events, length(ok)), "events",
                 "1 or more of patients who were selected for an event (`method = \"nb\"` is of all)", call)
}

# Bits of `notes` are those of the core's regression_to_mean.h.
regression_frame <- function(found, method) {
  has <- function(bit) bitwAnd(as.integer(found$notes), bit) > 0
  note <- join_notes(
    no_patients = found$patients == 0,
    n1 = found$patients == 1,
    excluded_patients = found$left_out > 0,
    zero_events = has(8L) & found$patients > 0,
    no_second_event = has(4L),
    poisson_boundary = has(1L),
    log_series = has(2L)
  )
  found$patients <- as.integer(found$patients)
  columns <- found[c("patients", "events", "years", "mean", "shape", "ratio", "conf_low", "conf_high")]
  as_frame(c(columns, list(share_repeated = found$repeated, method = rep(method, length(note)), note = note)),
           length(note))
}
