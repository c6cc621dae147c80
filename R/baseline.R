#' Patients at baseline
#'
#' Who the patients were when a treatment began: the first table of a paper. Each line
#' says for how many patients the value is known.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param by Names of columns of `patients`: a column of the printed table for each
#'   group. A missing value is a group of its own, the last.
#' @param at Name of a drug, single: baseline is each patient's first start of it;
#'   patients who never started it within follow-up are left out and counted.
#'   `NULL`: baseline is the start of follow-up or the first course, whichever is earlier;
#'   in patients with neither it is not known.
#' @param months Whole number of months, 1 or more, before `at` in which relapses are
#'   counted.
#' @param totals `TRUE`: also all patients, as a last group called `"all"`.
#' @param conf_level Confidence level of the relapse rate, between 0 and 1, neither
#'   included.
#'
#' @return A data frame of class `msaudit_baseline` and `msaudit_result` with rows for
#'   each group, in the columns of every result plus `level`:
#'   \item{columns of `by`, `period`}{Whose; the period is the baseline in words.}
#'   \item{outcome, measure}{What, and which number of it, see Lines.}
#'   \item{level}{Of a proportion, otherwise empty.}
#'   \item{unit}{`"year"`, `"drug"` or `"patient"`.}
#'   A characteristic for which the cohort has no column has no row.
#'
#' @section Lines:
#' * `"patients"`: `"number"`, `patients` alone.
#' * `"age"`, `"disease duration"`, `"follow-up"` (after baseline), `"previous drugs"`
#'   (other than `at`, started before it): `"median"`, `"lower_quartile"`,
#'   `"upper_quartile"`, with the `patients` in whom it is known. `exposure` of the
#'   follow-up is all person-years.
#' * `"sex"`, `"previously on"` (with `at`), `"ever on"` (without): `"proportion"`, one row
#'   per `level`, `with_event` of the `patients` in whom it is known.
#' * `"relapse"` (with `at` and a table of relapses): `"rate"`, `events` over `exposure`
#'   (person-years) before baseline, with limits as in [audit_arr()], and `"proportion"`,
#'   patients with one.
#' * each of these also `"missing"`: `with_event` is the number of all `patients` in whom it
#'   is not known; for a relapse rate, those not followed before baseline.
#'
#' @section Definition:
#' Years are days / 365.25: from `birth` and `onset` to baseline, and from baseline to
#' the end of follow-up. Quartiles are interpolated linearly
#' ([stats::quantile()], type 7). Relapses before baseline are those of
#' [period_before()]: up to and including the day of the start, and not before
#' follow-up began.
#'
#' @section Missing values:
#' They are counted in their line and never replaced by a value. A patient without
#' `follow_up_start` has no known time before baseline.
#'
#' @inheritSection audit_curves Errors
#'
#' @family audits of a cohort
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' audit_baseline(cohort, at = "alemtuzumab")
#' audit_baseline(cohort, by = "sex", at = "alemtuzumab", totals = TRUE)
#' @export
audit_baseline <- function(cohort, by = NULL, at = NULL, months = 12, totals = FALSE, conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  check_argument(is_one_number(months) && months >= 1, months, "months", "a whole number of months, 1 or more", call)
  months <- as_months(months, "months", call)
  check_flag(totals, "totals", call)
  check_conf_level(conf_level, call)
  code <- if (!is.null(at)) one_drug(cohort, at, "at", call)
  groups <- patient_groups(cohort, by, call, "term")
  patients <- cohort$patients
  day <- if (is.null(code)) begun_days(cohort) else first_starts(cohort, code)
  # Without a drug all count, also those whose beginning is not known.
  who <- which(if (is.null(code)) is.na(day) | day <= patients$to else !is.na(day) & day <= patients$to)

  what <- if (is.null(code)) "Start of follow-up" else paste("First start of", levels(cohort$treatments$drug)[code])
  labels <- as_frame(c(as.list(groups$labels), list(period = rep(what, groups$n))), groups$n)
  row <- groups$code[who]
  if (totals) {
    labels <- with_total_labels(labels, by, what, call)
    row <- c(row, rep(groups$n + 1L, length(who)))
    who <- c(who, who)
  }
  at_day <- list(who = who, day = day[who], row = row, labels = labels, code = code)
  parts <- c(
    list(baseline_part("patients", "number", "", tabulate(row, nrow(labels)), at_day)),
    baseline_years(patients, at_day), baseline_levels(patients$sex[who], "sex", at_day),
    baseline_drugs(cohort, at_day), baseline_relapses(cohort, by, totals, at, months, conf_level, at_day),
    baseline_quartiles((patients$to[who] - at_day$day) / 365.25, "follow-up", "year", at_day, total = TRUE)
  )
  rows <- do.call(rbind, parts)
  rows <- rows[order(rows$.place), names(rows) != ".place"]
  new_result("baseline", rows[c(names(labels), "level")], rows,
             list(by = by, at = at, months = months, totals = totals, conf_level = conf_level,
                  left_out = nrow(patients) - length(unique(who))))
}

