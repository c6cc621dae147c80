# A definition knows how to find its period in a cohort, and says what it is.
# `on` is the drug that patients are on in it, `from` the drug from whose start
# it is counted; NA where there is none. `origin` gives the day of each patient
# from which its time is counted, NULL for the start of the period. `treated` is
# the drug that a period of treatment is on or after, NA for any other.
new_period <- function(find, text, on = NA_character_, from = NA_character_, origin = function(cohort) NULL,
                       treated = NA_character_, code = NA_character_) {
  structure(list(find = find, text = text, on = on, from = from, origin = origin, treated = treated, code = code),
            class = "msaudit_period")
}

# The call that makes a definition again, of its values: `more` are those that are not
# the default.
period_code <- function(name, ..., more = list()) call_code(name, c(list(...), more))

#' @export
print.msaudit_period <- function(x, ...) {
  print_lines(strwrap(paste("Period:", x$text), width = 80, exdent = 2))
  invisible(x)
}

#' Kinds of periods
#'
#' What a period of [audit_periods()] consists of. All are (start, stop] and are
#' cut to follow-up.
#'
#' @param drug,from,to Name of a drug, single, as in `treatments`, whatever its case and the
#'   space around it. A name that no course has is an error that suggests the nearest. For
#'   `period_calendar()`, `from` and `to` are days, single, on the clock of the cohort
#'   (text as 2011-03-05).
#' @param grace Whole number of days, 0 or more: courses of the drug that overlap, or whose
#'   gap (next start - stop) is at most this long, are one.
#' @param extend Whole number of days, 0 or more, for which each merged course
#'   with a recorded stop is taken to go on after it; cut at the first start of another
#'   drug on the day of the stop or later, at the next course, and at the end of
#'   follow-up. In `period_since()` only with `until = "stop"`: a washout that
#'   still counts for the drug.
#' @param months Whole numbers of months, one or two: `12` means `c(0, 12)`, from
#'   the start to 12 months after it (or before it); in `period_since()` the second may be
#'   `Inf`. Months
#'   are those of the calendar: 31 January plus 1 month is the last day of February. On a
#'   clock without dates, `m` months are `floor(m * 365 / 12)` days.
#' @param until What else ends the period: `"follow_up"`, nothing; `"stop"`, the stop of
#'   the course that began at the first start (courses with a gap of at most a day
#'   are one); `"switch"`, the next later start of another drug.
#' @param exclude Whole number of days, 0 or more, before the start to leave out, since
#'   a relapse in them may be why the drug was started.
#'
#' @details
#' \describe{
#'   \item{`period_on()`}{On the drug. A missing stop is the end of
#'     follow-up. Courses of fewer than 31 days, without `extend`,
#'     get a note: the effect of a pulsed drug outlasts its doses.}
#'   \item{`period_since()`}{A window from the first start of the drug, even
#'     if that is before follow-up.}
#'   \item{`period_before()`}{The same backwards: `12` means the twelve months that
#'     end at the start. A patient without a known start of follow-up has the whole
#'     window, with a note.}
#'   \item{`period_gap()`}{The washout: from the last stop of `from` to the first
#'     start of `to` that follows a start of `from`. A patient still on
#'     `from` at that start has none. Days on other drugs in between
#'     count, and their patients are noted.}
#'   \item{`period_calendar()`}{From one day to another, both included. Without a known
#'     start of follow-up it begins with the first treatment.}
#'   \item{`period_follow_up()`}{All of follow-up; without a known start, from the first
#'     treatment.}
#' }
#'
#' @return A definition of class `msaudit_period`, to be named and passed to
#'   [audit_periods()].
#'
#' @family periods
#'
#' @examples
#' period_on("natalizumab", extend = 60)
#' period_since("alemtuzumab", months = c(0, 12), until = "switch")
#' @name period_definitions
NULL

#' @rdname period_definitions
#' @export
period_on <- function(drug, grace = 1, extend = 0) {
  check_given()
  call <- sys.call()
  check_drug_name(drug, "drug", call)
  grace <- as_day_count(grace, "grace", call)
  extend <- as_day_count(extend, "extend", call)
  text <- sprintf("on %s, courses with a gap of at most %s taken as one", drug, counted(grace, "day"))
  if (extend > 0) text <- sprintf("%s, each extended by %s", text, counted(extend, "day"))
  new_period(function(cohort, call) {
    .Call(C_period_on, follow_up_of(cohort), courses_of(cohort), one_drug(cohort, drug, "drug", call),
          grace, extend)
  }, text, on = drug, origin = function(cohort) first_starts(cohort, one_drug(cohort, drug, "drug", call)),
  treated = drug, code = period_code("period_on", drug, more = list(grace = if_not(grace + 0, 1), extend = if_not(extend + 0, 0))))
}

#' @rdname period_definitions
#' @export
period_since <- function(drug, months, until = c("follow_up", "stop", "switch"), extend = 0) {
  check_given()
  call <- sys.call()
  until <- one_of(until, untils, "until", call)
  window <- as_window(months, call)
  extend <- as_day_count(extend, "extend", call)
  if (extend > 0 && until != "stop") {
    usage_error("extend", "`extend` needs `until = \"stop\"`: the days follow a stop", call)
  }
  span <- if (is.na(window[2])) sprintf("from %s", counted(window[1], "month")) else
    sprintf("months %d to %d", window[1], window[2])
  stop <- if (extend == 0) "its stop" else sprintf("%s after its stop or another drug", counted(extend, "day"))
  end <- c(follow_up = "", stop = paste(", until", stop), switch = ", until the next drug")
  text <- sprintf("%s after the first start of %s%s", span, drug, end[until])
  code <- period_code("period_since", drug, window_code(window),
                      more = list(until = if_not(until, "follow_up"), extend = if_not(extend + 0, 0)))
  window_period(drug, window, until, c(extend, 0L), text, treated = drug, code, call)
}

