# Pictures, with ggplot2 where it is installed. Colours are those of Okabe and
# Ito, which stay apart for the colour-blind; none is the only sign of a thing.
okabe_ito <- c("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")

need_package <- function(package, what, call) {
  if (!requireNamespace(package, quietly = TRUE)) {
    abort("msaudit_package_error", sprintf("%s needs the package %s: install.packages(\"%s\")",
                                           what, package, package), package = package, call = call)
  }
}

# A plot with the text that stands for it where it cannot be seen.
with_alt <- function(plot, alt) plot + ggplot2::labs(alt = alt)

# Where there is nothing to draw, facets and scales would fail.
empty_plot <- function(text) with_alt(ggplot2::ggplot(data.frame()) + ggplot2::labs(title = text) + audit_theme(), text)

audit_theme <- function() {
  ggplot2::theme_minimal(base_size = 11) +
    ggplot2::theme(panel.grid.minor = ggplot2::element_blank(), legend.position = "bottom",
                   legend.box = "vertical", plot.title.position = "plot")
}

#' Pictures of a cohort, of rates and of curves
#'
#' A cohort is drawn as a line for each patient, sorted by the length of follow-up,
#' with courses of treatment, relapses and scans; many patients as a density of
#' relapses. Relapse rates and adverse events are points with their limits;
#' relapses and adverse events over time steps with their bands; the flow of patients
#' boxes.
#'
#' @param object,x A cohort of [audit_cohort()], its [attrition()], or the result of
#'   [audit_arr()], [audit_ae()], [audit_curves()], [arr_sensitivity()], or
#'   [audit_compare()] on relapse rates, whose patients are drawn with their rates
#'   before and after.
#' @param most Whole number: at most so many patients are drawn as lines, or so
#'   many adverse events, the most frequent; the subtitle says so.
#' @param as `"lines"`: a line for each patient, of more than `most` those followed
#'   longest, as the subtitle says. `"density"`: all patients, in bands by the length
#'   of their follow-up, with the relapses per patient-year of each band and time
#'   since the start of follow-up, or the first course where that is not known.
#'   `"auto"`: lines of up to `most` patients, else the density.
#' @param periods Periods of [audit_periods()], up to four of which are drawn below the
#'   flow of patients; `NULL`: none.
#' @param ... Passed on from `plot()`; not used otherwise.
#'
#' @return `autoplot()` gives a ggplot, whose alternative text
#'   `ggplot2::get_alt_text()` tells; `plot()` draws it and returns the data
#'   that are drawn, invisibly.
#'
#' @section Errors:
#' `msaudit_package_error` where ggplot2 is not installed.
#'
#' @examplesIf requireNamespace("ggplot2", quietly = TRUE)
#' cohort <- example_cohort("alemtuzumab-switch")
#' plot(cohort)
#' plot(attrition(select_patients(cohort, drug = "alemtuzumab", prior = "natalizumab")))
#'
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' plot(audit_ae(cohort, periods, each = "term"))
#' plot(audit_curves(cohort, periods, outcome = "infection", each = "category"))
#' @name pictures
NULL

#' @rdname pictures
#' @exportS3Method ggplot2::autoplot
autoplot.msaudit_arr <- function(object, ...) {
  need_package("ggplot2", "A picture", sys.call())
  labels <- label_columns(object)
  keys <- paste0(row_keys(object, labels), ifelse(object$measure == "mean", ", mean", ""))
  data <- data.frame(key = factor(keys, rev(unique(keys))), estimate = object$estimate,
                     low = object$conf_low, high = ifelse(is.finite(object$conf_high), object$conf_high, NA_real_))
  unit <- if (definition(object)$per == 1) "patient-year" else paste(definition(object)$per, "patient-years")
  plot <- ggplot2::ggplot(data, ggplot2::aes(.data$estimate, .data$key)) +
    ggplot2::geom_errorbarh(ggplot2::aes(xmin = .data$low, xmax = .data$high), height = 0.15,
                            colour = okabe_ito[1], na.rm = TRUE) +
    ggplot2::geom_point(size = 3, colour = okabe_ito[1], na.rm = TRUE) +
    ggplot2::scale_x_continuous(limits = c(0, NA)) +
    ggplot2::labs(x = paste("Relapses per", unit), y = NULL, title = "Annualised relapse rate",
                  subtitle = sprintf("%s, with %s", c("Pooled", "The mean of patients' own rates")[1 + all(object$measure == "mean")],
                                     limits_text(definition(object)))) +
    audit_theme()
  with_alt(plot, arr_alt(object, keys, unit))
}

