#' The results paragraph of an abstract
#'
#' What an audit found, in the sentences of [results_text()]: who was treated, why
#' they stopped the drug before, relapses, adverse events, laboratory and lesions, each
#' with its interval. Topics for which the cohort has no table are left out.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param periods Periods of [audit_periods()]: before and after a switch.
#' @param reference Name of the period that the others are compared with, single;
#'   `NULL`: the first.
#' @param composites,landmark,within For the laboratory, see [audit_labs()].
#'   `composites = NULL`: leucopenia with normal neutrophils, and thyroid peroxidase
#'   antibodies followed within 12 months by overt hypothyroidism, each if the
#'   cohort has its tests.
#' @param each Name of the column of `events` by which serious adverse events are told
#'   apart, single.
#' @param name Which value of that column to name beside any serious event, even if there
#'   was none.
#' @inheritParams audit_report
#'
#' @return Text of class `msaudit_abstract`, one element per topic, named
#'   by it: `patients`, `stops`, `relapses`, `events`, `labs`, `lesions`, and `caveat` if a
#'   rate is compared with that of a time before. Printed it is one paragraph;
#'   `paste(x, collapse = " ")` is its text. `attr(x, "results")` holds the results behind
#'   it, with the same names: every number of the text is in one of them.
#'
#' @section Definition:
#' Patients are those of [audit_baseline()] at the first start of the drug of the last
#' period. Reasons for stopping are of the drug of `reference`, by [audit_stops()].
#' Relapse rates of all periods are compared by [audit_compare()]. Serious adverse
#' events and the laboratory are those of the other periods: the abnormalities at the
#' landmark that anybody had, and all composites. Lesions are of all periods.
#'
#' @inheritSection audit_curves Errors
#'
#' @family reports
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' audit_abstract(cohort, periods)
#' @export
audit_abstract <- function(cohort, periods, reference = NULL, composites = NULL, landmark = 1, within = NULL,
                           each = "category", name = "infection", conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  periods <- check_periods(periods, cohort, call)
  check_conf_level(conf_level, call)
  if (is.null(composites)) composites <- usual_composites(cohort)
  check_composites(composites, call)
  check_argument(checkmate::test_string(each), each, "each", "the name of a column", call)
  # By default the column is used where there is one.
  if (!missing(each) && !is.null(cohort$events) && !each %in% names(cohort$events)) {
    usage_error("each", sprintf("`each` needs a column `%s` in the table `events`%s", each,
                                did_you_mean(each, names(cohort$events))), call)
  }
  check_argument(checkmate::test_character(name, any.missing = FALSE), name, "name", "names of adverse events", call)
  if (is.null(reference)) reference <- periods$names[1]
  reference <- one_name(reference, periods$names, "reference", call)
  options <- list(reference = reference, others = setdiff(periods$names, reference), composites = composites,
                  landmark = landmark, within = within, each = each, name = name, conf_level = conf_level)
  parts <- c(
    abstract_patients(cohort, periods, options), abstract_relapses(cohort, periods, options),
    abstract_events(cohort, periods, options), abstract_labs(cohort, periods, options),
    abstract_lesions(cohort, periods, options)
  )
  parts <- c(parts, abstract_caveat(cohort, parts$relapses$results))
  texts <- vapply(parts, function(part) part$text, "")
  results <- lapply(parts, `[[`, "results")
  texts <- structure(one_line(texts), names = names(texts))
  structure(texts, class = "msaudit_abstract", results = results[lengths(results) > 0])
}

# What is asked of the laboratory after a drug that takes lymphocytes away.
usual_composites <- function(cohort) {
  tests <- canonical_tests(levels(cohort$labs$test))$test
  rules <- list(
    lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia, neutrophils normal"),
    lab_sequence(lab_rule(tpo_ab = "high", name = "thyroid peroxidase antibodies"),
                 lab_rule(tsh = "high", ft4 = "low", name = "overt hypothyroidism"), 12,
                 name = "thyroid peroxidase antibodies, then overt hypothyroidism")
  )
  needed <- list(c("wbc", "neutrophils"), c("tpo_ab", "tsh", "ft4"))
  rules[vapply(needed, function(names) all(names %in% tests), NA)]
}

abstract_part <- function(text, results = list()) list(text = text, results = results)

# The drug by whose first start the last period is counted, or that it is on.
last_drug <- function(periods) {
  drugs <- stats::na.omit(c(rev(periods$from), rev(periods$on)))
  if (length(drugs) > 0) drugs[[1]]
}