# Rows of one line for each group; `values` are other columns of a result.
baseline_part <- function(outcome, measure, level, patients, at_day, values = list()) {
  labels <- cbind(at_day$labels, level = rep(level, nrow(at_day$labels)), stringsAsFactors = FALSE)
  values <- c(list(outcome = outcome, measure = measure, patients = as.integer(patients)),
              if (is.null(values$unit)) list(unit = "patient"), values)
  cbind(as.data.frame(new_result("baseline", labels, values, NULL)), .place = seq_len(nrow(labels)))
}

baseline_missing <- function(outcome, known, at_day) {
  n <- nrow(at_day$labels)
  patients <- tabulate(at_day$row, n)
  missing <- tabulate(at_day$row[!known], n)
  baseline_part(outcome, "missing", "", patients, at_day,
                list(with_event = missing, estimate = ifelse(patients > 0, missing / patients, NA)))
}

baseline_quartiles <- function(value, outcome, unit, at_day, total = FALSE) {
  n <- nrow(at_day$labels)
  known <- !is.na(value)
  each <- split(value[known], factor(at_day$row[known], seq_len(n)))
  found <- lapply(each, function(x) .Call(C_quartiles, sort(x, method = "radix"), 0.95))
  exposure <- if (total) vapply(each, sum, 0, USE.NAMES = FALSE) else NA_real_
  rows <- lapply(c(median = "median", lower_quartile = "lower", upper_quartile = "upper"), function(name) {
    nan_to_na(vapply(found, `[[`, 0, name, USE.NAMES = FALSE))
  })
  parts <- Map(function(estimate, measure) {
    baseline_part(outcome, measure, "", lengths(each), at_day,
                  list(unit = unit, exposure = exposure, estimate = estimate, method = "quantile"))
  }, rows, names(rows))
  c(unname(parts), list(baseline_missing(outcome, known, at_day)))
}

baseline_years <- function(patients, at_day) {
  names <- c(birth = "age", onset = "disease duration")
  names <- names[names(names) %in% names(patients)]
  unlist(lapply(names(names), function(column) {
    baseline_quartiles((at_day$day - patients[[column]][at_day$who]) / 365.25, names[[column]], "year", at_day)
  }), recursive = FALSE)
}

# Shares of those of whom it is known, a row a level.
baseline_levels <- function(value, outcome, at_day) {
  if (is.null(value)) return(NULL)
  n <- nrow(at_day$labels)
  known <- !is.na(value)
  codes <- group_factor(value)
  levels <- as.character(group_values(codes))
  patients <- tabulate(at_day$row[known], n)
  parts <- lapply(which(!is.na(levels)), function(i) {
    with_event <- tabulate(at_day$row[known & as.integer(codes) == i], n)
    baseline_part(outcome, "proportion", levels[i], patients, at_day,
                  list(with_event = with_event, exposure = as.double(patients),
                       estimate = ifelse(patients > 0, with_event / patients, NA)))
  })
  c(parts, list(baseline_missing(outcome, known, at_day)))
}

