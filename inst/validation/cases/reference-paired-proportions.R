reference_paired_proportions <- function() {
  table <- reference_table("proportion_paired")
  without <- c("wald", "agresti_min", "laplace", "blaker", "continuity_corrected")
  table <- table[!(table$measure == "ratio" & table$method == "scas"), ]
  each_row(table, without, 52L, function(row) {
    compare <- function(measure, method) {
      do.call(compare_proportions_paired,
              c(list(as.numeric(row$a), as.numeric(row$b), as.numeric(row$c), as.numeric(row$d),
                     measure = measure, method = method), asked(row)))
    }
    if (row$measure != "test") {
      if (row$measure == "difference") row[c("lower", "upper")] <- lapply(row[c("lower", "upper")], cut_cell)
      return(cells(compare(row$measure, row$method), row, limit_cells))
    }
    p <- function(measure, method, column = "p") {
      cell(compare(measure, method)[[column]], row$p, row, paste(method, column))
    }
    switch(
      row$method,
      exact = {
        p("difference", "tango", "p_exact")
        p("odds_ratio", "exact")
      },
      midp = {
        p("difference", "tango", "p_midp")
        if (row$b != row$c) p("odds_ratio", "midp")
      },
      score = {
        p("difference", "tango", "p_score")
        p("difference", "tango")
        p("ratio", "tang")
      },
      n_minus_1 = p("difference", "scas"),
      stop("no test of ", row$method)
    )
  })
}
