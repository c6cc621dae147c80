#' Grades at baseline against the worst grades after it
#'
#' The shift table of a laboratory: of the patients with each grade at baseline, how
#' many had each worst grade in a period.
#'
#' @param cohort A cohort of [audit_cohort()] with the table `labs`.
#' @inheritParams audit_labs
#'
#' @return A data frame of class `msaudit_lab_shifts` and `msaudit_result` with one row per
#'   group, period, term of the criteria, grade at baseline and worst grade that any
#'   patient has, in the columns of every result: `baseline` (a factor of `"0"` to `"4"`
#'   and `"not known"`) and `worst` (`"0"` to `"4"`, and `"not known"`) after those of `by` and
#'   `period`; `outcome` is the term, `measure` `"shift"`, `patients` those with that grade at
#'   baseline and a test in the period, `with_event` those of them with that worst grade;
#'   the limits are those of [ci_proportion()].
#'
#'   A grade is an interval, of all tests that have a value: one that is 3 whatever the
#'   laboratory's limit is 3. At baseline it is `"not known"` if it can be several. Where the
#'   worst grade of somebody can be several, or rests on tests that do not count (see
#'   [audit_labs()]), `"shift"` is of the others alone, and beside it are, of all with that
#'   grade at baseline, rows with `measure` `"least_shift"` and `"most_shift"`: how many surely
#'   had, and may have had, that worst grade; and one with `"shift_unknown"`, whose `worst` is
#'   `"not known"`. Printing gives the least and the most.
#'
#' @section Definition:
#' A test belongs to a period if its day is after the first day of one of its ranges and
#' not after the last. Baseline is the patient's last day with a test on or before the day
#' from which the period is counted: the start of its drug, or of the period if it has
#' none. Tests on one day are one, of the worst grade. See also [audit_labs()].
#'
#' @inheritSection audit_curves Errors
#'
#' @family functions for the laboratory
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' audit_lab_shifts(cohort, periods)
#' @export
audit_lab_shifts <- function(cohort, periods, by = NULL, rules = "ctcae-5.0", lln_rule = "ctcae", conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  periods <- check_periods(periods, cohort, call)
  check_table(cohort, "labs", call)
  table <- lab_rules(rules, "rules", call)
  lln_rule <- one_of(lln_rule, c("ctcae", "normal_is_0"), "lln_rule", call)
  check_conf_level(conf_level, call)
  audit <- lab_audit(cohort, periods, patient_groups(cohort, by, call), table, lln_rule)
  rows <- do.call(rbind, lapply(audited_terms(audit)$term, shift_rows, audit = audit, conf_level = conf_level))
  settings <- list(by = by, rules = rules, lln_rule = lln_rule, conf_level = conf_level, periods = named_texts(periods))
  new_result("lab_shifts", if (is.null(rows)) audit$labels[0, , drop = FALSE] else rows[setdiff(names(rows), result_columns)],
             if (is.null(rows)) list() else rows, settings)
}

shift_levels <- c(0:4, "not known")

shift_rows <- function(term, audit, conf_level) {
  course <- term_courses(term, audit)
  tested <- which(!is.na(course$sure))
  before <- ifelse(is.na(course$baseline_grade), length(shift_levels), course$baseline_grade + 1L)[tested]
  key <- (audit$row[tested] - 1L) * length(shift_levels) + before
  # In all groups where in one, so that those of all patients are their sums.
  open <- unique(before[(course$limitless > 0 | course$least != course$most)[tested]])
  parts <- lapply(sort(unique(key)), function(k) {
    of <- tested[key == k]
    level <- (k - 1L) %% length(shift_levels) + 1L
    counts <- shift_counts(course$least[of], course$most[of], course$limitless[of], level %in% open)
    list(counts = counts, row = rep(audit$row[of[1]], nrow(counts)), before = rep(level, nrow(counts)))
  })
  counts <- do.call(rbind, lapply(parts, `[[`, "counts"))
  if (is.null(counts)) counts <- shift_counts(integer(), integer(), integer(), FALSE)
  before <- unlist(lapply(parts, `[[`, "before"))
  share <- ci_proportion(counts$with_event, counts$patients, conf_level = conf_level)
  labels <- audit$labels[as.integer(unlist(lapply(parts, `[[`, "row"))), , drop = FALSE]
  labels$baseline <- factor(shift_levels[before], shift_levels)
  labels$worst <- factor(shift_levels[counts$worst], shift_levels)
  values <- c(list(outcome = rep(term, nrow(counts)), measure = counts$measure, patients = as.integer(share$n),
                   with_event = as.integer(share$x), exposure = as.double(share$n), unit = "patient"),
              as.list(share[c("estimate", "conf_low", "conf_high", "method", "note")]))
  as.data.frame(new_result("lab_shifts", labels, values, NULL))
}

