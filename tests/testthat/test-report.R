# What a report computes the tests of the audits compute too; to write it R takes
# an hour under valgrind.
skip_if(nzchar(Sys.getenv("UNDER_VALGRIND")), "nothing else of the core")

test_that("a report is written, with its pictures described, and under its size", {
  skip_without_pandoc()
  cohort <- example_cohort()
  text <- text_of_file(report_once("example", "html"))
  sections <- c("Who was audited", "Relapses", "Adverse events", "Laboratory", "MRI",
                "What the numbers cannot say", "Definitions and methods", "Data quality", "Reproducibility",
                "Synthetic data", "2.49 (1.42 to 4.37)", "regression to the mean", "relapse_gap (",
                "<title>An audit</title>", "lang=\"en\"", "audit_report(cohort, periods, ")
  expect_says(text, c(sections, tools::md5sum(cohort$files[["labs"]])))
  expect_says(text, c("no serious adverse event was seen in 11 patients", "at worst, %", "10 outcomes were compared"))
  expect_false(grepl("src=\"http|href=\"http[^\"]*[.]css", text))
  pictures <- found_in(text, "<img[^>]*>")
  if (requireNamespace("ggplot2", quietly = TRUE)) expect_gte(length(pictures), 5)
  expect_true(all(grepl("alt=\"[^\"]{40,}\"", pictures)))
  captions <- found_in(text, "(Table|Figure) [0-9]+: ")
  for (what in c("Table", "Figure")) {
    numbers <- as.integer(gsub("[^0-9]", "", captions[startsWith(captions, what)]))
    expect_identical(numbers, seq_along(numbers))
  }
  without <- gsub("data:image[^\"]*", "", text)
  expect_lt(nchar(without, "bytes"), 300e3)
})

test_that("the same input gives the same report", {
  skip_without_pandoc()
  cohort <- example_cohort()
  folder <- tempfile()
  dir.create(folder)
  files <- file.path(folder, c("audit.html", "audit.html.json"))
  expect_identical(audit_report(cohort, two_periods(cohort), files[1], composites = lab_definitions("hys_law"), quiet = TRUE),
                   files[1])
  record <- tools::md5sum(files[2])
  script <- tempfile(fileext = ".R")
  writeLines(jsonlite::fromJSON(files[2])$command, script)
  # By what the record says, twice, in sessions of their own: in this one ggplot2 may keep
  # sizes of letters from pictures of another resolution.
  made <- lapply(1:2, function(i) {
    unlink(files)
    out <- system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(script)), stdout = TRUE, stderr = TRUE)
    expect_identical(list.files(folder), basename(files), info = out)
    tools::md5sum(files)
  })
  expect_identical(made[[1]], made[[2]])
  expect_identical(made[[1]][[2]], record[[1]])
})

test_that("the record beside it holds the results that it shows", {
  skip_without_pandoc()
  cohort <- example_cohort()
  periods <- two_periods(cohort)
  record <- jsonlite::fromJSON(paste0(report_once("example", "html"), ".json"))
  rows <- record$results$relapses$rows
  arr <- audit_arr(cohort, periods)
  expect_identical(rows$period, as.character(arr$period))
  for (column in c("events", "exposure", "estimate", "conf_low", "conf_high")) {
    expect_equal(rows[[column]], arr[[column]], tolerance = 1e-14)
  }
  expect_identical(record$results$relapses$settings$relapse_gap, 30L)
  expect_match(record$results$relapses$methods, "30 days")
  kinds <- vapply(record$results, `[[`, "", "kind")
  expect_true(all(c("baseline", "arr", "comparison", "ae", "labs", "lesions") %in% kinds))
  expect_identical(record$cohort$md5$labs.csv, unname(tools::md5sum(cohort$files[["labs"]])))
  expect_identical(record$cohort$patients, 11L)
  expect_identical(record$software$msaudit, as.character(packageVersion("msaudit")))
  expect_match(record$command, "audit_report(", fixed = TRUE)
  # JSON has no infinity.
  ae <- audit_ae(cohort, periods, each = "term")
  shown <- Filter(function(result) result$kind == "ae" && nrow(result$rows) == nrow(ae), record$results)
  expect_identical(any(is.infinite(ae$conf_high)), any(unlist(shown[[1]]$rows$conf_high) %in% "Inf"))
})

