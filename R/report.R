#' A report of an audit
#'
#' Writes who was audited, relapses, adverse events, laboratory and MRI in each
#' period, what the numbers cannot say, and how to compute them again. A part of
#' which the cohort has no table says so.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param periods Periods of [audit_periods()], or a data frame of them.
#' @param file Path of the file to write, single, ending in `.html`. A file that
#'   is there already is replaced when the new one is ready.
#' @param title Title of the report, single.
#' @param reference Name of the period that the others are compared with, single;
#'   `NULL`: the first.
#' @param composites A list of rules of [lab_rule()], for the laboratory.
#' @param landmark Whole number of months after the start of a drug at which the
#'   laboratory is looked at.
#' @param conf_level Confidence level, between 0 and 1, neither included.
#' @param quiet `TRUE`: do not say where the report was written.
#'
#' @return The path of the file, invisibly.
#'
#' @section Errors:
#' `msaudit_package_error` where rmarkdown or pandoc is not there,
#' `msaudit_argument_error` for a file that cannot be written or a period that is
#' not there.
#'
#' @examplesIf requireNamespace("rmarkdown", quietly = TRUE) && rmarkdown::pandoc_available("2.0")
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' \donttest{
#' audit_report(cohort, periods, file.path(tempdir(), "audit.html"))
#' }
#' @export
audit_report <- function(cohort, periods, file, title = "Treatment audit", reference = NULL,
                         composites = list(), landmark = 1, conf_level = 0.95, quiet = FALSE) {
  call <- sys.call()
  check_cohort(cohort)
  periods <- check_periods(periods, cohort, call)
  check_argument(checkmate::test_string(file, pattern = "[.]html$"), file, "file",
                 "a path that ends in .html", call)
  check_argument(checkmate::test_string(title), title, "title", "a title", call)
  check_flag(quiet, "quiet", call)
  check_composites(composites, call)
  landmark <- as_months(landmark, "landmark", call)
  check_conf_level(conf_level, call)
  if (is.null(reference)) reference <- periods$names[1]
  reference <- one_of(reference, periods$names, "reference", call)
  check_writable(file, call)
  need_rmarkdown(call)

  made <- render_report(
    list(cohort = cohort, periods = periods, title = title, reference = reference, composites = composites,
         landmark = landmark, conf_level = conf_level)
  )
  on.exit(unlink(dirname(made), recursive = TRUE))
  put_file(made, file, call)
  if (!quiet) cli::cli_alert_success("Report written to {file}")
  invisible(file)
}

check_writable <- function(file, call) {
  folder <- dirname(file)
  if (!dir.exists(folder)) usage_error("file", sprintf("There is no folder %s", folder), call)
  if (file.access(folder, 2) != 0 || (file.exists(file) && file.access(file, 2) != 0)) {
    usage_error("file", sprintf("%s cannot be written", file), call)
  }
}

# Beside the old file first, then in its place: there is never half of it.
put_file <- function(made, file, call) {
  beside <- tempfile("msaudit-", dirname(file))
  on.exit(unlink(beside))
  done <- suppressWarnings(file.copy(made, beside) && file.rename(beside, file))
  if (!done) usage_error("file", sprintf("%s cannot be written; is it open elsewhere?", file), call)
}

need_rmarkdown <- function(call) {
  need_package("rmarkdown", "A report", call)
  need_package("knitr", "A report", call)
  if (!rmarkdown::pandoc_available("2.0")) {
    abort("msaudit_package_error", "A report needs pandoc 2.0 or later", package = "pandoc", call = call)
  }
}

# The template that users may draft is the one that is rendered here: what it
# reads and defines at its top is given to it instead.
render_report <- function(params) {
  folder <- tempfile("msaudit-report-")
  dir.create(folder)
  template <- system.file("rmarkdown", "templates", "treatment-audit", "skeleton", package = "msaudit")
  file.copy(list.files(template, full.names = TRUE), folder)
  rmarkdown::render(file.path(folder, "skeleton.Rmd"), params = params, quiet = TRUE,
                    envir = new.env(parent = globalenv()))
}
