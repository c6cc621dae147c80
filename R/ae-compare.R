#' @rdname audit_compare
#' @usage NULL
#' @name audit_compare
#' @section Adverse events:
#' Each outcome of `x` has a risk difference and a risk ratio, of patients with an
#' event, and a rate ratio, of all events over all time. In the same patients: Tango's
#' and Tang's intervals with McNemar's exact p, and the conditional rate ratio. In two
#' groups: Miettinen and Nurminen's intervals with Fisher's p, and the rate ratio by `cr2`
#' of [compare_rates_patients()].
#'
#' A risk grows with the time in which events are counted. In the same patients the
#' longer of each patient's two times is cut, for the risks, to as many days as the
#' shorter has, from its start, noted `equal_lengths`. In two groups whose times differ in
#' length by more than chance would let pass, the risks are those by the last day that all
#' patients reach, noted `common_day`, if that is at least half the mean time of the group
#' followed for less. Otherwise the risk difference and the risk ratio have neither limits nor p,
#' noted `unlike_lengths`, and print gives the mean length of both beside them: compare the
#' rates, or the cumulative incidence by [audit_curves()].
#'
#' Where an event ends the treatment, and with it a period, the length that the other is cut to
#' depends on the event: patients who stop early because of it leave a short time in which to
#' compare, and the event itself, on the day of the stop, is no longer in it. Such events are
#' compared without this by periods that a stop does not end, as of [period_since()].
#' @export
audit_compare.msaudit_ae <- function(x, reference = NULL, conf_level = NULL) {
  call <- sys.call(-1)
  context <- comparison_context(x, reference, conf_level, call)
  of <- attr(x, "of_patients")
  counts <- ae_counts(of, unique(x$outcome))
  found <- compare_pairs(x, context, call, function(period, reference) {
    ae_comparison(of, counts, period, reference, context$conf_level)
  })
  by <- setdiff(label_columns(x), "period")
  lengths <- unique(as.data.frame(found)[c(by, "period", length_columns)])
  found[length_columns] <- NULL
  structure(found, class = c("msaudit_ae_comparison", class(found)), lengths = lengths)
}

length_columns <- c("years", "reference_years", "day")

# For each of the outcomes the cells with an event and how many they have, and the
# cells that do not count for it.
ae_counts <- function(of, outcomes) {
  sets <- Map(function(set, hits) {
    of_outcome <- split(seq_along(hits$outcome), factor(hits$outcome, seq_along(set$names)))
    at <- match(outcomes, set$names)
    lapply(structure(of_outcome[at[!is.na(at)]], names = outcomes[!is.na(at)]), function(rows) {
      cell <- hits$cell[rows] + 1L
      cells <- unique(cell)
      list(cell = cells, events = tabulate(match(cell, cells), length(cells)), left_out = cell[hits$time[rows] < 0],
           hit_cell = cell, hit_day = hits$time[rows])
    })
  }, of$outcomes, of$hits)
  unlist(unname(sets), recursive = FALSE)[outcomes]
}

# All outcomes of one row of the labels against another: in the same patients where
# any is in both, or else as two groups.
ae_comparison <- function(of, counts, period, reference, conf_level) {
  first <- which(of$row %in% period)
  second <- which(of$row %in% reference)
  at <- match(of$patient[first], of$patient[second])
  is_paired <- any(!is.na(at)) || length(first) == 0 || length(second) == 0
  if (is_paired) {
    first <- first[!is.na(at)]
    second <- second[at[!is.na(at)]]
  }
  years <- of$days / 365.25
  compare <- if (is_paired) paired_events else grouped_events
  until <- risk_days(of$days[first], of$days[second], is_paired)
  early_until <- rep(Inf, length(years))
  early_until[c(first, second)] <- c(until$first, until$second)
  parts <- lapply(names(counts), function(name) {
    events <- rep(0, length(years))
    events[counts[[name]]$cell] <- counts[[name]]$events
    events[counts[[name]]$left_out] <- NA
    early <- rep(FALSE, length(years))
    early[counts[[name]]$hit_cell[counts[[name]]$hit_day < early_until[counts[[name]]$hit_cell]]] <- TRUE
    cells_of <- function(at) list(events = events[at], years = years[at], early = early[at])
    found <- compare(cells_of(first), cells_of(second), conf_level)
    risk <- startsWith(found$measure, "risk_")
    if (until$note %in% c("equal_lengths", "common_day")) found$note <- add_note(found$note, until$note, risk)
    if (until$note == "unlike_lengths") found[risk, ] <- without_inference(found[risk, ])
    cbind(outcome = rep(name, nrow(found)), found)
  })
  cbind(do.call(rbind, parts), years = mean(years[first]), reference_years = mean(years[second]), day = until$day)
}

