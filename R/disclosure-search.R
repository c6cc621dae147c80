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

# Each small number needs other values, up to `need` apart, that it can have under
# all relations. What a linear programme finds for one is a proof for all numbers in
# it, and stays one when more is hidden. Where what is shown leaves no room, the
# cheapest of those shown that make it are hidden too. One that is shown is somewhere from
# `low` to `high`, one that is hidden is `least` or more. `zeros_beside` says which numbers
# are hidden with some.
search_hidden <- function(known, small, hidden, x, need, zeros_beside = function(new, is_hidden) integer()) {
  n <- length(hidden)
  search <- list2env(list(
    known = known, net = network_of(known, length(small)), cost = cost_of_hiding(known, x), need = need,
    of_patients = seq_len(n) %in% which(x$of_patients), is_small = seq_len(n) %in% small, place = x$place,
    rows_of = split(rep(seq_len(nrow(x$place)), ncol(x$place)), factor(x$place, seq_len(n))), zeros_beside = zeros_beside,
    hidden = cells_of(hidden), up = cells_of(numeric(n)), down = cells_of(numeric(n))
  ), parent = emptyenv())
  for (place in small) {
    if (!has_room(search, place)) learn_room(search, place)
    for (way in seq_len(2)) {
      if (has_room(search, place)) break
      near <- cheapest_room(search, place)
      new <- unique(near$free[near$beyond])
      search$hidden$set(c(new, goes_with(search, new)), TRUE)
      learn(search, near)
    }
  }
  search$hidden$all()
}

# A vector of which some are read and changed without a copy of all.
cells_of <- function(x) {
  force(x)
  list(at = function(places) x[places], set = function(places, value) x[places] <<- value, all = function() x)
}

# What is done for a number looks at those near it alone: never at all there are.
has_room <- function(search, place) {
  floor(search$up$at(place) + 1e-4) + floor(search$down$at(place) + 1e-4) >= search$need
}

learn <- function(search, found) {
  up <- which(found$by > search$up$at(found$free))
  down <- which(-found$by > search$down$at(found$free))
  search$up$set(found$free[up], found$by[up])
  search$down$set(found$free[down], -found$by[down])
}

# Without its patients a row shows nothing.
hidden_rows <- function(hidden, place) {
  repeat {
    gone <- place[hidden[place[, "patients"]] %in% TRUE, ]
    more <- unique(gone[!is.na(gone)])
    if (all(hidden[more])) return(hidden)
    hidden[more] <- TRUE
  }
}

