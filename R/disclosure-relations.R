# What of the counts of results is known to hold whatever they are: the sums and
# inequalities by which those shown tell of those held back.

# The numbers behind rows, each once: `value`, `shown` (whether any row shows it;
# the others are differences), and for each row the place of its patients,
# with_event, events and exposure, NA where that is no count.
count_variables <- function(parts) {
  rows <- do.call(rbind, Map(counted_rows, parts, seq_along(parts)))
  columns <- c("patients", "with_event", "events", "exposure")
  key <- list(
    # As many patients of a group in another period are taken to be the same.
    patients = ifelse(rows$measure %in% of_those_with_event, paste("X", rows$group, rows$what, "", rows$patients),
                      paste("N", rows$by, rows$values, rows$patients, sep = "\n")),
    with_event = paste("X", rows$group, rows$what, ifelse(rows$one_of_several, rows$measure, ""), rows$with_event),
    events = ifelse(rows$measure == "first_event_rate",
                    paste("X", rows$group, rows$what, "", rows$with_event),
                    paste("E", rows$group, ifelse(rows$by_definition, paste0(rows$outcome, "\n"), rows$what), rows$events)),
    exposure = paste("S", rows$group, rows$what, rows$unit, rows$exposure)
  )
  keys <- unlist(key, use.names = FALSE)
  values <- unlist(rows[columns], use.names = FALSE)
  keys[is.na(values)] <- NA
  all <- unique(keys[!is.na(keys)])
  place <- matrix(match(keys, all), ncol = length(columns), dimnames = list(NULL, columns))
  list(rows = rows, place = place, value = values[match(all, keys)], shown = rep(TRUE, length(all)),
       of_patients = startsWith(all, "N"), by_definition = !seq_along(all) %in% place[!rows$by_definition, ])
}

# Measures whose patients are those with an event of another.
of_those_with_event <- c("duration", "recovered")

# Each of these is a class of a whole, so that equal numbers are not the same one.
class_measures <- c("share_0", "share_1", "share_2_3", "share_4_more", "worst_grade", "shift", "recovered", "duration",
                    "baseline")

# The columns that say whose a row is are those of `by` and the period; what else
# labels it says what was counted.
not_groups <- c("period", "level", "baseline", "worst", "definition", "term", "reference", "design")

counted_rows <- function(part, place) {
  labels <- setdiff(names(part), c(result_columns, computed_columns))
  by <- sort(setdiff(labels, not_groups), method = "radix")
  if ("definition" %in% labels) by <- character()
  text <- lapply(as.list(part)[by], function(x) ifelse(is.na(x), "not known", as.character(x)))
  # Rows of all patients are in no group.
  total <- length(by) > 0 & Reduce(`&`, lapply(text, `==`, "all"), rep(TRUE, nrow(part)))
  if (length(by) == 0) total <- rep(TRUE, nrow(part))
  period <- if (is.null(part$period)) rep("", nrow(part)) else as.character(part$period)
  more <- setdiff(labels, c(by, "period"))
  levels <- row_keys(part, more)
  column <- function(name) if (is.null(part[[name]])) rep(NA_real_, nrow(part)) else as.double(part[[name]])
  unit <- if (is.null(part$unit)) rep("", nrow(part)) else as.character(part$unit)
  exposure <- column("exposure")
  whole <- grepl("^patient by day|^scan$", unit)
  rows <- data.frame(
    part = rep(place, nrow(part)), period, outcome = as.character(part$outcome), levels,
    measure = as.character(part$measure), unit, years = ifelse(grepl("year", unit), exposure, NA),
    patients = column("patients"), with_event = column("with_event"), events = column("events"),
    exposure = ifelse(whole, exposure, NA), stringsAsFactors = FALSE
  )
  # Definitions that count as many events are taken to count the same.
  rows$by_definition <- rep("definition" %in% labels, nrow(rows)) & rows$measure == "rate"
  rows$one_of_several <- rows$measure %in% class_measures | nzchar(rows$levels)
  rows$last_level <- if (length(more) > 0) as.character(part[[more[length(more)]]]) else rep("", nrow(part))
  rows$first_levels <- row_keys(part, more[-length(more)])
  # Any lesion is no adverse event.
  if (any(rows$outcome %in% c("new_t2", "gd"))) rows$outcome[rows$outcome == "any"] <- "any lesion"
  rows$by <- ifelse(total, "", paste(by, collapse = "\r"))
  rows$values <- if (length(by) > 0) ifelse(total, "", do.call(paste, c(text, sep = "\r"))) else rep("", nrow(part))
  rows$group <- paste(rows$by, rows$values, rows$period, sep = "\n")
  rows$what <- paste(rows$outcome, rows$levels, sep = "\n")
  rows
}

