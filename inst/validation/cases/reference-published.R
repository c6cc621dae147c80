# Figures that papers on multiple sclerosis print, and what gives them.
published_figures <- function() {
  table <- reference_table("published_ms")
  table$method[table$what_kind == "quotient"] <- "quotient"
  each_row(table, c("fisher_minlike", "quotient"), 2L, function(row) {
    number <- function(column) as.numeric(row[[column]])
    x <- switch(
      row$what_kind,
      proportion = do.call(ci_proportion, c(list(number("numerator"), number("denominator"),
                                                 method = row$method), asked(row))),
      rate = do.call(ci_rate, c(list(number("numerator"), number("denominator"), method = row$method),
                                asked(row))),
      rate_ratio = do.call(compare_rates, c(
        list(number("numerator"), number("denominator"), number("numerator_2"), number("denominator_2"),
             method = row$method), asked(row)
      )),
      mcnemar = {
        x <- compare_proportions_paired(0, number("numerator"), number("denominator"), 0)
        list(p = x$p_exact)
      }
    )
    cells(x, row, c(estimate = "reference", conf_low = "lower", conf_high = "upper"))
    if (nzchar(row$p)) cell(x$p, row$p, row, "p")
  })
}
