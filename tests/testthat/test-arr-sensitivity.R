the_cohort <- function() example_cohort("alemtuzumab-switch")

two_periods <- function(cohort, extend = 0) {
  audit_periods(cohort, on = period_on("natalizumab", extend = extend), after = period_since("alemtuzumab", 12))
}

test_that("every definition is what audit_arr() and audit_compare() say of it", {
  cohort <- the_cohort()
  choices <- list("until the stop" = two_periods(cohort), "60 days more" = two_periods(cohort, 60))
  x <- arr_sensitivity(cohort, choices, relapse_gap = c(30, 1), confirmed = list(NULL, TRUE), lag = c(0, 60),
                       min_days = c(0, 90))
  expect_equal(max(x$definition), 32)
  expect_equal(nrow(x), 32 * 3)
  for (i in few(seq_len(32))) {
    of <- as.data.frame(x)[x$definition == i, ]
    arr <- audit_arr(cohort, choices[[of$periods[1]]], relapse_gap = as.numeric(of$relapse_gap[1]),
                     confirmed = if (of$confirmed[1] == "TRUE") TRUE, lag = as.numeric(of$lag[1]),
                     min_days = as.numeric(of$min_days[1]))
    for (column in c("patients", "events", "exposure", "estimate", "conf_low", "conf_high", "note")) {
      expect_equal(of[[column]][of$measure == "rate"], arr[[column]])
    }
    ratio <- audit_compare(arr, "on")[1, ]
    for (column in c("patients", "design", "estimate", "conf_low", "conf_high", "p")) {
      expect_equal(of[[column]][of$measure == "rate_ratio"], ratio[[column]])
    }
  }
  first <- as.data.frame(x)[1, ]
  expect_equal(c(first$periods, first$relapse_gap, first$confirmed, first$lag), c("until the stop", "30", "any", "0"))
})

test_that("where the interval by t is not defined the exact one stands in, as in the comparison", {
  cohort <- audit_cohort(
    data.frame(id = 1:3), data.frame(id = rep(1:3, 2), drug = rep(c("a", "b"), each = 3), start = rep(c(0, 500), each = 3),
                                     stop = rep(c(500, NA), each = 3)),
    relapses = data.frame(id = c(1, 2, 2), onset = c(50, 60, 200)), data_lock = 1000
  )
  periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"))
  x <- arr_sensitivity(cohort, periods, relapse_gap = 30)
  ratio <- x[x$measure == "rate_ratio", ]
  wanted <- audit_compare(audit_arr(cohort, periods))[1, ]
  expect_equal(ratio$conf_high, wanted$conf_high)
  expect_equal(ratio$note, wanted$note)
  expect_match(ratio$note, "fallback_exact")
})

test_that("without choices the usual ones are made, but not beside a list of periods", {
  cohort <- the_cohort()
  periods <- two_periods(cohort)
  usual <- arr_sensitivity(cohort, periods, relapse_gap = c(30, 1, 60), lag = c(0, 90), not_at_risk = c(0, 30))
  expect_identical(arr_sensitivity(cohort, periods), usual)
  expect_equal(max(arr_sensitivity(cohort, list(a = periods, b = periods))$definition), 2)
})

test_that("the table fits 80 columns, and says the range and what not to conclude", {
  cohort <- the_cohort()
  x <- arr_sensitivity(cohort, two_periods(cohort), relapse_gap = c(30, 1, 60), lag = c(0, 90), confirmed = list(NULL, TRUE))
  text <- capture.output(print(x))
  expect_lte(max(nchar(text)), 80)
  expect_match(text, "Rate ratio, after against on", all = FALSE)
  expect_match(text, "do not confirm", all = FALSE)
  one <- arr_sensitivity(cohort, audit_periods(cohort, on = period_on("natalizumab")), relapse_gap = 1:40)
  text <- capture.output(print(one))
  expect_match(text, "Relapses per patient-year, on", all = FALSE)
  expect_match(text, "The first 30 are shown", all = FALSE)
  expect_true(all(one$measure == "rate"))
})

test_that("what is no choice is a classed error, in the name of the function", {
  cohort <- the_cohort()
  periods <- two_periods(cohort)
  fails <- function(..., text) {
    error <- expect_error(arr_sensitivity(cohort, periods, ...), text, class = "msaudit_argument_error", fixed = TRUE)
    expect_equal(as.character(error$call[[1]]), "arr_sensitivity")
  }
  fails(gap = 1, text = "Unused argument `gap`")
  fails(relapse_gap = c(30, 0), text = "`relapse_gap` must be")
  fails(lag = numeric(), text = "`lag` has no choice")
  fails(severity = list(NULL, "sevre"), text = "did you mean `severe`")
  fails(reference = "none", text = "`reference` must be one of")
  expect_error(arr_sensitivity(cohort, list(periods)), "needs a name", class = "msaudit_argument_error")
  other <- audit_periods(cohort, x = period_on("natalizumab"))
  expect_error(arr_sensitivity(cohort, list(a = periods, b = other)), "the same names", class = "msaudit_argument_error")
})

test_that("the specification curve has a point a definition and its choices below", {
  skip_if_not_installed("ggplot2")
  cohort <- the_cohort()
  x <- arr_sensitivity(cohort, two_periods(cohort), relapse_gap = c(30, 1, 60), lag = c(0, 90))
  plot <- ggplot2::autoplot(x)
  expect_equal(nrow(plot$data), 6)
  expect_equal(nrow(plot$layers[[3]]$data), 12)
  expect_match(ggplot2::get_alt_text(plot), "From .* to .*; by the first definition")
  built <- ggplot2::ggplot_build(plot)
  labels <- unlist(lapply(built$layout$panel_params, function(p) p$y$get_labels()))
  expect_true(all(c("30", "1", "60", "0", "90") %in% labels))
  expect_silent(ggplot2::ggplot_build(ggplot2::autoplot(arr_sensitivity(cohort, two_periods(cohort)))))
})
