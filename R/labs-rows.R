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

# Of the worst grades in the cells.
worst_rows <- function(worst, term, audit, conf_level) {
  known <- !is.na(worst)
  severe <- paste0(term, ", grade 3 or 4")
  rbind(share_rows(audit, term, "proportion", known, worst >= 1, conf_level),
        share_rows(audit, severe, "proportion", known, worst >= 3, conf_level))
}

course_rows <- function(course, audit, per, conf_level) {
  new <- !is.na(course$worst) & !(course$baseline %in% 1:4)
  had <- !is.na(course$onset)
  rows <- function(measure, known, abnormal) share_rows(audit, course$term, measure, known, abnormal, conf_level)
  rbind(
    worst_rows(course$worst, course$term, audit, conf_level),
    rows("baseline", !is.na(course$baseline), course$baseline >= 1),
    rows("incident", new, had),
    first_rate_rows(course, new, audit, per, conf_level),
    rows("recovered", had, !is.na(course$recovered))
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

landmark_rows <- function(grade, term, audit, conf_level) {
  share_rows(audit, term, "landmark", !is.na(grade), grade >= 1, conf_level)
}

# How many patients have each grade at the landmark.
landmark_counts <- function(landmarks, terms, audit) {
  parts <- Map(function(grade, term) {
    counts <- table(factor(audit$row, seq_len(nrow(audit$labels))), factor(grade, 0:4))
    at <- which(counts > 0, arr.ind = TRUE)
    at <- at[order(at[, 1], at[, 2]), , drop = FALSE]
    cbind(audit$labels[at[, 1], , drop = FALSE], term = rep(term, nrow(at)), grade = at[, 2] - 1L, patients = as.integer(counts[at]))
  }, landmarks, terms)
  rows <- do.call(rbind, unname(parts))
  if (is.null(rows)) NULL else as_frame(as.list(rows), nrow(rows))
}
