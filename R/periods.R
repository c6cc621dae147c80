#' Periods of treatment
#'
#' From when to when each patient of a cohort was in each period: on a drug, in the year
#' after its start, in a washout. Audits count what fell into the periods, and over what
#' time.
#'
#' @param ... First the cohort, of [audit_cohort()]; then the periods, each with a name
#'   of your own: results of [period_on()] and the like. Or, after the cohort, one data
#'   frame with the columns `id`, `period` (text or factor), `start` and `stop`
#'   (days on the clock of the cohort), one row per range of days.
#' @param cohort The cohort, if it does not come first. It must be written in full.
#'
#' @return An object of class `msaudit_periods`. Printing it gives the patients and
#'   person-years of each period, and who was left out and why; `as.data.frame()` gives
#'   its ranges of days: `id`, `period` (a factor in the order given), `start`, `stop`.
#'
#' @section Rules:
#' A period is (start, stop]: its first day belongs to the time before, its last
#' day to the period. It is cut to follow-up, a data frame's ranges too. A patient is in
#' a period with at least one day in it; the others are left out and counted by reason. A
#' drug may be given in several courses, so a period may consist of several ranges of days.
#'
#' If two periods overlap in a patient, printing says so: what falls into both
#' counts in both.
#'
#' @section Errors:
#' `msaudit_argument_error` for a period without a name, a name given twice, or a
#' drug that no course has; `msaudit_data_error`, with the row, for rows of a data
#' frame that are not what they must be.
#'
#' @family periods
#'
#' @examples
#' cohort <- audit_cohort(
#'   patients = data.frame(id = 1:2),
#'   treatments = data.frame(id = c(1, 1, 2), drug = c("a", "b", "a"),
#'                           start = c(0, 500, 100), stop = c(400, NA, NA)),
#'   data_lock = 1000
#' )
#' audit_periods(cohort, "On a" = period_on("a"),
#'               "Year after b" = period_since("b", months = 12))
#' @export
audit_periods <- function(..., cohort) {
  call <- sys.call()
  definitions <- list(...)
  if (missing(cohort)) {
    first <- match("", if (is.null(names(definitions))) rep("", length(definitions)) else names(definitions))
    cohort <- if (!is.na(first)) definitions[[first]]
    if (!is.na(first)) definitions <- definitions[-first]
  }
  check_cohort(cohort)
  if (length(definitions) == 1 && is.data.frame(definitions[[1]])) {
    return(periods_of_frame(cohort, definitions[[1]], call))
  }
  check_definitions(definitions, call)
  found <- lapply(definitions, function(definition) definition$find(cohort, call))
  make_periods(cohort, tidy_text(names(definitions)), found, definitions)
}

check_definitions <- function(definitions, call) {
  if (length(definitions) == 0) usage_error("...", "No period is given", call)
  fits <- vapply(definitions, inherits, NA, "msaudit_period")
  if (!all(fits)) {
    argument_error("...", "results of period_on() and its kin, or one data frame",
                   described(definitions[[which(!fits)[1]]]), call)
  }
  names <- names(definitions)
  if (is.null(names) || any(is.na(names) | !nzchar(names))) {
    usage_error("...", "Each period needs a name, such as \"On a drug\" = period_on(\"a drug\")", call)
  }
  check_period_names(names, "...", call)
}

# Names stand in tables, sentences and axes: they are told apart there and found by name, so
# two that differ in space, case or the way their accents are written are alike.
check_period_names <- function(names, arg, call) {
  if (!all(validEnc(names))) {
    usage_error(arg, sprintf("The name %s of a period is no text in the encoding that it says",
                             shown(iconv(names[!validEnc(names)][1], "latin1", "UTF-8"))), call)
  }
  line <- !grepl("[[:cntrl:]]", names)
  if (!all(line)) usage_error(arg, sprintf("The name of a period is one line of text, not %s", shown(names[!line][1])), call)
  alike <- fold(names)
  if (any(!nzchar(alike))) usage_error(arg, "The name of a period is blank", call)
  if (anyDuplicated(alike)) {
    usage_error(arg, sprintf("Two periods have the name %s", shown(names[duplicated(alike)][1])), call)
  }
}

