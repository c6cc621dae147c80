# An attack on tables from which small numbers were held back: the least and the most
# that each of them can be, by linear programmes over all that the tables say. Nothing
# of the package is used. What the tables say is written out again here, in words of
# its own: a variable for each printed cell, and the relations that follow from what
# the columns mean.

# A system of unknowns by name, with bounds, and rows of a linear programme.
new_system <- function() {
  system <- new.env()
  system$value <- numeric()
  system$known <- logical()
  system$rows <- list()
  system
}

# A cell is known if it is printed. True values serve to find which held back cells
# are small, and to check that each relation holds.
add_cell <- function(system, name, printed, truth) {
  if (is.na(truth)) return()
  system$value[name] <- truth
  system$known[name] <- isTRUE(system$known[name]) || !is.na(printed)
  stopifnot(is.na(printed) || printed == truth)
}

add_row <- function(system, plus, minus, direction = "=") {
  plus <- plus[plus %in% names(system$value)]
  minus <- minus[minus %in% names(system$value)]
  if (length(plus) == 0 || length(minus) == 0) return()
  gap <- sum(system$value[plus]) - sum(system$value[minus])
  stopifnot(if (direction == "=") abs(gap) < 1e-9 else gap <= 1e-9)
  system$rows[[length(system$rows) + 1]] <- list(plus = plus, minus = minus, direction = direction)
}

# Least and most of one unknown.
# A count that is not printed is not 0, and not all, since those would be.
bounds_of <- function(system, name) {
  unknown <- names(system$value)[!system$known]
  fixed <- function(names) sum(system$value[intersect(names, names(system$value)[system$known])])
  left <- t(vapply(system$rows, function(row) {
    tabulate(match(row$plus, unknown), length(unknown)) - tabulate(match(row$minus, unknown), length(unknown)) + 0
  }, numeric(length(unknown))))
  if (length(unknown) == 1) left <- matrix(left, ncol = 1)
  right <- vapply(system$rows, function(row) fixed(row$minus) - fixed(row$plus), 0)
  direction <- vapply(system$rows, `[[`, "", "direction")
  direction <- ifelse(direction == "=", "=", "<=")
  floor <- ifelse(system$value[unknown] == 0 | startsWith(unknown, "once"), 0, 1)
  right <- right - as.vector(left %*% floor)
  goal <- as.numeric(unknown == name)
  solve <- function(which) {
    found <- lpSolve::lp(which, goal, left, direction, right)
    if (found$status == 3) return(if (which == "min") floor[unknown == name] else Inf)
    stopifnot(found$status == 0)
    found$objval + floor[unknown == name]
  }
  c(solve("min"), solve("max"))
}

# All small numbers that are not printed, with the least and the most of each.
attack <- function(system, min_cell = 5) {
  small <- names(system$value)[!system$known & system$value > 0 & system$value < min_cell]
  found <- vapply(small, bounds_of, numeric(2), system = system)
  data.frame(cell = small, truth = system$value[small], low = found[1, ], high = found[2, ], row.names = NULL)
}

