compared <- function(found, outcome, measure) as.data.frame(found)[found$outcome == outcome & found$measure == measure, ]

paired_counts <- function(n = 40) {
  set.seed(8)
  u <- rgamma(n, 0.5, 0.5)
  list(before = rpois(n, 6 * u), after = rpois(n, 2 * u), years = runif(n, 0.5, 2))
}

lesions_of <- function(y, ids = rep(seq_along(y$before), 2)) {
  audit_lesions(c(y$before, y$after), exposure = c(rep(1, length(y$before)), y$years), id = ids,
                period = rep(c("before", "after"), each = length(y$before)))
}

test_that("lesions of the same patients are compared by each of the tests", {
  y <- paired_counts()
  y$years <- rep(1, length(y$years))
  found <- audit_compare(lesions_of(y), "before")
  expect_equal(found$measure, c("risk_difference", "odds_ratio", "count_ratio", "shift", "nb_ratio"))
  a <- y$after > 0
  b <- y$before > 0
  shares <- function(...) compare_proportions_paired(sum(a & b), sum(a & !b), sum(!a & b), sum(!a & !b), ...)
  difference <- compared(found, "new_t2", "risk_difference")
  expect_equal(difference$conf_low, shares()$conf_low)
  expect_equal(difference$p_exact, stats::binom.test(sum(a & !b), sum(a != b))$p.value)
  odds <- compared(found, "new_t2", "odds_ratio")
  expect_equal(odds$p, shares()$p_midp)
  expect_equal(odds$conf_high, shares(measure = "odds_ratio", method = "midp")$conf_high)
  shift <- compared(found, "new_t2", "shift")
  ranks <- compare_counts_paired(y$before, y$after)
  expect_equal(shift[c("estimate", "conf_low", "conf_high", "p")], ranks[c("estimate", "conf_low", "conf_high", "p")],
               ignore_attr = TRUE)
  y <- paired_counts()
  ratio <- compared(audit_compare(lesions_of(y), "before"), "new_t2", "count_ratio")
  paired <- compare_rates_paired(y$before, 1, y$after, y$years)
  expect_equal(ratio[c("estimate", "conf_low", "conf_high", "p", "exact_low", "exact_high")],
               paired[c("estimate", "conf_low", "conf_high", "p", "exact_low", "exact_high")], ignore_attr = TRUE)
  expect_lte(max(nchar(capture.output(print(found)))), 80)
})

test_that("the negative binomial ratio is that of MASS", {
  skip_if_not_installed("MASS")
  y <- paired_counts()
  n <- length(y$before)
  found <- compared(audit_compare(lesions_of(y), "before"), "new_t2", "nb_ratio")
  data <- data.frame(y = c(y$before, y$after), g = rep(0:1, each = n), t = c(rep(1, n), y$years))
  fit <- MASS::glm.nb(y ~ g + offset(log(t)), data)
  expect_equal(found$estimate, exp(coef(fit)[["g"]]), tolerance = 1e-6)
  expect_match(found$note, "unpaired")
  apart <- audit_compare(lesions_of(y, seq_len(2 * n)), "before")
  expect_equal(compared(apart, "new_t2", "nb_ratio")$estimate, found$estimate)
  expect_equal(compared(apart, "new_t2", "nb_ratio")$design, "independent")
  expect_false("shift" %in% apart$measure)
  few <- audit_compare(lesions_of(lapply(y, `[`, 1:15)), "before")
  expect_false("nb_ratio" %in% few$measure)
})

test_that("shared intervals are left out of the comparison, and it is said", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, on = period_on("natalizumab"), after = period_since("alemtuzumab", 12))
  dropped <- audit_compare(audit_lesions(cohort, periods))
  shared <- audit_compare(audit_lesions(cohort, periods, straddling = "share"))
  expect_equal(shared$estimate, dropped$estimate)
  expect_match(compared(shared, "new_t2", "count_ratio")$note, "whole_intervals")
  expect_false(any(grepl("whole_intervals", shared$note[shared$outcome != "new_t2"])))
  # Six patients have new T2 lesions known in both, one of them without contrast after.
  expect_equal(compared(dropped, "new_t2", "risk_difference")$patients, 6)
  expect_equal(compared(dropped, "any", "risk_difference")$patients, 5)
})

# Whether 0 to 3 lesions are any is not known; 5 or more are.
test_that("patients of whom a bound does not tell are left out of who had any", {
  mri <- data.frame(id = rep(1:3, 2), date = rep(c(300, 700), each = 3), compare_date = rep(c(0, 400), each = 3),
                    new_t2 = c("<4", "2", "0", "1", "0", ">4"))
  cohort <- audit_cohort(data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 800),
                         data.frame(id = 1:3, drug = "a", start = 0), mri = mri)
  periods <- audit_periods(cohort, x = period_calendar(1, 400), y = period_calendar(401, 800))
  found <- audit_compare(audit_lesions(cohort, periods))
  expect_equal(compared(found, "new_t2", "risk_difference")$patients, 2)
  expect_equal(compared(found, "new_t2", "count_ratio")$patients, 3)
})

