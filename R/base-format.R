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

per_text <- function(per) if (per == 1) "year" else paste(number_text(per, digits = 15), "years")

p_text <- function(p) ifelse(is.na(p), "", ifelse(p < 0.001, "<0.001", decimals(p, 3)))

# Two decimals, or two digits where that would leave one; of a difference that is
# hardly one, none.
ratio_text <- function(x) {
  small <- !is.na(x) & abs(x) < 0.1 & (x > 0 | x < -5e-5)
  ifelse(is.na(x), "-", ifelse(small, formatC(signif(x, 2), digits = 2, format = "fg", flag = "#", decimal.mark = "."), decimals(x, 2)))
}

# Limits that few patients leave beyond all use are shown as that.
far_ratio_text <- function(x) {
  far <- !is.na(x) & is.finite(x)
  ifelse(far & x > 1000, ">1000", ifelse(far & x > 0 & x < 0.001, "<0.001", ratio_text(x)))
}

# A ratio with its limits.
ratio_limits <- function(x) {
  estimate <- far_ratio_text(x$estimate)
  ifelse(is.na(x$conf_low), estimate, sprintf("%s (%s to %s)", estimate, far_ratio_text(x$conf_low), far_ratio_text(x$conf_high)))
}

# The rows of a result by group and period, as "F | On natalizumab". Rows have one
# key if and only if they have the same labels, also in two tables with the same
# columns: what could be taken for something else is in quotes.
row_keys <- function(x, labels) {
  if (length(labels) == 0) return(rep("", nrow(x)))
  several <- length(labels) > 1
  do.call(paste, c(lapply(as.list(x)[labels], label_texts, several), sep = " | "))
}

# Labels as text, those that are missing as "not known". A value that reads the same,
# or that could be cut in two where `several` are joined, is in quotes.
label_texts <- function(label, several = FALSE) {
  values <- unique(label)
  text <- value_texts(values)
  text[is.na(values)] <- ""
  odd <- text != trimws(text) | text %in% c("", unknown_label) | grepl("^'.*'$", text) | (several & grepl("|", text, fixed = TRUE))
  text[odd] <- encodeString(text[odd], quote = "'")
  text[is.na(values)] <- unknown_label
  text[match(label, values)]
}

unknown_label <- "not known"

# Values of a column as text, of which two are never the same.
value_texts <- function(values) {
  if (is.logical(values)) return(ifelse(values, "TRUE", "FALSE"))
  text <- with_point(as.character(values))
  if (!is.double(values) || is.object(values)) return(text)
  # As many digits as it takes to tell each from all others.
  for (digits in 16:17) {
    short <- !is.na(values) & as.numeric(text) != values
    text[short] <- sprintf("%.*g", digits, values[short])
  }
  text
}

# "3", or "3 to 5".
from_to <- function(least, most) ifelse(least == most, big(least), paste(big(least), "to", big(most)))

# What each period is, by its name.
named_texts <- function(periods) structure(periods$texts, names = periods$names)

package_text <- function() {
  sprintf("Computed with the R package msaudit %s.", utils::packageVersion("msaudit"))
}

setting_text <- function(value) {
  text <- if (is.numeric(value)) number_text(value, digits = 15, trim = TRUE) else as.character(value)
  paste(if (is.null(names(value))) text else paste0(names(value), ": ", text), collapse = "; ")
}
