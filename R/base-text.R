# Texts that users give: cleaned, folded and checked.

# Names are the same if they are but for case, space and the way their accents are
# written (src/core/base/fold_text.h): fold() is what is compared, tidy_text() what is
# shown. Many records have few texts, so each is folded once.
fold <- function(x) folded_text(x, case = TRUE)

tidy_text <- function(x) folded_text(x, case = FALSE)

folded_text <- function(x, case) {
  found <- .Call(C_text_codes, enc2utf8(as.character(x)))
  .Call(C_fold_text, found$levels, as.integer(case))[found$code]
}

is_text <- function(x) is.character(x) || is.factor(x)

is_valid_text <- function(x) all(validEnc(if (is.factor(x)) levels(x) else x))

# Bytes that are no text in the encoding that R takes them to have.
check_encoding <- function(x, arg, call) {
  if (is_text(x) && !is_valid_text(x)) without_bad_bytes(x, arg, call)
}

# The same as an error for the column, after which such cells are missing.
without_bad_bytes <- function(x, arg, call) {
  text <- if (is.factor(x)) levels(x)[as.integer(x)] else x
  ok <- validEnc(text)
  check_elements(ok, iconv(text, "latin1", "UTF-8"), arg, "text in the encoding that it says; was it read as another?",
                 call)
  replace(text, !ok, NA)
}

# Text sorts by its bytes, so that its order would be that of its encoding.
in_utf8 <- function(x) {
  if (is.factor(x)) levels(x) <- enc2utf8(levels(x))
  if (is.character(x)) enc2utf8(x) else x
}

blank_to_na <- function(x) {
  x <- tidy_text(x)
  replace(x, x %in% c("", "NA"), NA)
}

number_pattern <- "^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?$"

yes <- c("yes", "y", "true", "t", "1")

no <- c("no", "n", "false", "f", "0")

id_text <- function(id) {
  if (is.character(id)) id else ifelse(is.na(id), NA, sprintf("%.0f", as.double(id)))
}

is_blank <- function(x) is.logical(x) && !is.object(x) && all(is.na(x))

is_blank_text <- function(x) {
  if (is.factor(x)) x <- as.character(x)
  if (is.character(x)) is.na(x) | tidy_text(x) %in% c("", "NA") else is.na(x)
}

# Numbers, text, flags, days or a factor, one for each row.
check_plain_column <- function(x, arg, call) {
  must_be <- "numbers, text, flags, days or a factor"
  if (is.factor(x)) return(check_factor(x, arg, call))
  fits <- typeof(x) %in% c("logical", "integer", "double", "character") && is.null(dim(x))
  check_argument(fits, x, arg, must_be, call)
  check_encoding(x, arg, call)
}

plain_vector <- function(x, arg, call) {
  check_plain_column(x, arg, call)
  x
}

# What calls itself a factor may not be one, once it was put together by hand.
is_whole_factor <- function(x) {
  levels <- attr(x, "levels")
  typeof(x) == "integer" && is.null(dim(x)) && is.character(levels) && !anyDuplicated(levels) &&
    all(is.na(unclass(x)) | (unclass(x) >= 1L & unclass(x) <= length(levels)))
}

check_factor <- function(x, arg, call) {
  if (!is_whole_factor(x)) argument_error(arg, "a factor", "one whose codes and levels do not fit", call)
  check_encoding(x, arg, call)
}
