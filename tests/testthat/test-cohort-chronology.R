# By hand: what no life has.
lives <- function(patients, ..., drug_start = "2010-01-01", lock = "2011-12-31") {
  audit_cohort(patients, data.frame(id = patients$id, drug = "a", start = drug_start), ..., data_lock = lock)
}
problems <- function(cohort) as.data.frame(findings(cohort))[c("table", "row", "problem", "value")]
finding <- function(table, row, problem, value) data.frame(table = table, row = as.integer(row), problem = problem, value = value)

test_that("a birth in the future is listed, and gives no age", {
  patients <- data.frame(id = 1:3, birth = c("1980-01-01", "1985-01-01", "2079-01-01"))
  cohort <- lives(patients)
  expect_equal(problems(cohort), finding("patients", 3, "born_after_follow_up", "2079-01-01"))
  age <- as.data.frame(audit_baseline(cohort))
  age <- age[age$outcome == "age", ]
  expect_equal(age$with_event[age$measure == "missing"], 1)
  expect_true(all(age$estimate[age$measure != "missing"] > 24))
})

test_that("onsets, records and follow-up against the birth", {
  patients <- data.frame(id = 1:4, birth = c("1980-01-01", "1990-05-05", "1890-01-01", NA), onset = c("1979-12-31", "2012-01-01", NA, "1915-01-01"),
                         follow_up_start = c("1979-06-01", NA, "1900-01-01", "1899-12-31"))
  relapses <- data.frame(id = c(2, 2, 1), onset = c("1990-05-05", "1990-05-04", "2010-06-01"))
  expect_equal(problems(lives(patients, relapses = relapses)), rbind(
    finding("patients", 1, c("followed_before_birth", "onset_before_birth"), c("1979-06-01", "1979-12-31")),
    finding("patients", 2, "onset_after_follow_up", "2012-01-01"),
    finding("patients", 3, c("long_follow_up", "old_age"), c("1900-01-01", "1890-01-01")),
    finding("patients", 4, c("long_disease", "long_follow_up"), c("1915-01-01", "1899-12-31")),
    finding("relapses", 2, "before_birth", "onset, 1990-05-04")
  ))
  set.seed(1)
  shuffled <- lives(patients[sample(4), ], relapses = relapses[sample(3), ])
  of <- function(x) sort(paste(x$table, x$problem, x$value))
  expect_identical(of(problems(shuffled)), of(problems(lives(patients, relapses = relapses))))
})

test_that("a treatment in 1900 and a comparison with a scan of 1899 are listed, the last of 1949 too", {
  cohort <- lives(data.frame(id = 1:3), drug_start = c("1900-01-01", "1949-12-31", "1950-01-01"))
  expect_equal(problems(cohort), finding("treatments", 1:2, "before_1950", c("start, 1900-01-01", "start, 1949-12-31")))
  mri <- data.frame(id = 1, date = "2010-06-01", compare_date = "1899-12-30", new_t2 = 1)
  expect_equal(problems(lives(data.frame(id = 1), mri = mri)), finding("mri", 1, "before_1950", "compare_date, 1899-12-30"))
  numbers <- audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = "a", start = -20000), data_lock = 10)
  expect_equal(nrow(findings(numbers)), 0)
  # 70 years are 25567.5 days.
  starts <- c(0, 25566, 25567)
  long <- audit_cohort(data.frame(id = 1:3, follow_up_start = starts), data.frame(id = 1:3, drug = "a", start = starts), data_lock = 25567 + 25567)
  expect_equal(problems(long), finding(rep(c("patients", "treatments"), each = 2), c(1, 2, 1, 2), "long_follow_up",
                                       c("0", "25566", "start, 0", "start, 25566")))
  # The end of the data slipped by a hundred years.
  slip <- lives(data.frame(id = 1), lock = "2111-12-31")
  expect_equal(problems(slip), finding("treatments", 1, "long_follow_up", "start, 2010-01-01"))
})

test_that("the limits of lengths are just passed or not", {
  days <- function(years) ceiling(years * 365.25)
  of <- function(birth) findings(audit_cohort(data.frame(id = 1, birth = birth), data.frame(id = 1, drug = "a", start = 1e5), data_lock = 1e5))$problem
  expect_equal(of(1e5 - days(110)), "old_age")
  expect_equal(of(1e5 - days(110) + 1), character())
})

test_that("a day that stands for none is an error that says to make it missing", {
  cohort <- function(stop) audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = "a", start = "2010-01-01", stop = stop), data_lock = "2011-01-01")
  expect_error(cohort("9999-12-31"), "make it missing, NA\\), not \"9999-12-31\", at row 1", class = "msaudit_data_error")
  expect_error(cohort(as.Date("9999-12-31")), "make it missing, NA", class = "msaudit_data_error")
  expect_error(cohort("0201-05-03"), "from 1800 to 2200, not", class = "msaudit_data_error")
})

# By hand: what other registries call a column.
test_that("columns under the names that others give them are doubted", {
  without <- small_tables()
  without$treatments <- without$treatments[1, setdiff(names(without$treatments), "stop")]
  without$patients$sex <- NULL
  doubted <- function(table, names) {
    without[[table]][names] <- NA
    found <- as.data.frame(findings(do.call(audit_cohort, without)))
    expect_true(all(found$problem == "unknown_column"), label = toString(names))
    sub(".*if it is `([a-z_0-9]+)`.*", "\\1", found$done)
  }
  for (name in c("stop_date", "STOP", "EndDate", "date of stop", "drug_end_date", "enddate", "discontinuation.date")) {
    expect_equal(doubted("treatments", name), "stop", label = name)
  }
  expect_equal(doubted("patients", c("dob", "Gender", "last_visit", "Date of death")), c("birth", "sex", "follow_up_end", "death"))
  expect_equal(doubted("labs", "Units"), character())
  for (name in c("reason_start", "weight", "birth_weight", "onset_age", "dose", "note", "stopwatch")) {
    expect_equal(c(doubted("patients", name), doubted("treatments", name)), character(), label = name)
  }
  names(without$treatments)[3] <- "date_begin"
  expect_error(do.call(audit_cohort, without), "did you mean `date_begin`", class = "msaudit_data_error")
  names(without$treatments)[3] <- "start"
  names(without$relapses)[2] <- "Relapse Date"
  names(without$mri)[2] <- "mri_date"
  error <- expect_error(do.call(audit_cohort, without), class = "msaudit_data_error")
  expect_match(conditionMessage(error), "did you mean `Relapse Date`.*did you mean `mri_date`")
})

test_that("days that stand for none, deaths and ends that cannot be are found", {
  found <- function(patients = list(), ...) {
    cohort <- audit_cohort(as.data.frame(c(id = 1, patients)), data.frame(id = 1, drug = "a", start = "2010-01-01"), ...,
                           data_lock = "2011-01-01")
    findings(cohort)$problem
  }
  for (birth in c("1900-01-01", "1899-12-30")) expect_equal(found(list(birth = birth)), "old_age")
  expect_equal(found(list(birth = "1901-01-02")), character())
  for (death in c("1900-01-01", "1899-12-31")) expect_true("ended_before_1950" %in% found(list(death = death)))
  relapse <- data.frame(id = 1, onset = "2010-02-01", end = "2099-12-31")
  expect_equal(found(relapses = relapse), "end_after_follow_up")
  expect_equal(found(relapses = transform(relapse, end = "2010-03-01")), character())
})
