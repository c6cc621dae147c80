# How a result of the laboratory is printed: of each group and period the
# abnormalities that there were, those at the landmark, composites.

#' @export
display.msaudit_labs <- function(x) {
  settings <- definition(x)
  keys <- row_keys(x, label_columns(x))
  courses <- attr(x, "courses")
  lengths <- length_words(x)
  parts <- lapply(unique(keys), function(key) {
    of <- as.data.frame(x)[keys == key, ]
    composite <- of$outcome %in% settings$composite_names
    at <- grepl("landmark$", of$measure)
    lines <- course_lines(of, courses[courses$period %in% of$period, ], settings)
    c(term_parts(of[!composite & !at, ], with_length(key, lengths)), landmark_parts(of[at, ], settings$landmark),
      composite_parts(of[composite & grepl("proportion$", of$measure), ]),
      if (length(lines) > 0) list(display_part(no_table(), lines = lines)))
  })
  list(
    title = sprintf("Laboratory, graded by %s, with %s", rules_text(settings), limits_text(settings)),
    parts = unlist(parts, recursive = FALSE),
    notes = c(if (nrow(x) == 0) "No test has a name and a rule that are known.", ungraded_text(settings),
              undated_text(undated_of(x, "labs"), "labs"),
              if (any(grepl("^least_", x$measure))) lab_bounds_note,
              no_terms_text(settings), unknown_text(settings$unknown_tests),
              explained(x$note, but = c("zero_events", "all_events", "no_patients", "no_time", "assumes_poisson")))
  )
}

lab_bounds_note <- paste(
  "If all were known, and after a semicolon: the least and the most that the share can be. A test counts for a grade",
  "only if it would be decided whatever its value, which takes the laboratory's limit for any grade; one known to be below or above",
  "a bound that does not decide leaves the patient unknown.")

rules_text <- function(settings) toupper(sub("-", " ", settings$rules))

# Terms with a patient who was abnormal have a line; of the others it is said that
# nobody was, and what the data allow.
term_parts <- function(x, heading) {
  any <- x[x$measure == "proportion" & !grepl(graded_outcome, x$outcome), ]
  most <- most_of(any, x)
  found <- any[any$with_event > 0 | most$with_event %in% seq_len(max(0L, most$with_event, na.rm = TRUE)), ]
  if (all(any$patients == 0 & !most$patients %in% seq_len(max(0L, most$patients, na.rm = TRUE)))) {
    return(list(display_part(no_table(), heading = heading, lines = "Nobody was tested.")))
  }
  none <- none_lines(any[!any$outcome %in% found$outcome, ])
  if (nrow(found) == 0) return(list(display_part(no_table(), heading = heading, lines = none)))
  page_parts(term_wide(x, found), 4, heading, none)
}

# The rows of the most that the shares in `x` can be, among `rows`.
most_of <- function(x, rows) bound_of("most_", x, rows)

bound_of <- function(bound, x, rows) {
  key <- function(of) paste(of$measure, of$outcome)
  rows[match(paste0(bound, key(x)), key(rows)), ]
}

# "22 to 100 % of 60", the least and the most, "of 50 to 60" where they are not of as many;
# "" where all is decided by the tests that count.
bounds_texts <- function(x, rows) {
  least <- bound_of("least_", x, rows)
  most <- most_of(x, rows)
  percent <- function(of) with_digits(100 * of$estimate, share_digits(least$patients))
  one <- least$with_event * most$patients == most$with_event * least$patients
  text <- sprintf("%s %% of %s", ifelse(one, percent(least), paste(percent(least), "to", percent(most))), of_both(least, most))
  ifelse(is_same(x, least, most) | least$patients %in% c(0, NA), "", text)
}

# Whether the estimate is what both of its bounds are.
is_same <- function(x, least, most) {
  same <- function(of) (of$patients == x$patients & of$with_event == x$with_event) %in% TRUE
  same(least) & same(most)
}

of_both <- function(least, most) {
  from_to(pmin(least$patients, most$patients), pmax(least$patients, most$patients))
}

