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
# not in somebody who was tested, the least and the most that it can be of all tested:
# those of whom it is `sure`, and those of whom it may be so.
decided_rows <- function(audit, outcome, measure, found, conf_level, among = TRUE) {
  rows <- share_rows(audit, outcome, measure, among & found$state %in% 0:1, found$state %in% 1L, conf_level)
  tested <- among & !is.na(found$sure)
  if (!any(is_open(found) & tested)) return(rows)
  rbind(rows, share_rows(audit, outcome, paste0("least_", measure), tested, found$sure == 1L, conf_level),
        share_rows(audit, outcome, paste0("most_", measure), tested, found$perhaps == 1L, conf_level))
}

# Also where a test without the limit shows what those that count do not.
is_open <- function(found) !is.na(found$sure) & (!found$state %in% 0:1 | found$sure != found$state | found$perhaps != found$state)

# Whether the worst grades in the cells reached those asked for: that of grade 2 or
# more is said where any grade is not decided of all, since it needs less.
worst_rows <- function(at, term, audit, conf_level) {
  rows <- function(grade) {
    outcome <- if (grade == "any") term else paste0(term, ", ", grade)
    decided_rows(audit, outcome, "proportion", at[[grade]], conf_level)
  }
  less <- any(is_open(at$any)) && any(at[["grade 2 or more"]]$state %in% 0:1)
  do.call(rbind, lapply(c("any", if (less) "grade 2 or more", "grade 3 or 4"), rows))
}

graded_outcome <- ", grade (2 or more|3 or 4)$"

course_rows <- function(course, audit, per, conf_level) {
  before <- course$baseline %in% 1L
  new <- course$state %in% 0:1 & !before
  had <- !is.na(course$onset)
  rows <- function(measure, state, sure, perhaps, among = TRUE) {
    decided_rows(audit, course$term, measure, list(state = state, sure = sure, perhaps = perhaps), conf_level, among)
  }
  rbind(
    worst_rows(course$at, course$term, audit, conf_level),
    rows("baseline", course$baseline, course$baseline_sure, course$baseline_perhaps),
    rows("incident", course$state, course$sure, course$perhaps, !before),
    first_rate_rows(course, new, audit, per, conf_level),
    rows("recovered", course$over, as.integer(!is.na(course$recovered)), course$perhaps_over, had)
  )
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

landmark_state <- function(found, grade) {
  sure <- as.integer(found$least >= grade)
  perhaps <- as.integer(found$most >= grade)
  list(state = ifelse(found$counts %in% 1L & sure == perhaps, sure, NA_integer_), sure = sure, perhaps = perhaps)
}

landmark_rows <- function(found, term, audit, landmark, window, conf_level) {
  any <- landmark_state(found, 1L)
  rows <- decided_rows(audit, term, "landmark", any, conf_level)
  if (!any(is_open(any))) return(rows)
  two <- landmark_state(term_landmarks(term, audit, landmark, window, 2L), 2L)
  if (!any(two$state %in% 0:1)) return(rows)
  rbind(rows, decided_rows(audit, paste0(term, ", grade 2 or more"), "landmark", two, conf_level))
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
