#' @rdname pictures
#' @name pictures
#' @param measure Of adverse events and abnormalities: which measure of `object` is
#'   drawn, single. Abnormalities that nobody had in any period are left out, and
#'   counted in the subtitle.
#' @method autoplot msaudit_ae
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_ae)
autoplot.msaudit_ae <- function(object, measure = "proportion", most = 30, ...) {
  call <- sys.call()
  need_package("ggplot2", "A picture", call)
  measure <- one_of(measure, unique(object$measure), "measure", call)
  check_argument(is_one_number(most) && most >= 1, most, "most", "a whole number, 1 or more", call)
  draw_dots(ae_dots(object, measure, most), "Adverse events")
}

#' @rdname pictures
#' @export
plot.msaudit_ae <- function(x, ...) draw(autoplot.msaudit_ae(x, ...))

# The last of several days is drawn.
ae_dots <- function(x, measure, most) {
  settings <- definition(x)
  result <- x
  facets <- setdiff(label_columns(x), "period")
  lengths <- if (measure %in% length_measures) length_words(x)
  x <- as.data.frame(x[x$measure == measure, ])
  x <- x[x$unit == x$unit[nrow(x)], ]
  all <- unique(x$outcome)
  outcomes <- utils::head(all, most)
  x <- x[x$outcome %in% outcomes, ]
  factor <- if (measure %in% c("first_event_rate", "rate", "duration")) 1 else 100
  more <- length(all) - length(outcomes)
  c(dots_of(x, facets, outcomes, factor, lengths), list(
    axis = ae_axis(measure, x$unit[1], settings),
    subtitle = below_title(result, sprintf(
      "With %s%s", limits_text(settings), if (more > 0) sprintf("; the %d most frequent of %d", length(outcomes), length(all)) else ""
    )),
    alt = ae_alt(x, measure, facets, factor, settings, lengths)
  ))
}

ae_axis <- function(measure, unit, settings) {
  day <- sub("patient by ", "", unit)
  per <- sprintf("%s patient-years", number_text(settings$per))
  switch(
    measure,
    proportion = "Patients with an event, %", first_event_rate = paste("First events per", per), rate = paste("Events per", per),
    cumulative_incidence = sprintf("Patients with an event by %s, %%", day),
    one_minus_km = sprintf("1 - Kaplan-Meier by %s, %%", day), recurrence = "Patients with two events or more, %",
    worst_grade = "Patients by their worst grade, %", duration = "Median duration, days"
  )
}

ae_alt <- function(x, measure, facets, factor, settings, lengths) {
  said <- dots_alt(x, facets, factor, lengths)
  text <- sprintf("Dots with %s for each adverse event: %s. %s%s.", limits_text(settings), ae_axis(measure, x$unit[1], settings),
          said$text, if (said$rest > 0) sprintf("; and %s more, less frequent", counted(said$rest, "event")) else "")
  paste0(text, said$over)
}
