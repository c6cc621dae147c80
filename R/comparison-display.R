# How comparisons are printed.

#' @export
print.msaudit_comparison <- function(x, ...) print.msaudit_result(x, ...)

#' @export
display.msaudit_comparison <- function(x) {
  if (nrow(x) == 0) return(list(title = "Comparison", parts = list(), notes = character()))
  settings <- attr(x, "settings")
  by <- setdiff(names(x), comparison_columns)
  percent <- is_share(x$measure)
  ratio <- endsWith(x$measure, "_ratio")
  number <- function(value) {
    ifelse(percent, with_digits(100 * value, share_digits(x$patients)), ifelse(ratio, far_ratio_text(value), ratio_text(value)))
  }
  limits <- sprintf("%s (%s to %s)", number(x$estimate), number(x$conf_low), number(x$conf_high))
  outcome <- if (inherits(x, "msaudit_lesion_comparison")) unname(lesion_texts[x$outcome]) else x$outcome
  one <- length(unique(x$outcome)) == 1
  several <- length(unique(x$period)) > 1
  # Columns that say whose numbers they are would leave no room for the numbers.
  headings <- c(by, if (several && !one) "period")
  table <- list()
  if (several && one) table$period <- as.character(x$period)
  if (!one) table$outcome <- outcome
  table$measure <- unname(measure_texts[x$measure])
  is_rate <- x$measure == "rate_difference"
  if (any(is_rate)) table$measure[is_rate] <- paste("difference per", per_text(settings$per))
  left <- seq_along(table)
  table$patients <- paste0(big(x$informative), "/", big(x$patients))
  table$`estimate (limits)` <- ifelse(is.na(x$conf_low), number(x$estimate), limits)
  unlike <- has_unlike_lengths(x) & !is.na(x$estimate)
  table$`estimate (limits)`[unlike] <- sprintf("%s, %s", number(x$estimate), told_of(x)$lengths)[unlike]
  table$p <- p_text(x$p)
  table$exact <- ifelse(is.na(x$exact_low), "", paste(far_ratio_text(x$exact_low), "to", far_ratio_text(x$exact_high)))
  others <- unique(as.character(x$period))
  list(
    title = sprintf("%s%s against %s, with %s", if (one) paste0(capitalised(outcome[1]), ": ") else "", listed(others), settings$reference, limits_text(settings)),
    parts = c(parts_under(as_frame(table, nrow(x)), row_keys(x, headings), left), before_parts(attr(x, "sensitivity"))),
    notes = c(if (any(x$design == "paired")) paired_text, if (any(x$design == "independent")) independent_text,
              pooled_text(x), attr(x, "overlap_text"), if (!is.null(settings$relapse_gap)) counted_text(settings), explained(x$note, but = "zero_events"),
              fall_notes(x), if (any(fell(x))) attr(x, "chance_text"),
              if (any(x$design == "independent")) paste(c(groups_text, if (!is.null(attr(x, "rates"))) adjust_text), collapse = " "))
  )
}
