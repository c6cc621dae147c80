# Comparisons of which nothing is known. A ratio without an event on either side is any
# ratio, and so is all that nobody was looked at for; how one patient differs from others
# cannot be seen in one. Limits or a p there would be those of a formula.

comparison_numbers <- c("conf_low", "conf_high", "p", "exact_low", "exact_high", "p_exact", "p_pseudo_score")

# Rows without limits and p where nothing can be known, with the note of why. The estimate of
# one patient stays: it is what was seen.
estimable <- function(rows) {
  noted <- function(code) grepl(paste0("(^|;)", code, "(;|$)"), rows$note)
  none <- is.na(rows$estimate)
  single <- !none & (noted("n1") | (rows$design == "paired" & rows$patients == 1))
  still <- rows$measure == "shift" & rows$informative == 0
  why <- noted("no_patients") | noted("no_events") | noted("no_change") | noted("no_time")
  rows$note <- add_note(rows$note, "no_events", none & !why & endsWith(rows$measure, "_ratio"))
  rows$note <- add_note(rows$note, "n1", single & !noted("n1"))
  gone <- none | single | still
  for (column in intersect(comparison_numbers, names(rows))) rows[[column]][gone] <- NA_real_
  rows$note[gone] <- without_notes(rows$note[gone], c("fallback_exact", "fallback_score", "fallback_limits", "unbounded"))
  # That nobody was there says enough; without a chance of any p none is an exact one.
  empty <- none & noted("no_patients")
  rows$note[empty] <- without_notes(rows$note[empty], "p_unreachable")
  if (!is.null(rows$p_exact)) rows$p_exact[rows$informative == 0] <- NA_real_
  rows
}

without_notes <- function(note, codes) {
  vapply(strsplit(note, ";", fixed = TRUE), function(of) paste(setdiff(of, codes), collapse = ";"), "")
}

# "2.00 (no limits: one patient)", of an estimate that stands alone.
no_limits_text <- function(rows) {
  why <- ifelse(grepl("(^|;)n1(;|$)", rows$note), "one patient", "patients do not differ")
  ifelse(is.na(rows$conf_low), sprintf(" (no limits: %s)", why), "")
}
