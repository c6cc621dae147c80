# Curves in words.

#' @export
results_text.msaudit_curves <- function(x) {
  labels <- setdiff(names(x), curve_columns)
  level <- number_text(100 * definition(x)$conf_level)
  undated <- undated_sentence(attr(x, "undated"), curve_table(definition(x)$outcome))
  x <- as.data.frame(x)
  last <- x[!duplicated(row_keys(x, c("measure", labels)), fromLast = TRUE), ]
  sentences <- vapply(split(last, factor(last$measure, unique(last$measure))), function(rows) {
    each <- sprintf("%s by day %s in %s", curve_limits(rows), number_text(rows$time, trim = TRUE), quoted_keys(rows, labels))
    sprintf("%s (%s %% CI): %s.", curve_heading(rows$measure[1], rows$outcome[1]), level, listed(each))
  }, "")
  paste(c(sentences, undated), collapse = " ")
}

curve_heading <- function(measure, outcome) {
  if (outcome == "relapse") {
    return(c(mcf = "Mean number of relapses of a patient", event_free = "Free of a relapse, %")[[measure]])
  }
  sprintf(c(mcf = "Mean number of events (%s) of a patient", event_free = "Free of an event (%s), %%",
            cumulative_incidence = "Cumulative incidence (%s), %%")[[measure]], outcome)
}

#' @export
methods_text.msaudit_curves <- function(x) {
  settings <- definition(x)
  if (settings$outcome != "relapse") return(ae_curves_methods(x, settings))
  paste(c(
    counting_text(x, settings),
    "Time ran from each patient's first day in the period; gaps between its parts were no time at risk.",
    if ("mcf" %in% settings$measure) {
      "The mean cumulative number of relapses is Nelson's, with the robust variance of Lawless and Nadeau and limits on the log scale."
    },
    if ("event_free" %in% settings$measure) {
      "The share of patients free of a relapse is Kaplan and Meier's, with Greenwood's variance and limits on the scale of log(-log)."
    },
    sprintf("Limits are of %s %%.", number_text(100 * settings$conf_level)),
    package_text()
  ), collapse = " ")
}
