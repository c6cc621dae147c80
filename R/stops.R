#' Reasons for stopping a drug
#'
#' Why patients stopped a drug, as shares of those who stopped it, with exact intervals.
#'
#' @param cohort A cohort of [audit_cohort()] whose treatments have the column
#'   `stop_reason`.
#' @param drug Name of a drug, single.
#' @param by Names of columns of `patients`: shares for each group. A missing value is a
#'   group of its own, the last.
#' @param conf_level Confidence level, between 0 and 1, neither included.
#'
#' @return A data frame of class `msaudit_stops` and `msaudit_result` with one row per
#'   group and reason, the most frequent reasons first, in the columns of every result:
#'   `outcome` is the reason (`"not recorded"` if missing), `measure`
#'   `"proportion"`, `patients` those who stopped the drug, `with_event` those who
#'   stopped for this reason; the limits are those of [ci_proportion()]. `period` is the drug.
#'
#' @section Definition:
#' The last recorded stop of the drug within follow-up counts, even
#' if the patient started it again. Of two on one day, the reason that is first in the
#' alphabet.
#'
#' @inheritSection audit_curves Errors
#'
#' @family audits of a cohort
#'
#' @examples
#' audit_stops(example_cohort("alemtuzumab-switch"), "natalizumab")
#' @export
audit_stops <- function(cohort, drug, by = NULL, conf_level = 0.95) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  code <- one_drug(cohort, drug, "drug", call)
  check_conf_level(conf_level, call)
  if (is.null(cohort$treatments$stop_reason)) {
    usage_error("cohort", "The table `treatments` has no column `stop_reason`", call)
  }
  groups <- patient_groups(cohort, by, call)
  courses <- cohort$treatments
  from <- cohort$patients$from[courses$patient]
  within <- !is.na(courses$stop) & (is.na(from) | courses$stop >= from)
  courses <- courses[as.integer(courses$drug) == code & within, ]
  last <- last_stops(courses)
  reason <- stop_reasons(last)

  reasons <- sort(unique(reason), method = "radix")
  reasons <- reasons[order(-tabulate(match(reason, reasons), length(reasons)))]
  group <- factor(groups$code[last$patient], seq_len(groups$n))
  counts <- table(group, factor(reason, reasons))
  stopped <- as.vector(table(group))
  each <- rep(seq_len(groups$n), each = length(reasons))
  share <- ci_proportion(as.vector(t(counts)), stopped[each], conf_level = conf_level)
  labels <- as_frame(lapply(groups$labels, `[`, each), length(each))
  labels$period <- rep(levels(cohort$treatments$drug)[code], length(each))
  values <- c(list(outcome = rep(reasons, groups$n), measure = "proportion", patients = as.integer(share$n),
                   with_event = as.integer(share$x), exposure = share$n, unit = "patient"),
              as.list(share[c("estimate", "conf_low", "conf_high", "method", "note")]))
  new_result("stops", labels, values, list(by = by, drug = drug, conf_level = conf_level))
}

# The last stop of each patient; of two on one day that with the reason that is first
# in the alphabet.
last_stops <- function(courses) {
  courses <- courses[order(courses$patient, -courses$stop, as.integer(courses$stop_reason)), ]
  courses[!duplicated(courses$patient), ]
}

stop_reasons <- function(courses) texts_beside(courses$stop_reason, "not recorded")

#' @export
display.msaudit_stops <- function(x) {
  table <- lapply(as.list(x)[setdiff(label_columns(x), "period")], label_texts)
  table$reason <- x$outcome
  table$patients <- paste0(big(x$with_event), "/", big(x$patients))
  table$`% (limits)` <- percent_limits(x)
  list(
    title = sprintf("Reasons for stopping %s, with %s", definition(x)$drug, limits_text(definition(x))),
    parts = list(display_part(as_frame(table, nrow(x)), left = seq_len(length(table) - 2))),
    notes = explained(x$note, but = c("zero_events", "all_events"))
  )
}

# "Reasons for stopping natalizumab were treatment failure in 8 of 11 ...".
#' @export
results_text.msaudit_stops <- function(x) {
  settings <- definition(x)
  level <- number_text(100 * settings$conf_level)
  labels <- setdiff(label_columns(x), "period")
  keys <- row_keys(x, labels)
  sentences <- vapply(unique(keys), function(key) {
    of <- as.data.frame(x)[keys == key & x$patients > 0, ]
    where <- if (nzchar(key)) sprintf("In %s, ", encodeString(key, quote = "\"")) else ""
    if (nrow(of) == 0) return(begun(where, sprintf("nobody stopped %s.", settings$drug)))
    each <- sprintf("%s in %s of %s (%s)", of$outcome, big(of$with_event), big(of$patients), percent_ci(of, level))
    begun(where, sprintf("%s was stopped for %s.", settings$drug, listed(each)))
  }, "")
  paste(sentences, collapse = " ")
}
