# The witness of what a text becomes is who reads it: pandoc, the parsers of HTML and XML in
# xml2 (libxml2), and the JSON parser of jsonlite.

test_that("pandoc reads as text what is written as text", {
  skip_without_pandoc()
  skip_if_not_installed("xml2")
  texts <- hostile_texts()
  folder <- tempfile()
  dir.create(folder)
  # In each place where texts stand: a paragraph, a point of a list, a cell, a caption, an attribute.
  lines <- c(rbind(markdown(texts), ""), "---", "", rbind(paste("-", markdown(texts)), ""),
             pipe_table(data.frame(a = texts, b = "x", stringsAsFactors = FALSE), 1:2), "", paste("Table:", markdown(texts[2])), "",
             sprintf("<p class=\"%s\">%s</p>", markdown(texts), markdown(texts)))
  writeLines(enc2utf8(lines), file.path(folder, "a.md"), useBytes = TRUE)
  extensions <- "markdown+autolink_bare_uris+tex_math_single_backslash+raw_attribute+emoji"
  rmarkdown::pandoc_convert("a.md", "html", extensions, "a.html", wd = folder)
  page <- xml2::read_html(file.path(folder, "a.html"))
  all_of <- function(path) xml2::xml_find_all(page, path)
  read <- function(path) as_seen(xml2::xml_text(all_of(path)))
  expect_identical(read("/html/body/p[not(@class)]"), as_seen(texts))
  expect_identical(read("//li"), as_seen(texts))
  expect_identical(read("//td[1]"), as_seen(texts))
  expect_identical(read("//caption"), as_seen(texts[2]))
  expect_identical(read("//p[@class]"), as_seen(texts))
  expect_identical(as_seen(xml2::xml_attr(all_of("//p[@class]"), "class")), as_seen(texts))
  marks <- unique(xml2::xml_name(all_of("//*")))
  expect_identical(setdiff(marks, c("html", "body", "hr", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td",
                                    "caption", "colgroup", "col")), character())
})

test_that("numbers stay as they are, so that tables are no wider than they read", {
  expect_identical(markdown(c("2.49 (1.45 to 3.99)", "-", "1,234 of 2,000", "a (b), c; d/e 50 %", NA)),
                   c("2.49 (1.45 to 3.99)", "&#45;", "1,234 of 2,000", "a (b), c; d/e 50 %", "NA"))
  expect_identical(markdown(character()), character())
  expect_identical(markdown_text(factor("a*b")), "a&#42;b")
  expect_error(markdown_text(1), class = "msaudit_argument_error")
})

# A document with the hostile texts in each thing that prints itself.
hostile_document <- c(
  "---", "title: \"`r msaudit::markdown_text(paste(texts, collapse = ' '))`\"", "---",
  "```{r}", "msaudit::report_setup()", "```",
  "```{r}", "audit_ae(cohort, periods, each = \"term\", measure = \"proportion\")", "in_words(audit_arr(cohort, periods), texts[2])", "```",
  "```{r}", "audit_stops(cohort, \"natalizumab\")", "period_table(periods)", "findings_table(cohort)", "```",
  "```{r}", "select_patients(cohort, ids = cohort$patients$id[-1])$attrition", "audit_abstract(cohort, periods, each = \"term\")", "```",
  "```{r, fig.alt = paste(texts, collapse = ' '), fig.height = 4}", "plot(1)", "```",
  "```{r, results = \"asis\"}", "cat(\"```r\", run_again(cohort, periods), \"```\", sep = \"\\n\")", "```"
)

# The file that it becomes.
rendered <- function(lines, format, envir, ...) {
  folder <- tempfile()
  dir.create(folder)
  writeLines(lines, file.path(folder, "a.Rmd"))
  rmarkdown::render(file.path(folder, "a.Rmd"), format, quiet = TRUE, envir = envir, ...)
}

hostile_scope <- function() {
  texts <- hostile_texts()
  cohort <- hostile_cohort(texts)
  list2env(list(texts = texts, cohort = cohort, periods = hostile_periods(cohort, texts)), parent = asNamespace("msaudit"))
}

test_that("texts do nothing on a page, wherever they stand", {
  skip_without_pandoc()
  skip_if_not_installed("xml2")
  scope <- hostile_scope()
  file <- rendered(hostile_document, rmarkdown::html_document(theme = NULL, highlight = NULL, mathjax = NULL), scope)
  page <- xml2::read_html(file)
  all_of <- function(path) xml2::xml_find_all(page, path)
  expect_says(xml2::xml_text(page), as_seen(scope$texts))
  expect_says(as_seen(xml2::xml_attr(all_of("//img"), "alt")), as_seen(scope$texts))
  # Those of rmarkdown are known by what they say.
  scripts <- xml2::xml_text(all_of("//script"))
  expect_identical(scripts[grepl("run|onerror", scripts)], character())
  expect_length(all_of("//*[@onerror or @onclick]"), 0)
  expect_length(all_of("//a | //iframe | //body//link | //em | //del | //sup | //sub | //blockquote"), 0)
  expect_identical(unique(substr(xml2::xml_attr(all_of("//img"), "src"), 1, 10)), "data:image")
  expect_setequal(list.files(dirname(file)), c("a.html", "a.Rmd"))
})

