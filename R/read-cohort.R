#' A cohort from a folder of CSV files
#'
#' Reads `patients.csv`, `treatments.csv` and, where they are there,
#' `relapses.csv`, `events.csv`, `labs.csv`, `mri.csv` and `visits.csv`, all
#' columns as text, so that no id loses its leading zeros, and passes them to
#' [audit_cohort()].
#'
#' @param folder Path of the folder, single.
#' @param ... Passed on to [audit_cohort()]: `data_lock`, `columns`,
#'   `date_order`.
#' @param sep What separates the columns: `","` or `";"`; `NULL`: whichever the
#'   first line of a file has more of.
#' @param encoding Encoding of the files, as of [file()]. The default takes
#'   UTF-8 with or without a byte order mark.
#'
#' @return A cohort, as of [audit_cohort()], that knows the files it came from;
#'   a report prints their MD5 sums.
#'
#' @section Errors:
#' `msaudit_argument_error` where a file is missing that must be there; those of
#' [audit_cohort()].
#'
#' @examples
#' folder <- system.file("extdata", "alemtuzumab-switch", package = "msaudit")
#' read_cohort(folder, data_lock = "2011-04-30")
#' @export
read_cohort <- function(folder, ..., sep = NULL, encoding = "UTF-8-BOM") {
  call <- sys.call()
  check_argument(checkmate::test_string(folder), folder, "folder", "the path of a folder", call)
  check_argument(is.null(sep) || sep %in% c(",", ";"), sep, "sep", "\",\" or \";\"", call)
  files <- file.path(folder, paste0(names(table_specs), ".csv"))
  names(files) <- names(table_specs)
  there <- file.exists(files)
  for (table in c("patients", "treatments")) {
    if (!there[names(files) == table]) {
      usage_error("folder", sprintf("There is no file %s", files[[table]]), call)
    }
  }
  files <- files[there]
  tables <- lapply(files, read_text_table, sep = sep, encoding = encoding)
  cohort <- audit_cohort_of(tables, ..., call = call)
  cohort$files <- files
  cohort
}

read_text_table <- function(file, sep, encoding) {
  if (is.null(sep)) {
    first <- readLines(file, n = 1, warn = FALSE)
    many <- function(mark) lengths(regmatches(first, gregexpr(mark, first, fixed = TRUE)))
    sep <- if (length(first) > 0 && many(";") > many(",")) ";" else ","
  }
  utils::read.table(file, header = TRUE, sep = sep, quote = "\"", fill = FALSE, comment.char = "",
                    colClasses = "character", na.strings = c("", "NA"), check.names = FALSE,
                    fileEncoding = encoding, stringsAsFactors = FALSE)
}
