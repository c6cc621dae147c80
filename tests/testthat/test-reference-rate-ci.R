test_that("rates agree with the table of reference values", {
  table <- reference_table("rate_ci")
  each_row(table[!nzchar(table$data), ], "wald", 11L, function(row) {
    scaled <- row$method == "scaled"
    x <- do.call(ci_rate, c(
      list(as.numeric(row$events), as.numeric(row$years),
           method = if (scaled) "garwood" else row$method, dispersion = if (scaled) as.numeric(row$phi) else 1),
      asked(row)
    ))
    # Other software leaves the lower limit of no events negative.
    if (row$method == "rothman" && row$events == "0") row$lower <- "0"
    expect_row(x, row, limit_cells)
    if (nzchar(row$null)) expect_cell(x$p, row$p, row, "p")
  })
})

test_that("rates of patients agree with the table of reference values", {
  skip_if_not_installed("survival")
  table <- reference_table("rate_ci")
  without <- c("robust_z", "mean_of_rates")
  each_row(table[nzchar(table$data), ], without, 10L, function(row) {
    x <- reference_patients(row$data, row$group)
    x <- do.call(ci_rate_patients, c(list(x$events, x$years, method = row$method), asked(row)))
    expect_row(x, row, c(patients = "n", events = "events", years = "years", limit_cells))
    if (row$method == "scaled") expect_cell(x$dispersion, row$phi, row, "dispersion")
    if (row$method == "robust") expect_cell(x$std_error, row$se, row, "std_error")
    if (nzchar(row$null)) expect_cell(x$p, row$p, row, "p")
  })
})
