#' Example cohorts
#'
#' Synthetic cohorts that come with the package, to try it out. No record is of a real
#' person.
#'
#' @param name `"alemtuzumab-switch"`: eleven patients given alemtuzumab after
#'   natalizumab, made up to agree with the figures of a published abstract.
#'
#' @return A cohort, see [audit_cohort()]. Its files are in
#'   `system.file("extdata", name, package = "msaudit")`, with the script that made
#'   them.
#'
#' @references Kelly et al. (2012). *Journal of Neurology, Neurosurgery and
#'   Psychiatry*, 83, e1.88.
#'
#' @family functions for a cohort
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' audit_arr(cohort, periods)
#' @export
example_cohort <- function(name = "alemtuzumab-switch") {
  name <- one_of(name, names(example_locks), "name", sys.call())
  cohort <- read_cohort(system.file("extdata", name, package = "msaudit"),
                        data_lock = example_locks[[name]])
  cohort$synthetic <- TRUE
  cohort$made <- NULL
  made_by(cohort, "example_cohort", list(name))
}

# The last day of the data of each example.
example_locks <- c("alemtuzumab-switch" = "2011-04-30")
