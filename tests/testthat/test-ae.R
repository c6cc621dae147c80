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
  expect_equal(x$measure, c("proportion", "first_event_rate", "rate", "cumulative_incidence"))
  # The third leaves by the stop of the drug; the second's event is on day 100, too.
  expect_equal(x$estimate[4], 2 / 3)
  expect_equal(x$exposure[4], 0)
  x <- x[1:3, ]
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
  expect_error(audit_ae(cohort, audit_periods(cohort, p = period_follow_up())), "nothing can be counted",
               class = "msaudit_argument_error")
  cohort <- small_cohort()
  x <- audit_ae(cohort, audit_periods(cohort, p = period_follow_up()), each = "term")
  expect_lte(max(nchar(capture.output(print(x)))), 80)
})

test_that("totals of the wrong shape are refused", {
  bad <- function(expr) expect_error(expr, class = "msaudit_argument_error")
  bad(audit_ae(c(1, 2), patients = c(10, 20)))
  bad(audit_ae(0, patients = c(11, 11), first_years = c(9.7, 5, 3), period = c("a", "b")))
  expect_error(audit_ae(5, patients = 10, events = 3, years = 10), class = "msaudit_data_error")
  bad(audit_labs(0.1, "lymphocytes", "10^9/L", ref_low = 1, id = 1:5))
  bad(audit_lesions(4, exposure = 1, id = 1:3))
})

# Three stop on days 30, 60 and 90; the fourth dies on day 50 and the fifth is lost
# on day 70; events on day 20 of the first and on day 60 of the third, after the
# stop of the second on its day 60 and not before it.
stopping_cohort <- function() {
  audit_cohort(
    data.frame(id = 1:5, follow_up_start = 0, follow_up_end = c(200, 200, 200, NA, 70), death = c(NA, NA, NA, 50, NA)),
    data.frame(id = 1:5, drug = "a", start = 0, stop = c(30, 60, 90, NA, NA)),
    events = data.frame(id = c(1, 3, 2), term = c("Rash", "Rash", "Cold"), onset = c(20, 60, 65))
  )
}

rash_by <- function(day, measure = "cumulative_incidence", ..., period = period_on("a")) {
  cohort <- stopping_cohort()
  x <- audit_ae(cohort, audit_periods(cohort, p = period), each = "term", measure = measure, times = day, ...)
  x[x$outcome == "Rash", ]
}

test_that("death and the stop that ends a period compete, as the argument says", {
  # Aalen and Johansen by hand: 1/5, then 4/5 * 3/4 (the death) * 1/3.
  x <- rash_by(60)
  expect_equal(x$estimate, 1 / 5 + 4 / 5 * 3 / 4 * 1 / 3)
  expect_equal(x[c("patients", "with_event", "exposure")], data.frame(patients = 5L, with_event = 2L, exposure = 3),
               ignore_attr = TRUE)
  # What does not compete is censored: of 4 at risk on day 50 the death; of 3 on day 60 the stop.
  expect_equal(rash_by(60, competing = "stop")$estimate, 1 / 5 + 4 / 5 * 1 / 3)
  expect_equal(rash_by(90, competing = "death")$estimate, x$estimate)
  expect_equal(rash_by(60, competing = character())$estimate, rash_by(60, "one_minus_km")$estimate)
  # The stop is known to be no event, being lost is not.
  expect_equal(rash_by(60, competing = c("stop", "death"))$estimate, x$estimate)
  expect_match(definition(x)$competing, "death|stop")
  expect_error(rash_by(60, competing = "loss"), class = "msaudit_argument_error")
})

test_that("outside of time on a drug death alone competes", {
  whole <- rash_by(60, period = period_follow_up())
  expect_equal(whole$estimate, rash_by(60, competing = "death", period = period_follow_up())$estimate)
  # Followed on, the second is at risk beyond the stop.
  expect_equal(rash_by(65)$exposure, 1)
  expect_equal(rash_by(65, period = period_follow_up())$exposure, 2)
})

