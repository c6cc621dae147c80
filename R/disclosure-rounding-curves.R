# Curves of what leaves here: at coarse days, of rounded numbers at risk and of rounded events up to them.

asked_times <- function(part) attr(part, "settings")$times

# Curves with the days of all events. At days that were asked for it is not said how many were at risk
# since the day before: where patients are not known either, nothing can be computed.
every_day <- function(rows, part) {
  whole <- whole_curves(part)
  if (is.null(whole)) return(rows[curve_keys(rows) %in% keys_of_every_day(rows), ])
  whole[curve_keys(whole) %in% curve_keys(rows), ]
}

whole_curves <- function(part) {
  settings <- attr(part, "settings")
  of <- attr(part, "of_patients")
  seen <- attr(part, "first_seen")
  if (!is.null(of)) {
    parts <- lapply(settings$measure, function(name) {
      period_curves(of$spells[[name]], of$row, of$labels, settings$outcome, name, NULL, settings$conf_level)
    })
    return(do.call(rbind, parts))
  }
  if (is.null(seen)) return()
  curves <- survival_curves(rep(-Inf, length(seen$day)), seen$day, seen$events, seq_along(seen$day), seen$row, NULL, settings$conf_level, ends = TRUE)
  at <- as.integer(curves$group)
  curves$group <- NULL
  do.call(rbind, lapply(c("least_free", "most_free", "event_free"), function(measure) {
    rest <- list(outcome = rep(settings$kind, length(at)), measure = rep(measure, length(at)))
    as_frame(c(lapply(as.list(seen$labels), `[`, at), rest, as.list(curves)), length(at))
  }))
}

# Curves in which the estimate of each row follows from the row before and its own events.
keys_of_every_day <- function(rows) {
  key <- curve_keys(rows)
  fits <- vapply(split(seq_along(key), factor(key, unique(key))), function(at) {
    at <- at[order(rows$time[at])]
    share <- ifelse(rows$events[at] == 0, 0, rows$events[at] / rows$at_risk[at])
    again <- if (rows$measure[at[1]] == "mcf") cumsum(share) else cumprod(1 - share)
    rows$measure[at[1]] %in% c("mcf", "event_free") && isTRUE(all.equal(again, rows$estimate[at]))
  }, NA)
  names(fits)[fits]
}

# Those at risk at the beginning of each stretch between days that were asked for, otherwise of 91, and
# the events up to its end, of each curve: rows in their order, each with the row it is of.
coarse_curves <- function(rows, asked) {
  key <- curve_keys(rows)
  last <- if (nrow(rows) > 0) max(rows$time) else 0
  days <- if (is.null(asked)) 91 * seq_len(max(1, min(80, ceiling(last / 91)))) else sort(unique(as.double(asked)))
  do.call(rbind, lapply(split(seq_along(key), factor(key, unique(key))), function(at) {
    at <- at[order(rows$time[at])]
    # Those at risk at the beginning of a stretch are those on the next day with a row: who had an event on the
    # day before is of the stretch before.
    since <- c(0, days[-length(days)])
    next_row <- c(1, findInterval(days[-length(days)], rows$time[at]) + 1)
    data.frame(row = at[1], time = days, since, at_risk = as.double(rows$at_risk)[at][next_row],
               events = c(0, cumsum(rows$events[at]))[findInterval(days, rows$time[at]) + 1], row.names = NULL)
  }))
}

curve_keys <- function(rows) row_keys(rows, setdiff(names(rows), setdiff(curve_columns, c("outcome", "measure"))))

# As counts, each of its day: after the last day of a curve nobody is at risk. Events of a mean number are events, those
# of other curves are patients with one, who are the same whatever is computed from them.
curve_counts <- function(coarse, rows) {
  of <- rows[coarse$row, ]
  labels <- setdiff(names(rows), curve_columns)
  mean <- of$measure == "mcf"
  none <- rep(NA_real_, nrow(of))
  counts <- function(day, measure, patients, with_event, events) {
    data.frame(as.data.frame(of)[labels], outcome = of$outcome, level = as.character(day), measure, unit = rep("curve", nrow(of)),
               patients, with_event, events, check.names = FALSE, stringsAsFactors = FALSE, row.names = NULL)
  }
  rbind(counts(coarse$time, ifelse(mean, "events_by", "with_event_by"), none, ifelse(mean, NA, coarse$events), ifelse(mean, coarse$events, NA)),
        counts(coarse$since, ifelse(mean, "followed_after", "free_after"), ifelse(is.na(coarse$at_risk), 0, coarse$at_risk), none, none))
}

# `held`: of the counts as above, which are held back.
protected_curves <- function(rows, part, held, policy) {
  coarse <- coarse_curves(rows, asked_times(part))
  n <- length(coarse$row)
  coarse$held <- held[seq_len(n)] | held[n + seq_len(n)]
  parts <- lapply(split(seq_len(n), factor(coarse$row, unique(coarse$row))), function(at) coarse_curve(rows, coarse[at, ], policy))
  out <- do.call(rbind, c(list(rows[0, ]), parts))
  row.names(out) <- NULL
  out
}

coarse_curve <- function(rows, coarse, policy) {
  at_risk <- to_step(coarse$at_risk, policy)
  cumulated <- to_step(coarse$events, policy)
  use <- which(!is.na(at_risk) & !in_first_step(at_risk, policy) & !coarse$held)
  # What comes after a day that is not shown is of all up to it.
  use <- use[use == seq_along(use)]
  new <- pmax(0, diff(c(0, cumulated)))[use] / at_risk[use]
  measure <- rows$measure[coarse$row[1]]
  estimate <- switch(measure, mcf = cumsum(new), cumulative_incidence = rep(NA_real_, length(use)), cumprod(1 - pmin(1, new)))
  out <- rows[rep(coarse$row[1], length(use)), ]
  out$time[] <- coarse$time[use]
  out$at_risk[] <- at_risk[use]
  out$events[] <- cumulated[use]
  out$estimate[] <- estimate
  for (name in intersect(c("std_error", "conf_low", "conf_high"), names(out))) out[[name]] <- rep(NA_real_, length(use))
  out$note <- ifelse(is.na(out$estimate), "suppressed", "")
  out
}
