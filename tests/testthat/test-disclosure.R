expect_protected <- function(system, width = 3) {
  found <- attack(system)
  pinned <- found[floor(found$high + 1e-6) - ceiling(found$low - 1e-6) < width, ]
  testthat::expect_identical(nrow(pinned), 0L, info = paste(utils::capture.output(pinned), collapse = "\n"))
  nrow(found)
}

test_that("a linear solver finds no small number again, of adverse events by groups", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("lpSolve")
  attacked <- 0
  for (seed in 1:2) {
    cohort <- made_up_cohort(60 + 20 * seed, seed, terms = 2)
    periods <- periods_of(cohort)
    truth <- lapply(list(NULL, if (seed == 1) "sex" else "centre"), function(by) {
      audit_ae(cohort, periods, by = by, each = "term", measure = c("proportion", "rate", "recurrence"))
    })
    shown <- suppress_cells(truth)
    attacked <- attacked + expect_protected(system_of(shown, truth, c("", if (seed == 1) "sex" else "centre")))
  }
  expect_gt(attacked, 30)
})

test_that("the attack finds small numbers where they alone are held back", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("lpSolve")
  cohort <- made_up_cohort(100, 1, terms = 3)
  truth <- lapply(list(NULL, "sex"), function(by) {
    audit_ae(cohort, periods_of(cohort), by = by, each = "term", measure = c("proportion", "rate"))
  })
  naive <- lapply(truth, function(x) {
    for (name in c("patients", "with_event", "events")) x[[name]][x[[name]] %in% 1:4] <- NA
    x
  })
  found <- attack(system_of(naive, truth, c("", "sex")))
  expect_gt(sum(found$low == found$high), 5)
})

test_that("a linear solver finds no relapse again, with totals and a period made of others", {
  skip_on_cran() # takes seconds
  skip_if_not_installed("lpSolve")
  for (seed in 5) {
    cohort <- made_up_cohort(50, seed)
    periods <- periods_of(cohort)
    truth <- list(audit_arr(cohort, periods, by = "sex", totals = TRUE), audit_arr(cohort, periods, by = "centre"))
    shown <- suppress_cells(truth)
    system <- system_of(shown, truth, c("sex", "centre"))
    for (group in unique(sub(" Both .*", "", grep("^E .* Both relapse", names(system$value), value = TRUE)))) {
      add_row(system, paste(group, "Both relapse"), paste(group, c("Year 1 relapse", "Year 2 relapse")))
    }
    expect_protected(system)
  }
})

test_that("what gives a count back goes with it", {
  cohort <- made_up_cohort(80, 11)
  truth <- audit_ae(cohort, periods_of(cohort), by = "centre", each = "term")
  x <- suppress_cells(truth)
  share <- x$measure == "proportion"
  expect_true(all(is.na(x$estimate[share & is.na(x$with_event)])))
  expect_true(all(is.na(x$conf_low[is.na(x$with_event)])))
  expect_true(all(is.na(x$dispersion[is.na(x$with_event) | is.na(x$events)])))
  rate <- x$measure == "rate"
  expect_true(all(is.na(x$estimate[rate & is.na(x$events)])))
  expect_true(all(is.na(x$exposure[is.na(x$patients)])))
  for (name in c("patients", "with_event", "events")) {
    expect_false(any(x[[name]] %in% 1:4))
    kept <- !is.na(x[[name]])
    expect_identical(x[[name]][kept], truth[[name]][kept])
    expect_identical(typeof(x[[name]]), typeof(truth[[name]]))
  }
  expect_false(any((x$patients - x$with_event) %in% 1:4))
  held <- is.na(x$patients) | is.na(x$with_event)
  expect_true(all(x$note[held] == "suppressed"))
  expect_gt(sum(!held), 0)
})

