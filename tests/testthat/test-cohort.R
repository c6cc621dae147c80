test_that("tables come in order of patient and day, with the rows they came from", {
  cohort <- small_cohort()
  expect_equal(cohort$patients$id, c("001", "002", "003"))
  expect_equal(cohort$patients$row, c(2, 1, 3))
  expect_equal(cohort$treatments$patient, c(1, 1, 2))
  expect_equal(cohort$treatments$start, as.integer(as.Date(c("2008-01-01", "2010-01-15", "2009-02-01"))))
  expect_equal(cohort$patients$to, rep(as.integer(as.Date("2011-03-31")), 3))
  expect_equal(nrow(findings(cohort)), 0)
})

test_that("what was passed is not changed, and the order of rows changes nothing", {
  tables <- small_tables()
  before <- lapply(tables, identity)
  plain <- do.call("audit_cohort", tables)
  expect_identical(tables, before)
  set.seed(3)
  for (i in 1:5) {
    shuffled <- lapply(tables, function(x) if (is.data.frame(x)) x[sample(nrow(x)), , drop = FALSE] else x)
    again <- do.call("audit_cohort", shuffled)
    for (table in names(table_specs)) {
      drop <- function(x) x[[table]][setdiff(names(x[[table]]), "row")]
      expect_identical(drop(again), drop(plain))
    }
  }
})

# Latin 1 and UTF-8 have the same letters, but not in one order of their bytes.
test_that("the encoding of text changes nothing", {
  in_latin1 <- function(x, rows) replace(x, rows, iconv(x[rows], "UTF-8", "latin1"))
  id <- c("P\u00e91", "P\u00ea2", "Pz3", "P\u00e84")
  patients <- data.frame(id = id, follow_up_start = 0, follow_up_end = 900,
                         centre = c("K\u00f6ln", "Z\u00fcrich", "\u00c5bo", "K\u00f6ln"))
  treatments <- data.frame(id = id, drug = "a", start = 0)
  plain <- audit_cohort(patients, treatments)
  for (rows in list(1, 2, 4, 1:4)) {
    as <- transform(patients, id = in_latin1(id, rows), centre = in_latin1(centre, rows))
    expect_identical(audit_cohort(as, transform(treatments, id = in_latin1(id, rows)))[c("patients", "treatments")],
                     plain[c("patients", "treatments")])
    arr <- function(cohort) audit_arr(cohort, audit_periods(cohort, "On a" = period_on("a")), by = "centre")
    with_relapses <- function(patients) {
      arr(audit_cohort(patients, treatments, relapses = data.frame(id = id[c(1, 1, 3)], onset = c(30, 300, 50))))
    }
    expect_identical(as.data.frame(with_relapses(as)), as.data.frame(with_relapses(patients)))
    group <- c("\u00e9", "\u00ea", "z", "\u00e8")
    expect_identical(curve_mcf(0, 1:4, 1, in_latin1(id, rows), group = in_latin1(group, rows)),
                     curve_mcf(0, 1:4, 1, id, group = group))
    data <- data.frame(id = id[c(1:4, 1:4)], relapses = c(1, 0, 2, 1, 0, 1, 1, 3), years = 1, site = group[c(1, 2, 1, 2)])
    model <- function(data) as.data.frame(audit_arr_model(relapses ~ site, data))
    expect_identical(model(transform(data, site = in_latin1(site, rows))), model(data))
  }
})

test_that("data.table, tibble, factors, labelled and POSIXct columns read alike", {
  plain <- small_cohort()
  as_factor <- lapply(small_tables(), function(x) {
    if (is.data.frame(x)) as.data.frame(lapply(x, function(y) if (is.character(y)) factor(y) else y)) else x
  })
  with_factors <- do.call("audit_cohort", as_factor)
  expect_identical(with_factors$relapses, plain$relapses)
  expect_identical(with_factors$treatments[1:4], plain$treatments[1:4])
  dates <- small_tables()$relapses
  dates$onset <- as.POSIXct(paste(dates$onset, "23:50"), tz = "Australia/Sydney")
  expect_identical(small_cohort(relapses = dates)$relapses, plain$relapses)
  if (requireNamespace("data.table", quietly = TRUE)) {
    as_table <- lapply(small_tables(), function(x) if (is.data.frame(x)) data.table::as.data.table(x) else x)
    expect_identical(do.call("audit_cohort", as_table), plain)
  }
  skip_if_not_installed("tibble")
  tibbles <- lapply(small_tables(), function(x) if (is.data.frame(x)) tibble::as_tibble(x) else x)
  expect_identical(do.call("audit_cohort", tibbles), plain)
})

