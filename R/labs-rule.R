#' Abnormalities made of several tests
#'
#' Rules for [audit_labs()]: `lab_rule()` holds in a sample in which all its conditions do,
#' such as leucopenia without neutropaenia; `lab_any()` if one of several rules
#' does; `lab_sequence()` if one rule does and then another. `lab_definitions()` gives
#' ready-made ones.
#'
#' @param ... In `lab_rule()` conditions, each named by a test and written as in
#'   Definition; a test may have several. In `lab_any()` rules of `lab_rule()`.
#' @param name What the rule is called in results, single.
#' @param persist Whole number of days, single, 0 or more: the rule must hold again in a
#'   sample at least so many days later, up to the end of follow-up, and in none
#'   between may it be known not to hold. 0: once is enough.
#' @param first,then Rules of `lab_rule()` or `lab_any()`.
#' @param months Whole number of months, single: `then` must begin after the day
#'   on which `first` began, within so many months.
#' @param set One of `"thyroid"` (the default), `"antibodies"`, `"itp"`, `"hys_law"` and
#'   `"nephropathy"`, single.
#'
#' @return A rule of class `msaudit_lab_rule`; from `lab_definitions()` a list of them.
#'
#' @section Definition:
#' A condition is `"low"` or `"high"`, against the laboratory's limits for that
#' test, or a comparison: `"< 100"`, in the unit in which the package grades the
#' test, `"> 3 uln"`, `"< 0.5 lln"`, `"> 1.3 baseline"` (see [audit_labs()]). It may begin
#' with "not", or with "unknown if" (met if it is not known whether the rest
#' holds), and may end with "or unknown".
#'
#' Tests of one sample are those of one patient, day and, if given, `sample`. A condition is
#' known if the test is there with its value, unit and limit. A rule is known in a
#' sample if all its conditions are, or if one is known not to be met. Of several
#' rows of a test in a sample one is enough. A rule that must persist and holds
#' once, without a later sample in which it is known, is not known in the first.
#'
#' In a sequence the first onset of `first` counts; both rules must begin on the days on
#' which the audit looks for the sequence, whose onset is that of `then`.
#'
#' Thyroid function is overt hypothyroidism (TSH high, free T4 low), subclinical
#' hypothyroidism (TSH high, free T4 normal), overt hyperthyroidism (TSH low, free T4 or
#' free T3 high), subclinical hyperthyroidism (TSH low, free T4 normal, free T3 not
#' high if measured), or not to be judged if TSH is abnormal and free T4 is missing
#' or has no limit. The sets are rows of
#' `system.file("extdata", "rules", "composites.csv", package = "msaudit")`.
#'
#' @section Errors:
#' `msaudit_argument_error` for a test or condition that is not understood.
#'
#' @family functions for the laboratory
#'
#' @examples
#' lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia without neutropaenia")
#' lab_rule(alt = "> 3 uln", bilirubin = "> 2 uln", name = "Hy's law")
#' lab_rule(tsh = "high", ft4 = "not low", persist = 90, name = "lasting subclinical hypothyroidism")
#' lab_any(
#'   lab_rule(platelets = "< 100", persist = 1, name = "confirmed"),
#'   lab_rule(platelets = "< 50", name = "severe"), name = "ITP"
#' )
#' lab_sequence(
#'   lab_rule(tpo_ab = "high", name = "antibodies"),
#'   lab_rule(tsh = "high", ft4 = "low", name = "hypothyroidism"),
#'   months = 12, name = "antibodies, then hypothyroidism"
#' )
#' lab_definitions("thyroid")
#' @export
lab_rule <- function(..., name, persist = 0) {
  check_given()
  call <- sys.call()
  conditions <- list(...)
  check_rule_name(name, call)
  persist <- as_day_count(persist, "persist", call)
  if (length(conditions) == 0 || is.null(names(conditions)) || any(!nzchar(names(conditions)))) {
    usage_error("...", "A rule needs conditions, each named by a test, such as wbc = \"low\"", call)
  }
  parsed <- Map(function(text, test) parse_conditions(text, test, call), unname(conditions), names(conditions))
  new_lab_rule(name, cbind(do.call(rbind, parsed), part = 1L, persist = persist))
}

#' @rdname lab_rule
#' @export
lab_any <- function(..., name) {
  check_given()
  call <- sys.call()
  check_rule_name(name, call)
  rules <- list(...)
  fits <- length(rules) > 0 && all(vapply(rules, is_sample_rule, NA))
  check_argument(fits, rules, "...", "rules of lab_rule()", call)
  conditions <- lapply(rules, `[[`, "conditions")
  before <- cumsum(c(0L, vapply(conditions, function(x) max(x$part), 0L)))
  parts <- Map(function(x, before) {
    x$part <- x$part + before
    x
  }, conditions, before[seq_along(conditions)])
  new_lab_rule(name, do.call(rbind, unname(parts)))
}

