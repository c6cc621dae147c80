#' Time to the first new lesion
#'
#' How many patients are free of new activity by given days of a period. What a scan
#' shows arose since the scan before: Turnbull's estimate allows for that, the naive one
#' takes the day of the scan for the day of the lesion.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param kind `"any"`, `"new_t2"` or `"gd"`: what counts as activity.
#' @param times Days at which the shares are given: numbers of 0 or more. `NULL`: the
#'   days on which Turnbull's estimate is determined, and those of scans that showed
#'   activity.
#' @inheritParams audit_lesions
#'
#' @return A data frame of class `msaudit_lesion_free` in the shape of [audit_curves()],
#'   with one row per group, period, measure and day:
#'   \item{columns of `by`, `period`, `outcome`}{Whose time, and the kind.}
#'   \item{measure}{`least_free` and `most_free`: the smallest and the largest share free
#'     that Turnbull's estimate allows, equal except within an interval in which
#'     events fell (see [curve_turnbull()]); `event_free`: the naive estimate, Kaplan-Meier
#'     by the day of the scan (see [curve_survival()]).}
#'   \item{time}{Days since the patient's first day about which scans tell.}
#'   \item{at_risk, events}{Patients not seen active on an earlier scan and scanned on
#'     the day or later; those first seen active since the time before.}
#'   \item{estimate, std_error, conf_low, conf_high, note}{The share; standard error and
#'     limits for the naive estimate only.}
#'
#' @section Definition:
#' A scan counts in a period as in [audit_lesions()]; scans of one day are one. For `"any"` a day
#' counts if both kinds are known on it, or a combined count is, as there: one kind alone would
#' count with lesions and not without. Time runs from the patient's first
#' day in the period or, if the first scan that tells has a comparison scan later than
#' that, from the comparison scan: what arose before is not seen. The patient's interval
#' ends with the first scan that shows activity, and begins with the last scan without,
#' or the comparison scan, whichever is later, or else time 0. Patients without activity
#' are free up to their last scan. Intervals that straddle are left out, and so are
#' patients who were not imaged; print says how many, and how many more intervals
#' `compare = "previous"` would count.
#'
#' @inheritSection audit_lesions Missing values
#' @inheritSection audit_curves Errors
#'
#' @family audits of a cohort
#' @family functions for lesions
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "After alemtuzumab" = period_since("alemtuzumab", months = 24)
#' )
#' audit_lesion_free(cohort, periods, times = c(180, 365))
#' @export
audit_lesion_free <- function(cohort, periods, kind = c("any", "new_t2", "gd"), by = NULL, times = NULL,
                              slack = c(60, 60), compare = c("given", "previous"), rebaseline = NULL,
                              conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  periods <- check_periods(periods, cohort, call)
  check_table(cohort, "mri", call)
  kind <- one_of(kind, c("any", "new_t2", "gd"), "kind", call)
  times <- as_times(times, call)
  if (!is.null(times)) check_elements(times >= 0, times, "times", "0 or more", call)
  slack <- as_slack(slack, call)
  compare <- one_of(compare, c("given", "previous"), "compare", call)
  rebaseline <- as_rebaseline(rebaseline, call)
  check_conf_level(conf_level, call)
  groups <- patient_groups(cohort, by, call, "time")

  log <- new_findings()
  scans <- scans_of(cohort, compare, log)
  times_at_risk <- lesion_times(periods, scans, rebaseline)
  first <- first_activity(periods, scans, times_at_risk, slack, kind)
  labels <- row_labels(periods, groups)
  rows <- cell_rows(periods, groups)
  row <- factor(rows[first$cell], seq_len(nrow(labels)))
  # Enhancing lesions are of a day, and no interval of theirs is left out.
  left_out <- if (kind != "gd") intervals_left_out(cohort$mri, scans, times_at_risk, labels, rows, compare, slack, periods)
  found <- as.list(by_level(row, function(of, label) {
    curves <- free_curves(first$left[of], first$right[of], first$seen[of], times, conf_level)
    cbind(row = rep(as.integer(label), nrow(curves)), curves)
  }))
  at <- found$row
  found$row <- NULL
  settings <- list(kind = kind, by = by, times = times, slack = slack, compare = compare, rebaseline = rebaseline,
                   periods = named_texts(periods), conf_level = conf_level,
                   asked = if (kind == "any") asked_names(asked_kinds(scans)) else kind,
                   imaging = as_frame(c(as.list(labels), list(
                     in_period = tabulate(rows, nrow(labels)), imaged = tabulate(row, nrow(labels)),
                     active = tabulate(row[is.finite(first$right)], nrow(labels)),
                     straddling = if (is.null(left_out)) rep(0, nrow(labels)) else left_out$straddling)), nrow(labels)),
                   remedies = left_out$remedies)
  structure(as_frame(c(lapply(as.list(labels), `[`, at), list(outcome = rep(kind, length(at))), found), length(at)),
            class = c("msaudit_lesion_free", "msaudit_curves", "data.frame"), settings = settings,
            first_seen = list(row = row, day = first$seen, events = as.double(is.finite(first$right)), labels = labels),
            findings = collected(log), synthetic = synthetic_mark(cohort))
}

