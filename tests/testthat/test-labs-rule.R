thyroid_cohort <- function(date, test, value, low, high, ...) {
  labs <- data.frame(id = 1, date = date, test = test, value = value, low = low, high = high,
                     unit = c(tsh = "mU/L", ft4 = "pmol/L", ft3 = "pmol/L", tpo_ab = "IU/mL", platelets = "10^9/L", creatinine = "umol/L",
                              alt = "U/L", bilirubin = "umol/L")[test])
  audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = "a", start = 0), labs = labs, data_lock = 1000,
               columns = list(labs = c(ref_low = "low", ref_high = "high")))
}

held <- function(cohort, rules, ...) {
  if (inherits(rules, "msaudit_lab_rule")) rules <- list(rules)
  x <- audit_labs(cohort, audit_periods(cohort, A = period_on("a")), composites = rules, ...)
  x <- as.data.frame(x)[x$measure == "proportion" & x$outcome %in% vapply(rules, `[[`, "", "name"), ]
  structure(ifelse(x$patients == 0, NA, x$with_event == 1), names = x$outcome)
}

test_that("a threshold may be a number, or a multiple of a limit or of the baseline", {
  platelets <- function(value, condition) held(thyroid_cohort(10, "platelets", value, 150, 400), lab_rule(platelets = condition, name = "x"))
  expect_true(platelets(99, "< 100"))
  expect_false(platelets(100, "< 100"))
  expect_true(platelets(100, "<=100"))
  expect_true(platelets(74, "< 0.5 lln"))
  expect_true(platelets(801, "> 2 uln"))
  expect_false(platelets(99, "not < 100"))
  law <- lab_definitions("hys_law")
  liver <- function(alt, bilirubin) held(thyroid_cohort(c(10, 10), c("alt", "bilirubin"), c(alt, bilirubin), NA, c(40, 20)), law)
  expect_equal(unname(c(liver(121, 41), liver(120, 41), liver(121, 40))), c(TRUE, FALSE, FALSE))
  kidney <- lab_definitions("nephropathy")
  creatinine <- function(before, after) held(thyroid_cohort(c(0, 30), rep("creatinine", 2), c(before, after), 50, 100), kidney)
  expect_equal(unname(c(creatinine(80, 104), creatinine(80, 105))), c(FALSE, TRUE))
})

antibodies <- lab_rule(tpo_ab = "high", name = "antibodies")
hypothyroidism <- lab_rule(tsh = "high", ft4 = "low", name = "hypothyroidism")
both <- lab_sequence(antibodies, hypothyroidism, months = 6, name = "both")

test_that("a sequence is one rule and then another, within so many months", {
  after <- function(day, tpo = 100) {
    cohort <- thyroid_cohort(c(50, day, day), c("tpo_ab", "tsh", "ft4"), c(tpo, 12, 8), c(NA, 0.4, 9), c(60, 4, 22))
    held(cohort, both)
  }
  # On a clock of numbers 6 months after day 50 are day 232.
  expect_true(after(232))
  expect_identical(unname(after(233)), NA)
  expect_identical(unname(after(50)), NA)
  expect_false(after(232, tpo = 50))
  cohort <- thyroid_cohort(c(50, 200, 200), c("tpo_ab", "tsh", "ft4"), c(100, 12, 8), c(NA, 0.4, 9), c(60, 4, 22))
  course <- lab_courses(audit_labs(cohort, audit_periods(cohort, A = period_on("a")), composites = list(both)))
  expect_equal(course$first_onset, 50)
  expect_equal(course$onset, 200)
})

test_that("the seed's antibodies and hypothyroidism are one patient's, on days 88 and 275", {
  cohort <- example_cohort()
  x <- audit_labs(cohort, audit_periods(cohort, after = period_since("alemtuzumab", 12)),
                  composites = list(lab_sequence(antibodies, hypothyroidism, months = 12, name = "both")))
  row <- x[x$outcome == "both" & x$measure == "proportion", ]
  expect_equal(c(row$with_event, row$patients), c(1, 11))
  course <- lab_courses(x)
  course <- course[course$outcome == "both", ]
  expect_equal(c(course$first_onset, course$onset), c(88, 275))
  expect_equal(course$id, "003")
})

test_that("rules say what they ask", {
  expect_output(print(both), "both: tpo_ab high, then within 6 months tsh high and ft4 low")
  expect_match(format(lab_definitions("itp")[[1]]), "platelets < 100, again after 1 day or more; or platelets < 50")
  expect_output(print(lab_rule(ft4 = c("not low", "not high or unknown"), name = "x")), "ft4 not low and ft4 not high or unknown")
  expect_length(lab_definitions("antibodies"), 2)
})

test_that("rules that are none are classed errors", {
  wrong <- function(expr) expect_error(expr, class = "msaudit_argument_error")
  wrong(lab_rule(wbc = "< low", name = "x"))
  wrong(lab_rule(wbc = "< 1.2.3", name = "x"))
  wrong(lab_rule(wbc = NA_character_, name = "x"))
  wrong(lab_rule(wbc = "low", persist = -1, name = "x"))
  wrong(lab_any(name = "x"))
  wrong(lab_any(1, name = "x"))
  wrong(lab_sequence(antibodies, both, 6, name = "x"))
  wrong(lab_sequence(antibodies, hypothyroidism, -1, name = "x"))
  wrong(lab_sequence(antibodies, hypothyroidism, 6))
  wrong(lab_definitions("heart"))
})
