# Lesion change in words: who was imaged first, against which scan, over what time.
# Numbers are rounded as they are printed; see R/result-text.R.

#' @rdname texts
#' @usage NULL
#' @section Lesions:
#' A sentence on lesions begins with how many patients were imaged of those in the
#' period, against which scan and over what time, and ends with how few and how many of all
#' patients in the period, imaged or not, can have had lesions.
#' @export
results_text.msaudit_lesions <- function(x) {
  settings <- definition(x)
  labels <- label_columns(x)
  rows <- as.data.frame(x)
  keys <- row_keys(rows, labels)
  imaging <- settings$imaging
  sentences <- vapply(unique(keys), function(key) {
    of <- rows[keys == key, ]
    who <- if (!is.null(imaging)) imaging[row_keys(imaging, labels) == key, ]
    where <- if (identical(key, "all")) "" else sprintf("In %s, ", encodeString(key, quote = "\""))
    paste(c(lesion_sentence(of, who, where, settings), remedy_of(settings$remedies, key, labels)), collapse = " ")
  }, "")
  if (length(sentences) == 0) sentences <- "Nobody is in the periods."
  paste(c(sentences, undated_sentence(undated_of(x, "mri"), "mri")), collapse = " ")
}

lesion_sentence <- function(rows, who, where, settings) {
  of <- function(outcome, measure) rows[rows$outcome == outcome & rows$measure == measure, ]
  clauses <- c(t2_clause(of("new_t2", "proportion"), of("new_t2", "rate"), of("new_t2", "most_rate"), settings),
               gd_clause(of("gd", "proportion"), of("gd", "rate"), of("gd", "most_rate"), settings),
               active_clause(of("active", "rate"), settings),
               if (!is.null(who)) either_clause(of("any", "proportion"), settings),
               if (!is.null(who)) of_all_clause(of("any", "least_proportion"), of("any", "most_proportion"), who))
  imaged <- if (is.null(who)) imaged_of_vectors(rows, settings) else imaged_clause(who, of("new_t2", "rate"), settings)
  text <- if (length(clauses) == 0) imaged else sprintf("%s: %s", imaged, paste(clauses, collapse = "; "))
  sprintf("%s.", begun(where, text))
}

# "10 of 11 patients were imaged, compared with the scan that each report names over
# 25 intervals of 7 months on average"
imaged_clause <- function(who, rate, settings) {
  if (who$in_period == 0) return("nobody was in the period")
  if (who$imaged == 0) {
    text <- sprintf("none of %s was imaged", counted(who$in_period, "patient"))
    return(paste0(text, straddling_clause(who, settings)))
  }
  against <- c(given = "the scan that each report names", previous = "the scan that each report names or else the one before")
  over <- if (who$t2_scans > 0 && NROW(rate) == 1) {
    # Parts of intervals are time of no whole one.
    mean <- if (settings$straddling == "share") "" else
      sprintf(" of %s on average", months_text(12 * rate$exposure / who$t2_scans))
    sprintf(", compared with %s over %s%s (%s in all)", against[[settings$compare]], counted(who$t2_scans, "interval"), mean,
            years_text(rate$exposure))
  }
  sprintf("%s%s%s", imaged_of(who), if (is.null(over)) "" else over,
          straddling_clause(who, settings))
}

imaged_of <- function(who) {
  sprintf("%s of %s %s imaged", big(who$imaged), counted(who$in_period, "patient"), if (who$in_period == 1) "was" else "were")
}

months_text <- function(months) {
  months <- decimals(months, 1)
  sprintf("%s %s", months, if (months == "1.0") "month" else "months")
}

years_text <- function(years) sprintf("%s years", decimals(years, 1))

straddling_clause <- function(who, settings) {
  if (who$straddling == 0) return("")
  sprintf(", %s that reached out of the period %s", counted(who$straddling, "interval"), straddling_done[[settings$straddling]])
}

imaged_of_vectors <- function(rows, settings) {
  rate <- rows[rows$measure == "rate", ]
  over <- if (settings$kind == "new_t2") years_text(rate$exposure) else counted(rate$exposure, "scan")
  sprintf("%s imaged over %s", counted(rate$patients, "patient"), over)
}

t2_clause <- function(share, rate, most, settings) {
  if (NROW(share) == 0 || share$patients == 0) return()
  sprintf("%s%s", share_clause(share, "new or enlarging T2 lesions", settings), rate_clause(rate, most, "a year", settings))
}

gd_clause <- function(share, rate, most, settings) {
  if (NROW(share) == 0 || share$patients == 0) return()
  sprintf("%s%s", share_clause(share, "enhancing lesions", settings, scans = if (NROW(rate) == 1) rate$exposure),
          rate_clause(rate, most, "a scan", settings))
}

