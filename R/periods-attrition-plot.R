# The flow of patients as boxes: a column of the steps, beside each what it left
# out, and below them the periods.

#' @rdname pictures
#' @method autoplot msaudit_attrition
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_attrition)
autoplot.msaudit_attrition <- function(object, periods = NULL, ...) {
  call <- sys.call()
  need_package("ggplot2", "A picture", call)
  check_argument(is.null(periods) || inherits(periods, "msaudit_periods"), periods, "periods",
                 "periods of audit_periods()", call)
  flow <- flow_boxes(object, if (length(periods$names) <= most_flow_periods) periods)
  plot <- ggplot2::ggplot(flow$boxes) +
    ggplot2::geom_segment(
      ggplot2::aes(.data$x, .data$y, xend = .data$to_x, yend = .data$to_y), flow$arrows, colour = "grey40",
      arrow = ggplot2::arrow(length = ggplot2::unit(0.07, "inches"), type = "closed")
    ) +
    ggplot2::geom_rect(
      ggplot2::aes(xmin = .data$left, xmax = .data$right, ymin = .data$bottom, ymax = .data$top, linetype = .data$kind),
      fill = "white", colour = "grey20"
    ) +
    ggplot2::geom_text(ggplot2::aes((.data$left + .data$right) / 2, (.data$bottom + .data$top) / 2, label = .data$text),
                       size = 3.2, lineheight = 1) +
    ggplot2::scale_linetype_manual(values = c(step = "solid", out = "dashed", period = "solid"), guide = "none") +
    ggplot2::theme_void()
  with_alt(plot, flow_alt(object, periods))
}

#' @rdname pictures
#' @export
plot.msaudit_attrition <- function(x, ...) draw(autoplot.msaudit_attrition(x, ...))

# More are in a table alone.
most_flow_periods <- 4

# In characters across and lines down.
flow_width <- c(step = 36, out = 30)

flow_gap <- c(across = 4, down = 1.4)

flow_boxes <- function(flow, periods) {
  n <- nrow(flow)
  text <- wrapped(sprintf("%s: %s", capitalised(gsub("`", "", flow$step)), big(flow$patients)), flow_width[["step"]])
  out <- wrapped(sprintf("Left out: %s (%s)", left_out_text(flow), flow$reason), flow_width[["out"]])
  height <- box_height(text)
  has_out <- !flow$left_out %in% 0
  # A box of those left out stands beside the way into its step.
  way <- flow_gap[["down"]] + ifelse(has_out & seq_len(n) > 1, box_height(out), 0)
  top <- -cumsum(way + c(0, height[-n])) + way[1]
  steps <- boxes(0, top, flow_width[["step"]], height, text, "step")
  middle <- flow_width[["step"]] / 2
  arrows <- arrow_rows(rep(middle, n - 1), steps$bottom[-n], rep(middle, n - 1), steps$top[-1])
  at <- which(has_out)
  if (length(at) > 0) {
    x <- flow_width[["step"]] + flow_gap[["across"]]
    y <- ifelse(at == 1, top[at], top[at] + flow_gap[["down"]] / 2 + box_height(out[at]))
    beside <- boxes(x, y, flow_width[["out"]], box_height(out[at]), out[at], "out")
    level <- (beside$top + beside$bottom) / 2
    arrows <- rbind(arrows, arrow_rows(ifelse(at == 1, flow_width[["step"]], middle), level, rep(x, length(at)), level))
    steps <- rbind(steps, beside)
  }
  if (is.null(periods)) return(list(boxes = steps, arrows = arrows))
  last <- steps$bottom[n]
  below <- period_boxes(periods, last - 1.5 * flow_gap[["down"]])
  centre <- (below$left + below$right) / 2
  list(boxes = rbind(steps, below),
       arrows = rbind(arrows, arrow_rows(rep(middle, nrow(below)), rep(last, nrow(below)), centre, below$top)))
}

period_boxes <- function(periods, top) {
  rows <- period_rows(periods)
  n <- nrow(rows)
  between <- 2
  width <- min(flow_width[["step"]], (sum(flow_width) + flow_gap[["across"]] - between * (n - 1)) / n)
  text <- wrapped(sprintf("%s: %s, %s years%s", rows$period, counted_each(rows$patients, "patient"),
                          decimals(rows$person_years, 1),
                          ifelse(rows$left_out == "", "", sprintf(" (left out %s)", rows$left_out))), width)
  boxes((seq_len(n) - 1) * (width + between), top, width, max(box_height(text)), text, "period")
}

wrapped <- function(text, width) vapply(strwrap(text, width - 2, simplify = FALSE), paste, "", collapse = "\n")

box_height <- function(text) lengths(strsplit(text, "\n", fixed = TRUE)) + 0.9

boxes <- function(left, top, width, height, text, kind) {
  data.frame(left = left, right = left + width, top = top, bottom = top - height, text = text, kind = kind,
             stringsAsFactors = FALSE)
}

arrow_rows <- function(x, y, to_x, to_y) data.frame(x = x, y = y, to_x = to_x, to_y = to_y)

flow_alt <- function(flow, periods) {
  out <- ifelse(flow$left_out %in% 0, "", sprintf(", left out %s: %s", left_out_text(flow), flow$reason))
  steps <- paste(sprintf("%s %s%s", gsub("`", "", flow$step), big(flow$patients), out), collapse = "; ")
  rows <- if (!is.null(periods)) period_rows(periods)
  sprintf("Flow of patients. Steps: %s.%s", steps, if (is.null(rows)) "" else
    sprintf(" Periods: %s.", paste(rows$period, counted_each(rows$patients, "patient"), collapse = "; ")))
}
