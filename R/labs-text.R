# Results of the laboratory in words; see R/result-text.R.

# Days as the nearest month, and as the month by whose end they have passed.
days_a_month <- 365.25 / 12

nearest_month <- function(days) round(days / days_a_month)

month_passed <- function(days) ceiling(days / days_a_month)

#' @export
results_text.msaudit_labs <- function(x) {
  settings <- definition(x)
  keys <- row_keys(x, label_columns(x))
  courses <- attr(x, "courses")
  lengths <- length_words(x)
  sentences <- lapply(unique(keys), function(key) {
    of <- as.data.frame(x)[keys == key, ]
    several <- length(unique(keys)) > 1
    where <- if (several) sprintf("In %s: ", encodeString(key, quote = "\"")) else ""
    # A landmark, or so many months, is as long in all.
    over <- if (several) sprintf("In %s: ", quoted_with_length(key, lengths)) else ""
    # The courses of a period are those of all its groups.
    here <- if (length(settings$by) == 0) courses[courses$period %in% of$period, ]
    composite <- of$outcome %in% settings$composite_names
    c(landmark_sentence(of[grepl("landmark$", of$measure), ], settings, where),
      term_sentence(of[grepl("proportion$", of$measure) & !composite, ], settings, over),
      composite_sentences(of[grepl("proportion$", of$measure) & composite, ], here, settings,
                          if (is.null(settings$within)) over else where))
  })
  if (nrow(x) == 0) sentences <- "No test has a name and a rule that are known."
  paste(c(unlist(sentences), undated_sentence(undated_of(x, "labs"), "labs")), collapse = " ")
}

# "4 of 11 patients (36 %, 95 % CI 11 to 69", open for what follows.
share_text_open <- function(row, settings) {
  percent <- function(x) with_digits(100 * x, share_digits(row$patients))
  sprintf("%s of %s patients (%s %%, %s %% CI %s to %s %%", big(row$with_event), big(row$patients), percent(row$estimate),
          number_text(100 * settings$conf_level), percent(row$conf_low), percent(row$conf_high))
}

# "none of 11 (at most 28 %) had anemia or leukocytosis".
none_text <- function(x, rows = x) {
  x <- x[x$patients > 0 & x$with_event == 0, ]
  open <- open_text(x, rows)
  vapply(split(seq_len(nrow(x)), factor(paste(x$patients, open), unique(paste(x$patients, open)))), function(at) {
    of <- x[at, ]
    by <- if (endsWith(open[at[1]], without_limit)) " by tests with the limit" else ""
    with_open(sprintf("none of %s (at most %s %%) had %s%s", big(of$patients[1]),
                      with_digits(100 * of$conf_high[1], share_digits(of$patients[1])), paste(of$outcome, collapse = " or "), by),
              open[at[1]])
  }, "", USE.NAMES = FALSE)
}

# "between 22 and 100 % of the 60 tested, by what those not known had", of the shares
# in which somebody is unknown, or of whom tests without the limit show more; or "".
open_text <- function(x, rows) {
  least <- bound_of("least_", x, rows)
  most <- most_of(x, rows)
  percent <- function(of) with_digits(100 * of$estimate, share_digits(least$patients))
  one <- least$with_event * most$patients == most$with_event * least$patients
  share <- ifelse(one, sprintf("%s %%", percent(least)), sprintf("between %s and %s %%", percent(least), percent(most)))
  said <- !is.na(least$measure) & least$patients > 0 & !is_same(x, least, most)
  by_limit <- least$with_event > x$with_event & x$patients == least$patients
  ifelse(said, sprintf("%s of the %s tested, %s", share, of_both(least, most),
                       ifelse(by_limit, without_limit, "by what those not known had")), "")
}

without_limit <- "with what tests without the laboratory's limit show"

with_open <- function(text, open) ifelse(nzchar(open) %in% TRUE, paste0(text, "; ", open), text)

# "lymphocyte count decreased was not estimable (between 22 and 100 % ...)",
# of what nobody's tests decide.
not_estimable_text <- function(x, rows) {
  open <- open_text(x, rows)
  of <- x$patients == 0 & nzchar(open)
  sprintf("%s was not estimable (%s)", x$outcome[of], open[of])
}

shares_of <- function(x) x[!grepl("^(least|most)_", x$measure), ]

landmark_sentence <- function(rows, settings, where) {
  x <- shares_of(rows)
  if (nrow(x) == 0) return()
  at <- sprintf("%s after the start", counted(settings$landmark, "month"))
  unknown <- not_estimable_text(x, rows)
  if (all(x$patients == 0) && length(unknown) == 0) return(begun(where, sprintf("nobody was tested %s.", at)))
  found <- x[x$with_event > 0, ]
  open <- open_text(found, rows)
  each <- vapply(seq_len(nrow(found)), function(i) {
    sprintf("%s in %s%s)", found$outcome[i], with_open(share_text_open(found[i, ], settings), open[i]),
            grades_text(found[i, ], settings))
  }, "")
  begun(where, sprintf("%s, %s.", at, paste(c(if (length(each) > 0) listed(each), none_text(x, rows), unknown), collapse = "; ")))
}

grades_text <- function(row, settings) {
  grades <- settings$landmark_grades
  same <- grades$term == row$outcome & grades$grade > 0
  for (label in intersect(names(row), setdiff(names(grades), c("term", "grade", "patients")))) {
    same <- same & as.character(grades[[label]]) %in% as.character(row[[label]])
  }
  if (!any(same)) return("")
  grade <- ifelse(grades$grade == grades$most, grades$grade, paste(grades$grade, "to", grades$most))
  sprintf("; %s", listed(sprintf("grade %s in %s", grade[same], big(grades$patients[same]))))
}

