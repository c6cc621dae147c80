# What results are called, and which of their values may leave the hospital.

shared_titles <- c(
  arr = "Relapse rates", arr_model = "Regression of relapse rates", ae = "Adverse events", labs = "Laboratory",
  lab_shifts = "Laboratory, grades at baseline and worst", lesions = "Lesions", lesion_free = "Free of new lesions",
  stops = "Reasons for stopping", comparison = "Comparison", ae_comparison = "Comparison of adverse events",
  lesion_comparison = "Comparison of lesions",
  curve_comparison = "Comparison of curves", curves = "Curves", sensitivity = "Relapse rates by definition",
  baseline = "Patients at baseline"
)

shared_measures <- function(measure, unit) {
  per <- ifelse(measure %in% value_measures, ifelse(nzchar(unit) & !is.na(unit), sprintf(" (%ss)", unit), ""),
         ifelse(grepl("year$|years$|^scan$|^day$", unit) & !grepl("ratio", measure), paste(" per", unit),
                ifelse(grepl("^patient by", unit), sub("patient", "", unit), "")))
  paste0(gsub("_", " ", measure, fixed = TRUE), per)
}

# Measures that are the value of a patient, in their unit.
value_measures <- c("median", "lower_quartile", "upper_quartile")

# Measures that are shares of patients, or differences of shares: from 0 to 1 in the column
# `estimate`, printed in per cent. Each may have bounds, as least_proportion. A shift of
# grades is a share of patients, one of lesions a number, which has no unit.
shares_of_patients <- c(
  "proportion", "cumulative_incidence", "one_minus_km", "recurrence", "worst_grade", # adverse events
  "baseline", "incident", "recovered", "landmark", "shift", "shift_unknown", # laboratory
  "share_0", "share_1", "share_2_3", "share_4_more", # lesions
  "event_free", "free", "number", "missing",
  "risk_difference", "event_free_difference"
)

is_share <- function(measure, unit = NULL) {
  measure <- sub("^(least|most)_", "", as.character(measure))
  of_lesions <- measure == "shift" & !startsWith(if (is.null(unit)) rep("", length(measure)) else as.character(unit), "patient")
  measure %in% shares_of_patients & !of_lesions %in% TRUE
}