test_that("columns can have other names", {
  tables <- small_tables()
  names(tables$relapses) <- c("PATIENT_ID", "DATE_OF_ONSET")
  cohort <- do.call("audit_cohort", c(tables, list(
    columns = list(relapses = c(id = "PATIENT_ID", onset = "DATE_OF_ONSET"))
  )))
  expect_identical(cohort$relapses, small_cohort()$relapses)
  for (table in names(tables)) {
    if (is.data.frame(tables[[table]])) names(tables[[table]])[1] <- "PATIENT_ID"
  }
  names(tables$relapses)[2] <- "onset"
  cohort <- do.call("audit_cohort", c(tables, list(columns = c(id = "PATIENT_ID"))))
  expect_identical(cohort$treatments, small_cohort()$treatments)
})

test_that("further columns are kept", {
  cohort <- small_cohort(patients = cbind(small_tables()$patients, arm = c("b", "a", "c")))
  expect_equal(cohort$patients$arm, c("a", "b", "c"))
})

test_that("ids are matched as numbers or as text, and keep their zeros", {
  tables <- small_tables()
  numbers <- lapply(tables, function(x) {
    if (is.data.frame(x)) x$id <- as.integer(x$id)
    x
  })
  expect_identical(do.call("audit_cohort", numbers)$relapses, small_cohort()$relapses)
  numbers$relapses$id <- as.character(numbers$relapses$id)
  expect_identical(do.call("audit_cohort", numbers)$relapses, small_cohort()$relapses)
  expect_identical(small_cohort()$patients$id, c("001", "002", "003"))
})

test_that("follow-up ends with the first of the recorded end, death and data lock", {
  patients <- data.frame(id = 1:4, follow_up_end = c(900, NA, NA, 1500), death = c(NA, 800, NA, 700))
  cohort <- audit_cohort(patients, data.frame(id = 1, drug = "a", start = 0), data_lock = 1000)
  expect_equal(cohort$patients$to, c(900, 800, 1000, 700))
  expect_error(audit_cohort(patients, data.frame(id = 1, drug = "a", start = 0)),
               "Patient 3 has neither .* `data_lock =`, at row 3", class = "msaudit_data_error")
})

# Each stops the audit, and says where: table, column, row.
stops <- list(
  "leading zeros lost in all rows" = quote(with_column("relapses", "id", c(1, 1, 2))),
  "factor codes for ids" = quote(with_column("relapses", "id", c(3L, 1L, 2L))),
  "day first without date_order" = quote(with_cell("relapses", "onset", 2, "20/07/2008")),
  "impossible date" = quote(with_cell("relapses", "onset", 2, "2008-02-30")),
  "unreadable date" = quote(with_cell("relapses", "onset", 2, "summer 2008")),
  "year mistyped" = quote(with_cell("relapses", "onset", 2, "0208-07-20")),
  "partial date" = quote(with_cell("relapses", "onset", 2, "2008-07")),
  "infinite date" = quote(with_column("relapses", "onset", as.Date(c(1, Inf, 2), origin = "1970-01-01"))),
  "POSIXct near midnight without a zone" =
    quote(with_column("relapses", "onset", as.POSIXct(paste(c("2008-05-05", "2008-07-20", "2009-06-01"), "00:30")))),
  "patient twice, rows differ" = quote(with_cell("patients", "id", 2, "002")),
  "patient without id" = quote(with_cell("patients", "id", 2, NA)),
  "fractional id" = quote(with_column("relapses", "id", c(1, 1.5, 2))),
  "negative count" = quote(small_cohort(mri = data.frame(id = "001", date = c("2009-01-01", "2009-02-01"),
                                                         new_t2 = c(1, -1)))),
  "fractional count" = quote(small_cohort(mri = data.frame(id = "001", date = c("2009-01-01", "2009-02-01"),
                                                           gd = c(1, 0.5)))),
  "infinite count" = quote(small_cohort(mri = data.frame(id = "001", date = c("2009-01-01", "2009-02-01"),
                                                         gd = c(1, Inf)))),
  "volume in words" = quote(small_cohort(mri = data.frame(id = "001", date = c("2009-01-01", "2009-02-01"),
                                                          t2_volume = c("1", ">20")))),
  "grade above 5" = quote(small_cohort(events = data.frame(id = "001", term = "Rash", onset = "2009-01-01",
                                                           grade = c(1, 6)))),
  "EDSS above 10" = quote(small_cohort(visits = data.frame(id = "001", date = "2009-01-01",
                                                           edss = c(2, 25)))),
  "flag that is none" = quote(small_cohort(events = data.frame(id = "001", term = "Rash",
                                                               onset = "2009-01-01",
                                                               serious = c("yes", "perhaps"))))
)