# "none of 8 had enhancing lesions on 20 scans with contrast (at most 37 %)"
share_clause <- function(share, what, settings, scans = NULL) {
  with <- if (is.null(scans)) "" else sprintf(" on %s with contrast", counted(scans, "scan"))
  percent <- percent_ci(share, number_text(100 * settings$conf_level))
  if (share$with_event == 0) {
    return(sprintf("none of %s had %s%s (%s)", big(share$patients), what, with, percent))
  }
  sprintf("%s of %s had %s%s (%s)", big(share$with_event), big(share$patients), what, with, percent)
}

rate_clause <- function(rate, most, unit, settings) {
  if (NROW(rate) == 0 || is.na(rate$estimate)) return("")
  level <- number_text(100 * settings$conf_level)
  if (NROW(most) == 1 && !identical(most$estimate, rate$estimate)) {
    at_most <- if (is.infinite(most$estimate)) "with no upper bound" else sprintf("and at most %s", with_digits(most$estimate, 2))
    return(sprintf(", at least %s %s %s", with_digits(rate$estimate, 2), at_most, unit))
  }
  sprintf(", %s %s", ci_text_of(rate, level, rate_digits(rate$estimate)), unit)
}

# Where combined lesions were reported as such.
active_clause <- function(rate, settings) {
  if (NROW(rate) == 0 || is.na(rate$estimate)) return()
  sprintf("%s had combined unique lesions%s", counted(rate$with_event, "patient"), rate_clause(rate, NULL, "a scan", settings))
}

# Either kind, of those in whom both are known; where one alone was asked for it is that one.
either_clause <- function(share, settings) {
  if (NROW(share) == 0 || length(settings$asked) == 1) return()
  if (share$patients > 0) return(share_clause(share, "either", settings))
  "either was not estimable, since nobody had both kinds known"
}

# Between which shares all patients in the period lie, where it is not known of some.
of_all_clause <- function(least, most, who) {
  if (NROW(least) == 0 || NROW(most) == 0 || who$imaged == 0) return()
  unknown <- most$with_event - least$with_event
  if (unknown == 0) return()
  percent <- function(of) with_digits(100 * of$estimate, share_digits(of$patients))
  sprintf("of all %s, imaged or not, %s %% had lesions, since it was not known in %s", counted(least$patients, "patient"),
          sub("(.*) to (.*)", "between \\1 and \\2", span_of_texts(percent(least), percent(most))), big(unknown))
}

#' @rdname texts
#' @usage NULL
#' @export
methods_text.msaudit_lesions <- function(x) {
  settings <- definition(x)
  paste(c(
    lesion_counting_text(settings),
    sprintf("Shares are of the patients imaged, with exact limits (Clopper-Pearson); rates of new T2 lesions are per year of comparison interval, of enhancing lesions per scan with contrast (%s).",
            interval_texts[[settings$method]]),
    interval_sentence(settings$method),
    if ("least_proportion" %in% x$measure) {
      "The share of all patients in the period, imaged or not, is bounded by taking all whose activity was not known as active and as inactive."
    },
    if (any(x$measure == "median_change")) {
      sprintf("Changes of T2 count and volume are from the last scan on the first day of the period or up to %s before, or else its first, to the last in it or up to %s after, as median and quartiles.",
              counted(settings$slack[1], "day"), counted(settings$slack[2], "day"))
    },
    sprintf("Limits are of %s %%.", number_text(100 * settings$conf_level)), package_text()
  ), collapse = " ")
}

# What was counted, of a cohort; vectors were counted by others.
lesion_counting_text <- function(settings) {
  if (is.null(settings$periods)) return()
  periods <- sprintf("%s (%s)", encodeString(names(settings$periods), quote = "\""), settings$periods)
  c(
    sprintf("New or enlarging T2 lesions belonged to the period that held the interval from the comparison scan, but for %s before it and %s after it; enhancing lesions to that of the day of the scan, or that ended up to %s before it: %s.",
            counted(settings$slack[1], "day"), counted(settings$slack[2], "day"), counted(settings$slack[2], "day"), listed(periods)),
    if (!is.null(settings$straddling)) sprintf("Intervals that reached further out of a period were %s.", straddling_done[[settings$straddling]])
    else "Intervals that reached further out of a period were left out.",
    if (settings$compare == "previous") "Where no comparison scan was named, the patient's scan before was taken." else
      "Counts without a comparison date were left out.",
    if (!is.null(settings$rebaseline)) {
      sprintf("The comparison began afresh with the first scan %s to %s days after the start of the period.", big(settings$rebaseline[1]),
              big(settings$rebaseline[2]))
    },
    "A count that is missing was not taken as 0.",
    if (length(settings$asked) == 2) {
      "Either kind was judged where both were known, or combined lesions were: one kind alone did not count, whatever it showed."
    }
  )
}

