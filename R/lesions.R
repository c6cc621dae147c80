#' Lesion change
#'
#' New lesions within periods, each kind over its own exposure: new or enlarging
#' T2 lesions accumulate over the interval from the comparison scan,
#' gadolinium-enhancing lesions are what a scan shows on its day. How many
#' patients were imaged stands in every row.
#'
#' @param x A cohort of [audit_cohort()]; or numbers of lesions, whole numbers
#'   of 0 or more, missing where a scan does not tell.
#' @param periods Periods of [audit_periods()], or a data frame of them.
#' @param by Names of columns of `patients`: rows for each group.
#' @param slack Two whole numbers of days, 0 or more: by how many a scan's
#'   interval may begin before a period and end after it and still belong to it
#'   whole, with at least a day in it. A scan for enhancing lesions belongs to a
#'   period that ended at most the second number of days before it.
#' @param exposure Of each element of `x`: years of the comparison interval
#'   (`kind` `"new_t2"`) or number of scans (`"gd"`), above 0.
#' @param id Patient of each element, none missing.
#' @param period Period of each element: text or a factor, as many as `x` or
#'   single.
#' @param kind `"new_t2"` or `"gd"`, single.
#' @inheritParams audit_arr
#'
#' @return A data frame of class `msaudit_lesions` and `msaudit_result` with,
#'   for each group and period, the rows
#'   \item{`new_t2`, `proportion`}{Patients with a new or enlarging T2 lesion, of
#'     those with an interval in the period (`patients`).}
#'   \item{`new_t2`, `rate`}{New or enlarging T2 lesions per year of comparison
#'     interval.}
#'   \item{`gd`, `proportion`}{Patients with an enhancing lesion, of those with a
#'     scan that could show one.}
#'   \item{`gd`, `rate`}{Enhancing lesions per scan.}
#'   \item{`any`, `proportion`}{Patients with either, of those with either kind
#'     known.}
#'   in the columns of every result: `with_event` patients with lesions, `events`
#'   lesions, `exposure` and `unit` patients, years or scans, the intervals of
#'   [ci_proportion()] and [ci_rate_patients()]. [definition()] holds what was
#'   left out: `imaging` says for each group and period how many patients it has,
#'   how many of them were imaged for each kind and for both, and how many
#'   intervals straddled.
#'
#' @section Definition:
#' An interval (comparison scan, scan] belongs to the period that holds it but
#' for the `slack`; of several such periods without a common day to the one with
#' more of its days, the later of equals. Where periods overlap, what falls into
#' both counts in both. An interval that reaches further out of a period that it
#' touches straddles: it cannot be split, is left out, and counted for that
#' period, unless it belongs to another that has no day in common with it. A hole between two courses straddles. Without a comparison date a
#' count has no exposure: it is left out, and a finding. `enlarging_t2`, given
#' where `new_t2` leaves enlarging lesions out, is added to it.
#'
#' A patient with no event in `any` of whom one kind alone is known counts as
#' without activity; the number with both known is in `imaging`.
#'
#' @section Missing values:
#' A missing count is not 0: the scan is left out for that kind. A scan without
#' contrast has no count of enhancing lesions.
#'
#' @inheritSection audit_arr Errors
#'
#' @examples
#' # Three patients scanned after a year, one of them with four new lesions
#' audit_lesions(c(0, 4, 0), exposure = c(1, 1.1, 0.9), id = 1:3)
#' @export
audit_lesions <- function(x, ...) UseMethod("audit_lesions")

#' @rdname audit_lesions
#' @export
audit_lesions.msaudit_cohort <- function(x, periods, by = NULL, slack = c(60, 60), conf_level = 0.95,
                                         ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  check_argument(!missing(periods), NULL, "periods", "periods of audit_periods()", call)
  periods <- check_periods(periods, x, call)
  check_table(x, "mri", call)
  slack <- as_slack(slack, call)
  check_conf_level(conf_level, call)
  groups <- patient_groups(x, by, call)

  log <- new_findings()
  scans <- scans_of(x, log)
  placed <- place_lesions(periods, scans, slack)

  cells <- list(row = cell_rows(periods, groups), patient = periods$cells$patient)
  n_cells <- length(cells$row)
  t2 <- lesions_in_cells(placed$t2, scans$t2, scans$date - scans$compared, n_cells)
  gd <- lesions_in_cells(placed$gd, scans$gd, rep(1L, length(scans$gd)), n_cells)
  labels <- row_labels(periods, groups)
  rows <- lesion_rows(t2, gd, cells$row, labels, a_year = 365.25, conf_level)
  imaging <- lesion_imaging(t2, gd, placed$straddling, cells$row, labels)
  settings <- list(by = by, slack = slack, straddling = "drop", conf_level = conf_level,
                   periods = periods$texts, imaging = imaging,
                   two_periods = placed$chosen)
  new_result("lesions", rows[names(labels)], rows, settings, findings = collected(log),
             of_patients = c(cells, list(labels = labels, t2 = t2, gd = gd, a_year = 365.25, ids = x$patients$id)))
}

