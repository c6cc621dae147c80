# The names that cards and cardx have for statistics; what has none there keeps
# its own.
ard_stats <- c(
  patients = "N", with_event = "n", events = "n_events", exposure = "tot_person_time", at_risk = "n.risk",
  std_error = "std.error", conf_low = "conf.low", conf_high = "conf.high", p = "p.value"
)

ard_labels <- c(
  N = "Patients", n = "Patients with an event", n_events = "Events", tot_person_time = "Person-years",
  exposure = "Exposure", n.risk = "Patients at risk", estimate = "Estimate", std.error = "Standard error",
  conf.low = "Lower limit", conf.high = "Upper limit", conf.level = "Confidence level", p.value = "p value",
  method = "Method", unit = "Unit of the estimate", dispersion = "Dispersion", note = "Notes"
)

#' A result as analysis results data
#'
#' The long layout of the CDISC Analysis Results Standard, as in the package cards:
#' one row per statistic, from which any tool can make tables and numbers can be compared one
#' by one.
#'
#' @param x The result of an audit: of [audit_arr()] or another audit,
#'   [audit_compare()], [audit_curves()] or [arr_sensitivity()].
#'
#' @return A data frame of class `card`, which `cards::check_ard_structure()`
#'   accepts, with one row for each statistic of each row of `x`, in order:
#'   \item{group1, group1_level, group2, ...}{Columns of `by`, then `period`, and
#'     `reference` of a comparison, `time` (days) of a curve, options of a
#'     definition: name, and a list with the value.}
#'   \item{variable, variable_level}{`"outcome"`, and a list with what was counted.}
#'   \item{context}{The measure: `"rate"`, `"proportion"`, `"rate_ratio"`, ...}
#'   \item{stat_name, stat_label, stat}{`N` (patients), `n` (of them with an event),
#'     `n_events`, `tot_person_time` (person-years; `exposure` if the unit is not
#'     years), `estimate`, `std.error`, `conf.low`, `conf.high`, `conf.level`,
#'     `p.value`, `method` and others; their name in words; a list with the value.
#'     Statistics that no row of a measure has are not listed.}
#'   \item{fmt_fun}{A list with the function that prints the statistic.}
#'   \item{warning, error}{Lists of `NULL`: what to look out for is the statistic
#'     `note`.}
#'
#' @section Errors:
#' `msaudit_argument_error` for anything but the result of an audit.
#'
#' @family results in other forms
#'
#' @examples
#' x <- audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "drug"))
#' ard <- as_ard(x)
#' data.frame(period = unlist(ard$group1_level), ard["stat_name"], stat = format(ard$stat))
#' @export
as_ard <- function(x) {
  check_given()
  check_argument(is_result(x), x, "x", "the result of an audit", sys.call())
  rows <- as.data.frame(x)
  measures <- unique(rows$measure)
  stats <- lapply(structure(measures, names = measures), function(measure) {
    known_stats(rows[rows$measure == measure, , drop = FALSE])
  })
  conf_level <- definition(x)$conf_level
  each <- lapply(seq_len(nrow(rows)), function(i) row_stats(rows[i, ], stats[[rows$measure[i]]], conf_level))
  row <- rep(seq_along(each), lengths(each))
  stat <- as.list(unlist(each, recursive = FALSE))
  name <- names(stat)
  groups <- setdiff(key_columns(rows), c("outcome", "measure"))
  columns <- list()
  for (i in seq_along(groups)) {
    columns[[paste0("group", i)]] <- rep(groups[i], length(row))
    columns[[sprintf("group%d_level", i)]] <- as.list(as_plain(rows[[groups[i]]]))[row]
  }
  columns <- c(columns, list(
    variable = rep("outcome", length(row)), variable_level = as.list(rows$outcome)[row],
    context = rows$measure[row], stat_name = name, stat_label = stat_labels(name), stat = unname(stat),
    fmt_fun = lapply(unname(stat), ard_format), warning = vector("list", length(row)),
    error = vector("list", length(row))
  ))
  structure(as_frame(columns, length(row)), class = c("card", "tbl_df", "tbl", "data.frame"))
}

as_plain <- function(x) if (is.factor(x)) as.character(x) else as.vector(x)

# The columns in which some row of a measure has a value.
known_stats <- function(rows) {
  names <- setdiff(names(rows), key_columns(rows))
  Filter(function(name) !all(is.na(rows[[name]]) | rows[[name]] %in% ""), names)
}

# The statistics of a row, by name.
row_stats <- function(row, known, conf_level) {
  stats <- lapply(as.list(row)[known], as_plain)
  renamed <- known %in% names(ard_stats)
  names(stats)[renamed] <- ard_stats[known[renamed]]
  of_years <- is.null(row$unit) || grepl("year", row$unit)
  if (!of_years) names(stats)[known == "exposure"] <- "exposure"
  stats <- c(stats, list(conf.level = conf_level))
  # Each row says how, though a curve has one way alone.
  if (is.null(stats$method)) stats$method <- row$measure
  stats
}

stat_labels <- function(name) {
  label <- unname(ard_labels[name])
  own <- is.na(label)
  label[own] <- gsub("_", " ", name[own], fixed = TRUE)
  label
}

# Whole numbers as they are, others with four digits.
ard_format <- function(stat) {
  if (is.numeric(stat)) function(x) ifelse(x == round(x), big(x), number_text(x, digits = 4)) else as.character
}