test_that("what text holds is shown as it is, and does nothing", {
  skip_without_pandoc()
  cohort <- small_cohort(events = data.frame(id = "001", term = "<script>alert(1)</script> a*b*_c_ | $x$ [y](z)",
                                             onset = "2009-01-01"))
  periods <- audit_periods(cohort, "\"p\" <b>" = period_follow_up())
  text <- html_of(cohort, periods, title = "\"An\" <i>audit</i>: *a* \\ 'b'")
  expect_says(text, c("&lt;script&gt;alert(1)&lt;/script&gt; a*b*_c_ | $x$ [y](z)",
                      "&lt;i&gt;audit&lt;/i&gt;: *a* \\ "))
  expect_false(grepl("<script>alert|<i>audit|<b>", text))
})

# The example with ids that are found wherever they stand, and three times over, so
# that some counts are large.
marked_cohort <- function() {
  tables <- lapply(c(patients = "patients", treatments = "treatments", relapses = "relapses", events = "events",
                     labs = "labs", mri = "mri"), example_table)
  thrice <- lapply(tables, function(table) do.call(rbind, lapply(1:3, function(i) {
    table$id <- sprintf("patient-no-%s-%d", table$id, i)
    table
  })))
  do.call(audit_cohort, c(thrice, list(data_lock = example_lock)))
}

test_that("a report for those outside has no patient, no day of one and no small count in it", {
  skip_without_pandoc()
  cohort <- marked_cohort()
  periods <- two_periods(cohort)
  folder <- tempfile()
  dir.create(folder)
  days <- format(unique(unlist(lapply(cohort[c("treatments", "relapses", "events", "mri")], function(table) {
    unlist(table[intersect(names(table), c("start", "stop", "onset", "date"))])
  }))) + as.Date("1970-01-01"))
  days <- setdiff(days, c(NA, format(example_lock)))
  for (name in c("audit.html", "audit.docx")) {
    file <- file.path(folder, name)
    audit_report(cohort, periods, file, share = "outside", quiet = TRUE)
    text <- if (name == "audit.docx") word_xml(file) else text_of_file(file)
    expect_says(text, c("made to be shared", "counts rounded"))
    held <- function(what) what[vapply(what, grepl, NA, text, fixed = TRUE)]
    expect_identical(held(c("msaudit-waits", "patient-no-", "team that treats", days)), character())
    # A flow of one step is no picture.
    expect_length(found_in(text, "<img|<pic:pic"), 0)
  }
  record <- jsonlite::fromJSON(file.path(folder, "audit.html.json"))
  text <- text_of_file(file.path(folder, "audit.html.json"))
  expect_false(grepl("patient-no-", text, fixed = TRUE))
  expect_identical(record$share, "outside")
  expect_null(record$cohort$md5)
  counts <- unlist(lapply(record$results, function(result) {
    unlist(result$rows[intersect(names(result$rows), c("patients", "with_event", "events"))])
  }))
  expect_true(sum(!is.na(counts)) > 20)
  # Counts of 1 to 6 are 3, of 7 to 12 are 9, ...
  expect_true(all(counts == 0 | counts %% 6 == 3, na.rm = TRUE))
  # What the table shows is what the record has.
  shared <- protect_counts(audit_arr(cohort, periods))
  expect_equal(record$results$relapses$rows$estimate, shared$estimate)
  expect_true(nrow(shared) == nrow(record$results$relapses$rows))
})

