# What sums tell of rounded counts: the parts of a whole, each in a step, and the whole in
# one. Only rounded numbers are looked at, so what is held back tells nothing more.

# A list of tables of rounded counts, those cells held back that sums would tell.
without_told <- function(tables, policy) {
  rows <- do.call(rbind, Map(summed_cells, tables, seq_along(tables)))
  if (NROW(rows) == 0) return(tables)
  cap <- rep(Inf, nrow(rows))
  for (column in c("events", "patients", "with_event")) {
    found <- told_cells(rows[[column]], sums_of(rows, column), policy, if (column == "with_event") cap else rep(Inf, nrow(rows)))
    told <- found$held
    if (column != "with_event") cap <- pmin(cap, most_with_event(rows, column, found$high))
    for (i in unique(rows$table[told])) {
      at <- rows$row[told & rows$table == i]
      tables[[i]][[column]][at] <- NA
      if (column == "patients") tables[[i]] <- emptied(tables[[i]], seq_len(nrow(tables[[i]])) %in% at, c("with_event", "events", "exposure"))
      if (column == "with_event" && !is.null(tables[[i]]$events)) {
        first <- at[tables[[i]]$measure[at] == "first_event_rate"]
        tables[[i]]$events[first] <- NA
      }
    }
  }
  tables
}

# Patients with an event are no more than events, nor than patients.
most_with_event <- function(rows, column, high) {
  if (column == "patients") return(high)
  what <- paste(rows$group, rows$period, rows$outcome, rows$level, sep = "\n")
  rates <- which(rows$measure == "rate")
  most <- tapply(high[rates], what[rates], min)
  cap <- as.vector(most[what])
  ifelse(is.na(cap), Inf, cap)
}

# The rows of a table by group, period and what was counted.
summed_cells <- function(rows, table) {
  labels <- setdiff(names(rows), c(result_columns, computed_columns, "design"))
  by <- setdiff(labels, not_groups)
  if ("definition" %in% labels || nrow(rows) == 0) return(NULL)
  text <- lapply(as.list(rows)[by], function(x) ifelse(is.na(x), "not known", as.character(x)))
  total <- if (length(by) == 0) rep(TRUE, nrow(rows)) else Reduce(`&`, lapply(text, `==`, "all"))
  number <- function(name) if (is.null(rows[[name]])) rep(NA_real_, nrow(rows)) else as.double(rows[[name]])
  unit <- if (is.null(rows$unit)) "" else rows$unit
  period <- if (is.null(rows$period)) "" else as.character(rows$period)
  levels <- intersect(c("level", "baseline", "worst", "term"), names(rows))
  data.frame(table = table, row = seq_len(nrow(rows)), set = ifelse(total, "", paste0(table, paste(by, collapse = "\r"))),
             group = if (length(by) == 0) "" else ifelse(total, "", do.call(paste, c(text, sep = "\r"))), period = period,
             outcome = as.character(rows$outcome), measure = as.character(rows$measure), level = row_keys(rows, levels), unit = unit,
             with_level = length(levels) > 0, patients = number("patients"), with_event = number("with_event"), events = number("events"),
             stringsAsFactors = FALSE)
}

