rows <- function(x, measure) as.data.frame(x)[x$measure == measure, ]

# t.test(), which shares no code.
test_that("with equal times the difference is that of the paired t test, per so many years", {
  before <- c(2, 1, 3, 0, 2, 1, 2)
  after <- c(0, 1, 1, 0, 0, 0, 1)
  for (per in c(1, 100)) {
    x <- audit_arr(c(before, after), years = rep(1, 14), period = rep(c("b", "a"), each = 7), id = rep(1:7, 2), per = per)
    found <- rows(audit_compare(x, "b"), "rate_difference")
    wanted <- t.test(after, before, paired = TRUE)
    expect_equal(found$estimate, per * unname(wanted$estimate))
    expect_equal(c(found$conf_low, found$conf_high), per * wanted$conf.int[1:2])
    # Of seven patients the audit gives no p of a difference.
    expect_true(is.na(found$p))
    expect_equal(compare_rates_paired(before, 1, after, 1, measure = "difference")$p, wanted$p.value)
    expect_true(is.na(found$exact_low) && is.na(found$ratio_pooled))
  }
})

test_that("where no test of so few patients could reject no p is given, in any row", {
  x <- audit_arr(c(20, 0, 0, 0, 0, 0), years = rep(1, 6), period = rep(c("b", "a"), each = 3), id = rep(1:3, 2))
  found <- audit_compare(x, "b")
  of_rates <- found[found$measure %in% c("rate_ratio", "rate_difference"), ]
  expect_true(all(is.na(of_rates$p)))
  expect_match(of_rates$note, "p_unreachable")
  expect_gt(of_rates$conf_high[1], 1)
})

test_that("two groups have their difference by t with the patient as the unit", {
  y <- c(3, 1, 0, 2, 0, 0, 1, 0)
  t <- c(2, 1, 1.5, 2, 2, 1, 2, 1.5)
  group <- rep(c("old", "new"), each = 4)
  found <- rows(audit_compare(audit_arr(y, years = t, period = group, id = 1:8), "old"), "rate_difference")
  wanted <- compare_rates_patients(y, t, group, "old", "difference")
  columns <- c("estimate", "conf_low", "conf_high", "p")
  expect_equal(found[columns], wanted[columns], ignore_attr = TRUE)
  expect_true(is.na(found$p_exact))
})

# Seizures of eight weeks before, and of one to four visits after: with a factor of
# patients glm() has the conditional likelihood, and its residuals the variance, whose degrees
# of freedom come from the covariance written in full.
test_that("windows of MASS::epil that differ between patients are compared within them", {
  skip_if_not_installed("MASS")
  epil <- MASS::epil[MASS::epil$period <= 1 + MASS::epil$subject %% 4, ]
  base <- epil[!duplicated(epil$subject), ]
  n <- nrow(base)
  days <- c(rep(56, n), 14 * as.vector(table(epil$subject)))
  events <- c(base$base, as.vector(tapply(epil$y, epil$subject, sum)))
  period <- factor(rep(c("before", "after"), each = n), c("before", "after"))
  id <- rep(base$subject, 2)
  found <- audit_compare(audit_arr(events, years = days / 365.25, period = period, id = id))[1, ]
  fit <- glm(events ~ factor(id) + period + offset(log(days)), poisson, control = list(epsilon = 1e-14, maxit = 100))
  residual <- (events - fitted(fit))[period == "after"]
  informative <- tapply(events, id, sum) > 0
  m <- sum(informative)
  share <- fitted(fit)[period == "after"] / tapply(events, id, sum)
  information <- sum((tapply(events, id, sum) * share * (1 - share))[informative])
  log_ratio <- coef(fit)[["periodafter"]]
  usual <- (days[period == "after"] * (1 - share))[informative]
  h <- as.vector(usual / sum(usual))
  covariance <- (diag(m) - h) %*% diag(h) %*% t(diag(m) - h) / sqrt(outer(1 - h, 1 - h))
  df <- sum(diag(covariance))^2 / sum(covariance^2)
  away <- qt(0.975, df) * sqrt(sum(residual[informative]^2 / (1 - h))) / information
  expect_equal(found$informative, m)
  expect_equal(c(found$estimate, found$conf_low, found$conf_high), exp(log_ratio + c(0, -1, 1) * away), tolerance = 1e-7)
  expect_gt(abs(log(found$estimate / found$ratio_pooled)), 0.001)
})

