# The laboratory of a cohort, graded for the periods of an audit.

directions <- c("low", "high")

directed <- function(table, direction) table[table$direction == direction & !is.na(table$grade), ]

# What an audit of a laboratory works on. Of each cell of the periods: `row` of
# the result, `period`, `patient`, `origin`, the day from which it is counted.
lab_audit <- function(cohort, periods, groups, table, lln_rule, recovery = 1L) {
  labs <- labs_of(cohort)
  origins <- lapply(seq_along(periods$names), origins_of, periods = periods, cohort = cohort)
  cells <- periods$cells
  origin <- rep(NA_integer_, length(cells$patient))
  for (i in seq_along(origins)) {
    of <- which(cells$period == i)
    origin[of] <- origins[[i]][cells$patient[of]]
  }
  list(cohort = cohort, labs = labs, periods = periods, table = table, recovery = recovery,
       row = cell_rows(periods, groups), labels = row_labels(periods, groups), period = cells$period,
       patient = cells$patient, origins = origins, origin = origin,
       graded = grade_periods(labs, table, lln_rule, origins))
}

labs_of <- function(cohort) {
  labs <- cohort$labs
  unit <- if (is.null(labs$unit)) NA_character_ else labs$unit
  columns <- lab_columns(list(value = labs$value, test = labs$test, unit = unit, ref_low = labs$ref_low,
                              ref_high = labs$ref_high, censored = labs$censored))
  list(columns = columns, patient = labs$patient, day = labs$date, row = labs$row, sample = labs$sample, unit = unit,
       test = columns$test_of[as.integer(columns$name)])
}

# The day from which a period's time is counted, for each patient: the start of
# its drug, or of the period.
origins_of <- function(i, periods, cohort) {
  day <- periods$origins[[i]](cohort)
  if (!is.null(day)) return(day)
  day <- rep(NA_integer_, nrow(cohort$patients))
  rows <- which(periods$ranges$period == i)
  rows <- rows[!duplicated(periods$ranges$patient[rows])]
  day[periods$ranges$patient[rows]] <- periods$ranges$start[rows]
  day
}

# Grades in each period: of all terms of a test together, of those for low and of
# those for high values. They are the same in all periods unless a rule asks for
# the baseline, which is another in each.
grade_periods <- function(labs, table, lln_rule, origins) {
  asks <- any(asks_baseline(table) & table$code %in% labs$test)
  grade <- function(origin) {
    baselines <- if (asks) baselines_from(labs, origin)
    of <- function(rules) grade_columns(labs$columns, rules, lln_rule, baselines)
    c(list(all = of(table)), lapply(structure(directions, names = directions), function(direction) of(directed(table, direction))))
  }
  if (asks) return(lapply(origins, grade))
  rep(list(grade(NULL)), length(origins))
}

baselines_from <- function(labs, origin) {
  .Call(C_lab_baselines, labs$patient, labs$day, labs$columns, origin, nrow(lab_tests()))
}

# The terms with a test in the cohort, in order of the tests.
audited_terms <- function(audit) {
  of <- audit$table[!is.na(audit$table$grade) & audit$table$code %in% audit$labs$test, ]
  of[!duplicated(of$term), c("term", "test", "direction", "code")]
}

# The unit of each term, by its name.
term_units <- function(table) {
  of <- !duplicated(table$term)
  structure(as.list(lab_tests()$unit[table$code[of]]), names = table$term[of])
}

# Tests of a term as the core reads them, with their grades in period i.
tests_of_term <- function(term, audit, i) {
  table <- directed(audit$table, audit$table$direction[match(term, audit$table$term)])
  graded <- audit$graded[[i]][[table$direction[1]]]
  rows <- which(graded$term == match(term, unique(table$term)))
  labs <- audit$labs
  list(labs$patient[rows], labs$day[rows], graded$grade[rows], in_rule_units(column_rows(labs$columns, rows)),
       if (table$direction[1] == "low") -1L else 1L)
}

# The course of a term in each cell of the periods.
term_courses <- function(term, audit) {
  ranges <- audit$periods$ranges
  found <- lapply(seq_along(audit$periods$names), function(i) {
    of <- which(ranges$period == i)
    cells <- which(audit$period == i)
    times <- lapply(ranges[c("period", "patient", "start", "stop")], `[`, of)
    .Call(C_lab_courses, tests_of_term(term, audit, i), times, ranges$cell[of] - ranges$cell[of][1],
          audit$origin[cells], audit$cohort$patients$to, audit$recovery)
  })
  names <- names(found[[1]])
  course <- lapply(structure(names, names = names), function(name) unlist(lapply(found, `[[`, name), use.names = FALSE))
  course$term <- term
  course$courses <- course_frame(course, audit)
  course
}

# Patients whose abnormality began in a period, in days since its origin.
course_frame <- function(course, audit) {
  had <- which(!is.na(course$onset))
  since <- function(day) day[had] - audit$origin[had]
  data.frame(
    period = audit$period[had], outcome = rep(course$term, length(had)), id = audit$cohort$patients$id[audit$patient[had]],
    onset = since(course$onset), normal = since(course$normal), grade = course$worst[had], baseline = course$baseline[had],
    nadir = since(course$nadir), nadir_value = course$nadir_value[had], last_held = since(course$last_held),
    recovered = since(course$recovered), first_onset = rep(NA_integer_, length(had)), stringsAsFactors = FALSE
  )
}

# The grade of each cell at its landmark, NA where there is none.
term_landmarks <- function(term, audit, landmark, window) {
  landmark_grades(function(i) tests_of_term(term, audit, i), audit, landmark, window)
}

landmark_grades <- function(tests_in, audit, landmark, window) {
  grade <- rep(NA_integer_, length(audit$row))
  for (i in seq_along(audit$periods$names)) {
    of <- which(audit$period == i)
    grade[of] <- landmark_days(tests_in, audit, i, landmark, window)$grade[audit$patient[of]]
  }
  grade
}

# Of each patient of the cohort the grade at the landmark of period i, and its day.
landmark_days <- function(tests_in, audit, i, landmark, window) {
  cohort <- audit$cohort
  of <- which(audit$period == i)
  target <- rep(NA_integer_, nrow(cohort$patients))
  target[audit$patient[of]] <- months_after(audit$origin[of], landmark, cohort$clock)
  first <- pmax(target - window[1], cohort$patients$from + 1L, na.rm = TRUE)
  first[is.na(target)] <- NA
  last <- pmin(target + window[2], cohort$patients$to)
  .Call(C_landmark_grades, tests_in(i), target, first, last)
}
