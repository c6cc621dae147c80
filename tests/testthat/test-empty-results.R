# Results without rows, as of a drug that nobody has stopped or of rows taken out, in
# every form that results have.
in_every_form <- function(x) {
  forms <- list(format = format, words = results_text, ard = as_ard,
                csv = function(x) write_audit(x, tempfile(fileext = ".csv")))
  if (requireNamespace("knitr", quietly = TRUE)) forms$page <- knitr::knit_print
  if (requireNamespace("flextable", quietly = TRUE)) forms$word <- flextable::as_flextable
  for (form in names(forms)) expect_no_warning(expect_no_error(forms[[form]](x)))
  expect_lte(max(nchar(format(x), "width")), 80)
}

test_that("a result without rows is shown as one, in every form", {
  skip_watched()
  cohort <- example_cohort()
  periods <- audit_periods(cohort, a = period_on("natalizumab"), b = period_since("alemtuzumab", 12))
  arr <- audit_arr(cohort, periods)
  lesions <- audit_lesions(cohort, periods)
  ae <- audit_ae(cohort, periods)
  results <- list(arr, audit_compare(arr), ae, audit_compare(ae), audit_labs(cohort, periods), lesions, audit_compare(lesions),
                  audit_curves(cohort, periods), audit_baseline(cohort), audit_lab_shifts(cohort, periods),
                  audit_lesion_free(cohort, periods), arr_sensitivity(cohort, periods, relapse_gap = c(30, 60)),
                  audit_stops(cohort, "natalizumab"))
  for (x in results) in_every_form(x[0, ])
})

test_that("a report of a drug that nobody has stopped is written, with reasons of another one", {
  id <- 1:20
  cohort <- audit_cohort(
    data.frame(id, follow_up_start = 0),
    data.frame(id = rep(id, 2), drug = rep(c("m", "n"), each = 20), start = rep(c(10, 400), each = 20), stop = rep(c(390, NA), each = 20),
               stop_reason = rep(c("relapses", NA), each = 20)), data_lock = 800
  )
  stops <- audit_stops(cohort, "n")
  expect_equal(nrow(stops), 0)
  in_every_form(stops)
  skip_without_pandoc()
  expect_match(html_of(cohort, audit_periods(cohort, On = period_on("n"))), "Data quality")
})