# Relations are lists of places, their factors, and whether the sum of the products
# is 0 ("equal") or at most 0 ("most"); as variables are added, differences too.
relations_of <- function(x, nested) {
  log <- new.env(parent = emptyenv())
  log$value <- x$value
  log$shown <- x$shown
  log$least <- pmin(1, x$value)
  log$found <- list()
  log$seen <- new.env(parent = emptyenv())
  groups_in_all(x, log)
  of_all_outcomes(x, log)
  of_levels(x, log)
  of_terms(x, log)
  periods_in_periods(x, log)
  within_rows(x, log)
  nested_numbers(x, log)
  nested_patients(x, log)
  nested_periods(x, log, nested)
  nested_definitions(x, log)
  unknown_lesions(x, log)
  nested_filters(x, log)
  log$least[log$least > log$value] <- 0
  mget(c("value", "shown", "least", "found"), log)
}

# Sums that do not hold of these numbers, as where rows were taken out, tell nothing.
add_equal <- function(log, whole, parts) {
  whole <- whole[!is.na(whole)]
  parts <- parts[!is.na(parts)]
  if (length(whole) == 0 || length(parts) == 0 || identical(whole, parts)) return()
  if (abs(sum(log$value[whole]) - sum(log$value[parts])) > 1e-6) return()
  add_relation(log, c(whole, parts), rep(c(1, -1), c(length(whole), length(parts))), "equal")
}

add_most <- function(log, less, more) {
  less <- less[!is.na(less)]
  more <- more[!is.na(more)]
  if (length(less) == 0 || length(more) == 0 || identical(less, more)) return()
  if (sum(log$value[less]) > sum(log$value[more]) + 1e-6) return()
  add_relation(log, c(less, more), rep(c(1, -1), c(length(less), length(more))), "most")
}

add_relation <- function(log, places, factors, kind) {
  sums <- rowsum(factors, places)
  sums <- sums[sums[, 1] != 0, , drop = FALSE]
  if (nrow(sums) == 0) return()
  if (kind == "equal" && sums[1, 1] < 0) sums <- -sums
  key <- paste(kind, paste(rownames(sums), sums, collapse = " "))
  if (exists(key, log$seen, inherits = FALSE)) return()
  assign(key, TRUE, log$seen)
  log$found[[length(log$found) + 1]] <- list(places = as.integer(rownames(sums)), factors = as.vector(sums), kind = kind)
}

# A number that nothing shows: what one is more than another, known to be `least`.
add_difference <- function(log, more, less, least = 0) {
  if (is.na(more) || is.na(less) || more == less || log$value[more] < log$value[less]) return()
  key <- paste("difference", more, less)
  if (exists(key, log$seen, inherits = FALSE)) return()
  assign(key, TRUE, log$seen)
  log$value <- c(log$value, log$value[more] - log$value[less])
  log$shown <- c(log$shown, FALSE)
  log$least <- c(log$least, least)
  add_relation(log, c(more, less, length(log$value)), c(1, -1, -1), "equal")
}

# All groups of one set of columns against those of another, within what they share.
groups_in_all <- function(x, log) {
  rows <- x$rows
  for (at in split(seq_len(nrow(rows)), paste(rows$period, rows$what, rows$measure, rows$unit))) {
    sets <- unique(rows$by[at])
    for (set in setdiff(sets, "")) sum_patients(x, log, at[rows$by[at] == set])
    if (length(sets) < 2) next
    for (i in seq_along(sets)[-1]) {
      for (j in seq_len(i - 1)) sum_groups(x, log, at, sets[i], sets[j])
    }
  }
}

