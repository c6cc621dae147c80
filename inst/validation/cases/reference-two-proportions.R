reference_two_proportions <- function() {
  without <- c("wald", "wald_cc", "mover_jeffreys", "adj_log", "gart_nam", "mover_wilson",
               "fisher_minlike", "fisher_midp_minlike", "yates", "suissa_shuster")
  each_row(reference_table("proportion_diff"), without, 49L, function(row) {
    counts <- lapply(row[c("x1", "n1", "x2", "n2")], as.numeric)
    compare <- function(...) do.call(compare_proportions, c(counts, list(...), asked(row)))
    if (row$measure != "test") {
      x <- compare(measure = row$measure, method = row$method)
      conditional <- row$measure == "odds_ratio" && row$method %in% c("exact", "midp")
      kind <- if (conditional) "conditional" else "sample"
      if (row$measure == "odds_ratio" && row$estimate_kind != kind) row$estimate <- ""
      if (row$method == "agresti_caffo") {
        row$lower <- cut_cell(row$lower)
        row$upper <- cut_cell(row$upper)
      }
      return(cells(x, row, limit_cells))
    }
    p <- function(measure, method) cell(compare(measure = measure, method = method)$p, row$p, row, method)
    x <- switch(row$method, fisher_less = compare(alternative = "less"),
                fisher_greater = compare(alternative = "greater"), compare())
    switch(
      row$method,
      n_minus_1 = {
        cell(x$p_score, row$p, row, "p_score")
        for (measure in c("difference", "ratio", "odds_ratio")) p(measure, "mn")
      },
      pearson = {
        p("difference", "mee")
        p("ratio", "koopman")
      },
      fisher_central = {
        cell(x$p_fisher, row$p, row, "p_fisher")
        p("odds_ratio", "exact")
      },
      fisher_midp_central = {
        cell(x$p_fisher_midp, row$p, row, "p_fisher_midp")
        p("odds_ratio", "midp")
      },
      fisher_less = ,
      fisher_greater = cell(x$p_fisher, row$p, row, "p_fisher"),
      boschloo = cell(x$p_boschloo, row$p, row, "p_boschloo"),
      stop("no test of ", row$method)
    )
  })
}