# Intervals of each row that straddle a period and count in none, and by which argument more
# would count.
intervals_left_out <- function(mri, scans, times, labels, row, compare, slack, periods) {
  rules <- list(straddling = "drop", compare = compare, slack = slack, n_periods = length(periods$names))
  sums <- lesion_sums(scans, times, rules$n_periods, length(row), slack, "drop", only = c("t2_scans", "straddling"))
  remedies <- lesion_remedies(mri, scans, times, labels, row, sums, rules)
  # To count an interval elsewhere is not for this audit to choose.
  if (!is.null(remedies)) remedies$later <- remedies$earlier <- remedies$both <- rep(0, nrow(labels))
  list(straddling = row_totals(sums$straddling, row, nrow(labels)), remedies = remedies)
}

# Days with scans of each cell: whether they show activity of the kind. Days of which that
# is not known are left out, whatever else they show.
scans_in_cells <- function(periods, scans, times, slack, kind) {
  n_periods <- length(periods$names)
  n <- length(scans$records[[1]])
  sums <- lesion_sums(scans, times, n_periods, length(periods$cells$patient), slack, "drop", places = TRUE)
  placed <- list(scans = scans, t2 = matrix(sums$place_t2, n, n_periods), gd = matrix(sums$place_gd, n, n_periods))
  days <- days_of_cells(placed, periods$cells)
  days$active <- day_activity(days, kind)
  # Enhancing lesions are compared with nothing.
  if (kind == "gd") days$compared <- days$arose <- rep(NA_real_, nrow(days))
  days[!is.na(days$active), ]
}

# Between which days of its time the first activity of each cell fell.
first_activity <- function(periods, scans, times, slack, kind) {
  x <- scans_in_cells(periods, scans, times, slack, kind)
  start <- times$start[match(x$cell - 1L, times$cell)]

  # Enhancing lesions of a first scan that is compared with none arose since the start.
  begins <- x$compared[match(x$cell, x$cell)]
  origin <- pmax(start, begins, na.rm = TRUE)
  x$day <- x$day - origin
  x$arose <- x$arose - origin
  shown <- x[x$active, ]
  shown <- shown[!duplicated(shown$cell), ]
  cells <- unique(x$cell)
  at <- match(cells, shown$cell)
  right <- ifelse(is.na(at), Inf, shown$day[at])
  clear <- x[!x$active & x$day < right[match(x$cell, cells)], ]
  clear <- clear[!duplicated(clear$cell, fromLast = TRUE), ]
  last <- clear$day[match(cells, clear$cell)]
  left <- pmax(0, last, shown$arose[at], na.rm = TRUE)
  list(cell = cells, left = as.double(left), right = as.double(right), seen = as.double(ifelse(is.finite(right), right, left)))
}

free_curves <- function(left, right, seen, times, conf_level) {
  events <- as.double(is.finite(right))
  if (is.null(times)) {
    found <- turnbull(left, right)
    times <- sort(unique(c(found$from, found$to[is.finite(found$to)], seen[events > 0])))
    times <- times[times > 0]
  }
  one <- factor(rep("a", length(left)))
  group <- if (length(left) == 0) factor(character(), "a") else one
  naive <- survival_curves(rep(-Inf, length(left)), seen, events, seq_along(left), group, times, conf_level)
  turnbull <- turnbull_curves(left, right, group, times)
  columns <- c("time", "at_risk", "events", "estimate", "std_error", "conf_low", "conf_high", "note")
  bound <- function(measure) {
    part <- naive[columns]
    part$estimate <- turnbull[[sub("_free", "", measure)]]
    part$std_error <- part$conf_low <- part$conf_high <- rep(NA_real_, nrow(part))
    part$note <- turnbull$note
    cbind(measure = rep(measure, nrow(part)), part)
  }
  rbind(bound("least_free"), bound("most_free"), cbind(measure = rep("event_free", nrow(naive)), naive[columns]))
}

