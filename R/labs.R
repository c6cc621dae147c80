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
#'   [definition()] holds `ungraded`, for each group and period the number of
#'   `tests` in it without a grade by `test` and `reason`; `ungraded_landmark`, by
#'   test the number of `patients` with ungradable tests alone at the landmark;
#'   `unknown_tests`, the names of tests that are not known, with their number and
#'   the `nearest` name that is; and `onsets`, one row a patient with a composite: `period`,
#'   `outcome`, `id`, days from the start of the drug to its `onset`, to the
#'   `last_held` day and to the day `recovered` (`NA`: not by the end of
#'   follow-up).
#'
#' @section Definition:
#' A test belongs to a period if its day is after the first day of one of its
#' ranges and not after the last. At a landmark the gradable test nearest to it
#' counts, both ends of the window included, the later of two as near, the worst
#' of several on that day; it is limited by follow-up alone, not by the end of the
#' period. A composite is looked for on the days of the period, or `within` so
#' many months, limited by follow-up. It is over on the first day after its onset on which all tests
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
  ungraded <- which(is.na(graded$grade) & graded$test %in% table$test)
  settings <- list(by = by, rules = rules, landmark = landmark, window = window,
                   composites = vapply(composites, `[[`, "", "name"), within = within,
                   conf_level = conf_level, periods = periods$texts,
                   ungraded = ungraded_counts(x$labs, graded, ungraded, periods, cells, labels),
                   ungraded_landmark = if (!is.null(landmark)) {
                     ungraded_at_landmark(x, graded, ungraded, periods, cells, labels, landmark, window)
                   },
                   unknown_tests = unknown_tests(x$labs$test),
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
  paste0(censor_signs[labs$censored + 3L], formatC(labs$value, digits = 15, format = "fg"))
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
  grade <- landmark_grades(tests, cohort, periods, cells, landmark, window)
  share_rows(labels, term, "landmark", !is.na(grade), grade >= 1, cells$row, conf_level)
}