abstract_patients <- function(cohort, periods, options) {
  drug <- last_drug(periods)
  baseline <- audit_baseline(cohort, at = drug, conf_level = options$conf_level)
  before <- periods$on[match(options$reference, periods$names)]
  started <- if (is.null(drug)) "were audited" else
    sprintf("started %s%s", drug, first_months(cohort, drug))
  parts <- list(patients = abstract_part(sprintf("%s %s%s.", counted(baseline$patients[1], "patient"), started,
                                                 baseline_words(baseline)), list(baseline)))
  if (!is.na(before) && !is.null(cohort$treatments$stop_reason)) {
    stops <- audit_stops(cohort, before, conf_level = options$conf_level)
    if (nrow(stops) > 0) parts$stops <- abstract_part(results_text(stops), list(stops))
  }
  parts
}

# ", July 2009 to January 2011"; a clock of numbers has no months.
first_months <- function(cohort, drug) {
  if (cohort$clock != "dates") return("")
  days <- first_starts(cohort, one_drug(cohort, drug, "periods", NULL))
  days <- days[!is.na(days)]
  if (length(days) == 0) return("")
  span <- unique(range(days))
  date <- as.POSIXlt(structure(span, class = "Date"))
  sprintf(" %s %s", if (length(span) == 1) "in" else "from", paste(unique(sprintf("%s %d", month.name[date$mon + 1], date$year + 1900)), collapse = " to "))
}

abstract_relapses <- function(cohort, periods, options) {
  if (is.null(cohort$relapses)) return(NULL)
  arr <- audit_arr(cohort, periods, conf_level = options$conf_level)
  if (length(options$others) == 0) return(list(relapses = abstract_part(results_text(arr), list(arr))))
  compared <- audit_compare(arr, reference = options$reference)
  list(relapses = abstract_part(compared_rates_text(compared), list(arr, compared)))
}

abstract_events <- function(cohort, periods, options) {
  if (is.null(cohort$events)) return(NULL)
  each <- if (options$each %in% names(cohort$events)) options$each else "term"
  x <- audit_ae(cohort, periods, each = each, serious = if (!is.null(cohort$events$serious)) TRUE, measure = "proportion",
                conf_level = options$conf_level)
  said <- x[fold(as.character(x$outcome)) %in% c("any", fold(options$name)) & after_reference(x, options), ]
  if (nrow(said) > 0) list(events = abstract_part(results_text(said), list(said)))
}

# All of it, if there is one period alone.
after_reference <- function(x, options) length(options$others) == 0 | as.character(x$period) %in% options$others

abstract_labs <- function(cohort, periods, options) {
  if (is.null(cohort$labs)) return(NULL)
  x <- audit_labs(cohort, periods, landmark = options$landmark, composites = options$composites, within = options$within,
                  conf_level = options$conf_level)
  composite <- x$outcome %in% definition(x)$composite_names & x$measure == "proportion"
  found <- x$measure == "landmark" & x$with_event > 0
  said <- x[(composite | found) & after_reference(x, options), ]
  if (nrow(said) > 0) list(labs = abstract_part(results_text(said), list(said)))
}

abstract_lesions <- function(cohort, periods, options) {
  if (is.null(cohort$mri)) return(NULL)
  x <- audit_lesions(cohort, periods, conf_level = options$conf_level)
  list(lesions = abstract_part(results_text(x), list(x)))
}

# Only for a fall of the relapse rate in the same patients.
abstract_caveat <- function(cohort, results) {
  compared <- Filter(function(x) inherits(x, "msaudit_comparison"), results)
  if (!any(vapply(compared, function(x) any(fell(x)), NA))) return(NULL)
  list(caveat = abstract_part(paste("If patients switched because they did badly, part of the fall is regression to the mean;",
                                    "there was no group that did not switch.")))
}

#' @export
format.msaudit_abstract <- function(x, ...) strwrap(paste(unclass(x), collapse = " "), width = 80)

#' @export
print.msaudit_abstract <- function(x, ...) {
  print_lines(format(x))
  invisible(x)
}

#' @exportS3Method knitr::knit_print
knit_print.msaudit_abstract <- function(x, ...) {
  knitr::asis_output(paste(c("", markdown(paste(unclass(x), collapse = " ")), ""), collapse = "\n"))
}
