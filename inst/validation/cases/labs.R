# The laboratory: criteria once more from their text, rules of several tests from
# their definition, courses by plain loops.

# CTCAE 5.0, values above a limit: multiples of the upper limit where the baseline
# was normal, of the baseline where it was not.
liver_of_ctcae <- function() {
  above <- list(
    alt = list(normal = c(1, 3, 5, 20), abnormal = c(1.5, 3, 5, 20), from = TRUE),
    ast = list(normal = c(1, 3, 5, 20), abnormal = c(1.5, 3, 5, 20), from = TRUE),
    bilirubin = list(normal = c(1, 1.5, 3, 10), abnormal = c(1, 1.5, 3, 10), from = FALSE),
    alp = list(normal = c(1, 2.5, 5, 20), abnormal = c(2, 2.5, 5, 20), from = TRUE),
    ggt = list(normal = c(1, 2.5, 5, 20), abnormal = c(2, 2.5, 5, 20), from = TRUE)
  )
  for (test in names(above)) {
    of <- above[[test]]
    unit <- if (test == "bilirubin") "umol/L" else "U/L"
    grades <- function(value, baseline) grade_labs(value, test, unit, ref_high = 40, baseline = baseline)$grade
    for (i in 1:4) {
      compare(sprintf("%s at and above cut %d of the limit", test, i), grades(40 * of$normal[i] * c(1, 1 + 1e-9), 39), c(i - 1, i))
      # Of most tests grade 1 begins at its multiple of the baseline, not above it.
      at <- if (i == 1 && of$from) i else i - 1
      compare(sprintf("%s at and above cut %d of the baseline", test, i), grades(60 * of$abnormal[i] * c(1, 1 + 1e-9), 60), c(at, i))
    }
  }
}

rules_of_ctcae <- function() {
  of <- function(version, direction) {
    rules <- grading_rules(version)
    rules <- rules[rules$test == "lymphocytes" & rules$direction == direction, ]
    rules[order(rules$grade), ]
  }
  for (version in c("ctcae-5.0", "ctcae-4.03")) {
    low <- of(version, "low")
    compare(paste("grades of low lymphocytes,", version), low$grade, 1:4)
    compare("below", low$factor, c(1, 0.8, 0.5, 0.2))
    compare("of", low$of, c("lln", "value", "value", "value"))
    compare("unit", unique(low$unit), "10^9/L")
  }
  high <- of("ctcae-5.0", "high")
  compare("high lymphocytes", c(high$grade, high$factor), c(2, 3, 4, 20))
  # The term for low lymphocytes is not in version 6.0; neutrophils have four cuts.
  got <- grade_labs(c(0.3, 2, 5), "lymphocytes", "10^9/L", ref_low = 1, rules = "ctcae-6.0")
  compare("lymphocytes by version 6.0", got$grade, c(NA, 0, 2))
  compare("why", as.character(got$reason), c("no_term", "graded", "graded"))
  compare("neutrophils by version 6.0", grade_labs(c(1.6, 1.4, 0.09), "ANC", "10^9/L", ref_low = 2, rules = "ctcae-6.0")$grade,
          c(0, 1, 4))
}

# Platelets: 1 below 100 twice, 2 once, 3 below 50, 4 with a normal one between.
# ALT and bilirubin, limits 40 and 20: 5 above three and two times, 6 at three
# times. Creatinine: 7 above 1.3 times its baseline, 8 at it.
composites_by_hand <- function() {
  labs <- rbind(
    data.frame(id = c(1, 1, 2, 3, 4, 4, 4), date = c(10, 11, 10, 10, 10, 12, 20), test = "platelets",
               value = c(90, 95, 90, 45, 90, 120, 95), unit = "10^9/L", ref_low = 150, ref_high = 400),
    data.frame(id = c(5, 5, 6, 6), date = 10, test = c("alt", "bilirubin"), value = c(121, 41, 120, 41),
               unit = c("U/L", "umol/L"), ref_low = NA, ref_high = c(40, 20)),
    data.frame(id = c(7, 7, 8, 8), date = c(0, 30), test = "creatinine", value = c(80, 105, 80, 104), unit = "umol/L",
               ref_low = 50, ref_high = 100)
  )
  cohort <- audit_cohort(data.frame(id = 1:8), data.frame(id = 1:8, drug = "a", start = 0), labs = labs, data_lock = 1000)
  periods <- audit_periods(cohort, on = period_on("a"))
  itp <- lab_any(lab_rule(platelets = "< 100", persist = 1, name = "confirmed"), lab_rule(platelets = "< 50", name = "severe"),
                 name = "low platelets")
  rules <- c(list(itp), lab_definitions("itp"), lab_definitions("hys_law"), lab_definitions("nephropathy"))
  x <- audit_labs(cohort, periods, composites = rules)
  # A patient with one low count alone is not known to have had a confirmed one.
  compare("patients known", x$patients[x$outcome == "low platelets" & x$measure == "proportion"], 3)
  courses <- lab_courses(x)
  whose <- function(outcome) as.numeric(as.character(courses$id[courses$outcome == outcome]))
  compare("low platelets", whose("low platelets"), c(1, 3))
  compare("as the definition of the package", whose("platelets of immune thrombocytopenia"), c(1, 3))
  compare("Hy's law", whose("Hy's law"), 5)
  compare("creatinine", whose("creatinine 30 % above baseline"), 7)
}

