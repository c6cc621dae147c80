# The scans behind a number of audit_lesions().

#' @rdname audit_records
#' @usage NULL
#' @name audit_records
#' @section Scans:
#' For [audit_lesions()] the records are scans, with reasons for the kind of lesions of
#' the row. New T2 lesions: `straddling` (the interval reaches out of the period),
#' `shared` (so it does, and `straddling = "share"` counts the part in the
#' period), `other_period` (it belongs to another), `no_comparison`. Enhancing lesions:
#' `no_contrast`. All kinds: `no_count` (not known), `before_rebaseline`, `no_rebaseline` (the
#' patient has no scan to restart from). In rows of either kind a scan counts if it tells of
#' one of them. Of the share of patients (`proportion`) those scans are no part whose patient
#' is not: `one_kind` (of the patient one kind alone is known, in rows of either) and
#' `open_count` (bounds leave open whether the patient had any).
#' For `t2_count` and `t2_volume` the two scans compared are counted, as
#' `baseline` and `last`; others are `not_used`, `no_second` (the patient has no two
#' comparable scans of one region) or `zero_baseline` (for a change in percent).
#' @export
audit_records.msaudit_lesions <- function(x, row) {
  call <- sys.call(-1)
  audited <- attr(x, "audited")
  if (is.null(audited)) {
    usage_error("x", "`x` is of vectors, not of a cohort: there are no records behind it", call)
  }
  check_argument(is_one_number(row) && row %in% seq_len(nrow(x)), row, "row",
                 sprintf("a whole number from 1 to %d", nrow(x)), call)
  of <- attr(x, "of_patients")
  labels <- label_columns(x)
  place <- match(row_keys(as.data.frame(x)[row, ], labels), row_keys(of$labels, labels))
  who <- of$patient[of$row == place]
  cohort <- audited$cohort
  mri <- cohort$mri
  rows <- which(mri$patient %in% who)
  reason <- lesion_reasons(x, as.data.frame(x)[row, ], rows)
  refused <- refused_records(cohort, "mri", who)
  records <- records_of(cohort, "mri", c(mri$patient[rows], refused$patient), c(mri$row[rows], refused$row),
                        c(mri$date[rows], refused$day), c(reason, refused$reason))
  records$counted <- records$reason %in% c("counted", "shared", "baseline", "last")
  records
}

# Why each of the scans in `rows` counts in the row `of` a result, or does not.
lesion_reasons <- function(x, of, rows) {
  placed <- placed_scans(x)
  audited <- attr(x, "audited")
  period <- match(of$period, audited$periods$names)
  if (of$outcome %in% c("t2_count", "t2_volume")) return(change_reasons(x, of, placed, rows, period))
  t2 <- kind_reasons(placed, "t2", audited, period, rows)
  gd <- kind_reasons(placed, "gd", audited, period, rows)
  if (of$measure %in% c("rate", "most_rate") && identical(definition(x)$straddling, "share")) {
    t2[t2 == "straddling"] <- "shared"
  }
  patient <- audited$cohort$mri$patient[rows]
  reason <- switch(
    of$outcome,
    new_t2 = t2, gd = gd,
    any = either_reason(t2, gd, given_here(placed, period, rows), any_known(placed$scans$t2)),
    scan = day_reasons(placed, audited, period, rows),
    active = active_reasons(placed, t2, gd, period, rows)
  )
  if (of$measure != "proportion" || of$outcome == "scan") return(reason)
  known <- state_of_patients(x, of$outcome, period, patient)
  told <- patient %in% patient[t2 == "counted"] & patient %in% patient[gd == "counted"]
  without <- if (of$outcome == "any") ifelse(told, "open_count", "one_kind") else rep("open_count", length(rows))
  ifelse(reason == "counted" & is.na(known), without, reason)
}

# Whether patients are known to have had lesions in a period, as their share counts them.
state_of_patients <- function(x, outcome, period, patient) {
  cells <- attr(x, "audited")$periods$cells
  of <- attr(x, "of_patients")
  active <- switch(outcome, new_t2 = of$t2$active, gd = of$gd$active, any = of$any)
  here <- which(cells$period == period)
  active[here][match(patient, cells$patient[here])]
}

