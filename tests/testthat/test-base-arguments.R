# Every function that needs an argument says in the package's own words that it is missing.

test_that("an argument that is not given is our own error, which names it", {
  functions <- Filter(is.function, mget(getNamespaceExports("msaudit"), asNamespace("msaudit")))
  needed <- lapply(functions, function(f) {
    needs <- vapply(formals(f), function(default) is.symbol(default) && !nzchar(as.character(default)), NA)
    setdiff(names(formals(f))[needs], "...")
  })
  # audit_periods() takes its cohort by name or as the first: it says what it lacks itself.
  asking <- needed[lengths(needed) > 0 & names(needed) != "audit_periods"]
  expect_gt(length(asking), 50)
  for (name in names(asking)) {
    error <- tryCatch(functions[[name]](), error = identity)
    expect_s3_class(error, "msaudit_argument_error")
    expect_identical(error$arg, asking[[name]][1], label = name)
    expect_match(conditionMessage(error), "is missing", fixed = TRUE)
    expect_identical(conditionCall(error), quote(functions[[name]]()))
  }
})

test_that("so is the next one, and one that is passed on", {
  cohort <- example_cohort()
  periods <- two_periods(cohort)
  arr <- audit_arr(cohort, periods)
  missing_in <- function(code) expect_error(code, class = "msaudit_argument_error")$arg
  expect_identical(missing_in(audit_records(arr)), "row")
  expect_identical(missing_in(audit_report(cohort, periods)), "file")
  expect_identical(missing_in(write_audit(arr)), "file")
  expect_identical(missing_in(audit_abstract(cohort)), "periods")
  outer <- function(x) audit_compare(x)
  expect_identical(missing_in(outer()), "x")
  expect_identical(missing_in(audit_periods()), "cohort")
})

# What each function that takes one of several words needs besides.
one_word_calls <- function() {
  cohort <- example_cohort()
  periods <- two_periods(cohort)
  lesions <- audit_lesions(cohort, periods)
  list(
    audit_arr.msaudit_cohort = list(cohort, periods), audit_lesion_free = list(cohort, periods),
    audit_lesions.default = list(c(1, 0), 1, 1:2), audit_lesions.msaudit_cohort = list(cohort, periods),
    audit_report = list(cohort, periods, tempfile(fileext = ".html")), autoplot.msaudit_cohort = list(cohort),
    autoplot.msaudit_lab_series = list(lab_series(cohort, "lymphocytes", "alemtuzumab")),
    autoplot.msaudit_lesion_comparison = list(audit_compare(lesions)), autoplot.msaudit_lesions = list(lesions),
    ci_proportion = list(1, 9), ci_rate = list(1, 9), ci_rate_patients = list(c(1, 0), c(1, 1)),
    compare_counts_paired = list(c(1, 2), c(0, 1)), compare_mcf = list(c(0, 0), c(5, 9), c(1, 0), 1:2, c("a", "b")),
    compare_proportions = list(1, 9, 2, 8), compare_proportions_paired = list(1, 2, 3, 4), compare_rates = list(1, 9, 2, 8),
    compare_rates_paired = list(c(1, 2), 1, c(0, 1), 1),
    compare_rates_patients = list(c(1, 0, 2), c(1, 1, 1), c("a", "b", "b")),
    compare_survival = list(c(5, 9), c(1, 0), c("a", "b")), fit_negative_binomial = list(c(1, 0, 3), c(1, 1, 1)),
    grade_labs = list(1, "lymphocytes", "10^9/L"), grading_rules = list(), lab_definitions = list(),
    period_since = list("alemtuzumab", 12), regression_to_mean = list(c(1, 2, 1)), report_setup = list()
  )
}

# The words that are the default of an argument; of `several` more than one may be asked for.
words_by_default <- function(name, several = c("audit_ae.msaudit_cohort measure", "audit_ae.msaudit_cohort competing", "grade_labs keep")) {
  f <- get(name, asNamespace("msaudit"))
  arguments <- if (is.function(f)) formals(f)
  arguments <- arguments[!paste(name, names(arguments)) %in% several]
  words <- lapply(arguments, function(default) if (is.call(default) && identical(default[[1]], quote(c))) eval(default))
  Filter(function(x) is.character(x) && length(x) > 1, words)
}

test_that("all words of a default are no choice where they are given", {
  skip_if_not_installed("ggplot2")
  calls <- one_word_calls()
  space <- asNamespace("msaudit")
  public <- c(getNamespaceExports(space), ls(space, pattern = "^audit_[a-z_]*[.]|^autoplot[.]"))
  expect_setequal(names(calls), Filter(function(name) length(words_by_default(name)) > 0, public))
  for (name in names(calls)) {
    words <- words_by_default(name)
    for (arg in names(words)) {
      error <- expect_error(do.call(name, c(calls[[name]], words[arg]), envir = space), class = "msaudit_argument_error")
      expect_identical(error$arg, arg, label = name)
      expect_match(conditionMessage(error), "must be one of", fixed = TRUE)
    }
  }
  # By a name of another kind too, and in the place of a period.
  words <- c("two.sided", "less", "greater")
  expect_error(ci_rate(1, 9, alternative = words), class = "msaudit_argument_error")
  expect_error(audit_compare(audit_arr(example_cohort(), two_periods(example_cohort())), reference = c("On natalizumab", "Year after")),
               class = "msaudit_argument_error")
})

