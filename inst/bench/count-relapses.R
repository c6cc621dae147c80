# Counting relapses in periods: 1,000,000 patients, two periods each, 3,000,000
# relapses, by msaudit, a bare pass in C, base R, data.table and dplyr. All must
# agree before a time is printed.
count_relapses <- function(n = 1e6, times = 5) {
  library(msaudit)
  bare <- bare_passes()
  tables <- big_cohort(n)
  cohort <- audit_cohort(tables$patients, tables$treatments, relapses = tables$relapses)
  periods <- audit_periods(cohort, first = period_on("first"), second = period_on("second"))
  ranges <- periods$ranges
  start <- stop <- integer(2 * n)
  at <- 2L * (ranges$patient - 1L) + ranges$period
  start[at] <- ranges$start
  stop[at] <- ranges$stop
  sorted <- list(patient = cohort$relapses$patient, day = cohort$relapses$onset)
  shuffled <- lapply(sorted, `[`, sample.int(length(sorted$day)))
  # Of the counts of all patients, which are what is timed, the sums of the two
  # periods: patient by patient, or one period after the other.
  by_turns <- function(total) c(sum(total[c(TRUE, FALSE)]), sum(total[c(FALSE, TRUE)]))
  one_by_one <- function(total) as.vector(tapply(total, ranges$period, sum))

  ways <- list(
    "bare pass in C, sorted" = list(function() bare$sorted(sorted, start, stop), by_turns),
    "msaudit, sorted" = list(function() msaudit_counts(sorted, ranges, n), one_by_one),
    "findInterval(), sorted" = list(function() interval_counts(sorted, start, stop), by_turns),
    "data.table, sorted" = list(function() table_counts(sorted, ranges, keyed = TRUE), one_by_one),
    "bare pass in C" = list(function() bare$unsorted(shuffled, start, stop), by_turns),
    "msaudit" = list(function() msaudit_counts(shuffled, ranges, n), one_by_one),
    "findInterval()" = list(function() interval_counts(in_order(shuffled), start, stop), by_turns),
    "data.table" = list(function() table_counts(shuffled, ranges, keyed = FALSE), one_by_one),
    "dplyr" = list(function() dplyr_counts(shuffled, ranges), function(x) as.vector(tapply(x$n, x$period, sum)))
  )
  packages <- c(data.table = "data.table", dplyr = "dplyr")
  for (package in packages) {
    if (!requireNamespace(package, quietly = TRUE)) ways <- ways[!grepl(package, names(ways))]
  }
  bytes <- c(unlist(sorted), start, stop)
  time_ways(ways, times, unit = best_time(function() for (i in 1:50) sum(bytes), times) / 50)
}

# The package's own routines, from unsorted records to counts by period.
msaudit_counts <- function(relapses, ranges, n) {
  call <- getNamespace("msaudit")
  order <- .Call(call$C_record_order, relapses$patient, relapses$day, as.integer(n))
  if (!order$sorted) relapses <- lapply(relapses, `[`, order$order)
  counts <- .Call(call$C_keep_relapses, relapses$patient, relapses$day, NULL, c(1L, 0L, 0L))
  times <- ranges[c("period", "patient", "start", "stop")]
  .Call(call$C_count_in_cells, relapses$patient, relapses$day, counts, times, ranges$cell,
        ranges$cell[length(ranges$cell)] + 1L)
}

in_order <- function(relapses) {
  at <- order(relapses$patient, relapses$day, method = "radix")
  lapply(relapses, `[`, at)
}

# Patient and day as one sorted number: how many lie up to the stop, less how
# many up to the start.
interval_counts <- function(relapses, start, stop) {
  key <- relapses$patient * 65536 + relapses$day
  patient <- rep(seq_len(length(start) / 2), each = 2) * 65536
  findInterval(patient + stop, key) - findInterval(patient + start, key)
}

table_counts <- function(relapses, ranges, keyed) {
  events <- data.table::data.table(patient = relapses$patient, day = relapses$day)
  if (keyed) data.table::setattr(events, "sorted", c("patient", "day"))
  periods <- data.table::as.data.table(ranges[c("period", "patient", "start", "stop")])
  events[periods, on = c("patient", "day>start", "day<=stop"), .N, by = .EACHI]$N
}

dplyr_counts <- function(relapses, ranges) {
  events <- dplyr::tibble(patient = relapses$patient, day = relapses$day)
  periods <- dplyr::as_tibble(ranges[c("period", "patient", "start", "stop")])
  joined <- suppressMessages(dplyr::inner_join(periods, events, by = "patient"))
  inside <- dplyr::filter(joined, day > start, day <= stop)
  dplyr::count(inside, period, patient)
}

# The bare passes in C, built where they are first asked for.
bare_dll <- function() {
  if ("bare" %in% names(getLoadedDLLs())) return(getLoadedDLLs()[["bare"]])
  folder <- tempfile("bare-")
  dir.create(folder)
  source <- file.path(folder, "bare.c")
  file.copy(file.path(bench_folder(), "bare.c"), source)
  built <- system2(file.path(R.home("bin"), "R"), c("CMD", "SHLIB", "-o", file.path(folder, "bare.so"), source),
                   stdout = FALSE, stderr = FALSE)
  stopifnot(built == 0)
  dyn.load(file.path(folder, "bare.so"))
}

bare_totals <- function(dll) {
  routine <- getNativeSymbolInfo("bare_totals", dll)$address
  function(x, n, n_periods) .Call(routine, x$patient, x$period, x$count, x$years, n, n_periods)
}

bare_passes <- function() {
  dll <- bare_dll()
  pass <- function(name) {
    routine <- getNativeSymbolInfo(name, dll)$address
    function(relapses, start, stop) .Call(routine, relapses$patient, relapses$day, start, stop)
  }
  of_scans <- function(name) {
    routine <- getNativeSymbolInfo(name, dll)$address
    function(scans, start, stop) {
      .Call(routine, scans$patient, scans$compared, scans$day, scans$count, start, stop)
    }
  }
  list(sorted = pass("bare_sorted"), unsorted = pass("bare_unsorted"), lesions = of_scans("bare_lesions"),
       lesions_unsorted = of_scans("bare_lesions_unsorted"), totals = bare_totals(dll))
}