# `found` has for each period what the core found: ranges, and for each patient
# the membership and the notes. `definitions` are those of the periods.
make_periods <- function(cohort, names, found, definitions) {
  of_each <- function(name) vapply(definitions, function(definition) definition[[name]], "", USE.NAMES = FALSE)
  left_out <- count_codes(found, names, membership_texts, "membership")
  notes <- count_notes(found, names)
  ranges <- list(period = rep(seq_along(found), vapply(found, function(x) length(x$patient), 0L)))
  # Columns are let go as they are joined: a registry's take much memory.
  for (column in c("patient", "start", "stop", "first", "last", "stopped")) {
    ranges[[column]] <- as.integer(unlist(lapply(found, `[[`, column), use.names = FALSE))
    for (i in seq_along(found)) found[[i]][[column]] <- NULL
  }
  times <- .Call(C_cells, ranges[c("period", "patient", "start", "stop")])
  ranges$cell <- times$cell
  structure(
    list(
      names = names, texts = of_each("text"), on = of_each("on"), from = of_each("from"),
      treated = of_each("treated"), codes = of_each("code"),
      origins = lapply(unname(definitions), `[[`, "origin"),
      ranges = ranges, cells = times[c("period", "patient", "days")], left_out = left_out,
      notes = notes, overlaps = overlaps(ranges, names), ids = cohort$patients$id, clock = cohort$clock,
      courses = course_hint_lines(cohort$findings)
    ),
    class = "msaudit_periods"
  )
}

# Codes of the core (ranges.h), in its order; 0 is in the period. The last is said
# of periods_by_drug().
membership_texts <- c(
  no_course = "no course of the drug",
  no_switch = "no such switch",
  still_on = "still on the first drug at the switch",
  no_beginning = "neither a start of follow-up nor a treatment",
  no_days = "no day of it within follow-up",
  no_range = "no range given",
  not_then = "not on the drug then"
)

count_codes <- function(found, names, texts, element) {
  counts <- lapply(found, function(x) tabulate(x[[element]], length(texts)))
  rows <- data.frame(
    period = rep(names, each = length(texts)), reason = rep(names(texts), length(names)),
    patients = as.integer(unlist(counts)), stringsAsFactors = FALSE
  )
  rows[rows$patients > 0, , drop = FALSE]
}

count_notes <- function(found, names) {
  bits <- lapply(found, function(x) {
    notes <- x$notes[x$notes > 0]
    vapply(seq_along(period_note_texts), function(i) sum(bitwAnd(notes, 2^(i - 1)) > 0), 0L)
  })
  rows <- data.frame(
    period = rep(names, each = length(period_note_texts)),
    note = rep(names(period_note_texts), length(names)),
    patients = as.integer(unlist(bits)), stringsAsFactors = FALSE
  )
  rows[rows$patients > 0, , drop = FALSE]
}

# Days that two periods share, of each pair that shares any: both by their number.
shared_days <- function(ranges, n_periods) {
  at <- order(ranges$patient, ranges$start, ranges$period, method = "radix")
  tables <- .Call(C_shared_days, lapply(unname(ranges[c("period", "patient", "start", "stop")]), `[`, at), as.integer(n_periods))
  columns <- c("first", "with", "patients", "days")
  as.data.frame(lapply(structure(columns, names = columns), function(name) unlist(lapply(tables, `[[`, name))))
}

overlaps <- function(ranges, names) {
  none <- data.frame(period = character(), with = character(), patients = numeric(), days = numeric())
  if (length(names) < 2) return(none)
  found <- shared_days(ranges, length(names))
  data.frame(period = names[found$first], with = names[found$with], patients = found$patients, days = found$days,
             stringsAsFactors = FALSE)
}

periods_of_frame <- function(cohort, frame, call) {
  wanted <- c("id", "period", "start", "stop")
  for (name in wanted) {
    if (!name %in% names(frame)) missing_column_error(name, "periods", names(frame), call)
  }
  check_lengths(frame, "periods", call)
  check_names(frame, "periods", call)
  frame <- plain_frame(as.list(frame)[wanted], id = "id", period = "name", start = "day", stop = "day")
  place <- function(name) in_table("periods", name)
  start <- as_days(frame[["start"]], place("start"), call)
  stop <- as_days(frame[["stop"]], place("stop"), call)
  period <- plain_vector(frame[["period"]], place("period"), call)
  if (!is.factor(period)) period <- factor(period, unique(period))
  check_elements(!is.na(start), frame[["start"]], place("start"), "known", call)
  check_elements(!is.na(stop), frame[["stop"]], place("stop"), "known", call)
  check_elements(!is.na(period) & nzchar(trimws(period)), period, place("period"), "known", call)
  check_elements(stop >= start, frame[["stop"]], place("stop"), "the start or later", call)
  patient <- match(id_text(read_ids(frame[["id"]], place("id"), call)), id_text(cohort$patients$id))
  check_elements(!is.na(patient), frame[["id"]], place("id"), "the id of a patient in the cohort", call)
  for (name in c("start", "stop")) {
    clock <- clock_of(frame[[name]])
    if (!is.na(clock) && clock != cohort$clock) {
      argument_error(place(name), sprintf("%s, as the cohort has", cohort$clock), clock, call)
    }
  }
  check_period_names(levels(period), place("period"), call)
  levels(period) <- tidy_text(levels(period))
  found <- lapply(levels(period), function(name) {
    rows <- which(period == name)
    rows <- rows[order(patient[rows], start[rows], stop[rows])]
    check_apart(frame, patient[rows], start[rows], stop[rows], rows, call)
    .Call(C_period_given, follow_up_of(cohort), patient[rows], start[rows], stop[rows])
  })
  given <- new_period(NULL, "given as days")
  make_periods(cohort, levels(period), found, rep(list(given), nlevels(period)))
}