test_that("a default that is passed on is a default", {
  inner <- function(...) ci_rate(1, 9, ...)
  outer <- function(words = c("two.sided", "less", "greater")) inner(alternative = words)
  expect_identical(outer(), ci_rate(1, 9))
  expect_error(outer(c("two.sided", "less", "greater")), class = "msaudit_argument_error")
})

test_that("what is no name, no count and no text is an error that names the argument", {
  cohort <- example_cohort()
  periods <- two_periods(cohort)
  bad <- "\xff\xfe"
  refused <- function(code, arg) {
    error <- expect_error(code, class = "msaudit_error")
    expect_match(conditionMessage(error), arg, fixed = TRUE)
  }
  refused(audit_arr(cohort, periods, by = bad), "`by`")
  refused(audit_arr(cohort, periods, severity = bad), "severity")
  refused(audit_stops(cohort, bad), "No course has the drug")
  refused(audit_curves(cohort, periods, outcome = bad), "`outcome`")
  refused(audit_baseline(cohort, at = bad), "No course has the drug")
  refused(audit_arr(cohort, periods, severity = structure(5L, levels = "a", class = "factor")), "`severity`")
  for (odd in list(sum, function(x) x, as.name("x"), globalenv())) {
    refused(audit_arr(cohort, periods, measure = odd), "`measure`")
    refused(audit_curves(cohort, periods, measure = odd), "`measure`")
    refused(compare_rates_patients(c(1, 0, 2, 1), rep(1, 4), c(1, 1, 2, 2), reference = odd), "`reference`")
    refused(grade_labs(1, odd, "U/L"), "`test`")
    refused(grade_labs(1, "ALT", odd), "`unit`")
    refused(period_before(odd, 12), "`drug`")
    refused(flow_table(cohort, odd), "`min_cell`")
    refused(findings_table(cohort, min_cell = odd), "`min_cell`")
  }
  refused(flow_table(cohort, .Machine$integer.max), "`min_cell`")
  refused(curve_turnbull(c(0, 1, 2), 0.5), "`right`")
  refused(ci_rate(1e300, 1), "`events`")
  refused(compare_proportions(1, 1e300, 2, 10), "`n1`")
  refused(audit_abstract(cohort, periods, each = "Category"), "`each`")
})

test_that("periods are named and found whatever the case, the space and the way accents are written", {
  # Names of arguments are R's own symbols, which are of the locale.
  skip_if_not(l10n_info()$`UTF-8`)
  cohort <- example_cohort()
  periods <- function(names) {
    do.call(audit_periods, structure(list(cohort, period_on("natalizumab"), period_since("alemtuzumab", 12)), names = c("cohort", names)))
  }
  before <- "Pr\u00e9"
  decomposed <- "PRE\u0301\u00a0"
  arr <- audit_arr(cohort, periods(c(before, "After")))
  expect_equal(audit_compare(arr, reference = decomposed), audit_compare(arr, reference = before))
  expect_error(periods(c(before, decomposed)), "Two periods have the name", class = "msaudit_argument_error")
  expect_equal(periods(c(" A\u00a0", "B"))$names, c("A", "B"))
  frame <- data.frame(id = cohort$patients$id[1:2], period = c("A", "A\u00a0"), start = as.Date("2010-01-01"), stop = as.Date("2010-02-01"))
  expect_error(audit_periods(cohort, frame), "Two periods have the name", class = "msaudit_argument_error")
  frame$period <- "A\u00a0"
  expect_equal(audit_periods(cohort, frame)$names, "A")
  expect_equal(nrow(audit_arr(1:2, years = c(1, 1), period = c("A", "A\u00a0"), id = 1:2)), 1)
})

test_that("names of columns are found without the space and the marks around them", {
  treatments <- function(name) structure(data.frame(1, "a", 0, 30), names = c("\ufeffid", "drug", " start", name))
  for (name in c("\ufeffstop", "stop\u00a0", "stop ", "\u200bstop")) {
    cohort <- audit_cohort(data.frame(id = 1), treatments(name), data_lock = 900)
    expect_equal(cohort$treatments$stop, 30)
    expect_equal(nrow(findings(cohort)), 0)
  }
  cohort <- audit_cohort(data.frame(id = 1), treatments("End date\u00a0"), data_lock = 900, columns = list(treatments = c(stop = "End date")))
  expect_equal(cohort$treatments$stop, 30)
})

test_that("hyphens, apostrophes and letters of another width or joined are the plain ones", {
  alike <- list(c("peg-ifn", "PEG\u2011IFN", "peg\u2013ifn"), c("Crohn's", "Crohn\u2019s"), c("AB", "\uff21\uff42"), c("fi", "\ufb01"), c("a", "a\ufe0f"))
  for (names in alike) expect_length(unique(fold(names)), 1)
})

test_that("a series of laboratory values is printed with points", {
  withr <- options(OutDec = ",")
  on.exit(options(withr))
  lines <- utils::capture.output(print(lab_series(example_cohort(), "lymphocytes", "alemtuzumab")))
  expect_false(any(grepl("[0-9],[0-9]{2}( |$)", lines)))
  expect_true(any(grepl("[0-9][.][0-9]", lines)))
})
