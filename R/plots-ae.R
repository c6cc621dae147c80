#' @rdname pictures
#' @param measure Of adverse events: which measure of `object` is drawn, single.
#' @exportS3Method ggplot2::autoplot
autoplot.msaudit_ae <- function(object, measure = "proportion", most = 30, ...) {
  call <- sys.call()
  need_package("ggplot2", "A picture", call)
  measure <- one_of(measure, unique(object$measure), "measure", call)
  check_argument(is_one_number(most) && most >= 1, most, "most", "a whole number, 1 or more", call)
  dots <- ae_dots(object, measure, most)
  plot <- ggplot2::ggplot(dots$data, ggplot2::aes(.data$estimate, .data$place, colour = .data$key, shape = .data$key)) +
    ggplot2::geom_segment(ggplot2::aes(x = .data$low, xend = .data$high, yend = .data$place), na.rm = TRUE) +
    ggplot2::geom_point(size = 2.2, na.rm = TRUE) +
    ggplot2::scale_x_continuous(limits = c(0, NA)) +
    ggplot2::scale_y_continuous(NULL, breaks = dots$places, labels = dots$outcomes) +
    ggplot2::scale_colour_manual(NULL, values = rep_len(okabe_ito, nlevels(dots$data$key))) +
    ggplot2::scale_shape_manual(NULL, values = rep_len(c(16, 17, 15, 18, 3, 4), nlevels(dots$data$key))) +
    ggplot2::labs(x = dots$axis, title = "Adverse events", subtitle = dots$subtitle) +
    audit_theme() +
    ggplot2::theme(panel.grid.major.y = ggplot2::element_line(colour = "grey92"))
  if (length(dots$facets) > 0) plot <- plot + ggplot2::facet_wrap(ggplot2::vars(.data$panel))
  with_alt(plot, dots$alt)
}

#' @rdname pictures
#' @export
plot.msaudit_ae <- function(x, ...) draw(autoplot.msaudit_ae(x, ...))

# The dots of one measure: an outcome a line, the most frequent at the top, its
# periods beside each other. Of several days the last is drawn. A limit that is not
# finite goes to the edge.
ae_dots <- function(x, measure, most) {
  settings <- definition(x)
  before <- if (is_synthetic(x)) "Synthetic data, with" else "With"
  facets <- setdiff(label_columns(x), "period")
  x <- as.data.frame(x[x$measure == measure, ])
  x <- x[x$unit == x$unit[nrow(x)], ]
  all <- unique(x$outcome)
  outcomes <- utils::head(all, most)
  x <- x[x$outcome %in% outcomes, ]
  is_share <- !measure %in% c("first_event_rate", "rate", "duration")
  factor <- if (is_share) 100 else 1
  period <- factor(x$period, unique(x$period))
  places <- rev(seq_along(outcomes))
  beside <- (as.integer(period) - (nlevels(period) + 1) / 2) * 0.6 / nlevels(period)
  data <- data.frame(
    key = period, panel = if (length(facets) > 0) row_keys(x, facets) else "", outcome = x$outcome,
    place = places[match(x$outcome, outcomes)] - beside, estimate = factor * x$estimate, low = factor * x$conf_low,
    high = factor * x$conf_high, stringsAsFactors = FALSE
  )
  edge <- 1.05 * max(data$high[is.finite(data$high)], data$estimate, 0, na.rm = TRUE)
  data$high[data$high %in% Inf] <- edge
  more <- length(all) - length(outcomes)
  list(
    data = data, places = places, outcomes = wrapped_labels(outcomes), facets = facets,
    axis = ae_axis(measure, x$unit[1], settings),
    subtitle = sprintf("%s %s%s", before, limits_text(settings), if (more > 0) sprintf("; the %d most frequent of %d", length(outcomes), length(all)) else ""),
    alt = ae_alt(x, measure, facets, factor, settings)
  )
}

wrapped_labels <- function(text) vapply(text, function(x) paste(strwrap(x, 32), collapse = "\n"), "", USE.NAMES = FALSE)

ae_axis <- function(measure, unit, settings) {
  day <- sub("patient by ", "", unit)
  per <- sprintf("%s patient-years", format(settings$per))
  switch(
    measure,
    proportion = "Patients with an event, %", first_event_rate = paste("First events per", per), rate = paste("Events per", per),
    cumulative_incidence = sprintf("Patients with an event by %s, %%", day),
    one_minus_km = sprintf("1 - Kaplan-Meier by %s, %%", day), recurrence = "Patients with two events or more, %",
    worst_grade = "Patients by their worst grade, %", duration = "Median duration, days"
  )
}

# The most frequent in words: a long list would be heard by nobody.
ae_alt <- function(x, measure, facets, factor, settings) {
  first <- utils::head(x[x$outcome %in% utils::head(unique(x$outcome), 6), ], 24)
  each <- sprintf("%s, %s %s", row_keys(first, c(facets, "period")), first$outcome,
                  with_limits(factor * first$estimate, factor * first$conf_low, factor * first$conf_high, 0))
  rest <- length(unique(x$outcome)) - length(unique(first$outcome))
  sprintf("Dots with %s for each adverse event: %s. %s%s.", limits_text(settings), ae_axis(measure, x$unit[1], settings),
          paste(each, collapse = "; "), if (rest > 0) sprintf("; and %s more, less frequent", counted(rest, "event")) else "")
}