# Drugs other than that of the baseline which began before it, or any ever.
baseline_drugs <- function(cohort, at_day) {
  courses <- cohort$treatments
  n <- nrow(cohort$patients)
  drugs <- levels(courses$drug)
  day <- rep(NA_integer_, n)
  day[at_day$who] <- at_day$day
  before <- if (is.null(at_day$code)) rep(TRUE, nrow(courses)) else
    as.integer(courses$drug) != at_day$code & (courses$start < day[courses$patient]) %in% TRUE
  had <- matrix(FALSE, n, length(drugs))
  had[cbind(courses$patient[before], as.integer(courses$drug)[before])] <- TRUE
  had <- had[at_day$who, , drop = FALSE]
  rows <- nrow(at_day$labels)
  patients <- tabulate(at_day$row, rows)
  outcome <- if (is.null(at_day$code)) "ever on" else "previously on"
  each <- setdiff(seq_along(drugs), at_day$code)
  shares <- lapply(each[order(-colSums(had)[each])], function(i) {
    with_event <- tabulate(at_day$row[had[, i]], rows)
    baseline_part(outcome, "proportion", drugs[i], patients, at_day,
                  list(with_event = with_event, exposure = as.double(patients),
                       estimate = ifelse(patients > 0, with_event / patients, NA)))
  })
  c(if (!is.null(at_day$code)) baseline_quartiles(as.double(rowSums(had)), "previous drugs", "drug", at_day), shares)
}

# The relapse rate of the time before, as audit_arr() has it.
baseline_relapses <- function(cohort, by, totals, at, months, conf_level, at_day) {
  if (is.null(at) || is.null(cohort$relapses)) return(NULL)
  before <- do.call(audit_periods, list(cohort, before = period_before(at, months)))
  found <- audit_arr(cohort, before, by = by, totals = totals, conf_level = conf_level)
  at_row <- match(group_keys(at_day$labels, by), group_keys(found, by))
  found <- as.data.frame(found)[at_row, ]
  counts <- c("with_event", "events", "exposure", "unit", "dispersion", "estimate", "conf_low", "conf_high", "method", "note")
  share <- ifelse(found$patients > 0, found$with_event / found$patients, NA)
  followed <- before$cells$patient
  list(
    baseline_part("relapse", "rate", "", found$patients, at_day, as.list(found[counts])),
    baseline_part("relapse", "proportion", "", found$patients, at_day,
                  list(with_event = found$with_event, exposure = as.double(found$patients), estimate = share)),
    baseline_missing("relapse", at_day$who %in% followed, at_day)
  )
}

group_keys <- function(x, by) if (length(by) == 0) rep("", nrow(x)) else row_keys(x, by)

#' @export
display.msaudit_baseline <- function(x) {
  if (nrow(x) == 0) return(list(title = "Patients at baseline", parts = list(), notes = character()))
  settings <- definition(x)
  rows <- as.data.frame(x)
  groups <- if (length(settings$by) == 0) rep("all", nrow(rows)) else row_keys(rows, settings$by)
  wide <- baseline_lines(rows[groups == groups[1], ], settings)[1]
  for (group in unique(groups)) wide[[group]] <- baseline_lines(rows[groups == group, ], settings)$value
  if (length(settings$by) == 0) names(wide)[2] <- "n/N (%) or median (quartiles)"
  tables <- columns_within_page(as_frame(wide, length(wide[[1]])))
  list(
    title = sprintf("Patients at baseline: %s", tolower_first(rows$period[1])),
    parts = c(list(display_part(tables[[1]])), lapply(tables[-1], continued)),
    notes = c(
      if (length(settings$by) > 0) "n/N (%), or median (quartiles).",
      if (settings$left_out > 0) {
        sprintf("Left out: %s who never started %s within follow-up.", counted(settings$left_out, "patient"), settings$at)
      },
      if (any(rows$outcome == "relapse")) {
        sprintf("Relapse rate per patient-year, with %s, in the %s before.", limits_text(settings), counted(settings$months, "month"))
      }
    )
  )
}

tolower_first <- function(x) paste0(tolower(substr(x, 1, 1)), substring(x, 2))

# As many columns beside the first as fit on 80 columns, the others below.
columns_within_page <- function(table, width = 80) {
  wide <- vapply(seq_along(table), function(i) max(nchar(c(names(table)[i], table[[i]]), "width")), 0L)
  turn <- integer(length(table))
  part <- 1L
  room <- width - wide[1]
  for (i in seq_along(table)[-1]) {
    if (room < wide[i] + 2L && any(turn == part)) {
      part <- part + 1L
      room <- width - wide[1]
    }
    turn[i] <- part
    room <- room - wide[i] - 2L
  }
  lapply(seq_len(part), function(k) table[c(1L, which(turn == k))])
}

baseline_names <- c(age = "Age (years)", `disease duration` = "Disease duration (years)", `follow-up` = "Follow-up (years)",
                    `previous drugs` = "Previous drugs", sex = "Sex", `previously on` = "Previously on", `ever on` = "Ever on")

