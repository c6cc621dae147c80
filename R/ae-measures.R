# Rows of audit_ae(): a block for each measure, of all outcomes and groups at once.

ae_measures <- c("proportion", "first_event_rate", "rate", "cumulative_incidence", "one_minus_km", "recurrence",
                 "duration", "worst_grade")

check_ae_measure <- function(measure, each, events, call) {
  some_of(measure, ae_measures, "measure", call)
  if ("duration" %in% measure) check_has(events, "end", "measure", call)
  if ("worst_grade" %in% measure && !identical(each, "grade")) {
    usage_error("measure", "`measure = \"worst_grade\"` needs `each = \"grade\"`", call)
  }
}

interval_columns <- c("estimate", "conf_low", "conf_high", "method", "note")

# The rows in order of the labels, of the outcomes and of the measures. `found`
# are the hits of each set of outcomes.
ae_rows <- function(outcomes, found, events, cells, labels, settings) {
  n_rows <- nrow(labels)
  parts <- Map(function(set, hits) {
    sums <- .Call(C_event_sums, hits, length(set$names), cells, n_rows)
    values <- lapply(settings$measure, measure_values, set, hits, sums, events, cells, n_rows, settings)
    list(values = values, frequency = rowSums(matrix(sums$with_event, ncol = n_rows, byrow = TRUE)))
  }, outcomes, found)
  names <- unlist(lapply(outcomes, `[[`, "names"))
  frames <- Map(function(part, before) {
    lapply(part$values, measure_frame, before = before, names = names, labels = labels, measures = settings$measure)
  }, parts, cumsum(c(0, lengths(lapply(outcomes, `[[`, "names"))))[seq_along(outcomes)])
  rows <- do.call(rbind, unlist(frames, recursive = FALSE))
  frequency <- unlist(lapply(parts, `[[`, "frequency"))
  place <- if (any(unlist(lapply(outcomes, `[[`, "in_order")))) seq_along(names) else outcome_places(names, frequency)
  rows <- rows[order(rows$row, place[rows$of], rows$place, rows$turn, method = "radix"), ]
  as_frame(as.list(rows), nrow(rows))
}

# Any event first, then by how many patients had them in all periods; equals in
# the order of their names.
outcome_places <- function(names, frequency) {
  order <- c(1L, 1L + order(-frequency[-1], names[-1], method = "radix"))
  match(seq_along(names), order)
}

# Values of one measure, for each outcome, row, and time where there are several,
# as a frame of a result with what it is put in order by.
measure_frame <- function(values, before, names, labels, measures) {
  times <- values$n_times
  n_rows <- nrow(labels)
  n <- length(values$estimate)
  counts <- c("patients", "with_event")
  values[counts] <- lapply(values[counts], as.integer)
  row <- rep(rep(seq_len(n_rows), each = times), length.out = n)
  of <- before + rep(seq_len(n / max(1, times * n_rows)), each = times * n_rows)
  frame <- new_result("ae", as_frame(lapply(labels, `[`, row), n), c(list(outcome = names[of]), values), NULL)
  cbind(as.data.frame(frame), row = row, of = of, place = rep(match(values$measure, measures), n),
        turn = rep(seq_len(times), length.out = n))
}

measure_values <- function(measure, set, hits, sums, events, cells, n_rows, settings) {
  level <- settings$conf_level
  values <- switch(
    measure,
    proportion = share_values(measure, sums$with_event, sums$patients, level),
    recurrence = share_values(measure, sums$twice, sums$patients, level),
    first_event_rate = first_values(sums$with_event, sums$patients, sums$first_days / 365.25, settings$per, level),
    rate = rate_values(sums, .Call(C_event_spread, hits, length(set$names), cells, n_rows,
                                   order(cells$row, cells$days, method = "radix") - 1L), settings$per, level),
    cumulative_incidence = ,
    one_minus_km = incidence_values(measure, set, hits, sums, cells, n_rows, settings),
    duration = duration_values(set, hits, events, cells, n_rows, level),
    worst_grade = worst_values(set, hits, events, cells, n_rows, level)
  )
  if (is.null(values$n_times)) values$n_times <- 1L
  values
}

share_values <- function(measure, with_event, patients, conf_level) {
  share <- ci_proportion(with_event, patients, conf_level = conf_level)
  c(list(measure = measure, patients = patients, with_event = with_event, events = NA_real_,
         exposure = as.double(patients), unit = "patient"), as.list(share[interval_columns]))
}

# Where all first events fall on first days there is no time before them, and so
# no rate. One event a patient: Poisson limits are fair, and get no note.
first_values <- function(with_event, patients, first_years, per, conf_level) {
  rate <- ci_rate(with_event, first_years, per = per, conf_level = conf_level)
  rate$note <- sub(";?assumes_poisson", "", rate$note)
  c(list(measure = "first_event_rate", patients = patients, with_event = with_event, events = as.double(with_event),
         exposure = first_years, unit = per_text(per)), as.list(rate[interval_columns]))
}

