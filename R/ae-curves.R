# Curves of adverse events. Their time is that of audit_ae(): days of the period
# before the event.

ae_curves <- function(cohort, place, settings, rules, conf_level, call) {
  check_table(cohort, "events", call)
  log <- new_findings()
  events <- cohort$events[kept_events(cohort, rules[c("serious", "related", "min_grade")], log, call), ]
  events <- events[of_outcome(cohort$events, events, settings$outcome, rules$each, call), ]
  time <- ae_time(place$periods, cohort, rules$competing, rules$after_stop)
  hits <- outcome_hits(list(names = "any", code = rep(1L, nrow(events))), events, time, rules$incident)
  rows <- cell_rows(place$periods, place$groups)
  use <- setdiff(seq_along(rows), hits$cell[hits$time < 0] + 1L)
  spells <- lapply(structure(settings$measure, names = settings$measure), function(measure) {
    ae_spells(hits, time, use, measure)
  })
  list(spells = spells, rows = rows, patient = place$periods$cells$patient, settings = rules,
       findings = collected(log))
}

# The options that audit_ae() has too, which were passed through `...`.
ae_rules_of <- function(options, call) {
  rules <- list(each = "term", serious = NULL, related = NULL, min_grade = NULL, incident = FALSE,
                competing = c("death", "stop"), after_stop = 0)
  names <- if (is.null(names(options))) rep("", length(options)) else names(options)
  if (!all(names %in% names(rules))) {
    name <- names[!names %in% names(rules)][1]
    usage_error("...", if (nzchar(name)) sprintf("Unused argument `%s`%s", name, did_you_mean(name, names(rules))) else
      "Unused argument", call)
  }
  rules[names] <- options
  check_argument(checkmate::test_string(rules$each), rules$each, "each", "the name of a column", call)
  check_flag(rules$incident, "incident", call)
  check_competing(rules$competing, call)
  rules$after_stop <- as_day_count(rules$after_stop, "after_stop", call)
  rules
}

# Which of the kept events are of the outcome.
of_outcome <- function(all, kept, outcome, each, call) {
  if (outcome == "any") return(rep(TRUE, nrow(kept)))
  set <- event_outcomes(all, kept, each, call)[[2]]
  code <- match(fold(outcome), fold(set$names))
  if (is.na(code)) {
    held <- Filter(function(column) is.atomic(all[[column]]) && fold(outcome) %in% fold(as.character(unique(all[[column]]))),
                   setdiff(names(all), c("patient", "row")))
    hint <- if (length(held) > 0) sprintf("; `each = \"%s\"` has it", held[1]) else did_you_mean(outcome, set$names)
    usage_error("outcome", sprintf("`outcome` is %s, which `%s` of the table `events` never is%s", shown(outcome),
                                   each, hint), call)
  }
  set$code == code
}

# Spells as of period_spells(), from before day 0, on which there may be events: to
# each day with events, and to the end; of a first event to that alone. `events`
# is -1 where what ends the time of a first event competes.
ae_spells <- function(hits, time, use, measure) {
  within <- which(hits$time >= 0 & (hits$cell + 1L) %in% use)
  cell <- hits$cell[within]
  day <- hits$time[within]
  if (measure == "mcf") {
    key <- !duplicated(data.frame(cell, day))
    cell <- cell[key]
    counts <- tabulate(cumsum(key))
    day <- day[key]
    open <- use[replace(rep(-1L, length(time$end)), cell + 1L, day)[use] < time$end[use]]
    all <- list(cell = c(cell, open - 1L), stop = as.double(c(day, time$end[open])),
                events = as.double(c(counts, rep(0, length(open)))))
    all <- lapply(all, `[`, order(all$cell, all$stop, method = "radix"))
    n <- length(all$cell)
    before <- c(-1, all$stop[-n])[seq_len(n)]
    before[!duplicated(all$cell)] <- -1
    return(c(all, list(start = before)))
  }
  first <- !duplicated(cell)
  ended <- as.double(time$end)
  status <- if (measure == "cumulative_incidence") -time$competing else rep(0, length(ended))
  ended[cell[first] + 1L] <- day[first]
  status[cell[first] + 1L] <- 1
  list(cell = use - 1L, start = rep(-1, length(use)), stop = ended[use], events = as.double(status[use]))
}

# The cumulative incidence of spells that end by the event (1), what competes (-1)
# or censoring.
ended_curves <- function(start, stop, events, patient, group, times, conf_level, ends) {
  incidence_curves(stop, as.integer(replace(events, events < 0, 2)), group, times, conf_level, ends)
}
