# Patients over time: a line for each, or of many the density of relapses.

#' @rdname pictures
#' @method autoplot msaudit_cohort
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_cohort)
autoplot.msaudit_cohort <- function(object, most = 60, as = c("auto", "lines", "density"), ...) {
  call <- sys.call()
  need_package("ggplot2", "A picture", call)
  check_argument(is_one_number(most) && most >= 1, most, "most", "a whole number, 1 or more", call)
  check_argument(nrow(object$patients) > 0, object$patients$id, "object", "a cohort with patients", call)
  as <- one_of(as, c("auto", "lines", "density"), "as", call)
  if (as == "auto") as <- if (nrow(object$patients) > most) "density" else "lines"
  if (as == "density") return(timeline_density(object))
  lines <- timelines(object, most)
  plot <- ggplot2::ggplot() +
    ggplot2::geom_segment(
      ggplot2::aes(.data$from, .data$place, xend = .data$to, yend = .data$place), lines$patients,
      colour = "grey70"
    ) +
    ggplot2::geom_segment(
      ggplot2::aes(.data$start, .data$place, xend = .data$stop, yend = .data$place, colour = .data$drug),
      lines$courses, linewidth = 3
    ) +
    ggplot2::geom_point(ggplot2::aes(.data$day, .data$place, shape = .data$what), lines$marks, size = 2) +
    ggplot2::scale_colour_manual(NULL, values = drug_colours(lines$courses$drug),
                                 guide = ggplot2::guide_legend(ncol = 3, byrow = TRUE, order = 1)) +
    ggplot2::scale_shape_manual(NULL, values = c(relapse = 17, scan = 124, death = 4), drop = TRUE) +
    legends_in_order(shape = 2) +
    ggplot2::scale_y_continuous(NULL, breaks = lines$patients$place, labels = lines$patients$id) +
    ggplot2::labs(x = if (object$clock == "dates") NULL else "Day", title = "Patients over time",
                  subtitle = lines$subtitle) +
    audit_theme() +
    ggplot2::theme(panel.grid.major.y = ggplot2::element_blank())
  with_alt(plot, lines$alt)
}

drug_colours <- function(drug) {
  drugs <- levels(drug)
  structure(rep_len(okabe_ito, length(drugs)), names = drugs)
}

# What there is to draw: the longest followed at the top.
timelines <- function(cohort, most) {
  patients <- cohort$patients
  first <- first_days(cohort)
  length_of <- patients$to - first
  drawn <- utils::head(order(-length_of, seq_along(length_of)), most)
  place <- rep(NA_integer_, nrow(patients))
  place[drawn] <- rev(seq_along(drawn))
  days <- function(x) as_user_days(x, cohort$clock)
  marks <- function(table, day, what) {
    records <- cohort[[table]]
    if (is.null(records) || nrow(records) == 0) return(NULL)
    data.frame(place = place[records$patient], day = days(records[[day]]), what = what)
  }
  courses <- cohort$treatments
  stop <- ifelse(is.na(courses$stop), patients$to[courses$patient], courses$stop)
  # A course of a few days would not be seen: none is drawn shorter than this.
  least <- as.integer(0.012 * (max(patients$to) - min(first)))
  courses <- data.frame(place = place[courses$patient], start = days(courses$start),
                        stop = days(pmax(stop, courses$start + least)), drug = courses$drug)
  dead <- which(patients$ended_by == 0L)
  deaths <- if (length(dead) > 0) data.frame(place = place[dead], day = days(patients$to[dead]), what = "death")
  all_marks <- rbind(marks("relapses", "onset", "relapse"), marks("mri", "date", "scan"), deaths)
  if (is.null(all_marks)) all_marks <- data.frame(place = numeric(), day = days(integer()), what = character())
  here <- function(x) x[!is.na(x$place), ]
  list(
    patients = here(data.frame(place = place, id = id_text(patients$id), from = days(first), to = days(patients$to))),
    courses = here(courses), marks = here(all_marks),
    subtitle = timeline_subtitle(cohort, length(drawn)), alt = timeline_alt(cohort, length(drawn))
  )
}

# Where a patient's line begins: with follow-up, or the first course; where neither is
# known, it is its end.
first_days <- function(cohort) {
  first <- begun_days(cohort)
  ifelse(is.na(first), cohort$patients$to, first)
}

# The start of follow-up or the first course, whichever is earlier; NA without either.
begun_days <- function(cohort) {
  courses <- cohort$treatments
  first <- courses[!duplicated(courses$patient), ]
  begun <- rep(NA_integer_, nrow(cohort$patients))
  begun[first$patient] <- first$start
  pmin(cohort$patients$from, begun, na.rm = TRUE)
}

timeline_subtitle <- function(cohort, drawn) {
  n <- nrow(cohort$patients)
  parts <- c(if (isTRUE(cohort$synthetic)) "Synthetic data",
             if (drawn < n) sprintf("the %s of %s patients followed longest", big(drawn), big(n)))
  if (length(parts) > 0) listed(parts)
}

