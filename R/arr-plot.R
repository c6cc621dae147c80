# Pictures of relapse rates.

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
plot.msaudit_arr <- function(x, ...) draw(autoplot.msaudit_arr(x, ...))
