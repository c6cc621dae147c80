# Of many findings and records those that are shown are formatted, and no others.

# How many values a function of the package is given while something is done.
given_to <- function(name, does) {
  count <- new.env()
  count$n <- 0
  where <- asNamespace("msaudit")
  seen <- function(x) count$n <- count$n + length(x)
  tracer <- as.call(list(seen, as.name(names(formals(get(name, where)))[1])))
  suppressMessages(trace(name, tracer, print = FALSE, where = where))
  on.exit(suppressMessages(untrace(name, where = where)))
  utils::capture.output(does())
  count$n
}

late_relapses <- function(n) {
  audit_cohort(data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = 1000), data.frame(id = seq_len(n), drug = "a", start = 1),
               relapses = data.frame(id = seq_len(n), onset = 5000 + seq_len(n)))
}

test_that("no more findings and records are formatted than are shown", {
  cohort <- late_relapses(3000)
  # Of each the value and the patient.
  expect_lte(given_to("cut_text", function() print(findings(cohort))), 20)
  expect_lte(given_to("cut_text", function() print(findings(cohort), n = 25)), 50)
  records <- audit_records(audit_arr(cohort, audit_periods(cohort, a = period_on("a"))), 1)
  expect_identical(nrow(records), 3000L)
  expect_lte(given_to("id_text", function() print(records)), 50)
})

test_that("all findings are wrapped as one text is", {
  shown <- utils::capture.output(print(findings(late_relapses(750)), n = 1e9))
  shown <- shown[startsWith(shown, "    ")]
  # By strwrap(), of all of them at once.
  places <- strsplit(paste(trimws(shown), collapse = " "), "; ", fixed = TRUE)[[1]]
  expect_length(places, 750)
  expect_identical(shown, strwrap(paste(places, collapse = "; "), indent = 4, exdent = 4, width = 80))
})
