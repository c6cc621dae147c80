#' Begin a document of audits
#'
#' Sets up an rmarkdown document: results that it prints become real tables with
#' numbered captions, in Word as in HTML, and pictures get alternative text. What is
#' printed is remembered, so that the document can end with its methods and settings. The
#' templates `"treatment-audit"` and `"service-review"` begin with it.
#'
#' @param share For whom the document is: the `"team"` that treats the patients, or
#'   those `"outside"` it.
#' @param min_cell Whole number from 2 to 999: with `share = "outside"`, no smaller count can be told: counts
#'   are rounded to the middle of steps of `min_cell + 1`.
#' @param free_text With `share = "outside"`: names of columns whose words may be shown, see
#'   [protect_counts()]; `NULL`: none.
#' @param x The result of an audit.
#' @param heading Text before the words, single; `NULL`: none.
#' @param text Text, such as a name from data.
#'
#' @return `report_setup()` returns `NULL`, invisibly. `shown_results()` gives the results
#'   printed so far, a list named by the chunks that printed them (without `-said` at
#'   the end of a name), as they may be shared; it is empty outside a document that
#'   began with `report_setup()`. `in_words()` gives the [results_text()] of a result, which a
#'   document prints as a paragraph, after the heading in bold if there is one.
#'   `markdown_text()` gives the text on one line, as markdown that is read as that text and
#'   nothing else: what could be markup, code, a formula or an address is written as numbers
#'   of characters. Results, their captions and the texts of pictures are written so by themselves;
#'   use it for what your document writes of data, and in its title.
#'
#' @details
#' Chunks show neither code nor warnings. A picture takes `fig.alt` as its alternative text,
#' and `fig.cap`, or the beginning of `fig.alt`, as its caption.
#'
#' With `share = "outside"` all results that the document prints are computed from rounded
#' counts, by [protect_counts()]. What does not print by itself, such as pictures and text, is up
#' to the document.
#'
#' @family reports
#'
#' @examplesIf requireNamespace("rmarkdown", quietly = TRUE)
#' folder <- tempfile()
#' dir.create(folder)
#' rmarkdown::draft(file.path(folder, "audit.Rmd"), "treatment-audit", package = "msaudit",
#'                  create_dir = FALSE, edit = FALSE)
#' @export
report_setup <- function(share = c("team", "outside"), min_cell = 5, free_text = NULL) {
  call <- sys.call()
  need_package("knitr", "A document", call)
  document <- new.env(parent = emptyenv())
  document$min_cell <- if (one_of(share, c("team", "outside"), "share", call) == "outside") as_min_cell(min_cell, call)
  if (!is.null(free_text)) document$free_text <- some_of(free_text, free_text_columns, "free_text", call)
  document$results <- list()
  document$shared <- list()
  document$waiting <- list()
  document$sections <- character()
  document$section <- ""
  document$numbers <- c(Table = 0, Figure = 0)
  knitr::opts_knit$set(msaudit.document = document)
  # Paper shows more dots than a screen; dots are what makes a page large.
  knitr::opts_chunk$set(echo = FALSE, message = FALSE, warning = FALSE, fig.width = if (in_word()) page_width else 7,
                        dpi = if (in_word()) 200 else 96,
                        fig.retina = if (in_word()) 1 else 1.4)
  hooks <- knitr::knit_hooks$get(c("plot", "text", "document"))
  knitr::knit_hooks$set(
    plot = function(x, options) picture(x, options, hooks$plot),
    text = function(x, ...) {
      enter_section(x)
      hooks$text(x, ...)
    },
    document = function(x) {
      # What a child may show is known when all of the document is.
      if (isTRUE(knitr::opts_knit$get("child"))) return(hooks$document(x))
      x <- fill_in(x, document)
      signalCondition(report_condition("msaudit_document", document = document))
      hooks$document(x)
    }
  )
  invisible()
}

#' @rdname report_setup
#' @export
shown_results <- function() {
  if (!requireNamespace("knitr", quietly = TRUE)) return(list())
  document <- document_state()
  if (is.null(document)) list() else results_to_share(document)
}

#' @rdname report_setup
#' @export
markdown_text <- function(text) {
  check_given()
  check_argument(is.character(text) || is.factor(text), text, "text", "text", sys.call())
  markdown(as.character(text))
}

#' @rdname report_setup
#' @export
in_words <- function(x, heading = NULL) {
  check_given()
  check_argument(is_result(x), x, "x", "the result of an audit", sys.call())
  structure(list(result = x, heading = heading), class = "msaudit_words")
}

#' @export
print.msaudit_words <- function(x, ...) {
  print_lines(strwrap(paste(c(x$heading, results_text(x$result)), collapse = " "), 80))
  invisible(x)
}

# What audit_report() hears of a document; elsewhere nobody listens.
report_condition <- function(class, ...) structure(list(message = class, call = NULL, ...), class = c(class, "condition"))

enter_section <- function(text) {
  lines <- unlist(strsplit(text, "\n", fixed = TRUE))
  headings <- sub("^# +", "", lines[grepl("^# ", lines)])
  if (length(headings) == 0) return()
  document <- document_state()
  document$section <- headings[length(headings)]
  signalCondition(report_condition("msaudit_section", section = document$section))
}

# pandoc writes the text of a picture in Word only of one that is no figure, so
# there its caption is a paragraph of its own.
picture <- function(file, options, otherwise) {
  # R says nothing where the disk is full, and half a picture would be shown.
  why <- if (ending(file) == "png") why_incomplete(file)
  if (!is.null(why)) file_error(file, sprintf("The picture %s cannot be written: %s", file, why), call = NULL)
  alt <- options$fig.alt <- one_line(options$fig.alt)
  caption <- options$fig.cap
  if (is.null(alt)) alt <- caption
  if (is.null(alt)) return(otherwise(file, options))
  if (is.null(caption)) caption <- sub("([:;.] .*|[.])$", "", alt)
  caption <- with_number("Figure", caption)
  if (in_word()) {
    size <- sprintf("{width=%.2fin}", min(options$fig.width, page_width))
    lines <- c(paragraphs_of_style("Captioned Figure", sprintf("![%s](%s)%s\\", markdown(alt), file, size)),
               paragraphs_of_style("Image Caption", markdown(caption)))
    return(paste(c("", lines, ""), collapse = "\n"))
  }
  options$fig.cap <- markdown(caption)
  otherwise(file, options)
}
