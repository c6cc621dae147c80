#' The course of laboratory abnormalities
#'
#' When the abnormality of each patient began, how bad it got, and when it was
#' over, of a result of [audit_labs()] on a cohort.
#'
#' @param x The result of [audit_labs()] on a cohort.
#'
#' @return A data frame with one row for each patient, period and abnormality that
#'   began in the period, those of terms first. Days are counted from the day from
#'   which the period is, see [audit_labs()]; `NA` where there is none:
#'   \item{period, outcome, id}{Whose, and which.}
#'   \item{normal, onset}{Last day with grade 0 before the first abnormal one in the
#'     period, and that day: it began between them. `NA` of a composite, and where no
#'     test was before.}
#'   \item{grade, baseline}{The worst grade in the period, and the one at baseline.}
#'   \item{nadir, nadir_value}{The day of the worst value from the onset up to
#'     recovery, of several alike the first; and the value, in the unit in which the
#'     test is graded. `NA` of a composite.}
#'   \item{last_held, recovered}{Last day on which it was abnormal before it was
#'     over, and the first on which it was: it ended between them. `recovered` is
#'     `NA` where it was not over by the end of follow-up.}
#'   \item{first_onset}{Of a sequence: the day on which its first rule began to hold.}
#'
#' @section Errors:
#' `msaudit_argument_error` of anything else.
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' labs <- audit_labs(cohort, periods)
#' courses <- lab_courses(labs)
#' courses[courses$outcome == "white blood cell decreased", ]
#' @export
lab_courses <- function(x) {
  courses <- attr(x, "courses")
  check_argument(inherits(x, "msaudit_labs") && !is.null(courses), x, "x", "a result of audit_labs() on a cohort", sys.call())
  courses
}

rbind_courses <- function(parts, names) {
  none <- data.frame(period = integer(), outcome = character(), id = character())
  rows <- do.call(rbind, parts)
  if (is.null(rows)) rows <- none
  rows$period <- factor(names[rows$period], names)
  as_frame(as.list(rows), nrow(rows))
}
