# Counts in steps, written out.
midpoint_6 <- c("0" = 0, "1" = 3, "6" = 3, "7" = 9, "12" = 9, "13" = 15, "600" = 597)

test_that("counts are rounded to the middle of their step, as OpenSAFELY's midpoint 6 rounding does", {
  policy <- list(step = 6L, zeros = TRUE)
  expect_equal(to_step(as.double(names(midpoint_6)), policy), unname(midpoint_6))
  expect_equal(to_step(0:6, list(step = 6L, zeros = FALSE)), rep(3, 7))
  # Each has as many values as a step.
  for (step in c(2L, 5L, 6L, 7L)) {
    expect_true(all(table(to_step(seq_len(20 * step), list(step = step, zeros = TRUE))) == step))
  }
  expect_identical(to_step(NA, policy), NA_real_)
})

test_that("person-time is that of as many patients as are shown, and tells nothing of their number", {
  policy <- list(step = 6L, zeros = TRUE)
  # A year each: the patients and the years are of the same step.
  n <- 1:40
  expect_equal(time_to_step(as.double(n), n, policy), to_step(n, policy))
  expect_equal(time_to_step(n * 2.5, n, policy), 2.5 * to_step(n, policy))
  expect_equal(time_to_step(c(0, 7.2), c(0, NA), policy), c(0, 9))
  # All numbers of patients that show the same number and time, by counting them out: the six of a step.
  all <- expand.grid(n = 1:48, mean = seq(0.4, 4.1, by = 0.007))
  shown <- paste(to_step(all$n, policy), signif(time_to_step(all$n * all$mean, all$n, policy), 8))
  expect_true(all(tapply(all$n, shown, function(n) length(unique(n))) == 6))
  # The mean time is off by no more than two of Renard's numbers are apart.
  expect_lt(max(abs(time_to_step(all$n * all$mean, all$n, policy) / to_step(all$n, policy) / all$mean - 1)), 0.15)
  expect_equal(up_to_renard(c(1, 1.01, 0.34, 9.5, 20)), c(1, 1.12, 0.355, 10, 20))
})

every_result <- function(cohort, periods) {
  arr <- audit_arr(cohort, periods, measure = c("rate", "mean"))
  ae <- audit_ae(cohort, periods, each = "category", measure = c("proportion", "first_event_rate", "rate", "recurrence", "cumulative_incidence"))
  lesions <- audit_lesions(cohort, periods)
  list(arr = arr, compared = audit_compare(audit_arr(cohort, periods)), ae = ae,
       worst = audit_ae(cohort, periods, each = "grade", measure = "worst_grade"), by_sex = audit_arr(cohort, periods, by = "sex", totals = TRUE),
       compared_ae = audit_compare(audit_ae(cohort, periods)), labs = audit_labs(cohort, periods, landmark = 1), lesions = lesions,
       compared_lesions = audit_compare(lesions), stops = audit_stops(cohort, "natalizumab"), shifts = audit_lab_shifts(cohort, periods),
       curves = audit_curves(cohort, periods), free = audit_lesion_free(cohort, periods), compared_curves = audit_compare(audit_curves(cohort, periods)),
       sensitivity = arr_sensitivity(cohort, periods, relapse_gap = c(30, 60)), baseline = audit_baseline(cohort, by = "sex", at = "alemtuzumab"))
}

