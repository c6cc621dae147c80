# The course of each patient, scan by scan; of many how the numbers lie over time.

course_marks <- c("new T2" = 16, "new T2, not counted" = 1, enhancing = 17, "enhancing, not counted" = 2)

course_colours <- c("new T2" = "#0072B2", "new T2, not counted" = "#0072B2", enhancing = "#D55E00",
                    "enhancing, not counted" = "#D55E00")

# A row for each count of a scan of the patients, whether it counts in a period or
# in none of those drawn.
course_counts <- function(object, drawn, ids, kind) {
  placed <- placed_scans(object)
  records <- placed$scans$records
  use <- which(records[[1]] %in% ids)
  clock <- attr(object, "audited")$cohort$clock
  drawn_periods <- unique(match(drawn$label$period, attr(object, "audited")$periods$names))
  part <- function(name, text) {
    least <- placed$scans[[name]]$least
    known <- if (length(least) > 0) use[!is.na(least[use])] else integer()
    counted <- rowSums(placed[[name]][known, drawn_periods, drop = FALSE] == place_codes[["here"]]) > 0
    data.frame(patient = records[[1]][known], from = as_user_days(records[[2]][known], clock),
               day = as_user_days(records[[3]][known], clock), lesions = least[known],
               what = ifelse(counted, rep(text, length(known)), rep(paste0(text, ", not counted"), length(known))))
  }
  found <- rbind(if (kind != "gd") part("t2", "new T2"), if (kind != "new_t2") part("gd", "enhancing"))
  found$what <- factor(found$what, names(course_marks))
  found
}

courses_plot <- function(object, drawn, kind, most) {
  ids <- utils::head(by_lesions(drawn, kind), most)
  panel <- function(x) factor(id_text(drawn$ids[x]), id_text(drawn$ids[ids]))
  data <- course_counts(object, drawn, ids, kind)
  if (nrow(data) == 0) return(empty_picture(nothing_known))
  data$panel <- panel(data$patient)
  shades <- period_shades(object, drawn, ids)
  shades$panel <- panel(shades$patient)
  intervals <- data[grepl("^new T2", data$what), ]
  seen <- names(course_marks)[names(course_marks) %in% data$what]
  several <- length(ids) < drawn$n_patients
  plot <- ggplot2::ggplot(data, ggplot2::aes(.data$day, .data$lesions)) +
    ggplot2::geom_rect(ggplot2::aes(xmin = .data$start, xmax = .data$stop, ymin = -Inf, ymax = Inf, fill = .data$period),
                       shades, inherit.aes = FALSE, alpha = 0.35) +
    ggplot2::geom_segment(ggplot2::aes(x = .data$from, xend = .data$day, yend = .data$lesions, colour = .data$what), intervals,
                          na.rm = TRUE, show.legend = FALSE) +
    joined_marks(data) +
    ggplot2::geom_point(ggplot2::aes(colour = .data$what, shape = .data$what), size = 1.8) +
    ggplot2::facet_wrap(ggplot2::vars(.data$panel)) +
    ggplot2::scale_shape_manual(NULL, values = course_marks[seen], breaks = seen) +
    ggplot2::scale_colour_manual(NULL, values = course_colours[seen], breaks = seen) +
    ggplot2::scale_fill_manual(NULL, values = structure(rep_len(shade_colours, nlevels(shades$period)), names = levels(shades$period))) +
    legends_in_order(colour = 1, shape = 1, fill = 2) +
    ggplot2::scale_y_continuous(breaks = whole_breaks) +
    ggplot2::labs(x = if (attr(object, "audited")$cohort$clock == "dates") NULL else "Day", y = "Lesions of a scan",
                  title = "Lesions of each patient",
                  subtitle = paste(strwrap(listed(c(
                    synthetic_text(drawn),
                    if (several) sprintf("the %s of %s patients with the most lesions", big(length(ids)), big(drawn$n_patients)),
                    if (kind != "gd") "lines: the interval over which new T2 lesions were compared")), 90), collapse = "\n")) +
    audit_theme()
  with_alt(plot, courses_alt(data, drawn, ids))
}

# A line from each scan to the next of the patients who have several.
joined_marks <- function(data) {
  data$line <- paste(data$patient, sub(",.*", "", data$what))
  data <- data[data$line %in% data$line[duplicated(data$line)], ]
  if (nrow(data) > 0) ggplot2::geom_line(ggplot2::aes(group = .data$line), data, colour = "grey60", linewidth = 0.3)
}

# Light enough for marks to be read on them.
shade_colours <- c("#56B4E9", "#F0E442", "#CC79A7", "#009E73", "#E69F00", "#999999")

# The days of each period of the patients.
period_shades <- function(object, drawn, ids) {
  audited <- attr(object, "audited")
  ranges <- audited$periods$ranges
  clock <- audited$cohort$clock
  names <- levels(drawn$label$period)
  use <- which(ranges$patient %in% ids & audited$periods$names[ranges$period] %in% names)
  data.frame(patient = ranges$patient[use], period = factor(audited$periods$names[ranges$period[use]], names),
             start = as_user_days(ranges$start[use], clock), stop = as_user_days(ranges$stop[use], clock))
}

