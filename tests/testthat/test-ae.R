event_cohort <- function(onset, id = 1, ..., end = 1000, death = NA) {
  audit_cohort(
    data.frame(id = 1:3, follow_up_start = 0, follow_up_end = end, death = c(death, NA, NA)),
    data.frame(id = 1:3, drug = "a", start = c(100, 100, 300), stop = c(200, NA, 400)),
    events = data.frame(id = id, term = "Rash", onset = onset, ...)
  )
}

with_events <- function(cohort, ...) {
  x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")), ...)
  x$with_event[x$measure == "proportion" & x$outcome == "any"]
}

test_that("the first day of a period counts, its last does not unless follow-up ends on it", {
  expect_equal(with_events(event_cohort(99)), 0)
  expect_equal(with_events(event_cohort(100)), 1)
  expect_equal(with_events(event_cohort(199)), 1)
  expect_equal(with_events(event_cohort(200)), 0)
  expect_equal(with_events(event_cohort(1000, id = 2)), 1)
  expect_equal(with_events(event_cohort(150, death = 150)), 1)
})

test_that("in calendar time both days count, and follow-up's first where it cuts the period", {
  count <- function(onset, from, to) {
    cohort <- event_cohort(onset)
    x <- audit_ae(cohort, audit_periods(cohort, p = period_calendar(from, to)))
    x$with_event[x$measure == "proportion"]
  }
  expect_equal(count(50, 50, 60), 1)
  expect_equal(count(60, 50, 60), 1)
  expect_equal(count(49, 50, 60), 0)
  expect_equal(count(61, 50, 60), 0)
  expect_equal(count(0, -10, 60), 1)
  expect_equal(count(0, 0, 60), 1)
  expect_equal(count(0, 1, 60), 0)
})

# By hand: patient 1 (100, 200] has events on days 100 and 150, patient 2
# (100, 1000] on day 200, patient 3 (300, 400] none. Time to the first event:
# 0 + 100 + 100 days; all time: 100 + 900 + 100 days.
test_that("the three measures are those of a hand calculation", {
  cohort <- event_cohort(c(100, 150, 200), id = c(1, 1, 2))
  x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")), per = 100)
  expect_equal(x$measure, c("proportion", "first_event_rate", "rate"))
  expect_equal(x$patients, c(3, 3, 3))
  expect_equal(x$with_event, c(2, 2, 2))
  expect_equal(x$events, c(NA, 2, 3))
  expect_equal(x$exposure, c(3, 200 / 365.25, 1100 / 365.25))
  expect_equal(x$estimate, c(2 / 3, 100 * 2 / (200 / 365.25), 100 * 3 / (1100 / 365.25)))
  expect_equal(unlist(x[1, c("conf_low", "conf_high")], use.names = FALSE), binom.test(2, 3)$conf.int[1:2])
  exact <- poisson.test(2, 200 / 365.25)$conf.int[1:2]
  expect_equal(unlist(x[2, c("conf_low", "conf_high")], use.names = FALSE), 100 * exact)
  y <- c(2, 1, 0)
  t <- c(100, 900, 100) / 365.25
  phi <- max(1, 3 / 2 * sum((y - 3 / sum(t) * t)^2) / 3)
  expect_equal(x$dispersion[3], phi)
})

test_that("every term has a row in every period, also with 0, the frequent first", {
  cohort <- audit_cohort(
    data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = 1:3, drug = "a", start = 100),
    events = data.frame(id = c(1, 1, 2, 3), term = c("Rash", "Cold", "cold", "Fever"), onset = c(150, 160, 170, 50))
  )
  x <- audit_ae(cohort, audit_periods(cohort, on = period_on("a"), all = period_follow_up()), each = "term")
  share <- x[x$measure == "proportion", ]
  expect_equal(share$outcome, rep(c("any", "Cold", "Rash", "Fever"), 2))
  expect_equal(share$with_event, c(2, 2, 1, 0, 3, 2, 1, 1))
})

test_that("a filter leaves out what it does not know, and says so", {
  cohort <- event_cohort(c(110, 120, 130), id = c(1, 2, 3), serious = c(TRUE, NA, FALSE), grade = c(1, 3, NA))
  expect_equal(with_events(cohort, serious = TRUE), 1)
  x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")), serious = TRUE)
  expect_equal(findings(x)$row, 2)
  expect_equal(with_events(cohort, min_grade = 2), 1)
  expect_error(with_events(event_cohort(110), serious = TRUE), "needs a column `serious`",
               class = "msaudit_argument_error")
})

