# Commas and points in numbers that are text.

# A number with a comma before its decimals, and nothing else.
decimal_comma <- "^([<>]?=? *[-+]?[0-9]*),([0-9]+)$"

# What to say beside text that is no number, if it may have a decimal comma.
comma_doubt <- function(text) {
  ifelse(grepl(decimal_comma, with_point(as.character(text))), " (a decimal comma? Give `dec = \",\"` to what reads the file, such as read_cohort())", "")
}

# A number with a point, and one whose points may stand between thousands.
pointed_number <- "^[<>]?=? *[-+]?[0-9]*[.][0-9]*([eE][-+]?[0-9]+)?$"
grouped_number <- "^[<>]?=? *[-+]?[1-9][0-9]{0,2}([.][0-9]{3})+$"

number_kinds <- c("value", "limit", "amount", "count", "lesions", "grade", "edss")

# A column of a file in which a comma goes before decimals, by the marks of R. A number
# that has a point none the less may be of another hand, or may be a thousand times as
# large; it is listed, and taken as missing where both can be.
with_points <- function(x, kind, table, name, id, context) {
  if (context$dec == "." || !(kind %in% c(number_kinds, "own"))) return(x)
  text <- tidy_text(x)
  if (kind %in% number_kinds) {
    say <- function(rows, problem, done) {
      add_findings(context$log, table, rows, as.character(id)[rows], problem, text[rows], done)
    }
    grouped <- which(grepl(grouped_number, text))
    say(setdiff(which(grepl(pointed_number, text)), grouped), "point_in_number", "read as decimals")
    say(grouped, "grouped_number", "taken as missing")
    text[grouped] <- NA
  }
  ifelse(grepl(decimal_comma, text), sub(decimal_comma, "\\1.\\2", text), if (kind == "own") x else text)
}
