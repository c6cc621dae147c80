# Lesions known by words or bounds, intervals that straddle, change, and when
# activity arose: by hand.

words_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = 1:4, follow_up_start = 0, follow_up_end = 800), data.frame(id = 1:4, drug = "a", start = 0),
    mri = data.frame(id = 1:4, date = 365, compare_date = 0, new_t2 = c("2", "3-5", "Stable", "a handful"))
  )
  found <- as.data.frame(findings(cohort))
  compare("problems", found$problem, c("verbal_count", "verbal_count", "unreadable_count"))
  compare("what was taken", found$done, c("taken as 3 to 5", "taken as 0", "taken as not known"))
  x <- as.data.frame(audit_lesions(cohort, audit_periods(cohort, on = period_on("a"))))
  x <- x[x$outcome == "new_t2", ]
  of <- function(measure, column) x[[column]][x$measure == measure]
  compare("patients known", of("proportion", "patients"), 3)
  compare("with lesions", of("proportion", "with_event"), 2)
  compare("lesions at least and at most", c(of("rate", "events"), of("most_rate", "events")), c(5, 7))
  words <- lesion_words()
  compare("a text that is no number is in the table", "several" %in% words$text, TRUE)
}

# Ten lesions over (40, 240], of which 60 days are in (0, 100] and 140 in (100,
# 300].
straddling_by_hand <- function() {
  cohort <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 300), data.frame(id = 1, drug = "a", start = 0),
                         mri = data.frame(id = 1, date = 240, compare_date = 40, new_t2 = 10))
  periods <- audit_periods(cohort, data.frame(id = 1, period = c("before", "after"), start = c(0, 100), stop = c(100, 300)))
  rates <- function(straddling) {
    x <- as.data.frame(audit_lesions(cohort, periods, straddling = straddling, slack = c(0, 0)))
    x <- x[x$outcome == "new_t2" & x$measure == "rate", ]
    c(x$events, round(x$exposure * 365.25, 9))
  }
  compare("left out", rates("drop"), c(0, 0, 0, 0))
  compare("given to the later", rates("later"), c(0, 10, 0, 200))
  compare("given to the earlier", rates("earlier"), c(10, 0, 200, 0))
  compare("shared by days", rates("share"), c(3, 7, 60, 140))
}

# Counts 10 to 14, 20 to 9, 0 to 3; the scan of the cord does not compare.
change_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = 1:3, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:3, drug = "a", start = 100),
    mri = data.frame(id = c(1, 1, 1, 2, 2, 2, 3, 3), date = c(90, 400, 800, 300, 700, 900, 100, 500),
                     t2_count = c(10, 12, 14, 20, 2, 9, 0, 3), region = c(rep("brain", 4), "cord", rep("brain", 3)))
  )
  x <- as.data.frame(audit_lesions(cohort, audit_periods(cohort, on = period_on("a"))))
  of <- function(measure) x$estimate[x$outcome == "t2_count" & x$measure == measure]
  change <- c(4, -11, 3)
  compare("median and quartiles of the change", c(of("lower_change"), of("median_change"), of("upper_change")),
          unname(stats::quantile(change, c(0.25, 0.5, 0.75))))
  compare("median change in percent", of("median_percent_change"), stats::median(c(40, -55)))
}

# On a from day 0. 1: none by 200, lesions in (200, 400]. 2: enhancing on 300. 3: none by 500.
# 4: compared with day 100, active in (100, 250], which are 150 days of its time. 5: no scan.
# 6: enhancing on 90, T2 not read: one kind alone.
lesion_free_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = 1:6, follow_up_start = 0, follow_up_end = 1000), data.frame(id = 1:6, drug = "a", start = 0),
    mri = data.frame(id = c(1, 1, 2, 3, 4, 6), date = c(200, 400, 300, 500, 250, 90), compare_date = c(0, 200, 0, 0, 100, 0),
                     new_t2 = c(0, 2, 0, 0, 1, NA), gd = c(0, 0, 1, 0, 0, 1), contrast = TRUE)
  )
  x <- as.data.frame(audit_lesion_free(cohort, audit_periods(cohort, on = period_on("a")), times = c(150, 300, 500)))
  # (0, 150] has 3/8, (200, 300] too, as of visits_by_hand(); a quarter has none.
  compare("at least free", x$estimate[x$measure == "least_free"], c(5, 2, 2) / 8)
  compare("at most free", x$estimate[x$measure == "most_free"], c(5, 2, 2) / 8)
  compare("by the days of the scans", x$estimate[x$measure == "event_free"], c(3 / 4, 2 / 4, 1 / 4))
}