whole_breaks <- function(limits) unique(floor(pretty(c(0, limits[2]), 4)))

courses_alt <- function(data, drawn, ids) {
  count <- function(what) sum(data$what == what)
  total <- function(what) count_text(sum(data$lesions[startsWith(as.character(data$what), what)]))
  outside <- count("new T2, not counted") + count("enhancing, not counted")
  sprintf("A panel for each of %s with the lesions of each scan, on ground shaded by period (%s): %s new T2 and %s enhancing lesions in all; %s in no period.",
          counted(length(ids), "patient"), listed(levels(drawn$label$period)), total("new T2"), total("enhancing"),
          counted(outside, "count"))
}

lesion_classes_of <- c(0, 1, 2, 4, 8, 16)

lesion_class_names <- c("0", "1", "2-3", "4-7", "8-15", "16 or more")

# How many scans of each time in the period had how many lesions: `share` is of the
# scans of that time.
course_shares <- function(drawn, kind, most_times = 24) {
  part <- function(name, text) {
    use <- which(!is.na(drawn$days[[name]]) & !is.na(drawn$days$since))
    data.frame(drawn$days[use, c("row", "period", "group", "key", "since")], lesions = drawn$days[[name]][use],
               kind = rep(text, length(use)))
  }
  days <- rbind(if (kind != "gd") part("t2", "new T2"), if (kind != "new_t2") part("gd", "enhancing"))
  if (nrow(days) == 0) return(cbind(days, scans = numeric(), of = numeric()))
  width <- nice_width(max(days$since, 1), most_times)
  days$time <- ceiling(pmax(days$since, 1) / width)
  days$class <- findInterval(days$lesions, lesion_classes_of)
  column <- ((days$row - 1) * 2 + (days$kind == "enhancing")) * max(days$time) + days$time
  of_time <- tallied(column)
  found <- tallied(column * length(lesion_class_names) + days$class)
  cells <- days[found$first, c("row", "period", "group", "key", "kind", "time", "class")]
  cells$scans <- found$n
  cells$of <- of_time$n[of_time$at[found$first]]
  cells$share <- cells$scans / cells$of
  cells$from <- (cells$time - 1) * width
  cells$until <- cells$time * width
  cells$kind <- factor(cells$kind, unique(days$kind))
  cells
}

# Whole months, so that the axis reads.
nice_width <- function(days, most) {
  months <- c(1, 2, 3, 6, 12, 24, 60)
  days_a_month * months[match(TRUE, days / (days_a_month * months) <= most, nomatch = length(months))]
}

# Fewer scans of one time than this are drawn pale as if they told as much as many.
least_scans <- 10

course_density_plot <- function(object, drawn, kind) {
  cells <- course_shares(drawn, kind)
  enough <- cells$of >= least_scans
  n_left <- sum(cells$scans[!enough])
  cells <- cells[enough, ]
  if (nrow(cells) == 0) return(empty_picture("No time in a period has scans enough to be drawn."))
  plot <- ggplot2::ggplot(cells, ggplot2::aes(xmin = .data$from / 365.25, xmax = .data$until / 365.25, ymin = .data$class - 0.5,
                                              ymax = .data$class + 0.5, fill = 100 * .data$share)) +
    ggplot2::geom_rect() +
    ggplot2::facet_grid(ggplot2::vars(.data$kind), if (length(drawn$by) > 0) ggplot2::vars(.data$key) else
      ggplot2::vars(.data$period)) +
    ggplot2::scale_fill_gradient("% of the scans of that time", low = "#DCE9F2", high = "#08306B", limits = c(0, 100)) +
    ggplot2::scale_y_continuous("Lesions of a scan", breaks = seq_along(lesion_class_names), labels = lesion_class_names) +
    ggplot2::labs(x = "Years since the first day in the period", title = "Lesions of a scan over time in the period",
                  subtitle = listed(c(synthetic_text(drawn), counted(drawn$n_patients, "patient"),
                                      if (n_left > 0) sprintf("%s at times with fewer than %d not drawn", counted(n_left, "scan"), least_scans)))) +
    audit_theme() +
    ggplot2::theme(panel.grid = ggplot2::element_blank(), legend.key.width = ggplot2::unit(1.5, "cm"))
  with_alt(plot, course_density_alt(cells, drawn))
}

course_density_alt <- function(cells, drawn) {
  each <- vapply(split(cells, list(cells$kind, droplevels(cells$key)), drop = TRUE), function(x) {
    without <- 100 * sum(x$scans[x$class == 1]) / sum(x$scans)
    sprintf("%s, %s: %.0f %% of %s without", x$key[1], x$kind[1], without, counted(sum(x$scans), "scan"))
  }, "")
  sprintf("How many lesions the scans of %s showed, by time in the period. %s.", counted(drawn$n_patients, "patient"),
          paste(each, collapse = "; "))
}