example_results <- function() {
  cohort <- example_cohort()
  every_result(cohort, audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", 12)))
}

# The same table with other true numbers of which each is rounded alike: counts moved within
# their step, dispersions within theirs, and all that is computed replaced by chance.
moved_within_steps <- function(x, seed) {
  set.seed(seed)
  policy <- list(step = 6L, zeros = TRUE)
  another <- function(count) {
    step <- ceiling(count / 6)
    ifelse(is.na(count) | count == 0, count, 6 * step - sample(0:5, length(count), TRUE))
  }
  rows <- x
  for (name in intersect(c("patients", "with_event", "events", "informative"), names(x))) {
    if ("time" %in% names(x) && name == "events") next
    moved <- another(as.double(x[[name]]))
    rows[[name]][] <- if (is.integer(x[[name]])) as.integer(moved) else moved
  }
  if (!is.null(x$exposure)) {
    unit <- if (is.null(x$unit)) rep("year", nrow(x)) else x$unit
    timed <- which(grepl("year", unit) & x$exposure > 0)
    for (i in timed) {
      aim <- time_to_step(x$exposure[i], x$patients[i], policy)
      tried <- x$exposure[i] * seq(0.3, 3, by = 0.01)
      fits <- abs(time_to_step(tried, rep(rows$patients[i], length(tried)), policy) - aim) < 1e-9
      if (any(fits)) rows$exposure[i] <- tried[fits][sample(sum(fits), 1)] else rows$patients[i] <- x$patients[i]
    }
    whole <- which(grepl("^patient by day|^scan$", unit))
    if (length(whole) > 0) rows$exposure[whole] <- another(x$exposure[whole])
  }
  if (!is.null(x$dispersion)) rows$dispersion <- ifelse(is.na(x$dispersion), NA_real_, dispersion_steps[findInterval(x$dispersion * (1 - 1e-9), dispersion_steps, left.open = TRUE) + 1])
  for (name in intersect(c("estimate", "std_error", "conf_low", "conf_high", "p", "exact_low", "exact_high", "p_exact", "ratio_pooled"), names(x))) {
    free <- if (is.null(x$measure)) TRUE else !x$measure %in% c("median", "lower_quartile", "upper_quartile", "duration")
    rows[[name]][free] <- ifelse(is.na(x[[name]][free]), NA_real_, stats::runif(sum(free)))
  }
  if (!is.null(rows$note)) rows$note[] <- "n1"
  if (!is.null(rows$method)) rows$method[] <- "garwood"
  if (!is.null(attr(x, "source"))) attr(rows, "source") <- moved_within_steps(attr(x, "source"), seed)
  rows
}

test_that("every verb shows the same for whatever true numbers are rounded alike", {
  skip_watched()
  results <- example_results()
  # Rows that are joined are of the sum of what they were, and that is rounded.
  results$ae <- results$ae[results$ae$outcome %in% c("any", "infection", "infusion"), ]
  alike <- 0
  for (name in names(results)) {
    shown <- protect_counts(results[[name]])
    for (seed in 1:2) {
      moved <- moved_within_steps(results[[name]], seed)
      expect_false(isTRUE(all.equal(as.data.frame(moved), as.data.frame(results[[name]]))), info = name)
      again <- protect_counts(moved)
      # Numbers that were moved one by one no longer add up: then less need be held back.
      both <- Map(function(a, b) if (is.numeric(a)) is.na(a) | is.na(b), as.list(shown), as.list(again))
      kept <- function(x) Map(function(column, na) if (is.null(na)) column else replace(column, na, NA), as.list(x), both)
      free <- setdiff(names(shown), c("method", "note"))
      expect_identical(kept(again)[free], kept(shown)[free], info = name)
      if (!identical(lapply(again, is.na), lapply(shown, is.na))) next
      alike <- alike + 1
      expect_identical(as.data.frame(again), as.data.frame(shown), info = name)
      expect_identical(c(format(again), results_text(again), methods_text(again)), c(format(shown), results_text(shown), methods_text(shown)), info = name)
    }
  }
  expect_gt(alike, length(results))
})

test_that("a protected result prints, speaks, is drawn and written as others are", {
  skip_watched()
  results <- example_results()
  cohort <- example_cohort()
  for (name in names(results)) {
    x <- protect_counts(results[[name]], free_text = c("term", "stop_reason"))
    expect_identical(class(x), c("msaudit_rounded", "msaudit_suppressed", class(results[[name]])))
    expect_lte(max(nchar(format(x), "width")), 80)
    expect_false(any(grepl("\\bNA\\b|NaN", c(format(x), results_text(x)))), info = name)
    expect_match(paste(c(format(x), results_text(x), methods_text(x)), collapse = " "), "steps of 6.*steps of 6.*steps of 6", info = name)
    for (column in intersect(c("patients", "with_event", "events", "at_risk"), names(x))) {
      known <- x[[column]][!is.na(x[[column]])]
      expect_true(all(known == 0 | known %% 6 == 3), info = paste(name, column))
    }
    expect_true(all(names(attributes(x)) %in% c("names", "row.names", "class", "settings", "counting")))
    text <- paste(capture.output(dput(x)), collapse = "")
    expect_false(any(vapply(shQuote(cohort$patients$id, "cmd"), grepl, NA, text, fixed = TRUE)))
    expect_identical(nrow(as_ard(x)) > 0, nrow(x) > 0)
    expect_true(file.exists(write_audit(x, tempfile(fileext = ".csv"))))
    if (requireNamespace("ggplot2", quietly = TRUE) && any(!is.na(x$estimate))) expect_s3_class(ggplot2::autoplot(x), "ggplot")
  }
})

test_that("rates, shares and ratios are those of the rounded numbers", {
  results <- example_results()
  arr <- protect_counts(results$arr)
  rate <- arr$measure == "rate"
  expect_equal(arr$estimate[rate], (arr$events / arr$exposure)[rate])
  # Limits by base R: the wider of Garwood's, scaled, and of t on the log of the rate.
  x <- arr[rate, ][1, ]
  phi <- x$dispersion
  of_t <- x$estimate * exp(c(-1, 1) * stats::qt(0.975, max(3, x$patients - 1)) * sqrt(phi / x$events))
  expect_equal(x$conf_low, min(of_t[1], stats::qgamma(0.025, x$events / phi) * phi / x$exposure))
  expect_equal(x$conf_high, max(of_t[2], stats::qgamma(0.975, x$events / phi + 1) * phi / x$exposure))
  expect_true(all(is.na(arr$estimate[!rate])))
  ae <- protect_counts(results$ae)
  share <- which(ae$measure == "proportion")
  expect_equal(ae$estimate[share], (ae$with_event / ae$patients)[share])
  expect_equal(ae$conf_high[share[1]], stats::binom.test(ae$with_event[share[1]], ae$patients[share[1]])$conf.int[2])
  compared <- protect_counts(results$compared)
  expect_equal(compared$estimate[1], arr$estimate[2] / arr$estimate[1])
  expect_true(all(is.na(compared$p)) && all(is.na(compared$exact_low)))
})

test_that("dispersion is rounded up, and said of no few events", {
  policy <- list(step = 6L, zeros = TRUE)
  expect_equal(coarse_dispersion(c(1, 1.01, 2, 4.2, NA, 7), c(15, 15, 15, 15, 15, 3), 15, 15, policy), c(1, 1.5, 2, 5, NA, 2))
  # 9 events of 99 patients: a dispersion of 1 leaves nobody two of them, one of up to 2 leaves four.
  expect_equal(coarse_dispersion(c(0.9, 1.6, 2.5), rep(9, 3), rep(9, 3), rep(99, 3), policy), c(2, 2, 3))
  most <- function(phi) max(Filter(function(r) {
    y <- c(rep(2, r), rep(1, 9 - 2 * r), rep(0, 90 + r))
    stats::var(y) / mean(y) <= phi
  }, 0:4))
  expect_identical(c(most(1), most(2)), c(0L, 4L))
})

test_that("a label that few share is not written, nor is free text", {
  id <- sprintf("%02d", 1:40)
  cohort <- audit_cohort(
    data.frame(id, centre = c(rep("large", 36), rep("second", 3), "Zoo"), follow_up_start = 0, follow_up_end = 731),
    data.frame(id, drug = c(rep("x", 39), "secret"), start = 0, stop = 600, stop_reason = c(rep("failure", 20), "call 555 1234", rep("other", 19))),
    relapses = data.frame(id = id[1:20], onset = 100),
    events = data.frame(id = id[c(1:10, 12)], term = c(rep("rash", 10), "bitten by zoo lion 14 May 2009"), onset = 50)
  )
  periods <- audit_periods(cohort, p = period_follow_up())
  everything <- function(x) paste(c(format(x), results_text(x), methods_text(x), capture.output(dput(x)), unlist(as_ard(x)$variable_level)), collapse = " ")
  results <- list(audit_arr(cohort, periods, by = "centre"), audit_ae(cohort, periods, each = "term"), audit_stops(cohort, "x"),
                  audit_baseline(cohort, by = "centre"))
  for (text in list(NULL, c("term", "stop_reason"))) {
    said <- paste(vapply(protect_counts(results, free_text = text), everything, ""), collapse = " ")
    expect_false(grepl("Zoo|second|zoo|lion|555|secret", said))
    expect_identical(grepl("rash", said), !is.null(text))
    expect_identical(grepl("failure", said), !is.null(text))
  }
  arr <- protect_counts(results[[1]])
  expect_identical(as.character(arr$centre), c("large", "other (up to 6 kinds)"))
  expect_equal(arr$patients, c(33, 3))
})

test_that("a group that is called all is a group, and a total is one", {
  id <- sprintf("%02d", 1:40)
  cohort <- audit_cohort(
    data.frame(id, arm = c("all", rep("x", 39)), follow_up_start = 0, follow_up_end = 731), data.frame(id, drug = "x", start = 0),
    relapses = data.frame(id = id[1:20], onset = 100)
  )
  periods <- audit_periods(cohort, p = period_follow_up())
  expect_identical(as.character(protect_counts(audit_arr(cohort, periods, by = "arm"))$arm), c("x", "other (up to 6 kinds)"))
  cohort$patients$arm[1] <- "y"
  expect_identical(as.character(protect_counts(audit_arr(cohort, periods, by = "arm", totals = TRUE))$arm), c("x", "all", "other (up to 6 kinds)"))
})

test_that("sums of rounded counts leave each small one enough values", {
  # Six groups of one event each are six: whoever knows the sum would know each.
  x <- as.data.frame(audit_arr(c(1, 1, 1, 1, 1, 1, 6), years = rep(20, 7), period = letters[1:7]))
  x$group <- c(letters[1:6], "all")
  x$period <- "p"
  shown <- protect_counts(x)
  # By hand: k shown of 1 to 6, whose sum with the others is at most 6, can be 7 - k at most each.
  expect_identical(shown$events[7], 3)
  expect_identical(sum(!is.na(shown$events[1:6])), 2L)
  # One of 0 goes with those held back, which could not be 0 otherwise.
  x$events[6:7] <- c(0, 5)
  expect_identical(is.na(protect_counts(x)$events[6:7]), c(TRUE, FALSE))
  # Without the sum nothing is told.
  expect_identical(protect_counts(x[1:6, ])$events, c(rep(3, 5), 0))
  # Two of 1 to 6 whose sum is 1 to 6 have five values each.
  x$events[7] <- 2
  expect_identical(protect_counts(x[c(1, 2, 7), ])$events, rep(3, 3))
})

# Ten patients in each of six centres, of whom one relapses on y; five of each centre do twice on x.
cohort_of_centres <- function() {
  id <- sprintf("%02d", 1:60)
  on_x <- id[rep(1:10, 6) <= 5]
  audit_cohort(
    data.frame(id, centre = rep(letters[1:6], each = 10), follow_up_start = 0, follow_up_end = 1000),
    data.frame(id, drug = rep(c("x", "y"), each = 60), start = rep(c(10, 400), each = 60), stop = rep(c(390, NA), each = 60)),
    relapses = data.frame(id = c(id[seq(1, 60, by = 10)], on_x, on_x), onset = rep(c(500, 100, 200), c(6, 30, 30)))
  )
}

test_that("sums over groups are looked at in curves and comparisons too", {
  cohort <- cohort_of_centres()
  periods <- audit_periods(cohort, x = period_on("x"), y = period_since("y", 12))
  # One in each of six centres, six in all: shown together each would be known to be one.
  curves <- protect_counts(list(audit_curves(cohort, periods, times = c(180, 360)), audit_curves(cohort, periods, by = "centre", times = c(180, 360))))
  for (measure in c("mcf", "event_free")) {
    of <- lapply(curves, function(x) x[x$period == "y" & x$measure == measure & x$time == 180, ])
    expect_lt(nrow(of[[1]]) + nrow(of[[2]]), 7)
    # By hand: k of the centres with a sum of at most 6 are 7 - k at most each, and five values are needed.
    expect_true(nrow(of[[1]]) == 0 || nrow(of[[2]]) <= 2)
  }
  # What a table of the periods holds back is in no ratio, whether the table is given or not.
  arr <- audit_arr(cohort, periods)
  by_centre <- audit_arr(cohort, periods, by = "centre")
  shown <- protect_counts(list(arr, by_centre, audit_compare(arr)))
  expect_identical(is.na(shown[[1]]$events), c(FALSE, TRUE))
  expect_true(all(is.na(shown[[3]]$estimate)))
  beside <- protect_counts(list(by_centre, audit_compare(arr)))
  expect_true(anyNA(beside[[2]]$estimate) || anyNA(beside[[1]]$events))
  expect_false(anyNA(protect_counts(audit_compare(arr))$estimate))
})

test_that("curves at days that were asked for are of those at risk since the day before", {
  # 17 are followed for 400 days, 10 of whom have a relapse on day 100, 4 on day 300.
  id <- sprintf("%02d", 1:17)
  cohort <- audit_cohort(data.frame(id, follow_up_start = 0, follow_up_end = 400), data.frame(id, drug = "x", start = 0),
                         relapses = data.frame(id = id[1:14], onset = rep(c(100, 300), c(10, 4))))
  curves <- audit_curves(cohort, audit_periods(cohort, x = period_since("x", 13)), measure = "event_free", times = c(180, 360))
  shown <- protect_counts(curves)
  # By hand: of 17, shown as 15, 10, shown as 9, had one; 7, shown as 9, are left.
  expect_equal(shown$at_risk, c(15, 9))
  expect_equal(shown$estimate[1], 1 - 9 / 15)
  # A data frame of such days says nothing of those at risk before them.
  expect_identical(nrow(protect_counts(as.data.frame(curves))), 0L)
})

test_that("a linear solver finds no small number again from rounded ones", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("lpSolve")
  attacked <- 0
  for (seed in c(6, 11, 12)) {
    cohort <- made_up_cohort(70, seed, terms = 2)
    periods <- periods_of(cohort)
    by <- if (seed == 12) "sex" else "centre"
    truth <- lapply(list(NULL, by), function(by) audit_ae(cohort, periods, by = by, each = "term", measure = c("proportion", "rate", "recurrence")))
    found <- attack_rounded(truth, c("", by), extra = add_both)
    attacked <- attacked + nrow(found)
    expect_true(all(found$high - found$low >= 4), info = paste(utils::capture.output(found), collapse = "\n"))
  }
  for (seed in 1:2) {
    cohort <- made_up_cohort(60, seed, scans = TRUE)
    found <- attack_verbs(cohort, audit_periods(cohort, x = period_since("x", 12), y = period_since("y", 12)))
    attacked <- attacked + nrow(found)
    expect_true(all(found$high - found$low >= 4), info = paste(utils::capture.output(found), collapse = "\n"))
  }
  # Curves by groups, comparisons, laboratory and reasons for stopping.
  for (found in attack_kinds(switching_cohort(50, 8), days = c(180, 360))) {
    attacked <- attacked + nrow(found)
    expect_true(all(found$high - found$low >= 4), info = paste(utils::capture.output(found), collapse = "\n"))
  }
  expect_gt(attacked, 130)
})

