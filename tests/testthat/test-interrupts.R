# What runs long hears an interrupt from outside, as Ctrl-C sends it, and ends at once.

test_that("a large linear programme ends within a second of an interrupt", {
  skip_on_cran()
  skip_on_os("windows")
  skip_if(watched, "all of it is slow")
  # Thousands of numbers that take from each other: to the end it takes far longer than is waited here.
  ready <- tempfile()
  script <- tempfile(fileext = ".R")
  writeLines(c(
    "set.seed(1)", "m <- 1500L", "n <- 3000L",
    "factors <- list(rep(seq_len(m), each = 200), sample(n, 200L * m, TRUE), runif(200 * m, -1, 1))",
    "rows <- list(rep(-Inf, m), runif(m))", "columns <- list(rep(1, n), runif(n))",
    sprintf("writeLines(format(Sys.getpid()), \"%s\")", ready),
    "heard <- tryCatch(.Call(msaudit:::C_linear_most, factors, rows, columns, 1000000L), interrupt = function(e) \"interrupted\")",
    "cat(heard[1])"
  ), script)
  out <- tempfile()
  system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(script)), stdout = out, stderr = out, wait = FALSE,
          env = paste0("R_LIBS=", paste(.libPaths(), collapse = ":")))
  done <- function(seconds, is_so) {
    until <- proc.time()[[3]] + seconds
    while (!is_so() && proc.time()[[3]] < until) Sys.sleep(0.02)
    is_so()
  }
  said <- function(file) if (file.exists(file)) paste(readLines(file, warn = FALSE), collapse = " ") else ""
  expect_true(done(60, function() nzchar(said(ready))))
  Sys.sleep(0.3)
  on.exit(tools::pskill(as.integer(said(ready)), tools::SIGKILL))
  # It is at work still, and then it is not.
  expect_identical(said(out), "")
  tools::pskill(as.integer(said(ready)), tools::SIGINT)
  # A second of a machine that does nothing else.
  expect_true(done(5, function() nzchar(said(out))))
  expect_identical(said(out), "interrupted")
})
