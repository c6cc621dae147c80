# The scans of a cohort, with what they are compared, and what they add up to in
# the periods.

# Lesions of each kind by scan: the least and the most that they can be, one
# vector where no count is a bound.
scans_of <- function(cohort, compare, log) {
  mri <- cohort$mri
  counts <- lapply(c(t2 = "new_t2", enlarging = "enlarging_t2", gd = "gd", active = "active"),
                   function(name) lesion_bounds(mri, name))
  if (any_known(counts$enlarging)) {
    for (end in c("least", "most")) {
      more <- counts$enlarging[[end]]
      if (length(counts$t2[[end]]) > 0) counts$t2[[end]] <- counts$t2[[end]] + ifelse(is.na(more), 0, more)
    }
  }
  counts$enlarging <- NULL
  counts <- within_combined(counts)
  compared <- compared_scans(cohort, counts, compare, log)
  check_active(cohort, counts, log)
  c(list(records = list(mri$patient, compared, mri$date)), counts)
}

# Bounds by each other: a scan has no more of a kind than combined, and combined no more
# than of both kinds; what contradicts itself is kept as it is.
within_combined <- function(counts) {
  if (!any_known(counts$active)) return(counts)
  given <- counts$active
  capped <- function(of, most) {
    if (!identical(of$least, of$most)) of$most <- pmin(of$most, pmax(of$least, ifelse(is.na(most), Inf, most)))
    of
  }
  if (length(counts$t2$most) > 0 && length(counts$gd$most) > 0) {
    counts$active <- capped(given, counts$t2$most + counts$gd$most)
  }
  counts$t2 <- capped(counts$t2, given$most)
  counts$gd <- capped(counts$gd, given$most)
  counts
}

lesion_bounds <- function(mri, name) {
  count <- if (is.null(mri[[name]])) double() else mri[[name]]
  ends <- bound_columns(name)
  if (is.null(mri[[ends[1]]])) return(list(least = count, most = count))
  list(least = ifelse(is.na(count), mri[[ends[1]]], count), most = ifelse(is.na(count), mri[[ends[2]]], count))
}

any_known <- function(bounds) length(bounds$least) > 0 && (!anyNA(bounds$least) || !all(is.na(bounds$least)))

# With what each scan is compared, and what there is to say of it.
compared_with <- function(mri, counts, compare) {
  n <- nrow(mri)
  known <- rep(0L, n)
  for (kind in c("t2", "active")) {
    least <- counts[[kind]]$least
    if (length(least) > 0 && !anyNA(least)) {
      known <- rep(1L, n)
    } else if (length(least) > 0) {
      known[!is.na(least)] <- 1L
    }
  }
  given <- if (is.null(mri$compare_date)) rep(NA_integer_, n) else mri$compare_date
  region <- scan_regions(mri)
  .Call(C_compare_scans, list(mri$patient, given, mri$date), region$code, region$n, known, as.integer(compare == "previous"))
}

compared_scans <- function(cohort, counts, compare, log) {
  mri <- cohort$mri
  found <- compared_with(mri, counts, compare)
  add <- function(bit, problem, value, done) {
    rows <- which(bitwAnd(found$said, bit) > 0L)
    if (length(rows) == 0) return()
    add_findings(log, "mri", mri$row[rows], cohort$patients$id[mri$patient[rows]], problem, value(rows), done)
  }
  day <- function(rows) shown_days(found$compared[rows], cohort$clock)
  if (any(found$said > 0L)) {
    counted <- function(rows) {
      least <- if (length(counts$t2$least) > 0) counts$t2$least[rows] else counts$active$least[rows]
      number_text(least, trim = TRUE)
    }
    add(1L, "no_comparison", counted, "left out for T2 lesions")
    add(2L, "compared_with_previous", day, "kept, compared with that scan")
    add(4L, "overlapping_intervals", day, "kept, both intervals count")
  }
  found$compared
}

# The regions of scans as whole numbers from 1; one where they do not say.
scan_regions <- function(mri) {
  if (is.null(mri$region)) return(list(code = rep(1L, nrow(mri)), n = 1L))
  code <- as.integer(mri$region)
  list(code = replace(code, is.na(code), nlevels(mri$region) + 1L), n = nlevels(mri$region) + 1L)
}

# Combined lesions that cannot be those of the two kinds.
check_active <- function(cohort, counts, log) {
  if (!any_known(counts$active) || !any_known(counts$t2) || !any_known(counts$gd)) return()
  least <- pmax(counts$t2$least, counts$gd$least)
  most <- counts$t2$most + counts$gd$most
  rows <- which(counts$active$most < least | counts$active$least > most)
  mri <- cohort$mri
  add_findings(log, "mri", mri$row[rows], cohort$patients$id[mri$patient[rows]], "active_out_of_bounds",
               number_text(counts$active$least[rows], trim = TRUE), "kept, the combined count as it is")
}

