cohort <- example_cohort()

of <- function(x, outcome, measure, level = "") {
  x[x$outcome == outcome & x$measure == measure & x$level == level, ]
}

test_that("each line of the baseline is what plain R finds in the files", {
  x <- audit_baseline(cohort, at = "alemtuzumab")
  patients <- example_table("patients")
  start <- first_alemtuzumab()
  patients <- patients[match(start$id, patients$id), ]
  age <- as.numeric(start$start - patients$birth) / 365.25
  for (measure in c("median", "lower_quartile", "upper_quartile")) {
    p <- c(median = 0.5, lower_quartile = 0.25, upper_quartile = 0.75)[[measure]]
    expect_equal(of(x, "age", measure)$estimate, unname(quantile(age, p, type = 7)), tolerance = 1e-12)
  }
  expect_identical(of(x, "patients", "number")$patients, nrow(start))
  expect_identical(of(x, "sex", "proportion", "F")$with_event, sum(patients$sex == "F"))
  expect_identical(of(x, "previously on", "proportion", "natalizumab")$with_event, 11L)
  follow_up <- as.numeric(end_of_follow_up()[start$id] - start$start)
  expect_equal(of(x, "follow-up", "median")$exposure, sum(follow_up) / 365.25, tolerance = 1e-12)
  expect_identical(of(x, "age", "missing")$with_event, 0L)
})

test_that("relapses of the year before are those of period_before()", {
  x <- audit_baseline(cohort, at = "alemtuzumab", conf_level = 0.9)
  arr <- audit_arr(cohort, audit_periods(cohort, b = period_before("alemtuzumab", 12)), conf_level = 0.9)
  columns <- c("patients", "with_event", "events", "exposure", "estimate", "conf_low", "conf_high")
  expect_equal(as.data.frame(of(x, "relapse", "rate"))[columns], as.data.frame(arr)[columns], ignore_attr = TRUE)
})

test_that("who never started, and what is not known, is counted", {
  x <- audit_baseline(small_cohort(), at = "natalizumab")
  expect_identical(of(x, "patients", "number")$patients, 2L)
  expect_identical(definition(x)$left_out, 1L)
  expect_match(paste(format(x), collapse = "\n"), "Left out: 1 patient who never started natalizumab")
  all <- audit_baseline(small_cohort())
  expect_identical(of(all, "sex", "missing")$with_event, 1L)
  expect_identical(of(all, "sex", "proportion", "F")$patients, 2L)
  expect_match(paste(format(all), collapse = "\n"), "Sex: F +1/2 \\(50 %\\); 1 missing")
})

test_that("groups stand beside each other, all patients last", {
  x <- audit_baseline(cohort, by = "sex", at = "alemtuzumab", totals = TRUE)
  expect_identical(unique(x$sex), c("F", "M", "all"))
  alone <- audit_baseline(cohort, at = "alemtuzumab")
  expect_equal(as.data.frame(x)[x$sex == "all", setdiff(names(alone), c("sex", "period"))], as.data.frame(alone)[setdiff(names(alone), c("sex", "period"))], ignore_attr = TRUE)
  expect_lte(max(nchar(format(x), "width")), 80)
  expect_lte(max(nchar(format(audit_baseline(cohort, by = c("sex", "centre"))), "width")), 80)
})

test_that("no patient, no drug and no table of relapses have a baseline too", {
  nobody <- select_patients(cohort, ids = character())
  expect_identical(of(audit_baseline(nobody), "patients", "number")$patients, 0L)
  bare <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 900),
                       data.frame(id = 1, drug = "a", start = 10))
  x <- audit_baseline(bare, at = "a")
  expect_false("relapse" %in% x$outcome)
  expect_output(print(x), "first start of a")
  expect_error(audit_baseline(bare, at = "b"), class = "msaudit_argument_error")
  expect_error(audit_baseline(bare, totals = TRUE), class = "msaudit_argument_error")
  expect_error(audit_baseline(bare, months = 0), class = "msaudit_argument_error")
})

# Of three patients one has a beginning, a year before the end: by hand.
test_that("a patient without a beginning has no baseline, rather than one at the end", {
  cohort <- audit_cohort(data.frame(id = 1:3, birth = -3652), data.frame(id = 1, drug = "a", start = 0), data_lock = 365.25 * 4)
  x <- audit_baseline(cohort)
  of <- function(outcome, measure) x[x$outcome == outcome & x$measure == measure, ]
  expect_equal(of("patients", "number")$patients, 3)
  expect_equal(of("follow-up", "median")$patients, 1)
  expect_equal(of("follow-up", "median")$estimate, 4)
  expect_equal(of("follow-up", "missing")$with_event, 2)
  expect_equal(of("age", "missing")$with_event, 2)
})