for (name in names(stops)) local({
  case <- stops[[name]]
  test_that(paste("stops and names the row:", name), {
    error <- expect_error(eval(case), class = "msaudit_data_error")
    expect_true(error$table %in% names(table_specs))
    expect_true(nzchar(error$column))
    expect_true(error$row %in% 1:3)
    expect_match(conditionMessage(error), sprintf("at row %d($|; also )", error$row))
    expect_equal(as.character(error$call[[1]]), "audit_cohort")
  })
})

whole_columns <- list(
  "missing column" = quote(small_cohort(relapses = data.frame(id = "001"))),
  "misspelt column" = quote(small_cohort(relapses = data.frame(id = "001", onsett = "2009-01-01"))),
  "list column" = quote(small_cohort(relapses = data.frame(id = "001", onset = I(list("2009-01-01"))))),
  "numbers among dates" = quote(with_column("relapses", "onset", c(14000, 14100, 14200))),
  "column twice" = quote(small_cohort(relapses = data.frame(id = "001", onset = "2009-01-01",
                                                            onset = "2009-01-01", check.names = FALSE))),
  "logical id" = quote(with_column("relapses", "id", c(TRUE, FALSE, TRUE))),
  "difftime as a count" = quote(with_column("mri", "gd", as.difftime(3, units = "days"))),
  "matrix column" = quote(with_column("mri", "gd", matrix(1, 1, 2)))
)

for (name in names(whole_columns)) local({
  case <- whole_columns[[name]]
  test_that(paste("stops and names the column:", name), {
    error <- expect_error(eval(case), class = "msaudit_data_error")
    expect_true(error$table %in% c("relapses", "mri"))
    expect_true(nzchar(error$column))
  })
})

test_that("the hint names what is likely meant", {
  expect_error(small_cohort(relapses = data.frame(id = "001", onsett = "2009-01-01")), "did you mean `onsett`")
  expect_error(with_column("relapses", "id", c(1, 1, 2)), "leading zeros")
  text <- data.frame(id = c("a", "b", "c"), follow_up_end = "2011-01-01")
  expect_error(audit_cohort(text, data.frame(id = 1:3, drug = "x", start = "2009-01-01")),
               "codes of a factor")
})

# Each goes on, and is listed.
finding_of <- function(cohort) {
  found <- as.data.frame(findings(cohort))
  expect_equal(nrow(found), 1)
  found
}

