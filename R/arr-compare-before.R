# Beside a comparison of a drug with the time before it: the fall that chance alone
# would bring, and the ratio against other times before.
with_chance <- function(found, x, context) {
  audited <- attr(x, "audited")
  if (is.null(audited) || length(definition(x)$by) > 0 || !"rate" %in% x$measure) return(found)
  drugs <- drugs_after(audited$periods, context$reference, context$others, audited$cohort)
  if (length(drugs) == 0) return(found)
  tables <- Map(function(drug, period) before_table(audited, definition(x), drug, context$reference, period, context$conf_level),
                drugs, names(drugs))
  chance <- vapply(unique(drugs), function(drug) chance_of(audited, definition(x), drug), "")
  reasons <- unlist(Map(function(drug, period) reasons_text(audited, drug, context$reference, period), drugs, names(drugs)))
  structure(found, sensitivity = tables, chance_text = unname(chance), reasons_text = unique(unname(reasons)))
}

# For each compared period that is on or after a drug: that drug, if the time of the
# reference ended before its first start in every patient who has both.
drugs_after <- function(periods, reference, others, cohort) {
  ranges <- periods$ranges
  before <- ranges$period == match(reference, periods$names)
  drugs <- structure(periods$treated[match(others, periods$names)], names = others)
  Filter(function(drug) {
    if (is.na(drug)) return(FALSE)
    start <- first_starts(cohort, match(fold(drug), fold(levels(cohort$treatments$drug))))
    ended <- ranges$stop[before] <= start[ranges$patient[before]]
    # Where nobody of the reference ever starts the drug, two groups are compared.
    !all(is.na(ended)) && all(ended, na.rm = TRUE)
  }, drugs)
}

# What is taken for the time before: a window of so many months that ends at the
# start, without its last days; and the window that was compared, one and two years
# earlier in the same patients, when nobody knew that the drug would be started. A
# relapse is not left out for being the last: what is left is fewer than chance gives.
times_before <- data.frame(
  from = rep(c(12L, 24L), each = 4), exclude = rep(c(0L, 30L, 60L, 90L), 2),
  window = rep(c("0 to 12", "0 to 24"), each = 4), stringsAsFactors = FALSE
)

times_before$left_out <- ifelse(times_before$exclude == 0, "nothing", paste(times_before$exclude, "days"))

months_earlier <- c(12L, 24L)

earlier_windows <- paste(months_earlier, "earlier")

before_table <- function(audited, rules, drug, reference, period, conf_level) {
  cohort <- audited$cohort
  windows <- lapply(seq_len(nrow(times_before)), function(i) {
    period_before(drug, c(0L, times_before$from[i]), times_before$exclude[i])$find(cohort, NULL)
  })
  earlier <- lapply(months_earlier, ranges_earlier, ranges = ranges_of(audited$periods, reference), cohort = cohort)
  parts <- lapply(c(windows, earlier), function(before) before_rows(audited, rules, drug, period, before, conf_level))
  labels <- list(window = c(times_before$window, earlier_windows), left_out = c(times_before$left_out, rep("nothing", length(earlier))))
  each <- rep(seq_along(parts), vapply(parts, nrow, 0L))
  columns <- c(list(definition = each), lapply(labels, `[`, each), as.list(do.call(rbind, parts)))
  choices <- lapply(labels, unique)
  structure(as_frame(columns, length(each)), class = c("msaudit_sensitivity", "data.frame"),
            settings = list(options = names(choices), choices = choices, reference = before_name(drug),
                            conf_level = conf_level))
}

# The same ranges so many months earlier, as far as the patient was followed then.
ranges_earlier <- function(months, ranges, cohort) {
  start <- pmax(months_after(ranges$start, -months, cohort$clock), cohort$patients$from[ranges$patient], na.rm = TRUE)
  stop <- months_after(ranges$stop, -months, cohort$clock)
  moved <- list(patient = ranges$patient, start = start, stop = stop, first = ranges$first + (start - ranges$start),
                last = ranges$last + (stop - ranges$stop))
  lapply(moved, `[`, start < stop)
}

before_name <- function(drug) sprintf("Before %s", drug)

