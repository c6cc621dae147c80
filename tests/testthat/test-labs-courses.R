# Random tests of lymphocytes of some patients on a drug, graded and followed by plain
# loops that share nothing with the package.
random_labs <- function(seed, n = 12) {
  set.seed(seed)
  rows <- n * 15
  data.frame(id = sample(n, rows, TRUE), date = sample(0:400, rows, TRUE), test = "lymphocytes",
             value = round(stats::runif(rows, 0.1, 2), 2), unit = "10^9/L", ref_low = sample(c(1, 1.1, NA), rows, TRUE, c(6, 6, 1)))
}

random_cohort <- function(labs, n = 12) {
  patients <- data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = 350 + seq_len(n), sex = rep(c("F", "M"), length.out = n))
  audit_cohort(patients, data.frame(id = rep(seq_len(n), each = 2), drug = "a", start = c(50, 200), stop = c(150, 300)), labs = labs)
}

plain_grades <- function(labs) {
  cut <- ifelse(labs$value < 0.2, 4, ifelse(labs$value < 0.5, 3, ifelse(labs$value < 0.8, 2, NA)))
  ifelse(!is.na(cut), cut, ifelse(is.na(labs$ref_low), NA, as.numeric(labs$value < labs$ref_low)))
}

# Of one patient, the worst grade and lowest graded value of each day.
plain_days <- function(labs, last) {
  labs <- labs[labs$date <= last & !is.na(labs$grade), ]
  days <- sort(unique(labs$date))
  data.frame(day = days, grade = vapply(days, function(day) max(labs$grade[labs$date == day]), 0),
             value = vapply(days, function(day) min(labs$value[labs$date == day]), 0))
}

plain_course <- function(days, k) {
  within <- (days$day > 50 & days$day <= 150) | (days$day > 200 & days$day <= 300)
  out <- list(worst = if (any(within)) max(days$grade[within]) else NA,
              baseline = if (any(days$day <= 50)) utils::tail(days$grade[days$day <= 50], 1) else NA,
              onset = NA, normal = NA, nadir = NA, nadir_value = NA, last_held = NA, recovered = NA)
  at <- which(within & days$grade > 0)
  if (length(at) == 0) return(out)
  at <- at[1]
  out$onset <- days$day[at]
  before <- days[seq_len(at - 1), ]
  if (any(before$grade == 0)) out$normal <- max(before$day[before$grade == 0])
  after <- days[at:nrow(days), ]
  normal <- after$grade == 0
  begins <- which(vapply(seq_along(normal), function(i) i + k - 1 <= length(normal) && all(normal[i:(i + k - 1)]), NA))
  if (length(begins) > 0) {
    out$recovered <- after$day[begins[1]]
    after <- after[seq_len(begins[1] - 1), ]
  }
  abnormal <- after[after$grade > 0, ]
  out$last_held <- max(abnormal$day)
  out$nadir_value <- min(abnormal$value)
  out$nadir <- abnormal$day[which.min(abnormal$value)]
  out
}

term <- "lymphocyte count decreased"
measured <- function(x, measure, outcome = term) as.data.frame(x)[x$outcome == outcome & x$measure == measure, ]

test_that("courses are those of plain loops, whatever the recovery asked for", {
  for (seed in 1:6) for (k in 1:2) {
    labs <- random_labs(seed)
    cohort <- random_cohort(labs)
    x <- audit_labs(cohort, audit_periods(cohort, A = period_on("a")), recovery = k)
    labs$grade <- plain_grades(labs)
    plain <- lapply(1:12, function(id) plain_course(plain_days(labs[labs$id == id, ], 350 + id), k))
    of <- function(name) vapply(plain, function(course) as.numeric(course[[name]]), 0)
    got <- lab_courses(x)
    got <- got[got$outcome == term, ]
    had <- which(!is.na(of("onset")))
    expect_equal(got$id, had)
    for (name in c("onset", "normal", "nadir", "last_held", "recovered")) {
      expect_equal(as.numeric(got[[name]]) + 50, of(name)[had], info = paste(name, seed, k))
    }
    expect_equal(got$nadir_value, of("nadir_value")[had])
    expect_equal(as.numeric(got$grade), of("worst")[had])
    known <- !is.na(of("worst"))
    prevalent <- of("baseline") %in% 1:4
    expect_equal(measured(x, "proportion")$with_event, sum(of("worst")[known] > 0))
    expect_equal(measured(x, "proportion", paste0(term, ", grade 3 or 4"))$with_event, sum(of("worst")[known] > 2))
    expect_equal(measured(x, "baseline")$with_event, sum(prevalent))
    expect_equal(measured(x, "baseline")$patients, sum(!is.na(of("baseline"))))
    expect_equal(measured(x, "incident")$patients, sum(known & !prevalent))
    expect_equal(measured(x, "incident")$with_event, sum(known & !prevalent & !is.na(of("onset"))))
    expect_equal(measured(x, "recovered")$with_event, sum(!is.na(of("recovered"))))
    at_risk <- function(onset) if (is.na(onset)) 200 else if (onset <= 150) onset - 50 else onset - 100
    years <- sum(vapply(of("onset")[known & !prevalent], at_risk, 0)) / 365.25
    rate <- measured(x, "first_event_rate")
    expect_equal(rate$exposure, years)
    expect_equal(rate$estimate, 100 * rate$with_event / years)
    expect_equal(rate$conf_high, 100 * stats::qgamma(0.975, rate$with_event + 1) / years)
  }
})