test_that("ids and folders of the command stay inside, and results of a document are rounded", {
  skip_without_pandoc()
  cohort <- marked_cohort()
  file <- file.path(tempfile("of-the-team-"), "audit.html")
  dir.create(dirname(file))
  kept <- select_patients(cohort, ids = cohort$patients$id[-1])
  periods <- two_periods(kept)
  audit_report(select_patients(cohort, ids = setdiff(cohort$patients$id, "patient-no-001-1")), periods, file,
               share = "outside", quiet = TRUE)
  for (text in c(text_of_file(file), text_of_file(paste0(file, ".json")))) {
    expect_false(grepl("patient-no-", text, fixed = TRUE))
    expect_false(grepl(dirname(file), text, fixed = TRUE))
  }
  expect_match(jsonlite::fromJSON(paste0(file, ".json"))$command,
               "audit_report(cohort, periods, \"audit.html\", share = \"outside\")", fixed = TRUE)
  document <- list(min_cell = 5L, flow = attrition(cohort), results = list(
    arr = audit_arr(kept, two_periods(kept)), more = audit_arr(select_patients(kept, ids = kept$patients$id[-(1:2)]),
    two_periods(select_patients(kept, ids = kept$patients$id[-(1:2)])))
  ))
  shared <- results_to_share(list2env(document))
  expect_named(shared, c("arr", "more"))
  # Of 33 and 32 and 30 patients those of 31 to 36 are 33, and of 25 to 30 are 27.
  expect_true(all(c(shared$arr$patients, shared$more$patients) %in% c(27, 33)))
})

test_that("the team is told that a report holds patient-level data, and few patients cannot be shared", {
  skip_without_pandoc()
  cohort <- small_cohort()
  periods <- audit_periods(cohort, p = period_follow_up())
  expect_says(text_of_file(report_once("small", "html")), "This report holds patient-level data.")
  expect_error(html_of(cohort, periods, share = "outside"), "fewer than 5 patients cannot be shared",
               class = "msaudit_argument_error")
  expect_error(html_of(cohort, periods, share = "all"), class = "msaudit_argument_error")
  expect_error(html_of(cohort, periods, min_cell = 1), class = "msaudit_argument_error")
})

test_that("steps that leave out few are one, and no difference of the flow is small", {
  cohort <- example_cohort()
  patients <- c(50, 48, 40, 39, 38, 30)
  cohort$attrition <- do.call(rbind, unname(Map(attrition_step, letters[1:6], patients, c(0, -diff(patients)), paste("why", 1:6))))
  flow <- flow_table(cohort, 5)
  expect_identical(flow$patients, c(51, 39, 27))
  expect_identical(flow$left_out, c(0, 9, 9))
  expect_identical(flow$step, c("a", "b, c", "d, e, f"))
  expect_equal(flow_table(cohort), attrition(cohort))
  cohort$attrition <- rbind(attrition_step("a", 11, 0, ""), attrition_step("b", 9, 2, "why"))
  held <- flow_table(cohort, 5)
  expect_identical(held$patients, 9)
  expect_identical(held$left_out, 3)
})

test_that("the part on relapses has rates, groups, comparisons, curves, definitions and words", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("rmarkdown")
  skip_if_not_installed("ggplot2")
  skip_if_not(rmarkdown::pandoc_available("2.0"))
  cohort <- example_cohort()
  report <- function(periods) {
    file <- tempfile(fileext = ".html")
    audit_report(cohort, periods, file, quiet = TRUE)
    text <- paste(readLines(file, warn = FALSE), collapse = " ")
    sub("<h1>Adverse events.*", "", sub(".*<h1>Relapses", "", text))
  }
  periods <- audit_periods(cohort, "On *natalizumab*" = period_on("natalizumab"),
                           "Year after" = period_since("alemtuzumab", 12), none = period_gap("alemtuzumab", "natalizumab"))
  text <- report(periods)
  for (part in c("rate fell from 2.49 (95 % CI 1.42 to 4.37) (On *natalizumab*)", "By sex", "By centre", "Before and after",
                 "against other times before", "chance alone would have given", "Over time", "pseudo-score",
                 "Under other definitions", "by the first definition")) {
    expect_match(text, part, fixed = TRUE)
  }
  for (alt in c("The relapse rate of each patient before and after", "Curves over time", "Options: relapse_gap")) {
    expect_match(text, alt, fixed = TRUE)
  }
  # Nobody is in both periods, or in one at all.
  none <- audit_periods(cohort, none = period_gap("alemtuzumab", "natalizumab"), all = period_follow_up())
  expect_match(report(none), "were not compared: no patient has time in both", fixed = TRUE)
})

