# Texts made at random from what markup, code and files are made of, as drugs, terms,
# reasons, tests, units, centres, periods and titles of reports, through HTML, Word, PDF,
# JSON, CSV and a draft:
#
#   R_LIBS=build/lib Rscript tools/hostile.R [how many = 300] [seed = 1]
#
# Each text must be read again as it is from HTML, Word and JSON by parsers that share no
# code with the package. A listener on loopback, whose address stands in the texts, must not
# be called; Chromium, if it is there, must run none of the scripts; with strace it is seen
# that pandoc opens no file and no address that the texts name. Ends with an error if not.
suppressPackageStartupMessages(library(msaudit))
source("tests/testthat/helper-hostile.R")

given <- commandArgs(TRUE)
count <- if (length(given) > 0) as.integer(given[1]) else 300L
set.seed(if (length(given) > 1) as.integer(given[2]) else 1L)

# Whoever calls waits in the line of the listener, where it is seen at the end.
port <- 20000L + sample.int(20000L, 1)
listener <- serverSocket(port)
was_called <- function() socketSelect(list(listener), timeout = 0)

url <- sprintf("http://127.0.0.1:%d/x", port)
run <- sprintf("document.title='run';fetch('%s');console.log('run')", url)
bricks <- c(
  sprintf("<script>%s</script>", run), sprintf("<script src=\"%s\"></script>", url), sprintf("<img src=\"%s\">", url),
  sprintf("<img src=x onerror=\"%s\">", run), sprintf("<svg onload=\"%s\">", run), sprintf("<iframe src=\"%s\"></iframe>", url),
  sprintf("![p](%s)", url), "![p](/etc/hostname)", sprintf("[l](%s)", url), sprintf("[l](javascript:%s)", run), sprintf("<%s>", url),
  url, sprintf("<link rel=\"stylesheet\" href=\"%s\">", url), sprintf("<style>@import '%s';</style>", url), "<base href=\"http://x/\">",
  "<img src=\"/etc/hostname\">", "file:///etc/hostname", "</td></tr></table>", "</title>", "<!--", "-->", "<![CDATA[", "]]>",
  "`", "``", "```", "~~~", "{=html}", "{=openxml}", "{=latex}", "{.a #b c=\"d\"}", "`r writeLines('run', 'run.txt')`", "```{r}", "$", "$$", "\\(", "\\)",
  "\\[", "\\input{/etc/hostname}", "\\write18{run}", "\\", "|", "||", "---", "***", "===", "...", "--", "***a***", "__b__", "~~c~~", "^d^", "@e", "[@f]",
  "[^1]", "[^1]: x", "^[note]", "(@)", "#", "# h", "1.", "a)", "-", "+", ">", ":", "::: a", ":::", "Table: x", "%", "%s", "&", "&lt;", "&#60;", "<", "\"",
  "'", ";", "=", "!", "?", "/", ",", "(", ")", "[", "]", "{", "}", "\n", "\n\n", "\r\n", "\t", "\v", "\f", "\u0007", "\u001b[31m", "\u009b", "\u202e", "\u2066",
  "\ufeff", "\ufffe", "\uffff", "\u2028", "\u00a0", "\u200b", "</w:t></w:r>", "<w:fldSimple w:instr=\"x\"/>", "<br>", "<tab>", "!expr run", "null", "~", "word",
  "caf\u00e9", "\u03b1\u03b2", "1.5", "msaudit-waits-here-1.", "    "
)
texts <- vapply(seq_len(count), function(i) {
  parts <- sample(bricks, sample.int(6, 1), replace = TRUE)
  sprintf("%s m%04d.", paste(parts, collapse = sample(c("", " "), 1)), i)
}, "")

out <- tempfile("hostile-")
dir.create(out)
failures <- character()
check <- function(what, ok) if (!isTRUE(ok)) failures <<- c(failures, what)
lacking <- function(text, what) what[!vapply(what, grepl, NA, text, fixed = TRUE)]
found <- function(format, text, what = as_seen(texts)) {
  lost <- lacking(gsub("\u2060", "", as_seen(paste(text, collapse = " "))), gsub("\u2060", "", what))
  if (length(lost) > 0) cat(sprintf("%s lacks: %s\n", format, encodeString(utils::head(lost, 5))), sep = "")
  check(sprintf("%s shows each text as it is", format), length(lost) == 0)
}

# pandoc as it is called, with what it opens written down.
strace <- Sys.which("strace")
if (nzchar(strace)) {
  folder <- file.path(out, "bin")
  dir.create(folder)
  writeLines(c("#!/bin/sh", sprintf("case \"$1\" in --*ersion) exec %s \"$@\" ;; esac", rmarkdown::pandoc_exec()),
               sprintf("exec %s -f -q -e trace=open,openat,connect -o %s/pandoc.$$.log %s \"$@\"", strace, out, rmarkdown::pandoc_exec())),
             file.path(folder, "pandoc"))
  Sys.chmod(file.path(folder, "pandoc"), "0755")
  invisible(rmarkdown::find_pandoc(cache = FALSE, dir = folder))
}

cohort <- hostile_cohort(texts)
periods <- do.call(audit_periods, c(list(cohort), structure(list(period_on("natalizumab"), period_calendar("2009-01-01", "2009-12-31")),
                                                            names = paste(texts[1:2], "period"))))
