# Collects garbage at every allocation while `expr` runs, so that what C forgot
# to protect is freed at once. The rest of a test would take minutes that way.
torture <- function(expr) {
  gctorture2(1)
  on.exit(gctorture2(0))
  expr
}

test_that("what C allocates is protected", {
  expect_identical(torture(.Call(C_ci_rate, 3, 2, 0.95)), .Call(C_ci_rate, 3, 2, 0.95))
})

test_that("an error out of C is protected", {
  error <- torture(tryCatch(.Call(C_ci_rate, c(1, 1), c(1, 0), 0.95), error = identity))
  expect_s3_class(error, "msaudit_data_error")
  expect_equal(conditionMessage(error), "Events in no time at element 2")
  expect_equal(error$element, 2)
})

test_that("arguments of another shape are refused before they are read", {
  expect_error(.Call(C_ci_rate, 1L, 1, 0.95), "expected double of length 1")
  expect_error(.Call(C_ci_rate, c(1, 2), 1, 0.95), "expected double of length 2")
})
