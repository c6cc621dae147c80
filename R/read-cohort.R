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
#' @param sep Separator of the columns: `","`, `";"` or `"\t"` (tab). `NULL`: whichever is
#'   most frequent in the first line of the file.
#' @param dec Decimal mark of numbers: `"."` or `","`.
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
#' field; and the errors of [audit_cohort()].
#'
#' @family functions for a cohort
#'
#' @examples
#' folder <- system.file("extdata", "alemtuzumab-switch", package = "msaudit")
#' read_cohort(folder, data_lock = "2011-04-30")
#' @export
read_cohort <- function(folder, ..., sep = NULL, dec = ".", encoding = "UTF-8") {
  call <- sys.call()
  check_argument(checkmate::test_string(folder), folder, "folder", "the path of a folder", call)
  check_argument(is.null(sep) || checkmate::test_choice(sep, separators), sep, "sep", "\",\", \";\" or \"\\t\"", call)
  if (!dir.exists(folder)) usage_error("folder", sprintf("There is no folder %s", folder), call)
  dec <- one_of(dec, c(".", ","), "dec", call)
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
  tables <- lapply(names(files), function(table) {
    read_text_table(files[[table]], table, sep, dec, encoding, call)
  })
  names(tables) <- names(files)
  cohort <- audit_cohort_of(tables, ..., call = call)
  cohort$files <- files
  made_by(cohort, "read_cohort", c(list(folder), list(...), list(sep = sep, dec = if_not(dec, "."), encoding = if_not(encoding, "UTF-8"))))
}

separators <- c(",", ";", "\t")

read_text_table <- function(file, table, sep, dec, encoding, call) {
  text <- file_text(file, table, encoding, call)
  first <- sub("\n.*", "", text)
  if (is.null(sep)) {
    many <- vapply(separators, function(mark) lengths(regmatches(first, gregexpr(mark, first, fixed = TRUE))), 0L)
    sep <- separators[which.max(many)]
  }
  check_quotes(text, file, table, sep, call)
  plain <- temporary_file(charToRaw(text), call)
  on.exit(unlink(plain))
  check_fields(plain, file, table, sep, call)
  x <- utils::read.table(plain, header = TRUE, sep = sep, quote = "\"", fill = FALSE, comment.char = "",
                         colClasses = "character", na.strings = c("", "NA"), check.names = FALSE,
                         encoding = "UTF-8", stringsAsFactors = FALSE)
  if (dec == ",") x[] <- lapply(x, function(column) sub(decimal_comma, "\\1.\\2", column))
  x
}

# A number with a comma before its decimals, and nothing else.
decimal_comma <- "^([<>]?=? *[-+]?[0-9]*),([0-9]+)$"

# What to say beside text that is no number, if it may have a decimal comma.
comma_doubt <- function(text) {
  ifelse(grepl(decimal_comma, text), " (a decimal comma? Give `dec = \",\"` to what reads the file, such as read_cohort())", "")
}

# The file as one text in UTF-8, its lines ended by "\n".
file_text <- function(file, table, encoding, call) {
  bytes <- readBin(file, "raw", file.size(file))
  if (length(bytes) >= 3 && all(bytes[1:3] == as.raw(c(0xef, 0xbb, 0xbf)))) bytes <- bytes[-(1:3)]
  text <- text_of(list(bytes), encoding)
  if (is.na(text)) {
    lines <- unname(split(bytes, c(0, cumsum(bytes == as.raw(10L)))[seq_along(bytes)]))
    row <- which(is.na(text_of(lines, encoding)))[1]
    message <- sprintf("%s is not in the encoding %s: see line %d, and give its `encoding`", file, encoding, row)
    table_error(message, table, NA_character_, NA, NULL, call)
  }
  if (!nzchar(trimws(text))) {
    table_error(sprintf("%s is empty", file), table, NA_character_, NA, NULL, call)
  }
  gsub("\r\n?", "\n", text)
}

# Bytes as text, NA where they are none. Bytes of 0, which text has none of, are
# a sign of UTF-16 read as something else.
text_of <- function(bytes, encoding) {
  wide <- grepl("^(UTF|UCS)-?(16|32|2|4)", encoding, ignore.case = TRUE)
  none <- !wide & vapply(bytes, function(part) any(part == as.raw(0)), NA)
  text <- rep(NA_character_, length(bytes))
  text[!none] <- iconv(bytes[!none], encoding, "UTF-8")
  text
}

# A quotation mark must open a field and close it: one in the middle would take
# all up to the next for one field.
check_quotes <- function(text, file, table, sep, call) {
  if (!grepl("\"", text, fixed = TRUE)) return()
  field <- sprintf("(?:(?<=[%s\n])|\\A)\"(?:[^\"]|\"\")*+\"(?=[%s\n]|\\z)", sep, sep)
  found <- gregexpr(field, text, perl = TRUE)
  regmatches(text, found) <- lapply(regmatches(text, found), gsub, pattern = "[^\n]", replacement = " ")
  stray <- regexpr("\"", text, fixed = TRUE)
  if (stray < 0) return()
  line <- lengths(regmatches(substr(text, 1, stray), gregexpr("\n", substr(text, 1, stray), fixed = TRUE))) + 1L
  message <- sprintf("%s has a quotation mark in line %d that opens or closes no field", file, line)
  table_error(message, table, NA_character_, NA, NULL, call)
}

check_fields <- function(plain, file, table, sep, call) {
  fields <- utils::count.fields(plain, sep = sep, quote = "\"", comment.char = "", blank.lines.skip = TRUE)
  # NA: a line that a quoted field goes beyond.
  fields <- fields[!is.na(fields)]
  row <- which(fields != fields[1])[1]
  if (is.na(row)) return()
  message <- sprintf("%s has %s in row %d, where its first line has %d", file, counted(fields[row], "field"),
                     row - 1L, fields[1])
  table_error(message, table, NA_character_, NA, NULL, call)
}
