# Dots with limits: an outcome a line, the first at the top, its periods beside each
# other. A limit that is not finite goes to the edge.

# `lengths` are those of length_words(): of several panels each has its own.
dots_of <- function(x, facets, outcomes, factor, lengths) {
  period <- factor(x$period, unique(x$period))
  panel <- if (length(facets) > 0) row_keys(x, facets) else rep("", nrow(x))
  full <- row_keys(x, c(facets, "period"))
  places <- rev(seq_along(outcomes))
  beside <- (as.integer(period) - (nlevels(period) + 1) / 2) * 0.6 / nlevels(period)
  data <- data.frame(
    key = if (length(facets) > 0) period else factor(period, levels(period), with_length(levels(period), lengths)),
    panel = if (length(facets) > 0) panels_with_lengths(panel, period, full, lengths) else panel, outcome = x$outcome,
    place = places[match(x$outcome, outcomes)] - beside, estimate = factor * x$estimate, low = factor * x$conf_low,
    high = factor * x$conf_high, stringsAsFactors = FALSE
  )
  edge <- 1.05 * max(data$high[is.finite(data$high)], data$estimate, 0, na.rm = TRUE)
  data$high[data$high %in% Inf] <- edge
  list(data = data, places = places, outcomes = wrapped_labels(outcomes), facets = facets)
}

# "F\n1.9, 1.0 years a patient": the lengths of the periods in their order.
panels_with_lengths <- function(panel, period, full, lengths) {
  if (length(lengths) == 0) return(panel)
  first <- !duplicated(full)
  words <- sub(" .*", "", ifelse(is.na(lengths[full]), "not known", lengths[full]))
  each <- vapply(split(seq_along(panel)[first], factor(panel[first], unique(panel))), function(at) {
    sprintf("%s years a patient", paste(words[at[order(period[at])]], collapse = ", "))
  }, "")
  paste0(panel, "\n", each[panel])
}

wrapped_labels <- function(text) vapply(text, function(x) paste(strwrap(x, 32), collapse = "\n"), "", USE.NAMES = FALSE)

# `dots` as of dots_of(), with the axis, the subtitle and the words for the picture.
draw_dots <- function(dots, title) {
  plot <- ggplot2::ggplot(dots$data, ggplot2::aes(.data$estimate, .data$place, colour = .data$key, shape = .data$key)) +
    ggplot2::geom_segment(ggplot2::aes(x = .data$low, xend = .data$high, yend = .data$place), na.rm = TRUE) +
    ggplot2::geom_point(size = 2.2, na.rm = TRUE) +
    ggplot2::scale_x_continuous(limits = c(0, NA), labels = on_axis) +
    ggplot2::scale_y_continuous(NULL, breaks = dots$places, labels = dots$outcomes) +
    ggplot2::scale_colour_manual(NULL, values = rep_len(okabe_ito, nlevels(dots$data$key))) +
    ggplot2::scale_shape_manual(NULL, values = rep_len(c(16, 17, 15, 18, 3, 4), nlevels(dots$data$key))) +
    ggplot2::labs(x = dots$axis, title = title, subtitle = dots$subtitle) +
    audit_theme() +
    ggplot2::theme(panel.grid.major.y = ggplot2::element_line(colour = "grey92"))
  if (length(dots$facets) > 0) plot <- plot + ggplot2::facet_wrap(ggplot2::vars(.data$panel))
  with_alt(plot, dots$alt)
}

# The first outcomes in words, and how many are left: a long list would be heard by
# nobody.
dots_alt <- function(x, facets, factor, lengths) {
  first <- utils::head(x[x$outcome %in% utils::head(unique(x$outcome), 6), ], 24)
  each <- sprintf("%s, %s %s", row_keys(first, c(facets, "period")), first$outcome,
                  with_limits(factor * first$estimate, factor * first$conf_low, factor * first$conf_high, 0))
  over <- if (length(lengths) > 0) sprintf(" Time looked at: %s.", listed(sprintf("%s %s", names(lengths), lengths)))
  list(text = paste(each, collapse = "; "), over = over, rest = length(unique(x$outcome)) - length(unique(first$outcome)))
}
