# Which scan counts in which period: what audit_lesions() summed, scan by scan, for
# pictures and records.

# What a scan is to a period, as the core has it.
place_codes <- c(none = 0L, here = 1L, across = 2L, other = 3L)

# `t2` and `gd` have a row for each scan and a column for each period.
placed_scans <- function(x) {
  audited <- attr(x, "audited")
  settings <- definition(x)
  periods <- audited$periods
  scans <- scans_of(audited$cohort, settings$compare, new_findings())
  times <- lesion_times(periods, scans, settings$rebaseline)
  n_periods <- length(periods$names)
  sums <- lesion_sums(scans, times, n_periods, length(periods$cells$patient), settings$slack, settings$straddling,
                      places = TRUE)
  list(scans = scans, times = times, t2 = matrix(sums$place_t2, ncol = n_periods),
       gd = matrix(sums$place_gd, ncol = n_periods))
}

# The days on which the patients of each row of the labels were scanned, in order, as
# days_of_cells() has them.
scan_days <- function(x) {
  placed <- placed_scans(x)
  of <- attr(x, "of_patients")
  days <- days_of_cells(placed, attr(x, "audited")$periods$cells)
  cell <- days$cell
  days$cell <- NULL
  cbind(data.frame(row = of$row[cell], patient = of$patient[cell], number = running_number(cell),
                   since = days$day - first_day_of(placed$times, cell)), days)
}

# The days with scans of each cell, in order, with the lesions of each kind: the least and
# the most that they can be, NA where not known. Scans of one day are one. `is_t2`, `is_gd`
# and `is_any` say whether there were lesions, NA where that is not known; `compared` is the
# last day with which a scan of them that tells was compared, `arose` the first of one that
# showed new lesions.
days_of_cells <- function(placed, cells) {
  n <- nrow(placed$t2)
  records <- placed$scans$records
  use <- which(placed$t2 == place_codes[["here"]] | placed$gd == place_codes[["here"]])
  scan <- (use - 1L) %% n + 1L
  cell <- match_pairs((use - 1L) %/% n + 1L, records[[1]][scan], cells$period, cells$patient)
  at <- order(cell, records[[3]][scan], scan, method = "radix")
  at <- at[!is.na(cell[at])]
  use <- use[at]
  scan <- scan[at]
  cell <- cell[at]
  day <- records[[3]][scan]
  new <- c(TRUE, diff(cell) != 0 | diff(day) != 0)[seq_along(at)]
  code <- cumsum(new)
  of_scans <- function(kind, end) {
    counts <- placed$scans[[kind]][[end]]
    place <- if (kind == "gd") placed$gd else placed$t2
    if (length(counts) == 0) rep(NA_real_, length(use)) else ifelse(place[use] == place_codes[["here"]], counts[scan], NA)
  }
  lesions <- function(kind, end) sum_known(of_scans(kind, end), code)
  days <- data.frame(cell = cell[new], day = day[new], t2 = lesions("t2", "least"), t2_most = lesions("t2", "most"),
                     gd = lesions("gd", "least"), gd_most = lesions("gd", "most"))
  activity <- function(least, most) activity_of_counts(least, most, nrow(days))
  t2 <- activity(days$t2, days$t2_most)
  gd <- activity(days$gd, days$gd_most)
  given <- activity(lesions("active", "least"), lesions("active", "most"))
  days$is_t2 <- is_active(t2)
  days$is_gd <- is_active(gd)
  days$is_any <- is_active(any_activity(t2, gd, given, asked_kinds(placed$scans)))
  first_of <- function(day, holds) {
    holds <- which(holds)
    holds <- holds[order(code[holds], day[holds], method = "radix")]
    day[holds][match(seq_len(nrow(days)), code[holds])]
  }
  compared <- records[[2]][scan]
  new_t2 <- of_scans("t2", "least")
  days$compared <- -first_of(-compared, !is.na(new_t2) | !is.na(of_scans("active", "least")))
  days$arose <- first_of(compared, new_t2 > 0)
  days
}

# The first day of each cell; NA where a re-baseline leaves nothing of it.
first_day_of <- function(times, cell) times$start[match(cell - 1L, times$cell)]

# Where the pairs (a, b) are among the pairs (in_a, in_b) of whole numbers.
match_pairs <- function(a, b, in_a, in_b) {
  width <- max(b, in_b, 0) + 1
  match(a * width + b, in_a * width + in_b)
}

# For codes that lie together: the place of each among its like, from 1.
running_number <- function(code) seq_along(code) - match(code, code) + 1L

# How many elements have each of the codes, how many of them hold, and the first.
tallied <- function(code, holds = rep(TRUE, length(code))) {
  codes <- sort(unique(code), method = "radix")
  at <- match(code, codes)
  list(at = at, n = tabulate(at, length(codes)), holds = tabulate(at[holds], length(codes)), first = match(codes, code))
}

# Sums of what is known of each code from 1 on; NA where nothing is.
sum_known <- function(x, code) {
  unknown <- is.na(x)
  x[unknown] <- 0
  sums <- rowsum(cbind(x, as.double(!unknown)), code, reorder = FALSE)
  # Names of so many rows would be most of the time.
  dimnames(sums) <- NULL
  total <- sums[, 1]
  total[sums[, 2] == 0] <- NA
  total
}

# Whether each day shows lesions of a kind: NA where that is not known.
day_activity <- function(days, kind) days[[c(any = "is_any", new_t2 = "is_t2", gd = "is_gd")[[kind]]]]
