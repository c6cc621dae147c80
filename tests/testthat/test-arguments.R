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
