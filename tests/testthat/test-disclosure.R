# A cohort of so many patients with events and relapses by chance.
made_up_cohort <- function(n, seed, terms = 6) {
  set.seed(seed)
  id <- sprintf("%03d", seq_len(n))
  patients <- data.frame(id, sex = sample(c("F", "M", NA), n, TRUE, c(0.68, 0.28, 0.04)),
                         centre = sample(c("a", "b", "c", "d"), n, TRUE, c(0.5, 0.3, 0.12, 0.08)),
                         follow_up_start = 0, follow_up_end = 800, stringsAsFactors = FALSE)
  some <- function(mean) rep(id, stats::rpois(n, mean * stats::rgamma(n, 1)))
  with_event <- some(1.2)
  with_relapse <- some(0.9)
  audit_cohort(
    patients, data.frame(id, drug = sample(c("x", "y"), n, TRUE), start = 10),
    relapses = data.frame(id = with_relapse, onset = sample(11:790, length(with_relapse), TRUE)),
    events = data.frame(id = with_event, term = sample(letters[seq_len(terms)], length(with_event), TRUE, seq_len(terms)^2),
                        onset = sample(11:790, length(with_event), TRUE), stringsAsFactors = FALSE)
  )
}

periods_of <- function(cohort) {
  audit_periods(cohort, "Year 1" = period_since("x", c(0, 12)), "Year 2" = period_since("x", c(12, 24)),
                "Both" = period_since("x", c(0, 24)), "y" = period_since("y", 24))
}

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