test_that("a cohort without tables says so, one patient and none are reported", {
  skip_without_pandoc()
  bare <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 900),
                       data.frame(id = 1, drug = "a", start = 10))
  text <- html_of(bare, audit_periods(bare, p = period_follow_up()))
  expect_says(text, sprintf("no table of %s", c("relapses", "adverse events", "laboratory tests", "scans")))
  one <- select_patients(example_cohort(), ids = "007")
  expect_says(html_of(one, two_periods(one)), "Intervals are wide with 1 patient,")
})

test_that("a cohort in which nobody is left is reported", {
  skip_without_pandoc()
  nobody <- select_patients(example_cohort(), ids = character())
  expect_says(html_of(nobody, audit_periods(nobody, p = period_follow_up())), "named by ids")
})

test_that("Word has real tables no wider than its upright page, and pictures that say what they show", {
  skip_without_pandoc()
  expect_word(report_once("example", "docx"))
})

test_that("PDF is written by each program that is there", {
  skip_without_pandoc()
  programs <- tryCatch(pdf_programs(NULL), msaudit_package_error = function(error) NULL)
  skip_if(is.null(programs), "no program writes PDF")
  cohort <- small_cohort()
  periods <- audit_periods(cohort, p = period_follow_up())
  for (type in c("html", "docx")) {
    made <- report_once("small", type)
    for (name in intersect(names(programs), if (type == "docx") "libreoffice" else c("weasyprint", "chromium"))) {
      pdf <- write_pdf(made, programs[name], dirname(made), NULL)
      expect_identical(readChar(pdf, 5), "%PDF-")
      expect_gt(file.size(pdf), 10e3)
      unlink(pdf)
    }
  }
  file <- tempfile(fileext = ".pdf")
  audit_report(cohort, periods, file, quiet = TRUE)
  expect_identical(readChar(file, 5), "%PDF-")
})

test_that("a program that writes no PDF is an error that names it", {
  skip_on_os("windows")
  expect_error(write_pdf("none.html", c(weasyprint = "false"), tempdir(), NULL), "weasyprint wrote no PDF",
               class = "msaudit_package_error")
})

test_that("without a program that writes PDF the error names them, and nothing is written", {
  skip_without_pandoc()
  cohort <- small_cohort()
  path <- Sys.getenv("PATH")
  on.exit(Sys.setenv(PATH = path))
  Sys.setenv(PATH = tempdir())
  file <- tempfile(fileext = ".pdf")
  error <- expect_error(audit_report(cohort, audit_periods(cohort, p = period_follow_up()), file, quiet = TRUE),
                        "weasyprint, Chromium .* or LibreOffice", class = "msaudit_package_error")
  expect_identical(error$package, c("weasyprint", "chromium", "libreoffice"))
  expect_false(file.exists(file))
})

test_that("what it is doing is said, and nothing where it is to be quiet", {
  skip_without_pandoc()
  cohort <- small_cohort()
  periods <- audit_periods(cohort, p = period_follow_up())
  file <- tempfile(fileext = ".html")
  said <- character()
  withCallingHandlers(audit_report(cohort, periods, file), message = function(message) {
    said <<- c(said, conditionMessage(message))
    tryInvokeRestart("muffleMessage")
  })
  for (what in c("Relapses", "Laboratory", "Reproducibility", basename(file))) expect_match(said, what, fixed = TRUE, all = FALSE)
  expect_silent(audit_report(cohort, periods, file, quiet = TRUE))
  options(knitr.in.progress = TRUE)
  on.exit(options(knitr.in.progress = NULL))
  expect_silent(audit_report(cohort, periods, file))
})

