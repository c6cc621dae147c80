# Counts that are the sum of others.

columns_of_counts <- c("patients", "with_event", "events", "exposure")

# All groups of one set of columns against those of another, within what they share.
groups_in_all <- function(x, log) {
  rows <- x$rows
  what <- paste(rows$period, rows$what, rows$measure, rows$unit)
  sets <- unique(rows$by)
  sum_patients(x, log, what)
  # The cells of a grade at baseline differ by group, though all of its patients are in each.
  shifts <- rows$measure %in% c("shift", "least_shift")
  first <- ifelse(shifts, paste(rows$measure, rows$period, rows$outcome, rows$first_levels, sep = "\r"), NA)
  for (i in seq_along(sets)[-1]) for (j in seq_len(i - 1)) {
    sum_groups(x, log, what, sets[i], sets[j])
    sum_groups(x, log, first, sets[i], sets[j], "patients")
  }
}

# All groups against all patients of any table and period who are as many.
sum_patients <- function(x, log, what) {
  rows <- x$rows
  all <- which(rows$by == "" & !is.na(x$place[, "patients"]))
  all <- all[!duplicated(x$place[all, "patients"])]
  groups <- which(rows$by != "" & !is.na(rows$patients))
  set <- paste(rows$by, what)[groups]
  groups <- groups[!duplicated(paste(set, rows$group[groups]))]
  for (at in split(groups, paste(rows$by, what)[groups])) {
    parts <- x$place[at, "patients"]
    for (whole in x$place[all[rows$patients[all] == sum(log$value[parts])], "patients"]) add_equal(log, whole, parts)
  }
}

sum_groups <- function(x, log, what, one, other, of = columns_of_counts) {
  columns <- lapply(c(one, other), function(set) strsplit(set, "\r", fixed = TRUE)[[1]])
  common <- intersect(columns[[1]], columns[[2]])
  within <- lapply(1:2, function(i) {
    at <- which(x$rows$by == c(one, other)[i] & !is.na(what))
    at <- at[!duplicated(paste(what[at], x$rows$group[at]))]
    values <- strsplit(paste0(x$rows$values[at], "\r"), "\r", fixed = TRUE)
    shared <- vapply(values, function(v) paste(v[match(common, columns[[i]])], collapse = "\r"), "")
    list(at = at, key = paste(what[at], shared, sep = "\r"))
  })
  both <- intersect(within[[1]]$key, within[[2]]$key)
  relation <- match(c(within[[1]]$key, within[[2]]$key), both)
  at <- c(within[[1]]$at, within[[2]]$at)
  sign <- rep(c(1, -1), c(length(within[[1]]$at), length(within[[2]]$at)))
  known <- !is.na(relation)
  for (column in of) add_sums(log, relation[known], x$place[at[known], column], sign[known], TRUE)
}

# Outcomes of one group and period: all events are those of each; of patients any
# is at most the sum; and reasons, grades and classes may be shares of one whole.
of_all_outcomes <- function(x, log) {
  rows <- x$rows
  flat <- which(!nzchar(rows$levels))
  of_group <- paste(rows$part, rows$group, rows$measure, rows$unit)[flat]
  several <- of_group %in% of_group[duplicated(of_group)]
  is_any <- rows$outcome %in% c("any", "any lesion")
  any_event <- which(rows$measure == "proportion" & rows$outcome == "any")
  any_event <- any_event[match(rows$group, rows$group[any_event])]
  for (at in split(flat[several], of_group[several])) {
    any <- at[is_any[at]]
    each <- at[!is_any[at]]
    with_event <- unique(x$place[each, "with_event"])
    worst <- rows$measure[at[1]] == "worst_grade"
    if (length(any) == 1 && length(each) > 0) {
      if (rows$measure[any] == "rate") add_equal(log, x$place[any, "events"], x$place[each, "events"])
      # A patient has one worst grade.
      if (worst) add_equal(log, x$place[any, "with_event"], x$place[each, "with_event"])
      if (rows$outcome[any] == "any lesion" && rows$measure[any] == "proportion") {
        lesions_of_both(x, log, any, each)
      } else {
        add_order(log, with_event, x$place[any, "with_event"])
      }
      add_most(log, x$place[any, "with_event"], x$place[each, "with_event"])
    }
    # Reasons, of which each patient has one; where any is told apart patients may have several.
    if (length(any) == 0 && length(each) > 1) add_equal(log, unique(x$place[each, "patients"]), x$place[each, "with_event"])
    if (worst) add_equal(log, x$place[any_event[at[1]], "with_event"], x$place[each, "with_event"])
  }
  of_classes(x, log)
}

