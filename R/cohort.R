#' A cohort to audit
#'
#' Takes the tables of a centre or registry, checks them and links them, ready for periods
#' and audits. What no audit could survive (a missing column, an unreadable date, a patient
#' listed twice) is an error that names the table, the row and the value. Every other record
#' that was left out, changed or is doubtful is listed by [findings()]. The tables
#' you pass are not changed.
#'
#' @param patients Data frame, one row per patient: `id` (text, factor or whole
#'   numbers; none missing, each once). Optional: `birth`, `sex`, `onset` (of
#'   the disease), `centre`, `follow_up_start`, `follow_up_end`, `death`.
#' @param treatments Data frame, one row per course of treatment: `id`, `drug`, `start`.
#'   Optional: `stop` (missing: ongoing), `stop_reason`. A patient may have several courses
#'   of one drug.
#' @param relapses Data frame, one row per relapse: `id`, `onset`. Optional: `end`,
#'   `severity`, `steroids`, `confirmed`. `NULL` if relapses were not recorded:
#'   they are then unknown, not 0.
#' @param events Data frame, one row per adverse event: `id`, `term`, `onset`. Optional:
#'   `end`, `grade` (0 to 5), `serious`, `related`. Or `NULL`.
#' @param labs Data frame, one row per test: `id`, `date`, `test`, `value` (numbers, or
#'   text such as <0.1). Optional: `unit` (without it no test is graded), `ref_low`,
#'   `ref_high`, `sample`. A whole hospital's export will do: rows of other patients are
#'   left out and counted. Or `NULL`.
#' @param mri Data frame, one row per scan: `id`, `date`. Optional: `compare_date` (of the
#'   scan it was compared with), `new_t2` (new or enlarging lesions, as reported),
#'   `enlarging_t2` (only if `new_t2` leaves them out), `gd` (enhancing lesions),
#'   `contrast` (given or not), `active` (combined unique), `t2_count`, `t2_volume`, `region`.
#'   Numbers of lesions may be words or bounds (see [lesion_words()]). Or `NULL`.
#' @param visits Data frame, one row per visit: `id`, `date`. Optional: `edss` (0 to
#'   10). Or `NULL`.
#' @param data_lock Last day of the data, single. Follow-up ends on it unless death or a
#'   recorded end comes first. `NULL` only if every patient has one of those two.
#' @param columns Your names for the columns, if they differ: named text, ours to yours,
#'   for all tables (`c(id = "PATIENT_ID")`), or a list of these by table
#'   (`list(relapses = c(onset = "DATE_OF_ONSET"))`).
#' @param date_order How dates such as 05/03/2011 are to be read: `"dmy"` or `"mdy"`.
#'   `NULL`: such a date is an error.
#'
#' @return A list of class `msaudit_cohort` with the tables, each sorted by patient
#'   and day: `patients` (with the days `from` and `to` of follow-up), and the
#'   others with `patient`, a row number of `patients`, instead of the id; days
#'   as whole numbers since 1970-01-01 (or on the clock of the data); and `row`, the row
#'   number in the table that was passed.
#'
#' @section Days:
#' Dates may be `Date`, `POSIXct` (the calendar day in its own time zone; without a zone
#' it must be midnight), text such as 2011-03-05 or 05-Mar-2011, text in the order
#' of `date_order`, or whole numbers of days. Years have four digits. All tables use one
#' clock: dates, or numbers. Empty text and `NA` are missing.
#'
#' A patient is followed from the day after `follow_up_start` to the first of
#' `follow_up_end`, death (that day included) and `data_lock`. Follow-up is never
#' inferred from the last record.
#'
#' @section Numbers, names and flags:
#' Counts are whole numbers of 0 or more. Flags are `TRUE` or `FALSE`, 1 or 0, yes or no, y or
#' n. Drugs, terms and tests that differ only in case, or in the space around
#' them, are the same, and so are sexes, centres, severities and text in columns of your own of
#' `patients` and `events`, such as `category`; F and female are one sex, M and
#' male too. Those take the spelling that most rows have, which is a finding. Brand names are not translated, so name each drug in one way
#' (printing the cohort lists them). Missing is never 0.
#'
#' @section Labelled columns:
#' Columns of SPSS, Stata and SAS may come as haven, labelled, sjlabelled, Hmisc or foreign read
#' them. What is declared missing there is missing. Drugs, terms, sexes, centres and other
#' text are read by their labels, flags too where these are yes and no; numbers are the
#' codes, but one whose label says unknown, not done or the like (in English, German, French,
#' Spanish or Italian), or that alone is labelled and lies beyond all others, is missing, with a finding.
#'
#' @section Days that cannot be:
#' Kept and listed, since which of two days is the wrong one cannot be told: an onset before the
#' birth or after the end of follow-up; a follow-up, or one since a treatment, that is longer
#' than 70 years, or one that starts before the birth; an age of more than 110 years, or an onset more than 90 years back, at its end;
#' a record, or a comparison with a scan, before the patient's birth or before 1950, when
#' there was no treatment. A birth after the end of follow-up is taken as missing.
#'
#' @section Wide tables:
#' A spreadsheet with one row per patient and columns such as mri1_date and mri2_date has
#' to be made long first, with one row per scan (relapse, test): by
#' [stats::reshape()], as in the example, or `tidyr::pivot_longer()`.
#'
#' @section Errors:
#' `msaudit_data_error` with `$table`, `$column`, `$row` and `$value` of what is
#' at fault. All cells that cannot be read are in one error, a line for each column with its
#' first three, how many there are and what to do; `$table` and so on are those of the
#' first, and `$faults` has a row for each line. `msaudit_argument_error` with `$arg`.
#'
#' @family functions for a cohort
#' @seealso [audit_periods()] for what comes next.
#'
#' @examples
#' cohort <- audit_cohort(
#'   patients = data.frame(id = c("001", "002"), sex = c("F", "M")),
#'   treatments = data.frame(id = c("001", "002"), drug = "natalizumab",
#'                           start = c("2009-02-01", "2009-05-01"),
#'                           stop = c("2010-03-01", NA)),
#'   relapses = data.frame(id = "001", onset = "2009-08-15"),
#'   data_lock = "2011-03-31"
#' )
#' cohort
#'
#' # Scans from a table with one row per patient
#' wide <- data.frame(id = c("001", "002"), date1 = c("2009-01-20", "2009-04-02"), new1 = c(2, 0),
#'                    date2 = c("2010-01-25", NA), new2 = c(0, NA))
#' mri <- reshape(wide, direction = "long", idvar = "id", v.names = c("date", "new_t2"),
#'                varying = list(c("date1", "date2"), c("new1", "new2")))
#' mri[!is.na(mri$date), ]
#' @export
audit_cohort <- function(patients, treatments, relapses = NULL, events = NULL, labs = NULL,
                         mri = NULL, visits = NULL, data_lock = NULL, columns = NULL,
                         date_order = NULL) {
  check_given()
  tables <- list(patients = patients, treatments = treatments, relapses = relapses,
                 events = events, labs = labs, mri = mri, visits = visits)
  audit_cohort_of(tables, data_lock, columns, date_order, call = sys.call())
}

