# Limits of the laboratory that are known of some tests alone. The witness is written
# here in plain R: it replaces each missing limit by every one that matters, and grades,
# follows and counts by the criteria's text.

term <- "lymphocyte count decreased"

# A few patients with few tests, so that all completions can be gone through. Low
# values have grade 2 to 4 whatever the limit, the others 0 or 1. `after`: how many.
mixed_labs <- function(seed, n = 4, missing = 0.4, after = 3) {
  set.seed(seed)
  date <- function() c(sample(1:9, sample(0:2, 1)), sort(sample(11:90, sample(after, 1))))
  days <- replicate(n, date(), simplify = FALSE)
  rows <- length(unlist(days))
  labs <- data.frame(id = rep(seq_len(n), lengths(days)), date = unlist(days), test = "lymphocytes",
                     value = sample(c(0.1, 0.4, 0.7, 0.9, 1.2, 2), rows, TRUE), unit = "10^9/L", ref_low = 1)
  labs$ref_low[sample(rows, min(5, stats::rbinom(1, rows, missing)))] <- NA
  labs
}

mixed_cohort <- function(labs, n = 4) {
  patients <- data.frame(id = seq_len(n), sex = rep(c("F", "M"), length.out = n))
  audit_cohort(patients, data.frame(id = seq_len(n), drug = "a", start = 10, stop = 60), labs = labs, data_lock = 80)
}

# Below 0.8 is grade 2 or more by the criteria; a limit of 0.01 lets no other value be low,
# one of 5 each.
plain_grade <- function(value, low) ifelse(value < 0.2, 4, ifelse(value < 0.5, 3, ifelse(value < 0.8, 2, ifelse(value < low, 1, 0))))

completions <- function(labs) {
  open <- which(is.na(labs$ref_low))
  all <- if (length(open) == 0) matrix(0, 1, 0) else as.matrix(expand.grid(rep(list(c(0.01, 5)), length(open))))
  lapply(seq_len(nrow(all)), function(i) {
    labs$ref_low[open] <- all[i, ]
    transform(labs, grade = plain_grade(value, ref_low))
  })
}

# Of one patient whose limits are all known. Days after 10 to 60 are of the period.
plain_patient <- function(labs, k) {
  labs <- labs[order(labs$date), ]
  worst <- function(of) if (any(of)) max(labs$grade[of]) else NA
  within <- labs$date > 10 & labs$date <= 60
  before <- labs$date <= 10
  base <- if (any(before)) worst(labs$date == max(labs$date[before])) else NA
  days <- unique(labs$date)
  grade <- vapply(days, function(day) worst(labs$date == day), 0)
  had <- which(days > 10 & days <= 60 & grade > 0)
  over <- NA
  if (length(had) > 0) {
    after <- grade[days > days[had[1]] & days <= 80] == 0
    over <- any(vapply(seq_along(after), function(i) i + k - 1 <= length(after) && all(after[i:(i + k - 1)]), NA))
  }
  near <- days >= 33 & days <= 54
  away <- abs(days - 40)
  at <- if (any(near)) grade[near][order(away[near], -days[near])[1]] else NA
  c(worst = worst(within), base = base, over = over, landmark = at)
}

plain_shares <- function(labs, k, n = 4) {
  found <- as.data.frame(t(vapply(seq_len(n), function(id) plain_patient(labs[labs$id == id, ], k), numeric(4))))
  share <- function(yes, of) c(sum(yes & of, na.rm = TRUE), sum(of, na.rm = TRUE))
  tested <- !is.na(found$worst)
  list(proportion = share(found$worst > 0, tested), two = share(found$worst > 1, tested), severe = share(found$worst > 2, tested),
       baseline = share(found$base > 0, !is.na(found$base)), incident = share(found$worst > 0, tested & !found$base %in% 1:4),
       recovered = share(found$over, !is.na(found$over)), landmark = share(found$landmark > 0, !is.na(found$landmark)),
       courses = found)
}

