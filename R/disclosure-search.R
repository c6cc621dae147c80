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
  # What is shown is shown as it is.
  known$low <- known$high <- known$value
  hidden <- hidden_rows(sensitive | !known$shown, x$place)
  hidden <- search_hidden(known, which(sensitive), hidden, x, max(1, policy$min_cell - 2))
  held_columns(hidden, x, length(parts))
}

held_columns <- function(hidden, x, n_parts) {
  held <- matrix(x$place %in% which(hidden), ncol = ncol(x$place), dimnames = dimnames(x$place))
  of <- split(seq_len(nrow(held)), factor(x$rows$part, seq_len(n_parts)))
  lapply(unname(of), function(at) as.list(as.data.frame(held[at, , drop = FALSE])))
}

nothing_held <- list(patients = logical(), with_event = logical(), events = logical(), exposure = logical())

# Without its patients a row shows nothing.
hidden_rows <- function(hidden, place, rows = seq_len(nrow(place))) {
  repeat {
    gone <- rows[hidden[place[rows, "patients"]] %in% TRUE]
    more <- unique(as.vector(place[gone, ]))
    more <- more[!is.na(more)]
    if (all(hidden[more])) return(hidden)
    hidden[more] <- TRUE
    rows <- seq_len(nrow(place))
  }
}

