# One patient on a drug over (100, 500], another drug over (600, 1000].
scan_cohort <- function(date, compare_date, new_t2 = 1, ...) {
  audit_cohort(
    data.frame(id = 1, follow_up_start = 0, follow_up_end = 2000),
    data.frame(id = 1, drug = c("a", "b"), start = c(100, 600), stop = c(500, 1000)),
    mri = data.frame(id = 1, date = date, compare_date = compare_date, new_t2 = new_t2, ...)
  )
}

placed <- function(cohort, outcome = "new_t2", ...) {
  periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"))
  x <- audit_lesions(cohort, periods, ...)
  x$patients[x$outcome == outcome & x$measure == "proportion"]
}

test_that("an interval belongs to the period that holds it, but for the slack", {
  expect_equal(placed(scan_cohort(500, 100)), c(1, 0))
  expect_equal(placed(scan_cohort(560, 40)), c(1, 0))
  expect_equal(placed(scan_cohort(561, 100)), c(0, 0))
  expect_equal(placed(scan_cohort(500, 39)), c(0, 0))
  expect_equal(placed(scan_cohort(560, 40), slack = c(60, 59)), c(0, 0))
  # No day in the period.
  expect_equal(placed(scan_cohort(560, 505)), c(0, 0))
  expect_equal(placed(scan_cohort(1010, 545)), c(0, 1))
})

test_that("of two periods that hold an interval it belongs to the one with more of its days", {
  held <- function(date, compare_date) {
    cohort <- scan_cohort(date, compare_date)
    periods <- audit_periods(cohort, x = period_calendar(1, 300), y = period_calendar(301, 600))
    x <- audit_lesions(cohort, periods)
    x$patients[x$outcome == "new_t2" & x$measure == "proportion"]
  }
  expect_equal(held(350, 249), c(1, 0))
  expect_equal(held(351, 250), c(0, 1))
  expect_equal(held(350, 250), c(0, 1))
})

test_that("a straddling interval is left out and counted in each period that it touches", {
  cohort <- scan_cohort(800, 300)
  x <- audit_lesions(cohort, audit_periods(cohort, a = period_on("a"), b = period_on("b")))
  imaging <- definition(x)$imaging
  expect_equal(imaging$straddling, c(1, 1))
  expect_equal(imaging$imaged_t2, c(0, 0))
  expect_true(all(is.na(x$estimate[x$outcome == "new_t2" & x$measure %in% c("proportion", "rate")])))
  # Who was imaged over an interval that straddles may or may not have had lesions in either part.
  expect_equal(x$estimate[x$outcome == "new_t2" & x$measure == "least_proportion"], c(0, 0))
  expect_equal(x$estimate[x$outcome == "new_t2" & x$measure == "most_proportion"], c(1, 1))
})

test_that("a hole in a drug's courses straddles", {
  cohort <- audit_cohort(
    data.frame(id = 1, follow_up_start = 0, follow_up_end = 2000),
    data.frame(id = 1, drug = "a", start = c(100, 700), stop = c(300, 1000)),
    mri = data.frame(id = 1, date = 800, compare_date = 200, new_t2 = 1)
  )
  x <- audit_lesions(cohort, audit_periods(cohort, a = period_on("a")))
  expect_equal(definition(x)$imaging$straddling, 1)
})

test_that("enhancing lesions belong to the day, or to the period that ended shortly before", {
  shown_in <- function(date) placed(scan_cohort(date, NA, new_t2 = NA, gd = 1, contrast = TRUE), "gd")
  expect_equal(shown_in(100), c(0, 0))
  expect_equal(shown_in(101), c(1, 0))
  expect_equal(shown_in(500), c(1, 0))
  expect_equal(shown_in(560), c(1, 0))
  expect_equal(shown_in(561), c(0, 0))
  expect_equal(shown_in(601), c(0, 1))
})

# By hand: three patients on the drug over (0, 1000]. Patient 1: 2 lesions in
# (0, 400] and 0 in (400, 800]; patient 2: 3 + 1 enlarging in (0, 365]; patient
# 3: count missing. Gd: patient 1 one lesion in two scans, 2 without contrast.
hand_cohort <- function() {
  audit_cohort(
    data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = 1:3, drug = "a", start = 0),
    mri = data.frame(id = c(1, 1, 2, 3), date = c(400, 800, 365, 300), compare_date = c(0, 400, 0, 0),
                     new_t2 = c(2, 0, 3, NA), enlarging_t2 = c(NA, NA, 1, NA), gd = c(1, 0, NA, 0),
                     contrast = c(TRUE, TRUE, FALSE, TRUE))
  )
}

test_that("each kind has its own exposure, and what is missing is not 0", {
  cohort <- hand_cohort()
  x <- audit_lesions(cohort, audit_periods(cohort, on = period_on("a")))
  row <- function(outcome, measure) x[x$outcome == outcome & x$measure == measure, ]
  expect_equal(row("new_t2", "proportion")$patients, 2)
  expect_equal(row("new_t2", "proportion")$with_event, 2)
  expect_equal(row("new_t2", "rate")$events, 6)
  expect_equal(row("new_t2", "rate")$exposure, (800 + 365) / 365.25)
  expect_equal(row("new_t2", "rate")$estimate, 6 / ((800 + 365) / 365.25))
  expect_equal(row("gd", "proportion")$patients, 2)
  expect_equal(row("gd", "rate")$events, 1)
  expect_equal(row("gd", "rate")$exposure, 3)
  expect_equal(row("gd", "rate")$unit, "scan")
  # Both kinds are known of the first patient alone; lesions were seen in the second too.
  expect_equal(row("any", "proportion")$patients, 1)
  expect_equal(row("any", "proportion")$with_event, 1)
  expect_equal(row("any", "least_proportion")$with_event, 2)
  expect_equal(row("any", "most_proportion")$with_event, 3)
  imaging <- definition(x)$imaging
  expect_equal(unlist(imaging[c("in_period", "imaged_t2", "imaged_gd", "imaged_both", "imaged")],
                      use.names = FALSE), c(3, 2, 2, 1, 3))
})