# Any lesion is of the patients in whom both kinds are known, who are some of those of each:
# who has lesions of a kind and is not among them is one of those left out.
lesions_of_both <- function(x, log, any, each) {
  for (kind in each[x$rows$outcome[each] %in% c("new_t2", "gd")]) {
    add_differences(log, x$place[kind, "patients"], x$place[any, "patients"])
    add_most(log, c(x$place[kind, "with_event"], x$place[any, "patients"]),
             c(x$place[any, "with_event"], x$place[kind, "patients"]))
  }
}

of_classes <- function(x, log) {
  rows <- x$rows
  classes <- grep("^share_", rows$measure)
  shares <- rows_by(which(rows$measure == "proportion"), paste(rows$group, rows$what))
  for (at in split(classes, paste(rows$part, rows$group, rows$what)[classes])) {
    add_equal(log, unique(x$place[at, "patients"]), x$place[at, "with_event"])
    none <- at[rows$measure[at] == "share_0"]
    for (other in shares(at[1])) {
      add_equal(log, x$place[none, "patients"], c(x$place[none, "with_event"], x$place[other, "with_event"]))
    }
  }
  of_lesions(x, log, classes)
}

# Finds for a row those of some rows whose key is what is asked for it.
rows_by <- function(some, key, asked = key) {
  found <- split(some, factor(key[some], unique(key[some])))
  place <- match(asked, names(found))
  function(row) if (!is.na(place[row])) found[[place[row]]]
}

# Patients with one lesion, with two or three, and with four or more, have so many at least;
# where none has four or more, so many at most.
of_lesions <- function(x, log, classes) {
  rows <- x$rows
  rates <- which(rows$measure == "rate")
  key <- paste(rows$part, rows$group, rows$what)
  rate <- rates[match(key, key[rates])]
  for (at in split(classes, key[classes])) {
    events <- x$place[rate[at[1]], "events"]
    of <- x$place[at[match(c("share_1", "share_2_3", "share_4_more"), rows$measure[at])], "with_event"]
    if (anyNA(c(events, of))) next
    add_sums(log, rep(1, 4), c(of, events), c(1, 2, 4, -1), FALSE)
    if (log$value[of[3]] == 0) add_sums(log, rep(1, 3), c(events, of[1:2]), c(1, -1, -3), FALSE)
  }
}

# Who has two events or more has two at least; where nobody has, events are patients.
of_recurrences <- function(x, log) {
  rows <- x$rows
  key <- paste(rows$group, rows$what)
  at <- which(rows$measure == "recurrence" & !is.na(rows$with_event))
  rate <- which(rows$measure == "rate" & !is.na(rows$events) & !is.na(rows$with_event))
  rate <- rate[match(key[at], key[rate])]
  at <- at[!is.na(rate)]
  rate <- rate[!is.na(rate)]
  n <- length(at)
  place <- c(x$place[rate, "with_event"], x$place[at, "with_event"], x$place[rate, "events"])
  add_sums(log, rep(seq_len(n), 3), place, rep(c(1, 1, -1), each = n), FALSE)
  none <- rows$with_event[at] == 0
  add_sums(log, rep(which(none), 2), place[c(none, rep(FALSE, n), none)], rep(c(1, -1), each = sum(none)), TRUE)
}

