# Pictures of lesion change: what each picture is of, and by which of them.

#' Pictures of lesion change
#'
#' Who was active on which scan, the course of each patient, and the same patients
#' before and after. Few patients are drawn one by one, many as densities.
#'
#' @param object,x The result of [audit_lesions()] or [audit_lesion_free()], or of
#'   [audit_compare()] on lesions.
#' @param type `"scans"`: the share of patients with activity on their first,
#'   second, ... scan in a period, with limits and the number of patients with so many
#'   scans. `"grid"`: one row per patient and one column per scan, coloured by what it
#'   showed. `"patients"`: one panel per patient, with the lesions of each scan over the
#'   interval that it covers, on ground shaded by period. `"pairs"`: the rates of each
#'   patient in two periods.
#' @param kind `"any"` (both), `"new_t2"` or `"gd"`: which lesions are drawn.
#' @param reference With `"pairs"`: name of the period that the others are compared with,
#'   single; `NULL`: the first.
#' @param as With `"grid"`, `"patients"` and `"pairs"`: `"lines"`, each patient; of more
#'   than `most`, those with the most lesions, as the subtitle says. `"density"`, all of
#'   them: shares of scans by bands of patients, numbers of lesions by time in the
#'   period, rates after by rates before. `"auto"`: the first up to `most` patients.
#' @param most Whole number: how many patients are drawn one by one; with `"scans"`, how
#'   many scans. `NULL`: 12 scans, 60 rows, 30 panels, 200 pairs.
#' @param ... For `plot()`: passed on to `autoplot()`. Otherwise not used.
#'
#' @return See [pictures].
#'
#' @section Definition:
#' A scan counts in a period as in [audit_lesions()]; scans of one day are one. In
#' `"scans"` a patient's scans are numbered among those for which the kind is known. A
#' patient in the period without a scan has an empty row in `"grid"`. Patients with many
#' scans may be worse off than others: shares on later scans are not those of all patients.
#'
#' @section Errors:
#' `msaudit_package_error` if ggplot2 is not installed; `msaudit_argument_error`, with
#' `$arg`, for a result on vectors where scans would be drawn.
#'
#' @family pictures
#' @family functions for lesions
#'
#' @examplesIf requireNamespace("ggplot2", quietly = TRUE)
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' lesions <- audit_lesions(cohort, periods)
#' plot(lesions)
#' plot(lesions, type = "grid")
#' plot(lesions, type = "patients")
#' plot(lesions, type = "pairs")
#' @name lesion_pictures
NULL

#' @rdname lesion_pictures
#' @method autoplot msaudit_lesions
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_lesions)
autoplot.msaudit_lesions <- function(object, type = c("scans", "grid", "patients", "pairs"),
                                     kind = c("any", "new_t2", "gd"), reference = NULL,
                                     as = c("auto", "lines", "density"), most = NULL, ...) {
  call <- sys.call()
  need_package("ggplot2", "A picture", call)
  type <- one_of(type, c("scans", "grid", "patients", "pairs"), "type", call)
  kind <- one_of(kind, c("any", "new_t2", "gd"), "kind", call)
  as <- one_of(as, c("auto", "lines", "density"), "as", call)
  if (is.null(most)) most <- c(scans = 12, grid = 60, patients = 30, pairs = most_lines)[[type]]
  check_argument(is_one_number(most) && most >= 1, most, "most", "a whole number, 1 or more", call)
  if (type == "pairs") return(lesion_pairs_plot(object, kind, reference, as, most, call))
  if (is.null(attr(object, "audited"))) {
    usage_error("object", "`object` is of vectors, not of a cohort: it has no scans to draw", call)
  }
  drawn <- drawn_days(object)
  if (type == "scans") return(scan_shares_plot(object, drawn, kind, most))
  if (drawn$n_patients == 0) return(empty_picture("Nobody is in the periods."))
  many <- as == "density" || (as == "auto" && drawn$n_patients > most)
  switch(
    type,
    grid = if (many) scan_bands_plot(object, drawn, kind) else scan_grid_plot(object, drawn, kind, most),
    patients = if (many) course_density_plot(object, drawn, kind) else courses_plot(object, drawn, kind, most)
  )
}