# The days up to which an event makes a patient one with an event, of two times that are to be
# as long; and the note on it. A common day of two groups that few reach the half of is none.
risk_days <- function(first, second, is_paired) {
  whole <- list(first = rep(Inf, length(first)), second = rep(Inf, length(second)), note = "", day = NA_real_)
  if (is_paired) {
    cut <- equal_lengths(first, second)
    return(if (is.null(cut)) whole else list(first = cut, second = cut, note = "equal_lengths", day = NA_real_))
  }
  if (like_lengths(first, second)) return(whole)
  day <- min(first, second)
  if (day < 0.5 * min(mean(first), mean(second))) return(replace(whole, "note", "unlike_lengths"))
  list(first = rep(day, length(first)), second = rep(day, length(second)), note = "common_day", day = as.double(day))
}

# `after` and `before` have the same patients; NA events are of who is left out, `early`
# says who had one in times of equal length.
paired_events <- function(after, before, conf_level) {
  use <- !is.na(after$events) & !is.na(before$events)
  a <- after$events[use]
  b <- before$events[use]
  after_early <- after$early[use]
  before_early <- before$early[use]
  share <- function(measure) {
    found <- compare_proportions_paired(both = sum(after_early & before_early), first = sum(after_early & !before_early),
                                        second = sum(!after_early & before_early), neither = sum(!after_early & !before_early),
                                        measure = measure, conf_level = conf_level)
    found <- with_reached_p(found, least_paired_p(sum(after_early != before_early)), conf_level)
    informative <- if (measure == "difference") sum(after_early != before_early) else sum(after_early | before_early)
    compared_events(paste0("risk_", measure), "paired", length(a), informative, found)
  }
  rate <- paired_ratio(b, before$years[use], a, after$years[use], conf_level)
  rbind(share("difference"), share("ratio"),
        compared_events("rate_ratio", "paired", rate$patients, rate$informative, rate))
}

grouped_events <- function(first, second, conf_level) {
  both <- lapply(list(first, second), function(x) lapply(x, `[`, !is.na(x$events)))
  had <- vapply(both, function(x) sum(x$early), 0)
  with_event <- sum(vapply(both, function(x) sum(x$events > 0), 0))
  n <- lengths(lapply(both, `[[`, "events"))
  share <- function(measure) {
    found <- compare_proportions(had[1], n[1], had[2], n[2], measure = measure, conf_level = conf_level, boschloo = FALSE)
    found$p_exact <- found$p_fisher
    found <- with_reached_p(found, least_grouped_p(n[1], n[2], sum(had), alike = TRUE), conf_level)
    found$note <- add_note(found$note, "n1", min(n) == 1)
    compared_events(paste0("risk_", measure), "independent", sum(n), sum(had), found)
  }
  rbind(share("difference"), share("ratio"),
        compared_events("rate_ratio", "independent", sum(n), with_event, rates_of_both(both, n, conf_level)))
}

rates_of_both <- function(both, n, conf_level) {
  column <- function(name) unlist(lapply(both, `[[`, name))
  group <- factor(rep(c("period", "reference"), n), c("period", "reference"))
  found <- compare_rates_patients(column("events"), column("years"), group, "reference", conf_level = conf_level)
  exact <- compare_rates(found$events, found$years, found$reference_events, found$reference_years,
                         conf_level = conf_level)
  found$p_exact <- exact$p_exact
  found$ratio_pooled <- exact$estimate
  timed <- lapply(both, function(x) list(events = x$events, time = x$years))
  with_reached_p(found, least_of_groups(timed[[1]], timed[[2]]), conf_level, c("p", "p_exact"))
}

