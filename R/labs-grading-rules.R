#' The rules by which laboratory tests are graded
#'
#' The table behind [grade_labs()] and [audit_labs()], one row per threshold.
#'
#' @param rules `"ctcae-5.0"`, `"ctcae-4.03"` or `"ctcae-6.0"`: a version of the Common
#'   Terminology Criteria for Adverse Events of the National Cancer Institute.
#'
#' @return A data frame with one row per rule:
#'   \item{rule}{Its id, as in [grade_labs()].}
#'   \item{version, term, test}{The version, the term, and the package's name of the test.}
#'   \item{direction}{`"low"` or `"high"`.}
#'   \item{grade}{1 to 4; `NA`: the version has no grade for such values.}
#'   \item{beyond, factor, of, plus}{A value has the grade if it is `beyond` (`<`, `>` or
#'     `>=`) `factor` times `of`, plus `plus`. `of` is 1 (`"value"`), the lower or upper
#'     limit of the laboratory (`"lln"`, `"uln"`), the baseline, or the greater of the
#'     upper limit and the baseline.}
#'   \item{baseline}{For which baselines: `""` all, or those above the upper
#'     limit (`"high"`), not above it, below the lower limit (`"low"`), not below it.}
#'   \item{own_cut, own_unit}{A cut that the criteria themselves give for another unit:
#'     it, and not `factor` times `of`, holds for values that came in that unit. `NA` and
#'     `""`: none, so that values are converted.}
#'   \item{unit}{The unit of the value.}
#'
#' @section Versions:
#' 5.0 is the default. 6.0 has no term for a decreased lymphocyte count, on which
#' audits of lymphocyte-depleting drugs rest: low counts get no grade by it, with the
#' reason `"no_term"`. Its thresholds were taken from the transcription in the package
#' admiral 1.5.0, not from the institute's file.
#'
#' In version 5.0 an abnormal baseline is taken to mean one above the upper limit.
#'
#' @source National Cancer Institute, Common Terminology Criteria for Adverse Events,
#'   versions 4.03, 5.0 and 6.0.
#'
#' @family functions for the laboratory
#'
#' @examples
#' rules <- grading_rules("ctcae-5.0")
#' rules[rules$test == "lymphocytes", c("rule", "term", "grade", "beyond", "factor", "of", "unit")]
#' @export
grading_rules <- function(rules = c("ctcae-5.0", "ctcae-4.03", "ctcae-6.0")) {
  table <- lab_rules(rules, "rules", sys.call())
  table$unit <- lab_tests()$unit[table$code]
  table$code <- NULL
  as_frame(as.list(table), nrow(table))
}

rule_versions <- c("ctcae-5.0", "ctcae-4.03", "ctcae-6.0")

# The rules of a version, in the order that the core wants: by test, the terms
# of low values first, the highest grade of each first.
lab_rules <- function(rules, arg, call) {
  table <- lab_table("ctcae")
  version <- one_of(rules, rule_versions, arg, call)
  table <- table[paste0("ctcae-", table$version) == version, ]
  table$direction <- ifelse(substr(table$beyond, 1, 1) == "<", "low", "high")
  table$code <- match(table$test, lab_tests()$test)
  table <- table[order(table$code, table$direction == "high", -table$grade, table$rule, method = "radix"), ]
  first <- c("rule", "version", "term", "test", "direction")
  table[c(first, setdiff(names(table), first))]
}

# What is compared with a threshold, in the order of the core.
threshold_of <- c("value", "lln", "uln", "baseline", "uln or baseline")

baseline_kinds <- c("", "high", "not high", "low", "not low")

rule_columns <- function(table) {
  own <- as.double(unit_factors(ifelse(nzchar(table$own_unit), table$own_unit, NA), table$test, lab_tests()$unit[table$code]))
  list(table$code, match(table$term, unique(table$term)), ifelse(table$direction == "low", -1L, 1L),
       as.integer(table$beyond == ">="), table$grade, choice_code(table$of, threshold_of),
       choice_code(table$baseline, baseline_kinds), table$factor, table$plus, own, table$own_cut * own)
}

# Terms that a version does not have, though it has others of the test.
terms_without_grades <- function(table) unique(table$term[is.na(table$grade)])

# Whether a rule asks for the baseline.
asks_baseline <- function(table) nzchar(table$baseline) | table$of %in% c("baseline", "uln or baseline")
