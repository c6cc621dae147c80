row_of <- function(x, outcome, measure) as.data.frame(x)[x$outcome == outcome & x$measure == measure, ]

# One patient on a over (100, 500], on b over (600, 1000]; by hand as in the core's
# tests: 6 lesions over (300, 800], 200 of its 500 days in a, 200 in b.
straddling_cohort <- function(new_t2 = 6, ...) {
  audit_cohort(
    data.frame(id = 1, follow_up_start = 0, follow_up_end = 2000),
    data.frame(id = 1, drug = c("a", "b"), start = c(100, 600), stop = c(500, 1000)),
    mri = data.frame(id = 1, date = 800, compare_date = 300, new_t2 = new_t2, ...)
  )
}

test_that("a straddling interval goes where it is told to, and is counted", {
  cohort <- straddling_cohort()
  periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"))
  rates <- function(straddling) {
    x <- audit_lesions(cohort, periods, straddling = straddling)
    expect_equal(definition(x)$imaging$straddling, c(1, 1))
    expect_lte(max(nchar(capture.output(print(x)))), 80)
    row_of(x, "new_t2", "rate")
  }
  expect_equal(rates("drop")$events, c(0, 0))
  expect_equal(rates("later")$events, c(0, 6))
  expect_equal(rates("later")$exposure, c(0, 500 / 365.25))
  expect_equal(rates("earlier")$events, c(6, 0))
  shared <- rates("share")
  expect_equal(shared$events, c(2.4, 2.4), tolerance = 1e-8)
  expect_equal(shared$exposure, c(200, 200) / 365.25)
  expect_match(shared$note, "shared_intervals", all = TRUE)
  # In which part the lesions were is not known: nobody's proportion tells.
  x <- audit_lesions(cohort, periods, straddling = "share")
  expect_equal(row_of(x, "new_t2", "proportion")$patients, c(0, 0))
})

test_that("an interval without lesions had none in either part", {
  cohort <- straddling_cohort(0)
  x <- audit_lesions(cohort, audit_periods(cohort, a = period_on("a"), b = period_on("b")))
  expect_equal(row_of(x, "new_t2", "most_proportion")$with_event, c(1, 1))
  expect_equal(row_of(x, "new_t2", "rate")$events, c(0, 0))
})

test_that("shared fractions have the scaled and the robust interval, of the defining formula", {
  set.seed(5)
  n <- 12
  cohort <- audit_cohort(
    data.frame(id = 1:n, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = 1:n, drug = "a", start = 0),
    mri = data.frame(id = rep(1:n, 2), date = rep(c(500, 900), each = n), compare_date = rep(c(0, 500), each = n),
                     new_t2 = rpois(2 * n, 3))
  )
  periods <- audit_periods(cohort, x = period_calendar(1, 300), y = period_calendar(301, 1000))
  y <- cohort$mri$new_t2[cohort$mri$date == 500] * 300 / 500
  t <- rep(300 / 365.25, n)
  r <- sum(y) / sum(t)
  phi <- max(1, n / (n - 1) * sum((y - r * t)^2) / sum(y))
  x <- row_of(audit_lesions(cohort, periods, straddling = "share", method = "scaled"), "new_t2", "rate")[1, ]
  expect_equal(x$estimate, r, tolerance = 1e-8)
  expect_equal(x$dispersion, phi, tolerance = 1e-7)
  expect_equal(x$conf_low, qgamma(0.025, sum(y) / phi) * phi / sum(t), tolerance = 1e-7)
  expect_equal(x$conf_high, qgamma(0.975, sum(y) / phi + 1) * phi / sum(t), tolerance = 1e-7)
  robust <- row_of(audit_lesions(cohort, periods, straddling = "share", method = "robust"), "new_t2", "rate")[1, ]
  se <- sqrt(n / (n - 1) * sum((y - r * t)^2)) / sum(t)
  expect_equal(robust$conf_high, r * exp(qt(0.975, n - 1) * se / r), tolerance = 1e-7)
  expect_error(audit_lesions(cohort, periods, straddling = "share", method = "nb"), class = "msaudit_argument_error")
})

