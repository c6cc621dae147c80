#' Grade laboratory tests
#'
#' Grades each test by a version of the Common Terminology Criteria for Adverse
#' Events (CTCAE), and says by which rule, or why there is no grade.
#'
#' @param value Values: numbers of 0 or more, or text such as `"<0.1"` or `">100"`.
#'   A missing value has no grade.
#' @param test Name of each test, as many as `value` or single. Case, and the space
#'   around it, do not matter; otherwise it must be one of
#'   `system.file("extdata", "rules", "tests.csv", package = "msaudit")`.
#' @param unit Unit of each value, as many as `value` or single: one of `units.csv` in the
#'   same folder. Never guessed: without a unit there is no grade.
#' @param ref_low,ref_high The laboratory's limits, in the same unit, as many as
#'   `value` or single; `NULL` or missing if not known. What cannot be a limit is none: both
#'   if one is below 0, the upper is 0 (as in 0 to 0) or the lower lies above the upper; and a
#'   lower limit of 0.
#' @param baseline Each patient's value before treatment, in the same unit, as many as
#'   `value` or single: some grades are multiples of it. `NULL` or missing if not
#'   known.
#' @param rules A version of the criteria: `"ctcae-5.0"`, `"ctcae-4.03"` or
#'   `"ctcae-6.0"`, see [grading_rules()].
#' @param lln_rule `"ctcae"`: a fixed cut decides even if the laboratory's lower
#'   limit is below it, so a value within the range can have grade 2.
#'   `"normal_is_0"`: a value that is not below the lower limit has grade 0, so that without
#'   that limit no grade of a low value is certain.
#' @param keep Which columns of the result are wanted. With millions of values, fewer
#'   columns take less time and memory.
#'
#' @return A data frame with one row per value, in their order, with the columns in `keep`:
#'   \item{test, value, unit}{The package's name of the test; the value in the unit
#'     in which it is graded (of a censored value, the bound), `NA` if the unit is not
#'     understood; and that unit.}
#'   \item{grade}{0 to 4, whole; `NA` if it cannot be decided.}
#'   \item{direction}{`"low"` or `"high"`: which way the term goes.}
#'   \item{term}{The term of the criteria, `NA` if there is none. If a test has a
#'     term for low and one for high values, the one with the higher grade is given;
#'     if both are 0, the one for low values.}
#'   \item{rule}{Id of the rule that gave a grade above 0, otherwise `NA`.}
#'   \item{reason}{`"graded"`; `"censored_decides"` (the bound is enough);
#'     `"no_baseline"` (graded as if the baseline, which is not known, was normal).
#'     Without a grade: `"censored_open"` (it could be one of several grades);
#'     `"no_range"` (a limit of the laboratory is missing, and no fixed cut decides);
#'     `"no_unit"` (missing, or not understood for the test); `"no_value"`; `"no_term"`
#'     (the version has no grade for such a value); `"no_rule"` (no term for the test).}
#'   \item{least, most}{The least and the most that the grade can be, given all values within
#'     a bound and all limits that are not known: 0 to 4, both `grade` where that is decided.
#'     "<0.5" lymphocytes are 3 to 4. `NA` without a value or a rule.}
#'   All but `value`, `grade`, `least` and `most` are factors.
#'
#' @section Definition:
#' The grade is the highest whose condition holds. Conditions are strict where
#' [grading_rules()] has `<` or `>`: a value at a threshold is not beyond it.
#' Where the criteria give a cut of their own for the unit of a value (haemoglobin: 6.2 and
#' 4.9 mmol/L beside 100 and 80 g/L), it is judged by that; other units are converted.
#' Values that agree to 14 digits are equal. A baseline is high or low by the
#' laboratory's limits given with the value.
#'
#' @section Errors:
#' `msaudit_argument_error`, with `$arg`, for an argument that is not what it
#' must be; `msaudit_data_error`, with `$element`, for text that is not a value.
#'
#' @inheritSection grading_rules Versions
#'
#' @source National Cancer Institute, Common Terminology Criteria for Adverse Events,
#'   versions 4.03, 5.0 and 6.0.
#'
#' @family functions for the laboratory
#' @seealso [audit_labs()] for patients in periods, where each baseline is found among the
#'   tests.
#'
#' @examples
#' grade_labs(c(0.15, 0.6, 1.2, 0.9, NA), "lymphocytes", "10^9/L", ref_low = c(1, 1, 1, NA, 1))
#' grade_labs("<0.1", "lymphocytes", "10^9/L")
#' # Of an enzyme that was high before treatment, grades are multiples of that
#' grade_labs(130, "ALT", "U/L", ref_high = 40, baseline = c(30, 60, NA))
#' @export
grade_labs <- function(value, test, unit, ref_low = NULL, ref_high = NULL, baseline = NULL,
                       rules = c("ctcae-5.0", "ctcae-4.03", "ctcae-6.0"), lln_rule = c("ctcae", "normal_is_0"),
                       keep = c("test", "value", "unit", "grade", "direction", "term", "rule", "reason", "least", "most")) {
  check_given()
  call <- sys.call()
  table <- lab_rules(rules, "rules", call)
  lln_rule <- one_of(lln_rule, c("ctcae", "normal_is_0"), "lln_rule", call)
  some_of(keep, graded_columns, "keep", call)
  labs <- read_labs(value, test, unit, ref_low, ref_high, baseline, call)
  columns <- lab_columns(labs)
  found <- grade_columns(columns, table, lln_rule, given_baselines(columns, labs$baseline), keep, graded_levels(table))
  as_frame(found[keep], length(labs$value))
}

