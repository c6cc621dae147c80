#' Relapse rates under many definitions
#'
#' How much a rate, and the ratio of two periods, depend on what is called a
#' relapse and on whose time is counted: every combination of the choices given, each
#' counted anew from the records.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param periods Periods of [audit_periods()]; or a named list of such, all with the same
#'   names of periods: the choice of periods is then one of the choices.
#' @param ... Options of [audit_arr()] that define a relapse and the time at risk:
#'   `relapse_gap`, `gap_from`, `severity`, `steroids`, `confirmed`, `start_day`, `lag`,
#'   `not_at_risk`, `min_days`; each with its choices as a vector, or as a list
#'   if a choice is `NULL` or has several values. The first choices together
#'   are the first definition, with which the others are compared. Without any,
#'   and without a list of periods: `relapse_gap = c(30, 1, 60)`, `lag = c(0, 90)` and
#'   `not_at_risk = c(0, 30)`.
#' @param reference Name of the period that the others are compared with, single;
#'   `NULL`: the first.
#' @param conf_level Confidence level, between 0 and 1, neither included.
#'
#' @return A data frame of class `msaudit_sensitivity` with one row for each definition and
#'   period (`"rate"`), and for each definition and period but the reference
#'   (`"rate_ratio"`):
#'   \item{definition}{Number of the definition, from 1.}
#'   \item{columns of the options}{The choice, as text.}
#'   \item{period, outcome, measure}{See [audit_arr()] and [audit_compare()].}
#'   \item{design}{Of a ratio `"paired"` or `"independent"`; otherwise `NA`.}
#'   \item{patients, events, exposure}{Of a rate, see [audit_arr()]; of a ratio the
#'     patients compared, and `NA`.}
#'   \item{estimate, conf_low, conf_high, p, method, note}{See [audit_arr()] and
#'     [audit_compare()]. `p` of a rate is `NA`.}
#'
#' @section What to conclude:
#' The definitions share their patients and most of their relapses: their
#' estimates do not confirm each other, and the smallest of their
#' p values is not a p value of anything. Settle the definition before seeing the data,
#' and use this to show how much depends on it.
#'
#' @section Missing values:
#' A cohort without a table of relapses is an error, not a rate of 0. A patient
#' without a row in the table has had none.
#'
#' @inheritSection audit_curves Errors
#'
#' @family audits of a cohort
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' arr_sensitivity(cohort, periods)
#' arr_sensitivity(cohort, periods, relapse_gap = c(30, 60), confirmed = list(NULL, TRUE))
#' @export
arr_sensitivity <- function(cohort, periods, ..., reference = NULL, conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  check_conf_level(conf_level, call)
  options <- if (...length() > 0 || is_plain_list(periods)) list(...) else usual_choices
  choices <- c(periods_choices(periods, cohort, call), option_choices(options, call))
  names <- choices$periods[[1]]$names
  if (is.null(reference)) reference <- names[1]
  reference <- one_of(reference, names, "reference", call)

  places <- do.call(expand.grid, c(rev(lapply(choices, seq_along)), list(KEEP.OUT.ATTRS = FALSE)))[rev(seq_along(choices))]
  parts <- lapply(seq_len(nrow(places)), function(i) {
    of <- Map(function(values, place) values[place], choices, places[i, ])
    definition_rows(cohort, of, reference, conf_level, call)
  })
  shown <- setdiff(names(choices), if (!is_plain_list(periods)) "periods")
  labels <- lapply(structure(shown, names = shown), function(name) choice_texts(choices[[name]])[places[[name]]])
  each <- rep(seq_along(parts), vapply(parts, nrow, 0L))
  columns <- c(list(definition = each), lapply(labels, `[`, each), as.list(do.call(rbind, parts)))
  structure(as_frame(columns, length(each)), class = c("msaudit_sensitivity", "data.frame"),
            settings = list(options = shown, choices = lapply(choices[shown], choice_texts), reference = reference,
                            periods = named_texts(choices$periods[[1]]), conf_level = conf_level), synthetic = synthetic_mark(cohort))
}

# The default grid: the choices in which published papers differ most, in days.
usual_choices <- list(relapse_gap = c(30, 1, 60), lag = c(0, 90), not_at_risk = c(0, 30))

is_plain_list <- function(x) is.list(x) && !is.data.frame(x) && !inherits(x, "msaudit_periods")

periods_choices <- function(periods, cohort, call) {
  several <- is_plain_list(periods)
  given <- if (several) periods else list(periods)
  if (several && (length(given) == 0 || is.null(names(given)) || anyDuplicated(names(given)) || !all(nzchar(names(given))))) {
    usage_error("periods", "A list of periods needs a name for each", call)
  }
  given <- lapply(given, check_periods, cohort = cohort, call = call)
  same <- vapply(given, function(x) identical(x$names, given[[1]]$names), NA)
  if (!all(same)) usage_error("periods", "All periods in a list must have the same names", call)
  list(periods = given)
}

