#' Lesion change
#'
#' Lesions within periods, each kind over its own exposure: new or enlarging T2
#' lesions accumulate over the interval since the comparison scan;
#' gadolinium-enhancing lesions are what a scan shows on its day. Every row says how
#' many patients were imaged.
#'
#' @param x A cohort of [audit_cohort()]; or numbers of lesions, whole numbers of
#'   0 or more, missing if a scan does not tell.
#' @param periods Periods of [audit_periods()], or a data frame of them.
#' @param by Names of columns of `patients`: rows for each group. A missing
#'   value is a group of its own, the last.
#' @param slack Two whole numbers of days, 0 or more: how long before a period a scan's
#'   interval may begin, and how long after it may end, and still belong to it whole, with
#'   at least a day in it. A scan for enhancing lesions belongs to a period that ended at
#'   most the second number of days before it.
#' @param straddling What becomes of an interval that reaches further out of a period
#'   than that: `"drop"`, it is left out; `"later"`, it belongs whole to the period in
#'   which it ends (but for the `slack`); `"earlier"`, to that in which it begins; `"share"`,
#'   each period gets the part of its lesions that its days are of the interval's. Such
#'   intervals are always counted.
#' @param compare Which scan new lesions are compared with if `compare_date` is
#'   missing: `"given"`, none: they have no exposure and are left out;
#'   `"previous"`, the patient's last scan on an earlier day (of the same `region`, if
#'   there is that column). Both are listed by [findings()].
#' @param rebaseline Two whole numbers of days after the patient's first day in a period:
#'   the first scan between them restarts the comparison, and the period
#'   begins on its day. Patients without such a scan have no time in it. `NULL`: no
#'   re-baseline.
#' @param method Method of the intervals of rates, see [ci_rate_patients()]; with
#'   `straddling = "share"` only `"pooled_t"`, `"scaled"` or `"robust"`, since the others
#'   need whole numbers.
#' @inheritParams audit_arr
#' @param exposure For each element of `x`: years of the comparison interval (`kind`
#'   `"new_t2"`) or number of scans (`"gd"`, `"active"`), above 0.
#' @param id Patient of each element, none missing.
#' @param period Period of each element: text or a factor, as many as `x` or single.
#' @param kind `"new_t2"`, `"gd"` or `"active"` (combined unique), single.
#'
#' @return A data frame of class `msaudit_lesions` and `msaudit_result` with rows for
#'   each group and period. `outcome` is `new_t2`, `gd`, `any` (of the two), `active`
#'   (combined unique), `scan`, `t2_count` or `t2_volume`; `measure` is one of
#'   \describe{
#'     \item{`proportion`}{Patients with a lesion (`with_event`), of those in whom it is known
#'       (`patients`); of `any`, of those in whom both kinds are. For `scan`: patients with a
#'       scan, of all in the period.}
#'     \item{`least_proportion`, `most_proportion`}{Of all patients in the period: if nobody
#'       in whom it is not known had a lesion, and if all of them had. However incomplete the
#'       imaging, the share lies between the two.}
#'     \item{`rate`}{`new_t2`: lesions per year of comparison interval; `gd`, and
#'       `active` if it was reported: lesions per scan.}
#'     \item{`most_rate`}{If some counts are bounds such as ">20": `rate` takes the least
#'       they can be, this the most.}
#'     \item{`least_rate`, `most_rate`}{Of `active` if it was not reported: a scan has at
#'       least the larger of the two kinds, and at most their sum.}
#'     \item{`share_0`, `share_1`, `share_2_3`, `share_4_more`}{Patients with so many lesions
#'       on all scans of the period together.}
#'     \item{`median_change`, `lower_change`, `upper_change`}{Of `t2_count` and `t2_volume`:
#'       median and quartiles of the patients' change from baseline; the median has
#'       exact limits. `exposure` is the years between the two scans, of all patients.}
#'     \item{`median_percent_change`, `lower_percent_change`, `upper_percent_change`}{The
#'       same in percent of baseline, for patients whose baseline is above 0.}
#'   }
#'   in the columns of every result: `with_event` patients with lesions, `events`
#'   lesions, `exposure` and `unit` patients, years or scans; the limits are those of
#'   [ci_proportion()] and [ci_rate_patients()]. `definition()` holds which kinds were `asked`
#'   for, and what was left out: its `imaging` says for each group and period how many patients there are, how many
#'   were scanned, in how many lesions are known of each kind, of both and of either,
#'   the number of intervals and scans with a count, and how many intervals straddled. Where
#'   intervals were left out, `remedies` says how many more would count by
#'   `straddling = "later"` or `"earlier"`, by `compare = "previous"` and by the first with the
#'   last; print names those that would bring any.
#'
#' @section Definition:
#' An interval (comparison scan, scan] belongs to the period that holds it, but for the
#' `slack`; of several such periods without a common day to the one with more of its days,
#' the later of equals. If periods overlap, what falls into both counts in both. An
#' interval that reaches further out of a period that it touches straddles: it cannot be
#' split, and is counted for that period, unless it belongs to another that has no day
#' in common with it. An interval across a gap between two courses straddles. Scans of
#' several regions on one day count each over its own interval. `enlarging_t2`, given if
#' `new_t2` leaves enlarging lesions out, is added to it.
#'
#' Shared counts are fractions, whole multiples of 2^-30 of a lesion: the parts of
#' periods and of the time between them add up to the whole exactly. They count in
#' rates only, as it is not known in which part a patient had the lesion.
#'
#' `any` is of patients in whom both kinds are known in the period: lesions of one kind
#' alone do not make a patient count, since their absence would not. A combined count
#' (`active`) tells of both. A kind of which no scan of the whole cohort tells is not asked
#' for. Where nobody has both, nobody counts, and `any` is not estimable. Beside it
#' `least_proportion` has, of all patients in the period, those seen with lesions of whichever
#' kind, and `most_proportion` all but those who had each kind known to be absent, on each of
#' their scans in the period. If bounds such as "0-2" leave it open, it is not known.
#'
#' Baseline of `t2_count` and `t2_volume` is the last scan with a value on the
#' patient's first day in the period or up to the first `slack` before it, otherwise the
#' first in the period; the change is that to the last in the period or up to the
#' second `slack` after it, even if another period has that day. With `region` both
#' scans are of one region, the one with more days between them.
#'
#' @section Missing values:
#' A missing count is not 0: the scan is left out for that kind. A scan without
#' contrast has no count of enhancing lesions.
#'
#' @inheritSection audit_ae Errors
#'
#' @family audits of a cohort
#' @family functions for lesions
#'
#' @examples
#' # Three patients scanned after a year, one of them with four new lesions
#' audit_lesions(c(0, 4, 0), exposure = c(1, 1.1, 0.9), id = 1:3)
#'
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort,
#'   "On natalizumab" = period_on("natalizumab"),
#'   "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
#' )
#' audit_lesions(cohort, periods)
#' @export
audit_lesions <- function(x, ...) {
  check_given()
  UseMethod("audit_lesions")
}

