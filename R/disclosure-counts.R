# The counts behind the rows of results, each once.

# The numbers behind rows, each once: `value`, `shown` (whether any row shows it;
# the others are differences), and for each row the place of its patients,
# with_event, events and exposure, NA where that is no count.
count_variables <- function(parts) {
  rows <- do.call(rbind, Map(counted_rows, parts, seq_along(parts)))
  columns <- c("patients", "with_event", "events", "exposure")
  key <- list(
    # As many patients of a group in another period are taken to be the same.
    patients = ifelse(rows$measure %in% of_those_with_event, paste("X", rows$group, rows$what, "", rows$patients),
                      paste("N", rows$by, rows$values, rows$patients, sep = "\n")),
    with_event = paste("X", rows$group, rows$what, ifelse(rows$one_of_several, rows$measure, ""), rows$with_event),
    events = ifelse(rows$measure == "first_event_rate",
                    paste("X", rows$group, rows$what, "", rows$with_event),
                    paste("E", rows$group, ifelse(rows$by_definition, paste0(rows$outcome, "\n"), rows$what), rows$events)),
    exposure = paste("S", rows$group, rows$what, rows$unit, rows$exposure)
  )
  keys <- unlist(key, use.names = FALSE)
  values <- unlist(rows[columns], use.names = FALSE)
  keys[is.na(values)] <- NA
  all <- unique(keys[!is.na(keys)])
  place <- matrix(match(keys, all), ncol = length(columns), dimnames = list(NULL, columns))
  list(rows = rows, place = place, value = values[match(all, keys)], shown = rep(TRUE, length(all)),
       of_patients = startsWith(all, "N"), by_definition = !seq_along(all) %in% place[!rows$by_definition, ])
}

# Measures whose patients are those with an event of another.
of_those_with_event <- c("duration", "recovered")

# Each of these is a class of a whole, so that equal numbers are not the same one.
class_measures <- c("share_0", "share_1", "share_2_3", "share_4_more", "worst_grade", "shift", "least_shift",
                    "most_shift", "shift_unknown", "recovered", "duration", "baseline")

counted_rows <- function(part, place) {
  labels <- setdiff(names(part), c(result_columns, computed_columns))
  by <- sort(setdiff(labels, not_groups_of(part)), method = "radix")
  if ("definition" %in% labels) by <- character()
  text <- lapply(as.list(part)[by], function(x) ifelse(is.na(x), "not known", as.character(x)))
  # Rows of all patients are in no group.
  total <- length(by) > 0 & Reduce(`&`, lapply(text, `==`, "all"), rep(TRUE, nrow(part)))
  if (length(by) == 0) total <- rep(TRUE, nrow(part))
  period <- if (is.null(part$period)) rep("", nrow(part)) else as.character(part$period)
  more <- setdiff(labels, c(by, "period"))
  levels <- row_keys(part, more)
  column <- function(name) if (is.null(part[[name]])) rep(NA_real_, nrow(part)) else as.double(part[[name]])
  unit <- if (is.null(part$unit)) rep("", nrow(part)) else as.character(part$unit)
  exposure <- column("exposure")
  whole <- grepl("^patient by day|^scan$", unit)
  rows <- data.frame(
    part = rep(place, nrow(part)), period, outcome = as.character(part$outcome), levels,
    measure = as.character(part$measure), unit, years = ifelse(grepl("year", unit), exposure, NA),
    patients = column("patients"), with_event = column("with_event"), events = column("events"),
    exposure = ifelse(whole, exposure, NA), stringsAsFactors = FALSE
  )
  # Definitions that count as many events are taken to count the same.
  rows$by_definition <- rep("definition" %in% labels, nrow(rows)) & rows$measure == "rate"
  rows$one_of_several <- rows$measure %in% class_measures | nzchar(rows$levels)
  rows$last_level <- if (length(more) > 0) as.character(part[[more[length(more)]]]) else rep("", nrow(part))
  rows$first_levels <- row_keys(part, more[-length(more)])
  # Any lesion is no adverse event.
  if (any(rows$outcome %in% c("new_t2", "gd"))) rows$outcome[rows$outcome == "any"] <- "any lesion"
  rows$by <- ifelse(total, "", paste(by, collapse = "\r"))
  rows$values <- if (length(by) > 0) ifelse(total, "", do.call(paste, c(text, sep = "\r"))) else rep("", nrow(part))
  rows$group <- paste(rows$by, rows$values, rows$period, sep = "\n")
  rows$what <- paste(rows$outcome, rows$levels, sep = "\n")
  rows
}

# What is done with a table: by its columns, so that the data frame of a result
# is one too.
shared_kind <- function(part, call) {
  check_as_made(part, call)
  has <- function(columns) all(columns %in% names(part))
  if (has(c("reference", "informative"))) return("comparison")
  if (is_curve_table(part)) return("curves")
  single <- inherits(part, c("msaudit_lab_series", "msaudit_records", "msaudit_findings")) || "id" %in% names(part)
  if (single) usage_error("x", "What holds single patients cannot be shared: leave it out", call)
  if (has(c("outcome", "measure", "patients", "events", "estimate"))) return("counts")
  argument_error("x", "the result of an audit, or a list of such", described(part), call)
}

# Columns that were overwritten since hold something else than is looked for in them.
check_as_made <- function(part, call) {
  check_kind <- function(columns, is_kind, what) {
    for (name in intersect(columns, names(part))) {
      column <- part[[name]]
      fits <- (is_kind(column) || is.logical(column) && all(is.na(column))) && is.null(dim(column))
      if (!fits) usage_error("x", sprintf("Column `%s` of the result must be %s, as the audit made it", name, what), call)
    }
  }
  numbers <- c("patients", "with_event", "events", "exposure", "at_risk", if (is_curve_table(part)) "time")
  check_kind(c(numbers, "informative", computed_columns), is_bare_number, "numbers")
  check_kind(c("outcome", "measure", "unit", "method", "note"), function(x) is.character(x) || is.factor(x), "text")
  if (anyNA(part$measure)) usage_error("x", "Column `measure` of the result must say what each row is, as the audit made it", call)
}

emptied <- function(rows, which, columns) {
  for (name in intersect(columns, names(rows))) rows[[name]][which] <- NA
  rows
}
