# Which adverse events count, what they are told apart by, and what time they
# fell into.

# Which events pass the filters; those of which that is not known do not.
kept_events <- function(cohort, filters, log, call) {
  events <- cohort$events
  check <- list(
    serious = function(x) isTRUE(x) || isFALSE(x), related = function(x) isTRUE(x) || isFALSE(x),
    min_grade = function(x) is_one_number(x) && x %in% 1:5
  )
  kept <- rep(TRUE, nrow(events))
  for (filter in names(filters)) {
    wanted <- filters[[filter]]
    if (is.null(wanted)) next
    column <- if (filter == "min_grade") "grade" else filter
    check_argument(check[[filter]](wanted), wanted, filter,
                   if (filter == "min_grade") "a grade from 1 to 5" else "TRUE or FALSE", call)
    check_has(events, column, filter, call)
    unknown <- which(kept & is.na(events[[column]]))
    add_findings(log, "events", events$row[unknown], cohort$patients$id[events$patient[unknown]],
                 "filter_unknown", rep(column, length(unknown)), "left out of this audit")
    fits <- if (filter == "min_grade") events$grade >= wanted else events[[filter]] == wanted
    kept <- kept & fits %in% TRUE
  }
  kept
}

check_has <- function(events, column, arg, call) {
  if (is.null(events[[column]])) {
    offered <- setdiff(names(events), own_columns)
    usage_error(arg, sprintf("`%s` needs a column `%s` in the table `events`%s", arg, column,
                             did_you_mean_or(column, offered)), call)
  }
}

# Sets of outcomes, each with the names of its outcomes and the number of that of
# each kept event: any event, and what a column tells apart. Outcomes that no kept
# event has are among them.
event_outcomes <- function(all, kept, each, call) {
  any_event <- list(names = "any", code = rep(1L, nrow(kept)))
  if (is.null(each)) return(list(any_event))
  check_has(all, each, "each", call)
  check_plain_column(all[[each]], in_table("events", each), call)
  groups <- value_groups(all[[each]])
  said <- outcome_names(groups, each)
  # Numbers are in their order, which says more than how frequent each is.
  in_order <- is.numeric(all[[each]])
  names <- if (in_order) said else sort(said, method = "radix")
  code <- match(said, names)[as.integer(groups)[match(kept$row, all$row)]]
  list(any_event, list(names = names, code = code, in_order = in_order))
}

# The values that a column has, and which each row has.
value_groups <- function(x) group_factor(if (is.factor(x)) droplevels(x) else x)

# Text speaks for itself; a number or a flag needs the name of its column.
outcome_names <- function(groups, each) {
  x <- group_values(groups)
  if (length(x) == 0) return(character())
  said <- texts_beside(if (is.logical(x)) ifelse(x, "yes", "no") else x, unknown_label)
  if (!is.character(x) && !is.factor(x)) return(paste(each, said))
  # "any" is the row of all events.
  any <- match("any", said)
  if (!is.na(any)) said[any] <- utils::tail(make.unique(c(said, paste(each, "any")), ", "), 1)
  said
}

# The days in which events count, and of each cell its days at risk, the day on
# which it ends without one, and whether what ends it makes one impossible.
ae_time <- function(periods, cohort, competing, after_stop) {
  ranges <- extended_ranges(periods$ranges, cohort$patients$to, after_stop)
  cell <- ranges$cell
  n_cells <- length(periods$cells$days)
  final <- findInterval(seq_len(n_cells) - 1L, cell)
  in_range <- ranges$stop - ranges$start
  days <- as.integer(diff(c(0, cumsum(as.double(in_range))[final])))
  windows <- c(ranges[c("period", "patient", "first", "last")], list(days = in_range, cell = cell))
  patient <- ranges$patient[final]
  died <- cohort$patients$ended_by[patient] == 0L & ranges$stop[final] == cohort$patients$to[patient]
  stopped <- !died & ranges$stopped[final] == 1L & !is.na(periods$on[ranges$period[final]])
  competes <- (died & "death" %in% competing) | (stopped & "stop" %in% competing)
  list(windows = windows, days = days, end = days - in_range[final] + ranges$stop[final] - ranges$first[final],
       competing = as.integer(competes), died = died, stopped = stopped)
}

# Ranges that a recorded stop ends, so many days longer: to the next range of the
# cell at most, and to the end of follow-up, which is then no stop.
extended_ranges <- function(ranges, to, after_stop) {
  at <- which(ranges$stopped == 1L)
  if (after_stop == 0 || length(at) == 0) return(ranges)
  n <- length(ranges$stop)
  next_start <- c(ranges$start[-1], NA)
  next_start[c(ranges$cell[-1] != ranges$cell[-n], TRUE)] <- NA
  to <- to[ranges$patient[at]]
  asked <- ranges$stop[at] + after_stop
  stop <- pmin(asked, to, next_start[at], na.rm = TRUE)
  ranges$stopped[at] <- as.integer(asked <= to)
  ranges$stop[at] <- stop
  ranges$last[at] <- stop - as.integer(stop < to)
  ranges
}

# The events of a set of outcomes in the cells (src/core/events/event_hits.h).
outcome_hits <- function(outcomes, events, time, with_before) {
  .Call(C_event_hits, list(events$patient, events$onset, outcomes$code), time$windows, as.integer(with_before),
        length(outcomes$names))
}

check_competing <- function(competing, call) some_of(competing, c("death", "stop"), "competing", call, none = TRUE)

as_days_since <- function(times, call) {
  times <- as_times(times, call)
  check_argument(length(times) > 0, times, "times", "days, at least one", call)
  check_elements(times >= 0, times, "times", "0 or more", call)
  times
}
