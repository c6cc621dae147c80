# Proportions, rates and cumulative incidences. Aalen's variance, as of cmprsk,
# and the curve that takes rates as constant are not the package's.
incidence_rows <- function(...) {
  table <- reference_table("incidence")
  table[table$estimand %in% c(...), ]
}

# What survfit() and cmprsk say alike of the estimate is compared of both.
reference_incidence_curves <- function() {
  rows <- incidence_rows("cumulative_incidence")
  others <- rows$se_type == "aalen"
  compare("rows of Aalen's variance", sum(others), 33)
  for (i in seq_len(nrow(rows))) {
    row <- rows[i, ]
    x <- incidence_patients(row$data, row$group)
    code <- match(x$status, c(0, as.numeric(row$event))) - 1
    found <- curve_incidence(x$time, ifelse(is.na(code), 2, code), times = as.numeric(row$time),
                             conf_level = cell_or(row$conf_level, 0.95))
    columns <- if (others[i]) limit_cells["estimate"] else c(limit_cells, std_error = "se")
    # Limits without an event are the package's own.
    if (found$estimate %in% 0:1) columns <- columns["estimate"]
    cells(found, row, columns)
  }
}

# What audit_ae() says of first events of the patients of a row, as a cohort: each on
# a drug until the event that competes, or else followed to the end.
incidence_audit <- function(row, ...) {
  patients <- reference_table("incidence_patients")
  of <- patients[patients$data == row$data & (!nzchar(row$group) | patients$group == row$group), ]
  time <- as.numeric(of$time)
  had <- which(of$status == "1")
  cohort <- audit_cohort(
    data.frame(id = of$id, follow_up_start = 0, follow_up_end = time),
    data.frame(id = of$id, drug = "a", start = 0, stop = ifelse(of$status == "2", time, NA)),
    events = data.frame(id = of$id[had], term = "x", onset = time[had])
  )
  audit_ae(cohort, audit_periods(cohort, on = period_on("a")), ...)
}

reference_incidence_audit <- function() {
  measures <- c(proportion = "proportion", rate_first = "first_event_rate",
                cumulative_incidence = "cumulative_incidence", one_minus_km = "one_minus_km")
  rows <- incidence_rows(names(measures))
  rows <- rows[rows$data == "cdisc_pilot" & rows$se_type != "aalen" & rows$method != "wilson" & rows$event %in% c("", "1"), ]
  compare("rows", nrow(rows) > 15, TRUE)
  for (i in seq_len(nrow(rows))) {
    row <- rows[i, ]
    found <- incidence_audit(row, measure = measures[[row$estimand]], times = cell_or(row$time, 365),
                             per = cell_or(row$per, 100), conf_level = cell_or(row$conf_level, 0.95))
    cells(found, row, limit_cells)
  }
}

reference_incidence_rates <- function() {
  rows <- incidence_rows("proportion", "rate_first", "rate_all")
  compare("rows", nrow(rows), 25)
  for (i in seq_len(nrow(rows))) {
    row <- rows[i, ]
    level <- cell_or(row$conf_level, 0.95)
    x <- incidence_patients(row$data, row$group)
    unit <- cell_or(row$time_unit, 1)
    had <- sum(x$status == 1)
    found <- if (row$estimand == "proportion") {
      ci_proportion(had, nrow(x), if (row$method == "wilson") "wilson" else "clopper_pearson", conf_level = level)
    } else if (row$estimand == "rate_first") {
      ci_rate(had, sum(x$time) / unit, per = cell_or(row$per, 1), conf_level = level)
    } else {
      patients <- reference_table("incidence_patients")
      of <- patients[patients$data == row$data & patients$group == row$group, ]
      ci_rate_patients(as.numeric(of$n_events), as.numeric(of$exposure) / cell_or(row$time_unit, 365.25),
                       method = row$method, per = cell_or(row$per, 100), conf_level = level)
    }
    cells(found, row, limit_cells)
  }
}
