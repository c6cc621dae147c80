# Commas and points in numbers that are text.


# A number with a point, and one whose points may stand between thousands.
pointed_number <- "^[<>]?=? *[-+]?[0-9]*[.][0-9]*([eE][-+]?[0-9]+)?$"

grouped_number <- "^[<>]?=? *[-+]?[1-9][0-9]{0,2}([.][0-9]{3})+$"

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
