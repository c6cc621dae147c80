# Which counts are held back: the small ones, and of those shown as many as it
# takes that none of the small can be worked out.

# For each table the counts of each row that are held back. `nested` are periods
# that are part of others.
held_cells <- function(parts, policy, nested = no_nested) {
  if (sum(vapply(parts, nrow, 0L)) == 0) return(rep(list(nothing_held), length(parts)))
  x <- count_variables(parts)
  known <- relations_of(x, nested)
  sensitive <- is_small(known$value, policy)
  if (!policy$zeros) known$least <- rep(0, length(known$value))
  hidden <- hidden_rows(sensitive | !known$shown, x$place, known$shown)
  hidden <- search_hidden(known, which(sensitive), hidden, x, max(1, policy$min_cell - 2))
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

# Each small number needs other values, up to `need` apart, that it can have under
# all relations. What a linear programme finds for one is a proof for all numbers in
# it, and stays one when more is hidden. Where the hidden numbers leave no room, the
# cheapest of those shown that make it are hidden too.
search_hidden <- function(known, small, hidden, x, need) {
  net <- network_of(known)
  cost <- cost_of_hiding(known, x)
  of_patients <- seq_along(hidden) %in% which(x$of_patients)
  room <- list(up = numeric(length(hidden)), down = numeric(length(hidden)))
  enough <- function(place) floor(room$up[place] + 1e-4) + floor(room$down[place] + 1e-4) >= need
  learn <- function(found) {
    room$up[found$free] <<- pmax(room$up[found$free], found$by)
    room$down[found$free] <<- pmax(room$down[found$free], -found$by)
  }
  for (place in small) {
    if (!enough(place)) learn_room(place, small, net, known, hidden, need, learn, enough)
    if (enough(place)) next
    near <- cheapest_room(place, net, known, hidden, cost, of_patients, need)
    hidden[near$free[near$shown]] <- TRUE
    learn(near)
    hidden <- hidden_rows(hidden, x$place, known$shown)
  }
  hidden
}

# Numbers of patients take their rows with them, and the main result is to stay
# before that of another definition. How many there are in all is said whatever else.
cost_of_hiding <- function(known, x) {
  n <- length(known$value)
  cost <- 1 + log2(1 + known$value)
  rows <- tabulate(x$place[, "patients"], n)
  of_patients <- which(x$of_patients)
  cost[of_patients] <- cost[of_patients] + 20 + 4 * rows[of_patients]
  first <- setdiff(seq_along(x$by_definition), which(x$by_definition))
  cost[first] <- 3 * cost[first]
  cost[x$place[x$rows$measure == "number" & x$rows$by == "", "patients"]] <- Inf
  cost
}

# The relations as one list of factors, and which touch a number.
network_of <- function(known) {
  places <- lapply(known$found, `[[`, "places")
  relation <- rep(seq_along(places), lengths(places))
  place <- as.integer(unlist(places))
  factors <- as.double(unlist(lapply(known$found, `[[`, "factors")))
  equal <- vapply(known$found, function(one) one$kind == "equal", NA)
  alone <- tabulate(place, length(known$value)) == 1 & !known$shown
  own <- which(alone[place] & equal[relation])
  # Of two such in one relation one is free.
  own <- own[!duplicated(relation[own])]
  in_one <- its_factor <- numeric(length(known$value))
  in_one[place[own]] <- relation[own]
  its_factor[place[own]] <- factors[own]
  room <- -as.vector(rowsum(factors * known$value[place], relation))
  # The method does not stand still where no two relations are alike; counts are whole.
  hair <- 1e-7 * (1 + (seq_along(places) * 0.618034) %% 1)
  list(place = place, factors = factors, low = ifelse(equal, -hair, -Inf), high = ifelse(equal, 0, pmax(0, room)) + hair,
       hair = hair, in_one = in_one, its_factor = its_factor, first = c(1, 1 + cumsum(lengths(places)))[seq_along(places)], size = lengths(places),
       touching = split(relation, factor(place, seq_along(known$value))))
}

relations_touching <- function(net, places) unique(unlist(net$touching[places], use.names = FALSE))

# Where the factors of relations are.
factors_in <- function(net, relations) sequence(net$size[relations], net$first[relations])

# Numbers that may move and are related to one, at most so many: nearest first, of
# those as near the cheapest.
around <- function(place, net, may_move, price, most) {
  seen <- new <- place
  while (length(new) > 0 && length(seen) < most) {
    next_to <- unique(net$place[factors_in(net, relations_touching(net, new))])
    new <- setdiff(next_to[may_move[next_to]], seen)
    new <- utils::head(new[order(price[new], new)], most - length(seen))
    seen <- c(seen, new)
  }
  seen
}

# What room hidden numbers alone leave, of few of them, then of more. Those that stay
# where they are take room and give none, so what is found is there; where thousands
# would have to be looked at it is taken that there is none.
learn_room <- function(place, small, net, known, hidden, need, learn, enough) {
  before <- 0
  for (most in c(100, 400, 2500)) {
    free <- around(place, net, hidden, known$value, most)
    if (length(free) == before) return()
    before <- length(free)
    # The others that are in want of it get what they can along with it, where that is quick.
    along <- if (most <= 400) setdiff(small[!enough(small)], place)
    for (direction in c(1, -1)) {
      if (!enough(place)) learn(move_most(place, direction, net, known, free, 0 * known$value, hidden, need, along))
    }
    if (enough(place)) return()
  }
}

# Numbers to hide that make room for one: of its own kind first, then of the other, in
# the end of both, by which all can grow in proportion, what no relation forbids.
cheapest_room <- function(place, net, known, hidden, cost, of_patients, need) {
  movable <- known$value > 0 & is.finite(cost)
  kinds <- list(movable & (of_patients == of_patients[place]), movable & (of_patients != of_patients[place]), movable)
  price <- ifelse(hidden, 0, cost)
  before <- integer()
  for (try in list(c(1, 100), c(1, 400), c(2, 100), c(2, 400), c(3, 1000), c(3, 2000))) {
    free <- around(place, net, hidden | kinds[[try[1]]], price, try[2])
    if (identical(free, before)) next
    before <- free
    up <- move_most(place, 1, net, known, free, cost, hidden, need)
    found <- list(up)
    if (known$value[place] - known$least[place] >= need) {
      found <- c(found, list(move_most(place, -1, net, known, free, cost, hidden, need)))
    }
    found <- Filter(function(one) abs(one$by[one$free == place]) >= need - 1e-4, found)
    if (length(found) > 0) return(found[[which.min(vapply(found, `[[`, 0, "cost"))]])
  }
  # Of too many to look at all of those around it.
  c(up[c("free", "by", "cost")], list(shown = !hidden[up$free]))
}

# How far one number can go up (direction 1) or down (-1), at most `enough`, when only `free`
# ones move, and by how much each does; shown ones at a cost, which is little beside
# what it gains. Each is at least `known$least`.
move_most <- function(place, direction, net, known, free, cost, hidden, enough, along = integer()) {
  relations <- relations_touching(net, free)
  # A difference that is in one relation alone is no more than a limit to it.
  limits <- setdiff(free[net$in_one[free] > 0], place)
  movers <- setdiff(free, limits)
  n <- length(movers)
  low <- net$low[relations]
  high <- net$high[relations]
  turned <- rep(1, length(relations))
  limited <- match(net$in_one[limits], relations)
  below <- known$value[limits] - known$least[limits]
  turned[limited] <- sign(net$its_factor[limits])
  low[limited] <- -Inf
  high[limited] <- pmax(0, below) + net$hair[relations[limited]]

  at <- factors_in(net, relations)
  row <- rep(seq_along(relations), net$size[relations])
  column <- match(net$place[at], movers)
  moves <- !is.na(column)
  row <- row[moves]
  column <- column[moves]
  factors <- net$factors[at][moves] * turned[row]
  price <- ifelse(hidden[movers] | !is.finite(cost[movers]), 0, cost[movers])
  # By how much a number is more, and by how much less.
  cap <- c(rep(Inf, n), pmax(0, known$value[movers] - known$least[movers]))
  goal <- -c(price, price)
  also <- which(movers %in% along)
  goal[also] <- 1
  cap[also] <- 4 * enough
  its <- which(movers == place)
  forth <- if (direction > 0) its else n + its
  back <- if (direction > 0) n + its else its
  cap[forth] <- min(cap[forth], enough)
  cap[back] <- 0
  goal[forth] <- 2^20
  can <- cap > 0
  both <- c(column, column + n)
  of <- can[both]
  moved <- numeric(2 * n)
  moved[can] <- .Call(C_linear_most, list(c(row, row)[of], cumsum(can)[both[of]], c(factors, -factors)[of]),
                      list(low, high), list(cap[can], goal[can]), 5L * (length(relations) + n))
  by <- moved[seq_len(n)] - moved[n + seq_len(n)]
  moving <- abs(by) > 1e-5
  sums <- numeric(length(relations))
  sums[sort(unique(row))] <- rowsum(factors * by[column], row)
  list(free = c(movers, limits), by = c(by, -sums[limited]), cost = sum(price[moving]),
       shown = c(moving & !hidden[movers], rep(FALSE, length(limits))))
}
