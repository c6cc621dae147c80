#' Pictures of a laboratory test
#'
#' The course of each patient, with the laboratory's limits and the starts of
#' courses of treatment; or the median and quartiles of all by month.
#'
#' @param object,x Values of [lab_series()].
#' @param type `"patients"`: one panel per patient; `"group"`: medians and quartiles
#'   of the patients tested in each month, for each group of `by`, with their number. For
#'   each patient the test nearest to the month counts.
#' @param most Whole number: how many patients at most have a panel, those with the worst
#'   values; the subtitle says so.
#' @param ... For `plot()`: passed on to `autoplot()`. Otherwise not used.
#'
#' @return See [pictures].
#'
#' @inheritSection pictures Errors
#'
#' @family pictures
#' @family functions for the laboratory
#'
#' @examplesIf requireNamespace("ggplot2", quietly = TRUE)
#' series <- lab_series(example_cohort("alemtuzumab-switch"), "lymphocytes", "alemtuzumab")
#' plot(series)
#' plot(series, type = "group")
#' @name lab_pictures
NULL

#' @rdname lab_pictures
#' @method autoplot msaudit_lab_series
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_lab_series)
autoplot.msaudit_lab_series <- function(object, type = c("patients", "group"), most = 12, ...) {
  call <- sys.call()
  need_package("ggplot2", "A picture", call)
  type <- one_of(type, c("patients", "group"), "type", call)
  check_argument(is_one_number(most) && most >= 1, most, "most", "a whole number, 1 or more", call)
  check_argument(nrow(object) > 0, object$value, "object", "values of at least one patient", call)
  if (type == "patients") patient_panels(object, most) else group_months(object)
}

patient_panels <- function(object, most) {
  settings <- definition(object)
  ids <- worst_ids(object, most)
  data <- as.data.frame(object)[object$id %in% ids, ]
  data$panel <- factor(id_text(data$id), id_text(ids))
  courses <- attr(object, "courses")
  courses <- courses[courses$id %in% ids, ]
  courses$panel <- factor(id_text(courses$id), id_text(ids))
  data$range <- ifelse(data$value < data$ref_low & !is.na(data$ref_low), "below",
                       ifelse(data$value > data$ref_high & !is.na(data$ref_high), "above",
                              ifelse(is.na(data$ref_low) & is.na(data$ref_high), "not known", "within")))
  plot <- ggplot2::ggplot(data, ggplot2::aes(.data$day / days_a_month, .data$value)) +
    ggplot2::geom_vline(ggplot2::aes(xintercept = .data$day / days_a_month, colour = .data$drug, linetype = .data$drug), courses) +
    ggplot2::geom_line(colour = "grey50") +
    limit_lines(settings$limits) +
    ggplot2::geom_point(ggplot2::aes(shape = .data$range), size = 1.8, fill = okabe_ito[2]) +
    ggplot2::facet_wrap(ggplot2::vars(.data$panel)) +
    ggplot2::scale_shape_manual("against the range", values = c(below = 25, within = 1, above = 24, "not known" = 4)) +
    ggplot2::scale_colour_manual("course of", values = drug_colours(courses$drug)) +
    ggplot2::scale_linetype_discrete("course of") +
    legends_in_order(colour = 1, linetype = 1, shape = 2) +
    series_labels(object, sprintf("%s of each patient", settings$label), patients_subtitle(object, ids), 7) +
    audit_theme()
  with_alt(plot, patients_alt(object, ids))
}

limit_lines <- function(limits, ...) {
  lapply(limits, function(limit) {
    ggplot2::geom_line(ggplot2::aes(y = .data[[limit]], ...), linetype = "dashed", colour = "black", na.rm = TRUE)
  })
}

limits_legend <- function(limits) {
  if (length(limits) == 2) return("dashed: limits of the laboratory")
  sprintf("dashed: %s limit of the laboratory", c(ref_low = "lower", ref_high = "upper")[[limits]])
}

series_labels <- function(object, title, subtitle, most_breaks) {
  settings <- definition(object)
  list(
    ggplot2::labs(x = sprintf("Months since the first start of %s", settings$drug), y = settings$unit, title = title, subtitle = subtitle),
    ggplot2::expand_limits(y = 0), ggplot2::scale_y_continuous(labels = on_axis), ggplot2::scale_x_continuous(breaks = month_breaks(settings$months, most_breaks))
  )
}

month_breaks <- function(months, most) {
  step <- c(1, 3, 6, 12, 24, 60, 120)
  step <- step[match(TRUE, diff(months) / step <= most, nomatch = length(step))]
  seq(step * ceiling(months[1] / step), months[2], by = step)
}