share_of <- function(x, outcome, measure) {
  row <- x[x$outcome == outcome & x$measure == measure, ]
  if (nrow(row) == 0) NULL else c(row$with_event, row$patients)
}

ratio <- function(x) if (x[2] == 0) NA else x[1] / x[2]

range_or_na <- function(x) if (all(is.na(x))) c(NA_real_, NA_real_) else range(x, na.rm = TRUE)

test_that("every completion of the limits lies between the bounds, and is the estimate where there are none", {
  outcomes <- c(proportion = "", two = ", grade 2 or more", severe = ", grade 3 or 4", baseline = "", incident = "", recovered = "",
                landmark = "")
  reached <- list()
  for (seed in 1:30) {
    labs <- mixed_labs(seed)
    k <- 1 + seed %% 2
    cohort <- mixed_cohort(labs)
    x <- as.data.frame(audit_labs(cohort, audit_periods(cohort, A = period_on("a")), landmark = 1, recovery = k))
    truth <- lapply(completions(labs), plain_shares, k = k)
    for (what in names(outcomes)) {
      measure <- if (what %in% c("two", "severe")) "proportion" else what
      outcome <- paste0(term, outcomes[[what]])
      known <- share_of(x, outcome, measure)
      if (is.null(known)) next
      least <- share_of(x, outcome, paste0("least_", measure))
      most <- share_of(x, outcome, paste0("most_", measure))
      shares <- lapply(truth, `[[`, what)
      if (is.null(least)) {
        expect_equal(unique(shares), list(known), info = paste(seed, what))
        next
      }
      at <- vapply(shares, ratio, 0)
      # The bounds are reached, so that none is wider than it must be; of a landmark and of
      # recovery by the same completions as here.
      expect_equal(c(ratio(least), ratio(most)), range_or_na(at), info = paste(seed, what))
      reached[[what]] <- c(reached[[what]], seed)
    }
  }
  expect_gt(min(lengths(reached[c("proportion", "baseline", "incident", "recovered", "landmark")])), 5)
  expect_null(reached$severe)
})

test_that("a cell of the shift table is what each completion makes it", {
  open <- 0
  for (seed in 41:60) {
    labs <- mixed_labs(seed, missing = 0.5)
    cohort <- mixed_cohort(labs)
    x <- as.data.frame(audit_lab_shifts(cohort, audit_periods(cohort, A = period_on("a"))))
    x <- x[x$outcome == term, ]
    truth <- lapply(completions(labs), function(labs) plain_shares(labs, 1)$courses)
    before <- vapply(seq_len(4), function(id) {
      can <- unique(vapply(truth, function(all) all$base[id], 0))
      if (length(can) == 1 && !is.na(can)) as.character(can) else "not known"
    }, "")
    tested <- !is.na(truth[[1]]$worst)
    for (level in unique(before[tested])) {
      of <- tested & before == level
      for (worst in 0:4) {
        counts <- vapply(truth, function(all) sum(all$worst[of] == worst), 0L)
        got <- function(measure) {
          at <- x$measure == measure & x$baseline == level & x$worst == worst
          c(sum(x$with_event[at]), unique(x$patients[at]))
        }
        if (any(x$measure == "least_shift" & x$baseline == level)) {
          open <- open + 1
          expect_equal(c(got("least_shift")[1], got("most_shift")[1]), range(counts), info = paste(seed, level, worst))
        } else {
          expect_equal(unique(counts), got("shift")[1], info = paste(seed, level, worst))
        }
      }
    }
    unknown <- vapply(which(tested), function(id) length(unique(vapply(truth, function(all) all$worst[id], 0))) > 1, NA)
    expect_equal(sum(x$with_event[x$measure == "shift_unknown"]), sum(unknown), info = seed)
    # The estimate is of those all of whose tests have the limit.
    whole <- tapply(!is.na(labs$ref_low[labs$date > 10 & labs$date <= 60]), labs$id[labs$date > 10 & labs$date <= 60], all)
    all_of <- x[x$measure == "shift" & !duplicated(x[c("baseline", "measure")]), ]
    expect_equal(sum(all_of$patients), sum(whole), info = seed)
  }
  expect_gt(open, 50)
})

