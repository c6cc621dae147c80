#' The codes of the column `note`
#'
#' Results have a column `note` with codes, joined by semicolons, for programs; where a result
#' is printed they are said in words, with the code behind.
#'
#' @eval notes_page()
#'
#' @return No function, but what the codes in a column `note` mean.
#'
#' @family functions that explain a result
#' @examples
#' rates <- audit_arr(c(224, 0), years = c(320.1, 12), period = c("placebo", "drug"))
#' rates$note
#' rates
#' @name msaudit_notes
NULL

# A list of the codes for the help page.
notes_page <- function() {
  c("@format \\describe{", sprintf("  \\item{`%s`}{%s.}", names(note_texts), capitalised(note_texts)), "}")
}

# What the codes say in words.
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
  short_interval = paste("no p is given: in fewer than 400 patients the interval of a paired difference may be too short,",
                         "the ratio has the test"),
  p_unreachable = "no p is given: with so few patients with an event or a change no test could reach the level"
)

# What the notes of a result mean, each once.
explained <- function(note, but = character()) {
  codes <- setdiff(unlist(strsplit(note[!is.na(note)], ";", fixed = TRUE)), but)
  codes <- intersect(names(note_texts), codes)
  sprintf("%s (%s).", capitalised(note_texts[codes]), codes)
}

# In a document nobody looks up the codes of the column `note`.
without_codes <- function(notes) {
  codes <- sub(".* [(]([a-z0-9_]+)[)][.]$", "\\1", notes)
  coded <- codes %in% names(note_texts)
  notes[coded] <- sub(" [(][a-z0-9_]+[)][.]$", ".", notes[coded])
  notes
}