# The patients with the worst values, the worst first: the lowest, or the highest of
# a test that is judged by its upper limit alone.
worst_ids <- function(object, most) {
  sign <- if ("ref_low" %in% definition(object)$limits) 1 else -1
  worst <- tapply(sign * object$value, factor(match(object$id, unique(object$id))), min)
  utils::head(unique(object$id)[order(worst, seq_along(worst))], most)
}

patients_subtitle <- function(object, ids) {
  n <- length(unique(object$id))
  parts <- c(if (definition(object)$synthetic) "Synthetic data",
             if (length(ids) < n) sprintf("the %s of %s patients with the worst values", big(length(ids)), big(n)),
             limits_legend(definition(object)$limits))
  listed(parts)
}

patients_alt <- function(object, ids) {
  settings <- definition(object)
  data <- as.data.frame(object)[object$id %in% ids, ]
  below <- length(unique(data$id[which(data$value < data$ref_low)]))
  above <- length(unique(data$id[which(data$value > data$ref_high)]))
  sprintf("%s in %s of %s from month %d to %d after the first start of %s, a panel each. Values run from %s to %s; %s were below the lower limit at least once, %s above the upper.",
          settings$label, settings$unit, counted(length(ids), "patient"), settings$months[1], settings$months[2], settings$drug,
          number_text(min(data$value), digits = 3), number_text(max(data$value), digits = 3), big(below), big(above))
}

group_months <- function(object) {
  settings <- definition(object)
  data <- month_quartiles(object)
  several <- length(unique(data$group)) > 1
  x <- ggplot2::aes(.data$month, .data$median, colour = .data$group, fill = .data$group)
  plot <- ggplot2::ggplot(data, x) +
    ggplot2::geom_ribbon(ggplot2::aes(ymin = .data$lower, ymax = .data$upper), alpha = 0.2, colour = NA) +
    ggplot2::geom_line(ggplot2::aes(linetype = .data$group)) +
    ggplot2::geom_point(ggplot2::aes(shape = .data$group), size = 2) +
    limit_lines(settings$limits, group = .data$group) +
    ggplot2::scale_colour_manual(NULL, values = rep_len(okabe_ito, length(unique(data$group))), aesthetics = c("colour", "fill")) +
    ggplot2::scale_linetype_discrete(NULL) + ggplot2::scale_shape_discrete(NULL) +
    series_labels(object, sprintf("%s by month, median and quartiles", settings$label), group_subtitle(object), 14) +
    audit_theme()
  top <- max(data$upper, unlist(data[settings$limits]), na.rm = TRUE)
  plot <- plot + patient_counts(data, month_breaks(settings$months, 14), top)
  if (!several) plot <- plot + ggplot2::guides(colour = "none", fill = "none", linetype = "none", shape = "none")
  with_alt(plot, group_alt(object, data))
}

# How many patients each point rests on, below the axis of values.
patient_counts <- function(data, breaks, top) {
  data <- data[data$month %in% breaks, ]
  data$text <- big(data$patients)
  data$place <- -top * 0.07 * match(data$group, unique(data$group))
  ggplot2::geom_text(ggplot2::aes(y = .data$place, label = .data$text), data, size = 3, show.legend = FALSE)
}

group_subtitle <- function(object) {
  listed(c(if (definition(object)$synthetic) "Synthetic data", counted(length(unique(object$id)), "patient"), "below: patients tested",
           limits_legend(definition(object)$limits)))
}

group_alt <- function(object, data) {
  settings <- definition(object)
  each <- vapply(split(data, data$group), function(of) {
    start <- of[which.min(abs(of$month)), ]
    last <- of[nrow(of), ]
    sprintf("%smedian %s at month %d, from %s (month %d) to %s (month %d), and %s at month %d", if (length(settings$by) > 0) paste0(of$group[1], ": ") else "",
            number_text(start$median, digits = 3), start$month, number_text(min(of$median), digits = 3), of$month[which.min(of$median)],
            number_text(max(of$median), digits = 3), of$month[which.max(of$median)], number_text(last$median, digits = 3), last$month)
  }, "")
  sprintf("%s in %s of %s by month after the first start of %s, medians with quartiles. %s.", settings$label, settings$unit,
          counted(length(unique(object$id)), "patient"), settings$drug, paste(each, collapse = "; "))
}

#' @rdname lab_pictures
#' @export
plot.msaudit_lab_series <- function(x, ...) draw(autoplot.msaudit_lab_series(x, ...))
