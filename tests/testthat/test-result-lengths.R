# Events at one constant rate, each patient's times of the lengths given.
with_lengths <- function(years_a, years_b, paired) {
  n <- length(years_a)
  days <- c(years_a, years_b) * 365
  start <- if (paired) c(rep(0, n), days[seq_len(n)]) else rep(0, 2 * n)
  id <- if (paired) rep(seq_len(n), 2) else seq_len(2 * n)
  end <- tapply(start + days, id, max)
  onset <- lapply(seq_along(end), function(i) seq(30 + 37 * i %% 600, by = 640, length.out = 9))
  events <- data.frame(id = rep(seq_along(end), each = 9), onset = unlist(onset), term = "Rash")
  events <- events[events$onset < end[events$id], ]
  cohort <- audit_cohort(
    data.frame(id = seq_along(end), follow_up_start = 0, follow_up_end = end),
    data.frame(id = id, drug = rep(c("a", "b"), each = n), start = start, stop = start + days), events = events
  )
  list(cohort = cohort, periods = audit_periods(cohort, a = period_on("a", grace = 0), b = period_on("b", grace = 0)))
}

test_that("two groups followed for three years and for one are compared by the day that all reach", {
  of <- with_lengths(rep(3, 40), rep(1, 40), paired = FALSE)
  x <- audit_compare(audit_ae(of$cohort, of$periods))
  risks <- x[x$measure != "rate_ratio", ]
  expect_match(risks$note, "common_day")
  # Counted by hand: who had one before day 365.
  e <- of$cohort$events
  had <- unique(e$patient[e$onset < 365])
  by_hand <- compare_proportions(sum(had > 40), 40, sum(had <= 40), 40)
  expect_equal(risks$estimate[1], by_hand$estimate)
  expect_equal(risks$p[1], by_hand$p)
  expect_match(capture.output(print(x)), "b, by day 365", all = FALSE, fixed = TRUE)
  expect_match(results_text(x), "risk difference by day 365", fixed = TRUE)
  expect_match(methods_text(x), "by the last day that all patients reach", fixed = TRUE)
})

test_that("two groups of whom some are followed for a short time only have no p of shares", {
  of <- with_lengths(rep(c(3, 0.2), c(39, 1)), rep(1, 40), paired = FALSE)
  x <- audit_compare(audit_ae(of$cohort, of$periods))
  risks <- x[x$measure != "rate_ratio", ]
  expect_true(all(is.na(risks$p) & is.na(risks$conf_low) & is.na(risks$p_exact)))
  expect_match(risks$note, "unlike_lengths")
  expect_false(anyNA(x$p[x$measure == "rate_ratio"]))
  text <- capture.output(print(x))
  expect_match(text, "1.0 v 2.9", all = FALSE, fixed = TRUE)
  expect_lte(max(nchar(text)), 80)
  expect_match(results_text(x), "over 1.0 v 2.9 years a patient, not tested", fixed = TRUE)
  expect_match(methods_text(x), "unlike times were not tested", fixed = TRUE)
})

test_that("the same patients are compared in times of equal length, counted by hand", {
  of <- with_lengths(rep(3, 40), rep(1, 40), paired = TRUE)
  x <- as.data.frame(audit_compare(audit_ae(of$cohort, of$periods)))
  e <- of$cohort$events
  in_first <- function(from) seq_len(40) %in% e$patient[e$onset >= from & e$onset < from + 365]
  a <- in_first(0)
  b <- in_first(3 * 365)
  expect_equal(x$estimate[x$measure == "risk_difference"], mean(b) - mean(a))
  by_hand <- compare_proportions_paired(sum(a & b), sum(b & !a), sum(a & !b), sum(!a & !b))
  expect_equal(x$p[x$measure == "risk_difference"], by_hand$p)
  expect_match(x$note[x$measure == "risk_difference"], "equal_lengths")
  expect_false(grepl("equal_lengths", x$note[x$measure == "rate_ratio"]))
})

test_that("times as long are left as they are", {
  for (paired in c(TRUE, FALSE)) {
    of <- with_lengths(rep(2, 40), rep(2, 40), paired)
    x <- audit_compare(audit_ae(of$cohort, of$periods))
    expect_false(any(grepl("lengths", x$note)))
    expect_false(anyNA(x$p[x$measure == "risk_difference"]))
  }
  expect_true(like_lengths(rep(365, 100), rep(366, 120)))
  expect_false(like_lengths(rep(365, 100), rep(400, 100)))
  # As long on average, but not patient by patient.
  expect_false(like_lengths(rep(365, 100), rep(c(30, 700), 50)))
})

