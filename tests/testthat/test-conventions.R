# What holds of every result and comparison, whatever made it. One of each.
cohort <- example_cohort()
periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                         "Year after" = period_since("alemtuzumab", 12))

one_of_each <- function() {
  arr <- audit_arr(cohort, periods)
  ae <- audit_ae(cohort, periods, each = "serious")
  lesions <- audit_lesions(cohort, periods)
  curves <- audit_curves(cohort, periods, times = c(90, 365))
  model <- audit_arr_model(relapses ~ sex, cohort, audit_periods(cohort, all = period_follow_up()))
  list(
    arr = arr, by_sex = audit_arr(cohort, periods, by = "sex", totals = TRUE), totals = audit_arr(3, years = 2),
    mean = audit_arr(cohort, periods, measure = c("rate", "mean")), model = model, ae = ae, lesions = lesions,
    labs = audit_labs(cohort, periods, landmark = 1), shifts = audit_lab_shifts(cohort, periods),
    free = audit_lesion_free(cohort, periods, times = c(180, 365)), stops = audit_stops(cohort, "natalizumab"),
    baseline = audit_baseline(cohort, by = "sex", at = "alemtuzumab"), curves = curves,
    sensitivity = arr_sensitivity(cohort, periods, relapse_gap = c(30, 60)),
    compared_arr = audit_compare(arr), compared_ae = audit_compare(ae), compared_lesions = audit_compare(lesions),
    compared_curves = audit_compare(curves)
  )
}
each <- one_of_each()
each <- c(each, structure(suppress_cells(each), names = paste("shared", names(each))))

for_each <- function(test) {
  for (name in names(each)) {
    found <- tryCatch(test(each[[name]], name), error = function(e) testthat::fail(paste0(name, ": ", conditionMessage(e))))
  }
}

test_that("printing fits 80 columns, is what format() gives, and returns the result", {
  for_each(function(x, name) {
    expect_lte(max(nchar(format(x), "width")), 80, label = name)
    expect_identical(capture.output(again <- print(x)), format(x), label = name)
    expect_identical(again, x, label = name)
    expect_lte(max(nchar(capture.output(print(summary(x))), "width")), 80, label = name)
  })
})

test_that("rows are a result, columns a data frame, and rows put together the result again", {
  for_each(function(x, name) {
    expect_identical(class(as.data.frame(x)), "data.frame", label = name)
    expect_identical(class(x[1, ]), class(x), label = name)
    expect_identical(class(x[c("outcome", "estimate")]), "data.frame", label = name)
    again <- rbind(x[1, ], x[-1, ])
    expect_identical(class(again), class(x), label = name)
    expect_equal(as.data.frame(again), as.data.frame(x), label = name)
    expect_identical(definition(again), definition(x), label = name)
  })
})

test_that("tidy() and glance() have the names of broom", {
  skip_if_not_installed("generics")
  for_each(function(x, name) {
    tidied <- generics::tidy(x)
    expect_identical(dim(tidied)[1], nrow(x), label = name)
    expect_identical(anyDuplicated(tidied$term), 0L, label = name)
    expect_true(all(c("term", "estimate", "conf.low", "conf.high") %in% names(tidied)), label = name)
    expect_identical(nrow(generics::glance(x)), 1L, label = name)
  })
})

test_that("cards takes the analysis results data of all", {
  for_each(function(x, name) expect_s3_class(as_ard(x), "card"))
  skip_if_not_installed("cards")
  skip_if_not_installed("dplyr")
  for_each(function(x, name) expect_silent(cards::check_ard_structure(as_ard(x), error_on_fail = TRUE)))
})

test_that("all are drawn, with words that stand for the picture", {
  skip_watched()
  skip_if_not_installed("ggplot2")
  for_each(function(x, name) {
    if (all(is.na(x$estimate))) {
      expect_error(ggplot2::autoplot(x), class = "msaudit_argument_error", label = name)
    } else {
      picture <- ggplot2::autoplot(x)
      expect_s3_class(picture, "ggplot")
      expect_gt(nchar(ggplot2::get_alt_text(picture)), 40, label = name)
      expect_silent(suppressMessages(ggplot2::ggplot_build(picture)))
    }
  })
})

test_that("all are tables of a document, of Word and of a spreadsheet", {
  skip_watched()
  for_each(function(x, name) {
    csv <- utils::read.csv(write_audit(x, tempfile(fileext = ".csv")))
    expect_identical(dim(csv), dim(x), label = name)
  })
  skip_if_not_installed("knitr")
  for_each(function(x, name) {
    knitted <- as.character(knitr::knit_print(x))
    expect_match(knitted, "\\| :-+ \\||Held back: ", label = name)
  })
  skip_if_not_installed("flextable")
  for_each(function(x, name) {
    table <- flextable::as_flextable(x)
    expect_s3_class(table, "flextable")
    expect_lte(sum(dim(table)$widths), 6.3 + 1e-9, label = name)
  })
})

test_that("nothing of the package needs flextable, broom's names, cards or a workbook's writer to load", {
  wanted <- c("flextable", "officer", "generics", "cards", "broom", "ggplot2", "knitr", "openxlsx", "writexl")
  code <- sprintf("library(msaudit); x <- audit_arr(3, years = 2); text <- capture.output(print(x), suppress_cells(x)); all <- list(as_ard(x), write_audit(x, tempfile(fileext = '.csv'))); cat(intersect(loadedNamespaces(), c(%s)))",
                  paste(shQuote(wanted, "sh"), collapse = ", "))
  out <- system2(file.path(R.home("bin"), "Rscript"), c("-e", shQuote(code)), stdout = TRUE,
                 env = sprintf("R_LIBS=%s", shQuote(paste(.libPaths(), collapse = .Platform$path.sep))))
  expect_identical(paste(out, collapse = ""), "")
})

test_that("descriptions are said in words too", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, a = period_on("natalizumab"), b = period_since("alemtuzumab", 12))
  expect_match(results_text(audit_baseline(cohort, by = "sex", at = "alemtuzumab")),
               "In \"F\": 8 patients at the first start of alemtuzumab .* relapse rate in the 12 months before 2.63")
  expect_match(results_text(audit_lab_shifts(cohort, periods)), "lymphocyte count decreased from grade 0 to 4 in 6 of 11")
  expect_match(results_text(arr_sensitivity(cohort, periods, relapse_gap = c(30, 60))), "by 2 definitions: from 0.043")
  model <- audit_arr_model(relapses ~ period, cohort, periods)
  both <- rbind(model[1, ], model[1, ])
  expect_s3_class(both, "msaudit_arr_model")
  expect_false(any(grepl("NULL|NA", format(both))))
  skip_if_not_installed("ggplot2")
  expect_match(ggplot2::autoplot(audit_compare(audit_arr(cohort, periods)))$labels$subtitle, "Synthetic data, before: a", fixed = TRUE)
  expect_match(ggplot2::autoplot(audit_curves(cohort, periods))$labels$subtitle, "Synthetic data, with", fixed = TRUE)
})

test_that("in a document no note has its code", {
  said <- without_codes(explained(paste(names(note_texts), collapse = ";")))
  expect_length(said, length(note_texts))
  expect_false(any(grepl("[(][a-z0-9_]+[)][.]?$", said)))
})
