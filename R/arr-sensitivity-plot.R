# The specification curve: definitions in order of their estimates, above what
# each of them chose.

#' @rdname pictures
#' @method autoplot msaudit_sensitivity
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_sensitivity)
autoplot.msaudit_sensitivity <- function(object, ...) {
  need_package("ggplot2", "A picture", sys.call())
  settings <- definition(object)
  rows <- main_rows(object)
  rows <- rows[rows$period == rows$period[1] & !is.na(rows$estimate), ]
  if (nrow(rows) == 0) return(empty_plot("No definition gives an estimate."))
  is_ratio <- isTRUE(rows$measure[1] == "rate_ratio")
  rows <- rows[order(rows$estimate, rows$definition), ]
  rows$place <- seq_len(nrow(rows))
  stretch <- panel_stretch(rows, settings, is_ratio)
  scaled <- function(x) stretch * if (is_ratio) log10(pmax(x, least_ratio)) else x
  top <- data.frame(place = rows$place, y = scaled(rows$estimate), low = scaled(rows$conf_low),
                    high = scaled(rows$conf_high), first = rows$definition == 1,
                    panel = rep(if (is_ratio) "rate ratio" else "rate", nrow(rows)))
  top$high[!is.finite(top$high)] <- NA
  chosen <- choice_places(rows, settings)
  panels <- c(top$panel[1], settings$options)
  for (name in c("top", "chosen")) {
    x <- get(name)
    x$panel <- factor(x$panel, panels)
    assign(name, x)
  }
  plot <- ggplot2::ggplot(top, ggplot2::aes(.data$place, .data$y)) +
    ggplot2::geom_linerange(ggplot2::aes(ymin = .data$low, ymax = .data$high), colour = "grey70", na.rm = TRUE) +
    ggplot2::geom_point(ggplot2::aes(colour = .data$first, shape = .data$first), size = if (nrow(rows) > 150) 0.8 else 1.8) +
    ggplot2::geom_point(data = chosen, colour = "grey20", size = if (nrow(rows) > 150) 0.6 else 1.6) +
    ggplot2::facet_grid(ggplot2::vars(.data$panel), scales = "free_y", space = "free_y", switch = "y") +
    ggplot2::scale_y_continuous(NULL, breaks = function(limits) sensitivity_breaks(limits, is_ratio, stretch),
                                labels = function(at) sensitivity_labels(at, attr(chosen, "labels"), is_ratio, stretch),
                                expand = ggplot2::expansion(add = 0.6)) +
    ggplot2::scale_x_continuous(NULL, breaks = NULL) +
    ggplot2::scale_colour_manual(values = c(`FALSE` = okabe_ito[1], `TRUE` = okabe_ito[2]), guide = "none") +
    ggplot2::scale_shape_manual(values = c(`FALSE` = 16, `TRUE` = 17), guide = "none") +
    ggplot2::labs(title = sprintf("%s, in order of the estimate", counted(nrow(rows), "definition")),
                  subtitle = below_title(object, sprintf("%s, with %s\nThe triangle is the first definition",
                                                         sensitivity_heading(rows, settings), limits_text(settings)))) +
    audit_theme() +
    ggplot2::theme(strip.placement = "outside", strip.text.y.left = ggplot2::element_text(angle = 0, hjust = 1))
  with_alt(plot, sensitivity_alt(rows, settings))
}

# Choices stand at whole numbers from here on, by which the one scale of all
# panels tells them from estimates.
first_choice <- 1e6

# For each definition and option the height of its choice; the labels by height.
choice_places <- function(rows, settings) {
  labels <- unlist(lapply(settings$options, function(name) rev(settings$choices[[name]])))
  heights <- split(first_choice + seq_along(labels), rep(factor(settings$options, settings$options),
                                                         lengths(settings$choices[settings$options])))
  parts <- lapply(settings$options, function(name) {
    place <- match(rows[[name]], rev(settings$choices[[name]]))
    data.frame(place = rows$place, y = heights[[name]][place], panel = rep(name, nrow(rows)))
  })
  none <- data.frame(place = integer(), y = numeric(), panel = character())
  structure(do.call(rbind, c(list(none), parts)), labels = labels)
}

ratio_breaks <- c(0.001, 0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100)

least_ratio <- 1e-3

# Panels are as high as their scales are long: the one of the estimates about as
# high as all choices together.
panel_stretch <- function(rows, settings, is_ratio) {
  ends <- c(rows$estimate, rows$conf_low, rows$conf_high)
  ends <- ends[is.finite(ends)]
  if (is_ratio) ends <- log10(pmax(ends, least_ratio))
  span <- if (length(ends) > 0) diff(range(ends)) else 0
  if (span > 0) max(5, sum(lengths(settings$choices)) + length(settings$options)) / span else 1
}

sensitivity_breaks <- function(limits, is_ratio, stretch) {
  if (limits[1] > first_choice / 2) return(seq(ceiling(limits[1]), floor(limits[2])))
  stretch * if (is_ratio) log10(ratio_breaks) else pretty(limits / stretch)
}

sensitivity_labels <- function(at, labels, is_ratio, stretch) {
  choice <- !is.na(at) & at > first_choice / 2
  value <- ifelse(choice, 0, at) / stretch
  text <- vapply(if (is_ratio) 10^value else value, function(x) number_text(x, digits = 3), "")
  ifelse(choice, labels[round(at - first_choice)], text)
}

sensitivity_alt <- function(rows, settings) {
  sprintf("%s. %s %s", sensitivity_heading(rows, settings), range_text(rows[order(rows$definition), ]),
          sprintf("Options: %s.", listed(settings$options)))
}

#' @rdname pictures
#' @export
plot.msaudit_sensitivity <- function(x, ...) draw(autoplot.msaudit_sensitivity(x, ...))
