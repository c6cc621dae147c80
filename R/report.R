#' A report of an audit
#'
#' Writes who was audited, relapses, adverse events, laboratory and MRI in each period,
#' what the numbers cannot say, definitions and methods, the quality of the data, and
#' how to compute it all again: as a web page (HTML), for Word, or as PDF. A part for which
#' the cohort has no table says so.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param periods Periods of [audit_periods()], or a data frame of them.
#' @param file Path of the file to write, single, ending in `.html`, `.docx` or `.pdf`.
#'   Beside it, a file of this name and `.json` (`audit.html.json`) holds the same for
#'   programs. Existing files are replaced once the new ones are complete, and keep their mode.
#' @param title Title of the report, single.
#' @param reference Name of the period that the others are compared with, single;
#'   `NULL`: the first.
#' @param composites A list of rules of [lab_rule()], for the laboratory.
#' @param landmark Whole number of months after the start of a drug at which the
#'   laboratory is looked at.
#' @param conf_level Confidence level, between 0 and 1, neither included.
#' @param share For whom the report is: the `"team"` that treats the patients (the
#'   first page says so), or those `"outside"` it, see Sharing.
#' @param min_cell Whole number from 2 to 1000: with `share = "outside"`, no count of fewer
#'   patients can be told, since counts are rounded to the middle of steps of `min_cell + 1`.
#' @param free_text With `share = "outside"`: names of columns whose words may be shown, of `"term"` and
#'   `"stop_reason"`; `NULL`: none, since free text may hold anything.
#' @param quiet `TRUE`: do not report progress or where the file was written. Within a
#'   knitr document nothing is reported either.
#'
#' @details
#' Word reports have tables of flextable if that is installed, otherwise those of pandoc,
#' on portrait A4 pages, with captions, repeated header rows and alternative text for
#' pictures. PDF is made by the first of weasyprint, Chromium (or Chrome, Edge) and
#' LibreOffice that is on the path; LaTeX is not needed.
#'
#' The JSON file has: `cohort` (patients, rows and MD5 sums of its tables, flow of
#' patients), `periods`, `results` (each with its rows as in `as.data.frame()`,
#' the meaning of its notes, its settings and methods), `findings` by kind, `caveats`,
#' `software`, and `command`: R code that makes the report again in another session. What is no code,
#' such as tables that were in memory, is said in it in words. Missing is `null`, an infinite limit `"Inf"`.
#'
#' The same input gives the same files, byte by byte, with the same versions of the software in a new
#' session (after other pictures ggplot2 may place letters otherwise, by less than a dot): a report
#' has no date of its own. Where Word and PDF want one it is that of the data lock, or 2 January 1980
#' without one, or, if it is set, of the environment variable `SOURCE_DATE_EPOCH`.
#'
#' @return The path of the file, invisibly.
#'
#' @section Sharing:
#' A report for those outside has no patient in it: no id, and no day except those that
#' define a period or a criterion. It has no pictures but the flow of patients.
#' Counts and times are rounded first, and every rate, share, interval and text, on the page as
#' in the JSON file, is computed from the rounded numbers and from nothing else by
#' [protect_counts()], which says how: for `min_cell = 5` counts of 1 to 6 are 3, of 7 to 12 are 9. A label that no
#' more than `min_cell + 1` patients share, and free text that is not asked for, is not written. Of
#' eleven patients little is left, and a cohort of no more than `min_cell + 1` cannot be shared.
#'
#' @section Errors:
#' `msaudit_package_error` if rmarkdown, pandoc or, for PDF, a program that writes
#' it is not installed; `msaudit_argument_error`, with `$arg`, for a period that is not there;
#' `msaudit_file_error` (one of these too), with `$file`, for a file that cannot be
#' written, or not whole, as on a full disk: the old file is then as it was.
#'
#' @family reports
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
                         composites = list(), landmark = 1, conf_level = 0.95, share = c("team", "outside"), min_cell = 5,
                         free_text = NULL, quiet = FALSE) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  periods <- check_periods(periods, cohort, call)
  check_argument(checkmate::test_string(file, pattern = "[.](html|docx|pdf)$"), file, "file",
                 "a path that ends in .html, .docx or .pdf", call)
  check_argument(checkmate::test_string(title), title, "title", "a title", call)
  check_flag(quiet, "quiet", call)
  share <- one_of(share, c("team", "outside"), "share", call)
  min_cell <- as_min_cell(min_cell, call)
  if (!is.null(free_text)) some_of(free_text, free_text_columns, "free_text", call)
  if (share == "outside") check_many(cohort, min_cell, call)
  check_composites(composites, call)
  landmark <- as_months(landmark, "landmark", call)
  check_conf_level(conf_level, call)
  if (is.null(reference)) reference <- periods$names[1]
  reference <- one_name(reference, periods$names, "reference", call)
  record <- paste0(file, ".json")
  check_writable(file, call)
  check_writable(record, call)
  type <- sub(".*[.]", "", file)
  programs <- if (type == "pdf") pdf_programs(call)
  need_rmarkdown(call)

  folder <- tempfile("msaudit-report-")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  quiet <- quiet || isTRUE(getOption("knitr.in.progress"))
  frame <- environment()
  # Braces are code to cli.
  say <- function(text) if (!quiet) cli::cli_progress_step(gsub("([{}])", "\\1\\1", text), .envir = frame)
  params <- list(cohort = cohort, periods = periods, title = title, reference = reference, composites = composites,
                 landmark = landmark, conf_level = conf_level, share = share, min_cell = min_cell,
                 free_text = free_text)
  params$command <- report_code(params, file)
  was <- set_report_time(report_time(cohort))
  on.exit(set_report_time(was), add = TRUE)
  made <- render_report(params, folder, word = type == "docx" || identical(names(programs)[1], "libreoffice"), say, call)
  if (type == "pdf") {
    say("Writing PDF")
    made$file <- write_pdf(made$file, programs, folder, call)
    put_report_time(made$file, call)
  }
  writers <- list(copy_writer(made$file), lines_writer(record_lines(made$document, params)))
  put_files(structure(writers, names = c(file, record)), call)
  if (!quiet) {
    cli::cli_progress_done()
    cli::cli_alert_success("Report written to {.file {file}}, and for programs to {.file {record}}")
  }
  invisible(file)
}