test_that("a shift table holds the grades at baseline and the worst after it", {
  labs <- random_labs(7)
  cohort <- random_cohort(labs)
  x <- audit_lab_shifts(cohort, audit_periods(cohort, A = period_on("a")), by = "sex")
  labs$grade <- plain_grades(labs)
  plain <- do.call(rbind, lapply(1:12, function(id) {
    course <- plain_course(plain_days(labs[labs$id == id, ], 350 + id), 1)
    data.frame(sex = if (id %% 2 == 1) "F" else "M", baseline = ifelse(is.na(course$baseline), "not known", course$baseline), worst = course$worst)
  }))
  plain <- plain[!is.na(plain$worst), ]
  got <- as.data.frame(x)[x$outcome == term, ]
  expect_equal(sum(got$with_event), nrow(plain))
  for (i in seq_len(nrow(got))) {
    of <- plain$sex == got$sex[i] & plain$baseline == as.character(got$baseline[i])
    expect_equal(got$patients[i], sum(of))
    expect_equal(got$with_event[i], sum(of & plain$worst == as.numeric(as.character(got$worst[i]))))
  }
  expect_lte(max(nchar(capture.output(print(x)))), 80)
  empty <- audit_lab_shifts(random_cohort(transform(labs[1:2, ], test = "sugar")), audit_periods(cohort, A = period_on("a")))
  expect_equal(nrow(empty), 0)
  expect_match(capture.output(print(empty)), "No test has a name", all = FALSE)
})

alt_cohort <- function(...) {
  labs <- data.frame(id = c(1, 1, 2, 2, 3), date = c(0, 60, 10, 60, 60), test = "ALT", value = c(60, 130, 30, 130, 130),
                     unit = "U/L", ref_high = 40, ...)
  audit_cohort(data.frame(id = 1:3), data.frame(id = 1:3, drug = c("a", "a", "a"), start = 10), labs = labs, data_lock = 500)
}

test_that("a grade that is a multiple of the baseline has that of each patient and period", {
  cohort <- alt_cohort()
  periods <- audit_periods(cohort, A = period_on("a"), after = period_since("a", c(6, 12)))
  x <- audit_labs(cohort, periods)
  courses <- lab_courses(x)
  # A baseline of 60 is high: 130 is above 1.5 and below 3 times it. 30 is normal:
  # above 3 times the limit. Without one it is taken as normal, and counted.
  expect_equal(courses$grade, c(1, 2, 2))
  expect_equal(courses$baseline, c(1, 0, NA))
  ungraded <- definition(x)$ungraded
  expect_equal(ungraded$reason, "no_baseline")
  expect_equal(as.character(ungraded$period), "A")
  expect_equal(ungraded$tests, 1)
  expect_equal(definition(x)$no_baseline$patients, 1L)
  old <- audit_labs(cohort, periods, rules = "ctcae-4.03")
  expect_equal(lab_courses(old)$grade, c(2, 2, 2))
  text <- gsub(" +", " ", paste(capture.output(print(x)), collapse = " "))
  expect_match(text, "taken as not known to be abnormal then: up to 1 patient")
  expect_match(text, "after Nobody was tested")
})

test_that("units that are not understood are findings of the audit", {
  cohort <- alt_cohort()
  expect_equal(nrow(findings(audit_labs(cohort, audit_periods(cohort, A = period_on("a"))))), 0)
  labs <- data.frame(id = 1, date = c(60, 70, 80), test = c("ALT", "ALT", "sugar"), value = 1, unit = c("mg", NA, "mg"))
  cohort <- audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = "a", start = 10), labs = labs, data_lock = 500)
  found <- findings(audit_labs(cohort, audit_periods(cohort, A = period_on("a"))))
  expect_equal(found$problem, c("unknown_unit", "missing_unit"))
  expect_equal(found$value, c("mg", NA))
  expect_equal(found$row, 1:2)
})

test_that("a version without a term for a test says so", {
  cohort <- random_cohort(random_labs(8))
  x <- audit_labs(cohort, audit_periods(cohort, A = period_on("a")), rules = "ctcae-6.0")
  expect_equal(definition(x)$no_terms, term)
  expect_false(term %in% x$outcome)
  expect_match(capture.output(print(x)), "CTCAE 6.0 has no term for: lymphocyte count decreased", all = FALSE)
})

test_that("courses are asked of a result of a cohort alone", {
  x <- audit_labs(0.4, "lymphocytes", "10^9/L", ref_low = 1, id = 1)
  expect_error(lab_courses(x), class = "msaudit_argument_error")
  expect_error(lab_courses(1), class = "msaudit_argument_error")
  cohort <- alt_cohort()
  periods <- audit_periods(cohort, A = period_on("a"))
  for (recovery in list(0, 1.5, "1", NA)) {
    expect_error(audit_labs(cohort, periods, recovery = recovery), class = "msaudit_argument_error")
  }
})
