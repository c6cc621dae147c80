#' Values of a laboratory test since the start of a drug
#'
#' The values of one test in one unit, by days since each patient's first start
#' of a drug: to draw (see [lab_pictures]), or for an analysis of your own.
#'
#' @param cohort A cohort of [audit_cohort()] with the table `labs`.
#' @param test Name of a test, single, see [grade_labs()].
#' @param drug Name of a drug, single.
#' @param months Two rising whole numbers of months, which may be negative: from when to
#'   when after the start, both ends included.
#' @param by Names of columns of `patients`, kept beside the values.
#'
#' @return A data frame of class `msaudit_lab_series` with one row per test, in order of
#'   patient and day. Patients who never started the drug have none, nor have values
#'   that are missing or in a unit that is not understood.
#'   \item{id, columns of `by`}{Whose.}
#'   \item{day}{Days since the first start of the drug.}
#'   \item{month}{The nearest month: whole, of 365.25 / 12 days.}
#'   \item{value, censored}{In the unit `definition(x)$unit`; a censored value
#'     is its bound, and `censored` is `"below"` or `"above"`, otherwise `NA`.}
#'   \item{ref_low, ref_high}{The laboratory's limits in that unit, `NA` if not known.}
#'
#' @section Errors:
#' `msaudit_argument_error` for an unknown test or drug, or a cohort without
#' `labs`.
#'
#' @family functions for the laboratory
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' series <- lab_series(cohort, "lymphocytes", "alemtuzumab", months = c(-1, 12))
#' head(series)
#' @export
lab_series <- function(cohort, test, drug, months = c(-1, 12), by = NULL) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  check_table(cohort, "labs", call)
  check_argument(checkmate::test_string(test), test, "test", "the name of a test", call)
  code <- match(canonical_tests(test)$test, lab_tests()$test)
  if (is.na(code)) usage_error("test", sprintf("`%s` is no test%s", test, did_you_mean(test, lab_table("tests")$name)), call)
  drug_code <- one_drug(cohort, drug, "drug", call)
  fits <- is_bare_number(months) && length(months) == 2 && all(is.finite(months)) && all(months == round(months)) &&
    months[1] < months[2] && all(abs(months) <= 1e5)
  check_argument(fits, months, "months", "two rising whole numbers of months", call)
  check_by(by, cohort$patients, c("id", "day", "month", "value", "censored", "ref_low", "ref_high"), call)

  labs <- labs_of(cohort)
  start <- first_starts(cohort, drug_code)
  first <- months_after(start, as.integer(months[1]), cohort$clock)[labs$patient]
  last <- months_after(start, as.integer(months[2]), cohort$clock)[labs$patient]
  rows <- which(labs$test == code & labs$day >= first & labs$day <= last)
  columns <- column_rows(labs$columns, rows)
  value <- in_rule_units(columns)
  limit <- function(name) {
    columns$value <- if (is.null(columns[[name]])) rep(NA_real_, length(rows)) else columns[[name]]
    in_rule_units(columns)
  }
  censored <- if (is.null(columns$censored)) rep(0L, length(rows)) else columns$censored
  patient <- labs$patient[rows]
  day <- labs$day[rows] - start[patient]
  data <- c(list(id = cohort$patients$id[patient]), lapply(cohort$patients[by], `[`, patient),
            list(day = day, month = as.integer(nearest_month(day)), value = value,
                 censored = ifelse(censored == 0, NA_character_, ifelse(censored < 0, "below", "above")),
                 ref_low = limit("low"), ref_high = limit("high")))
  known <- which(!is.na(value))
  known <- known[order(patient[known], day[known], value[known], method = "radix")]
  settings <- list(test = lab_tests()$test[code], unit = lab_tests()$unit[code], label = lab_tests()$label[code],
                   limits = telling_limits(lab_tests()$test[code]), drug = levels(cohort$treatments$drug)[drug_code],
                   months = as.integer(months), by = by, synthetic = isTRUE(cohort$synthetic))
  structure(as_frame(lapply(data, `[`, known), length(known)), class = c("msaudit_lab_series", "data.frame"),
            settings = settings, courses = courses_since(cohort, start, months))
}

# The limits of the laboratory by which a test is graded; both where it is not.
telling_limits <- function(test) {
  table <- lab_table("ctcae")
  of <- table$of[table$test == test]
  limits <- c(if ("lln" %in% of) "ref_low", if (any(c("uln", "uln or baseline") %in% of)) "ref_high")
  if (is.null(limits)) c("ref_low", "ref_high") else limits
}

# When courses of any drug began, in the days of a series.
courses_since <- function(cohort, start, months) {
  courses <- cohort$treatments
  day <- courses$start - start[courses$patient]
  here <- which(day >= days_a_month * months[1] & day <= days_a_month * months[2])
  data.frame(id = cohort$patients$id[courses$patient[here]], drug = droplevels(courses$drug[here]), day = day[here])
}

# In each month the test of each patient nearest to it, of two as near the later, of
# several on that day their mean; and of those the quartiles, by the groups of a series.
month_quartiles <- function(x) {
  by <- definition(x)$by
  data <- as.data.frame(x)
  away <- abs(data$day - days_a_month * data$month)
  at <- order(away, -data$day, data$value, method = "radix")
  key <- paste(data$month, id_text(data$id))[at]
  nearest <- at[match(unique(key), key)]
  same <- match(paste(key, data$day[at]), paste(unique(key), data$day[nearest]))
  picked <- data[nearest, ]
  picked$value <- as.vector(tapply(data$value[at], factor(same, seq_along(nearest)), mean))
  group <- if (length(by) == 0) rep("all", nrow(picked)) else row_keys(picked, by)
  cells <- split(seq_len(nrow(picked)), list(factor(group, sort(unique(group), method = "radix")), picked$month), drop = TRUE)
  quartile <- function(p) vapply(cells, function(of) stats::quantile(picked$value[of], p, names = FALSE), 0, USE.NAMES = FALSE)
  limit <- function(name) vapply(cells, function(of) stats::median(picked[[name]][of], na.rm = TRUE), 0, USE.NAMES = FALSE)
  of_first <- vapply(cells, `[`, 0L, 1, USE.NAMES = FALSE)
  data.frame(group = group[of_first], month = picked$month[of_first], patients = lengths(cells, use.names = FALSE), lower = quartile(0.25),
             median = quartile(0.5), upper = quartile(0.75), ref_low = limit("ref_low"), ref_high = limit("ref_high"))
}

#' @export
as.data.frame.msaudit_lab_series <- function(x, ...) as.data.frame.msaudit_result(x)

# Rows taken out of a series are a series; columns taken out are not.
#' @export
`[.msaudit_lab_series` <- function(x, ...) {
  part <- NextMethod()
  if (is.data.frame(part) && !identical(names(part), names(x))) as.data.frame.msaudit_result(part) else part
}

#' @export
print.msaudit_lab_series <- function(x, ...) {
  settings <- definition(x)
  print_lines(strwrap(sprintf("%s (%s), months %d to %d since the first start of %s: %s of %s", settings$label, settings$unit, settings$months[1],
                              settings$months[2], settings$drug, counted(nrow(x), "value"), counted(length(unique(x$id)), "patient")),
                      width = 80, exdent = 2))
  with_point(print(utils::head(as.data.frame(x), 10), row.names = FALSE))
  if (nrow(x) > 10) cat(sprintf("and %s more; as.data.frame() has all of them\n", big(nrow(x) - 10)))
  invisible(x)
}
