# How lesion change is printed: who was imaged first, then a table of the kinds,
# one of lesions a patient, and one of change from the baseline.

lesion_texts <- c(new_t2 = "new T2", gd = "enhancing", any = "either", active = "combined", t2_count = "T2 count",
                  t2_volume = "T2 volume")

#' @export
display.msaudit_lesions <- function(x) {
  settings <- definition(x)
  labels <- label_columns(x)
  keys <- row_keys(x, labels)
  imaging <- settings$imaging
  parts <- lapply(unique(keys), function(key) {
    lines <- if (is.null(imaging)) character() else imaging_text(imaging[row_keys(imaging, labels) == key, ], settings)
    lines <- c(lines, remedy_of(settings$remedies, key, labels))
    rows <- as.data.frame(x)[keys == key, ]
    more <- list(`Patients by number of lesions` = lesion_classes(rows),
                 `Change from the baseline` = lesion_change_table(rows))
    more <- more[vapply(more, nrow, 0L) > 0]
    c(page_parts(lesion_kinds(rows), 3, key, lines), unlist(Map(page_parts, more, 3, names(more)), recursive = FALSE))
  })
  list(
    title = sprintf("Lesion change: new or enlarging T2 lesions per year, enhancing ones per scan, with %s",
                    limits_text(settings)),
    parts = unlist(parts, recursive = FALSE),
    notes = c(if ("least_proportion" %in% x$measure) bounds_note,
              if ("any" %in% x$outcome) either_text(settings$asked), choices_text(settings),
              undated_text(undated_of(x, "mri"), "mri"),
              explained(x$note, but = c("zero_events", "all_events", "undefined_phi", "no_patients")))
  )
}

bounds_note <- paste("Of all: the least and the most that the share of all patients in the period can be, imaged or not: if",
                     "none, and if all, of those in whom it is not known had lesions.")

# Where no scan of the cohort tells of a kind, nobody can say whether there was one.
either_text <- function(asked) {
  if (length(asked) == 2) return("Either: of the patients in whom both kinds are known.")
  if (length(asked) == 1) {
    sprintf("Either: %s lesions alone, and its bounds theirs; the other kind is known of nobody.", lesion_texts[[asked]])
  }
}

choices_text <- function(settings) {
  if (!isTRUE(settings$two_periods > 0)) return()
  sprintf("%s fit two periods and belong to the one with more of their days.",
          counted(settings$two_periods, "interval"))
}

straddling_done <- c(drop = "left out", later = "counted where it ends", earlier = "counted where it begins",
                     share = "shared by days")

imaging_text <- function(imaging, settings) {
  text <- sprintf("Imaged: %s of %s (T2 %s, contrast %s, both %s); %s, %s with contrast", big(imaging$imaged),
                  counted(imaging$in_period, "patient"), big(imaging$imaged_t2), big(imaging$imaged_gd),
                  big(imaging$imaged_both), counted(imaging$t2_scans, "interval"), counted(imaging$gd_scans, "scan"))
  if (imaging$straddling == 0) return(text)
  sprintf("%s; %s straddling, %s", text, counted(imaging$straddling, "interval"),
          straddling_done[[settings$straddling]])
}

