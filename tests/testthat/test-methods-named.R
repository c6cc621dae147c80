# The methods that a text names are those that made the numbers: the columns `method` and
# `note` are the witness, and no name of another method stands in the text.
named_in <- function(text) {
  said <- interval_texts[vapply(interval_texts, grepl, NA, text, fixed = TRUE)]
  # "Poisson score interval" is not named by "Poisson score interval corrected for skewness".
  within <- vapply(seq_along(said), function(i) any(grepl(said[i], said[-i], fixed = TRUE)), NA)
  names(said)[!within]
}

some_patients <- list(c(5, 3, 1, 1, 0, 0, 2, 0), years = c(2, 2, 1.5, 2, 1, 2, 1, 1), id = 1:8)

test_that("the text of rates names the method of each row, whichever was asked for", {
  for (method in patient_rate_methods) {
    x <- do.call(audit_arr, c(some_patients, method = method))
    expect_equal(unique(x$method), method)
    expect_equal(named_in(methods_text(x)), method)
    lesions <- audit_lesions(some_patients[[1]], exposure = some_patients$years, id = 1:8, method = method)
    expect_equal(unique(lesions$method[lesions$measure == "rate"]), method)
    expect_equal(named_in(methods_text(lesions)), method)
    expect_equal(grepl("effective number of patients less one", methods_text(x)), method == "pooled_t")
  }
  for (method in rate_methods) {
    x <- audit_arr(5, years = 10, method = method)
    expect_equal(c(unique(x$method), named_in(methods_text(x))), c(method, method))
  }
})

test_that("the text of adverse events names the method of the rate", {
  cohort <- example_cohort("alemtuzumab-switch")
  x <- audit_ae(cohort, audit_periods(cohort, a = period_on("natalizumab")), measure = c("proportion", "rate"))
  expect_equal(named_in(methods_text(x)), unique(x$method[x$measure == "rate"]))
  totals <- audit_ae(3, patients = 11, events = 5, years = 9.7)
  expect_equal(unique(totals$method[totals$measure == "rate"]), "garwood")
  expect_equal(named_in(methods_text(totals)), "garwood")
})

test_that("what stood in for the default of a comparison is named where it did, and there alone", {
  of <- function(before, after, id) {
    n <- length(before)
    audit_compare(audit_arr(c(before, after), years = rep(1, 2 * n), period = rep(c("b", "a"), each = n), id = id), "b")
  }
  n <- 8
  before <- c(3, 1, 2, 4, 1, 2, 3, 1)
  cases <- list(of(before, c(1, 0, 1, 1, 0, 0, 2, 0), rep(1:n, 2)), of(before, rep(0, n), rep(1:n, 2)),
                of(before, c(1, 0, 1, 1, 0, 0, 2, 0), seq_len(2 * n)), of(before, rep(0, n), seq_len(2 * n)))
  for (x in cases) {
    text <- methods_text(x)
    expect_equal(grepl("an exact interval, scaled", text), any(grepl("fallback_exact", x$note)))
    expect_equal(grepl("Welch", text), any(x$method == "welch"))
    expect_equal(grepl("conditional Poisson", text), any(x$method == "robust"))
  }
  expect_equal(vapply(cases, function(x) any(grepl("fallback_exact", x$note)), NA), c(FALSE, TRUE, FALSE, TRUE))
})
