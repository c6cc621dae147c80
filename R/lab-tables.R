# The tables of the laboratory's rules, which come with the package as CSV.

lab_table <- function(name) {
  file <- system.file("extdata", "rules", paste0(name, ".csv"), package = "msaudit")
  table <- utils::read.csv(file, colClasses = "character")
  for (name in intersect(c("grade", "factor"), names(table))) table[[name]] <- as.double(table[[name]])
  table
}

# Tests by the name that the package uses, NA where it has none; and the unit in
# which that test is graded.
canonical_tests <- function(test) {
  names <- lab_table("tests")
  at <- match(fold(as.character(test)), names$name)
  list(test = names$test[at], unit = names$unit[at])
}

# What a value in a unit is to be multiplied by to be in another, NA where the
# unit is missing or not understood for it.
unit_factors <- function(unit, to) {
  units <- lab_table("units")
  unit <- gsub("\u00b5|\u03bc", "u", as.character(unit))
  exact <- units$factor[match(paste(trimws(unit), to), paste(units$unit, units$to))]
  units <- units[units$case != "exact", ]
  folded <- units$factor[match(paste(fold(unit), to), paste(fold(units$unit), units$to))]
  ifelse(is.na(unit) | is.na(to), NA, ifelse(is.na(exact), folded, exact))
}

# Values as numbers: "<0.1" and ">=100" are censored, at the bound that they
# name: -1 below, -2 at most, 1 above, 2 at least. `ok` is FALSE where the text,
# or a number below 0, is no value.
parse_values <- function(value) {
  if (is.numeric(value)) {
    ok <- is.na(value) | value >= 0
    return(list(value = replace(as.double(value), !ok, NA), censored = rep(0L, length(value)), ok = ok))
  }
  text <- trimws(as.character(value))
  text <- gsub("\u2264", "<=", gsub("\u2265", ">=", text, fixed = TRUE), fixed = TRUE)
  pattern <- "^([<>]?=?) *([0-9]+[.]?[0-9]*|[.][0-9]+)$"
  ok <- is.na(text) | grepl(pattern, text)
  sign <- ifelse(ok, sub(pattern, "\\1", text), "")
  number <- rep(NA_real_, length(text))
  use <- ok & !is.na(text)
  number[use] <- as.double(sub(pattern, "\\2", text[use]))
  censored <- match(sign, censor_signs, nomatch = 3L) - 3L
  list(value = number, censored = as.integer(censored), ok = ok)
}

censor_signs <- c("<=", "<", "", ">", ">=")

# The rules of a version, in the order that the core wants.
lab_rules <- function(rules, arg, call) {
  table <- lab_table("ctcae")
  versions <- paste0("ctcae-", sort(unique(table$version), decreasing = TRUE))
  version <- one_of(rules, versions, arg, call)
  table <- table[paste0("ctcae-", table$version) == version, ]
  table$code <- match(table$test, unique(lab_table("tests")$test))
  table[order(table$code, -table$grade), ]
}

rule_columns <- function(rules) {
  list(rules$code, ifelse(rules$direction == "low", -1L, 1L), as.integer(rules$grade),
       choice_code(rules$of, c("value", "lln", "uln")), as.double(rules$factor))
}

lab_reasons <- c("graded", "no_rule", "no_value", "no_range", "censored_decides", "censored_open")

# Values in the units of the rules, as the core reads them, and why one could
# not be.
lab_values <- function(labs) {
  canonical <- canonical_tests(labs$test)
  parsed <- parse_values(labs$value)
  factor <- unit_factors(labs$unit, canonical$unit)
  n <- length(labs$test)
  limit <- function(x) if (is.null(x)) rep(NA_real_, n) else as.double(x) * factor
  codes <- match(canonical$test, unique(lab_table("tests")$test))
  list(
    test = canonical$test, unit = canonical$unit, value = parsed$value * factor,
    columns = list(replace(codes, is.na(codes), 0L), parsed$censored, nan_missing(parsed$value * factor),
                   nan_missing(limit(labs$ref_low)), nan_missing(limit(labs$ref_high))),
    no_unit = is.na(factor) & !is.na(canonical$test)
  )
}

# The core knows what is missing as NaN.
nan_missing <- function(x) {
  x[is.na(x)] <- NaN
  x
}
