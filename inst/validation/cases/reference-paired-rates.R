pair_cells <- c(
  patients = "n", informative = "m", events_before = "before_events", years_before = "before_years",
  events_after = "after_events", years_after = "after_years", estimate = "ratio", conf_low = "lower",
  conf_high = "upper", p = "p"
)

reference_paired_rates <- function() {
  without <- c("minlike", "model_z", "robust_z", "gee_independence")
  ranks <- c("wilcoxon_pratt", "wilcoxon_drop")
  table <- reference_table("rate_paired")
  each_row(table[!table$method %in% ranks, ], without, 37L, function(row) {
    x <- reference_pairs(row$data, row$group)
    if (row$method == "pooled_exact") {
      x <- x[x$years_before > 0 & x$years_after > 0, ]
      got <- do.call(compare_rates, c(list(sum(x$after), sum(x$years_after), sum(x$before),
                                           sum(x$years_before), method = "exact"), asked(row)))
      return(cells(got, row, c(estimate = "ratio", conf_low = "lower", conf_high = "upper")))
    }
    compare <- function(method) {
      do.call(compare_rates_paired, c(list(x$before, x$years_before, x$after, x$years_after,
                                           method = method), asked(row)))
    }
    if (row$method == "sign_flip") return(cell(compare("robust")$p_sign_flip, row$p, row, "p"))
    got <- compare(row$method)
    cells(got, row, pair_cells)
    if (row$method %in% c("robust", "pooled")) cells(got, row, c(std_error = "se", df = "df"))
    if (row$method == "scaled_exact") cell(got$dispersion, row$phi, row, "dispersion")
    if (row$method == "exact") cells(got, row, c(exact_low = "lower", exact_high = "upper", p_exact = "p"))
    if (row$method == "midp") cell(got$p_midp, row$p, row, "p_midp")
  })
}