# The ranges of the periods, those that a re-baseline leaves something of.
lesion_times <- function(periods, scans, rebaseline) {
  ranges <- periods$ranges[c("period", "patient", "start", "stop", "cell")]
  if (is.null(rebaseline)) return(ranges)
  ranges$start <- .Call(C_rebaseline, scans$records, ranges[c("period", "patient", "start", "stop")], rebaseline)
  lapply(ranges, `[`, ranges$start < ranges$stop)
}

# In the order of the core's audit_lesion_sums.
lesion_sum_names <- c("scans", "t2_scans", "t2", "t2_most", "t2_days", "t2_unknown", "straddling", "shared",
                      "shared_most", "shared_days", "gd_scans", "gd", "gd_most", "gd_unknown", "active_scans",
                      "active", "active_most", "given_scans", "given", "given_most")

# Sums of each cell, all that are not 0 in any case, or `only` those named. With `places`
# instead in which periods each scan counts.
lesion_sums <- function(scans, times, n_periods, n_cells, slack, straddling, places = FALSE, only = NULL) {
  combined <- any_known(scans$active) || (any_known(scans$t2) && any_known(scans$gd))
  wanted <- !places & (straddling == "share" | !startsWith(lesion_sum_names, "shared")) &
    (combined | !startsWith(lesion_sum_names, "active")) & (any_known(scans$active) | !startsWith(lesion_sum_names, "given"))
  if (!is.null(only)) wanted <- lesion_sum_names %in% only
  counts <- unlist(lapply(c("t2", "gd", "active"), function(kind) unname(scans[[kind]])), recursive = FALSE)
  .Call(C_sum_lesions, scans$records, lapply(counts, as.double), times[c("period", "patient", "start", "stop")],
        times$cell, slack, c(choice_code(straddling, straddlings), n_periods, as.integer(places), bits_of(wanted)), n_cells)
}

bits_of <- function(wanted) as.integer(sum(2^(which(wanted) - 1)))

# Patients of each kind and row, named as audit_tally_lesions() has them, and of each cell
# what is known of either kind.
tally_lesions <- function(sums, row, asked, n_rows) {
  found <- .Call(C_tally_lesions, sums, row, asked_codes(asked), n_rows)
  tally <- lapply(seq_len(nrow(found$tally)), function(i) found$tally[i, ])
  list(tally = structure(tally, names = tally_names), any = found$any)
}

tally_names <- c("in_period", "scanned", "imaged_t2", "imaged_gd", "imaged_both", "imaged", "t2_scans",
                 "gd_scans", "straddling", "known_new_t2", "active_new_t2", "perhaps_new_t2", "known_gd",
                 "active_gd", "perhaps_gd", "known_any", "active_any", "perhaps_any", "seen_any",
                 paste0("new_t2_share_", c("0", "1", "2_3", "4_more")),
                 paste0("gd_share_", c("0", "1", "2_3", "4_more")))

imaging_columns <- c("in_period", "scanned", "imaged_t2", "imaged_gd", "imaged_both", "imaged", "t2_scans",
                     "gd_scans", "straddling")

# Who was imaged, and how many intervals could not be placed.
imaging_table <- function(tally, labels) {
  as_frame(c(as.list(labels), lapply(tally[imaging_columns], as.integer)), nrow(labels))
}

# Baseline, final value and days between of each cell, of what was measured at
# all.
lesion_changes <- function(mri, scans, times, slack, n_cells) {
  found <- change_scans(mri, scans, times, slack, n_cells)
  Map(function(of, name) {
    list(baseline = as.double(mri[[name]][of$baseline]), final = as.double(mri[[name]][of$final]), days = of$days)
  }, found, names(found))
}

# The rows of the two scans, NA where there are not both. Scans of different
# regions do not compare: each region by itself, and of a patient the one followed
# longest.
change_scans <- function(mri, scans, times, slack, n_cells) {
  measured <- Filter(function(name) !is.null(mri[[name]]) && !all(is.na(mri[[name]])), c("t2_count", "t2_volume"))
  region <- scan_regions(mri)
  lapply(structure(measured, names = measured), function(name) {
    best <- list(baseline = rep(NA_real_, n_cells), final = rep(NA_real_, n_cells), days = rep(0, n_cells))
    for (code in sort(unique(region$code[!is.na(mri[[name]])]))) {
      of <- which(region$code == code)
      found <- .Call(C_lesion_change, lapply(scans$records, `[`, of), ifelse(is.na(mri[[name]][of]), NaN, as.double(of)),
                     times[c("period", "patient", "start", "stop")], times$cell, slack, n_cells)
      longer <- found$days > best$days
      for (part in names(best)) best[[part]][longer] <- found[[part]][longer]
    }
    best
  })
}

asked_codes <- function(asked) as.integer(asked[c("t2", "gd")])

straddlings <- c("drop", "later", "earlier", "share")
