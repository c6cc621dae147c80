test_that("proportions agree with the table of reference values", {
  without <- c("wald", "arcsine", "score_cc", "blaker_midp")
  each_row(reference_table("proportion_ci"), without, 18L, function(row) {
    x <- do.call(ci_proportion,
                 c(list(as.numeric(row$x), as.numeric(row$n), method = row$method), asked(row)))
    expect_row(x, row, limit_cells)
    if (nzchar(row$null)) expect_cell(x$p, row$p, row, "p")
  })
})
