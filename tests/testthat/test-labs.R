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
of_rule <- function(x, outcome) {
  courses <- lab_courses(x)
  courses[courses$outcome == outcome, ]
}

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
  # Known of a normal count alone it would be of nobody with a low one: of neither.
  expect_equal(had(c(110, 110), c(5, 3), c(4, NA)), c(0, 0))
  expect_equal(had(c(110, 110), c("<3", "3"), c(4, 2)), c(1, 1))
  expect_equal(had(c(110, 110), c("<5", "3"), c(4, 2)), c(0, 0))
})

test_that("onset, last day held and recovery are days from the start of the drug", {
  days <- c(110, 140, 170, 200, 230)
  cohort <- lab_cohort(rep(days, each = 2), c("wbc", "neutrophils"), as.vector(rbind(c(5, 3, 3, 5, 3), 3)), low = c(4, 2))
  onsets <- of_rule(audit_one(cohort, composites = list(rule)), "rule")
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
  onsets <- lab_courses(x)
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
  # But the tables themselves, which are kept to trace the numbers.
  numbers <- function(rows) structure(again(rows), audited = NULL)
  expect_identical(numbers(sample(nrow(labs))), numbers(seq_len(nrow(labs))))
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
  expect_error(audit_labs(cohort, audit_periods(cohort, p = period_follow_up())), "nothing can be counted",
               class = "msaudit_argument_error")
})

test_that("a value that is no number is left out with a finding, a censored one is kept", {
  cohort <- lab_cohort(c(110, 120, 130), "lymphocytes", c("<0.1", "stable", "0.4"))
  expect_equal(findings(cohort)$problem, "unreadable_value")
  expect_equal(findings(cohort)$value, "stable")
  expect_equal(cohort$labs$censored, c(-1L, 0L))
  expect_equal(findings(cohort)$done, "left out")
  expect_null(lab_cohort(110, "lymphocytes", 1)$labs$censored)
})

lab_cohort <- function(labs, patients = data.frame(id = 1), data_lock = 2000,
                       treatments = data.frame(id = patients$id, drug = "a", start = 0)) {
  plain <- data.frame(test = "lymphocytes", value = 0.1, unit = "10^9/L", ref_low = 1)
  for (name in setdiff(names(plain), names(labs))) labs[[name]] <- rep(plain[[name]], nrow(labs))
  if (is.null(labs$id)) labs$id <- rep(1, nrow(labs))
  audit_cohort(patients, treatments, labs = labs, data_lock = data_lock)
}
on_a <- function(cohort, ...) audit_labs(cohort, audit_periods(cohort, A = period_on("a")), ...)

test_that("tests before follow-up are in no landmark and no composite", {
  cohort <- lab_cohort(data.frame(id = 1:2, date = c(30, 32)), data.frame(id = 1:2, follow_up_start = 500))
  x <- on_a(cohort, landmark = 1, within = 3, composites = list(lab_rule(lymphocytes = "low", name = "LP")))
  expect_equal(unique(x$patients), 0L)
})

test_that("a code for missing is no value, as a number or as text", {
  for (value in list(-99, "-99")) {
    cohort <- lab_cohort(data.frame(date = 50, value = value))
    expect_equal(findings(cohort)$problem, "unreadable_value")
    expect_equal(nrow(cohort$labs), 0L)
  }
  expect_error(grade_labs(-1, "lymphocytes", "10^9/L"), class = "msaudit_data_error")
})

test_that("a composite is looked for in the ranges of the period alone", {
  labs <- data.frame(date = c(50, 500, 1050), test = "wbc", value = c(5, 2, 5), ref_low = 4)
  treatments <- data.frame(id = 1, drug = "a", start = c(0, 1000), stop = c(100, 1100))
  rule <- list(lab_rule(wbc = "low", name = "leucopenia"))
  x <- on_a(lab_cohort(labs, treatments = treatments), composites = rule)
  expect_equal(row_of(x, "leucopenia")$with_event, 0L)
  labs$date[2] <- 1020
  x <- on_a(lab_cohort(labs, treatments = treatments), composites = rule)
  expect_equal(row_of(x, "leucopenia")$with_event, 1L)
  expect_equal(of_rule(x, "leucopenia")$onset, 1020)
})

test_that("names that are not known are counted, with what may be meant", {
  cohort <- lab_cohort(data.frame(date = c(50, 51, 52), test = c("LYMPHOCYTE", "Zucker", "Zucker")), data_lock = 99)
  x <- on_a(cohort)
  expect_equal(definition(x)$unknown_tests,
               data.frame(test = c("LYMPHOCYTE", "Zucker"), tests = 1:2, nearest = c("lymphocytes", NA)))
  expect_equal(nrow(x), 0L)
  text <- capture.output(print(x))
  expect_match(text, "No test has a name", all = FALSE)
  expect_match(gsub(" +", " ", paste(text, collapse = " ")), "LYMPHOCYTE \\(1; is it lymphocytes\\?\\), Zucker \\(2\\)")
  expect_lte(max(nchar(text)), 80)
})

test_that("tests without a grade are those of the period", {
  labs <- data.frame(date = c(500, 800, 1500), unit = c("10^9/L", NA, NA))
  cohort <- lab_cohort(labs, treatments = data.frame(id = 1, drug = "a", start = 0, stop = 1000))
  x <- on_a(cohort, landmark = 26)
  expect_equal(definition(x)$ungraded$tests, 1)
  expect_equal(definition(x)$ungraded$reason, "no_unit")
  # 26 months are 791 days: the test on day 800 alone is near, and has no unit.
  expect_equal(definition(x)$ungraded_landmark$patients, 1L)
})

