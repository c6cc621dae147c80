test_that("paired proportions agree with the table of reference values", {
  table <- reference_table("proportion_paired")
  tango <- table$measure == "difference" & table$method == "tango"
  tests <- table$measure == "test" & table$method %in% c("exact", "midp", "score")
  table <- table[tango | tests, ]
  expect_gte(sum(tango), 15)
  expect_gte(sum(tests), 45)
  for (i in seq_len(nrow(table))) {
    row <- table[i, ]
    x <- compare_proportions_paired(as.numeric(row$a), as.numeric(row$b), as.numeric(row$c),
                                    as.numeric(row$d), conf_level = cell_or(row$conf_level, 0.95))
    if (row$measure == "test") {
      expect_cell(x[[paste0("p_", row$method)]], row$p, row, "p")
      next
    }
    expect_cell(x$estimate, row$estimate, row, "estimate")
    expect_cell(x$conf_low, row$lower, row, "lower")
    expect_cell(x$conf_high, row$upper, row, "upper")
  }
})