# Each a whole (the places of the same number, or none) and its parts.
sums_of <- function(rows, column) {
  found <- list()
  what <- paste(rows$period, rows$outcome, rows$measure, rows$level, rows$unit, sep = "\n")
  for (at in split(seq_along(what), what)) {
    sets <- split(at, rows$set[at])
    # A name that is empty finds nothing in a list.
    whole <- unlist(sets[names(sets) == ""], use.names = FALSE)
    parts <- sets[names(sets) != ""]
    if (is.null(whole) && length(parts) < 2) next
    if (length(parts) > 0) found <- c(found, list(list(whole = whole, parts = unname(parts))))
  }
  of <- paste(rows$table, rows$group, rows$period, rows$measure, rows$unit, sep = "\n")
  for (at in split(seq_along(of), of)) {
    any <- at[rows$outcome[at] == "any"]
    each <- setdiff(at, any)
    if (length(each) < 2) next
    if (column == "events" && length(any) == 1 && rows$measure[any] == "rate") {
      found <- c(found, list(list(whole = any, parts = list(each))))
    }
    if (column == "with_event" && rows$measure[at[1]] == "worst_grade" && length(any) == 1) {
      found <- c(found, list(list(whole = any, parts = list(each))))
    }
  }
  # Classes of one whole: the patients of their rows are it, unless these are not so many.
  if (column == "with_event") {
    classes <- grepl("^share_", rows$measure) | (rows$with_level & rows$measure %in% c("proportion", "shift"))
    key <- paste(rows$table, rows$group, rows$period, rows$outcome, sub("^share_.*", "share", rows$measure),
                 ifelse(rows$measure == "shift", sub(" [|] .*", "", rows$level), ""), sep = "\n")
    for (at in split(which(classes), key[classes])) {
      if (length(at) > 1) found <- c(found, list(list(whole = at[1], parts = list(at), of_patients = TRUE)))
    }
  }
  lapply(found, function(one) c(one, list(patients = if (isTRUE(one$of_patients)) rows$patients[one$whole])))
}

# Which cells are held back: those in the first step, and zeros, of sums that leave one of
# the first step fewer than `step - 1` values.
told_cells <- function(value, sums, policy, cap) {
  step <- policy$step
  held <- rep(FALSE, length(value))
  whole_range <- function(x) {
    high <- ifelse(x == 0, 0, step * ceiling(x / step))
    low <- ifelse(x == 0, 0, pmax(high - step + 1, if (policy$zeros) 1 else 0))
    if (!policy$zeros) low[high == step] <- 0
    list(low = low, high = high)
  }
  start <- whole_range(value)
  for (round in 1:8) {
    open <- held | is.na(value)
    low <- ifelse(open, 0, start$low)
    high <- pmin(ifelse(open, Inf, start$high), pmax(cap, low))
    narrowed <- narrowed_by_sums(low, high, sums, whole_range)
    few <- !open & value > 0 & value <= step & narrowed$high - narrowed$low + 1 < step - 1
    if (!any(few)) break
    before <- held
    for (one in sums) {
      parts <- unlist(one$parts)
      if (!any(few[c(parts, if (is.null(one$patients)) one$whole)])) next
      small <- parts[!is.na(value[parts]) & value[parts] <= step]
      # Where no part is small the whole goes.
      if (length(small) == 0 || all(held[small])) small <- if (is.null(one$patients)) one$whole else parts
      held[small] <- TRUE
    }
    if (identical(before, held)) break
  }
  list(held = held, high = narrowed$high)
}

# The least and the most of each cell under all sums; sums that cannot hold tell nothing.
narrowed_by_sums <- function(low, high, sums, whole_range) {
  for (round in 1:6) {
    before <- list(low, high)
    for (one in sums) {
      own <- if (is.null(one$patients)) list(low = max(0, low[one$whole]), high = min(Inf, high[one$whole])) else whole_range(one$patients)
      if (anyNA(unlist(own))) next
      least <- c(own$low, vapply(one$parts, function(at) sum(low[at]), 0))
      most <- c(own$high, vapply(one$parts, function(at) sum(high[at]), 0))
      all_low <- max(least)
      all_high <- min(most)
      if (all_low > all_high) next
      if (is.null(one$patients)) {
        low[one$whole] <- pmax(low[one$whole], all_low)
        high[one$whole] <- pmin(high[one$whole], all_high)
      }
      for (i in seq_along(one$parts)) {
        at <- one$parts[[i]]
        rest_low <- sum(low[at]) - low[at]
        rest_high <- sum(high[at]) - high[at]
        rest_high[is.nan(rest_high)] <- Inf
        if (sum(is.infinite(high[at])) > 1) rest_high[] <- Inf
        new_high <- pmin(high[at], all_high - rest_low)
        new_low <- pmax(low[at], all_low - rest_high)
        low[at] <- pmin(new_low, new_high)
        high[at] <- new_high
      }
    }
    if (identical(before, list(low, high))) break
  }
  list(low = low, high = high)
}
