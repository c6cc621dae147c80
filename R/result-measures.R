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
