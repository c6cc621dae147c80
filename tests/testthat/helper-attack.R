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
  plus <- intersect(plus, names(system$value))
  minus <- intersect(minus, names(system$value))
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

# All small numbers of rounded tables, with the least and the most of each: of what is printed
# the step is known, of the others nothing.
attack_steps <- function(system, step, min_cell = 5) {
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
      found <- lpSolve::lp(which, goal, left, direction, right)
      stopifnot(found$status == 0)
      found$objval + low[[i]]
    }
    c(ceiling(of("min") - 1e-6), floor(of("max") + 1e-6))
  }, numeric(2))
  data.frame(cell = cells[small], truth = value[small], low = range[1, ], high = range[2, ], row.names = NULL)
}
