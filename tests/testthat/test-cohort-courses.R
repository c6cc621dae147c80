infusions <- function(stop, other = NULL) {
  starts <- seq(0, 700, 28)
  audit_cohort(
    data.frame(id = 1:2, follow_up_start = 0),
    rbind(data.frame(id = rep(1:2, each = length(starts)), drug = "n", start = starts, stop = stop),
          other),
    relapses = data.frame(id = 1, onset = 900), data_lock = 2000
  )
}

test_that("one row an infusion without a stop is said by the cohort and with the periods", {
  cohort <- infusions(NA)
  found <- findings(cohort)
  # Each but the last of a patient is followed by another.
  expect_equal(sum(found$problem == "open_course_again"), 50)
  for (said in list(capture.output(print(cohort)), capture.output(print(audit_periods(cohort, n = period_on("n")))))) {
    expect_match(paste(trimws(said), collapse = " "), "50 courses without a stop, of a drug that the patient starts again: .* If rows are infusions, give one row a course with its `stop`")
    expect_lte(max(nchar(said)), 80)
  }
  # With stops, and a grace, the time is that of the courses: 700 and 28 days in two patients.
  given <- infusions(seq(0, 700, 28) + 28)
  expect_equal(nrow(findings(given)), 0)
  expect_equal(sum(audit_arr(given, audit_periods(given, n = period_on("n")))$exposure) * 365.25, 2 * 728)
})

test_that("one row an infusion that stops on its day has no time, and says so", {
  cohort <- infusions(seq(0, 700, 28))
  expect_equal(sum(findings(cohort)$problem == "course_without_days"), 52)
  periods <- audit_periods(cohort, year = period_since("n", 12, until = "stop"))
  expect_match(paste(trimws(capture.output(print(periods))), collapse = " "), "52 courses that stop on the day they start, .* If rows are infusions, give one row a course")
  # A single infusion is a course of its own.
  one <- audit_cohort(data.frame(id = 1, follow_up_start = 0), data.frame(id = 1, drug = c("a", "b"), start = c(10, 50), stop = c(10, 90)), data_lock = 2000)
  expect_equal(nrow(findings(one)), 0)
})

test_that("a period up to a stop says where the drug is started again", {
  rows <- infusions(seq(0, 700, 28) + 1)
  periods <- audit_periods(rows, year = period_since("n", 12, until = "stop"), all = period_since("n", 12))
  expect_equal(periods$notes$note, "started_again")
  expect_equal(periods$notes$patients, 2)
  expect_output(print(periods), "2 patients starting the drug again after the stop that ends the period")
  # Not where the drug is started again after the months of the window.
  late <- audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = "n", start = c(0, 800), stop = c(100, 900)), data_lock = 2000)
  expect_equal(nrow(audit_periods(late, year = period_since("n", 12, until = "stop"))$notes), 0)
})

test_that("an open course is said where another drug is started, and a long overlap of two", {
  of <- function(...) {
    cohort <- audit_cohort(data.frame(id = 1:3, follow_up_start = 0), data.frame(...), data_lock = 2000)
    found <- as.data.frame(findings(cohort))
    paste(found$problem, found$row)
  }
  expect_equal(of(id = 1, drug = c("a", "b"), start = c(100, 500), stop = c(NA, NA)), "open_course_switch 1")
  expect_equal(of(id = 1, drug = c("a", "b"), start = c(100, 500), stop = c(500, NA)), character())
  # Ninety days are a handover, one more is not.
  expect_equal(of(id = 1, drug = c("a", "b"), start = c(100, 500), stop = c(590, NA)), character())
  expect_equal(of(id = 1, drug = c("a", "b"), start = c(100, 500), stop = c(591, 800)), "overlapping_course 2")
  # The longest is of a course before the last, or of another patient's: the latter is none.
  expect_equal(of(id = c(1, 1, 1, 2), drug = c("a", "b", "c", "d"), start = c(0, 300, 700, 900), stop = c(900, 350, 800, 950)),
               "overlapping_course 3")
  expect_equal(of(id = c(1, 2), drug = c("a", "b"), start = c(100, 500), stop = c(NA, NA)), character())
  # Two rows of one start, of which one has a stop.
  expect_equal(of(id = 1, drug = c("a", "A "), start = c(100, 100), stop = c(NA, 90 + 100)), "open_course_beside 1")
  expect_equal(of(id = 1:2, drug = "a", start = c(100, 100), stop = c(NA, 90 + 100)), character())
})

# Each course beside each other one of its patient, without the walk.
test_that("the longest overlaps are those of all pairs", {
  set.seed(3)
  n <- 300
  courses <- data.frame(patient = sort(sample(12, n, TRUE)), drug = factor(sample(letters[1:4], n, TRUE)), start = sample(500, n, TRUE))
  courses <- courses[order(courses$patient, courses$start), ]
  courses$stop <- ifelse(runif(n) < 0.2, NA, courses$start + sample(0:300, n, TRUE))
  end <- pmin(700, courses$stop, na.rm = TRUE)
  by_pairs <- vapply(seq_len(n), function(i) {
    before <- which(courses$patient == courses$patient[i] & seq_len(n) < i & courses$drug != courses$drug[i] & !is.na(courses$stop))
    max(0, pmin(end[before], end[i]) - courses$start[i])
  }, 0)
  expect_equal(longest_overlap(courses, as.integer(courses$drug), end), by_pairs)
  by_pairs <- vapply(seq_len(n), function(i) {
    same <- courses$patient == courses$patient[i] & courses$drug == courses$drug[i] & courses$start > courses$start[i]
    min(courses$start[same], .Machine$integer.max)
  }, 0)
  expect_equal(later_start(courses, as.integer(courses$drug)), by_pairs)
})
