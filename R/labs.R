#' Graded laboratory abnormalities
#'
#' Patients with an abnormal test within periods, at a time after the start of a
#' drug, and with abnormalities made of several tests of one sample.
#'
#' @param x A cohort of [audit_cohort()]; or values, as of [grade_labs()].
#' @param periods Periods of [audit_periods()], or a data frame of them.
#' @param by Names of columns of `patients`: rows for each group.
#' @param rules A version of the criteria, see [grade_labs()].
#' @param landmark Whole number of months: the grade at that time after the start
#'   of the period's drug, or of the period where it has none, is given too.
#' @param window Two whole numbers of days, 0 or more: by how many a test may lie
#'   before and after the landmark.
#' @param composites A list of rules of [lab_rule()].
#' @param within Whole number of months: composites are looked for so long after
#'   the start of the period's drug, or of the period where it has none. `NULL`:
#'   in the period.
#' @param test,unit,ref_low,ref_high As of [grade_labs()].
#' @param id,period Patient and period of each value: as many as `x`, `period` may
#'   be single.
#' @inheritParams audit_arr
#'
#' @return A data frame of class `msaudit_labs` and `msaudit_result` with rows for
#'   each group and period:
#'   \item{`outcome` a term, `measure` `"proportion"`}{Patients with a test of
#'     grade 1 or more, of those with a graded test in the period (`patients`).}
#'   \item{`outcome` a term and `, grade 3 or 4`}{Likewise.}
#'   \item{`measure` `"landmark"`}{Patients whose test at the landmark has grade 1
#'     or more, of those with a graded one.}
#'   \item{`outcome` a composite}{Patients in whom it held, of those in whom it was
#'     known.}
#'   in the columns of every result, with the intervals of [ci_proportion()].
#'   [definition()] holds `ungraded`, the number of tests in the periods without a
#'   grade by reason, and `onsets`, one row a patient with a composite: `period`,
#'   `outcome`, `id`, days from the start of the drug to its `onset`, to the
#'   `last_held` day and to the day `recovered` (`NA`: not by the end of
#'   follow-up).
#'
#' @section Definition:
#' A test belongs to a period if its day is after the first day of one of its
#' ranges and not after the last. At a landmark the gradable test nearest to it
#' counts, both ends of the window included, the later of two as near, the worst
#' of several on that day; it is limited by follow-up alone, not by the end of the
#' period. A composite is over on the first day after its onset on which all tests
#' that were abnormal by it are known not to be.
#'
#' @section Missing values:
#' Tests without a grade are not normal: they are left out and counted by reason.
#'
#' @inheritSection audit_arr Errors
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12))
#' audit_labs(cohort, periods, landmark = 1, within = 3, composites = list(
#'   lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia without neutropaenia")
#' ))
#' @export
audit_labs <- function(x, ...) UseMethod("audit_labs")

#' @rdname audit_labs
#' @export
audit_labs.msaudit_cohort <- function(x, periods, by = NULL, rules = "ctcae-5.0", landmark = NULL,
                                      window = c(7, 14), composites = list(), within = NULL,
                                      conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  check_argument(!missing(periods), NULL, "periods", "periods of audit_periods()", call)
  periods <- check_periods(periods, x, call)
  check_table(x, "labs", call)
  table <- lab_rules(rules, "rules", call)
  window <- as_slack(window, call, "window")
  check_composites(composites, call)
  if (!is.null(landmark)) landmark <- as_months(landmark, "landmark", call)
  if (!is.null(within)) within <- as_months(within, "within", call)
  check_conf_level(conf_level, call)
  groups <- patient_groups(x, by, call)
  labels <- row_labels(periods, groups)
  cells <- list(row = cell_rows(periods, groups), period = periods$cells$period,
                patient = periods$cells$patient)

  graded <- grade_values(cohort_labs(x$labs), table)
  terms <- unique(table$term[table$test %in% graded$test])
  parts <- lapply(terms, function(term) {
    tests <- tests_of(x$labs, graded, term)
    rbind(worst_rows(tests, term, periods, cells, labels, conf_level),
          if (!is.null(landmark)) landmark_rows(tests, term, x, periods, cells, labels, landmark, window,
                                                conf_level))
  })
  found <- lapply(composites, composite_rows, cohort = x, graded = graded, periods = periods,
                  cells = cells, labels = labels, within = within, conf_level = conf_level)
  none <- share_rows(labels[0, , drop = FALSE], "", "proportion", logical(), logical(), integer(), conf_level)
  rows <- do.call(rbind, c(list(none), parts, lapply(found, `[[`, "rows")))
  rows <- rows[order(rows$place, method = "radix"), ]
  settings <- list(by = by, rules = rules, landmark = landmark, window = window,
                   composites = vapply(composites, `[[`, "", "name"), within = within,
                   conf_level = conf_level, periods = periods$texts,
                   ungraded = ungraded_counts(x$labs, graded, periods),
                   onsets = do.call(rbind, lapply(found, `[[`, "onsets")))
  new_result("labs", rows[names(labels)], rows, settings)
}