#' @rdname texts
#' @usage NULL
#' @export
results_text.msaudit_lesion_comparison <- function(x) {
  settings <- attr(x, "settings")
  told <- told_of(x)
  by <- setdiff(names(x), comparison_columns)
  rows <- as.data.frame(x)
  keys <- row_keys(rows, c(by, "period", "outcome"))
  sentences <- vapply(unique(keys), function(key) lesion_comparison_sentence(rows[keys == key, ], told[keys == key, ], by, settings), "")
  paste(c(sentences, fall_sentence(x)), collapse = " ")
}

lesion_comparison_sentence <- function(rows, told, by, settings) {
  level <- number_text(100 * settings$conf_level)
  row <- rows[1, ]
  what <- kind_texts[[row$outcome]]
  if (row$patients == 0) {
    if (row$outcome == "any") {
      return(sprintf("Nobody had new T2 lesions and enhancing lesions both known in \"%s\" and in \"%s\".", row$period, row$reference))
    }
    return(sprintf("Nobody was imaged for %s in both \"%s\" and \"%s\".", what, row$period, row$reference))
  }
  rows_of <- function(measure) rows[rows$measure == measure, ]
  ratio <- rows_of("count_ratio")
  shift <- rows_of("shift")
  unit <- c(new_t2 = "a year", gd = "a scan", any = "")[[row$outcome]]
  whom <- if (row$design == "paired") "in the same %s imaged in both" else "in %s of two groups"
  parts <- c(
    had_any_text(rows_of("risk_difference"), row, told[1, ], level),
    if (nrow(ratio) > 0) sprintf("ratio of rates %s%s", ratio_phrase(ratio, level), p_phrase(ratio)),
    if (nrow(shift) > 0 && !is.na(shift$conf_low)) {
      sprintf("median shift %s %s%s", shift_text(shift, level), unit, p_phrase(shift))
    }
  )
  begun(if (length(by) > 0) sprintf("In %s, ", quoted_keys(row, by)) else "",
        sprintf("%s, %s: %s.", sprintf(whom, counted(row$patients, "patient")), what, paste(parts, collapse = "; ")))
}

# "0 of 6 in "after" against 6 of 6 in "before" had any, difference -100 % ..., p < 0.001";
# over unlike times no more than the two shares and the two lengths.
had_any_text <- function(difference, row, told, level) {
  counts <- sprintf("%s in \"%s\" against %s in \"%s\" had any", told$active, row$period, told$reference_active, row$reference)
  if (nrow(difference) == 0) return(counts)
  if (has_unlike_lengths(difference)) return(sprintf("%s over %s a patient, not tested", counts, told$lengths))
  sprintf("%s%s, difference %s%s", counts, if (grepl("equal_lengths", difference$note, fixed = TRUE)) " over equal times" else "",
          percent_ci(difference, level), p_phrase(difference))
}

# With few patients the data may set no limit.
shift_text <- function(row, level) {
  if (row$conf_low == -Inf && row$conf_high == Inf) return(sprintf("%s (without limits at %s %%)", with_digits(row$estimate, 2), level))
  ci_text_of(row, level, 2)
}

#' @rdname texts
#' @usage NULL
#' @export
methods_text.msaudit_lesion_comparison <- function(x) {
  settings <- attr(x, "settings")
  paste(c(
    lesion_counting_text(settings),
    if ("paired" %in% x$design) paste0(paired_lesions_text(x), "."),
    if ("independent" %in% x$design) lesion_groups_text(x),
    cut_times_text(x), unlike_text(x),
    if ("nb_ratio" %in% x$measure) "A negative binomial regression was a check on the ratio.",
    sprintf("Limits are of %s %%, p values two-sided.", number_text(100 * settings$conf_level)), package_text()
  ), collapse = " ")
}

# What made the numbers of a comparison in the same patients: no method is named that
# made none of them.
paired_lesions_text <- function(x) {
  of <- function(measure) x[x$measure == measure & x$design == "paired" & !is.na(x$conf_low), ]
  shift <- of("shift")
  made <- c(
    if (nrow(of("risk_difference")) > 0) "shares with lesions by Tango's interval and the score test that it inverts (McNemar's without correction)",
    if (nrow(of("odds_ratio")) > 0) "the odds of a change by the mid-P interval and the mid-P McNemar test",
    if (nrow(of("count_ratio")) > 0) {
      paste0("counts by their ratio given each patient's number (conditional Poisson)", paired_interval_text(named_kinds(of("count_ratio"))))
    },
    if (any(shift$method == "exact")) "patients' rates by the exact signed rank test with Pratt's zeros and the Hodges-Lehmann shift",
    if (any(shift$method == "asymptotic")) {
      "patients' rates by the signed rank test with Pratt's zeros in its normal approximation and the Hodges-Lehmann shift"
    }
  )
  if (length(made) == 0) return("Nobody was imaged in both periods")
  paste0("Periods were compared in the patients imaged in both: ", paste(made, collapse = "; "))
}