# Rates in the ranges `before` the start of a drug and in a period of it, and their
# ratio.
before_rows <- function(audited, rules, drug, period, before, conf_level) {
  cohort <- audited$cohort
  periods <- periods_of_ranges(c(before_name(drug), period), list(before, ranges_of(audited$periods, period)),
                               c(NA_character_, drug))
  found <- relapses_at_risk(cohort, periods, rules, new_findings(), NULL)
  cells <- counted_cells(found)
  rates <- patient_rates(cells$events, cells$time, cells$row, 2L, conf_level = conf_level)
  ratio <- rate_comparison(cells, 2L, 1L, "relapse", "rate_ratio", conf_level, beside = FALSE)
  ratio <- cbind(ratio[setdiff(names(ratio), "period")], period = period, events = NA_real_, exposure = NA_real_)
  rates <- cbind(rates[c("patients", "events", "estimate", "conf_low", "conf_high", "method", "note")],
                 exposure = rates$years, period = periods$names, outcome = "relapse", measure = "rate",
                 design = NA_character_, p = NA_real_)
  rbind(rates[sensitivity_columns], ratio[sensitivity_columns])
}

ranges_of <- function(periods, period) {
  keep <- periods$ranges$period == match(period, periods$names)
  lapply(periods$ranges[range_columns], `[`, keep)
}

range_columns <- c("patient", "start", "stop", "first", "last")

# The parts of msaudit_periods that relapses_at_risk() reads.
periods_of_ranges <- function(names, found, treated) {
  ranges <- do.call(Map, c(list(c), lapply(found, `[`, range_columns)))
  ranges <- c(list(period = rep(seq_along(found), vapply(found, function(x) length(x$patient), 0L))), ranges)
  cells <- .Call(C_cells, ranges[c("period", "patient", "start", "stop")])
  list(names = names, treated = treated, ranges = c(ranges, list(cell = cells$cell)),
       cells = cells[c("period", "patient", "days")])
}

# How large regression to the mean may be, in a sentence.
chance_of <- function(audited, rules, drug) {
  cohort <- audited$cohort
  counts_of <- function(months) {
    period <- period_before(drug, months)
    found <- period$find(cohort, NULL)
    full <- whole_windows(cohort, found, drug, months)
    periods <- periods_of_ranges(before_name(drug), list(found), NA_character_)
    cells <- counted_cells(relapses_at_risk(cohort, periods, rules, new_findings(), NULL))
    cells$events[cells$patient %in% full]
  }
  earlier <- counts_of(c(12, 24))
  if (length(earlier) >= 2 && sum(earlier) > 0) {
    size <- regression_to_mean(earlier, years = 1, method = "nb")
    from <- sprintf("months 24 to 12 before in %s followed for all of them", counted(length(earlier), "patient"))
  } else {
    year <- counts_of(12)
    size <- regression_to_mean(year[year > 0], years = 1, method = "zero_truncated_nb")
    from <- sprintf("the 12 months before in the %s with a relapse in them, who may have been selected for it",
                    counted(sum(year > 0), "patient"))
  }
  if (is.na(size$ratio)) return(sprintf("What chance alone would do before %s cannot be estimated: too few relapses.", drug))
  sprintf(paste("If all had been chosen for a relapse in the 12 months before %s, chance alone would have given a ratio",
                "of %s (%s to %s), estimated from %s."), drug, ratio_text(size$ratio), ratio_text(size$conf_low),
          ratio_text(size$conf_high), from)
}

# Patients whose window is not cut by follow-up.
whole_windows <- function(cohort, found, drug, months) {
  start <- first_starts(cohort, match(fold(drug), fold(levels(cohort$treatments$drug))))[found$patient]
  first <- months_after(start, -as.integer(max(months)), cohort$clock)
  last <- months_after(start, -as.integer(if (length(months) > 1) min(months) else 0), cohort$clock)
  from <- cohort$patients$from[found$patient]
  found$patient[found$start == first & found$stop == last & !is.na(from)]
}

# The tables of a comparison against other times before.
before_parts <- function(tables) {
  lapply(names(tables), function(period) {
    rows <- as.data.frame(tables[[period]])
    of <- rows[rows$measure == "rate_ratio", ]
    before <- rows[rows$measure == "rate" & rows$period == definition(tables[[period]])$reference, ]
    table <- list(`months before` = of$window, `left out` = of$left_out, patients = big(of$patients), relapses = big(before$events),
                  `rate before` = with_digits(before$estimate, rate_digits(before$estimate)),
                  `ratio (limits)` = ratio_limits(of))
    display_part(as_frame(table, nrow(of)), heading = sprintf("%s against other times before", period), left = 1:2,
                 lines = "12 and 24 earlier: the time that was compared, so many months earlier in the same patients.")
  })
}
