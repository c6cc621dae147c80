# Reports are rendered where pandoc is there, and not on CRAN: each takes seconds.
skip_without_pandoc <- function() {
  skip_on_cran()
  skip_if_not_installed("rmarkdown")
  skip_if_not(rmarkdown::pandoc_available("2.0"))
}

two_periods <- function(cohort) {
  audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", 12))
}

# Reports that several tests look at, each written once: of the example and of a few
# patients, as HTML with its record, and as Word.
written_reports <- new.env()
report_once <- function(which = c("example", "small"), type = c("html", "docx")) {
  name <- paste(match.arg(which), match.arg(type), sep = ".")
  if (is.null(written_reports[[name]])) {
    cohort <- if (which == "example") example_cohort() else small_cohort()
    periods <- if (which == "example") two_periods(cohort) else audit_periods(cohort, p = period_follow_up())
    file <- tempfile(fileext = paste0(".", match.arg(type)))
    audit_report(cohort, periods, file, title = "An audit", quiet = TRUE)
    written_reports[[name]] <- file
  }
  written_reports[[name]]
}

html_of <- function(...) {
  file <- tempfile(fileext = ".html")
  audit_report(..., file = file, quiet = TRUE)
  text_of_file(file)
}

text_of_file <- function(file) paste(readLines(file, warn = FALSE, encoding = "UTF-8"), collapse = "\n")

word_xml <- function(file) text_of_file(utils::unzip(file, "word/document.xml", exdir = tempfile()))

# All that a pattern finds, and of the first group what stands in it.
found_in <- function(text, pattern) regmatches(text, gregexpr(pattern, text, perl = TRUE))[[1]]

# A script in a session of its own that finds no package of those named.
run_without <- function(packages, script) {
  library <- tempfile("library-")
  dir.create(library)
  there <- list.files(.libPaths(), full.names = TRUE)
  there <- there[!duplicated(basename(there)) & !basename(there) %in% packages]
  file.symlink(there, file.path(library, basename(there)))
  file <- tempfile(fileext = ".R")
  writeLines(script, file)
  env <- sprintf(c("R_LIBS=%s", "R_LIBS_SITE=%s", "R_LIBS_USER=%s"), library)
  out <- suppressWarnings(system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(file)), stdout = TRUE,
                                  stderr = TRUE, env = env))
  unlink(library, recursive = TRUE)
  out
}

# Of a long text the failure tells what it lacks alone. Lines are broken anywhere.
expect_says <- function(text, what) {
  text <- gsub("\\s+", " ", text)
  expect_identical(unname(what[!vapply(what, grepl, NA, text, fixed = TRUE)]), character())
}

# Real tables with headers, no wider than the upright page of A4 between its margins;
# pictures with a text and a caption.
expect_word <- function(file) {
  xml <- word_xml(file)
  expect_says(xml, "2.49 (1.42 to 4.37)")
  tables <- found_in(xml, "(?s)<w:tbl[ >].*?</w:tbl>")
  expect_gte(length(tables), 10)
  for (table in tables) {
    expect_true(grepl("<w:tblHeader", table, fixed = TRUE))
    widths <- as.numeric(gsub("\\D", "", found_in(table, "<w:gridCol w:w=\"[0-9]+\"")))
    expect_lte(sum(widths), 9072 + length(widths))
  }
  pictures <- found_in(xml, "<pic:cNvPr [^>]*>")
  if (requireNamespace("ggplot2", quietly = TRUE)) {
    expect_gte(length(pictures), 5)
    expect_true(all(grepl("descr=\"[^\"]{40,}\"", pictures)))
    expect_length(found_in(xml, "\"ImageCaption\""), length(pictures))
    wide <- as.numeric(gsub("\\D", "", found_in(xml, "<wp:extent cx=\"[0-9]+\"")))
    expect_true(all(wide <= 6.3 * 914400 + 1))
  }
  expect_true(grepl("<w:pgSz w:h=\"16838\" w:w=\"11906\" */>|<w:pgSz w:w=\"11906\" w:h=\"16838\" */>", xml))
}
