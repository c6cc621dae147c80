# Words and reports: that what they say is what was computed by hand.

says <- function(item, text, wanted) {
  text <- gsub("[ \n]+", " ", paste(text, collapse = " "))
  compare(paste(item, "says:", wanted), vapply(wanted, grepl, NA, x = text, fixed = TRUE, USE.NAMES = FALSE), rep(TRUE, length(wanted)))
}

example_periods <- function(cohort) {
  audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", 12))
}

# 17 relapses in 2494 days, 1 in 3436: 2.49 and 0.11 a year, counted apart.
texts_by_hand <- function() {
  cohort <- example_cohort("alemtuzumab-switch")
  arr <- audit_arr(cohort, example_periods(cohort))
  says("result", results_text(arr), c("2.49 (95 % CI 1.45 to 3.99)", "17 relapses in 6.83 patient-years", "8 of 11 patients relapsing"))
  says("comparison", results_text(audit_compare(arr)), c("fell from 2.49", "to 0.11", "the same 11 patients"))
  says("methods", methods_text(arr), c("fewer than 30 days", "months 0 to 12 after the first start of alemtuzumab",
                                       "scaled for dispersion"))
}

tables_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = 1:4, sex = c("F", "F", "M", NA), birth = c("1980-01-01", "1970-01-01", "1960-01-01", NA)),
    data.frame(id = 1:4, drug = c("a", "a", "a", "b"), start = "2000-01-01"), data_lock = "2010-01-01"
  )
  base <- baseline_table(cohort)
  value <- function(row) base[match(row, base[[1]]), 2]
  compare("sex", value(c("Sex: F", "Sex: M")), c("2/3 (67 %)", "1/3 (33 %)"))
  compare("age", value("Age at start (years)"), "30.0 (25.0 to 35.0)")
  compare("ever on a drug", value("Ever on a"), "3/4 (75 %)")
  compare("years of follow-up", value("Follow-up (years)"), "10.0 (10.0 to 10.0)")
  periods <- audit_periods(cohort, before = period_before("a", 12), on = period_on("a"))
  says("caveats", what_numbers_cannot_say(cohort, periods), c("Patients without a day in a period", "4 patients"))
  made <- provenance_table(cohort, periods, list(Rates = audit_arr(5, years = 10, conf_level = 0.9)))
  version <- read.dcf(system.file("DESCRIPTION", package = "msaudit"))[1, "Version"]
  compare("version", made$Which[made$What == "msaudit"], unname(version))
  compare("a setting", made$Which[made$What == "Rates: conf_level"], "0.9")
}

report_by_hand <- function() {
  if (!rmarkdown::pandoc_available("2.0")) return(compare("not written without pandoc", TRUE, TRUE))
  cohort <- example_cohort("alemtuzumab-switch")
  file <- tempfile(fileext = ".html")
  on.exit(unlink(file))
  audit_report(cohort, example_periods(cohort), file, quiet = TRUE)
  says("report", readLines(file, warn = FALSE), c("2.49 (1.45 to 3.99)", "11/11", "regression to the mean", "Synthetic data"))
}
