# Time at risk in spells (start, stop] of patients, as the core walks through it
# (src/core/spells.h).

# Checked vectors in order of patient, start and stop, with the element that each
# came from. Patients are numbered within the group.
as_spells <- function(start, stop, events, patient) {
  at <- order(patient, start, stop, method = "radix")
  x <- list(patient = patient[at], start = start[at], stop = stop[at], events = events[at], element = at)
  x$patient <- match(x$patient, unique(x$patient))
  x
}

# The one curve of the spells of a group, which `core` computes.
spell_curve <- function(core, spells, times, conf_level) {
  spells$by_start <- order(spells$start, method = "radix") - 1L
  spells$by_stop <- order(spells$stop, method = "radix") - 1L
  columns <- c("patient", "start", "stop", "events", "by_start", "by_stop")
  n_patients <- if (length(spells$patient) > 0) max(spells$patient) else 0L
  lapply(core(spells[columns], n_patients, as.double(times), as.double(conf_level)), nan_to_na)
}

# The curves of all groups, one after the other, at the times asked for or else
# at each time with an event. `notes` says in which rows of one its notes hold.
group_curves <- function(core, start, stop, events, patient, group, times, conf_level, notes) {
  rows <- split(seq_along(stop), group)
  parts <- lapply(seq_along(rows), function(g) {
    of <- rows[[g]]
    spells <- as_spells(start[of], stop[of], events[of], patient[of])
    at <- if (is.null(times)) sort(unique(stop[of][events[of] > 0])) else times
    found <- spell_curve(core, spells, at, conf_level)
    columns <- list(group = factor(rep(levels(group)[g], length(at)), levels(group)), time = at)
    of_end <- list(no_patients = rep(length(of) == 0, length(at)),
                   no_time = length(of) > 0 & at > max(stop[of], -Inf))
    as_frame(c(columns, found, list(note = do.call(join_notes, c(notes(found), of_end)))), length(at))
  })
  do.call(rbind, parts)
}

# Times asked for: in order, each once.
as_times <- function(times, call) {
  if (is.null(times)) return(NULL)
  check_argument(is_bare_number(times), times, "times", "numbers", call)
  check_elements(is.finite(times), times, "times", "finite", call)
  sort(unique(as.double(times)))
}

# TRUE and FALSE are 1 and 0.
as_event_counts <- function(event, arg, call) {
  if (is.logical(event)) event <- as.integer(event)
  known(as_counts(event, arg, call), arg, call)
}

# Spells of one patient may not overlap, nor events fall on a day that ends no
# time at risk; the element is that of the user's vectors.
check_spells <- function(start, stop, events, patient, group, call) {
  check_elements(stop >= start, stop, "stop", "the start or later", call)
  at <- order(as.integer(group), patient, start, stop, method = "radix")
  n <- length(at)
  if (n == 0) return(invisible())
  before <- c(NA, at[-n])
  same <- group[at] == group[before] & patient[at] == patient[before]
  same[1] <- FALSE
  overlap <- which(same & start[at] < stop[before])
  if (length(overlap) > 0) {
    data_error("`start` must be no earlier than the stop before it of the same patient,", at[overlap[1]],
               arg = "start", call = call)
  }
  empty <- which(events[at] > 0 & start[at] == stop[at] & !(same & stop[before] == start[at]))
  if (length(empty) > 0) {
    data_error("`event` must be 0 where the patient is not at risk,", at[empty[1]], arg = "event", call = call)
  }
}
