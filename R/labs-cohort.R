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

# Grades in each period, of the terms for low and of those for high values. They are
# the same in all periods unless a rule asks for the baseline, which is another in
# each.
grade_periods <- function(labs, table, lln_rule, origins) {
  asks <- any(asks_baseline(table) & table$code %in% labs$test)
  grade <- function(origin) {
    baselines <- if (asks) baselines_from(labs, origin)
    lapply(structure(directions, names = directions), function(direction) {
      grade_columns(labs$columns, directed(table, direction), lln_rule, baselines)
    })
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

# Tests of a term as the core reads them, with what their grades can be in period i,
# asked for a grade of `at_grade` or more.
tests_of_term <- function(term, audit, i, at_grade = 1L) {
  table <- directed(audit$table, audit$table$direction[match(term, audit$table$term)])
  graded <- audit$graded[[i]][[table$direction[1]]]
  rows <- which(graded$term == match(term, unique(table$term)))
  labs <- audit$labs
  list(labs$patient[rows], labs$day[rows], graded$least[rows], graded$most[rows], graded$from[rows],
       in_rule_units(column_rows(labs$columns, rows)), if (table$direction[1] == "low") -1L else 1L, at_grade)
}

# The grades of which it is asked whether a test reached them.
asked_grades <- c(any = 1L, `grade 2 or more` = 2L, `grade 3 or 4` = 3L)

# The course of a term in each cell of the periods, at grade 1 or more; and in `at`
# whether each of the asked grades was reached.
term_courses <- function(term, audit) {
  tests <- lapply(seq_along(audit$periods$names), tests_of_term, term = term, audit = audit)
  course <- courses_at(tests, audit)
  whole <- all(vapply(tests, function(of) all(is.na(of[[3]]) | (of[[3]] == of[[4]] & of[[5]] == 1L)), NA))
  course$at <- lapply(asked_grades, function(grade) {
    if (grade == 1) return(course[c("state", "sure", "perhaps")])
    if (!whole) return(courses_at(lapply(tests, replace, 8, grade), audit)[c("state", "sure", "perhaps")])
    reached <- as.integer(course$least >= grade)
    list(state = reached, sure = reached, perhaps = reached)
  })
  course$worst <- one_grade(course$least, course$most)
  course$baseline_grade <- one_grade(course$baseline_least, course$baseline_most)
  course$term <- term
  course$courses <- course_frame(course, audit)
  course
}

# The grade where it can be one alone.
one_grade <- function(least, most) ifelse(least == most, least, NA_integer_)

courses_at <- function(tests, audit) {
  ranges <- audit$periods$ranges
  found <- lapply(seq_along(audit$periods$names), function(i) {
    of <- which(ranges$period == i)
    cells <- which(audit$period == i)
    times <- lapply(ranges[c("period", "patient", "start", "stop")], `[`, of)
    .Call(C_lab_courses, tests[[i]], times, ranges$cell[of] - ranges$cell[of][1],
          audit$origin[cells], audit$cohort$patients$to, audit$recovery)
  })
  names <- names(found[[1]])
  lapply(structure(names, names = names), function(name) unlist(lapply(found, `[[`, name), use.names = FALSE))
}

# Patients whose abnormality began in a period by a test that counts, in days since its
# origin.
course_frame <- function(course, audit) {
  had <- which(!is.na(course$onset))
  since <- function(day) day[had] - audit$origin[had]
  data.frame(
    period = audit$period[had], outcome = rep(course$term, length(had)), id = audit$cohort$patients$id[audit$patient[had]],
    onset = since(course$onset), normal = since(course$normal), grade = course$worst[had], least = course$least[had],
    most = course$most[had], baseline = course$baseline_grade[had],
    nadir = since(course$nadir), nadir_value = course$nadir_value[had], last_held = since(course$last_held),
    recovered = since(course$recovered), first_onset = rep(NA_integer_, length(had)), onset_from = since(course$onset_from),
    onset_to = since(course$onset_to), recovered_from = since(course$over_from), recovered_to = since(course$over_to),
    stringsAsFactors = FALSE
  )
}

# What each cell's test at its landmark can be: its least and most grade, whether it
# counts for a grade of `at_grade` or more, and its day, NA where there is none. NULL: the
# nearest of all tests, whether they count or not.
term_landmarks <- function(term, audit, landmark, window, at_grade = 1L) {
  landmark_grades(function(i) landmark_tests(term, audit, i, at_grade), audit, landmark, window)
}

landmark_tests <- function(term, audit, i, at_grade) {
  tests <- tests_of_term(term, audit, i, if (is.null(at_grade)) 1L else at_grade)
  if (is.null(at_grade)) tests[[5]][] <- 1L
  tests
}

landmark_grades <- function(tests_in, audit, landmark, window) {
  cells <- rep(NA_integer_, length(audit$row))
  found <- list(least = cells, most = cells, counts = cells, day = cells)
  for (i in seq_along(audit$periods$names)) {
    of <- which(audit$period == i)
    days <- landmark_days(tests_in, audit, i, landmark, window)
    for (name in names(found)) found[[name]][of] <- days[[name]][audit$patient[of]]
  }
  found
}

# Each patient's test at the landmark of period i.
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
