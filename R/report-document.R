# Results in a document of knitr: real tables with captions, in Word as in HTML.
# In Word they are flextable's where that is installed, else pandoc's.

#' @exportS3Method knitr::knit_print
knit_print.msaudit_result <- function(x, ...) {
  label <- remember(x)
  if (is_shared(document_state())) return(wait_for_all(label))
  knit_display(x)
}

#' @exportS3Method knitr::knit_print
knit_print.msaudit_table <- function(x, ...) knit_display(x)

#' @exportS3Method knitr::knit_print
knit_print.msaudit_attrition <- function(x, ...) {
  knit_display(x)
}

#' @exportS3Method knitr::knit_print
knit_print.msaudit_paragraphs <- function(x, ...) {
  mark <- if (isTRUE(attr(x, "bullets"))) "- " else ""
  knitr::asis_output(paste(c("", rbind(paste0(mark, markdown(as.character(x))), "")), collapse = "\n"))
}

knit_display <- function(x) {
  if (is_shared(document_state())) return(wait_for_all(x))
  knitr::asis_output(display_text(x))
}

display_text <- function(x) {
  shown <- for_page(display(x), page_width)
  lines <- if (in_word() && requireNamespace("flextable", quietly = TRUE)) word_lines(shown) else markdown_lines(shown)
  paste(c("", lines, ""), collapse = "\n")
}

#' @exportS3Method knitr::knit_print
knit_print.msaudit_words <- function(x, ...) {
  x$label <- remember(x$result)
  if (is_shared(document_state())) return(wait_for_all(x))
  knitr::asis_output(words_text(x))
}

words_text <- function(x) {
  heading <- if (!is.null(x$heading)) sprintf("**%s**", markdown(x$heading))
  paste0("\n\n", paste(c(heading, markdown(results_text(x$result))), collapse = " "), "\n\n")
}

# A document for those outside knows what a table may show when it has all of them:
# until then a mark stands in the place of each: a table of text, words, or the label
# of a result.
is_shared <- function(document) !is.null(document$min_cell)

wait_for_all <- function(x) {
  document <- document_state()
  document$waiting <- c(document$waiting, list(x))
  knitr::asis_output(sprintf("\n\n%s\n\n", waiting_mark(length(document$waiting))))
}

waiting_mark <- function(i) sprintf("msaudit-waits-here-%d.", i)

fill_in <- function(text, document) {
  text <- paste(text, collapse = "\n")
  results <- results_to_share(document)
  for (i in seq_along(document$waiting)) text <- in_place_of(waiting_mark(i), waited_text(document$waiting[[i]], results), text)
  text
}

# A text wherever its mark stands, also where nothing follows it. In a quotation all of its lines are
# of it; in a list a box that is further in than the item would be none, so it stands after the item.
in_place_of <- function(mark, shown, text) {
  pieces <- strsplit(paste0(text, "\n"), mark, fixed = TRUE)[[1]]
  for (i in seq_along(pieces)[-1]) {
    lines <- strsplit(paste0(pieces[i - 1], "."), "\n", fixed = TRUE)[[1]]
    quoted <- found_first("^(> ?)+(?= *[.]$)", lines[length(lines)])
    pieces[i] <- paste0(gsub("\n", paste0("\n", quoted), shown, fixed = TRUE), pieces[i])
  }
  sub("\n$", "", paste(pieces, collapse = ""))
}

found_first <- function(pattern, text) c(regmatches(text, regexpr(pattern, text, perl = TRUE)), "")[1]

waited_text <- function(x, results) {
  if (is.character(x)) return(display_text(results[[x]]))
  if (!inherits(x, "msaudit_words")) return(display_text(x))
  x$result <- results[[x$label]]
  words_text(x)
}

# Nothing but what is computed from rounded counts.
results_to_share <- function(document) {
  if (!is_shared(document) || length(document$results) == 0) return(document$results)
  at <- seq_along(document$results)
  new <- setdiff(at, seq_along(document$shared))
  document$shared[new] <- protect_counts(document$results[new], step_of(document$min_cell), free_text = document$free_text)
  structure(document$shared, names = names(document$results))
}

# Counts in steps of so many have more values than are below the least count.
step_of <- function(min_cell) min_cell + 1L

in_word <- function() knitr::pandoc_to("docx")

# Tables of flextable: parts with the same columns are one, so that the header that
# Word repeats on each page is theirs.
word_lines <- function(shown) {
  has_table <- vapply(shown$parts, function(part) length(part$table) > 0, NA)
  if (!any(has_table)) return(markdown_lines(shown))
  # Lines without a table belong to the next that there is.
  at <- which(has_table)
  owner <- at[pmin(findInterval(seq_along(has_table), at, left.open = TRUE) + 1, length(at))]
  columns <- vapply(shown$parts, function(part) paste(names(part$table), collapse = "\r"), "")[owner]
  run <- cumsum(c(TRUE, columns[-1] != columns[-length(columns)]))
  tables <- unlist(lapply(split(shown$parts, run), function(parts) c(word_table(parts, shown$title), between_tables())))
  c(if (!is.null(shown$title)) paragraphs_of_style("Table Caption", markdown(with_number("Table", shown$title))),
    tables[-length(tables)],
    if (length(shown$notes) > 0) paragraphs_of_style("Notes", markdown(without_codes(shown$notes))) else between_tables())
}

# Word makes one of two tables with nothing between them.
between_tables <- function() paste(paragraphs_of_style("Notes", "&nbsp;"), collapse = "\n")