test_that("without ggplot2 and flextable a report has tables alone, without pandoc there is none", {
  skip_without_pandoc()
  skip_on_os("windows") # no links to packages
  file <- tempfile(fileext = ".docx")
  script <- c(
    "library(msaudit)", "stopifnot(!requireNamespace('ggplot2', quietly = TRUE))", "cohort <- example_cohort()",
    "periods <- audit_periods(cohort, 'On natalizumab' = period_on('natalizumab'), 'Year after' = period_since('alemtuzumab', 12))",
    sprintf("audit_report(cohort, periods, '%s', quiet = TRUE)", file),
    "Sys.setenv(PATH = tempdir(), RSTUDIO_PANDOC = '')", "found <- rmarkdown::find_pandoc(cache = FALSE)",
    "tryCatch(audit_report(cohort, periods, tempfile(fileext = '.html')), msaudit_package_error = function(error) cat('without', error$package))"
  )
  out <- run_without(c("ggplot2", "flextable"), script)
  expect_match(out, "without pandoc", all = FALSE)
  xml <- word_xml(file)
  expect_length(found_in(xml, "<pic:pic"), 0)
  expect_says(xml, c("Pictures need the package ggplot2", "<w:tblHeader"))
  expect_gte(length(found_in(xml, "<w:tbl>")), 10)
})

test_that("a service review for those outside has no patient and no small count", {
  skip_without_pandoc()
  folder <- tempfile()
  dir.create(folder)
  draft <- rmarkdown::draft(file.path(folder, "x.Rmd"), "service-review", package = "msaudit", edit = FALSE, create_dir = FALSE)
  made <- rmarkdown::render(draft, "html_document", params = list(share = "outside"), quiet = TRUE, envir = new.env())
  text <- text_of_file(made)
  expect_says(text, c("made to be shared", "counts rounded"))
  expect_false(grepl("team that treats|msaudit-waits|<img|Person-years", text))
  cells <- found_in(gsub("<[^>]*>", " ", paste(found_in(text, "(?s)<td.*?</td>"), collapse = "\n")), "(?<![0-9.])[0-9]+/[0-9]+(?![0-9.])")
  parts <- do.call(rbind, lapply(strsplit(cells, "/", fixed = TRUE), as.numeric))
  expect_gt(nrow(parts), 10)
  expect_true(all(parts == 0 | parts %% 6 == 3))
})

test_that("a service review for those outside names no drug of few patients", {
  skip_without_pandoc()
  folder <- tempfile()
  dir.create(folder)
  draft <- rmarkdown::draft(file.path(folder, "x.Rmd"), "service-review", package = "msaudit", edit = FALSE, create_dir = FALSE)
  lines <- readLines(draft)
  id <- sprintf("%02d", 1:30)
  saveRDS(audit_cohort(
    data.frame(id, follow_up_start = as.Date("2009-01-01"), follow_up_end = as.Date("2011-01-01")),
    data.frame(id = c(id, "01"), drug = c(rep("common", 30), "secret"), start = as.Date("2009-02-01"), stop = as.Date("2010-12-01")),
    relapses = data.frame(id = id[1:20], onset = as.Date("2010-03-01"))
  ), file.path(folder, "cohort.rds"))
  at <- grep("^cohort <- example_cohort", lines)
  lines[at] <- sprintf("cohort <- readRDS(%s)", deparse1(file.path(folder, "cohort.rds")))
  lines <- sub("^extend <- .*", "extend <- 0", lines)
  writeLines(lines, draft)
  made <- rmarkdown::render(draft, "html_document", params = list(share = "outside"), quiet = TRUE, envir = new.env())
  text <- paste(readLines(made), collapse = "\n")
  expect_match(text, "common, 2010 Q1", fixed = TRUE)
  expect_no_match(text, "secret")
})