test_that("the interval of the rate is that of the patients' counts", {
  given <- list(c(2, 0, 4), exposure = c(400, 400, 365) / 365.25, id = c(1, 1, 2))
  x <- do.call(audit_lesions, c(given, method = "scaled"))
  y <- c(2, 4)
  t <- c(800, 365) / 365.25
  phi <- max(1, 2 * sum((y - 6 / sum(t) * t)^2) / 6)
  rate <- x[x$measure == "rate", ]
  expect_equal(rate$dispersion, phi)
  expect_equal(rate$conf_high, qgamma(0.975, 6 / phi + 1) * phi / sum(t))
  rate <- subset(as.data.frame(do.call(audit_lesions, given)), measure == "rate")
  expect_equal(rate$method, "pooled_t")
  expect_equal(c(rate$conf_low, rate$conf_high), pooled_t_by_hand(y, t), tolerance = 1e-6)
})

test_that("a count without a comparison date is a finding and has no rate", {
  cohort <- scan_cohort(c(300, 400), c(NA, 300), new_t2 = c(5, 1))
  x <- audit_lesions(cohort, audit_periods(cohort, a = period_on("a")))
  expect_equal(findings(x)$problem, "no_comparison")
  expect_equal(x$events[x$outcome == "new_t2" & x$measure == "rate"], 1)
})

test_that("overlapping intervals both count, with a finding", {
  cohort <- scan_cohort(c(300, 400), c(200, 200), new_t2 = c(1, 1))
  x <- audit_lesions(cohort, audit_periods(cohort, a = period_on("a")))
  expect_equal(findings(x)$problem, "overlapping_intervals")
  expect_equal(x$events[x$measure == "rate" & x$outcome == "new_t2"], 2)
})

test_that("the order of rows changes nothing", {
  cohort <- hand_cohort()
  plain <- as.data.frame(audit_lesions(cohort, audit_periods(cohort, on = period_on("a"))))
  a <- audit_lesions(c(2, 0, 4), exposure = c(0.1, 0.7, 0.3), id = c(2, 1, 1))
  b <- audit_lesions(c(4, 2, 0), exposure = c(0.3, 0.1, 0.7), id = c(1, 2, 1))
  expect_identical(as.data.frame(a), as.data.frame(b))
  expect_lte(max(nchar(capture.output(print(a)))), 80)
})

test_that("asking for another period that overlaps takes no scan away", {
  cohort <- audit_cohort(
    data.frame(id = 1:3, follow_up_start = 0), data.frame(id = 1:3, drug = "a", start = 0, stop = 100),
    mri = data.frame(id = 1:3, date = c(50, 60, 70), compare_date = 5, gd = c(1, 2, 0), new_t2 = 1),
    data_lock = 200
  )
  alone <- audit_lesions(cohort, audit_periods(cohort, All = period_follow_up()))
  both <- audit_lesions(cohort, audit_periods(cohort, All = period_follow_up(), A = period_on("a")))
  expect_equal(as.data.frame(both)[both$period == "All", -1], as.data.frame(alone)[, -1], ignore_attr = TRUE)
  expect_equal(both$patients[both$period == "A"], alone$patients)
})

test_that("a period's days are those of all its ranges", {
  ranges <- data.frame(id = 1, period = factor(c("P", "P", "Q")), start = c(0, 110, 100), stop = c(100, 200, 110))
  cohort <- audit_cohort(data.frame(id = 1, follow_up_start = 0), data.frame(id = 1, drug = "a", start = 0),
                         mri = data.frame(id = 1, date = 150, compare_date = 60, new_t2 = 3), data_lock = 400)
  x <- audit_lesions(cohort, audit_periods(cohort, ranges))
  # 40 and 40 of P's days, 10 of Q's.
  expect_equal(x$events[x$outcome == "new_t2" & x$measure == "rate"], c(3, 0))
})

test_that("a scan without an interval is none that overlaps", {
  cohort <- audit_cohort(
    data.frame(id = 1, follow_up_start = 0), data.frame(id = 1, drug = "a", start = 0),
    mri = data.frame(id = 1, date = c(100, 200, 300), compare_date = c(NA, NA, 100), new_t2 = c(NA, NA, 1), gd = 0,
                     contrast = TRUE), data_lock = 400
  )
  expect_equal(nrow(findings(audit_lesions(cohort, audit_periods(cohort, f = period_follow_up())))), 0)
})

test_that("several scans of a day give the same in any order of rows", {
  mri <- data.frame(id = 1, date = c(300, 300, 700, 700), compare_date = c(100, 20, 300, 650), new_t2 = c(0, 2, 1, 0),
                    t2_count = c(9, 4, 12, 30))
  found <- function(rows) {
    cohort <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 900),
                           data.frame(id = 1, drug = "a", start = 10), mri = mri[rows, ])
    periods <- audit_periods(cohort, On = period_on("a"))
    list(as.data.frame(audit_lesions(cohort, periods)), as.data.frame(audit_lesion_free(cohort, periods)))
  }
  expect_equal(found(4:1), found(1:4))
  expect_equal(found(c(2, 1, 4, 3)), found(1:4))
})
