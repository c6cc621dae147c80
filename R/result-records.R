#' The records behind a number
#'
#' Which records of which patients a row of a result rests on: those that were
#' counted in it, and those that were not, with the reason.
#'
#' @param x The result of [audit_arr()], [audit_ae()], [audit_labs()] or [audit_lesions()]
#'   on a cohort.
#' @param row Number of a row of `x`, single; `as.data.frame(x)` shows them.
#'
#' @return A data frame of class `msaudit_records` with one row per record of the
#'   patients in that row of `x` (of adverse events and tests, those of its outcome), in
#'   order of patient and day:
#'   \item{id}{The patient.}
#'   \item{table, row}{Name of the table, and row number in the table that was
#'     passed to [audit_cohort()], from 1.}
#'   \item{day}{Its day, on the clock of the cohort.}
#'   \item{grade}{For tests, as the row has it.}
#'   \item{counted}{Whether it was counted. The number counted is that of relapses or, in a
#'     rate of all of them, adverse events; otherwise one for each patient in `with_event`.}
#'   \item{reason}{A code, spelt out by printing: `counted`; `before_period`,
#'     `after_period`, `between_parts` of a period of several parts; `filtered`, by
#'     `severity` and the like, or `filter_unknown`. Relapses: `same_relapse`, `lag`,
#'     `not_at_risk`. Adverse events: `later_event`, `not_second`, `not_worst`, `after_day`,
#'     `end_unknown`, if each patient counts once, and `had_before`, by `incident`. Tests:
#'     `grade_0`, `less_severe`, `not_worst`, `later_event`, `abnormal_before`, `before_not_known`,
#'     `after_start`, `not_latest`, `not_recovery`, `not_nearest`, and why one has no grade, see
#'     [grade_labs()]. `after_follow_up`, and other codes of [findings()], for records that
#'     the cohort left out. Scans have others, see below.}
#'
#' @section Errors:
#' `msaudit_argument_error` for a result on totals or vectors, which have no records,
#' and for a row of several tests together, for which [lab_courses()] has the days.
#'
#' @family functions that explain a result
#' @seealso [findings()] for records that were left out.
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort, "Year after" = period_since("alemtuzumab", months = 12))
#' audit_records(audit_arr(cohort, periods), row = 1)
#' @export
audit_records <- function(x, row) {
  check_given()
  UseMethod("audit_records")
}

#' @export
audit_records.default <- function(x, row) {
  argument_error("x", "the result of audit_arr(), audit_ae(), audit_labs() or audit_lesions() on a cohort", described(x),
                 sys.call(-1))
}

# The cohort and the periods behind a result.
audited_of <- function(x, row, call) {
  audited <- attr(x, "audited")
  if (is.null(audited)) {
    usage_error("x", "`x` is of totals or vectors, not of a cohort: there are no records behind it", call)
  }
  check_argument(is_one_number(row) && row %in% seq_len(nrow(x)), row, "row",
                 sprintf("a whole number from 1 to %d", nrow(x)), call)
  audited
}

# Which row of its labels a row of a result is.
label_place <- function(x, row, of = attr(x, "of_patients")$labels) {
  labels <- label_columns(x)
  match(row_keys(as.data.frame(x)[row, ], labels), row_keys(of, labels))
}

# Where the day of each record lies: "in" a range of its patient in the period,
# or else where.
place_in_ranges <- function(patient, day, ranges, period) {
  rows <- which(ranges$period == period)
  last <- rows[!duplicated(ranges$patient[rows], fromLast = TRUE)]
  first <- rows[!duplicated(ranges$patient[rows])]
  place <- rep("between_parts", length(day))
  place[day <= ranges$start[first][match(patient, ranges$patient[first])]] <- "before_period"
  place[day > ranges$stop[last][match(patient, ranges$patient[last])]] <- "after_period"
  # The ranges of a patient in a period are apart: the last that starts before the day
  # holds it, or none does.
  rows <- rows[order(ranges$patient[rows], ranges$start[rows], method = "radix")]
  if (length(rows) == 0 || length(day) == 0) return(place)
  days <- range(day, ranges$start[rows])
  width <- as.double(days[2]) - days[1] + 1
  key <- function(patient, day) as.double(patient) * width + (as.double(day) - days[1])
  at <- findInterval(key(patient, day), key(ranges$patient[rows], ranges$start[rows]), left.open = TRUE)
  row <- rows[pmax(at, 1)]
  place[at > 0 & ranges$patient[row] == patient & day <= ranges$stop[row]] <- "in"
  place
}

