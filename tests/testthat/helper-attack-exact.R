# An attack on exact counts of which small ones are held back: besides the linear programmes of helper-attack.R, numbers
# that no table has but that are worked out from two of them, dispersions and exact limits inverted.

# Of each small number how many values it can have still.
values_left <- function(system, min_cell = 5) {
  found <- attack(system, min_cell)
  data.frame(cell = found$cell, truth = found$truth, values = floor(found$high + 1e-6) - ceiling(found$low - 1e-6) + 1)
}

# Patients of whom a count has no row: those of `whole` and not of `part`.
add_rest <- function(system, whole, part) {
  if (!all(c(whole, part) %in% names(system$value)) || system$value[[whole]] <= system$value[[part]]) return()
  rest <- paste(whole, "less", part)
  add_cell(system, rest, NA, system$value[[whole]] - system$value[[part]])
  add_row(system, whole, c(part, rest))
}

# Worst grades, lesions and a baseline, each table by itself.
attack_exact_verbs <- function(cohort, periods) {
  results <- list(msaudit::audit_ae(cohort, periods, each = "grade", measure = "worst_grade"), msaudit::audit_lesions(cohort, periods),
                  msaudit::audit_baseline(cohort, by = "sex"))
  do.call(rbind, lapply(results, function(x) {
    system <- system_of_verb(as.data.frame(msaudit::suppress_cells(x)), as.data.frame(x))
    of <- parts_of_lesions(names(system$value))
    for (i in seq_len(nrow(of))) {
      # Lesions that are active at most are new and enhancing ones.
      kinds <- paste0("E ", of$where[i], c("|new_t2||rate", "|gd||rate"))
      add_if(system, of$name[i], kinds)
      for (kind in kinds) add_rest(system, of$name[i], kind)
    }
    values_left(system)
  }))
}

parts_of_lesions <- function(names) {
  most <- grep("^E .*active.*most_rate$", names, value = TRUE)
  data.frame(name = most, where = sub("^E ([^|]*)[|].*", "\\1", most), stringsAsFactors = FALSE)
}

# Patients who share a factor of a model are all of a table beside it.
attack_model <- function(cohort, periods) {
  truth <- list(msaudit::audit_arr(cohort, periods, by = "sex"), msaudit::audit_arr(cohort, periods), msaudit::audit_arr_model(relapses ~ sex, cohort, periods))
  shown <- lapply(msaudit::suppress_cells(truth), as.data.frame)
  truth <- lapply(truth, as.data.frame)
  system <- system_of(shown[1:2], truth[1:2], c("sex", ""))
  levels <- paste("model", truth[[3]]$level)
  for (kind in c("N", "X", "E")) {
    column <- c(N = "patients", X = "with_event", E = "events")[[kind]]
    for (i in seq_along(levels)) add_cell(system, paste(kind, levels[i]), shown[[3]][[column]][i], truth[[3]][[column]][i])
    # Of each level, and of all of them, the events of both periods.
    if (kind == "E") for (group in c(paste0("sex=", truth[[3]]$level), "all")) {
      both <- paste("E", group, c("x", "y"), "relapse")
      add_if(system, both, if (group == "all") paste("E", levels) else paste("E model", sub("sex=", "", group)))
    }
    if (kind != "E") for (i in seq_along(levels)) for (period in c("x", "y")) {
      one <- paste(kind, paste0("sex=", truth[[3]]$level[i]), period, if (kind == "X") "relapse")
      add_if(system, trimws(one), paste(kind, levels[i]), "<=")
    }
    if (kind == "N") add_if(system, "N all x", paste("N", levels))
  }
  values_left(system)
}

# The same audit under two filters: what one has more is a number too.
attack_filters <- function(cohort, periods) {
  truth <- list(msaudit::audit_arr(cohort, periods), msaudit::audit_arr(cohort, periods, severity = "severe"))
  shown <- msaudit::suppress_cells(truth)
  names <- c("all", "severe")
  system <- new_system()
  for (i in 1:2) for (j in seq_len(nrow(truth[[i]]))) {
    at <- paste(names[i], truth[[i]]$period[j])
    for (kind in c("N", "X", "E")) {
      column <- c(N = "patients", X = "with_event", E = "events")[[kind]]
      add_cell(system, paste(kind, at), shown[[i]][[column]][j], truth[[i]][[column]][j])
    }
    add_row(system, paste("X", at), paste("E", at), "<=")
    add_rest(system, paste("N", at), paste("X", at))
  }
  for (period in truth[[1]]$period) {
    for (kind in c("X", "E")) add_rest(system, paste(kind, "all", period), paste(kind, "severe", period))
    add_row(system, paste("N all", period), paste("N severe", period))
  }
  values_left(system)
}

# All ways to write a number as a sum of at most so many whole numbers of 1 or more, as rows of how often each is there.
partitions <- function(total, most = total) {
  if (total == 0) return(list(integer()))
  unlist(lapply(seq_len(min(total, most)), function(first) lapply(partitions(total - first, first), function(rest) c(first, rest))), recursive = FALSE)
}

