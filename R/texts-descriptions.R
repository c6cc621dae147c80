# Results that describe, in words: who they were, what they went through at worst,
# what other definitions give. See R/texts.R.

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

#' @export
results_text.msaudit_sensitivity <- function(x) {
  rows <- main_rows(x)
  sentences <- vapply(unique(as.character(rows$period)), function(period) {
    of <- rows[rows$period == period, ]
    range <- range_text(of)
    if (length(range) == 0) range <- "No definition gives an estimate."
    sprintf("%s, by %s: %s%s", sensitivity_heading(of, definition(x)), counted(nrow(of), "definition"),
            tolower(substr(range, 1, 1)), substring(range, 2))
  }, "")
  paste(sentences, collapse = " ")
}
