#' @rdname pictures
#' @method autoplot msaudit_labs
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_labs)
autoplot.msaudit_labs <- function(object, measure = "proportion", most = 30, ...) {
  call <- sys.call()
  need_package("ggplot2", "A picture", call)
  if (all(is.na(object$estimate))) return(empty_plot(no_estimate_text))
  measure <- one_of(measure, unique(object$measure), "measure", call)
  check_argument(is_one_number(most) && most >= 1, most, "most", "a whole number, 1 or more", call)
  draw_dots(lab_dots(object, measure, most), "Laboratory")
}

#' @rdname pictures
#' @export
plot.msaudit_labs <- function(x, ...) draw(autoplot.msaudit_labs(x, ...))

# Abnormalities that somebody had, in the order of the result; where nobody had any,
# all of them.
lab_dots <- function(x, measure, most) {
  settings <- definition(x)
  before <- if (is_synthetic(x)) "synthetic data, with" else "with"
  facets <- setdiff(label_columns(x), "period")
  lengths <- if (measure %in% length_measures) length_words(x)
  x <- as.data.frame(x[x$measure == measure, ])
  all <- unique(x$outcome)
  had <- tapply(x$with_event, factor(x$outcome, all), sum, na.rm = TRUE)
  known <- tapply(x$patients, factor(x$outcome, all), sum, na.rm = TRUE) > 0
  seen <- if (any(had > 0)) all[had > 0] else if (any(known)) all[known] else all
  outcomes <- seen[sort(utils::head(order(-had[seen], method = "radix"), most))]
  x <- x[x$outcome %in% outcomes, ]
  factor <- if (measure == "first_event_rate") 1 else 100
  unknown <- sum(!known[setdiff(all, seen)])
  none <- length(all) - length(seen) - unknown
  fewer <- length(seen) - length(outcomes)
  left_out <- c(if (none > 0) sprintf("%d that nobody had", none), if (fewer > 0) sprintf("%d that fewer had", fewer),
                if (unknown > 0) sprintf("%d not estimable", unknown))
  own <- any(has_own_patients(x))
  said <- dots_alt(x, facets, factor, lengths)
  dots <- dots_of(x, facets, outcomes, factor, lengths)
  # Where grades are of other patients each says of whom, in the order of the periods.
  if (own && length(facets) == 0) {
    of <- split(in_all(x), factor(x$outcome, outcomes))
    dots$outcomes <- paste0(dots$outcomes, "\n", vapply(of, paste, "", collapse = ", ", USE.NAMES = FALSE))
  }
  if (own) said$text <- paste0(said$text, ". ", sub("[.]$", "", own_patients_text))
  c(dots, list(
    axis = lab_axis(measure, settings),
    subtitle = sprintf("%s, %s %s%s", rules_text(settings), before, limits_text(settings),
                       paste0(if (length(left_out) > 0) paste("; left out:", listed(left_out)),
                              if (own) "; each grade of those of whom it is known")),
    alt = paste0(sprintf("Dots with %s for each abnormality: %s. %s%s.", limits_text(settings), lab_axis(measure, settings),
                  said$text, if (said$rest > 0) sprintf("; and %d more", said$rest) else ""), said$over)
  ))
}

lab_axis <- function(measure, settings) {
  bound <- sub("_.*", "", measure)
  if (bound %in% c("least", "most")) return(sprintf("%s (the %s it can be)", lab_axis(sub("^[a-z]+_", "", measure), settings), bound))
  switch(
    measure,
    proportion = "Patients with the abnormality, %", baseline = "Patients with the abnormality at baseline, %",
    incident = "Patients newly with the abnormality, %",
    first_event_rate = sprintf("First abnormalities per %s patient-years", number_text(settings$per)),
    recovered = "Patients in whom the abnormality was over, %",
    landmark = sprintf("Patients with the abnormality at %s, %%", counted(settings$landmark, "month"))
  )
}
