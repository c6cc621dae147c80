bounds <- function(text, column = "new_t2") {
  found <- bounds_of_words(text, column)
  paste0(found$from, "-", found$to)
}

test_that("words and bounds are read by the table", {
  expect_equal(bounds(c(">20", "> 20", ">= 20", "\u2265 20", "20+", "<5", "2-3", "2 to 3", "Confluent > 20")),
               c("21-Inf", "21-Inf", "20-Inf", "20-Inf", "20-Inf", "0-4", "2-3", "2-3", "21-Inf"))
  expect_equal(bounds(c("Stable", " no new  lesions", "several", "yes")), c("0-0", "0-0", "2-Inf", "1-Inf"))
  # Of a total count "stable" says nothing.
  expect_equal(bounds("stable", "t2_count"), "NA-NA")
  expect_true(bounds_of_words("stable", "t2_count")$read)
  # Turned round, and not in the table.
  expect_false(any(bounds_of_words(c("5-2", "quite a few", "2 or so"), "gd")$read))
})

test_that("each text of the table is read as it says", {
  words <- lesion_words()
  expect_false(any(duplicated(words[c("column", "text")])))
  for (i in seq_len(nrow(words))) {
    column <- if (words$column[i] == "t2_count") "t2_count" else "new_t2"
    text <- gsub("#", "7", sub("#(-| to )#", "7\\19", words$text[i]))
    found <- bounds_of_words(text, column)
    expect_true(found$read, label = words$text[i])
    expect_equal(is.na(found$from), !nzchar(words$from[i]), label = words$text[i])
  }
})

test_that("what was read of words is a finding, and nothing becomes 0 unread", {
  cohort <- audit_cohort(
    data.frame(id = 1, follow_up_start = 0), data.frame(id = 1, drug = "a", start = 0),
    mri = data.frame(id = 1, date = c(100, 200, 300, 400), compare_date = c(0, 100, 200, 300),
                     new_t2 = c("3", ">20", "stable", "a handful"), gd = c("none", NA, "2", ">1"),
                     contrast = c(TRUE, TRUE, TRUE, FALSE)),
    data_lock = 500
  )
  expect_equal(cohort$mri$new_t2, c(3, NA, 0, NA))
  expect_equal(cohort$mri$new_t2_from, c(NA, 21, NA, NA))
  expect_equal(cohort$mri$gd_from, rep(NA_real_, 4)) # without contrast there is no bound either
  found <- findings(cohort)
  expect_equal(found$done[found$value %in% ">20"], "taken as at least 21")
  expect_equal(found$problem[found$value %in% "a handful"], "unreadable_count")
  x <- audit_lesions(cohort, audit_periods(cohort, f = period_follow_up()))
  rate <- x[x$outcome == "new_t2" & x$measure == "rate", ]
  expect_equal(rate$events, 24)
  expect_equal(rate$exposure, 300 / 365.25)
})

test_that("findings say of each text what it was taken as", {
  cohort <- audit_cohort(
    data.frame(id = 1), data.frame(id = 1, drug = "a", start = 0), data_lock = 900,
    mri = data.frame(id = 1, date = c(200, 400, 600), compare_date = c(10, 200, 400), new_t2 = c("no new lesions", ">20", "2-4"))
  )
  text <- gsub(" +", " ", paste(capture.output(print(findings(cohort))), collapse = " "))
  expect_match(text, "taken as 0 row 1, id 1, \"no new lesions\" mri: 1 record", fixed = TRUE)
  expect_match(text, "taken as at least 21 row 2, id 1, \">20\" mri: 1 record", fixed = TRUE)
  expect_match(text, "taken as 2 to 4 row 3, id 1, \"2-4\"", fixed = TRUE)
})