goes_on <- list(
  list("id lost its zeros in one row", quote(with_cell("relapses", "id", 2, "1")), "unlisted_patient", 2),
  list("id is missing", quote(with_cell("relapses", "id", 2, NA)), "missing_id", 2),
  list("id is blank", quote(with_cell("relapses", "id", 2, " ")), "missing_id", 2),
  list("unknown patient", quote(with_cell("relapses", "id", 2, "999")), "unlisted_patient", 2),
  list("missing day", quote(with_cell("relapses", "onset", 2, NA)), "missing_day", 2),
  list("after data lock", quote(with_cell("relapses", "onset", 2, "2011-04-01")), "after_follow_up", 2),
  list("stop before start", quote(with_cell("treatments", "stop", 1, "2007-12-31")), "stop_before_start", 1),
  list("stop after follow-up", quote(with_cell("treatments", "stop", 3, "2012-01-01")),
       "stop_after_follow_up", 3),
  list("drug missing", quote(with_cell("treatments", "drug", 1, NA)), "missing_name", 1),
  list("term blank", quote(with_cell("events", "term", 2, "  ")), "missing_name", 2),
  list("test without a value", quote(with_cell("labs", "value", 1, NA)), "missing_value", 1),
  list("NaN in a count", quote(with_cell("mri", "gd", 1, NaN)), "not_a_number", 1),
  list("compared with itself", quote(with_cell("mri", "compare_date", 1, "2009-01-01")),
       "compare_not_before", 1),
  list("lesions without contrast", quote(with_cell("mri", "contrast", 1, FALSE)), "gd_without_contrast", 1),
  list("contrast not said", quote(with_cell("mri", "contrast", 1, NA)), "contrast_unknown", 1),
  list("EDSS off its grid", quote(with_cell("visits", "edss", 1, 2.25)), "off_grid", 1),
  list("EDSS of 0.5", quote(with_cell("visits", "edss", 1, 0.5)), "off_grid", 1),
  list("relapse ends before its onset", quote(with_column("relapses", "end", c(NA, "2008-01-01", NA))),
       "end_before_onset", 2),
  list("rows alike", quote(small_cohort(relapses = small_tables()$relapses[c(1, 2, 2, 3), ])), "alike", 3),
  list("a patient's row twice", quote(small_cohort(patients = small_tables()$patients[c(1, 2, 2, 3), ])),
       "alike", 3),
  list("rows alike when names are folded",
       quote(small_cohort(events = data.frame(id = "001", term = c("Rash", " rash"), onset = "2009-01-01"))),
       "alike", 2)
)

for (case in goes_on) local({
  case <- case
  test_that(paste("goes on, with a finding:", case[[1]]), {
    found <- finding_of(eval(case[[2]]))
    expect_equal(found$problem, case[[3]])
    expect_equal(found$row, case[[4]])
    expect_true(case[[3]] %in% names(finding_texts))
    expect_true(nzchar(found$done))
  })
})

test_that("an event after death counts nowhere", {
  patients <- cbind(small_tables()$patients, death = c("2009-05-31", NA, NA))
  found <- as.data.frame(findings(small_cohort(patients = patients)))
  expect_equal(found$table, c("relapses", "events"))
  expect_equal(found$problem, rep("after_follow_up", 2))
})

test_that("follow-up that ends before it starts gives no person-time, and is said", {
  patients <- small_tables()$patients
  patients$follow_up_start[1] <- "2012-01-01"
  cohort <- small_cohort(patients = patients)
  expect_true("follow_up_ends_before_start" %in% findings(cohort)$problem)
  periods <- audit_periods(cohort, all = period_follow_up())
  expect_equal(sort(unique(as.data.frame(periods)$id)), c("001", "003"))
})

test_that("of a whole hospital's laboratory, our patients' rows are used and the others counted", {
  labs <- data.frame(id = sprintf("%03d", rep(1:30, each = 10)), date = "2010-02-15", test = "wbc",
                     value = rep(1:10, 30))
  cohort <- small_cohort(labs = labs)
  expect_equal(nrow(cohort$labs), 30)
  expect_equal(sum(findings(cohort)$problem == "unlisted_patient"), 270)
})

test_that("no rows and one row, and tables that are not there", {
  empty <- small_tables()$relapses[0, ]
  expect_equal(nrow(small_cohort(relapses = empty)$relapses), 0)
  expect_null(small_cohort(relapses = NULL)$relapses)
  none <- audit_cohort(data.frame(id = character()), data.frame(id = character(), drug = character(),
                                                                 start = character()))
  expect_output(print(none), "0 patients")
  one <- audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = "a", start = 0), data_lock = 10)
  expect_output(print(one), "1 patient")
})