# Where each interval counts, and how much of it, by trying each range of each
# period, from the words of the documentation.
counted_by_trying <- function(cohort, periods, straddling, slack = 60) {
  ranges <- as.data.frame(periods)
  mri <- cohort$mri
  cells <- unique(ranges[c("id", "period")])
  lesions <- days <- numeric(nrow(cells))
  for (k in seq_len(nrow(mri))) {
    id <- cohort$patients$id[mri$patient[k]]
    from <- mri$compare_date[k]
    to <- mri$date[k]
    of <- ranges[ranges$id == id, ]
    of$shared <- pmax(pmin(to, of$stop) - pmax(from, of$start), 0)
    touched <- of[of$shared > 0, ]
    if (nrow(touched) == 0) next
    each <- lapply(split(touched, factor(touched$period, unique(touched$period))), function(x) {
      begins <- from >= x$start - slack
      ends <- to <= x$stop + slack
      list(period = x$period[1], days = sum(x$shared), start = max(x$start), fits = any(begins & ends),
           begins = any(begins), ends = any(ends))
    })
    meet <- function(p, q) {
      a <- of[of$period == p, ]
      b <- of[of$period == q, ]
      any(outer(a$stop, b$stop, pmin) > outer(a$start, b$start, pmax))
    }
    best <- function(candidates) {
      Filter(function(p) !any(vapply(candidates, function(q) {
        !meet(p$period, q$period) && (q$days > p$days || (q$days == p$days && q$start > p$start))
      }, NA)), candidates)
    }
    whole <- best(Filter(function(p) p$fits, each))
    left <- Filter(function(p) !p$fits && all(vapply(whole, function(q) meet(p$period, q$period), NA)), each)
    if (straddling == "later") whole <- c(whole, best(Filter(function(p) p$ends, left)))
    if (straddling == "earlier") whole <- c(whole, best(Filter(function(p) p$begins, left)))
    at <- function(p) which(cells$id == id & cells$period == p$period)
    for (p in whole) {
      lesions[at(p)] <- lesions[at(p)] + mri$new_t2[k]
      days[at(p)] <- days[at(p)] + to - from
    }
    if (straddling == "share") for (p in left) {
      lesions[at(p)] <- lesions[at(p)] + mri$new_t2[k] * p$days / (to - from)
      days[at(p)] <- days[at(p)] + p$days
    }
  }
  by_period <- function(x) as.vector(tapply(x, cells$period, sum))
  list(lesions = by_period(lesions), days = by_period(days))
}

random_scans <- function(n = 4) {
  id <- rep(seq_len(n), each = 8)
  scans <- data.frame(id, date = as.vector(replicate(n, sort(sample(50:1200, 8)))))
  scans$compare_date <- scans$date - sample(20:400, 8 * n, TRUE)
  scans$new_t2 <- rpois(8 * n, 2)
  scans$gd <- ifelse(runif(8 * n) < 0.2, NA, rpois(8 * n, 0.5))
  scans$contrast <- !is.na(scans$gd)
  audit_cohort(
    data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = 1200),
    data.frame(id = rep(seq_len(n), each = 3), drug = c("a", "b", "a"),
               start = as.vector(replicate(n, sort(sample(0:900, 3))))) |>
      transform(stop = start + sample(30:200, 3 * n, TRUE)),
    mri = scans
  )
}

test_that("every choice counts as trying each does", {
  set.seed(31)
  for (i in few(1:15, 2)) {
    cohort <- random_scans()
    periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"), all = period_calendar(300, 700))
    for (straddling in c("drop", "later", "earlier", "share")) {
      expected <- counted_by_trying(cohort, periods, straddling)
      rate <- row_of(audit_lesions(cohort, periods, straddling = straddling), "new_t2", "rate")
      expect_equal(rate$events, expected$lesions, tolerance = 1e-8)
      expect_equal(rate$exposure * 365.25, expected$days)
    }
  }
})

test_that("sharing between periods that hold all days keeps lesions and days to the bit", {
  set.seed(32)
  for (i in 1:10) {
    cohort <- random_scans(6)
    cohort$mri$compare_date <- pmax(cohort$mri$compare_date, 0L)
    cuts <- sort(sample(1:1199, 3))
    periods <- audit_periods(cohort, p = period_calendar(1, cuts[1]), q = period_calendar(cuts[1] + 1, cuts[2]),
                             r = period_calendar(cuts[2] + 1, cuts[3]), s = period_calendar(cuts[3] + 1, 1200))
    rate <- row_of(audit_lesions(cohort, periods, straddling = "share", slack = c(0, 0)), "new_t2", "rate")
    expect_identical(sum(rate$events), sum(cohort$mri$new_t2))
    expect_identical(round(sum(rate$exposure * 365.25), 6), as.double(sum(cohort$mri$date - cohort$mri$compare_date)))
  }
})