# Fewer patients than a step holds could be told by there being a report.
check_many <- function(cohort, min_cell, call) {
  n <- nrow(cohort$patients)
  least <- if (n < min_cell) min_cell else step_of(min_cell) + 1L
  if (n < least) usage_error("share", sprintf("A cohort of fewer than %d patients cannot be shared", least), call)
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
render_report <- function(params, folder, word, say, call) {
  template <- system.file("rmarkdown", "templates", "treatment-audit", "skeleton", "skeleton.Rmd", package = "msaudit")
  file.copy(template, folder)
  document <- NULL
  file <- withCallingHandlers(
    rmarkdown::render(file.path(folder, basename(template)), if (word) "word_document" else "html_document",
                      params = params, quiet = TRUE, envir = new.env(parent = globalenv())),
    msaudit_section = function(signal) say(signal$section),
    msaudit_document = function(signal) document <<- signal$document,
    # A full disk is not always what a program says of it.
    error = function(error) if (!inherits(error, "msaudit_error")) unlink(temporary_file(raw(2^16), call))
  )
  if (!has_end_mark(file)) {
    file_error(file, sprintf("The report lacks its end: is the folder for temporary files full (%s)?", tempdir()), call)
  }
  list(file = file, document = document)
}

# The template ends with a mark, which is not there if a file that led to the report was
# cut: knitr does not look whether what it writes is written.
has_end_mark <- function(file) {
  if (ending(file) == "html") return(holds(last_bytes(file, 4096), "id=\"end-of-report\""))
  folder <- tempfile("word-")
  on.exit(unlink(folder, recursive = TRUE))
  xml <- utils::unzip(file, "word/document.xml", exdir = folder)
  length(xml) == 1 && holds(readBin(xml, "raw", file.size(xml)), "w:name=\"end-of-report\"")
}
