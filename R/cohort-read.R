#' A cohort from a folder of CSV files
#'
#' Reads `patients.csv`, `treatments.csv` and, if they are there, `relapses.csv`,
#' `events.csv`, `labs.csv`, `mri.csv` and `visits.csv`, and passes them to
#' [audit_cohort()]. All columns are read as text, so no id loses its leading zeros. For
#' Excel files, read each sheet (for instance by `readxl::read_excel()`) and call
#' [audit_cohort()].
#'
#' @param folder Path of the folder, single.
#' @param ... Passed on to [audit_cohort()]: `data_lock`, `columns`, `date_order`.
#' @param sep Separator of the columns: `","`, `";"` or `"\t"` (tab). `NULL`: what a first
#'   line such as `sep=;` says, which Excel wants there; otherwise whichever is most frequent in
#'   the first line of the file. A line that says it is passed over in any case.
#' @param dec Decimal mark of numbers: `"."` or `","`. With `","` a number with a point is a
#'   finding: 1.234 may be a thousand or one and a bit, and is taken as missing; 2.5 is read
#'   as it stands.
#' @param encoding Encoding of the files, as in [iconv()], such as `"latin1"`. A
#'   UTF-8 byte order mark is skipped.
#'
#' @return A cohort, see [audit_cohort()]. It remembers its files; a report prints
#'   their MD5 sums.
#'
#' @section Errors:
#' `msaudit_argument_error` if the folder or a required file is missing. `msaudit_data_error`, with the
#' file and its line, if a file is empty or not in the encoding, has a row with more or
#' fewer fields than its first line, or has a quotation mark inside an unquoted
#' field (all files at fault in one error); and the errors of [audit_cohort()].
#'
#' @family functions for a cohort
#'
#' @examples
#' folder <- system.file("extdata", "alemtuzumab-switch", package = "msaudit")
#' read_cohort(folder, data_lock = "2011-04-30")
#' @export
read_cohort <- function(folder, ..., sep = NULL, dec = ".", encoding = "UTF-8") {
  check_given()
  call <- sys.call()
  check_argument(checkmate::test_string(folder), folder, "folder", "the path of a folder", call)
  check_argument(is.null(sep) || checkmate::test_choice(sep, separators), sep, "sep", "\",\", \";\" or \"\\t\"", call)
  if (!suppressWarnings(dir.exists(folder))) {
    what <- if (suppressWarnings(file.exists(folder))) "%s is a file, not a folder" else "There is no folder %s"
    usage_error("folder", sprintf(what, cut_text(folder)), call)
  }
  check_argument(checkmate::test_choice(dec, c(".", ",")), dec, "dec", "\".\" or \",\"", call)
  check_argument(checkmate::test_string(encoding), encoding, "encoding", "the name of an encoding", call)
  files <- file.path(folder, paste0(names(table_specs), ".csv"))
  names(files) <- names(table_specs)
  there <- file.exists(files)
  for (table in c("patients", "treatments")) {
    if (!there[names(files) == table]) {
      usage_error("folder", sprintf("There is no file %s", files[[table]]), call)
    }
  }
  files <- files[there]
  for (file in files[dir.exists(files)]) usage_error("folder", sprintf("%s is a folder, not a file", file), call)
  faults <- new_faults()
  tables <- lapply(names(files), function(table) reading(faults, read_text_table(files[[table]], table, sep, encoding, call)))
  stop_for_faults(faults, call)
  names(tables) <- names(files)
  cohort <- audit_cohort_of(tables, ..., dec = dec, call = call)
  cohort$files <- files
  made_by(cohort, "read_cohort", c(list(folder), list(...), list(sep = sep, dec = if_not(dec, "."), encoding = if_not(encoding, "UTF-8"))))
}
