# What courses of treatment say of each other, for which no rule can decide whether it
# was meant. All are kept; findings() lists them.

# A course without a stop goes on to the end of follow-up. Where the drug is started
# again, as by one row an infusion, or another drug is started, it may have ended long
# before; and two drugs at a time for long are seldom meant.
check_courses <- function(courses, context) {
  n <- nrow(courses)
  if (n < 2) return(invisible())
  if (is.null(courses$stop)) courses$stop <- rep(NA_integer_, n)
  open <- is.na(courses$stop)
  end <- pmin(context$patients$to[courses$patient], courses$stop, na.rm = TRUE)
  drug <- as.integer(courses$drug)
  again <- which(open & later_start(courses, drug) < end)
  say_courses(again, "open_course_again", courses, context)
  key <- courses$patient * (nlevels(courses$drug) + 1) + drug
  say_courses(open_beside(key, courses$start, open), "open_course_beside", courses, context)
  say_courses(which(!open & courses$stop == courses$start & key %in% key[duplicated(key)]), "course_without_days", courses, context)
  switched <- setdiff(which(open & later_start(courses, NULL) < end), again)
  say_courses(switched, "open_course_switch", courses, context)
  say_courses(which(longest_overlap(courses, drug, end) > long_overlap), "overlapping_course", courses, context)
}

# Open courses of which another row of the same drug and start has a stop: which one is
# right nobody knows.
open_beside <- function(key, start, open) {
  if (!any(open)) return(integer())
  same <- paste(key, start)
  which(open & same %in% same[!open])
}

# A handover of one drug to the next takes days; a quarter of a year is another thing.
long_overlap <- 90

say_courses <- function(rows, problem, courses, context) {
  add_findings(context$log, "treatments", courses$row[rows], context$patients$id[courses$patient[rows]], problem,
               paste0(courses$drug[rows], ", ", shown_days(courses$start[rows], context$clock)), course_texts[[problem]])
}

course_texts <- c(
  open_course_again = "kept as ongoing: give `stop`, or count by period_since()",
  open_course_switch = "kept as ongoing: give `stop` if it ended",
  open_course_beside = "kept as ongoing, beside the one that stopped: take out the row that is wrong",
  course_without_days = "kept, but no time is on the drug by it: give the `stop` of the whole course",
  overlapping_course = "kept, the days count in both"
)

# The next later start of the patient: of the same drug, or with `drug` of NULL of a drug
# that is another than the last one started. Courses are in order of patient and start.
later_start <- function(courses, drug) {
  n <- nrow(courses)
  key <- if (is.null(drug)) courses$patient else (courses$patient - 1) * nlevels(courses$drug) + drug
  at <- order(key, courses$start, method = "radix")
  key <- key[at]
  start <- courses$start[at]
  kind <- if (is.null(drug)) as.integer(courses$drug)[at] else start
  # From the last on: of rows alike the next one that differs.
  last_of_run <- c(key[-n] != key[-1] | kind[-n] != kind[-1], TRUE)
  run <- rev(cumsum(rev(last_of_run)))
  end_of_run <- which(last_of_run)
  next_row <- rev(end_of_run)[run] + 1L
  found <- start[next_row]
  found[next_row > n] <- NA
  found[!is.na(found) & key[pmin(next_row, n)] != key] <- NA
  later <- integer(n)
  later[at] <- replace(found, is.na(found), .Machine$integer.max)
  later
}

# For each course the days that it shares, at the most, with a course of another drug
# that was started before it and has a stop. Walked through once: of the courses of a
# patient so far it is enough to know which drug goes on longest, and how long another.
longest_overlap <- function(courses, drug, end) {
  n <- nrow(courses)
  patient <- courses$patient
  closed <- !is.na(courses$stop)
  shared <- integer(n)
  first_end <- second_end <- -Inf
  first_drug <- 0L
  for (i in seq_len(n)) {
    if (i == 1L || patient[i] != patient[i - 1L]) {
      first_end <- second_end <- -Inf
      first_drug <- 0L
    }
    other <- if (first_drug != drug[i]) first_end else second_end
    if (other > courses$start[i]) shared[i] <- min(other, end[i]) - courses$start[i]
    if (!closed[i]) next
    if (drug[i] == first_drug) {
      first_end <- max(first_end, end[i])
    } else if (end[i] > first_end) {
      second_end <- first_end
      first_end <- end[i]
      first_drug <- drug[i]
    } else {
      second_end <- max(second_end, end[i])
    }
  }
  shared
}

# What the findings of courses mean for who reads rates, each kind in a line.
course_hint_lines <- function(found) {
  rows <- found[found$table == "treatments", ]
  said <- vapply(names(course_hints), function(problem) {
    n <- sum(rows$problem == problem)
    if (n == 0) return("")
    sprintf("  %s %s: %s", counted(n, "course"), finding_texts[[problem]], course_hints[[problem]])
  }, "")
  strwrap_each(said[nzchar(said)], exdent = 4)
}

course_hints <- c(
  open_course_again = paste("its time runs on to the end of follow-up. If rows are infusions, give one row a course with",
                            "its `stop`, or a `stop` to each row and period_on(grace =), or count by period_since()."),
  open_course_switch = "its time runs on to the end of follow-up. Give its `stop` if it ended.",
  open_course_beside = "its time runs on to the end of follow-up. Take out the row that is wrong.",
  course_without_days = paste("no time is on the drug by it. If rows are infusions, give one row a course with its `stop`,",
                              "or a `stop` to each row and period_on(grace =), or count by period_since()."),
  overlapping_course = "the days count on both drugs."
)

# Patients of a period up to a stop who start the drug again within its months: where
# rows are infusions, the period ends after the first.
started_again <- function(cohort, code, months, found) {
  first <- first_starts(cohort, code)
  end <- if (is.na(months[2])) cohort$patients$to else months_after(first, months[2], cohort$clock)
  stop <- rep(NA_integer_, nrow(cohort$patients))
  stop[found$patient] <- found$stop
  courses <- cohort$treatments[as.integer(cohort$treatments$drug) == code, ]
  later <- courses$start > stop[courses$patient] & courses$start <= pmin(end, cohort$patients$to)[courses$patient]
  unique(courses$patient[later %in% TRUE])
}