# All that scans not made or not read can have shown: the bounds are the least and
# the most of it.
bounds_by_every_completion <- function() {
  scans <- data.frame(id = c(1, 2, 2, 3), date = c(300, 200, 300, 300), compare_date = c(10, 10, 200, 10),
                      new_t2 = c(0, 1, 0, NA), gd = c(0, NA, 0, 0))
  audit <- function(scans) {
    scans$contrast <- !is.na(scans$gd)
    cohort <- audit_cohort(data.frame(id = 1:4, follow_up_start = 0, follow_up_end = 400), data.frame(id = 1:4, drug = "a", start = 0),
                           mri = scans)
    x <- as.data.frame(audit_lesions(cohort, audit_periods(cohort, on = period_on("a"))))
    function(kind, measure) x$estimate[x$outcome == kind & x$measure == measure]
  }
  partial <- audit(scans)
  whole <- rbind(scans, data.frame(id = 4, date = 300, compare_date = 10, new_t2 = NA, gd = NA))
  open <- which(is.na(as.matrix(whole[c("new_t2", "gd")])))
  shares <- lapply(seq_len(2^length(open)) - 1, function(code) {
    values <- as.matrix(whole[c("new_t2", "gd")])
    values[open] <- bitwAnd(bitwShiftR(code, seq_along(open) - 1L), 1L)
    whole[c("new_t2", "gd")] <- values
    of <- audit(whole)
    c(of("new_t2", "proportion"), of("gd", "proportion"), of("any", "proportion"))
  })
  shares <- do.call(rbind, shares)
  kinds <- c("new_t2", "gd", "any")
  for (i in 1:3) {
    compare(paste("least and most of", kinds[i]), c(partial(kinds[i], "least_proportion"), partial(kinds[i], "most_proportion")),
            range(shares[, i]))
  }
}

lesions_of_a_trial <- function() {
  table <- reference_table("published_ms")
  proportion_of <- function(x, n) {
    found <- as.data.frame(audit_lesions(rep(c(1, 0), c(x, n - x)), exposure = 1, id = seq_len(n), kind = "gd"))
    found[found$outcome == "gd" & found$measure == "proportion", ]
  }
  published <- table[grepl("^kelly/(mri|gd)|^care-ms-1/(ifn|alem)-(t2|gd)$", table$case) & table$what_kind == "proportion", ]
  compare("published proportions", nrow(published), 11)
  for (i in seq_len(nrow(published))) {
    row <- published[i, ]
    limits <- if (row$method == "clopper_pearson") c(conf_low = "lower", conf_high = "upper")
    cells(proportion_of(as.numeric(row$numerator), as.numeric(row$denominator)), row, c(estimate = "reference", limits))
  }
  # Eight with more lesions before and none after, in the same patients.
  row <- table[table$case == "kelly/mri-paired", ]
  x <- audit_lesions(rep(c(1, 0), each = 8), exposure = 1, id = rep(1:8, 2), period = rep(c("before", "after"), each = 8))
  found <- as.data.frame(audit_compare(x, "before"))
  cells(found[found$measure == "risk_difference", ], row, c(p_exact = "p"))
}

# A scan up to 60 days after the end of a period belongs to it.
late_scans_by_hand <- function() {
  cohort <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 1000),
                         data.frame(id = 1, drug = "a", start = 0, stop = 100),
                         mri = data.frame(id = 1, date = c(50, 160, 161), gd = c(1, 2, 4), contrast = TRUE))
  x <- as.data.frame(audit_lesions(cohort, audit_periods(cohort, on = period_on("a"))))
  x <- x[x$outcome == "gd" & x$measure == "rate", ]
  compare("lesions and scans", c(x$events, x$exposure), c(3, 2))
}

# Four intervals of half a year on a, two on b: of each patient the first two on a count for
# shares. 1 had lesions on a in the third alone, 2 in the first, 3 on both drugs, 4 never.
equal_times_by_hand <- function() {
  day <- c(182, 364, 546, 728, 910, 1092)
  mri <- data.frame(id = rep(1:4, each = 6), date = day, compare_date = day - 182,
                    new_t2 = c(0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0))
  cohort <- audit_cohort(
    data.frame(id = 1:4, follow_up_start = 0, follow_up_end = 1092),
    data.frame(id = 1:4, drug = rep(c("a", "b"), each = 4), start = rep(c(0, 728), each = 4), stop = rep(c(728, 1092), each = 4)),
    mri = mri
  )
  periods <- audit_periods(cohort, a = period_on("a", grace = 0), b = period_on("b", grace = 0))
  found <- as.data.frame(audit_compare(audit_lesions(cohort, periods)))
  share <- found[found$measure == "risk_difference", ]
  compare("patients, and with a change", c(share$patients, share$informative), c(4, 1))
  compare("difference of the shares", share$estimate, -1 / 4)
  compare("noted", grepl("equal_lengths", share$note), TRUE)
}