as_slack <- function(slack, call, arg = "slack") {
  fits <- is_bare_number(slack) && length(slack) == 2 && !anyNA(slack) && all(slack >= 0) &&
    all(slack == round(slack)) && all(slack <= 1e6)
  check_argument(fits, slack, arg, "two whole numbers of days, 0 or more", call)
  as.integer(slack)
}

# The scans of a cohort: the lesions of each kind, NA where not known.
scans_of <- function(cohort, log) {
  mri <- cohort$mri
  n <- nrow(mri)
  column <- function(name) if (is.null(mri[[name]])) rep(NA_real_, n) else mri[[name]]
  t2 <- column("new_t2")
  enlarging <- column("enlarging_t2")
  t2 <- ifelse(is.na(enlarging), t2, t2 + enlarging)
  compared <- as.integer(column("compare_date"))
  rows <- which(!is.na(t2) & is.na(compared))
  ids <- cohort$patients$id[mri$patient]
  add_findings(log, "mri", mri$row[rows], ids[rows], "no_comparison", t2[rows], "left out for T2 lesions")
  # Of scans with an interval, the one that ended last before each.
  with <- which(!is.na(t2) & !is.na(compared))
  follows <- c(FALSE, mri$patient[with[-1]] == mri$patient[with[-length(with)]])[seq_along(with)]
  ended <- c(NA, mri$date[with[-length(with)]])[seq_along(with)]
  rows <- with[follows & compared[with] < ended]
  add_findings(log, "mri", mri$row[rows], ids[rows], "overlapping_intervals",
               shown_days(compared[rows], cohort$clock), "kept, both intervals count")
  list(patient = mri$patient, compared = compared, date = mri$date, t2 = t2, gd = column("gd"))
}

# Scans, lesions and exposure of each cell, of the rows of place_lesions().
lesions_in_cells <- function(placed, count, exposure, n_cells) {
  .Call(C_sums_in_cells, placed$cell, as.double(count[placed$scan]), as.double(exposure[placed$scan]), n_cells)
}

lesion_rows <- function(t2, gd, row, labels, a_year, conf_level) {
  known_t2 <- t2$scans > 0
  known_gd <- gd$scans > 0
  active <- t2$lesions > 0 | gd$lesions > 0
  rate <- function(of, unit, per) {
    use <- of$scans > 0
    rates <- patient_rates(of$lesions[use], of$exposure[use], row[use], nrow(labels), per = per,
                           conf_level = conf_level)
    c(list(measure = "rate", exposure = rates$years / per, unit = unit),
      as.list(rates[intersect(names(rates), setdiff(result_columns, "exposure"))]))
  }
  share <- function(known, active) {
    patients <- tabulate(row[known], nrow(labels))
    with_event <- tabulate(row[known & active], nrow(labels))
    shares <- ci_proportion(with_event, patients, conf_level = conf_level)
    c(list(measure = "proportion", patients = patients, with_event = with_event,
           exposure = as.double(patients), unit = "patient"),
      as.list(shares[c("estimate", "conf_low", "conf_high", "method", "note")]))
  }
  parts <- list(
    c(list(outcome = "new_t2"), share(known_t2, t2$lesions > 0)),
    c(list(outcome = "new_t2"), rate(t2, "year", a_year)),
    c(list(outcome = "gd"), share(known_gd, gd$lesions > 0)),
    c(list(outcome = "gd"), rate(gd, "scan", 1)),
    c(list(outcome = "any"), share(known_t2 | known_gd, active))
  )
  frames <- lapply(parts, function(values) as.data.frame(new_result("lesions", labels, values, NULL)))
  rows <- do.call(rbind, frames)
  rows[order(rep(seq_len(nrow(labels)), length(parts)), method = "radix"), ]
}

# Who was imaged, and how many intervals could not be placed.
lesion_imaging <- function(t2, gd, straddling, row, labels) {
  n <- nrow(labels)
  count <- function(which) tabulate(row[which], n)
  imaging <- data.frame(
    labels, in_period = tabulate(row, n), imaged_t2 = count(t2$scans > 0),
    imaged_gd = count(gd$scans > 0), imaged_both = count(t2$scans > 0 & gd$scans > 0),
    imaged = count(t2$scans > 0 | gd$scans > 0),
    straddling = tabulate(row[straddling$cell + 1L], n),
    check.names = FALSE
  )
  imaging
}