check_composites <- function(composites, call) {
  fits <- is.list(composites) && all(vapply(composites, inherits, NA, "msaudit_lab_rule"))
  check_argument(fits, composites, "composites", "a list of rules of lab_rule()", call)
  names <- vapply(composites, `[[`, "", "name")
  if (anyDuplicated(names)) {
    usage_error("composites", sprintf("Two composites have the name %s", shown(names[duplicated(names)][1])), call)
  }
}

# Columns that the cohort may lack are missing throughout.
cohort_labs <- function(labs) {
  column <- function(name, none) if (is.null(labs[[name]])) rep(none, nrow(labs)) else labs[[name]]
  list(test = as.character(labs$test), value = censored_text(labs), unit = column("unit", NA_character_),
       ref_low = column("ref_low", NA_real_), ref_high = column("ref_high", NA_real_))
}

censored_text <- function(labs) {
  if (all(labs$censored == 0L)) return(labs$value)
  paste0(c("<", "", ">")[labs$censored + 2L], formatC(labs$value, digits = 15, format = "fg"))
}

tests_of <- function(labs, graded, term) {
  rows <- which(graded$term == term)
  list(labs$patient[rows], labs$date[rows], graded$grade[rows])
}

share_rows <- function(labels, outcome, measure, known, abnormal, row, conf_level) {
  n <- nrow(labels)
  patients <- tabulate(row[known], n)
  with_event <- tabulate(row[known & abnormal], n)
  share <- ci_proportion(with_event, patients, conf_level = conf_level)
  values <- c(list(outcome = outcome, measure = measure, patients = patients, with_event = with_event,
                   exposure = as.double(patients), unit = "patient"),
              as.list(share[c("estimate", "conf_low", "conf_high", "method", "note")]))
  cbind(as.data.frame(new_result("labs", labels, values, NULL)), place = seq_len(n))
}

worst_rows <- function(tests, term, periods, cells, labels, conf_level) {
  found <- .Call(C_worst_grades, tests, periods$ranges[c("period", "patient", "start", "stop")],
                 periods$ranges$cell, length(cells$row))
  known <- !is.na(found$worst)
  severe <- paste0(term, ", grade 3 or 4")
  rbind(share_rows(labels, term, "proportion", known, found$worst >= 1, cells$row, conf_level),
        share_rows(labels, severe, "proportion", known, found$worst >= 3, cells$row, conf_level))
}

landmark_rows <- function(tests, term, cohort, periods, cells, labels, landmark, window, conf_level) {
  grade <- rep(NA_integer_, length(cells$row))
  for (i in seq_along(periods$names)) {
    of <- which(cells$period == i)
    target <- rep(NA_integer_, nrow(cohort$patients))
    target[cells$patient[of]] <- months_after(origins(periods, cohort, i)[cells$patient[of]], landmark,
                                              cohort$clock)
    last <- pmin(target + window[2], cohort$patients$to)
    found <- .Call(C_landmark_grades, tests, target, target - window[1], last)
    grade[of] <- found$grade[cells$patient[of]]
  }
  share_rows(labels, term, "landmark", !is.na(grade), grade >= 1, cells$row, conf_level)
}