the_periods <- function(cohort, ...) {
  audit_periods(cohort, ..., "Year after" = period_since("alemtuzumab", months = 12))
}

test_that("other times before the drug are those of their own periods", {
  cohort <- example_cohort("alemtuzumab-switch")
  x <- audit_compare(audit_arr(cohort, the_periods(cohort, on = period_on("natalizumab"))))
  table <- attr(x, "sensitivity")[["Year after"]]
  expect_s3_class(table, "msaudit_sensitivity")
  expect_equal(max(table$definition), 10)
  for (i in 1:8) {
    of <- rows(table[table$definition == i, ], "rate_ratio")
    months <- as.numeric(strsplit(of$window, " to ")[[1]])
    exclude <- if (of$left_out == "nothing") 0 else as.numeric(sub(" .*", "", of$left_out))
    arr <- audit_arr(cohort, the_periods(cohort, before = period_before("alemtuzumab", months, exclude = exclude)))
    wanted <- rows(audit_compare(arr), "rate_ratio")
    columns <- c("patients", "estimate", "conf_low", "conf_high", "p")
    expect_equal(of[columns], wanted[columns], ignore_attr = TRUE)
    rates <- rows(table[table$definition == i, ], "rate")
    expect_equal(rates$events, arr$events)
    expect_equal(rates$exposure, arr$exposure)
  }
  expect_output(print(x), "Year after against other times before")
  expect_lte(max(nchar(capture.output(print(x)))), 80)
})

test_that("the time that was compared is compared a year and two earlier", {
  set.seed(4)
  n <- 60
  id <- seq_len(n)
  onset <- lapply(id, function(i) sort(sample(4000, rpois(1, 6))))
  cohort <- audit_cohort(
    data.frame(id, follow_up_start = as.Date("2000-01-01")), data.frame(id, drug = "b", start = as.Date("2008-01-10") + id %% 10),
    relapses = data.frame(id = rep(id, lengths(onset)), onset = as.Date("2000-01-01") + unlist(onset)), data_lock = as.Date("2011-12-31")
  )
  of <- function(before) {
    x <- audit_compare(audit_arr(cohort, audit_periods(cohort, before = before, after = period_since("b", 12))))
    list(found = rows(x, "rate_ratio"), earlier = as.data.frame(attr(x, "sensitivity")$after)[-(1:24), ])
  }
  # As the periods themselves name such windows.
  for (months in c(6, 12, 36)) {
    earlier <- of(period_before("b", months))$earlier
    expect_equal(unique(earlier$window), c("12 earlier", "24 earlier"))
    for (k in 1:2) {
      wanted <- of(period_before("b", 12 * k + c(0, months)))$found
      got <- rows(earlier[earlier$window == unique(earlier$window)[k], ], "rate_ratio")
      columns <- c("patients", "estimate", "conf_low", "conf_high", "p")
      expect_equal(got[columns], wanted[columns], ignore_attr = TRUE)
    }
  }
  # Nobody is followed before follow-up begins.
  cut <- of(period_before("b", c(0, 96)))$earlier
  rates <- cut[cut$measure == "rate" & cut$period == "Before b", ]
  followed <- function(year) sum(as.numeric(as.Date(paste0(year, "-01-10")) + id %% 10 - as.Date("2000-01-01")))
  expect_equal(rates$exposure * 365.25, c(followed(2007), followed(2006)))
})