arr_alt <- function(x, keys, unit) {
  each <- sprintf("%s %s", keys, with_limits(x$estimate, x$conf_low, x$conf_high))
  sprintf("Relapses per %s with %s: %s.", unit, limits_text(definition(x)), paste(each, collapse = "; "))
}

#' @rdname pictures
#' @exportS3Method ggplot2::autoplot
autoplot.msaudit_curves <- function(object, ...) {
  need_package("ggplot2", "A picture", sys.call())
  labels <- setdiff(names(object), curve_columns)
  data <- as.data.frame(object)
  data$key <- row_keys(data, labels)
  data$key <- factor(data$key, unique(data$key))
  data$panel <- vapply(data$measure, curve_text, "", definition(object)$outcome)
  scale <- vapply(curve_measures[data$measure], `[[`, 0, "factor")
  for (name in c("estimate", "conf_low", "conf_high")) data[[name]] <- scale * data[[name]]
  data <- data[!is.na(data$estimate), ]
  if (nrow(data) == 0) return(empty_plot("Nobody is followed in any period."))
  begins <- data[!duplicated(data[c("measure", "key")]), ]
  begins <- begins[begins$time > 0, ]
  begins$time <- rep(0, nrow(begins))
  none_yet <- vapply(curve_measures[begins$measure], `[[`, 0, "at_first")
  for (name in c("estimate", "conf_low", "conf_high")) begins[[name]] <- none_yet
  steps <- curve_steps(rbind(begins, data))
  plot <- ggplot2::ggplot(steps, ggplot2::aes(.data$time, .data$estimate, colour = .data$key, fill = .data$key)) +
    ggplot2::geom_ribbon(ggplot2::aes(ymin = .data$conf_low, ymax = .data$conf_high), alpha = 0.2, colour = NA,
                         na.rm = TRUE) +
    ggplot2::geom_line(ggplot2::aes(linetype = .data$key)) +
    ggplot2::facet_wrap(ggplot2::vars(.data$panel), scales = "free_y", ncol = 1) +
    ggplot2::scale_colour_manual(values = rep_len(okabe_ito, nlevels(data$key)), aesthetics = c("colour", "fill")) +
    ggplot2::labs(x = "Days since the start of the period", y = NULL, colour = NULL, fill = NULL, linetype = NULL,
                  title = paste(curves_title(definition(object)), "over time"),
                  subtitle = curves_subtitle(object)) +
    audit_theme() + ggplot2::theme(legend.position = "bottom")
  with_alt(plot, curves_alt(data))
}

# What competes is part of what a cumulative incidence is.
curves_subtitle <- function(x) {
  settings <- definition(x)
  what <- c(death = "death", stop = "a stop of the drug")[settings$competing]
  sprintf("With %s%s", limits_text(settings), if (!"cumulative_incidence" %in% x$measure) "" else
    sprintf("; competing: %s", if (length(what) > 0) listed(what) else "nothing"))
}

# A curve stays where it is up to the day on which it changes. A limit that is
# not finite is not drawn.
curve_steps <- function(data) {
  parts <- lapply(split(data, data[c("key", "panel")], drop = TRUE), function(x) {
    x <- x[order(x$time), ]
    n <- nrow(x)
    steps <- x[c(1, rep(seq_len(n)[-1], each = 2)), ]
    before <- 2 * seq_len(n - 1)
    values <- c("estimate", "conf_low", "conf_high")
    steps[before, values] <- x[-n, values]
    steps
  })
  steps <- do.call(rbind, parts)
  steps$conf_high[!is.finite(steps$conf_high)] <- NA
  steps
}

curves_alt <- function(data) {
  last <- data[!duplicated(data[c("measure", "key")], fromLast = TRUE), ]
  each <- sprintf("%s, %s, on day %s %s", last$key, last$panel, format(last$time, trim = TRUE),
                  with_limits(last$estimate, last$conf_low, last$conf_high))
  sprintf("Curves over time: %s.", paste(each, collapse = "; "))
}

#' @rdname pictures
#' @export
plot.msaudit_curves <- function(x, ...) draw(autoplot.msaudit_curves(x, ...))

#' @rdname pictures
#' @export
plot.msaudit_cohort <- function(x, ...) draw(autoplot.msaudit_cohort(x, ...))

#' @rdname pictures
#' @export
plot.msaudit_arr <- function(x, ...) draw(autoplot.msaudit_arr(x, ...))

draw <- function(plot) {
  print(plot)
  invisible(plot$data)
}
