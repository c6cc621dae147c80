#' Two curves compared
#'
#' The difference of two mean cumulative functions, or of two shares free of an event,
#' at given times, with limits that take the patient as the unit, and the test of no
#' difference at any time up to then.
#'
#' @inheritParams curve_mcf
#' @inheritParams curve_survival
#' @param id For `compare_mcf()` the patient of each spell, see [curve_mcf()]. For
#'   `compare_survival()` that of each element, once in a group, or `NULL`: no patient is in
#'   two groups.
#' @param group Group of each spell, or patient: a factor, text or whole numbers, none
#'   missing; two groups or more.
#' @param reference The group that the others are compared with, single; `NULL`: the first.
#' @param times Times at which the curves are compared: finite numbers. `NULL`: the last
#'   time at which both groups are followed.
#' @param variance What the variance of the pseudo-score takes events to vary about:
#'   `"null"`, the mean of both groups, as under no difference; or `"groups"`, that of each
#'   group, as Cook, Lawless and Nadeau have it.
#'
#' @return A data frame with one row for each group but the reference and each time:
#'   \item{reference, group}{Their names.}
#'   \item{time}{In the unit of `stop`, or `time`.}
#'   \item{design}{`"paired"` if a patient is in both groups, otherwise `"independent"`.}
#'   \item{patients, reference_patients}{Those with time at risk; paired, those with time in
#'     both groups, the others being left out.}
#'   \item{at_risk, reference_at_risk}{Patients at risk at the time.}
#'   \item{events, reference_events}{Events up to the time.}
#'   \item{group_estimate, reference_estimate}{The two curves at the time.}
#'   \item{estimate}{Group minus reference: events per patient, or a share.}
#'   \item{std_error, df}{Of the difference; `NA` if the interval is not by t.}
#'   \item{conf_low, conf_high, p}{Limits of the difference at the time, and the p of none
#'     that inverts them.}
#'   \item{statistic, p_pseudo_score}{Of the pseudo-score test: standard normal under no
#'     difference, above 0 if the group has more events, and its two-sided p; `NA`
#'     without an event while both are at risk.}
#'   \item{method}{`"welch"`, `"paired_t"`, or `"limits"` if neither is defined.}
#'   \item{note}{Empty, or codes joined by `;`: `no_patients`, `n1` (one patient in a
#'     group), `no_events` (in neither), `zero_events` (in one of the two),
#'     `fallback_limits` (a curve has no variance of its own: see below), `zero_variance`
#'     (patients with events do not differ: no interval), `excluded_patients` (in only one
#'     of the two groups), `no_time` (a curve ends before the time).}
#'
#' @section Definition:
#' The influence \eqn{\psi_i} of a patient on a curve is what the robust variance
#' of [curve_mcf()] squares and sums; that of a share is Greenwood's. With two
#' groups of \eqn{n_g} patients the difference has the variance
#' \eqn{\sum_g n_g / (n_g - 1) \sum_i \psi_i^2}{sum over g of n / (n - 1) *
#' sum(psi^2)} and Welch's degrees of freedom. In the same \eqn{n} patients it has
#' \eqn{n / (n - 1) \sum_i (\psi_{1i} - \psi_{2i})^2}{
#' n / (n - 1) * sum((psi1 - psi2)^2)} and \eqn{n - 1}. If one of the curves has no
#' event yet, or all have had it, the distances of both curves from their own limits
#' ([curve_mcf()], [curve_survival()]) are squared and added.
#'
#' The pseudo-score of Cook, Lawless and Nadeau is
#' \deqn{U(t) = \sum_{s \le t} \frac{R_1(s) R_0(s)}{R(s)}
#'   \left[ \frac{dN_1(s)}{R_1(s)} - \frac{dN_0(s)}{R_0(s)} \right]}{
#'   U(t) = sum over s up to t of R1 R0 / R (dN1 / R1 - dN0 / R0)}
#' with \eqn{R(s)} patients at risk and \eqn{dN(s)} events in the groups 1, 0 and
#' both, and the variance \eqn{\sum_i (\sum_s R_{-g}(s) / R(s) [dN_i(s) -
#' m(s)])^2}{sum over i of (sum over s of R_other / R (dN_i - m))^2}, where
#' \eqn{m(s) = dN(s) / R(s)} (`"null"`: the robust score test of Andersen and Gill's
#' model) or that of the patient's own group (`"groups"`). In the same patients the
#' two terms of a patient are subtracted before they are squared. Of a share it is
#' the log-rank test with a robust variance.
#'
#' In samples of no difference, 11 patients against 100 who have a relapse each on
#' average and vary like a gamma variable of shape 1, the test at 5 % rejects in 8 %
#' with `"null"` and in 12 % with `"groups"`; with 30 patients each in 5 and 6 %
#' (`inst/validation/curve-difference.R`).
#'
#' @inheritSection curve_survival Ties
#' @inheritSection ci_rate Errors
#'
#' @family curves
#' @seealso [audit_compare()] for curves of a cohort.
#'
#' @examples
#' # Four patients on each of two drugs, followed for a year
#' compare_mcf(
#'   start = c(0, 90, 0, 0, 0, 0, 200, 0, 0), stop = c(90, 365, 365, 300, 365, 200, 365, 365, 250),
#'   event = c(1, 0, 0, 1, 1, 1, 0, 0, 0), id = c(1, 1, 2, 3, 4, 5, 5, 6, 7),
#'   group = c("a", "a", "a", "a", "a", "b", "b", "b", "b"), times = c(180, 365)
#' )
#' @export
compare_mcf <- function(start, stop, event, id, group, reference = NULL, times = NULL,
                        variance = c("null", "groups"), conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_conf_level(conf_level, call)
  variance <- one_of(variance, score_variances, "variance", call)
  times <- as_times(times, call)
  check_argument(!is.null(group), NULL, "group", "a group of each spell", call)
  x <- read_spells(start, stop, event, id, group, times, call)
  reference <- reference_of(x$group, reference, call)
  explaining_spells(x, call, {
    compare_groups("mcf", x$start, x$stop, x$event, x$id, x$group, reference, times, variance, conf_level)
  })
}

