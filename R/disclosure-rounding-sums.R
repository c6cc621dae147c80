# What sums tell of rounded counts. Each count is shown by its step alone, so all that is known of
# it is the step and what relations of all counts together leave of it.

# A table of rounded counts without those that are held back.
without_told <- function(rows, held) {
  rows <- emptied(rows, held$patients, c("patients", "with_event", "events", "exposure"))
  rows <- emptied(rows, held$with_event, "with_event")
  rows <- emptied(rows, held$events, "events")
  rows <- emptied(rows, held$exposure, "exposure")
  emptied(rows, held$with_event & rows$measure %in% "first_event_rate", "events")
}

# For each table the counts of each row that are held back: those that would leave a count in the first
# step fewer values than a step has less one. What a linear programme over all
# relations finds that a count can be is a proof that it can: nothing is shown of which there is none.
told_cells <- function(exact, policy, nested) {
  if (sum(vapply(exact, nrow, 0L)) == 0) return(rep(list(nothing_held), length(exact)))
  x <- count_variables(exact)
  known <- relations_of(x, nested)
  step <- policy$step
  number <- to_step_number(known$value, policy)
  known$high <- step * number
  known$low <- pmax(0, known$high - step + 1 - (number == 1 & !policy$zeros))
  # What is held back may be 0, since zeros are held back with it.
  known$least[] <- 0
  small <- which(number == 1)
  beside <- if (policy$zeros) zeros_beside(known, x, number) else function(new, is_hidden) integer()
  hidden <- search_hidden(known, small, !known$shown, x, max(1, step - 2), beside)
  held_columns(hidden, x, length(exact))
}

# Where a small count is held back, those of 0 in the same sum are too, and what else its row
# says of the same: otherwise it would be known not to be 0.
zeros_beside <- function(known, x, number) {
  in_sums <- known$equal[known$relation] & known$shown[known$place]
  relation <- known$relation[in_sums]
  place <- known$place[in_sums]
  sums_with <- split(relation, factor(place, seq_along(number)))
  is_zero <- number[place] == 0
  zeros_in <- split(place[is_zero], factor(relation[is_zero], seq_along(known$equal)))
  columns <- c("with_event", "events")
  rows_with <- split(rep(seq_len(nrow(x$place)), 2), factor(x$place[, columns], seq_along(number)))
  few <- function(place) place[!is.na(place) & number[place] <= 1]
  beside <- function(new) {
    zeros <- unlist(zeros_in[unique(unlist(sums_with[new], use.names = FALSE))], use.names = FALSE)
    rows <- unlist(rows_with[c(new, zeros)], use.names = FALSE)
    unique(c(zeros, few(as.vector(x$place[rows, columns]))))
  }
  function(new, is_hidden) {
    new <- few(new)
    all <- integer()
    while (length(new) > 0) {
      new <- beside(new)
      new <- new[!is_hidden(new) & !new %in% all]
      all <- c(all, new)
    }
    all
  }
}
