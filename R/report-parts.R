# Parts of the report that are not the result of one audit. The template calls
# them, so they are exported.

#' Parts of a report
#'
#' What a report prints besides the results of the audits: for a report of
#' your own, such as `rmarkdown::draft()` makes from the template
#' `"treatment-audit"`.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param periods Periods of [audit_periods()].
#' @param results A list of results of audits, named as they are to be called: their
#'   settings, methods and findings are listed too.
#' @param command The call that wrote the report, as text; `NULL`: the document that
#'   is rendered.
#' @param min_cell For a document for those outside, a whole number from 2 to 1000: counts are
#'   rounded to the middle of steps of one more, as [protect_counts()] does, and the names of the
#'   cohort's files and how many rows they had are left out. `NULL`: all is shown as it is.
#'
#' @return `flow_table()` gives the [attrition()] of the cohort. `period_table()`,
#'   `findings_table()` and `provenance_table()` give a data frame of text, which a
#'   knitr document prints as a table with its caption. `what_numbers_cannot_say()` and
#'   `definitions_and_methods()` give text, one element per paragraph.
#'   `run_again()` gives lines of R that make the cohort (from [read_cohort()] or
#'   [example_cohort()], with its selection), the periods and the report again; what is no code, such
#'   as tables or days that were in memory, is said in comments.
#'
#' @family reports
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' findings_table(cohort)
#' @name report_parts
NULL

#' @rdname report_parts
#' @export
flow_table <- function(cohort, min_cell = NULL) {
  check_given()
  if (!is.null(min_cell)) min_cell <- as_min_cell(min_cell, sys.call())
  flow <- attrition(cohort)
  last <- nrow(flow)
  # Steps that leave out few are one with the next; the last is shown in any case.
  ends <- integer()
  for (i in seq_len(last)) {
    few <- function(end) are_few(flow$patients[end] - flow$patients[i], min_cell)
    if (i == last) ends <- ends[!vapply(ends, few, NA)]
    if (i == last || length(ends) == 0 || !few(ends[length(ends)])) ends <- c(ends, i)
  }
  first <- c(1, ends[-length(ends)] + 1)
  words <- function(text) mapply(function(from, to) listed(setdiff(text[from:to], "")), first, ends)
  before <- c(flow$patients[1] + flow$left_out[1], flow$patients[ends[-length(ends)]])
  out <- before - flow$patients[ends]
  shown <- data.frame(step = words(flow$step), patients = round_for(flow$patients[ends], min_cell),
                      left_out = round_for(out, min_cell), reason = words(flow$reason), stringsAsFactors = FALSE)
  structure(shown, class = class(flow))
}

#' @rdname report_parts
#' @export
period_table <- function(periods, min_cell = NULL) {
  check_given()
  check_argument(inherits(periods, "msaudit_periods"), periods, "periods", "periods of audit_periods()",
                 sys.call())
  rows <- period_rows(periods, min_cell)
  table <- list(Period = rows$period, Definition = rows$definition, Patients = big(rows$patients),
                `Person-years` = with_digits(rows$person_years, 2),
                `Left out` = ifelse(rows$left_out == "", "none", rows$left_out))
  if (!is.null(min_cell)) return(table_of_text(as_frame(table[1:2], nrow(rows)), "Periods", left = 1:2))
  table_of_text(as_frame(table, nrow(rows)), "Periods", left = c(1, 2, 5))
}

#' @rdname report_parts
#' @export
what_numbers_cannot_say <- function(cohort, periods, min_cell = NULL) {
  check_given()
  check_cohort(cohort)
  n <- round_for(nrow(cohort$patients), min_cell)
  paired <- anyDuplicated(periods$cells$patient) > 0 || length(unique(periods$cells$period)) < 2
  text <- c(
    if (isTRUE(cohort$synthetic)) "The data are synthetic: no record is of a real person, and nothing here says anything of a drug.",
    if (paired && any(!is.na(periods$from))) paste(
      "Where patients were switched because they did badly, the next year is better by chance alone",
      "(regression to the mean), and part of a fall from the time before a drug to the time after it is not",
      "its effect; in untreated patients chosen for their relapses it is about four tenths of the rate",
      "(Martinez-Yelamos et al. 2006, doi:10.1177/1352458506070820)."),
    if (paired) "There is no group that was not switched. A difference between periods says what happened, not why.",
    if (nlevels(droplevels(factor(periods$cells$period))) > 1 && !paired) {
      "The periods are of different patients, who were not randomised: they may differ in more than the drug."
    },
    sprintf("Intervals are wide with %s%s, and say only what chance could do: not what was not recorded, nor who was not followed.",
            if (is.null(min_cell)) "" else "about ", counted(n, "patient")),
    "A relapse, an event or a lesion that nobody recorded is counted as none where its table is there; a part without a table is not counted at all.",
    if (!is.null(min_cell)) "Patients without a day in a period are not in its numbers.",
    if (!is.null(min_cell)) "Periods may overlap: what falls into both counts in both.",
    if (is.null(min_cell) && any(periods$left_out$patients > 0)) "Patients without a day in a period are not in its numbers: they are counted above, with the reason.",
    if (is.null(min_cell) && nrow(periods$overlaps) > 0) "Some periods overlap: what falls into both counts in both, so they are not to be added up."
  )
  structure(text[nzchar(text)], class = "msaudit_paragraphs", bullets = TRUE)
}