# All groups against all patients of any table and period who are as many.
sum_patients <- function(x, log, at) {
  parts <- x$place[at[!duplicated(x$rows$group[at])], "patients"]
  all <- unique(x$place[x$rows$by == "" & x$rows$patients %in% sum(log$value[parts]), "patients"])
  for (whole in all) add_equal(log, whole, parts)
}

sum_groups <- function(x, log, at, one, other) {
  columns <- lapply(c(one, other), function(set) strsplit(set, "\r", fixed = TRUE)[[1]])
  common <- intersect(columns[[1]], columns[[2]])
  within <- lapply(1:2, function(i) {
    rows <- at[x$rows$by[at] == c(one, other)[i]]
    rows <- rows[!duplicated(x$rows$group[rows])]
    values <- strsplit(paste0(x$rows$values[rows], "\r"), "\r", fixed = TRUE)
    key <- vapply(values, function(v) paste(c("in", v[match(common, columns[[i]])]), collapse = "\r"), "")
    split(rows, key)
  })
  for (key in intersect(names(within[[1]]), names(within[[2]]))) {
    for (column in colnames(x$place)) {
      add_equal(log, x$place[within[[1]][[key]], column], x$place[within[[2]][[key]], column])
    }
  }
}

# Outcomes of one group and period: all events are those of each; of patients any
# is at most the sum; and reasons, grades and classes may be shares of one whole.
of_all_outcomes <- function(x, log) {
  rows <- x$rows
  flat <- which(!nzchar(rows$levels))
  for (at in split(flat, paste(rows$part[flat], rows$group[flat], rows$measure[flat], rows$unit[flat]))) {
    any <- at[rows$outcome[at] %in% c("any", "any lesion")]
    each <- setdiff(at, any)
    with_event <- unique(x$place[each, "with_event"])
    if (length(any) == 1 && length(each) > 0) {
      if (rows$measure[any] == "rate") add_equal(log, x$place[any, "events"], x$place[each, "events"])
      # A patient has one worst grade.
      if (rows$measure[any] == "worst_grade") add_equal(log, x$place[any, "with_event"], x$place[each, "with_event"])
      if (rows$outcome[any] == "any lesion" && rows$measure[any] == "proportion") {
        lesions_of_both(x, log, any, each)
      } else {
        for (place in with_event) add_most(log, place, x$place[any, "with_event"])
      }
      add_most(log, x$place[any, "with_event"], x$place[each, "with_event"])
    }
    # Reasons, of which each patient has one; where any is told apart patients may have several.
    if (length(any) == 0 && length(each) > 1) add_equal(log, unique(x$place[each, "patients"]), x$place[each, "with_event"])
    if (rows$measure[at[1]] == "worst_grade") {
      all <- which(rows$group == rows$group[at[1]] & rows$measure == "proportion" & rows$outcome == "any")
      add_equal(log, x$place[all[1], "with_event"], x$place[at, "with_event"])
    }
  }
  classes <- grep("^share_", rows$measure)
  for (at in split(classes, paste(rows$part, rows$group, rows$what)[classes])) {
    add_equal(log, unique(x$place[at, "patients"]), x$place[at, "with_event"])
    none <- at[rows$measure[at] == "share_0"]
    all <- which(rows$group == rows$group[at[1]] & rows$what == rows$what[at[1]] & rows$measure == "proportion")
    for (other in all) {
      add_equal(log, x$place[none, "patients"], c(x$place[none, "with_event"], x$place[other, "with_event"]))
    }
  }
}

# Any lesion is of the patients in whom both kinds are known, who are some of those of each:
# who has lesions of a kind and is not among them is one of those left out.
lesions_of_both <- function(x, log, any, each) {
  for (kind in each[x$rows$outcome[each] %in% c("new_t2", "gd")]) {
    add_difference(log, x$place[kind, "patients"], x$place[any, "patients"])
    add_most(log, c(x$place[kind, "with_event"], x$place[any, "patients"]),
             c(x$place[any, "with_event"], x$place[kind, "patients"]))
  }
}

