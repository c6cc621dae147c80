test_that("the last recorded stop of each patient counts", {
  cohort <- audit_cohort(
    data.frame(id = 1:4, follow_up_start = 0, follow_up_end = 1000, arm = c("x", "x", "y", "y")),
    data.frame(id = c(1, 1, 2, 3, 4), drug = "a", start = c(0, 200, 0, 0, 0), stop = c(100, 300, 150, 90, NA),
               stop_reason = c("allergy", "failure", "failure", NA, NA))
  )
  x <- audit_stops(cohort, "A ")
  expect_equal(x$outcome, c("failure", "not recorded"))
  expect_equal(x$with_event, c(2L, 1L))
  expect_equal(x$patients, c(3L, 3L))
  expect_equal(x$conf_low[1], binom.test(2, 3)$conf.int[1])
  by <- audit_stops(cohort, "a", by = "arm")
  expect_equal(by$with_event, c(2L, 0L, 0L, 1L))
  expect_equal(by$patients, c(2L, 2L, 1L, 1L))
})

test_that("the example's reasons are those of the abstract", {
  x <- audit_stops(example_cohort(), "natalizumab")
  expect_equal(x$outcome, c("treatment failure", "allergic reaction"))
  expect_equal(x$with_event, c(8L, 3L))
  expect_output(print(x), "8/11")
})

test_that("a drug that nobody stopped has no rows", {
  cohort <- audit_cohort(data.frame(id = 1, follow_up_end = 100),
                         data.frame(id = 1, drug = "a", start = 0, stop = NA, stop_reason = NA))
  expect_equal(nrow(audit_stops(cohort, "a")), 0)
  expect_output(print(audit_stops(cohort, "a")), "Reasons")
})

test_that("without reasons there are no shares", {
  expect_error(audit_stops(small_cohort(), "natalizumab"), "stop_reason", class = "msaudit_argument_error")
})
