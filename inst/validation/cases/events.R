# Adverse events, lesions, laboratory tests and stops: by hand, and by looking at
# every day or every range.

events_by_hand <- function() {
  # 1 (100, 200]: events on days 100 and 150; 2 (100, 1000]: day 200; 3 (300,
  # 400]: none. Days to the first event: 0 + 100 + 100; all days: 1100.
  cohort <- audit_cohort(
    data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = 1:3, drug = "a", start = c(100, 100, 300), stop = c(200, NA, 400)),
    events = data.frame(id = c(1, 1, 2), term = "Rash", onset = c(100, 150, 200))
  )
  x <- as.data.frame(audit_ae(cohort, audit_periods(cohort, p = period_on("a")), per = 100))
  x <- x[match(c("proportion", "first_event_rate", "rate"), x$measure), ]
  compare("patients", x$patients, c(3, 3, 3))
  compare("with the event", x$with_event, c(2, 2, 2))
  compare("exposure", x$exposure, c(3, 200 / 365.25, 1100 / 365.25))
  compare("estimates", x$estimate, c(2 / 3, 100 * 2 / (200 / 365.25), 100 * 3 / (1100 / 365.25)))
  compare("limits of the proportion", c(x$conf_low[1], x$conf_high[1]), stats::binom.test(2, 3)$conf.int[1:2])
  last <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 500),
                       data.frame(id = 1, drug = "a", start = c(100, 300), stop = c(200, NA)),
                       events = data.frame(id = 1, term = "Rash", onset = c(200, 500)))
  last <- as.data.frame(audit_ae(last, audit_periods(last, p = period_on("a"))))
  compare("on the last day of a course no, of follow-up yes", last$events[last$measure == "rate"], 1)
  compare("upper limit of none of 11", audit_ae(0, patients = 11)$conf_high, 1 - 0.025^(1 / 11))
}

# Of six patients on a from day 0 the first event lasts 1, 2, 3, 5, 8 and 13 days,
# both ends counted; a seventh has one without an end; 1 and 2 have a second.
durations_by_hand <- function() {
  days <- c(1, 2, 3, 5, 8, 13)
  cohort <- audit_cohort(
    data.frame(id = 1:8, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:8, drug = "a", start = 0),
    events = data.frame(id = c(1:7, 1, 2), term = "Cold", onset = c(rep(10, 7), 100, 100), end = c(10 + days - 1, NA, 200, 200))
  )
  x <- as.data.frame(audit_ae(cohort, audit_periods(cohort, on = period_on("a")), measure = c("duration", "recurrence")))
  x <- x[x$outcome == "any", ]
  of <- x[x$measure == "duration", ]
  compare("with an event, with its end", c(of$patients, of$with_event), c(7, 6))
  # All six lie on one side of the median in 1 of 64 cases, five of them in 7.
  compare("median and limits", c(of$estimate, of$conf_low, of$conf_high), c((3 + 5) / 2, 1, 13))
  compare("with two events", x$with_event[x$measure == "recurrence"], 2)
}

events_day_by_day <- function() {
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
    x <- as.data.frame(audit_ae(cohort, periods))
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
    of <- function(measure) x[x$measure == measure & x$outcome == "any", ]
    compare(paste("history", i), c(of("proportion")$with_event, of("rate")$events,
                                   of("first_event_rate")$exposure * 365.25, of("rate")$exposure * 365.25),
            c(had, count, first, sum(ranges$stop - ranges$start)))
  }
}

