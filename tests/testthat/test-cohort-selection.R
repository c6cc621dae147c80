test_that("each criterion is a step, in the order of the arguments", {
  cohort <- small_cohort()
  selected <- select_patients(cohort, drug = "natalizumab", from = "2008-06-01", min_follow_up = 12)
  flow <- attrition(selected)
  expect_equal(flow$patients, c(3, 2, 1, 1))
  expect_equal(flow$left_out, c(0, 1, 1, 0))
  expect_equal(selected$patients$id, "002")
  expect_equal(selected$relapses$patient, 1L)
  expect_output(print(flow), "left out 1: earlier")
})

test_that("a prior drug must have been started before, follow-up is counted from the start", {
  cohort <- small_cohort()
  expect_equal(select_patients(cohort, drug = "alemtuzumab", prior = "natalizumab")$patients$id, "001")
  expect_equal(nrow(select_patients(cohort, drug = "natalizumab", prior = "alemtuzumab")$patients), 0)
  expect_equal(select_patients(cohort, drug = "alemtuzumab", min_follow_up = 14)$patients$id, "001")
  expect_equal(nrow(select_patients(cohort, drug = "alemtuzumab", min_follow_up = 15)$patients), 0)
  expect_equal(nrow(select_patients(cohort, min_follow_up = 74)$patients), 3)
  expect_equal(nrow(select_patients(cohort, min_follow_up = 75)$patients), 0)
})

test_that("patients can be named", {
  expect_equal(select_patients(small_cohort(), ids = c("003", "001"))$patients$id, c("001", "003"))
  expect_error(select_patients(small_cohort(), ids = c("001", "9")), "at element 2",
               class = "msaudit_data_error")
})

test_that("nobody left is a cohort too", {
  nobody <- select_patients(small_cohort(), ids = character())
  periods <- audit_periods(nobody, p = period_follow_up())
  expect_equal(audit_arr(nobody, periods)$patients, 0)
  expect_equal(audit_ae(nobody, periods)$patients, rep(0, 4))
  expect_true(all(audit_lesions(nobody, periods)$patients == 0))
  expect_equal(nrow(audit_labs(nobody, periods)), 0)
})

test_that("criteria that need a drug ask for it", {
  error <- expect_error(select_patients(small_cohort(), from = "2009-01-01"), class = "msaudit_argument_error")
  expect_equal(error$arg, "from")
  expect_error(select_patients(small_cohort(), drug = "natalizumab", from = 3),
               class = "msaudit_argument_error")
  expect_error(select_patients(1), class = "msaudit_argument_error")
})

test_that("follow-up that is not known begins with the first treatment", {
  cohort <- audit_cohort(data.frame(id = 1:2), data.frame(id = 1:2, drug = "a", start = c(0, 900)), data_lock = 1000)
  expect_equal(select_patients(cohort, min_follow_up = 12)$patients$id, 1L)
})

test_that("a first start before follow-up is not within it", {
  treatments <- data.frame(id = 1:2, drug = "a", start = c(0, 600), stop = c(100, 700), stop_reason = c("old", "new"))
  cohort <- audit_cohort(data.frame(id = 1:2, follow_up_start = 500), treatments, data_lock = 2000)
  kept <- select_patients(cohort, drug = "a")
  expect_equal(kept$patients$id, 2L)
  expect_equal(tail(attrition(kept)$reason, 1), "before follow-up")
  expect_equal(audit_stops(cohort, "a")$outcome, "new")
})
