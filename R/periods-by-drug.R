#' Periods on each drug within spans of the calendar
#'
#' Time on each drug within each of several quarters, months or years: for the review
#' of a service.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param from,to First and last day of each span, both included: dates, or numbers
#'   on a clock of days. No `from` may be after its `to`.
#' @param names Name of each span, text, each once.
#' @param drugs Names of drugs as in `treatments`; `NULL`: all.
#' @param extend Whole numbers of days, 0 or more, for which each course is taken to go
#'   on after its stop, as in [period_on()]: single, or named by drugs (0 for the others).
#'   The effect of a drug given in pulses, such as alemtuzumab, outlasts them.
#'
#' @return Periods, see [audit_periods()], with names such as `"natalizumab, 2010 Q1"`: all
#'   spans of the first drug, then of the next, in the order of `drugs` or the alphabet. A
#'   drug that nobody was on in any span has none.
#'
#' @section Definition:
#' A patient is on a drug as in [period_on()], from the day after the start to the day
#' of the stop. A span counts all its days, the first one too. A patient on two
#' drugs at a time is in the periods of both.
#'
#' @section Errors:
#' `msaudit_argument_error` for spans that do not fit each other or the clock of the
#' cohort, and for a drug that no course has.
#'
#' @family periods
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' starts <- as.Date(c("2009-01-01", "2009-04-01", "2009-07-01", "2009-10-01", "2010-01-01"))
#' periods_by_drug(cohort, starts[1:4], starts[2:5] - 1, names = paste("2009 Q", 1:4, sep = ""),
#'                 extend = c(alemtuzumab = 365))
#' @export
periods_by_drug <- function(cohort, from, to, names = paste(from, "to", to), drugs = NULL, extend = 0) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  spans <- as_spans(cohort, from, to, names, call)
  given <- list(from = from, to = to, names = names, drugs = drugs, extend = if_not(extend, 0))
  known <- levels(cohort$treatments$drug)
  check_argument(is.null(drugs) || checkmate::test_character(drugs, any.missing = FALSE, unique = TRUE), drugs, "drugs",
                 "names of drugs, each once", call)
  drugs <- if (is.null(drugs)) known else known[vapply(drugs, function(drug) one_drug(cohort, drug, "drugs", call), 0L)]
  extend <- days_of_drugs(cohort, extend, drugs, call)
  on <- Map(function(drug, extend) period_on(drug, extend = extend), structure(drugs, names = drugs), extend)
  if (length(on) == 0) usage_error("cohort", "The cohort has no course of treatment", call)
  ranges <- do.call(audit_periods, c(list(cohort), on))$ranges
  parts <- lapply(seq_along(spans$names), function(i) {
    # Days of a period are those after its start, up to its stop.
    start <- pmax(ranges$start, spans$from[i] - 1L)
    stop <- pmin(ranges$stop, spans$to[i])
    rows <- which(start < stop)
    data.frame(patient = ranges$patient[rows], drug = ranges$period[rows], span = rep(i, length(rows)),
               start = start[rows], stop = stop[rows])
  })
  found <- do.call(rbind, parts)
  treated <- sort(unique(found$drug))
  all <- expand.grid(span = seq_along(spans$names), drug = treated)
  name <- function(rows) sprintf("%s, %s", drugs[rows$drug], spans$names[rows$span])
  if (anyDuplicated(name(all))) {
    usage_error("names", sprintf("Two drugs and spans would both be the period %s: give the spans other names",
                                 shown(name(all)[duplicated(name(all))][1])), call)
  }
  frame <- data.frame(
    id = cohort$patients$id[found$patient], period = factor(name(found), name(all)),
    start = as_user_days(found$start, cohort$clock), stop = as_user_days(found$stop, cohort$clock)
  )
  periods <- periods_of_frame(cohort, frame, call)
  periods$texts <- sprintf("on %s%s, %s to %s", drugs[all$drug],
                           ifelse(extend[all$drug] > 0, sprintf(" or up to %s after", counted_each(extend[all$drug], "day")), ""),
                           shown_days(spans$from, cohort$clock)[all$span], shown_days(spans$to, cohort$clock)[all$span])
  periods$left_out$reason[periods$left_out$reason == "no_range"] <- "not_then"
  periods$made <- call_code("periods_by_drug", c(list(code("cohort")), given))
  periods
}

days_of_drugs <- function(cohort, extend, drugs, call) {
  fits <- is.numeric(extend) && length(extend) > 0 && (length(extend) == 1 || !is.null(names(extend)))
  check_argument(fits, extend, "extend", "a number of days, or some named by drugs", call)
  if (is.null(names(extend))) return(rep(as_counts(extend, "extend", call), length(drugs)))
  of <- vapply(names(extend), function(drug) one_drug(cohort, drug, "extend", call), 0L)
  days <- as_counts(unname(extend), "extend", call)[match(drugs, levels(cohort$treatments$drug)[of])]
  replace(days, is.na(days), 0)
}

as_spans <- function(cohort, from, to, names, call) {
  for (arg in c("from", "to")) {
    clock <- clock_of(get(arg))
    if (!is.na(clock) && clock != cohort$clock) {
      argument_error(arg, sprintf("%s, as the cohort has", cohort$clock), clock, call)
    }
  }
  spans <- list(from = as_days(from, "from", call), to = as_days(to, "to", call), names = names)
  n <- length(spans$from)
  check_argument(n > 0, from, "from", "the first day of one span or more", call)
  check_argument(length(spans$to) == n, to, "to", "as many days as `from`", call)
  check_argument(checkmate::test_character(names, any.missing = FALSE, min.chars = 1, unique = TRUE, len = n), names, "names",
                 "a name for each span, each once", call)
  check_elements(!is.na(spans$from) & !is.na(spans$to) & spans$from <= spans$to, to, "to", "the day of its `from` or later",
                 call)
  spans
}
