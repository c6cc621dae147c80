# Laboratory data of others, graded by others. Where a package is not installed its
# test is skipped.

# Tests as trials code them, and the criteria's terms of each: for low and for high
# values.
trial_tests <- data.frame(
  code = c("HGB", "LYM", "WBC", "PLAT", "ALT", "AST", "BILI", "ALP", "GGT", "CREAT"),
  test = c("haemoglobin", "lymphocytes", "wbc", "platelets", "ALT", "AST", "bilirubin", "ALP", "GGT", "creatinine"),
  unit = c("g/L", "10^9/L", "10^9/L", "10^9/L", "U/L", "U/L", "umol/L", "U/L", "U/L", "umol/L"),
  low = c("Anemia", "Lymphocyte count decreased", "White blood cell decreased", "Platelet count decreased", rep(NA, 6)),
  high = c("Hemoglobin increased", "Lymphocyte count increased", "Leukocytosis", NA, "Alanine aminotransferase increased",
           "Aspartate aminotransferase increased", "Blood bilirubin increased", "Alkaline phosphatase increased",
           "GGT increased", "Creatinine increased")
)

# Chemistry and haematology of a trial, with the baselines that it records. Its
# haemoglobin is in millimoles of iron, which admiral has no grades for.
trial_rows <- function(x, low, high, also = character()) {
  x <- as.data.frame(x)
  code <- c(structure(trial_tests$code, names = trial_tests$code), also)[x$PARAMCD]
  use <- which(!is.na(code) & !is.na(x$AVAL))
  code <- unname(code[use])
  k <- ifelse(code == "HGB", 16.114, 1)
  data.frame(code, at = match(code, trial_tests$code), value = k * x$AVAL[use], low = k * x[[low]][use],
             high = k * x[[high]][use], base = k * x$BASE[use])
}

cdisc_rows <- function() {
  sets <- lapply(c("adam_adlbc", "adam_adlbh"), getExportedValue, ns = "safetyData")
  do.call(rbind, lapply(sets, trial_rows, "A1LO", "A1HI"))
}

adlb_rows <- function() {
  trial_rows(getExportedValue("pharmaverseadam", "adlb"), "ANRLO", "ANRHI", c(ALKPH = "ALP", LYMPH = "LYM"))
}

# admiral's grades of low and of high values, put together as ours are: the higher, and
# 0 only if both are known to be.
admiral_grade <- function(rows, version) {
  data <- data.frame(trial_tests[rows$at, c("low", "high", "unit")], AVAL = rows$value, ANRLO = rows$low, ANRHI = rows$high,
                     BASE = rows$base, row = seq_len(nrow(rows)))
  names(data)[1:3] <- c("LOW", "HIGH", "UNIT")
  data$BNRIND <- ifelse(rows$base > rows$high, "HIGH", ifelse(rows$base < rows$low, "LOW", "NORMAL"))
  if (version == "6.0") data$LOW[data$LOW %in% "Platelet count decreased"] <- "Thrombocytopenia"
  criteria <- getExportedValue("admiral", paste0("atoxgr_criteria_ctcv", substr(version, 1, 1)))
  derive <- getExportedValue("admiral", "derive_var_atoxgr_dir")
  data <- derive(data, new_var = ATOXGRL, tox_description_var = LOW, meta_criteria = criteria, criteria_direction = "L",
                 get_unit_expr = UNIT, high_indicator = "HIGH", low_indicator = "LOW")
  data <- derive(data, new_var = ATOXGRH, tox_description_var = HIGH, meta_criteria = criteria, criteria_direction = "H",
                 get_unit_expr = UNIT, high_indicator = "HIGH", low_indicator = "LOW")
  data <- data[order(data$row), ]
  low <- as.integer(data$ATOXGRL)
  high <- as.integer(data$ATOXGRH)
  both <- ifelse(low %in% 1:4 | high %in% 1:4, pmax(low, high, na.rm = TRUE), low + high)
  as.integer(ifelse(is.na(data$LOW), high, ifelse(is.na(data$HIGH), low, both)))
}

# Each row of which the two do not say the same, and no other, is explained.
expect_admiral <- function(rows, unlike) {
  for (version in c("4.03", "5.0", "6.0")) {
    ours <- grade_labs(rows$value, trial_tests$test[rows$at], trial_tests$unit[rows$at], rows$low, rows$high, rows$base,
                       rules = paste0("ctcae-", version))
    theirs <- admiral_grade(rows, version)
    differs <- is.na(ours$grade) != is.na(theirs) | (ours$grade != theirs) %in% TRUE
    # 4.03 grades creatinine by the baseline too. Without one, and not above the limit,
    # ours is 0 and says so, theirs missing.
    no_baseline <- version == "4.03" & rows$code == "CREAT" & is.na(rows$base) & ours$reason == "no_baseline" & ours$grade == 0 &
      is.na(theirs)
    # 6.0 has no term for few lymphocytes: those not few have grade 0 by ours, of which
    # theirs knows nothing.
    no_term <- version == "6.0" & rows$code == "LYM" & ours$grade %in% 0 & is.na(theirs)
    expect_identical(which(differs), which(no_baseline | no_term), info = version)
    expect_identical(c(sum(no_baseline), sum(no_term)), unlike[[version]], info = version)
  }
}

test_that("chemistry and haematology of a trial have the grades that admiral gives them", {
  skip_if_not_installed("admiral")
  skip_if_not_installed("safetyData")
  rows <- cdisc_rows()
  expect_equal(nrow(rows), 20563)
  expect_admiral(rows, list("4.03" = c(19L, 0L), "5.0" = c(0L, 0L), "6.0" = c(0L, 2020L)))
})

test_that("so have those of another", {
  skip_if_not_installed("admiral")
  skip_if_not_installed("pharmaverseadam")
  rows <- adlb_rows()
  expect_gt(nrow(rows), 20000)
  neither <- rows$code == "LYM" & rows$value >= rows$low & rows$value <= 4
  of_6 <- c(0L, sum(neither, na.rm = TRUE))
  expect_admiral(rows, list("4.03" = c(0L, 0L), "5.0" = c(0L, 0L), "6.0" = of_6))
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
