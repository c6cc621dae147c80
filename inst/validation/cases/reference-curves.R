# Spells, and the numbers of events at their stop, behind the rows of a table.
recurrent_spells <- function(data, subset) {
  x <- switch(
    data,
    "survival::cgd" = with(survival::cgd, data.frame(id, start = tstart, stop = tstop, event = status, treat)),
    "survival::bladder2" = survival::bladder2,
    "survival::valveSeat" = {
      x <- survival::valveSeat
      x$start <- stats::ave(x$time, x$id, FUN = function(time) c(0, time[-length(time)]))
      data.frame(id = x$id, start = x$start, stop = x$time, event = x$status)
    },
    gaps = {
      x <- reference_table("recurrent_intervals")
      x <- x[x$data == "gaps", ]
      data.frame(lapply(x[c("id", "start", "stop", "event")], as.numeric), group = x$group)
    }
  )
  if (nzchar(subset)) x <- x[eval(parse(text = subset), x), ]
  x
}

# Variances of Poisson counts and plain limits are not the package's; hazard
# ratios are of other models.
reference_mean_cumulative <- function() {
  table <- reference_table("recurrent")
  ours <- table$estimand == "mcf" & table$se_type != "poisson" & table$conf_type != "plain"
  compare("rows with and without a counterpart", c(sum(ours), sum(!ours)), c(28, 58))
  rows <- table[ours, ]
  for (i in seq_len(nrow(rows))) {
    row <- rows[i, ]
    x <- recurrent_spells(row$data, row$subset)
    found <- curve_mcf(x$start, x$stop, x$event, x$id, times = as.numeric(row$time),
                       conf_level = cell_or(row$conf_level, 0.95))
    cells(found, row, c(limit_cells, std_error = "se"))
  }
}

reference_free_of_event <- function() {
  table <- reference_table("incidence")
  rows <- table[table$estimand %in% c("survival", "one_minus_km"), ]
  compare("rows", nrow(rows) > 30, TRUE)
  for (i in seq_len(nrow(rows))) {
    row <- rows[i, ]
    x <- incidence_patients(row$data, row$group)
    found <- curve_survival(x$time, x$status == row$event, times = as.numeric(row$time),
                            conf_level = cell_or(row$conf_level, 0.95))
    if (row$estimand == "one_minus_km") {
      found[c("estimate", "conf_low", "conf_high")] <- 1 - found[c("estimate", "conf_high", "conf_low")]
    }
    cells(found, row, c(limit_cells, std_error = "se"))
  }
}
