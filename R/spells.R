# Time at risk in spells (start, stop] of patients, on the grid of times that the
# core goes through (src/core/curves/spells.h, of two curves src/core/curves/spell_grid.h).

# Checked vectors in order of patient, start and stop; patients are numbered from
# 1 within them. A start of NULL is before all.
as_spells <- function(start, stop, events, patient, grid = time_grid(start, stop)) {
  patient <- id_ranks(patient)
  stop <- places_in(grid, stop)
  start <- if (is.null(start)) rep(-1L, length(stop)) else places_in(grid, start)
  if (!.Call(C_spells_rise, patient, start, stop)) {
    at <- spell_order(patient, start, stop)
    patient <- patient[at]
    start <- start[at]
    stop <- stop[at]
    events <- events[at]
  }
  n_patients <- if (length(patient) > 0) patient[length(patient)] else 0L
  list(columns = list(patient, start, stop, events, grid$n), n_patients = n_patients, grid = grid)
}

# A spell without length comes after the one whose last day it is.
spell_order <- function(patient, start, stop) {
  if (any(start == stop)) return(order(patient, stop, start, method = "radix"))
  .Call(C_record_order, patient, stop, max(patient))$order
}

# Whole numbers not far apart, as days are, are places by themselves; else the
# grid is of all the times there are. `ranges` are those of stops and starts.
time_grid <- function(start, stop, ranges = list(whole_range(stop), if (length(start) > 0) whole_range(start))) {
  most <- length(stop) / 2 + 1e5
  range <- range(ranges)
  if (length(stop) == 0) return(list(n = 0L, times = numeric()))
  if (!anyNA(range) && range[2] - range[1] < most) {
    return(list(n = as.integer(range[2] - range[1] + 1), first = range[1], last = range[2]))
  }
  times <- sort(unique(c(start, stop)))
  list(n = length(times), times = times)
}

places_in <- function(grid, x) {
  if (is.null(grid$first)) return(match(x, grid$times) - 1L)
  .Call(C_whole_places, x, grid$first, grid$last)
}

times_at <- function(grid, place) if (is.null(grid$first)) grid$times[place + 1L] else grid$first + place

# Where times asked for lie: the last place that is no later, and whether it is
# the time itself.
places_upto <- function(grid, times) {
  if (is.null(grid$first)) {
    upto <- findInterval(times, grid$times) - 1L
  } else {
    upto <- as.integer(pmin(pmax(floor(times) - grid$first, -1), grid$n - 1))
  }
  on <- upto >= 0L & times_at(grid, pmax(upto, 0L)) == times
  list(upto, as.integer(on %in% TRUE))
}

# Ids as whole numbers from 1, in their order.
id_ranks <- function(id) {
  if (length(id) == 0) return(integer())
  if (is.character(id)) return(match(id, sort(unique(id), method = "radix")))
  codes <- .Call(C_codes_of_rising, id)
  if (!is.null(codes)) return(codes)
  id <- as.double(id)
  range <- whole_range(id)
  if (!is_range(range) || range[2] - range[1] >= 4 * length(id) + 1e5) {
    return(match(id, sort(unique(id), method = "radix")))
  }
  .Call(C_whole_codes, id, range[1], range[2])
}

curve_kinds <- c("mcf", "event_free")

# The curve of one group; `times` of NULL are those with an event, and with `ends`
# the last of all. A start of NULL is before all, and of a patient of NULL each is
# one of its own. The core sorts, so that rows may come in any order.
spell_curve <- function(kind, start, stop, events, patient, times, conf_level, ends,
                        ranges = spell_ranges(start, stop, patient)) {
  grid <- time_grid(start, stop, ranges[c("stop", "start")])
  who <- spell_patients(patient, ranges$patient)
  if (is.null(grid$first)) {
    start <- if (!is.null(start)) as.double(places_in(grid, start))
    stop <- as.double(places_in(grid, stop))
  }
  first <- if (is.null(grid$first)) 0 else grid$first
  found <- .Call(C_curve, choice_code(kind, curve_kinds),
                 list(start, stop, events, who$code, who$least, who$n, first, grid$n),
                 if (!is.null(times)) places_upto(grid, times), as.integer(ends), as.double(conf_level))
  if (is.null(times)) times <- times_at(grid, found$place)
  found$place <- NULL
  c(list(time = times, last = if (grid$n > 0) times_at(grid, grid$n - 1L) else -Inf), lapply(found, nan_to_na))
}

# Long vectors take their time, so that the range of each is sought once.
spell_ranges <- function(start, stop, patient) {
  list(start = if (length(start) > 0) whole_range(start), stop = whole_range(stop), patient = whole_range(patient))
}

