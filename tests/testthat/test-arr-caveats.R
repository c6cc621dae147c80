# The same patients on a and then on b, with so many relapses on each.
changed <- function(before, after, reasons = NULL) {
  n <- length(before)
  id <- seq_len(n)
  days <- function(counts, from) unlist(lapply(counts, function(k) from + 40 * seq_len(k)))
  treatments <- data.frame(id = rep(id, 2), drug = rep(c("a", "b"), each = n), start = rep(c(0, 1000), each = n),
                           stop = rep(c(1000, NA), each = n))
  if (!is.null(reasons)) treatments$stop_reason <- c(reasons, rep(NA, n))
  relapses <- data.frame(id = c(rep(id, before), rep(id, after)), onset = c(days(before, 0), days(after, 1000)))
  cohort <- audit_cohort(data.frame(id, follow_up_start = 0), treatments, relapses, data_lock = 2000)
  audit_compare(audit_arr(cohort, audit_periods(cohort, "On a" = period_on("a"), "On b" = period_on("b"))))
}

printed <- function(x) gsub(" +", " ", paste(capture.output(print(x)), collapse = " "))

test_that("regression to the mean is said of a fall, and of nothing else", {
  down <- changed(c(3, 2, 4, 3, 2, 5), c(1, 0, 1, 0, 1, 0))
  up <- changed(c(1, 0, 1, 0, 1, 0), c(3, 2, 4, 3, 2, 5))
  same <- changed(c(1, 2, 0, 1, 2, 1), c(2, 1, 1, 0, 1, 2))
  expect_match(printed(down), "if patients changed treatment because they did badly")
  expect_match(printed(down), "chance alone would have given a ratio|cannot be estimated")
  for (x in list(up, same)) {
    expect_no_match(printed(x), "regression to the mean|chance alone")
    expect_no_match(results_text(x), "regression to the mean")
  }
  # As many patients fall by one relapse as rise by one, and one more falls: p is 0.85 by t.
  hardly <- changed(c(rep(1, 14), rep(0, 26)), c(rep(0, 27), rep(1, 13)))
  expect_gt(hardly$p[hardly$measure == "rate_ratio"], 0.8)
  expect_lt(hardly$estimate[hardly$measure == "rate_ratio"], 1)
  for (said in c(printed(hardly), results_text(hardly))) expect_no_match(said, "regression to the mean|chance alone")
  expect_match(results_text(down), "fell from .*regression to the mean")
  expect_match(results_text(up), "rose from")
  expect_match(results_text(same), "was 0.43 .* and 0.43 ")
})

test_that("a change that the limits leave open is neither a fall nor a rise", {
  open <- changed(c(2, 1, 0, 2, 1, 1), c(1, 1, 1, 0, 1, 2))
  row <- open[open$measure == "rate_ratio", ]
  expect_lt(row$estimate, 1)
  expect_gt(row$conf_high, 1)
  expect_match(results_text(open), "went from")
})

test_that("the reasons that were recorded stand beside the caveat", {
  reasons <- c("pregnancy", "pregnancy", "pregnancy", "relapse", NA, "cost")
  down <- changed(c(3, 2, 4, 3, 2, 5), c(1, 0, 1, 0, 1, 0), reasons)
  expect_match(printed(down), paste("Recorded reasons for the stop before b in 6 patients:",
                                    "pregnancy 3, cost 1, not recorded 1, relapse 1[.]"))
  expect_match(results_text(down), "chance alone [(]regression to the mean[)][.] Recorded reasons for the stop before b")
  expect_no_match(printed(changed(c(3, 2, 4), c(1, 0, 1))), "Recorded reasons")
  expect_no_match(printed(changed(c(1, 0, 1), c(3, 2, 4), c("x", "y", "z"))), "Recorded reasons")
})

test_that("reasons do not leave the hospital with a comparison", {
  down <- changed(rep(4, 20), rep(1, 20), rep("moved to Mars", 20))
  expect_match(printed(down), "Mars")
  expect_no_match(printed(suppress_cells(down)), "Mars")
})
