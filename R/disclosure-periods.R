# Periods that are made of others, or lie within them.

# A period whose time is that of some others together has their events.
periods_in_periods <- function(x, log) {
  rows <- x$rows
  of_time <- which(!is.na(rows$years) & rows$years > 0 & !is.na(rows$events) & rows$measure == "rate")
  key <- paste(rows$by, rows$values, rows$what)[of_time]
  of_time <- of_time[!duplicated(paste(key, rows$period[of_time], sep = "\n"))]
  key <- paste(rows$by, rows$values, rows$what)[of_time]
  enough <- tabulate(match(key, unique(key)))[match(key, unique(key))] > 2
  for (at in split(of_time[enough], key[enough])) {
    for (whole in at) {
      smaller <- at[rows$years[at] < rows$years[whole]]
      for (some in sums_to(rows$years[smaller], rows$years[whole])) {
        parts <- smaller[some]
        add_equal(log, x$place[whole, "events"], x$place[parts, "events"])
        add_most(log, x$place[whole, "with_event"], x$place[parts, "with_event"])
        add_order(log, x$place[parts, "with_event"], x$place[whole, "with_event"])
      }
    }
  }
}

# Which of some numbers add up to one: all of them, and of up to 12 up to four.
sums_to <- function(x, total) {
  n <- length(x)
  if (n < 2) return(list())
  sets <- list(seq_len(n))
  if (n <= 12) for (size in 2:min(4, n)) sets <- c(sets, utils::combn(n, size, simplify = FALSE))
  Filter(function(some) abs(sum(x[some]) - total) < 1e-9 * total, unique(sets))
}

# Periods of a list of results that lie within others, all days of all patients: what
# is counted in the one and not in the other is a number too.
no_nested <- list(inner = character(), outer = character())

periods_within <- function(parts) {
  audited <- lapply(parts, function(part) {
    if (is.null(attr(part, "audited"))) attr(attr(part, "source"), "audited") else attr(part, "audited")
  })
  given <- Filter(function(periods) inherits(periods, "msaudit_periods"), lapply(audited, `[[`, "periods"))
  if (length(given) == 0) return(no_nested)
  given <- Filter(function(periods) identical(periods$ids, given[[1]]$ids), unique(given))
  names <- unlist(lapply(given, `[[`, "names"))
  ranges <- unlist(lapply(given, function(periods) lapply(seq_along(periods$names), ranges_in, periods)), recursive = FALSE)
  ranges <- ranges[!duplicated(names)]
  names <- unique(names)
  if (length(names) < 2) return(no_nested)
  days <- vapply(ranges, function(x) sum(as.double(x[[3]]) - x[[2]]), 0)
  column <- function(i) unlist(lapply(ranges, `[[`, i))
  all <- list(period = rep(seq_along(ranges), vapply(ranges, function(x) length(x[[1]]), 0L)), patient = column(1),
              start = column(2), stop = column(3))
  shared <- shared_days(all, length(ranges))
  inner <- ifelse(days[shared$first] < days[shared$with], shared$first, shared$with)
  outer <- shared$first + shared$with - inner
  within <- days[inner] < days[outer] & shared$days == days[inner]
  list(inner = names[inner[within]], outer = names[outer[within]])
}

ranges_in <- function(i, periods) {
  rows <- periods$ranges$period == i
  lapply(periods$ranges[c("patient", "start", "stop")], function(x) x[rows])
}

nested_periods <- function(x, log, nested) {
  rows <- x$rows
  key <- paste(rows$by, rows$values, rows$what, rows$measure, rows$unit)
  for (i in seq_along(nested$inner)) {
    inner <- which(rows$period == nested$inner[i])
    outer <- which(rows$period == nested$outer[i])
    outer <- outer[match(key[inner], key[outer])]
    for (column in c("patients", "with_event", "events")) add_differences(log, x$place[outer, column], x$place[inner, column])
  }
}