test_that("a value that may be the bound itself is not beyond it", {
  x <- grade_labs(c("<=0.2", "<0.2", "0.2", "\u22640.19", ">=0.3", ">= 21"), "lymphocytes", "10^9/L", ref_low = 1)
  expect_identical(x$grade, c(NA, 4L, 3L, 4L, NA, 3L))
  rule <- list(lab_rule(lymphocytes = "low", name = "LP"))
  for (value in c("<1", "<=1")) {
    x <- on_a(lab_cohort(data.frame(date = 50, value = value)), composites = rule)
    expect_equal(row_of(x, "LP")$patients, if (value == "<1") 1L else 0L)
  }
})

# The witness: the same tests with their limits, and the counts of the values themselves.
test_that("without limits any grade is not estimable, and grade 2 or more is of all", {
  value <- seq(0.4, 2.2, length.out = 60)
  labs <- data.frame(id = rep(1:60, 2), date = rep(c(60, 300), each = 60), value = c(value, rep(2, 60)), ref_low = NA_real_)
  bare <- on_a(lab_cohort(labs, data.frame(id = 1:60)), landmark = 2)
  with <- on_a(lab_cohort(transform(labs, ref_low = 1), data.frame(id = 1:60)), landmark = 2)
  two <- paste0(term, ", grade 2 or more")
  counts <- function(x, outcome, measure = "proportion") {
    row <- row_of(x, outcome, measure)
    c(row$with_event, row$patients)
  }
  for (measure in c("proportion", "landmark")) {
    expect_equal(counts(bare, term, measure), c(0, 0))
    expect_true(is.na(row_of(bare, term, measure)$estimate))
    expect_equal(counts(bare, term, paste0("least_", measure)), c(sum(value < 0.8), 60))
    expect_equal(counts(bare, term, paste0("most_", measure)), c(60, 60))
    expect_equal(counts(bare, two, measure), c(sum(value < 0.8), 60))
    expect_equal(counts(with, term, measure), c(sum(value < 1), 60))
  }
  expect_equal(counts(bare, paste0(term, ", grade 3 or 4")), c(sum(value < 0.5), 60))
  expect_equal(counts(bare, term, "recovered"), c(0, 0))
  expect_equal(counts(with, term, "recovered"), rep(sum(value < 1), 2))
  expect_false(any(grepl("^least_|grade 2", paste(with$measure, with$outcome))))
  expect_match(results_text(bare), "not estimable (between", fixed = TRUE)
  expect_true(any(grepl("not estimable", capture.output(print(bare)))))
  skip_if_not_installed("ggplot2")
  expect_match(ggplot2::autoplot(bare)$labels$subtitle, "1 not estimable", fixed = TRUE)
  expect_match(ggplot2::autoplot(bare, measure = "least_proportion")$labels$alt, "the least it can be")
})

test_that("what a test without the limit shows stands beside what those with it do", {
  # Ten normal tests with the limit; then seven of grade 3 and three of grade 1 or 0 without it. Whatever
  # that limit is, seven or more of ten had a low one, of grade 3.
  low <- c(rep(0.3, 7), rep(0.9, 3))
  x <- audit_labs(c(rep(1.5, 10), low), "lymphocytes", "10^9/L", ref_low = rep(c(1.2, NA), each = 10), id = rep(1:10, 2), period = "p")
  row <- function(measure, outcome = term) as.data.frame(x)[x$measure == measure & x$outcome == outcome, c("with_event", "patients")]
  expect_equal(unlist(row("proportion")), c(with_event = 0, patients = 10))
  expect_equal(unlist(row("least_proportion")), c(with_event = 7, patients = 10))
  expect_equal(unlist(row("most_proportion")), c(with_event = 10, patients = 10))
  expect_equal(unlist(row("proportion", paste0(term, ", grade 3 or 4"))), c(with_event = 7, patients = 10))
  expect_match(paste(format(x), collapse = "\n"), "0/10.*70 to 100 % of 10")
  expect_match(results_text(x), "grade 3 or 4 in 7", fixed = TRUE)
  expect_match(results_text(x), "by tests with the limit; between 70 and 100 % of the 10 tested, with what tests without the laboratory's limit show", fixed = TRUE)
})

test_that("a bound that decides is counted, one that does not leaves the patient unknown", {
  labs <- data.frame(id = 1:10, date = 50, value = rep(c("<0.5", "<2", "1.5"), c(3, 2, 5)))
  x <- on_a(lab_cohort(labs, data.frame(id = 1:10)), composites = list(lab_rule(lymphocytes = "low", name = "LP")))
  for (outcome in c(term, "LP")) {
    got <- vapply(c("proportion", "least_proportion", "most_proportion"), function(measure) {
      row <- row_of(x, outcome, measure)
      c(row$with_event, row$patients)
    }, numeric(2))
    expect_equal(unname(got), cbind(c(3, 8), c(3, 10), c(5, 10)))
  }
  severe <- row_of(x, paste0(term, ", grade 3 or 4"))
  expect_equal(c(severe$with_event, severe$patients), c(3, 8))
  courses <- of_rule(x, term)
  expect_equal(unique(courses[c("grade", "least", "most")]), data.frame(grade = NA_integer_, least = 3L, most = 4L), ignore_attr = TRUE)
})

test_that("vectors are counted as a cohort is", {
  x <- audit_labs(c("<0.5", "0.7", "1.5", "0.3"), test = "lymphocytes", unit = "10^9/L", id = 1:4)
  severe <- row_of(x, paste0(term, ", grade 3 or 4"))
  expect_equal(c(severe$with_event, severe$patients), c(2, 4))
  expect_equal(row_of(x, term)$patients, 0)
  expect_equal(row_of(x, term, "least_proportion")$with_event, 3)
})
