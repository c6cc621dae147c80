# A row a patient and a column a scan; of many patients bands of them.

# What a scan showed.
scan_shows <- c("none", "new T2", "enhancing", "both", "not known")

scan_colours <- c(none = "grey90", "new T2" = "#56B4E9", enhancing = "#E69F00", both = "#000000", "not known" = "#FFFFFF")

shown_on <- function(days, kind) {
  t2 <- days$is_t2 %in% TRUE & kind != "gd"
  gd <- days$is_gd %in% TRUE & kind != "new_t2"
  shows <- ifelse(day_activity(days, kind) %in% FALSE, "none", "not known")
  # Lesions that were seen are shown though the other kind be unknown.
  factor(ifelse(t2 & gd, "both", ifelse(t2, "new T2", ifelse(gd, "enhancing", shows))), scan_shows)
}

scan_grid_plot <- function(object, drawn, kind, most) {
  ids <- utils::head(by_lesions(drawn, kind), most)
  days <- drawn$days[drawn$days$patient %in% ids, ]
  days$shows <- shown_on(days, kind)
  number <- function(x) ifelse(is.na(x), "-", count_text(x))
  days$text <- switch(kind, any = sprintf("%s + %s", number(days$t2), number(days$gd)), new_t2 = number(days$t2), gd = number(days$gd))
  cells <- drawn$cells[drawn$cells$patient %in% ids, ]
  row_of <- function(x) factor(id_text(drawn$ids[x]), rev(id_text(drawn$ids[ids])))
  days$id <- row_of(days$patient)
  cells$id <- row_of(cells$patient)
  plot <- ggplot2::ggplot(days, ggplot2::aes(.data$number, .data$id)) +
    ggplot2::geom_blank(data = cbind(cells, number = rep(1, nrow(cells)))) +
    ggplot2::geom_tile(ggplot2::aes(fill = .data$shows), colour = "grey50", width = 0.94, height = 0.9) +
    scale_fill_shows(days$shows) +
    ggplot2::facet_grid(if (length(drawn$by) > 0) ggplot2::vars(.data$group), ggplot2::vars(.data$period), scales = "free",
                        space = "free") +
    ggplot2::scale_x_continuous("Scan in the period", breaks = seq_len(max(days$number, 1)), expand = c(0.02, 0.1)) +
    ggplot2::labs(y = NULL, title = "What each scan showed", subtitle = grid_subtitle(drawn, kind, length(ids))) +
    audit_theme() +
    ggplot2::theme(panel.grid = ggplot2::element_blank())
  if (length(ids) <= 40) {
    plot <- plot + ggplot2::geom_text(ggplot2::aes(label = .data$text, colour = .data$shows == "both"), size = 2.8) +
      ggplot2::scale_colour_manual(values = c("FALSE" = "black", "TRUE" = "white"), guide = "none")
  }
  with_alt(plot, grid_alt(drawn, kind, length(ids)))
}

scale_fill_shows <- function(shows) {
  seen <- scan_shows[scan_shows %in% shows]
  ggplot2::scale_fill_manual(NULL, values = scan_colours[seen], breaks = seen)
}

grid_subtitle <- function(drawn, kind, n) {
  listed(c(synthetic_text(drawn),
           if (n < drawn$n_patients) sprintf("the %s of %s patients with the most lesions", big(n), big(drawn$n_patients)),
           "an empty row: no scan in the period",
           if (n <= 40) c(any = "new T2 + enhancing, - not known", new_t2 = "- not known", gd = "- not known")[[kind]]))
}

grid_alt <- function(drawn, kind, n) {
  days <- drawn$days
  shows <- shown_on(days, kind)
  each <- vapply(seq_len(nrow(drawn$label)), function(i) {
    of <- shows[days$row == drawn$label$row[i]]
    in_period <- sum(drawn$cells$row == drawn$label$row[i])
    scanned <- length(unique(days$patient[days$row == drawn$label$row[i]]))
    count <- table(of)
    sprintf("%s: %s of %s scanned, %s (%s)", drawn$label$key[i], big(scanned), counted(in_period, "patient"),
            counted(length(of), "scan"), listed(sprintf("%s %s", names(count), big(count))[count > 0]))
  }, "")
  sprintf("A row for each of %s and a column for each scan in the period, coloured by what it showed. %s.",
          counted(n, "patient"), paste(each, collapse = "; "))
}

# Bands of patients in the order of their lesions: the share of scans with
# activity, of each scan in the period.
scan_bands <- function(drawn, kind, most_scans = 12) {
  order <- by_lesions(drawn, kind)
  n_bands <- min(most_bands, length(order))
  band_of <- ceiling(seq_along(order) / length(order) * n_bands)
  days <- drawn$days[drawn$days$number <= most_scans, ]
  active <- day_activity(days, kind)
  days <- days[!is.na(active), ]
  days$active <- active[!is.na(active)]
  days$band <- band_of[match(days$patient, order)]
  found <- tallied((days$row - 1) * most_scans * n_bands + (days$number - 1) * n_bands + days$band, days$active)
  cells <- days[found$first, c("row", "number", "period", "group", "key", "band")]
  cells$scans <- found$n
  cells$share <- found$holds / found$n
  # A share of hardly any scans would be the darkest of all.
  cells <- cells[cells$scans >= 0.1 * length(order) / n_bands, ]
  edge <- length(order) - c(0, cumsum(tabulate(band_of, n_bands)))
  cells$above <- edge[cells$band]
  cells$below <- edge[cells$band + 1]
  cells
}

scan_bands_plot <- function(object, drawn, kind) {
  cells <- scan_bands(drawn, kind)
  if (nrow(cells) == 0) return(empty_picture(nothing_known))
  plot <- ggplot2::ggplot(cells, ggplot2::aes(xmin = .data$number - 0.5, xmax = .data$number + 0.5, ymin = .data$below,
                                              ymax = .data$above, fill = 100 * .data$share)) +
    ggplot2::geom_rect() +
    ggplot2::facet_grid(if (length(drawn$by) > 0) ggplot2::vars(.data$group), ggplot2::vars(.data$period)) +
    ggplot2::scale_fill_gradient("Scans with activity, %", low = "#DCE9F2", high = "#08306B", limits = c(0, 100)) +
    ggplot2::scale_y_continuous("Patients, those with the most lesions at the top", labels = big) +
    ggplot2::scale_x_continuous("Scan in the period", breaks = seq_len(max(cells$number, 1))) +
    ggplot2::labs(title = "Scans with activity, in bands of patients",
                  subtitle = listed(c(synthetic_text(drawn), kind_texts[[kind]], sprintf(
                    "%s by their lesions in \"%s\"", counted(drawn$n_patients, "patient"), levels(drawn$label$period)[1]))),
                  caption = "White: under a tenth of the band was scanned so often.") +
    audit_theme() +
    ggplot2::theme(panel.grid = ggplot2::element_blank(), legend.key.width = ggplot2::unit(1.5, "cm"))
  with_alt(plot, bands_alt(drawn, kind))
}

bands_alt <- function(drawn, kind) sub("A row for each of", "Bands of", grid_alt(drawn, kind, drawn$n_patients))
