# Periods by hand, on a clock of days, and by looking at every day.

# 1 switches with a washout, 2 stays, 3 switches on the day of the stop, 4
# overlaps, 5 has neither drug.
drug_cohort <- function() {
  audit_cohort(
    data.frame(id = 1:5, follow_up_start = c(0, NA, 0, 0, 0), follow_up_end = 2000),
    data.frame(id = c(1, 1, 1, 2, 3, 3, 4, 4), drug = c("A", "a ", "B", "A", "A", "B", "A", "B"),
               start = c(100, 251, 500, 300, 100, 400, 100, 300), stop = c(250, 400, NA, NA, 400, 430, 600, NA))
  )
}

periods_by_hand <- function() {
  ranges <- function(definition) {
    found <- as.data.frame(audit_periods(drug_cohort(), p = definition))
    paste(found$id, found$start, found$stop)
  }
  compare("on a", ranges(period_on("a")), c("1 100 400", "2 300 2000", "3 100 400", "4 100 600"))
  compare("on a, each course", ranges(period_on("a", grace = 0))[1:2], c("1 100 250", "1 251 400"))
  compare("on a, 150 days more", ranges(period_on("a", extend = 150)),
          c("1 100 500", "2 300 2000", "3 100 400", "4 100 750"))
  compare("on a, 30 days more of each course", ranges(period_on("a", grace = 0, extend = 30))[1:2],
          c("1 100 251", "1 251 430"))
  compare("year since b", ranges(period_since("b", 12)), c("1 500 865", "3 400 765", "4 300 665"))
  compare("years 2 to 4 since b", ranges(period_since("b", c(12, 48))), c("1 865 1960", "3 765 1860", "4 665 1760"))
  compare("since b to its stop", ranges(period_since("b", 12, until = "stop"))[2], "3 400 430")
  compare("since a to a switch", ranges(period_since("a", 24, until = "switch")),
          c("1 100 500", "2 300 1030", "3 100 400", "4 100 300"))
  compare("year before b", ranges(period_before("b", 12)), c("1 135 500", "3 35 400", "4 0 300"))
  compare("year before b but a month", ranges(period_before("b", 12, exclude = 30)), c("1 135 470", "3 35 370", "4 0 270"))
  compare("from a to b", ranges(period_gap("a", "b")), "1 400 500")
  compare("follow-up", ranges(period_follow_up()), c("1 0 2000", "2 300 2000", "3 0 2000", "4 0 2000", "5 0 2000"))
  compare("calendar", ranges(period_calendar(1, 1000)), c("1 0 1000", "2 300 1000", "3 0 1000", "4 0 1000", "5 0 1000"))
  compare("one day", ranges(period_calendar(101, 101))[1], "1 100 101")
  both <- audit_periods(drug_cohort(), a = period_on("a"), b = period_on("b"))
  compare("days on both", c(both$overlaps$patients, both$overlaps$days), c(1, 300))
  # a again for the day before the switch to b, and from the switch on.
  again <- audit_cohort(data.frame(id = 1, follow_up_end = 900), data.frame(
    id = 1, drug = c("a", "a", "b", "a"), start = c(0, 499, 500, 500), stop = c(400, 500, NA, 600)
  ))
  again <- audit_periods(again, gap = period_gap("a", "b"))
  compare("a until the switch", again$left_out$reason, "no_days")
  own <- data.frame(id = c(1, 1, 2), period = c("x", "x", "y"), start = c(10, 100, -50), stop = c(50, 3000, 10))
  found <- as.data.frame(audit_periods(drug_cohort(), own))
  compare("days of one's own", paste(found$id, found$period, found$start, found$stop),
          c("1 x 10 50", "1 x 100 2000", "2 y -50 10"))
  table <- period_table(audit_periods(drug_cohort(), on = period_on("a"), gap = period_gap("a", "b")))
  compare("patients of the table", table$Patients, c("4", "1"))
  compare("years of the table", table$`Person-years`, c("7.67", "0.27")) # 2800 and 100 days
}

# 2008 has 29 February, 2009 has not; base R's own calendar says the others.
calendar_by_hand <- function() {
  last_day <- function(start, months) {
    cohort <- audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = "a", start = start), data_lock = "2049-12-31")
    as.character(as.data.frame(audit_periods(cohort, p = period_since("a", months)))$stop)
  }
  compare("a year from 29 February", last_day("2008-02-29", 12), "2009-02-28")
  compare("a month from 31 January", last_day("2009-01-31", 1), "2009-02-28")
  compare("a month from 31 January 2008", last_day("2008-01-31", 1), "2008-02-29")
  for (months in c(1, 7, 12, 25, 120)) {
    for (start in c("1999-12-05", "2000-02-28", "2011-07-14", "2023-11-30")) {
      from <- as.POSIXlt(start, tz = "UTC")
      from$mday <- min(from$mday, 28L)
      from$mon <- from$mon + months
      compare(paste(months, "months from", start), last_day(format(as.Date(start) - max(0, as.POSIXlt(start)$mday - 28)), months),
              format(as.Date(from)))
    }
  }
}

# A day is on the drug if a course, with those that follow within the grace, has
# start < day <= stop.
courses_day_by_day <- function() {
  set.seed(4)
  for (i in 1:40) {
    n <- sample(1:6, 1)
    start <- sample(0:300, n)
    courses <- data.frame(id = 1, drug = sample(c("a", "b"), n, TRUE), start = start,
                          stop = ifelse(stats::runif(n) < 0.2, NA, start + sample(0:120, n, TRUE)))
    grace <- sample(0:20, 1)
    end <- sample(50:400, 1)
    if (!any(courses$drug == "a" & courses$start <= end)) next
    cohort <- audit_cohort(data.frame(id = 1, follow_up_end = end), courses)
    found <- as.data.frame(audit_periods(cohort, p = period_on("a", grace = grace)))

    on <- rep(FALSE, 500)
    mine <- courses[courses$drug == "a" & courses$start <= end, ]
    mine$stop <- pmin(ifelse(is.na(mine$stop), end, mine$stop), end)
    mine <- mine[order(mine$start), ]
    for (k in seq_len(nrow(mine))) {
      if (mine$stop[k] > mine$start[k]) on[(mine$start[k] + 1):mine$stop[k]] <- TRUE
      reach <- max(mine$stop[seq_len(k)])
      later <- mine$start[mine$start > reach]
      if (length(later) > 0 && min(later) - reach <= grace) on[(reach + 1):min(later)] <- TRUE
    }
    days <- rep(FALSE, 500)
    for (k in seq_len(nrow(found))) days[(found$start[k] + 1):found$stop[k]] <- TRUE
    compare(paste("days that differ in history", i), sum(days != on), 0)
  }
}

# On a over days 101 to 400 and 431 to 500, followed to day 700: days 1 to 200, 201
# to 400 and 401 to 600.
spans_by_hand <- function() {
  cohort <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 700),
                         data.frame(id = 1, drug = c("a", "a", "b"), start = c(100, 430, 600), stop = c(400, 500, NA)))
  x <- periods_by_drug(cohort, c(1, 201, 401), c(200, 400, 600), names = c("first", "second", "third"))
  compare("periods", x$names, paste("a,", c("first", "second", "third")))
  ranges <- as.data.frame(x)
  compare("days", paste(ranges$start, ranges$stop), c("100 200", "200 400", "430 500"))
}