test_that("a shift has no p beside limits of which it is not the inversion", {
  # Most patients do not change, and those who do change all alike: ranks reject no
  # shift, while the shifts that they do not reject begin and end at 0.
  y <- list(before = rep(c(0, 1), c(80, 20)), after = rep(0, 100), years = rep(1, 100))
  shift <- compared(audit_compare(lesions_of(y), "before"), "new_t2", "shift")
  ranks <- compare_counts_paired(y$before, y$after)
  expect_lt(ranks$p, 0.001)
  expect_equal(c(shift$conf_low, shift$conf_high), c(ranks$conf_low, ranks$conf_high))
  expect_true(is.na(shift$p))
  expect_equal(shift$p_exact, ranks$p)
  for (seed in 1:30) {
    set.seed(seed)
    n <- sample(c(8, 25, 60), 1)
    u <- rgamma(n, 0.5, 0.5)
    y <- list(before = rpois(n, 2 * u), after = rpois(n, u), years = rep(1, n))
    found <- as.data.frame(audit_compare(lesions_of(y, if (seed %% 3 == 0) seq_len(2 * n) else rep(seq_len(n), 2)), "before"))
    null <- ifelse(grepl("_ratio$", found$measure), 1, 0)
    rejected <- found$p < 0.05
    outside <- found$conf_low > null | found$conf_high < null
    known <- !is.na(found$p) & !is.na(found$conf_low)
    expect_equal(rejected[known], outside[known], info = paste(seed, paste(found$measure[known], collapse = " ")))
  }
})

# Patients scanned every half year for three years on "a" and for one on "b", each scan
# compared with the one before.
scanned <- function(n = 40, b = TRUE) {
  set.seed(4)
  day <- c(seq(182, 1092, 182), if (b) c(1274, 1456))
  mri <- data.frame(id = rep(seq_len(n), each = length(day)), date = day, compare_date = day - 182)
  mri$new_t2 <- rpois(nrow(mri), 0.4)
  mri$gd <- rpois(nrow(mri), 0.3)
  cohort <- audit_cohort(data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = 1456),
                         data.frame(id = seq_len(n), drug = rep(c("a", "b"), each = n), start = rep(c(0, 1092), each = n),
                                    stop = rep(c(1092, 1456), each = n)), mri = mri)
  list(mri = mri, lesions = audit_lesions(cohort, audit_periods(cohort, a = period_on("a", grace = 0), b = period_on("b", grace = 0))))
}

test_that("shares and shifts of the same patients are of as many scans, counted by hand", {
  x <- scanned()
  found <- audit_compare(x$lesions)
  sums <- function(kind, days) tapply(x$mri[[kind]][x$mri$date %in% days], x$mri$id[x$mri$date %in% days], sum)
  for (kind in c("new_t2", "gd")) {
    a <- sums(kind, c(182, 364))
    b <- sums(kind, c(1274, 1456))
    by_hand <- compare_proportions_paired(sum(a > 0 & b > 0), sum(b > 0 & a == 0), sum(a > 0 & b == 0), sum(a + b == 0))
    risk <- compared(found, kind, "risk_difference")
    expect_equal(risk[c("estimate", "conf_low", "p")], by_hand[c("estimate", "conf_low", "p")], ignore_attr = TRUE)
    expect_match(risk$note, "equal_lengths")
    per <- if (kind == "new_t2") 364 / 365.25 else 2
    expect_equal(compared(found, kind, "shift")$p_exact, compare_counts_paired(a, b)$p)
    expect_equal(compared(found, kind, "shift")$estimate, compare_counts_paired(a, b)$estimate / per)
    # The ratio is of all of both times.
    years <- if (kind == "new_t2") c(1092, 364) / 365.25 else c(6, 2)
    whole <- compare_rates_paired(sums(kind, x$mri$date[x$mri$date <= 1092]), years[1], b, years[2])
    expect_equal(compared(found, kind, "count_ratio")$p, whole$p)
  }
  either <- (sums("new_t2", c(182, 364)) + sums("gd", c(182, 364)) > 0)
  expect_match(results_text(found), sprintf("against %d of 40 in \"a\" had any over equal times", sum(either)), fixed = TRUE)
})

