# Rows of a result of the laboratory. `audit` has for each cell of the periods the
# `row` of its `labels`.

share_rows <- function(audit, outcome, measure, known, abnormal, conf_level) {
  n <- nrow(audit$labels)
  patients <- tabulate(audit$row[known], n)
  with_event <- tabulate(audit$row[known & abnormal], n)
  share <- ci_proportion(with_event, patients, conf_level = conf_level)
  values <- c(list(outcome = outcome, measure = measure, patients = patients, with_event = with_event,
                   exposure = as.double(patients), unit = "patient"),
              as.list(share[c("estimate", "conf_low", "conf_high", "method", "note")]))
  placed_rows(audit$labels, values)
}

placed_rows <- function(labels, values) {
  cbind(as.data.frame(new_result("labs", labels, values, NULL)), place = seq_len(nrow(labels)))
}

# The share of those in whom an outcome is decided (`state` 1 or 0); and, where it is
# not so in somebody, the least and the most that it can be. `may` says of each whether
# he may have it (`yes`), may not (`no`), or may be none of those asked for (`out`).
decided_rows <- function(audit, outcome, measure, state, may, conf_level) {
  rows <- share_rows(audit, outcome, measure, state %in% 0:1, state %in% 1L, conf_level)
  if (all(is_settled(state, may))) return(rows)
  least <- bound_cells(audit, may, "no", "yes")
  most <- bound_cells(audit, may, "yes", "no")
  rbind(rows, share_rows(audit, outcome, paste0("least_", measure), least, !may$no, conf_level),
        share_rows(audit, outcome, paste0("most_", measure), most, may$yes, conf_level))
}

# Whether the estimate takes each as what he is whatever the limits that are missing.
is_settled <- function(state, may) {
  may$yes == (state %in% 1L) & may$no == (state %in% 0L) & may$out == !(state %in% 0:1)
}

# Of whom a bound of a share is: it is reached where each is what suits it if he may be,
# else left out if he may be. Where that leaves nobody, it is as the others are.
bound_cells <- function(audit, may, suits, not) {
  known <- may[[suits]] | !may$out
  none <- tabulate(audit$row[known], nrow(audit$labels)) == 0
  known | (none[audit$row] & may[[not]])
}

# What is sure, and what may be, among those who were tested.
tested_may <- function(found) {
  tested <- !is.na(found$sure)
  list(yes = tested & found$perhaps %in% 1L, no = tested & found$sure %in% 0L, out = !tested)
}

# Also where a test without the limit shows what those that count do not.
is_open <- function(found) !is_settled(found$state, tested_may(found))

# Whether the worst grades in the cells reached those asked for: that of grade 2 or
# more is said where any grade is not decided of all, since it needs less. Then each
# grade may be of other patients and tests, which the rows say.
worst_rows <- function(at, term, audit, conf_level) {
  open <- lapply(at, is_open)
  own <- tabulate(audit$row[Reduce(`|`, open)], nrow(audit$labels)) > 0
  rows <- function(grade) {
    outcome <- if (grade == "any") term else paste0(term, ", ", grade)
    found <- decided_rows(audit, outcome, "proportion", at[[grade]]$state, tested_may(at[[grade]]), conf_level)
    if (grade == "any") found else noted(found, "own_patients", own[found$place])
  }
  less <- any(open$any) && any(at[["grade 2 or more"]]$state %in% 0:1)
  do.call(rbind, lapply(c("any", if (less) "grade 2 or more", "grade 3 or 4"), rows))
}

noted <- function(rows, code, where) {
  rows$note[where] <- paste0(rows$note[where], ifelse(nzchar(rows$note[where]), ";", ""), code)
  rows
}

graded_outcome <- ", grade (2 or more|3 or 4)$"

course_rows <- function(course, audit, per, conf_level) {
  new <- new_state(course)
  rows <- function(measure, state, may) decided_rows(audit, course$term, measure, state, may, conf_level)
  before <- list(state = course$baseline, sure = course$baseline_sure, perhaps = course$baseline_perhaps)
  rate <- first_rate_rows(course, new %in% 0:1, audit, per, conf_level)
  unknown <- tabulate(audit$row[!is_settled(new, new_may(course))], nrow(audit$labels)) > 0
  rbind(
    worst_rows(course$at, course$term, audit, conf_level),
    rows("baseline", before$state, tested_may(before)),
    rows("incident", new, new_may(course)),
    noted(rate, "others_not_known", unknown[rate$place]),
    rows("recovered", ifelse(is.na(course$onset), NA, course$over), over_may(course))
  )
}

