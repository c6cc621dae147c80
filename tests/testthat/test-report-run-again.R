# The code is run, where nothing is but what it makes; a report that it asks for is
# taken by a function of the same arguments in its place.
run_code <- function(lines, folder = ".") {
  expect_false(any(grepl("\n", lines)))
  # Nothing of this session but base R and what is attached.
  space <- new.env(parent = globalenv())
  space$audit_report <- function(...) list(...)
  before <- setwd(folder)
  on.exit(setwd(before))
  space$report <- eval(parse(text = lines, encoding = "UTF-8"), space)
  space
}

same_audit <- function(space, cohort, periods) {
  expect_identical(space$cohort[names(space$cohort) != "made"], cohort[names(cohort) != "made"])
  expect_identical(as.data.frame(space$periods), as.data.frame(periods))
  expect_identical(space$periods$texts, periods$texts)
}

params_of <- function(cohort, periods, ...) {
  params <- list(cohort = cohort, periods = periods, title = "Treatment audit", reference = periods$names[1],
                 composites = list(), landmark = 1, conf_level = 0.95, share = "team", min_cell = 5, free_text = NULL)
  params[names(list(...))] <- list(...)
  params
}

command_of <- function(params, file = "audit.html", min_cell = NULL) {
  run_again(params$cohort, params$periods, report_code(params, file), min_cell)
}

test_that("the example, its selections and all arguments come out again", {
  cohort <- select_patients(example_cohort(), drug = "alemtuzumab", from = "2009-08-01", prior = "natalizumab")
  cohort <- select_patients(cohort, min_follow_up = 3, ids = cohort$patients$id[-2])
  periods <- audit_periods(cohort, "On \"n\"" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", c(0, 12)))
  composites <- c(lab_definitions("thyroid"), list(lab_rule(wbc = "low", neutrophils = "not low", name = "l")))
  params <- params_of(cohort, periods, title = "Caf\u00e9's \"audit\" \\ ```", reference = "Year after", composites = composites,
                      landmark = 3, conf_level = 0.9)
  space <- run_code(command_of(params, "some/where/audit.docx"))
  same_audit(space, cohort, periods)
  expect_identical(vapply(space$report$composites, format, ""), vapply(composites, format, ""))
  expect_identical(space$report[c("title", "reference", "landmark", "conf_level")],
                   params[c("title", "reference", "landmark", "conf_level")])
  expect_identical(unname(space$report[1:3]), list(space$cohort, space$periods, "some/where/audit.docx"))
  expect_length(space$report, 8)
})

test_that("a folder is read again as it was read", {
  folder <- tempfile("folder-")
  dir.create(file.path(folder, "tables"), recursive = TRUE)
  put <- function(name, ...) writeLines(iconv(c(...), "UTF-8", "latin1"), file.path(folder, "tables", name), useBytes = TRUE)
  put("patients.csv", "nr;centre;follow_up_start", "01;M\u00fcnchen;01/02/2009", "02;K\u00f6ln;01/03/2009")
  put("treatments.csv", "nr;drug;start", "01;a;05/03/2010", "02;b;06/03/2010")
  put("labs.csv", "nr;DAY;test;value;unit", "01;07/03/2010;alt;40,5;U/L")
  before <- setwd(folder)
  on.exit(setwd(before))
  cohort <- read_cohort("tables", data_lock = as.Date("2011-03-31"), date_order = "dmy", dec = ",", encoding = "latin1",
                        columns = list(patients = c(id = "nr"), treatments = c(id = "nr"), labs = c(id = "nr", date = "DAY")))
  starts <- as.Date(c("2010-01-01", "2010-04-01"))
  periods <- periods_by_drug(cohort, starts, starts + 89, names = c("Q1", "Q2"), drugs = c("b", "a"), extend = c(a = 30))
  setwd(before)
  same_audit(run_code(command_of(params_of(cohort, periods)), folder), cohort, periods)
  # For those outside the folder is a word, and the rest is code.
  outside <- command_of(params_of(cohort, periods, share = "outside", min_cell = 9, free_text = "term"), "/home/me/audit.html", 9)
  expect_false(any(grepl("\"tables\"|/home/me", outside)))
  expect_match(outside, "read_cohort(", fixed = TRUE, all = FALSE)
  expect_match(outside, "folder of the tables", all = FALSE)
  given <- as.list(str2lang(paste(outside[grep("^audit_report", outside):length(outside)], collapse = "\n")))
  expect_identical(given[-(1:3)], list("audit.html", share = "outside", min_cell = 9, free_text = "term"), ignore_attr = TRUE)
})

test_that("what was in memory alone is said in words, and all else is code", {
  cohort <- select_patients(small_cohort(), drug = "natalizumab", ids = c("001", "002"))
  periods <- audit_periods(cohort, data.frame(id = "001", period = "p", start = "2008-01-01", stop = "2009-01-01"))
  lines <- command_of(params_of(cohort, periods))
  expect_match(lines, "^# cohort: of audit_cohort\\(\\), from tables of 3 patients, .* that were in memory", all = FALSE)
  expect_match(lines, "^# periods: .* in memory", all = FALSE)
  expect_match(lines, "select_patients(cohort, drug = \"natalizumab\", ids = c(\"001\", \"002\"))", fixed = TRUE, all = FALSE)
  space <- new.env(parent = globalenv())
  space$cohort <- small_cohort()
  eval(parse(text = lines[!grepl("^audit_report", lines)]), space)
  expect_identical(space$cohort, cohort)
  outside <- command_of(params_of(cohort, periods, share = "outside"), min_cell = 5)
  expect_false(any(grepl("001|tables of 3", outside)))
  expect_match(outside, "^# then the patients named by `ids`", all = FALSE)
  expect_match(outside, "select_patients(cohort, drug = \"natalizumab\")", fixed = TRUE, all = FALSE)
})
