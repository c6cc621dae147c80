# Pictures, with ggplot2 where it is installed. Colours are those of Okabe and
# Ito, which stay apart for the colour-blind; none is the only sign of a thing.
okabe_ito <- c("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")

# A plot with the text that stands for it where it cannot be seen.
with_alt <- function(plot, alt) plot + ggplot2::labs(alt = alt)

# Where there is nothing to draw, facets and scales would fail.
empty_plot <- function(text) with_alt(ggplot2::ggplot(data.frame()) + ggplot2::labs(title = text) + audit_theme(), text)

# ggplot2 takes any of several legends for the first, and not the same each time.
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

draw <- function(plot) {
  print(plot)
  invisible(plot$data)
}

# With more patients than this lines would be one blot: densities are drawn.
most_lines <- 200

# Patients with one rate would hide each other: each has a place of its own.
nudge <- function(pairs) ggplot2::position_dodge(width = if (nrow(pairs) > 1) 0.15 else 0)

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

is_synthetic <- function(object) isTRUE(attr(object, "synthetic")) || isTRUE(attr(object, "audited")$cohort$synthetic)

# "Synthetic data, with 95 % limits": the words of a picture below its title.
below_title <- function(object, text) {
  if (!is_synthetic(object)) return(text)
  paste0("Synthetic data, ", tolower(substr(text, 1, 1)), substring(text, 2))
}
