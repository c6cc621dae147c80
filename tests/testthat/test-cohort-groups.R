# Groups whose values could be taken for one another, each with events of its own
# number, so that the rows can be told apart by what they count.
look_alikes <- function(values, ...) {
  n <- NROW(values)
  audit_cohort(
    cbind(data.frame(id = seq_len(n), follow_up_start = 0), values, ...),
    data.frame(id = seq_len(n), drug = "a", start = 100, stop = 600, stop_reason = rep_len(c("not recorded", NA), n)),
    relapses = data.frame(id = rep(seq_len(n), seq_len(n)), onset = 200 + 40 * sequence(seq_len(n))),
    events = data.frame(id = rep(seq_len(n), seq_len(n)), onset = 200 + sequence(seq_len(n)), term = "rash",
                        kind = rep_len(c("not known", NA, "any"), sum(seq_len(n)))),
    data_lock = 1000
  )
}

on_a <- function(cohort) audit_periods(cohort, "On a" = period_on("a"))

test_that("values that read like a missing one, or like each other when joined, stay apart everywhere", {
  sets <- list(
    data.frame(centre = c("not known", NA, "b", "'not known'")),
    data.frame(centre = c("a | b", "a", "a |", "a"), arm = c("c", "b | c", "| c", "| | c")),
    data.frame(centre = c(0.3, 0.1 + 0.2, 1, NA))
  )
  for (values in sets) {
    cohort <- look_alikes(values)
    by <- names(values)
    rates <- audit_arr(cohort, on_a(cohort), by = by)
    expect_equal(sort(rates$events), as.double(1:4))
    keys <- row_keys(as.data.frame(rates), by)
    expect_equal(anyDuplicated(keys), 0)
    # One row of one result is the same group as in the whole.
    expect_identical(vapply(1:4, function(i) row_keys(as.data.frame(rates)[i, ], by), ""), keys)
    expect_equal(vapply(1:4, function(i) sum(audit_records(rates, i)$counted), 0), rates$events)
    said <- sprintf(" in %s", quoted_keys(as.data.frame(rates), c(by, "period")))
    for (text in said) expect_match(results_text(rates), text, fixed = TRUE)
    baseline <- capture.output(print(audit_baseline(cohort, by = by, at = "a", totals = TRUE)))
    expect_length(regmatches(paste(baseline, collapse = " "), gregexpr("[0-9]+ in 0[.]27 years", paste(baseline, collapse = " ")))[[1]], 4)
    events <- audit_ae(cohort, on_a(cohort), by = by, each = "kind")
    printed <- capture.output(print(events))
    for (key in unique(row_keys(as.data.frame(events), c(by, "period")))) expect_true(key %in% printed)
    stops <- capture.output(print(audit_stops(cohort, "a", by = by)))
    expect_equal(sum(grepl("'not recorded' ", stops, fixed = TRUE)), 4)
  }
})

test_that("a value of events that reads like a missing one, or like any, is a row of its own", {
  cohort <- look_alikes(data.frame(centre = rep("a", 6)))
  found <- audit_ae(cohort, on_a(cohort), each = "kind", measure = "rate")
  expect_setequal(found$outcome, c("any", "'not known'", "not known", "kind any"))
  expect_equal(found$events[match(c("any", "'not known'", "not known", "kind any"), found$outcome)], c(21, 7, 7, 7))
})

test_that("a name that results have is said to be taken", {
  cohort <- look_alikes(data.frame(period = 1:3, measure = 1:3, events = 1:3, p = 1:3, note = 1:3, conf.low = 1:3))
  for (name in c("period", "measure", "events", "p", "note", "conf.low")) {
    expect_error(audit_arr(cohort, on_a(cohort), by = name), sprintf("names `%s`, but results have a column of that name: name yours otherwise in `patients`, such as `patient_%s`", name, name),
                 fixed = TRUE, class = "msaudit_argument_error")
  }
  # So is one of a table on the way to what is printed, compared or rounded.
  for (name in c("years", "active", "level", "levels", "baseline", "worst", "day", "definition", "lengths")) {
    inner <- look_alikes(structure(data.frame(3:1), names = name))
    for (verb in list(audit_arr, audit_curves)) {
      expect_error(verb(inner, on_a(inner), by = name), sprintf("names `%s`, but results", name), class = "msaudit_argument_error")
    }
    expect_error(audit_baseline(inner, by = name), sprintf("names `%s`, but results", name), class = "msaudit_argument_error")
  }
  # A name that tables of another verb alone have is not.
  free <- look_alikes(data.frame(place = 1:3, n = 1:3, time = 1:3, term = 1:3))
  for (name in c("place", "n", "time", "term")) expect_equal(nrow(audit_arr(free, on_a(free), by = name)), 3)
  expect_error(audit_curves(free, on_a(free), by = "time"), "names `time`", class = "msaudit_argument_error")
  expect_error(audit_lesion_free(free, on_a(free), by = "time"), "names `time`|no table", class = "msaudit_argument_error")
  expect_error(audit_baseline(free, by = "term"), "names `term`", class = "msaudit_argument_error")
  expect_equal(audit_baseline(free, by = "place")$patients[1:3], c(1, 1, 1))
})