# Levels of one characteristic, worst grades after one at baseline.
of_levels <- function(x, log) {
  rows <- x$rows
  levelled <- which(nzchar(rows$levels))
  for (at in split(levelled, paste(rows$part, rows$group, rows$outcome, rows$measure, rows$first_levels)[levelled])) {
    if (length(at) > 1) add_equal(log, unique(x$place[at, "patients"]), x$place[at, "with_event"])
  }
  shifts <- which(rows$measure == "shift")
  for (at in split(shifts, paste(rows$part, rows$group, rows$outcome)[shifts])) {
    whole <- which(rows$group == rows$group[at[1]] & rows$measure == "proportion")
    of <- function(outcome) whole[rows$outcome[whole] == outcome]
    first <- at[!duplicated(rows$first_levels[at])]
    for (all in of(rows$outcome[at[1]])) {
      add_equal(log, x$place[all, "patients"], x$place[first, "patients"])
      add_equal(log, x$place[all, "with_event"], x$place[at[rows$last_level[at] != "0"], "with_event"])
    }
    for (all in of(paste0(rows$outcome[at[1]], ", grade 3 or 4"))) {
      add_equal(log, x$place[all, "with_event"], x$place[at[rows$last_level[at] %in% c("3", "4")], "with_event"])
    }
  }
}

# The levels of each factor of a model are the same patients.
of_terms <- function(x, log) {
  rows <- x$rows
  models <- which(rows$measure == "rate_ratio" & nzchar(rows$first_levels))
  for (at in split(models, rows$part[models])) {
    terms <- split(at, sub(" [|] .*", "", rows$first_levels[at]))
    # Those of a model are all of a table beside it, or of one of its groups.
    whole <- which(rows$by == "" & rows$measure == "rate" & !rows$by_definition & rows$outcome == rows$outcome[at[1]])
    for (column in c("patients", "with_event", "events")) {
      for (place in unique(x$place[whole, column])) add_equal(log, place, x$place[terms[[1]], column])
    }
    for (other in terms[-1]) {
      for (column in c("patients", "with_event", "events")) add_equal(log, x$place[terms[[1]], column], x$place[other, column])
    }
  }
}

# A period whose time is that of some others together has their events.
periods_in_periods <- function(x, log) {
  rows <- x$rows
  of_time <- which(!is.na(rows$years) & rows$years > 0 & !is.na(rows$events) & rows$measure == "rate")
  for (at in split(of_time, paste(rows$by, rows$values, rows$what)[of_time])) {
    at <- at[!duplicated(rows$period[at])]
    for (whole in at) {
      smaller <- setdiff(at[rows$years[at] < rows$years[whole]], whole)
      for (some in sums_to(rows$years[smaller], rows$years[whole])) {
        parts <- smaller[some]
        add_equal(log, x$place[whole, "events"], x$place[parts, "events"])
        add_most(log, x$place[whole, "with_event"], x$place[parts, "with_event"])
        for (part in parts) add_most(log, x$place[part, "with_event"], x$place[whole, "with_event"])
      }
    }
  }
}

# Which of some numbers add up to one: all of them, and of up to 12 up to four.
sums_to <- function(x, total) {
  n <- length(x)
  if (n < 2) return(list())
  sets <- list(seq_len(n))
  if (n <= 12) for (size in 2:min(4, n)) sets <- c(sets, utils::combn(n, size, simplify = FALSE))
  Filter(function(some) abs(sum(x[some]) - total) < 1e-9 * total, unique(sets))
}

# Of one row: patients with and without, events and patients with one, those no
# longer at risk.
within_rows <- function(x, log) {
  at_risk <- ifelse(grepl("^patient", x$rows$unit), x$place[, "exposure"], NA)
  place <- unique(cbind(x$place[, c("patients", "with_event", "events"), drop = FALSE], at_risk))
  for (i in seq_len(nrow(place))) {
    # All of them would be shown.
    add_difference(log, place[i, 1], place[i, 2], least = 1)
    add_difference(log, place[i, 1], place[i, 4])
    add_most(log, place[i, 2], place[i, 3])
  }
}