# Records that the cohort left out for a reason of their own.
refused_records <- function(cohort, table, who) {
  found <- cohort$findings
  patient <- match(found$id, id_text(cohort$patients$id))
  rows <- which(found$table == table & patient %in% who & startsWith(found$done, "left out"))
  day <- rep(NA_integer_, length(rows))
  late <- found$problem[rows] == "after_follow_up"
  text <- found$value[rows][late]
  day[late] <- as.integer(if (cohort$clock == "dates") as.Date(text) else text)
  list(patient = patient[rows], row = found$row[rows], day = day, reason = found$problem[rows])
}

records_of <- function(cohort, table, patient, row, day, reason, ...) {
  at <- order(patient, day, row, method = "radix")
  records <- data.frame(
    id = cohort$patients$id[patient], table = rep(table, length(patient)), row = row,
    day = as_user_days(as.integer(day), cohort$clock), ..., counted = reason == "counted", reason = reason,
    stringsAsFactors = FALSE
  )[at, ]
  structure(records, row.names = .set_row_names(length(at)), class = c("msaudit_records", "data.frame"))
}

reason_texts <- c(
  counted = "counted",
  before_period = "before the period",
  after_period = "after the period",
  between_parts = "between parts of the period",
  filtered = "does not fit the filter",
  same_relapse = "belongs to the relapse before",
  lag = "too soon after the start of the drug",
  not_at_risk = "too soon after a relapse",
  later_event = "a later one: each patient counts once",
  not_second = "not the second of the patient",
  not_worst = "not the worst of the patient",
  after_day = "after the day that is asked for",
  had_before = "of a patient who had one before the period",
  grade_0 = "of grade 0",
  less_severe = "of a lower grade",
  abnormal_before = "of a patient who was abnormal at baseline",
  before_not_known = "of a patient of whom it is not known whether that was so at baseline",
  after_start = "after the day from which the period is counted",
  not_latest = "not the latest before the period",
  not_recovery = "not the one on which it was over",
  not_nearest = "not the nearest to the landmark in its window",
  no_value = "without a value",
  no_range = "without the limit that decides",
  no_unit = "without a unit that is understood",
  no_term = "of a value for which the criteria have no grade",
  no_rule = "of a test without a rule",
  censored_open = "censored, at a bound that does not decide"
)

#' @export
print.msaudit_records <- function(x, ...) {
  texts <- c(reason_texts, lesion_reason_texts, finding_texts)
  cat(sprintf("%s, %s counted\n", counted(nrow(x), "record"), big(sum(x$counted))))
  if (nrow(x) == 0) return(invisible(x))
  # Those alone that are shown: to format each of millions takes minutes.
  most <- min(nrow(x), 50)
  first <- lapply(as.list(x), `[`, seq_len(most))
  table <- data.frame(id = id_text(first$id), table = first$table, row = big(first$row),
                      day = ifelse(is.na(first$day), "-", format(first$day)), stringsAsFactors = FALSE)
  if (!is.null(first$grade)) table$grade <- ifelse(is.na(first$grade), "-", first$grade)
  table$reason <- unname(texts[first$reason])
  print_columns(table, left = c(1, 2, 4, ncol(table)))
  if (nrow(x) > most) cat(sprintf("... and %s more; as.data.frame() has all of them\n", big(nrow(x) - most)))
  invisible(x)
}

#' @export
as.data.frame.msaudit_records <- function(x, ...) as.data.frame.msaudit_result(x, ...)

lesion_reason_texts <- c(
  straddling = "its interval reaches out of the period",
  shared = "its interval reaches out of the period: shared by days",
  other_period = "belongs to another period",
  no_contrast = "without contrast",
  no_count = "lesions not known",
  one_kind = "of the patient one kind of lesions alone is known",
  open_count = "bounds leave open whether the patient had any",
  before_rebaseline = "before the re-baseline scan, or that scan",
  no_rebaseline = "no re-baseline scan of the patient",
  baseline = "counted, as the baseline",
  last = "counted, as the last",
  not_used = "neither the baseline nor the last",
  no_second = "no second scan to compare",
  zero_baseline = "0 at the baseline has no change in percent"
)
