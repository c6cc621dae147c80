# The tests behind a number of the laboratory; see R/result-records.R.

#' @export
audit_records.msaudit_labs <- function(x, row) {
  call <- sys.call(-1)
  audited <- audited_of(x, row, call)
  rules <- definition(x)
  of <- as.data.frame(x)[row, ]
  if (of$outcome %in% rules$composite_names) {
    usage_error("row", sprintf("Row %d is of several tests together: lab_courses() has the days on which they held", row), call)
  }
  cohort <- audited$cohort
  groups <- patient_groups(cohort, rules$by, call)
  audit <- lab_audit(cohort, audited$periods, groups, lab_rules(rules$rules, "rules", call), rules$lln_rule, rules$recovery)
  tests <- term_records(audit, of, label_place(of, 1, audit$labels))
  reason <- switch(
    sub("^(least|most)_", "", of$measure),
    proportion = worst_reasons(tests),
    baseline = baseline_reasons(tests),
    recovered = recovered_reasons(tests),
    landmark = landmark_reasons(tests, audit, rules),
    new_reasons(tests)
  )
  who <- unique(audit$patient[tests$cells])
  refused <- refused_records(cohort, "labs", who)
  grade <- c(tests$grade, rep(NA_integer_, length(refused$row)))
  records_of(cohort, "labs", c(tests$patient, refused$patient), c(tests$row, refused$row), c(tests$day, refused$day),
             c(reason, refused$reason), grade = grade)
}

# The tests of a term in the patients of a row of the labels, in order of patient and
# day: where each lies, its grade, why it has none; and the course of its patient.
term_records <- function(audit, of, place) {
  term <- sub(graded_outcome, "", of$outcome)
  at <- match(sub("^.*, ", "", of$outcome), names(asked_grades), nomatch = 1L)
  cells <- which(audit$row == place)
  i <- audit$period[cells[1]]
  if (length(cells) == 0) i <- match(of$period, audit$periods$names)
  which_way <- audit$table$direction[match(term, audit$table$term)]
  table <- directed(audit$table, which_way)
  graded <- audit$graded[[i]][[which_way]]
  labs <- audit$labs
  rows <- which(graded$term == match(term, unique(table$term)) & labs$patient %in% audit$patient[cells])
  course <- term_courses(term, audit)
  cell <- cells[match(labs$patient[rows], audit$patient[cells])]
  course$worst <- course$at[[at]]$state
  bound <- sub("_.*", "", of$measure)
  course <- bound_course(course, bound)
  names <- c("worst", "baseline_sure", "new", "onset", "recovered")
  found <- lapply(graded[c("grade", "least", "most", "from", "reason")], `[`, rows)
  why <- ungraded_reasons(found, asked_grades[[at]])
  # The least and the most are by all tests.
  counts <- !is.na(found$least) & (found$from <= asked_grades[[at]] | bound %in% c("least", "most"))
  reached <- counts & (if (bound == "most") found$most else found$least) >= asked_grades[[at]]
  below <- if (bound == "most") found$least else found$most
  list(term = term, period = i, cells = cells, row = labs$row[rows], patient = labs$patient[rows], day = labs$day[rows],
       grade = found$grade, counts = counts, reached = reached, normal = counts & below == 0, bound = bound,
       ungraded = lab_reasons[why], at_grade = asked_grades[[at]], origin = audit$origin[cell],
       place = place_in_ranges(labs$patient[rows], labs$day[rows], audit$periods$ranges, i),
       course = lapply(structure(names, names = names), function(name) course[[name]][cell]))
}

# What a course is for a number that is an estimate, or the least or the most that it can be.
bound_course <- function(course, bound) {
  course$new <- new_state(course)
  if (!bound %in% c("least", "most")) return(course)
  sure <- bound == "least"
  new <- new_may(course)
  course$new <- as.integer(if (sure) new$yes & !new$no & !new$out else new$yes)
  over <- over_may(course)
  course$recovered <- if (sure) ifelse(over$yes & !over$no & !over$out, course$over_to, NA) else course$over_from
  course
}

# The first of the tests of each patient of which `fits` holds.
first_that <- function(tests, fits) {
  fits <- fits %in% TRUE
  fits & !duplicated(data.frame(tests$patient, fits))
}

# What may be said of a test whatever the measure.
plain_reasons <- function(tests, place = tests$place) {
  reason <- ifelse(place != "in", place, ifelse(!is.na(tests$ungraded), tests$ungraded, "grade_0"))
  reason[reason == "grade_0" & tests$reached] <- "not_worst"
  replace(reason, reason == "grade_0" & tests$grade %in% 1:4, "less_severe")
}

# Of the tests that reached the grade, the first of the worst grade counts.
worst_reasons <- function(tests) {
  reason <- plain_reasons(tests)
  replace(reason, first_that(tests, is_worst(tests, tests$place == "in" & tests$reached)), "counted")
}

# Of some tests those of the worst grade of their patient, or all where none is known.
is_worst <- function(tests, some) {
  here <- which(some)
  worst <- tapply(tests$grade[here], tests$patient[here], function(x) if (all(is.na(x))) NA else max(x, na.rm = TRUE))
  worst <- worst[as.character(tests$patient)]
  some & (is.na(worst) | tests$grade == worst)
}

new_reasons <- function(tests) {
  reason <- plain_reasons(tests)
  reason[reason == "not_worst"] <- "later_event"
  unknown <- tests$place == "in" & !tests$course$new %in% 0:1 & !is.na(tests$course$baseline_sure)
  reason[unknown & is.na(tests$ungraded)] <- "before_not_known"
  reason[unknown & tests$course$baseline_sure %in% 1L] <- "abnormal_before"
  counted <- first_that(tests, tests$place == "in" & tests$reached) & tests$course$new %in% 1L
  replace(reason, counted, "counted")
}

# Those of the last graded day up to the origin are the baseline.
baseline_reasons <- function(tests) {
  before <- tests$day <= tests$origin
  reason <- plain_reasons(tests, ifelse(before %in% TRUE, "in", "after_start"))
  known <- rev(which(before & tests$counts))
  last <- tests$day[known][match(tests$patient, tests$patient[known])]
  reason[reason %in% c("grade_0", "not_worst") & tests$day < last] <- "not_latest"
  on_it <- !is.na(last) & tests$day == last
  replace(reason, first_that(tests, is_worst(tests, on_it & tests$reached)), "counted")
}

recovered_reasons <- function(tests) {
  reason <- ifelse(!is.na(tests$ungraded), tests$ungraded, "not_recovery")
  replace(reason, first_that(tests, tests$day == tests$course$recovered & tests$normal), "counted")
}

landmark_reasons <- function(tests, audit, rules) {
  all <- tests$bound %in% c("least", "most")
  tests_in <- function(i) landmark_tests(tests$term, audit, i, if (!all) tests$at_grade)
  found <- landmark_days(tests_in, audit, tests$period, rules$landmark, rules$window)
  day <- ifelse(found$counts == 1L, found$day, NA)[tests$patient]
  reason <- ifelse(!is.na(tests$ungraded), tests$ungraded, ifelse(tests$day %in% day & tests$day == day, "grade_0", "not_nearest"))
  reason[reason == "grade_0" & tests$grade %in% 1:4] <- "not_worst"
  worst <- ifelse(found$least == found$most, found$least, NA)[tests$patient]
  replace(reason, first_that(tests, tests$day == day & tests$reached & (is.na(worst) | tests$grade == worst)), "counted")
}