# Each small number needs other values, up to `need` apart, that it can have under
# all relations. What a linear programme finds for one is a proof for all numbers in
# it, and stays one when more is hidden. Where what is shown leaves no room, the
# cheapest of those shown that make it are hidden too. One that is shown is somewhere from
# `low` to `high`, one that is hidden is `least` or more.
search_hidden <- function(known, small, hidden, x, need, with_zeros = function(hidden, new) hidden) {
  net <- network_of(known)
  cost <- cost_of_hiding(known, x)
  of_patients <- seq_along(hidden) %in% which(x$of_patients)
  rows_of <- split(rep(seq_len(nrow(x$place)), ncol(x$place)), factor(x$place, seq_along(hidden)))
  room <- list(up = numeric(length(hidden)), down = numeric(length(hidden)))
  enough <- function(place) floor(room$up[place] + 1e-4) + floor(room$down[place] + 1e-4) >= need
  learn <- function(found) {
    up <- which(found$by > room$up[found$free])
    down <- which(-found$by > room$down[found$free])
    room$up[found$free[up]] <<- found$by[up]
    room$down[found$free[down]] <<- -found$by[down]
  }
  hide <- function(hidden, new) {
    hidden[new] <- TRUE
    with_zeros(hidden_rows(hidden, x$place, unlist(rows_of[new], use.names = FALSE)), new)
  }
  for (place in small) {
    if (!enough(place)) learn_room(place, small, net, known, hidden, need, learn, enough)
    for (way in seq_len(2)) {
      if (enough(place)) break
      near <- cheapest_room(place, net, known, hidden, cost, of_patients, need, room, hide)
      hidden <- hide(hidden, unique(near$free[near$beyond]))
      learn(near)
    }
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

# Which relations touch a number, and where their factors are.
network_of <- function(known) {
  relation <- known$relation
  place <- known$place
  factors <- known$factors
  equal <- known$equal
  n <- length(equal)
  alone <- tabulate(place, length(known$value)) == 1 & !known$shown
  own <- which(alone[place] & equal[relation])
  # Of two such in one relation one is free.
  own <- own[!duplicated(relation[own])]
  in_one <- its_factor <- numeric(length(known$value))
  in_one[place[own]] <- relation[own]
  its_factor[place[own]] <- factors[own]
  own_of <- numeric(n)
  own_of[relation[own]] <- place[own]
  room <- if (n == 0) numeric() else -as.vector(rowsum(factors * known$value[place], relation))
  # The method does not stand still where no two relations are alike; counts are whole.
  hair <- 1e-7 * (1 + (seq_len(n) * 0.618034) %% 1)
  size <- tabulate(relation, n)
  list(place = place, factors = factors, low = ifelse(equal, -hair, -Inf), high = ifelse(equal, 0, pmax(0, room)) + hair,
       hair = hair, in_one = in_one, own = own_of, its_factor = its_factor, first = c(1, 1 + cumsum(size))[seq_len(n)], size = size,
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
    # A difference in one relation alone leads nowhere, and moves by itself.
    new <- setdiff(next_to[may_move[next_to] & net$in_one[next_to] == 0], seen)
    new <- utils::head(new[order(price[new], new)], most - length(seen))
    seen <- c(seen, new)
  }
  seen
}

# What room there is as it stands, looking at few of the numbers around, then at more. Those that stay
# where they are take room and give none, so what is found is there; where thousands
# would have to be looked at it is taken that there is none.
learn_room <- function(place, small, net, known, hidden, need, learn, enough) {
  before <- 0
  may_move <- hidden | known$high > known$low
  nothing <- rep(FALSE, length(hidden))
  # Those first that can give most.
  stiff <- -pmin(known$value - ifelse(hidden, known$least, known$low), 2 * need)
  for (most in c(50, 200, 800)) {
    free <- around(place, net, may_move, stiff, most)
    if (length(free) == before) return()
    before <- length(free)
    # The others that are in want of it get what they can along with it, where that is quick.
    along <- if (most <= 200) free[free %in% small & !enough(free) & free != place]
    for (direction in c(1, -1)) {
      if (!enough(place)) learn(move_most(place, direction, net, known, free, 0 * known$value, hidden, nothing, need, along))
    }
    if (enough(place)) return()
  }
}

# Numbers to hide that make room for one: of its own kind first, then of the other, in
# the end of both, by which all can grow in proportion, what no relation forbids.
cheapest_room <- function(place, net, known, hidden, cost, of_patients, need, room, hide) {
  may_hide <- known$value > 0 & is.finite(cost)
  kinds <- list(may_hide & (of_patients == of_patients[place]), may_hide & (of_patients != of_patients[place]), may_hide)
  price <- ifelse(hidden, 0, cost)
  before <- integer()
  ways <- ways_of_moving(place, known, hidden, need, room)
  alone <- if (!hidden[place] && may_hide[place]) hidden_alone(place, net, known, hide(hidden, place), cost, need)
  for (try in list(c(1, 50), c(1, 200), c(2, 50), c(2, 200), c(3, 800))) {
    free <- around(place, net, hidden | known$high > known$low | kinds[[try[1]]], price, try[2])
    if (identical(free, before)) next
    before <- free
    found <- lapply(ways, function(by) move_most(place, sign(by), net, known, free, cost, hidden, kinds[[try[1]]], abs(by)))
    far <- Map(function(one, by) abs(one$by[one$free == place]) >= abs(by) - 1e-4, found, ways)
    fit <- c(found[unlist(far)], alone)
    if (length(fit) > 0) return(fit[[which.min(vapply(fit, `[[`, 0, "cost"))]])
  }
  # Of too many to look at all of those around it.
  c(found[[1]][c("free", "by", "cost")], list(beyond = !hidden[found[[1]]$free]))
}

# The number itself hidden, with what goes with it, if that is enough.
hidden_alone <- function(place, net, known, hidden, cost, need) {
  nothing <- rep(FALSE, length(hidden))
  free <- around(place, net, hidden | known$high > known$low, known$value, 400)
  found <- lapply(c(1, -1), function(direction) {
    move_most(place, direction, net, known, free, 0 * known$value, hidden, nothing, need)
  })
  far <- vapply(found, function(one) floor(abs(one$by[one$free == place]) + 1e-4), 0)
  if (sum(far) < need) return()
  free <- c(found[[1]]$free, found[[2]]$free)
  list(list(free = free, by = c(found[[1]]$by, found[[2]]$by), cost = cost[place], beyond = free == place))
}

# How far a number would have to go: one that is hidden up or down, one that is shown to the
# ends of where it may be, one after the other.
ways_of_moving <- function(place, known, hidden, need, room) {
  if (hidden[place]) return(c(need, if (known$value[place] - known$least[place] >= need) -need))
  up <- known$high[place] - known$value[place]
  down <- known$value[place] - known$low[place]
  ways <- c(if (room$up[place] < min(up, need) - 1e-4) min(up, need), if (room$down[place] < min(down, need) - 1e-4) -min(down, need))
  ways[which.max(abs(ways))]
}

# How far one number can go up (direction 1) or down (-1), at most `enough`, when only `free`
# ones move, and by how much each does; those that `may_hide` beyond what is shown of them, at a cost,
# which is little beside what it gains.
move_most <- function(place, direction, net, known, free, cost, hidden, may_hide, enough, along = integer()) {
  relations <- relations_touching(net, free)
  # A difference that is in one relation alone is no more than a limit to it.
  limits <- setdiff(net$own[relations], c(0, place))
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
  value <- known$value[movers]
  open <- hidden[movers] | (may_hide[movers] & movers != place)
  # By how much a number is more, and by how much less.
  cap <- pmax(0, c(ifelse(open, Inf, known$high[movers] - value), value - ifelse(open, known$least[movers], known$low[movers])))
  goal <- -c(price, price)
  also <- which(movers %in% along)
  goal[also] <- 1
  cap[also] <- pmin(cap[also], 4 * enough)
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
  beyond <- moving & !hidden[movers] & (value + by > known$high[movers] + 1e-5 | value + by < known$low[movers] - 1e-5)
  list(free = c(movers, limits), by = c(by, -sums[limited]), cost = sum(price[moving]), beyond = c(beyond, rep(FALSE, length(limits))))
}
