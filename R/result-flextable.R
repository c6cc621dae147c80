#' A result as a table for Word
#'
#' What printing shows, as a table of the package flextable: for Word, PowerPoint or
#' HTML, with a caption, a header row that is repeated on each page, and the notes
#' below.
#'
#' @param x The result of an audit, see [as_ard()].
#' @param width Width of the table in inches, above 0: columns share it, and longer
#'   text is broken. The default, 6.3, is what a portrait page of A4 leaves
#'   between the margins of Word.
#' @param ... Not used.
#'
#' @return A flextable.
#'
#' @family results in other forms
#'
#' @examplesIf requireNamespace("flextable", quietly = TRUE)
#' x <- audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "drug"))
#' flextable::as_flextable(x)
#' @name as_flextable
NULL

# In inches.
page_width <- 6.3

#' @rdname as_flextable
#' @method as_flextable msaudit_result
#' @rawNamespace S3method(flextable::as_flextable,msaudit_result)
as_flextable.msaudit_result <- function(x, width = page_width, ...) {
  check_argument(is_one_number(width) && width > 0, width, "width", "a width in inches, above 0", sys.call())
  shown <- for_page(display(x), width)
  table <- table_for_pages(shown_rows(shown$parts), width)
  # officer numbers tables by its own defaults, of which some versions miss one.
  number <- officer::run_autonum("tab", pre_label = "Table ", post_label = ": ")
  table <- flextable::set_caption(table, shown$title, autonum = number)
  table <- with_properties(table, shown$title)
  if (length(shown$notes) == 0) return(table)
  table <- flextable::add_footer_lines(table, without_codes(unname(shown$notes)))
  flextable::fontsize(table, size = 8, part = "footer")
}

#' @exportS3Method flextable::as_flextable
as_flextable.msaudit_comparison <- as_flextable.msaudit_result

#' @exportS3Method flextable::as_flextable
as_flextable.msaudit_curves <- as_flextable.msaudit_result

#' @exportS3Method flextable::as_flextable
as_flextable.msaudit_sensitivity <- as_flextable.msaudit_result

# The parts of a display below each other: a table of text, columns of which a part
# has none being empty; which of them stand to the left; and the rows that are the
# heading of a part or a line of text above its table.
shown_rows <- function(parts) {
  columns <- unique(unlist(lapply(parts, function(part) names(part$table))))
  # Lines alone, where all is held back.
  if (length(columns) == 0) columns <- " "
  left <- unique(unlist(lapply(parts, function(part) names(part$table)[part$left])))
  blocks <- lapply(parts, function(part) {
    above <- c(part$heading, part$lines)
    cells <- lapply(structure(columns, names = columns), function(name) {
      value <- part$table[[name]]
      c(rep("", length(above)), if (is.null(value)) rep("", nrow(part$table)) else as.character(value))
    })
    cells[[1]][seq_along(above)] <- above
    list(cells = cells, heads = rep(c(TRUE, FALSE), c(length(part$heading), length(part$lines) + nrow(part$table))),
         lines = rep(c(TRUE, FALSE), c(length(above), nrow(part$table))))
  })
  all_of <- function(name) unlist(lapply(blocks, `[[`, name))
  table <- lapply(structure(columns, names = columns), function(name) unlist(lapply(blocks, function(b) b$cells[[name]])))
  list(table = as_frame(table, length(table[[1]])), left = match(left, columns), heads = which(all_of("heads")),
       lines = which(all_of("lines")))
}

# Of the texts flextable writes those of cells as they are, but for one that is its sign
# for a new line or a tab; what stands in attributes must have no quotes.
with_properties <- function(table, title) {
  title <- gsub("\"", "'", title, fixed = TRUE)
  flextable::set_table_properties(table, layout = "fixed", align = "left", word_title = title, word_description = title)
}

# What becomes XML here can have them.
with_quotes <- function(xml, title) {
  if (is.null(title)) return(xml)
  at <- gregexpr("(<w:tbl(Caption|Description) w:val=\")\\K[^\"]*", xml, perl = TRUE)
  regmatches(xml, at) <- list(rep(attribute_text(title), sum(at[[1]] > 0)))
  xml
}

for_cells <- function(text) sub("^<(br|tab)>$", "<\u2060\\1>", text)

# Limits stay on one line where numbers are broken.
limits_together <- function(rows, width) {
  if (sum(column_needs(rows)$least) <= width) return(rows)
  right <- setdiff(seq_along(rows$table), rows$left)
  rows$table[right] <- lapply(rows$table[right], function(text) gsub(" (?=[^()]*\\))", "\u00a0", text, perl = TRUE))
  rows
}

# What spans the table does not widen its columns.
table_for_pages <- function(rows, width) {
  rows <- limits_together(rows, width)
  table <- flextable::flextable(as_frame(lapply(rows$table, for_cells), nrow(rows$table)))
  right <- setdiff(seq_along(rows$table), rows$left)
  table <- flextable::align(table, j = rows$left, align = "left", part = "all")
  if (length(right) > 0) table <- flextable::align(table, j = right, align = "right", part = "all")
  for (i in rows$lines) table <- flextable::merge_h_range(table, i = i, j1 = 1, j2 = length(rows$table))
  if (length(rows$lines) > 0) table <- flextable::align(table, i = rows$lines, align = "left")
  table <- flextable::bold(table, part = "header")
  if (length(rows$heads) > 0) table <- flextable::bold(table, i = rows$heads)
  table <- flextable::fontsize(table, size = 9, part = "all")
  table <- flextable::padding(table, padding.top = 1.5, padding.bottom = 1.5, part = "all")
  flextable::width(table, width = column_widths(rows, width))
}

# In inches: what the text wants where there is room; else the longest word, and a
# share of the rest.
column_widths <- function(rows, width) {
  needs <- column_needs(rows)
  least <- needs$least
  more <- needs$wanted - least
  # Numbers are broken where nothing else helps.
  if (sum(least) > width) {
    more <- pmax(0, least - needs$broken)
    least <- needs$broken
  }
  share <- min(1, max(0, width - sum(least)) / max(0.085, sum(more)))
  widths <- least + share * more
  widths * min(1, width / sum(widths))
}
