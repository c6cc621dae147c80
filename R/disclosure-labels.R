# Which words of results may be written: those that more patients share than a step
# holds. Others are one row.

other_kinds <- function(n, policy) sprintf("other (up to %d kinds)", policy$step * ceiling(max(1, n) / policy$step))

joined_rows <- function(rows, part, policy) {
  by <- setdiff(names(rows), c(result_columns, computed_columns, not_groups_of(rows)))
  if ("definition" %in% names(rows)) by <- character()
  before <- rows
  for (name in by) rows[[name]] <- kept_values(rows[[name]], before, name, policy, total_label(part))
  rows <- summed_groups(rows, by)
  rows <- joined_outcomes(rows, part, policy)
  joined_levels(rows, policy)
}

# What all patients are called; where there is no such row a group may be called so.
total_label <- function(part) if (isTRUE(attr(part, "settings")$totals)) "all"

# The values of a column of `by`, rare ones as other; its order stays.
kept_values <- function(values, rows, name, policy, total) {
  # Nobody knows how many patients totals are of.
  if (all(is.na(rows$patients))) return(values)
  text <- ifelse(is.na(rows[[name]]), NA, as.character(rows[[name]]))
  what <- row_keys(rows, intersect(c("outcome", "measure", "unit", not_groups_of(rows)), names(rows)))
  sums <- tapply(rows$patients, list(what, factor(text)), sum, na.rm = TRUE)
  most <- if (length(sums) == 0) numeric() else apply(sums, 2, max, 0, na.rm = TRUE)
  rare <- setdiff(names(most)[in_first_step(to_step(most, policy), policy)], total)
  if (length(rare) == 0) return(values)
  other <- other_kinds(length(rare), policy)
  if (!is.factor(values)) values <- factor(values, sort(unique(as.character(values)), method = "radix"))
  levels(values)[levels(values) %in% rare] <- other
  factor(as.character(values), c(setdiff(levels(values), other), other))
}

# Rows of groups that became one: their counts add up, since no patient is in two.
summed_groups <- function(rows, by) {
  if (length(by) == 0 || nrow(rows) == 0) return(rows)
  labels <- setdiff(names(rows), c(setdiff(result_columns, c("outcome", "measure", "unit")), computed_columns))
  key <- do.call(paste, c(lapply(as.list(rows)[labels], function(x) as.integer(factor(x, exclude = NULL))), sep = "\r"))
  if (anyDuplicated(key) == 0) return(others_last(rows, by))
  first <- which(!duplicated(key))
  place <- match(key, key[first])
  out <- rows[first, ]
  many <- tabulate(place) > 1
  for (name in intersect(c("patients", "with_event", "events", "exposure"), names(rows))) {
    sums <- rowsum(as.double(rows[[name]]), place)[, 1]
    out[[name]] <- if (is.integer(rows[[name]])) as.integer(sums) else unname(sums)
  }
  if (!is.null(out$dispersion)) out$dispersion <- unname(tapply(rows$dispersion, place, max))
  # A quartile of two groups is none of either.
  out$estimate[many & out$measure %in% c(value_measures, "duration")] <- NA
  others_last(out, by)
}

# Where a name stood in the alphabet would tell of it.
others_last <- function(rows, by) {
  is_other <- Reduce(`|`, lapply(as.list(rows)[by], function(x) startsWith(ifelse(is.na(x), "", as.character(x)), "other (up to")))
  rows[order(is_other), ]
}

# Whether the outcomes of a result are words of the data, and which of them may be shown.
shown_labels <- function(rows, part, policy, each = attr(part, "settings")$each) {
  all <- unique(as.character(rows$outcome))
  if (inherits(part, "msaudit_stops")) {
    if (!"stop_reason" %in% policy$free_text) return(intersect("any", all))
    return(shared_by_many(rows, rows$with_event, all, policy))
  }
  if (!is.null(each)) {
    if (identical(each, "term") && !"term" %in% policy$free_text) return(intersect("any", all))
    if (rows$measure[1] %in% "worst_grade" || identical(each, "grade")) return(all)
    return(union(intersect("any", all), shared_by_many(rows, rows$with_event, all, policy)))
  }
  if (inherits(part, "msaudit_labs") || inherits(part, "msaudit_lab_shifts")) return(shared_by_many(rows, rows$patients, all, policy))
  all
}

shared_by_many <- function(rows, counts, all, policy) {
  most <- tapply(as.double(counts), factor(as.character(rows$outcome), all), function(x) max(0, x, na.rm = TRUE))
  rounded <- to_step(most, policy)
  all[!(is.na(rounded) | rounded <= policy$step)]
}

# Rows that are not shown in words are one of each group, period and measure: events add
# up, patients with one need not.
joined_outcomes <- function(rows, part, policy) {
  shown <- shown_labels(rows, part, policy)
  hidden <- !as.character(rows$outcome) %in% shown
  if (!any(hidden)) return(rows)
  rare <- rows[hidden, ]
  labels <- setdiff(names(rows), c(setdiff(result_columns, c("measure", "unit")), computed_columns))
  key <- row_keys(rare, labels)
  first <- which(!duplicated(key))
  place <- match(key, key[first])
  out <- rare[first, ]
  kinds <- length(unique(as.character(rare$outcome)))
  out$outcome <- rep(other_kinds(kinds, policy), nrow(out))
  if (is.factor(rows$outcome)) rows$outcome <- as.character(rows$outcome)
  disjoint <- inherits(part, "msaudit_stops")
  for (name in c("with_event", "events")) {
    if (is.null(out[[name]])) next
    sums <- rowsum(as.double(rare[[name]]), place)[, 1]
    if (name == "with_event") sums <- if (disjoint) pmin(sums, out$patients) else NA
    if (name == "events") sums[out$measure != "rate"] <- NA
    out[[name]] <- if (is.integer(rare[[name]])) as.integer(sums) else unname(sums)
  }
  # It is not known of all of them together.
  if (!is.null(out$dispersion)) out$dispersion <- rep(2, nrow(out))
  if (inherits(part, c("msaudit_labs", "msaudit_lab_shifts"))) out[intersect(c("patients", "exposure"), names(out))] <- NA
  keeps <- disjoint | out$measure == "rate"
  rbind(rows[!hidden, ], out[keeps, ])
}

# Levels of a baseline, such as a drug that one patient had before.
joined_levels <- function(rows, policy) {
  if (is.null(rows$level) || is.null(rows$with_event)) return(rows)
  at <- which(!is.na(rows$level) & nzchar(as.character(rows$level)))
  key <- paste(rows$outcome, rows$level, sep = "\r")
  most <- tapply(as.double(rows$with_event[at]), key[at], function(x) max(0, x, na.rm = TRUE))
  few <- names(most)[in_first_step(to_step(most, policy), policy)]
  hidden <- seq_len(nrow(rows)) %in% at & key %in% few
  if (!any(hidden)) return(rows)
  rows$level <- as.character(rows$level)
  kinds <- tapply(rows$level[hidden], rows$outcome[hidden], function(x) length(unique(x)))
  rows$level[hidden] <- vapply(kinds[as.character(rows$outcome[hidden])], other_kinds, "", policy = policy)
  labels <- setdiff(names(rows), c(setdiff(result_columns, c("outcome", "measure")), computed_columns))
  again <- hidden & duplicated(row_keys(rows, labels))
  rows$with_event[hidden] <- NA
  rows[!again, ]
}
