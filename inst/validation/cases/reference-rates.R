reference_rates <- function() {
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
    cells(x, row, limit_cells)
    if (nzchar(row$null)) cell(x$p, row$p, row, "p")
  })
}

reference_patient_rates <- function() {
  table <- reference_table("rate_ci")
  without <- c("robust_z", "mean_of_rates")
  each_row(table[nzchar(table$data), ], without, 10L, function(row) {
    x <- reference_patients(row$data, row$group)
    x <- do.call(ci_rate_patients, c(list(x$events, x$years, method = row$method), asked(row)))
    cells(x, row, c(patients = "n", events = "events", years = "years", limit_cells))
    if (row$method == "scaled") cell(x$dispersion, row$phi, row, "dispersion")
    if (row$method == "robust") cell(x$std_error, row$se, row, "std_error")
    if (nzchar(row$null)) cell(x$p, row$p, row, "p")
  })
}