# Rows of one group and period: kinds of lesions with their patients and rates.
lesion_kinds <- function(rows) {
  of <- function(measure, outcomes) {
    part <- rows[rows$measure == measure, ]
    part[match(outcomes, part$outcome), ]
  }
  outcomes <- intersect(names(lesion_texts), rows$outcome[rows$measure %in% c("proportion", "rate", "least_rate")])
  share <- of("proportion", outcomes)
  if ("active" %in% outcomes && all(rows$events[rows$outcome == "active"] %in% c(0, NA)) &&
        all(is.na(rows$estimate[rows$outcome == "active"]))) {
    outcomes <- setdiff(outcomes, "active")
    share <- of("proportion", outcomes)
  }
  rate <- of("rate", outcomes)
  least <- of("least_rate", outcomes)
  most <- of("most_rate", outcomes)
  one <- ifelse(is.na(rate$measure), least$estimate, rate$estimate)
  first <- ifelse(is.na(rate$measure), least$events, rate$events)
  counts <- ifelse(is.na(first), "", ifelse(is.na(most$events) | most$events == first, count_text(first),
                                            paste(count_text(first), "to", count_text(most$events))))
  low <- ifelse(is.na(rate$measure), least$conf_low, rate$conf_low)
  high <- ifelse(is.na(rate$measure), least$conf_high, rate$conf_high)
  rates <- ifelse(is.na(one) & is.na(first), "", ifelse(
    is.na(most$estimate) | most$estimate == one, with_limits(one, low, high),
    sprintf("%s to %s", with_digits(one, rate_digits(one)), with_digits(most$estimate, rate_digits(one)))))
  exposure <- ifelse(is.na(rate$measure), least$exposure, rate$exposure)
  unit <- ifelse(is.na(rate$measure), least$unit, rate$unit)
  table <- list(lesions = unname(lesion_texts[outcomes]),
                patients = ifelse(is.na(share$patients), "", in_all_known(share)),
                `% (limits)` = ifelse(is.na(share$measure), "", percent_limits_known(share)))
  table$count <- counts
  table$exposure <- ifelse(is.na(unit), "", exposure_text(exposure, unit))
  table$`rate (limits)` <- rates
  as_frame(table, length(outcomes))
}

# Shared counts are fractions.
count_text <- function(x) ifelse(x == round(x), big(x), decimals(x, 1))

exposure_text <- function(exposure, unit) {
  ifelse(unit %in% "scan", counted_each(exposure, "scan"), paste(decimals(exposure, 1), "years"))
}

class_texts <- c(share_0 = "0", share_1 = "1", share_2_3 = "2 or 3", share_4_more = "4 or more")

lesion_classes <- function(rows) {
  known <- rows[rows$measure %in% c("share_0", "most_proportion") & rows$patients > 0, ]
  outcomes <- intersect(names(lesion_texts), known$outcome)
  of <- function(measure) {
    part <- rows[rows$measure == measure, ]
    part[match(outcomes, part$outcome), ]
  }
  table <- list(lesions = unname(lesion_texts[outcomes]))
  for (class in names(class_texts)) {
    part <- of(class)
    table[[class_texts[[class]]]] <- ifelse(part$patients %in% c(0, NA), "", share_text_each(part$with_event, part$patients))
  }
  least <- of("least_proportion")
  if (!all(is.na(least$measure))) {
    percent <- function(of) with_digits(100 * of$estimate, share_digits(of$patients))
    table$`any, of all` <- ifelse(is.na(least$estimate), "", sprintf(
      "%s %% of %s", span_of_texts(percent(least), percent(of("most_proportion"))), big(least$patients)))
  }
  as_frame(table, length(outcomes))
}

span_of_texts <- function(least, most) ifelse(least == most, least, paste(least, "to", most))

share_text_each <- function(x, n) sprintf("%s (%s %%)", big(x), with_digits(100 * x / n, share_digits(n)))

lesion_change_table <- function(rows) {
  outcomes <- unique(rows$outcome[rows$measure == "median_change" & rows$patients > 0])
  value <- function(measure, column = "estimate") {
    part <- rows[rows$measure == measure, ]
    part[[column]][match(outcomes, part$outcome)]
  }
  number <- function(x, digits) {
    text <- formatC(x, digits = digits, format = "f", big.mark = ",", flag = "+", decimal.mark = ".")
    ifelse(is.na(x), "-", sub("^[+-](0[.0]*)$", "\\1", text))
  }
  quartiles <- function(what, digits) {
    sprintf("%s (%s to %s)", number(value(paste0("median_", what)), digits), number(value(paste0("lower_", what)), digits),
            number(value(paste0("upper_", what)), digits))
  }
  table <- list(` ` = unname(lesion_texts[outcomes]), patients = big(value("median_change", "patients")),
                `median (quartiles)` = quartiles("change", 1), `in % of baseline` = quartiles("percent_change", 0),
                `median's limits` = sprintf("%s to %s", number(value("median_change", "conf_low"), 1),
                                            number(value("median_change", "conf_high"), 1)))
  as_frame(table, length(outcomes))
}
