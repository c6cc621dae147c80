# Whether scans showed lesions, of a kind and of either: one rule for shares,
# comparisons, curves, pictures and records.

# What scans tell of a kind, as the core has it.
activity_codes <- c(not_told = 0L, open = 1L, without = 2L, with = 3L)

# Counts of so many scans; a kind of which nothing is known at all may be empty.
activity_of <- function(least, most, scans) .Call(C_lesion_activity, as.double(scans), as.double(least), as.double(most))

# The same for single counts.
activity_of_counts <- function(least, most, n) {
  if (length(least) == 0) return(integer(n))
  told <- !is.na(least)
  activity_of(ifelse(told, least, 0), ifelse(told, most, 0), told)
}

# Either kind, where both kinds asked for are known, or a combined count is.
any_activity <- function(t2, gd, given, asked) .Call(C_any_activity, t2, gd, given, asked_codes(asked))

# A kind that no scan of the whole cohort tells of is not asked for.
asked_kinds <- function(scans) c(t2 = any_known(scans$t2), gd = any_known(scans$gd))

asked_names <- function(asked) c("new_t2", "gd")[asked[c("t2", "gd")]]

# TRUE and FALSE, NA where it is not known.
is_active <- function(activity) c(NA, NA, FALSE, TRUE)[activity + 1L]
