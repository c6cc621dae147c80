# What a record was found to be, and what was done with it. The audit goes on;
# findings() lists them.
finding_texts <- c(
  missing_id = "without an id",
  unlisted_patient = "of a patient who is not listed in `patients`",
  missing_day = "without a day",
  missing_name = "without the name of a drug, event or test",
  missing_value = "without a value",
  unreadable_value = "with a value that is no number of 0 or more",
  unreadable_limit = "with a limit of the laboratory that is no number",
  point_in_number = "with a point in a number, though the decimal mark is a comma",
  grouped_number = "with a point in a number that may stand between thousands",
  impossible_limits = "with limits of the laboratory of which one is below 0, or the lower above the upper",
  missing_unit = "without a unit",
  unknown_unit = "with a unit that is not understood for the test",
  empty_row = "with nothing in it",
  after_follow_up = "after the end of follow-up",
  alike = "like another in every column",
  stop_before_start = "with a stop before the start",
  open_course_again = "without a stop, of a drug that the patient starts again",
  open_course_beside = "without a stop, beside a row of the same drug and start that has one",
  course_without_days = "that stop on the day they start, of a drug that the patient has again",
  open_course_switch = "without a stop, in a patient who starts another drug",
  overlapping_course = "that overlaps a course of another drug by more than 90 days",
  stop_after_follow_up = "with a stop after the end of follow-up",
  end_before_onset = "with an end before the onset",
  follow_up_ends_before_start = "with a follow-up that ends before it starts",
  born_after_follow_up = "with a birth after the end of follow-up",
  onset_before_birth = "with an onset before the birth",
  onset_after_follow_up = "with an onset after the end of follow-up",
  followed_before_birth = "with a follow-up that starts before the birth",
  old_age = "with an age of more than 110 years at the end of follow-up",
  long_disease = "with an onset more than 90 years before the end of follow-up",
  long_follow_up = "with a follow-up of more than 70 years",
  before_birth = "of a day before the patient's birth",
  end_after_follow_up = "with an end after the end of follow-up",
  ended_before_1950 = "whose follow-up ends before 1950",
  labelled_number = "with a code whose label is another number",
  before_1950 = "of a day before 1950, when there was no treatment",
  compare_not_before = "compared with a scan that is not earlier",
  gd_without_contrast = "with enhancing lesions, but without contrast",
  contrast_unknown = "with enhancing lesions, contrast not said",
  verbal_count = "with words or a bound for a number of lesions",
  unreadable_count = "with words for a number of lesions that are not understood",
  compared_with_previous = "with new T2 lesions, compared with the scan before for want of a date",
  active_out_of_bounds = "with combined lesions fewer than either kind or more than both",
  no_comparison = "with new T2 lesions, but without a comparison date",
  overlapping_intervals = "with a comparison interval that overlaps the one before",
  off_grid = "with an EDSS that is not a half point",
  end_unknown = "without an end",
  filter_unknown = "not saying whether they fit the filter",
  not_a_number = "with NaN",
  labelled_missing = "with a code whose label says that nothing is known, or that is no number",
  name_taken = "whose name is taken",
  missing_covariate = "with a covariate missing",
  joined_spellings = "with several spellings of one value",
  unknown_column = "whose name is close to one that is understood"
)

# Collects findings while a cohort is read.
new_findings <- function() {
  log <- new.env(parent = emptyenv())
  log$rows <- list()
  log
}

add_findings <- function(log, table, row, id, problem, value, done) {
  if (length(row) == 0) return(invisible())
  log$rows[[length(log$rows) + 1]] <- data.frame(
    table = table, row = as.integer(row), id = id_text(id), problem = problem,
    value = with_point(as.character(value)), done = done, stringsAsFactors = FALSE
  )
}

collected <- function(log) {
  none <- data.frame(table = character(), row = integer(), id = character(), problem = character(),
                     value = character(), done = character(), stringsAsFactors = FALSE)
  found <- do.call(rbind, c(list(none), log$rows))
  found <- found[order(match(found$table, names(table_specs)), found$row, found$problem,
                       method = "radix"), ]
  structure(found, row.names = .set_row_names(nrow(found)), class = c("msaudit_findings", "data.frame"))
}

