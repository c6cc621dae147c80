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

# Of several legends ggplot2 takes any for the first, and not the same each time.
legends_in_order <- function(...) {
  do.call(ggplot2::guides, lapply(list(...), function(order) ggplot2::guide_legend(order = order)))
}

audit_theme <- function() {
  ggplot2::theme_minimal(base_size = 11) +
    ggplot2::theme(panel.grid.minor = ggplot2::element_blank(), legend.position = "bottom",
                   legend.box = "vertical", plot.title.position = "plot")
}

#' Pictures of a cohort, of rates and of curves
#'
#' A cohort is drawn with one line per patient, sorted by length of follow-up,
#' with courses of treatment, relapses and scans; many patients as a density of
#' relapses. Relapse rates, adverse events and laboratory abnormalities are points
#' with their limits; relapses and adverse events over time are steps with bands and,
#' below up to four curves, the patients at risk; the flow of patients is boxes.
#'
#' @param object,x A cohort of [audit_cohort()], its [attrition()], or the result of
#'   [audit_arr()], [audit_ae()], [audit_labs()], [audit_curves()], [arr_sensitivity()], or
#'   [audit_compare()] on relapse rates, which draws the patients with their rates
#'   before and after.
#' @param most Whole number: how many patients at most are drawn as lines, or how
#'   many adverse events or abnormalities, the most frequent; the subtitle says so.
#' @param as `"lines"`: one line per patient; of more than `most`, those followed
#'   longest, as the subtitle says. `"density"`: all patients, in bands by length
#'   of follow-up, with the relapses per patient-year of each band and time
#'   since the start of follow-up or, if that is not known, the first course.
#'   `"auto"`: lines up to `most` patients, otherwise the density.
#' @param periods Periods of [audit_periods()], up to four of which are drawn below the
#'   flow of patients; `NULL`: none.
#' @param ... For `plot()`: passed on to `autoplot()`. Otherwise not used.
#'
#' @return `autoplot()` gives a ggplot, whose alternative text is
#'   `ggplot2::get_alt_text()`; `plot()` draws it and returns the data
#'   that are drawn, invisibly.
#'
#' @section Errors:
#' `msaudit_package_error` if ggplot2 is not installed.
#'
#' @family pictures
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
#' @method autoplot msaudit_arr
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_arr)
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
    ggplot2::scale_x_continuous(limits = c(0, NA), labels = on_axis) +
    ggplot2::labs(x = paste("Relapses per", unit), y = NULL, title = "Annualised relapse rate",
                  subtitle = below_title(object, sprintf(
                    "%s, with %s", c("Pooled", "The mean of patients' own rates")[1 + all(object$measure == "mean")],
                    limits_text(definition(object))
                  ))) +
    audit_theme()
  with_alt(plot, arr_alt(object, keys, unit))
}

arr_alt <- function(x, keys, unit) {
  each <- sprintf("%s %s", keys, with_limits(x$estimate, x$conf_low, x$conf_high))
  sprintf("Relapses per %s with %s: %s.", unit, limits_text(definition(x)), paste(each, collapse = "; "))
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