test_that("columns of nothing but NA are missing, whatever their type", {
  treatments <- small_tables()$treatments
  treatments$stop <- NA
  expect_identical(small_cohort(treatments = treatments)$treatments$stop, rep(NA_integer_, 3))
  expect_equal(nrow(small_cohort(mri = cbind(small_tables()$mri, active = NA))$mri), 1)
})

test_that("a factor with unused levels adds no drug and no term", {
  treatments <- small_tables()$treatments
  treatments$drug <- factor(treatments$drug, c("natalizumab", "alemtuzumab", "fingolimod"))
  expect_equal(levels(small_cohort(treatments = treatments)$treatments$drug), c("alemtuzumab", "natalizumab"))
})

test_that("names fold without regard to the locale", {
  expect_equal(fold(" TYSABRI "), "tysabri")
  expect_equal(fold("\u00c9ruption"), "\u00e9ruption")
})

test_that("a column near to one that is missing is doubted", {
  patients <- cbind(small_tables()$patients, follow_up_edn = "2011-01-01")
  found <- finding_of(small_cohort(patients = patients))
  expect_equal(found$problem, "unknown_column")
  expect_match(found$done, "follow_up_end")
})

test_that("a column whose name is taken is kept under another, and it is said", {
  patients <- cbind(small_tables()$patients, from = c("a", "b", "c"), row = 7:9)
  cohort <- small_cohort(patients = patients)
  expect_equal(cohort$patients$from_original, c("b", "a", "c"))
  expect_equal(cohort$patients$row, c(2, 1, 3))
  expect_equal(findings(cohort)$problem, rep("name_taken", 2))
  relapses <- cbind(small_tables()$relapses, patient = 1:3)
  expect_equal(small_cohort(relapses = relapses)$relapses$patient, c(1, 1, 2))
  mapped <- cbind(small_tables()$relapses, first_sign = c("2007-05-05", "2007-07-20", "2008-06-01"))
  cohort <- small_cohort(relapses = mapped, columns = list(relapses = c(onset = "first_sign")))
  expect_equal(cohort$relapses$onset[1], as.integer(as.Date("2007-05-05")))
  expect_equal(cohort$relapses$onset_original[1], "2008-05-05")
})

test_that("arguments that are not what they must be are classed errors", {
  wrong <- function(...) expect_error(small_cohort(...), class = "msaudit_argument_error")
  wrong(patients = NULL)
  wrong(treatments = NULL)
  wrong(data_lock = c("2011-01-01", "2011-02-01"))
  wrong(date_order = "ymd")
  wrong(columns = c(id = "nowhere"))
  wrong(columns = list(relapse = c(id = "x")))
  wrong(columns = list(relapses = c(begin = "onset")))
  expect_error(small_cohort(relapses = 1), class = "msaudit_argument_error")
})

test_that("printing fits 80 columns and says what came in", {
  shown <- capture.output(print(with_cell("relapses", "onset", 2, NA)))
  expect_lte(max(nchar(shown)), 80)
  expect_match(shown, "relapses   2 of 3", all = FALSE)
  expect_match(shown, "1 finding: see findings()", fixed = TRUE, all = FALSE)
  listed <- capture.output(print(findings(with_cell("relapses", "onset", 2, NA))))
  expect_match(listed, "1 record without a day; left out", all = FALSE)
})

test_that("what is recorded of strangers need not be readable", {
  labs <- data.frame(id = c("1", "77"), date = c("2009-05-01", "May"), test = c("lymphocytes", "crp"),
                     value = c("1", "neg"), unit = "10^9/L", ref_low = c("1", "x"), ref_high = c("neg", "<5"))
  cohort <- audit_cohort(data.frame(id = "1"), data.frame(id = "1", drug = "a", start = "2009-01-01"), labs = labs,
                         data_lock = "2010-01-01")
  expect_equal(findings(cohort)$problem, c("unreadable_limit", "unlisted_patient"))
  expect_equal(cohort$labs$value, 1)
  expect_true(is.na(cohort$labs$ref_high))
})

test_that("text whose bytes are none stops by table, column and row", {
  drug <- "Betaf\xe9ron"
  Encoding(drug) <- "UTF-8"
  error <- expect_error(audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = drug, start = 0), data_lock = 9),
                        "`drug` of `treatments`", class = "msaudit_data_error")
  expect_equal(error$row, 1)
})

