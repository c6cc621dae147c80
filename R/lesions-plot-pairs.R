# Lesions of the same patients in two periods, and how many are free of them by when.

# The rates of the patients of each comparison: in the reference and in the period.
lesion_pairs <- function(of, labels, kind, reference) {
  by <- setdiff(names(labels), "period")
  keys <- row_keys(of$labels, c(by, "period"))
  counts <- Filter(function(counts) any(counts$scans > 0), list(new_t2 = of$t2, gd = of$gd)[if (kind == "any") 1:2 else kind])
  of_kinds <- Map(function(counts, name) lesion_cells(of, counts, if (name == "new_t2") of$a_year else 1), counts, names(counts))
  others <- which(labels$period != reference)
  parts <- lapply(names(of_kinds), function(name) {
    lapply(others, function(i) {
      base <- labels[i, , drop = FALSE]
      base$period <- reference
      cells <- of_kinds[[name]]
      pairs <- in_both(cells, match(row_keys(labels[i, , drop = FALSE], c(by, "period")), keys),
                       match(row_keys(base, c(by, "period")), keys))
      rate <- function(x) x$events / x$time
      panel <- paste0(c(new_t2 = "new T2 per year", gd = "enhancing per scan")[[name]], ": ",
                      row_keys(labels[i, , drop = FALSE], c(by, "period")))
      data.frame(before = rate(pairs$before), after = rate(pairs$after), panel = rep(panel, length(pairs$before$events)))
    })
  })
  none <- data.frame(before = numeric(), after = numeric(), panel = character())
  pairs <- do.call(rbind, c(list(none), unlist(parts, recursive = FALSE)))
  pairs$panel <- factor(pairs$panel, unique(pairs$panel))
  pairs
}

lesion_pairs_plot <- function(object, kind, reference, as, most, call) {
  of <- attr(object, "of_patients")
  if (is.null(of)) {
    usage_error("object", "`object` holds combined lesions of vectors, whose patients are not kept", call)
  }
  labels <- if (inherits(object, "msaudit_lesions")) label_columns(object) else names(of$labels)
  shown <- unique(as.data.frame(object)[labels])
  periods <- levels(droplevels(of$labels$period))
  if (length(unique(shown$period)) < 2 && inherits(object, "msaudit_lesions")) {
    usage_error("object", "`object` has one period alone", call)
  }
  if (is.null(reference)) reference <- intersect(periods, as.character(shown$period))[1]
  reference <- one_name(reference, periods, "reference", call)
  pairs <- lesion_pairs(of, shown, kind, reference)
  if (nrow(pairs) == 0) return(empty_picture("No patient is imaged in both periods."))
  most_of_panel <- max(table(pairs$panel), 0)
  many <- as == "density" || (as == "auto" && most_of_panel > most)
  plot <- if (many) pair_tiles(pairs) else pair_lines(pairs, most)
  plot <- plot + ggplot2::facet_wrap(ggplot2::vars(.data$panel), scales = if (many) "fixed" else "free") +
    ggplot2::labs(title = "The same patients in both periods", subtitle = listed(c(
      if (is_synthetic(object)) "Synthetic data", sprintf("before: %s", reference),
      if (as == "lines" && most_of_panel > most) sprintf("the %s of %s patients with the most lesions", big(most), big(most_of_panel))))) +
    audit_theme()
  with_alt(plot, lesion_pairs_alt(pairs, reference))
}

pair_lines <- function(pairs, most) {
  drawn <- do.call(rbind, lapply(split(pairs, pairs$panel), function(x) utils::head(x[order(-x$before - x$after), ], most)))
  rates <- data.frame(place = rep(1:2, each = nrow(drawn)), rate = c(drawn$before, drawn$after),
                      patient = rep(seq_len(nrow(drawn)), 2), panel = rep(drawn$panel, 2))
  ggplot2::ggplot(rates, ggplot2::aes(.data$place, .data$rate, group = .data$patient)) +
    ggplot2::geom_line(colour = "grey60", alpha = 0.7, position = nudge(drawn)) +
    ggplot2::geom_point(colour = okabe_ito[1], alpha = 0.7, size = 2, position = nudge(drawn)) +
    ggplot2::scale_x_continuous(NULL, breaks = 1:2, labels = c("before", "after"), limits = c(0.6, 2.4)) +
    ggplot2::scale_y_continuous("Lesions of a patient", limits = c(0, NA), labels = on_axis)
}

# Rates are skewed and many are 0: classes of them, whose tiles hold about as much
# of the scale each.
rate_classes <- c(0, 1e-9, 0.5, 1, 2, 4, 8, 16)

rate_class_names <- c("0", "to 0.5", "to 1", "to 2", "to 4", "to 8", "to 16", "more")

pair_tiles <- function(pairs) {
  class <- function(x) findInterval(x, rate_classes, left.open = TRUE) + (x == 0)
  tiles <- as.data.frame(table(panel = pairs$panel, before = factor(class(pairs$before), 1:8), after = factor(class(pairs$after), 1:8)),
                         stringsAsFactors = FALSE)
  tiles <- tiles[tiles$Freq > 0, ]
  n <- table(pairs$panel)
  tiles$share <- 100 * tiles$Freq / as.vector(n[tiles$panel])
  tiles$panel <- factor(tiles$panel, levels(pairs$panel))
  tiles$before <- as.integer(tiles$before)
  tiles$after <- as.integer(tiles$after)
  ggplot2::ggplot(tiles, ggplot2::aes(.data$before, .data$after, fill = .data$share)) +
    ggplot2::geom_tile() +
    ggplot2::geom_abline(slope = 1, intercept = 0, linetype = "dashed", colour = "grey40") +
    ggplot2::geom_text(ggplot2::aes(label = decimals(.data$share, 1), colour = .data$share > 40), size = 2.8) +
    ggplot2::scale_colour_manual(values = c("FALSE" = "black", "TRUE" = "white"), guide = "none") +
    ggplot2::scale_fill_gradient("% of the patients", low = "#DCE9F2", high = "#08306B", limits = c(0, NA)) +
    ggplot2::scale_x_continuous("Before", breaks = 1:8, labels = rate_class_names) +
    ggplot2::scale_y_continuous("After", breaks = 1:8, labels = rate_class_names)
}

