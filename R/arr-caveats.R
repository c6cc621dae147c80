# What is said of a fall in the same patients. It is said where there was one alone:
# of a rate that rose, or stayed as it was, nothing has to be explained away.

# Whether a row compares the same patients and less is left, or more are free, in
# the numbers as they are printed; a change that chance alone would exceed more often
# than not is no fall.
fell <- function(x) {
  fall <- ifelse(x$measure == "event_free_difference", -x$estimate, x$estimate)
  as_printed <- ifelse(endsWith(x$measure, "_ratio"), round(x$estimate, 2) - 1,
                       ifelse(x$measure == "rate_difference", round(fall, 2), fall))
  x$design == "paired" & !is.na(as_printed) & as_printed < 0 & !(no_fall(x) > 0.5) %in% TRUE
}

# The p of a row, or of the ratio beside a difference that has none.
no_fall <- function(x) {
  p <- x$p
  key <- row_keys(x, setdiff(names(x), setdiff(comparison_columns, c("outcome", "period", "reference"))))
  ratio <- which(x$measure == "rate_ratio")
  beside <- p[ratio][match(key, key[ratio])]
  ifelse(x$measure == "rate_difference" & is.na(p), beside, p)
}

# Why patients changed is not known, unless it was recorded: then it is said below.
rtm_text <- paste(
  "Caveat: if patients changed treatment because they did badly, the next time is better by chance",
  "alone (regression to the mean), and part of the fall is not the drug's."
)

# The caveat of a comparison, with the reasons that were recorded.
fall_notes <- function(x) if (any(fell(x))) c(rtm_text, attr(x, "reasons_text"))

# The same for a text.
fall_sentence <- function(x) {
  if (!any(fell(x))) return(NULL)
  c("If patients changed treatment because they did badly, part of the fall is chance alone (regression to the mean).",
    attr(x, "reasons_text"))
}

# The reasons recorded of the last drug that was stopped before, or on, the first start
# of another, in the patients who have time in both periods.
reasons_text <- function(audited, drug, reference, period) {
  cohort <- audited$cohort
  cells <- audited$periods$cells
  in_period <- function(name) cells$patient[cells$period == match(name, audited$periods$names)]
  patients <- intersect(in_period(reference), in_period(period))
  courses <- cohort$treatments
  if (is.null(courses$stop_reason) || length(patients) == 0) return(NULL)
  start <- first_starts(cohort, match(fold(drug), fold(levels(courses$drug))))[courses$patient]
  before <- courses$patient %in% patients & !is.na(courses$stop) & !is.na(start) & courses$stop <= start
  last <- last_stops(courses[before, ])
  if (nrow(last) == 0) return(NULL)
  reasons <- stop_reasons(last)
  counts <- sort(table(reasons), decreasing = TRUE)
  most <- utils::head(counts, 4)
  others <- length(reasons) - sum(most)
  sprintf("Recorded reasons for the stop before %s in %s: %s.", drug, counted(length(patients), "patient"),
          listed(c(paste(names(most), big(as.vector(most))), if (others > 0) paste("others", big(others)),
                   if (length(reasons) < length(patients)) paste("no stop before", big(length(patients) - length(reasons))))))
}
