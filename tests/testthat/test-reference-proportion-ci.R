test_that("Clopper-Pearson limits agree with the table of reference values", {
  table <- reference_table("proportion_ci")
  table <- table[table$method == "clopper_pearson", ]
  expect_gt(nrow(table), 15)
  for (i in seq_len(nrow(table))) {
    row <- table[i, ]
    null <- cell_or(row$null, NA)
    x <- ci_proportion(
      as.numeric(row$x), as.numeric(row$n), null = if (is.na(null)) NULL else null,
      conf_level = cell_or(row$conf_level, 0.95),
      alternative = if (nzchar(row$alternative)) row$alternative else "two.sided"
    )
    expect_cell(x$estimate, row$estimate, row, "estimate")
    expect_cell(x$conf_low, row$lower, row, "lower")
    expect_cell(x$conf_high, row$upper, row, "upper")
    if (!is.na(null)) expect_cell(x$p, row$p, row, "p")
  }
})