# "2/5; 20 to 60 % of 10".
in_all_bounded <- function(x, rows) {
  bounds <- bounds_texts(x, rows)
  paste0(in_all_known(x), ifelse(nzchar(bounds), paste0("; ", bounds), ""))
}

term_wide <- function(x, found) {
  of <- function(measure, outcome = found$outcome) {
    rows <- x[x$measure == measure, ]
    rows[match(outcome, rows$outcome), ]
  }
  graded <- function(grade) of("proportion", paste0(found$outcome, ", ", grade))
  bounds <- bounds_texts(found, x)
  severe <- graded("grade 3 or 4")
  bounded <- any(nzchar(bounds)) || any(nzchar(bounds_texts(severe, x))) || any(severe$patients != found$patients)
  table <- list(abnormality = found$outcome, patients = in_all_known(found), `% (limits)` = percent_limits_known(found))
  if (bounded) {
    if (any(nzchar(bounds))) table$`if all were known` <- bounds
    two <- graded("grade 2 or more")
    if (!all(is.na(two$measure))) table$`grade 2+` <- ifelse(is.na(two$measure), "", in_all_bounded(two, x))
  }
  table$`grade 3-4` <- if (bounded) in_all_bounded(severe, x) else big(severe$with_event)
  if (any(x$measure == "incident")) {
    table$new <- in_all_bounded(of("incident"), x)
    over <- of("recovered")
    bounds <- bounds_texts(over, x)
    table$over <- ifelse(of("incident")$patients %in% 0 & over$patients %in% 0 & !nzchar(bounds), "",
                         paste0(in_all(over), ifelse(nzchar(bounds), paste0("; ", bounds), "")))
  }
  as_frame(table, nrow(found))
}

# No number where nobody's tests decide.
in_all_known <- function(x) ifelse(x$patients %in% 0, "not known", in_all(x))

percent_limits_known <- function(x) ifelse(x$patients %in% 0, "not estimable", percent_limits(x))

in_all <- function(x) paste0(big(x$with_event), "/", big(x$patients))

# "None of 11 (at most 28 %): platelet count decreased, anemia".
none_lines <- function(x) {
  x <- x[x$patients > 0, ]
  vapply(split(x, factor(x$patients, unique(x$patients))), function(of) {
    sprintf("None of %s (at most %s %%): %s.", big(of$patients[1]), with_digits(100 * of$conf_high[1], share_digits(of$patients[1])),
            paste(of$outcome, collapse = "; "))
  }, "", USE.NAMES = FALSE)
}

# Shares that are above 0, or may be, as a table, of the others what is known.
share_parts <- function(rows, title) {
  x <- rows[!grepl("^(least|most)_", rows$measure), ]
  most <- most_of(x, rows)
  may <- x$with_event > 0 | (most$with_event > 0) %in% TRUE
  found <- x[may, ]
  table <- list(outcome = found$outcome, patients = in_all_known(found), `% (limits)` = percent_limits_known(found))
  bounds <- bounds_texts(found, rows)
  if (any(nzchar(bounds))) table$`if all were known` <- bounds
  names(table)[1] <- title
  list(display_part(if (nrow(found) == 0) no_table() else as_frame(table, nrow(found)),
                    lines = c(none_lines(x[!may, ]), untested_line(x[!may, ]))))
}

landmark_parts <- function(x, landmark) {
  if (nrow(x) == 0) return(NULL)
  title <- sprintf("at %s", counted(landmark, "month"))
  if (all(x$patients == 0)) return(list(display_part(no_table(), lines = sprintf("Nobody was tested %s.", title))))
  part <- share_parts(x, title)
  part[[1]]$lines <- sub("^None", paste0("A", substring(title, 2), " none"), part[[1]]$lines)
  part
}

composite_parts <- function(x) if (nrow(x) > 0) share_parts(x, "several tests")

