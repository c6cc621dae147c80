#' @rdname audit_compare
#' @usage NULL
#' @export
audit_compare.msaudit_arr <- function(x, reference = NULL, conf_level = NULL) {
  call <- sys.call(-1)
  context <- comparison_context(x, reference, conf_level, call)
  cells <- patient_cells(x)
  per <- definition(x)$per
  found <- compare_pairs(x, context, call, function(period, reference) {
    rbind(rate_comparison(cells, period, reference, "relapse", "rate_ratio", context$conf_level),
          rate_difference(cells, period, reference, "relapse", per, context$conf_level))
  })
  # Compared are the patients of the first measure.
  settings <- attr(found, "settings")
  for (name in c("measure", "min_days")) settings[[name]] <- settings[[name]][1]
  attr(found, "settings") <- settings
  # What results_text() says beside the ratio.
  found <- structure(found, rates = as.data.frame(x), rates_conf_level = definition(x)$conf_level,
                     of_patients = c(cells, list(labels = attr(x, "of_patients")$labels)),
                     overlap_text = overlap_text(attr(x, "audited")$periods$overlaps, context))
  with_chance(found, x, context)
}

# Relapses on days that two periods share count on both sides.
overlap_text <- function(overlaps, context) {
  rows <- which((overlaps$period == context$reference & overlaps$with %in% context$others) |
                  (overlaps$with == context$reference & overlaps$period %in% context$others))
  if (length(rows) == 0) return(NULL)
  sprintf("%s and %s share %s of %s, whose relapses count on both sides.", shown(overlaps$period[rows]),
          shown(overlaps$with[rows]), counted_each(overlaps$days[rows], "day"), counted_each(overlaps$patients[rows], "patient"))
}

# Each patient in each row of the rates: relapses, and time in years.
patient_cells <- function(x) {
  of <- attr(x, "of_patients")
  list(row = of$row, patient = of$patient, events = as.double(of$events), time = as.double(of$time) / of$a_year)
}