term_sentence <- function(rows, settings, where) {
  x <- shares_of(rows)
  any <- x[!grepl(graded_outcome, x$outcome), ]
  if (nrow(any) == 0) return()
  unknown <- not_estimable_text(any, rows)
  if (all(any$patients == 0) && length(unknown) == 0) return(begun(where, "nobody was tested in the period."))
  found <- any[any$with_event > 0, ]
  # Of what no test decides at any grade, or shows at one, what is known of higher ones.
  less <- x[grepl(", grade 2 or more$", x$outcome) & x$with_event > 0 &
              sub(graded_outcome, "", x$outcome) %in% any$outcome[any$with_event == 0], ]
  found <- rbind(found, less)
  severe <- x[match(paste0(sub(graded_outcome, "", found$outcome), ", grade 3 or 4"), x$outcome), ]
  own <- has_own_patients(severe)
  worst <- with_open(ifelse(own | severe$patients != found$patients, paste(big(severe$with_event), "of", big(severe$patients)),
                            big(severe$with_event)), open_text(severe, rows))
  open <- open_text(found, rows)
  each <- vapply(seq_len(nrow(found)), function(i) {
    sprintf("%s in %s; grade 3 or 4 in %s)", found$outcome[i], with_open(share_text_open(found[i, ], settings), open[i]), worst[i])
  }, "")
  said <- paste(c(if (length(each) > 0) listed(each), none_text(any, rows), unknown), collapse = "; ")
  c(begun(where, sprintf("in the period, %s.", said)), if (any(own)) own_patients_text)
}

# Whether a grade is of patients who need not be those of another.
has_own_patients <- function(x) grepl("own_patients", x$note, fixed = TRUE)

own_patients_text <- "Each grade is of the patients of whom it is known: those of grade 3 or 4 need not be among the others."

composite_sentences <- function(rows, courses, settings, where) {
  x <- shares_of(rows)
  within <- if (is.null(settings$within)) "" else sprintf(" within %s", counted(settings$within, "month"))
  open <- open_text(x, rows)
  each <- vapply(which(x$with_event > 0), function(i) {
    row <- x[i, ]
    begun(where, sprintf("%s developed in %s)%s%s.", row$outcome, with_open(share_text_open(row, settings), open[i]), within,
                         times_text(courses[courses$outcome == row$outcome, ])))
  }, "")
  none <- c(none_text(x, rows), not_estimable_text(x, rows))
  c(each, if (length(none) > 0) begun(where, sprintf("%s%s.", paste(none, collapse = "; "), within)))
}

# When a composite began, and by when it was over.
times_text <- function(course) {
  if (is.null(course) || nrow(course) == 0) return("")
  over <- course$recovered[!is.na(course$recovered)]
  begun <- if (all(is.na(course$first_onset))) {
    sprintf(", first on day %s", span_text(course$onset))
  } else {
    sprintf(", the one at %s and the other at %s", month_text(course$first_onset), month_text(course$onset))
  }
  over <- if (length(over) == 0) "none was over by the end of follow-up" else
    sprintf("%s of %s over within %s (day %s)", big(length(over)), big(nrow(course)), counted(max(month_passed(over)), "month"),
            span_text(over))
  sprintf("%s; %s", begun, over)
}

# "3 months (day 88)", "3 to 5 months (day 88 to 150)".
month_text <- function(days) {
  months <- span_text(nearest_month(days))
  sprintf("%s %s (day %s)", months, if (identical(months, "1")) "month" else "months", span_text(days))
}

#' @export
methods_text.msaudit_labs <- function(x) {
  settings <- definition(x)
  paste(c(
    sprintf("Laboratory tests were converted to common units and graded by the %s, with the limits of each laboratory.",
            sub("CTCAE", "Common Terminology Criteria for Adverse Events (CTCAE)", rules_text(settings), fixed = TRUE)),
    if (settings$lln_rule == "normal_is_0") "A value not below the lower limit of the laboratory had grade 0.",
    cohort_labs_text(settings),
    sprintf("Shares of patients have exact limits (Clopper-Pearson)%s, of %s %%.",
            if ("first_event_rate" %in% x$measure) ", rates of first events exact Poisson limits" else "", number_text(100 * settings$conf_level)),
    package_text()
  ), collapse = " ")
}

cohort_labs_text <- function(settings) {
  if (is.null(settings$periods)) return()
  periods <- sprintf("%s (%s)", encodeString(names(settings$periods), quote = "\""), settings$periods)
  looked <- if (is.null(settings$within)) "on the days of a period" else
    sprintf("in the %s from the start of a period or its drug", counted(settings$within, "month"))
  c(
    sprintf("A test counted in a period after its first day and up to its last: %s.", listed(periods)),
    "The baseline was the last graded test on or before the start of the period or its drug.",
    if (!is.null(settings$landmark)) {
      sprintf("At %s the gradable test nearest to it counted, from %s before to %s after.", counted(settings$landmark, "month"),
              counted(settings$window[1], "day"), counted(settings$window[2], "day"))
    },
    if (length(settings$composites) > 0) {
      sprintf("Rules of several tests of one sample were looked for %s: %s.", looked, paste(settings$composites, collapse = "; "))
    },
    sprintf("An abnormality was over on the first %s known to be without it, up to the end of follow-up.",
            if (settings$recovery == 1) "day" else sprintf("of %d days with a test in a row", settings$recovery)),
    paste("A test counted for a grade only if it would have been decided whatever its value (any grade needs the",
          "laboratory's limit); others were left out and counted. With them, and with results that were open, the least and",
          "the most that a share can be were given.")
  )
}
