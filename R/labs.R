#' Graded laboratory abnormalities
#'
#' Patients with an abnormal test within periods: any, of which grade, new since
#' baseline, at a time after the start of a drug, how soon, and whether it
#' recovered; and abnormalities made of several tests.
#'
#' @param x A cohort of [audit_cohort()]; or values, see [grade_labs()].
#' @param periods Periods of [audit_periods()], or a data frame of them.
#' @param by Names of columns of `patients`: rows for each group. A missing
#'   value is a group of its own, the last.
#' @param rules A version of the criteria, see [grading_rules()].
#' @param lln_rule See [grade_labs()].
#' @param landmark Whole number of months: also give the grade at that time after the
#'   start of the period's drug, or of the period if it has none. `NULL`: no landmark.
#' @param window Two whole numbers of days, 0 or more: how long before and
#'   after the landmark a test may be.
#' @param composites A list of rules of [lab_rule()] and the like.
#' @param within Whole number of months: look for composites for so long after the start
#'   of the period's drug, or of the period if it has none. `NULL`: in the period.
#' @param recovery Whole number of 1 or more: on how many consecutive days with a test an
#'   abnormality must be gone; it is over on the first of them.
#' @param per Number of years, above 0, that rates are given for.
#' @param test,unit,ref_low,ref_high See [grade_labs()].
#' @param id,period Patient and period of each value: as many as `x`; `period`
#'   may be single.
#' @inheritParams audit_arr
#'
#' @return A data frame of class `msaudit_labs` and `msaudit_result` with rows for
#'   each group and period, in the columns of every result:
#'   \describe{
#'     \item{`outcome` a term, `measure` `"proportion"`}{Patients with a test of
#'       grade 1 or more, of those with a graded test in the period (`patients`).}
#'     \item{the same, `outcome` with ", grade 3 or 4"}{Likewise of grade 3 or 4.}
#'     \item{`measure` `"baseline"`}{Patients who were abnormal at baseline, of those with
#'       a graded test then.}
#'     \item{`measure` `"incident"`}{Patients with a test of grade 1 or more, of those with
#'       a graded test in the period who were not abnormal at baseline, or had no test then.}
#'     \item{`measure` `"first_event_rate"`}{The same patients over their time in
#'       the period up to the first such test, per `per` years.}
#'     \item{`measure` `"recovered"`}{Patients whose abnormality was over by the end of
#'       follow-up, of those who had one in the period.}
#'     \item{`measure` `"landmark"`}{Patients whose test at the landmark has grade 1 or
#'       more, of those with a graded one.}
#'     \item{`outcome` a composite, `measure` `"proportion"`}{Patients in whom it
#'       held, of those in whom that is known.}
#'   }
#'   Where somebody who was tested is not known, or a test that does not count shows more than
#'   those that do (0.3 lymphocytes without a lower limit are of grade 3, whatever that is), there are also,
#'   of all with a test in a unit that is understood or not, rows with `measure` `"least_proportion"` and
#'   `"most_proportion"` (likewise `least_` and `most_` before `baseline`, `incident`,
#'   `recovered` and `landmark`): the least and the most that the share can be, whatever the
#'   limits that are missing and the values behind bounds. Of `incident` and `recovered` it may
#'   be open too who is asked of, so that the two need not be of as many `patients`. If it is
#'   any grade that is not known, `outcome` with ", grade 2 or more" says what needs no limit of
#'   the laboratory.
#'
#'   A higher grade may then be known of patients of whom any grade is not, and is not a part
#'   of it: 5 of 10 with any grade and 5 with grade 3 or 4 may be ten patients. Such rows have
#'   the `note` `"own_patients"`; a rate beside `incident` that is open has `"others_not_known"`.
#'
#'   Shares have the intervals of [ci_proportion()], rates that of [ci_rate()] by
#'   `"garwood"`. [lab_courses()] gives the course of each patient,
#'   [audit_lab_shifts()] grades at baseline against the worst.
#'
#'   `definition()` also holds: `ungraded`, for each group and period the number of
#'   `tests` without a grade, or graded without a baseline, by `test` and `reason`;
#'   `ungraded_landmark`, by test the number of `patients` with only
#'   ungradable tests at the landmark; `landmark_grades`, the number of patients of
#'   each grade at it (from `grade` to `most`); `no_terms`, the terms that the version of the criteria lacks;
#'   and `unknown_tests`, names of tests that are not known, with their number and the
#'   `nearest` known name. [findings()] lists tests without a unit, or with one that is not
#'   understood.
#'
#' @section Definition:
#' A test belongs to a period if its day is after the first day of one of its ranges and
#' not after the last. Tests on one day are one, of the worst grade.
#'
#' Baseline is the patient's last day with a graded test on or before the day from
#' which the period is counted: the start of its drug, or of the period if it has none. If
#' a grade is a multiple of the baseline value, that is the last value on or before
#' that day, and values up to it are graded by the laboratory's limits alone.
#'
#' At a landmark the nearest gradable test within the window counts, both ends included: the
#' later of two equally near, the worst of several on that day. The window is limited by
#' follow-up only, not by the end of the period.
#'
#' A composite is looked for on the days of the period, or for `within` months, limited by
#' follow-up.
#'
#' An abnormality is over on the first day after its onset on which its grade is 0 (for a
#' composite: on which all tests that made it abnormal are known not to be), if it stays
#' so for `recovery` days with a test.
#'
#' @section Missing values:
#' A test counts for an outcome only if it would be decided whatever its value: any
#' grade needs the laboratory's limit, grade 2 or more of a blood count does not. Others are
#' left out, as if not done, and counted by reason; where nobody has a test that
#' counts, the estimate is `NA`. A value known to lie below or above a bound counts: if
#' the bound leaves the outcome open, and no other test shows it, the patient is not
#' known. Likewise in composites: a sample in which a test is without the limit that its
#' condition needs does not count. The least and the most are by all tests: there a
#' composite holds if one of its parts surely does, whatever the limits of the others, and is
#' open if none does and one may.
#' Whether an abnormality is new is not known of a patient whose last test at baseline does not
#' count, or is open; if that was surely abnormal he is not asked.
#' A patient without a test at baseline counts as not abnormal then, and a grade that
#' needs one is given as if it was normal; both are counted.
#'
#' @inheritSection audit_ae Errors
#'
#' @family audits of a cohort
#' @family functions for the laboratory
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12))
#' audit_labs(cohort, periods, landmark = 1, within = 3, composites = list(
#'   lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia without neutropaenia")
#' ))
#' @export
audit_labs <- function(x, ...) {
  check_given()
  UseMethod("audit_labs")
}