# The lines of one group: what, and its value as text, the missing counted beside.
baseline_lines <- function(rows, settings) {
  lines <- list(c("Patients", big(rows$patients[rows$measure == "number"])))
  add <- function(what, text, outcome) {
    missing <- rows$with_event[rows$outcome == outcome & rows$measure == "missing"]
    if (length(missing) == 1 && missing > 0) text <- sprintf("%s; %s missing", text, big(missing))
    lines[[length(lines) + 1]] <<- c(what, text)
  }
  for (outcome in setdiff(unique(rows$outcome), "patients")) {
    of <- rows[rows$outcome == outcome, ]
    if (outcome == "relapse") {
      rate <- of[of$measure == "rate", ]
      add(sprintf("Relapses in %s before", counted(settings$months, "month")),
          sprintf("%s in %s years", big(rate$events), with_digits(rate$exposure, 2)), outcome)
      add("  rate (limits)", with_limits(rate$estimate, rate$conf_low, rate$conf_high), "")
      add("  with a relapse", shares_text(of[of$measure == "proportion", ]), "")
    } else if (any(of$measure == "median")) {
      whole <- outcome == "previous drugs" && all(of$estimate %in% round(of$estimate))
      value <- function(measure) with_digits(of$estimate[of$measure == measure], if (whole) 0 else 1)
      text <- sprintf("%s (%s to %s)", value("median"), value("lower_quartile"), value("upper_quartile"))
      add(baseline_names[[outcome]], text, outcome)
    } else {
      share <- of[of$measure == "proportion", ]
      for (i in seq_len(nrow(share))) {
        add(sprintf("%s: %s", baseline_names[[outcome]], share$level[i]), shares_text(share[i, ]), outcome)
      }
    }
  }
  as_frame(list(` ` = vapply(lines, `[`, "", 1), value = vapply(lines, `[`, "", 2)), length(lines))
}

shares_text <- function(x) {
  ifelse(x$patients > 0, sprintf("%s/%s (%s %%)", big(x$with_event), big(x$patients), with_digits(100 * x$estimate, share_digits(x$patients))), "0/0")
}

# "; 8 of 11 were F; age 32.1 (quartiles ...); previously on natalizumab 11 of 11".
baseline_words <- function(x) {
  x <- as.data.frame(x)
  quartiles <- function(outcome) {
    of <- x[x$outcome == outcome & x$unit == "year" & x$patients > 0, ]
    if (nrow(of) == 0) return()
    value <- function(measure) with_digits(of$estimate[of$measure == measure], 1)
    sprintf("median %s %s years (quartiles %s to %s)", outcome, value("median"), value("lower_quartile"), value("upper_quartile"))
  }
  share <- x[x$measure == "proportion" & x$with_event > 0 & x$outcome %in% c("sex", "previously on"), ]
  # The more frequent comes first.
  share <- share[order(share$outcome != "sex", -share$with_event), ]
  share <- share[!duplicated(share$outcome), ]
  shares <- sprintf("%s %s of %s", ifelse(share$outcome == "sex", paste("sex", share$level), paste("previously on", share$level)),
                    big(share$with_event), big(share$patients))
  words <- c(quartiles("age"), quartiles("disease duration"), shares)
  if (length(words) == 0) "" else sprintf(" (%s)", paste(words, collapse = "; "))
}

#' @export
results_text.msaudit_baseline <- function(x) {
  groups <- setdiff(names(x), c(result_columns, "period", "level"))
  rows <- as.data.frame(x)
  keys <- if (length(groups) > 0) row_keys(rows, groups) else rep("", nrow(rows))
  at <- definition(x)$at
  sentences <- vapply(unique(keys), function(key) {
    of <- rows[keys == key, ]
    rate <- of[of$outcome == "relapse" & of$measure == "rate" & !is.na(of$estimate), ]
    relapses <- if (nrow(rate) == 0) "" else {
      sprintf("; relapse rate in the %s before %s", counted(definition(x)$months, "month"),
              with_limits(rate$estimate, rate$conf_low, rate$conf_high))
    }
    sprintf("%s%s%s%s%s.", if (nzchar(key)) sprintf("In %s: ", encodeString(key, quote = "\"")) else "",
            counted(of$patients[1], "patient"), if (is.null(at)) "" else sprintf(" at the first start of %s", at),
            baseline_words(of), relapses)
  }, "")
  paste(sentences, collapse = " ")
}