test_that("what a file for those outside says of itself names nobody and no place", {
  skip_without_pandoc()
  cohort <- cohort_of_marks()
  file <- file.path(tempfile(), "audit.docx")
  dir.create(dirname(file))
  audit_report(cohort, audit_periods(cohort, x = period_since("x", 12)), file, share = "outside", free_text = c("term", "stop_reason"), quiet = TRUE)
  folder <- tempfile()
  utils::unzip(file, exdir = folder)
  parts <- list.files(folder, recursive = TRUE, full.names = TRUE)
  says <- function(name) paste(readLines(parts[basename(parts) == name], warn = FALSE), collapse = "")
  expect_match(says("core.xml"), "<dc:creator></dc:creator>", fixed = TRUE)
  expect_match(says("app.xml"), "<Template>Normal.dotm</Template>", fixed = TRUE)
  expect_no_match(says("custom.xml"), "<vt:lpwstr>[^<]")
  for (part in parts[grepl("(xml|rels)$", parts)]) {
    text <- paste(readLines(part, warn = FALSE), collapse = "")
    for (secret in c(basename(tempdir()), dirname(file), R.home())) expect_no_match(text, secret, fixed = TRUE)
    # Nor a word of few patients.
    expect_identical(telling(text), character())
  }
  expect_length(parts[grepl("media", parts)], 0)
})

test_that("the templates can be drafted and run as they are", {
  skip_without_pandoc()
  says <- c("treatment-audit" = "2.49 (1.42 to 4.37)", "service-review" = "natalizumab, 2010 Q1")
  for (template in names(says)) {
    folder <- tempfile()
    dir.create(folder)
    draft <- rmarkdown::draft(file.path(folder, "x.Rmd"), template, package = "msaudit", edit = FALSE, create_dir = FALSE)
    expect_says(text_of_file(draft), "# Edit these lines")
    for (format in c("html_document", "word_document")) {
      made <- rmarkdown::render(draft, format, quiet = TRUE, envir = new.env())
      expect_says(if (format == "word_document") word_xml(made) else text_of_file(made), says[[template]])
    }
  }
})

test_that("what cannot be written is a classed error, and leaves the old file", {
  cohort <- small_cohort()
  periods <- audit_periods(cohort, p = period_follow_up())
  wrong <- function(...) expect_error(audit_report(cohort, periods, ...), class = "msaudit_argument_error")
  wrong("audit.txt")
  wrong(file.path(tempdir(), "nowhere", "audit.html"))
  wrong(tempfile(fileext = ".html"), reference = "q")
  wrong(tempfile(fileext = ".html"), conf_level = 95)
  folder <- tempfile(fileext = ".html")
  dir.create(folder)
  wrong(folder)
})

test_that("a folder that cannot be written is an error, before anything is done", {
  skip_on_os("windows")
  skip_if(identical(Sys.info()[["effective_user"]], "root"), "root may write anywhere")
  cohort <- small_cohort()
  folder <- tempfile()
  dir.create(folder, mode = "0555")
  expect_error(audit_report(cohort, audit_periods(cohort, p = period_follow_up()), file.path(folder, "audit.html")),
               "cannot be written", class = "msaudit_argument_error")
})

test_that("a chunk that fails leaves the old report", {
  skip_without_pandoc()
  cohort <- small_cohort()
  periods <- audit_periods(cohort, p = period_follow_up())
  file <- tempfile(fileext = ".html")
  writeLines("old", file)
  cohort$relapses$onset <- "broken"
  expect_error(suppressMessages(audit_report(cohort, periods, file, quiet = TRUE)))
  expect_identical(readLines(file), "old")
  expect_false(file.exists(paste0(file, ".json")))
})

test_that("rows of the input do not give back how few the selection left out", {
  cohort <- example_cohort()
  kept <- select_patients(cohort, ids = cohort$patients$id[-(1:3)])
  periods <- audit_periods(kept, p = period_follow_up())
  expect_equal(flow_table(kept, 5)[c("patients", "left_out")], data.frame(patients = 9, left_out = 3), ignore_attr = TRUE)
  expect_match(provenance_table(kept, periods)$What, "Rows of patients", all = FALSE)
  expect_false(any(grepl("Rows of", provenance_table(kept, periods, min_cell = 5)$What)))
  kept$made <- NULL
  expect_match(run_again(kept, periods), "tables of 11 patients, 43 treatments", all = FALSE)
  expect_match(run_again(kept, periods, min_cell = 5), "tables of patients, treatments", all = FALSE)
  document <- list(min_cell = 5L, results = list(), sections = character())
  params <- list(cohort = kept, periods = periods, title = "t", share = "outside")
  expect_null(report_record(list2env(document), params)$cohort$rows)
})