# Antibodies on day 50: six months later is day 232 on a clock of numbers.
sequence_by_hand <- function() {
  day <- c(232, 233, 50)
  labs <- rbind(
    data.frame(id = 1:3, date = 50, test = "tpo_ab", value = 100, unit = "IU/mL", ref_low = NA, ref_high = 60),
    data.frame(id = 1:3, date = day, test = "tsh", value = 12, unit = "mU/L", ref_low = 0.4, ref_high = 4),
    data.frame(id = 1:3, date = day, test = "ft4", value = 8, unit = "pmol/L", ref_low = 9, ref_high = 22)
  )
  cohort <- audit_cohort(data.frame(id = 1:3), data.frame(id = 1:3, drug = "a", start = 0), labs = labs, data_lock = 1000)
  both <- lab_sequence(lab_rule(tpo_ab = "high", name = "antibodies"), lab_rule(tsh = "high", ft4 = "low", name = "low thyroid"),
                       months = 6, name = "both")
  courses <- lab_courses(audit_labs(cohort, audit_periods(cohort, on = period_on("a")), composites = list(both)))
  courses <- courses[courses$outcome == "both", ]
  compare("whose", as.character(courses$id), "1")
  compare("days", c(courses$first_onset, courses$onset), c(50, 232))
}

thyroid_class <- function(tsh, ft4, ft3) {
  tsh_state <- if (tsh > 4) "high" else if (tsh < 0.4) "low" else "normal"
  t4 <- if (is.na(ft4)) "unknown" else if (ft4 > 22) "high" else if (ft4 < 9) "low" else "normal"
  if (tsh_state == "normal") return("none")
  open <- "abnormal TSH without free T4 to judge it by"
  if (tsh_state == "high") {
    return(switch(t4, low = "overt hypothyroidism", normal = "subclinical hypothyroidism", unknown = open, "none"))
  }
  if (t4 == "high" || ft3 %in% 8) return("overt hyperthyroidism")
  switch(t4, normal = "subclinical hyperthyroidism", unknown = open, "none")
}

# A patient for each combination of low, normal, high and missing hormones.
thyroid_by_definition <- function() {
  grid <- expand.grid(tsh = c(0.1, 0.4, 2, 4, 12), ft4 = c(8, 9, 15, 22, 30, NA), ft3 = c(5, 8, NA))
  n <- nrow(grid)
  tests <- list(tsh = list("mU/L", 0.4, 4), ft4 = list("pmol/L", 9, 22), ft3 = list("pmol/L", 3, 7))
  labs <- do.call(rbind, lapply(names(tests), function(test) {
    of <- tests[[test]]
    data.frame(id = seq_len(n), date = 30, test = test, value = grid[[test]], unit = of[[1]], ref_low = of[[2]], ref_high = of[[3]])
  }))
  labs <- labs[!is.na(labs$value), ]
  cohort <- audit_cohort(data.frame(id = seq_len(n)), data.frame(id = seq_len(n), drug = "a", start = 0), labs = labs, data_lock = 100)
  rules <- lab_definitions("thyroid")
  courses <- lab_courses(audit_labs(cohort, audit_periods(cohort, on = period_on("a")), composites = rules))
  courses <- courses[courses$outcome %in% vapply(rules, `[[`, "", "name"), ]
  compare("one class at most", anyDuplicated(courses$id), 0)
  got <- as.character(courses$outcome)[match(seq_len(n), courses$id)]
  wanted <- mapply(thyroid_class, grid$tsh, grid$ft4, grid$ft3)
  compare("class of each combination", ifelse(is.na(got), "none", got), wanted)
}