test_that("days of a course are those of the completions", {
  some <- 0
  for (seed in 71:90) {
    labs <- mixed_labs(seed, missing = 0.7, after = 5)
    cohort <- mixed_cohort(labs)
    courses <- lab_courses(audit_labs(cohort, audit_periods(cohort, A = period_on("a"))))
    courses <- courses[courses$outcome == term, ]
    for (i in seq_len(nrow(courses))) {
      days <- vapply(completions(labs[labs$id == courses$id[i], ]), function(labs) {
        grades <- tapply(labs$grade, labs$date, max)
        day <- as.numeric(names(grades))
        onset <- day[day > 10 & day <= 60 & grades > 0][1]
        over <- day[day > onset & day <= 80 & grades == 0][1]
        c(onset, over) - 10
      }, numeric(2))
      some <- some + (length(unique(days[1, ])) > 1 || length(unique(days[2, ])) > 1)
      expect_equal(c(courses$onset_from[i], courses$onset_to[i]), range(days[1, ]), info = seed)
      over <- days[2, ]
      expect_equal(courses$recovered_from[i], if (all(is.na(over))) NA_real_ else min(over, na.rm = TRUE), info = seed)
      expect_equal(courses$recovered_to[i], if (anyNA(over)) NA_real_ else max(over), info = seed)
    }
  }
  expect_gt(some, 3)
})

# Two tests of a sample: lymphocytes and neutrophils, with the limits of either missing.
mixed_samples <- function(seed) {
  set.seed(seed)
  labs <- expand.grid(test = c("lymphocytes", "neutrophils"), date = c(20, 35, 50, 70), id = 1:3, stringsAsFactors = FALSE)
  labs <- labs[stats::runif(nrow(labs)) < 0.7, ]
  labs$value <- sample(c(0.4, 1.2, 2.5), nrow(labs), TRUE)
  labs$ref_low <- ifelse(labs$test == "lymphocytes", 1, 2)
  labs$ref_low[sample(nrow(labs), min(5, stats::rbinom(1, nrow(labs), 0.35)))] <- NA
  transform(labs, unit = "10^9/L")
}

