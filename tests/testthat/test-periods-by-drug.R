quarters_2010 <- function() {
  starts <- as.Date(c("2010-01-01", "2010-04-01", "2010-07-01", "2010-10-01", "2011-01-01"))
  list(from = starts[1:4], to = starts[2:5] - 1, names = paste0("Q", 1:4))
}

test_that("days on each drug within each span are those of a loop over all days", {
  cohort <- example_cohort()
  spans <- quarters_2010()
  periods <- periods_by_drug(cohort, spans$from, spans$to, spans$names, drugs = c("natalizumab", "alemtuzumab"))
  ranges <- as.data.frame(audit_periods(cohort, natalizumab = period_on("natalizumab"), alemtuzumab = period_on("alemtuzumab")))
  day <- function(x) as.integer(as.Date(x))
  for (name in periods$names) {
    parts <- strsplit(name, ", ")[[1]]
    at <- match(parts[2], spans$names)
    of_drug <- ranges[ranges$period == parts[1], ]
    # A day d is in (start, stop] and in the span.
    days <- sum(unlist(Map(function(start, stop) {
      all <- seq_len(day(stop) - day(start)) + day(start)
      sum(all >= day(spans$from[at]) & all <= day(spans$to[at]))
    }, of_drug$start, of_drug$stop)))
    expect_equal(period_years(periods)[match(name, periods$names)] * 365.25, days)
  }
  expect_identical(periods$texts[1], "on natalizumab, 2010-01-01 to 2010-03-31")
})

test_that("days after a course count for its drug where they are asked for", {
  cohort <- small_cohort()
  spans <- quarters_2010()
  extended <- periods_by_drug(cohort, spans$from, spans$to, spans$names, extend = c(alemtuzumab = 100))
  # On it from 2010-01-15 to 2010-01-19, so up to 2010-04-29.
  expect_equal(period_years(extended)[1:4] * 365.25, c(75, 29, 0, 0))
  expect_identical(extended$texts[2], "on alemtuzumab or up to 100 days after, 2010-04-01 to 2010-06-30")
  same <- periods_by_drug(cohort, spans$from, spans$to, spans$names, drugs = "alemtuzumab", extend = 100)
  expect_equal(period_years(same), period_years(extended)[1:4])
  expect_error(periods_by_drug(cohort, spans$from, spans$to, spans$names, extend = c(aspirin = 1)), class = "msaudit_argument_error")
  expect_error(periods_by_drug(cohort, spans$from, spans$to, spans$names, extend = c(1, 2)), class = "msaudit_argument_error")
  expect_error(periods_by_drug(cohort, spans$from, spans$to, spans$names, extend = -1), class = "msaudit_error")
})

test_that("a relapse on the last day of a quarter belongs to it, on the first of the next to that", {
  cohort <- small_cohort(relapses = data.frame(id = "002", onset = c("2010-03-31", "2010-07-01")))
  spans <- quarters_2010()
  arr <- audit_arr(cohort, periods_by_drug(cohort, spans$from, spans$to, spans$names, drugs = "natalizumab"))
  expect_identical(as.character(arr$period), paste("natalizumab,", spans$names))
  expect_equal(arr$events, c(1, 0, 1, 0))
  expect_equal(arr$exposure * 365.25, c(90, 91, 92, 92))
})

test_that("spans and drugs that are not are errors", {
  cohort <- small_cohort()
  spans <- quarters_2010()
  wrong <- function(...) expect_error(periods_by_drug(cohort, ...), class = "msaudit_error")
  wrong(spans$from, spans$to[1:2])
  wrong(spans$from, spans$to, names = "one")
  wrong(spans$from, spans$to, names = rep("one", 4))
  wrong(spans$to, spans$from)
  wrong(1, 2)
  wrong(spans$from[0], spans$to[0], names = character())
  wrong(spans$from, spans$to, drugs = "aspirin")
  wrong(as.Date(NA), spans$to[1], names = "a")
})

test_that("a drug that nobody was on has no period, and nobody treated none at all", {
  cohort <- small_cohort()
  periods <- periods_by_drug(cohort, "2010-01-01", "2010-12-31", "2010")
  expect_identical(periods$names, c("alemtuzumab, 2010", "natalizumab, 2010"))
  expect_identical(periods_by_drug(cohort, "2006-01-01", "2006-12-31", "2006")$names, character())
})

test_that("two drugs and spans that would give one name are an error", {
  cohort <- audit_cohort(data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 900),
                         data.frame(id = 1:2, drug = c("a", "a, b"), start = 0))
  expect_error(periods_by_drug(cohort, c(1, 100), c(99, 199), names = c("b, c", "c")), "both be the period", class = "msaudit_argument_error")
  expect_length(periods_by_drug(cohort, c(1, 100), c(99, 199), names = c("one", "two"))$names, 4)
})