# The grade of each cell at its landmark, NA where there is none.
landmark_grades <- function(tests, cohort, periods, cells, landmark, window) {
  grade <- rep(NA_integer_, length(cells$row))
  for (i in seq_along(periods$names)) {
    of <- which(cells$period == i)
    target <- rep(NA_integer_, nrow(cohort$patients))
    target[cells$patient[of]] <- months_after(origins(periods, cohort, i)[cells$patient[of]], landmark,
                                              cohort$clock)
    first <- pmax(target - window[1], cohort$patients$from + 1L, na.rm = TRUE)
    first[is.na(target)] <- NA
    last <- pmin(target + window[2], cohort$patients$to)
    found <- .Call(C_landmark_grades, tests, target, first, last)
    grade[of] <- found$grade[cells$patient[of]]
  }
  grade
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
    found <- first_onsets(samples, conditions, composite_days(periods, cohort, i, origin, within),
                          cohort$patients$to)
    known[of] <- found$known[who]
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

# The first onset of each patient in any of several spans of days, one after the
# other; whether the rule was known in one of them.
first_onsets <- function(samples, conditions, spans, until) {
  n <- length(until)
  day <- rep(NA_integer_, n)
  all <- list(known = rep(FALSE, n), onset = day, last_held = day, recovered = day)
  for (span in spans) {
    found <- .Call(C_find_onsets, samples, conditions, span$first, span$last, until)
    all$known <- all$known | found$known > 0
    new <- is.na(all$onset) & !is.na(found$onset)
    for (name in c("onset", "last_held", "recovered")) all[[name]][new] <- found[[name]][new]
  }
  all
}

# The spans in which a composite is looked for: the patient's ranges of the
# period, the first of all patients, the second, and so on; or from the day after
# the origin for so many months, within follow-up.
composite_days <- function(periods, cohort, i, origin, within) {
  n <- nrow(cohort$patients)
  rows <- which(periods$ranges$period == i)
  patient <- periods$ranges$patient[rows]
  span <- function(who, first, last) {
    days <- list(first = rep(NA_integer_, n), last = rep(NA_integer_, n))
    days$first[who] <- first
    days$last[who] <- last
    days
  }
  if (!is.null(within)) {
    who <- unique(patient)
    first <- pmax(origin[who] + 1L, cohort$patients$from[who] + 1L, na.rm = TRUE)
    last <- pmin(months_after(origin[who], within, cohort$clock), cohort$patients$to[who])
    return(list(span(who, first, last)))
  }
  turn <- sequence(rle(patient)$lengths)
  lapply(seq_len(max(0L, turn)), function(k) {
    at <- rows[turn == k]
    span(periods$ranges$patient[at], periods$ranges$start[at] + 1L, periods$ranges$stop[at])
  })
}

# Rows in order of patient, day and sample, with their states.
lab_samples <- function(labs, graded) {
  sample <- if (is.null(labs$sample)) rep(0L, nrow(labs)) else as.integer(group_factor(labs$sample))
  state <- .Call(C_lab_states, graded$columns)
  test <- graded$columns[[1]]
  at <- order(labs$patient, labs$date, sample, test, state, method = "radix")
  list(labs$patient[at], labs$date[at], sample[at], test[at], state[at])
}

# Tests in each group and period that have no grade though there are rules for
# them: `rows` of the table.
ungraded_counts <- function(labs, graded, rows, periods, cells, labels) {
  kinds <- unique(data.frame(test = graded$test[rows], reason = graded$reason[rows]))
  kinds <- kinds[order(kinds$test, kinds$reason, method = "radix"), ]
  parts <- lapply(seq_len(nrow(kinds)), function(k) {
    at <- rows[graded$test[rows] == kinds$test[k] & graded$reason[rows] == kinds$reason[k]]
    in_cells <- .Call(C_count_in_cells, labs$patient[at], labs$date[at], rep(1L, length(at)),
                      periods$ranges[c("period", "patient", "start", "stop")], periods$ranges$cell,
                      length(cells$row))
    counts <- vapply(split(in_cells, factor(cells$row, seq_len(nrow(labels)))), sum, 0)
    data.frame(labels, test = kinds$test[k], reason = kinds$reason[k], tests = unname(counts),
               check.names = FALSE)[counts > 0, ]
  })
  counts <- do.call(rbind, parts)
  if (is.null(counts) || nrow(counts) == 0) NULL else as_frame(as.list(counts), nrow(counts))
}

# Patients whose tests at the landmark are there, and all ungradable.
ungraded_at_landmark <- function(cohort, graded, rows, periods, cells, labels, landmark, window) {
  parts <- lapply(sort(unique(graded$test[rows]), method = "radix"), function(test) {
    known <- which(graded$test %in% test & !is.na(graded$grade))
    not <- rows[graded$test[rows] == test]
    at <- function(of) {
      tests <- list(cohort$labs$patient[of], cohort$labs$date[of], rep(0L, length(of)))
      !is.na(landmark_grades(tests, cohort, periods, cells, landmark, window))
    }
    patients <- tabulate(cells$row[at(not) & !at(known)], nrow(labels))
    data.frame(labels, test = test, patients = patients, check.names = FALSE)[patients > 0, ]
  })
  counts <- do.call(rbind, parts)
  if (is.null(counts) || nrow(counts) == 0) NULL else as_frame(as.list(counts), nrow(counts))
}

# Names of tests that are not known, as they are spelt, and what may be meant.
unknown_tests <- function(test) {
  counts <- table(as.character(test[is.na(canonical_tests(test)$test)]))
  if (length(counts) == 0) return(NULL)
  names <- sort(names(counts), method = "radix")
  near <- vapply(names, function(name) {
    found <- nearest(name, lab_table("tests")$name)
    if (is.null(found)) NA_character_ else found
  }, "")
  data.frame(test = names, tests = as.integer(counts[names]), nearest = unname(near))
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
  check_same_length(id, n, "id", call)
  if (length(period) != 1) check_same_length(period, n, "period", call)
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
    notes = c(if (nrow(x) == 0) "No test has a name and a rule that are known.",
              ungraded_text(settings), unknown_text(settings$unknown_tests),
              explained(x$note, but = c("zero_events", "all_events")))
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

ungraded_text <- function(settings) {
  tests <- settings$ungraded
  patients <- settings$ungraded_landmark
  c(
    if (!is.null(tests)) {
      sums <- tapply(tests$tests, tests$reason, sum)
      sprintf("Tests in the periods without a grade, left out: %s.",
              listed(sprintf("%s %s", big(sums), lab_reason_texts[names(sums)])))
    },
    if (!is.null(patients)) {
      sums <- tapply(patients$patients, patients$test, sum)
      sprintf("With ungradable tests alone at the landmark: %s.",
              listed(sprintf("%s in %s", names(sums), counted_each(sums, "patient"))))
    }
  )
}

unknown_text <- function(unknown) {
  if (is.null(unknown)) return()
  hint <- ifelse(is.na(unknown$nearest), "", sprintf("; is it %s?", unknown$nearest))
  sprintf("Tests whose names are not known, left out: %s.",
          listed(sprintf("%s (%s%s)", unknown$test, big(unknown$tests), hint)))
}
