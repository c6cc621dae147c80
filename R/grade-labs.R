#' Grade laboratory tests
#'
#' Grades each test by a version of the Common Terminology Criteria for Adverse
#' Events, and says why one has no grade.
#'
#' @param value Values: numbers, or text such as `"<0.1"` or `">100"`. Missing
#'   values have no grade.
#' @param test Name of each test, as many as `value` or single: case and the
#'   space around it do not matter, else it must be one of
#'   `system.file("extdata", "rules", "tests.csv", package = "msaudit")`.
#' @param unit Unit of each value, as many as `value` or single; those of
#'   `units.csv` beside it are understood. Never guessed: without a unit there is
#'   no grade.
#' @param ref_low,ref_high Limits of the laboratory, in the same unit, as many as
#'   `value` or single; `NULL` or missing where they are not known.
#' @param rules `"ctcae-5.0"` or `"ctcae-4.03"`.
#'
#' @return A data frame with one row a value, in their order:
#'   \item{test, value, unit}{The name that the package uses, the value in the
#'     unit that it grades in (of a censored value, the bound); `NA` where not
#'     understood.}
#'   \item{grade}{0 to 4, whole; `NA` where it is not decided.}
#'   \item{direction}{`"low"` or `"high"`: which way the term goes.}
#'   \item{term}{The term of the criteria, `NA` where there is none.}
#'   \item{reason}{`"graded"`; `"censored_decides"` (the bound is enough);
#'     `"censored_open"` (it could be one of several grades); `"no_range"` (a
#'     limit of the laboratory is missing, and no fixed cut decides); `"no_unit"`;
#'     `"no_value"`; `"no_rule"` (no term for the test).}
#'
#' @section Definition:
#' The grade is the highest whose condition holds; conditions are strict, so a
#' value at a threshold is not beyond it. Values alike to 14 digits are the same.
#' Where the lower limit of the laboratory lies below the cut of grade 2, a value
#' between them has grade 2, as the criteria say.
#'
#' @section Errors:
#' `msaudit_argument_error` where an argument as a whole is not what it must be;
#' `msaudit_data_error` for text that is no value, with its place in `$element`.
#'
#' @source National Cancer Institute, Common Terminology Criteria for Adverse
#'   Events, versions 4.03 and 5.0.
#'
#' @examples
#' grade_labs(c(0.15, 0.6, 1.2, 0.9, NA), "lymphocytes", "10^9/L", ref_low = c(1, 1, 1, NA, 1))
#' grade_labs("<0.1", "lymphocytes", "10^9/L")
#' @export
grade_labs <- function(value, test, unit, ref_low = NULL, ref_high = NULL,
                       rules = c("ctcae-5.0", "ctcae-4.03")) {
  call <- sys.call()
  table <- lab_rules(rules, "rules", call)
  check_argument(is_bare_number(value) || is.character(value) || is.factor(value) || is_blank(value),
                 value, "value", "numbers or text", call)
  limit <- function(x, arg) if (is.null(x)) NA_real_ else read_numbers(x, arg, call)
  labs <- recycled(value = if (is.factor(value)) as.character(value) else value, test = as.character(test),
                   unit = as.character(unit), ref_low = limit(ref_low, "ref_low"),
                   ref_high = limit(ref_high, "ref_high"), call = call)
  check_elements(parse_values(labs$value)$ok, labs$value, "value", "a number of 0 or more, or one after <, <=, > or >=", call)
  graded <- grade_values(labs, table)
  columns <- c("test", "value", "unit", "grade", "direction", "term", "reason")
  as_frame(unclass(graded)[columns], length(labs$value))
}

grade_values <- function(labs, table) {
  x <- lab_values(labs)
  found <- .Call(C_grade_labs, x$columns, rule_columns(table))
  rule <- match(x$test, table$test)
  reason <- lab_reasons[found$reason + 1L]
  reason[x$no_unit & !is.na(rule)] <- "no_unit"
  list(test = x$test, value = x$value, unit = x$unit, grade = found$grade, direction = table$direction[rule],
       term = table$term[rule], reason = reason, columns = x$columns, no_unit = x$no_unit)
}
