# Equations and inequalities between counts, as lists that grow.

# Many relations at once: `relation` says to which of them a place belongs. Sums that do not hold of
# these numbers, as where rows were taken out, tell nothing.
add_sums <- function(log, relation, place, factors, equal) {
  kept <- !is.na(place)
  if (!any(kept)) return()
  relation <- match(relation[kept], unique(relation[kept]))
  place <- place[kept]
  factors <- factors[kept]
  gap <- as.vector(rowsum(factors * log$value[place], relation))
  sides <- rowsum(cbind(factors > 0, factors < 0) + 0, relation)
  holds <- (if (equal) abs(gap) <= 1e-6 else gap <= 1e-6) & sides[, 1] > 0 & sides[, 2] > 0
  # A count that is on both sides tells nothing of itself.
  pair <- paste(relation, place)
  factors <- as.vector(rowsum(factors, match(pair, unique(pair))))
  relation <- relation[!duplicated(pair)]
  place <- place[!duplicated(pair)]
  use <- holds[relation] & factors != 0
  add_relations(log, relation[use], place[use], factors[use], equal)
}

add_relations <- function(log, relation, place, factors, equal) {
  if (length(relation) == 0) return()
  number <- match(relation, unique(relation))
  log$found[[length(log$found) + 1]] <- list(relation = log$n + number, place = place, factors = factors, equal = rep(equal, max(number)))
  log$n <- log$n + max(number)
}

add_equal <- function(log, whole, parts) {
  if (identical(whole, parts)) return()
  add_sums(log, rep(1, length(whole) + length(parts)), c(whole, parts), rep(c(1, -1), c(length(whole), length(parts))), TRUE)
}

add_most <- function(log, less, more) {
  add_sums(log, rep(1, length(less) + length(more)), c(less, more), rep(c(1, -1), c(length(less), length(more))), FALSE)
}

# For pairs: one number is at most the other.
add_order <- function(log, less, more) {
  more <- rep(more, length.out = length(less))
  pair <- seq_along(less)
  known <- !is.na(less) & !is.na(more) & less != more
  add_sums(log, rep(pair[known], 2), c(less[known], more[known]), rep(c(1, -1), each = sum(known)), FALSE)
}

# Numbers that nothing shows: what one is more than another, known to be `least`. They are made
# when all of them are known, each once.
add_differences <- function(log, more, less, least = 0) {
  n <- max(length(more), length(less))
  if (min(length(more), length(less)) == 0) return()
  log$differences[[length(log$differences) + 1]] <-
    list(more = rep(more, length.out = n), less = rep(less, length.out = n), least = rep(least, n))
}

# Each number and the next larger of those with the same key.
add_chain <- function(log, place, key) {
  known <- !is.na(place)
  pair <- unique(data.frame(key = match(key, unique(key))[known], place = place[known]))
  pair <- pair[order(pair$key, log$value[pair$place]), ]
  n <- nrow(pair)
  if (n < 2) return()
  along <- pair$key[-1] == pair$key[-n]
  add_differences(log, pair$place[-1][along], pair$place[-n][along])
}
