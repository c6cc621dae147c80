#' Rates before and after in the same patients
#'
#' The ratio of the rate after over the rate before, in which what patients
#' differ by drops out.
#'
#' @param before,after Number of events of each patient before and after: whole
#'   numbers of 0 or more, none missing.
#' @param years_before,years_after Person-years of each patient: 0 or more and
#'   finite, none missing. All four are as long as each other, or single.
#' @param method `"robust"`, or `"exact"`: the conditional interval, which takes
#'   each event to fall independently.
#' @param null Ratio to be tested, above 0 and finite, single.
#' @inheritParams ci_rate
#'
#' @return A data frame with one row:
#'   \item{patients}{Those with person-time in both periods.}
#'   \item{informative}{Those of them with an event in one of the two.}
#'   \item{events_before, years_before, events_after, years_after}{Sums over the
#'     patients.}
#'   \item{dispersion}{1 or more, see below.}
#'   \item{estimate}{The conditional ratio; `NA` without any event, `Inf` without
#'     one before.}
#'   \item{ratio_pooled}{Ratio of the two pooled rates. It differs from
#'     `estimate` where patients differ in how their time is shared.}
#'   \item{std_error, df}{Of the log of the ratio, robust, and its degrees of
#'     freedom; `NA` where the exact interval stands in.}
#'   \item{conf_low, conf_high, p}{By `method`; `p` tests `null`.}
#'   \item{exact_low, exact_high, p_exact}{Of the exact conditional test; the p of
#'     two sides is twice the smaller, at most 1.}
#'   \item{p_midp}{The same with half the weight on what was seen.}
#'   \item{p_smallest}{The least two-sided p that a sign-flip test on so many
#'     informative patients could give.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or codes joined by `;`: `fallback_exact` (the exact
#'     interval stands in for the robust one), `excluded_patients` (patients
#'     without time in one period were left out), `no_events`, `zero_events` (no
#'     event in one of the periods), `p_unreachable` (`p_smallest` is above
#'     0.05), `not_exact` (too many events for the exact interval, which is then
#'     `NA`), `no_patients`.}
#'
#' @section Definition:
#' Given the \eqn{n_i} events of patient \eqn{i} in both periods, each falls into
#' the second with probability \eqn{p_i = \theta t_{1i} / (\theta t_{1i} +
#' t_{0i})}{p = theta t1 / (theta t1 + t0)}: the patient's own rate drops out. The
#' estimate solves \eqn{\sum y_{1i} = \sum n_i p_i}. With \eqn{U_i = y_{1i} - n_i
#' p_i}, \eqn{A = \sum n_i p_i (1 - p_i)} and \eqn{m} informative patients, the
#' variance of its log is \eqn{m / (m - 1) \sum U_i^2 / A^2}, the interval takes
#' \eqn{t} with \eqn{m - 1} degrees of freedom, and the dispersion is the greater
#' of 1 and \eqn{m / (m - 1) \sum U_i^2 / A}. The exact limits are those at which
#' so many events after, or more (fewer), have probability (1 - `conf_level`) /
#' 2, from the law of the sum of the binomial variables.
#'
#' Patients without an event say nothing of the ratio.
#'
#' @inheritSection ci_rate Errors
#'
#' @examples
#' compare_rates_paired(before = c(2, 1, 3, 0, 2), years_before = 1,
#'                      after = c(0, 0, 1, 0, 0), years_after = c(1.5, 2, 1, 1, 0.8))
#' @export
compare_rates_paired <- function(before, years_before, after, years_after,
                                 method = c("robust", "exact"), null = 1, conf_level = 0.95,
                                 alternative = c("two.sided", "less", "greater")) {
  call <- sys.call()
  method <- one_of(method, c("robust", "exact"), "method", call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  check_conf_level(conf_level, call)
  check_argument(is_one_number(null) && null > 0, null, "null", "a ratio above 0", call)
  x <- recycled(
    before = known(as_counts(before, "before", call), "before", call),
    years_before = known(as_years(years_before, "years_before", call), "years_before", call),
    after = known(as_counts(after, "after", call), "after", call),
    years_after = known(as_years(years_after, "years_after", call), "years_after", call), call = call
  )
  # In an order that is the data's own, those without time in both last.
  times <- ifelse(x$years_before > 0 & x$years_after > 0, x$years_after / x$years_before, Inf)
  by_times <- order(times, x$years_before, x$before, x$after, method = "radix")
  x <- lapply(x, `[`, by_times)
  found <- .Call(C_paired_rates, x$before, x$years_before, x$after, x$years_after, as.double(conf_level),
                 choice_code(alternative, alternatives), as.double(null))
  paired_frame(lapply(found, nan_to_na), method)
}

known <- function(x, arg, call) {
  check_elements(!is.na(x), x, arg, "known", call)
  x
}

paired_frame <- function(found, method) {
  has <- function(bit) bitwAnd(as.integer(found$notes), bit) > 0
  exact <- method == "exact"
  p_smallest <- min(1, 2^(1 - found$informative))
  note <- join_notes(
    no_patients = found$patients == 0,
    fallback_exact = has(1L) & !exact,
    excluded_patients = has(2L),
    no_events = has(4L),
    zero_events = !has(4L) & (found$events_before == 0 | found$events_after == 0),
    p_unreachable = p_smallest > 0.05,
    not_exact = has(8L)
  )
  data.frame(
    patients = as.integer(found$patients), informative = as.integer(found$informative),
    events_before = found$events_before, years_before = found$time_before,
    events_after = found$events_after, years_after = found$time_after, dispersion = found$dispersion,
    estimate = found$estimate, ratio_pooled = found$ratio_pooled,
    std_error = if (exact) NA_real_ else found$std_error, df = if (exact) NA_real_ else found$df,
    conf_low = if (exact) found$exact_low else found$low,
    conf_high = if (exact) found$exact_high else found$high, p = if (exact) found$p_exact else found$p,
    exact_low = found$exact_low, exact_high = found$exact_high, p_exact = found$p_exact,
    p_midp = found$p_midp, p_smallest = p_smallest, method = method, note = note, stringsAsFactors = FALSE
  )
}