# The same of tables in a list, on behalf of the function that was called.
audit_cohort_of <- function(tables, data_lock = NULL, columns = NULL, date_order = NULL, dec = ".", call) {
  tables <- tables[!vapply(tables, is.null, NA)]
  for (table in c("patients", "treatments")) {
    if (is.null(tables[[table]])) argument_error(table, "a data frame", "NULL", call)
  }
  check_columns_argument(columns, tables, call)
  check_date_order(date_order, call)

  context <- list(columns = columns, date_order = date_order, dec = dec, log = new_findings(), faults = new_faults(),
                  call = call)
  read <- read_tables(tables, data_lock, context)
  context$clock <- read$clock
  context$patients <- link_patients(read$columns$patients, read$data_lock, context)
  context$n_patients <- nrow(context$patients)

  cohort <- list(patients = context$patients)
  for (table in setdiff(names(tables), "patients")) {
    cohort[[table]] <- link_records(read$columns[[table]], table, context)
    check_record_days(cohort[[table]], table, context)
    # Columns are let go as they are linked: a registry's take much memory.
    read$columns[[table]] <- NULL
  }
  check_courses(cohort$treatments, context)
  if (!is.null(cohort$mri)) cohort$mri <- check_scans(cohort$mri, context)
  if (!is.null(cohort$visits)) check_visits(cohort$visits, context)
  cohort$clock <- context$clock
  cohort$data_lock <- read$data_lock
  cohort$findings <- collected(context$log)
  cohort$attrition <- first_step(tables$patients, cohort$patients)
  cohort$rows <- vapply(tables, nrow, 0L)
  structure(cohort, class = "msaudit_cohort")
}

