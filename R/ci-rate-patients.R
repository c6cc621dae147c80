#' Rates of groups of patients
#'
#' Events per person-year of groups of patients, with intervals that take the
#' patient as the unit: patients differ in their risk, and an interval that
#' takes each event to fall independently of the patient is too narrow.
#'
#' @param events Number of events of each patient: whole numbers of 0 or more,
#'   none missing.
#' @param years Person-years of each patient: 0 or more and finite, none
#'   missing.
#' @param group Group of each patient: a factor, text or whole numbers, none
#'   missing. Levels without patients have a row too. `NULL`: all are one group.
#' @param method `"scaled"`: exact limits scaled for dispersion.
#' @inheritParams ci_rate
#'
#' @return A data frame with one row a group:
#'   \item{group}{The group; `NA` where none was given.}
#'   \item{patients}{Patients with time.}
#'   \item{with_event}{Those of them with an event.}
#'   \item{events, years}{Their sums.}
#'   \item{dispersion}{See below; 1 or more.}
#'   \item{estimate}{Events per `per` years: pooled, all events over all time.}
#'   \item{std_error}{Its robust standard error; `NA` of fewer than two
#'     patients.}
#'   \item{conf_low, conf_high, p, method}{As of [ci_rate()].}
#'   \item{note}{Empty, or codes joined by `;`: those of [ci_rate()], and
#'     `no_patients`, `n1` (one patient: the dispersion is taken as 1),
#'     `undefined_phi` (no events: the dispersion is taken as 1),
#'     `excluded_patients` (patients without time were left out).}
#'
#' @section Definition:
#' Of \eqn{n} patients with \eqn{y_i} events in \eqn{t_i} years the rate is
#' \eqn{r = \sum y_i / \sum t_i}, and
#' \deqn{S = \frac{n}{n - 1} \sum (y_i - r t_i)^2.}{
#'   S = n / (n - 1) * sum((y - r * t)^2).}
#' Its standard error is \eqn{\sqrt{S} / \sum t_i}, the dispersion the greater of
#' 1 and \eqn{S / \sum y_i}: the ratio of the robust variance to that of a
#' Poisson count. The scaled limits are those of [ci_rate()] with it.
#'
#' @inheritSection ci_rate Errors
#'
#' @examples
#' # Ten relapses, most of them in two of six patients
#' ci_rate_patients(c(5, 3, 1, 1, 0, 0), years = c(2, 2, 1.5, 2, 1, 2))
#' @export
ci_rate_patients <- function(events, years, group = NULL, method = "scaled", null = NULL, per = 1,
                             conf_level = 0.95,
                             alternative = c("two.sided", "less", "greater")) {
  call <- sys.call()
  method <- one_of(method, "scaled", "method", call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  events <- as_counts(events, "events", call)
  years <- as_years(years, "years", call)
  check_elements(!is.na(events), events, "events", "known", call)
  check_elements(!is.na(years), years, "years", "known", call)
  group <- as_group(group, length(events), call)
  x <- recycled(events = events, years = years, group = group, call = call)

  by_time <- order(x$group, x$years, x$events, method = "radix")
  if (is.unsorted(by_time)) x <- lapply(x, `[`, by_time)
  rates <- patient_rates(x$events, x$years, as.integer(x$group), nlevels(group), method, null, per,
                         conf_level, alternative)
  data.frame(group = group_labels(group), rates)
}

# The same of checked numbers, in an order that is the data's own: groups are
# whole numbers from 1 to `n_groups`.
patient_rates <- function(events, years, group, n_groups, method = "scaled", null = NULL, per = 1,
                          conf_level = 0.95, alternative = "two.sided") {
  sums <- .Call(C_patient_rates, events, years, group, n_groups)
  rates <- ci_rate(sums$events, sums$time, dispersion = sums$dispersion, null = null, per = per,
                   conf_level = conf_level, alternative = alternative)
  note <- join_notes(
    no_patients = sums$patients == 0,
    no_time = sums$patients > 0 & sums$time == 0,
    n1 = sums$patients == 1,
    zero_events = sums$events == 0 & sums$time > 0,
    undefined_phi = sums$events == 0 & sums$patients > 1,
    excluded_patients = sums$left_out > 0
  )
  data.frame(
    patients = as.integer(sums$patients),
    with_event = as.integer(sums$with_event), events = sums$events, years = sums$time,
    dispersion = sums$dispersion, estimate = rates$estimate, std_error = nan_to_na(sums$std_error) * per,
    rates[c("conf_low", "conf_high", "p")], method = rep(method, n_groups), note
  )
}

# Groups in order: those of a factor as its levels, others sorted.
as_group <- function(group, n, call) {
  if (is.null(group)) return(factor(rep(NA, n), NA, exclude = NULL))
  fits <- is.factor(group) || is.character(group) || is_bare_number(group)
  check_argument(fits, group, "group", "a factor, text or whole numbers", call)
  check_elements(!is.na(group), group, "group", "known", call)
  if (is.factor(group)) group else factor(group, sort(unique(group), method = "radix"))
}

group_labels <- function(group) factor(levels(group), levels(group))