# Levels of one characteristic, worst grades after one at baseline.
of_levels <- function(x, log) {
  rows <- x$rows
  levelled <- which(nzchar(rows$levels))
  for (at in split(levelled, paste(rows$part, rows$group, rows$outcome, rows$measure, rows$first_levels)[levelled])) {
    if (length(at) > 1 && !rows$measure[at[1]] %in% c("least_shift", "most_shift")) {
      add_equal(log, unique(x$place[at, "patients"]), x$place[at, "with_event"])
    }
  }
  of_missing(x, log)
  shifts <- which(rows$measure == "shift")
  key <- paste(rows$group, rows$outcome)
  shares <- which(rows$measure == "proportion")
  any_grade <- rows_by(shares, key)
  second_grade <- rows_by(shares, key, paste0(key, ", grade 2 or more"))
  third_grade <- rows_by(shares, key, paste0(key, ", grade 3 or 4"))
  for (at in split(shifts, paste(rows$part, rows$group, rows$outcome)[shifts])) {
    first <- at[!duplicated(rows$first_levels[at])]
    grades <- function(known) x$place[at[rows$last_level[at] %in% known], "with_event"]
    for (all in any_grade(at[1])) {
      add_equal(log, x$place[all, "patients"], x$place[first, "patients"])
      add_equal(log, x$place[all, "with_event"], x$place[at[rows$last_level[at] != "0"], "with_event"])
    }
    for (all in second_grade(at[1])) add_equal(log, x$place[all, "with_event"], grades(c("2", "3", "4")))
    for (all in third_grade(at[1])) add_equal(log, x$place[all, "with_event"], grades(c("3", "4")))
  }
  of_open_shifts(x, log)
}

# Where worst grades can be several: those that are one grade and the others are all; the most
# that a grade can have is no more than the least and the others; and who surely is at a
# grade, or may be, is not in the rows of grades below it alone.
of_open_shifts <- function(x, log) {
  rows <- x$rows
  of <- function(measure) which(rows$measure == measure)
  least <- of("least_shift")
  most <- of("most_shift")
  unknown <- of("shift_unknown")
  line <- paste(rows$part, rows$group, rows$outcome, rows$first_levels)
  cell <- paste(line, rows$last_level)
  for (at in split(least, line[least])) {
    open <- unknown[line[unknown] == line[at[1]]]
    add_equal(log, x$place[at[1], "patients"], x$place[c(at, open), "with_event"])
    for (i in at) {
      same <- match(cell[i], cell[most])
      add_differences(log, x$place[most[same], "with_event"], x$place[i, "with_event"])
      add_most(log, x$place[most[same], "with_event"], x$place[c(i, open), "with_event"])
    }
  }
  estimates <- of("shift")
  bounded <- estimates[cell[estimates] %in% cell[least]]
  add_order(log, x$place[bounded, "with_event"], x$place[least[match(cell[bounded], cell[least])], "with_event"])
  any_grade <- paste(rows$group, rows$outcome)
  shifts <- c(estimates, least, most, unknown)
  for (at in split(shifts, paste(rows$part, any_grade)[shifts])) {
    if (!any(at %in% least)) next
    bounds <- function(measure) which(rows$measure == measure & any_grade == any_grade[at[1]])
    lines <- at[at %in% least | !line[at] %in% line[least]]
    lines <- lines[!duplicated(line[lines])]
    # Whose worst grade is surely 0, or can be 0: the others may have, or surely have, one.
    none <- function(of) at[rows$last_level[at] == "0" & (at %in% of | !line[at] %in% line[least])]
    for (all in bounds("most_proportion")) {
      add_equal(log, x$place[all, "patients"], x$place[lines, "patients"])
      add_equal(log, x$place[all, "patients"], c(x$place[all, "with_event"], x$place[none(least), "with_event"]))
    }
    for (all in bounds("least_proportion")) {
      add_equal(log, x$place[all, "patients"], x$place[lines, "patients"])
      add_equal(log, x$place[all, "patients"], c(x$place[all, "with_event"], x$place[none(most), "with_event"]))
    }
    for (grade in 2:3) {
      key <- paste0(any_grade[at[1]], if (grade == 2) ", grade 2 or more" else ", grade 3 or 4")
      sure <- at[rows$last_level[at] %in% grade:4 & (at %in% least | !line[at] %in% line[least])]
      for (all in which(rows$measure == "least_proportion" & any_grade == key)) {
        add_most(log, x$place[sure, "with_event"], x$place[all, "with_event"])
        add_most(log, x$place[all, "with_event"], x$place[c(sure, at[at %in% unknown]), "with_event"])
      }
    }
  }
}