# Patients with an event of whom others are a part: by an earlier day, two events, a
# higher grade; least and most.
nested_measures <- c("recurrence", "cumulative_incidence", "one_minus_km", "least_proportion", "proportion",
                     "most_proportion")

nested_numbers <- function(x, log) {
  rows <- x$rows
  at <- which(rows$measure %in% nested_measures & !is.na(rows$with_event) & !nzchar(rows$levels))
  for (of in split(at, paste(rows$group, rows$outcome)[at])) {
    recurrent <- rows$measure[of] == "recurrence"
    places <- unique(x$place[of[!recurrent], "with_event"])
    places <- places[order(log$value[places])]
    for (i in seq_along(places)[-1]) add_difference(log, places[i], places[i - 1])
    shares <- of[rows$measure[of] == "proportion"]
    for (i in of[recurrent]) for (j in shares) add_difference(log, x$place[j, "with_event"], x$place[i, "with_event"])
  }
  for (measure in c("landmark", "baseline", "incident", "recovered")) {
    bounds <- which(rows$measure %in% paste0(c("least_", "", "most_"), measure) & !is.na(rows$with_event) & !nzchar(rows$levels))
    for (of in split(bounds, paste(rows$group, rows$outcome)[bounds])) {
      if (length(of) < 2) next
      places <- unique(x$place[of, "with_event"])
      places <- places[order(log$value[places])]
      for (i in seq_along(places)[-1]) add_difference(log, places[i], places[i - 1])
    }
  }
  severe <- which(grepl(graded_outcome, rows$outcome) & !is.na(rows$with_event))
  for (i in severe) {
    less <- paste0(sub(graded_outcome, "", rows$outcome[i]), c("", if (grepl("3 or 4$", rows$outcome[i])) ", grade 2 or more"))
    all <- which(rows$group == rows$group[i] & rows$measure %in% c(rows$measure[i], paste0(c("least_", "most_"), rows$measure[i])) &
                   rows$outcome %in% less & !is.na(rows$with_event))
    # Tests without limits count for the higher grade alone, so that it may be of more.
    for (j in all[rows$with_event[all] >= rows$with_event[i]]) {
      add_difference(log, x$place[j, "with_event"], x$place[i, "with_event"])
    }
  }
}

# Those in a period, tested or imaged in it, are some of all of their group: how many
# were left out is known from both.
nested_patients <- function(x, log) {
  rows <- x$rows
  # A baseline and a flow are of all of them, whatever they call their period.
  of_whole <- rows$period == "" | rows$part %in% rows$part[rows$measure == "number"]
  counted <- which(!is.na(x$place[, "patients"]) & !rows$measure %in% of_those_with_event & rows$first_levels == "")
  for (at in split(counted, paste(rows$by, rows$values, sep = "\n")[counted])) {
    of_all <- largest_group(x, at[of_whole[at]])
    for (in_period in split(at, rows$period[at])) {
      places <- unique(x$place[in_period, "patients"])
      for (whole in c(of_all, largest_group(x, in_period))) for (place in places) add_difference(log, whole, place)
    }
  }
}

largest_group <- function(x, at) {
  places <- unique(x$place[at, "patients"])
  places[x$value[places] == max(x$value[places], 0)]
}