#' @rdname audit_lesions
#' @export
audit_lesions.msaudit_cohort <- function(x, periods, by = NULL, slack = c(60, 60),
                                         straddling = c("drop", "later", "earlier", "share"),
                                         compare = c("given", "previous"), rebaseline = NULL,
                                         method = "pooled_t", conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  check_argument(!missing(periods), NULL, "periods", "periods of audit_periods()", call)
  periods <- check_periods(periods, x, call)
  check_table(x, "mri", call)
  slack <- as_slack(slack, call)
  straddling <- one_of(straddling, straddlings, "straddling", call)
  compare <- one_of(compare, c("given", "previous"), "compare", call)
  rebaseline <- as_rebaseline(rebaseline, call)
  method <- one_of(method, if (straddling == "share") c("pooled_t", "scaled", "robust") else
    patient_rate_methods, "method", call)
  check_conf_level(conf_level, call)
  groups <- patient_groups(x, by, call)

  log <- new_findings()
  scans <- scans_of(x, compare, log)
  times <- lesion_times(periods, scans, rebaseline)
  sums <- lesion_sums(scans, times, length(periods$names), length(periods$cells$patient), slack, straddling)
  change <- lesion_changes(x$mri, scans, times, slack, length(periods$cells$patient))

  cells <- list(row = cell_rows(periods, groups), patient = periods$cells$patient)
  labels <- row_labels(periods, groups)
  asked <- asked_kinds(scans)
  found <- tally_lesions(sums, cells$row, asked, nrow(labels))
  tally <- found$tally
  settings <- list(by = by, slack = slack, straddling = straddling, compare = compare, rebaseline = rebaseline,
                   method = method, conf_level = conf_level, periods = named_texts(periods), asked = asked_names(asked),
                   imaging = imaging_table(tally, labels), two_periods = sums$totals[1],
                   remedies = lesion_remedies(x$mri, scans, times, labels, cells$row, sums, list(
                     straddling = straddling, compare = compare, slack = slack, n_periods = length(periods$names))))
  of_rates <- list(method = method, a_year = 365.25, conf_level = conf_level)
  rows <- lesion_rows(sums, tally, cells$row, labels, of_rates)
  rows <- by_label(c(rows, change_rows(change, cells$row, nrow(labels), conf_level)), labels)
  new_result("lesions", rows[names(labels)], rows, settings, findings = collected(log),
             of_patients = c(cells, list(labels = labels, t2 = cell_counts(sums, "t2"),
                                         gd = cell_counts(sums, "gd"), any = is_active(found$any), asked = asked, change = change,
                                         a_year = 365.25, ids = x$patients$id)),
             audited = audited_part(x, periods, "mri"))
}

