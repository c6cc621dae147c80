# Which counts are held back: the small ones, and of those shown as many as it
# takes that none of the small can be worked out.

# For each table the counts of each row that are held back.
held_cells <- function(parts, policy) {
  if (sum(vapply(parts, nrow, 0L)) == 0) return(rep(list(nothing_held), length(parts)))
  x <- count_variables(parts)
  known <- relations_of(x)
  sensitive <- is_small(known$value, policy)
  least <- if (policy$zeros) known$least else rep(0, length(known$value))
  hidden <- hidden_rows(sensitive | !known$shown, x$place, known$shown)
  hidden <- search_hidden(known, sensitive, least, hidden, x, max(1, policy$min_cell - 2))
  held <- matrix(x$place %in% which(hidden), ncol = ncol(x$place), dimnames = dimnames(x$place))
  lapply(seq_along(parts), function(i) as.list(as.data.frame(held[x$rows$part == i, , drop = FALSE])))
}

nothing_held <- list(patients = logical(), with_event = logical(), events = logical(), exposure = logical())

# Without its patients a row shows nothing.
hidden_rows <- function(hidden, place, shown) {
  repeat {
    gone <- hidden[place[, "patients"]] %in% TRUE
    more <- unique(place[gone, ])
    more <- more[!is.na(more)]
    if (all(hidden[more])) return(hidden)
    hidden[more] <- TRUE
  }
}

search_hidden <- function(known, sensitive, least, hidden, x, need) {
  touching <- relations_by_place(known)
  checked <- rep(FALSE, length(hidden))
  repeat {
    at_stake <- which(sensitive & hidden & !checked)
    if (length(at_stake) == 0) return(hidden)
    place <- at_stake[1]
    if (!has_room(place, hidden, known, touching, least, need)) {
      more <- neighbour(place, hidden, known, touching, least, need, x)
      # Around it nothing is shown any more.
      if (!is.na(more)) {
        hidden[more] <- TRUE
        hidden <- hidden_rows(hidden, x$place, known$shown)
        next
      }
    }
    checked[place] <- TRUE
  }
}

relations_by_place <- function(known) {
  places <- lapply(known$found, `[[`, "places")
  split(rep(seq_along(places), lengths(places)), factor(unlist(places), seq_along(known$value)))
}

# The relations that reach a place through what is hidden.
reached <- function(place, hidden, known, touching) {
  relations <- integer()
  new <- place
  seen <- place
  while (length(new) > 0) {
    next_to <- setdiff(unlist(touching[new]), relations)
    relations <- c(relations, next_to)
    places <- unique(unlist(lapply(known$found[next_to], `[[`, "places")))
    new <- setdiff(places[hidden[places]], seen)
    seen <- c(seen, new)
  }
  list(relations = relations, places = seen)
}

# Of the shown counts around a place the least that gives it room, or the least;
# those in a relation with it first, and before a main result what an other definition
# alone has. Numbers of patients are held back for such alone,
# or where nothing else is left, since their rows go with them.
neighbour <- function(place, hidden, known, touching, least, need, x) {
  around <- reached(place, hidden, known, touching)
  shown <- unique(unlist(lapply(known$found[around$relations], `[[`, "places")))
  shown <- shown[!hidden[shown] & known$value[shown] > 0]
  if (length(shown) == 0) return(NA_integer_)
  of_patients <- which(x$of_patients)
  alike <- (shown %in% of_patients) == (place %in% of_patients)
  if (any(alike)) shown <- shown[alike]
  beside <- shown %in% unlist(lapply(known$found[touching[[place]]], `[[`, "places"))
  shown <- shown[order(!beside, !shown %in% which(x$by_definition), known$value[shown], shown)]
  for (one in utils::head(shown, 12)) {
    tried <- hidden
    tried[one] <- TRUE
    if (has_room(place, hidden_rows(tried, x$place, known$shown), known, touching, least, need)) return(one)
  }
  shown[1]
}

# Whether a hidden number can be so much more or less than it is: the most and the
# least of it, up to `need` apart, under all relations with what is shown.
has_room <- function(place, hidden, known, touching, least, need) {
  around <- reached(place, hidden, known, touching)
  free <- around$places
  rows <- lapply(known$found[around$relations], function(relation) {
    row <- numeric(length(free))
    at <- match(relation$places, free)
    row[at[!is.na(at)]] <- relation$factors[!is.na(at)]
    slack <- if (relation$kind == "equal") 0 else -sum(relation$factors * known$value[relation$places])
    list(row = row, slack = slack, equal = relation$kind == "equal")
  })
  equal <- vapply(rows, `[[`, NA, "equal")
  factors <- do.call(rbind, lapply(rows, `[[`, "row"))
  slack <- vapply(rows, `[[`, 0, "slack")
  if (is.null(factors)) factors <- matrix(0, 0, length(free))
  factors <- rbind(factors, -factors[equal, , drop = FALSE], -diag(length(free)))
  slack <- c(slack, slack[equal], known$value[free] - least[free])
  up <- furthest(factors, slack, match(place, free), 1, need)
  if (floor(up + 1e-6) >= need) return(TRUE)
  down <- furthest(factors, slack, match(place, free), -1, need)
  floor(up + 1e-6) + floor(down + 1e-6) >= need
}

# How far one of the numbers d can go up (or down), at most `enough`, where
# factors %*% d <= slack: d = 0 is one solution, so the simplex method starts there.
# Each d is the difference of two numbers of 0 or more. Bland's rule: no cycles.
furthest <- function(factors, slack, place, sign, enough) {
  n <- ncol(factors)
  m <- nrow(factors)
  table <- cbind(factors, -factors, slack)
  goal <- numeric(2 * n)
  goal[c(place, n + place)] <- sign * c(1, -1)
  reach <- 0
  basis <- -seq_len(m)
  columns <- seq_len(2 * n)
  repeat {
    enters <- which(goal > 1e-9)
    if (length(enters) == 0) return(reach)
    enters <- enters[which.min(abs(columns[enters]) + 1e6 * (columns[enters] < 0))]
    column <- table[, enters]
    can <- which(column > 1e-9)
    if (length(can) == 0) return(enough)
    ratio <- table[can, 2 * n + 1] / column[can]
    tight <- can[ratio <= min(ratio) + 1e-12]
    leaves <- tight[which.min(abs(basis[tight]) + 1e6 * (basis[tight] < 0))]
    reach <- reach + goal[enters] * max(0, table[leaves, 2 * n + 1] / column[leaves])
    if (reach >= enough) return(enough)
    pivot <- table[leaves, ] / column[leaves]
    pivot[enters] <- 1 / column[leaves]
    others <- column
    others[leaves] <- 0
    table[, enters] <- 0
    # Most of it is 0.
    rows <- which(others != 0)
    columns_with <- which(pivot != 0)
    table[rows, columns_with] <- table[rows, columns_with, drop = FALSE] - others[rows] %o% pivot[columns_with]
    table[leaves, ] <- pivot
    rate <- goal[enters]
    goal[enters] <- 0
    goal <- goal - rate * pivot[seq_len(2 * n)]
    out <- basis[leaves]
    basis[leaves] <- columns[enters]
    columns[enters] <- out
  }
}