kind_reasons <- function(placed, kind, audited, period, rows) {
  place <- placed[[kind]][rows, period]
  least <- placed$scans[[kind]]$least
  known <- if (length(least) > 0) !is.na(least[rows]) else rep(FALSE, length(rows))
  reason <- outside_reasons(placed, audited, period, rows)
  here <- place == place_codes[["here"]]
  reason[place == place_codes[["across"]]] <- "straddling"
  reason[place == place_codes[["other"]]] <- "other_period"
  reason[here] <- ifelse(known[here], "counted", "no_count")
  inside <- reason == "in"
  if (kind == "t2") {
    # An interval in the period is one that was placed: this scan has none.
    reason[inside] <- ifelse(known[inside], "no_comparison", "no_count")
    reason[reason == "straddling" & !known] <- "no_count"
  } else {
    contrast <- audited$cohort$mri$contrast
    if (!is.null(contrast)) reason[reason == "no_count" & contrast[rows] %in% FALSE] <- "no_contrast"
  }
  reason
}

# Where the day of each scan lies, "in" the period or else where.
outside_reasons <- function(placed, audited, period, rows) {
  mri <- audited$cohort$mri
  place <- place_in_ranges(mri$patient[rows], mri$date[rows], placed$times, period)
  whole <- place_in_ranges(mri$patient[rows], mri$date[rows], audited$periods$ranges, period)
  fresh <- mri$patient[rows] %in% placed$times$patient[placed$times$period == period]
  place[whole == "in" & place != "in"] <- "before_rebaseline"
  place[whole == "in" & !fresh] <- "no_rebaseline"
  place[whole != "in"] <- whole[whole != "in"]
  place
}

day_reasons <- function(placed, audited, period, rows) {
  reason <- outside_reasons(placed, audited, period, rows)
  place <- placed$gd[rows, period]
  reason[place == place_codes[["other"]]] <- "other_period"
  reason[place == place_codes[["here"]]] <- "counted"
  reason
}

# A scan counts with either kind or combined; else it is said of T2 lesions why not, unless
# nothing is known of them in the whole cohort.
either_reason <- function(t2, gd, given, asks_t2) {
  ifelse(t2 == "counted" | gd == "counted" | given, "counted", if (asks_t2) t2 else gd)
}

# Whether combined lesions were given as such, of an interval in the period.
given_here <- function(placed, period, rows) {
  least <- placed$scans$active$least
  given <- if (length(least) > 0) !is.na(least[rows]) else rep(FALSE, length(rows))
  given & placed$t2[rows, period] == place_codes[["here"]]
}

# Combined lesions count where the interval does: as they were given, or from both
# kinds.
active_reasons <- function(placed, t2, gd, period, rows) {
  ifelse(given_here(placed, period, rows), "counted", ifelse(t2 != "counted", t2, ifelse(placed$gd[rows, period] == place_codes[["here"]], gd, "other_period")))
}

# The scans at the beginning and the end of a change.
change_reasons <- function(x, of, placed, rows, period) {
  audited <- attr(x, "audited")
  mri <- audited$cohort$mri
  cells <- audited$periods$cells
  found <- change_scans(mri, placed$scans, placed$times, definition(x)$slack, length(cells$patient))[[of$outcome]]
  here <- which(cells$period == period)
  at <- match(mri$patient[rows], cells$patient[here])
  baseline <- found$baseline[here][at]
  value <- mri[[of$outcome]]
  reason <- ifelse(is.na(value[rows]), "no_count", ifelse(is.na(baseline), "no_second", "not_used"))
  reason[rows == baseline] <- "baseline"
  reason[rows == found$final[here][at]] <- "last"
  if (grepl("percent", of$measure)) reason[reason %in% c("baseline", "last") & value[baseline] == 0] <- "zero_baseline"
  reason
}