#' @export
display.msaudit_lesion_free <- function(x) {
  settings <- definition(x)
  rows <- as.data.frame(x)
  labels <- setdiff(names(rows), curve_columns)
  keys <- row_keys(rows, labels)
  imaging <- settings$imaging
  parts <- lapply(unique(row_keys(imaging, labels)), function(key) {
    who <- imaging[row_keys(imaging, labels) == key, ]
    imaged <- sprintf("Imaged: %s of %s, of whom %s showed activity", big(who$imaged), counted(who$in_period, "patient"),
                      big(who$active))
    if (who$straddling > 0) imaged <- sprintf("%s; %s straddling, left out", imaged, counted(who$straddling, "interval"))
    display_part(free_table(rows[keys == key, ], if (is.null(settings$times)) 8 else Inf), heading = key,
                 lines = c(imaged, remedy_of(settings$remedies, key, labels)))
  })
  what <- c(any = "new or enhancing lesions", new_t2 = "new T2 lesions", gd = "enhancing lesions")
  list(
    title = sprintf("Patients free of %s by day, in %% (Turnbull's estimate; naive, by the day of the scan, with %s)",
                    what[[settings$kind]], limits_text(settings)),
    parts = parts, notes = c(free_note, explained(rows$note, but = c("zero_events", "all_events", "no_time")))
  )
}

free_note <- paste("What a scan shows arose since the scan before, so the naive estimate is late; of two numbers, the",
                   "data allow any between.")

free_table <- function(rows, most) {
  of <- function(measure) rows[rows$measure == measure, ]
  naive <- of("event_free")
  low <- with_digits(100 * of("least_free")$estimate, 0)
  high <- with_digits(100 * of("most_free")$estimate, 0)
  table <- list(day = number_text(naive$time, trim = TRUE), `at risk` = big(naive$at_risk), active = big(naive$events),
                `free, %` = ifelse(low == high, low, paste(low, "to", high)),
                `naive (limits)` = ifelse(is.na(naive$estimate), "-", with_limits(
                  100 * naive$estimate, 100 * naive$conf_low, 100 * naive$conf_high, 0)))
  n <- nrow(naive)
  shown <- if (n > most) round(seq(1, n, length.out = most)) else seq_len(n)
  as_frame(lapply(table, `[`, shown), length(shown))
}

#' @export
findings.msaudit_lesion_free <- function(x) attr(x, "findings")

#' @rdname lesion_pictures
#' @name lesion_pictures
#' @method autoplot msaudit_lesion_free
#' @rawNamespace S3method(ggplot2::autoplot,msaudit_lesion_free)
autoplot.msaudit_lesion_free <- function(object, ...) {
  need_package("ggplot2", "A picture", sys.call())
  check_whole_free(object, "object", sys.call())
  settings <- definition(object)
  rows <- as.data.frame(object)
  labels <- setdiff(names(rows), curve_columns)
  key <- row_keys(rows, labels)
  rows$key <- factor(key, unique(key))
  rows <- rows[!is.na(rows$estimate), ]
  for (name in c("estimate", "conf_low", "conf_high")) rows[[name]] <- 100 * rows[[name]]
  naive <- rows[rows$measure == "event_free", ]
  turnbull <- merge_bounds(rows)
  if (nrow(naive) == 0) return(empty_picture(nothing_known))
  base <- ggplot2::ggplot() + ggplot2::facet_wrap(ggplot2::vars(.data$key))
  drawn <- if (is.null(settings$times)) free_steps(base, naive, turnbull) else free_points(base, naive, turnbull)
  plot <- drawn +
    ggplot2::scale_fill_manual(NULL, values = c("Turnbull's: what the scans allow" = okabe_ito[1])) +
    ggplot2::scale_colour_manual(NULL, values = c("naive, by the day of the scan" = okabe_ito[2])) +
    ggplot2::scale_linetype_manual(NULL, values = c("naive, by the day of the scan" = "dashed")) +
    legends_in_order(colour = 1, linetype = 1, fill = 2) +
    ggplot2::scale_y_continuous("Patients free of activity, %", limits = c(0, 100)) +
    ggplot2::labs(x = "Days", title = sprintf("Patients free of %s", kind_texts[[settings$kind]]),
                  subtitle = below_title(object, sprintf("Naive with %s", limits_text(settings)))) +
    audit_theme()
  with_alt(plot, lesion_free_alt(naive, turnbull, settings))
}

#' @rdname lesion_pictures
#' @export
plot.msaudit_lesion_free <- function(x, ...) draw(autoplot.msaudit_lesion_free(x, ...))

# Both estimates are said beside each other, and drawn so.
check_whole_free <- function(x, arg, call) {
  if (nrow(x) > 0 && length(unique(x$measure)) < 3) {
    usage_error(arg, sprintf("`%s` has some measures of audit_lesion_free() alone: take rows by period or time", arg), call)
  }
}