# With lesions at most are those with some and those of whom it is not known; lesions that are
# active at most are new and enhancing ones.
unknown_lesions <- function(x, log) {
  rows <- x$rows
  at <- which(rows$measure == "most_proportion")
  shares <- which(rows$measure == "proportion")
  known <- shares[match(paste(rows$part, rows$group, rows$what)[at], paste(rows$part, rows$group, rows$what)[shares])]
  for (i in which(!is.na(known))) {
    add_equal(log, c(x$place[at[i], "with_event"], x$place[known[i], "patients"]),
              c(x$place[known[i], "with_event"], x$place[at[i], "patients"]))
  }
  active <- which(rows$outcome == "active" & rows$measure %in% c("least_rate", "most_rate"))
  for (i in active) {
    kinds <- which(rows$part == rows$part[i] & rows$group == rows$group[i] & rows$outcome %in% c("new_t2", "gd") & rows$measure == "rate")
    add_equal(log, x$place[i, "events"], x$place[kinds, "events"])
    for (j in kinds) add_difference(log, x$place[i, "events"], x$place[j, "events"])
  }
}

# The same counted in two tables under two filters: what one has more is a number too.
nested_filters <- function(x, log) {
  rows <- x$rows
  at <- which(!rows$by_definition & !rows$one_of_several & rows$measure %in% c("rate", "proportion"))
  for (of in split(at, paste(rows$group, rows$what, rows$measure, rows$unit)[at])) {
    if (length(unique(rows$part[of])) < 2) next
    for (column in c("with_event", "events")) {
      places <- unique(stats::na.omit(x$place[of, column]))
      places <- places[order(log$value[places])]
      for (i in seq_along(places)[-1]) add_difference(log, places[i], places[i - 1])
    }
  }
}

# Relapses that one definition counts and another does not.
nested_definitions <- function(x, log) {
  rows <- x$rows
  at <- which(rows$by_definition & !is.na(rows$events))
  for (of in split(at, paste(rows$group, rows$outcome)[at])) {
    places <- unique(x$place[of, "events"])
    places <- places[order(log$value[places])]
    for (i in seq_along(places)[-1]) for (j in seq_len(i - 1)) add_difference(log, places[i], places[j])
  }
}

# Periods of a list of results that lie within others, all days of all patients: what
# is counted in the one and not in the other is a number too.
no_nested <- list(inner = character(), outer = character())

periods_within <- function(parts) {
  audited <- lapply(parts, function(part) {
    if (is.null(attr(part, "audited"))) attr(attr(part, "source"), "audited") else attr(part, "audited")
  })
  given <- Filter(function(periods) inherits(periods, "msaudit_periods"), lapply(audited, `[[`, "periods"))
  if (length(given) == 0) return(no_nested)
  given <- Filter(function(periods) identical(periods$ids, given[[1]]$ids), unique(given))
  names <- unlist(lapply(given, `[[`, "names"))
  ranges <- unlist(lapply(given, function(periods) lapply(seq_along(periods$names), ranges_in, periods)), recursive = FALSE)
  ranges <- ranges[!duplicated(names)]
  names <- unique(names)
  if (length(names) < 2) return(no_nested)
  days <- vapply(ranges, function(x) sum(as.double(x[[3]]) - x[[2]]), 0)
  column <- function(i) unlist(lapply(ranges, `[[`, i))
  all <- list(period = rep(seq_along(ranges), vapply(ranges, function(x) length(x[[1]]), 0L)), patient = column(1),
              start = column(2), stop = column(3))
  shared <- shared_days(all, length(ranges))
  inner <- ifelse(days[shared$first] < days[shared$with], shared$first, shared$with)
  outer <- shared$first + shared$with - inner
  within <- days[inner] < days[outer] & shared$days == days[inner]
  list(inner = names[inner[within]], outer = names[outer[within]])
}

ranges_in <- function(i, periods) {
  rows <- periods$ranges$period == i
  lapply(periods$ranges[c("patient", "start", "stop")], function(x) x[rows])
}

nested_periods <- function(x, log, nested) {
  rows <- x$rows
  for (at in split(seq_len(nrow(rows)), paste(rows$by, rows$values, rows$what, rows$measure, rows$unit))) {
    for (i in which(nested$inner %in% rows$period[at] & nested$outer %in% rows$period[at])) {
      inner <- x$place[at[match(nested$inner[i], rows$period[at])], ]
      outer <- x$place[at[match(nested$outer[i], rows$period[at])], ]
      for (column in c("patients", "with_event", "events")) add_difference(log, outer[[column]], inner[[column]])
    }
  }
}