# Three patients on the drug over (0, 1000]. 1: 2 lesions in (0, 400], 0 in (400,
# 800]; 2: 3 new and 1 enlarging in (0, 365]; 3: not known.
lesions_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:3, drug = "a", start = 0),
    mri = data.frame(id = c(1, 1, 2, 3), date = c(400, 800, 365, 300), compare_date = c(0, 400, 0, 0),
                     new_t2 = c(2, 0, 3, NA), enlarging_t2 = c(NA, NA, 1, NA), gd = c(1, 0, NA, 0),
                     contrast = c(TRUE, TRUE, FALSE, TRUE))
  )
  x <- as.data.frame(audit_lesions(cohort, audit_periods(cohort, on = period_on("a"))))
  of <- function(outcome, measure) x[x$outcome == outcome & x$measure == measure, ]
  compare("new lesions", of("new_t2", "rate")$events, 6)
  compare("days between scans", of("new_t2", "rate")$exposure * 365.25, 1165)
  compare("rate", of("new_t2", "rate")$estimate, 6 / (1165 / 365.25))
  compare("with new lesions", c(of("new_t2", "proportion")$with_event, of("new_t2", "proportion")$patients), c(2, 2))
  compare("enhancing", c(of("gd", "rate")$events, of("gd", "rate")$exposure), c(1, 3))
  compare("with enhancing lesions", c(of("gd", "proportion")$with_event, of("gd", "proportion")$patients), c(1, 2))
  # Of the first patient alone both kinds are known; lesions were seen in two, and may be in all.
  compare("any", c(of("any", "proportion")$with_event, of("any", "proportion")$patients), c(1, 1))
  compare("any of all", c(of("any", "least_proportion")$with_event, of("any", "most_proportion")$with_event), c(2, 3))
}

# Where an interval belongs: by trying each range of each period. Of periods
# without a common day one has it, of others each.
belongs <- function(from, to, ranges, slack) {
  shared <- pmin(to, ranges$stop) - pmax(from, ranges$start)
  fits <- shared > 0 & from >= ranges$start - slack & to <= ranges$stop + slack
  days <- tapply(pmax(shared, 0), ranges$period, sum)
  candidates <- unique(as.character(ranges$period[fits]))
  last <- vapply(candidates, function(p) max(ranges$start[ranges$period == p & shared > 0]), 0)
  meet <- function(p, q) {
    a <- ranges[ranges$period == p, ]
    b <- ranges[ranges$period == q, ]
    any(outer(a$stop, b$stop, pmin) > outer(a$start, b$start, pmax))
  }
  beaten <- vapply(candidates, function(p) {
    any(vapply(setdiff(candidates, p), function(q) {
      !meet(p, q) && (days[[q]] > days[[p]] || (days[[q]] == days[[p]] && last[[q]] > last[[p]]))
    }, NA))
  }, NA)
  candidates[!beaten]
}

# Counts are powers of two, so their sum says which scans are in it.
scans_by_trying <- function() {
  set.seed(12)
  for (i in 1:30) {
    start <- sort(sample(0:900, 3))
    date <- sort(sample(50:1200, 12))
    cohort <- audit_cohort(
      data.frame(id = 1, follow_up_start = 0, follow_up_end = 1200),
      data.frame(id = 1, drug = c("a", "a", "b"), start = start, stop = start + sample(30:200, 3, TRUE)),
      mri = data.frame(id = 1, date = date, compare_date = date - sample(20:300, 12, TRUE), new_t2 = 2^(0:11))
    )
    periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"), all = period_calendar(300, 700))
    ranges <- as.data.frame(periods)
    mri <- cohort$mri
    expected <- lapply(seq_len(nrow(mri)), function(k) belongs(mri$compare_date[k], mri$date[k], ranges, 60))
    x <- as.data.frame(audit_lesions(cohort, periods))
    x <- x[x$outcome == "new_t2" & x$measure == "rate", ]
    for (p in c("a", "b", "all")) {
      here <- vapply(expected, function(periods) p %in% periods, NA)
      compare(paste("scans of", p, "in history", i), x$events[x$period == p], sum(mri$new_t2[here]))
    }
  }
}