# The cells and relations of rates or adverse events, each table by other groups: a
# list of the printed tables and one of the true ones, `by` the column of each ("" for
# all patients).
system_of <- function(shown, truth, by) {
  system <- new_system()
  for (i in seq_along(truth)) {
    t <- truth[[i]]
    s <- shown[[i]]
    group <- if (nzchar(by[i])) paste0(by[i], "=", ifelse(is.na(t[[by[i]]]), "?", as.character(t[[by[i]]]))) else rep("all", nrow(t))
    if (nzchar(by[i])) group[group == paste0(by[i], "=all")] <- "all"
    for (j in seq_len(nrow(t))) {
      at <- paste(group[j], t$period[j])
      it <- paste(at, t$outcome[j])
      n <- paste("N", at)
      add_cell(system, n, s$patients[j], t$patients[j])
      x <- if (t$measure[j] %in% c("proportion", "rate", "first_event_rate")) paste("X", it) else paste("X", it, t$measure[j])
      add_cell(system, x, s$with_event[j], t$with_event[j])
      if (t$measure[j] == "rate") add_cell(system, paste("E", it), s$events[j], t$events[j])
      without <- paste("without", x)
      add_cell(system, without, NA, t$patients[j] - t$with_event[j])
      add_row(system, n, c(x, without))
      if (t$measure[j] == "rate") add_row(system, x, paste("E", it), "<=")
      if (t$measure[j] == "recurrence") {
        once <- paste("once", it)
        add_cell(system, once, NA, system$value[[paste("X", it)]] - t$with_event[j])
        add_row(system, paste("X", it), c(x, once))
        # Who has two events or more has two at least.
        add_row(system, c(paste("X", it), x), paste("E", it), "<=")
        if (isTRUE(s$with_event[j] == 0)) add_row(system, paste("E", it), paste("X", it))
      }
    }
  }
  cells <- names(system$value)
  groups <- unique(unlist(Map(function(t, by) if (nzchar(by)) paste0(by, "=", ifelse(is.na(t[[by]]), "?", as.character(t[[by]]))), truth, by)))
  groups <- groups[!grepl("=all$", groups)]
  # Groups of each column are all patients, whether all are printed or not.
  for (cell in grep("^[NXE] [^ ]*=", cells, value = TRUE)) {
    group <- sub("^[NXE] ([^ ]*) .*", "\\1", cell)
    rest <- substring(cell, nchar(group) + 3)
    kind <- substr(cell, 1, 1)
    whole <- paste(kind, "all", substring(rest, 2))
    column <- sub("=.*", "=", group)
    parts <- paste(kind, groups[startsWith(groups, column)], substring(rest, 2))
    if (!whole %in% names(system$value)) add_cell(system, whole, NA, sum(system$value[intersect(parts, cells)]))
    add_row(system, whole, parts)
  }
  # Any event.
  for (cell in grep(" any$", cells, value = TRUE)) {
    stem <- sub(" any$", " ", cell)
    each <- setdiff(cells[startsWith(cells, stem)], cell)
    each <- each[!grepl(" recurrence$", each)]
    if (startsWith(cell, "E")) add_row(system, cell, each)
    if (startsWith(cell, "X")) {
      # Of kinds that are one row it is not said how many patients had one.
      if (!any(startsWith(cells, paste0("E", substring(stem, 2), "other")))) add_row(system, cell, each, "<=")
      for (one in each) add_row(system, one, cell, "<=")
    }
  }
  system
}

# A cohort of so many patients with events and relapses by chance.
made_up_cohort <- function(n, seed, terms = 6, scans = FALSE) {
  set.seed(seed)
  id <- sprintf("%03d", seq_len(n))
  patients <- data.frame(id, sex = sample(c("F", "M", NA), n, TRUE, c(0.68, 0.28, 0.04)),
                         centre = sample(c("a", "b", "c", "d"), n, TRUE, c(0.5, 0.3, 0.12, 0.08)),
                         follow_up_start = 0, follow_up_end = 800, stringsAsFactors = FALSE)
  some <- function(mean) rep(id, stats::rpois(n, mean * stats::rgamma(n, 1)))
  with_event <- some(1.2)
  with_relapse <- some(0.9)
  audit_cohort(
    patients, data.frame(id, drug = sample(c("x", "y"), n, TRUE), start = 10),
    relapses = data.frame(id = with_relapse, onset = sample(11:790, length(with_relapse), TRUE)),
    events = data.frame(id = with_event, term = sample(letters[seq_len(terms)], length(with_event), TRUE, seq_len(terms)^2),
                        onset = sample(11:790, length(with_event), TRUE), grade = sample(1:4, length(with_event), TRUE, c(9, 5, 3, 1)),
                        stringsAsFactors = FALSE),
    mri = if (scans) {
      imaged <- sample(id, round(0.8 * n))
      data.frame(id = imaged, date = 370, compare_date = 12, new_t2 = stats::rpois(length(imaged), 0.6), contrast = "yes",
                 gd = ifelse(stats::runif(length(imaged)) < 0.1, NA, stats::rpois(length(imaged), 0.3)))
    }
  )
}

