#' A result in words
#'
#' `results_text()` is what an abstract prints of a result, `methods_text()` the paragraph
#' that the methods section of a paper needs. Numbers come from the result, rounded as
#' they are printed.
#'
#' @param x The result of [audit_arr()], [audit_ae()], [audit_labs()], [audit_lesions()],
#'   [audit_lesion_free()], [audit_curves()] or [audit_arr_model()], or of [audit_compare()] on
#'   one of them; for `results_text()` also of [audit_stops()] or [suppress_cells()].
#'
#' @return Text, one element: `results_text()` one sentence per group and comparison,
#'   `methods_text()` a paragraph with every setting that shaped the numbers.
#'
#' @section Definition:
#' In the same patients a rate "fell" or "rose" where its ratio and the rates beside it
#' agree and the limits of the ratio do not hold 1, else it "went" from one to the other,
#' or "was" both where they read alike; of two groups both rates are given. After a ratio
#' below 1 stands what regression to the mean may have to do with it. The rates are those of all patients of each period; the sentence says how many patients
#' the comparison rests on.
#'
#' @section Errors:
#' `msaudit_argument_error` for a result that has no such text yet.
#'
#' @family results in other forms
#' @seealso [audit_abstract()] for the whole paragraph.
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' arr <- audit_arr(cohort, periods)
#' cat(strwrap(results_text(audit_compare(arr)), 78), sep = "\n")
#' cat(strwrap(methods_text(arr), 78), sep = "\n")
#'
#' serious <- audit_ae(cohort, periods, each = "category", serious = TRUE, measure = "proportion")
#' results_text(serious[serious$outcome == "infection" & serious$period == "Year after alemtuzumab", ])
#' @name texts
NULL

#' @rdname texts
#' @export
results_text <- function(x) {
  check_given()
  before <- options(OutDec = ".")
  on.exit(options(before))
  of_kind <- function(x) UseMethod("results_text")
  text <- of_kind(x)
  one_line(text)
}

#' @rdname texts
#' @export
methods_text <- function(x) {
  check_given()
  before <- options(OutDec = ".")
  on.exit(options(before))
  of_kind <- function(x) UseMethod("methods_text")
  text <- of_kind(x)
  one_line(text)
}

#' @export
results_text.default <- function(x) no_text(x, sys.call(-2))

#' @export
methods_text.default <- function(x) no_text(x, sys.call(-2))

no_text <- function(x, call) {
  argument_error("x", paste("a result of audit_arr(), audit_arr_model(), audit_ae(), audit_labs(), audit_lesions(),",
                            "audit_lesion_free(), audit_curves(), or audit_compare() on one of them"),
                 described(x), call)
}

# The sentences without what is to be said of a fall.
compared_rates_text <- function(x) {
  rates <- attr(x, "rates")
  settings <- attr(x, "settings")
  by <- setdiff(names(x), comparison_columns)
  x <- x[x$measure == "rate_ratio", ]
  rate_keys <- row_keys(rates, c(by, "period"))
  rate_name <- c(rate = "annualised relapse rate", mean = "mean of the patients' own relapse rates")[[rates$measure[1]]]
  sentences <- vapply(seq_len(nrow(x)), function(i) {
    row <- as.data.frame(x)[i, ]
    rates_of <- function(period) {
      row$period <- period
      rates[match(row_keys(row, c(by, "period")), rate_keys), ]
    }
    rate_of <- function(period) ci_text(rates_of(period), attr(x, "rates_conf_level"))
    whom <- if (length(by) > 0) sprintf("In %s the", quoted_keys(row, by)) else "The"
    if (row$patients == 0) {
      return(sprintf("%s annualised relapse rates of \"%s\" and \"%s\" were not compared: no patient has time in both.", whom,
                     row$reference, row$period))
    }
    if (is.na(row$estimate)) row$p <- NA
    ratio <- if (is.na(row$estimate)) "no ratio is defined" else paste("ratio", ratio_ci_text(row, settings))
    two <- row$design == "independent"
    verb <- turned(row, rates_of(row$reference)$estimate, rates_of(row$period)$estimate)
    sprintf("%s %s %s %s (%s) %s %s (%s): %s, %s.", whom, rate_name, if (two) "was" else verb,
            rate_of(row$reference), row$reference, if (two || verb == "was") "and" else "to", rate_of(row$period), row$period, ratio, rests_on(row))
  }, "")
  paste(sentences, collapse = " ")
}