# Criteria CTCAE 4.03 and 5.0, written down from their text: cuts of grades 4, 3
# and 2; grade 1 is below the lower limit of the laboratory.
grades_of_ctcae <- function() {
  cuts <- list(
    lymphocytes = c(0.2, 0.5, 0.8), wbc = c(1, 2, 3), neutrophils = c(0.5, 1, 1.5), platelets = c(25, 50, 75),
    haemoglobin = c(NA, 80, 100), cd4 = c(0.05, 0.2, 0.5)
  )
  grade <- function(value, cut, low) {
    if (!is.na(cut[1]) && value < cut[1]) 4 else if (value < cut[2]) 3 else if (value < cut[3]) 2 else if (value < low) 1 else 0
  }
  for (test in names(cuts)) {
    low <- 1.5 * cuts[[test]][3]
    at <- c(cuts[[test]], low)
    at <- at[!is.na(at)]
    values <- sort(c(at, at * (1 - 1e-6), at * (1 + 1e-6), 0, 2 * low))
    unit <- if (test == "haemoglobin") "g/L" else "10^9/L"
    for (version in c("ctcae-5.0", "ctcae-4.03")) {
      got <- grade_labs(values, test, unit, ref_low = low, ref_high = 10 * low, rules = version)
      compare(paste(test, "by", version), got$grade, vapply(values, grade, 0, cut = cuts[[test]], low = low))
    }
  }
  compare("cells per mm3", grade_labs(400, "lymphocytes", "/mm3", ref_low = 1000)$grade, 3)
  compare("g/dL", grade_labs(9, "Hb", "g/dL", ref_low = 12)$grade, 2)
  # Above the upper limit and above the baseline.
  compare("eosinophils", grade_labs(c(0.5, 0.51, 0.8, 0.81), "eosinophils", "10^9/L", ref_high = 0.5,
                                    baseline = c(0.3, 0.3, 0.8, 0.8))$grade, c(0, 1, 0, 1))
  compare("a unit that is not known", grade_labs(0.1, "lymphocytes", "mg", ref_low = 1)$grade, NA_real_)
}

labs_by_hand <- function() {
  # Start on day 100; 1: grades 1, 3 and 0; 2: grades 0, 1 and 0; a month after
  # is day 130.
  cohort <- audit_cohort(
    data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:2, drug = "a", start = 100),
    labs = data.frame(
      id = c(1, 1, 1, 2, 2, 2, 1, 1, 2, 2), date = c(110, 128, 250, 126, 129, 131, 110, 110, 110, 111),
      test = c(rep("lymphocytes", 6), "wbc", "neutrophils", "wbc", "neutrophils"),
      value = c(0.9, 0.4, 1.5, 2, 0.9, 2, 3, 3, 3, 3), unit = "10^9/L", ref_low = c(rep(1, 6), 4, 2, 4, 2), ref_high = 12
    )
  )
  rule <- lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia")
  x <- as.data.frame(audit_labs(cohort, audit_periods(cohort, p = period_since("a", 12)), landmark = 1,
                                composites = list(rule)))
  of <- function(outcome, measure) {
    x <- x[x$outcome == outcome & x$measure == measure, ]
    c(x$with_event, x$patients)
  }
  compare("any grade", of("lymphocyte count decreased", "proportion"), c(2, 2))
  compare("grade 3 or 4", of("lymphocyte count decreased, grade 3 or 4", "proportion"), c(1, 2))
  # Of 2 days 129 and 131 are as near: the later, which is normal.
  compare("at a month", of("lymphocyte count decreased", "landmark"), c(1, 2))
  # In one sample of 1; the two tests of 2 are of different days.
  compare("a rule of one sample", of("leucopenia", "proportion"), c(1, 1))
}

stops_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = 1:4, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id = c(1, 1, 2, 3, 4), drug = "a", start = c(0, 200, 0, 0, 0), stop = c(100, 300, 150, 90, NA),
               stop_reason = c("allergy", "failure", "failure", NA, NA))
  )
  x <- as.data.frame(audit_stops(cohort, "a"))
  compare("reasons", x$outcome, c("failure", "not recorded"))
  compare("patients", c(x$with_event, x$patients), c(2, 1, 3, 3))
  compare("limits", c(x$conf_low[1], x$conf_high[1]), stats::binom.test(2, 3)$conf.int[1:2])
}