test_that("incident events are of those who had none before", {
  cohort <- event_cohort(c(50, 150, 250), id = c(1, 1, 2))
  periods <- audit_periods(cohort, p = period_on("a"))
  x <- audit_ae(cohort, periods, incident = TRUE)
  expect_equal(x$patients[1], 2)
  expect_equal(x$with_event[1], 1)
})

test_that("a column of one's own can be told apart", {
  cohort <- event_cohort(c(110, 120), id = c(1, 2), category = c("infection", NA), serious = c(TRUE, FALSE))
  periods <- audit_periods(cohort, p = period_on("a"))
  outcomes <- function(...) unique(audit_ae(cohort, periods, ...)$outcome)
  expect_equal(outcomes(each = "category"), c("any", "infection", "not known"))
  expect_equal(outcomes(each = "serious"), c("any", "serious no", "serious yes"))
  serious <- audit_ae(cohort, periods, each = "category", serious = FALSE)
  infection <- serious[serious$outcome == "infection" & serious$measure == "proportion", ]
  expect_equal(infection$with_event, 0)
  expect_error(audit_ae(cohort, periods, each = "organ"), "needs a column", class = "msaudit_argument_error")
})

test_that("no event gives an upper bound", {
  x <- audit_ae(0, patients = 11)
  expect_equal(x$conf_high, 1 - 0.025^(1 / 11))
  expect_equal(x$conf_low, 0)
})

test_that("several ranges are one period: time runs on over the hole", {
  cohort <- audit_cohort(
    data.frame(id = 1, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = 1, drug = "a", start = c(100, 300), stop = c(200, 400)),
    events = data.frame(id = 1, term = "Rash", onset = c(250, 350))
  )
  x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")))
  expect_equal(x$exposure[2:3] * 365.25, c(150, 200))
  expect_equal(x$events[3], 1)
})

test_that("without a table of events there is no count, and printing fits", {
  cohort <- small_cohort(events = NULL)
  expect_error(audit_ae(cohort, audit_periods(cohort, p = period_follow_up())), "nothing is known",
               class = "msaudit_argument_error")
  cohort <- small_cohort()
  x <- audit_ae(cohort, audit_periods(cohort, p = period_follow_up()), each = "term")
  expect_lte(max(nchar(capture.output(print(x)))), 80)
})

# The window and the time at risk day by day, from RULES' words alone: an event
# counts on the days from a range's start to the day before its stop, and on the
# stop where follow-up ends on it.
test_that("events are counted as day by day", {
  set.seed(11)
  for (i in 1:30) {
    n <- 5
    end <- sample(200:500, n, TRUE)
    treatments <- data.frame(id = rep(seq_len(n), 2), drug = "a", start = sample(0:150, 2 * n, TRUE))
    treatments$stop <- treatments$start + sample(1:120, 2 * n, TRUE)
    events <- data.frame(id = sample(n, 25, TRUE), term = "x", onset = sample(0:200, 25, TRUE))
    events <- events[!duplicated(events), ]
    cohort <- audit_cohort(data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = end), treatments,
                           events = events)
    periods <- audit_periods(cohort, on = period_on("a"))
    ranges <- as.data.frame(periods)
    x <- audit_ae(cohort, periods)
    had <- first <- count <- 0
    for (id in unique(ranges$id)) {
      mine <- ranges[ranges$id == id, ]
      at_risk <- unlist(Map(function(from, to) from:(to - (to < end[id])), mine$start, mine$stop))
      hits <- events$onset[events$id == id & events$onset %in% at_risk]
      count <- count + length(hits)
      had <- had + (length(hits) > 0)
      before <- if (length(hits) > 0) min(hits) else Inf
      first <- first + sum(pmax(pmin(mine$stop, before) - mine$start, 0))
    }
    expect_equal(x$with_event[1], had)
    expect_equal(x$events[3], count)
    expect_equal(x$exposure[2] * 365.25, first)
    expect_equal(x$exposure[3] * 365.25, sum(ranges$stop - ranges$start))
  }
})

test_that("totals of the wrong shape are refused", {
  bad <- function(expr) expect_error(expr, class = "msaudit_argument_error")
  bad(audit_ae(c(1, 2), patients = c(10, 20)))
  bad(audit_ae(0, patients = c(11, 11), first_years = c(9.7, 5, 3), period = c("a", "b")))
  expect_error(audit_ae(5, patients = 10, events = 3, years = 10), class = "msaudit_data_error")
  bad(audit_labs(0.1, "lymphocytes", "10^9/L", ref_low = 1, id = 1:5))
  bad(audit_lesions(4, exposure = 1, id = 1:3))
})
