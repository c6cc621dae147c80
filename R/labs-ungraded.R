# Tests that a result could not use, and why.

# In each group and period, by test and reason: tests without a grade though there
# are rules for them, and those graded without the baseline that they need.
ungraded_counts <- function(audit) {
  labs <- audit$labs
  tests <- lab_tests()$test
  parts <- lapply(seq_along(audit$periods$names), function(i) {
    graded <- audit$graded[[i]]$all
    reason <- graded$reason
    rows <- which((is.na(graded$grade) & reason != match("no_rule", lab_reasons)) | reason == match("no_baseline", lab_reasons))
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

# Of tests in rows, how many fall into period i of each row of the result.
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
      rows <- pick(audit$graded[[i]]$all)
      list(labs$patient[rows], labs$day[rows], rep(0L, length(rows)), rep(0, length(rows)), 1L)
    }, audit, landmark, window))
  }
  parts <- lapply(sort(unique(labs$test[labs$test %in% audit$table$code])), function(code) {
    known <- at(function(graded) which(labs$test == code & !is.na(graded$grade)))
    there <- at(function(graded) which(labs$test == code))
    patients <- tabulate(audit$row[there & !known], nrow(audit$labels))
    data.frame(audit$labels, test = rep(tests[code], length(patients)), patients = patients, check.names = FALSE)[patients > 0, ]
  })
  counts <- do.call(rbind, parts)
  if (is.null(counts) || nrow(counts) == 0) NULL else as_frame(as.list(counts), nrow(counts))
}

# Patients of an incident share whose baseline is not known, by row and term.
no_baseline_counts <- function(courses, audit) {
  parts <- lapply(courses, function(course) {
    unknown <- !is.na(course$worst) & is.na(course$baseline)
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
