# A picture of any result: a dot with limits for each row, apart by measure. Results
# that have a picture of their own draw that.

no_estimate_text <- "No row has an estimate."

#' @rdname pictures
#' @method autoplot msaudit_result
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_result)
autoplot.msaudit_result <- function(object, ...) {
  need_package("ggplot2", "A picture", sys.call())
  rows <- as.data.frame.msaudit_result(object)
  rows <- rows[!is.na(rows$estimate) & !rows$measure %in% undrawn_measures, ]
  if (nrow(rows) == 0) return(empty_plot(no_estimate_text))
  labels <- setdiff(names(rows), c(result_columns, comparison_columns, computed_columns,
                                    if (is_curve_table(rows)) curve_columns))
  keys <- row_keys(rows, unique(c("outcome", labels, intersect(c("period", "time"), names(rows)))))
  keys <- gsub("( [|] not known)+$", "", gsub(" [|] (?= [|]|$)", "", keys, perl = TRUE))
  unit <- if (is.null(rows$unit)) rep("", nrow(rows)) else rows$unit
  percent <- is_share(rows$measure, unit)
  factor <- ifelse(percent, 100, 1)
  data <- data.frame(
    key = factor(keys, rev(unique(keys))), measure = ifelse(percent, paste0(shared_measures(rows$measure, unit), ", %"),
                                                            shared_measures(rows$measure, unit)),
    estimate = factor * rows$estimate, low = finite_or_na(factor * rows$conf_low), high = finite_or_na(factor * rows$conf_high)
  )
  data$measure <- factor(data$measure, unique(data$measure))
  plot <- ggplot2::ggplot(data, ggplot2::aes(.data$estimate, .data$key)) +
    ggplot2::geom_linerange(ggplot2::aes(xmin = .data$low, xmax = .data$high), colour = okabe_ito[1], na.rm = TRUE) +
    ggplot2::geom_point(size = 2, colour = okabe_ito[1], na.rm = TRUE) +
    ggplot2::facet_wrap(ggplot2::vars(.data$measure), scales = "free_x") +
    ggplot2::labs(x = NULL, y = NULL, title = rows_title(object), subtitle = below_title(object, sprintf("With %s", limits_text(attr(object, "settings"))))) +
    audit_theme()
  with_alt(plot, rows_alt(data, object))
}

# Parts of another row, or of no common scale.
undrawn_measures <- c("number", "missing", "lower_quartile", "upper_quartile", "lower_change", "upper_change",
                      "lower_percent_change", "upper_percent_change")

finite_or_na <- function(x) ifelse(is.finite(x), x, NA)

rows_title <- function(object) {
  title <- shared_titles[verb_of(object)]
  if (is.na(title)) capitalised(gsub("_", " ", verb_of(object), fixed = TRUE)) else unname(title)
}

rows_alt <- function(data, object) {
  first <- utils::head(data, 24)
  each <- sprintf("%s, %s %s", first$measure, first$key, with_limits(first$estimate, first$low, first$high))
  rest <- nrow(data) - nrow(first)
  sprintf("%s: dots with %s. %s%s.", rows_title(object), limits_text(attr(object, "settings")), paste(each, collapse = "; "),
          if (rest > 0) sprintf("; and %s more", big(rest)) else "")
}

#' @rdname pictures
#' @export
plot.msaudit_result <- function(x, ...) draw(ggplot2::autoplot(x, ...))
