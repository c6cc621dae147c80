# Values as R code that gives them again, in a session of any locale. deparse() would
# spell out what the locale lacks, and round numbers.

# Named arguments that are NULL are left out. One line, or a line for each
# argument where that is longer than a page is wide.
call_code <- function(name, args) {
  if (!is.null(names(args))) args <- args[!(nzchar(names(args)) & vapply(args, is.null, NA))]
  values <- vapply(args, as_code, "", USE.NAMES = FALSE)
  values <- named_code(values, names(args))
  line <- sprintf("%s(%s)", name, paste(values, collapse = ", "))
  if (nchar(line) <= 90 || length(values) < 2) return(line)
  sprintf("%s(%s\n)", name, paste0("\n  ", gsub("\n", "\n  ", values, fixed = TRUE), collapse = ","))
}

as_code <- function(value) {
  if (inherits(value, "msaudit_code")) return(unclass(value))
  if (inherits(value, "msaudit_lab_rule")) return(rule_code(value))
  if (inherits(value, "POSIXt")) value <- format(value, "%Y-%m-%d")
  if (inherits(value, "Date")) return(sprintf("as.Date(%s)", as_code(format(value))))
  if (is.factor(value)) value <- as.character(value)
  if (is.list(value)) return(call_code("list", value))
  values <- if (is.character(value)) text_code(value) else if (is.double(value)) number_code(value) else
    ifelse(is.na(value), "NA", as.character(value))
  if (length(values) == 1 && is.null(names(value))) return(values)
  filled("c", named_code(unname(values), names(value)))
}

code <- function(text) structure(text, class = "msaudit_code")

# Names that are none of R's stand in quotes.
named_code <- function(values, names) {
  if (is.null(names)) return(values)
  plain <- grepl("^[A-Za-z.][A-Za-z0-9._]*$", names) & make.names(names) == names
  shown <- ifelse(plain, names, text_code(names))
  ifelse(nzchar(names), paste(shown, "=", values), values)
}

# A text of UTF-8 between quotes, on one line. What steers a terminal is written by its
# number, and so are three backticks, which would end the code where it stands in a
# document. Where one is, R's parser takes the letters of other locales by their numbers alone.
text_code <- function(text) {
  quoted <- gsub("([\"\\\\])", "\\\\\\1", enc2utf8(text))
  by_number <- paste(breaks, steering, "```", sep = "|")
  of_some <- grepl(by_number, quoted, perl = TRUE)
  at <- gregexpr(paste(by_number, "[^\\x01-\\x7f]", sep = "|"), quoted[of_some], perl = TRUE)
  regmatches(quoted[of_some], at) <- lapply(regmatches(quoted[of_some], at), function(marks) {
    vapply(marks, function(mark) {
      code <- utf8ToInt(mark)
      paste(sprintf(ifelse(code > 0xffff, "\\U%08x", "\\u%04x"), code), collapse = "")
    }, "", USE.NAMES = FALSE)
  })
  ifelse(is.na(text), "NA_character_", paste0("\"", quoted, "\""))
}

# The shortest that is the same number again.
number_code <- function(x) {
  vapply(x, function(value) {
    if (!is.finite(value)) return(if (is.na(value)) "NA_real_" else as.character(value))
    text <- sprintf("%.15g", value)
    if (as.double(text) == value) text else sprintf("%.17g", value)
  }, "")
}

# Many elements go over several lines.
filled <- function(name, elements) {
  line <- (cumsum(nchar(elements) + 2) - 1) %/% 90
  lines <- vapply(split(elements, line), paste, "", collapse = ", ")
  sprintf("%s(%s)", name, paste(lines, collapse = ",\n  "))
}

# A rule as the call that makes it: parts that differ are rules of their own.
rule_code <- function(rule) {
  if (is.null(rule$conditions)) {
    return(call_code("lab_sequence", list(rule$first, rule$then, months = as.double(rule$months), name = rule$name)))
  }
  parts <- lapply(split(rule$conditions, rule$conditions$part), function(part) {
    conditions <- structure(as.list(part$text), names = part$test)
    persist <- if_not(as.double(part$persist[1]), 0)
    code(call_code("lab_rule", c(conditions, list(name = rule$name, persist = persist))))
  })
  if (length(parts) == 1) parts[[1]] else call_code("lab_any", c(unname(parts), list(name = rule$name)))
}