#' @rdname audit_labs
#' @export
audit_labs.msaudit_cohort <- function(x, periods, by = NULL, rules = "ctcae-5.0", lln_rule = "ctcae",
                                      landmark = NULL, window = c(7, 14), composites = list(), within = NULL,
                                      recovery = 1, per = 100, conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  check_argument(!missing(periods), NULL, "periods", "periods of audit_periods()", call)
  periods <- check_periods(periods, x, call)
  check_table(x, "labs", call)
  table <- lab_rules(rules, "rules", call)
  lln_rule <- one_of(lln_rule, c("ctcae", "normal_is_0"), "lln_rule", call)
  window <- as_slack(window, call, "window")
  check_composites(composites, call)
  if (!is.null(landmark)) landmark <- as_months(landmark, "landmark", call)
  if (!is.null(within)) within <- as_months(within, "within", call)
  recovery <- as_recovery(recovery, call)
  check_per(per, call)
  check_conf_level(conf_level, call)
  groups <- patient_groups(x, by, call, c("place", "grade"))

  audit <- lab_audit(x, periods, groups, table, lln_rule, recovery)
  terms <- audited_terms(audit)
  courses <- lapply(terms$term, term_courses, audit = audit)
  landmarks <- if (!is.null(landmark)) lapply(terms$term, term_landmarks, audit = audit, landmark = landmark, window = window)
  parts <- lapply(seq_along(courses), function(i) {
    rbind(course_rows(courses[[i]], audit, per, conf_level),
          if (!is.null(landmark)) landmark_rows(landmarks[[i]], terms$term[i], audit, landmark, window, conf_level))
  })
  found <- lapply(composites, composite_rows, audit = audit, within = within, conf_level = conf_level)
  none <- share_rows(audit, "", "proportion", logical(length(audit$row)), FALSE, conf_level)[0, ]
  rows <- do.call(rbind, c(list(none), parts, lapply(found, `[[`, "rows")))
  rows <- rows[order(rows$place, method = "radix"), ]
  settings <- list(by = by, rules = rules, lln_rule = lln_rule, landmark = landmark, window = window,
                   composites = vapply(composites, format, ""),
                   composite_names = vapply(composites, `[[`, "", "name"), units = term_units(table), within = within, recovery = recovery, per = per,
                   conf_level = conf_level, periods = named_texts(periods), ungraded = ungraded_counts(audit),
                   ungraded_landmark = if (!is.null(landmark)) ungraded_at_landmark(audit, landmark, window),
                   landmark_grades = if (!is.null(landmark)) landmark_counts(landmarks, terms$term, audit),
                   no_baseline = no_baseline_counts(courses, audit),
                   no_terms = intersect(terms_without_grades(table), table$term[table$code %in% audit$labs$test]),
                   unknown_tests = unknown_tests(x$labs$test))
  new_result("labs", rows[names(audit$labels)], rows, settings,
             courses = rbind_courses(c(lapply(courses, `[[`, "courses"), lapply(found, `[[`, "courses")), periods$names),
             row_lengths = row_lengths(audit$row, periods$cells$days, audit$labels),
             audited = audited_part(x, periods, "labs"), findings = unit_findings(x, audit$labs))
}

