# Some hundred patients with courses that stop, deaths, and events of two terms.
random_events <- function(seed = 1, gaps = FALSE) {
  set.seed(seed)
  n <- 120
  end <- sample(200:900, n, TRUE)
  start <- sample(0:150, n, TRUE)
  treatments <- data.frame(id = seq_len(n), drug = "a", start, stop = start + sample(c(20:300, rep(NA, 200)), n, TRUE))
  if (gaps) {
    again <- which(!is.na(treatments$stop))
    treatments <- rbind(treatments, data.frame(id = again, drug = "a", start = treatments$stop[again] + 60,
                                               stop = treatments$stop[again] + 160))
  }
  m <- 150
  audit_cohort(
    data.frame(id = seq_len(n), sex = sample(c("F", "M"), n, TRUE), follow_up_start = 0,
               follow_up_end = end, death = ifelse(runif(n) < 0.2, end, NA)),
    treatments,
    events = data.frame(id = sample(n, m, TRUE), term = sample(c("Rash", "Cold"), m, TRUE), onset = sample(0:500, m, TRUE))
  )
}

# The time and the state of each patient, from RULES' words, day by day.
first_states <- function(cohort, periods, terms) {
  ranges <- as.data.frame(periods)
  patients <- cohort$patients
  events <- cohort$events[cohort$events$term %in% terms, ]
  found <- lapply(unique(ranges$id), function(id) {
    mine <- ranges[ranges$id == id, ]
    p <- match(id, patients$id)
    days <- unlist(Map(function(from, to) from:(to - (to < patients$to[p])), mine$start, mine$stop))
    # One day less on the day of the end, which adds no time.
    time_of <- function(day) sum(unlist(Map(function(from, to) pmin(pmax(day - from, 0), to - from), mine$start, mine$stop)))
    hits <- events$onset[events$patient == p & events$onset %in% days]
    last <- max(mine$stop)
    course <- cohort$treatments[cohort$treatments$patient == p, ]
    state <- if (length(hits) > 0) 1 else if (!is.na(patients$death[p]) && last == patients$to[p]) 2 else
      if (last %in% course$stop) 3 else 0
    data.frame(id, time = time_of(if (length(hits) > 0) min(hits) else last), state)
  })
  do.call(rbind, found)
}

test_that("cumulative incidence is that of survfit() on states found day by day", {
  skip_if_not_installed("survival")
  for (gaps in c(FALSE, TRUE)) {
    cohort <- random_events(2, gaps)
    periods <- audit_periods(cohort, on = period_on("a"))
    for (outcome in c("Rash", "any")) {
      x <- as.data.frame(audit_curves(cohort, periods, outcome = outcome))
      states <- first_states(cohort, periods, if (outcome == "any") c("Rash", "Cold") else outcome)
      theirs <- survival::survfit(survival::Surv(time, factor(state, 0:3)) ~ 1, states, conf.type = "log-log")
      at <- which(theirs$n.event[, 2] > 0)
      with <- x[x$events > 0, ]
      expect_equal(with$time, theirs$time[at])
      expect_equal(with$at_risk, theirs$n.risk[at, 1])
      expect_equal(with$estimate, theirs$pstate[at, 2], tolerance = 1e-10)
      expect_equal(with$std_error, theirs$std.err[at, 2], tolerance = 1e-10)
      expect_equal(with$conf_low, theirs$lower[at, 2], tolerance = 1e-10)
      # Only death, or nothing, competes where that is asked for.
      death <- as.data.frame(audit_curves(cohort, periods, outcome = outcome, competing = "death", times = 100))
      states$state[states$state == 3] <- 0
      expect_equal(death$estimate, curve_incidence(states$time, states$state, times = 100)$estimate)
    }
  }
})

test_that("curves agree with audit_ae() on the same days, by group", {
  cohort <- random_events(3)
  periods <- audit_periods(cohort, on = period_on("a"), all = period_follow_up())
  measures <- c("cumulative_incidence", "one_minus_km")
  for (incident in c(FALSE, TRUE)) {
    ae <- as.data.frame(audit_ae(cohort, periods, by = "sex", each = "term", measure = measures, times = c(30, 180),
                                 incident = incident, after_stop = 7))
    for (outcome in c("any", "Cold")) {
      mine <- ae[ae$outcome == outcome, ]
      x <- audit_curves(cohort, periods, outcome, c("event_free", "cumulative_incidence"), by = "sex", times = c(30, 180),
                        incident = incident, after_stop = 7)
      x <- as.data.frame(x)
      risk <- x[x$measure == "cumulative_incidence", ]
      free <- x[x$measure == "event_free", ]
      of <- function(measure, column) mine[[column]][mine$measure == measure]
      for (column in c("estimate", "conf_low", "conf_high")) expect_equal(of("cumulative_incidence", column), risk[[column]])
      expect_equal(of("one_minus_km", "estimate"), 1 - free$estimate)
      expect_equal(of("one_minus_km", "conf_low"), 1 - free$conf_high)
      expect_equal(of("cumulative_incidence", "exposure"), risk$at_risk)
    }
  }
})

