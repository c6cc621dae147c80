# How results for those outside are printed. Nothing is computed from what is held back,
# so one way of printing serves all of them.


held_mark <- "-"

#' @export
display.msaudit_suppressed <- function(x) {
  settings <- attr(x, "settings")
  rows <- as.data.frame.msaudit_result(x)
  kind <- if ("informative" %in% names(rows)) "comparison" else if (is_curve_table(rows)) "curves" else "counts"
  heads <- shared_heads(rows, kind)
  lengths <- if (kind == "counts") length_words(x)
  parts <- lapply(unique(heads), function(head) {
    of <- rows[heads == head, ]
    silent <- says_nothing(of, kind)
    line <- if (any(silent)) held_line(of[silent, ], kind)
    of <- of[!silent, ]
    if (nrow(of) == 0) return(display_part(as_frame(list(), 0), heading = if (nzchar(head)) with_length(head, lengths), lines = line))
    table <- switch(kind, counts = shared_counts(of, any(!is.na(rows$events))), comparison = shared_comparison(of), curves = shared_curves(of))
    display_part(table$table, heading = if (nzchar(head)) with_length(head, lengths), left = table$left, lines = line)
  })
  held <- if (inherits(x, "msaudit_rounded")) "counts rounded" else "small numbers held back"
  list(title = sprintf("%s, with %s, %s", shared_title(x), limits_text(settings), held),
       parts = parts, notes = c(if (any(rows$note %in% "suppressed") || !is.null(settings$step)) legend_text(settings),
                                explained(rows$note, but = c("suppressed", "zero_events", "all_events", "no_patients"))))
}

# Rows of which nothing is left are named in a line: in an audit of few patients they
# are most of it. Definitions and days are no names.
says_nothing <- function(rows, kind) {
  if (kind == "curves") return(is.na(rows$time))
  if ("definition" %in% names(rows)) return(rep(FALSE, nrow(rows)))
  left <- lapply(intersect(c("with_event", "events", "estimate"), names(rows)), function(name) !is.na(rows[[name]]))
  rows$note %in% "suppressed" & !Reduce(`|`, left)
}

# "Held back: age, sex: F (proportion); relapse (proportion, rate per year)."
held_line <- function(rows, kind) {
  if (kind == "curves") return(sprintf("Held back: %s.", counted(nrow(rows), "day")))
  unit <- if (is.null(rows$unit)) rep("", nrow(rows)) else rows$unit
  what <- if (kind == "comparison") as.character(rows$outcome) else level_words(rows)
  of <- if (kind == "comparison") sprintf(", %s against %s", rows$period, rows$reference) else rep("", nrow(rows))
  measures <- function(rows) paste(unique(rows), collapse = ", ")
  each <- vapply(split(shared_measures(rows$measure, unit), factor(paste0(what, "\r", of), unique(paste0(what, "\r", of)))),
                 measures, "")
  names <- sub("\r.*", "", names(each))
  alike <- paste0(" (", each, ")", sub(".*\r", "", names(each)))
  text <- vapply(split(names, factor(alike, unique(alike))), paste, "", collapse = ", ")
  sprintf("Held back: %s.", paste0(text, names(text), collapse = "; "))
}

# "worst grade: 2": what was counted, with its level.
level_words <- function(rows) {
  said <- intersect(setdiff(not_groups_of(rows), c("period", "definition")), names(rows))
  levels <- lapply(as.list(rows)[said], function(x) {
    ifelse(is.na(x) | !nzchar(as.character(x)), "", paste0(": ", as.character(x)))
  })
  do.call(paste0, c(list(as.character(rows$outcome)), unname(levels)))
}

shared_title <- function(x) {
  title <- shared_titles[verb_of(x)]
  if (is.na(title)) verb_of(x) else title[[1]]
}

legend_text <- function(settings) {
  if (!is.null(settings$step)) return(rounding_legend(settings))
  sprintf(paste("%s: held back, since it counts or gives back fewer than %d patients or events, or would give back a",
                "number that does."), held_mark, settings$min_cell)
}

