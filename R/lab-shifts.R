#' Grades at baseline against the worst grades after it
#'
#' The shift table of a laboratory: of the patients with each grade at baseline, how
#' many had each worst grade in a period.
#'
#' @param cohort A cohort of [audit_cohort()] with the table `labs`.
#' @inheritParams audit_labs
#'
#' @return A data frame of class `msaudit_lab_shifts` and `msaudit_result` with one row per
#'   group, period, term of the criteria, grade at baseline and worst grade that any
#'   patient has, in the columns of every result: `baseline` (a factor of `"0"` to `"4"`
#'   and `"not known"`) and `worst` (`"0"` to `"4"`, and `"not known"`, whose `measure` is `"shift_unknown"` and whose `patients` are all tested) after those of `by` and `period`;
#'   `outcome` is the term, `measure` `"shift"`, `patients` those with that grade at baseline
#'   and a graded test in the period, `with_event` those of them with that worst grade;
#'   the limits are those of [ci_proportion()].
#'
#' @section Definition:
#' A test belongs to a period if its day is after the first day of one of its ranges and
#' not after the last. Baseline is the patient's last day with a graded test on or before
#' the day from which the period is counted: the start of its drug, or of the period if it
#' has none. Tests on one day are one, of the worst grade. See also [audit_labs()].
#'
#' @inheritSection audit_curves Errors
#'
#' @family functions for the laboratory
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' audit_lab_shifts(cohort, periods)
#' @export
audit_lab_shifts <- function(cohort, periods, by = NULL, rules = "ctcae-5.0", lln_rule = "ctcae", conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  periods <- check_periods(periods, cohort, call)
  check_table(cohort, "labs", call)
  table <- lab_rules(rules, "rules", call)
  lln_rule <- one_of(lln_rule, c("ctcae", "normal_is_0"), "lln_rule", call)
  check_conf_level(conf_level, call)
  audit <- lab_audit(cohort, periods, patient_groups(cohort, by, call), table, lln_rule)
  rows <- do.call(rbind, lapply(audited_terms(audit)$term, shift_rows, audit = audit, conf_level = conf_level))
  settings <- list(by = by, rules = rules, lln_rule = lln_rule, conf_level = conf_level, periods = named_texts(periods))
  new_result("lab_shifts", if (is.null(rows)) audit$labels[0, , drop = FALSE] else rows[setdiff(names(rows), result_columns)],
             if (is.null(rows)) list() else rows, settings)
}

shift_levels <- c(0:4, "not known")

shift_rows <- function(term, audit, conf_level) {
  course <- term_courses(term, audit)
  tested <- !is.na(course$sure)
  level <- function(grade) factor(ifelse(is.na(grade), "not known", grade), shift_levels)
  cells <- list(factor(audit$row, seq_len(nrow(audit$labels))), level(course$baseline_grade), level(course$worst))
  cells <- lapply(cells, `[`, tested)
  counts <- do.call(table, cells)
  totals <- array(apply(counts, 1:2, sum), dim(counts)[1:2])
  known <- totals - counts[, , length(shift_levels)]
  at <- which(counts > 0, arr.ind = TRUE)
  at <- at[order(at[, 1], at[, 2], at[, 3]), , drop = FALSE]
  unknown <- at[, 3] == length(shift_levels)
  of <- ifelse(unknown, totals[at[, 1:2, drop = FALSE]], known[at[, 1:2, drop = FALSE]])
  share <- ci_proportion(as.integer(counts[at]), as.integer(of), conf_level = conf_level)
  labels <- audit$labels[at[, 1], , drop = FALSE]
  labels$baseline <- factor(shift_levels[at[, 2]], shift_levels)
  labels$worst <- factor(shift_levels[at[, 3]], shift_levels)
  values <- c(list(outcome = rep(term, length(unknown)), measure = ifelse(unknown, "shift_unknown", "shift"), patients = as.integer(share$n), with_event = as.integer(share$x),
                   exposure = as.double(share$n), unit = "patient"),
              as.list(share[c("estimate", "conf_low", "conf_high", "method", "note")]))
  as.data.frame(new_result("lab_shifts", labels, values, NULL))
}

#' @export
display.msaudit_lab_shifts <- function(x) {
  labels <- setdiff(label_columns(x), c("baseline", "worst"))
  keys <- row_keys(x, labels)
  parts <- lapply(unique(keys), function(key) display_part(shift_wide(as.data.frame(x)[keys == key, ]), heading = key, left = 1:2))
  settings <- definition(x)
  list(title = sprintf("Patients by grade at baseline and worst grade in the period, %s", rules_text(settings)),
       parts = parts, notes = if (nrow(x) == 0) "No test has a name and a rule that are known.")
}

# A line a term and grade at baseline, a column each worst grade.
shift_wide <- function(x) {
  lines <- unique(x[c("outcome", "baseline")])
  at <- match(row_keys(x, c("outcome", "baseline")), row_keys(lines, c("outcome", "baseline")))
  counts <- tapply(x$with_event, list(factor(at, seq_len(nrow(lines))), x$worst), sum, default = 0)
  table <- c(list(abnormality = lines$outcome, `at baseline` = as.character(lines$baseline)),
             lapply(structure(0:4, names = c("worst 0", 1:4)), function(grade) big(counts[, grade + 1])),
             if (any(x$worst == "not known")) list(`not known` = big(counts[, length(shift_levels)])))
  as_frame(lapply(table, unname), nrow(lines))
}
