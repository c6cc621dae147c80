#' Write a result to a file
#'
#' As CSV for other programs, or as an Excel workbook with one sheet for the numbers and
#' others for how they were made.
#'
#' @param x The result of an audit (see [as_ard()]); for a workbook also a list of
#'   such, named as their sheets are to be called (up to 20 characters each).
#' @param file Path of the file to write, single, ending in `.csv` or `.xlsx`. An existing
#'   file is replaced once the new one is complete, and keeps its mode.
#'
#' @param formulas `TRUE`: text in a CSV file stays as it is also where a spreadsheet would
#'   compute it. `FALSE`: see Formulas.
#'
#' @return The path of the file, invisibly. CSV has the columns of
#'   `as.data.frame(x)`, in UTF-8, numbers with 15 digits and a decimal point,
#'   missing values empty, infinite ones as `Inf`. A workbook has the same in a
#'   sheet (an infinite limit is an empty cell, since Excel has no infinity), and the
#'   meaning of the notes and the settings in a sheet each.
#'
#' @section Formulas:
#' Excel and its like compute text of a CSV file that begins with `=`, `+`, `-`, `@`, a tab or a new line,
#' and such a formula can start programs or send data away. A `'` is put before such text, and
#' it is then shown as text. Numbers are untouched, also where they are the names of groups. In a workbook
#' text is text.
#'
#' @section Errors:
#' `msaudit_package_error` for a workbook if neither openxlsx nor writexl is
#' installed; `msaudit_file_error` (a `msaudit_argument_error` too), with `$file`, for a file that
#' cannot be written, or not whole, as on a full disk: the old file is then as it was.
#'
#' @family results in other forms
#'
#' @examples
#' x <- audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "drug"))
#' file <- write_audit(x, tempfile(fileext = ".csv"))
#' read.csv(file)
#' @export
write_audit <- function(x, file, formulas = FALSE) {
  check_given()
  call <- sys.call()
  check_flag(formulas, "formulas", call)
  fits <- checkmate::test_string(file, pattern = "[.](csv|xlsx)$")
  check_argument(fits, file, "file", "a path that ends in .csv or .xlsx", call)
  check_writable(file, call)
  if (grepl("[.]csv$", file)) {
    check_argument(is_result(x), x, "x", "the result of an audit", call)
    put_file(file, lines_writer(csv_lines(as.data.frame(x), formulas)), call)
  } else {
    results <- if (is_result(x)) structure(list(x), names = verb_of(x)) else x
    check_results(results, call)
    sheets <- Map(sheets_of, results, names(results), length(results) > 1)
    put_file(file, function(to) write_workbook(do.call(c, unname(sheets)), to, call), call)
  }
  invisible(file)
}

check_results <- function(results, call) {
  fits <- is.list(results) && !is.data.frame(results) && length(results) > 0 && all(vapply(results, is_result, NA)) &&
    checkmate::test_names(names(results), type = "unique")
  check_argument(fits, results, "x", "the result of an audit, or a list of such with a name each", call)
  check_elements(nchar(names(results)) <= 20 & !grepl("[][*?:/\\\\[:cntrl:]]", names(results)), names(results), "x",
                 "named by at most 20 characters that the name of a sheet may have", call)
}

# As write.csv() would in a locale of UTF-8: in others it would spell out what they
# lack, and the file would depend on the locale.
csv_lines <- function(rows, formulas = FALSE) {
  quoted <- function(text) {
    text <- enc2utf8(text)
    if (!formulas) text <- no_formula(text)
    paste0("\"", gsub("\"", "\"\"", text, fixed = TRUE), "\"")
  }
  cells <- lapply(as.list(rows), function(column) {
    text <- with_point(as.character(column))
    ifelse(is.na(text), "", if (is.numeric(column) || is.logical(column)) text else quoted(text))
  })
  c(paste(quoted(names(rows)), collapse = ","), do.call(paste, c(unname(cells), sep = ",")))
}

# The sheets of one result, all named alike where there are several.
sheets_of <- function(x, name, several) {
  rows <- as.data.frame(x)
  rows[] <- lapply(rows, function(column) if (is.double(column)) replace(column, !is.finite(column), NA) else as_plain(column))
  notes <- if ("note" %in% names(x)) as.character(names(summary.msaudit_result(x)$notes)) else character()
  settings <- definition(x)
  settings <- Filter(function(value) is.atomic(value) && length(value) > 0, settings)
  sheets <- list(
    rows, data.frame(note = notes, meaning = unname(note_texts[notes]), stringsAsFactors = FALSE),
    data.frame(setting = names(settings), value = vapply(settings, setting_text, ""), stringsAsFactors = FALSE)
  )
  kinds <- c("", "notes", "settings")
  sheets <- lapply(sheets, function(sheet) {
    sheet[] <- lapply(sheet, function(column) if (is.character(column)) xml_text(column) else column)
    structure(sheet, names = xml_text(names(sheet)))
  })
  names(sheets) <- trimws(if (several) paste(name, kinds) else ifelse(kinds == "", name, kinds))
  sheets
}

# How large the file is to be only the program knows.
write_workbook <- function(sheets, file, call) {
  if (requireNamespace("openxlsx", quietly = TRUE)) {
    openxlsx::write.xlsx(sheets, file, overwrite = TRUE, headerStyle = openxlsx::createStyle(textDecoration = "bold"),
                         colWidths = "auto", firstRow = TRUE)
  } else if (requireNamespace("writexl", quietly = TRUE)) {
    writexl::write_xlsx(sheets, file)
  } else {
    abort("msaudit_package_error", paste("A workbook needs the package openxlsx or writexl:",
                                         "install.packages(\"writexl\"); or write a .csv"),
          package = c("openxlsx", "writexl"), call = call)
  }
  NULL
}
