# Rules of several tests, looked for in the periods of an audit.

composite_rows <- function(rule, audit, within, conf_level) {
  cells <- length(audit$row)
  no <- rep(FALSE, cells)
  states <- list(known = no, open = no, perhaps_over = no, sure = no, may = no, no = no, out = !no, may_stay = no)
  day <- rep(NA_integer_, cells)
  course <- list(onset = day, last_held = day, recovered = day, first_onset = day, onset_from = day, onset_to = day,
                 over_from = day, over_to = day)
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
  over <- ifelse(!is.na(course$recovered), 1L, ifelse(states$perhaps_over, NA, 0L))
  rows <- rbind(
    decided_rows(audit, rule$name, "proportion", ifelse(holds, 1L, ifelse(states$known & !states$open, 0L, NA)),
                 list(yes = states$may, no = states$no, out = states$out), conf_level),
    decided_rows(audit, rule$name, "recovered", ifelse(holds, over, NA),
                 list(yes = states$may & !is.na(course$over_from), no = states$may_stay, out = !states$sure), conf_level)
  )
  list(rows = rows, courses = courses)
}

# The first onset of each patient in any of several spans of days, one after the
# other; whether the rule was known in one of them; and whether it may hold, may not
# (`no`), or may be known in none (`out`).
rule_onsets <- function(rule, audit, i, spans) {
  if (!is.null(rule$conditions)) return(sample_onsets(rule, audit, i, spans))
  first <- sample_onsets(rule$first, audit, i, spans)
  then <- function(from, to) {
    to <- months_after(to, rule$months, audit$cohort$clock)
    sample_onsets(rule$then, audit, i, lapply(spans, function(span) {
      list(first = pmax(span$first, from + 1L), last = pmin(span$last, to))
    }))
  }
  found <- then(first$onset, first$onset)
  found$first_onset <- ifelse(is.na(found$onset), NA, first$onset)
  none <- is.na(first$onset)
  found$known <- first$known & (none | found$known)
  found$open <- ifelse(none, first$open, found$open)
  may <- sequence_may(first, then(first$onset_from, first$onset_to))
  replace(found, names(may), may)
}

# What a sequence may be: where it is not sure when its first rule began, no more is
# known of the second than whether it may hold in the days that it may have.
sequence_may <- function(first, then) {
  certain <- first$sure & first$onset_from %in% first$onset_to & first$onset_from == first$onset_to
  vague <- first$may & !certain
  may <- first$may & then$may
  list(sure = certain & then$sure, may = may, no = first$no | vague | (certain & then$no),
       out = first$out | vague | (certain & then$out), may_stay = may & (vague | then$may_stay),
       onset_from = then$onset_from, onset_to = then$onset_to, over_from = then$over_from,
       over_to = ifelse(vague, NA, then$over_to))
}

sample_onsets <- function(rule, audit, i, spans) {
  until <- audit$cohort$patients$to
  samples <- lab_samples(rule, audit, i)
  n <- length(until)
  day <- rep(NA_integer_, n)
  no <- rep(FALSE, n)
  all <- list(known = no, open = no, sure = no, may = no, may_not = no, firm = no, perhaps_over = no, onset = day,
              last_held = day, recovered = day, first_onset = day, onset_from = day, onset_to = day, over_from = day,
              over_to = day)
  for (span in spans) {
    found <- .Call(C_find_onsets, samples$rows, samples$columns, samples$baselines, condition_columns(rule),
                   span$first, span$last, until, audit$recovery)
    # The first onset that may be is in the first span with one, the last one in the
    # last up to that in which it surely holds.
    later <- !all$sure & !is.na(found$onset_to)
    sooner <- is.na(all$onset_from)
    for (name in c("known", "open", "sure", "may", "may_not", "firm")) all[[name]] <- all[[name]] | found[[name]] > 0
    new <- is.na(all$onset) & !is.na(found$onset)
    all$perhaps_over[new] <- found$perhaps_over[new] > 0
    for (name in c("onset", "last_held", "recovered")) all[[name]][new] <- found[[name]][new]
    for (name in c("onset_from", "over_from")) all[[name]][sooner] <- found[[name]][sooner]
    for (name in c("onset_to", "over_to")) all[[name]][later] <- found[[name]][later]
  }
  c(all, list(no = !all$sure & all$may_not, out = !all$sure & !all$firm, may_stay = all$may & is.na(all$over_to)))
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