test_that("the order of scans and of patients changes nothing", {
  set.seed(33)
  cohort <- random_scans(10)
  tables <- list(
    patients = data.frame(id = 1:10, follow_up_start = 0, follow_up_end = 1200),
    treatments = data.frame(id = cohort$treatments$patient, drug = as.character(cohort$treatments$drug),
                            start = cohort$treatments$start, stop = cohort$treatments$stop),
    mri = data.frame(id = cohort$mri$patient, cohort$mri[c("date", "compare_date", "new_t2", "gd", "contrast")],
                     t2_count = seq_len(nrow(cohort$mri)) %% 9, t2_volume = seq_len(nrow(cohort$mri)) / 7)
  )
  audit <- function(shuffle) {
    shuffled <- lapply(tables, function(table) if (shuffle) table[sample(nrow(table)), ] else table)
    cohort <- do.call(audit_cohort, shuffled)
    periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"))
    as.data.frame(audit_lesions(cohort, periods, straddling = "share", rebaseline = c(0, 100)))
  }
  plain <- audit(FALSE)
  for (i in 1:5) expect_identical(audit(TRUE), plain)
})

test_that("the comparison is the scan before where that is asked for, of the same region", {
  cohort <- audit_cohort(
    data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:2, drug = "a", start = 0),
    mri = data.frame(id = c(1, 1, 1, 2), date = c(100, 150, 400, 300), new_t2 = c(NA, NA, 3, 2),
                     region = c("brain", "cord", "brain", "brain"))
  )
  periods <- audit_periods(cohort, f = period_follow_up())
  given <- audit_lesions(cohort, periods)
  expect_equal(row_of(given, "new_t2", "rate")$events, 0)
  expect_equal(findings(given)$problem, rep("no_comparison", 2))
  previous <- audit_lesions(cohort, periods, compare = "previous")
  expect_equal(row_of(previous, "new_t2", "rate")$exposure, 300 / 365.25)
  expect_equal(row_of(previous, "new_t2", "rate")$events, 3)
  expect_equal(findings(previous)$problem, c("compared_with_previous", "no_comparison"))
  expect_equal(findings(previous)$value[1], "100")
})

# By hand: re-baselined 90 to 270 days after the start. Patient 1: the scan on day
# 150 is the first, its 3 lesions and its gd are of the time before; 1 lesion
# in (150, 500]. Patient 2 has no scan in the window.
test_that("a re-baseline scan starts the comparison afresh", {
  cohort <- audit_cohort(
    data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:2, drug = "a", start = 0),
    mri = data.frame(id = c(1, 1, 2), date = c(150, 500, 600), compare_date = c(0, 150, 0), new_t2 = c(3, 1, 4),
                     gd = c(2, 0, 1), contrast = TRUE)
  )
  periods <- audit_periods(cohort, on = period_on("a"))
  x <- audit_lesions(cohort, periods, rebaseline = c(90, 270))
  expect_equal(row_of(x, "new_t2", "rate")$events, 1)
  expect_equal(row_of(x, "new_t2", "rate")$exposure, 350 / 365.25)
  expect_equal(row_of(x, "gd", "rate")$events, 0)
  expect_equal(row_of(x, "any", "proportion")$patients, 1)
  expect_equal(row_of(x, "any", "most_proportion")$patients, 2)
  expect_error(audit_lesions(cohort, periods, rebaseline = c(270, 90)), class = "msaudit_argument_error")
})

# Of two scans with both kinds, 2 and 0 new T2, 1 and 3 gd: combined at least
# 2 + 3, at most 3 + 3.
test_that("combined activity is bounded, and is what was reported where it was", {
  scans <- data.frame(id = 1, date = c(100, 200), compare_date = c(0, 100), new_t2 = c(2, 0), gd = c(1, 3),
                      contrast = TRUE)
  audit <- function(...) {
    cohort <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 500),
                           data.frame(id = 1, drug = "a", start = 0), mri = data.frame(scans, ...))
    audit_lesions(cohort, audit_periods(cohort, on = period_on("a")))
  }
  x <- audit()
  expect_equal(row_of(x, "active", "least_rate")$events, 5)
  expect_equal(row_of(x, "active", "most_rate")$events, 6)
  expect_equal(row_of(x, "active", "most_rate")$estimate, 3)
  x <- audit(active = c(3, 3))
  expect_equal(row_of(x, "active", "rate")$events, 6)
  expect_equal(nrow(row_of(x, "active", "most_rate")), 0)
  expect_equal(findings(audit(active = c(4, 3)))$problem, "active_out_of_bounds")
})

