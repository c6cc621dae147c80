# Documents of one's own for readers outside, in which a mark stands for each result until all are
# known. What should be there is by what the document prints: each result has a period of its own name.

# A document knitted as rmarkdown does for a format, and what pandoc makes of it.
written <- function(to, lines) {
  state <- list(knitr::opts_knit, knitr::opts_chunk, knitr::knit_hooks)
  before <- lapply(state, function(x) x$get())
  on.exit(Map(function(x, values) x$restore(values), state, before))
  knitr::opts_knit$set(rmarkdown.pandoc.to = to)
  setup <- c("```{r}", "library(msaudit)", "report_setup(\"outside\")",
             "made <- function(name) audit_arr(40, years = 80, period = name)", "```", "")
  text <- knitr::knit(text = c(setup, lines), envir = new.env(parent = globalenv()), quiet = TRUE)
  expect_false(grepl("msaudit-waits-here", text, fixed = TRUE))
  file <- tempfile(fileext = ".md")
  out <- tempfile(fileext = paste0(".", to))
  writeLines(enc2utf8(text), file, useBytes = TRUE)
  rmarkdown::pandoc_convert(file, to = to, from = "markdown", output = out)
  xml <- if (to == "docx") word_xml(out) else text_of_file(out)
  expect_false(grepl("waits-here", xml, fixed = TRUE))
  xml
}

chunk <- function(code, indent = "") paste0(indent, c("```{r}", code, "```"))

tables_in <- function(xml) found_in(xml, "(?s)<table.*?</table>|<w:tbl[ >].*?</w:tbl>")

# Each name in a table of its own, as often as it is printed, and nothing else in tables.
expect_tables <- function(xml, names) {
  tables <- tables_in(xml)
  expect_length(tables, length(names))
  for (i in seq_along(names)) expect_match(tables[i], names[i], fixed = TRUE)
}

formats <- function() c("html", if (requireNamespace("flextable", quietly = TRUE)) "docx")

test_that("the last of a document is there, tables and words", {
  skip_without_pandoc()
  expect_tables(written("html", chunk("made(\"alpha\")")), "alpha")
  for (to in formats()) {
    expect_tables(written(to, c("Text.", "", chunk(c("made(\"alpha\")", "made(\"beta\")")))), c("alpha", "beta"))
  }
  words <- written("html", c(chunk("made(\"alpha\")"), "", chunk("in_words(made(\"gamma\"), \"In words\")")))
  expect_tables(words, "alpha")
  expect_match(gsub("<[^>]*>|\\s+", " ", words), "In words +.*gamma")
})

test_that("within a list, a quotation and a box the last is there", {
  skip_without_pandoc()
  lines <- c("1. One.", "", chunk("made(\"alpha\")", "    "), "", "> Said:", ">", chunk("made(\"beta\")", "> "), "",
             "::: {.box}", chunk("made(\"delta\")"), ":::", "", "- Last.", "", chunk("made(\"gamma\")", "    "))
  for (to in formats()) {
    xml <- written(to, lines)
    expect_tables(xml, c("alpha", "beta", "delta", "gamma"))
    if (to == "html") expect_match(xml, "(?s)<blockquote>(?:(?!</blockquote>).)*<caption>beta", perl = TRUE)
  }
})

test_that("a child is filled in when all of its parent is known", {
  skip_without_pandoc()
  child <- tempfile(fileext = ".Rmd")
  writeLines(c("Child.", "", chunk("made(\"alpha\")")), child)
  lines <- c(sprintf("```{r, child = \"%s\"}", child), "```", "", chunk("made(\"beta\")"), "", "```{r, results = \"asis\"}",
             sprintf("text <- knitr::knit_child(\"%s\", quiet = TRUE)", child),
             "stopifnot(grepl(\"waits-here\", text), !grepl(\"39\", text))", "cat(sub(\"Child\", \"Again\", text))", "```")
  # What was printed twice is one result, and a table each time.
  xml <- written("html", lines)
  expect_tables(xml, c("alpha", "beta", "alpha"))
  expect_match(xml, "Again.", fixed = TRUE)
})
