# The simulation is run by hand (make coverage); this holds its table to what is
# claimed of it.
test_that("default intervals hold the truth, but where the vignette says they do not", {
  x <- utils::read.csv(system.file("validation", "coverage.csv", package = "msaudit"))
  expect_equal(nrow(x), 48 * 5 + 24 * 3 + 48 * 6)
  expect_false(anyNA(x[c("n", "shape", "rate", "covered", "too_high", "too_low")]))
  expect_equal(x$covered + x$too_high + x$too_low, rep(1, nrow(x)), tolerance = 2e-4)
  expect_true(all(x$samples >= 500))
  of <- function(design, method) x[x$design == design & x$method == method, ]
  # Where patients differ little, or are many, the defaults keep 93 %.
  for (default in list(of("one rate", "scaled"), of("two groups", "welch"), of("same patients", "robust"))) {
    easy <- default[default$shape >= 1 & default$n >= 30, ]
    expect_gte(min(easy$covered), 0.92)
  }
  difference <- of("same patients", "difference")
  expect_gte(min(difference$covered[difference$shape >= 1 & difference$n == 100]), 0.92)
  # The Poisson interval does not, at any size.
  poisson <- of("one rate", "garwood")
  expect_lt(max(poisson$covered[poisson$shape == 0.5 & poisson$rate == 1]), 0.7)
})

test_that("the simulation's code runs, and gives what it gave", {
  skip_on_cran()
  space <- new.env()
  sys.source(system.file("validation", "coverage.R", package = "msaudit"), space)
  set.seed(1)
  one <- space$single_rates(11, Inf, 1, 200)
  expect_gt(one$covered[one$method == "scaled"], 0.9)
  set.seed(1)
  expect_identical(space$single_rates(11, Inf, 1, 200), one)
  pairs <- space$same_patients(11, 1, 1, 1, Inf, 100)
  expect_equal(sum(pairs$method == "difference"), 1)
  expect_gt(min(pairs$covered), 0.8)
})
