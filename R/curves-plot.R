# Pictures of curves: what was found on days with events, how sure it is before the
# first, and below how many are at risk.

#' @rdname pictures
#' @method autoplot msaudit_curves
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_curves)
autoplot.msaudit_curves <- function(object, ...) {
  need_package("ggplot2", "A picture", sys.call())
  labels <- setdiff(names(object), curve_columns)
  data <- as.data.frame(object)
  data <- data[!is.na(data$estimate), ]
  if (nrow(data) == 0) return(empty_plot("Nobody is followed in any period."))
  keys <- unique(row_keys(data, labels))
  data <- for_picture(with_early_days(data, object, labels), object, labels, keys)
  days <- pretty(c(0, data$time), 5)
  counts <- at_risk_below(days, data, object, labels, keys)
  plot <- ggplot2::ggplot(curve_steps(data), ggplot2::aes(.data$time, .data$estimate, colour = .data$key, fill = .data$key)) +
    ggplot2::geom_ribbon(ggplot2::aes(ymin = .data$conf_low, ymax = .data$conf_high), alpha = 0.2, colour = NA,
                         na.rm = TRUE) +
    ggplot2::geom_line(ggplot2::aes(linetype = .data$key)) +
    ggplot2::geom_text(ggplot2::aes(y = .data$y, label = .data$label), counts, size = 3, show.legend = FALSE) +
    ggplot2::facet_wrap(ggplot2::vars(.data$panel), scales = "free_y", ncol = 1) +
    ggplot2::scale_x_continuous(breaks = days) +
    ggplot2::scale_y_continuous(breaks = function(limits) Filter(function(y) y >= 0, pretty(limits)), labels = on_axis) +
    ggplot2::scale_colour_manual(values = rep_len(okabe_ito, length(keys)), aesthetics = c("colour", "fill")) +
    ggplot2::labs(x = "Days since the start of the period", y = NULL, colour = NULL, fill = NULL, linetype = NULL,
                  title = paste(curves_title(definition(object)), "over time"),
                  subtitle = below_title(object, paste0(curves_subtitle(object), if (nrow(counts) > 0) below_curves))) +
    audit_theme() + ggplot2::theme(legend.position = "bottom")
  with_alt(plot, curves_alt(data))
}

# On a line of its own, since what competes takes one.
below_curves <- "\nBelow the curves: patients at risk"

# What competes is part of what a cumulative incidence is.
curves_subtitle <- function(x) {
  settings <- definition(x)
  what <- c(death = "death", stop = "a stop of the drug")[settings$competing]
  sprintf("With %s%s", limits_text(settings), if (!"cumulative_incidence" %in% x$measure) "" else
    sprintf("; competing: %s", if (length(what) > 0) listed(what) else "nothing"))
}

# With names of curves and panels, in the unit of the panel.
for_picture <- function(data, object, labels, keys) {
  data$key <- factor(row_keys(data, labels), keys)
  data$panel <- vapply(data$measure, curve_text, "", definition(object)$outcome)
  scale <- vapply(curve_measures[data$measure], `[[`, 0, "factor")
  for (name in c("estimate", "conf_low", "conf_high")) data[[name]] <- scale * data[[name]]
  data
}

# The curves anew on other days; none of a result without its patients.
curves_on <- function(object, measures, times) {
  of <- attr(object, "of_patients")
  if (is.null(of) || length(times) == 0) return(NULL)
  settings <- definition(object)
  parts <- lapply(measures, function(name) {
    period_curves(of$spells[[name]], of$row, of$labels, settings$outcome, name, as.double(times), settings$conf_level)
  })
  do.call(rbind, parts)
}

# From day 0. No event so far is not sure to stay none: the limits are drawn from
# the first day, and anew where fewer are at risk.
with_early_days <- function(data, object, labels) {
  curve <- paste(data$measure, row_keys(data, labels))
  none <- grepl("zero_events", data$note)
  first <- vapply(split(data$time[!none], factor(curve, unique(curve))[!none]), function(x) min(x, Inf), 0)
  last <- vapply(split(data$time, factor(curve, unique(curve))), max, 0)
  until <- ifelse(is.finite(first), first - 1, last)
  early <- curves_on(object, unique(data$measure), seq_len(max(until, 0)))
  if (!is.null(early)) {
    of <- match(paste(early$measure, row_keys(early, labels)), unique(curve))
    early <- early[!is.na(of) & early$time <= until[of] & !early$time %in% data$time[none], ]
    of <- paste(early$measure, row_keys(early, labels), early$conf_low, early$conf_high)
    data <- rbind(early[!duplicated(of), names(data)], data)
    data <- data[order(match(paste(data$measure, row_keys(data, labels)), unique(curve)), data$time), ]
  }
  begins <- data[!duplicated(paste(data$measure, row_keys(data, labels))) & data$time > 0, ]
  begins$time <- rep(0, nrow(begins))
  had <- !grepl("zero_events", begins$note)
  begins$estimate <- vapply(curve_measures[begins$measure], function(x) x$at_first / x$factor, 0)
  for (name in c("conf_low", "conf_high")) begins[[name]][had] <- begins$estimate[had]
  rbind(begins, data)
}

# Numbers in rows below 0, a row a curve, on the days that the axis shows.
at_risk_below <- function(days, data, object, labels, keys) {
  days <- days[days <= max(data$time)]
  # Time at risk of relapses begins after day 0.
  if (definition(object)$outcome == "relapse") days[days == 0] <- 1
  found <- if (length(keys) <= 4) curves_on(object, unique(data$measure), days)
  if (is.null(found)) return(data.frame(data[0, ], y = numeric(), label = character()))
  found <- for_picture(found, object, labels, keys)
  found <- found[!is.na(found$key), ]
  found$time[found$time == 1] <- 0
  height <- vapply(split(data, data$panel), function(x) max(x$estimate, x$conf_high[is.finite(x$conf_high)]), 0)
  found$y <- -0.09 * as.integer(found$key) * height[found$panel]
  found$label <- big(found$at_risk)
  found
}

curves_alt <- function(data) {
  last <- data[!duplicated(data[c("measure", "key")], fromLast = TRUE), ]
  each <- sprintf("%s, %s, on day %s %s", last$key, last$panel, number_text(last$time, trim = TRUE),
                  with_limits(last$estimate, last$conf_low, last$conf_high))
  sprintf("Curves over time: %s.", paste(each, collapse = "; "))
}

#' @rdname pictures
#' @export
plot.msaudit_curves <- function(x, ...) draw(autoplot.msaudit_curves(x, ...))
