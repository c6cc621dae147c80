test_that("every export has a requirement, every requirement a case, every case its code", {
  trace <- traceability()
  exports <- getNamespaceExports("msaudit")
  expect_identical(setdiff(exports, unlist(words(trace$exports))), character())
  expect_identical(setdiff(unlist(words(trace$exports)), exports), character())
  expect_identical(unique(trace$requirement[is.na(trace$case)]), character())

  cases <- validation_table("cases")
  requirements <- validation_table("requirements")
  expect_identical(setdiff(unlist(words(cases$requirement)), requirements$requirement), character())
  expect_false(anyDuplicated(cases$case) > 0 || anyDuplicated(requirements$requirement) > 0)
  expect_true(all(nzchar(unlist(requirements)) & all(nzchar(unlist(cases[1:4])))))
  expect_true(all(requirements$risk %in% c("high", "medium", "low")))
  oracles <- c("hand calculation", "published table", "other software", "exact enumeration", "simulation")
  expect_identical(setdiff(cases$oracle, oracles), character())
  space <- case_space(new.env())
  expect_identical(setdiff(cases$case, ls(space)), character())
})

test_that("no code of the cases lies idle", {
  space <- case_space(new.env())
  used <- unlist(lapply(mget(ls(space), space), function(x) if (is.function(x)) c(all.names(body(x)), all.names(as.call(c(quote(f), formals(x)))))))
  expect_identical(setdiff(ls(space), c(used, validation_table("cases")$case, "compare")), character())
})

test_that("all cases pass, and leave random numbers as they were", {
  skip_on_cran() # takes seconds
  set.seed(1)
  before <- .Random.seed
  took <- system.time(x <- validate_operation(quiet = TRUE))
  expect_identical(.Random.seed, before)
  wrong <- x[x$passed %in% FALSE, ]
  expect_identical(paste(wrong$case, wrong$item, wrong$wanted, wrong$got), character())
  # Of the processor, since a test may share it.
  expect_lt(took[["user.self"]] + took[["sys.self"]], 60)
  expect_output(print(x), "passed, 0 failed")
})

test_that("what is wrong does not pass", {
  passes <- function(got, wanted, ...) comparison("x", got, wanted, ...)$passed
  expect_true(passes(NA_real_, NA_real_))
  expect_false(passes(NaN, NA_real_))
  expect_false(passes(1, NA_real_))
  expect_false(passes(NA_real_, 1))
  expect_true(passes(Inf, Inf))
  expect_false(passes(-Inf, Inf))
  expect_false(passes(1e300, Inf))
  expect_false(passes(Inf, 1))
  expect_true(passes(1 + 1e-10, 1))
  expect_false(passes(1 + 1e-8, 1))
  expect_false(passes(1e-11, 0))
  expect_true(passes(1.004, 1, within = 0.005))
  expect_true(passes("a", "a"))
  expect_false(passes(1, "1"))
  expect_false(passes("1", 1))
  expect_false(passes(c(1, 1), 1))
  expect_false(passes(numeric(), 1))
  expect_false(passes(NA_character_, "NA"))
  expect_identical(passes(c(1, 3), c(1, 2)), c(TRUE, FALSE))
})

test_that("a case that stops or compares nothing has failed, one that cannot run is said", {
  record <- new.env()
  space <- list2env(list(stops = function() stop("here"), idle = function() NULL))
  expect_identical(run_case("stops", space, record)$got, "here")
  expect_false(run_case("idle", space, record)$passed)
  x <- cbind(case = "a", requirement = "b", not_run("nowhere"))
  expect_identical(tally(c(TRUE, NA, FALSE, TRUE)), "2 passed, 1 failed, 1 not run")
  shown <- capture.output(print(structure(x, class = c("msaudit_operation", "data.frame"))))
  expect_match(shown, "0 passed, 0 failed, 1 not run", all = FALSE)
  expect_lte(max(nchar(shown)), 80)
  expect_error(validate_operation("no_such_case"), class = "msaudit_argument_error")
  expect_error(validate_operation(quiet = NA), class = "msaudit_argument_error")
})