# All columns of all tables, read; or one error that says what cannot be.
read_tables <- function(tables, data_lock, context) {
  faults <- context$faults
  found <- lapply(structure(names(tables), names = names(tables)), function(table) {
    reading(faults, find_columns(tables[[table]], table, context$columns, context$call))
  })
  clock <- common_clock(found[!vapply(found, is.null, NA)], data_lock, context)
  lock <- reading(faults, read_data_lock(data_lock, context))
  read <- function(table) if (!is.null(found[[table]])) reading(faults, read_table(found[[table]], table, context))
  columns <- list(patients = read("patients"))
  # Whose ids are not to be had tells nobody from a stranger.
  if (!has_faults(faults, "patients", found$patients$user[["id"]])) context$patients <- columns$patients["id"]
  for (table in setdiff(names(tables), "patients")) columns[[table]] <- read(table)
  stop_for_faults(faults, context$call)
  list(columns = columns, clock = clock, data_lock = lock)
}

# Dates or numbers, the same in all tables; each column that is on another clock than the
# first is at fault.
common_clock <- function(found, data_lock, context) {
  clock <- NA
  place <- NULL
  check <- function(x, name) {
    this <- clock_of(x)
    if (is.na(this)) return()
    if (!is.na(clock) && this != clock) {
      hint <- if (this == "numbers") "; Excel's numbers of days become dates by as.Date(x, origin = \"1899-12-30\")" else ""
      argument_error(name, sprintf("%s, as %s", clock, place), paste0(this, hint), context$call)
    }
    clock <<- this
    place <<- sub("^Column", "column", place_name(name))
  }
  for (table in names(found)) {
    kinds <- table_specs[[table]]$columns
    columns <- found[[table]]$columns
    for (name in intersect(names(kinds)[kinds == "day"], names(columns))) {
      reading(context$faults, check(plain_column(columns[[name]], "day")$values, in_table(table, found[[table]]$user[[name]])))
    }
  }
  if (!is.null(data_lock)) check(data_lock, "data_lock")
  if (is.na(clock)) "dates" else clock
}

read_data_lock <- function(data_lock, context) {
  if (is.null(data_lock)) return(NA_integer_)
  day <- as_days(data_lock, "data_lock", context$call, context$date_order)
  check_argument(length(day) == 1 && !is.na(day), data_lock, "data_lock", "one day", context$call)
  day
}

link_patients <- function(columns, data_lock, context) {
  patients <- as_frame(columns, length(columns$row))
  patients <- one_row_each(patients, context)
  by_id <- order(patients$id, method = "radix")
  if (is.unsorted(by_id)) patients <- patients[by_id, ]
  patients <- as_frame(as.list(patients), nrow(patients))
  follow_patients(patients, data_lock, context)
}

# A patient listed twice is one if the two rows are alike, and else an error.
one_row_each <- function(patients, context) {
  again <- which(duplicated(patients$id))
  if (length(again) == 0) return(patients)
  rows <- which(patients$id %in% patients$id[again])
  compared <- patients[rows, setdiff(names(patients), "row"), drop = FALSE]
  alike <- rows[duplicated(compared)]
  differs <- setdiff(again, alike)
  if (length(differs) > 0) {
    message <- sprintf("Patient %s is listed twice in `patients`, with rows that differ,",
                       shown(patients$id[differs[1]]))
    row <- patients$row[differs[1]]
    table_error(message, "patients", "id", row, patients$id[differs[1]], context$call)
  }
  add_findings(context$log, "patients", patients$row[alike], patients$id[alike], "alike", NA_character_,
               "left out, the first is kept")
  patients[-alike, ]
}

# From when to when each is followed: `from` may be NA, `to` may not.
follow_patients <- function(patients, data_lock, context) {
  n <- nrow(patients)
  days <- function(name) if (is.null(patients[[name]])) rep(NA_integer_, n) else patients[[name]]
  patients$from <- days("follow_up_start")
  ends <- .Call(C_follow_up, days("follow_up_end"), days("death"), data_lock)
  patients$to <- ends$to
  patients$ended_by <- ends$ended_by
  endless <- which(is.na(patients$to))[1]
  if (!is.na(endless)) {
    message <- paste0("Patient ", shown(patients$id[endless]), " has neither `follow_up_end` nor ",
                      "`death`, and no `data_lock` says when the data end: give `data_lock =`,")
    table_error(message, "patients", "follow_up_end", patients$row[endless], NA, context$call)
  }
  never <- which(patients$to < patients$from)
  add_findings(context$log, "patients", patients$row[never], patients$id[never],
               "follow_up_ends_before_start", shown_days(patients$to[never], context$clock),
               "kept, without person-time")
  check_lives(patients, context)
}