test_that("the pair that a total gives back is held back, exactly as by hand", {
  x <- audit_arr(c(30, 2, 25, 57), years = c(20, 10, 20, 50), period = c("a", "b", "c", "d"))
  x <- as.data.frame(x)
  x$group <- c("a", "b", "c", "all")
  x$period <- "p"
  shared <- suppress_cells(x)
  # 2 is small; 57 - 30 - 25 gives it back, so the least of the others goes too.
  expect_identical(which(is.na(shared$events)), 2:3)
  # Without the total nothing gives it back.
  expect_identical(which(is.na(suppress_cells(x[1:3, ])$events)), 2L)
  # A limit above the counts: all goes.
  expect_true(all(is.na(suppress_cells(x, min_cell = 100)$events)))
})

test_that("of thousands with one total as many are held back as by hand", {
  groups <- function(events) {
    n <- length(events)
    x <- as.data.frame(audit_arr(c(events, sum(events)), years = c(rep(10, n), 10 * n), period = as.character(0:n)))
    x$group <- c(sprintf("%04d", seq_len(n)), "all")
    x$period <- "p"
    which(is.na(suppress_cells(x)$events))
  }
  # The total gives back one alone, so one of the least beside it goes too.
  held <- groups(replace(rep(c(30, 20), 1500), c(2000, 2500), c(2, 8)))
  expect_identical(held, c(2000L, 2500L))
  # The total tells of many small ones only what they are together.
  small <- seq(5L, 2995L, by = 10L)
  expect_identical(groups(replace(rep(30, 3000), small, 2)), small)
})

test_that("zeros are shown, or small", {
  x <- audit_ae(c(0, 11, 6), patients = 11, outcome = c("a", "b", "c"))
  expect_identical(suppress_cells(x)$with_event, c(0, 11, 6))
  expect_identical(suppress_cells(x, zeros = FALSE)$with_event, c(NA, NA, 6))
})

test_that("a small number is printed as held back, with a legend, and never as 0", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "Year after" = period_since("alemtuzumab", 12))
  arr <- audit_arr(cohort, periods)
  results <- list(arr = arr, compared = audit_compare(arr), ae = audit_ae(cohort, periods, each = "category"),
                  labs = audit_labs(cohort, periods, landmark = 1), lesions = audit_lesions(cohort, periods),
                  stops = audit_stops(cohort, "natalizumab"), shifts = audit_lab_shifts(cohort, periods),
                  curves = audit_curves(cohort, periods), free = audit_lesion_free(cohort, periods),
                  sensitivity = arr_sensitivity(cohort, periods, relapse_gap = c(30, 60)),
                  baseline = audit_baseline(cohort, by = "sex", at = "alemtuzumab", totals = TRUE),
                  compared_ae = audit_compare(audit_ae(cohort, periods)))
  shared <- suppress_cells(results)
  expect_identical(names(shared), names(results))
  for (name in names(shared)) {
    x <- shared[[name]]
    lines <- format(x)
    expect_lte(max(nchar(lines, "width")), 80)
    expect_match(paste(lines, collapse = "\n"), "-: held back", fixed = TRUE)
    expect_false(any(grepl("\\bNA\\b|NaN", lines)))
    expect_identical(class(x), c("msaudit_suppressed", class(results[[name]])))
    expect_identical(dim(x), dim(results[[name]]))
    # Nothing but the settings is left of what it was made from.
    expect_true(all(names(attributes(x)) %in% c("names", "row.names", "class", "settings")))
    text <- paste(capture.output(dput(x)), collapse = "")
    expect_false(any(vapply(shQuote(cohort$patients$id, "cmd"), grepl, NA, text, fixed = TRUE)))
    expect_type(results_text(x), "character")
    expect_false(grepl("\\bNA\\b", results_text(x)))
    csv <- read.csv(write_audit(x, tempfile(fileext = ".csv")))
    expect_false(any(unlist(csv[intersect(names(csv), c("patients", "with_event", "events", "at_risk"))]) %in% 1:4))
  }
  expect_false(any(grepl("suppressed", format(suppress_cells(results$ae[0, ])))))
})

