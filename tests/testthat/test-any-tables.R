# Whatever the tables hold, a result is one or an error says in the house's own way
# why it is none: never a warning, an error of R's own, or a limit on the wrong side.
of_class <- function(expr) tryCatch(expr, msaudit_error = function(e) NULL)

well <- function(result) {
  if (is.null(result)) return()
  expect_lte(max(nchar(capture.output(print(result))), 0), 80)
  x <- as.data.frame(result)
  if (!all(c("estimate", "conf_low", "conf_high") %in% names(x))) return()
  slack <- 1e-9 * abs(x$estimate)
  expect_false(any(x$conf_low > x$estimate + slack | x$conf_high < x$estimate - slack, na.rm = TRUE))
  expect_false(any(is.nan(x$estimate) | is.nan(x$conf_low) | is.nan(x$conf_high)))
  expect_type(x$estimate, "double")
  of_class(results_text(result))
  of_class(methods_text(result))
}

every_audit <- function(cohort, periods, by) {
  results <- list(
    of_class(audit_arr(cohort, periods, by = by, measure = c("rate", "mean"))),
    of_class(audit_ae(cohort, periods, by = by, each = sample(c("term", "serious", "grade"), 1))),
    of_class(audit_labs(cohort, periods, by = by, landmark = 1)),
    of_class(audit_lesions(cohort, periods, by = by, compare = "previous")),
    of_class(audit_curves(cohort, periods, by = by)), of_class(audit_curves(cohort, periods, "any", by = by)),
    of_class(audit_lesion_free(cohort, periods, by = by)), of_class(audit_baseline(cohort, by = by)),
    of_class(audit_arr_model(relapses ~ sex + age, cohort, periods)), of_class(arr_sensitivity(cohort, periods))
  )
  compared <- lapply(results[c(1, 2, 4, 5)], function(x) if (!is.null(x)) of_class(audit_compare(x, reference = periods$names[1])))
  c(results, compared)
}

test_that("any tables give results, or errors that say why not", {
  skip_on_cran()
  # Each takes a minute where memory is watched.
  for (seed in few(1:24, 3)) {
    set.seed(seed)
    tables <- any_tables()
    cohort <- of_class(do.call(audit_cohort, tables))
    periods <- if (!is.null(cohort)) of_class(audit_periods(cohort, on = period_on("natalizumab"), "all the time" = period_follow_up()))
    if (is.null(periods)) next
    capture.output(print(cohort), print(periods), print(findings(cohort)))
    lapply(every_audit(cohort, periods, sample(list(NULL, "sex", "centre"), 1)[[1]]), well)
  }
  succeed()
})

test_that("a cohort without patients has results without rows", {
  cohort <- audit_cohort(
    data.frame(id = character(), sex = character()), data.frame(id = character(), drug = character(), start = as.Date(character())),
    relapses = data.frame(id = character(), onset = as.Date(character())),
    events = data.frame(id = character(), term = character(), onset = as.Date(character()), serious = logical()),
    mri = data.frame(id = character(), date = as.Date(character()), new_t2 = numeric(), t2_count = numeric()),
    data_lock = as.Date("2011-01-01")
  )
  periods <- audit_periods(cohort, "all the time" = period_follow_up())
  for (x in every_audit(cohort, periods, "sex")) well(x)
  curves <- as.data.frame(audit_curves(cohort, periods, by = "sex"))
  expect_equal(nrow(curves), 0)
  expect_true(all(c("time", "at_risk", "estimate", "conf_low", "note") %in% names(curves)))
  expect_equal(unique(audit_ae(cohort, periods, each = "serious")$outcome), "any")
  lesions <- audit_lesions(cohort, periods)
  expect_true(all(lesions$patients == 0))
})

test_that("vectors without a group give columns without rows", {
  none <- curve_mcf(numeric(), numeric(), numeric(), character(), factor(character()))
  expect_equal(dim(none), c(0L, 9L))
  expect_equal(dim(curve_survival(numeric(), numeric(), factor(character()))), c(0L, 9L))
  expect_equal(dim(curve_incidence(numeric(), numeric(), factor(character()))), c(0L, 9L))
})