test_that("composites: a part that surely holds is enough, an open one leaves it unknown", {
  both <- lab_rule(lymphocytes = "low", neutrophils = "not low", name = "both")
  either <- lab_any(lab_rule(lymphocytes = "low", name = "l"), lab_rule(neutrophils = "< 0.5", name = "n"), name = "either")
  lasts <- lab_rule(lymphocytes = "low", persist = 10, name = "lasts")
  then <- lab_sequence(lab_rule(neutrophils = "low", name = "n"), lab_rule(lymphocytes = "low", name = "l"), 1, name = "then")
  # Of a sample TRUE, FALSE, or NA where a test that decides is not there.
  low <- function(sample, test) {
    of <- sample[sample$test == test, ]
    if (nrow(of) == 0) NA else any(of$value < of$ref_low)
  }
  below <- function(sample, test, cut) {
    of <- sample[sample$test == test, ]
    if (nrow(of) == 0) NA else any(of$value < cut)
  }
  said <- list(
    both = function(s) low(s, "lymphocytes") & !low(s, "neutrophils"),
    either = function(s) low(s, "lymphocytes") | below(s, "neutrophils", 0.5)
  )
  # One of a patient: TRUE, FALSE, NA.
  ever <- function(held) if (any(held %in% TRUE)) TRUE else if (any(held %in% FALSE)) FALSE else NA
  plain <- function(labs) {
    samples <- split(labs, labs$date)
    day <- as.numeric(names(samples))
    here <- day <= 60
    of <- function(f) vapply(samples, f, NA)
    l <- of(function(s) low(s, "lymphocytes"))
    n <- of(function(s) low(s, "neutrophils"))
    lasting <- vapply(seq_along(day), function(i) {
      if (!l[i] %in% TRUE) return(l[i])
      for (j in seq_along(day)[-seq_len(i)]) {
        if (l[j] %in% FALSE) return(FALSE)
        if (l[j] %in% TRUE && day[j] - day[i] >= 10) return(TRUE)
      }
      NA
    }, NA)
    first <- day[here & n %in% TRUE][1]
    next_one <- if (is.na(first)) ever(n[here]) else ever(l[here & day > first & day <= first + 30])
    c(both = ever(of(said$both)[here]), either = ever(of(said$either)[here]), lasts = ever(lasting[here]), then = next_one)
  }
  open <- 0
  for (seed in 1:25) {
    labs <- mixed_samples(seed)
    cohort <- mixed_cohort(labs, 3)
    x <- as.data.frame(audit_labs(cohort, audit_periods(cohort, A = period_on("a")), composites = list(both, either, lasts, then)))
    truth <- lapply(completions(labs), function(labs) {
      vapply(1:3, function(id) if (any(labs$id == id)) plain(labs[labs$id == id, ]) else rep(NA, 4), rep(NA, 4))
    })
    for (rule in 1:4) {
      name <- c("both", "either", "lasts", "then")[rule]
      shares <- lapply(truth, function(all) c(sum(all[rule, ], na.rm = TRUE), sum(!is.na(all[rule, ]))))
      known <- share_of(x, name, "proportion")
      least <- share_of(x, name, "least_proportion")
      most <- share_of(x, name, "most_proportion")
      if (is.null(least)) {
        expect_equal(unique(shares), list(known), info = paste(seed, name))
        next
      }
      at <- vapply(shares, ratio, 0)
      open <- open + 1
      expect_gte(min(c(at, 1), na.rm = TRUE) + 1e-12, min(ratio(least), 1, na.rm = TRUE))
      expect_lte(max(c(at, 0), na.rm = TRUE) - 1e-12, max(ratio(most), 0, na.rm = TRUE))
      if (name %in% c("both", "either")) {
        expect_equal(c(ratio(least), ratio(most)), range_or_na(at), info = paste(seed, name))
      }
    }
  }
  expect_gt(open, 40)
})

test_that("the records behind a bound are one for each patient in it", {
  some <- 0
  for (seed in 91:100) {
    cohort <- mixed_cohort(mixed_labs(seed, missing = 0.5))
    x <- audit_labs(cohort, audit_periods(cohort, A = period_on("a")), landmark = 1)
    for (row in which(x$outcome %in% paste0(term, c("", ", grade 3 or 4")) & x$measure != "first_event_rate")) {
      counted <- audit_records(x, row)$counted
      expect_equal(sum(counted), x$with_event[row], info = paste(seed, x$measure[row]))
      some <- some + grepl("^(least|most)", x$measure[row]) * sum(counted)
    }
  }
  expect_gt(some, 30)
})

test_that("fives that may be of other patients are told apart in every form", {
  # Five of ten with any grade, by tests with the limit; five others of grade 3 without it.
  low <- rep(c(1, NA), c(10, 5))
  value <- c(rep(c(0.9, 2), each = 5), rep(0.3, 5))
  labs <- data.frame(id = 1:15, date = 50, test = "lymphocytes", value = value, unit = "10^9/L", ref_low = low)
  cohort <- audit_cohort(data.frame(id = 1:15), data.frame(id = 1:15, drug = "a", start = 10), labs = labs, data_lock = 500)
  x <- audit_labs(cohort, audit_periods(cohort, A = period_on("a")))
  severe <- x[x$outcome == paste0(term, ", grade 3 or 4") & x$measure == "proportion", ]
  expect_equal(c(severe$with_event, severe$patients), c(5, 15))
  expect_equal(share_of(x, term, "proportion"), c(5, 10))
  expect_equal(severe$note, "own_patients")
  text <- gsub("[ \n]+", " ", paste(format(x), collapse = " "))
  expect_match(text, "5/10 50 (19 to 81) 67 % of 15 ", fixed = TRUE)
  expect_match(text, "grade 3-4 new over lymphocyte count 5/15 5/15 ", fixed = TRUE)
  expect_match(text, "who need not be those of the other grades", fixed = TRUE)
  expect_match(results_text(x), "grade 3 or 4 in 5 of 15\\).*those of grade 3 or 4 need not be among the others")
  expect_match(as.data.frame(as_ard(x))$context[1], "proportion")
  skip_if_not_installed("ggplot2")
  expect_match(ggplot2::autoplot(x)$labels$alt, "need not be among the others", fixed = TRUE)
  expect_match(ggplot2::autoplot(x)$labels$subtitle, "each grade of those of whom it is known", fixed = TRUE)
})