title <- paste(texts, collapse = " ")
pdf <- nzchar(Sys.which("soffice")) || nzchar(Sys.which("chromium")) || nzchar(Sys.which("weasyprint"))
for (type in c("html", "docx", if (pdf) "pdf")) {
  audit_report(cohort, periods, file.path(out, paste0("report.", type)), title = title, quiet = TRUE)
  check(sprintf("%s is written", type), file.size(file.path(out, paste0("report.", type))) > 1e4)
}

html_checks <- function(file, what = as_seen(texts)) {
  page <- xml2::read_html(file)
  all_of <- function(path) xml2::xml_find_all(page, path)
  found(basename(file), xml2::xml_text(all_of("//body")), what)
  check("no element but the report's own", length(all_of("//a | //iframe | //svg | //base | //object | //embed | //body//link | //em | //math")) == 0)
  check("no handler", length(all_of("//@*[starts-with(name(), 'on')]")) == 0)
  check("no script of the texts", !any(grepl("run", xml2::xml_text(all_of("//script")))))
  check("no picture but the report's own", all(startsWith(xml2::xml_attr(all_of("//img"), "src"), "data:image/png")))
}
html_checks(file.path(out, "report.html"))

utils::unzip(file.path(out, "report.docx"), exdir = file.path(out, "word"))
parts <- list.files(file.path(out, "word"), "[.](xml|rels)$", recursive = TRUE, all.files = TRUE, full.names = TRUE)
for (part in parts) check(paste("Word opens", basename(part)), !inherits(try(xml2::read_xml(part), silent = TRUE), "try-error"))
document <- xml2::read_xml(file.path(out, "word", "word", "document.xml"))
found("Word", xml2::xml_text(xml2::xml_find_all(document, "//w:p")))
check("no field or link in Word", length(xml2::xml_find_all(document, "//w:hyperlink | //w:fldSimple | //w:instrText | //w:altChunk")) == 0)

record <- jsonlite::fromJSON(file.path(out, "report.html.json"), simplifyVector = FALSE)
check("JSON has the title as it is", identical(record$title, title))
found("JSON", unlist(record))

csv <- write_audit(audit_ae(cohort, periods, each = "term"), file.path(out, "ae.csv"))
rows <- utils::read.csv(csv, fileEncoding = "UTF-8", encoding = "UTF-8", stringsAsFactors = FALSE)
check("CSV has its rows", nrow(rows) == nrow(audit_ae(cohort, periods, each = "term")))
check("CSV has no formula", !any(grepl("^[=+@\t\r-]", unlist(Filter(is.character, rows)))))

# A draft, with a title, an abstract and results of the texts.
draft <- file.path(out, "draft.Rmd")
rmarkdown::draft(draft, "treatment-audit", package = "msaudit", create_dir = FALSE, edit = FALSE)
cat("\n\n```{r}\naudit_abstract(cohort, periods, each = \"term\", name = levels(cohort$events$term))\n```\n", file = draft, append = TRUE)
rmarkdown::render(draft, "html_document", params = list(title = title, cohort = cohort, periods = periods, composites = list()), quiet = TRUE,
                  envir = new.env(parent = globalenv()))
html_checks(file.path(out, "draft.html"))

check("no code of the texts was run", length(list.files(out, "^run", recursive = TRUE)) == 0)
chromium <- Sys.which(c("chromium", "google-chrome"))
chromium <- chromium[nzchar(chromium)][1]
if (!is.na(chromium)) for (page in c("report.html", "draft.html")) {
  said <- suppressWarnings(system2(chromium, c("--headless", "--disable-gpu", "--no-sandbox", "--enable-logging=stderr", "--virtual-time-budget=5000",
                                               shQuote(paste0("--user-data-dir=", file.path(out, "profile"))), "--dump-dom",
                                               shQuote(paste0("file://", file.path(out, page)))), stdout = TRUE, stderr = file.path(out, "console.log")))
  check(paste("Chromium opens", page), length(said) > 100)
  writeLines(said, file.path(out, "seen.html"))
  check("the title in Chromium is the report's", !identical(xml2::xml_text(xml2::xml_find_first(xml2::read_html(file.path(out, "seen.html")), "//title")), "run"))
  check("the console is empty", !any(grepl("CONSOLE", readLines(file.path(out, "console.log"), warn = FALSE))))
}
check("the listener was not called", !was_called())

if (nzchar(strace)) {
  log <- unlist(lapply(list.files(out, "^pandoc.*log$", full.names = TRUE), readLines, warn = FALSE))
  check("pandoc called nobody", !any(grepl("connect\\(.*AF_INET", log)))
  opened <- unique(sub("^[^\"]*\"([^\"]*)\".*", "\\1", log[grepl("open(at)?\\(", log)]))
  own <- c(tempdir(), .libPaths(), R.home(), "/usr/lib", "/usr/share", "/lib", "/proc", "/sys", "/dev", "/etc/ld.so", getwd())
  else_where <- opened[startsWith(opened, "/") & !vapply(opened, function(file) any(startsWith(file, own)), NA)]
  cat(sprintf("pandoc opened %d files, elsewhere than its own: %s\n", length(opened), toString(else_where)))
  check("pandoc opened nothing that the texts name", !any(grepl("hostname|127.0.0.1", opened)))
}
close(listener)

cat(sprintf("%d texts: %s\n", count, if (length(failures) == 0) "all is text" else paste(c("", unique(failures)), collapse = "\n  failed: ")))
quit(status = as.integer(length(failures) > 0))