lesion_pairs_alt <- function(pairs, reference) {
  each <- vapply(split(pairs, pairs$panel), function(x) {
    sprintf("%s: %s, %s with fewer than before, %s with more, %s with none in either", x$panel[1], counted(nrow(x), "patient"),
            big(sum(x$after < x$before)), big(sum(x$after > x$before)), big(sum(x$after == 0 & x$before == 0)))
  }, "")
  sprintf("The lesions of each patient, before being \"%s\". %s.", reference, paste(each, collapse = "; "))
}

#' @rdname lesion_pictures
#' @name lesion_pictures
#' @method autoplot msaudit_lesion_comparison
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_lesion_comparison)
autoplot.msaudit_lesion_comparison <- function(object, kind = c("any", "new_t2", "gd"), as = c("auto", "lines", "density"),
                                               most = 200, ...) {
  call <- sys.call()
  need_package("ggplot2", "A picture", call)
  kind <- one_of(kind, c("any", "new_t2", "gd"), "kind", call)
  as <- one_of(as, c("auto", "lines", "density"), "as", call)
  check_argument(is_one_number(most) && most >= 1, most, "most", "a whole number, 1 or more", call)
  lesion_pairs_plot(object, kind, attr(object, "settings")$reference, as, most, call)
}

# The least and the most of each day beside each other.
merge_bounds <- function(rows) {
  least <- rows[rows$measure == "least_free", ]
  most <- rows[rows$measure == "most_free", ]
  data.frame(key = least$key, time = least$time, least = least$estimate, most = most$estimate)
}

# Between two days the share lies anywhere from what it was to what it will be.
free_steps <- function(base, naive, turnbull) {
  boxes <- do.call(rbind, lapply(split(turnbull, turnbull$key, drop = TRUE), function(x) {
    n <- nrow(x)
    data.frame(key = x$key, from = c(0, x$time[-n]), until = x$time, low = x$least, high = c(100, x$most[-n]))
  }))
  if (is.null(boxes)) return(base)
  steps <- do.call(rbind, lapply(split(naive, naive$key, drop = TRUE), function(x) {
    first <- x[1, ]
    first$time <- 0
    first[c("estimate", "conf_low", "conf_high")] <- 100
    curve_steps(cbind(rbind(first, x), panel = "free"))
  }))
  base +
    ggplot2::geom_rect(ggplot2::aes(xmin = .data$from, xmax = .data$until, ymin = .data$low, ymax = .data$high,
                                    fill = "Turnbull's: what the scans allow"), boxes, colour = okabe_ito[1], linewidth = 0.5,
                       alpha = 0.35) +
    ggplot2::geom_ribbon(ggplot2::aes(.data$time, ymin = .data$conf_low, ymax = .data$conf_high), steps, fill = okabe_ito[2],
                         alpha = 0.12, na.rm = TRUE) +
    ggplot2::geom_line(ggplot2::aes(.data$time, .data$estimate, colour = "naive, by the day of the scan",
                                    linetype = "naive, by the day of the scan"), steps)
}

free_points <- function(base, naive, turnbull) {
  gap <- 0.01 * max(naive$time, 1)
  base +
    ggplot2::geom_linerange(ggplot2::aes(.data$time + gap, ymin = .data$conf_low, ymax = .data$conf_high), naive, colour = okabe_ito[2],
                            na.rm = TRUE) +
    ggplot2::geom_point(ggplot2::aes(.data$time + gap, .data$estimate, colour = "naive, by the day of the scan"), naive, size = 2.4) +
    ggplot2::geom_rect(ggplot2::aes(xmin = .data$time - 2 * gap, xmax = .data$time, ymin = .data$least, ymax = .data$most,
                                    fill = "Turnbull's: what the scans allow"), turnbull, colour = okabe_ito[1])
}

lesion_free_alt <- function(naive, turnbull, settings) {
  last <- naive[!duplicated(naive$key, fromLast = TRUE), ]
  bounds <- turnbull[!duplicated(turnbull$key, fromLast = TRUE), ]
  bounds <- bounds[match(last$key, bounds$key), ]
  each <- sprintf("%s, by day %s %s %% by Turnbull's estimate, %s %% by the naive one", last$key, number_text(last$time, trim = TRUE),
                  span_of(bounds$least, bounds$most), with_limits(last$estimate, last$conf_low, last$conf_high, 0))
  sprintf("Share of patients free of %s over the days of the period. %s.", kind_texts[[settings$kind]], paste(each, collapse = "; "))
}

span_of <- function(low, high, digits = 0) {
  low <- with_digits(low, digits)
  high <- with_digits(high, digits)
  ifelse(low == high, low, paste(low, "to", high))
}

#' @rdname lesion_pictures
#' @export
plot.msaudit_lesion_comparison <- function(x, ...) draw(autoplot.msaudit_lesion_comparison(x, ...))