# The day from which a period's time is counted, for each patient: the start of
# its drug, or of the period.
origins <- function(periods, cohort, i) {
  day <- periods$origins[[i]](cohort)
  if (!is.null(day)) return(day)
  day <- rep(NA_integer_, nrow(cohort$patients))
  rows <- which(periods$ranges$period == i)
  rows <- rows[!duplicated(periods$ranges$patient[rows])]
  day[periods$ranges$patient[rows]] <- periods$ranges$start[rows]
  day
}

composite_rows <- function(rule, cohort, graded, periods, cells, labels, within, conf_level) {
  codes <- unique(lab_table("tests")$test)
  samples <- lab_samples(cohort$labs, graded)
  conditions <- list(match(rule$test, codes), unname(lab_states[rule$state]))
  known <- abnormal <- rep(FALSE, length(cells$row))
  onsets <- list()
  for (i in seq_along(periods$names)) {
    of <- which(cells$period == i)
    who <- cells$patient[of]
    origin <- origins(periods, cohort, i)
    days <- composite_days(periods, cohort, i, origin, within)
    found <- .Call(C_find_onsets, samples, conditions, days$first, days$last, cohort$patients$to)
    known[of] <- found$known[who] > 0
    abnormal[of] <- !is.na(found$onset[who])
    had <- who[!is.na(found$onset[who])]
    onsets[[i]] <- data.frame(
      period = factor(rep(periods$names[i], length(had)), periods$names), outcome = rep(rule$name, length(had)),
      id = cohort$patients$id[had], onset = found$onset[had] - origin[had],
      last_held = found$last_held[had] - origin[had], recovered = found$recovered[had] - origin[had],
      stringsAsFactors = FALSE
    )
  }
  list(rows = share_rows(labels, rule$name, "proportion", known, abnormal, cells$row, conf_level),
       onsets = do.call(rbind, onsets))
}

# From the day after the origin, or of the period's start, to the end.
composite_days <- function(periods, cohort, i, origin, within) {
  n <- nrow(cohort$patients)
  first <- last <- rep(NA_integer_, n)
  rows <- which(periods$ranges$period == i)
  patient <- periods$ranges$patient[rows]
  first[rev(patient)] <- rev(periods$ranges$start[rows]) + 1L
  last[patient] <- periods$ranges$stop[rows]
  if (!is.null(within)) {
    there <- !is.na(first)
    first[there] <- origin[there] + 1L
    last[there] <- pmin(months_after(origin[there], within, cohort$clock), cohort$patients$to[there])
  }
  list(first = first, last = last)
}

# Rows in order of patient, day and sample, with their states.
lab_samples <- function(labs, graded) {
  sample <- if (is.null(labs$sample)) rep(0L, nrow(labs)) else as.integer(group_factor(labs$sample))
  state <- .Call(C_lab_states, graded$columns)
  test <- graded$columns[[1]]
  at <- order(labs$patient, labs$date, sample, test, state, method = "radix")
  list(labs$patient[at], labs$date[at], sample[at], test[at], state[at])
}

# Tests in the periods that have no grade though there is a rule for them.
ungraded_counts <- function(labs, graded, periods) {
  rows <- which(is.na(graded$grade) & graded$reason != "no_rule")
  if (length(rows) == 0) return(NULL)
  reasons <- table(test = graded$test[rows], reason = graded$reason[rows])
  counts <- as.data.frame(reasons, responseName = "tests", stringsAsFactors = FALSE)
  counts[counts$tests > 0, ]
}