test_that("a baseline of grade 3 without a limit is no normal one", {
  labs <- data.frame(id = c(1, 1, 2, 2, 3, 3, 4), date = c(5, 50, 5, 50, 5, 50, 50), test = "lymphocytes",
                     value = c(0.3, 0.4, 0.9, 0.4, 2, 0.4, 0.4), unit = "10^9/L", ref_low = c(NA, 1, NA, 1, 1, 1, 1))
  cohort <- mixed_cohort(labs)
  periods <- audit_periods(cohort, A = period_on("a"))
  x <- audit_labs(cohort, periods)
  # The first was abnormal before, of the second it is open, the others are new.
  expect_equal(share_of(x, term, "incident"), c(2, 2))
  expect_equal(share_of(x, term, "least_incident"), c(2, 2))
  expect_equal(share_of(x, term, "most_incident"), c(3, 3))
  row <- which(x$measure == "incident" & x$outcome == term)
  records <- audit_records(x, row)
  expect_equal(records$reason[records$id %in% 1:2 & records$day == 50], c("abnormal_before", "before_not_known"))
  shifts <- as.data.frame(audit_lab_shifts(cohort, periods))
  shifts <- shifts[shifts$outcome == term, ]
  expect_equal(as.character(shifts$baseline), c("0", "3", "not known"))
  expect_equal(shifts$with_event, c(1, 1, 2))
})

# What somebody outside can reckon with, and suppress_cells() must.
test_that("numbers of shifts and of shares add up where worst grades are open", {
  checked <- 0
  for (seed in 101:108) {
    cohort <- mixed_cohort(mixed_labs(seed, n = 12, missing = 0.4), 12)
    periods <- audit_periods(cohort, A = period_on("a"))
    shares <- as.data.frame(audit_labs(cohort, periods, by = "sex"))
    shifts <- as.data.frame(audit_lab_shifts(cohort, periods, by = "sex"))
    for (sex in c("F", "M")) {
      x <- shifts[shifts$sex == sex & shifts$outcome == term, ]
      bounded <- x$baseline %in% x$baseline[x$measure == "shift_unknown"]
      for (line in unique(x$baseline[bounded])) {
        of <- x[x$baseline == line & x$measure %in% c("least_shift", "shift_unknown"), ]
        expect_equal(sum(of$with_event), of$patients[1])
        checked <- checked + 1
      }
      none <- function(measure) sum(x$with_event[x$worst == "0" & x$measure == ifelse(bounded, measure, "shift")])
      share <- function(measure) share_of(shares[shares$sex == sex, ], term, measure)
      if (is.null(share("most_proportion"))) next
      expect_equal(share("most_proportion")[1] + none("least_shift"), share("most_proportion")[2])
      expect_equal(share("least_proportion")[1] + none("most_shift"), share("least_proportion")[2])
    }
    both <- suppress_cells(list(audit_labs(cohort, periods), audit_lab_shifts(cohort, periods)), min_cell = 3)
    expect_true(all(is.na(both[[2]]$with_event) | both[[2]]$with_event == 0 | both[[2]]$with_event >= 3))
  }
  expect_gt(checked, 10)
})
