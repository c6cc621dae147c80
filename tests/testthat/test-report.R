test_that("a report is written, with its pictures described, and under its size", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("rmarkdown")
  skip_if_not(rmarkdown::pandoc_available("2.0"))
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "Year after" = period_since("alemtuzumab", 12))
  file <- tempfile(fileext = ".html")
  expect_identical(audit_report(cohort, periods, file, title = "An audit", quiet = TRUE), file)
  text <- paste(readLines(file, warn = FALSE), collapse = "\n")
  sections <- c("Who was audited", "Relapses", "Adverse events", "Laboratory", "MRI",
                "What the numbers cannot say", "Reproducibility", "Synthetic data", "2.49 (1.45 to 3.99)",
                "regression to the mean", "Relapses: relapse_gap", "<title>An audit</title>", "lang=\"en\"")
  for (section in sections) expect_match(text, section, fixed = TRUE)
  expect_match(text, unname(tools::md5sum(cohort$files[["labs"]])), fixed = TRUE)
  expect_false(grepl("src=\"http|href=\"http[^\"]*[.]css", text))
  pictures <- regmatches(text, gregexpr("<img[^>]*>", text))[[1]]
  if (requireNamespace("ggplot2", quietly = TRUE)) expect_gte(length(pictures), 4)
  expect_true(all(grepl("alt=\"[^\"]{40,}\"", pictures)))
  without <- gsub("data:image[^\"]*", "", text)
  expect_lt(nchar(without, "bytes"), 300e3)
})

test_that("a cohort without tables says so, one patient and none are reported", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("rmarkdown")
  skip_if_not(rmarkdown::pandoc_available("2.0"))
  bare <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 900),
                       data.frame(id = 1, drug = "a", start = 10))
  file <- tempfile(fileext = ".html")
  audit_report(bare, audit_periods(bare, p = period_follow_up()), file, quiet = TRUE)
  text <- paste(readLines(file, warn = FALSE), collapse = "\n")
  for (what in c("relapses", "adverse events", "laboratory tests", "scans")) {
    expect_match(text, sprintf("no table of %s", what))
  }
})

test_that("a cohort in which nobody is left is reported", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("rmarkdown")
  skip_if_not(rmarkdown::pandoc_available("2.0"))
  nobody <- select_patients(example_cohort(), ids = character())
  file <- tempfile(fileext = ".html")
  audit_report(nobody, audit_periods(nobody, p = period_follow_up()), file, quiet = TRUE)
  expect_match(paste(readLines(file, warn = FALSE), collapse = "\n"), "named by <code>ids</code>")
})

test_that("the template can be drafted and runs as it is", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("rmarkdown")
  skip_if_not(rmarkdown::pandoc_available("2.0"))
  folder <- tempfile()
  dir.create(folder)
  draft <- rmarkdown::draft(file.path(folder, "x.Rmd"), "treatment-audit", package = "msaudit",
                            edit = FALSE, create_dir = FALSE)
  made <- rmarkdown::render(draft, quiet = TRUE, envir = new.env())
  expect_match(paste(readLines(made, warn = FALSE), collapse = "\n"), "2.49 (1.45 to 3.99)", fixed = TRUE)
})

test_that("what cannot be written is a classed error, and leaves the old file", {
  cohort <- small_cohort()
  periods <- audit_periods(cohort, p = period_follow_up())
  wrong <- function(...) expect_error(audit_report(cohort, periods, ...), class = "msaudit_argument_error")
  wrong("audit.txt")
  wrong(file.path(tempdir(), "nowhere", "audit.html"))
  wrong(tempfile(fileext = ".html"), reference = "q")
  wrong(tempfile(fileext = ".html"), conf_level = 95)
})
