# What of the counts of results is known to hold whatever they are: the sums and
# inequalities by which those shown tell of those held back.

# Relations are as one list of factors: of each its number, the place of a count and the
# factor, and of each relation whether the sum of the products is 0 (`equal`) or at most 0.
# As they are added there come differences, which no row shows.
relations_of <- function(x, nested) {
  log <- new.env(parent = emptyenv())
  log$value <- x$value
  log$shown <- x$shown
  log$least <- pmin(1, x$value)
  log$differences <- list()
  log$found <- list()
  log$n <- 0
  groups_in_all(x, log)
  of_all_outcomes(x, log)
  of_levels(x, log)
  of_terms(x, log)
  of_recurrences(x, log)
  of_curves(x, log)
  periods_in_periods(x, log)
  within_rows(x, log)
  nested_numbers(x, log)
  nested_incident(x, log)
  nested_grades(x, log)
  nested_patients(x, log)
  nested_periods(x, log, nested)
  nested_definitions(x, log)
  nested_filters(x, log)
  unknown_lesions(x, log)
  all_differences(log)
  log$least[log$least > log$value] <- 0
  c(mget(c("value", "shown", "least"), log), all_relations(log))
}

all_relations <- function(log) {
  column <- function(name) unlist(lapply(log$found, `[[`, name), use.names = FALSE)
  relation <- as.integer(column("relation"))
  place <- as.integer(column("place"))
  order <- order(relation, place)
  relation <- relation[order]
  place <- place[order]
  factors <- as.double(column("factors"))[order]
  equal <- as.logical(column("equal"))
  # A sum is the same when its sides change places.
  first <- factors[match(seq_along(equal), relation)]
  factors <- factors * ifelse(equal, sign(first), 1)[relation]
  key <- paste(vapply(split(paste(place, factors), relation), paste, "", collapse = " "), equal)
  first <- !duplicated(key)
  kept <- first[relation]
  list(relation = cumsum(first)[relation[kept]], place = place[kept], factors = factors[kept], equal = equal[first])
}

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

# Of pairs: one number is at most the other.
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

all_differences <- function(log) {
  column <- function(name) unlist(lapply(log$differences, `[[`, name), use.names = FALSE)
  more <- column("more")
  less <- column("less")
  known <- !is.na(more) & !is.na(less) & more != less
  known[known] <- log$value[more[known]] >= log$value[less[known]]
  known <- which(known)
  known <- known[!duplicated(data.frame(more, less)[known, ])]
  more <- more[known]
  less <- less[known]
  new <- length(log$value) + seq_along(more)
  log$value <- c(log$value, log$value[more] - log$value[less])
  log$shown <- c(log$shown, rep(FALSE, length(new)))
  log$least <- c(log$least, column("least")[known])
  add_relations(log, rep(seq_along(new), 3), c(more, less, new), rep(c(1, -1, -1), each = length(new)), TRUE)
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