test_that("limits of the laboratory that no range has are a finding, and no limits", {
  labs <- data.frame(id = "1", date = as.Date("2009-05-01") + 0:4, test = "wbc", value = 5, unit = "10^9/L",
                     ref_low = c(11, -1, 4, NA, 4), ref_high = c(4, 11, 11, 11, NA))
  cohort <- audit_cohort(data.frame(id = "1"), data.frame(id = "1", drug = "a", start = "2009-01-01"), labs = labs,
                         data_lock = "2010-01-01")
  found <- findings(cohort)
  expect_equal(found$problem, rep("impossible_limits", 2))
  expect_equal(found$row, 1:2)
  expect_equal(found$value, c("11 to 4", "-1 to 11"))
  expect_equal(cohort$labs$ref_low, c(NA, NA, 4, NA, 4))
  expect_equal(cohort$labs$ref_high, c(NA, NA, 11, 11, NA))
  expect_lte(max(nchar(capture.output(print(found)))), 80)
})

test_that("a column under another name is missed with what is there and how to name it", {
  tables <- small_tables()
  names(tables$mri)[2] <- "scanned"
  expect_error(do.call("audit_cohort", tables),
               "missing from `mri` \\(one row per scan\\), which has `scanned`; .*columns = list\\(mri = c\\(date = ")
  names(tables$mri)[2] <- "Date"
  expect_error(do.call("audit_cohort", tables), "did you mean `Date`\\? Then give `columns = list\\(mri = c\\(date = \"Date\"\\)\\)`")
  swapped <- small_tables()
  names(swapped$treatments)[2] <- "Medicine"
  swapped$columns <- c(Medicine = "drug")
  expect_error(do.call("audit_cohort", swapped), "our name comes first: c\\(drug = \"Medicine\"\\)")
})

test_that("Excel's numbers of days among dates are known for what they are", {
  tables <- small_tables()
  tables$relapses$onset <- c(39573, 39649, 39965)
  expect_error(do.call("audit_cohort", tables),
               "column `.*` of `.*`, not numbers; Excel's numbers of days become dates by")
})

test_that("printing lists the drugs by their patients, so that slips are seen", {
  treatments <- data.frame(id = c("001", "001", "002", "003"), drug = c("Tysabri", "tysabri ", "natalizumab", "Tysabri"),
                           start = "2009-01-01", stop = "2009-06-01")
  treatments$start[2] <- "2010-01-01"
  treatments$stop[2] <- NA
  lines <- capture.output(print(small_cohort(treatments = treatments)))
  expect_true("  patients by drug: Tysabri 2, natalizumab 1" %in% lines)
  many <- audit_cohort(data.frame(id = 1:14), data.frame(id = 1:14, drug = paste("drug", 101:114), start = 0), data_lock = 9)
  lines <- capture.output(print(many))
  expect_match(paste(lines, collapse = " "), "drug 112 1, and 2 more")
  expect_lte(max(nchar(lines)), 80)
})

# What Unicode says of case and of canonical equivalence.
test_that("space of any kind, accents and case beyond Latin 1 make no other name", {
  drug <- c("natalizumab", "natalizumab\u00a0", "\ufeffNATALI\u200bZUMAB", "\u0141\u00d3D\u0179", "\u0142\u00f3d\u017a",
            "\u0158E\u017dE", "r\u030cez\u030ce", "\u03a6\u0391\u03a1\u039c\u0391\u039a\u039f\u03a3", "\u03c6\u03ac\u03c1\u03bc\u03b1\u03ba\u03bf\u03c2")
  id <- c("a", "a\u00a0", "\u2009a", rep("a", 6))
  cohort <- audit_cohort(data.frame(id = "a"), data.frame(id = id, drug = drug, start = 1:9 * 10, stop = 1:9 * 10 + 5),
                         data_lock = 1000)
  expect_equal(nlevels(cohort$treatments$drug), 4)
  expect_equal(as.vector(table(cohort$treatments$drug)), c(3, 2, 2, 2)[order(order(c("NATALIZUMAB", "\u0141", "\u0158", "\u03a6"), method = "radix"))])
  expect_equal(nrow(findings(cohort)), 0)
})