#' @rdname period_definitions
#' @export
period_before <- function(drug, months, exclude = 0) {
  check_given()
  call <- sys.call()
  window <- as_window(months, call)
  check_argument(!anyNA(window), months, "months", "finite numbers of months", call)
  exclude <- as_day_count(exclude, "exclude", call)
  check_drug_name(drug, "drug", call)
  text <- sprintf("months %d to %d before the first start of %s", window[2], window[1], drug)
  if (exclude > 0) text <- sprintf("%s, but the last %s", text, counted(exclude, "day"))
  code <- period_code("period_before", drug, window_code(window), more = list(exclude = if_not(exclude + 0, 0)))
  window_period(drug, -rev(window), "follow_up", c(0L, exclude), text, treated = NA_character_, code, call)
}

untils <- c("follow_up", "stop", "switch")

# `days` are those of `extend` and `exclude`.
window_period <- function(drug, window, until, days, text, treated, code, call) {
  check_drug_name(drug, "drug", call)
  new_period(function(cohort, call) {
    code <- one_drug(cohort, drug, "drug", call)
    found <- .Call(C_period_window, follow_up_of(cohort), courses_of(cohort), code, window, choice_code(until, untils),
                   days, choice_code(cohort$clock, clocks))
    if (until == "stop") {
      again <- started_again(cohort, code, window, found)
      found$notes[again] <- found$notes[again] + note_bit("started_again")
    }
    found
  }, text, from = drug, origin = function(cohort) {
    months_after(first_starts(cohort, one_drug(cohort, drug, "drug", call)), window[1], cohort$clock)
  }, treated = treated, code = code)
}

# Months as they are given; Inf is NA in the core.
window_code <- function(window) {
  months <- ifelse(is.na(window), Inf, as.double(window))
  if (months[1] == 0 && is.finite(months[2])) months[2] else months
}

#' @rdname period_definitions
#' @export
period_gap <- function(from, to) {
  check_given()
  call <- sys.call()
  check_drug_name(from, "from", call)
  check_drug_name(to, "to", call)
  if (fold(from) == fold(to)) usage_error("to", "`to` must be another drug than `from`", call)
  new_period(function(cohort, call) {
    .Call(C_period_gap, follow_up_of(cohort), courses_of(cohort), one_drug(cohort, from, "from", call),
          one_drug(cohort, to, "to", call))
  }, sprintf("from the last stop of %s to the first start of %s after it", from, to),
  code = period_code("period_gap", from, to))
}

#' @rdname period_definitions
#' @export
period_calendar <- function(from, to) {
  check_given()
  call <- sys.call()
  text <- sprintf("%s to %s, both days included", format(from), format(to))
  new_period(function(cohort, call) {
    first <- one_day(from, "from", cohort$clock, call)
    last <- one_day(to, "to", cohort$clock, call)
    if (last < first) argument_error("to", "`from` or later", shown_days(last, cohort$clock), call)
    .Call(C_period_calendar, follow_up_of(cohort), courses_of(cohort), first, last)
  }, text, code = period_code("period_calendar", plain_day(from), plain_day(to)))
}

#' @rdname period_definitions
#' @export
period_follow_up <- function() {
  new_period(function(cohort, call) {
    .Call(C_period_calendar, follow_up_of(cohort), courses_of(cohort), NA_integer_, NA_integer_)
  }, "the whole of follow-up", code = "period_follow_up()")
}

plain_day <- function(day) if (is.numeric(day) && !inherits(day, "Date")) as.double(day) else format(day)

check_drug_name <- function(drug, arg, call) {
  check_argument(checkmate::test_string(drug, min.chars = 1), drug, arg, "the name of a drug", call)
}

# Two numbers of months, the second NA where it is Inf.
as_window <- function(months, call) {
  whole <- is_bare_number(months) && length(months) %in% 1:2 && !anyNA(months)
  if (whole && length(months) == 1) months <- c(0, months)
  fits <- whole && is.finite(months[1]) && all(months >= 0) && months[1] < months[2] &&
    all(!is.finite(months) | (months == round(months) & months <= 1e5))
  check_argument(fits, months, "months", "one or two rising whole numbers of months, 0 or more", call)
  as.integer(ifelse(is.finite(months), months, NA))
}

period_note_texts <- c(
  short_course = "with a course of under 31 days: `extend` or period_since() suits a pulsed drug",
  other_drug = "on another drug for part of it",
  open_beginning = "without a start of follow-up, whose time before the drug is not cut by one",
  started_again = paste("starting the drug again after the stop that ends the period: if rows are infusions, give",
                        "one row a course, use period_on(grace =), or leave `until` out")
)

# Notes are bits of a sum; the core gives the first three.
note_bit <- function(note) as.integer(2^(match(note, names(period_note_texts)) - 1))

# What the core knows of a cohort (history.h).
follow_up_of <- function(cohort) list(cohort$patients$from, cohort$patients$to)

courses_of <- function(cohort) {
  courses <- cohort$treatments
  list(courses$patient, as.integer(courses$drug), courses$start, courses$stop)
}
