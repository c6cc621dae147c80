test_that("paired rates agree with the table of reference values", {
  table <- reference_table("rate_paired")
  patients <- reference_table("rate_paired_patients")
  table <- table[table$method %in% c("robust", "exact", "midp") & table$data %in% patients$data, ]
  expect_gt(nrow(table), 30)
  for (i in seq_len(nrow(table))) {
    row <- table[i, ]
    of <- patients[patients$data == row$data & (!nzchar(row$group) | patients$group == row$group), ]
    years <- function(x) as.numeric(x) / ifelse(of$unit == "days", 365.25, 1)
    x <- compare_rates_paired(
      as.numeric(of$before_events), years(of$before_time), as.numeric(of$after_events),
      years(of$after_time), method = if (row$method == "midp") "robust" else row$method,
      null = cell_or(row$null, 1), conf_level = cell_or(row$conf_level, 0.95)
    )
    expect_cell(x$patients, row$n, row, "n")
    expect_cell(x$informative, row$m, row, "m")
    expect_cell(x$events_before, row$before_events, row, "before_events")
    expect_cell(x$years_after, row$after_years, row, "after_years")
    if (row$method == "midp") {
      expect_cell(x$p_midp, row$p, row, "p")
      next
    }
    expect_cell(x$estimate, row$ratio, row, "ratio")
    expect_cell(x$conf_low, row$lower, row, "lower")
    expect_cell(x$conf_high, row$upper, row, "upper")
    expect_cell(x$p, row$p, row, "p")
    if (row$method == "robust") {
      expect_cell(x$std_error, row$se, row, "se")
      expect_cell(x$df, row$df, row, "df")
    }
  }
})
