# Arguments that many functions share, checked at the door.

check_conf_level <- function(conf_level, call = sys.call(-1)) {
  check_argument(is_one_number(conf_level) && conf_level > 0 && conf_level < 1,
                 conf_level, "conf_level", "a number between 0 and 1", call)
}

check_per <- function(per, call = sys.call(-1)) {
  check_argument(is_one_number(per) && per > 0,
                 per, "per", "a number of years above 0", call)
}

check_flag <- function(x, arg = deparse1(substitute(x)), call = sys.call(-1)) {
  check_argument(isTRUE(x) || isFALSE(x), x, arg, "TRUE or FALSE", call)
}

# One of `choices`, spelt out; all of them, where that is the default and nothing was
# given, is the first.
one_of <- function(x, choices, arg = deparse1(substitute(x)), call = sys.call(-1)) {
  if (length(x) > 1 && identical(x, choices) && is_default(arg, parent.frame())) return(choices[1])
  if (!(is.character(x) && length(x) == 1 && x %in% choices)) {
    argument_error(arg, paste("one of", toString(shown(choices))), described(x), call)
  }
  x
}

# Whether the argument of that name was left as it is by default, in the call of this
# frame or in one from which it was passed on under any name.
is_default <- function(name, frame) {
  frames <- sys.frames()
  at <- Position(function(of) identical(of, frame), frames)
  while (!is.na(at) && at > 0) {
    frame <- frames[[at]]
    arguments <- names(formals(sys.function(at)))
    if (name %in% arguments) {
      if (eval(call("missing", as.name(name)), frame)) return(TRUE)
      given <- eval(call("substitute", as.name(name)), frame)
      if (!is.symbol(given)) return(FALSE)
      name <- as.character(given)
    } else if (!"..." %in% arguments) {
      return(FALSE)
    }
    at <- sys.parents()[at]
  }
  FALSE
}

# The same of names that users gave, which are one whatever their case and space.
one_name <- function(x, choices, arg = deparse1(substitute(x)), call = sys.call(-1)) {
  if (is.character(x) && length(x) == 1 && !is.na(x) && !x %in% choices) {
    alike <- which(fold(choices) == fold(x))
    if (length(alike) == 1) return(choices[alike])
  }
  one_of(x, choices, arg, call)
}

# Some of `choices`, spelt out, each once; `none`: or none of them.
some_of <- function(x, choices, arg, call, none = FALSE) {
  fits <- is.character(x) && (none || length(x) > 0) && all(x %in% choices) && !anyDuplicated(x)
  if (fits) return(x)
  at_fault <- if (is.character(x)) x[!x %in% choices | duplicated(x)]
  found <- if (length(at_fault) > 0) described(at_fault[1]) else described(x)
  must_be <- sprintf("of %s, each once%s", toString(shown(choices)), if (none) ", or none" else "")
  argument_error(arg, must_be, found, call)
}

alternatives <- c("two.sided", "less", "greater")

# The number by which the core knows a choice: its place, counted from 0.
choice_code <- function(x, choices) match(x, choices) - 1L

# Vectors of one length, a single element standing for as many as are needed.
recycled <- function(..., call = sys.call(-1)) {
  x <- list(...)
  n <- lengths(x)
  size <- if (any(n == 0)) 0 else max(n)
  if (any(n != 1 & n != size)) {
    argument_error(names(x)[n != 1], "of one length, or single", toString(n[n != 1]), call)
  }
  lapply(x, function(element) if (length(element) == size) element else rep(element, size))
}

# Each patient has an element of its own.
check_same_length <- function(x, n, arg, call) {
  check_argument(length(x) == n, x, arg, sprintf("of length %d, as `x` is", n), call)
}

# The core says NaN both of what is missing and of what is undefined.
nan_to_na <- function(x) replace(x, is.nan(x), NA)

# Where a test rejects a value inside the interval beside it, or not one outside,
# by more than the last digits of its p and the limits.
differs_by_test <- function(found, null, conf_level) {
  slack <- 1e-9 * abs(null)
  excluded <- null < found$conf_low - slack | null > found$conf_high + slack
  included <- null > found$conf_low + slack & null < found$conf_high - slack
  alpha <- 1 - conf_level
  kept <- found$p > alpha * (1 + 1e-9)
  rejected <- found$p < alpha * (1 - 1e-9)
  !is.na(found$p) & ((excluded & kept) | (included & rejected))
}

# The methods of a measure, the default first; NULL stands for it.
method_of <- function(method, methods, measure, call) {
  if (is.null(method)) methods[[measure]][1] else one_of(method, methods[[measure]], "method", call)
}

