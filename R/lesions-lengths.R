# Lesions in times as long: a share of patients with lesions grows with the scans, or the
# years of comparison intervals, that are looked at.

# Where the patients' counts of each kind are kept; `given` are combined ones reported as such.
lesion_lists <- c(new_t2 = "t2", gd = "gd", given = "given")

# The scans behind the counts of each kind, in order of day: of which cell each is, over how
# many days or scans, and the least and the most lesions that it shows.
lesion_units <- function(x) {
  of <- attr(x, "of_patients")
  placed <- placed_scans(x)
  lapply(structure(lesion_lists, names = lesion_lists), function(kind) {
    counts <- placed$scans[[if (kind == "given") "active" else kind]]
    # Combined lesions are those of an interval.
    place <- placed[[if (kind == "gd") "gd" else "t2"]]
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
    size <- if (kind == "gd") rep(1, length(scan)) else as.double(records[[3]][scan] - records[[2]][scan])
    list(cell = cell[at] - 1L, size = size, least = as.double(counts$least[scan]), most = as.double(counts$most[scan]))
  })
}

# The patients' counts in two rows of the labels: `of` with the longer time of each patient who
# is in both cut, where that makes the times of all alike; of each kind whether any was `cut`,
# whether the times are `alike`, and their mean lengths in words.
evened <- function(of, units, period, reference) {
  names <- names(lesion_lists)
  cut <- structure(logical(length(names)), names = names)
  alike <- !cut
  lengths <- structure(character(length(names)), names = names)
  for (kind in names) {
    counts <- of[[lesion_lists[[kind]]]]
    if (is.null(counts)) next
    times <- times_of(of, ifelse(counts$scans > 0, counts$exposure, NA), period, reference)
    if (times$paired && !is.null(units)) {
      shorter <- cut_counts(counts, units[[lesion_lists[[kind]]]], times$first, times$second)
      less <- any(shorter$scans < counts$scans)
      cut[[kind]] <- less && like_lengths(shorter$exposure[times$first], shorter$exposure[times$second])
      if (cut[[kind]]) of[[lesion_lists[[kind]]]] <- counts <- shorter
    }
    alike[[kind]] <- like_lengths(counts$exposure[times$first], counts$exposure[times$second])
    lengths[[kind]] <- mean_lengths(counts$exposure, times, kind, of$a_year)
  }
  either <- evened_either(of, any(cut), period, reference)
  # For either kind the lengths are those of the kind that is to blame, if any is.
  said <- c(names[!alike], if (!either$alike) "either", names[nzchar(lengths)], "gd")[1]
  of$any <- either$any
  c(of, list(cut = c(cut, any = any(cut)), alike = c(alike, any = all(alike) && either$alike),
             lengths = c(lengths, any = c(lengths, either = either$lengths)[[said]])))
}

# Either kind by the counts that are left, and whether its times are alike where some patients
# have both kinds and others, or the same at another time, a combined count.
evened_either <- function(of, is_cut, period, reference) {
  any <- if (is_cut && !is.null(of$any)) any_of_cut(of) else of$any
  if (is.null(of$given)) return(list(any = any, alike = TRUE, lengths = ""))
  intervals <- if (is.null(of$t2)) rep(0, length(of$row)) else of$t2$exposure
  exposure <- ifelse(is.na(any), NA, ifelse(intervals > 0, intervals, ifelse(of$given$scans > 0, of$given$exposure, NA)))
  times <- times_of(of, exposure, period, reference)
  list(any = any, alike = like_lengths(exposure[times$first], exposure[times$second]),
       lengths = mean_lengths(exposure, times, "given", of$a_year))
}

# The cells of two rows of which there is a time: those of the patients who are in both, beside
# each other, or else all.
times_of <- function(of, exposure, period, reference) {
  first <- which(of$row == period & !is.na(exposure))
  second <- which(of$row == reference & !is.na(exposure))
  at <- match(of$patient[first], of$patient[second])
  both <- !is.na(at)
  if (!any(both)) return(list(first = first, second = second, paired = FALSE))
  list(first = first[both], second = second[at[both]], paired = TRUE)
}

any_of_cut <- function(of) {
  activity <- function(counts) {
    if (is.null(counts)) return(rep(activity_codes[["not_told"]], length(of$row)))
    seen <- ifelse(is.na(counts$active), "open", ifelse(counts$active, "with", "without"))
    unname(activity_codes[ifelse(counts$scans > 0, seen, "not_told")])
  }
  is_active(any_activity(activity(of$t2), activity(of$gd), activity(of$given), of$asked))
}

mean_lengths <- function(exposure, times, kind, a_year) {
  if (length(times$first) == 0 || length(times$second) == 0) return("")
  means <- vapply(times[c("first", "second")], function(at) mean(exposure[at]), 0)
  if (kind == "gd") return(paste(lengths_text(means[1], means[2]), "scans"))
  paste(lengths_text(means[1] / a_year, means[2] / a_year), "years")
}

# Counts with those of the cells `first` and `second`, of the same patients, from as many of the
# first scans of the longer time as come nearest to the shorter; the fewer of two as near.
cut_counts <- function(counts, units, first, second) {
  time <- rep(Inf, length(counts$scans))
  time[first] <- time[second] <- pmin(counts$exposure[first], counts$exposure[second])
  told_counts(units, time)
}

# Sums of each cell over its first scans, up to a time.
told_counts <- function(units, time) {
  found <- .Call(C_cut_lesions, units, time)
  list(scans = found$scans, lesions = found$least, exposure = found$exposure,
       active = is_active(activity_of(found$least, found$most, found$scans)))
}
