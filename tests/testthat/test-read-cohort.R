# A folder of a hospital's habits: semicolons, a byte order mark, dd/mm dates,
# ids with leading zeros, blank cells.
hospital_folder <- function() {
  folder <- tempfile()
  dir.create(folder)
  write <- function(name, lines, mark = "") {
    writeLines(c(paste0(mark, lines[1]), lines[-1]), file.path(folder, name), useBytes = TRUE)
  }
  write("patients.csv", c("PATIENT_ID;sex", "007;F", "011;M"), mark = "\xef\xbb\xbf")
  write("treatments.csv", c("PATIENT_ID;drug;start;stop", "007;Natalizumab;05/01/2009;",
                            "007;interferon;01/02/2005;31/12/2008"))
  write("relapses.csv", c("PATIENT_ID;DATE_OF_ONSET", "007;25/12/2004", "007;01/06/2009"))
  folder
}

test_that("a folder of CSV files is read as text, and its dates as it is told", {
  cohort <- read_cohort(hospital_folder(), data_lock = "31/03/2011", date_order = "dmy",
                        columns = c(id = "PATIENT_ID", onset = "DATE_OF_ONSET"))
  expect_equal(cohort$patients$id, c("007", "011"))
  expect_equal(cohort$data_lock, as.integer(as.Date("2011-03-31")))
  expect_equal(cohort$treatments$stop, c(as.integer(as.Date("2008-12-31")), NA))
  # A relapse before any treatment, and a patient without one.
  expect_equal(cohort$relapses$onset, as.integer(as.Date(c("2004-12-25", "2009-06-01"))))
  expect_named(cohort$files, c("patients", "treatments", "relapses"))
  x <- audit_arr(cohort, audit_periods(cohort, on = period_on("natalizumab")))
  expect_equal(x$events, 1)
})

test_that("dates that could be read two ways stop, and say what to do", {
  expect_error(read_cohort(hospital_folder(), data_lock = "2011-03-31",
                           columns = c(id = "PATIENT_ID", onset = "DATE_OF_ONSET")),
               "`date_order`", class = "msaudit_data_error")
})

test_that("a file that must be there is missed by name", {
  folder <- hospital_folder()
  unlink(file.path(folder, "treatments.csv"))
  error <- expect_error(read_cohort(folder), "treatments.csv", class = "msaudit_argument_error")
  expect_equal(error$arg, "folder")
  expect_error(read_cohort(folder, sep = "|"), class = "msaudit_argument_error")
})
