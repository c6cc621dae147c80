# Which measures are printed in per cent: by the scale of their estimates, which are shares
# of a number of patients, worked out here from the columns beside them.
test_that("what is a share of the patients beside it is printed as one, and nothing else", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", 12))
  results <- list(
    audit_arr(cohort, periods), audit_ae(cohort, periods, times = 365), audit_ae(cohort, periods, each = "grade", measure = "worst_grade"),
    audit_labs(cohort, periods, landmark = 1), audit_lab_shifts(cohort, periods), audit_lesions(cohort, periods, rebaseline = c(30, 180)),
    audit_stops(cohort, "natalizumab"), audit_baseline(cohort, by = "sex", at = "alemtuzumab")
  )
  for (x in results) {
    x <- as.data.frame(x)
    # Products of limits have estimates of their own.
    x <- x[!is.na(x$estimate) & !is.na(x$with_event) & !is.na(x$patients) & x$patients > 0, ]
    of_patients <- abs(x$estimate - x$with_event / x$patients) < 1e-12
    share <- is_share(x$measure, x$unit)
    expect_true(all(of_patients[share & !grepl("^(least|most)_|^cumulative|^one_minus", x$measure)]))
    expect_false(any(share & !grepl("^patient", x$unit)))
  }
})

test_that("a change of lesions is a number, and who stayed free a share, where small counts are held back", {
  n <- 40
  set.seed(1)
  mri <- data.frame(id = rep(1:n, each = 2), date = rep(c(20, 600), n), t2_count = rpois(2 * n, 20), gd = rpois(2 * n, 0.5), contrast = TRUE)
  mri$compare_date <- ifelse(mri$date == 600, 20, NA)
  mri$new_t2 <- ifelse(is.na(mri$compare_date), NA, rpois(2 * n, 1))
  cohort <- audit_cohort(data.frame(id = 1:n, follow_up_start = 0, follow_up_end = 1500),
                         data.frame(id = 1:n, drug = "a", start = 10, stop = 690), mri = mri)
  periods <- audit_periods(cohort, a = period_on("a"))
  for (share in list(suppress_cells, protect_counts)) {
    lesions <- share(audit_lesions(cohort, periods))
    row <- lesions[lesions$outcome == "t2_count" & lesions$measure == "median_change", ]
    if (!is.na(row$estimate)) {
      said <- sub(".*median change[^:]*: ", "", results_text(row))
      expect_match(said, sprintf("^%.2f", row$estimate))
      expect_no_match(sub("[(].*", "", said), "%")
    }
    free <- share(audit_lesion_free(cohort, periods, times = 500))
    least <- free[free$measure == "least_free" & !is.na(free$estimate), ][1, ]
    expect_match(results_text(least), sprintf(": %.0f %%", 100 * least$estimate))
  }
})