#' @rdname compare_mcf
#' @export
compare_survival <- function(time, event, group, reference = NULL, times = NULL, id = NULL,
                             variance = c("null", "groups"), conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_conf_level(conf_level, call)
  variance <- one_of(variance, score_variances, "variance", call)
  times <- as_times(times, call)
  check_argument(!is.null(group), NULL, "group", "a group of each patient", call)
  x <- read_first_events(time, event, group, times, call)
  n <- length(x$time)
  patient <- if (is.null(id)) seq_len(n) else known(read_ids(id, "id", call), "id", call)
  check_same_length(patient, n, "id", call)
  check_elements(!duplicated(data.frame(as.integer(x$group), patient)), patient, "id", "once in each group", call)
  reference <- reference_of(x$group, reference, call)
  compare_groups("event_free", NULL, x$time, x$event, patient, x$group, reference, times, variance, conf_level)
}

score_variances <- c("null", "groups")

reference_of <- function(group, reference, call) {
  groups <- levels(group)
  check_argument(length(groups) > 1, group, "group", "two or more groups", call)
  if (is.null(reference)) return(groups[1])
  one_of(as.character(reference), groups, "reference", call)
}

compare_groups <- function(kind, start, stop, events, patient, group, reference, times, variance, conf_level) {
  side <- function(name) {
    of <- which(group == name)
    list(start = start[of], stop = stop[of], events = events[of], patient = patient[of])
  }
  base <- side(reference)
  others <- setdiff(levels(group), reference)
  parts <- lapply(others, function(name) {
    found <- curve_difference(kind, side(name), base, times, variance, conf_level)
    labels <- list(reference = factor(rep(reference, nrow(found)), levels(group)),
                   group = factor(rep(name, nrow(found)), levels(group)))
    as_frame(c(labels, as.list(found)), nrow(found))
  })
  do.call(rbind, parts)
}

# One side less the other, each with the start, stop, events and patient of its
# spells; a start of NULL is before all. Patients of both sides are paired.
curve_difference <- function(kind, first, second, times, variance, conf_level) {
  sides <- list(with_time(first), with_time(second))
  paired <- any(sides[[1]]$patient %in% sides[[2]]$patient)
  n_before <- lapply(sides, function(x) length(unique(x$patient)))
  if (paired) {
    sides <- list(of_patients(sides[[1]], sides[[2]]$patient), of_patients(sides[[2]], sides[[1]]$patient))
  }
  grid <- time_grid(c(sides[[1]]$start, sides[[2]]$start), c(sides[[1]]$stop, sides[[2]]$stop))
  spells <- lapply(sides, function(x) as_spells(x$start, x$stop, x$events, x$patient, grid))
  last <- min(vapply(sides, function(x) max(x$stop, -Inf), 0))
  if (is.null(times)) times <- last[is.finite(last)]
  n <- vapply(spells, `[[`, 0L, "n_patients")
  found <- .Call(C_curve_difference, choice_code(kind, curve_kinds), spells[[1]]$columns, spells[[2]]$columns, n,
                 as.integer(paired), choice_code(variance, score_variances), places_upto(grid, times),
                 as.double(conf_level))
  found <- lapply(found, nan_to_na)
  k <- length(times)
  note <- difference_notes(kind, found, n, paired && any(unlist(n_before) > n), times > last)
  method <- if (paired) "paired_t" else "welch"
  as_frame(c(
    list(time = times, design = rep(if (paired) "paired" else "independent", k), patients = rep(n[1], k),
         reference_patients = rep(n[2], k)),
    found[c("at_risk", "reference_at_risk", "events", "reference_events")],
    list(group_estimate = found$value, reference_estimate = found$reference_value),
    found[c("estimate", "std_error", "df", "conf_low", "conf_high", "p", "statistic")],
    list(p_pseudo_score = 2 * stats::pnorm(-abs(found$statistic)),
         method = ifelse(found$is_fallback == 1, "limits", method), note = note)
  ), k)
}

# A patient without a spell that has length is on no side.
with_time <- function(side) {
  if (is.null(side$start)) return(side)
  kept <- side$patient %in% side$patient[side$start < side$stop]
  if (any(side$events[!kept] > 0)) data_error("Events in no time", which(!kept & side$events > 0)[1])
  of_patients(side, side$patient[kept])
}

of_patients <- function(side, patients) {
  at <- side$patient %in% patients
  if (all(at)) side else lapply(side, `[`, at)
}

difference_notes <- function(kind, found, n, excluded, is_over) {
  k <- length(found$estimate)
  # A curve that nobody is on has 0 events.
  none <- pmin(found$events, found$reference_events) == 0
  all_had <- kind == "event_free" & (found$value == 0 | found$reference_value == 0)
  known <- rep(all(n > 0), k)
  join_notes(
    no_patients = !known,
    n1 = known & any(n == 1),
    no_events = known & pmax(found$events, found$reference_events) == 0,
    zero_events = known & none & pmax(found$events, found$reference_events) > 0,
    all_events = known & all_had,
    fallback_limits = known & found$is_fallback == 1 & !is.na(found$conf_low),
    zero_variance = known & is.na(found$conf_low),
    excluded_patients = rep(excluded, k),
    no_time = known & is_over
  )
}
