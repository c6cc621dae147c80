#' @export
display.msaudit_ae <- function(x) {
  settings <- definition(x)
  keys <- row_keys(x, label_columns(x))
  per <- sprintf("per %s patient-years", number_text(settings$per))
  lengths <- length_words(x)
  parts <- lapply(unique(keys), function(key) {
    of <- as.data.frame(x[keys == key, ])
    shares <- ae_shares(of)
    c(lapply(seq_along(shares), function(i) display_part(shares[[i]], heading = paste0(with_length(key, lengths), if (i > 1) ", continued"))),
      list(ae_part(ae_rates(of), sprintf("%s: rates %s", key, per))),
      list(ae_part(ae_durations(of), sprintf("%s: duration", key))))
  })
  list(
    title = sprintf("%s, with %s%s", which_events(settings), limits_text(settings),
                    if (any(x$measure %in% c("first_event_rate", "rate"))) paste("; rates", per) else ""),
    parts = Filter(Negate(is.null), unlist(parts, recursive = FALSE)),
    notes = c(competing_text(x, settings), undated_text(undated_of(x, "events"), "events"),
              explained(x$note, but = c("zero_events", "all_events", "undefined_phi", "no_events")))
  )
}

# Which events were counted, as "Serious adverse events": zeros of a filter must not
# be read as zeros of all.
which_events <- function(settings) {
  text <- sub("adverse event", "adverse events", ae_noun("any", settings))
  if (isTRUE(settings$after_stop > 0)) text <- sprintf("%s to %s after a stop", text, counted(settings$after_stop, "day"))
  paste0(toupper(substr(text, 1, 1)), substring(text, 2))
}

ae_part <- function(table, heading) if (!is.null(table)) display_part(table, heading = heading)

share_titles <- c(recurrence = "twice or more, %", worst_grade = "at worst, %")

# One line an outcome, what shares there are beside each other: in several tables
# where they would not fit on 80 columns.
ae_shares <- function(x) {
  outcome <- unique(x$outcome)
  columns <- list()
  add <- function(title, rows) columns[[title]] <<- known_percent(rows[match(outcome, rows$outcome), ])
  share <- x[x$measure == "proportion", ]
  if (nrow(share) > 0) add("% (limits)", share)
  of_days <- c(cumulative_incidence = "by %s, %%", one_minus_km = "1 - KM by %s, %%")
  for (measure in intersect(names(of_days), x$measure)) {
    for (unit in unique(x$unit[x$measure == measure])) {
      add(sprintf(of_days[[measure]], sub("patient by ", "", unit)), x[x$measure == measure & x$unit == unit, ])
    }
  }
  for (measure in intersect(names(share_titles), x$measure)) add(share_titles[[measure]], x[x$measure == measure, ])
  if (length(columns) == 0) return(list())
  first <- list(outcome = outcome)
  counted <- x[x$measure == intersect(c("proportion", "recurrence", "worst_grade"), x$measure)[1], ]
  if (nrow(counted) > 0) first$patients <- with_event_text(counted[match(outcome, counted$outcome), ])
  lapply(split(columns, (seq_along(columns) - 1) %/% 3), function(some) as_frame(c(first, some), length(outcome)))
}

with_event_text <- function(x) paste0(big(x$with_event), "/", big(x$patients))

known_percent <- function(x) ifelse(is.na(x$conf_low), "-", percent_limits(x))

ae_rates <- function(x) {
  titles <- c(first_event_rate = "first events (limits)", rate = "all events (limits)")
  wide <- list(outcome = unique(x$outcome))
  for (measure in intersect(names(titles), x$measure)) {
    rate <- x[x$measure == measure, ]
    rate <- rate[match(wide$outcome, rate$outcome), ]
    wide[[titles[[measure]]]] <- with_limits(rate$estimate, rate$conf_low, rate$conf_high, rate_digits(rate$estimate, 0))
  }
  if (length(wide) > 1) as_frame(wide, length(wide$outcome))
}

ae_durations <- function(x) {
  x <- x[x$measure == "duration", ]
  if (nrow(x) == 0) return(NULL)
  as_frame(list(outcome = x$outcome, patients = big(x$patients), ongoing = big(x$patients - x$with_event),
                `median days (limits)` = ifelse(x$with_event > 0, with_limits(x$estimate, x$conf_low, x$conf_high, 0), "-")),
           nrow(x))
}