check_scans <- function(mri, context) {
  log_scans <- function(rows, problem, value, done) {
    add_findings(context$log, "mri", mri$row[rows], context$patients$id[mri$patient[rows]],
                 problem, value, done)
  }
  if (!is.null(mri$compare_date)) {
    rows <- which(mri$compare_date >= mri$date)
    log_scans(rows, "compare_not_before", shown_days(mri$compare_date[rows], context$clock),
              "kept, without an interval")
    mri$compare_date[rows] <- NA
  }
  if (!is.null(mri$gd)) {
    contrast <- if (is.null(mri$contrast)) rep(NA, nrow(mri)) else mri$contrast
    rows <- which(!is.na(mri$gd) & contrast %in% FALSE)
    log_scans(rows, "gd_without_contrast", mri$gd[rows], "kept, the count left out")
    mri$gd[rows] <- NA
    for (bound in intersect(bound_columns("gd"), names(mri))) mri[[bound]][contrast %in% FALSE] <- NA
    rows <- which(!is.na(mri$gd) & is.na(contrast))
    log_scans(rows, "contrast_unknown", mri$gd[rows], "kept and counted")
  }
  mri
}

check_visits <- function(visits, context) {
  rows <- which(visits$edss * 2 != round(visits$edss * 2) | visits$edss == 0.5)
  add_findings(context$log, "visits", visits$row[rows], context$patients$id[visits$patient[rows]],
               "off_grid", visits$edss[rows], "kept")
}

#' @export
print.msaudit_cohort <- function(x, ...) {
  cat(sprintf("%sCohort of %s\n", if (isTRUE(x$synthetic)) "Synthetic data. " else "",
              counted(nrow(x$patients), "patient")))
  if (nrow(x$patients) > 0) cat(follow_up_line(x), "\n", sep = "")
  tables <- setdiff(intersect(names(table_specs), names(x)), "patients")
  for (table in tables) cat(table_line(x, table), "\n", sep = "")
  if (nrow(x$treatments) > 0) print_lines(drug_lines(x))
  absent <- setdiff(names(table_specs), names(x))
  if (length(absent) > 0) cat("  not given:", listed(absent), "\n")
  n <- nrow(x$findings)
  cat(if (n == 0) "No findings.\n" else sprintf("%s: see findings().\n", counted(n, "finding")))
  hints <- course_hint_lines(x$findings)
  if (length(hints) > 0) print_lines(hints)
  if (nrow(x$attrition) > 1) print(attrition(x))
  invisible(x)
}

# The drugs by their number of patients, where a slip of the pen or a brand is seen.
drug_lines <- function(x, most = 12) {
  pairs <- unique(data.frame(patient = x$treatments$patient, drug = as.integer(x$treatments$drug)))
  drugs <- levels(x$treatments$drug)
  patients <- tabulate(pairs$drug, length(drugs))
  at <- order(-patients, drugs, method = "radix")
  at <- at[patients[at] > 0]
  said <- sprintf("%s %s", drugs[at], big(patients[at]))
  if (length(said) > most) said <- c(said[seq_len(most)], sprintf("and %d more", length(said) - most))
  strwrap(paste("patients by drug:", listed(said)), width = 80, indent = 2, exdent = 4)
}

follow_up_line <- function(x) {
  span <- range(x$patients$to)
  lock <- if (is.na(x$data_lock)) "" else sprintf(", data lock %s", shown_days(x$data_lock, x$clock))
  from <- x$patients$from
  begins <- if (all(is.na(from))) "beginning not known" else
    sprintf("from %s", shown_days(min(from, na.rm = TRUE), x$clock))
  sprintf("  followed %s to %s%s", begins, shown_days(span[2], x$clock), lock)
}

table_line <- function(x, table) {
  records <- x[[table]]
  day <- records[[table_specs[[table]]$day]]
  rows <- x$rows[[table]]
  came <- if (rows == nrow(records)) "" else sprintf(" of %s", big(rows))
  line <- sprintf("  %-10s %s%s", table, big(nrow(records)), came)
  if (nrow(records) == 0) return(line)
  span <- shown_days(range(day), x$clock)
  sprintf("%s, %s, %s to %s", line, counted(length(unique(records$patient)), "patient"), span[1],
          span[2])
}

# A cohort remembers the calls that made it.
made_by <- function(cohort, verb, args) {
  cohort$made <- c(cohort$made, list(list(verb = verb, args = args)))
  cohort
}
