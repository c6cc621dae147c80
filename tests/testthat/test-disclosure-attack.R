# The right values are those of lpSolve, and of counting out all whole numbers that give what is printed.

test_that("no small count held back is worked out from others, dispersions or exact limits", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("lpSolve")
  attacked <- 0
  for (seed in 1:2) {
    found <- attack_exact(seed)
    for (kind in names(found)) {
      attacked <- attacked + NROW(found[[kind]])
      expect_false(any(found[[kind]]$values < 4), info = paste(c(kind, utils::capture.output(found[[kind]])), collapse = "\n"))
    }
  }
  expect_gt(attacked, 40)
})

test_that("a dispersion that tells how few have several events is held back", {
  # Three patients with 2, 2 and 8 events, 17 with one each: nine more than patients with one, of squares 1, 1 and 49.
  events <- c(2, 2, 8, rep(1, 17), rep(0, 20))
  x <- audit_arr(events, years = rep(2, 40), id = seq_along(events), period = rep("a", 40))
  ways <- Filter(function(more) sum((more + 1)^2) + 20 - length(more) == sum(events^2), partitions(9))
  expect_lt(length(unique(lengths(ways))), 4)
  expect_equal(x$dispersion, stats::var(events) / mean(events))
  shown <- suppress_cells(x)
  expect_true(all(is.na(c(shown$dispersion, shown$conf_low, shown$conf_high))))
  expect_equal(c(shown$events, shown$with_event, shown$estimate), c(29, 20, 29 / 80))
  # Nine patients with two each have several, and no fewer.
  many <- audit_arr(rep(2:0, c(9, 11, 20)), years = rep(2, 40), id = 1:40, period = rep("a", 40))
  expect_false(anyNA(suppress_cells(many)$dispersion))
})

test_that("levels of a model are groups of the table by its column, with the events of all periods", {
  cohort <- switching_cohort(60, 1)
  periods <- audit_periods(cohort, x = period_since("x", 12), y = period_since("y", 12))
  by_sex <- audit_arr(cohort, periods, by = "sex")
  model <- audit_arr_model(relapses ~ sex, cohort, periods)
  shown <- suppress_cells(list(by_sex, model))
  for (level in model$level) {
    of <- by_sex$sex %in% level
    # By hand: a level and all of its periods but one give the other.
    small <- any(by_sex$events[of] %in% 1:4)
    if (small && !is.na(shown[[2]]$events[model$level == level])) expect_gt(sum(is.na(shown[[1]]$events[of])), 1)
  }
  expect_true(any(by_sex$events %in% 1:4))
})

# The attacks are run by hand; this holds their tables to what is claimed of them.
test_that("of many cohorts no small count was left too few values", {
  read <- function(name) utils::read.csv(system.file("validation", name, package = "msaudit"))
  rounded <- read("attack-rounded.csv")
  exact <- read("attack-exact.csv")
  expect_true(all(c(rounded$pinned, exact$pinned) == 0))
  expect_gt(sum(rounded$small), 1000)
  expect_gt(sum(exact$small), 1000)
  expect_setequal(rounded$tables, c("ae", "arr", "grades_lesions_baseline", "curves", "labs", "shifts", "labs_shifts", "stops"))
  expect_setequal(exact$attack, c("grades_lesions_baseline", "one_term", "model", "filters", "dispersion", "pairs"))
})
