# What every audit returns: one long data frame, so that results stack, compare
# and print by one set of methods.
result_columns <- c("outcome", "measure", "patients", "with_event", "events", "exposure", "unit",
                    "dispersion", "estimate", "conf_low", "conf_high", "method", "note")

# `labels` are the columns of `by` and `period`; `values` the other columns, NA
# where a measure has none. `counts` keeps what a comparison needs of each
# patient: period, row of the result, patient, events, days.
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

note_texts <- c(
  missing = "a number is missing",
  no_time = "no person-time",
  no_patients = "no patients",
  zero_events = "no event: the upper limit is what the data allow",
  all_events = "all had the event: the lower limit is what the data allow",
  few_at_risk = "fewer than 10 patients are still at risk on the day",
  assumes_poisson = "the interval treats events as independent of the patient",
  n1 = "one patient: how far patients differ cannot be known",
  undefined_phi = "dispersion cannot be estimated and is taken as 1",
  excluded_patients = "patients without time were left out",
  fallback_exact = "an exact interval, scaled for the spread of patients, stands in: the default is not defined here",
  fallback_limits = "a curve has no variance of its own: the interval combines both curves' own limits",
  no_events = "no event in either period",
  no_change = "nobody changed",
  not_exact = "too many events for the exact interval: the score interval stands in",
  fallback_scaled = "the scaled interval stands in, since the method is not defined here",
  fallback_score = "the scaled score interval stands in, since the default is not defined here",
  zero_variance = "the patients do not vary at all, or all change alike",
  poisson_boundary = "counts vary no more than Poisson counts: the model is Poisson's",
  few_data = "under 20 patients or relapses, or under 5 patients per coefficient: the model is a rough guide only",
  log_series = "counts vary more than the model allows: its shape and mean are at their limit, 0",
  no_second_event = "nobody had a second event: the mean and the ratio are at their limit, 0",
  differs_by_test = "the test and the interval differ here",
  unbounded = "the data set no limit on a side at this confidence level",
  asymptotic = "too many patients for the exact test",
  counts_at_least = "some counts are bounds: the rate takes the least that they can be",
  no_upper_end = "some counts have no upper bound, so the rate has none",
  shared_intervals = "lesions of straddling intervals are shared out by days, as fractions",
  whole_intervals = "intervals that were shared out between periods are left out of the comparison",
  equal_lengths = "for shares and shifts the longer of each patient's two times is cut to the shorter",
  common_day = "shares of two groups that are followed for unlike times are by the last day that all patients reach",
  unlike_lengths = "shares of patients and shifts depend on the time looked at, which differs: not tested, compare the rates",
  unpaired = "the model treats the two periods of a patient as two patients",
  undetermined = "the time lies within an interval, and the data do not say when in it events fell",
  not_converged = "the estimate misses the conditions of the maximum by more than 1e-8",
  zero_baseline = "patients with 0 at the baseline have no change in percent",
  own_patients = "of the patients of whom this grade is known, who need not be those of the other grades",
  others_not_known = "patients of whom it is not known whether they are new are left out",
  suppressed = "held back, since it counts or would give back a small number of patients or events",
  poisson_floor = "patients are so few that they may be alike by chance: the interval is no shorter than of independent events",
  short_interval = paste("no p is given: in fewer than 100 patients the interval of a paired difference may be too short,",
                         "the ratio has the test"),
  p_unreachable = "no p is given: with so few patients with an event or a change no test could reach the level"
)

# What the notes of a result mean, each once.
explained <- function(note, but = character()) {
  codes <- setdiff(unlist(strsplit(note[!is.na(note)], ";", fixed = TRUE)), but)
  codes <- intersect(names(note_texts), codes)
  sprintf("%s: %s", codes, note_texts[codes])
}

# In a document nobody looks up the codes of the column `note`.
without_codes <- function(notes) {
  code <- sub("^([a-z0-9_]+): .*", "\\1", notes)
  coded <- code %in% names(note_texts)
  notes[coded] <- capitalised(paste0(substring(notes[coded], nchar(code[coded]) + 3), "."))
  notes
}
