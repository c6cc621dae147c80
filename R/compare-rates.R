#' Two independent rates
#'
#' The ratio of two rates, or their difference, from counts and person-years
#' alone. Events are taken to be Poisson: if the patients behind them are known, use
#' [compare_rates_patients()], which takes the patient as the unit.
#'
#' @param x1,x2 Number of events of the first and of the second group: whole
#'   numbers of 0 or more.
#' @param years1,years2 Person-years in which they were counted: 0 or more and
#'   finite. All four have the same length, or are single.
#' @param measure `"ratio"`: the first rate over the second. `"difference"`: the
#'   first minus the second, in events per year.
#' @param method Method of the interval, single, see below. For a ratio: `"exact"`
#'   (the default), `"midp"`, `"minlike"`, `"score"`, `"scas"` or `"wald_log"`. For a
#'   difference: `"score"` (the default), `"scas"` or `"mover_jeffreys"`.
#' @param null Ratio (above 0) or difference to be tested, finite, single. By
#'   default no effect: 1 or 0.
#' @inheritParams ci_rate
#'
#' @return A data frame with one row per element:
#'   \item{x1, years1, x2, years2, measure}{As given.}
#'   \item{estimate}{Of the measure; `Inf` if the second group has no event, `NA`
#'     if neither has (ratio) or one has no time.}
#'   \item{conf_low, conf_high}{Its limits.}
#'   \item{p}{Inverts the interval at `null`.}
#'   \item{p_exact, p_midp}{Of the ratio, by `"exact"` and `"midp"`; of a difference
#'     only if `null` is 0, otherwise `NA`.}
#'   \item{method}{As given.}
#'   \item{note}{Empty, or codes joined by `;`: `missing`, `no_time` (one of the two
#'     has no years: no estimate, and p is 1), `no_events` (none in either: no ratio),
#'     `zero_events` (none in one of the two), `assumes_poisson`, `differs_by_test`
#'     (`null` lies in a hole of the set that the test of `"minlike"` does not reject, or
#'     that of `"scas"` for a difference, within a standard error of the estimate).}
#'
#' @section Definition:
#' Given all events of both groups, those of the first are binomial with the odds
#' \eqn{\theta t_1 / t_2}{theta years1 / years2}, where \eqn{\theta} is the ratio.
#' `exact`, `midp`, `minlike`, `score` and `scas` are the limits of that
#' proportion by `clopper_pearson`, `midp`, `minlike`, `wilson` and `scas` of
#' [ci_proportion()], their odds times \eqn{t_2 / t_1}{years2 / years1}.
#' `wald_log` is \eqn{\log\theta \pm z \sqrt{1 / x_1 + 1 / x_2}}{
#' log(theta) +- z sqrt(1 / x1 + 1 / x2)}.
#'
#' For a difference \eqn{d} the `score` is \eqn{r_1 - r_2 - d} over its standard
#' error \eqn{\sqrt{\tilde r_1 / t_1 + \tilde r_2 / t_2}}{
#' sqrt(r1 / years1 + r2 / years2)} at the most likely rates that differ by
#' \eqn{d}; `scas` corrects it for skewness. `mover_jeffreys` squares and adds the
#' distances of each rate's limits from its median, those of the posterior under
#' Jeffreys' prior.
#'
#' The two-sided p is twice the smaller of the two one-sided ones, at most 1, except
#' for `minlike`.
#'
#' @section Missing values:
#' If one of the four is missing, the whole row is `NA`.
#'
#' @inheritSection ci_rate Errors
#'
#' @family statistics of counts and rates
#'
#' @examples
#' # 4 relapses in 18.45 patient-years against 17 in 13
#' compare_rates(4, 18.45, 17, 13)
#' compare_rates(4, 18.45, 17, 13, measure = "difference")
#' @export
compare_rates <- function(x1, years1, x2, years2, measure = c("ratio", "difference"), method = NULL,
                          null = NULL, conf_level = 0.95,
                          alternative = c("two.sided", "less", "greater")) {
  check_given()
  call <- sys.call()
  measure <- one_of(measure, names(two_rates_methods), "measure", call)
  method <- method_of(method, two_rates_methods, measure, call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  check_conf_level(conf_level, call)
  null <- as_null_effect(null, measure, call)
  x <- recycled(x1 = as_counts(x1, "x1", call), years1 = as_years(years1, "years1", call),
                x2 = as_counts(x2, "x2", call), years2 = as_years(years2, "years2", call), call = call)

  found <- .Call(C_two_rates, x$x1, x$years1, x$x2, x$years2,
                 measure_code(method, two_rates_methods, measure), as.double(conf_level),
                 choice_code(alternative, alternatives), null)
  found <- lapply(found, nan_to_na)
  known <- !is.na(x$x1 + x$years1 + x$x2 + x$years2)
  has_time <- known & x$years1 > 0 & x$years2 > 0
  note <- join_notes(
    missing = !known,
    no_time = known & !has_time,
    no_events = has_time & x$x1 + x$x2 == 0,
    zero_events = has_time & x$x1 + x$x2 > 0 & (x$x1 == 0 | x$x2 == 0),
    assumes_poisson = has_time,
    differs_by_test = differs_by_test(found, null, conf_level)
  )
  n <- length(known)
  data.frame(x, measure = rep(measure, n), found, method = rep(method, n), note)
}

# In the order of the core's audit_two_rates_method.
two_rates_methods <- list(
  ratio = c("exact", "midp", "minlike", "score", "scas", "wald_log"),
  difference = c("score", "scas", "mover_jeffreys")
)