# Patients with several events: of equal time at risk the dispersion is the variance of their events over the mean,
# so that with the number of patients and events the sum of squares is known, or, at 1, that it is no more than so much.
attack_dispersion <- function(cohort, periods, by) {
  truth <- msaudit::audit_arr(cohort, periods, by = by)
  shown <- msaudit::suppress_cells(truth)
  do.call(rbind, lapply(seq_len(nrow(truth)), function(j) {
    records <- msaudit::audit_records(truth, j)
    counted <- table(as.character(records$id[records$counted]))
    several <- sum(counted > 1)
    if (several == 0 || several >= 5) return()
    row <- shown[j, ]
    values <- Inf
    more <- row$events - row$with_event
    if (!anyNA(row[c("patients", "with_event", "events", "dispersion")]) && more <= 20) {
      n <- row$patients
      squares <- row$dispersion * (n - 1) * row$events / n + row$events^2 / n
      # Those with one event have one each, and of others what is more than that adds up.
      ways <- Filter(function(x) length(x) <= row$with_event, partitions(more))
      of <- vapply(ways, function(x) sum((x + 1)^2) + row$with_event - length(x), 0)
      fits <- if (row$dispersion > 1) abs(of - squares) < 1e-6 * squares else of <= squares + 1e-6
      values <- length(unique(lengths(ways[fits])))
    }
    data.frame(cell = paste("several", row$period, if (is.null(by)) "" else row[[by]]), truth = several, values)
  }))
}

# Patients of a period who are in no pair: how many, and the events of those, by the exact limits of the pairs, which
# depend on the events in pairs alone once they are divided by the ratio.
attack_pairs <- function(cohort, periods) {
  arr <- msaudit::audit_arr(cohort, periods)
  truth <- list(arr, msaudit::audit_compare(arr))
  shown <- lapply(msaudit::suppress_cells(truth), as.data.frame)
  all <- as.data.frame(arr)
  ratio <- as.data.frame(truth[[2]])[1, ]
  after <- match(ratio$period, all$period)
  before <- match(ratio$reference, all$period)
  system <- new_system()
  for (i in c(after, before)) add_cell(system, paste("N", all$period[i]), shown[[1]]$patients[i], all$patients[i])
  add_cell(system, "pairs", shown[[2]]$patients[1], ratio$patients)
  add_cell(system, "informative", shown[[2]]$informative[1], ratio$informative)
  for (i in c(after, before)) add_rest(system, paste("N", all$period[i]), "pairs")
  add_rest(system, "pairs", "informative")
  found <- values_left(system)
  printed <- shown[[2]][1, ]
  if (ratio$design != "paired" || anyNA(printed[c("exact_low", "exact_high", "ratio_pooled")])) return(found)
  most <- shown[[1]]$events[c(after, before)]
  if (anyNA(most)) return(found)
  # Of two Poisson counts: the limits of a share are those of odds, and of the ratio.
  ways <- expand.grid(a = seq_len(most[1]), b = seq_len(most[2]))
  odds <- function(p) p / (1 - p)
  low <- odds(stats::qbeta(0.025, ways$a, ways$b + 1)) / (ways$a / ways$b)
  high <- odds(stats::qbeta(0.975, ways$a + 1, ways$b)) / (ways$a / ways$b)
  fits <- abs(low - printed$exact_low / printed$ratio_pooled) < 1e-6 & abs(high - printed$exact_high / printed$ratio_pooled) < 1e-6
  # Of events of those in no pair, of which somebody is.
  for (i in 1:2) {
    period <- c(after, before)[i]
    outside <- most[i] - unique(ways[[i]][fits])
    if (all$patients[period] == ratio$patients || length(outside) != 1 || outside == 0 || outside >= 5) next
    found <- rbind(found, data.frame(cell = paste("events in no pair", all$period[period]), truth = outside, values = 1))
  }
  found
}

# A cohort by chance and what an attack of each kind leaves of its small numbers.
attack_exact <- function(seed) {
  cohort <- made_up_cohort(50 + 10 * (seed %% 6), seed, terms = 3, scans = TRUE)
  periods <- msaudit::audit_periods(cohort, x = msaudit::period_since("x", 12), y = msaudit::period_since("y", 12))
  terms <- msaudit::audit_ae(cohort, periods, each = "term", measure = c("proportion", "rate"))
  switching <- switching_cohort(50 + 10 * (seed %% 6), seed)
  switches <- msaudit::audit_periods(switching, x = msaudit::period_since("x", 12), y = msaudit::period_since("y", 12))
  # In which few are left out.
  nearly_all <- switching_cohort(50 + 10 * (seed %% 6), seed, switch = 0.95)
  of_nearly_all <- msaudit::audit_periods(nearly_all, x = msaudit::period_since("x", 12), y = msaudit::period_since("y", 12))
  severe <- with_severity(switching, seed)
  of_severe <- msaudit::audit_periods(severe, x = msaudit::period_since("x", 12), y = msaudit::period_since("y", 12))
  of_all <- msaudit::audit_periods(cohort, all = msaudit::period_calendar(1, 200))
  list(
    grades_lesions_baseline = attack_exact_verbs(cohort, periods),
    one_term = values_left(system_of(list(msaudit::suppress_cells(terms)), list(terms), "")),
    model = attack_model(switching, switches),
    filters = attack_filters(severe, of_severe),
    dispersion = rbind(attack_dispersion(cohort, of_all, NULL), attack_dispersion(cohort, of_all, "sex")),
    pairs = attack_pairs(nearly_all, of_nearly_all)
  )
}

# The same cohort, of whose relapses most are severe.
with_severity <- function(cohort, seed) {
  set.seed(seed)
  relapses <- cohort$relapses
  id <- cohort$patients$id
  audit_cohort(
    data.frame(id, follow_up_start = 0, follow_up_end = 900),
    data.frame(id = id[cohort$treatments$patient], drug = cohort$treatments$drug, start = cohort$treatments$start),
    relapses = data.frame(id = id[relapses$patient], onset = relapses$onset,
                          severity = sample(c("severe", "mild"), length(relapses$onset), TRUE, c(0.85, 0.15)))
  )
}
