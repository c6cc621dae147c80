# Tests that a result could not use, and why.

# In each group and period, by test and reason: tests that count for none of their terms
# at any grade, or whose bound leaves it open, and those graded without the baseline
# that they need.
ungraded_counts <- function(audit) {
  labs <- audit$labs
  tests <- lab_tests()$test
  parts <- lapply(seq_along(audit$periods$names), function(i) {
    reason <- left_out_reasons(audit$graded[[i]])
    rows <- which(!is.na(reason))
    kinds <- unique(data.frame(test = labs$test[rows], reason = reason[rows]))
    kinds <- kinds[order(tests[kinds$test], lab_reasons[kinds$reason], method = "radix"), ]
    lapply(seq_len(nrow(kinds)), function(k) {
      of <- rows[labs$test[rows] == kinds$test[k] & reason[rows] == kinds$reason[k]]
      counts <- count_rows(of, i, audit)
      data.frame(audit$labels, test = tests[kinds$test[k]], reason = lab_reasons[kinds$reason[k]], tests = counts,
                 check.names = FALSE)[counts > 0, ]
    })
  })
  counts <- do.call(rbind, unlist(parts, recursive = FALSE))
  if (is.null(counts) || nrow(counts) == 0) NULL else as_frame(as.list(counts), nrow(counts))
}

# The code of the reason for which each test is left out, or graded with a doubt; NA
# where it counts for one of its terms.
left_out_reasons <- function(graded) {
  of <- lapply(graded, function(found) ungraded_reasons(found, 1L))
  none <- lapply(graded, function(found) found$reason == match("no_rule", lab_reasons))
  low <- of$low
  high <- of$high
  doubt <- match("no_baseline", lab_reasons)
  doubted <- graded$low$reason %in% doubt | graded$high$reason %in% doubt
  reason <- ifelse(none$low, high, ifelse(none$high, low, ifelse(is.na(low) | is.na(high), NA_integer_, low)))
  ifelse(is.na(reason) & doubted, doubt, reason)
}

# Why tests do not decide whether a grade was reached: those without the limit or the
# unit whatever their value, those whose bound leaves it open. NA where they do.
ungraded_reasons <- function(found, at_grade) {
  decided <- !is.na(found$least) & found$from <= at_grade
  open <- decided & found$least < at_grade & found$most >= at_grade
  none <- found$reason %in% match(c("no_rule", "no_value", "no_unit", "no_term"), lab_reasons)
  reason <- ifelse(none, found$reason, match("no_range", lab_reasons))
  reason <- ifelse(open, match("censored_open", lab_reasons), reason)
  ifelse((decided & !open) | found$reason %in% match("no_rule", lab_reasons), NA_integer_, reason)
}

# How many of these tests fall into period i of each row of the result.
count_rows <- function(rows, i, audit) {
  ranges <- audit$periods$ranges
  times <- ranges[c("period", "patient", "start", "stop")]
  in_cells <- .Call(C_count_in_cells, audit$labs$patient[rows], audit$labs$day[rows], rep(1L, length(rows)), times,
                    ranges$cell, length(audit$row))
  in_cells[audit$period != i] <- 0
  as.vector(tapply(in_cells, factor(audit$row, seq_len(nrow(audit$labels))), sum, default = 0))
}

# Patients whose tests at the landmark are there, and all ungradable.
ungraded_at_landmark <- function(audit, landmark, window) {
  labs <- audit$labs
  tests <- lab_tests()$test
  at <- function(pick) {
    !is.na(landmark_grades(function(i) {
      rows <- pick(left_out_reasons(audit$graded[[i]]))
      grade <- rep(0L, length(rows))
      list(labs$patient[rows], labs$day[rows], grade, grade, grade + 1L, as.double(grade), 1L, 1L)
    }, audit, landmark, window)$day)
  }
  parts <- lapply(sort(unique(labs$test[labs$test %in% audit$table$code])), function(code) {
    counts <- c(NA, match(c("no_baseline", "censored_open"), lab_reasons))
    known <- at(function(reason) which(labs$test == code & reason %in% counts))
    there <- at(function(reason) which(labs$test == code))
    patients <- tabulate(audit$row[there & !known], nrow(audit$labels))
    data.frame(audit$labels, test = rep(tests[code], length(patients)), patients = patients, check.names = FALSE)[patients > 0, ]
  })
  counts <- do.call(rbind, parts)
  if (is.null(counts) || nrow(counts) == 0) NULL else as_frame(as.list(counts), nrow(counts))
}

# Patients of an incident share without a test at baseline, by row and term.
no_baseline_counts <- function(courses, audit) {
  parts <- lapply(courses, function(course) {
    unknown <- course$state %in% 0:1 & is.na(course$baseline_sure)
    counts <- tabulate(audit$row[unknown], nrow(audit$labels))
    data.frame(audit$labels, term = rep(course$term, length(counts)), patients = counts, check.names = FALSE)[counts > 0, ]
  })
  counts <- do.call(rbind, parts)
  if (is.null(counts) || nrow(counts) == 0) NULL else as_frame(as.list(counts), nrow(counts))
}

# Names of tests that are not known, and what may be meant.
unknown_tests <- function(test) {
  unknown <- as.character(test)[is.na(canonical_tests(levels(test))$test)[as.integer(test)]]
  if (length(unknown) == 0) return(NULL)
  counts <- table(unknown)
  names <- sort(names(counts), method = "radix")
  near <- vapply(names, function(name) {
    found <- nearest(name, lab_table("tests")$name)
    if (is.null(found)) NA_character_ else found
  }, "")
  data.frame(test = names, tests = as.integer(counts[names]), nearest = unname(near))
}

# Tests that are known, in a unit that is not.
unit_findings <- function(cohort, labs) {
  log <- new_findings()
  columns <- labs$columns
  factor <- columns$factor[(as.integer(columns$unit) - 1L) * length(columns$test_of) + as.integer(columns$name)]
  rows <- which(is.na(factor) & labs$test > 0)
  unit <- rep(labs$unit, length.out = length(labs$row))[rows]
  report <- function(of, problem) {
    add_findings(log, "labs", labs$row[rows[of]], cohort$patients$id[labs$patient[rows[of]]], problem, unit[of],
                 "left out of this audit")
  }
  report(which(is.na(unit)), "missing_unit")
  report(which(!is.na(unit)), "unknown_unit")
  collected(log)
}
