# Each column of text has a word that one or two patients have: the cohort is made so, and the words are looked
# for as they are.

test_that("no result of rounded counts says a word of few patients, by whatever column it is", {
  cohort <- cohort_of_marks()
  periods <- audit_periods(cohort, "On x" = period_on("x"), "Year on y" = period_since("y", 12))
  arr <- lapply(c("sex", "centre", "region"), function(by) audit_arr(cohort, periods, by = by))
  results <- c(arr, lapply(arr, audit_compare), list(
    audit_ae(cohort, periods, each = "term"), audit_ae(cohort, periods, each = "category"), audit_ae(cohort, periods, by = "centre"),
    audit_stops(cohort, "x"), audit_stops(cohort, "y"), audit_baseline(cohort, by = "centre"), audit_baseline(cohort, at = "y"),
    audit_labs(cohort, periods, by = "sex"), audit_lab_shifts(cohort, periods), audit_lesions(cohort, periods, by = "region"),
    audit_curves(cohort, periods, by = "centre"), audit_lesion_free(cohort, periods, by = "sex"), arr_sensitivity(cohort, periods, relapse_gap = c(30, 60))
  ))
  exact <- unique(unlist(lapply(results, function(x) telling(utils::capture.output(dput(as.data.frame(x)))))))
  # What is looked for is there before.
  expect_true(all(c("mark-sex", "mark-centre", "mark-region", "mark-term", "mark-category", "mark-reason", "mark-drug") %in% exact))
  for (text in list(NULL, c("term", "stop_reason"))) {
    shown <- protect_counts(results, free_text = text)
    said <- lapply(shown, all_said)
    expect_length(unlist(lapply(said, telling)), 0)
    expect_identical(any(grepl("failure", unlist(said))), !is.null(text))
  }
})

test_that("no report for those outside says a word of few patients, whatever of it is asked for", {
  skip_without_pandoc()
  cohort <- cohort_of_marks()
  periods <- audit_periods(cohort, "On x" = period_on("x"), "Year on y" = period_since("y", 12))
  file <- file.path(tempfile("of-the-team-"), "audit.html")
  dir.create(dirname(file))
  audit_report(cohort, periods, file, share = "outside", free_text = c("term", "stop_reason"), quiet = TRUE)
  for (name in c(file, paste0(file, ".json"))) {
    text <- text_of_file(name)
    expect_says(text, c("rash", "failure", "On x"))
    expect_identical(telling(text), character())
  }
})
