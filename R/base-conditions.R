# Every error of the package has class "msaudit_error", so that a caller can
# tell its errors from others; a subclass says what went wrong. Nothing else
# in the package stops. `call` is the function that the user called.
abort <- function(subclass, message, ..., call) {
  class <- c(subclass, "msaudit_error")
  stop(errorCondition(short_message(without_steering(message)), ..., class = class, call = call))
}

# Names that users gave may be of any length, and what they gave instead of a name.
short_message <- function(message) {
  message <- gsub("`([^` ]{57})[^` ]{4,}`", "`\\1...`", message)
  cut_text(message, 10000)
}

# An element of the data is at fault. What the core refuses comes here as well
# (src/glue.c); `sys.call(-1)` is then the function that called C.
data_error <- function(message, element, ..., call = sys.call(-1)) {
  abort("msaudit_data_error", sprintf("%s at element %.0f", message, element),
        element = element, ..., call = call)
}

# A row of a table is at fault, or a whole column where `row` is NA.
table_error <- function(message, table, column, row, value, call) {
  at <- if (is.na(row)) "" else sprintf(" at row %.0f", row)
  abort("msaudit_data_error", paste0(message, at), table = table, column = column,
        row = row, element = row, value = value, call = call)
}

# One or more arguments are at fault as a whole.
argument_error <- function(arg, must_be, found, call) {
  if (is_column(arg)) {
    message <- sprintf("%s must be %s, not %s", place_name(arg), must_be, found)
    table_error(message, attr(arg, "table"), as.vector(arg), NA, found, call)
  }
  args <- toString(sprintf("`%s`", arg))
  abort("msaudit_argument_error", sprintf("%s must be %s, not %s", args, must_be, found),
        arg = arg, call = call)
}

# What is wrong with an argument is not what kind of thing it is.
usage_error <- function(arg, message, call) {
  abort("msaudit_argument_error", message, arg = arg, call = call)
}

# A file that cannot be written, of which the argument `file` told.
file_error <- function(file, message, call) {
  abort(c("msaudit_file_error", "msaudit_argument_error"), message, arg = "file", file = file, call = call)
}

# The name of a vector at fault: an argument, or the column of a table, known
# by the name that the user gave it.
in_table <- function(table, column) structure(column, table = table)

is_column <- function(arg) !is.null(attr(arg, "table"))

place_name <- function(arg) {
  if (is_column(arg)) sprintf("Column `%s` of `%s`", arg, attr(arg, "table")) else sprintf("`%s`", arg)
}

check_argument <- function(ok, x, arg, must_be, call = sys.call(-1)) {
  if (!ok) argument_error(arg, must_be, described(x), call)
}

# A few values say more than how many there are.
described <- function(x) {
  is_plain <- is_bare_number(x) || is.character(x) || is.logical(x) && !is.object(x)
  if (is_plain && length(x) %in% 1:3) return(toString(vapply(x, function(value) shown(value), "", USE.NAMES = FALSE)))
  if (is.null(x)) return("NULL")
  if (startsWith(class(x)[1], "msaudit_")) return(sprintf("an object of class %s", class(x)[1]))
  sprintf("%s of length %.0f", class(x)[1], length(x))
}

# Text of any length is named by its beginning.
cut_text <- function(text, most = 60) {
  long <- which(nchar(text, "chars", allowNA = TRUE) > most)
  replace(text, long, paste0(substr(text[long], 1, most - 3), "..."))
}

shown <- function(value) {
  if (is.factor(value)) value <- as.character(value)
  if (is.character(value) && !all(validEnc(value))) value <- iconv(value, "latin1", "UTF-8")
  if (is.character(value)) encodeString(cut_text(value), quote = "\"") else number_text(value, digits = 15)
}

# A number with a comma before its decimals, and nothing else.
decimal_comma <- "^([<>]?=? *[-+]?[0-9]*),([0-9]+)$"

# What to say beside text that is no number, if it may have a decimal comma.
comma_doubt <- function(text) {
  ifelse(grepl(decimal_comma, with_point(as.character(text))), " (a decimal comma? Give `dec = \",\"` to what reads the file, such as read_cohort())", "")
}

# Numbers at the door. Behind it they are doubles, NA where missing. Classes
# that ride on numbers (integer64, difftime, factor) mean something else by
# them, and are refused.
is_bare_number <- function(x) is.numeric(x) && !is.object(x)
