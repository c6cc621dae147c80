# Tables and arguments that nobody means, and that scripts make none the less. Each is an
# error of our own that names what is at fault.
patients <- data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 900, g = c("a", "b", "b"))
treatments <- data.frame(id = 1:3, drug = "a", start = 0)
cohort <- audit_cohort(patients, treatments, relapses = data.frame(id = 1, onset = 50))
not_utf8 <- function() {
  text <- "p\xe9"
  Encoding(text) <- "UTF-8"
  text
}
by_hand <- function(...) structure(list(...), class = "data.frame", row.names = 1:3)

test_that("a data frame whose columns differ in length, or that has a name twice, is named", {
  expect_error(audit_cohort(patients, treatments, relapses = by_hand(id = 1:3, onset = 1:2)),
               "Column `onset` of `relapses` has 2 rows, where the table has 3", class = "msaudit_data_error")
  expect_error(audit_cohort(by_hand(id = 1:3, sex = "F"), treatments, data_lock = 9), "Column `sex` of `patients` has 1 row", class = "msaudit_data_error")
  frame <- by_hand(id = 1:3, period = "x", start = 0, stop = 9)
  for (use in list(audit_periods, audit_arr)) expect_error(use(cohort, frame), "Column `period` of `periods`", class = "msaudit_data_error")
  twice <- data.frame(id = 1, period = "x", start = 0, stop = 9, stop = 10, check.names = FALSE)
  expect_error(audit_periods(cohort, twice), "`stop` is in `periods` twice", class = "msaudit_data_error")
  expect_error(audit_arr_model(relapses ~ arm, by_hand(relapses = 1:3, years = 1:3, arm = "a")), "Column `arm` of `cohort`", class = "msaudit_data_error")
})

test_that("raw and complex columns are refused where they are read, and in `by`", {
  for (type in c("raw", "complex")) {
    odd <- as.vector(1:3, type)
    with <- function(table, ...) cbind(table, ...)
    refused <- function(expr, column) expect_error(expr, sprintf("Column `%s` of `[a-z]+` must be", column), class = "msaudit_data_error")
    refused(audit_cohort(with(patients, sex = odd), treatments), "sex")
    refused(audit_cohort(with(patients, centre = odd), treatments), "centre")
    refused(audit_cohort(with(patients, birth = odd), treatments), "birth")
    refused(audit_cohort(patients, with(treatments, stop_reason = odd)), "stop_reason")
    labs <- data.frame(id = 1:3, date = 5, test = "wbc", value = 3)
    for (column in c("unit", "sample", "ref_low")) refused(audit_cohort(patients, treatments, labs = do.call(with, structure(list(labs, odd), names = c("", column)))), column)
    kept <- audit_cohort(with(patients, own = odd), treatments)
    expect_error(audit_arr(audit_cohort(with(patients, own = odd), treatments, relapses = data.frame(id = 1, onset = 5)),
                           audit_periods(kept, on = period_on("a")), by = "own"), "Column `own` of `patients`", class = "msaudit_data_error")
  }
})

test_that("names of periods that are none are errors", {
  frame <- function(period) {
    x <- data.frame(id = 1, period = "x", start = 0, stop = 9)
    x$period <- period
    x
  }
  broken <- structure(5L, levels = "x", class = "factor")
  for (period in list(data.frame(a = "x"), broken, not_utf8(), I(list("x")), 1i, "", " ", NA)) {
    expect_error(audit_periods(cohort, frame(period)), "Column `period` of `periods` must be", class = "msaudit_data_error")
  }
  # Names of arguments are changed to the locale's text, which has no such letter to refuse in C's.
  skip_if_not(l10n_info()$`UTF-8`, "a locale of UTF-8")
  expect_error(do.call(audit_periods, c(list(cohort), structure(list(period_on("a")), names = not_utf8()))), "no text in the encoding", class = "msaudit_argument_error")
})

test_that("arguments of two, missing ones, and columns mapped twice are errors", {
  wrong <- function(expr, words) expect_error(expr, words, class = "msaudit_argument_error")
  wrong(audit_cohort(patients, treatments, date_order = c("dmy", "mdy")), "`date_order` must be \"dmy\" or \"mdy\", not")
  two <- data.frame(A = 1:3, B = 1:3, follow_up_end = 9)
  wrong(audit_cohort(two, treatments, columns = list(patients = c(id = "A", id = "B"))), "maps `id` of `patients` twice, to `A`, `B`")
  wrong(audit_cohort(two, treatments, columns = c(id = "A", id = "B")), "maps `id` of `patients` twice")
  wrong(audit_cohort(two, treatments, columns = list(patients = c(id = "A", onset = "A"))), "maps `A` of `patients` twice, from `id`, `onset`")
  wrong(audit_cohort(two, treatments, columns = list(patients = "A")), "`columns` must be")
  # One map may name what each table calls its own.
  apart <- audit_cohort(data.frame(A = 1:3, follow_up_end = 9), data.frame(B = 1, drug = "a", start = 0), columns = c(id = "A", id = "B"))
  expect_equal(nrow(apart$treatments), 1)
  for (call in list(quote(audit_cohort()), quote(audit_cohort(patients)), quote(read_cohort()), quote(findings()), quote(select_patients()),
                    quote(period_on()), quote(period_since("a")), quote(period_before(months = 3)), quote(period_gap("a")), quote(period_calendar("2010-01-01")),
                    quote(lab_sequence(name = "x")))) {
    error <- wrong(eval(call), "is missing: it has no default")
    expect_equal(as.character(error$call[[1]]), as.character(call[[1]]))
  }
})

