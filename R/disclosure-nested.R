# Counts that are part of others, so that the difference of the two is a count too.

# Of one row: patients with and without, events and patients with one, those no
# longer at risk.
within_rows <- function(x, log) {
  at_risk <- ifelse(grepl("^patient", x$rows$unit), x$place[, "exposure"], NA)
  place <- x$place
  # All of them would be shown.
  add_differences(log, place[, "patients"], place[, "with_event"], least = 1)
  add_differences(log, place[, "patients"], at_risk)
  add_order(log, place[, "with_event"], place[, "events"])
}

# Patients with an event of whom others are a part: by an earlier day, two events, a
# higher grade; least and most.
nested_measures <- c("recurrence", "cumulative_incidence", "one_minus_km", "least_proportion", "proportion",
                     "most_proportion")

nested_numbers <- function(x, log) {
  rows <- x$rows
  flat <- !nzchar(rows$levels) & !is.na(rows$with_event)
  key <- paste(rows$group, rows$outcome)
  at <- which(flat & rows$measure %in% setdiff(nested_measures, "recurrence"))
  add_chain(log, x$place[at, "with_event"], key[at])
  recurrent <- which(flat & rows$measure == "recurrence")
  shares <- which(flat & rows$measure == "proportion")
  pairs <- merge(data.frame(key = key[recurrent], less = recurrent), data.frame(key = key[shares], more = shares), by = "key")
  add_differences(log, x$place[pairs$more, "with_event"], x$place[pairs$less, "with_event"])
  for (measure in c("landmark", "baseline", "incident", "recovered")) {
    at <- which(flat & rows$measure %in% paste0(c("least_", "", "most_"), measure))
    add_chain(log, x$place[at, "with_event"], key[at])
  }
}

# New ones are some of all with it, and those of whom it can be new some of all that were tested; who has it
# and is not new is one of those left out.
nested_incident <- function(x, log) {
  rows <- x$rows
  at <- which(grepl("incident$", rows$measure) & !is.na(rows$with_event))
  key <- paste(rows$part, rows$group, rows$what, rows$measure)
  all <- match(sub("incident$", "proportion", key[at]), key)
  at <- at[!is.na(all)]
  all <- all[!is.na(all)]
  for (column in c("patients", "with_event")) add_differences(log, x$place[all, column], x$place[at, column])
  place <- c(x$place[all, "with_event"], x$place[at, "patients"], x$place[at, "with_event"], x$place[all, "patients"])
  add_sums(log, rep(seq_along(at), 4), place, rep(c(1, 1, -1, -1), each = length(at)), FALSE)
}

nested_grades <- function(x, log) {
  rows <- x$rows
  severe <- which(grepl(graded_outcome, rows$outcome) & !is.na(rows$with_event))
  if (length(severe) == 0) return()
  counted <- which(!is.na(rows$with_event))
  all <- data.frame(key = paste(rows$group, rows$outcome, sub("^(least|most)_", "", rows$measure))[counted], more = counted)
  third <- grepl("3 or 4$", rows$outcome[severe])
  from <- c(severe, severe[third])
  lower <- paste0(sub(graded_outcome, "", rows$outcome[from]), rep(c("", ", grade 2 or more"), c(length(severe), sum(third))))
  key <- paste(rows$group[from], lower, sub("^(least|most)_", "", rows$measure[from]))
  pairs <- merge(data.frame(key, less = from), all, by = "key")
  # Tests without limits count for the higher grade alone, so that it may be of more.
  add_differences(log, x$place[pairs$more, "with_event"], x$place[pairs$less, "with_event"])
}

# Those in a period, tested or imaged in it, are some of all of their group: how many
# were left out is known from both.
nested_patients <- function(x, log) {
  rows <- x$rows
  # A baseline and a flow are of all of them, whatever they call their period.
  of_whole <- rows$period == "" | rows$part %in% rows$part[rows$measure == "number"]
  at <- which(!is.na(x$place[, "patients"]) & !rows$measure %in% of_those_with_event & rows$first_levels == "")
  place <- x$place[at, "patients"]
  in_group <- paste(rows$by, rows$values, sep = "\n")[at]
  in_period <- rows$group[at]
  whole <- of_whole[at]
  add_differences(log, largest_place(x, place[whole], in_group[whole])[in_group], place)
  add_differences(log, largest_place(x, place, in_period)[in_period], place)
}

# The place of the largest number of each key.
largest_place <- function(x, place, key) {
  first <- order(-x$value[place])
  first <- first[!duplicated(key[first])]
  stats::setNames(place[first], key[first])
}

# The same counted in two tables under two filters: what one has more is a number too.
nested_filters <- function(x, log) {
  rows <- x$rows
  at <- which(!rows$by_definition & !rows$one_of_several & rows$measure %in% c("rate", "proportion"))
  key <- paste(rows$group, rows$what, rows$measure, rows$unit)[at]
  tables <- unique(data.frame(key, part = rows$part[at]))
  several <- key %in% tables$key[duplicated(tables$key)]
  for (column in c("with_event", "events")) add_chain(log, x$place[at[several], column], key[several])
}

# Relapses that one definition counts and another does not.
nested_definitions <- function(x, log) {
  rows <- x$rows
  at <- which(rows$by_definition & !is.na(rows$events))
  for (of in split(at, paste(rows$group, rows$outcome)[at])) {
    places <- unique(x$place[of, "events"])
    places <- places[order(log$value[places])]
    pairs <- which(outer(seq_along(places), seq_along(places), `>`), arr.ind = TRUE)
    add_differences(log, places[pairs[, 1]], places[pairs[, 2]])
  }
}