graded_columns <- c("test", "value", "unit", "grade", "direction", "term", "rule", "reason", "least", "most")

# What the core gives besides: the grade from which on a test is decided whatever its value.
core_columns <- c(graded_columns, "from")

# The arguments as columns of one length, single ones as they are.
read_labs <- function(value, test, unit, ref_low, ref_high, baseline, call) {
  check_argument(is_bare_number(value) || is.character(value) || is.factor(value) || is_blank(value),
                 value, "value", "numbers or text", call)
  if (is.factor(value)) value <- as.character(value)
  for (arg in c("test", "unit")) {
    x <- list(test = test, unit = unit)[[arg]]
    check_argument(is.character(x) || is.factor(x) || is_blank(x), x, arg, "text", call)
  }
  named <- function(x) if (is.factor(x)) x else as.character(x)
  limit <- function(x, arg) if (!is.null(x)) read_numbers(x, arg, call)
  labs <- list(value = value, test = named(test), unit = named(unit), ref_low = limit(ref_low, "ref_low"),
               ref_high = limit(ref_high, "ref_high"), baseline = limit(baseline, "baseline"))
  n <- lengths(labs[!vapply(labs, is.null, NA)])
  size <- if (any(n == 0)) 0 else max(n)
  if (any(n != 1 & n != size)) argument_error(names(n)[n != 1], "of one length, or single", toString(n[n != 1]), call)
  parsed <- parse_values(value)
  check_elements(parsed$ok, value, "value", "a finite number of 0 or more, or one after <, <=, > or >=", call)
  full <- function(x) if (is.null(x) || length(x) == size) x else rep(x, length.out = size)
  labs$value <- full(parsed$value)
  labs["censored"] <- list(full(parsed$censored))
  labs["baseline"] <- list(full(labs$baseline))
  labs
}

# Baselines in the units of the values, each by the limits beside the value.
given_baselines <- function(columns, baseline) {
  if (is.null(baseline)) return(NULL)
  columns$value <- baseline
  columns["censored"] <- list(NULL)
  list(in_rule_units(columns), .Call(C_lab_states, columns))
}

# Values in the units of the rules.
in_rule_units <- function(columns) {
  name <- as.integer(columns$name)
  unit <- as.integer(columns$unit)
  columns$value * columns$factor[(unit - 1L) * length(columns$test_of) + name]
}

lab_reasons <- c("graded", "no_rule", "no_value", "no_unit", "no_range", "no_term", "no_baseline",
                 "censored_decides", "censored_open")

# Of the columns of a graded table those in `keep`, the others are NULL: as factors by
# `levels`, a list with those of each of `core_columns`, or NULL; else as codes.
grade_columns <- function(columns, table, lln_rule = "ctcae", baselines = NULL,
                          keep = c("grade", "least", "most", "from", "reason", "term", "rule"), levels = NULL) {
  unit <- lab_tests()$unit
  .Call(C_grade_labs, columns, baselines, rule_columns(table), match(unit, unique(unit)),
        as.integer(lln_rule == "normal_is_0"), as.integer(core_columns %in% keep), levels)
}

graded_levels <- function(table) {
  tests <- lab_tests()
  list(tests$test, NULL, unique(tests$unit), NULL, c("low", "high"), unique(table$term), table$rule, lab_reasons, NULL, NULL, NULL)
}
