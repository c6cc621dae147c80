# Rows of the reference table that ci_rate() and ci_rate_patients() answer; the
# methods of the others are not there.
test_that("rates agree with the table of reference values", {
  table <- reference_table("rate_ci")
  table <- table[table$method %in% c("garwood", "scaled") & !nzchar(table$data), ]
  expect_gt(nrow(table), 40)
  for (i in seq_len(nrow(table))) {
    row <- table[i, ]
    null <- cell_or(row$null, NA)
    x <- ci_rate(
      as.numeric(row$events), as.numeric(row$years), dispersion = cell_or(row$phi, 1),
      null = if (is.na(null)) NULL else null, conf_level = cell_or(row$conf_level, 0.95),
      alternative = if (nzchar(row$alternative)) row$alternative else "two.sided"
    )
    expect_cell(x$estimate, row$estimate, row, "estimate")
    expect_cell(x$conf_low, row$lower, row, "lower")
    expect_cell(x$conf_high, row$upper, row, "upper")
    if (!is.na(null)) expect_cell(x$p, row$p, row, "p")
  }
})

test_that("rates of patients agree with the table of reference values", {
  skip_if_not_installed("survival")
  table <- reference_table("rate_ci")
  table <- table[table$method == "scaled" & table$data == "survival::cgd", ]
  expect_gt(nrow(table), 0)
  cgd <- survival::cgd
  for (i in seq_len(nrow(table))) {
    row <- table[i, ]
    part <- if (nzchar(row$group)) cgd[cgd$treat == row$group, ] else cgd
    x <- ci_rate_patients(
      as.vector(tapply(part$status, part$id, sum)),
      as.vector(tapply(part$tstop - part$tstart, part$id, sum)) / 365.25,
      conf_level = cell_or(row$conf_level, 0.95)
    )
    expect_cell(x$patients, row$n, row, "n")
    expect_cell(x$estimate, row$estimate, row, "estimate")
    expect_cell(x$dispersion, row$phi, row, "phi")
    expect_cell(x$conf_low, row$lower, row, "lower")
    expect_cell(x$conf_high, row$upper, row, "upper")
  }
})
