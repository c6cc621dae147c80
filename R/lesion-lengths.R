# Lesions in times as long: a share of patients with lesions grows with the scans, or the
# years of comparison intervals, that are looked at.

# Where the patients' counts of each kind are kept.
lesion_lists <- c(new_t2 = "t2", gd = "gd")

# The scans behind the counts of each kind, in order of day: of which cell each is, over how
# many days or scans, and the least and the most lesions that it shows.
lesion_units <- function(x) {
  of <- attr(x, "of_patients")
  placed <- placed_scans(x)
  lapply(structure(lesion_lists, names = lesion_lists), function(kind) {
    counts <- placed$scans[[kind]]
    place <- placed[[kind]]
    use <- which(place == place_codes[["here"]])
    scan <- (use - 1L) %% nrow(place) + 1L
    period <- (use - 1L) %/% nrow(place) + 1L
    known <- if (length(counts$least) > 0) which(!is.na(counts$least[scan])) else integer()
    scan <- scan[known]
    records <- placed$scans$records
    cell <- match_pairs(period[known], records[[1]][scan], as.integer(of$labels$period)[of$row], of$patient)
    at <- order(cell, records[[3]][scan], scan, method = "radix")
    at <- at[!is.na(cell[at])]
    scan <- scan[at]
    size <- if (kind == "t2") as.double(records[[3]][scan] - records[[2]][scan]) else rep(1, length(scan))
    list(cell = cell[at], size = size, least = counts$least[scan], most = counts$most[scan])
  })
}

# The patients' counts in two rows of the labels: `of` with the longer time of each patient who
# is in both cut, where that makes the times of all alike; of each kind whether any was `cut`,
# whether the times are `alike`, and their mean lengths in words.
evened <- function(of, units, period, reference) {
  cut <- c(new_t2 = FALSE, gd = FALSE)
  alike <- c(new_t2 = TRUE, gd = TRUE)
  lengths <- c(new_t2 = "", gd = "")
  for (kind in names(lesion_lists)) {
    counts <- of[[lesion_lists[[kind]]]]
    if (is.null(counts)) next
    first <- which(of$row == period & counts$scans > 0)
    second <- which(of$row == reference & counts$scans > 0)
    at <- match(of$patient[first], of$patient[second])
    if (any(!is.na(at))) {
      first <- first[!is.na(at)]
      second <- second[at[!is.na(at)]]
      shorter <- cut_counts(counts, units[[lesion_lists[[kind]]]], first, second)
      cut[[kind]] <- !identical(shorter, counts) && like_lengths(shorter$exposure[first], shorter$exposure[second])
      if (cut[[kind]]) of[[lesion_lists[[kind]]]] <- counts <- shorter
    }
    alike[[kind]] <- like_lengths(counts$exposure[first], counts$exposure[second])
    lengths[[kind]] <- mean_lengths(counts$exposure, first, second, kind, of$a_year)
  }
  if (any(cut) && !is.null(of$any)) of$any <- any_of_cut(of)
  # Of either kind the lengths are those of the kind that is to blame, if any is.
  said <- c(names(alike)[!alike], names(lengths)[nzchar(lengths)], "gd")[1]
  c(of, list(cut = c(cut, any = any(cut)), alike = c(alike, any = all(alike)), lengths = c(lengths, any = lengths[[said]])))
}

# Of either kind, by the counts that are left; a combined count is of the whole time.
any_of_cut <- function(of) {
  activity <- function(counts) {
    if (is.null(counts)) return(rep(activity_codes[["not_told"]], length(of$row)))
    seen <- ifelse(is.na(counts$active), "open", ifelse(counts$active, "with", "without"))
    unname(activity_codes[ifelse(counts$scans > 0, seen, "not_told")])
  }
  is_active(any_activity(activity(of$t2), activity(of$gd), rep(0L, length(of$row)), of$asked))
}

mean_lengths <- function(exposure, first, second, kind, a_year) {
  if (length(first) == 0 || length(second) == 0) return("")
  if (kind == "gd") return(paste(lengths_text(mean(exposure[first]), mean(exposure[second])), "scans"))
  paste(lengths_text(mean(exposure[first]) / a_year, mean(exposure[second]) / a_year), "years")
}

# Counts of the same patients' cells, those of the longer time from as many of its first scans
# as come nearest to the shorter; the fewer of two as near. Without scans all that there are.
cut_counts <- function(counts, units, first, second) {
  if (is.null(units)) return(counts)
  of <- c(first, second)
  target <- rep(NA_real_, length(counts$scans))
  target[of] <- pmin(counts$exposure[first], counts$exposure[second])
  use <- which(!is.na(target[units$cell]))
  cell <- units$cell[use]
  size <- units$size[use]
  since <- cumsum(size) - size
  sum <- since + size - since[match(cell, cell)]
  off <- abs(sum - target[cell])
  nearest <- order(cell, off, method = "radix")
  nearest <- nearest[!duplicated(cell[nearest])]
  last <- rep(NA_real_, length(target))
  last[cell[nearest]] <- sum[nearest]
  kept <- sum <= last[cell]
  total <- function(x) {
    sums <- rep(0, length(target))
    found <- sum_known(x[use][kept], cell[kept])
    sums[unique(cell)] <- found
    sums[of]
  }
  if (all(kept)) return(counts)
  least <- total(units$least)
  counts$lesions[of] <- least
  counts$exposure[of] <- last[of]
  counts$scans[of] <- tabulate(cell[kept], length(target))[of]
  counts$active[of] <- is_active(activity_of(least, total(units$most), counts$scans[of]))
  counts
}
