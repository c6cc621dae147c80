test_that("ci_proportion() agrees with binom.test()", {
  for (side in c("two.sided", "less", "greater")) {
    for (x in c(0, 1, 3, 10, 11)) {
      expected <- binom.test(x, 11, conf.level = 0.9, alternative = side)$conf.int
      got <- ci_proportion(x, 11, conf_level = 0.9, alternative = side)
      expect_equal(c(got$conf_low, got$conf_high), expected[1:2])
    }
  }
})

test_that("p inverts the interval", {
  for (x in 0:11) {
    limits <- ci_proportion(x, 11)
    if (x > 0) expect_equal(ci_proportion(x, 11, null = limits$conf_low)$p, 0.05)
    if (x < 11) expect_equal(ci_proportion(x, 11, null = limits$conf_high)$p, 0.05)
  }
})

test_that("the edges are defined, and noted", {
  x <- ci_proportion(c(0, 11, 0, NA), c(11, 11, 0, 11))
  expect_equal(x$conf_high[1], 1 - 0.025^(1 / 11))
  expect_equal(x$conf_low[2], 0.025^(1 / 11))
  expect_equal(x$note, c("zero_events", "all_events", "no_patients", "missing"))
  expect_equal(c(x$conf_low[3], x$conf_high[3]), c(0, 1))
  expect_true(all(is.na(x$estimate[3:4]) & !is.nan(x$estimate[3:4])))
})

test_that("what is no count among as many is a classed error", {
  expect_error(ci_proportion(12, 11), "at most", class = "msaudit_data_error")
  expect_error(ci_proportion(-1, 11), class = "msaudit_data_error")
  expect_error(ci_proportion(1:2, 1:3), class = "msaudit_argument_error")
  expect_error(ci_proportion(1, 3, null = 2), class = "msaudit_argument_error")
})