test_that("an event on the day of death comes before it, and death before a stop", {
  cohort <- audit_cohort(
    data.frame(id = 1:2, follow_up_start = 0, death = c(40, 40), follow_up_end = 100),
    data.frame(id = 1:2, drug = "a", start = 0, stop = c(40, 40)),
    events = data.frame(id = 1, term = "Rash", onset = 40)
  )
  x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")), measure = "cumulative_incidence", times = 40)
  expect_equal(x$estimate, 0.5)
  # Where death does not compete, it censors before the stop could.
  x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")), measure = "cumulative_incidence", times = 50,
                competing = "stop")
  expect_equal(x$exposure, 0)
  expect_equal(x$note, "few_at_risk")
  known <- audit_cohort(
    data.frame(id = 1:2, follow_up_start = 0, death = 40, follow_up_end = 100),
    data.frame(id = 1:2, drug = "a", start = 0, stop = 40), events = data.frame(id = 1, term = "Rash", onset = 60)
  )
  at <- function(competing) {
    audit_ae(known, audit_periods(known, p = period_on("a")), measure = "cumulative_incidence", times = 50,
             competing = competing)$conf_high
  }
  expect_equal(at(c("death", "stop")), binom.test(0, 2)$conf.int[2])
  expect_equal(at("stop"), 1)
})

test_that("several days have rows in order, and 1 - KM is never less", {
  x <- rash_by(c(90, 20, 60), c("cumulative_incidence", "one_minus_km"))
  expect_equal(x$measure, rep(c("cumulative_incidence", "one_minus_km"), each = 3))
  expect_equal(x$unit, rep(paste("patient by day", c(20, 60, 90)), 2))
  expect_true(all(x$estimate[4:6] >= x$estimate[1:3] - 1e-15))
  expect_equal(x$with_event, c(1, 2, 2, 1, 2, 2))
  expect_false("one_minus_km" %in% audit_ae(stopping_cohort(), audit_periods(stopping_cohort(), p = period_on("a")))$measure)
})

test_that("days after a stop count where they are asked for", {
  count <- function(after_stop) {
    cohort <- stopping_cohort()
    x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")), each = "term", after_stop = after_stop)
    c(x$with_event[x$outcome == "Cold" & x$measure == "proportion"], 365.25 * x$exposure[x$outcome == "any" & x$measure == "rate"])
  }
  expect_equal(count(0), c(0, 30 + 60 + 90 + 50 + 70))
  expect_equal(count(5), c(0, 35 + 65 + 95 + 50 + 70))
  expect_equal(count(6), c(1, 36 + 66 + 96 + 50 + 70))
  # To the end of follow-up at most, whose last day counts.
  expect_equal(count(1000), c(1, 200 + 200 + 200 + 50 + 70))
  # As extending the courses does.
  cohort <- stopping_cohort()
  extended <- audit_ae(cohort, audit_periods(cohort, p = period_on("a", extend = 10)), each = "term")
  expect_equal(as.data.frame(audit_ae(cohort, audit_periods(cohort, p = period_on("a")), each = "term", after_stop = 10)),
               as.data.frame(extended))
  # Not into the next course, where the time would count twice.
  cohort <- audit_cohort(
    data.frame(id = 1, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = 1, drug = "a", start = c(100, 220), stop = c(200, 300)),
    events = data.frame(id = 1, term = "Rash", onset = 150)
  )
  x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")), after_stop = 30, measure = "rate")
  expect_equal(x$exposure * 365.25, 100 + 20 + 80 + 30)
})

