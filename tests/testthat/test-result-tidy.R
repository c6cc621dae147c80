# One result of each kind.
all_results <- function() {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "Year after" = period_since("alemtuzumab", 12))
  arr <- audit_arr(cohort, periods)
  list(arr = arr, comparison = audit_compare(arr), curves = audit_curves(cohort, periods, times = c(90, 365)),
       ae = audit_ae(cohort, periods, by = "sex", each = "serious"), lesions = audit_lesions(cohort, periods),
       stops = audit_stops(cohort, "natalizumab"),
       sensitivity = arr_sensitivity(cohort, periods, relapse_gap = c(30, 60)))
}
results <- all_results()

test_that("tidy() has the rows of a result under broom's names, each with a term of its own", {
  skip_if_not_installed("generics")
  for (x in results) {
    tidied <- generics::tidy(x)
    expect_identical(class(tidied), "data.frame")
    expect_identical(anyDuplicated(tidied$term), 0L)
    expect_identical(tidied$conf.low, x$conf_low)
    expect_identical(tidied$conf.high, x$conf_high)
    expect_identical(tidied[["p.value"]], x[["p"]])
    expect_identical(tidied[["std.error"]], x[["std_error"]])
    expect_false(any(c("conf_low", "conf_high", "p", "std_error") %in% names(tidied)))
  }
})

test_that("glance() is one row, and does not count patients of totals", {
  skip_if_not_installed("generics")
  for (name in names(results)) {
    glance <- generics::glance(results[[name]])
    expect_identical(dim(glance), c(1L, 7L))
    expect_identical(glance$verb, name)
  }
  expect_identical(generics::glance(results$arr)$nobs, 11L)
  expect_identical(generics::glance(audit_arr(3, years = 2))$nobs, NA_integer_)
})

test_that("format() gives the lines that are printed, and summary() fits 80 columns", {
  for (x in results) {
    expect_identical(format(x), capture.output(print(x)))
    expect_lte(max(nchar(capture.output(print(summary(x))), "width")), 80)
  }
  expect_identical(summary(results$ae)$by, "sex")
  expect_identical(as.vector(summary(results$arr)$periods), c("On natalizumab", "Year after"))
})

test_that("rows taken out and put together are a result, columns taken out are not", {
  for (x in results) {
    again <- rbind(x[1, ], x[-1, ])
    expect_identical(class(again), class(x))
    expect_identical(definition(again), definition(x))
    expect_equal(as.data.frame(again), as.data.frame(x))
    expect_identical(class(x[c("outcome", "estimate")]), "data.frame")
  }
})