# Whether an abnormality is new: of those who were not abnormal before, or were not
# tested then. Whose last test then does not count, or is open, is not known.
new_state <- function(course) {
  normal <- is.na(course$baseline_sure) | (course$baseline_limitless %in% 0L & course$baseline_perhaps %in% 0L)
  ifelse(normal & course$state %in% 0:1, course$state, NA)
}

new_may <- function(course) {
  tested <- !is.na(course$sure)
  asked <- tested & !course$baseline_sure %in% 1L
  list(yes = asked & course$perhaps %in% 1L, no = asked & course$sure %in% 0L,
       out = !tested | course$baseline_perhaps %in% 1L)
}

# Whether an abnormality is over, of those who had one.
over_may <- function(course) {
  began <- !is.na(course$onset_from)
  list(yes = began & !is.na(course$over_from), no = began & is.na(course$over_to), out = !course$sure %in% 1L)
}

first_rate_rows <- function(course, new, audit, per, conf_level) {
  n <- nrow(audit$labels)
  row <- factor(audit$row[new], seq_len(n))
  years <- as.vector(tapply(as.double(course$at_risk[new]), row, sum, default = 0)) / 365.25
  patients <- as.vector(table(row))
  with_event <- tabulate(audit$row[new & !is.na(course$onset)], n)
  rate <- ci_rate(with_event, years, method = "garwood", per = per, conf_level = conf_level)
  placed_rows(audit$labels, c(
    list(outcome = course$term, measure = "first_event_rate", patients = patients, with_event = with_event,
         events = as.double(with_event), exposure = years, unit = per_text(per)),
    as.list(rate[c("estimate", "conf_low", "conf_high", "method", "note")])
  ))
}

landmark_state <- function(found, all, grade) {
  sure <- as.integer(found$least >= grade)
  list(state = ifelse(found$counts %in% 1L & sure == (found$most >= grade), sure, NA_integer_),
       sure = as.integer(all$least >= grade), perhaps = as.integer(all$most >= grade))
}

# `all` is the nearest test, whether it counts or not.
landmark_rows <- function(found, term, audit, landmark, window, conf_level) {
  all <- term_landmarks(term, audit, landmark, window, NULL)
  rows <- function(found, grade, outcome) {
    state <- landmark_state(found, all, grade)
    list(state = state, rows = decided_rows(audit, outcome, "landmark", state$state, tested_may(state), conf_level))
  }
  any <- rows(found, 1L, term)
  open <- is_open(any$state)
  if (!any(open)) return(any$rows)
  two <- rows(term_landmarks(term, audit, landmark, window, 2L), 2L, paste0(term, ", grade 2 or more"))
  if (!any(two$state$state %in% 0:1)) return(any$rows)
  own <- tabulate(audit$row[open | is_open(two$state)], nrow(audit$labels)) > 0
  rbind(any$rows, noted(two$rows, "own_patients", own[two$rows$place]))
}

# How many patients have each grade at the landmark, of those whose test counts: from
# `grade`, the least, to `most`.
landmark_counts <- function(landmarks, terms, audit) {
  parts <- Map(function(found, term) {
    of <- which(found$counts %in% 1L)
    kinds <- unique(data.frame(row = audit$row[of], grade = found$least[of], most = found$most[of]))
    kinds <- kinds[order(kinds$row, kinds$grade, kinds$most, method = "radix"), ]
    counts <- vapply(seq_len(nrow(kinds)), function(k) {
      sum(audit$row[of] == kinds$row[k] & found$least[of] == kinds$grade[k] & found$most[of] == kinds$most[k])
    }, 0L)
    cbind(audit$labels[kinds$row, , drop = FALSE], term = rep(term, nrow(kinds)), grade = kinds$grade, most = kinds$most,
          patients = counts)
  }, landmarks, terms)
  rows <- do.call(rbind, unname(parts))
  if (is.null(rows) || nrow(rows) == 0) NULL else as_frame(as.list(rows), nrow(rows))
}
