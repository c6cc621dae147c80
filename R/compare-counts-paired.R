#' Counts before and after in the same patients, by ranks
#'
#' Wilcoxon's signed-rank test of the differences after minus before, exact with ties
#' and zeros, with the Hodges-Lehmann estimate of the shift. All patients weigh the same,
#' whatever their time; for counts over time use [compare_rates_paired()].
#'
#' @param before,after Finite numbers, one for each patient, none missing, of the same
#'   length: lesion counts, volumes, rates. They need not be whole.
#' @param zeros What becomes of differences of 0: `"pratt"`, they are ranked with the
#'   others and their ranks then left out; `"drop"`, they are left out first.
#' @param distribution `"exact"`: the distribution of the statistic over all patterns of
#'   signs. `"asymptotic"`: its normal approximation, without continuity correction.
#' @inheritParams ci_rate
#'
#' @return A data frame with one row:
#'   \item{n, n_zero}{Patients, and those whose difference is 0.}
#'   \item{statistic}{Sum of the ranks of the positive differences.}
#'   \item{estimate}{Median of the means of all pairs of differences, each paired with
#'     itself too; with `"drop"`, of the differences that are not 0. `NA` if there are none.}
#'   \item{conf_low, conf_high}{Ends of the set of shifts that the same test, ranking
#'     anew, does not reject. An end may itself be rejected; it is infinite if no
#'     shift beyond is rejected.}
#'   \item{p}{Of no shift; the two-sided one is twice the smaller tail, at most 1.}
#'   \item{method}{`"exact"` or `"asymptotic"`: what was computed.}
#'   \item{note}{Empty, or codes joined by `;`: `no_patients`, `no_change` (all differences
#'     are 0), `unbounded` (too few patients to reject any shift on a side),
#'     `differs_by_test` (0 lies inside the limits and is rejected, or is an end),
#'     `asymptotic` (more than 200 patients: the exact test was asked for, the
#'     approximation is given).}
#'
#' @section Definition:
#' The sizes of the differences are ranked from the least; those within 1e-12 of
#' each other (relative to the greatest, where that is above 1) share the mean of
#' their ranks. Without a shift each sign is as likely either way.
#'
#' @inheritSection ci_rate Errors
#'
#' @family statistics of counts and rates
#'
#' @examples
#' # Enhancing lesions of twelve patients before and after
#' compare_counts_paired(
#'   before = c(8, 5, 3, 0, 2, 1, 6, 0, 1, 1, 0, 5),
#'   after = c(0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0)
#' )
#' @export
compare_counts_paired <- function(before, after, zeros = c("pratt", "drop"),
                                  distribution = c("exact", "asymptotic"), conf_level = 0.95,
                                  alternative = c("two.sided", "less", "greater")) {
  check_given()
  call <- sys.call()
  zeros <- one_of(zeros, c("pratt", "drop"), "zeros", call)
  distribution <- one_of(distribution, c("exact", "asymptotic"), "distribution", call)
  alternative <- one_of(alternative, alternatives, "alternative", call)
  check_conf_level(conf_level, call)
  x <- recycled(before = as_finite(before, "before", call), after = as_finite(after, "after", call),
                call = call)
  difference <- sort(x$after - x$before, method = "radix")

  found <- .Call(C_signed_rank, difference, choice_code(zeros, c("pratt", "drop")),
                 as.integer(distribution == "exact"), as.double(conf_level),
                 choice_code(alternative, alternatives))
  found <- lapply(found, nan_to_na)
  method <- if (found$is_exact == 1) "exact" else "asymptotic"
  inside <- found$conf_low <= 0 & found$conf_high >= 0
  some <- found$n > found$n_zero
  open <- (alternative != "less" && found$conf_low == -Inf) ||
    (alternative != "greater" && found$conf_high == Inf)
  note <- join_notes(
    no_patients = found$n == 0, no_change = found$n > 0 & !some,
    unbounded = found$n > 0 & open,
    differs_by_test = inside == (found$p <= 1 - conf_level),
    asymptotic = method != distribution
  )
  counts <- lapply(found[c("n", "n_zero")], as.integer)
  data.frame(counts, found[c("statistic", "estimate", "conf_low", "conf_high", "p")], method = method,
             note = note)
}