test_that("the attack finds small numbers of rounded curves and tables of which none is held back", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("lpSolve")
  system <- new_system()
  for (group in c("all", paste0("of-", letters[1:6]))) {
    value <- if (group == "all") 6 else 1
    add_cell(system, cell("C", group, "y", "relapse:mcf:001"), value, value)
    add_cell(system, cell("R", group, "y", "relapse:mcf:001"), 10 * value, 10 * value)
  }
  relate_groups(system)
  relate_curves(system)
  found <- attack_steps(system, 6, 5)
  # By hand: each is one.
  expect_identical(found$cell, cell("C", paste0("of-", letters[1:6]), "y", "relapse:mcf:001"))
  expect_true(all(found$low == 1 & found$high == 1))
})

test_that("an abstract of rounded results says only those", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "Year after" = period_since("alemtuzumab", 12))
  x <- protect_counts(audit_abstract(cohort, periods))
  text <- paste(x, collapse = " ")
  expect_match(text, "steps of 6")
  expect_false(grepl("of 11|eleven", text))
  expect_true(all(vapply(unlist(attr(x, "results"), recursive = FALSE), inherits, NA, "msaudit_rounded")))
})

test_that("what holds single patients, or is no result, is refused", {
  wrong <- function(...) expect_error(protect_counts(...), class = "msaudit_argument_error")
  cohort <- example_cohort()
  wrong(lab_series(cohort, "lymphocytes", "alemtuzumab"))
  wrong(cohort)
  wrong(mtcars)
  wrong(audit_arr(3, years = 2), step = 1)
  wrong(audit_arr(3, years = 2), step = 5.5)
  wrong(audit_arr(3, years = 2), zeros = NA)
  wrong(audit_arr(3, years = 2), free_text = "drug")
})