periods_of <- function(cohort) {
  audit_periods(cohort, "Year 1" = period_since("x", c(0, 12)), "Year 2" = period_since("x", c(12, 24)),
                "Both" = period_since("x", c(0, 24)), "y" = period_since("y", 24))
}

# All small numbers of rounded tables, with the least and the most of each: of what is printed
# the step is known, of the others nothing. `whole`: over whole numbers alone.
attack_steps <- function(system, step, min_cell = 5, whole = FALSE) {
  cells <- names(system$value)
  value <- system$value
  high <- ifelse(system$known, step * ceiling(value / step), Inf)
  low <- ifelse(system$known, pmin(value, high - step + 1), 0)
  left <- t(vapply(system$rows, function(row) {
    tabulate(match(row$plus, cells), length(cells)) - tabulate(match(row$minus, cells), length(cells)) + 0
  }, numeric(length(cells))))
  direction <- ifelse(vapply(system$rows, `[[`, "", "direction") == "=", "=", "<=")
  limited <- which(is.finite(high))
  bounds <- diag(length(cells))[limited, , drop = FALSE]
  left <- rbind(left, bounds)
  direction <- c(direction, rep("<=", length(limited)))
  right <- c(rep(0, length(system$rows)), high[limited])
  right <- right - as.vector(left %*% low)
  small <- which(system$known & value > 0 & value < min_cell)
  range <- vapply(small, function(i) {
    goal <- as.numeric(seq_along(cells) == i)
    of <- function(which) {
      found <- lpSolve::lp(which, goal, left, direction, right, all.int = whole)
      stopifnot(found$status == 0)
      found$objval + low[[i]]
    }
    c(ceiling(of("min") - 1e-6), floor(of("max") + 1e-6))
  }, numeric(2))
  data.frame(cell = cells[small], truth = value[small], low = range[1, ], high = range[2, ], row.names = NULL)
}

# The true rows behind rounded ones, of which some labels are one row: groups add up, and so do
# events of kinds. Labels have no spaces; those that are one are of their own table.
truth_behind <- function(truth, shown, by, table) {
  truth <- as.data.frame(truth)
  by <- intersect(by, names(truth))
  for (name in by) {
    value <- as.character(truth[[name]])
    rare <- !is.na(value) & !value %in% as.character(shown[[name]])
    truth[[name]] <- ifelse(rare, "other", value)
    shown[[name]] <- sub("^other .*", "other", as.character(shown[[name]]))
  }
  kinds <- paste0("other", table)
  rare <- !truth$outcome %in% as.character(shown$outcome)
  truth$with_event[rare] <- NA
  truth <- truth[!rare | truth$measure == "rate", ]
  truth$outcome <- ifelse(truth$outcome %in% as.character(shown$outcome), as.character(truth$outcome), kinds)
  shown$outcome <- sub("^other .*", kinds, as.character(shown$outcome))
  key <- function(x, columns) do.call(paste, c(lapply(as.list(x)[columns], as.character), sep = "\r"))
  columns <- c(by, "period", "outcome", "measure")
  stopifnot(setequal(key(truth, columns), key(shown, columns)))
  out <- shown
  for (name in c("patients", "with_event", "events")) {
    out[[name]] <- as.vector(tapply(as.double(truth[[name]]), key(truth, columns), sum)[key(shown, columns)])
  }
  # Kinds are of the same patients.
  own <- key(out, c(by, "period"))
  any <- which(out$outcome == out$outcome[1])
  out$patients <- out$patients[any[match(own, own[any])]]
  out
}

# Small numbers of rounded tables and what an attack leaves of them. `extra` adds relations to the system.
attack_rounded <- function(truth, by, step = 6, extra = function(system) NULL, whole = FALSE) {
  rounded <- msaudit::protect_counts(truth, step = step, free_text = "term")
  shown <- lapply(rounded, as.data.frame)
  truth <- Map(truth_behind, truth, shown, list(by), seq_along(truth))
  # What is shown is only in which step it is.
  steps <- Map(function(x, shown) {
    for (name in c("patients", "with_event", "events")) x[[name]][is.na(shown[[name]])] <- NA
    x
  }, truth, shown)
  system <- system_of(steps, truth, by)
  extra(system)
  attack_steps(system, step, step - 1, whole)
}