# In one period a patient's ranges must not overlap, or days would count twice.
check_apart <- function(frame, patient, start, stop, rows, call) {
  n <- length(rows)
  if (n < 2) return(invisible())
  over <- c(FALSE, patient[-1] == patient[-n] & start[-1] < stop[-n])
  at <- rows[over]
  ok <- rep(TRUE, length(frame[["start"]]))
  ok[at] <- FALSE
  check_elements(ok, frame[["start"]], in_table("periods", "start"),
                 "at or after the stop of the patient's range before it in the period", call)
}

# A slip of the first two arguments.
check_cohort_first <- function(x, verb, call) {
  if (inherits(x, "msaudit_periods")) usage_error("x", sprintf("The cohort comes first: %s(cohort, periods)", verb), call)
}

# The periods that an audit was given, if they are of its cohort.
check_periods <- function(periods, cohort, call) {
  if (is.data.frame(periods)) return(periods_of_frame(cohort, periods, call))
  must_be <- paste0("periods of audit_periods(), or a data frame of them", if (inherits(periods, "msaudit_period"))
    " (make them by audit_periods(cohort, \"A name\" = period_on(\"a drug\")))")
  check_argument(inherits(periods, "msaudit_periods"), periods, "periods", must_be, call)
  if (!identical(periods$ids, cohort$patients$id)) {
    usage_error("periods", "`periods` are of another cohort: make them anew with audit_periods()", call)
  }
  periods
}

#' @export
as.data.frame.msaudit_periods <- function(x, ...) {
  data.frame(
    id = x$ids[x$ranges$patient], period = factor(x$names[x$ranges$period], x$names),
    start = as_user_days(x$ranges$start, x$clock), stop = as_user_days(x$ranges$stop, x$clock),
    stringsAsFactors = FALSE
  )
}

#' @export
print.msaudit_periods <- function(x, ...) {
  n <- length(x$names)
  patients <- tabulate(x$cells$period, n)
  table <- data.frame(period = x$names, patients = big(patients),
                      years = decimals(period_years(x), 2))
  names(table) <- c("", "patients", "person-years")
  print_columns(table)
  for (i in seq_len(n)) print_lines(period_lines(x, i))
  if (nrow(x$overlaps) > 0) print_lines(overlap_lines(x$overlaps))
  if (length(x$courses) > 0) print_lines("Courses that may not be what they seem:", x$courses)
  invisible(x)
}

# Person-years of each period.
period_years <- function(x) {
  vapply(seq_along(x$names), function(i) sum(as.double(x$cells$days[x$cells$period == i])), 0) / 365.25
}

period_lines <- function(x, i) {
  name <- x$names[i]
  out <- x$left_out[x$left_out$period == name, ]
  notes <- x$notes[x$notes$period == name, ]
  lines <- sprintf("%s: %s", name, x$texts[i])
  if (nrow(out) > 0) {
    lines <- c(lines, sprintf("  left out: %s", listed(sprintf("%s (%s)", membership_texts[out$reason],
                                                                big(out$patients)))))
  }
  c(strwrap_each(lines, exdent = 4),
    strwrap_each(sprintf("  note: %s %s", counted_each(notes$patients, "patient"),
                         period_note_texts[notes$note]), exdent = 4))
}

overlap_lines <- function(overlaps) {
  c("Overlap (what falls into both counts in both):",
    strwrap_each(sprintf("  %s and %s: %s of %s", shown(overlaps$period), shown(overlaps$with),
                         counted_each(overlaps$days, "day"),
                         counted_each(overlaps$patients, "patient")), exdent = 4))
}

# For those outside the results alone say how many were in a period: what is held
# back there could be worked out from here.
period_rows <- function(periods, min_cell = NULL) {
  n <- length(periods$names)
  rows <- data.frame(period = periods$names, definition = periods$texts, stringsAsFactors = FALSE)
  if (!is.null(min_cell)) return(rows)
  left_out <- vapply(periods$names, function(name) {
    rows <- periods$left_out[periods$left_out$period == name, ]
    listed(sprintf("%s: %s", big(rows$patients), membership_texts[rows$reason]))
  }, "")
  cbind(rows, patients = tabulate(periods$cells$period, n), person_years = period_years(periods), left_out = unname(left_out))
}
