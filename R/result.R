# What every audit returns: one long data frame, so that results stack, compare
# and print by one set of methods.
result_columns <- c("outcome", "measure", "patients", "with_event", "events", "exposure", "unit",
                    "dispersion", "estimate", "conf_low", "conf_high", "method", "note")

# `labels` are the columns of `by` and `period`; `values` the other columns, NA
# where a measure has none. `...` are attributes: `of_patients` holds what a comparison needs,
# one element a patient and period (row of the result, patient, events, time), `audited` the
# tables and periods behind the numbers.
new_result <- function(verb, labels, values, settings, ..., findings = NULL) {
  n <- nrow(labels)
  empty <- list(
    outcome = NA_character_, measure = NA_character_, patients = NA_integer_,
    with_event = NA_integer_, events = NA_real_, exposure = NA_real_, unit = NA_character_,
    dispersion = NA_real_, estimate = NA_real_, conf_low = NA_real_, conf_high = NA_real_,
    method = NA_character_, note = ""
  )
  columns <- lapply(structure(result_columns, names = result_columns), function(name) {
    rep_len(if (is.null(values[[name]])) empty[[name]] else values[[name]], n)
  })
  structure(
    as_frame(c(as.list(labels), columns), n),
    class = c(paste0("msaudit_", verb), "msaudit_result", "data.frame"),
    settings = settings, ..., findings = findings
  )
}

# How the intervals of a method are spoken of.
interval_texts <- c(
  pooled_t = "interval by t for the effective number of patients",
  scaled = "interval scaled for dispersion between patients",
  rounded_t = "interval by t, or scaled for dispersion where that is wider, of rounded numbers",
  robust = "robust interval, the patient as the unit",
  nb = "interval of the negative binomial model",
  garwood = "exact Poisson interval",
  midp = "mid-P Poisson interval",
  score = "Poisson score interval",
  jeffreys = "Jeffreys' Poisson interval",
  lr = "Poisson likelihood ratio interval",
  scas = "Poisson score interval corrected for skewness",
  byar = "Byar's Poisson interval",
  rothman = "Rothman's Poisson interval",
  blaker = "Blaker's Poisson interval",
  minlike = "Poisson interval by least likelihood",
  clopper_pearson = "exact interval"
)

# What is said of how an interval comes about beside its name.
interval_sentence <- function(methods) {
  if (!"pooled_t" %in% methods) return(NULL)
  paste("That interval is on the log scale, with the greater of the variances by a negative binomial model and by the",
        "jackknife and t with Kish's effective number of patients less one (at least 3), and no narrower than Garwood's",
        "scaled by the jackknife's dispersion.")
}

#' The settings behind a result
#'
#' Every rule that shaped the numbers of a result, with its value.
#'
#' @param x The result of an audit.
#'
#' @return A named list, such as `definition(x)$relapse_gap`.
#'
#' @family functions that explain a result
#' @seealso [methods_text()] says them in words.
#'
#' @examples
#' definition(audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "drug")))
#' @export
definition <- function(x) {
  check_given()
  check_argument(is_result(x), x, "x", "the result of an audit", sys.call())
  attr(x, "settings")
}

# The records of a result's table that have no day; NULL of totals, and of what leaves.
undated_of <- function(x, table) {
  cohort <- attr(x, "audited")$cohort
  if (!is.null(cohort)) undated_records(cohort, table)
}

is_result <- function(x) {
  inherits(x, c("msaudit_result", "msaudit_comparison", "msaudit_curves", "msaudit_sensitivity", "msaudit_lab_series"))
}

#' @export
findings.msaudit_result <- function(x) {
  found <- attr(x, "findings")
  if (is.null(found)) collected(new_findings()) else found
}

#' @export
as.data.frame.msaudit_result <- function(x, ...) {
  columns <- as.list(x)
  attributes(columns) <- list(names = names(x))
  as_frame(columns, nrow(x))
}

# Rows taken out of a result are a result; columns taken out are not.
#' @export
`[.msaudit_result` <- function(x, ...) {
  part <- NextMethod()
  if (!is.data.frame(part)) return(part)
  if (!all(result_columns %in% names(part))) return(as.data.frame.msaudit_result(part))
  part
}

# Results of one verb and the same settings stack to a result, others to a plain
# data frame. The patients behind them are not kept: there may be two of a row.
#' @export
rbind.msaudit_result <- function(..., deparse.level = 1) {
  parts <- list(...)
  frames <- lapply(parts, function(part) if (is_result(part)) as.data.frame(part) else part)
  rows <- do.call(rbind, frames)
  first <- parts[[1]]
  same <- vapply(parts, function(part) {
    identical(class(part), class(first)) && identical(attr(part, "settings"), attr(first, "settings"))
  }, NA)
  if (!all(same)) return(rows)
  structure(rows, class = class(first), settings = attr(first, "settings"))
}

# The columns of a result that say whose time a row is.
label_columns <- function(x) setdiff(names(x), result_columns)

sensitivity_columns <- c("period", "outcome", "measure", "design", "patients", "events", "exposure", "estimate",
                         "conf_low", "conf_high", "p", "method", "note")

# What a result keeps of the cohort, to trace its numbers and to count anew.
audited_part <- function(cohort, periods, table) {
  cohort[setdiff(names(table_specs), c("patients", "treatments", table))] <- NULL
  list(cohort = cohort, periods = periods)
}

comparison_columns <- c("outcome", "measure", "period", "reference", "design", "patients", "informative",
                        "estimate", "conf_low", "conf_high", "p", "exact_low", "exact_high", "p_exact",
                        "ratio_pooled", "method", "note")

# Marks made-up data, for pictures to say so; other data have no such attribute.
synthetic_mark <- function(cohort) if (isTRUE(cohort$synthetic)) TRUE

curve_columns <- c("outcome", "measure", "time", "at_risk", "events", "estimate", "std_error", "conf_low",
                   "conf_high", "note")

# The columns that say whose a row is are those of `by` and the period; what else
# labels it says what was counted.
not_groups <- c("period", "level", "baseline", "worst", "definition", "term", "reference", "design")

# The terms of a model have levels; elsewhere a column of groups may be called so.
not_groups_of <- function(rows) {
  if ("term" %in% names(rows) && !"level" %in% names(rows)) setdiff(not_groups, "term") else not_groups
}

# A column of groups may be called time in a table that follows nobody over it.
is_curve_table <- function(part) all(c("time", "at_risk", "estimate") %in% names(part))

# The columns of a count, and what is computed from them.
computed_columns <- c("dispersion", "estimate", "std_error", "conf_low", "conf_high", "p", "exact_low", "exact_high",
                      "p_exact", "ratio_pooled", "reference_estimate", "period_estimate", "statistic", "p_pseudo_score")