test_that("a share stands with the lengths of the times in the same line", {
  of <- with_lengths(rep(3, 40), rep(1, 40), paired = TRUE)
  x <- audit_ae(of$cohort, of$periods)
  text <- capture.output(print(x))
  expect_match(text, "^a \\(3\\.0 years a patient\\)$", all = FALSE)
  expect_match(text, "^b \\(1\\.0 years a patient\\)$", all = FALSE)
  expect_match(results_text(x), 'In "a" (3.0 years a patient), ', fixed = TRUE)
  expect_no_match(results_text(x[x$period == "a", ]), "years a patient")
  expect_no_match(results_text(x[x$measure == "rate", ]), "years a patient")
  alike <- with_lengths(rep(2, 40), rep(2, 40), TRUE)
  expect_no_match(capture.output(print(audit_ae(alike$cohort, alike$periods))), "years a patient")
})

test_that("pictures of shares say the lengths, those of rates need not", {
  skip_if_not_installed("ggplot2")
  of <- with_lengths(rep(3, 40), rep(1, 40), paired = TRUE)
  x <- audit_ae(of$cohort, of$periods)
  keys <- function(...) levels(ggplot2::autoplot(...)$data$key)
  expect_equal(keys(x), c("a (3.0 years a patient)", "b (1.0 years a patient)"))
  expect_equal(keys(x, measure = "rate"), c("a", "b"))
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", 12))
  # Of the laboratory too, and of a panel for each group: years by hand.
  years <- as.data.frame(periods)
  years <- tapply(as.double(years$stop - years$start), years$period, sum) / 365.25 / 11
  expect_equal(keys(audit_labs(cohort, periods)), sprintf("%s (%s years a patient)", names(years), format(round(years, 2), nsmall = 2)))
  panels <- unique(ggplot2::autoplot(audit_ae(cohort, periods, by = "sex"))$data$panel)
  expect_match(panels, "^[FM]\n0\\.[0-9]+, 0\\.[0-9]+ years a patient$")
})

test_that("rounded shares of unlike times are not compared, and say rounded lengths", {
  of <- with_lengths(rep(3, 40), rep(1, 40), paired = TRUE)
  x <- audit_ae(of$cohort, of$periods)
  shown <- protect_counts(audit_compare(x))
  risks <- shown[shown$measure != "rate_ratio", ]
  expect_true(all(is.na(risks$estimate)))
  expect_match(risks$note, "unlike_lengths")
  expect_false(is.na(shown$estimate[shown$measure == "rate_ratio"]))
  # 40 patients are 39; 120 years in steps of 6 times 3.15 are 122.85, so 3.15 each.
  expect_match(capture.output(print(protect_counts(x))), "^a \\(3\\.1 years a patient\\)$", all = FALSE)
  alike <- with_lengths(rep(2, 40), rep(2, 40), TRUE)
  even <- protect_counts(audit_compare(audit_ae(alike$cohort, alike$periods)))
  expect_false(anyNA(even$estimate))
})

# The witness is the length that the cohort was made with; of the patients of a row that is held
# back nothing is said.
test_that("shares with cells held back stand with the lengths of what is shown", {
  of <- with_lengths(rep(3, 40), rep(1, 40), paired = FALSE)
  shown <- suppress_cells(audit_ae(of$cohort, of$periods))
  expect_false(anyNA(shown$exposure[shown$measure == "rate"]))
  expect_match(capture.output(print(shown)), "^a \\(3\\.0 years a patient\\)$", all = FALSE)
  expect_match(capture.output(print(shown)), "^b \\(1\\.0 years a patient\\)$", all = FALSE)
  expect_match(results_text(shown), 'proportion in "a" (3.0 years a patient): ', fixed = TRUE)
  expect_match(results_text(shown), 'rate per 100 years in "a": ', fixed = TRUE)
  held <- shown
  held$exposure <- NA
  expect_null(shown_lengths(as.data.frame(held)))
  found <- audit_compare(audit_lesions(rep(0:1, 40), exposure = rep(c(3, 1), each = 40), id = 1:80, period = rep(c("a", "b"), each = 40)))
  compared <- suppress_cells(found)
  expect_false(is.na(compared$estimate[compared$measure == "risk_difference"]))
  expect_match(capture.output(print(compared)), "risk difference: b against a .* %, unlike times$", all = FALSE)
  expect_match(results_text(compared), "over unlike times, not tested", fixed = TRUE)
})

# The simulation is run by hand; this holds its table to what is claimed of it.
test_that("where only lengths differ no p that is printed rejects more than it says", {
  x <- utils::read.csv(system.file("validation", "unlike-lengths.csv", package = "msaudit"))
  expect_setequal(x$verb, c("audit_arr", "audit_ae", "audit_lesions"))
  expect_equal(unique(x$lengths), c("3 v 1", "2 v 1", "unequal per patient"))
  expect_true(all(x$rejected <= 0.06))
  # Rates have a p in every sample.
  expect_true(all(x$with_p[x$measure == "rate_ratio"] == x$samples[x$measure == "rate_ratio"]))
})