# The rates that are said are of all patients, the ratio of those in both periods. It
# fell or rose where the two agree and the limits of the ratio leave no doubt; what
# reads as the same did neither.
turned <- function(row, before, after) {
  digits <- rate_digits(c(before, after))
  if (identical(with_digits(before, digits), with_digits(after, digits))) return("was")
  if (isTRUE(after < before && row$conf_high < 1)) return("fell from")
  if (isTRUE(after > before && row$conf_low > 1)) return("rose from")
  "went from"
}

rests_on <- function(row) {
  whom <- if (row$design == "paired") "the same %s before and after" else "%s in two groups"
  paste0(sprintf(whom, counted(row$patients, "patient")), p_phrase(row))
}

# ", p = 0.014", or why there is none.
p_phrase <- function(row) {
  if (!is.na(row$p)) return(paste0(", p ", if (row$p < 0.001) p_text(row$p) else paste("=", p_text(row$p))))
  if (!is.na(row$estimate) && grepl("p_unreachable", row$note, fixed = TRUE)) ", too few for any test" else ""
}

# An estimate with its interval, as in "2.49 (95 % CI 1.42 to 4.37)".
ci_text <- function(x, conf_level) {
  sub("(", sprintf("(%s %% CI ", number_text(100 * conf_level)),
      with_limits(x$estimate, x$conf_low, x$conf_high), fixed = TRUE)
}

ratio_ci_text <- function(row, settings) {
  if (is.na(row$conf_low)) return(paste0(far_ratio_text(row$estimate), no_limits_text(row)))
  sprintf("%s (%s %% CI %s to %s)", far_ratio_text(row$estimate), number_text(100 * settings$conf_level),
          far_ratio_text(row$conf_low), far_ratio_text(row$conf_high))
}

# By which interval ratios of rates of the same patients, and of two groups, came.
paired_interval_text <- function(rows) {
  interval_made_by(rows[rows$design == "paired", ], "an interval by t that is robust to variation within patients (CR2)",
          "an exact interval, scaled for the spread of patients,")
}

grouped_interval_text <- function(rows) {
  interval_made_by(rows[rows$design == "independent", ], "an interval by t on the log scale with the patient as the unit and a bias-reduced variance (CR2)",
          "an exact interval, scaled for dispersion,")
}

# The default where it made any limits, and what stood in where that did, by outcome.
interval_made_by <- function(rows, default, instead) {
  rows <- as.data.frame(rows)
  rows <- rows[!is.na(rows$conf_low), ]
  if (nrow(rows) == 0) return("")
  fell_back <- grepl("fallback_exact", rows$note, fixed = TRUE)
  if (all(fell_back)) return(sprintf(", with %s since the usual one by t is not defined", instead))
  outcomes <- unique(rows$outcome)
  of <- unique(rows$outcome[fell_back])
  whose <- if (length(outcomes) == 1 || length(of) > 3) "" else sprintf(" (%s)", listed(of))
  paste0(", with ", default, if (any(fell_back)) sprintf("; %s stood in where that is not defined%s", instead, whose))
}

# The methods of a result, without naming the package: NULL of one that has none.
own_methods <- function(x) {
  if (!is.null(attr(x, "methods"))) return(attr(x, "methods"))
  text <- tryCatch(methods_text(x), msaudit_argument_error = function(error) NULL)
  if (!is.null(text)) trimws(sub(package_text(), "", text, fixed = TRUE))
}

percent_ci <- function(x, level) {
  digits <- function(value) with_digits(100 * value, share_digits(x$patients))
  with_limits <- sprintf("%s %%, %s %% CI %s to %s %%", digits(x$estimate), level, digits(x$conf_low), digits(x$conf_high))
  alone <- !is.na(x$estimate) & is.na(x$conf_low) & !is.null(x$design)
  ifelse(alone, sprintf("%s %%%s", digits(x$estimate), no_limits_text(x)), with_limits)
}

# "In ...: " before a sentence, or its first letter as a capital.
begun <- function(where, text) paste0(where, if (nzchar(where)) text else capitalised(text))