#' Records that were refused, changed or are doubtful
#'
#' Nothing is dropped silently: every record that a cohort or an audit left out,
#' changed or doubts has a row here.
#'
#' @param x A cohort of [audit_cohort()], or the result of an audit.
#'
#' @return A data frame of class `msaudit_findings` with one row per finding,
#'   in order of table and row:
#'   \item{table}{Name of the table.}
#'   \item{row}{Row number in the table that was passed, from 1; `NA`
#'     for a whole column.}
#'   \item{id}{The patient's id as text; `NA` if there is none.}
#'   \item{problem}{A code; printing spells it out.}
#'   \item{value}{The value at fault, as text; `NA` if there is none.}
#'   \item{done}{What was done with the record.}
#'   Printing lists the first ten of each kind, and a value that comes more than three times
#'   once with its number; `print(findings(x), n = 50)` lists more,
#'   `as.data.frame(findings(x))` has them all.
#'
#' @family functions for a cohort
#'
#' @examples
#' cohort <- audit_cohort(
#'   patients = data.frame(id = c("001", "002"), follow_up_end = "2011-03-31"),
#'   treatments = data.frame(id = c("001", "003"), drug = "natalizumab",
#'                           start = c("2009-02-01", "2009-05-01"))
#' )
#' findings(cohort)
#' @export
findings <- function(x) {
  check_given()
  UseMethod("findings")
}

#' @export
findings.default <- function(x) {
  argument_error("x", "a cohort of audit_cohort() or the result of an audit", described(x), sys.call(-1))
}

#' @export
findings.msaudit_cohort <- function(x) x$findings

#' @export
print.msaudit_findings <- function(x, n = 10, ...) {
  check_argument(is_bare_number(n) && length(n) == 1 && !is.na(n) && n >= 0, n, "n", "a number of 0 or more", sys.call())
  if (nrow(x) == 0) {
    cat("No findings.\n")
    return(invisible(x))
  }
  kinds <- row_keys(as.data.frame(x), c("table", "problem", "done"))
  for (kind in unique(kinds)) print_kind(x[kinds == kind, ], n)
  invisible(x)
}

print_kind <- function(x, n) {
  text <- finding_texts[[x$problem[1]]]
  print_lines(strwrap(sprintf("%s: %s %s; %s", x$table[1], counted(nrow(x), if (all(is.na(x$row))) "column" else "record"), text, x$done[1]),
                      exdent = 2, width = 80))
  # A value that comes again and again is told once, with its number.
  which_value <- match(x$value, unique(x$value))
  first <- !duplicated(which_value)
  times <- tabulate(which_value)[which_value]
  often <- times > 3 & !is.na(x$value) & !is.na(x$row)
  told <- which(!often | first)
  more <- length(told) - n
  told <- utils::head(told, n)
  print_places(c(finding_places(x[told, ], often[told], times[told]), if (more > 0) sprintf("and %s more", big(more))))
}

# Only of findings that are told.
finding_places <- function(x, often, times) {
  value <- ifelse(is.na(x$value), "", encodeString(cut_text(x$value), quote = "\""))
  place <- ifelse(is.na(x$row), "", paste("row", x$row))
  place <- paste0(place, ifelse(is.na(x$id), "", paste0(", id ", cut_text(x$id))))
  ifelse(often, sprintf("%s in %s, the first in %s", value, big(times), place),
         paste0(place, ifelse(nzchar(place) & nzchar(value), ", ", ""), value))
}

# The time of strwrap() grows with the square of a text, so it is given some at a time, and
# with them the line that may go on.
print_places <- function(place) {
  wrapped <- character()
  for (some in split(place, (seq_along(place) - 1) %/% 100)) {
    wrapped <- strwrap(paste(c(trimws(wrapped), some), collapse = "; "), indent = 4, exdent = 4, width = 80)
    if (length(wrapped) > 1) print_lines(wrapped[-length(wrapped)])
    wrapped <- wrapped[length(wrapped)]
  }
  if (length(wrapped) > 0) print_lines(wrapped)
}

#' @export
as.data.frame.msaudit_findings <- function(x, ...) {
  class(x) <- "data.frame"
  x
}

#' @export
`[.msaudit_findings` <- function(x, ...) {
  rows <- NextMethod()
  if (is.data.frame(rows) && !identical(names(rows), names(x))) class(rows) <- "data.frame"
  rows
}

# Records of a table without a day are in no period: an audit of it says how many there
# are, so that its zeros are not read as though all were known.
undated_records <- function(cohort, table) {
  found <- cohort$findings
  sum(found$table == table & found$problem == "missing_day" & (is.na(found$id) | found$id %in% cohort$patients$id))
}

undated_nouns <- c(relapses = "relapse", events = "adverse event", labs = "laboratory test", mri = "scan")

# Below a table, and in a sentence; NULL where all have a day.
undated_text <- function(n, table) {
  if (isTRUE(n > 0)) {
    sprintf("Not counted, since they have no day: %s, see findings() of the cohort.", counted(n, undated_nouns[[table]]))
  }
}

undated_sentence <- function(n, table) {
  if (isTRUE(n > 0)) sprintf("%s without a day could not be counted.", counted(n, undated_nouns[[table]]))
}
