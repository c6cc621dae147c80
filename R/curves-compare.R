#' @rdname audit_compare
#' @usage NULL
#' @export
audit_compare.msaudit_curves <- function(x, reference = NULL, conf_level = NULL) {
  call <- sys.call(-1)
  if ("cumulative_incidence" %in% x$measure) {
    usage_error("x", "Cumulative incidences are not compared: take them out of `x`, or compare audit_ae()", call)
  }
  labels <- structure(unique(as.data.frame(x)[setdiff(names(x), curve_columns)]), class = class(x),
                      of_patients = attr(x, "of_patients"), settings = definition(x))
  context <- comparison_context(labels, reference, conf_level, call)
  of <- attr(x, "of_patients")
  settings <- definition(x)
  found <- compare_pairs(labels, context, call, function(period, reference) {
    rows <- lapply(unique(x$measure), function(measure) {
      curve_comparison(of, measure, period, reference, settings, context$conf_level)
    })
    do.call(rbind, rows)
  })
  class(found) <- c("msaudit_curve_comparison", class(found))
  found
}

# The curves of one measure of two rows of the labels.
curve_comparison <- function(of, measure, period, reference, settings, conf_level) {
  spells <- of$spells[[measure]]
  side <- function(row) {
    at <- which(of$row[spells$cell + 1L] %in% row)
    list(start = spells$start[at], stop = spells$stop[at], events = spells$events[at],
         patient = of$patient[spells$cell[at] + 1L])
  }
  sides <- list(side(period), side(reference))
  x <- curve_difference(measure, sides[[1]], sides[[2]], settings$times, "null", conf_level)
  n <- nrow(x)
  paired <- x$design == "paired"
  informative <- with_event_by(sides, x$time, any(paired))
  least <- ifelse(paired, least_paired_p(informative),
                  least_grouped_p(x$patients, x$reference_patients, informative, alike = FALSE))
  # Where all have had it on both sides nobody tells the two apart.
  least[measure == "event_free" & x$group_estimate %in% 0 & x$reference_estimate %in% 0] <- 1
  x <- with_reached_p(x, least, conf_level, c("p", "p_pseudo_score"))
  data.frame(
    outcome = rep(settings$outcome, n), measure = rep(paste0(measure, "_difference"), n), design = x$design,
    patients = ifelse(paired, x$patients, x$patients + x$reference_patients),
    informative,
    x[c("estimate", "conf_low", "conf_high", "p")], exact_low = rep(NA_real_, n), exact_high = rep(NA_real_, n),
    p_exact = rep(NA_real_, n), ratio_pooled = rep(NA_real_, n), x[c("method", "note")],
    x[c("time", "reference_estimate")], period_estimate = x$group_estimate, x[c("statistic", "p_pseudo_score")],
    stringsAsFactors = FALSE
  )
}

# How many of the patients compared have an event up to each time.
with_event_by <- function(sides, times, paired) {
  if (paired) {
    sides <- list(of_patients(sides[[1]], sides[[2]]$patient), of_patients(sides[[2]], sides[[1]]$patient))
  }
  patient <- unlist(lapply(sides, `[[`, "patient"))
  stop <- unlist(lapply(sides, `[[`, "stop"))
  had <- unlist(lapply(sides, `[[`, "events")) > 0
  vapply(times, function(time) length(unique(patient[had & stop <= time])), 0L)
}

# What a comparison of curves has beside the columns of all comparisons.
# Columns of groups of a comparison; time is one where no curves are compared.
comparison_groups <- function(rows) {
  setdiff(names(rows), c(comparison_columns, if ("reference_estimate" %in% names(rows)) curve_comparison_columns))
}

curve_comparison_columns <- c("time", "reference_estimate", "period_estimate", "statistic", "p_pseudo_score")

difference_texts <- c(mcf_difference = "relapses", event_free_difference = "% free")

