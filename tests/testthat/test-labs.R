# One drug from day 100; tests on the days given.
lab_cohort <- function(date, test, value, low = 1, high = 4, ..., id = 1, end = 1000, unit = "10^9/L") {
  audit_cohort(
    data.frame(id = 1:2, follow_up_start = 0, follow_up_end = end),
    data.frame(id = 1:2, drug = "a", start = 100),
    labs = data.frame(id = id, date = date, test = test, value = value, unit = unit, ref_low = low,
                      ref_high = high, ...)
  )
}

audit_one <- function(cohort, ...) {
  audit_labs(cohort, audit_periods(cohort, p = period_since("a", 12)), ...)
}

row_of <- function(x, outcome, measure = "proportion") x[x$outcome == outcome & x$measure == measure, ]

term <- "lymphocyte count decreased"

test_that("a test on the first day of a period belongs to the time before, one on the last to it", {
  tested <- function(date) row_of(audit_one(lab_cohort(date, "lymphocytes", 0.4)), term)$patients
  expect_equal(tested(100), 0)
  expect_equal(tested(101), 1)
  expect_equal(tested(465), 1)
  expect_equal(tested(466), 0)
})

test_that("the worst grade counts, of patients with a graded test", {
  cohort <- lab_cohort(c(110, 120, 130, 110), "lymphocytes", c(0.9, 0.4, 1.5, 2), id = c(1, 1, 1, 2))
  x <- audit_one(cohort)
  expect_equal(row_of(x, term)$patients, 2)
  expect_equal(row_of(x, term)$with_event, 1)
  expect_equal(row_of(x, paste0(term, ", grade 3 or 4"))$with_event, 1)
  unknown <- audit_one(lab_cohort(c(110, 120), "lymphocytes", c(0.9, 0.4), unit = c("10^9/L", "mg")))
  expect_equal(row_of(unknown, paste0(term, ", grade 3 or 4"))$with_event, 0)
  expect_equal(definition(unknown)$ungraded$reason, "no_unit")
})

# One month after day 100 is day 130 on a clock of numbers; 123 to 144.
test_that("at a landmark the nearest gradable test counts, the later of two as near", {
  at <- function(date, value, ...) {
    x <- row_of(audit_one(lab_cohort(date, "lymphocytes", value, ...), landmark = 1), term, "landmark")
    c(x$with_event, x$patients)
  }
  expect_equal(at(123, 0.4), c(1, 1))
  expect_equal(at(122, 0.4), c(0, 0))
  expect_equal(at(144, 0.4), c(1, 1))
  expect_equal(at(145, 0.4), c(0, 0))
  expect_equal(at(c(128, 131), c(2, 0.4)), c(1, 1))
  expect_equal(at(c(128, 132), c(2, 0.4)), c(1, 1))
  expect_equal(at(c(128, 132), c(0.4, 2)), c(0, 1))
  expect_equal(at(c(130, 130), c(2, 0.4)), c(1, 1))
  expect_equal(at(c(130, 135), c(0.4, 2), unit = c("mg", "10^9/L")), c(0, 1))
  expect_equal(at(130, 0.4, unit = "mg"), c(0, 0))
  expect_equal(at(c(110, 140), 0.4, end = 139), c(0, 0))
})

rule <- lab_rule(wbc = "low", neutrophils = "not low", name = "rule")

test_that("a composite holds in one sample: of one patient, day and, where given, sample", {
  had <- function(date, value, low, test = c("wbc", "neutrophils"), ...) {
    x <- row_of(audit_one(lab_cohort(date, test, value, low, ...), composites = list(rule)), "rule")
    c(x$with_event, x$patients)
  }
  expect_equal(had(c(110, 110), c(3, 3), c(4, 2)), c(1, 1))
  expect_equal(had(c(110, 110), c(3, 1), c(4, 2)), c(0, 1))
  expect_equal(had(c(110, 111), c(3, 3), c(4, 2)), c(0, 0))
  expect_equal(had(c(110, 110), c(3, 3), c(4, 2), sample = c("x", "y")), c(0, 0))
  expect_equal(had(c(110, 110), c(3, 3), c(4, 2), sample = c("x", "x")), c(1, 1))
  expect_equal(had(c(110, 110), c(3, 3), c(4, NA)), c(0, 0))
  expect_equal(had(c(110, 110), c(5, 3), c(4, NA)), c(0, 1))
  expect_equal(had(c(110, 110), c("<3", "3"), c(4, 2)), c(1, 1))
  expect_equal(had(c(110, 110), c("<5", "3"), c(4, 2)), c(0, 0))
})

