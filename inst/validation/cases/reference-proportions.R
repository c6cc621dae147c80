reference_proportions <- function() {
  without <- c("wald", "arcsine", "score_cc", "blaker_midp")
  each_row(reference_table("proportion_ci"), without, 18L, function(row) {
    x <- do.call(ci_proportion,
                 c(list(as.numeric(row$x), as.numeric(row$n), method = row$method), asked(row)))
    cells(x, row, limit_cells)
    if (nzchar(row$null)) cell(x$p, row$p, row, "p")
  })
}
