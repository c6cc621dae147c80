# What a result shows, whatever it is shown in: a title, parts with a heading,
# lines of text and a table of text (without columns: none), and what its notes
# mean. print() and knit_print() write it out.
display <- function(x) UseMethod("display")

display_part <- function(table, heading = NULL, lines = character(), left = 1) {
  list(heading = heading, lines = lines, table = table, left = left)
}

#' @export
print.msaudit_result <- function(x, ...) {
  cat(format(x), sep = "\n")
  invisible(x)
}

# In a document: tables that pandoc makes real ones, in Word as in HTML.
#' @exportS3Method knitr::knit_print
knit_print.msaudit_result <- function(x, ...) {
  shown <- display(x)
  text <- unlist(lapply(shown$parts, function(part) {
    c(if (!is.null(part$heading)) c(paste0("**", part$heading, "**"), ""),
      rbind(part$lines, rep("", length(part$lines))), if (length(part$table) > 0) pipe_table(part$table, part$left), "")
  }))
  notes <- rbind(shown$notes, rep("", length(shown$notes)))
  knitr::asis_output(paste(c("", paste0("*", shown$title, ".*"), "", text, notes, ""), collapse = "\n"))
}

pipe_table <- function(table, left) {
  cells <- rbind(names(table), as.matrix(as.data.frame(lapply(table, as.character))))
  cells <- gsub("|", "\\|", cells, fixed = TRUE)
  rule <- ifelse(seq_along(table) %in% left, ":---", "---:")
  lines <- c(list(cells[1, ]), list(rule), lapply(seq_len(nrow(cells))[-1], function(i) cells[i, ]))
  vapply(lines, function(line) paste0("| ", paste(line, collapse = " | "), " |"), "")
}

# The rows of a result by group and period, as "F | On natalizumab".
row_keys <- function(x, labels) {
  do.call(paste, c(lapply(as.list(x)[labels], function(label) {
    ifelse(is.na(label), "not known", as.character(label))
  }), sep = " | "))
}

limits_text <- function(settings) sprintf("%s %% limits", format(100 * settings$conf_level))