# The scanned days of the rows that `object` has, with the labels of each: the
# `panel` of the groups and the period.
drawn_days <- function(object) {
  of <- attr(object, "of_patients")
  labels <- label_columns(object)
  by <- setdiff(labels, "period")
  keys <- row_keys(of$labels, labels)
  shown <- which(keys %in% row_keys(as.data.frame(object), labels))
  # of$labels keeps all periods; those not in `object` have no panel.
  label <- data.frame(
    row = shown, period = factor(of$labels$period[shown], intersect(levels(of$labels$period), of$labels$period[shown])),
    group = if (length(by) > 0) row_keys(of$labels[shown, , drop = FALSE], by) else rep("", length(shown)),
    stringsAsFactors = FALSE
  )
  label$group <- factor(label$group, unique(label$group))
  label$key <- factor(keys[shown], keys[shown])
  of_row <- function(x) {
    at <- match(x$row, label$row)
    shown <- which(!is.na(at))
    as_frame(c(lapply(as.list(x), `[`, shown), lapply(as.list(label[c("period", "group", "key")]), `[`, at[shown])), length(shown))
  }
  cells <- of_row(data.frame(row = of$row, patient = of$patient))
  list(days = of_row(scan_days(object)), cells = cells, label = label, by = by,
       n_patients = length(unique(cells$patient)), ids = of$ids,
       synthetic = is_synthetic(object))
}

# A panel for each of several groups.
group_panels <- function(drawn, scales = "fixed") {
  if (length(drawn$by) > 0) ggplot2::facet_wrap(ggplot2::vars(.data$group), scales = scales)
}

# The share of patients with activity on their first, second, ... scan.
scan_shares <- function(drawn, kind, most, conf_level) {
  days <- drawn$days
  active <- day_activity(days, kind)
  known <- !is.na(active)
  days <- days[known, ]
  days$active <- active[known]
  days$number <- running_number(as.double(days$patient) * (max(days$row, 0) + 1) + days$row)
  of <- days[days$number <= most, ]
  found <- tallied((of$row - 1) * most + of$number, of$active)
  shares <- of[found$first, c("row", "number", "period", "group", "key")]
  shares$patients <- found$n
  shares$with_event <- found$holds
  limits <- ci_proportion(shares$with_event, shares$patients, conf_level = conf_level)
  shares <- cbind(shares, limits[c("estimate", "conf_low", "conf_high")])
  list(shares = shares, scans = max(days$number, 0))
}

scan_shares_plot <- function(object, drawn, kind, most) {
  found <- scan_shares(drawn, kind, most, definition(object)$conf_level)
  data <- found$shares
  if (nrow(data) == 0) return(empty_picture(nothing_known))
  periods <- levels(drawn$label$period)
  n <- length(periods)
  place <- as.integer(data$period)
  # Beside each other, and how many they are below the axis, a line a period.
  data$at <- data$number + (place - (n + 1) / 2) * 0.6 / n
  data$below <- -0.09 * place
  plot <- ggplot2::ggplot(data, ggplot2::aes(.data$at, .data$estimate, colour = .data$period, shape = .data$period)) +
    ggplot2::geom_hline(yintercept = 0, colour = "grey60") +
    ggplot2::geom_linerange(ggplot2::aes(ymin = .data$conf_low, ymax = .data$conf_high)) +
    ggplot2::geom_point(size = 2.4) +
    ggplot2::geom_text(ggplot2::aes(.data$number, .data$below, label = big(.data$patients)), size = 3, show.legend = FALSE) +
    ggplot2::scale_y_continuous("Patients with activity, %", breaks = 0:4 / 4, labels = c("0", "25", "50", "75", "100"),
                                limits = c(-0.09 * n - 0.04, 1)) +
    ggplot2::scale_x_continuous("Scan in the period", breaks = seq_len(max(data$number, 1))) +
    ggplot2::scale_colour_manual(NULL, values = rep_len(okabe_ito, n), drop = FALSE) +
    ggplot2::scale_shape_manual(NULL, values = rep_len(c(16, 17, 15, 18, 3, 4), n), drop = FALSE) +
    group_panels(drawn) +
    ggplot2::labs(title = sprintf("Patients with %s by scan", kind_texts[[kind]]),
                  subtitle = listed(c(synthetic_text(drawn), sprintf("with %s", limits_text(definition(object))),
                                      "below: patients scanned so often",
                                      if (found$scans > most) sprintf("the first %d of %d scans", most, found$scans)))) +
    audit_theme()
  with_alt(plot, scan_shares_alt(data, kind, definition(object)))
}

scan_shares_alt <- function(data, kind, settings) {
  each <- vapply(split(data, droplevels(data$key)), function(x) {
    ends <- x[unique(c(1, nrow(x))), ]
    sprintf("%s: %s", x$key[1], listed(sprintf("scan %d %s %% of %s", ends$number, with_limits(
      100 * ends$estimate, 100 * ends$conf_low, 100 * ends$conf_high, 0), counted_each(ends$patients, "patient"))))
  }, "")
  sprintf("Share of patients with %s by the number of their scan in the period, with %s. %s.", kind_texts[[kind]],
          limits_text(settings), paste(each, collapse = "; "))
}

#' @rdname lesion_pictures
#' @export
plot.msaudit_lesions <- function(x, ...) draw(autoplot.msaudit_lesions(x, ...))
