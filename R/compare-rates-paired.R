#' Rates before and after in the same patients
#'
#' The ratio of the rate after to the rate before, in which differences between patients
#' cancel; or the difference of the two pooled rates.
#'
#' @param before,after Number of events of each patient before and after: whole
#'   numbers of 0 or more, none missing.
#' @param years_before,years_after Person-years of each patient: 0 or more and
#'   finite, none missing. All four have the same length, or are single.
#' @param method Method of the interval, single, see below. For a ratio: `"cr2"` (the
#'   default), `"robust"`, `"exact"`, `"midp"`, `"score"`, `"scaled_exact"` or `"pooled"`. For a
#'   difference: `"pooled"`.
#' @param null Ratio (above 0) or difference to be tested, finite, single. By
#'   default no effect: 1 or 0.
#' @param floor Whether the variance is at least that of the model, `TRUE`
#'   or `FALSE`: the cautious choice if patients were selected for their relapses
#'   before. With `"cr2"` and `"robust"` only.
#' @param group Group of each patient: a factor, text or whole numbers, none
#'   missing. `NULL`: all are one group.
#' @inheritParams ci_rate
#' @param measure `"ratio"`: the rate after over the rate before. `"difference"`: the
#'   pooled rate after minus that before, in events per year.
#'
#' @return A data frame with one row, or one per group:
#'   \item{group}{The group; only if `group` is given.}
#'   \item{patients}{Those with person-time in both periods.}
#'   \item{informative}{Those of them with an event in one of the two.}
#'   \item{events_before, years_before, events_after, years_after}{Sums over the
#'     patients.}
#'   \item{dispersion}{1 or more, see below.}
#'   \item{estimate}{The conditional ratio (with `"pooled"`, that of the pooled rates);
#'     `NA` without any event, `Inf` without one before. Or the difference of the pooled
#'     rates; `NA` without patients.}
#'   \item{ratio_pooled}{Ratio of the two pooled rates. It differs from the
#'     conditional one if patients differ in how their time is divided between the periods.}
#'   \item{std_error, df}{Of the log of a ratio, or of a difference, and its degrees
#'     of freedom, for `"cr2"`, `"robust"` and `"pooled"`; otherwise, and if another interval
#'     stands in, `NA`.}
#'   \item{conf_low, conf_high, p}{By `method`; `p` tests `null`.}
#'   \item{exact_low, exact_high, p_exact}{Of the exact conditional test of the ratio;
#'     the two-sided p is twice the smaller, at most 1. `NA` for a difference.}
#'   \item{p_midp}{The same with half the weight on what was observed.}
#'   \item{p_sign_flip}{Sign-flip test of a ratio of 1, always two-sided.}
#'   \item{p_smallest}{The smallest p that it could give with so many informative
#'     patients: 2^(1 - `informative`), at most 1.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or codes joined by `;`: `fallback_exact` (the exact
#'     interval, scaled for the spread of patients, stands in for one by t, see below), `fallback_score` (for a difference: the scaled
#'     score interval stands in), `n1` (for a difference: one patient), `zero_variance`
#'     (for a difference: each patient changed just as the two rates predict),
#'     `excluded_patients` (patients without time in one period were left out),
#'     `no_events`, `zero_events` (no event in one of the periods), `p_unreachable`
#'     (`p_smallest` is above 1 - `conf_level`: the audits then give no p), `not_exact` (more than 20,000 events: the score
#'     interval and its p stand in for the exact and the mid-P ones), `drawn_signs` (more
#'     than 20 informative patients: `p_sign_flip` is from 9,999 random patterns of
#'     signs, the same at each call), `unbounded` (the upper limit is too large for a
#'     number, at a high level with few patients), `no_patients`.}
#'
#' @section Definition:
#' Given the \eqn{n_i} events of patient \eqn{i} in both periods, each falls into
#' the second with probability \eqn{p_i = \theta t_{1i} / (\theta t_{1i} +
#' t_{0i})}{p = theta t1 / (theta t1 + t0)}: the patient's own rate drops out. The
#' conditional estimate solves \eqn{\sum y_{1i} = \sum n_i p_i}. Patients without an
#' event carry no information about it. With \eqn{U_i = y_{1i} - n_i p_i}, \eqn{A = \sum
#' n_i p_i (1 - p_i)} and \eqn{m} informative of \eqn{n} patients:
#'
#' * `cr2`: the log of the ratio has the variance \eqn{\sum U_i^2 / (1 - h_i) / A^2}{
#'   sum(U^2 / (1 - h)) / A^2} (with `floor` at least \eqn{1 / A}), where \eqn{h_i} is
#'   the patient's share of \eqn{\sum e_i}, \eqn{e_i = t_{1i} t_{0i} / (\theta t_{1i} +
#'   t_{0i})}{e = t1 t0 / (theta t1 + t0)} of the informative patients: what patients of one
#'   rate would tell. The interval takes \eqn{t} with the degrees of freedom of that
#'   variance if \eqn{U_i} varies as \eqn{e_i}, \eqn{1 / (\sum h_i^2 (1 - 2 h_i) / (1 -
#'   h_i)^2 + (\sum h_i^2 / (1 - h_i))^2)}{
#'   1 / (sum(h^2 (1 - 2 h) / (1 - h)^2) + sum(h^2 / (1 - h))^2)} (bias-reduced
#'   linearization of Bell and McCaffrey 2002). It is valid even if a patient's relapses
#'   come in clusters.
#' * `robust`: the same with the variance \eqn{m / (m - 1) \sum U_i^2 / A^2} and
#'   \eqn{m - 1} degrees of freedom. If the patients' times are equal it is `cr2`; if
#'   they are unequal its intervals are too narrow.
#' * `exact`: the ratios at which so many events after, or more (fewer), have
#'   probability (1 - `conf_level`) / 2, from the distribution of the sum of the
#'   binomial variables. `midp`: counting exactly so many with half weight. `score`:
#'   \eqn{\sum U_i = \pm z \sqrt{A}}{sum(U) = +- z sqrt(A)}. All three treat events as
#'   independent.
#' * `scaled_exact`: the limits of [compare_rates()] from the pooled times of all
#'   \eqn{n}, counts divided by the dispersion, which is the greater of 1 and
#'   \eqn{m / (m - 1) \sum U_i^2 / A}.
#' * `pooled`: the ratio \eqn{r_1 / r_0} of the pooled rates; its log has the
#'   variance \eqn{n / (n - 1) \sum \psi_i^2}, \eqn{\psi_i = (y_{1i} - r_1 t_{1i}) /
#'   \sum y_1 - (y_{0i} - r_0 t_{0i}) / \sum y_0}{
#'   psi = (y1 - r1 t1) / sum(y1) - (y0 - r0 t0) / sum(y0)}, and \eqn{t} has
#'   \eqn{n - 1} degrees of freedom.
#'
#' Without an event in one of the periods, with one informative patient or without a
#' variance, the interval by \eqn{t} is not defined. What stands in takes all
#' events of a patient as though they came together: it has the limits and p of the exact
#' law with the \eqn{n_i} divided by \eqn{\sum n_i^2 / \sum n_i}{sum(n^2) / sum(n)}, given
#' as `dispersion`, and the scaled exact ones, at the ratio estimated, where there are
#' events in both. One patient with 20 events before and none after thus says as much as
#' one event, and p is never below `p_smallest`.
#'
#' The difference is that of the pooled rates, \eqn{r_1 - r_0}; its variance is \eqn{n /
#' (n - 1) \sum \psi_i^2} with \eqn{\psi_i = (y_{1i} - r_1 t_{1i}) / \sum t_1 -
#' (y_{0i} - r_0 t_{0i}) / \sum t_0}{psi = (y1 - r1 t1) / sum(t1) - (y0 - r0 t0) /
#' sum(t0)}, and \eqn{t} has \eqn{n - 1} degrees of freedom: where all times are equal
#' that is the paired t test of the patients' counts. The patients' own rates do not
#' cancel in it: with few patients who differ much, and a falling rate, it holds the
#' truth less often than its level says (see the vignette "Why the patient is the
#' unit"). A period without an event, one patient, or no variance would give an interval
#' that is too short, or of no length. There the score interval of [compare_rates()]
#' stands in, of the two periods' events and years over their dispersion, as in
#' [compare_rates_patients()]. It treats the two periods as independent, so it is too
#' wide rather than too narrow if a patient's two rates are correlated.
#'
#' The statistic of the sign-flip test is the sum of \eqn{U_i} at a ratio of 1: p is the
#' share of all patterns of their signs whose sum is at least as far from 0.
#'
#' @inheritSection ci_rate Errors
#'
#' @references Bell RM, McCaffrey DF (2002). Bias reduction in standard errors for linear
#'   regression with multi-stage samples. *Survey Methodology* 28, 169-181.
#'
#' @family statistics of counts and rates
#'
#' @examples
#' compare_rates_paired(before = c(2, 1, 3, 0, 2), years_before = 1,
#'                      after = c(0, 0, 1, 0, 0), years_after = c(1.5, 2, 1, 1, 0.8))
#' compare_rates_paired(before = c(2, 1, 3, 0, 2), years_before = 1,
#'                      after = c(0, 0, 1, 0, 0), years_after = c(1.5, 2, 1, 1, 0.8),
#'                      measure = "difference")
#' @export
compare_rates_paired <- function(before, years_before, after, years_after, method = NULL, null = NULL,
                                 floor = FALSE, group = NULL, conf_level = 0.95,
                                 alternative = c("two.sided", "less", "greater"),
                                 measure = c("ratio", "difference")) {
  check_given()
  call <- sys.call()
  measure <- one_of(measure, names(paired_rate_methods), "measure", call)
  method <- method_of(method, paired_rate_methods, measure, call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  check_conf_level(conf_level, call)
  null <- as_null_effect(null, measure, call)
  check_flag(floor, "floor", call)
  check_argument(!floor || method %in% c("cr2", "robust"), floor, "floor",
                 sprintf("FALSE with the method \"%s\"", method), call)
  n <- max(length(before), length(years_before), length(after), length(years_after))
  x <- recycled(
    group = as_group(group, n, call),
    before = known(as_counts(before, "before", call), "before", call),
    years_before = known(as_years(years_before, "years_before", call), "years_before", call),
    after = known(as_counts(after, "after", call), "after", call),
    years_after = known(as_years(years_after, "years_after", call), "years_after", call), call = call
  )
  check_events_in_time(x$before, x$years_before, "before", call)
  check_events_in_time(x$after, x$years_after, "after", call)
  columns <- paired_rates(x, x$group, measure_code(method, paired_rate_methods, measure), conf_level, alternative, null,
                          floor)
  frame <- paired_frame(columns, measure, method, alternative, conf_level)
  if (is.null(group)) frame else data.frame(group = group_labels(x$group), frame)
}

# What the core finds of checked vectors, in a list of columns with an element a
# group. `method` is the core's number of it.
paired_rates <- function(x, groups, method, conf_level, alternative = "two.sided", null = 1, floor = FALSE) {
  # In an order that is the data's own, those without time in both last.
  times <- x$years_after / x$years_before
  times[!(x$years_before > 0 & x$years_after > 0)] <- Inf
  by_times <- order(times, x$years_before, x$before, x$after, method = "radix")

  found <- lapply(split(by_times, groups[by_times]), function(at) {
    .Call(C_paired_rates, x$before[at], x$years_before[at], x$after[at], x$years_after[at], method, as.integer(floor),
          as.double(conf_level), choice_code(alternative, alternatives), null)
  })
  lapply(structure(paired_rate_columns, names = paired_rate_columns), function(name) {
    nan_to_na(vapply(found, `[[`, 0, name, USE.NAMES = FALSE))
  })
}

# The default ratio of one group of checked patients, without the exact law beside
# it, which takes most of the time of many.
ratio_alone <- function(x, conf_level, floor = FALSE) {
  one <- structure(rep(1L, length(x$before)), levels = "1", class = "factor")
  columns <- paired_rates(x, one, length(unlist(paired_rate_methods)), conf_level, floor = floor)
  paired_frame(columns, "ratio", "cr2", "two.sided", conf_level)
}

# In the order of the core's audit_paired_rate_method.
paired_rate_methods <- list(
  ratio = c("cr2", "robust", "exact", "midp", "score", "scaled_exact", "pooled"),
  difference = "pooled"
)

# As src/r_paired_rates.c names what it found.
paired_rate_columns <- c("patients", "informative", "events_before", "years_before", "events_after", "years_after",
                         "dispersion", "estimate", "ratio_pooled", "std_error", "df", "conf_low", "conf_high", "p",
                         "exact_low", "exact_high", "p_exact", "p_midp", "p_sign_flip", "notes")

paired_frame <- function(found, measure, method, alternative, conf_level) {
  has <- function(bit) bitwAnd(as.integer(found$notes), bit) > 0
  p_smallest <- pmin(1, 2^(1 - found$informative))
  note <- join_notes(
    no_patients = found$patients == 0,
    n1 = measure == "difference" & found$patients == 1,
    zero_variance = has(64L),
    fallback_exact = has(1L),
    fallback_score = has(32L) & found$patients > 0,
    excluded_patients = has(2L),
    no_events = has(4L) & found$patients > 0,
    zero_events = !has(4L) & (found$events_before == 0 | found$events_after == 0),
    p_unreachable = p_smallest > 1 - conf_level,
    not_exact = has(8L),
    unbounded = found$events_before > 0 & found$conf_high == Inf & alternative != "greater",
    drawn_signs = has(16L)
  )
  whole <- lapply(found[c("patients", "informative")], as.integer)
  of <- function(first, last) found[match(first, names(found)):match(last, names(found))]
  n <- length(note)
  as_frame(c(whole, of("events_before", "p_sign_flip"),
             list(p_smallest = p_smallest, method = rep(method, n), note = note)), n)
}
