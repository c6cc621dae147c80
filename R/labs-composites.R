# Rules of several tests, looked for in the periods of an audit.

composite_rows <- function(rule, audit, within, conf_level) {
  cohort <- audit$cohort
  cells <- length(audit$row)
  no <- rep(FALSE, cells)
  states <- list(known = no, open = no, tested = no, perhaps = no, perhaps_over = no)
  day <- rep(NA_integer_, cells)
  course <- list(onset = day, last_held = day, recovered = day, first_onset = day)
  for (i in seq_along(audit$periods$names)) {
    of <- which(audit$period == i)
    who <- audit$patient[of]
    found <- rule_onsets(rule, audit, i, composite_days(audit, i, within))
    for (name in names(states)) states[[name]][of] <- found[[name]][who]
    for (name in names(course)) course[[name]][of] <- found[[name]][who]
  }
  course$term <- rule$name
  for (name in c("normal", "worst", "least", "most", "baseline_grade", "nadir", "nadir_value")) course[[name]] <- day
  courses <- course_frame(course, audit)
  had <- which(!is.na(course$onset))
  courses$first_onset <- course$first_onset[had] - audit$origin[had]
  holds <- !is.na(course$onset)
  over <- !is.na(course$recovered)
  held <- list(state = ifelse(holds, 1L, ifelse(states$known & !states$open, 0L, NA)),
               sure = ifelse(states$tested | holds, as.integer(holds), NA), perhaps = as.integer(states$perhaps | holds))
  ended <- list(state = ifelse(over, 1L, ifelse(states$perhaps_over, NA, 0L)), sure = as.integer(over),
                perhaps = as.integer(over | states$perhaps_over))
  rows <- rbind(decided_rows(audit, rule$name, "proportion", held, conf_level),
                decided_rows(audit, rule$name, "recovered", ended, conf_level, holds))
  list(rows = rows, courses = courses)
}

# The first onset of each patient in any of several spans of days, one after the
# other; whether the rule was known in one of them.
rule_onsets <- function(rule, audit, i, spans) {
  if (!is.null(rule$conditions)) return(sample_onsets(rule, audit, i, spans))
  first <- sample_onsets(rule$first, audit, i, spans)
  from <- first$onset + 1L
  to <- months_after(first$onset, rule$months, audit$cohort$clock)
  found <- sample_onsets(rule$then, audit, i, lapply(spans, function(span) {
    list(first = pmax(span$first, from), last = pmin(span$last, to))
  }))
  found$first_onset <- ifelse(is.na(found$onset), NA, first$onset)
  none <- is.na(first$onset)
  found$known <- first$known & (none | found$known)
  found$open <- ifelse(none, first$open, found$open)
  found$tested <- first$tested & (none | found$tested)
  found$perhaps <- ifelse(none, first$perhaps, found$perhaps)
  found
}

sample_onsets <- function(rule, audit, i, spans) {
  until <- audit$cohort$patients$to
  samples <- lab_samples(rule, audit, i)
  n <- length(until)
  day <- rep(NA_integer_, n)
  no <- rep(FALSE, n)
  all <- list(known = no, open = no, tested = no, perhaps = no, perhaps_over = no, onset = day, last_held = day,
              recovered = day, first_onset = day)
  for (span in spans) {
    found <- .Call(C_find_onsets, samples$rows, samples$columns, samples$baselines, condition_columns(rule),
                   span$first, span$last, until, audit$recovery)
    for (name in c("known", "open", "tested", "perhaps")) all[[name]] <- all[[name]] | found[[name]] > 0
    new <- is.na(all$onset) & !is.na(found$onset)
    all$perhaps_over[new] <- found$perhaps_over[new] > 0
    for (name in c("onset", "last_held", "recovered")) all[[name]][new] <- found[[name]][new]
  }
  all
}

# The spans in which a composite is looked for: the patient's ranges of the
# period, the first of all patients, the second, and so on; or from the day after
# the origin for so many months, within follow-up.
composite_days <- function(audit, i, within) {
  cohort <- audit$cohort
  ranges <- audit$periods$ranges
  n <- nrow(cohort$patients)
  rows <- which(ranges$period == i)
  patient <- ranges$patient[rows]
  span <- function(who, first, last) {
    days <- list(first = rep(NA_integer_, n), last = rep(NA_integer_, n))
    days$first[who] <- first
    days$last[who] <- last
    days
  }
  if (!is.null(within)) {
    who <- unique(patient)
    origin <- audit$origins[[i]][who]
    first <- pmax(origin + 1L, cohort$patients$from[who] + 1L, na.rm = TRUE)
    last <- pmin(months_after(origin, within, cohort$clock), cohort$patients$to[who])
    return(list(span(who, first, last)))
  }
  turn <- sequence(rle(patient)$lengths)
  lapply(seq_len(max(0L, turn)), function(k) {
    at <- rows[turn == k]
    span(ranges$patient[at], ranges$start[at] + 1L, ranges$stop[at])
  })
}

# Rows with a test of the rule, in order of patient, day and sample.
lab_samples <- function(rule, audit, i) {
  labs <- audit$labs
  rows <- which(labs$test %in% match(rule$conditions$test, lab_tests()$test))
  sample <- if (is.null(labs$sample)) rep(0L, length(rows)) else as.integer(group_factor(labs$sample[rows]))
  at <- order(labs$patient[rows], labs$day[rows], sample, method = "radix")
  rows <- rows[at]
  baselines <- if ("baseline" %in% rule$conditions$of) lapply(baselines_from(labs, audit$origins[[i]]), `[`, rows)
  list(rows = list(labs$patient[rows], labs$day[rows], sample[at]), columns = column_rows(labs$columns, rows),
       baselines = baselines)
}