# Witness: the truth of the simulation. Nothing changes at the switch, and nobody was
# chosen for a relapse.
test_that("against no time before does the rate change where nothing happened", {
  set.seed(11)
  n <- 500
  id <- seq_len(n)
  onset <- lapply(id, function(i) sort(runif(rpois(1, 6 * rgamma(1, 2, 2)), 0, 6 * 365.25)))
  cohort <- audit_cohort(
    data.frame(id, follow_up_start = 0), data.frame(id, drug = "b", start = 1600),
    relapses = data.frame(id = rep(id, lengths(onset)), onset = floor(unlist(onset))), data_lock = floor(6 * 365.25)
  )
  periods <- audit_periods(cohort, before = period_before("b", 12), after = period_since("b", 12))
  table <- as.data.frame(attr(audit_compare(audit_arr(cohort, periods)), "sensitivity")$after)
  ratios <- table[table$measure == "rate_ratio", ]
  expect_equal(nrow(ratios), 10)
  expect_true(all(ratios$conf_low < 1 & ratios$conf_high > 1))
  expect_true(all(abs(ratios$estimate - 1) < 0.15))
})

test_that("the fall by chance is that of the year before the last, or of the selected year", {
  cohort <- example_cohort("alemtuzumab-switch")
  x <- audit_compare(audit_arr(cohort, the_periods(cohort, on = period_on("natalizumab"))))
  earlier <- audit_arr(cohort, audit_periods(cohort, earlier = period_before("alemtuzumab", c(12, 24))))
  of <- attr(earlier, "of_patients")
  full <- of$time >= 365
  size <- regression_to_mean(of$events[full], method = "nb")
  expect_match(attr(x, "chance_text"), sprintf("ratio of %.2f (%.2f to %.2f)", size$ratio, size$conf_low, size$conf_high),
               fixed = TRUE)
  expect_match(attr(x, "chance_text"), sprintf("in %d patients followed", sum(full)), fixed = TRUE)

  tables <- small_tables()
  tables$patients$follow_up_start <- c("2009-01-01", "2009-01-01", "2009-01-01")
  tables$relapses <- data.frame(id = c("001", "001", "002"), onset = c("2009-05-05", "2009-07-20", "2009-06-01"))
  tables$treatments <- data.frame(id = c("001", "002", "001", "002"), drug = c("a", "a", "b", "b"),
                                  start = c("2009-01-01", "2009-01-01", "2010-01-15", "2010-02-01"),
                                  stop = c("2010-01-01", "2010-01-01", NA, NA))
  short <- do.call("audit_cohort", tables)
  periods <- audit_periods(short, a = period_on("a"), b = period_on("b"))
  text <- attr(audit_compare(audit_arr(short, periods)), "chance_text")
  size <- regression_to_mean(c(2, 1), method = "zero_truncated_nb")
  expect_match(text, "the 2 patients with a relapse in them, who may have been selected for it", fixed = TRUE)
  expect_match(text, sprintf("ratio of %.2f", size$ratio), fixed = TRUE)
})

test_that("without a drug that began after the reference there is no such table", {
  cohort <- example_cohort("alemtuzumab-switch")
  on <- period_on("natalizumab")
  backwards <- audit_compare(audit_arr(cohort, the_periods(cohort, on = on)), "Year after")
  expect_null(attr(backwards, "sensitivity"))
  calendar <- audit_periods(cohort, a = period_calendar("2008-01-01", "2008-12-31"),
                            b = period_calendar("2009-01-01", "2009-12-31"))
  expect_null(attr(audit_compare(audit_arr(cohort, calendar)), "sensitivity"))
  vectors <- audit_arr(c(2, 1), years = c(1, 1), period = c("a", "b"), id = c(1, 1))
  expect_null(attr(audit_compare(vectors), "chance_text"))
})