# Of patients with one grade at baseline, whose worst grade lies from `least` to `most`:
# how many had each. Where `open`, it is not one grade in all, or a test that does not
# count is among those that tell it: the estimate is of the others, and the least and the
# most that each number can be are of all.
shift_counts <- function(least, most, limitless, open) {
  counts <- limitless == 0 & least == most
  count <- function(measure, of, is) {
    patients <- rep(sum(of), 5)
    with_event <- vapply(0:4, function(grade) sum(of & is(grade)), 0L)
    data.frame(worst = 1:5, measure = rep(measure, 5), patients, with_event, stringsAsFactors = FALSE)
  }
  all <- rep(TRUE, length(least))
  shift <- count("shift", counts, function(grade) least == grade)
  if (!open) return(shift[shift$with_event > 0, ])
  highest <- count("most_shift", all, function(grade) least <= grade & most >= grade)
  rows <- rbind(shift, count("least_shift", all, function(grade) least == grade & most == grade), highest)
  rows <- rows[rep(highest$with_event > 0, 3), ]
  rows <- rows[order(rows$worst), ]
  rbind(rows, data.frame(worst = length(shift_levels), measure = "shift_unknown", patients = length(least),
                         with_event = sum(least != most), stringsAsFactors = FALSE))
}

#' @export
display.msaudit_lab_shifts <- function(x) {
  labels <- setdiff(label_columns(x), c("baseline", "worst"))
  keys <- row_keys(x, labels)
  parts <- lapply(unique(keys), function(key) display_part(shift_wide(as.data.frame(x)[keys == key, ]), heading = key, left = 1:2))
  settings <- definition(x)
  list(title = sprintf("Patients by grade at baseline and worst grade in the period, %s", rules_text(settings)),
       parts = parts, notes = c(if (nrow(x) == 0) "No test has a name and a rule that are known.",
                                if (any(x$measure == "least_shift")) shift_bounds_note))
}

shift_bounds_note <- paste(
  "Numbers of all who were tested: the least and the most that they can be, where a limit of the laboratory is missing or a",
  "bound does not decide. Not known: patients whose worst grade is not one. A grade at baseline that is not one is not known."
)

# A line a term and grade at baseline, a column each worst grade: of all who were tested,
# "3 to 5" where it is not one number.
shift_wide <- function(x) {
  lines <- unique(x[c("outcome", "baseline")])
  at <- match(row_keys(x, c("outcome", "baseline")), row_keys(lines, c("outcome", "baseline")))
  counts <- function(measure) {
    of <- x$measure == measure
    tapply(x$with_event[of], list(factor(at[of], seq_len(nrow(lines))), x$worst[of]), sum, default = 0)
  }
  bounded <- seq_len(nrow(lines)) %in% at[x$measure == "least_shift"]
  least <- most <- counts("shift")
  least[bounded, ] <- counts("least_shift")[bounded, ]
  most[bounded, ] <- counts("most_shift")[bounded, ]
  cells <- matrix(from_to(least, most), nrow(lines))
  table <- c(list(abnormality = lines$outcome, `at baseline` = as.character(lines$baseline)),
             lapply(structure(0:4, names = c("worst 0", 1:4)), function(grade) cells[, grade + 1]),
             if (any(x$worst == "not known")) list(`not known` = big(counts("shift_unknown")[, length(shift_levels)])))
  as_frame(lapply(table, unname), nrow(lines))
}

#' @export
results_text.msaudit_lab_shifts <- function(x) {
  rows <- as.data.frame(x)
  labels <- setdiff(label_columns(x), c("baseline", "worst"))
  key <- function(x) row_keys(x, c(labels, "outcome", "baseline", "worst"))
  bounded <- key(rows) %in% key(rows[rows$measure == "most_shift", ])
  said <- rows$measure == ifelse(bounded, "most_shift", "shift")
  worse <- rows[said & rows$worst != "0" & rows$with_event > 0, ]
  if (nrow(worse) == 0) return("Nobody had an abnormality of grade 1 or more.")
  least <- rows[rows$measure == "least_shift", ]
  least <- least$with_event[match(key(worse), key(least))]
  before <- ifelse(worse$baseline == "not known", "a grade not known", paste("grade", worse$baseline))
  each <- sprintf("%s from %s to %s in %s of %s", worse$outcome, before, worse$worst,
                  from_to(ifelse(is.na(least), worse$with_event, least), worse$with_event), big(worse$patients))
  keys <- row_keys(worse, labels)
  sentences <- vapply(unique(keys), function(key) sprintf("In %s: %s.", encodeString(key, quote = "\""), listed(each[keys == key])), "")
  paste(sentences, collapse = " ")
}