test_that("patients are in the class of all their lesions", {
  x <- audit_lesions(c(0, 0, 1, 0, 2, 0, 3, 5, 2, 2), exposure = 1, id = c(1, 1, 2, 3, 4, 5, 6, 7, 8, 8))
  classes <- vapply(c("share_0", "share_1", "share_2_3", "share_4_more"),
                    function(class) row_of(x, "new_t2", class)$with_event, 0L)
  expect_equal(unname(classes), c(3, 1, 2, 2))
  expect_equal(row_of(x, "new_t2", "share_0")$conf_high, ci_proportion(3, 8)$conf_high)
})

# Counts 10, 14, 9 and volumes; the cord scan does not compare with the brain's.
test_that("change is from the baseline to the last scan, in one region", {
  cohort <- audit_cohort(
    data.frame(id = 1:4, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = 1:4, drug = "a", start = 100),
    mri = data.frame(id = c(1, 1, 1, 2, 2, 2, 3, 3, 4), date = c(90, 400, 800, 300, 700, 900, 100, 500, 500),
                     t2_count = c(10, 12, 14, 20, 2, 9, 0, 3, 7),
                     region = c("brain", "brain", "brain", "brain", "cord", "brain", "brain", "brain", "brain"))
  )
  x <- audit_lesions(cohort, audit_periods(cohort, on = period_on("a")))
  # +4, -11, +3; in percent +40, -55, and none of 0.
  median <- row_of(x, "t2_count", "median_change")
  expect_equal(median$patients, 3)
  expect_equal(median$estimate, 3)
  expect_equal(c(median$conf_low, median$conf_high), c(-Inf, Inf))
  expect_equal(median$exposure, (710 + 600 + 400) / 365.25)
  expect_equal(row_of(x, "t2_count", "lower_change")$estimate, unname(quantile(c(4, -11, 3), 0.25)))
  percent <- row_of(x, "t2_count", "median_percent_change")
  expect_equal(percent$estimate, median(c(40, -55)))
  expect_match(percent$note, "zero_baseline")
})

test_that("a change that nobody has is not known, not an error", {
  audit <- function(t2_count) {
    cohort <- audit_cohort(data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 900), data.frame(id = 1:2, drug = "a", start = 10),
                           mri = data.frame(id = 1, date = c(200, 500), t2_count = t2_count))
    audit_lesions(cohort, audit_periods(cohort, on = period_on("a")))
  }
  one <- audit(c(4, NA))
  expect_equal(row_of(one, "t2_count", "median_change")$patients, 0)
  expect_true(is.na(row_of(one, "t2_count", "median_percent_change")$estimate))
  from_none <- audit(c(0, 3))
  expect_equal(row_of(from_none, "t2_count", "median_change")$estimate, 3)
  expect_equal(row_of(from_none, "t2_count", "median_percent_change")$patients, 0)
  for (x in list(one, from_none)) {
    expect_lte(max(nchar(capture.output(print(x)))), 80)
    expect_match(results_text(x), "none of 2 patients was imaged", fixed = TRUE)
  }
})

# All ways in which what was missed can have turned out: each missing count, and
# a scan for each patient who had none.
test_that("the bounds contain every completion of missing scans, and are reached", {
  scans <- data.frame(id = c(1, 2, 2, 3, 4), date = c(300, 200, 300, 300, 300), compare_date = c(10, 10, 200, 10, 10),
                      new_t2 = c(0, 1, 0, NA, 0), gd = c(0, NA, 0, 0, NA))
  scans$contrast <- !is.na(scans$gd)
  audit <- function(scans) {
    cohort <- audit_cohort(data.frame(id = 1:5, follow_up_start = 0, follow_up_end = 400),
                           data.frame(id = 1:5, drug = "a", start = 0), mri = scans)
    audit_lesions(cohort, audit_periods(cohort, on = period_on("a")))
  }
  partial <- audit(scans)
  whole <- rbind(scans, data.frame(id = 5, date = 300, compare_date = 10, new_t2 = NA, gd = NA, contrast = NA))
  slots <- which(is.na(as.matrix(whole[c("new_t2", "gd")])))
  shares <- lapply(seq_len(2^length(slots)) - 1, function(code) {
    values <- as.matrix(whole[c("new_t2", "gd")])
    values[slots] <- bitwAnd(bitwShiftR(code, seq_along(slots) - 1L), 1L)
    whole[c("new_t2", "gd")] <- values
    whole$contrast <- TRUE
    x <- audit(whole)
    vapply(c("new_t2", "gd", "any"), function(kind) row_of(x, kind, "proportion")$estimate, 0)
  })
  shares <- do.call(rbind, shares)
  for (kind in colnames(shares)) {
    expect_equal(min(shares[, kind]), row_of(partial, kind, "least_proportion")$estimate)
    expect_equal(max(shares[, kind]), row_of(partial, kind, "most_proportion")$estimate)
  }
})