test_that("a comparison is held back with its counts, and where its counts are not known", {
  cohort <- made_up_cohort(300, 3)
  periods <- audit_periods(cohort, x = period_since("x", 24), y = period_since("y", 24))
  arr <- audit_arr(cohort, periods)
  compared <- audit_compare(arr)
  shown <- suppress_cells(compared)
  expect_identical(shown$estimate, compared$estimate)
  expect_true(all(is.na(suppress_cells(as.data.frame(compared))$estimate)))
  few <- audit_compare(audit_arr(example_cohort(), audit_periods(
    example_cohort(), a = period_on("natalizumab"), b = period_since("alemtuzumab", 12))))
  expect_true(all(is.na(suppress_cells(few)$estimate)))
})

test_that("of a curve those days are shown between which enough happened", {
  cohort <- made_up_cohort(300, 4)
  periods <- audit_periods(cohort, x = period_since("x", 24))
  curves <- audit_curves(cohort, periods)
  x <- suppress_cells(curves)
  for (measure in unique(x$measure)) {
    shown <- which(x$measure == measure & !is.na(x$estimate))
    expect_gt(length(shown), 5)
    at <- curves$measure == measure
    since <- diff(c(0, cumsum(curves$events[at])[shown - min(which(at)) + 1]))
    expect_true(all(since == 0 | since >= 5))
    expect_true(all(curves$at_risk[shown] >= 5))
  }
})

test_that("what holds single patients, or is no result, is refused", {
  wrong <- function(...) expect_error(suppress_cells(...), class = "msaudit_argument_error")
  cohort <- example_cohort()
  wrong(lab_series(cohort, "lymphocytes", "alemtuzumab"))
  wrong(as.data.frame(lab_series(cohort, "lymphocytes", "alemtuzumab")))
  wrong(cohort)
  wrong(mtcars)
  wrong(audit_arr(3, years = 2), min_cell = 1)
  wrong(audit_arr(3, years = 2), min_cell = 5.5)
  wrong(audit_arr(3, years = 2), zeros = NA)
})

test_that("a comparison of curves, which has no counts of its own, is held back", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, a = period_on("natalizumab"), b = period_since("alemtuzumab", 12))
  compared <- audit_compare(audit_curves(cohort, periods))
  expect_true(nrow(compared) > 0)
  shared <- suppress_cells(compared)
  expect_true(all(is.na(shared$estimate)) && all(is.na(shared$patients)))
})

test_that("how few were left out of a period, or not imaged in it, is not worked out from all", {
  # Of 40 patients 37 start y, and 36 of them are imaged.
  id <- sprintf("%02d", 1:40)
  cohort <- audit_cohort(
    data.frame(id, birth = 0, follow_up_start = 10000, follow_up_end = 12000),
    data.frame(id = c(id, id[1:37]), drug = rep(c("x", "y"), c(40, 37)), start = rep(c(10010, 11000), c(40, 37))),
    relapses = data.frame(id = id[1:20], onset = 11100),
    mri = data.frame(id = id[1:36], date = 11300, compare_date = 11010, new_t2 = rep(0:2, 12))
  )
  periods <- audit_periods(cohort, x = period_since("x", 24), y = period_since("y", 24))
  all <- audit_baseline(cohort)
  arr <- audit_arr(cohort, periods)
  lesions <- audit_lesions(cohort, periods)
  shown <- suppress_cells(list(all, arr, lesions))
  expect_identical(shown[[1]]$patients[1], 40L)
  expect_identical(shown[[2]]$patients, c(40L, NA))
  expect_true(is.na(shown[[2]]$exposure[2]))
  expect_false(any(shown[[3]]$patients %in% 36:37))
  # Without the whole beside it nobody knows of the three.
  expect_identical(suppress_cells(arr)$patients, c(40L, 37L))
  expect_false(all(36:37 %in% suppress_cells(lesions)$patients))
})

