# Four patients on a, then on b, and two on b alone.
switched <- function(...) {
  audit_cohort(
    data.frame(id = 1:6, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = c(1:4, 1:6), drug = rep(c("a", "b"), c(4, 6)), start = c(0, 0, 0, 0, 400, 500, 400, 400, 0, 0),
               stop = c(400, 500, 400, 400, rep(NA, 6))),
    events = data.frame(
      id = c(1, 1, 2, 3, 3, 1, 4, 5), term = c("Rash", "Rash", "Rash", "Cold", "Rash", "Cold", "Rash", "Rash"),
      onset = c(10, 20, 30, 40, 50, 450, 460, 470), ...
    )
  )
}

of_row <- function(x, outcome, measure) as.data.frame(x[x$outcome == outcome & x$measure == measure, ])

test_that("the same patients are compared by paired methods, the others left out", {
  cohort <- switched()
  ae <- audit_ae(cohort, audit_periods(cohort, a = period_on("a"), b = period_on("b")), each = "term")
  x <- audit_compare(ae)
  expect_equal(unique(x$design), "paired")
  expect_equal(unique(x$patients), 4L)
  # Rash: 1, 2, 3 before alone, 4 after alone.
  share <- compare_proportions_paired(both = 0, first = 1, second = 3, neither = 0)
  difference <- of_row(x, "Rash", "risk_difference")
  expect_equal(difference[c("estimate", "conf_low", "conf_high", "p_exact")],
               share[c("estimate", "conf_low", "conf_high", "p_exact")], ignore_attr = TRUE)
  # McNemar's exact p of four who changed is 0.125 at least.
  expect_true(is.na(difference$p))
  ratio <- of_row(x, "Rash", "risk_ratio")
  expect_equal(ratio$estimate, 1 / 3)
  expect_equal(ratio$method, "tang")
  rate <- compare_rates_paired(c(2, 1, 1, 0), c(400, 500, 400, 400) / 365.25, c(0, 0, 0, 1), c(600, 500, 600, 600) / 365.25)
  found <- of_row(x, "Rash", "rate_ratio")
  for (column in c("estimate", "conf_low", "conf_high", "exact_low", "ratio_pooled", "informative")) {
    expect_equal(found[[column]], rate[[column]])
  }
  # No test of four patients reaches 0.05.
  expect_identical(found$p, NA_real_)
  expect_equal(unique(x$outcome), unique(ae$outcome))
  # Both ways round.
  back <- audit_compare(ae, reference = "b")
  expect_equal(of_row(back, "Rash", "risk_difference")$estimate, -difference$estimate)
  expect_equal(of_row(back, "Rash", "rate_ratio")$estimate, 1 / found$estimate)
  expect_equal(of_row(back, "Rash", "risk_ratio")$conf_low, 1 / ratio$conf_high)
})

test_that("two groups are compared by Miettinen and Nurminen and by t", {
  set.seed(8)
  n <- 30
  events <- data.frame(id = sample(n, 60, TRUE), term = sample(c("Rash", "Cold"), 60, TRUE), onset = sample(0:900, 60, TRUE))
  cohort <- audit_cohort(
    data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = 900),
    data.frame(id = seq_len(n), drug = rep(c("a", "b"), c(12, 18)), start = 0), events = events
  )
  ae <- audit_ae(cohort, audit_periods(cohort, A = period_on("a"), B = period_on("b")), each = "term")
  x <- audit_compare(ae, reference = "A", conf_level = 0.9)
  expect_equal(unique(x$design), "independent")
  for (outcome in c("any", "Rash", "Cold")) {
    counted <- as.data.frame(ae[ae$outcome == outcome & ae$measure == "proportion", ])
    for (measure in c("difference", "ratio")) {
      mn <- compare_proportions(counted$with_event[2], 18, counted$with_event[1], 12, measure = measure, conf_level = 0.9)
      found <- of_row(x, outcome, paste0("risk_", measure))
      for (column in c("estimate", "conf_low", "conf_high")) expect_equal(found[[column]], mn[[column]])
      expect_equal(found$p_exact, mn$p_fisher)
      # Where all but a few had one, Fisher's p of no table with these margins reaches 0.1.
      reached <- least_grouped_p(18, 12, sum(counted$with_event), alike = TRUE) <= 0.1
      expect_equal(found$p, if (reached) mn$p else NA_real_)
    }
    mine <- cohort$events[outcome == "any" | cohort$events$term == outcome, ]
    y <- tabulate(mine$patient[mine$onset <= cohort$patients$to[mine$patient]], n)
    by_t <- compare_rates_patients(y, cohort$patients$to / 365.25, rep(c("a", "b"), c(12, 18)), "a", conf_level = 0.9)
    by_t <- by_t[by_t$group == "b", ]
    found <- of_row(x, outcome, "rate_ratio")
    for (column in c("estimate", "conf_low", "conf_high", "p")) expect_equal(found[[column]], by_t[[column]])
  }
})

test_that("who had one before is left out of an outcome on either side", {
  cohort <- switched()
  periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"))
  x <- audit_compare(audit_ae(cohort, periods, each = "term", incident = TRUE))
  # 1, 2 and 3 had a rash before b; of colds 3 had.
  expect_equal(of_row(x, "Rash", "risk_difference")$patients, 1L)
  expect_equal(of_row(x, "Cold", "risk_difference")$patients, 3L)
  expect_equal(of_row(x, "Rash", "rate_ratio")$patients, 1L)
})

test_that("rows taken compare as in the whole, and groups within", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", 12))
  ae <- audit_ae(cohort, periods, by = "sex", each = "category")
  whole <- audit_compare(ae)
  part <- audit_compare(ae[ae$outcome == "infection" & ae$sex == "F", ])
  expect_equal(as.data.frame(part), as.data.frame(whole[whole$outcome == "infection" & whole$sex == "F", ]), ignore_attr = TRUE)
  text <- capture.output(print(whole))
  expect_lte(max(nchar(text)), 80)
  expect_match(text, "risk ratio", all = FALSE)
  expect_match(paste(text, collapse = " "), "closely they are watched changes")
})

test_that("totals, one period and a period of nobody are said so", {
  expect_error(audit_compare(audit_ae(c(0, 1), patients = c(11, 12), period = c("a", "b"))), class = "msaudit_argument_error")
  cohort <- switched()
  expect_error(audit_compare(audit_ae(cohort, audit_periods(cohort, a = period_on("a")))), "one period",
               class = "msaudit_argument_error")
  periods <- audit_periods(cohort, a = period_on("a"), gap = period_gap("b", "a"))
  x <- audit_compare(audit_ae(cohort, periods))
  expect_match(x$note, "no_patients")
  expect_output(print(x), "gap against a")
})

test_that("any event alone has its own name in a comparison, not that of lesions", {
  cohort <- example_cohort("alemtuzumab-switch")
  both <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", 12))
  shown <- capture.output(print(audit_compare(audit_ae(cohort, both))))
  expect_match(shown[1], "Adverse events: Any: Year after against On natalizumab", fixed = TRUE)
})