#' @rdname audit_labs
#' @export
audit_labs.default <- function(x, test, unit, ref_low = NULL, ref_high = NULL, id, period = "all",
                               rules = "ctcae-5.0", conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  check_conf_level(conf_level, call)
  check_argument(!missing(id), NULL, "id", "the patient of each of `x`", call)
  graded <- grade_labs(x, test, unit, ref_low, ref_high, rules)
  n <- nrow(graded)
  vectors <- recycled(id = read_ids(id, "id", call), period = as.character(period), row = seq_len(n), call = call)
  check_elements(!is.na(vectors$id), vectors$id, "id", "known", call)
  check_elements(!is.na(vectors$period), vectors$period, "period", "known", call)
  levels <- if (is.factor(period)) levels(period) else unique(vectors$period)
  labels <- as_frame(list(period = factor(levels, levels)), length(levels))
  parts <- lapply(unique(graded$term[!is.na(graded$term)]), function(term) {
    use <- which(graded$term == term & !is.na(graded$grade))
    worst <- tapply(graded$grade[use], list(factor(vectors$period[use], levels), vectors$id[use]), max)
    row <- as.vector(row(worst))
    known <- !is.na(as.vector(worst))
    severe <- paste0(term, ", grade 3 or 4")
    rbind(share_rows(labels, term, "proportion", known, as.vector(worst) >= 1, row, conf_level),
          share_rows(labels, severe, "proportion", known, as.vector(worst) >= 3, row, conf_level))
  })
  rows <- do.call(rbind, parts)
  if (is.null(rows)) usage_error("test", "No rule has any of the tests", call)
  rows <- rows[order(rows$place, method = "radix"), ]
  new_result("labs", rows["period"], rows, list(by = NULL, rules = rules, conf_level = conf_level))
}

#' @export
display.msaudit_labs <- function(x) {
  settings <- definition(x)
  labels <- label_columns(x)
  keys <- row_keys(x, labels)
  parts <- lapply(unique(keys), function(key) {
    display_part(lab_wide(x[keys == key, ], settings$landmark), heading = key,
                 lines = onset_lines(settings$onsets, x$period[keys == key][1]))
  })
  list(
    title = sprintf("Laboratory, graded by %s, with %s", toupper(sub("-", " ", settings$rules)),
                    limits_text(settings)),
    parts = parts,
    notes = c(ungraded_text(settings$ungraded), explained(x$note, but = c("zero_events", "all_events")))
  )
}

lab_wide <- function(x, landmark) {
  outcome <- x$outcome
  at <- x$measure == "landmark"
  outcome[at] <- sprintf("%s, at %s", outcome[at], counted(max(0, landmark), "month"))
  table <- list(abnormality = outcome, patients = paste0(big(x$with_event), "/", big(x$patients)),
                `% (limits)` = with_limits(100 * x$estimate, 100 * x$conf_low, 100 * x$conf_high, 0))
  as_frame(table, nrow(x))
}

# "leucopenia ...: onset on day 31 to 60; over in 4 of 4, on day 88 to 147".
onset_lines <- function(onsets, period) {
  onsets <- onsets[onsets$period == period, ]
  if (is.null(onsets) || nrow(onsets) == 0) return(character())
  vapply(split(onsets, factor(onsets$outcome, unique(onsets$outcome))), function(of) {
    over <- of$recovered[!is.na(of$recovered)]
    text <- sprintf("%s: onset on day %s; over in %s of %s", of$outcome[1], span_text(of$onset), length(over),
                    nrow(of))
    if (length(over) == 0) text else sprintf("%s, on day %s", text, span_text(over))
  }, "", USE.NAMES = FALSE)
}

span_text <- function(days) if (min(days) == max(days)) format(days[1]) else sprintf("%d to %d", min(days), max(days))

lab_reason_texts <- c(no_value = "without a value", no_range = "without the limit that decides",
                      no_unit = "without a unit that is understood",
                      censored_open = "known to be below or above a bound that does not decide")

ungraded_text <- function(ungraded) {
  if (is.null(ungraded)) return()
  sums <- tapply(ungraded$tests, ungraded$reason, sum)
  sprintf("Tests without a grade, left out: %s.",
          listed(sprintf("%s %s", big(sums), lab_reason_texts[names(sums)])))
}
