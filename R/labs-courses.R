#' The course of laboratory abnormalities
#'
#' When each patient's abnormality began, how bad it got, and when it was over: from a
#' result of [audit_labs()] on a cohort.
#'
#' @param x The result of [audit_labs()] on a cohort.
#'
#' @return A data frame with one row per patient, period and abnormality that
#'   began in the period by a test that counts (see [audit_labs()]), terms first.
#'   Days are counted from the day from which the period is counted; `NA` if there is none:
#'   \item{period, outcome, id}{Whose, and which abnormality.}
#'   \item{normal, onset}{Last day with grade 0 before the first abnormal day in the
#'     period, and that day: it began between them. `normal` is `NA` for a composite, and if
#'     there was no such test.}
#'   \item{grade, baseline}{Worst grade in the period, and grade at baseline. `NA` for a
#'     composite, and if it can be several.}
#'   \item{least, most}{The least and the most that the worst grade can be, by all tests.}
#'   \item{nadir, nadir_value}{Day of the worst value from onset to recovery, the first
#'     of several alike; and the value, in the unit in which the test is graded. `NA` for
#'     a composite.}
#'   \item{last_held, recovered}{Last day on which it was abnormal before it was over,
#'     and the first on which it was not: it ended between them. `recovered` is `NA`
#'     if it was not over by the end of follow-up.}
#'   \item{first_onset}{Of a sequence: the day on which its first rule began to hold.}
#'   \item{onset_from, onset_to, recovered_from, recovered_to}{The first and the last day on
#'     which it can have begun and been over, by all tests: also those that do not count, which
#'     lack the laboratory's limit, and bounds that decide nothing. `recovered_from` is `NA` if
#'     it was not over, `recovered_to` if it may not have been.}
#'
#' @section Errors:
#' `msaudit_argument_error` for anything else.
#'
#' @family functions for the laboratory
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
  check_given()
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
