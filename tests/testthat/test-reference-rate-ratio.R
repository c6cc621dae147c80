test_that("ratios and differences of rates agree with the table of reference values", {
  without <- c("f_interval", "sqrt", "score_log", "e_test_score", "e_test_wald", "scaled_exact")
  ratios <- c("exact", "midp", "minlike", "score", "scas", "wald_log")
  table <- reference_table("rate_ratio")
  each_row(table[!nzchar(table$data), ], without, 19L, function(row) {
    counts <- lapply(row[c("x1", "t1", "x2", "t2")], as.numeric)
    names(counts) <- c("x1", "years1", "x2", "years2")
    compare <- function(...) do.call(compare_rates, c(counts, list(...)))
    if (row$method %in% c(ratios, "wald")) {
      method <- if (row$method == "wald") "wald_log" else row$method
      x <- do.call(compare, c(list(measure = "ratio", method = method), asked(row)))
      expect_row(x, row, c(estimate = "ratio", conf_low = "lower", conf_high = "upper"))
      if (row$method != "wald" && !nzchar(row$null_difference)) expect_cell(x$p, row$p, row, "p")
      if (row$method == "exact") expect_cell(x$p_exact, row$p, row, "p_exact")
      if (row$method == "midp") expect_cell(x$p_midp, row$p, row, "p_midp")
    }
    if (row$method %in% c("score", "scas", "mover_jeffreys")) {
      x <- do.call(compare, c(list(measure = "difference", method = row$method),
                              asked(row, row$null_difference)))
      expect_row(x, row, c(estimate = "difference", conf_low = "difference_lower",
                           conf_high = "difference_upper"))
      if (nzchar(row$null_difference)) expect_cell(x$p, row$p, row, "p")
    }
  })
})
