# Numbers and words as they are printed.

# Numbers have a decimal point, whatever the session has.
with_point <- function(code) {
  before <- options(OutDec = ".")
  on.exit(options(before))
  code
}

# Powers of ten as R has them by default, whatever options(scipen =) says.
number_text <- function(x, ..., scientific = 0) with_point(format(x, ..., scientific = scientific))

# Labels of an axis, as ggplot2 has them.
on_axis <- function(at) number_text(at, justify = "left", trim = TRUE)

big <- function(x) formatC(x, digits = 0, format = "f", big.mark = ",", decimal.mark = ".")

counted <- function(n, noun) paste0(big(n), " ", noun, if (n != 1) "s")

# NA is shown as none.
counted_each <- function(n, noun) vapply(ifelse(is.na(n), 0, n), counted, "", noun)

listed <- function(x) paste(x, collapse = ", ")

# Numbers with so many decimals each; what is rounded to 0 has no minus.
decimals <- function(x, digits) {
  text <- sprintf("%.*f", rep_len(as.integer(digits), length(x)), as.double(x))
  prettyNum(sub("^-(0([.]0*)?)$", "\\1", text), big.mark = ",", preserve.width = "none", decimal.mark = ".")
}

with_digits <- function(x, digits) ifelse(is.na(x), "-", decimals(x, digits))

# The decimals of a rate: as many as give two digits of it, from `least` to 4.
rate_digits <- function(rate, least = 2) {
  some <- is.finite(rate) & rate > 0
  needed <- replace(rep(least, length(rate)), some, 1 - floor(log10(signif(rate[some], 2))))
  pmin(pmax(needed, least), 4)
}

# The decimals of a share in percent: one where a patient is at most half a percent.
share_digits <- function(patients) if (is.null(patients)) 0 else ifelse(is.na(patients) | patients < 200, 0, 1)

# An estimate with its limits, as in "0.12 (0.00 to 0.71)".
with_limits <- function(estimate, low, high, digits = rate_digits(estimate)) {
  sprintf("%s (%s to %s)", with_digits(estimate, digits), with_digits(low, digits), with_digits(high, digits))
}

# The same of shares, in percent.
percent_limits <- function(x, digits = share_digits(x$patients)) {
  with_limits(100 * x$estimate, 100 * x$conf_low, 100 * x$conf_high, digits)
}

print_columns <- function(x, left = 1, width = 80) {
  x[] <- lapply(as.list(x), function(column) one_line(as.character(column)))
  print_lines(column_lines(x, left, width))
}

# The lines of a table of text on 80 columns: those named by `left` to the left, the others
# to the right, two spaces between them. Where it would be wider, the text of
# columns to the left is broken over lines, that of the widest first, then the
# headings of the others, and last their numbers, limits being kept together.
column_lines <- function(x, left = 1, width = 80) {
  cells <- lapply(seq_along(x), function(i) c(names(x)[i], as.character(x[[i]])))
  cells <- lapply(cells, function(cell) replace(cell, is.na(cell), "NA"))
  wide <- text_widths(cells, left, width - 2L * (length(cells) - 1L))
  unlist(lapply(seq_along(cells[[1]]), function(row) {
    parts <- Map(function(cell, wide) broken(cell[row], wide), cells, wide)
    vapply(seq_len(max(lengths(parts))), function(line) line_text(parts, line, wide, left), "")
  }))
}

text_widths <- function(cells, left, room) {
  right <- setdiff(seq_along(cells), left)
  wide <- vapply(cells, widest, 0L)
  words <- vapply(cells, longest_word, 0L)
  of_left <- pmax(words, pmin(10L, wide))
  of_headings <- pmax(vapply(cells, function(cell) longest_word(cell[1]), 0L), vapply(cells, function(cell) widest(cell[-1]), 0L))
  wide <- narrowed(wide, left, of_left, room)
  wide <- narrowed(wide, right, of_headings, room)
  narrowed(wide, right, words, room)
}

# Columns made narrower, the widest first, but none below its least width.
narrowed <- function(wide, columns, least, room) {
  while (sum(wide) > room && any(wide[columns] > least[columns])) {
    may <- columns[wide[columns] > least[columns]]
    i <- may[which.max(wide[may])]
    wide[i] <- wide[i] - 1L
  }
  wide
}

widest <- function(text) max(nchar(text, "width"), 0L)

longest_word <- function(text) widest(unlist(words_of(text)))

# Within brackets a space is none to break a line at.
words_of <- function(text) regmatches(text, gregexpr("([^ ()]|\\([^()]*\\)|[()])+", text))

# As many words on each line as fit.
broken <- function(text, wide) {
  if (nchar(text, "width") <= wide) return(text)
  lines <- character()
  for (word in words_of(text)[[1]]) {
    n <- length(lines)
    longer <- if (n > 0) paste(lines[n], word) else word
    if (n > 0 && nchar(longer, "width") <= wide) lines[n] <- longer else lines <- c(lines, word)
  }
  lines
}

line_text <- function(parts, line, wide, left) {
  text <- vapply(parts, function(part) if (line <= length(part)) part[line] else "", "")
  space <- strrep(" ", pmax(0, wide - nchar(text, "width")))
  at_left <- seq_along(parts) %in% left
  text <- ifelse(at_left, paste0(text, space), paste0(space, text))
  sub(" +$", "", paste(text, collapse = "  "))
}

# Each line broken by itself at 80 columns.
strwrap_each <- function(lines, exdent) {
  unlist(lapply(lines, function(line) {
    lead <- sub("[^ ].*$", "", line)
    strwrap(line, width = 80, indent = nchar(lead), exdent = exdent)
  }), use.names = FALSE)
}

capitalised <- function(x) paste0(toupper(substr(x, 1, 1)), substr(x, 2, nchar(x)))