option_choices <- function(options, call) {
  known <- setdiff(c(names(formals(relapse_rules)), "min_days"), "call")
  for (name in if (is.null(names(options)) && length(options) > 0) "" else names(options)) {
    if (!name %in% known) {
      usage_error("...", if (nzchar(name)) sprintf("Unused argument `%s`%s", name, did_you_mean(name, known)) else
        "Unused argument", call)
    }
  }
  if (length(options) == 0) return(list())
  lapply(structure(names(options), names = names(options)), function(name) {
    choices <- options[[name]]
    if (length(choices) == 0) usage_error(name, sprintf("`%s` has no choice", name), call)
    if (is.list(choices)) choices else as.list(choices)
  })
}

# How each choice of an option is called.
choice_texts <- function(choices) {
  if (!is.null(names(choices))) return(names(choices))
  vapply(choices, function(choice) if (is.null(choice)) "any" else paste(choice, collapse = " or "), "")
}

# Rates and ratios under one definition; `of` has a list of one for each option.
definition_rows <- function(cohort, of, reference, conf_level, call) {
  options <- lapply(of[setdiff(names(of), "periods")], `[[`, 1)
  # NULL is a choice too, which a list would drop if it were assigned.
  arr <- with_call(do.call(audit_arr.msaudit_cohort, c(list(cohort, of$periods[[1]], conf_level = conf_level), options),
                           quote = TRUE), call)
  rates <- as.data.frame(arr)
  rates$design <- rep(NA_character_, nrow(rates))
  rates$p <- rep(NA_real_, nrow(rates))
  rates$period <- as.character(rates$period)
  cells <- patient_cells(arr)
  ratios <- lapply(setdiff(seq_along(rates$period), match(reference, rates$period)), function(i) {
    found <- rate_comparison(cells, i, match(reference, rates$period), "relapse", "rate_ratio", conf_level, beside = FALSE)
    found$period <- rates$period[i]
    found$events <- NA_real_
    found$exposure <- NA_real_
    found[sensitivity_columns]
  })
  do.call(rbind, c(list(rates[sensitivity_columns]), ratios))
}

# Conditions of an expression as if the function that the user called raised them.
with_call <- function(expr, call) {
  withCallingHandlers(expr, msaudit_error = function(e) {
    e$call <- call
    stop(e)
  })
}

#' @export
as.data.frame.msaudit_sensitivity <- function(x, ...) as.data.frame.msaudit_result(x, ...)

#' @export
print.msaudit_sensitivity <- function(x, ...) print.msaudit_result(x, ...)

# The rows that a picture or a table is of: ratios where there are two periods.
main_rows <- function(x) {
  x <- as.data.frame(x)
  measure <- if (any(x$measure == "rate_ratio")) "rate_ratio" else "rate"
  x[x$measure == measure, ]
}

#' @export
display.msaudit_sensitivity <- function(x) {
  settings <- definition(x)
  rows <- main_rows(x)
  most <- 30
  limits <- if (any(rows$measure == "rate_ratio")) ratio_limits else function(x) with_limits(x$estimate, x$conf_low, x$conf_high)
  parts <- lapply(split(rows, factor(rows$period, unique(rows$period))), function(of) {
    shown <- utils::head(of, most)
    table <- c(list(no. = format(shown$definition)), as.list(shown[settings$options]),
               list(patients = big(shown$patients), `estimate (limits)` = limits(shown), p = p_text(shown$p)))
    if (all(is.na(shown$p))) table$p <- NULL
    display_part(as_frame(table, nrow(shown)), heading = sensitivity_heading(of, settings), lines = range_text(of),
                 left = 1 + seq_along(settings$options))
  })
  list(
    title = sprintf("%s of a relapse and of time at risk, with %s", counted(max(0, x$definition), "definition"),
                    limits_text(settings)),
    parts = unname(parts),
    notes = c(if (max(0, x$definition) > most) sprintf("The first %d are shown; as.data.frame() has all of them.", most),
              "The definitions share their patients and most relapses: they do not confirm each other.")
  )
}

sensitivity_heading <- function(rows, settings) {
  if (rows$measure[1] == "rate") return(sprintf("Relapses per patient-year, %s", rows$period[1]))
  sprintf("Rate ratio, %s against %s", rows$period[1], settings$reference)
}

range_text <- function(rows) {
  known <- rows[!is.na(rows$estimate), ]
  if (nrow(known) == 0) return(character())
  ends <- far_ratio_text(range(known$estimate))
  text <- sprintf("From %s to %s; by the first definition %s", ends[1], ends[2], far_ratio_text(rows$estimate[1]))
  if (all(is.na(known$p))) return(paste0(text, "."))
  sprintf("%s; the interval excludes 1 by %s of %s.", text,
          big(sum(known$conf_low > 1 | known$conf_high < 1, na.rm = TRUE)), big(nrow(known)))
}

#' @export
results_text.msaudit_sensitivity <- function(x) {
  rows <- main_rows(x)
  sentences <- vapply(unique(as.character(rows$period)), function(period) {
    of <- rows[rows$period == period, ]
    range <- range_text(of)
    if (length(range) == 0) range <- "No definition gives an estimate."
    sprintf("%s, by %s: %s%s", sensitivity_heading(of, definition(x)), counted(nrow(of), "definition"),
            tolower(substr(range, 1, 1)), substring(range, 2))
  }, "")
  paste(sentences, collapse = " ")
}