# Those of whom a characteristic is known and the others are all.
of_missing <- function(x, log) {
  rows <- x$rows
  key <- paste(rows$part, rows$group, rows$outcome)
  missing <- which(rows$measure == "missing")
  known <- which(rows$measure %in% c("median", "proportion", "rate") & key %in% key[missing])
  known <- known[!duplicated(paste(key, x$place[, "patients"])[known])]
  of <- missing[match(key[known], key[missing])]
  place <- c(x$place[of, "patients"], x$place[of, "with_event"], x$place[known, "patients"])
  add_sums(log, rep(seq_along(known), 3), place, rep(c(1, -1, -1), each = length(known)), TRUE)
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
      for (other in terms[-1]) add_equal(log, x$place[terms[[1]], column], x$place[other, column])
    }
    of_terms_in_groups(x, log, terms)
  }
}

# All patients of a model, or those of a level, are groups of a table by its column: their events are those of all periods
# together, and who had one had it in some of them.
of_terms_in_groups <- function(x, log, terms) {
  rows <- x$rows
  rates <- which(rows$measure == "rate" & !rows$by_definition & !nzchar(rows$levels) & rows$outcome == rows$outcome[terms[[1]][1]])
  for (of_part in split(rates, rows$part[rates])) {
    add_equal(log, x$place[terms[[1]], "events"], x$place[of_part[rows$by[of_part] == ""], "events"])
    for (term in names(terms)) for (i in terms[[term]]) {
      level <- sub("^.*? [|] ", "", rows$first_levels[i], perl = TRUE)
      group <- of_part[rows$by[of_part] == term & rows$values[of_part] == level]
      if (length(group) == 0) next
      for (one in c(list(group), as.list(group))) add_equal(log, x$place[i, "events"], x$place[one, "events"])
      for (one in group) for (column in c("patients", "with_event")) add_order(log, x$place[one, column], x$place[i, column])
      for (column in c("patients", "with_event")) add_most(log, x$place[i, column], x$place[group, column])
    }
  }
}

# With lesions at most are those with some and those of whom it is not known; lesions that are
# active at most are new and enhancing ones.
unknown_lesions <- function(x, log) {
  rows <- x$rows
  at <- grep("^most_", rows$measure)
  known <- match(paste(rows$part, rows$group, rows$what, sub("^most_", "", rows$measure))[at],
                 paste(rows$part, rows$group, rows$what, rows$measure))
  at <- at[!is.na(known)]
  known <- known[!is.na(known)]
  place <- c(x$place[at, "with_event"], x$place[known, "patients"], x$place[known, "with_event"], x$place[at, "patients"])
  add_sums(log, rep(seq_along(at), 4), place, rep(c(1, 1, -1, -1), each = length(at)), TRUE)
  active <- which(rows$outcome == "active" & rows$measure %in% c("least_rate", "most_rate"))
  kinds <- rows_by(which(rows$outcome %in% c("new_t2", "gd") & rows$measure == "rate"), paste(rows$part, rows$group))
  for (i in active) {
    of <- kinds(i)
    add_equal(log, x$place[i, "events"], x$place[of, "events"])
    add_differences(log, x$place[i, "events"], x$place[of, "events"])
  }
}
