# What runs long hears an interrupt from outside, as Ctrl-C sends it, and ends at once.

# Each takes seconds, or minutes, to its end.
long_calls <- c(
  # Thousands of numbers that take from each other.
  linear_most = "{
    m <- 1500L; n <- 3000L
    factors <- list(rep(seq_len(m), each = 200), sample(n, 200L * m, TRUE), runif(200 * m, -1, 1))
    .Call(msaudit:::C_linear_most, factors, list(rep(-Inf, m), runif(m)), list(rep(1, n), runif(n)), 1000000L)
  }",
  signed_rank = ".Call(msaudit:::C_signed_rank, x, 0L, 0L, 0.95, 0L)",
  paired_rates = ".Call(msaudit:::C_paired_rates, y, t, rev(y), t, 0L, 0L, 0.95, 0L, 1)",
  patient_spread = ".Call(msaudit:::C_patient_spread, rep(y, 6), rep(t + 1, 6), rep(1L, 6e6), 1L, 1)",
  ci_rate = ".Call(msaudit:::C_ci_rate, y, t, t, 1L, 0.95, 0L, 1)",
  ci_proportion = ".Call(msaudit:::C_ci_proportion, y, y + 10, 4L, 0.95, 0L, NaN)",
  two_rates = ".Call(msaudit:::C_two_rates, y, t, y, t, 0L, 0.95, 0L, 1)",
  two_proportions = ".Call(msaudit:::C_two_proportions, y, y + 10, y, y + 12, 0L, 0.95, 0L, 1L)",
  # Ends that are all different, of intervals that lie across each other: how many steps it
  # takes depends on where they lie.
  turnbull = "{
    set.seed(1)
    left <- runif(4e5); right <- left + runif(4e5)
    .Call(msaudit:::C_turnbull, list(left, right, rep(1, 4e5), order(left) - 1L, order(right) - 1L))
  }"
)

test_that("what takes seconds ends within one of an interrupt", {
  skip_on_cran()
  skip_on_os("windows")
  skip_if(watched, "all of it is slow")
  ready <- tempfile()
  heard <- tempfile()
  script <- tempfile(fileext = ".R")
  # What interrupts comes while a call runs; its data were made before it was said to.
  writeLines(c(
    "set.seed(1)", "x <- sort(rnorm(1e6))", "y <- as.double(rpois(1e6, 2))", "t <- rep(1, 1e6)",
    "say <- function(what, file) cat(what, '\\n', sep = '', file = file, append = TRUE)",
    sprintf("ready <- '%s'", ready), sprintf("heard <- '%s'", heard), "say(Sys.getpid(), ready)",
    sprintf("one <- function() {\nsay('runs', ready)\n%s\n'ended'\n}
             say(tryCatch(one(), interrupt = function(e) 'interrupted'), heard)", long_calls)
  ), script)
  system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(script)), stdout = FALSE, stderr = FALSE,
          wait = FALSE, env = paste0("R_LIBS=", paste(.libPaths(), collapse = ":")))
  said <- function(file) if (file.exists(file)) readLines(file, warn = FALSE) else character()
  done <- function(seconds, file, n) {
    until <- proc.time()[[3]] + seconds
    while (length(said(file)) < n && proc.time()[[3]] < until) Sys.sleep(0.02)
    length(said(file)) >= n
  }
  expect_true(done(60, ready, 1))
  child <- as.integer(said(ready)[1])
  on.exit(tools::pskill(child, tools::SIGKILL))
  for (i in seq_along(long_calls)) {
    expect_true(done(60, ready, i + 1), info = names(long_calls)[i])
    Sys.sleep(0.3)
    # It is at work still, and then it is not.
    expect_identical(length(said(heard)), i - 1L, info = names(long_calls)[i])
    tools::pskill(child, tools::SIGINT)
    # A second of a machine that does nothing else.
    expect_true(done(5, heard, i), info = names(long_calls)[i])
    expect_identical(said(heard)[i], "interrupted", info = names(long_calls)[i])
  }
})

# Whether a call ends by an interrupt that was there before it, at its first look for
# one: R itself looks once in a thousand evaluations, so not before the line after.
hears <- function(call) {
  over <- FALSE
  tryCatch({
    tools::pskill(Sys.getpid(), tools::SIGINT)
    call()
    over <- TRUE
    Sys.sleep(1)
  }, interrupt = function(e) NULL)
  !over
}

# All that can take a second of a million patients, however little there is to do here. R's
# own distribution functions look too, so that of some this would not tell.
heard_calls <- list(
  linear_most = function() .Call(C_linear_most, list(1L, 1L, 1), list(-Inf, 1), list(1, 1), 10L),
  shared_days = function() .Call(C_shared_days, list(1L, 1L, 0L, 9L), 1L),
  permuted_rates = function() .Call(C_permuted_rates, c(1, 0, 2, 3), c(1, 1, 1, 1), 2L, 0L, 0L, 300000L),
  signed_rank = function() .Call(C_signed_rank, c(-1, 2, 3), 0L, 1L, 0.95, 0L),
  paired_rates = function() .Call(C_paired_rates, c(1, 2), c(1, 1), c(0, 1), c(1, 2), 0L, 0L, 0.95, 0L, 1),
  patient_spread = function() .Call(C_patient_spread, c(1, 4, 0), c(1, 2, 1), c(1L, 1L, 1L), 1L, 1),
  event_spread = function() {
    .Call(C_event_spread, list(c(1L, 1L), c(0L, 0L), c(1L, 2L), 1:2), 1L, list(c(1L, 1L), c(9L, 30L)), 1L, 0:1)
  },
  turnbull = function() .Call(C_turnbull, list(c(0, 1, 4), c(2, 3, Inf), c(1, 1, 1), 0:2, 0:2)),
  pooled_rates = function() .Call(C_pooled_rates, 5, 4, 3, list(2.7, 1.2, 0.3), 0.95, 0L, 1),
  ci_rate = function() .Call(C_ci_rate, 3, 2, 1, 1L, 0.95, 0L, 1),
  ci_proportion = function() .Call(C_ci_proportion, 3, 11, 3L, 0.95, 0L, NaN),
  two_rates = function() .Call(C_two_rates, 3, 2, 1, 1, 0L, 0.95, 0L, 1),
  two_proportions = function() .Call(C_two_proportions, 3, 5, 1, 4, 0L, 0.95, 0L, 1L),
  paired_proportions = function() .Call(C_paired_proportions, 3, 5, 1, 4, 0L, 0.95, 0L),
  log_t_interval = function() .Call(C_log_t_interval, 2, 0.3, 5, 0.95, 0L, 1),
  medians = function() .Call(C_medians, c(1, 2), c(1L, 1L), 1L, 0.95),
  lesion_activity = function() .Call(C_lesion_activity, 1, 0, 2),
  any_activity = function() .Call(C_any_activity, 1L, 1L, 0L, c(1L, 1L)),
  landmark_grades = function() .Call(C_landmark_grades, list(1L, 20L, 3L, 3L, 1L, 0.4, -1L, 1L), 20L, 10L, 30L)
)

test_that("what takes a second of a million patients looks for an interrupt", {
  skip_on_os("windows")
  skip_on_cran()
  skip_if(watched, "R stands still for each signal")
  # What is over in a moment does not look: this is how one sees that.
  expect_false(hears(function() .Call(C_whole_range, c(3, 9, -1))))
  for (name in names(heard_calls)) expect_true(hears(heard_calls[[name]]), info = name)
})
