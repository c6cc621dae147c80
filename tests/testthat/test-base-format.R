# How numbers are rounded where they are printed: by hand.

test_that("rates have two digits at least, and no more decimals than it takes", {
  expect_equal(with_limits(2.486, 1.45, 3.99), "2.49 (1.45 to 3.99)")
  expect_equal(with_limits(c(0.0757, 0), c(0.0692, 0), c(0.0826, 0.3689)),
               c("0.076 (0.069 to 0.083)", "0.00 (0.00 to 0.37)"))
  expect_equal(with_limits(0.00042, 0, Inf), "0.0004 (0.0000 to Inf)")
  expect_equal(with_limits(NA, 0, Inf), "- (0.00 to Inf)")
  expect_equal(rate_digits(c(4.62, 15.3, 0, NA, Inf, -2), 0), c(1, 0, 0, 0, 0, 0))
})

test_that("shares of many patients have a decimal, of few none", {
  x <- data.frame(estimate = c(0.0357, 3 / 11), conf_low = c(0.0131, 0.06), conf_high = c(0.0763, 0.6097), patients = c(200, 11))
  expect_equal(percent_limits(x), c("3.6 (1.3 to 7.6)", "27 (6 to 61)"))
})

test_that("nothing is minus 0, and small differences keep their sign and digits", {
  expect_equal(decimals(c(-0.001, -0.4, 1234.5, 0), c(2, 0, 1, 0)), c("0.00", "0", "1,234.5", "0"))
  expect_equal(decimals(numeric(), 2), character())
  expect_equal(ratio_text(c(0.0052, -0.0042, -0.00001, -0.015, -1.2, 0, NA)),
               c("0.0052", "-0.0042", "0.00", "-0.015", "-1.20", "0.00", "-"))
})