# A period that is made of two others has their events, and no more patients with one.
add_both <- function(system) {
  for (cell in grep("^E .* Both ", names(system$value), value = TRUE)) {
    add_row(system, cell, c(sub(" Both ", " Year 1 ", cell), sub(" Both ", " Year 2 ", cell)))
    patients <- sub("^E", "X", cell)
    years <- c(sub(" Both ", " Year 1 ", patients), sub(" Both ", " Year 2 ", patients))
    if (!all(c(patients, years) %in% names(system$value))) next
    add_row(system, patients, years, "<=")
    for (year in years) add_row(system, year, patients, "<=")
  }
}

# Worst grades, lesions and a baseline: what their own columns say of each other.
system_of_verb <- function(shown, truth) {
  system <- new_system()
  where <- do.call(paste, c(lapply(as.list(truth)[intersect(c("sex", "period"), names(truth))], as.character), sep = "."))
  level <- if (is.null(truth$level)) "" else truth$level
  name <- paste(where, truth$outcome, level, truth$measure, sep = "|")
  for (j in seq_along(name)) {
    add_cell(system, paste("N", name[j]), shown$patients[j], truth$patients[j])
    add_cell(system, paste("X", name[j]), shown$with_event[j], truth$with_event[j])
    if (truth$measure[j] == "rate") add_cell(system, paste("E", name[j]), shown$events[j], truth$events[j])
    add_row(system, paste("X", name[j]), paste("N", name[j]), "<=")
    add_row(system, paste("X", name[j]), paste("E", name[j]), "<=")
  }
  of <- function(kind, rows) paste(kind, name[rows])
  # All that measures say of as many patients is of the same ones.
  for (at in split(seq_along(name), paste(where, truth$patients))) for (other in at[-1]) add_row(system, of("N", at[1]), of("N", other))
  for (at in split(seq_along(name), paste(where, truth$outcome))) {
    measure <- truth$measure[at]
    row <- function(which) at[measure == which]
    levels <- at[nzchar(level[at])]
    if (length(levels) > 0 && truth$outcome[at[1]] == "sex") add_row(system, of("N", levels[1]), of("X", levels))
    for (i in c(levels, row("median"))) if (length(row("missing")) == 1) add_row(system, of("N", row("missing")), c(of("N", i), of("X", row("missing"))))
    shares <- at[grepl("^share_", measure)]
    if (length(shares) == 0) next
    share <- row("proportion")
    add_row(system, of("N", shares[1]), of("X", shares))
    add_row(system, of("N", share), of("X", c(share, shares[1])))
    add_row(system, c(of("X", row("most_proportion")), of("N", share)), c(of("X", share), of("N", row("most_proportion"))))
    add_row(system, of("X", row("least_proportion")), of("X", share))
    add_row(system, of("X", row("rate")), of("X", share))
    several <- of("X", shares[2:4])
    add_row(system, several[c(1, 2, 2, 3, 3, 3, 3)], of("E", row("rate")), "<=")
  }
  if (truth$measure[1] == "worst_grade") {
    for (at in split(seq_along(name), where)) add_row(system, of("X", at[truth$outcome[at] == "any"]), of("X", at[truth$outcome[at] != "any"]))
  }
  system
}

# Those of a cohort that a verb counts, and what an attack on rounded ones leaves.
attack_verbs <- function(cohort, periods, step = 6, whole = FALSE) {
  results <- list(
    msaudit::audit_ae(cohort, periods, each = "grade", measure = "worst_grade"), msaudit::audit_lesions(cohort, periods),
    msaudit::audit_baseline(cohort, by = "sex")
  )
  do.call(rbind, lapply(results, function(x) {
    shown <- as.data.frame(msaudit::protect_counts(x, step = step, free_text = "term"))
    x <- as.data.frame(x)
    stopifnot(nrow(x) == nrow(shown))
    known <- x
    for (name in c("patients", "with_event", "events")) known[[name]][is.na(shown[[name]])] <- NA
    attack_steps(system_of_verb(known, x), step, step - 1, whole)
  }))
}