#' @export
display.msaudit_curve_comparison <- function(x) {
  settings <- attr(x, "settings")
  by <- setdiff(names(x), c(comparison_columns, curve_comparison_columns))
  share <- x$measure == "event_free_difference"
  number <- function(value) {
    text <- ifelse(share, with_digits(100 * value, share_digits(x$patients)), with_digits(value, 2))
    text
  }
  table <- list(measure = unname(difference_texts[x$measure]))
  if (settings$outcome != "relapse") table$measure <- sub("relapses", "events", table$measure)
  table$day <- number_text(x$time, trim = TRUE)
  table$patients <- paste0(big(x$informative), "/", big(x$patients))
  table$curves <- paste(number(x$reference_estimate), number(x$period_estimate), sep = " v ")
  table$`difference (limits)` <- ifelse(is.na(x$conf_low), number(x$estimate), sprintf(
    "%s (%s to %s)", number(x$estimate), number(x$conf_low), number(x$conf_high)))
  table$p <- p_text(x$p)
  table$test <- p_text(x$p_pseudo_score)
  table <- as_frame(table, nrow(x))
  paired <- any(x$design == "paired")
  labels <- c(by, if (length(unique(x$period)) > 1) "period")
  keys <- row_keys(x, labels)
  list(
    title = sprintf("%s minus %s, with %s", listed(unique(as.character(x$period))), settings$reference,
                    limits_text(settings)),
    parts = parts_under(table, keys),
    notes = c(if (!is.null(settings$relapse_gap)) counted_text(settings), if (paired) paired_text, if (any(x$design == "independent")) independent_text, score_test_text,
              if (any(grepl("no_time", x$note))) beyond_text, explained(x$note, but = "no_time"),
              fall_notes(x), if (any(x$design == "independent")) groups_text)
  )
}

score_test_text <- "p: of the difference on the day; test: pseudo-score test of no difference on any day up to it."

#' @export
results_text.msaudit_curve_comparison <- function(x) {
  settings <- attr(x, "settings")
  by <- setdiff(names(x), c(comparison_columns, curve_comparison_columns))
  sentences <- vapply(seq_len(nrow(x)), function(i) {
    row <- as.data.frame(x)[i, ]
    share <- row$measure == "event_free_difference"
    number <- function(value) {
      if (is.na(value)) return("not known")
      if (share) sprintf("%.0f %%", 100 * value) else sprintf("%.2f", value)
    }
    whom <- if (length(by) > 0) sprintf("In %s, by", quoted_keys(row, by)) else "By"
    what <- if (share) "the share free of a relapse" else "the mean number of relapses of a patient"
    limits <- if (is.na(row$conf_low)) no_limits_text(row) else
      sprintf(" (%s %% CI %s to %s)", number_text(100 * settings$conf_level), number(row$conf_low), number(row$conf_high))
    difference <- if (is.na(row$estimate)) "no difference is known" else sprintf("difference %s%s", number(row$estimate), limits)
    sprintf("%s day %s %s was %s (%s) and %s (%s): %s, %s.", whom, number_text(row$time, trim = TRUE), what,
            number(row$reference_estimate), row$reference, number(row$period_estimate), row$period, difference, rests_on(row))
  }, "")
  paste(sentences, collapse = " ")
}

#' @export
methods_text.msaudit_curve_comparison <- function(x) {
  settings <- attr(x, "settings")
  made <- function(method) any(x$method == method & !is.na(x$conf_low))
  paste(c(
    counting_text(x, settings),
    "Time ran from each patient's first day in the period.",
    if ("mcf_difference" %in% x$measure) {
      "Mean cumulative functions (Nelson) were compared by their difference, with variances robust to dependence within patients (Lawless and Nadeau)."
    },
    if ("event_free_difference" %in% x$measure) {
      "Shares of patients free of a relapse (Kaplan and Meier) were compared by their difference."
    },
    if (made("paired_t")) {
      "In patients who have time in both periods the variance is that of the differences of each patient's two influences, with an interval by t."
    },
    if (made("welch")) "Groups without a patient in common were compared by Welch's t.",
    if (made("limits")) {
      "Where a curve has no variance of its own the distances of both curves from their own limits were squared and added."
    },
    if (any(!is.na(x$p_pseudo_score))) {
      "No difference over the whole time was tested by the pseudo-score of Cook, Lawless and Nadeau, with its variance under no difference."
    },
    sprintf("Limits are of %s %%, p values two-sided.", number_text(100 * settings$conf_level)),
    package_text()
  ), collapse = " ")
}