test_that("numbers that are too long, and counts that nobody has, name where they are", {
  for (text in c(paste0("< ", strrep("9", 400)), paste0("> ", strrep("0", 1000)), "< 1.2.3", "< .")) {
    expect_error(lab_rule(wbc = text, name = "r"), "`wbc` must be conditions with a number", class = "msaudit_argument_error")
  }
  for (value in c(1e300, 2e9, 1e16)) {
    mri <- data.frame(id = 1, date = 100, compare_date = 1, new_t2 = value)
    error <- expect_error(audit_cohort(patients, treatments, mri = mri), "`new_t2` of `mri` must be a number that can be counted", class = "msaudit_data_error")
    expect_equal(error$row, 1)
  }
  mri <- data.frame(id = 1:2, date = 100, compare_date = 1, new_t2 = c(">99999999999999999999", ">1"), gd = c("1e400", "2"))
  expect_error(audit_cohort(patients, treatments, mri = mri), "Column `gd` of `mri` must be a finite number, not \"1e400\"", class = "msaudit_data_error")
  expect_equal(findings(audit_cohort(patients, treatments, mri = mri[-4 - 1]))$problem, c("unreadable_count", "verbal_count"))
})

test_that("texts of any length are cut in messages and in what is printed of findings", {
  long <- strrep("x", 1e6)
  short <- function(expr) {
    error <- expect_error(expr, class = "msaudit_error")
    expect_lt(nchar(conditionMessage(error)), 400)
    expect_match(conditionMessage(error), "xxx...", fixed = TRUE)
  }
  short(audit_cohort(patients, treatments, data_lock = 900, relapses = data.frame(id = 1, onset = 1, severity = "a", confirmed = long)))
  short(audit_periods(cohort, on = period_on(long)))
  short(audit_arr(cohort, audit_periods(cohort, on = period_on("a")), by = long))
  short(audit_cohort(patients, treatments, columns = c(id = long)))
  short(audit_cohort(patients, treatments, columns = structure(list(c(id = "id")), names = long)))
  short(audit_cohort(structure(data.frame(1, 2, 3), names = c("id", long, long)), treatments))
  short(select_patients(cohort, ids = long))
  short(ci_rate(long, 2))
  short(lab_rule(wbc = long, name = "r"))
  short(read_cohort(long))
  labs <- data.frame(id = c("1", long), date = 5, test = "wbc", value = c(long, "1"))
  expect_lt(max(nchar(capture.output(print(findings(audit_cohort(patients, treatments, labs = labs)))))), 81)
})

test_that("no warning of R's own reaches the reader of a folder, with or without a home", {
  folder <- tempfile()
  dir.create(folder)
  put <- function(name, text) cat(text, file = file.path(folder, name))
  put("patients.csv", "id\n1")
  put("treatments.csv", "id,drug,start\n1,a,2009-01-01")
  put("mri.csv", "id,date,new_t2,gd,t2_volume\n1,2009-05-01,stable,>3,1e3\n1,2009-06-01,1 to 3,2,.5")
  put("labs.csv", "id,date,test,value,unit,ref_low\n1,2009-05-01,wbc,<1,10^9/L,neg\n1,2009-05-02,wbc,1e,10^9/L,")
  expect_silent(cohort <- read_cohort(folder, data_lock = "2010-01-01"))
  expect_equal(c(nrow(cohort$mri), nrow(cohort$labs)), c(2, 1))
  skip_on_os("windows")
  code <- sprintf("options(warn = 2); library(msaudit); x <- read_cohort('%s', data_lock = '2010-01-01'); cat(nrow(x$mri))", folder)
  out <- system2("env", c("-u", "HOME", file.path(R.home("bin"), "Rscript"), "-e", shQuote(code)), stdout = TRUE,
                 env = sprintf("R_LIBS=%s", shQuote(paste(.libPaths(), collapse = .Platform$path.sep))))
  expect_identical(out, "2")
})