# Two cohorts of other true numbers of which each is rounded alike.
cohort_of_steps <- function(relapsing, n = 40) {
  id <- sprintf("%02d", seq_len(n))
  audit_cohort(
    data.frame(id, sex = rep(c("F", "M"), c(n - 14, 14)), birth = -11000, follow_up_start = 0, follow_up_end = 1000),
    data.frame(id, drug = rep(c("x", "y"), each = n), start = rep(c(10, 400), each = n), stop = rep(c(390, NA), each = n)),
    relapses = data.frame(id = id[seq_len(relapsing)], onset = 200),
    events = data.frame(id = id[n + 1 - seq_len(relapsing)], term = "bitten by zoo lion", onset = 760)
  )
}

test_that("a report for those outside is the same, byte by byte, for whatever is rounded alike", {
  skip_without_pandoc()
  texts <- lapply(list(c(20, 40), c(21, 40)), function(sizes) {
    cohort <- cohort_of_steps(sizes[1], sizes[2])
    periods <- audit_periods(cohort, x = period_on("x"), y = period_since("y", 12))
    file <- file.path(tempfile(), "audit.html")
    dir.create(dirname(file))
    audit_report(cohort, periods, file, share = "outside", quiet = TRUE)
    c(readLines(file), readLines(paste0(file, ".json")))
  })
  expect_identical(texts[[1]], texts[[2]])
  expect_false(any(grepl("zoo lion", texts[[1]])))
})
