#' Rates of groups of patients compared
#'
#' The rate of each group against that of one of them, with the patient as the unit:
#' patients differ in their risk, and an interval that treats events as independent of
#' the patient is too narrow.
#'
#' @inheritParams ci_rate_patients
#' @param group Group of each patient: a factor, text or whole numbers, none
#'   missing; two groups or more.
#' @param reference The group that the others are compared with, single; `NULL`: the first.
#' @param measure `"ratio"`: each group's rate over that of the reference.
#'   `"difference"`: each minus it, in events per year.
#' @param method Method of the interval, single, see below. For a ratio: `"cr2"` (the
#'   default), `"welch"`, `"scaled_exact"` or `"nb"`. For a difference: `"cr2"` (the
#'   default) or `"welch"`.
#' @param permutations Number of random permutations for `p_permutation`, a whole number
#'   from 0 (none) to 1e7. They come from R's generator: call [set.seed()] before. The
#'   order of the patients does not matter.
#'
#' @return A data frame with one row for each group but the reference:
#'   \item{reference, group}{Their names.}
#'   \item{patients, events, years, dispersion}{Of the group, see [ci_rate_patients()].}
#'   \item{reference_patients, reference_events, reference_years,
#'     reference_dispersion}{Of the reference.}
#'   \item{measure}{As given.}
#'   \item{estimate}{Of the measure; `Inf` if the reference has no event, `NA` if a group
#'     has no time or, for a ratio, neither has an event.}
#'   \item{std_error, df}{Of the log of a ratio, or of a difference, and the degrees of
#'     freedom; `NA` if the interval is not by t.}
#'   \item{conf_low, conf_high, p}{Limits, and the p of no effect that inverts them.}
#'   \item{p_permutation}{Of the statistic of `welch` among random permutations; `NA`
#'     without, and if the statistic is not defined.}
#'   \item{exact_low, exact_high}{For a ratio, the exact limits of [compare_rates()]: as if
#'     events were independent of the patient. `NA` for a difference.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or codes joined by `;`: `no_patients` and `n1` (in one or both
#'     groups; those without time do not count), `no_events`, `zero_events` (in one of
#'     the two), `fallback_exact` (the t interval or the model is not defined: a group has
#'     one patient, no event or no variance; the scaled exact interval stands in),
#'     `fallback_score` (the same for a difference: the scaled score interval stands in),
#'     `excluded_patients` (patients without time were left out), `poisson_boundary` (with
#'     `"nb"`, the counts vary no more than Poisson counts).}
#'
#' @section Definition:
#' With the rate \eqn{r_g}, the events \eqn{Y_g}, the time \eqn{T_g} and the \eqn{n_g}
#' patients of a group, of whom each has \eqn{y_i} events in \eqn{t_i}:
#'
#' * `cr2`: the log of the ratio has the variance \eqn{v_1 + v_2} with
#'   \eqn{v_g = \sum (y_i - r_g t_i)^2 / (1 - t_i / T_g) / Y_g^2}{
#'   v = sum((y - r * t)^2 / (1 - t / T)) / Y^2}, and \eqn{t} the degrees of freedom
#'   \eqn{(v_1 + v_2)^2 / (v_1^2 / d_1 + v_2^2 / d_2)}. The \eqn{d_g} are those of
#'   \eqn{v_g} if the variance of a count is as \eqn{t_i^2}, \eqn{tr(M)^2 / tr(M^2)} with
#'   the covariance \eqn{M} of \eqn{(y_i - r_g t_i) / \sqrt{1 - t_i / T_g}}{
#'   (y - r * t) / sqrt(1 - t / T)}: \eqn{n_g - 1} if all times are equal, fewer if few
#'   patients have most of the time (bias-reduced linearization of Bell and McCaffrey
#'   2002). For a difference the same with \eqn{v_g r_g^2}.
#' * `welch`: the same with \eqn{v_g = n_g / (n_g - 1) \sum (y_i - r_g t_i)^2 / Y_g^2}{
#'   v = n / (n - 1) * sum((y - r * t)^2) / Y^2} and \eqn{d_g = n_g - 1}. If the times of
#'   a group are equal it is `cr2`; if they are unequal its intervals are too narrow.
#' * `scaled_exact`: \eqn{Y_1} of \eqn{Y_1 + Y_2} as in [compare_rates()], both divided
#'   by the dispersion \eqn{(Y_1 \phi_1 + Y_2 \phi_2) / (Y_1 + Y_2)}, at least 1. Of a group
#'   of one patient \eqn{\phi}{phi} is \eqn{Y}: all events say as much as one, since how far
#'   patients differ is not seen there.
#' * `nb`: the negative binomial model of [fit_negative_binomial()] on the two
#'   groups, with the observed information and \eqn{t} with \eqn{n_1 + n_2 - 2} degrees
#'   of freedom.
#'
#' The permutation test takes the statistic of no effect of `welch` and deals the
#' patients, with their events and time, to the two groups at random; one where
#' it is not defined counts as extreme.
#'
#' @inheritSection ci_rate Errors
#'
#' @references Bell RM, McCaffrey DF (2002). Bias reduction in standard errors for linear
#'   regression with multi-stage samples. *Survey Methodology* 28, 169-181.
#'
#' @family statistics of counts and rates
#'
#' @examples
#' compare_rates_patients(
#'   events = c(3, 1, 0, 2, 0, 0, 1, 0), years = c(2, 1, 1.5, 2, 2, 1, 2, 1.5),
#'   group = rep(c("platform", "switched"), each = 4)
#' )
#' @export
compare_rates_patients <- function(events, years, group, reference = NULL,
                                   measure = c("ratio", "difference"), method = NULL, permutations = 0,
                                   conf_level = 0.95, alternative = c("two.sided", "less", "greater")) {
  check_given()
  call <- sys.call()
  measure <- one_of(measure, names(group_rates_methods), "measure", call)
  method <- method_of(method, group_rates_methods, measure, call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  check_conf_level(conf_level, call)
  fits <- is_one_number(permutations) && permutations == round(permutations) &&
    permutations >= 0 && permutations <= 1e7
  check_argument(fits, permutations, "permutations",
                 "a whole number from 0 to 1e7", call)
  check_argument(!is.null(group), group, "group", "a group of each patient", call)
  x <- as_patients(events, years, group, call)
  if (method == "nb") check_events_of_nb(events, call)
  groups <- levels(x$group)
  check_argument(length(groups) > 1, group, "group", "two or more groups", call)
  if (is.null(reference)) reference <- groups[1]
  if (is.factor(reference) || is_bare_number(reference)) reference <- as.character(reference)
  reference <- one_name(reference, groups, "reference", call)

  sums <- .Call(C_patient_rates, x$events, x$years, as.integer(x$group), length(groups))
  of <- match(reference, groups)
  others <- seq_along(groups)[-of]
  side <- choice_code(alternative, alternatives)
  sums <- with_errors(sums, x, method)
  found <- .Call(C_group_rates, sums, of - 1L, choice_code(measure, names(group_rates_methods)),
                 as.integer(method %in% c("scaled_exact", "nb")), as.double(conf_level), side)
  found <- as.data.frame(lapply(found, nan_to_na))
  found$boundary <- FALSE
  if (method == "nb") found <- nb_ratios(x, sums, found, of, conf_level, side)
  exact <- compare_rates(sums$events, sums$time, sums$events[of], sums$time[of],
                         conf_level = conf_level, alternative = alternative)
  at <- function(column) if (measure == "ratio") exact[[column]][others] else NA_real_
  group_sums <- data.frame(patients = as.integer(sums$patients), events = sums$events, years = sums$time,
                           dispersion = sums$dispersion)
  reference_sums <- group_sums[rep(of, length(others)), ]
  names(reference_sums) <- paste0("reference_", names(group_sums))
  data.frame(
    reference = factor(rep(reference, length(others)), groups), group = factor(groups[others], groups),
    group_sums[others, ], reference_sums, measure = rep(measure, length(others)),
    found[others, c("estimate", "std_error", "df", "conf_low", "conf_high", "p")],
    p_permutation = permuted_p(x, others, of, measure, side, permutations),
    exact_low = at("conf_low"), exact_high = at("conf_high"), method = rep(method, length(others)),
    note = group_notes(sums, found, of, measure, method)[others], row.names = NULL
  )
}

group_rates_methods <- list(ratio = c("cr2", "welch", "scaled_exact", "nb"), difference = c("cr2", "welch"))

# The standard error of each group's rate and its degrees of freedom, by the method.
with_errors <- function(sums, x, method) {
  sums$freedom <- sums$patients - 1
  if (method == "cr2") {
    sums[c("std_error", "freedom")] <- .Call(C_reduced_errors, x$events, x$years, as.integer(x$group), sums$events,
                                             sums$time)
  }
  sums
}

# By the negative binomial model of a group and the reference, where both have
# two patients and an event; elsewhere what stands in for it.
nb_ratios <- function(x, sums, found, of, conf_level, side) {
  some <- sums$patients > 1 & sums$events > 0
  code <- as.integer(x$group)
  for (g in seq_along(some)[-of]) {
    if (!some[g] || !some[of]) next
    at <- c(which(code == of & x$years > 0), which(code == g & x$years > 0))
    data <- nb_data(x$events[at], x$years[at], 1L + (code[at] == g), 2L)
    fit <- nb_fit(data)
    log_se <- sqrt(fit$covariance[4])
    df <- length(at) - 2
    limits <- .Call(C_log_t_interval, exp(fit$b[2]), log_se, as.double(df), as.double(conf_level), side, 1)
    found[g, names(limits)] <- limits
    found[g, c("estimate", "std_error", "df")] <- c(exp(fit$b[2]), log_se, df)
    found$method[g] <- 0
    found$boundary[g] <- fit$is_boundary == 1
  }
  found
}

# The patients of two groups, those of the reference last, dealt at random.
permuted_p <- function(x, others, of, measure, side, permutations) {
  if (permutations == 0) return(rep(NA_real_, length(others)))
  code <- as.integer(x$group)
  vapply(others, function(g) {
    first <- which(code == g & x$years > 0)
    both <- c(first, which(code == of & x$years > 0))
    .Call(C_permuted_rates, x$events[both], x$years[both], length(first),
          choice_code(measure, names(group_rates_methods)), side, as.integer(permutations))
  }, 0)
}

# Codes of each group's comparison with the reference.
group_notes <- function(sums, found, of, measure, method) {
  either <- function(holds) holds | holds[of]
  all <- sums$events + sums$events[of]
  no_time <- either(sums$time == 0)
  fallback <- method != "scaled_exact" & found$method == 1
  join_notes(
    no_patients = either(sums$patients == 0),
    n1 = either(sums$patients == 1),
    no_events = !no_time & all == 0,
    zero_events = !no_time & all > 0 & either(sums$events == 0),
    fallback_exact = fallback & measure == "ratio",
    fallback_score = fallback & measure == "difference",
    excluded_patients = either(sums$left_out > 0),
    poisson_boundary = found$boundary
  )
}