#' @rdname lab_rule
#' @export
lab_sequence <- function(first, then, months, name) {
  check_given()
  call <- sys.call()
  check_rule_name(name, call)
  check_argument(is_sample_rule(first), first, "first", "a rule of lab_rule() or lab_any()", call)
  check_argument(is_sample_rule(then), then, "then", "a rule of lab_rule() or lab_any()", call)
  months <- as_months(months, "months", call)
  structure(list(name = name, first = first, then = then, months = months), class = "msaudit_lab_rule")
}

#' @rdname lab_rule
#' @export
lab_definitions <- function(set = c("thyroid", "antibodies", "itp", "hys_law", "nephropathy")) {
  call <- sys.call()
  table <- lab_table("composites")
  set <- one_of(set, unique(table$set), "set", call)
  table <- table[table$set == set, ]
  unname(lapply(split(table, factor(table$rule, unique(table$rule))), function(rows) {
    parsed <- Map(function(text, test) parse_conditions(text, test, call), rows$condition, rows$test)
    new_lab_rule(rows$rule[1], cbind(do.call(rbind, unname(parsed)), part = rows$part, persist = rows$persist))
  }))
}

new_lab_rule <- function(name, conditions) {
  structure(list(name = name, conditions = conditions), class = "msaudit_lab_rule")
}

is_sample_rule <- function(x) inherits(x, "msaudit_lab_rule") && !is.null(x$conditions)

check_rule_name <- function(name, call) {
  check_argument(checkmate::test_string(name, min.chars = 1), name, "name", "what the rule is called", call)
}

# Answers of the core (lab_composites.h) that meet a condition.
condition_pattern <- "^(not |unknown if )?(low|high|(<=|>=|<|>) *([0-9.]+)( *(lln|uln|baseline))?)( or unknown)?$"

parse_conditions <- function(text, test, call) {
  known <- canonical_tests(test)$test
  if (is.na(known)) {
    usage_error("...", sprintf("`%s` is no test%s", test, did_you_mean(test, lab_table("tests")$name)), call)
  }
  fits <- is.character(text) && length(text) > 0 && !anyNA(text) && all(grepl(condition_pattern, text))
  check_argument(fits, text, test, "conditions such as \"low\", \"not high\", \"< 100\" or \"> 3 uln\"", call)
  part <- function(i) sub(condition_pattern, sprintf("\\%d", i), text)
  sign <- ifelse(part(2) == "low", "<", ifelse(part(2) == "high", ">", part(3)))
  of <- ifelse(part(2) == "low", "lln", ifelse(part(2) == "high", "uln", ifelse(part(6) == "", "value", part(6))))
  factor <- suppressWarnings(ifelse(part(2) %in% c("low", "high"), 1, as.double(part(4))))
  # A number of the laboratory has few digits; and the text of a rule is what tables say.
  fits <- all(is.finite(factor)) && all(nchar(part(4)) <= 20)
  check_argument(fits, text, test, "conditions with a number of at most 20 digits", call)
  accept <- c(1L, 2L, 4L)[match(part(1), c("", "not ", "unknown if "))]
  accept <- bitwOr(accept, ifelse(part(7) == "", 0L, 4L))
  data.frame(test = known, text = text, sign = sign, of = of, factor = factor, accept = accept, stringsAsFactors = FALSE)
}

condition_columns <- function(rule) {
  x <- rule$conditions
  x <- x[order(x$part), ]
  list(x$part, match(x$test, lab_tests()$test), ifelse(substr(x$sign, 1, 1) == "<", -1L, 1L),
       as.integer(nchar(x$sign) == 2), choice_code(x$of, threshold_of), x$accept, x$persist, as.double(x$factor))
}

#' @export
format.msaudit_lab_rule <- function(x, ...) {
  if (is.null(x$conditions)) {
    return(sprintf("%s: %s, then within %s %s", x$name, rule_text(x$first), counted(x$months, "month"), rule_text(x$then)))
  }
  sprintf("%s: %s", x$name, rule_text(x))
}

rule_text <- function(x) {
  parts <- vapply(split(x$conditions, x$conditions$part), function(part) {
    text <- paste(part$test, part$text, collapse = " and ")
    if (part$persist[1] > 0) text <- sprintf("%s, again after %s or more", text, counted(part$persist[1], "day"))
    text
  }, "")
  paste(parts, collapse = "; or ")
}

#' @export
print.msaudit_lab_rule <- function(x, ...) {
  print_lines(strwrap(format(x), width = 80, exdent = 2))
  invisible(x)
}

check_composites <- function(composites, call) {
  fits <- is.list(composites) && !inherits(composites, "msaudit_lab_rule") &&
    all(vapply(composites, inherits, NA, "msaudit_lab_rule"))
  check_argument(fits, composites, "composites", "a list of rules, as list(lab_rule(...))", call)
  names <- vapply(composites, `[[`, "", "name")
  if (anyDuplicated(names)) {
    usage_error("composites", sprintf("Two composites have the name %s", shown(names[duplicated(names)][1])), call)
  }
}