test_that("rates of bounds run from the least to the most", {
  cohort <- audit_cohort(
    data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 800), data.frame(id = 1:3, drug = "a", start = 0),
    mri = data.frame(id = c(1, 2, 3), date = 365, compare_date = 0, new_t2 = c("2", "3-5", "no new lesions"))
  )
  x <- audit_lesions(cohort, audit_periods(cohort, on = period_on("a")))
  expect_equal(row_of(x, "new_t2", "rate")$events, 5)
  expect_match(row_of(x, "new_t2", "rate")$note, "counts_at_least")
  expect_equal(row_of(x, "new_t2", "most_rate")$events, 7)
  expect_equal(row_of(x, "new_t2", "proportion")$with_event, 2)
  # 3 to 5 is in no single class.
  expect_equal(row_of(x, "new_t2", "share_0")$patients, 2)
  cohort$mri$new_t2_to[2] <- Inf
  x <- audit_lesions(cohort, audit_periods(cohort, on = period_on("a")))
  expect_equal(row_of(x, "new_t2", "most_rate")$estimate, Inf)
  expect_equal(row_of(x, "new_t2", "most_rate")$note, "no_upper_end")
})

# Under no change at all the tests should reject 1 in 20; with so heavy a tail those
# that take counts for Poisson reject most of the time.
test_that("under heavy tails the comparison does not find what is not there", {
  skip_on_cran() # takes seconds
  set.seed(133)
  found <- replicate(120, {
    u <- rgamma(40, 0.5, 0.5)
    y <- rnbinom(80, mu = 5.6 * u, size = 0.5)
    x <- audit_lesions(y, exposure = 1, id = rep(1:40, 2), period = rep(c("a", "b"), each = 40))
    rows <- as.data.frame(audit_compare(x))
    # Of ranks the test itself, which stands in p only where the limits agree with it.
    c(rows$p[match("count_ratio", rows$measure)], rows$p_exact[match(c("shift", "count_ratio"), rows$measure)]) < 0.05
  })
  shares <- rowMeans(found)
  expect_lt(shares[1], 0.13)
  expect_lt(shares[2], 0.12)
  expect_gt(shares[3], 0.5)
})

test_that("monthly counts of real patients are summed by patient", {
  skip_if_not_installed("hmm.discnp")
  counts <- suppressPackageStartupMessages(getExportedValue("hmm.discnp", "lesionCount"))
  x <- audit_lesions(unlist(counts), exposure = 1, id = rep(names(counts), lengths(counts)), kind = "gd")
  rate <- row_of(x, "gd", "rate")
  expect_equal(rate$events, sum(unlist(counts)))
  expect_equal(rate$exposure, 89)
  expected <- ci_rate_patients(vapply(counts, sum, 0), lengths(counts))
  expect_equal(c(rate$conf_low, rate$conf_high), c(expected$conf_low, expected$conf_high))
})

# Counts of mean 5.6 and variance 133: negative binomial with size 0.246.
test_that("heavy tails widen the interval as much as they vary", {
  set.seed(56)
  y <- rnbinom(5000, mu = 5.6, size = 5.6^2 / (133 - 5.6))
  x <- audit_lesions(y, exposure = 1, id = seq_along(y), kind = "gd")
  rate <- row_of(x, "gd", "rate")
  expect_equal(rate$dispersion, var(y) / mean(y))
  expect_gt(rate$dispersion, 15)
  expect_lt(rate$conf_low, 5.6)
  expect_gt(rate$conf_high, 5.6)
})

test_that("what is printed of thousands of patients keeps to the page", {
  set.seed(10)
  n <- 12000
  cohort <- audit_cohort(
    data.frame(id = 1:n, follow_up_start = 0, follow_up_end = 900), data.frame(id = 1:n, drug = "a", start = 0),
    mri = data.frame(id = 1:n, date = 800, compare_date = 0, new_t2 = rnbinom(n, mu = 4, size = 0.6), gd = rpois(n, 1.5),
                     contrast = TRUE)[1:11000, ]
  )
  x <- audit_lesions(cohort, audit_periods(cohort, on = period_on("a")))
  text <- capture.output(print(x))
  expect_lte(max(nchar(text)), 80)
  expect_true(any(grepl("24,093.1 years", text, fixed = TRUE)))
})
