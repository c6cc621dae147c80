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
  says("result", results_text(arr), c("2.49 (95 % CI 1.42 to 4.37)", "17 relapses in 6.83 patient-years", "8 of 11 patients relapsing"))
  says("in a document", utils::capture.output(print(in_words(arr))), "2.49 (95 % CI 1.42 to 4.37)")
  says("abstract", audit_abstract(cohort, example_periods(cohort)), c("11 patients", "2.49", "0.11"))
  says("comparison", results_text(audit_compare(arr)), c("fell from 2.49", "to 0.11", "the same 11 patients"))
  says("methods", methods_text(arr), c("fewer than 30 days", "months 0 to 12 after the first start of alemtuzumab",
                                       "by t for the effective number of patients"))
}

tables_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = 1:4, sex = c("F", "F", "M", NA), birth = c("1980-01-01", "1970-01-01", "1960-01-01", NA)),
    data.frame(id = 1:4, drug = c("a", "a", "a", "b"), start = "2000-01-01"), data_lock = "2010-01-01"
  )
  base <- as.data.frame(audit_baseline(cohort))
  of <- function(outcome, measure, column = "estimate") base[[column]][base$outcome == outcome & base$measure == measure]
  compare("sex", of("sex", "proportion"), c(2 / 3, 1 / 3))
  # Of three whose birth is known; years are of 365.25 days.
  born <- as.Date(c("1980-01-01", "1970-01-01", "1960-01-01"))
  ages <- as.double(as.Date("2000-01-01") - born) / 365.25
  compare("age", c(of("age", "lower_quartile"), of("age", "median"), of("age", "upper_quartile")),
          stats::quantile(ages, c(0.25, 0.5, 0.75), names = FALSE))
  compare("of how many", c(of("age", "median", "patients"), of("age", "missing", "with_event")), c(3, 1))
  compare("ever on a drug", of("ever on", "proportion"), c(3 / 4, 1 / 4))
  compare("years of follow-up", of("follow-up", "median"), 3653 / 365.25)
  flow <- flow_table(select_patients(cohort, drug = "a"))
  compare("left at each step", flow$patients, c(4, 3))
  periods <- audit_periods(cohort, before = period_before("a", 12), on = period_on("a"))
  says("caveats", what_numbers_cannot_say(cohort, periods), c("Patients without a day in a period", "4 patients"))
  made <- provenance_table(cohort, periods, list(Rates = audit_arr(5, years = 10, conf_level = 0.9)))
  version <- read.dcf(system.file("DESCRIPTION", package = "msaudit"))[1, "Version"]
  compare("version", made$Which[made$What == "msaudit"], unname(version))
  compare("a setting", made$Which[made$What == "conf_level (all results)"], "0.9")
  refused <- audit_cohort(data.frame(id = 1), data.frame(id = c(1, 9, 8), drug = "a", start = 0), data_lock = 100)
  found <- findings_table(refused)
  compare("findings", c(found$Table, found$Records), c("treatments", "2"))
  says("methods of two results", definitions_and_methods(list(a = audit_arr(5, years = 10), b = audit_ae(0, patients = 11))),
       c("exact Poisson", "R package msaudit"))
  folder <- tempfile("cohort-")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  writeLines(c("id,sex", "1,F"), file.path(folder, "patients.csv"))
  writeLines(c("id,drug,start", "1,a,2010-01-01"), file.path(folder, "treatments.csv"))
  read <- read_cohort(folder, data_lock = "2011-01-01")
  code <- run_again(read, audit_periods(read, on = period_on("a")))
  compare("the code to run again is read by R", is.expression(parse(text = code)), TRUE)
  says("run again", code, c("read_cohort(", "2011-01-01"))
}

# A document of two chunks: the table has its number, the result its name.
document_by_hand <- function() {
  if (!rmarkdown::pandoc_available("2.0")) return(compare("not written without pandoc", TRUE, TRUE))
  file <- tempfile(fileext = ".Rmd")
  on.exit(unlink(c(file, sub("Rmd$", "html", file))))
  writeLines(c("---", "title: x", "---", "```{r}", "msaudit::report_setup()", "```", "```{r rates}",
               "msaudit::audit_arr(3, years = 2)", "```", "```{r}", "cat(\"shown:\", names(msaudit::shown_results()))", "```"), file)
  made <- rmarkdown::render(file, "html_document", quiet = TRUE, envir = new.env(parent = globalenv()))
  says("document", readLines(made, warn = FALSE), c("Table 1", "1.5", "shown: rates"))
}

report_by_hand <- function() {
  if (!rmarkdown::pandoc_available("2.0")) return(compare("not written without pandoc", TRUE, TRUE))
  cohort <- example_cohort("alemtuzumab-switch")
  cohort[c("events", "mri")] <- NULL # their pictures take seconds
  file <- tempfile(fileext = ".html")
  on.exit(unlink(file))
  audit_report(cohort, example_periods(cohort), file, quiet = TRUE)
  says("report", readLines(file, warn = FALSE), c("2.49 (1.42 to 4.37)", "11/11", "regression to the mean", "Synthetic data"))
}
