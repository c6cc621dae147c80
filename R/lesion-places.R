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

# The days on which the patients of each row of the labels were scanned, in order,
# with the lesions of each kind: the least and the most that they can be, NA where
# not known. Scans of one day are one.
scan_days <- function(x) {
  placed <- placed_scans(x)
  of <- attr(x, "of_patients")
  n <- nrow(placed$t2)
  records <- placed$scans$records
  use <- which(placed$t2 == place_codes[["here"]] | placed$gd == place_codes[["here"]])
  scan <- (use - 1L) %% n + 1L
  period <- (use - 1L) %/% n + 1L
  cell <- match_pairs(period, records[[1]][scan], as.integer(of$labels$period)[of$row], of$patient)
  at <- order(cell, records[[3]][scan], scan, method = "radix")
  at <- at[!is.na(cell[at])]
  use <- use[at]
  scan <- scan[at]
  day <- records[[3]][scan]
  new <- c(TRUE, diff(cell[at]) != 0 | diff(day) != 0)[seq_along(at)]
  code <- cumsum(new)
  lesions <- function(kind, end) {
    counts <- placed$scans[[kind]][[end]]
    count <- if (length(counts) == 0) rep(NA_real_, length(use)) else
      ifelse(placed[[kind]][use] == place_codes[["here"]], counts[scan], NA)
    sum_known(count, code)
  }
  cell <- cell[at][new]
  data.frame(row = of$row[cell], patient = of$patient[cell], day = day[new], number = running_number(cell),
             since = day[new] - first_day_of(placed$times, cell), t2 = lesions("t2", "least"),
             t2_most = lesions("t2", "most"), gd = lesions("gd", "least"), gd_most = lesions("gd", "most"))
}

# The first day of each cell; NA where a re-baseline leaves nothing of it.
first_day_of <- function(times, cell) times$start[match(cell - 1L, times$cell)]

# Where the pairs (a, b) are among the pairs (in_a, in_b) of whole numbers.
match_pairs <- function(a, b, in_a, in_b) {
  width <- max(b, in_b, 0) + 1
  match(a * width + b, in_a * width + in_b)
}

# Of codes that lie together the place of each among its like, from 1.
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
day_activity <- function(days, kind) {
  state <- function(least, most) ifelse(least > 0, TRUE, ifelse(most == 0, FALSE, NA))
  t2 <- if (kind == "gd") rep(NA, nrow(days)) else state(days$t2, days$t2_most)
  gd <- if (kind == "new_t2") rep(NA, nrow(days)) else state(days$gd, days$gd_most)
  list(t2 = t2, gd = gd, any = any_of_two(t2, gd))
}

# Activity of either of two kinds, of those of whom either is known.
any_of_two <- function(a, b) ifelse(a %in% TRUE | b %in% TRUE, TRUE, ifelse(is.na(a) & is.na(b), NA, FALSE))