# By hand, from the tables as they are written here.
test_that("all cells of all tables that cannot be read are in one error, with what to do", {
  tables <- small_tables()
  tables$patients$birth <- c("1970-01-01", "05/03/1971", "1980-02-30")
  tables$relapses <- data.frame(id = "001", onset = c(sprintf("%02d/03/2009", 1:9), "summer", "2009-01-01"))
  tables$mri$gd <- -1
  tables$visits$edss <- "3,5"
  tables$events$onset[2] <- "77/77/2009"
  error <- expect_error(do.call("audit_cohort", tables), class = "msaudit_data_error")
  lines <- strsplit(conditionMessage(error), "\n")[[1]]
  expect_equal(lines[1], "15 cells cannot be read:")
  expect_equal(error$faults$table, c("patients", "patients", "relapses", "relapses", "events", "mri", "visits"))
  expect_equal(error$faults$column, c("birth", "birth", "onset", "onset", "onset", "gd", "edss"))
  expect_equal(error$faults$cells, c(1, 1, 9, 1, 1, 1, 1))
  expect_equal(error$faults$row, c(2, 3, 1, 10, 2, 1, 1))
  expect_equal(unlist(error[c("table", "column", "row")], use.names = FALSE), c("patients", "birth", "2"))
  expect_match(lines[4], "`date_order = \"dmy\"`), not \"01/03/2009\", at row 1; also \"02/03/2009\" at row 2, \"03/03/2009\" at row 3 and 6 more",
               fixed = TRUE)
  expect_match(lines[8], "Give `dec = ", fixed = TRUE)
  # What is said of one is what is said of it alone.
  alone <- expect_error(with_cell("mri", "gd", 1, -1), class = "msaudit_data_error")
  expect_equal(paste("*", conditionMessage(alone)), lines[7])
  # With the order of dates, what is left is in one error too.
  tables$date_order <- "dmy"
  error <- expect_error(do.call("audit_cohort", tables), "^5 cells cannot be read", class = "msaudit_data_error")
  expect_equal(error$faults$cells, rep(1, 5))
})

test_that("whole columns and tables at fault are in the same error", {
  tables <- small_tables()
  names(tables$relapses)[2] <- "began"
  tables$events$grade <- c("1", "six")
  tables$mri$gd <- I(list(1))
  tables$labs$id <- "1"
  error <- expect_error(do.call("audit_cohort", tables), class = "msaudit_data_error")
  expect_equal(error$faults$table, c("relapses", "events", "labs", "mri"))
  expect_equal(error$faults$column, c("onset", "grade", "id", "gd"))
  # Whose ids cannot be read, of those nobody is a stranger; the other tables are read.
  tables <- small_tables()
  tables$patients$id <- c(1, 2.5, 3)
  tables$relapses$onset[3] <- "?"
  error <- expect_error(do.call("audit_cohort", tables), class = "msaudit_data_error")
  expect_equal(error$faults$column, c("id", "onset"))
})

test_that("findings that are alike are a line with their number", {
  labs <- data.frame(id = "001", date = as.Date("2009-01-01") + 1:452, test = "wbc", value = rep(c("neg", "5", "pos"), c(449, 1, 2)))
  found <- findings(small_cohort(labs = labs))
  expect_equal(nrow(found), 451)
  lines <- capture.output(print(found))
  expect_match(gsub(" +", " ", paste(lines, collapse = " ")), "labs: 451 records with a value that is no number of 0 or more; left out \"neg\" in 449, the first in row 1, id 001; row 451, id 001, \"pos\"; row 452, id 001, \"pos\"$")
  expect_lte(max(nchar(lines)), 80)
  for (n in list(NA, -5, "a", 1:2, NULL)) expect_error(print(found, n = n), "`n` must be", class = "msaudit_argument_error")
  expect_identical(capture.output(print(found, n = Inf)), lines)
  expect_match(capture.output(print(found, n = 0)), "and 3 more", all = FALSE)
})
