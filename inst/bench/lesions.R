# Lesions of 5,000,000 scans of 500,000 patients in three periods each: the bare
# sums of one kind by a pass in C, by msaudit, base R and data.table, which must
# agree before a time is printed; and all measures of audit_lesions().
count_lesions <- function(n = 5e5, times = 3) {
  n <- as.integer(n)
  library(msaudit)
  bare <- bare_passes()
  cohort <- scanned_cohort(n)
  periods <- audit_periods(cohort, first = period_on("first"), second = period_on("second"), third = period_on("third"))
  ranges <- periods$ranges
  start <- stop <- integer(3 * n)
  at <- 3L * (ranges$patient - 1L) + ranges$period
  start[at] <- ranges$start
  stop[at] <- ranges$stop
  mri <- cohort$mri
  sorted <- list(patient = mri$patient, compared = mri$compare_date, day = mri$date, count = mri$new_t2)
  shuffled <- lapply(sorted, `[`, sample.int(length(sorted$day)))
  by_turns <- function(total) c(sum(total[c(TRUE, FALSE, FALSE)]), sum(total[c(FALSE, TRUE, FALSE)]),
                                sum(total[c(FALSE, FALSE, TRUE)]))
  one_by_one <- function(total) as.vector(tapply(total, periods$cells$period, sum))
  ways <- list(
    "bare pass in C, sorted" = list(function() bare$lesions(sorted, start, stop), by_turns),
    "msaudit, new T2, sorted" = list(function() msaudit_lesions(sorted, ranges), one_by_one),
    "tabulate(), sorted" = list(function() tabulated_lesions(sorted, start, stop), by_turns),
    "bare pass in C" = list(function() bare$lesions_unsorted(shuffled, start, stop), by_turns),
    "msaudit, new T2" = list(function() msaudit_lesions(shuffled, ranges), one_by_one),
    "tabulate()" = list(function() tabulated_lesions(shuffled, start, stop), by_turns)
  )
  if (requireNamespace("data.table", quietly = TRUE)) {
    ways[["data.table, sums by cell"]] <- list(function() table_sums(shuffled, start, stop), by_turns)
    ways[["data.table, by a join"]] <- list(function() table_join(shuffled, start, stop), by_turns)
  }
  found <- time_ways(ways, times, 1)
  bare_sorted <- found$seconds[1]
  all <- best_time(function() audit_lesions(cohort, periods), times)
  found <- rbind(found, data.frame(what = "msaudit, all measures of audit_lesions()", seconds = all, ratio = NA, note = ""))
  found$ratio <- found$seconds / ifelse(seq_len(nrow(found)) %in% 4:8, found$seconds[4], bare_sorted)
  found$note <- ifelse(seq_len(nrow(found)) %in% 4:8, "times the bare pass", "times the bare pass, sorted")
  rbind(found, vector_times(bare, n, times))
}

# All rows of audit_lesions() of as many elements of vectors, beside a pass that sums
# lesions and years.
vector_times <- function(bare, n, times) {
  sorted <- list(patient = rep(seq_len(n), each = 10L), period = rep_len(c(1L, 1L, 2L, 3L, 3L, 3L, 2L), 10 * n),
                 count = as.double(stats::rpois(10 * n, 0.6)), years = sample.int(500L, 10 * n, TRUE) / 365.25)
  shuffled <- lapply(sorted, `[`, sample.int(10 * n))
  lesions <- function(x) {
    audit_lesions(x$count, exposure = x$years, id = x$patient, period = structure(x$period, levels = c("a", "b", "c"), class = "factor"))
  }
  parts <- lapply(list(sorted, shuffled), function(x) {
    ways <- list(list(function() bare$totals(x, n, 3L), function(total) sum(total[c(TRUE, FALSE)])),
                 list(function() lesions(x), function(x) sum(x$events[x$measure == "rate"])))
    names(ways) <- paste0(c("bare pass of vectors in C", "msaudit, vectors"), if (identical(x, sorted)) ", sorted" else "")
    found <- time_ways(ways, times, 1)
    found$ratio <- found$seconds / found$seconds[1]
    found$note <- "times the bare pass"
    found
  })
  do.call(rbind, parts)
}

scanned_cohort <- function(n, scans = 10L, seed = 1) {
  set.seed(seed, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
  day <- function(x) as.Date(as.integer(x), origin = "1970-01-01")
  from <- 12000L + sample.int(300L, n, TRUE)
  second <- from + 800L
  third <- second + 700L
  id <- seq_len(n)
  gaps <- matrix(60L + sample.int(180L, n * scans, TRUE), scans)
  date <- rep(from, each = scans) + as.integer(apply(gaps, 2, cumsum))
  many <- length(date)
  audit_cohort(
    data.frame(id, follow_up_start = day(from), follow_up_end = day(third + 1500L)),
    data.frame(id = rep(id, 3), drug = rep(c("first", "second", "third"), each = n),
               start = day(c(from, second, third)), stop = day(c(second - 20L, third - 20L, rep(NA, n)))),
    mri = data.frame(id = rep(id, each = scans), date = day(date), compare_date = day(date - as.vector(gaps)),
                     new_t2 = stats::rpois(many, 0.6), gd = stats::rpois(many, 0.2), contrast = TRUE)
  )
}

# The package's own routine, for one kind, without slack.
msaudit_lesions <- function(scans, ranges) {
  call <- getNamespace("msaudit")
  order <- .Call(call$C_record_order, scans$patient, scans$day, max(ranges$patient))
  if (!order$sorted) scans <- lapply(scans, `[`, order$order)
  none <- double()
  .Call(call$C_sum_lesions, unname(scans[c("patient", "compared", "day")]),
        list(scans$count, scans$count, none, none, none, none), ranges[c("period", "patient", "start", "stop")],
        ranges$cell, c(0L, 0L), c(0L, 3L, 0L, 4L), ranges$cell[length(ranges$cell)] + 1L)$t2
}

# In which of the three periods of its patient each interval lies; 0 for none.
cell_of <- function(scans, start, stop) {
  at <- 3L * (scans$patient - 1L)
  cell <- integer(length(at))
  for (k in 1:3) {
    within <- scans$compared >= start[at + k] & scans$day <= stop[at + k]
    cell[within] <- at[within] + k
  }
  cell
}

tabulated_lesions <- function(scans, start, stop) {
  tabulate(rep.int(cell_of(scans, start, stop), scans$count), length(start))
}

table_sums <- function(scans, start, stop) {
  cell <- cell_of(scans, start, stop)
  table <- data.table::data.table(cell, count = scans$count)[cell > 0L, list(sum = sum(count)), by = "cell"]
  total <- numeric(length(start))
  total[table$cell] <- table$sum
  total
}

table_join <- function(scans, start, stop) {
  table <- data.table::as.data.table(scans)
  periods <- data.table::data.table(patient = rep(seq_len(length(start) / 3), each = 3), start, stop)
  found <- table[periods, on = c("patient", "compared>=start", "day<=stop"), sum(count), by = .EACHI]$V1
  ifelse(is.na(found), 0, found)
}