word_table <- function(parts, title) {
  rows <- shown_rows(parts)
  # In the page's own styles. Setting a default for all cells takes far less time than setting each.
  defaults <- flextable::set_flextable_defaults(font.family = "Calibri")
  on.exit(do.call(flextable::set_flextable_defaults, defaults["font.family"]))
  table <- with_properties(table_for_pages(rows, page_width), title)
  n <- nrow(rows$table)
  # In long tables the header, and what stands above the table, are not the last of a page.
  kept <- if (n <= 15) seq_len(n + 1) else c(1, 1 + rows$lines)
  whole_rows(with_quotes(as.character(knitr::knit_print(table)), title), kept)
}

# flextable lets rows break over pages, and some of its versions write the names of
# rows between them, where Word has no text. Those of `kept`, the header being the
# first, are on the page of the next.
whole_rows <- function(xml, kept) {
  xml <- gsub("</w:trPr>[a-z]+[0-9]+<w:tc>", "</w:trPr><w:tc>", xml)
  if (!grepl("<w:cantSplit", xml, fixed = TRUE)) xml <- gsub("<w:trPr>", "<w:trPr><w:cantSplit/>", xml, fixed = TRUE)
  if (grepl("<w:keepNext", xml, fixed = TRUE)) return(xml)
  at <- gregexpr("(?s)<w:tr[ >].*?</w:tr>", xml, perl = TRUE)
  rows <- regmatches(xml, at)[[1]]
  kept <- kept[kept <= length(rows)]
  rows[kept] <- gsub("(<w:pPr><w:pStyle [^>]*/>)", "\\1<w:keepNext/>", rows[kept])
  regmatches(xml, at) <- list(rows)
  xml
}

# A table that is all there is has the title for its caption; of several each has
# its heading, which stands above where lines come before the table: below them
# they would be read as of the table before.
markdown_lines <- function(shown) {
  tables <- vapply(shown$parts, function(part) length(part$table) > 0, NA)
  alone <- length(tables) == 1 && tables && is.null(shown$parts[[1]]$heading) && length(shown$parts[[1]]$lines) == 0
  title <- if (is.null(shown$title)) NULL else markdown(if (any(tables)) with_number("Table", shown$title) else shown$title)
  parts <- lapply(shown$parts, function(part) {
    heading <- if (alone) title else if (!is.null(part$heading)) markdown(part$heading)
    has_table <- length(part$table) > 0
    above <- !is.null(heading) && (!has_table || length(part$lines) > 0)
    # In the style of a caption, which stays on the page of what follows.
    c(if (above) paragraphs_of_style("Table Caption", paste0("**", heading, "**")),
      rbind(markdown(part$lines), rep("", length(part$lines))),
      if (has_table) in_box(c(pipe_table(part$table, part$left), "",
                              if (!above && !is.null(heading)) c(paste("Table:", heading), ""))))
  })
  c(if (!alone && !is.null(title)) paragraphs_of_style("Table Caption", title), unlist(parts),
    if (length(shown$notes) > 0) paragraphs_of_style("Notes", markdown(without_codes(shown$notes))))
}

# On a page that is narrower than a table the table scrolls, by keys too.
in_box <- function(lines) c("::: {.wide role=\"region\" aria-label=\"Table\" tabindex=\"0\"}", lines, ":::", "")

# Paragraphs of a style of Word, in HTML of the class of that name.
paragraphs_of_style <- function(style, text) {
  c(sprintf("::: {.%s custom-style=\"%s\"}", tolower(gsub(" ", "-", style)), style), rbind(text, rep("", length(text))),
    ":::", "")
}

# Dashes in proportion to what the columns need: where the lines are long pandoc
# makes them as wide as that, on all of the page.
pipe_table <- function(table, left) {
  table <- as_frame(lapply(table, as.character), nrow(table))
  inches <- column_widths(list(table = table, left = left, lines = integer()), page_width)
  dashes <- strrep("-", pmax(3, round(12 * inches)))
  rule <- ifelse(seq_along(table) %in% left, paste0(":", dashes), paste0(dashes, ":"))
  cells <- rbind(markdown(names(table)), matrix(markdown(unlist(table)), nrow(table)))
  lines <- c(list(cells[1, ], rule), lapply(seq_len(nrow(cells))[-1], function(i) cells[i, ]))
  vapply(lines, function(line) paste0("| ", paste(line, collapse = " | "), " |"), "")
}

# What a document has shown so far: results by the label of their chunk, each with
# its section, and how many tables and pictures. NULL outside of a document that
# began with report_setup().
document_state <- function() knitr::opts_knit$get("msaudit.document")

remember <- function(x) {
  document <- document_state()
  if (is.null(document)) return()
  # What is said in words and shown too is one result.
  again <- vapply(document$results, identical, NA, x)
  if (any(again)) return(names(document$results)[which(again)[1]])
  labels <- make.unique(c(names(document$results), sub("-said$", "", knitr::opts_current$get("label"))), "-")
  label <- labels[length(labels)]
  document$results[[label]] <- x
  document$sections <- c(document$sections, document$section)
  label
}

# Outside of such a document nothing is numbered.
with_number <- function(what, text) {
  document <- document_state()
  if (is.null(document)) return(text)
  document$numbers[[what]] <- document$numbers[[what]] + 1
  sprintf("%s %d: %s", what, document$numbers[[what]], text)
}

#' @exportS3Method knitr::knit_print
knit_print.msaudit_sensitivity <- function(x, ...) knit_print.msaudit_result(x, ...)

#' @exportS3Method knitr::knit_print
knit_print.msaudit_comparison <- function(x, ...) knit_print.msaudit_result(x, ...)

#' @exportS3Method knitr::knit_print
knit_print.msaudit_curves <- function(x, ...) knit_print.msaudit_result(x, ...)
