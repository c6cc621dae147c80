# Numbers have a point in whatever is printed, said or written, also where the session has
# another mark.

skip_watched()

# Texts of all kinds of results of the example, and what stands in their files.
texts_of_example <- function() {
  cohort <- example_cohort()
  cohort$patients$bmi <- seq_len(nrow(cohort$patients)) / 4
  periods <- two_periods(cohort)
  results <- list(
    audit_arr(cohort, periods, per = 0.5), audit_arr(cohort, periods, by = "bmi"), audit_ae(cohort, periods, each = "term"),
    audit_labs(cohort, periods), audit_lesions(cohort, periods), audit_lesion_free(cohort, periods), audit_curves(cohort, periods),
    audit_stops(cohort, "natalizumab"), audit_baseline(cohort), audit_compare(audit_arr(cohort, periods), conf_level = 0.975),
    audit_compare(audit_lesions(cohort, periods))
  )
  said <- function(x) {
    words <- function(of) tryCatch(of(x), msaudit_argument_error = function(error) NULL)
    knitted <- if (requireNamespace("knitr", quietly = TRUE)) as.character(knitr::knit_print(x))
    file <- write_audit(x, tempfile(fileext = ".csv"))
    c(format(x), words(results_text), words(methods_text), knitted, readLines(file, encoding = "UTF-8"), utils::capture.output(print(summary(x))),
      vapply(definition(x)[vapply(definition(x), is.atomic, NA)], setting_text, ""))
  }
  error <- tryCatch(ci_rate(1.5, 2), msaudit_data_error = conditionMessage)
  nb <- fit_negative_binomial(c(1, 2, 0, 4, 3, 0, 1, 5), years = rep(1.5, 8))
  odd <- audit_cohort(data.frame(id = 1:2), data.frame(id = 1:2, drug = "a", start = 0), visits = data.frame(id = 1:2, date = 4, edss = c(2.5, 2.3)), data_lock = 900)
  c(unlist(lapply(results, said), use.names = FALSE), audit_abstract(cohort, periods), error, utils::capture.output(print(nb)), utils::capture.output(print(periods)),
    utils::capture.output(print(findings(odd))), unlist(period_table(periods)), unlist(provenance_table(cohort, periods, list(compared = results[[10]]))))
}

test_that("one decimal mark throughout, whatever the session has", {
  before <- options(OutDec = ".")
  on.exit(options(before))
  # The same code in a session with the usual mark is the witness.
  with_points <- texts_of_example()
  expect_gt(length(with_points), 500)
  options(OutDec = ",")
  expect_identical(texts_of_example(), with_points)
  expect_identical(getOption("OutDec"), ",")
})

test_that("pictures have the same mark", {
  skip_if_not_installed("ggplot2")
  picture <- function() {
    shown <- ggplot2::autoplot(audit_arr(c(2, 1), years = c(8, 9.5), period = c("a", "b")))
    axes <- ggplot2::ggplot_build(shown)$layout$panel_params[[1]]
    c(ggplot2::get_alt_text(shown), axes$x$get_labels())
  }
  before <- options(OutDec = ".")
  on.exit(options(before))
  with_points <- picture()
  expect_true(any(grepl("^0[.]", with_points)))
  options(OutDec = ",")
  expect_identical(picture(), with_points)
})

test_that("no number is in powers of ten because options(scipen =) would have it so", {
  before <- options(scipen = -10)
  on.exit(options(before))
  cohort <- example_cohort()
  periods <- two_periods(cohort)
  labs <- audit_labs(cohort, periods, landmark = 1, composites = list(lab_rule(wbc = "low", name = "leucopenia")))
  arr <- audit_arr(cohort, periods)
  for (x in list(arr, audit_compare(arr), labs, audit_lesions(cohort, periods), audit_ae(cohort, periods))) {
    expect_no_match(c(format(x), results_text(x), methods_text(x)), "[0-9]e[+-][0-9]")
  }
})
