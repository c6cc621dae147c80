# The records behind a number of adverse events; see R/result-records.R.

#' @export
audit_records.msaudit_ae <- function(x, row) {
  call <- sys.call(-1)
  audited <- audited_of(x, row, call)
  cohort <- audited$cohort
  rules <- definition(x)
  of <- attr(x, "of_patients")
  cells <- which(of$row == label_place(x, row))
  who <- of$patient[cells]
  events <- cohort$events
  rows <- which(events$patient %in% who & of_outcome(events, events, x$outcome[row], rules$each, call))
  reason <- onset_places(events[rows, ], audited, rules, match(x$period[row], audited$periods$names))
  kept <- kept_events(cohort, rules[c("serious", "related", "min_grade")], new_findings(), call)[rows]
  unknown <- events$row[rows] %in% findings(x)$row
  reason[reason == "in" & !kept] <- ifelse(unknown, "filter_unknown", "filtered")[reason == "in" & !kept]
  hits <- cell_hits(of, x$outcome[row], cells)
  within <- match(events$row[rows], hits$row)
  reason[reason == "in"] <- hit_reasons(hits, as.data.frame(x)[row, ], events)[within[reason == "in"]]
  refused <- refused_records(cohort, "events", who)
  records_of(cohort, "events", c(events$patient[rows], refused$patient), c(events$row[rows], refused$row),
             c(events$onset[rows], refused$day), c(reason, refused$reason))
}

# Where the onset of each event lies: in the days of a period in which events count,
# or else where.
onset_places <- function(events, audited, rules, period) {
  windows <- ae_time(audited$periods, audited$cohort, rules$competing, rules$after_stop)$windows
  place_in_ranges(events$patient, events$onset, c(windows[c("period", "patient")], list(start = windows$first - 1L,
                                                                                        stop = windows$last)), period)
}

# The events of an outcome in some cells, with the number of their record, in order of
# cell and time; `worst` says of each whether no event of its cell is worse. Those
# before the period say whose others do not count.
cell_hits <- function(of, outcome, cells) {
  set <- which(vapply(of$outcomes, function(set) outcome %in% set$names, NA))[1]
  hits <- of$hits[[set]]
  here <- which(hits$outcome == match(outcome, of$outcomes[[set]]$names) & (hits$cell + 1L) %in% cells)
  before <- unique(hits$cell[here[hits$time[here] < 0]])
  here <- here[hits$time[here] >= 0]
  list(all = hits, at = here, cell = hits$cell[here], time = hits$time[here], row = of$event[hits$event[here] + 1L],
       had_before = hits$cell[here] %in% before, event = of$event)
}

# Why each of the events in the period counts in a row of the result, or does not.
hit_reasons <- function(hits, row, events) {
  turn <- sequence(rle(hits$cell)$lengths)
  end <- events$end[match(hits$row, events$row)]
  reason <- switch(
    row$measure,
    rate = rep("counted", length(turn)),
    recurrence = ifelse(turn == 2, "counted", "not_second"),
    worst_grade = ifelse(hits$at %in% worst_hits(hits$all, event_grades(hits, events)), "counted", "not_worst"),
    ifelse(turn == 1, "counted", "later_event")
  )
  if (row$measure == "duration") reason[turn == 1 & is.na(end)] <- "end_unknown"
  if (row$measure %in% c("cumulative_incidence", "one_minus_km")) {
    reason[turn == 1 & hits$time > as.numeric(sub("^patient by day ", "", row$unit))] <- "after_day"
  }
  replace(reason, hits$had_before, "had_before")
}

event_grades <- function(hits, events) events$grade[match(hits$event[hits$all$event + 1L], events$row)]