rounding_legend <- function(settings) {
  first <- c(if (settings$zeros) "0 is 0", sprintf("%d to %d are %s", if (settings$zeros) 1L else 0L, settings$step, to_step(1, settings)))
  sprintf(paste("Counts are rounded to the middle of steps of %d (%s, %d to %d are %s), and time likewise; all else is",
                "computed from the rounded numbers alone. %s: not shown, since it is not."),
          settings$step, paste(first, collapse = ", "), settings$step + 1L, 2L * settings$step, to_step(settings$step + 1, settings), held_mark)
}

# The heading under which each row is printed.
shared_heads <- function(rows, kind) {
  if ("definition" %in% names(rows)) return(as.character(rows$period))
  labels <- switch(
    kind, counts = setdiff(names(rows), c(result_columns, computed_columns, not_groups_of(rows)[-1])),
    comparison = comparison_groups(rows),
    curves = c(setdiff(names(rows), curve_columns), "outcome", "measure")
  )
  if (kind == "curves") rows$measure <- gsub("_", " ", rows$measure)
  if (length(labels) == 0) rep("", nrow(rows)) else row_keys(rows, labels)
}

shared_counts <- function(rows, with_events) {
  levels <- intersect(setdiff(not_groups_of(rows), "period"), names(rows))
  if ("definition" %in% levels) {
    rows$definition <- definition_words(rows)
    levels <- "definition"
  }
  unit <- if (is.null(rows$unit)) rep("year", nrow(rows)) else rows$unit
  # One column of text, since it alone is broken where a line is too long.
  words <- c(list(as.character(rows$outcome)), lapply(as.list(rows)[levels], function(x) {
    ifelse(is.na(x) | !nzchar(as.character(x)), "", paste0(": ", as.character(x)))
  }), list(", ", shared_measures(rows$measure, unit)))
  table <- list(what = do.call(paste0, unname(words)))
  with_event <- if (is.null(rows$with_event)) rep(NA, nrow(rows)) else rows$with_event
  says <- list(patients = !is.na(rows$patients), with_event = !is.na(with_event), events = !is.na(rows$events))
  held <- rows$note %in% "suppressed"
  table$patients <- ifelse(says$patients & says$with_event, paste0(big(with_event), "/", big(rows$patients)),
                           ifelse(says$patients & held & !is.null(rows$with_event), paste0(held_mark, "/", big(rows$patients)),
                                  ifelse(says$patients, big(rows$patients), ifelse(held, held_mark, ""))))
  if (with_events) table$events <- ifelse(says$events, count_text(rows$events), ifelse(held, held_mark, ""))
  table$`estimate (limits)` <- ifelse(is.na(rows$estimate) & !held, "", shared_estimate(rows))
  list(table = as_frame(table, nrow(rows)), left = 1)
}

# "definition 2, relapse_gap 1, lag 0".
definition_words <- function(rows) {
  options <- setdiff(names(rows), c(result_columns, computed_columns, not_groups_of(rows)))
  words <- Map(function(name, value) sprintf(", %s %s", name, value), options, as.list(rows)[options])
  do.call(paste0, c(list("definition ", rows$definition), unname(words)))
}

shared_estimate <- function(rows) {
  percent <- is_share(rows$measure, rows$unit)
  digits <- ifelse(rows$measure %in% value_measures, 1, 2)
  number <- function(x) ifelse(percent, with_digits(100 * x, 0), ifelse(digits == 1, with_digits(x, 1), with_digits(x, 2)))
  limits <- ifelse(is.na(rows$conf_low), "", sprintf(" (%s to %s)", number(rows$conf_low), number(rows$conf_high)))
  ifelse(is.na(rows$estimate), held_mark, paste0(number(rows$estimate), ifelse(percent, " %", ""), limits))
}

shared_comparison <- function(rows) {
  table <- list(what = sprintf("%s, %s: %s against %s", rows$outcome, gsub("_", " ", rows$measure, fixed = TRUE), rows$period,
                               rows$reference))
  table$patients <- ifelse(is.na(rows$patients), held_mark, big(rows$patients))
  estimate <- shared_estimate(rows)
  unlike <- has_unlike_lengths(rows) & !is.na(rows$estimate)
  table$`estimate (limits)` <- ifelse(unlike, paste0(estimate, ", unlike times"), estimate)
  table$p <- ifelse(is.na(rows$estimate), held_mark, p_text(rows$p))
  list(table = as_frame(table, nrow(rows)), left = 1)
}

