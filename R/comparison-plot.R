# Pictures of comparisons.

# Before and after in the same patients.

#' @rdname pictures
#' @method autoplot msaudit_comparison
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_comparison)
autoplot.msaudit_comparison <- function(object, ...) {
  need_package("ggplot2", "A picture", sys.call())
  if (is.null(attr(object, "of_patients"))) return(autoplot.msaudit_result(object))
  pairs <- rate_pairs(object)
  if (nrow(pairs) == 0) return(empty_plot("No patient is in both periods."))
  rates <- data.frame(place = rep(1:2, each = nrow(pairs)), rate = c(pairs$before, pairs$after),
                      patient = rep(seq_len(nrow(pairs)), 2), panel = rep(pairs$panel, 2))
  settings <- attr(object, "settings")
  base <- ggplot2::ggplot(rates, ggplot2::aes(.data$place, .data$rate))
  drawn <- if (nrow(pairs) <= most_lines) {
    base + ggplot2::geom_line(ggplot2::aes(group = .data$patient), colour = "grey60", alpha = 0.7,
                              position = nudge(pairs)) +
      ggplot2::geom_point(ggplot2::aes(group = .data$patient), colour = okabe_ito[1], alpha = 0.7, size = 2,
                          position = nudge(pairs))
  } else {
    base + ggplot2::geom_violin(ggplot2::aes(group = .data$place), fill = okabe_ito[1], alpha = 0.3, colour = okabe_ito[1],
                                scale = "width")
  }
  plot <- drawn +
    ggplot2::facet_wrap(ggplot2::vars(.data$panel)) +
    ggplot2::scale_x_continuous(NULL, breaks = 1:2, labels = c("before", "after"), limits = c(0.6, 2.4)) +
    ggplot2::scale_y_continuous(labels = on_axis) +
    ggplot2::labs(y = "Relapses per year of a patient", title = "The same patients in both periods",
                  subtitle = below_title(object, sprintf("Before: %s", settings$reference))) +
    audit_theme()
  with_alt(plot, pairs_alt(pairs))
}

# The rates of the patients in both periods of each paired comparison.
rate_pairs <- function(object) {
  of <- attr(object, "of_patients")
  rows <- as.data.frame(object)
  rows <- rows[rows$measure == "rate_ratio" & rows$design == "paired", ]
  by <- setdiff(names(rows), comparison_columns)
  keys <- row_keys(of$labels, c(by, "period"))
  key_of <- function(i, period) row_keys(c(as.list(rows[i, by, drop = FALSE]), list(period = period)), c(by, "period"))
  parts <- lapply(seq_len(nrow(rows)), function(i) {
    pairs <- in_both(of[c("row", "patient", "events", "time")], match(key_of(i, rows$period[i]), keys),
                     match(key_of(i, rows$reference[i]), keys))
    rate <- function(x) x$events / x$time
    data.frame(before = rate(pairs$before), after = rate(pairs$after),
               panel = rep(row_keys(rows[i, ], c(by, "period")), length(pairs$before$events)))
  })
  none <- data.frame(before = numeric(), after = numeric(), panel = character())
  pairs <- do.call(rbind, c(list(none), parts))
  pairs$panel <- factor(pairs$panel, unique(pairs$panel))
  pairs
}

pairs_alt <- function(pairs) {
  each <- vapply(split(pairs, pairs$panel), function(x) {
    sprintf("%s: %s, %s with a lower rate than before, %s with a higher one", x$panel[1], counted(nrow(x), "patient"),
            big(sum(x$after < x$before)), big(sum(x$after > x$before)))
  }, "")
  sprintf("The relapse rate of each patient before and after. %s.", paste(each, collapse = "; "))
}

#' @rdname pictures
#' @export
plot.msaudit_comparison <- function(x, ...) draw(autoplot.msaudit_comparison(x, ...))
