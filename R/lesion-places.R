# To which periods a scan belongs. Each period is looked at by itself; what fits
# several that have no day in common belongs to one of them, and to each of
# several that overlap, as everything else that falls into both.

# Rows of a scan and a period that it fits: T2 lesions by their interval, the
# enhancing ones by their day; and the intervals that straddle a period.
place_lesions <- function(periods, scans, slack) {
  records <- list(scans$patient, scans$compared, scans$date)
  fitted <- lapply(seq_along(periods$names), function(p) {
    rows <- periods$ranges$period == p
    ranges <- lapply(periods$ranges[c("patient", "start", "stop")], `[`, rows)
    cell <- which(periods$cells$period == p)
    of_patient <- cell[match(scans$patient, periods$cells$patient[cell])]
    by_interval <- .Call(C_fit_intervals, records, unname(ranges), slack)
    by_day <- .Call(C_fit_scans, records, unname(ranges), slack)
    place <- function(rows, score, start) {
      rows <- which(rows)
      data.frame(scan = rows, patient = scans$patient[rows], period = rep(p, length(rows)),
                 cell = of_patient[rows] - 1L, score = score[rows], start = start[rows])
    }
    known <- !is.na(scans$t2)
    list(t2 = place(known & by_interval$fits == 1L, by_interval$days, by_interval$start),
         gd = place(!is.na(scans$gd) & !is.na(by_day$after), -by_day$after, by_day$start),
         straddling = place(known & by_interval$fits == 0L, by_interval$days, by_interval$start))
  })
  stacked <- lapply(c(t2 = "t2", gd = "gd", straddling = "straddling"), function(kind) {
    do.call(rbind, lapply(fitted, `[[`, kind))
  })
  apart <- disjoint_periods(periods)
  lost <- beaten(stacked$t2, stacked$t2, apart, later_or_more)
  t2 <- stacked$t2[!lost, ]
  elsewhere <- beaten(stacked$straddling, t2, apart, function(a, b) rep(TRUE, nrow(a)))
  list(t2 = t2, gd = stacked$gd[!beaten(stacked$gd, stacked$gd, apart, later_or_more), ],
       straddling = stacked$straddling[!elsewhere, ], chosen = length(unique(stacked$t2$scan[lost])))
}

# Whether b is the better place: more days, the later of equals.
later_or_more <- function(a, b) {
  b$score > a$score |
    (b$score == a$score & (b$start > a$start | (b$start == a$start & b$period > a$period)))
}

# Rows of `a` whose scan has a row of `b` in a period without a common day that
# `wins` over it.
beaten <- function(a, b, apart, wins) {
  lost <- logical(nrow(a))
  shared <- a$scan %in% b$scan[duplicated(c(a$scan, b$scan))[-seq_along(a$scan)]]
  for (p in unique(a$period[shared])) {
    for (q in setdiff(unique(b$period), p)) {
      rows <- which(a$period == p)
      at <- match(a$scan[rows], b$scan[b$period == q])
      rows <- rows[!is.na(at)]
      if (length(rows) == 0) next
      other <- b[b$period == q, ][at[!is.na(at)], ]
      lost[rows] <- lost[rows] | (apart(p, q, a$patient[rows]) & wins(a[rows, ], other))
    }
  }
  lost
}

# Whether two periods have no day in common, in each of some patients.
disjoint_periods <- function(periods) {
  known <- list()
  function(p, q, patient) {
    key <- paste(sort(c(p, q)), collapse = " ")
    if (is.null(known[[key]])) {
      ranges <- as.data.frame(periods$ranges[c("period", "patient", "start", "stop")])
      pairs <- merge(ranges[ranges$period == p, -1], ranges[ranges$period == q, -1], by = "patient")
      meet <- pmax(pairs$start.x, pairs$start.y) < pmin(pairs$stop.x, pairs$stop.y)
      known[[key]] <<- unique(c(0L, pairs$patient[meet]))
    }
    !patient %in% known[[key]]
  }
}