test_that("what is no plain column is none to group by", {
  cohort <- look_alikes(data.frame(centre = c("a", "b")))
  for (values in list(as.raw(1:2), complex(real = 1:2), structure(c(1L, 9L), levels = "a", class = "factor"),
                      structure(1:2, levels = c("a", "a"), class = "factor"), matrix(1:4, 2))) {
    cohort$patients$centre <- values
    expect_error(audit_arr(cohort, on_a(cohort), by = "centre"), "`centre` of `patients` must be", class = "msaudit_error")
  }
  cohort$patients$centre <- c("a", "M\xfcller")
  Encoding(cohort$patients$centre) <- "latin1"
  expect_identical(audit_arr(cohort, on_a(cohort), by = "centre")$centre, c("M\u00fcller", "a"))
  # A level that is missing is a missing value.
  cohort$patients$centre <- addNA(factor(c("a", NA)))
  expect_identical(as.character(audit_arr(cohort, on_a(cohort), by = "centre")$centre), c("a", NA))
})

test_that("of several columns only the pairs that there are become groups, in order", {
  n <- 30000
  patients <- list(patients = data.frame(id = seq_len(n), x = rev(seq_len(n)), y = sprintf("%05d", seq_len(n)), z = rep(1:2, n / 2)))
  found <- patient_groups(patients, c("x", "y", "z"), quote(f()))
  expect_equal(found$n, n)
  expect_equal(found$code, rev(seq_len(n)))
  expect_identical(found$labels$x, seq_len(n))
  expect_identical(found$labels$y, rev(patients$patients$y))
  # The order is that of the columns, as the full grid has it.
  few <- data.frame(id = 1:5, x = c("b", "a", "b", "a", NA), y = factor(c("u", "u", "t", NA, "t"), c("u", "t")))
  found <- patient_groups(list(patients = few), c("x", "y"), quote(f()))
  expect_equal(found$code, c(3, 1, 4, 2, 5))
  expect_equal(as.character(found$labels$y), c("u", NA, "u", "t", "t"))
})

test_that("a period or group of vectors that is no whole factor is an error, not fewer events", {
  broken <- structure(c(1L, 7L), levels = "a", class = "factor")
  expect_error(audit_arr(c(1, 2), years = c(1, 1), period = broken), "`period`", class = "msaudit_argument_error")
  expect_error(audit_lesions(c(1, 2), exposure = c(1, 1), period = broken, id = 1:2), "`period`", class = "msaudit_argument_error")
  expect_error(audit_labs(c(1, 2), "lymphocytes", "10^9/L", id = 1:2, period = broken), "`period`", class = "msaudit_argument_error")
  expect_error(ci_rate_patients(c(1, 2), c(1, 1), group = broken), "`group`", class = "msaudit_argument_error")
  odd <- c("a", "\xff")
  Encoding(odd) <- "UTF-8"
  expect_error(audit_arr(c(1, 2), years = c(1, 1), period = odd), "encoding", class = "msaudit_data_error")
})

test_that("groups called time or term are shown, compared and shared as under any other name", {
  cohort_by <- function(name) {
    n <- 60
    patients <- structure(data.frame(1:n, 0, 730, rep(c("u", "v", "w"), length.out = n)),
                          names = c("id", "follow_up_start", "follow_up_end", name))
    treatments <- data.frame(id = rep(1:n, 2), drug = rep(c("a", "b"), each = n), start = rep(c(0, 365), each = n),
                             stop = rep(c(365, 730), each = n))
    days <- data.frame(id = rep(1:n, 1:n %% 5), onset = unlist(lapply(1:n %% 5, function(k) 10 + 140 * seq_len(k))))
    audit_cohort(patients, treatments, relapses = days, events = data.frame(days, term = c("rash", "flu")))
  }
  forms <- function(name) {
    cohort <- cohort_by(name)
    periods <- audit_periods(cohort, A = period_on("a"), B = period_on("b"))
    arr <- audit_arr(cohort, periods, by = name)
    results <- list(arr, audit_ae(cohort, periods, by = name, each = "term"), audit_compare(arr, reference = "A"))
    results <- c(results, lapply(results, protect_counts), lapply(results, suppress_cells))
    lapply(results, function(x) {
      tidied <- tidy.msaudit_result(x)
      words <- c(format(x), results_text(x))
      list(gsub("\\b(time|timy|timz|term|terz)\\b", "....", words), unname(as.list(as.data.frame(x))), unname(as.list(tidied)))
    })
  }
  expect_equal(forms("timz"), forms("timy"))
  expect_equal(forms("time"), forms("timz"))
  expect_equal(forms("term"), forms("terz"))
})