test_that("onset, last day held and recovery are days from the start of the drug", {
  days <- c(110, 140, 170, 200, 230)
  cohort <- lab_cohort(rep(days, each = 2), c("wbc", "neutrophils"), as.vector(rbind(c(5, 3, 3, 5, 3), 3)), low = c(4, 2))
  onsets <- definition(audit_one(cohort, composites = list(rule)))$onsets
  expect_equal(onsets$onset, 40)
  expect_equal(onsets$last_held, 70)
  expect_equal(onsets$recovered, 100)
  within <- function(months) row_of(audit_one(cohort, composites = list(rule), within = months), "rule")$with_event
  expect_equal(within(1), 0)
  expect_equal(within(2), 1)
})

# The figures of the example, which were computed from its files apart.
test_that("the example's laboratory is that of the recorded figures", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, after = period_since("alemtuzumab", 12))
  composites <- list(
    rule,
    lab_rule(tpo_ab = "high", name = "antibodies"), lab_rule(tsh = "high", ft4 = "low", name = "hypothyroidism")
  )
  x <- audit_labs(cohort, periods, landmark = 1, composites = composites)
  landmark <- row_of(x, term, "landmark")
  expect_equal(c(landmark$with_event, landmark$patients), c(11, 11))
  early <- row_of(audit_labs(cohort, periods, composites = composites, within = 3), "rule")
  expect_equal(c(early$with_event, early$patients), c(4, 11))
  onsets <- definition(x)$onsets
  expect_equal(onsets$onset[onsets$outcome == "rule"], c(32, 31, 32, 60))
  expect_equal(onsets$recovered[onsets$outcome == "rule"], c(94, 123, 147, 88))
  expect_equal(onsets$onset[onsets$outcome == "antibodies"], 88)
  expect_equal(onsets$onset[onsets$outcome == "hypothyroidism"], 275)
  expect_equal(row_of(x, "neutrophil count decreased")$with_event, 0)
  expect_lte(max(nchar(capture.output(print(x)))), 80)
})

test_that("the order of rows changes nothing", {
  cohort <- example_cohort()
  labs <- read.csv(cohort$files[["labs"]], colClasses = "character")
  again <- function(rows) {
    tables <- lapply(cohort$files, read.csv, colClasses = "character", na.strings = "")
    tables$labs <- tables$labs[rows, ]
    shuffled <- do.call("audit_cohort", c(tables, list(data_lock = "2011-04-30")))
    audit_labs(shuffled, audit_periods(shuffled, after = period_since("alemtuzumab", 12)), landmark = 1,
               composites = list(rule))
  }
  set.seed(10)
  expect_identical(again(sample(nrow(labs))), again(seq_len(nrow(labs))))
})

test_that("values are graded through vectors too", {
  x <- audit_labs(c(0.4, 2, 0.9, 3), test = "lymphocytes", unit = "10^9/L", ref_low = 1, id = c(1, 1, 2, 3))
  expect_equal(row_of(x, term)$patients, 3)
  expect_equal(row_of(x, term)$with_event, 2)
})

test_that("rules that are none are classed errors", {
  wrong <- function(...) expect_error(lab_rule(...), class = "msaudit_argument_error")
  wrong(wbc = "low")
  wrong(name = "x")
  wrong("low", name = "x")
  wrong(wbc = "lower", name = "x")
  expect_error(lab_rule(neutrophil = "low", name = "x"), "did you mean `neutrophils`",
               class = "msaudit_argument_error")
  cohort <- small_cohort(labs = NULL)
  expect_error(audit_one(lab_cohort(110, "wbc", 3), composites = list(1)), class = "msaudit_argument_error")
  expect_error(audit_labs(cohort, audit_periods(cohort, p = period_follow_up())), "nothing is known",
               class = "msaudit_argument_error")
})

test_that("a value that is no number is left out with a finding, a censored one is kept", {
  cohort <- lab_cohort(c(110, 120, 130), "lymphocytes", c("<0.1", "stable", "0.4"))
  expect_equal(findings(cohort)$problem, "unreadable_value")
  expect_equal(findings(cohort)$value, "stable")
  expect_equal(cohort$labs$censored, c(-1L, 0L))
})