test_that("what one definition of a relapse counts and another does not is no small number, and no ratio tells a rate", {
  id <- sprintf("%02d", 1:40)
  # 20 relapse in the first year, 3 of them again within 20 days; 2 in the second.
  cohort <- audit_cohort(
    data.frame(id, follow_up_start = 0, follow_up_end = 731), data.frame(id, drug = "x", start = 0),
    relapses = data.frame(id = id[c(1:20, 1:3, 21:22)], onset = rep(c(100, 110, 500), c(20, 3, 2)))
  )
  periods <- audit_periods(cohort, "1" = period_since("x", 12), "2" = period_since("x", c(12, 24)))
  definitions <- arr_sensitivity(cohort, periods, relapse_gap = c(30, 1), reference = "1")
  rates <- definitions$measure == "rate" & definitions$period == "1"
  expect_identical(definitions$events[rates], c(20, 23))
  shown <- suppress_cells(list(audit_arr(cohort, periods), definitions))
  # The main result stays.
  expect_identical(shown[[1]]$events, c(20, NA))
  expect_identical(shown[[2]]$events[rates], c(20, NA))
  ratio <- shown[[2]]$measure == "rate_ratio"
  expect_true(all(is.na(shown[[2]]$estimate[ratio])))
  expect_true(all(is.na(unlist(suppress_cells(as.data.frame(definitions))[ratio, c("estimate", "conf_low", "p")]))))
  # Where nothing is small all of it is shown.
  two <- arr_sensitivity(cohort, audit_periods(cohort, "1" = period_since("x", 12)), relapse_gap = 30)
  expect_false(anyNA(suppress_cells(two)$estimate))
})

test_that("medians in years are none of a day", {
  cohort <- made_up_cohort(41, 3)
  cohort$patients$birth <- -seq(7000, by = 137, length.out = 41)
  x <- audit_baseline(cohort)
  ages <- x$outcome == "age" & x$measure == "median"
  shown <- suppress_cells(x)
  expect_false(isTRUE(all.equal(x$estimate[ages], round(x$estimate[ages], 1))))
  expect_identical(shown$estimate[ages], round(x$estimate[ages], 1))
  # A row that has no estimate is not said to be held back.
  text <- utils::capture.output(print(shown))
  expect_match(text, "patients, number +41 *$", all = FALSE)
  expect_match(text, "age, median [(]years[)]", all = FALSE)
})

test_that("what a period has more than one within it is no small number", {
  # 12 relapse in the first eleven months, 2 of 40 in the twelfth.
  id <- sprintf("%02d", 1:40)
  cohort <- audit_cohort(
    data.frame(id, follow_up_start = 0, follow_up_end = 731), data.frame(id, drug = "x", start = 0),
    relapses = data.frame(id = id[1:14], onset = rep(c(100, 350), c(12, 2)))
  )
  short <- audit_periods(cohort, "11 months" = period_since("x", c(0, 11)))
  year <- audit_periods(cohort, "1 year" = period_since("x", c(0, 12)))
  both <- audit_periods(cohort, "11 months" = period_since("x", c(0, 11)), "1 year" = period_since("x", c(0, 12)))
  whole <- audit_arr(cohort, both)
  expect_identical(whole$events, c(12, 14))
  expect_identical(sum(!is.na(suppress_cells(whole)$events)), 1L)
  # In tables of their own too.
  apart <- suppress_cells(list(audit_arr(cohort, short), audit_arr(cohort, year)))
  expect_identical(sum(!is.na(c(apart[[1]]$events, apart[[2]]$events))), 1L)
  # Periods that do not lie within one another tell nothing.
  other <- audit_periods(cohort, a = period_since("x", c(0, 11)), b = period_since("x", c(1, 12)))
  expect_false(anyNA(suppress_cells(audit_arr(cohort, other))$events))
  expect_identical(periods_within(list(audit_arr(cohort, other))), list(inner = character(), outer = character()))
})