untested_line <- function(x) {
  none <- x$outcome[x$patients == 0]
  if (length(none) > 0) sprintf("Not known of anybody: %s.", paste(none, collapse = "; "))
}

# "leucopenia ...: began on day 31 to 60; over in 4 of 4, on day 88 to 147".
course_lines <- function(x, courses, settings) {
  if (is.null(courses) || length(settings$by) > 0) return(character())
  courses <- courses[courses$outcome %in% x$outcome, ]
  vapply(split(courses, factor(courses$outcome, unique(courses$outcome))), function(of) {
    over <- of$recovered[!is.na(of$recovered)]
    parts <- c(new_text(x[x$outcome == of$outcome[1], ], settings), sprintf("began on day %s", span_text(of$onset)),
               nadir_text(of, settings), sprintf("over in %s of %s", length(over), nrow(of)))
    text <- sprintf("%s: %s", of$outcome[1], paste(parts, collapse = "; "))
    if (length(over) == 0) text else sprintf("%s, on day %s", text, span_text(over))
  }, "", USE.NAMES = FALSE)
}

# "new in 4 of 11, 48 (13 to 122) per 100 years".
new_text <- function(x, settings) {
  rate <- x[x$measure == "first_event_rate", ]
  if (nrow(rate) == 0 || rate$with_event == 0) return()
  sprintf("new in %s of %s, %s per %s", big(rate$with_event), big(rate$patients),
          with_limits(rate$estimate, rate$conf_low, rate$conf_high, rate_digits(rate$estimate, 0)), rate$unit)
}

nadir_text <- function(of, settings) {
  known <- of$nadir_value[!is.na(of$nadir_value)]
  if (length(known) == 0) return()
  values <- if (min(known) == max(known)) number_text(known[1]) else
    sprintf("%s (%s to %s)", number_text(stats::median(known), digits = 3), number_text(min(known), digits = 3), number_text(max(known), digits = 3))
  sprintf("worst %s %s", values, settings$units[[of$outcome[1]]])
}

span_text <- function(days) {
  if (min(days) == max(days)) number_text(days[1]) else sprintf("%.0f to %.0f", min(days), max(days))
}

lab_reason_texts <- c(no_value = "without a value", no_range = "without the limit that decides",
                      no_unit = "without a unit that is understood", no_term = "of values for which the criteria have no grade",
                      censored_open = "known to be below or above a bound that does not decide")

ungraded_text <- function(settings) {
  tests <- settings$ungraded
  patients <- settings$ungraded_landmark
  assumed <- tests$reason == "no_baseline"
  c(
    if (any(!assumed)) {
      sums <- tapply(tests$tests[!assumed], tests$reason[!assumed], sum)
      sprintf("Tests in the periods that do not decide any grade: %s (see findings()).", listed(sprintf("%s %s", big(sums), lab_reason_texts[names(sums)])))
    },
    if (any(assumed)) {
      sprintf("Tests graded as if the unknown baseline was normal: %s.", big(sum(tests$tests[assumed])))
    },
    if (!is.null(patients)) {
      sums <- tapply(patients$patients, patients$test, sum)
      sprintf("With ungradable tests alone at the landmark: %s.",
              listed(sprintf("%s in %s", names(sums), counted_each(sums, "patient"))))
    },
    if (!is.null(settings$no_baseline)) {
      sprintf("No grade at baseline (counted as not known to be abnormal then): up to %s.",
              counted(max(settings$no_baseline$patients), "patient"))
    }
  )
}

no_terms_text <- function(settings) {
  if (length(settings$no_terms) == 0) return()
  sprintf("%s has no term for: %s. Grade it by CTCAE 5.0.", rules_text(settings), listed(settings$no_terms))
}

unknown_text <- function(unknown) {
  if (is.null(unknown)) return()
  hint <- ifelse(is.na(unknown$nearest), "", sprintf("; is it %s?", unknown$nearest))
  sprintf("Tests whose names are not known, left out: %s.",
          listed(sprintf("%s (%s%s)", unknown$test, big(unknown$tests), hint)))
}
