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
               "`date_order = \"dmy\"`", class = "msaudit_data_error")
})

test_that("a file that must be there is missed by name", {
  folder <- hospital_folder()
  unlink(file.path(folder, "treatments.csv"))
  error <- expect_error(read_cohort(folder), "treatments.csv", class = "msaudit_argument_error")
  expect_equal(error$arg, "folder")
  expect_error(read_cohort(folder, sep = "|"), class = "msaudit_argument_error")
})

folder_with <- function(...) {
  folder <- tempfile()
  dir.create(folder)
  plain <- list(patients.csv = "id\n1\n2\n", treatments.csv = "id,drug,start\n1,a,2009-01-01\n")
  files <- utils::modifyList(plain, list(...))
  for (name in names(files)) {
    bytes <- if (is.raw(files[[name]])) files[[name]] else charToRaw(files[[name]])
    writeBin(bytes, file.path(folder, name))
  }
  folder
}
read_with <- function(..., options = list()) {
  do.call(read_cohort, c(list(folder_with(...), data_lock = "2011-01-01"), options))
}
relapse_file <- function(...) paste0(paste(c("id,onset,note", ...), collapse = "\n"), "\n")

test_that("bytes of another encoding stop with their line, and are read in it", {
  file <- c(charToRaw("id,onset,note\n1,2009-03-01,ok\n1,2009-07-01,n"), as.raw(0xe9), charToRaw("vrite\n2,2009-08-01,ok\n"))
  error <- expect_error(read_with(relapses.csv = file), "line 3", class = "msaudit_data_error")
  expect_equal(error$table, "relapses")
  cohort <- read_with(relapses.csv = file, options = list(encoding = "latin1"))
  expect_equal(nrow(cohort$relapses), 3L)
  expect_equal(cohort$relapses$note[2], "n\u00e9vrite")
  wide <- iconv(relapse_file("1,2009-03-01,x"), "UTF-8", "UTF-16", toRaw = TRUE)[[1]]
  expect_error(read_with(relapses.csv = wide), class = "msaudit_data_error")
})

test_that("a stray quotation mark takes no rows with it", {
  for (note in c("say \"z", "\"said ok", "6\" scar", "\"a\"b")) {
    file <- relapse_file("1,2009-03-01,a", sprintf("1,2009-05-01,%s", note), "2,2010-06-01,b", "2,2010-09-01,7\" scar")
    expect_error(read_with(relapses.csv = file), "quotation mark in line [35]", class = "msaudit_data_error")
  }
  file <- relapse_file("1,2009-03-01,\"one, \"\"two\"\"\nthree\"", "2,2010-06-01,")
  cohort <- read_with(relapses.csv = file)
  expect_equal(cohort$relapses$note, c("one, \"two\"\nthree", NA))
})

test_that("ragged and empty files stop by name", {
  expect_error(read_with(relapses.csv = relapse_file("1,2009-03-01")), "relapses.csv has 2 fields",
               class = "msaudit_data_error")
  expect_error(read_with(relapses.csv = ""), "relapses.csv is empty", class = "msaudit_data_error")
})

test_that("all files at fault are in one error", {
  error <- expect_error(read_with(relapses.csv = relapse_file("1,2009-03-01"), mri.csv = "", events.csv = "id,term\n1,a\"b\n"),
                        class = "msaudit_data_error")
  expect_equal(error$faults$table, c("relapses", "events", "mri"))
  expect_match(conditionMessage(error), "relapses.csv has 2 fields.*events.csv has a quotation mark in line 2.*mri.csv is empty")
})

test_that("what spreadsheets leave behind is passed over", {
  cohort <- read_with(patients.csv = "id,sex,,\r\n1,F,,\r\n2,M,,\r\n,,,\r\n")
  expect_equal(cohort$patients$id, c("1", "2"))
  expect_equal(findings(cohort)$problem, "empty_row")
  expect_error(read_with(patients.csv = "id,\n1,x\n"), "has values and no name", class = "msaudit_data_error")
})

test_that("decimal commas are read as they are told", {
  file <- "id;date;test;value;unit;ref_low\n1;2009-05-01;lymphocytes;<0,4;10^9/L;1,0\n"
  cohort <- read_with(labs.csv = file, options = list(dec = ","))
  expect_equal(cohort$labs$value, 0.4)
  expect_equal(cohort$labs$ref_low, 1)
  as_points <- findings(read_with(labs.csv = file))
  expect_equal(as_points$problem, c("unreadable_limit", "unreadable_value"))
  expect_match(as_points$done, "^(taken as missing|left out) \\(a decimal comma\\? Give `dec = \",\"`")
  mri <- "id;date;t2_volume\n1;2009-05-01;3,4\n"
  expect_error(read_with(mri.csv = mri), "not \"3,4\" (a decimal comma? Give `dec", fixed = TRUE, class = "msaudit_data_error")
  expect_equal(read_with(mri.csv = mri, options = list(dec = ","))$mri$t2_volume, 3.4)
})

