# The tables of the laboratory's rules, which come with the package as CSV.

lab_table <- function(name) {
  file <- system.file("extdata", "rules", paste0(name, ".csv"), package = "msaudit")
  table <- utils::read.csv(file, colClasses = "character")
  for (name in intersect(c("factor", "plus", "own_cut"), names(table))) table[[name]] <- as.double(table[[name]])
  for (name in intersect(c("grade", "part", "persist"), names(table))) table[[name]] <- as.integer(table[[name]])
  table
}

# Tests in the order of their table: the core knows one by its place.
lab_tests <- function() {
  names <- lab_table("tests")
  names[!duplicated(names$test), c("test", "unit", "label")]
}

# Tests by the name that the package uses, NA where it has none; and the unit in
# which that test is graded.
canonical_tests <- function(test) {
  names <- lab_table("tests")
  at <- match(fold(as.character(test)), names$name)
  list(test = names$test[at], unit = names$unit[at])
}

# Ways to write one unit: micro signs (also as in mcL), superscripts, times signs, spaces.
plain_unit <- function(unit) {
  unit <- gsub("[\u00b5\u03bc]", "u", tidy_text(unit))
  unit <- gsub("mc(?=l$|mol/)", "u", unit, ignore.case = TRUE, perl = TRUE)
  raised <- c("3" = "\u00b3", "6" = "\u2076", "9" = "\u2079")
  for (digit in names(raised)) unit <- gsub(raised[[digit]], paste0("^", digit), unit, fixed = TRUE)
  gsub("[[:space:]]", "", gsub("\u00d7", "x", unit, fixed = TRUE))
}

# What a value of a test in a unit is to be multiplied by to be in another, NA
# where the unit is missing or not understood for it. A row for the test goes
# before one for all tests.
unit_factors <- function(unit, test, to) {
  units <- lab_table("units")
  units$unit <- plain_unit(units$unit)
  unit <- plain_unit(unit)
  look_up <- function(rows, spelt, spell) {
    rows <- units[rows, ]
    found <- match(paste(spelt, test, to), paste(spell(rows$unit), rows$test, rows$to))
    any_test <- match(paste(spelt, "", to), paste(spell(rows$unit), rows$test, rows$to))
    rows$factor[ifelse(is.na(found), any_test, found)]
  }
  exact <- look_up(seq_len(nrow(units)), unit, identity)
  folded <- look_up(units$case != "exact", fold(unit), fold)
  ifelse(is.na(unit) | is.na(to), NA, ifelse(is.na(exact), folded, exact))
}

# Text as codes and what they stand for; a factor as it is.
coded <- function(x) {
  if (is.factor(x)) return(list(code = x, levels = levels(x)))
  .Call(C_text_codes, as.character(x))
}

# Values as the core reads them: `labs` is list(value, test, unit, ref_low,
# ref_high, censored), of which the last three may be NULL. A single test, unit
# or limit stands for all.
lab_columns <- function(labs) {
  names <- coded(labs$test)
  units <- coded(labs$unit)
  canonical <- canonical_tests(names$levels)
  each <- rep(seq_along(names$levels), length(units$levels))
  factors <- unit_factors(rep(units$levels, each = length(names$levels)), canonical$test[each], canonical$unit[each])
  test_of <- match(canonical$test, lab_tests()$test)
  list(value = labs$value, name = names$code, unit = units$code, low = labs$ref_low, high = labs$ref_high,
       censored = labs$censored, test_of = replace(test_of, is.na(test_of), 0L), factor = as.double(factors))
}

# Some of the rows of columns.
column_rows <- function(columns, rows) {
  n <- length(columns$value)
  for (name in c("value", "name", "unit", "low", "high", "censored")) {
    if (length(columns[[name]]) == n) columns[name] <- list(columns[[name]][rows])
  }
  columns
}
