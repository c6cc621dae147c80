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