test_that("tabs separate columns too, and a comma before decimals is guessed at", {
  folder <- tempfile()
  dir.create(folder)
  put <- function(name, lines, sep) writeLines(gsub("|", sep, lines, fixed = TRUE), file.path(folder, paste0(name, ".csv")))
  put("patients", c("id|sex", "01|F"), "\t")
  put("treatments", c("id|drug|start", "01|a|2009-01-01"), "\t")
  put("labs", c("id|date|test|value|unit|ref_low", "01|2009-02-01|lymphocytes|0,3|10^9/L|1,0"), "\t")
  cohort <- read_cohort(folder, data_lock = "2010-01-01")
  expect_equal(cohort$patients$id, "01")
  expect_equal(nrow(cohort$labs), 0)
  expect_match(findings(cohort)$done, "`dec = \",\"`")
  expect_equal(read_cohort(folder, data_lock = "2010-01-01", sep = "\t", dec = ",")$labs$value, 0.3)
  expect_error(read_cohort(tempfile()), "There is no folder", class = "msaudit_argument_error")
})

# What is 1.234 where a comma goes before decimals: by hand, it may be 1234.
test_that("with a decimal comma, a number with a point is listed, and taken as missing if it may be a thousand", {
  file <- "id;date;test;value;unit;ref_low\n1;2009-05-01;platelets;1.234;10^9/L;150,5\n2;2009-05-01;platelets;2.5;10^9/L;1.000\n"
  cohort <- read_with(labs.csv = file, options = list(dec = ","))
  expect_equal(cohort$labs$value, 2.5)
  expect_true(is.na(cohort$labs$ref_low))
  found <- as.data.frame(findings(cohort))
  expect_equal(found[c("row", "problem", "value")],
               data.frame(row = c(1, 1, 2, 2), problem = c("grouped_number", "missing_value", "grouped_number", "point_in_number"),
                          value = c("1.234", NA, "1.000", "2.5")))
  mri <- "id;date;t2_volume;gd;note\n1;2009-05-01;0.123;<1.000;1.234\n"
  cohort <- read_with(mri.csv = mri, options = list(dec = ","))
  expect_equal(cohort$mri$t2_volume, 0.123)
  expect_equal(cohort$mri$note, "1.234")
  expect_equal(findings(cohort)$problem, c("grouped_number", "point_in_number"))
  # Text and days have points of their own.
  file <- "id;drug;start\n1;a1.234;05.03.2009\n2;1,5;06.03.2009\n"
  cohort <- read_with(treatments.csv = file, options = list(dec = ",", date_order = "dmy"))
  expect_equal(levels(cohort$treatments$drug), c("1,5", "a1.234"))
  expect_equal(nrow(findings(cohort)), 0)
})

test_that("a first line that says the separator is understood and passed over", {
  for (mark in c("sep=;", "\"sep=;\"", "SEP=;")) {
    cohort <- read_with(patients.csv = paste0("\xef\xbb\xbf", mark, "\r\nid;note\r\n1;a,b,c\r\n2;d\r\n"))
    expect_equal(cohort$patients$note, c("a,b,c", "d"))
  }
  expect_equal(read_with(patients.csv = "sep=|\nid|sex\n1|F\n")$patients$sex, "F")
  expect_error(read_with(patients.csv = "sep=,\nid,note\n1,\"a\n"), "quotation mark in line 3")
  expect_error(read_with(patients.csv = "sep=,\n"), "is empty", class = "msaudit_data_error")
})

# R's own reader of a file is the witness, where each quotation mark is where it may be.
test_that("fields with quotation marks, accents and line ends are read as R reads them", {
  set.seed(7)
  bits <- c("a", "\u00e9", "\"", ",", "\n", " ", "\u4e2d", "z")
  for (i in 1:5) {
    note <- vapply(1:40, function(k) paste(sample(bits, sample(1:9, 1), TRUE), collapse = ""), "")
    quoted <- paste0("\"", gsub("\"", "\"\"", note, fixed = TRUE), "\"")
    text <- enc2utf8(paste0("id,onset,note\n", paste0("1,", as.Date("2009-01-01") + 1:40, ",", quoted, collapse = "\n"), if (i %% 2) "\n"))
    expect_silent(cohort <- read_with(relapses.csv = text))
    expect_equal(cohort$relapses$note, note)
  }
})

# Characters counted from the start for each mark took 35 s of such a file.
test_that("quotation marks are looked through in a time that grows as the file does", {
  rows <- strrep("1,2009-05-01,\"n\u00e9vrite, \"\"optique\"\"\"\n", 3000)
  bytes <- charToRaw(enc2utf8(paste0("id,onset,note\n", rows)))
  expect_lt(system.time(check_quotes(bytes, "f", "relapses", ",", 0L, NULL))[["user.self"]], 2)
})

test_that("what is no file, no folder or no encoding is an error that says so", {
  folder <- folder_with()
  dir.create(file.path(folder, "relapses.csv"))
  expect_error(read_cohort(folder), "relapses.csv is a folder", class = "msaudit_argument_error")
  file <- file.path(folder, "patients.csv")
  expect_error(read_cohort(file), "is a file, not a folder", class = "msaudit_argument_error")
  expect_error(read_with(options = list(encoding = "latin-99")), "There is no encoding \"latin-99\"", class = "msaudit_argument_error")
  expect_error(read_with(options = list(dec = c(".", ","))), "`dec` must be", class = "msaudit_argument_error")
})