# What was done about times of unlike length.
cut_times_text <- function(x) {
  if (!any(grepl("equal_lengths", x$note, fixed = TRUE))) return()
  "For shares and shifts the longer of each patient's two times was cut to the intervals, or scans, that come nearest to the shorter."
}

unlike_text <- function(x) {
  if (any(has_unlike_lengths(x))) "Shares and shifts over unlike times were not tested; rates were."
}

lesion_groups_text <- function(x) {
  of <- function(measure) x[x$measure == measure & x$design == "independent" & !is.na(x$conf_low), ]
  ratio <- of("count_ratio")
  made <- c(
    if (nrow(of("risk_difference")) > 0) {
      "by Miettinen and Nurminen's interval of the difference of shares and the score test that it inverts"
    },
    if (nrow(ratio) > 0) paste0("by the ratio of their pooled rates", grouped_interval_text(named_kinds(ratio)))
  )
  if (length(made) == 0) return("Nothing is known of how groups without a patient in common differ.")
  sprintf("Groups without a patient in common were compared %s.", paste(made, collapse = ", and "))
}

# Rows with their outcome in words.
named_kinds <- function(rows) {
  rows <- as.data.frame(rows)
  rows$outcome <- unname(kind_texts[rows$outcome])
  rows
}

#' @rdname texts
#' @usage NULL
#' @export
results_text.msaudit_lesion_free <- function(x) {
  check_whole_free(x, "x", sys.call(-2))
  settings <- definition(x)
  level <- number_text(100 * settings$conf_level)
  rows <- as.data.frame(x)
  labels <- setdiff(names(rows), curve_columns)
  imaging <- settings$imaging
  keys <- row_keys(rows, labels)
  sentences <- vapply(unique(row_keys(imaging, labels)), function(key) {
    who <- imaging[row_keys(imaging, labels) == key, ]
    imaged <- if (who$imaged == 0) sprintf("none of %s was imaged", counted(who$in_period, "patient")) else
      imaged_of(who)
    left_out <- straddling_clause(who, list(straddling = "drop"))
    where <- sprintf("In %s, %s", encodeString(key, quote = "\""), imaged)
    remedy <- remedy_of(settings$remedies, key, labels)
    of <- rows[keys == key & !is.na(rows$estimate), ]
    naive <- of[of$measure == "event_free", ]
    if (nrow(naive) == 0) return(paste(c(sprintf("%s%s.", where, left_out), remedy), collapse = " "))
    if (is.null(settings$times)) naive <- naive[nrow(naive), ]
    bound <- function(measure) 100 * of$estimate[of$measure == measure][match(naive$time, of$time[of$measure == measure])]
    each <- sprintf("%s %% by day %s (%s)", span_of(bound("least_free"), bound("most_free")), number_text(naive$time, trim = TRUE),
                    percent_ci_each(naive, level))
    said <- sprintf("%s, %s of them with activity%s; free of %s, which arose since the scan before, were %s by Turnbull's estimate (naively, by the day of the scan).",
                    where, big(who$active), left_out, kind_texts[[settings$kind]], listed(each))
    paste(c(said, remedy), collapse = " ")
  }, "")
  if (length(sentences) == 0) "Nobody is in the periods." else paste(sentences, collapse = " ")
}

percent_ci_each <- function(x, level) vapply(seq_len(nrow(x)), function(i) percent_ci(x[i, ], level), "")

#' @rdname texts
#' @usage NULL
#' @export
methods_text.msaudit_lesion_free <- function(x) {
  settings <- definition(x)
  paste(c(
    lesion_counting_text(settings),
    sprintf("The time to the first %s was known to lie between the scan that showed them and the scan before, and its distribution is Turnbull's estimate; where that does not settle a share its least and most are given.",
            kind_texts[[settings$kind]]),
    "Beside it stands Kaplan and Meier's estimate by the day of the scan, with Greenwood's variance and limits on the scale of log(-log), which puts activity off.",
    sprintf("Limits are of %s %%.", number_text(100 * settings$conf_level)), package_text()
  ), collapse = " ")
}
