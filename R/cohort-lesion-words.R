# Numbers of lesions that are words or bounds, by a table that comes with the
# package as CSV.

#' Words for numbers of lesions
#'
#' What radiologists write in place of a number, and how the package reads it: as a
#' count, as the least and the most it can be, or as not known.
#'
#' @return A data frame with one row per text:
#'   \item{column}{Of the table `mri`: `"new"` is `new_t2`, `enlarging_t2`, `gd` and
#'     `active`; `"t2_count"`; `"any"` is all of them.}
#'   \item{text}{In lower case; # stands for a whole number. Space around `<`, `>`, `=`, `+`
#'     and `-` does not matter.}
#'   \item{from, to}{The least and the most, equal for a count; #1 and #2 are the
#'     numbers in the text. `"Inf"`: without a bound. Empty: not known.}
#'
#' @section Definition:
#' [audit_cohort()] reads the columns by this table; a row for the column itself comes before
#' one for `"any"`. Each text that it replaces is a finding, and so is each that the
#' table lacks, which is taken as not known: nothing becomes 0 because it could not be read.
#'
#' @family functions for lesions
#'
#' @examples
#' head(lesion_words())
#' cohort <- audit_cohort(
#'   data.frame(id = 1), data.frame(id = 1, drug = "natalizumab", start = 0),
#'   mri = data.frame(id = 1, date = c(200, 400), compare_date = c(10, 200),
#'                    new_t2 = c(">20", "stable")),
#'   data_lock = 500
#' )
#' findings(cohort)
#' @export
lesion_words <- function() {
  file <- system.file("extdata", "rules", "lesion-words.csv", package = "msaudit")
  utils::read.csv(file, colClasses = "character", na.strings = character())
}

lesion_columns <- c("new_t2", "enlarging_t2", "gd", "active", "t2_count")

bound_columns <- function(name) paste0(name, c("_from", "_to"))

# A column of numbers of lesions: `count` in numbers, NA where it is words or
# bounds, and `from` and `to` where any are.
read_lesions <- function(x, table, name, id, log) {
  if (is.factor(x)) x <- as.character(x)
  if (!is.character(x)) return(list(count = x))
  text <- blank_to_na(x)
  rows <- which(!is.na(text) & !grepl(number_pattern, text))
  if (length(rows) == 0) return(list(count = x))
  bounds <- bounds_of_words(text[rows], name)
  what <- ifelse(bounds$read, "verbal_count", "unreadable_count")
  done <- paste("taken as", bounds_text(bounds))
  for (problem in unique(what)) {
    of <- what == problem
    add_findings(log, table, rows[of], as.character(id)[rows[of]], problem, text[rows[of]], done[of])
  }
  exact <- !is.na(bounds$from) & bounds$from == bounds$to
  text[rows] <- ifelse(exact, number_text(bounds$from, scientific = FALSE, trim = TRUE), NA)
  found <- list(count = text)
  if (any(!exact & bounds$read & !is.na(bounds$from))) {
    found$from <- found$to <- rep(NA_real_, length(x))
    found$from[rows] <- ifelse(exact, NA, bounds$from)
    found$to[rows] <- ifelse(exact, NA, bounds$to)
  }
  found
}

bounds_text <- function(bounds) {
  ifelse(is.na(bounds$from), "not known",
         ifelse(bounds$from == bounds$to, big(bounds$from),
                ifelse(bounds$to == Inf, paste("at least", big(bounds$from)),
                       paste(big(bounds$from), "to", big(bounds$to)))))
}

# The bounds of each text; `read` where the table has it.
bounds_of_words <- function(text, name) {
  words <- lesion_words()
  words <- words[words$column %in% c(name, if (name == "t2_count") NULL else "new", "any"), ]
  words <- words[order(words$column == "any"), ]
  text <- gsub("\u2264", "<=", gsub("\u2265", ">=", text, fixed = TRUE), fixed = TRUE)
  text <- gsub(" *([<>=+-]+) *", "\\1", gsub("[[:space:]]+", " ", fold(text)))
  text <- sub("^(confluent)(>)", "\\1 \\2", text)
  at <- match(gsub("[0-9]+", "#", text), words$text)
  numbers <- regmatches(text, gregexpr("[0-9]+", text))
  number <- function(i) vapply(numbers, function(x) as.double(x[i]), 0)
  value <- function(rule) {
    given <- suppressWarnings(as.double(rule))
    of <- ifelse(startsWith(rule, "#2"), number(2), number(1))
    ifelse(startsWith(rule, "#"), of + ifelse(endsWith(rule, "+1"), 1, ifelse(endsWith(rule, "-1"), -1, 0)), given)
  }
  from <- value(replace(words$from[at], is.na(at), ""))
  to <- value(replace(words$to[at], is.na(at), ""))
  turned <- !is.na(from) & (from > to | from > most_counted | (to > most_counted & to < Inf))
  list(from = replace(from, turned, NA), to = replace(to, turned, NA), read = !is.na(at) & !turned)
}