test_that("limits beyond all use are shown as that, and the table within 80 columns", {
  cohort <- audit_cohort(
    data.frame(id = 1:4, group = c("y", "y", "x", NA)), data.frame(id = 1:4, drug = "a", start = 100, stop = 400),
    relapses = data.frame(id = c(1, 1, 2, 3), onset = c(50, 150, 160, 300)), data_lock = 1000
  )
  cohort$patients$from <- 0L
  periods <- audit_periods(cohort, "Before the drug" = period_calendar(1, 100), "On the drug" = period_on("a"))
  arr <- audit_arr(cohort, periods, by = "group", totals = TRUE, measure = c("rate", "mean"))
  text <- c(capture.output(print(audit_compare(arr))), capture.output(print(arr)))
  expect_lte(max(nchar(text)), 80)
  expect_match(text, "(<0.001 to >1000)", fixed = TRUE, all = FALSE)
})

test_that("a comparison says under which rules, and of whom there is none", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"), after = period_since("alemtuzumab", 12))
  x <- audit_compare(audit_arr(cohort, periods, measure = c("rate", "mean"), relapse_gap = 60, gap_from = "end", lag = 60))
  text <- gsub(" +", " ", paste(capture.output(print(x)), collapse = " "))
  expect_match(text, "Rules: a relapse at least 60 days after the end of the last, the first 60 days after", fixed = TRUE)
  expect_match(text, "Left out of \"on\": 1 patient without time at risk", fixed = TRUE)
  expect_false(grepl("left out of the mean", text))
  # The rates are printed with their limits, so how these come about is said too.
  expect_match(methods_text(x), "interval by t for the effective number of patients", fixed = TRUE)
  mean <- audit_compare(audit_arr(cohort, periods, measure = "mean"))
  expect_match(results_text(mean), "The mean of the patients' own relapse rates fell", fixed = TRUE)
  expect_false(grepl("pooled", methods_text(mean)))

  none <- audit_arr(cohort, periods, lag = 1e5)
  expect_match(results_text(audit_compare(none)), "no patient has time in both", fixed = TRUE)
  expect_match(results_text(none), "The annualised relapse rate was not known in", fixed = TRUE)
})

test_that("periods that share days are said so", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, a = period_calendar("2008-01-01", "2009-12-31"), b = period_calendar("2009-01-01", "2010-12-31"),
                           z = period_calendar("2011-01-01", "2011-02-01"))
  x <- audit_compare(audit_arr(cohort, periods))
  shared <- periods$overlaps
  text <- gsub(" +", " ", paste(capture.output(print(x)), collapse = " "))
  expect_match(text, sprintf("\"a\" and \"b\" share %s days of %d patients, whose relapses count on both sides",
                             format(shared$days, big.mark = ","), shared$patients), fixed = TRUE)
  apart <- audit_periods(cohort, a = period_calendar("2008-01-01", "2009-12-31"), z = period_calendar("2011-01-01", "2011-02-01"))
  expect_null(attr(audit_compare(audit_arr(cohort, apart)), "overlap_text"))
})

# Two drugs in different patients: no time of theirs is a time before.
test_that("two groups are said to be two, with what may differ, and not as before and after", {
  cohort <- audit_cohort(
    data.frame(id = 1:8, follow_up_start = 0), data.frame(id = 1:8, drug = rep(c("a", "b"), each = 4), start = 400),
    relapses = data.frame(id = c(1, 1, 2, 5, 6), onset = c(100, 500, 600, 650, 200)), data_lock = 1500
  )
  x <- audit_compare(audit_arr(cohort, audit_periods(cohort, "On a" = period_on("a"), "On b" = period_on("b"))))
  expect_equal(unique(x$design), "independent")
  expect_null(attr(x, "sensitivity"))
  expect_null(attr(x, "chance_text"))
  text <- paste(capture.output(print(x)), collapse = " ")
  expect_match(text, "the two groups may +differ")
  expect_match(text, "audit_arr_model")
  expect_no_match(text, "regression to the mean")
  expect_match(results_text(x), "relapse rate was .* [(]On a[)] and .* [(]On b[)]: ratio")
})
