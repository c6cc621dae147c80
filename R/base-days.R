# Dates at the door. Behind it, time is whole days since 1970-01-01: integers,
# NA where missing.
#
# A `Date` may carry a part of a day, and is floored. A `POSIXct` is its
# calendar day in its own time zone; without a zone it must be midnight, or its
# day would depend on where R runs. Text is a date of ISO 8601, or has its month by
# name, or is in the order that `date_order` says. Bare numbers are days.
as_days <- function(x, arg = deparse1(substitute(x)), call = sys.call(-1), date_order = NULL) {
  if (is.factor(x)) {
    check_factor(x, arg, call)
    x <- as.character(x)
  }
  check_argument(is_date(x) || is_bare_number(x) || is.character(x) || is_blank(x), x, arg,
                 "Date, POSIXct, text of dates or whole numbers of days", call)
  days <- if (inherits(x, "POSIXct")) {
    calendar_days(x, arg, call)
  } else if (is.character(x)) {
    text_days(x, arg, date_order, call)
  } else if (is_date(x)) {
    x
  } else {
    as_whole(x, arg, call)
  }
  dated <- is_date(x) || is.character(x)
  limits <- if (dated) c(first_day, last_day) else c(-1e7L, 1e7L)
  whole <- .Call(C_whole_days, if (is.double(days)) days else as.double(days), limits[1], limits[2])
  # An infinite POSIXct has no day either.
  lost <- if (inherits(x, "POSIXct")) is.na(days) & !is.na(x) else FALSE
  if (whole$bad == 0 && !any(lost)) return(whole$days)
  ok <- !lost & (is.na(days) | (days >= limits[1] & days < limits[2] + 1))
  # Such as 9999-12-31, which data bases have for a day that has not come.
  placeholder <- if (any(days[!ok] > limits[2], na.rm = TRUE)) " (if it stands for none or for no end yet, make it missing, NA)" else ""
  check_elements(ok, x, arg, if (dated) paste0("a date from 1800 to 2200", placeholder) else "days, fewer than 1e7", call)
  .Call(C_whole_days, as.double(replace(days, !ok, NA)), limits[1], limits[2])$days
}

# 1800-01-01 and 2200-12-31. A day outside of these years is a slip of the
# keyboard, such as 0201-05-03; so is a number of days that no life has.
first_day <- -62091L

last_day <- 84370L

# A date or none, in a vector that may hold nothing but missing values.
is_date <- function(x) inherits(x, c("Date", "POSIXct"))

calendar_days <- function(x, arg, call) {
  local <- as.POSIXlt(x)
  if (!any(nzchar(attr(x, "tzone")))) {
    midnight <- local$hour == 0 & local$min == 0 & local$sec == 0
    check_elements(is.na(x) | midnight, x, arg, "midnight, or have a time zone (as.Date(x, tz = \"Europe/London\") gives its days)", call)
  }
  as.double(as.Date(local))
}

# Which clock a vector of days is on; NA where it holds none.
clock_of <- function(x) {
  if (is.factor(x)) x <- levels(x)
  if (is.character(x)) x <- unique(x)[!is_blank_text(unique(x))]
  if (!is_date(x) && !is.numeric(x) && !is.character(x)) return(NA)
  if (length(x) == 0 || (is.na(x[1]) && all(is.na(x)))) return(NA)
  if (is.numeric(x) && !is.object(x)) "numbers" else "dates"
}

iso_date <- "^([0-9]{4})-([0-9]{2})-([0-9]{2})([T ][0-9:.,]+ ?(Z|[+-][0-9:]+)?)?$"

named_date <- "^([0-9]{1,2})[-/ ]?([A-Za-z]{3,9})[-/ ]?([0-9]{4})( +[0-9:.]+)?$"

numeric_date <- "^([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})( +[0-9:.]+)?$"

# Many records have few dates, so each is read once. A time of day that follows
# the date is let go: the day is the one that is written.
text_days <- function(x, arg, date_order, call) {
  text <- unique(x)
  at <- match(x, text)
  text <- tidy_text(text)
  is_iso <- grepl(iso_date, text)
  is_numeric <- grepl(numeric_date, text) & !is_iso
  month <- named_month(text)
  is_named <- !is.na(month)
  blank <- is_blank_text(text)
  if (is.null(date_order)) {
    has_order <- identical(as.vector(arg), "data_lock") || is_column(arg) && attr(arg, "table") != "periods"
    unclear <- paste0("a date such as 2011-03-05", if (has_order) " (for day/month/year give `date_order = \"dmy\"`)")
    check_elements(!is_numeric[at], x, arg, unclear, call)
  }
  written <- if (is.null(date_order)) "2011-03-05 or 05-Mar-2011" else "2011-03-05 or 05/03/2011, its year of four digits"
  check_elements((is_iso | is_named | is_numeric | blank)[at], x, arg, paste("a whole date such as", written), call)

  days <- rep(NA_integer_, length(text))
  days[is_iso] <- read_dates(text[is_iso], iso_date, c("y", "m", "d"))
  days[is_named] <- named_days(text[is_named], month[is_named])
  if (!is.null(date_order)) days[is_numeric] <- read_dates(text[is_numeric], numeric_date, strsplit(date_order, "")[[1]])
  check_elements((blank | !is.na(days))[at], x, arg, "a date that exists", call)
  days[at]
}

read_dates <- function(text, pattern, order) {
  if (length(text) == 0) return(integer())
  part <- function(i) as.integer(sub(pattern, paste0("\\", i), text))
  parts <- lapply(1:3, part)
  names(parts) <- order
  .Call(C_days_of_dates, parts$y, parts$m, parts$d)
}

# The month that text such as "5 Mar 2011" names, in English; NA of other text. Its
# order is not in doubt.
named_month <- function(text) {
  names <- fold(c(month.abb, month.name))
  found <- match(fold(sub(named_date, "\\2", text)), names)
  ifelse(grepl(named_date, text), (found - 1L) %% 12L + 1L, NA_integer_)
}

named_days <- function(text, month) {
  if (length(text) == 0) return(integer())
  part <- function(i) as.integer(sub(named_date, i, text))
  .Call(C_days_of_dates, part("\\3"), as.integer(month), part("\\1"))
}

check_date_order <- function(date_order, call = sys.call(-1)) {
  check_argument(is.null(date_order) || checkmate::test_choice(date_order, c("dmy", "mdy")), date_order, "date_order",
                 "\"dmy\" or \"mdy\"", call)
}

# Days as a user reads them: dates, or numbers where the cohort has no dates.
shown_days <- function(days, clock) {
  if (clock == "dates") format(as.Date(days, origin = "1970-01-01")) else number_text(days, trim = TRUE, scientific = FALSE)
}

as_user_days <- function(days, clock) {
  if (clock == "dates") as.Date(days, origin = "1970-01-01") else days
}

`%||%` <- function(x, y) if (is.null(x)) y else x