# A row of a comparison, without the outcome and the periods.
compared_events <- function(measure, design, patients, informative, found) {
  value <- function(name) if (is.null(found[[name]])) NA_real_ else found[[name]]
  numbers <- c("estimate", "conf_low", "conf_high", "p", "exact_low", "exact_high", "p_exact", "ratio_pooled")
  data.frame(measure, design, patients = as.integer(patients), informative = as.integer(informative),
             lapply(structure(numbers, names = numbers), value), found[c("method", "note")], stringsAsFactors = FALSE)
}

# Risks, then rates, one line an outcome.
#' @export
display.msaudit_ae_comparison <- function(x) {
  all <- NextMethod()
  keys <- row_keys(x, c(setdiff(names(x), comparison_columns), "period"))
  parts <- lapply(unique(keys), function(key) {
    of <- as.data.frame(x[keys == key, ])
    measure <- function(name) of[of$measure == name, ]
    difference <- measure("risk_difference")
    rate <- measure("rate_ratio")
    risks <- list(outcome = difference$outcome, patients = big(difference$patients))
    risks <- c(risks, if (any(has_unlike_lengths(difference))) {
      list(`difference, %` = percent_alone(difference), `years a patient` = lengths_of(x, difference))
    } else {
      list(`difference, %` = ifelse(is.na(difference$conf_low), percent_alone(difference), percent_limits(difference)),
           `risk ratio` = ratio_limits(measure("risk_ratio")), p = p_text(difference$p))
    })
    rates <- list(outcome = rate$outcome, patients = paste0(big(rate$informative), "/", big(rate$patients)),
                  `rate ratio` = ratio_limits(rate), p = p_text(rate$p))
    if (!all(is.na(rate$exact_low))) {
      rates$exact <- ifelse(is.na(rate$exact_low), "", paste(far_ratio_text(rate$exact_low), "to", far_ratio_text(rate$exact_high)))
    }
    day <- unique(common_day(x, difference))
    list(display_part(as_frame(risks, nrow(difference)), heading = if (any(nzchar(day))) paste0(key, ", ", day) else key),
         display_part(as_frame(rates, nrow(rate)), heading = paste0(key, ": rates")))
  })
  all$parts <- unlist(parts, recursive = FALSE)
  all$title <- paste("Adverse events:", all$title)
  all$notes <- c(setdiff(all$notes, c(fall_notes(x), pooled_text(x))), ae_pooled_text(x), if (any(x$design == "paired")) ae_caveat, many_outcomes_text(x))
  all
}

percent_alone <- function(x) ifelse(is.na(x$estimate), "-", with_digits(100 * x$estimate, share_digits(x$patients)))

# The two lengths of each row; not known of what was rounded for others.
lengths_of <- function(x, rows) {
  lengths <- attr(x, "lengths")
  if (is.null(lengths)) return(rep("not known", nrow(rows)))
  lengths <- lengths_row(lengths, rows)
  lengths_text(lengths$years, lengths$reference_years)
}

lengths_row <- function(lengths, rows) {
  labels <- setdiff(names(lengths), length_columns)
  lengths[match(row_keys(rows, labels), row_keys(lengths, labels)), ]
}

# "by day 365": of two groups that are compared by a day that all reach.
common_day <- function(x, rows) {
  day <- if (is.null(attr(x, "lengths"))) rep(NA, nrow(rows)) else lengths_row(attr(x, "lengths"), rows)$day
  ifelse(is.na(day), "", sprintf("by day %s", format(day, trim = TRUE)))
}

ae_caveat <- paste("Caveat: events come early after a start, patients who have them stop, how closely they are watched changes,",
                   "and after a bad time the next is better by chance alone (regression to the mean). A difference between two",
                   "times is not all the drug's.")

# A list of the ratios of many outcomes would say nothing.
ae_pooled_text <- function(x) {
  apart <- !is.na(x$ratio_pooled) & ratio_text(x$ratio_pooled) != ratio_text(x$estimate)
  if (sum(apart) < 4) return(pooled_text(x))
  sprintf("The ratio of the two pooled rates differs for %s: patients differ in how their time is shared between the periods.",
          counted(length(unique(x$outcome[apart])), "outcome"))
}

# How many p values may be small though nothing differs.
many_outcomes_text <- function(x) {
  n <- length(unique(x$outcome))
  if (n < 5) return()
  sprintf("%s outcomes were compared, and no p takes account of it: where nothing differs, one in twenty is below 0.05 by chance.", big(n))
}