# Random tests of lymphocytes of twelve patients on a drug over (50, 150] and (200,
# 300], graded and followed by plain loops.
random_labs <- function() {
  data.frame(id = sample(12, 180, TRUE), date = sample(0:400, 180, TRUE), test = "lymphocytes",
             value = round(stats::runif(180, 0.1, 2), 2), unit = "10^9/L", ref_low = sample(c(1, 1.1, NA), 180, TRUE, c(6, 6, 1)))
}

labs_cohort <- function(labs) {
  audit_cohort(data.frame(id = 1:12, follow_up_start = 0, follow_up_end = 350 + 1:12, sex = rep(c("F", "M"), 6)),
               data.frame(id = rep(1:12, each = 2), drug = "a", start = c(50, 200), stop = c(150, 300)), labs = labs)
}

# Whether there is any grade is decided whatever the value where there is a limit, and a
# grade of 2 or more everywhere: without the limit NA, though the value may be low.
plain_grades <- function(labs, limit = labs$ref_low) {
  cut <- ifelse(labs$value < 0.2, 4, ifelse(labs$value < 0.5, 3, ifelse(labs$value < 0.8, 2, NA)))
  ifelse(is.na(limit), NA, ifelse(!is.na(cut), cut, as.numeric(labs$value < limit)))
}

# Of one patient, the worst grade and lowest graded value of each day.
plain_days <- function(labs, last) {
  labs <- labs[labs$date <= last & !is.na(labs$grade), ]
  days <- sort(unique(labs$date))
  data.frame(day = days, grade = vapply(days, function(day) max(labs$grade[labs$date == day]), 0),
             value = vapply(days, function(day) min(labs$value[labs$date == day]), 0))
}

# Recovered once k normal days follow each other.
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

# Of the last day up to day 50 the tests whose limit is known or not; and of one patient the
# least and the most grade that it, or the worst of the period, can be.
last_before <- function(labs) {
  before <- labs[labs$date <= 50, ]
  before[before$date == max(before$date, -1), ]
}

in_period <- function(labs) labs[(labs$date > 50 & labs$date <= 150) | (labs$date > 200 & labs$date <= 300), ]

worst_can_be <- function(labs) {
  if (nrow(labs) == 0) return(c(NA, NA))
  limit <- function(unknown) ifelse(is.na(labs$ref_low), unknown, labs$ref_low)
  c(max(plain_grades(labs, limit(0))), max(plain_grades(labs, limit(Inf))))
}

# New is what comes after a last day whose tests all have a limit and are normal, or none.
was_normal <- function(labs) {
  last <- last_before(labs)
  !anyNA(last$ref_low) && all(last$grade == 0)
}

courses_by_loops <- function() {
  set.seed(1)
  term <- "lymphocyte count decreased"
  for (i in 1:8) {
    labs <- random_labs()
    cohort <- labs_cohort(labs)
    k <- 1 + i %% 2
    audited <- audit_labs(cohort, audit_periods(cohort, A = period_on("a")), recovery = k)
    labs$grade <- plain_grades(labs)
    plain <- lapply(1:12, function(id) plain_course(plain_days(labs[labs$id == id, ], 350 + id), k))
    all_tests <- transform(labs, grade = plain_grades(labs, rep(1, nrow(labs))))
    high <- vapply(1:12, function(id) plain_course(plain_days(all_tests[labs$id == id, ], 350 + id), k)$worst > 2, NA)
    of <- function(name) vapply(plain, function(course) as.numeric(course[[name]]), 0)
    got <- lab_courses(audited)
    got <- got[got$outcome == term, ]
    had <- which(!is.na(of("onset")))
    item <- function(what) sprintf("%s in sample %d", what, i)
    compare(item("who"), as.numeric(as.character(got$id)), had)
    for (name in c("onset", "normal", "nadir", "last_held", "recovered")) {
      compare(item(name), as.numeric(got[[name]]) + 50, of(name)[had])
    }
    compare(item("value at the nadir"), got$nadir_value, of("nadir_value")[had])
    x <- as.data.frame(audited)
    count <- function(measure, column, outcome = term) x[[column]][x$outcome == outcome & x$measure == measure]
    known <- !is.na(of("worst"))
    prevalent <- of("baseline") %in% 1:4
    fresh <- known & vapply(1:12, function(id) was_normal(labs[labs$id == id, ]), NA)
    compare(item("any grade"), count("proportion", "with_event"), sum(of("worst")[known] > 0))
    compare(item("grade 3 or 4"), count("proportion", "with_event", paste0(term, ", grade 3 or 4")), sum(high, na.rm = TRUE))
    compare(item("at baseline"), count("baseline", "with_event"), sum(prevalent))
    compare(item("new"), c(count("incident", "with_event"), count("incident", "patients")),
            c(sum(fresh & !is.na(of("onset"))), sum(fresh)))
    compare(item("recovered"), count("recovered", "with_event"), sum(!is.na(of("recovered"))))
    at_risk <- ifelse(is.na(of("onset")), 200, ifelse(of("onset") <= 150, of("onset") - 50, of("onset") - 100))
    compare(item("days to the first"), count("first_event_rate", "exposure") * 365.25, sum(at_risk[fresh]))
  }
}

