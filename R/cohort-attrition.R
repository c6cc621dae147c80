#' The flow of patients
#'
#' How many patients there were, how many were left after each step of the
#' selection, and why the others were not.
#'
#' @param cohort A cohort of [audit_cohort()].
#'
#' @return A data frame of class `msaudit_attrition` with one row per step, in the
#'   order in which they were taken:
#'   \item{step}{The criterion.}
#'   \item{patients}{Patients left after it.}
#'   \item{left_out}{Patients it took out.}
#'   \item{reason}{Why; empty if none was taken out.}
#'
#' @family functions for a cohort
#' @seealso `plot(attrition(cohort))` draws it, see [pictures].
#'
#' @examples
#' cohort <- audit_cohort(
#'   patients = data.frame(id = 1:3),
#'   treatments = data.frame(id = c(1, 2, 2), drug = c("a", "a", "b"),
#'                           start = c(0, 100, 400)),
#'   data_lock = 1000
#' )
#' attrition(select_patients(cohort, drug = "b", prior = "a"))
#' @export
attrition <- function(cohort) {
  check_given()
  check_cohort(cohort)
  cohort$attrition
}

attrition_step <- function(step, patients, left_out, reason) {
  structure(
    data.frame(step = step, patients = patients, left_out = left_out,
               reason = if (left_out == 0) "" else reason, stringsAsFactors = FALSE),
    class = c("msaudit_attrition", "data.frame")
  )
}

first_step <- function(table, patients) {
  attrition_step("listed in `patients`", nrow(patients), nrow(table) - nrow(patients),
                 "row like another")
}

#' @export
print.msaudit_attrition <- function(x, ...) {
  cat("Flow of patients\n")
  lines <- sprintf("  %6s  %s", big(x$patients), x$step)
  out <- ifelse(x$left_out %in% 0, "", sprintf(" (left out %s: %s)", left_out_text(x), x$reason))
  print_lines(strwrap_each(paste0(lines, out), exdent = 10))
  invisible(x)
}

# Few where the number is held back.
left_out_text <- function(flow) ifelse(is.na(flow$left_out), "few", big(flow$left_out))
