# A difference of risks in words, with the times that it is of.

risk_difference_text <- function(row, given, level) {
  if (has_unlike_lengths(row)) {
    if (is.na(row$estimate)) return("risks over unlike times were not compared")
    return(sprintf("risk difference %s %% over %s years a patient, not tested", percent_alone(row), lengths_of(given, row)))
  }
  if (row$patients == 0) return("nobody was at risk in both")
  over <- if (grepl("equal_lengths", row$note, fixed = TRUE)) "over equal times" else common_day(given, row)
  sprintf("risk difference %s%s%s", if (nzchar(over)) paste0(over, " ") else "", percent_ci(row, level), p_phrase(row))
}
