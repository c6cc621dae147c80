# Linear relations between counts (sums and inequalities) from which a reader could recover
# one that is held back.

# Relations are as one list of factors: of each its number, the place of a count and the
# factor, and of each relation whether the sum of the products is 0 (`equal`) or at most 0.
# As they are added there come differences, which no row shows.
relations_of <- function(x, nested) {
  log <- new.env(parent = emptyenv())
  log$value <- x$value
  log$shown <- x$shown
  log$least <- pmin(1, x$value)
  log$differences <- list()
  log$found <- list()
  log$n <- 0
  groups_in_all(x, log)
  of_all_outcomes(x, log)
  of_levels(x, log)
  of_terms(x, log)
  of_recurrences(x, log)
  of_curves(x, log)
  periods_in_periods(x, log)
  within_rows(x, log)
  nested_numbers(x, log)
  nested_incident(x, log)
  nested_grades(x, log)
  nested_patients(x, log)
  nested_periods(x, log, nested)
  nested_definitions(x, log)
  nested_filters(x, log)
  unknown_lesions(x, log)
  all_differences(log)
  log$least[log$least > log$value] <- 0
  c(mget(c("value", "shown", "least"), log), all_relations(log))
}

all_relations <- function(log) {
  column <- function(name) unlist(lapply(log$found, `[[`, name), use.names = FALSE)
  relation <- as.integer(column("relation"))
  place <- as.integer(column("place"))
  order <- order(relation, place)
  relation <- relation[order]
  place <- place[order]
  factors <- as.double(column("factors"))[order]
  equal <- as.logical(column("equal"))
  # A sum is the same when its sides change places.
  first <- factors[match(seq_along(equal), relation)]
  factors <- factors * ifelse(equal, sign(first), 1)[relation]
  key <- paste(vapply(split(paste(place, factors), relation), paste, "", collapse = " "), equal)
  first <- !duplicated(key)
  kept <- first[relation]
  list(relation = cumsum(first)[relation[kept]], place = place[kept], factors = factors[kept], equal = equal[first])
}

all_differences <- function(log) {
  column <- function(name) unlist(lapply(log$differences, `[[`, name), use.names = FALSE)
  more <- column("more")
  less <- column("less")
  known <- !is.na(more) & !is.na(less) & more != less
  known[known] <- log$value[more[known]] >= log$value[less[known]]
  known <- which(known)
  known <- known[!duplicated(data.frame(more, less)[known, ])]
  more <- more[known]
  less <- less[known]
  new <- length(log$value) + seq_along(more)
  log$value <- c(log$value, log$value[more] - log$value[less])
  log$shown <- c(log$shown, rep(FALSE, length(new)))
  log$least <- c(log$least, column("least")[known])
  add_relations(log, rep(seq_along(new), 3), c(more, less, new), rep(c(1, -1, -1), each = length(new)), TRUE)
}

# Numbers at risk never rise and events up to a day never fall; who had an event is at risk no more. All of them are
# of the patients and events of the period.
of_curves <- function(x, log) {
  rows <- x$rows
  at <- which(rows$unit == "curve")
  of <- paste(rows$group, rows$outcome)
  whole <- which(rows$measure == "rate" & !nzchar(rows$levels))
  for (series in split(at, of[at])) {
    all <- whole[match(of[series[1]], of[whole])]
    with_event <- along_days(x, series, "with_event_by", "with_event")
    events <- along_days(x, series, "events_by", "events")
    free <- along_days(x, series, "free_after", "patients")
    followed <- along_days(x, series, "followed_after", "patients")
    for (rising in list(with_event, events, rev(free), rev(followed))) add_order(log, rising[-length(rising)], rising[-1])
    add_order(log, with_event, x$place[all, "with_event"])
    add_order(log, events, x$place[all, "events"])
    both <- intersect(names(with_event), names(events))
    add_order(log, with_event[both], events[both])
    # Since the last day before of which it is known who was free, so many fell out at least.
    last <- findInterval(as.double(names(with_event)), as.double(names(free)), left.open = TRUE)
    for (i in which(last > 0)) {
      since <- names(free)[last[i]]
      now <- intersect(names(with_event)[i], names(free))
      add_most(log, c(with_event[i], free[now]), c(free[since], with_event[intersect(since, names(with_event))]))
    }
  }
}

# The place of a count of each day, in the order of the days, which are its names.
along_days <- function(x, series, measure, column) {
  at <- series[x$rows$measure[series] == measure]
  at <- at[order(as.double(x$rows$last_level[at]))]
  at <- at[!duplicated(x$rows$last_level[at])]
  stats::setNames(x$place[at, column], x$rows$last_level[at])
}
