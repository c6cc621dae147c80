# What a result shows, whatever it is shown in: a title, parts with a heading,
# lines of text and a table of text (without columns: none), and what its notes
# mean. print() and knit_print() write it out.
display <- function(x) {
  of_kind <- function(x) UseMethod("display")
  with_point(with_something(on_lines(of_kind(x))))
}

# A table without rows is none, and where nothing at all is left that is said.
with_something <- function(shown) {
  shown$parts <- lapply(shown$parts, function(part) {
    if (nrow(part$table) == 0) part$table <- no_table()
    part
  })
  shows <- vapply(shown$parts, function(part) length(part$table) > 0 || length(part$lines) > 0, NA)
  if (!any(shows)) shown$parts <- list(display_part(no_table(), lines = nothing_to_show))
  shown
}

nothing_to_show <- "Nothing to show: the result has no rows."

no_table <- function() as_frame(list(), 0L)

# Whatever its labels hold, each text of a display is on one line.
on_lines <- function(shown) {
  shown$parts <- lapply(shown$parts, function(part) {
    table <- lapply(as.list(part$table), one_line)
    names(table) <- one_line(names(part$table))
    part$table <- as_frame(table, NROW(part$table))
    part$heading <- one_line(part$heading)
    part$lines <- one_line(part$lines)
    part
  })
  shown$title <- one_line(shown$title)
  shown$notes <- one_line(shown$notes)
  shown
}

display_part <- function(table, heading = NULL, lines = character(), left = 1) {
  list(heading = heading, lines = lines, table = table, left = left)
}

# The columns of a table that has no room for them on 80 columns, below it.
continued <- function(table) c(display_part(table), list(continues = TRUE))

# A page has room for more, and cells of several lines. What goes on below there is put
# back where all columns fit beside each other.
for_page <- function(shown, width) {
  parts <- list()
  for (part in shown$parts) {
    before <- if (isTRUE(part$continues)) parts[[length(parts)]]
    if (!is.null(before)) before$table <- as_frame(c(as.list(before$table), as.list(part$table)[-1]), nrow(part$table))
    joins <- !is.null(before) && sum(column_needs(list(table = before$table, left = before$left, lines = integer()))$broken) <= width
    if (joins) parts[[length(parts)]] <- before else parts <- c(parts, list(part))
  }
  shown$parts <- parts
  shown
}

# A part for the rows of each key, under it; of the one key "" without a heading.
parts_under <- function(table, keys, left = 1) {
  lapply(unique(keys), function(key) display_part(table[keys == key, ], heading = if (nzchar(key)) key, left = left))
}

#' @export
print.msaudit_result <- function(x, ...) {
  print_lines(format(x))
  invisible(x)
}

# A table of text that is no result: of what a report says of the cohort.
# `left` are the columns that stand to the left.
table_of_text <- function(table, title, left = 1) {
  structure(table, title = title, left = left, class = c("msaudit_table", "data.frame"))
}

#' @export
display.msaudit_table <- function(x) {
  left <- attr(x, "left")
  list(title = attr(x, "title"), parts = list(display_part(as_frame(as.list(x), nrow(x)), left = left[left <= length(x)])),
       notes = character())
}

#' @export
display.msaudit_attrition <- function(x) {
  table <- list(Step = gsub("`", "", x$step), Patients = big(x$patients), `Left out` = left_out_text(x), Reason = x$reason)
  list(title = "Flow of patients", parts = list(display_part(as_frame(table, nrow(x)), left = c(1, 4))), notes = character())
}

limits_text <- function(settings) sprintf("%s %% limits", number_text(100 * settings$conf_level))

# What each column wants; the least with numbers on one line; and the least with limits
# kept together; in inches. At 9 points a bold character takes up to 0.085 inches, one of a
# number up to 0.07, and the edges of a cell 0.2.
column_needs <- function(rows) {
  whole <- setdiff(seq_len(nrow(rows$table)), rows$lines)
  characters <- function(text) max(0L, nchar(text, "width"))
  texts <- lapply(names(rows$table), function(name) c(name, rows$table[[name]][whole]))
  wanted <- vapply(texts, characters, 0L)
  least <- vapply(texts, function(text) characters(unlist(strsplit(text, " ", fixed = TRUE))), 0L)
  right <- setdiff(seq_along(texts), rows$left)
  least[right] <- vapply(texts[right], function(text) {
    max(characters(unlist(strsplit(text[1], " ", fixed = TRUE))), characters(text[-1]))
  }, 0L)
  inches <- function(characters) 0.085 * characters + 0.2
  broken <- least
  broken[right] <- vapply(texts[right], function(text) max(longest_word(text[1]), longest_word(text[-1]) * 0.07 / 0.085), 0)
  list(wanted = inches(wanted), least = inches(least), broken = inches(broken))
}

# A table that is wider than a page as two: its first columns, and its rows' names
# with the others.
within_page <- function(table, first, width = 80) {
  cells <- rbind(names(table), as.matrix(table))
  if (sum(apply(nchar(cells, "width"), 2, max)) + 2 * (ncol(cells) - 1) <= width) return(list(table))
  list(table[seq_len(first)], table[-seq_len(first)[-1]])
}

# A table as one part, or as two.
page_parts <- function(table, first, heading, lines = character()) {
  tables <- within_page(table, first)
  c(list(display_part(tables[[1]], heading = heading, lines = lines)), lapply(tables[-1], continued))
}

quoted_keys <- function(x, labels) encodeString(row_keys(x, labels), quote = "\"")
