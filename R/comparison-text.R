# Comparisons in words: what was compared, by which method, and what speaks against it.

#' @export
results_text.msaudit_comparison <- function(x) {
  if (is.null(attr(x, "rates"))) no_text(x, sys.call(-2))
  paste(c(compared_rates_text(x), fall_sentence(x)), collapse = " ")
}

#' @export
methods_text.msaudit_comparison <- function(x) {
  if (is.null(attr(x, "rates"))) no_text(x, sys.call(-2))
  settings <- attr(x, "settings")
  designs <- unique(x$design)
  paste(c(
    counting_text(x, settings),
    rate_method_text(settings, attr(x, "rates_conf_level")),
    if ("paired" %in% designs) {
      paste0("Periods were compared in the patients who have time in both, by the ratio of their rates given each ",
             "patient's number of relapses (conditional Poisson)", paired_interval_text(x[x$measure == "rate_ratio", ]), ".")
    },
    if ("independent" %in% designs) {
      paste0("Groups without a patient in common were compared by the ratio of their pooled rates",
             grouped_interval_text(x[x$measure == "rate_ratio", ]), ".")
    },
    sprintf("Limits are of %s %%, p values two-sided.", number_text(100 * settings$conf_level)),
    package_text()
  ), collapse = " ")
}