# The number by which the core knows a method of a measure: its place among the
# methods of all measures, counted from 0.
measure_code <- function(method, methods, measure) {
  before <- methods[seq_len(match(measure, names(methods)) - 1L)]
  length(unlist(before)) + choice_code(method, methods[[measure]])
}

# What a comparison tests: no effect, unless said otherwise.
as_null_effect <- function(null, measure, call) {
  if (measure == "difference") {
    check_argument(is.null(null) || is_one_number(null), null, "null", "a difference", call)
    return(if (is.null(null)) 0 else as.double(null))
  }
  check_argument(is.null(null) || (is_one_number(null) && null > 0), null, "null", "a ratio above 0", call)
  if (is.null(null)) 1 else as.double(null)
}

# What is to be given for arguments that many functions have.
usual_arguments <- c(cohort = "a cohort of audit_cohort()", periods = "periods of audit_periods()", file = "the path of a file",
                     drug = "the name of a drug", row = "the number of a row of `x`")

# Stops where an argument without a default was not given, as the first thing that a
# function does: R would say so later, and in words of its own. `but` are those that not
# every call needs.
check_given <- function(but = character()) {
  frame <- parent.frame()
  at <- sys.parent()
  call <- sys.call(at)
  defaults <- formals(sys.function(at))
  needed <- names(defaults)[vapply(defaults, function(default) is.symbol(default) && !nzchar(as.character(default)), NA)]
  for (name in setdiff(needed, c("...", but))) {
    if (!eval(call("missing", as.name(name)), frame)) next
    hint <- if (name %in% names(usual_arguments)) paste0("; give ", usual_arguments[[name]]) else ""
    usage_error(name, sprintf("`%s` is missing: it has no default%s", name, hint), call)
  }
}

check_table <- function(cohort, table, call) {
  if (is.null(cohort[[table]])) {
    usage_error("x", sprintf("The cohort has no table `%s`, so nothing can be counted (a missing table is not zero events): pass `%s =` to audit_cohort()", table, table),
                call)
  }
}

check_no_dots <- function(..., call) {
  if (...length() > 0) {
    name <- names(list(...))[1]
    usage_error("...", sprintf("Unused argument%s", if (is.null(name) || !nzchar(name)) "" else
      sprintf(" `%s`", name)), call)
  }
}

check_cohort <- function(cohort, call = sys.call(-1)) {
  check_argument(inherits(cohort, "msaudit_cohort"), cohort, "cohort",
                 "a cohort of audit_cohort()", call)
}

as_finite <- function(x, arg, call, whole = are_whole(x)) {
  check_argument(is_bare_number(x), x, arg, "numbers", call)
  if (!whole) check_elements(is.finite(x), x, arg, "finite", call)
  as.double(x)
}

known <- function(x, arg, call) {
  if (anyNA(x)) check_elements(!is.na(x), x, arg, "known", call)
  x
}

check_events_in_time <- function(events, years, arg, call) {
  if (all(years > 0)) return()
  check_elements(events == 0 | years > 0, events, arg, "0 where there is no time", call)
}

as_slack <- function(slack, call, arg = "slack") {
  fits <- is_bare_number(slack) && length(slack) == 2 && !anyNA(slack) && all(slack >= 0) &&
    all(slack == round(slack)) && all(slack <= 1e6)
  check_argument(fits, slack, arg, "two whole numbers of days, 0 or more", call)
  as.integer(slack)
}

if_not <- function(value, default) if (!identical(value, default)) value

as_day_count <- function(days, arg, call) {
  check_argument(is_one_number(days) && days >= 0 && days == round(days) && days <= 1e6, days, arg,
                 "a whole number of days, 0 or more", call)
  as.integer(days)
}

need_package <- function(package, what, call) {
  if (!requireNamespace(package, quietly = TRUE)) {
    abort("msaudit_package_error", sprintf("%s needs the package %s: install.packages(\"%s\")",
                                           what, package, package), package = package, call = call)
  }
}

as_min_cell <- function(min_cell, call) {
  fits <- is_one_number(min_cell) && min_cell == round(min_cell) && min_cell >= 2 && min_cell <= 1000
  check_argument(fits, min_cell, "min_cell", "a whole number from 2 to 1000", call)
  as.integer(min_cell)
}

# Times asked for: in order, each once.
as_times <- function(times, call) {
  if (is.null(times)) return(NULL)
  check_argument(is_bare_number(times), times, "times", "numbers", call)
  check_elements(is.finite(times), times, "times", "finite", call)
  sort(unique(as.double(times)))
}