#' @rdname audit_lesions
#' @export
audit_lesions.default <- function(x, exposure, id, period = "all", kind = c("new_t2", "gd"),
                                  conf_level = 0.95, ...) {
  call <- sys.call(-1)
  check_no_dots(..., call = call)
  kind <- one_of(kind, c("new_t2", "gd"), "kind", call)
  check_conf_level(conf_level, call)
  count <- as_counts(if (is_blank(x)) as.double(x) else x, "x", call)
  check_argument(!missing(exposure), NULL, "exposure", "years or scans, one for each of `x`", call)
  check_argument(!missing(id), NULL, "id", "the patient of each of `x`", call)
  exposure <- as_years(exposure, "exposure", call)
  check_same_length(id, length(count), "id", call)
  for (arg in c("exposure", "period")) {
    if (length(get(arg)) != 1) check_same_length(get(arg), length(count), arg, call)
  }
  check_elements(is.na(count) | (!is.na(exposure) & exposure > 0), exposure, "exposure", "above 0", call)
  vectors <- recycled(x = count, exposure = exposure, id = read_ids(id, "id", call),
                      period = as.character(period), call = call)
  check_elements(!is.na(vectors$id), vectors$id, "id", "known", call)
  check_elements(!is.na(vectors$period), vectors$period, "period", "known", call)
  levels <- if (is.factor(period)) levels(period) else unique(vectors$period)
  ids <- sort(unique(vectors$id), method = "radix")
  row <- match(vectors$period, levels)
  patient <- match(vectors$id, ids)
  pairs <- unique(data.frame(row, patient))
  pairs <- pairs[order(pairs$row, pairs$patient), ]
  cell <- match(paste(row, patient), paste(pairs$row, pairs$patient)) - 1L
  # In an order that is the data's own, since doubles add up by order.
  by_value <- order(cell, vectors$exposure, vectors$x, method = "radix")
  use <- by_value[!is.na(vectors$x[by_value])]
  sums <- lesions_in_cells(list(scan = use, cell = cell[use]), vectors$x, vectors$exposure, nrow(pairs))
  none <- lapply(sums, function(sum) 0 * sum)
  labels <- as_frame(list(period = factor(levels, levels)), length(levels))
  rows <- if (kind == "new_t2") lesion_rows(sums, none, pairs$row, labels, 1, conf_level) else
    lesion_rows(none, sums, pairs$row, labels, 1, conf_level)
  rows <- rows[rows$outcome == kind, ]
  new_result("lesions", rows["period"], rows, list(by = NULL, kind = kind, conf_level = conf_level),
             of_patients = list(row = pairs$row, patient = pairs$patient, labels = labels, a_year = 1, ids = ids,
                                t2 = if (kind == "new_t2") sums else none,
                                gd = if (kind == "gd") sums else none))
}

lesion_texts <- c(new_t2 = "new T2", gd = "enhancing", any = "either")

#' @export
display.msaudit_lesions <- function(x) {
  settings <- definition(x)
  labels <- label_columns(x)
  keys <- row_keys(x, labels)
  imaging <- settings$imaging
  parts <- lapply(unique(keys), function(key) {
    lines <- if (is.null(imaging)) character() else imaging_text(imaging[row_keys(imaging, labels) == key, ])
    display_part(lesion_wide(x[keys == key, ]), heading = key, lines = lines)
  })
  choices <- if (isTRUE(settings$two_periods > 0)) {
    sprintf("%s fit two periods and belong to the one with more of their days.",
            counted(settings$two_periods, "interval"))
  }
  list(
    title = sprintf("Lesion change: new or enlarging T2 lesions per year, enhancing ones per scan, with %s",
                    limits_text(settings)),
    parts = parts, notes = c(choices, explained(x$note, but = c("zero_events", "undefined_phi")))
  )
}

imaging_text <- function(imaging) {
  text <- sprintf("Imaged: %s of %s (T2 %s, contrast %s, both %s)", big(imaging$imaged),
                  counted(imaging$in_period, "patient"), big(imaging$imaged_t2), big(imaging$imaged_gd),
                  big(imaging$imaged_both))
  if (imaging$straddling == 0) return(text)
  sprintf("%s; %s left out, straddling", text, counted(imaging$straddling, "interval"))
}

lesion_wide <- function(x) {
  shares <- x[x$measure == "proportion", ]
  rates <- x[x$measure == "rate", ]
  at <- match(shares$outcome, rates$outcome)
  table <- list(lesions = unname(lesion_texts[shares$outcome]),
                patients = sprintf("%s/%s", big(shares$with_event), big(shares$patients)),
                `% (limits)` = with_limits(100 * shares$estimate, 100 * shares$conf_low,
                                           100 * shares$conf_high, 0),
                count = ifelse(is.na(at), "", big(rates$events[at])),
                exposure = ifelse(is.na(at), "", exposure_text(rates[at, ])),
                `rate (limits)` = ifelse(is.na(at), "", with_limits(rates$estimate[at], rates$conf_low[at],
                                                                    rates$conf_high[at])))
  as_frame(table, nrow(shares))
}

exposure_text <- function(rates) {
  ifelse(rates$unit %in% "scan", counted_each(rates$exposure, "scan"),
         paste(formatC(rates$exposure, digits = 1, format = "f"), "years"))
}