shared_curves <- function(rows) {
  table <- list(day = number_text(rows$time, trim = TRUE), `at risk` = ifelse(is.na(rows$at_risk), held_mark, big(rows$at_risk)),
                `estimate (limits)` = shared_estimate(rows))
  list(table = as_frame(table, nrow(rows)), left = 1)
}

# In words: what is shown, row by row, and that there is more.
#' @export
results_text.msaudit_suppressed <- function(x) {
  rows <- as.data.frame.msaudit_result(x)
  level <- number_text(100 * definition(x)$conf_level)
  shown <- rows[!is.na(rows$estimate), ]
  unit <- if (is.null(shown$unit)) rep("", nrow(shown)) else shown$unit
  day <- if (!is.numeric(shown$time) || is.null(rows$reference) && !is_curve_table(rows)) "" else
    sprintf(" by day %s", number_text(shown$time, trim = TRUE))
  labels <- setdiff(names(rows), c(result_columns, comparison_columns, computed_columns,
                                    if (nzchar(day[1])) curve_columns))
  where <- if (length(c(labels, intersect("period", names(rows)))) > 0) {
    keys <- row_keys(shown, c(labels, intersect("period", names(rows))))
    quoted <- encodeString(keys, quote = "\"")
    if (is.null(rows$informative) && !is_curve_table(rows)) {
      timed <- shown$measure %in% length_measures
      quoted[timed] <- vapply(keys[timed], quoted_with_length, "", length_words(x), USE.NAMES = FALSE)
    }
    sprintf(" in %s", quoted)
  } else ""
  text <- sprintf("%s, %s%s%s: %s", shown$outcome, shared_measures(shown$measure, unit), day, where,
                  paste0(sub("(", sprintf("(%s %% CI ", level), shared_estimate(shown), fixed = TRUE),
                         ifelse(has_unlike_lengths(shown), " over unlike times, not tested", "")))
  held <- sum(is.na(rows$estimate) & rows$note %in% "suppressed")
  rounded <- inherits(x, "msaudit_rounded")
  paste(c(if (rounded) sprintf("Of counts rounded to the middle of steps of %d:", definition(x)$step), if (nrow(shown) > 0) paste0(capitalised(paste(text, collapse = "; ")), "."),
          if (held > 0) sprintf("%s: %s %s %s.", shared_title(x), counted(held, "number"), if (held == 1) "is" else "are",
                                if (rounded) "not shown" else "held back for small counts")), collapse = " ")
}

# A picture of what is shown: of curves the steps that are left, of others the rows.
#' @exportS3Method ggplot2::autoplot
autoplot.msaudit_suppressed <- function(object, ...) {
  call <- sys.call()
  need_package("ggplot2", "A picture", call)
  shown <- object[!is.na(object$estimate), ]
  if (nrow(shown) == 0) usage_error("object", "All of it is held back", call)
  class(shown) <- setdiff(class(shown), c("msaudit_rounded", "msaudit_suppressed"))
  if (class(shown)[1] == "msaudit_curves") autoplot.msaudit_curves(shown) else autoplot.msaudit_result(shown)
}

#' @export
plot.msaudit_suppressed <- function(x, ...) draw(ggplot2::autoplot(x, ...))

# The rules of counting are those of the result, without what it says of intervals and
# tests that are not made of rounded counts.
#' @export
methods_text.msaudit_rounded <- function(x) {
  settings <- definition(x)
  paste(c(
    attr(x, "counting"),
    sprintf(paste("Counts were rounded to the middle of steps of %d%s, time at risk to that of as many patients, and all else was",
                  "computed from the rounded numbers alone: shares with Clopper and Pearson's limits, rates with Garwood's",
                  "scaled by the dispersion between patients rounded up, ratios of rates with limits by t on the log scale",
                  "as if the periods were of different patients, curves from coarse days without limits. Limits are of %s %%."),
            settings$step, if (settings$zeros) " (0 is kept)" else "", number_text(100 * settings$conf_level)),
    package_text()
  ), collapse = " ")
}
