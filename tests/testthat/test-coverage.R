# The simulation is run by hand (make coverage); this holds its table to what is
# claimed of it.
test_that("default intervals hold the truth, but where the vignette says they do not", {
  x <- utils::read.csv(system.file("validation", "coverage.csv", package = "msaudit"))
  expect_equal(nrow(x), 48 * 6 + 48 * 4 + 48 * 7 + 216 * 3 + 24 * 4 + 12)
  expect_false(anyNA(x[c("n", "shape", "rate", "covered", "too_high", "too_low")]))
  expect_equal(x$covered + x$too_high + x$too_low, rep(1, nrow(x)), tolerance = 2e-4)
  expect_true(all(x$samples >= 500))
  of <- function(design, method) x[x$design == design & x$method == method, ]
  # Where patients differ little, or are many, the defaults keep 93 %.
  for (default in list(of("one rate", "pooled_t"), of("two groups", "cr2"), of("same patients", "cr2"))) {
    easy <- default[default$shape >= 1 & default$n >= 30, ]
    expect_gte(min(easy$covered), 0.92)
  }
  difference <- of("same patients", "difference")
  expect_gte(min(difference$covered[difference$shape >= 1 & difference$n == 100]), 0.92)
  # So does that of one rate where patients are followed for unlike times and many never
  # have an event, from 25 on; of 11, but where samples have few events or none.
  uneven <- of("uneven rate", "pooled_t")
  expect_gte(min(uneven$covered[uneven$n >= 25]), 0.93)
  few <- uneven[uneven$n == 11, ]
  expect_gte(min(few$covered), 0.86)
  expect_gte(min(few$covered[few$no_event < 0.01 & few$zero < 0.5]), 0.92)
  expect_lt(min(of("uneven rate", "scaled")$covered), 0.75)
  # Where few patients have most of the time the intervals that take them for many are short.
  for (design in c("two groups", "uneven pairs")) {
    unlike <- function(method) mean(of(design, method)$covered[of(design, method)$times == "0.05 to 8"])
    expect_gte(unlike("cr2"), unlike(if (design == "two groups") "welch" else "robust") + 0.02)
  }
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
  expect_gt(one$covered[one$method == "pooled_t"], 0.9)
  set.seed(1)
  expect_identical(space$single_rates(11, Inf, 1, 200), one)
  set.seed(2)
  uneven <- space$uneven_rates(11, 0.5, 1, 0.5, "0.05 to 8", 100)
  expect_gt(uneven$covered[uneven$method == "pooled_t"], uneven$covered[uneven$method == "scaled"])
  expect_equal(nrow(space$uneven_pairs(11, 0.5, 2, 0.3, 0.3, "1", 20)), 4)
  pairs <- space$same_patients(11, 1, 1, 1, Inf, 100)
  expect_equal(sum(pairs$method == "difference"), 1)
  expect_gt(min(pairs$covered), 0.8)
})