test_that("intervals that cannot be cut leave shares without limits, beside both lengths", {
  set.seed(3)
  x <- audit_lesions(rpois(80, rep(c(3, 1), each = 40)), exposure = rep(c(3, 1), each = 40), id = rep(1:40, 2),
                     period = rep(c("a", "b"), each = 40))
  found <- audit_compare(x)
  said <- found[!found$measure %in% c("count_ratio", "nb_ratio"), ]
  expect_equal(said$measure, c("risk_difference", "odds_ratio", "shift"))
  expect_true(all(is.na(c(said$p, said$conf_low, said$p_exact))))
  expect_false(anyNA(said$estimate))
  expect_false(anyNA(found$p[found$measure == "count_ratio"]))
  text <- capture.output(print(found))
  expect_match(text, "difference %.* 1\\.0 v 3\\.0 years", all = FALSE)
  expect_lte(max(nchar(text)), 80)
  expect_match(results_text(found), "over 1.0 v 3.0 years a patient, not tested", fixed = TRUE)
  groups <- audit_compare(audit_lesions(rep(0:1, 40), exposure = rep(c(3, 1), each = 40), id = 1:80, kind = "gd",
                                        period = rep(c("a", "b"), each = 40)))
  expect_true(is.na(groups$p[groups$measure == "risk_difference"]))
  expect_match(capture.output(print(groups)), "1.0 v 3.0 scans", all = FALSE, fixed = TRUE)
})

test_that("the scans behind a comparison add up to what was audited", {
  x <- scanned(12)$lesions
  of <- attr(x, "of_patients")
  units <- lesion_units(x)
  for (kind in c("t2", "gd")) {
    sums <- function(column) as.vector(tapply(units[[kind]][[column]], factor(units[[kind]]$cell, seq_along(of$row) - 1), sum))
    expect_equal(sums("least"), as.double(of[[kind]]$lesions))
    expect_equal(sums("size"), as.double(of[[kind]]$exposure))
  }
})

# Half-yearly scans of twelve patients in three years on "a" and one on "b", with what each
# scan shows.
reported <- function(...) {
  day <- c(seq(182, 1092, 182), 1274, 1456)
  mri <- data.frame(id = rep(1:12, each = 8), date = day, compare_date = day - 182, ...)
  cohort <- audit_cohort(data.frame(id = 1:12, follow_up_start = 0, follow_up_end = 1456),
                         data.frame(id = 1:12, drug = rep(c("a", "b"), each = 12), start = rep(c(0, 1092), each = 12),
                                    stop = rep(c(1092, 1456), each = 12)), mri = mri)
  audit_lesions(cohort, audit_periods(cohort, a = period_on("a", grace = 0), b = period_on("b", grace = 0)))
}

# The witness is counting by hand, over the first two of the six scans on "a".
test_that("combined counts are cut to equal times, alone and beside both kinds", {
  set.seed(8)
  active <- rpois(96, 0.3)
  scan <- rep(c(1:6, 1:2), 12)
  on_a <- rep(rep(c(TRUE, FALSE), c(6, 2)), 12)
  had <- function(x, of) as.vector(tapply(x[of & scan < 3], rep(1:12, each = 8)[of & scan < 3], sum)) > 0
  a <- had(active, on_a)
  b <- had(active, !on_a)
  by_hand <- compare_proportions_paired(sum(a & b), sum(b & !a), sum(a & !b), sum(!a & !b))
  risk <- compared(audit_compare(reported(active = active)), "any", "risk_difference")
  expect_equal(risk[c("estimate", "conf_low", "conf_high")], by_hand[c("estimate", "conf_low", "conf_high")], ignore_attr = TRUE)
  expect_match(risk$note, "equal_lengths")

  # Patients 1 to 6 by combined counts, the others by both kinds: the lesions are the same.
  given <- rep(1:12, each = 8) <= 6
  either <- reported(active = ifelse(given, active, NA), new_t2 = ifelse(given, NA, active), gd = ifelse(given, NA, 0))
  found <- audit_compare(either)
  risk <- compared(found, "any", "risk_difference")
  expect_equal(risk$estimate, by_hand$estimate)
  expect_equal(risk$patients, 12L)
  expect_match(risk$note, "equal_lengths")
  expect_match(results_text(found), sprintf("%d of 12 in \"b\" against %d of 12 in \"a\" had any over equal times", sum(b), sum(a)),
               fixed = TRUE)
})

test_that("both kinds at one time and a combined count at another are compared over like times alone", {
  set.seed(8)
  active <- rpois(96, 0.3)
  on_a <- rep(rep(c(TRUE, FALSE), c(6, 2)), 12)
  found <- audit_compare(reported(active = ifelse(on_a, NA, active), new_t2 = ifelse(on_a, active, NA), gd = ifelse(on_a, 0, NA)))
  risk <- compared(found, "any", "risk_difference")
  expect_equal(risk$patients, 12L)
  expect_true(is.na(risk$p) && is.na(risk$conf_low))
  expect_match(risk$note, "unlike_lengths")
  expect_match(results_text(found), "over 1.0 v 3.0 years a patient, not tested", fixed = TRUE)
})