timeline_alt <- function(cohort, drawn) {
  records <- function(table) if (is.null(cohort[[table]])) 0 else nrow(cohort[[table]])
  sprintf("A line for each of %s, with %s of treatment, %s and %s. Drugs: %s.", counted(drawn, "patient"),
          counted(records("treatments"), "course"), counted(records("relapses"), "relapse"),
          counted(records("mri"), "scan"), listed(levels(cohort$treatments$drug)))
}

# Bands of patients and times since the start of follow-up, as few as can be told
# apart and each with enough patients.
most_bands <- 40

most_times <- 60

timeline_density <- function(cohort) {
  cells <- density_cells(cohort)
  scale <- if (max(cells$until) > 3 * 365.25) 365.25 else 1
  x <- cells$table
  plot <- ggplot2::ggplot(x, ggplot2::aes(xmin = .data$from / scale, xmax = .data$until / scale, ymin = .data$below,
                                          ymax = .data$above, fill = .data$rate)) +
    ggplot2::geom_rect() +
    ggplot2::scale_fill_gradient(cells$label, low = "#DCE9F2", high = "#08306B", limits = c(0, NA), na.value = "grey85") +
    ggplot2::scale_y_continuous("Patients, the longest followed at the top", labels = big) +
    ggplot2::labs(x = sprintf("%s since the start of follow-up", if (scale == 1) "Days" else "Years"),
                  title = "Patients over time", subtitle = density_subtitle(cohort),
                  caption = if (anyNA(x$rate)) density_grey_text(cohort)) +
    audit_theme() +
    ggplot2::theme(panel.grid.major = ggplot2::element_blank(), legend.key.width = ggplot2::unit(1.5, "cm"))
  with_alt(plot, cells$alt)
}

density_subtitle <- function(cohort) {
  parts <- c(if (isTRUE(cohort$synthetic)) "Synthetic data",
             sprintf("%s in bands by the length of their follow-up", counted(nrow(cohort$patients), "patient")))
  listed(parts)
}

density_grey_text <- function(cohort) {
  if (is.null(cohort$relapses)) return("Grey: followed; relapses were not recorded")
  "Grey: under a tenth of the band's time was followed, too little for a rate"
}

# For each band and time that anybody of it is followed in: relapses per
# patient-year. Time is that of whole widths, and of a last part of one.
density_cells <- function(cohort) {
  first <- first_days(cohort)
  followed <- pmax(cohort$patients$to - first, 0)
  n <- length(followed)
  width <- max(1, ceiling(max(followed) / most_times))
  k <- max(1, ceiling(max(followed) / width))
  n_bands <- min(most_bands, n)
  rank <- order(order(followed, seq_len(n)))
  band <- ceiling(rank / n * n_bands)
  whole <- followed %/% width
  part <- matrix(0, n_bands, k + 1)
  ends <- rowsum(cbind(rep(1, n), followed %% width), (band - 1) * (k + 1) + whole, reorder = FALSE)
  at <- as.integer(rownames(ends)) + 1
  cell <- cbind((at - 1) %/% (k + 1) + 1, (at - 1) %% (k + 1) + 1)
  ended <- part
  ended[cell] <- ends[, 1]
  part[cell] <- ends[, 2]
  # Who is followed beyond a time has been so for all of it.
  beyond <- tabulate(band, n_bands) - t(apply(ended, 1, cumsum))
  days <- (beyond * width + part)[, seq_len(k), drop = FALSE]

  relapses <- cohort$relapses
  known <- !is.null(relapses)
  since <- if (known) relapses$onset - first[relapses$patient] else integer()
  within <- since > 0 & since <= followed[relapses$patient]
  place <- ceiling(since[within] / width)
  events <- matrix(tabulate((place - 1) * n_bands + band[relapses$patient[within]], n_bands * k), n_bands)
  edge <- c(0, cumsum(tabulate(band, n_bands)))
  table <- data.frame(
    from = rep((seq_len(k) - 1) * width, each = n_bands), until = rep(seq_len(k) * width, each = n_bands),
    below = rep(edge[-length(edge)], k), above = rep(edge[-1], k), events = as.vector(events),
    years = as.vector(days) / 365.25
  )
  # A rate of hardly any time would be the darkest of all.
  enough <- table$years >= 0.1 * (table$above - table$below) * width / 365.25
  table$rate <- ifelse(known & enough, table$events / table$years, NA_real_)
  table <- table[table$years > 0, ]
  list(table = table, until = followed, alt = density_alt(cohort, table, followed, known),
       label = if (known) "Relapses per patient-year" else "Followed")
}

density_alt <- function(cohort, table, followed, known) {
  years <- decimals(stats::quantile(followed, c(0, 0.5, 1), names = FALSE) / 365.25, 1)
  text <- sprintf("Bands of %s sorted by the length of follow-up, from %s to %s years with a median of %s.",
                  counted(length(followed), "patient"), years[1], years[3], years[2])
  if (!known) return(text)
  early <- table$until <= max(table$until) / 2
  rate <- function(rows) decimals(sum(table$events[rows]) / sum(table$years[rows]), 2)
  sprintf("%s Relapses per patient-year: %s in all, %s in the first half of the time shown, %s in the second.", text,
          rate(TRUE), rate(early), rate(!early))
}

#' @rdname pictures
#' @export
plot.msaudit_cohort <- function(x, ...) draw(autoplot.msaudit_cohort(x, ...))
