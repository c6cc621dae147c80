# Laboratory data of others, graded by others. Where a package is not installed its
# test is skipped.

# Rows of the trial's liver tests and creatinine, with the baselines that it records.
adlb_rows <- function() {
  adlb <- as.data.frame(getExportedValue("pharmaverseadam", "adlb"))
  tests <- c(ALT = "ALT", AST = "AST", BILI = "bilirubin", ALKPH = "ALP", CREAT = "creatinine")
  adlb$PARAMCD[adlb$PARAMCD == "ALP"] <- "ALKPH"
  adlb <- adlb[adlb$PARAMCD %in% names(tests) & !is.na(adlb$AVAL), ]
  unit <- c(ALT = "U/L", AST = "U/L", BILI = "umol/L", ALKPH = "U/L", CREAT = "umol/L")
  data.frame(code = adlb$PARAMCD, test = unname(tests[adlb$PARAMCD]), unit = unname(unit[adlb$PARAMCD]), value = adlb$AVAL,
             low = adlb$ANRLO, high = adlb$ANRHI, base = adlb$BASE)
}

admiral_grade <- function(rows, criteria) {
  terms <- c(ALT = "Alanine aminotransferase increased", AST = "Aspartate aminotransferase increased",
             BILI = "Blood bilirubin increased", ALKPH = "Alkaline phosphatase increased", CREAT = "Creatinine increased")
  data <- data.frame(ATOXDSCH = unname(terms[rows$code]), AVAL = rows$value, ANRLO = rows$low, ANRHI = rows$high, BASE = rows$base,
                     BNRIND = ifelse(rows$base > rows$high, "HIGH", ifelse(rows$base < rows$low, "LOW", "NORMAL")),
                     UNIT = rows$unit, row = seq_len(nrow(rows)))
  data <- getExportedValue("admiral", "derive_var_atoxgr_dir")(
    data, new_var = ATOXGRH, tox_description_var = ATOXDSCH, meta_criteria = criteria, criteria_direction = "H", get_unit_expr = UNIT,
    high_indicator = "HIGH", low_indicator = "LOW"
  )
  as.integer(data$ATOXGRH[order(data$row)])
}

test_that("a trial's liver tests and creatinine have the grades that admiral gives them", {
  skip_if_not_installed("admiral")
  skip_if_not_installed("pharmaverseadam")
  rows <- adlb_rows()
  expect_gt(nrow(rows), 1000)
  versions <- list("ctcae-4.03" = getExportedValue("admiral", "atoxgr_criteria_ctcv4"), "ctcae-5.0" = getExportedValue("admiral", "atoxgr_criteria_ctcv5"),
                   "ctcae-6.0" = getExportedValue("admiral", "atoxgr_criteria_ctcv6"))
  for (version in names(versions)) {
    ours <- grade_labs(rows$value, rows$test, rows$unit, rows$low, rows$high, rows$base, rules = version)
    theirs <- admiral_grade(rows, versions[[version]])
    expect_identical(ours$grade, theirs, info = version)
  }
})

test_that("platelets of a long series are graded as by hand, on a clock of days", {
  skip_if_not_installed("survival")
  long <- survival::pbcseq
  long <- long[!is.na(long$platelet), ]
  last <- tapply(long$futime, long$id, max)
  cohort <- audit_cohort(
    data.frame(id = as.integer(names(last)), follow_up_start = 0, follow_up_end = as.vector(last)),
    data.frame(id = as.integer(names(last)), drug = "trial", start = 0),
    labs = data.frame(id = long$id, date = long$day, test = "platelets", value = long$platelet, unit = "10^9/L", ref_low = 150)
  )
  x <- audit_labs(cohort, audit_periods(cohort, trial = period_on("trial")))
  after <- long[long$day > 0 & long$day <= last[as.character(long$id)], ]
  lowest <- tapply(after$platelet, after$id, min)
  of <- function(outcome, measure) as.data.frame(x)[x$outcome == outcome & x$measure == measure, ]
  any <- of("platelet count decreased", "proportion")
  expect_equal(c(any$with_event, any$patients), c(sum(lowest < 150), length(lowest)))
  expect_equal(of("platelet count decreased, grade 3 or 4", "proportion")$with_event, sum(lowest < 50))
  first <- long[long$day == 0, ]
  expect_equal(of("platelet count decreased", "baseline")$with_event, sum(first$platelet < 150))
  # First low counts over time, of those not low at baseline, as survival counts them.
  free <- setdiff(unique(after$id), first$id[first$platelet < 150])
  onset <- vapply(free, function(id) min(c(Inf, after$day[after$id == id & after$platelet < 150])), 0)
  time <- pmin(onset, last[as.character(free)])
  rate <- survival::pyears(survival::Surv(time, is.finite(onset)) ~ 1, scale = 365.25)
  found <- of("platelet count decreased", "first_event_rate")
  expect_equal(found$with_event, unname(rate$event))
  expect_equal(found$exposure, unname(rate$pyears))
})
