reference_two_rates <- function() {
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
      cells(x, row, c(estimate = "ratio", conf_low = "lower", conf_high = "upper"))
      if (row$method != "wald" && !nzchar(row$null_difference)) cell(x$p, row$p, row, "p")
      if (row$method == "exact") cell(x$p_exact, row$p, row, "p_exact")
      if (row$method == "midp") cell(x$p_midp, row$p, row, "p_midp")
    }
    if (row$method %in% c("score", "scas", "mover_jeffreys")) {
      x <- do.call(compare, c(list(measure = "difference", method = row$method),
                              asked(row, row$null_difference)))
      cells(x, row, c(estimate = "difference", conf_low = "difference_lower",
                           conf_high = "difference_upper"))
      if (nzchar(row$null_difference)) cell(x$p, row$p, row, "p")
    }
  })
}

reference_groups_of_patients <- function() {
  table <- reference_table("rate_ratio")
  each_row(table[nzchar(table$data), ], character(), 0L, function(row) {
    first <- reference_patients(row$data, row$group1)
    second <- reference_patients(row$data, row$group2)
    x <- do.call(compare_rates_patients, c(
      list(c(first$events, second$events), c(first$years, second$years),
           rep(c(row$group1, row$group2), lengths(list(first$events, second$events))),
           reference = row$group2, method = row$method), asked(row)[c("conf_level", "alternative")]
    ))
    cells(x, row, c(estimate = "ratio", conf_low = "lower", conf_high = "upper", events = "x1",
                         years = "t1", reference_events = "x2", reference_years = "t2"))
    if (row$method == "welch") cells(x, row, c(std_error = "se", df = "df", p = "p"))
  })
}