test_that("Word opens what holds them", {
  skip_without_pandoc()
  skip_if_not_installed("xml2")
  scope <- hostile_scope()
  file <- rendered(hostile_document, "word_document", scope)
  folder <- tempfile()
  utils::unzip(file, exdir = folder)
  document <- xml2::read_xml(file.path(folder, "word", "document.xml"))
  expect_says(gsub("\u2060", "", paste(xml2::xml_text(xml2::xml_find_all(document, "//w:p")), collapse = " ")), as_seen(scope$texts))
  expect_length(xml2::xml_find_all(document, "//w:hyperlink | //w:fldSimple | //w:instrText | //w:object"), 0)
  links <- xml2::read_xml(file.path(folder, "word", "_rels", "document.xml.rels"))
  targets <- xml2::xml_attr(xml2::xml_children(links), "Target")
  expect_identical(targets[grepl("http|hostname", targets)], character())
})

test_that("a table of flextable is one that Word opens", {
  skip_if_not_installed("flextable")
  skip_if_not_installed("xml2")
  texts <- c(hostile_texts(), "<br>", "<tab>")
  x <- audit_arr(seq_along(texts), years = rep(10, length(texts)), period = texts)
  table <- table_of_text(data.frame(a = texts), "\"A\" & <b>")
  file <- tempfile(fileext = ".docx")
  flextable::save_as_docx(as_flextable.msaudit_result(x), as_flextable.msaudit_result(table), path = file)
  document <- xml2::read_xml(utils::unzip(file, "word/document.xml", exdir = tempfile()))
  cells <- as_seen(gsub("\u2060", "", xml2::xml_text(xml2::xml_find_all(document, "//w:tc"))))
  expect_identical(setdiff(as_seen(texts), cells), character())
  expect_true(any(grepl("\"A\" & <b>", xml2::xml_text(xml2::xml_find_all(document, "//w:p")), fixed = TRUE)))
  expect_identical(xml2::xml_attr(xml2::xml_find_all(document, "//w:tblCaption"), "val")[2], "'A' & <b>")
})

test_that("quotes stay in the title of a table in a document of Word", {
  skip_without_pandoc()
  skip_if_not_installed("flextable")
  skip_if_not_installed("xml2")
  before <- knitr::opts_knit$get("rmarkdown.pandoc.to")
  on.exit(knitr::opts_knit$set(rmarkdown.pandoc.to = before))
  knitr::opts_knit$set(rmarkdown.pandoc.to = "docx")
  title <- "Drug \"A\" & <b> 'c'"
  xml <- word_table(display(table_of_text(data.frame(a = "b"), title))$parts, title)
  # As a parser of XML reads them.
  texts <- gsub("w:", "", found_in(xml, "<w:tbl(Caption|Description)[^>]*>"), fixed = TRUE)
  expect_length(texts, 2)
  for (text in texts) expect_identical(xml2::xml_attr(xml2::read_xml(text), "val"), title)
})

test_that("nothing that steers a terminal is printed or said, and no label breaks its line", {
  scope <- hostile_scope()
  results <- list(
    audit_ae(scope$cohort, scope$periods, each = "term"), audit_stops(scope$cohort, "natalizumab"), audit_arr(scope$cohort, scope$periods),
    audit_baseline(scope$cohort, by = "centre"), audit_labs(scope$cohort, scope$periods), audit_lesions(scope$cohort, scope$periods),
    audit_curves(scope$cohort, scope$periods), audit_lesion_free(scope$cohort, scope$periods)
  )
  said <- lapply(results, function(x) c(utils::capture.output(print(x)), utils::capture.output(print(summary(x))), results_text(x),
                                        tryCatch(methods_text(x), msaudit_argument_error = function(error) NULL)))
  said <- c(unlist(said, use.names = FALSE), utils::capture.output(for (x in list(scope$cohort, scope$periods, findings(scope$cohort), attrition(scope$cohort))) print(x)),
            unname(unclass(audit_abstract(scope$cohort, scope$periods))))
  expect_gt(length(said), 500)
  expect_identical(said[grepl(breaks, said, perl = TRUE)], character())
  # An error has lines, and names the drugs that there are.
  error <- tryCatch(audit_periods(scope$cohort, p = period_on("a drug")), msaudit_argument_error = conditionMessage)
  expect_match(error, "m26. drug", fixed = TRUE)
  said <- c(said, error)
  expect_identical(said[grepl(steering, said, perl = TRUE)], character())
  expect_says(paste(said, collapse = " "), sprintf("m%02d.", seq_along(scope$texts)))
})