as_recovery <- function(recovery, call) {
  fits <- is_one_number(recovery) && recovery >= 1 && recovery == round(recovery) && recovery <= 1e6
  check_argument(fits, recovery, "recovery", "a whole number of 1 or more", call)
  as.integer(recovery)
}

#' @rdname audit_labs
#' @export
audit_labs.default <- function(x, test, unit, ref_low = NULL, ref_high = NULL, id, period = "all",
                               rules = "ctcae-5.0", lln_rule = "ctcae", conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_cohort_first(x, "audit_labs", call)
  check_no_dots(..., call = call)
  check_conf_level(conf_level, call)
  check_argument(!missing(id), NULL, "id", "the patient of each of `x`", call)
  table <- lab_rules(rules, "rules", call)
  lln_rule <- one_of(lln_rule, c("ctcae", "normal_is_0"), "lln_rule", call)
  labs <- read_labs(x, test, unit, ref_low, ref_high, NULL, call)
  n <- length(labs$value)
  check_same_length(id, n, "id", call)
  if (length(period) != 1) check_same_length(period, n, "period", call)
  period <- in_utf8(plain_vector(period, "period", call))
  vectors <- recycled(id = read_ids(id, "id", call), period = as.character(period), row = seq_len(n), call = call)
  check_elements(!is.na(vectors$id), vectors$id, "id", "known", call)
  check_elements(!is.na(vectors$period), vectors$period, "period", "known", call)
  levels <- if (is.factor(period)) levels(period) else unique(vectors$period)
  labels <- as_frame(list(period = factor(levels, levels)), length(levels))
  columns <- lab_columns(labs)
  parts <- lapply(directions, function(direction) {
    of <- directed(table, direction)
    found <- grade_columns(columns, of, lln_rule)
    terms <- unique(of$term)
    lapply(intersect(seq_along(terms), found$term), function(term) {
      use <- which(found$term == term & !is.na(found$least))
      cells <- list(factor(vectors$period[use], levels), vectors$id[use])
      given <- list(row = rep(seq_along(levels), length(unique(cells[[2]]))), labels = labels)
      worst_rows(lapply(asked_grades, reached, found = lapply(found, `[`, use), cells = cells), terms[term], given, conf_level)
    })
  })
  rows <- do.call(rbind, unlist(parts, recursive = FALSE))
  if (is.null(rows)) usage_error("test", "No rule has any of the tests", call)
  rows <- rows[order(rows$place, method = "radix"), ]
  new_result("labs", rows["period"], rows, list(by = NULL, rules = rules, lln_rule = lln_rule, conf_level = conf_level))
}

# Of each cell whether a grade was reached: decided by the tests that count for it,
# sure or perhaps so by all of them.
reached <- function(grade, found, cells) {
  counts <- found$from <= grade
  worst <- function(x, of) as.vector(tapply(ifelse(of, as.integer(x >= grade), NA_integer_), cells, function(x) {
    if (all(is.na(x))) NA_integer_ else max(x, na.rm = TRUE)
  }))
  list(state = one_grade(worst(found$least, counts), worst(found$most, counts)), sure = worst(found$least, is.finite(found$least)),
       perhaps = worst(found$most, is.finite(found$most)))
}