shifts_by_loops <- function() {
  set.seed(7)
  labs <- random_labs()
  cohort <- labs_cohort(labs)
  x <- as.data.frame(audit_lab_shifts(cohort, audit_periods(cohort, A = period_on("a")), by = "sex"))
  x <- x[x$outcome == "lymphocyte count decreased", ]
  can_be <- function(of) t(vapply(1:12, function(id) as.numeric(worst_can_be(of(labs[labs$id == id, ]))), numeric(2)))
  base <- can_be(last_before)
  worst <- can_be(in_period)
  plain <- data.frame(sex = rep(c("F", "M"), 6), baseline = ifelse((base[, 1] == base[, 2]) %in% TRUE, base[, 1], "not known"),
                      least = worst[, 1], most = worst[, 2],
                      counts = vapply(1:12, function(id) !anyNA(in_period(labs[labs$id == id, ])$ref_low), NA))
  plain <- plain[!is.na(plain$least), ]
  unknown <- x$measure == "shift_unknown"
  open <- plain$baseline %in% plain$baseline[!plain$counts | plain$least != plain$most]
  compare("worst grade not known", sum(x$with_event[unknown]), sum(plain$least != plain$most))
  compare("grades at baseline with bounds", sort(unique(as.character(x$baseline[unknown]))), sort(unique(plain$baseline[open])))
  x <- x[!unknown, ]
  compare("patients of the estimates", sum(x$with_event[x$measure == "shift"]), sum(plain$counts))
  for (i in seq_len(nrow(x))) {
    of <- plain$sex == x$sex[i] & plain$baseline == as.character(x$baseline[i])
    grade <- as.numeric(as.character(x$worst[i]))
    had <- switch(x$measure[i], shift = plain$least == grade & plain$counts, least_shift = plain$least == grade & plain$most == grade,
                  most_shift = plain$least <= grade & plain$most >= grade)
    if (x$measure[i] == "shift") of <- of & plain$counts
    compare(sprintf("%s, %s, %s to %s", x$sex[i], x$measure[i], x$baseline[i], x$worst[i]), c(x$patients[i], x$with_event[i]),
            c(sum(of), sum(of & had)))
  }
}

series_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = 1:2), data.frame(id = 1:2, drug = "a", start = c(100, 50)),
    labs = data.frame(id = c(1, 1, 1, 2, 2), date = c(60, 130, 131, 50, 80), test = "hb", value = c("13", "12", "1", "<50", "130"),
                      unit = c("g/dL", "g/dL", NA, "g/L", "g/L"), ref_low = c(13, 13, 1, 130, 130)),
    data_lock = 999
  )
  x <- lab_series(cohort, "haemoglobin", "a", months = c(-1, 12))
  # Day 60 is more than a month before the start; a value without a unit has none.
  compare("whose", as.character(x$id), c("1", "2", "2"))
  compare("day", x$day, c(30, 0, 30))
  compare("month", x$month, c(1, 0, 1))
  compare("in g/L", x$value, c(120, 50, 130))
  compare("below a bound", x$censored, c(NA, "below", NA))
  compare("lower limit in g/L", x$ref_low, c(130, 130, 130))
}
