rank_cells <- c(n = "n", n_zero = "n_zero", statistic = "statistic", p = "p", estimate = "estimate",
                conf_low = "lower", conf_high = "upper")

reference_signed_ranks <- function() {
  table <- reference_table("signed_rank")
  table$method <- "signed_rank"
  each_row(table, character(), 0L, function(row) {
    d <- as.numeric(strsplit(row$d, " ", fixed = TRUE)[[1]])
    x <- do.call(compare_counts_paired, c(
      list(pmax(0, -d), pmax(0, d), zeros = row$zeros, distribution = row$distribution), asked(row)
    ))
    cells(x, row, rank_cells)
  })
}

reference_differences_of_rates <- function() {
  table <- reference_table("rate_paired")
  table <- table[table$method %in% c("wilcoxon_pratt", "wilcoxon_drop"), ]
  each_row(table, character(), 0L, function(row) {
    x <- reference_pairs(row$data, row$group)
    x <- x[x$years_before > 0 & x$years_after > 0, ]
    d <- round(x$after / x$years_after - x$before / x$years_before, 12)
    got <- compare_counts_paired(pmax(0, -d), pmax(0, d), zeros = sub("wilcoxon_", "", row$method))
    cell(got$p, row$p, row, "p")
  })
}
