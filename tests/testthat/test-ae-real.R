# The patients and adverse events of the CDISC pilot trial themselves, from tables to
# the figures that others computed of them. Where the package with them is not
# installed there is nothing to test.

# On treatment from the day before the first dose, so that the first day is day 1 as
# the trial has it, to the last; who did not complete has stopped. `onset` may move
# what came later.
pilot_cohort <- function(onset = function(day, last) day) {
  tables <- lapply(c(adsl = "adam_adsl", adae = "adam_adae"), function(name) as.data.frame(getExportedValue("safetyData", name)))
  adsl <- tables$adsl
  adae <- tables$adae[tables$adae$TRTEMFL == "Y" & !is.na(tables$adae$ASTDT), ]
  arm <- c(Placebo = "placebo", "Xanomeline Low Dose" = "low", "Xanomeline High Dose" = "high")[adsl$TRT01P]
  stop <- adsl$TRTEDT
  stop[adsl$DCDECOD == "COMPLETED"] <- NA
  audit_cohort(
    data.frame(id = adsl$USUBJID, arm = unname(arm), follow_up_start = adsl$TRTSDT - 1, follow_up_end = adsl$TRTEDT),
    data.frame(id = adsl$USUBJID, drug = "treatment", start = adsl$TRTSDT - 1, stop = stop),
    events = data.frame(id = adae$USUBJID, term = tolower(adae$AEDECOD), onset = onset(adae$ASTDT, adae$TRTEDT), number = adae$AESEQ,
                        kind = ifelse(adae$CQ01NAM == "DERMATOLOGIC EVENTS", "dermatologic", "other"))
  )
}

pilot_rows <- function(cohort, measure) {
  x <- as.data.frame(audit_ae(cohort, audit_periods(cohort, on = period_on("treatment")), by = "arm", each = "kind",
                              measure = measure, times = c(30, 90, 180)))
  x[x$outcome == "dermatologic", ]
}

expect_pilot <- function(x, rows, cells) {
  for (i in seq_len(nrow(rows))) {
    row <- rows[i, ]
    of <- x[x$arm == row$group, ]
    if (nzchar(row$time)) of <- of[of$unit == paste("patient by day", row$time), ]
    expect_equal(nrow(of), 1)
    for (column in names(cells)) {
      cell <- row[[cells[[column]]]]
      if (nzchar(cell)) expect_equal(of[[column]], as.numeric(cell), tolerance = as.numeric(row$tol), info = paste(row$case, column))
    }
  }
}

test_that("the trial's tables lead to the reference values of its dermatologic events", {
  skip_if_not_installed("safetyData")
  table <- utils::read.csv(system.file("validation", "reference", "incidence.csv", package = "msaudit"), colClasses = "character",
                           na.strings = character())
  limit_cells <- c(estimate = "estimate", conf_low = "lower", conf_high = "upper")
  table <- table[table$data == "cdisc_pilot" & table$se_type != "aalen" & table$method != "wilson", ]
  of <- function(estimand) table[table$estimand == estimand, ]
  cohort <- pilot_cohort()
  expect_pilot(pilot_rows(cohort, "proportion"), of("proportion"), limit_cells)
  expect_pilot(pilot_rows(cohort, "first_event_rate"), of("rate_first"), limit_cells)
  expect_pilot(pilot_rows(cohort, "cumulative_incidence"), of("cumulative_incidence"), limit_cells)
  expect_pilot(pilot_rows(cohort, "one_minus_km"), of("one_minus_km"), limit_cells)
  # All events of the table are those of the treatment and after it, over the time on
  # it: four came after the last dose, which the audit leaves out and lists.
  late <- as.data.frame(findings(cohort))
  expect_equal(unique(late$problem), "after_follow_up")
  moved <- pilot_cohort(onset = pmin)
  in_table <- function(cohort) sum(subset(pilot_rows(cohort, "rate"), arm != "low")$events)
  expect_equal(in_table(moved) - in_table(cohort), 4)
  scaled <- of("rate_all")[of("rate_all")$method == "scaled", ]
  expect_pilot(pilot_rows(moved, "rate"), scaled, c(estimate = "estimate", dispersion = "phi"))
})

test_that("of every term of the trial as many patients are counted as by hand, and traced", {
  skip_if_not_installed("safetyData")
  cohort <- pilot_cohort()
  periods <- audit_periods(cohort, on = period_on("treatment"))
  x <- as.data.frame(audit_ae(cohort, periods, each = "term", measure = c("proportion", "rate")))
  adae <- as.data.frame(getExportedValue("safetyData", "adam_adae"))
  adae <- adae[adae$TRTEMFL == "Y" & !is.na(adae$ASTDT) & adae$ASTDT <= adae$TRTEDT, ]
  patients <- tapply(adae$USUBJID, tolower(adae$AEDECOD), function(id) length(unique(id)))
  share <- x[x$measure == "proportion" & x$outcome != "any", ]
  expect_equal(share$with_event[match(names(patients), share$outcome)], as.vector(patients), ignore_attr = TRUE)
  expect_equal(sum(share$with_event), sum(patients))
  expect_equal(x$events[x$outcome == "any" & x$measure == "rate"], nrow(adae))
})