as_rebaseline <- function(rebaseline, call) {
  if (is.null(rebaseline)) return(NULL)
  days <- as_slack(rebaseline, call, "rebaseline")
  check_argument(days[1] <= days[2], rebaseline, "rebaseline", "the first day of a window and the last", call)
  days
}

# Lesions and exposure of each cell, as audit_compare() takes them: whole
# intervals alone, and whether the patient had any, NA where that is not known.
cell_counts <- function(sums, kind) {
  scans <- sums[[paste0(kind, "_scans")]]
  least <- sums[[kind]]
  most <- sums[[paste0(kind, "_most")]]
  list(scans = scans, lesions = least, exposure = if (kind == "t2") sums$t2_days else scans,
       active = is_active(activity_of(least, most, scans)))
}

#' @rdname audit_lesions
#' @export
audit_lesions.default <- function(x, exposure, id, period = "all", kind = c("new_t2", "gd", "active"),
                                  method = "pooled_t", conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_cohort_first(x, "audit_lesions", call)
  check_no_dots(..., call = call)
  kind <- one_of(kind, c("new_t2", "gd", "active"), "kind", call)
  method <- one_of(method, patient_rate_methods, "method", call)
  check_conf_level(conf_level, call)
  check_argument(is_bare_number(x) || is_blank(x), x, "x", "numbers", call)
  check_argument(!missing(exposure), NULL, "exposure", "years or scans, one for each of `x`", call)
  check_argument(!missing(id), NULL, "id", "the patient of each of `x`", call)
  check_argument(is_bare_number(exposure), exposure, "exposure", "numbers", call)
  check_same_length(id, length(x), "id", call)
  for (arg in c("exposure", "period")) {
    if (length(get(arg)) != 1) check_same_length(get(arg), length(x), arg, call)
  }
  totals <- vector_totals(x, exposure, id_codes(id, "id", call), period_codes(period, length(x), call), call)
  labels <- as_frame(list(period = factor(totals$levels, totals$levels)), length(totals$levels))
  rows <- by_label(vector_rows(totals, kind, nrow(labels), list(method = method, a_year = 1, conf_level = conf_level)),
                   labels)
  counts <- totals[c("scans", "lesions", "exposure")]
  counts$active <- is_active(activity_of(totals$lesions, totals$lesions, totals$scans))
  of <- c(totals[c("row", "patient")], list(labels = labels, a_year = 1, ids = totals$ids))
  of[[c(new_t2 = "t2", gd = "gd", active = "active")[[kind]]]] <- counts
  new_result("lesions", rows["period"], rows, list(by = NULL, kind = kind, method = method, conf_level = conf_level),
             of_patients = if (kind != "active") of)
}