# Patient 1 has two events on day 10 of the period and one in the second course,
# 40 days at risk before it; patient 2 one on the first day.
test_that("the mean number of events runs over days at risk alone", {
  cohort <- audit_cohort(
    data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = c(1, 1, 2), drug = "a", start = c(100, 200, 100), stop = c(130, 250, 160)),
    events = data.frame(id = c(1, 1, 1, 2, 1), term = c("Rash", "Cold", "Rash", "Rash", "Rash"),
                        onset = c(110, 110, 210, 100, 150))
  )
  periods <- audit_periods(cohort, on = period_on("a"))
  x <- as.data.frame(audit_curves(cohort, periods, "any", "mcf"))
  expect_equal(x$time, c(0, 10, 40, 80))
  expect_equal(x$events, c(1, 2, 1, 0))
  expect_equal(x$at_risk, c(2, 2, 2, 1))
  expect_equal(x$estimate, c(0.5, 1.5, 2, 2))
  ae <- audit_ae(cohort, periods, measure = "rate")
  expect_equal(sum(x$events), ae$events)
})

test_that("of nobody and of no event there are rows, or unknown ones", {
  cohort <- random_events(4)
  none <- audit_curves(cohort, audit_periods(cohort, on = period_on("a")), "any", serious = NULL, times = 0,
                       measure = c("mcf", "event_free", "cumulative_incidence"))
  expect_equal(none$estimate[none$measure == "event_free"], 1 - none$estimate[none$measure == "cumulative_incidence"])
  nobody <- select_patients(cohort, ids = integer())
  x <- audit_curves(nobody, audit_periods(nobody, p = period_follow_up()), "any", times = 5,
                    measure = c("mcf", "event_free", "cumulative_incidence"))
  expect_equal(x$note, rep("no_patients", 3))
})

test_that("curves of events print within 80 columns, and say what competes", {
  cohort <- random_events(5)
  periods <- audit_periods(cohort, on = period_on("a"))
  x <- audit_curves(cohort, periods, "Rash", c("mcf", "event_free", "cumulative_incidence"))
  text <- capture.output(print(x))
  expect_lte(max(nchar(text)), 80)
  expect_match(text, "Adverse events \\(Rash\\)", all = FALSE)
  expect_match(text, "Competing with the event", all = FALSE)
  expect_equal(definition(x)$competing, c("death", "stop"))
  skip_if_not_installed("ggplot2")
  alt <- ggplot2::get_alt_text(ggplot2::autoplot(x))
  expect_match(alt, "on, with an event so far, %, on day")
})

test_that("what a filter does not know is found, and what is asked is checked", {
  cohort <- audit_cohort(
    data.frame(id = 1, follow_up_start = 0, follow_up_end = 100), data.frame(id = 1, drug = "a", start = 0),
    events = data.frame(id = 1, term = "Rash", onset = c(5, 6), serious = c(TRUE, NA))
  )
  periods <- audit_periods(cohort, on = period_on("a"))
  x <- audit_curves(cohort, periods, "Rash", serious = TRUE, times = 10)
  expect_equal(findings(x)$problem, "filter_unknown")
  bad <- function(...) expect_error(audit_curves(cohort, periods, ...), class = "msaudit_argument_error")
  expect_error(audit_curves(cohort, periods, "rashh"), "did you mean `Rash`", class = "msaudit_argument_error")
  bad("Rash", measure = "rate")
  bad(measure = "cumulative_incidence")
  bad("Rash", each = "organ")
  bad(c("any", "Rash"))
  bad("any", competing = "loss")
  expect_error(audit_curves(small_cohort(events = NULL), audit_periods(small_cohort(), p = period_follow_up()), "any"),
               class = "msaudit_argument_error")
})

test_that("an outcome is found whatever its case, as terms are", {
  cohort <- random_events()
  periods <- audit_periods(cohort, on = period_on("a"))
  expect_identical(audit_curves(cohort, periods, outcome = "rash")$estimate, audit_curves(cohort, periods, outcome = "Rash")$estimate)
  expect_error(audit_curves(cohort, periods, outcome = "rush"), "did you mean `Rash`")
  example <- example_cohort("alemtuzumab-switch")
  expect_error(audit_curves(example, audit_periods(example, on = period_on("natalizumab")), outcome = "Infection"),
               "`each = \"category\"` has it")
})