test_that("many groups of few patients take seconds, and are held back", {
  skip_on_cran() # takes seconds
  cohort <- made_up_cohort(100, 1, terms = 4)
  truth <- lapply(list(NULL, "sex", "centre"), function(by) {
    audit_ae(cohort, periods_of(cohort), by = by, each = "term", measure = c("proportion", "rate", "recurrence"))
  })
  seconds <- system.time(shown <- suppress_cells(truth))[["user.self"]]
  expect_lt(seconds, if (watched) Inf else 10)
  expect_false(any(unlist(lapply(shown, function(x) c(x$patients, x$with_event, x$events))) %in% 1:4))
})

test_that("what is held back whole is named in a line, and no day of a curve tells of a patient", {
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "Year after" = period_since("alemtuzumab", 12))
  ae <- format(suppress_cells(audit_ae(cohort, periods, each = "term")))
  expect_match(paste(ae, collapse = " "), "Held back: any (proportion, first event rate", fixed = TRUE)
  expect_false(any(grepl("^fatigue, proportion +-/11", ae)))
  curves <- audit_curves(cohort, periods)
  shared <- suppress_cells(curves)
  expect_true(all(is.na(shared$time[shared$note == "suppressed"])))
  expect_match(format(shared), "Held back: [0-9]+ days", all = FALSE)
  asked <- suppress_cells(audit_curves(cohort, periods, times = c(90, 180)))
  expect_false(anyNA(asked$time))
})

test_that("worst grades, lesions at most, models and filters give no small number back", {
  frame <- function(outcome, measure, with_event, patients = 60L, events = NA_real_, unit = "patient") {
    data.frame(period = "p", outcome, measure, patients, with_event, events, exposure = NA_real_, unit, dispersion = NA_real_,
               estimate = 0.5, conf_low = 0.1, conf_high = 0.9, method = "x", note = "", stringsAsFactors = FALSE)
  }
  grades <- suppress_cells(frame(c("any", "grade 1", "grade 2", "grade 3"), "worst_grade", c(33L, 20L, 11L, 2L)))
  expect_lt(sum(!is.na(grades$with_event)), 3)
  # 58 of 60 are known: 20, and at most 22.
  lesions <- suppress_cells(frame("new_t2", c("proportion", "most_proportion"), c(20L, 22L), c(58L, 60L)))
  expect_true(anyNA(lesions$with_event) && anyNA(lesions$patients))
  # 40 relapses, of which 37 are severe.
  all <- frame("relapse", "rate", 30L, 60L, 40, "year")
  severe <- frame("relapse", "rate", 29L, 60L, 37, "year")
  both <- suppress_cells(list(all, severe))
  expect_true(is.na(both[[1]]$events) || is.na(both[[2]]$events))
  expect_true(is.na(both[[1]]$with_event) || is.na(both[[2]]$with_event))
  # 40 events of 38 patients.
  rate <- frame("relapse", "rate", 38L, 60L, 40, "year")
  rate$dispersion <- 1.05
  expect_true(all(is.na(suppress_cells(rate)[c("dispersion", "conf_low")])))
})

test_that("a result whose columns were overwritten is an error that names the column", {
  arr <- audit_arr(example_cohort(), two_periods(example_cohort()))
  for (column in c("events", "patients", "exposure", "estimate", "note", "measure", "outcome")) {
    for (value in list("x", I(as.list(seq_len(nrow(arr)))), 1L, TRUE)) {
      y <- arr
      y[[column]] <- value
      if (identical(typeof(y[[column]]), typeof(arr[[column]])) || is.numeric(y[[column]]) && is.numeric(arr[[column]])) next
      for (share in list(suppress_cells, protect_counts)) {
        error <- expect_error(share(y), class = "msaudit_argument_error")
        expect_match(conditionMessage(error), sprintf("`%s`", column), fixed = TRUE)
      }
    }
  }
  arr$measure <- NA
  expect_error(suppress_cells(arr), class = "msaudit_argument_error")
})