test_that("each patient counts once at the worst grade, and all of them make any", {
  cohort <- event_cohort(c(110, 120, 130, 140, 310), id = c(1, 1, 2, 2, 3), grade = c(1, 3, 2, NA, NA))
  periods <- audit_periods(cohort, p = period_on("a"))
  x <- audit_ae(cohort, periods, each = "grade", measure = c("proportion", "worst_grade"))
  had <- function(measure, outcome) x$with_event[x$measure == measure & x$outcome == outcome]
  grades <- paste("grade", c(1, 2, 3, "not known"))
  expect_equal(unique(x$outcome), c("any", grades))
  expect_equal(vapply(grades, had, 0L, measure = "proportion", USE.NAMES = FALSE), c(1, 1, 1, 2))
  expect_equal(vapply(grades, had, 0L, measure = "worst_grade", USE.NAMES = FALSE), c(0, 1, 1, 1))
  expect_equal(had("worst_grade", "any"), 3)
  expect_error(audit_ae(cohort, periods, measure = "worst_grade"), "each", class = "msaudit_argument_error")
  # Who had one before is left out, whatever its grade.
  cohort <- event_cohort(c(50, 120, 130), id = c(1, 1, 2), grade = c(1, 3, 2))
  x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")), each = "grade", measure = "worst_grade", incident = TRUE)
  expect_equal(x$with_event[match(c("any", "grade 2", "grade 3"), x$outcome)], c(1, 1, 0))
  expect_equal(unique(x$patients), 2)
})

test_that("recurrence is of all patients, and a duration of the first event of each", {
  cohort <- audit_cohort(
    data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:3, drug = "a", start = 100),
    events = data.frame(id = c(1, 1, 2, 2, 3), term = "Rash", onset = c(110, 120, 130, 140, 310),
                        end = c(110, 150, 134, NA, NA))
  )
  x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")), measure = c("recurrence", "duration"))
  recurrence <- x[x$measure == "recurrence", ]
  expect_equal(c(recurrence$with_event, recurrence$patients), c(2, 3))
  duration <- x[x$measure == "duration", ]
  expect_equal(c(duration$estimate, duration$patients, duration$with_event), c(3, 3, 2))
  expect_equal(c(duration$conf_low, duration$conf_high), c(0, Inf))
  expect_equal(duration$note, "unbounded")
  expect_output(print(x), "ongoing")
  expect_error(audit_ae(event_cohort(110), audit_periods(event_cohort(110), p = period_on("a")), measure = "duration"),
               "needs a column `end`", class = "msaudit_argument_error")
  # Of ten patients the second and the ninth duration.
  cohort <- audit_cohort(data.frame(id = 1:10, follow_up_start = 0, follow_up_end = 100), data.frame(id = 1:10, drug = "a", start = 0),
                         events = data.frame(id = 1:10, term = "x", onset = 5, end = 5 + (1:10)^2))
  x <- audit_ae(cohort, audit_periods(cohort, p = period_on("a")), measure = "duration")
  expect_equal(c(x$estimate, x$conf_low, x$conf_high), 1 + c((25 + 36) / 2, 4, 81))
})

test_that("measures and days are checked", {
  cohort <- event_cohort(110)
  bad <- function(...) {
    expect_error(audit_ae(cohort, audit_periods(cohort, p = period_on("a")), ...), class = "msaudit_error")
  }
  bad(measure = "odds")
  bad(measure = c("rate", "rate"))
  bad(measure = character())
  bad(times = -1)
  bad(times = numeric())
  bad(after_stop = 1.5)
})

