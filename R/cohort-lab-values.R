# Values as numbers: "<0.1" and ">=100" are censored, at the bound that they
# name: -1 below, -2 at most, 1 above, 2 at least; NULL where none is. `ok` is
# FALSE where the text, or a number below 0 or without end, is no value.
parse_values <- function(value) {
  finite <- .Machine$double.xmax
  if (is.numeric(value)) {
    if (is.double(value) && .Call(C_all_within, value, 0, finite)) return(list(value = value, ok = TRUE))
    ok <- is.na(value) | (value >= 0 & value <= finite)
    return(list(value = replace(as.double(value), !ok, NA), ok = ok))
  }
  text <- tidy_text(value)
  text <- gsub("\u2264", "<=", gsub("\u2265", ">=", text, fixed = TRUE), fixed = TRUE)
  pattern <- "^([<>]?=?) *(([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?)$"
  ok <- is.na(text) | grepl(pattern, text)
  sign <- ifelse(ok, sub(pattern, "\\1", text), "")
  number <- rep(NA_real_, length(text))
  use <- ok & !is.na(text)
  number[use] <- as.double(sub(pattern, "\\2", text[use]))
  ok <- ok & (is.na(number) | number <= finite)
  censored <- match(sign, censor_signs, nomatch = 3L) - 3L
  list(value = number, censored = if (any(censored != 0)) as.integer(censored), ok = ok)
}

censor_signs <- c("<=", "<", "", ">", ">=")