# Whole numbers for patients, from `least`, `n` of them, few of which are nobody's.
spell_patients <- function(patient, range) {
  if (length(patient) == 0) return(list(code = if (!is.null(patient)) integer(), least = 0L, n = 0L))
  if (!is_range(range) || range[2] - range[1] >= min(length(patient) + 1e5, .Machine$integer.max)) {
    people <- unique(patient)
    return(list(code = match(patient, people), least = 1L, n = length(people)))
  }
  n <- as.integer(range[2] - range[1] + 1)
  if (is.integer(patient)) return(list(code = patient, least = as.integer(range[1]), n = n))
  list(code = .Call(C_whole_places, patient, range[1], range[2]), least = 0L, n = n)
}

# The curves of all groups, one after the other, at the times asked for or else
# at each time with an event, and with `ends` the last of all. `notes` says in
# which rows of one its notes hold. A group of NULL is one without a name.
# `ranges` are those of all spells, where they are known.
group_curves <- function(kind, start, stop, events, patient, group, times, conf_level, notes, ends = FALSE,
                         ranges = spell_ranges(start, stop, patient)) {
  one <- function(start, stop, events, patient, label, ...) {
    found <- spell_curve(kind, start, stop, events, patient, times, conf_level, ends, ...)
    n <- length(found$time)
    of_end <- list(no_patients = rep(length(stop) == 0, n), no_time = length(stop) > 0 & found$time > found$last)
    columns <- found[setdiff(names(found), "last")]
    as_frame(c(list(group = rep(label, n)), columns, list(note = do.call(join_notes, c(notes(found), of_end)))), n)
  }
  if (is.null(group)) return(one(start, stop, events, patient, factor(NA, exclude = NULL), ranges))
  by_level(group, function(of, label) one(start[of], stop[of], events[of], patient[of], label))
}

# TRUE and FALSE are 1 and 0.
as_event_counts <- function(event, arg, call) {
  if (is.logical(event)) event <- as.integer(event)
  if (is_bare_number(event) && are_whole(event, 0)) return(as.vector(event))
  known(as_counts(event, arg, call), arg, call)
}

# Spells of plain vectors at the door, all of one length, with their ranges; a
# group of NULL stays.
read_spells <- function(start, stop, event, id, group, times, call) {
  n <- max(length(stop), length(id))
  ranges <- spell_ranges(start, stop, id)
  start <- as_finite(start, "start", call, is_range(ranges$start))
  stop <- as_finite(stop, "stop", call, is_range(ranges$stop))
  tied <- tie_times(list(start, stop), times)
  if (!identical(tied[[2]], stop) || !identical(tied[[1]], start)) ranges <- spell_ranges(tied[[1]], tied[[2]], id)
  start <- tied[[1]]
  stop <- tied[[2]]
  event <- as_event_counts(event, "event", call)
  id <- read_ids(id, "id", call)
  if (!is_range(ranges$patient)) id <- known(id, "id", call)
  x <- if (is.null(group)) {
    recycled(start = start, stop = stop, event = event, id = id, call = call)
  } else {
    recycled(start = start, stop = stop, event = event, id = id, group = as_group(group, n, call), call = call)
  }
  c(x, list(ranges = ranges))
}

# What the core refuses is said in the user's words: spells of one patient may not
# overlap, nor events fall on a day that ends no time at risk. The element is that
# of the user's vectors.
explaining_spells <- function(x, call, expr) {
  tryCatch(expr, msaudit_data_error = function(e) {
    check_spells(x, call)
    stop(e)
  })
}

check_spells <- function(x, call) {
  n <- length(x$stop)
  check_elements(x$stop >= x$start, x$stop, "stop", "the start or later", call)
  group <- if (is.null(x$group)) rep(1L, n) else as.integer(x$group)
  at <- order(group, x$id, x$start, x$stop, method = "radix")
  before <- c(NA, at[-n])
  same <- group[at] == group[before] & x$id[at] == x$id[before]
  same[1] <- FALSE
  overlap <- which(same & x$start[at] < x$stop[before])
  if (length(overlap) > 0) {
    data_error("`start` must be no earlier than the stop before it of the same patient,", at[overlap[1]],
               arg = "start", call = call)
  }
  # Spells without length may come between one and the last that has some.
  first <- cummax(ifelse(same, 0L, seq_len(n)))
  last <- cummax(ifelse(x$start[at] < x$stop[at], seq_len(n), 0L))
  ends <- last >= first & x$stop[at][pmax(last, 1L)] == x$start[at]
  empty <- which(x$event[at] > 0 & x$start[at] == x$stop[at] & !ends)
  if (length(empty) > 0) {
    data_error("`event` must be 0 where the patient is not at risk,", at[empty[1]], arg = "event", call = call)
  }
}

# Times to a first event of plain vectors at the door; a group of NULL stays.
read_first_events <- function(time, event, group, times, call) {
  time <- known(as_years(time, "time", call), "time", call)
  event <- as_event_counts(event, "event", call)
  if (!lie_between(event, 0, 1)) check_elements(event <= 1, event, "event", "0 or 1", call)
  time <- tie_times(list(time), times)[[1]]
  if (is.null(group)) return(recycled(time = time, event = event, call = call))
  recycled(time = time, event = event, group = as_group(group, length(time), call), call = call)
}
