# Numbers and words as they are printed.

big <- function(x) formatC(x, digits = 0, format = "f", big.mark = ",")

counted <- function(n, noun) paste0(big(n), " ", noun, if (n != 1) "s")

# NA is shown as none.
counted_each <- function(n, noun) vapply(ifelse(is.na(n), 0, n), counted, "", noun)

listed <- function(x) paste(x, collapse = ", ")

print_columns <- function(x, left = 1, width = 80) cat(column_lines(x, left, width), sep = "\n")

# The lines of a table of text on 80 columns: those named by `left` to the left, the others
# to the right, two spaces between them. Where it would be wider, the text of
# the widest column to the left is broken over lines.
column_lines <- function(x, left = 1, width = 80) {
  cells <- lapply(seq_along(x), function(i) c(names(x)[i], as.character(x[[i]])))
  wide <- vapply(cells, function(cell) max(nchar(cell, "width")), 0L)
  over <- sum(wide) + 2L * (length(wide) - 1L) - width
  if (over > 0) {
    widest <- left[which.max(wide[left])]
    wide[widest] <- max(wide[widest] - over, 10L)
  }
  unlist(lapply(seq_along(cells[[1]]), function(row) {
    parts <- Map(function(cell, i) {
      text <- cell[row]
      if (i %in% left && nchar(text, "width") > wide[i]) strwrap(text, wide[i] + 1L) else text
    }, cells, seq_along(cells))
    vapply(seq_len(max(lengths(parts))), function(line) line_text(parts, line, wide, left), "")
  }))
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