# What is hidden with some that are.
goes_with <- function(search, new) {
  also <- next_ones <- new
  while (length(next_ones) > 0) {
    rows <- unlist(search$rows_of[next_ones], use.names = FALSE)
    gone <- search$place[rows[search$place[rows, "patients"] %in% next_ones], ]
    next_ones <- unique(gone[!is.na(gone)])
    next_ones <- next_ones[!search$hidden$at(next_ones) & !next_ones %in% also]
    also <- c(also, next_ones)
  }
  c(also, search$zeros_beside(new, search$hidden$at))
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

# Which relations touch a number, and where their factors are. Of a relation of very many, and of a
# number in very many relations, no more than `reach` are looked at for one of `n_small`.
network_of <- function(known, n_small) {
  relation <- known$relation
  place <- known$place
  factors <- known$factors
  equal <- known$equal
  n <- length(equal)
  n_places <- length(known$value)
  degree <- tabulate(place, n_places)
  alone <- degree == 1 & !known$shown
  own <- which(alone[place] & equal[relation])
  # If two such are in one relation, one is free.
  own <- own[!duplicated(relation[own])]
  in_one <- its_factor <- numeric(n_places)
  in_one[place[own]] <- relation[own]
  its_factor[place[own]] <- factors[own]
  own_of <- numeric(n)
  own_of[relation[own]] <- place[own]
  room <- if (n == 0) numeric() else -as.vector(rowsum(factors * known$value[place], relation))
  # The method does not stand still where no two relations are alike; counts are whole.
  hair <- 1e-7 * (1 + (seq_len(n) * 0.618034) %% 1)
  size <- tabulate(relation, n)
  list(relation = relation, place = place, factors = factors,
       low = ifelse(equal, -hair, -Inf), high = ifelse(equal, 0, pmax(0, room)) + hair, hair = hair,
       in_one = in_one, own = own_of, its_factor = its_factor, first = c(1, 1 + cumsum(size))[seq_len(n)], size = size,
       of_place = order(place, relation), of_first = c(1, 1 + cumsum(degree))[seq_len(n_places)], degree = degree,
       reach = max(2000, floor(2e7 / max(1, n_small))))
}

# Where the factors of numbers are.
factors_of <- function(net, places) net$of_place[sequence(net$degree[places], net$of_first[places])]

# Those in a relation with some numbers, and how loose the tie is: the more are in the relation, and
# the more relations a number is in, the less do they need each other.
next_to <- function(net, places) {
  at <- factors_of(net, places)
  loose <- net$size[net$relation[at]] + net$degree[net$place[at]]
  if (length(places) > 1) {
    at <- at[order(loose)]
    at <- at[!duplicated(net$relation[at])]
    loose <- net$size[net$relation[at]] + net$degree[net$place[at]]
  }
  relation <- net$relation[at]
  size <- net$size[relation]
  some <- pmin(size, net$reach)
  # If there are very many: those that follow on the one that they are next to.
  from <- ifelse(size > some, at - net$first[relation], 0)
  nth <- sequence(some, from) %% rep(size, some)
  list(place = net$place[rep(net$first[relation], some) + nth], loose = rep(loose, some))
}

# Numbers that may move and are related to one, at most so many: nearest first, of
# those as near the cheapest. Each step leaves room for what those found need themselves.
around <- function(search, place, may_move, price, most) {
  net <- search$net
  seen <- new <- place
  while (length(new) > 0 && length(seen) < most) {
    near <- next_to(net, new)
    at <- near$place
    # A difference in one relation alone leads nowhere, and moves by itself.
    use <- may_move(at) & net$in_one[at] == 0 & net$degree[at] <= net$reach & !at %in% seen
    at <- at[use]
    at <- unique(at[order(near$loose[use], price(at), at)])
    left <- most - length(seen)
    new <- at[seq_len(min(length(at), left, max(10, left %/% 2)))]
    seen <- c(seen, new)
  }
  seen
}

can_move <- function(search, places) search$hidden$at(places) | search$known$high[places] > search$known$low[places]

# Those are the first that can give most.
stiffness <- function(search, places) {
  known <- search$known
  -pmin(known$value[places] - ifelse(search$hidden$at(places), known$least[places], known$low[places]), 2 * search$need)
}

price_of <- function(search, places) ifelse(search$hidden$at(places) | !is.finite(search$cost[places]), 0, search$cost[places])

# Whether numbers may be hidden for one: those of its own kind (patients, or events), of the other, or both.
may_hide <- function(search, place, places, kind) {
  if (kind == "none") return(rep(FALSE, length(places)))
  can <- search$known$value[places] > 0 & is.finite(search$cost[places])
  own <- search$of_patients[places] == search$of_patients[place]
  can & switch(kind, own = own, other = !own, both = TRUE)
}

# What room there is as it stands, looking at few of the numbers around, then at more. Those that stay
# where they are take room and give none, so what is found is there; where thousands
# would have to be looked at it is taken that there is none.
learn_room <- function(search, place) {
  before <- 0
  for (most in c(50, 200, 800)) {
    free <- around(search, place, function(at) can_move(search, at), function(at) stiffness(search, at), most)
    if (length(free) == before) return()
    before <- length(free)
    # The others that are in want of it get what they can along with it, where that is quick.
    along <- if (most <= 200) free[search$is_small[free] & !has_room(search, free) & free != place]
    for (direction in c(1, if (can_fall(search, place)) -1)) {
      if (!has_room(search, place)) learn(search, move_most(search, place, direction, free, search$need, along = along))
    }
    if (has_room(search, place)) return()
  }
}

can_fall <- function(search, place) {
  known <- search$known
  known$value[place] > if (search$hidden$at(place)) known$least[place] else known$low[place]
}

# Numbers to hide that make room for one: of its own kind first, then of the other, in
# the end of both, by which all can grow in proportion, what no relation forbids.
cheapest_room <- function(search, place) {
  before <- integer()
  ways <- ways_of_moving(search, place)
  alone <- if (!search$hidden$at(place) && may_hide(search, place, place, "both")) hidden_alone(search, place)
  for (try in list(list("own", 50), list("own", 200), list("other", 50), list("other", 200), list("both", 800))) {
    kind <- try[[1]]
    free <- around(search, place, function(at) can_move(search, at) | may_hide(search, place, at, kind),
                   function(at) ifelse(search$hidden$at(at), 0, search$cost[at]), try[[2]])
    if (identical(free, before)) next
    before <- free
    found <- lapply(ways, function(by) move_most(search, place, sign(by), free, abs(by), kind))
    far <- Map(function(one, by) abs(one$by[one$free == place]) >= abs(by) - 1e-4, found, ways)
    fit <- c(found[unlist(far)], alone)
    if (length(fit) > 0) return(fit[[which.min(vapply(fit, `[[`, 0, "cost"))]])
  }
  # If there are too many to look at: all of those around it.
  c(found[[1]][c("free", "by", "cost")], list(beyond = !search$hidden$at(found[[1]]$free)))
}

# The number itself hidden, with what goes with it, if that is enough.
hidden_alone <- function(search, place) {
  with_it <- goes_with(search, place)
  with_it <- with_it[!search$hidden$at(with_it)]
  search$hidden$set(with_it, TRUE)
  free <- around(search, place, function(at) can_move(search, at), function(at) search$known$value[at], 400)
  found <- lapply(c(1, -1), function(direction) move_most(search, place, direction, free, search$need))
  search$hidden$set(with_it, FALSE)
  far <- vapply(found, function(one) floor(abs(one$by[one$free == place]) + 1e-4), 0)
  if (sum(far) < search$need) return()
  free <- c(found[[1]]$free, found[[2]]$free)
  list(list(free = free, by = c(found[[1]]$by, found[[2]]$by), cost = search$cost[place], beyond = free == place))
}

# How far a number would have to go: one that is hidden up or down, one that is shown to the
# ends of where it may be, one after the other.
ways_of_moving <- function(search, place) {
  value <- search$known$value[place]
  need <- search$need
  if (search$hidden$at(place)) return(c(need, if (value - search$known$least[place] >= need) -need))
  up <- min(search$known$high[place] - value, need)
  down <- min(value - search$known$low[place], need)
  ways <- c(if (search$up$at(place) < up - 1e-4) up, if (search$down$at(place) < down - 1e-4) -down)
  ways[which.max(abs(ways))]
}

# How far one number can go up (direction 1) or down (-1), at most `enough`, when only `free`
# ones move, and by how much each does; those of a `kind` that may be hidden beyond what is shown of them,
# at a cost, which is little beside what it gains.
move_most <- function(search, place, direction, free, enough, kind = "none", along = integer()) {
  net <- search$net
  known <- search$known
  relations <- unique(net$relation[factors_of(net, free)])
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

  at <- factors_of(net, movers)
  row <- match(net$relation[at], relations)
  column <- rep(seq_along(movers), net$degree[movers])
  factors <- net$factors[at] * turned[row]
  is_hidden <- search$hidden$at(movers)
  price <- if (kind == "none") rep(0, n) else price_of(search, movers)
  value <- known$value[movers]
  open <- is_hidden | (may_hide(search, place, movers, kind) & movers != place)
  # By how much a number is more, and by how much less.
  up <- pmax(0, ifelse(open, Inf, known$high[movers] - value))
  down <- pmax(0, value - ifelse(open, known$least[movers], known$low[movers]))
  its <- which(movers == place)
  up[its] <- if (direction > 0) min(up[its], enough) else 0
  down[its] <- if (direction > 0) 0 else min(down[its], enough)
  goal <- -price
  also <- which(movers %in% along)
  goal[also] <- 1
  up[also] <- pmin(up[also], 4 * enough)
  down[also] <- pmin(down[also], 4 * enough)
  goal <- c(goal, goal)
  goal[if (direction > 0) its else n + its] <- 2^20
  by <- moved_most(row, column, factors, low, high, up, down, goal)

  moving <- abs(by) > 1e-5
  own <- row %in% limited
  sums <- numeric(length(relations))
  if (any(own)) sums[sort(unique(row[own]))] <- rowsum((factors * by[column])[own], row[own])
  beyond <- moving & !is_hidden & (value + by > known$high[movers] + 1e-5 | value + by < known$low[movers] - 1e-5)
  list(free = c(movers, limits), by = c(by, -sums[limited]), cost = sum(price[moving]), beyond = c(beyond, rep(FALSE, length(limits))))
}

# By how much each number moves: a linear programme of those that can, in the relations of several.
moved_most <- function(row, column, factors, low, high, up, down, goal) {
  # A relation in which one number moves is a limit to that, and leaves no room where it
  # leaves but a hair.
  repeat {
    moves <- (up > 1e-6 | down > 1e-6)[column]
    one <- moves & tabulate(row[moves], length(low))[row] == 1
    kept <- moves & !one
    if (all(kept)) break
    to_high <- high[row[one]] / abs(factors[one])
    to_low <- -low[row[one]] / abs(factors[one])
    rises <- factors[one] > 0
    up <- lowered(up, column[one], ifelse(rises, to_high, to_low))
    down <- lowered(down, column[one], ifelse(rises, to_low, to_high))
    row <- row[kept]
    column <- column[kept]
    factors <- factors[kept]
  }
  n <- length(up)
  cap <- c(up, down)
  can <- cap > 1e-6
  moved <- numeric(2 * n)
  # Without one that gains by it nothing moves.
  if (!any(goal[can] > 0)) return(moved[seq_len(n)])
  both <- c(column, column + n)
  of <- can[both]
  rows <- unique(row)
  in_row <- match(row, rows)
  moved[can] <- .Call(C_linear_most, list(c(in_row, in_row)[of], cumsum(can)[both[of]], c(factors, -factors)[of]),
                      list(low[rows], high[rows]), list(cap[can], goal[can]), 5L * (length(rows) + n))
  moved[seq_len(n)] - moved[n + seq_len(n)]
}

# Caps of columns made as low as limits are, of which there may be several of one.
lowered <- function(cap, column, limit) {
  order <- order(limit, decreasing = TRUE)
  cap[column[order]] <- pmin(cap[column[order]], limit[order])
  cap
}

is_small <- function(value, policy) !is.na(value) & value < policy$min_cell & (value > 0 | !policy$zeros)