rate_values <- function(sums, spread, per, conf_level) {
  rate <- ci_rate(sums$events, sums$days, dispersion = sums$dispersion, per = 365.25 * per, conf_level = conf_level)
  limits <- pooled_limits(sums$events, sums$days, sums$patients, spread, NULL, 365.25 * per, conf_level)
  has_time <- sums$days > 0
  for (name in c("conf_low", "conf_high")) rate[[name]][has_time] <- limits[[name]][has_time]
  rate$method <- rep(patient_rate_methods[1], nrow(rate))
  rate$note <- join_notes(
    no_patients = sums$patients == 0, n1 = sums$patients == 1, zero_events = sums$events == 0 & sums$patients > 0,
    undefined_phi = sums$events == 0 & sums$patients > 1, unbounded = rate$conf_high == Inf & has_time
  )
  c(list(measure = "rate", patients = sums$patients, with_event = sums$with_event, events = sums$events,
         exposure = sums$days / 365.25, unit = per_text(per), dispersion = sums$dispersion),
    as.list(rate[interval_columns]))
}

incidence_values <- function(measure, set, hits, sums, cells, n_rows, settings) {
  times <- settings$times
  k <- length(times)
  x <- .Call(C_event_incidence, hits, length(set$names), cells, n_rows, as.integer(measure == "one_minus_km"), times,
             as.double(settings$conf_level))
  patients <- rep(sums$patients, each = k)
  had <- as.vector(apply(matrix(x$events, nrow = k), 2, cumsum))
  note <- join_notes(
    zero_events = patients > 0 & had == 0, all_events = x$estimate == 1, no_patients = patients == 0,
    few_at_risk = patients > 0 & x$at_risk < 10
  )
  c(list(measure = measure, n_times = k, patients = patients, with_event = had, events = NA_real_,
         exposure = x$at_risk, unit = rep(paste("patient by day", number_text(times, trim = TRUE)), length(sums$patients)),
         method = if (measure == "one_minus_km") "kaplan_meier" else "aalen_johansen", note = note),
    lapply(x[c("estimate", "conf_low", "conf_high")], nan_to_na))
}

# The first hit of each outcome and cell, but of patients who had one before.
first_hits <- function(hits) {
  n <- length(hits$cell)
  first <- c(n > 0, hits$cell[-1] != hits$cell[-n] | hits$outcome[-1] != hits$outcome[-n])[seq_len(n)]
  which(first & hits$time >= 0)
}

# Of several first events of one day that which lasts longest counts, an ongoing
# one before all, so that the order of rows does not matter.
duration_values <- function(set, hits, events, cells, n_rows, conf_level) {
  event <- hits$event + 1L
  days <- as.double(events$end[event] - events$onset[event] + 1L)
  longest <- order(hits$outcome, hits$cell, events$onset[event], -ifelse(is.na(days), Inf, days), method = "radix")
  hits <- lapply(hits, `[`, longest)
  at <- first_hits(hits)
  days <- days[longest][at]
  group <- (hits$outcome[at] - 1L) * n_rows + cells$row[hits$cell[at] + 1L]
  n <- length(set$names) * n_rows
  had <- tabulate(group, n)
  ended <- which(!is.na(days))
  ended <- ended[order(group[ended], days[ended], method = "radix")]
  x <- lapply(.Call(C_medians, days[ended], group[ended], n, as.double(conf_level)), nan_to_na)
  with_end <- tabulate(group[ended], n)
  note <- join_notes(no_events = had == 0, unbounded = with_end > 0 & x$conf_high == Inf)
  c(list(measure = "duration", patients = had, with_event = with_end, events = NA_real_, exposure = as.double(with_end),
         unit = "day", method = "order_statistics", note = note), x)
}

# The worst hit of each cell but of patients who had one before; `grade` is of all.
worst_hits <- function(hits, grade) {
  at <- which(hits$time >= 0 & !hits$cell %in% hits$cell[hits$time < 0])
  at <- at[order(hits$cell[at], -ifelse(is.na(grade[at]), -1, grade[at]), method = "radix")]
  at[!duplicated(hits$cell[at])]
}

# Each patient with an event once, in the outcome of the worst.
worst_values <- function(set, hits, events, cells, n_rows, conf_level) {
  left_out <- hits$cell[hits$time < 0] + 1L
  at <- worst_hits(hits, events$grade[hits$event + 1L])
  cells$row[left_out] <- 0L
  n <- length(set$names) * n_rows
  with_event <- tabulate((hits$outcome[at] - 1L) * n_rows + cells$row[hits$cell[at] + 1L], n)
  share_values("worst_grade", with_event, rep(tabulate(cells$row, n_rows), length(set$names)), conf_level)
}