test_that("one pass over many terms counts as a pass over each", {
  set.seed(3)
  n <- 40
  events <- data.frame(id = sample(n, 300, TRUE), term = sample(letters, 300, TRUE), onset = sample(0:900, 300, TRUE))
  cohort <- audit_cohort(data.frame(id = seq_len(n), sex = sample(c("F", "M"), n, TRUE), follow_up_start = 0, follow_up_end = sample(500:1000, n, TRUE)),
                         data.frame(id = seq_len(n), drug = "a", start = sample(0:300, n, TRUE), stop = sample(c(NA, 450), n, TRUE)),
                         events = events)
  periods <- audit_periods(cohort, on = period_on("a"), all = period_follow_up())
  for (incident in c(FALSE, TRUE)) {
    x <- as.data.frame(audit_ae(cohort, periods, each = "term", by = "sex", incident = incident))
    for (term in c("a", "k", "z")) {
      one <- audit_cohort(cohort$patients[c("id", "sex", "follow_up_start", "follow_up_end")],
                          data.frame(id = cohort$patients$id[cohort$treatments$patient], cohort$treatments[c("drug", "start", "stop")]),
                          events = events[events$term == term, ])
      y <- as.data.frame(audit_ae(one, audit_periods(one, on = period_on("a"), all = period_follow_up()), by = "sex",
                                  incident = incident))
      expect_equal(x[x$outcome == term, -3], y[-3], ignore_attr = TRUE)
    }
  }
})

test_that("a printed result says which events it is of", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"))
  first_line <- function(...) capture.output(print(audit_ae(cohort, periods, ...)))[1]
  expect_match(first_line(), "^Adverse events, with")
  expect_match(first_line(serious = TRUE), "^Serious adverse events, with")
  expect_match(first_line(serious = FALSE, related = TRUE, min_grade = 2), "^Non-serious related adverse events of grade 2 or more")
  expect_match(first_line(after_stop = 30), "^Adverse events to 30 days after a stop, with")
  expect_output(print(audit_ae(0, patients = 11, first_years = 9.7, outcome = "serious infection")), "Adverse events, with")
})

test_that("a term called any has a row of its own, apart from that of all events", {
  cohort <- small_cohort(events = data.frame(id = c("001", "001", "002"), term = c("any", "Rash", "any"),
                                             onset = c("2008-05-05", "2008-07-05", "2009-06-01")))
  x <- audit_ae(cohort, audit_periods(cohort, On = period_on("natalizumab")), each = "term", measure = "proportion")
  expect_equal(x$outcome, c("any", "term any", "Rash"))
  expect_equal(x$with_event, c(2, 2, 1))
})

test_that("blank text is a group that is not known, and what nobody has is shown as a dash", {
  patients <- data.frame(id = c("001", "002", "003"), sex = c("F", "", " "), follow_up_start = "2005-01-01")
  for (sex in list(patients$sex, factor(patients$sex), c("F", NA, NA))) {
    patients$sex <- sex
    cohort <- small_cohort(patients = patients)
    x <- audit_ae(cohort, audit_periods(cohort, All = period_calendar("2006-01-01", "2010-12-31"),
                                        None = period_calendar("2030-01-01", "2030-12-31")),
                  by = "sex", measure = c("proportion", "cumulative_incidence"))
    expect_equal(as.character(x$sex), rep(c("F", NA), each = 4))
    expect_equal(x$patients[x$period == "All" & x$measure == "proportion"], c(1, 2))
    shown <- capture.output(print(x))
    expect_match(shown, "not known | None", fixed = TRUE, all = FALSE)
    expect_false(any(grepl("- (- to -)", shown, fixed = TRUE)))
  }
})

test_that("a duration does not depend on the order of rows", {
  events <- data.frame(id = c("001", "001", "002", "002"), term = c("Rash", "Cold", "Rash", "Cold"),
                       onset = c("2008-05-05", "2008-05-05", "2009-06-01", "2009-06-01"),
                       end = c("2008-05-05", "2008-05-14", NA, "2009-06-03"))
  durations <- function(rows) {
    cohort <- small_cohort(events = events[rows, ])
    x <- audit_ae(cohort, audit_periods(cohort, On = period_on("natalizumab")), measure = "duration")
    c(x$patients, x$with_event, x$estimate)
  }
  # Ten days of the one patient, an ongoing event of the other.
  expect_equal(durations(1:4), c(2, 1, 10))
  expect_equal(durations(4:1), c(2, 1, 10))
})
