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
    by_default <- !grepl("fallback_exact", x$note) & x$measure == "rate_ratio"
    expect_equal(grepl("bias-reduced", text), any(x$method == "cr2" & by_default & x$design == "independent"))
    expect_equal(grepl("interval by t that is robust", text), any(x$method == "cr2" & by_default & x$design == "paired"))
  }
  expect_equal(vapply(cases, function(x) any(grepl("fallback_exact", x$note)), NA), c(FALSE, TRUE, FALSE, TRUE))
})

# Small cohorts of patients on "a" and then "b", or of each some, in times as long or not, of
# whom each has relapses, events and scans, by chance.
small_comparisons <- function(seed) {
  set.seed(seed)
  n <- sample(4:14, 1)
  paired <- seed %% 2 == 0
  days <- list(sample(300:500, n, replace = TRUE), sample(c(200, 400, 700), 1) + sample(0:60, n, replace = TRUE))
  id <- if (paired) rep(seq_len(n), 2) else seq_len(2 * n)
  start <- if (paired) c(rep(0, n), days[[1]]) else rep(0, 2 * n)
  stop <- start + unlist(days)
  mean <- 3 * rep(c(1, stats::runif(1, 0.05, 1)), each = n) * stats::rgamma(n, 1)[(id - 1) %% n + 1]
  drawn <- stats::rpois(2 * n, mean)
  row <- rep(seq_along(drawn), drawn)
  onset <- start[row] + ceiling(stats::runif(length(row)) * (stop - start)[row])
  people <- unique(id)
  cohort <- audit_cohort(
    data.frame(id = people, follow_up_start = 0, follow_up_end = as.vector(tapply(stop, id, max))),
    data.frame(id = id, drug = rep(c("a", "b"), each = n), start = start, stop = stop),
    relapses = data.frame(id = id[row], onset = onset), events = data.frame(id = id[row], onset = onset, term = "rash"),
    mri = data.frame(id = id, date = stop, compare_date = start, new_t2 = stats::rpois(2 * n, mean), gd = stats::rpois(2 * n, mean / 2))
  )
  periods <- audit_periods(cohort, a = period_on("a", grace = 0), b = period_on("b", grace = 0))
  level <- c(0.95, 0.8)[seed %% 3 %/% 2 + 1]
  lapply(list(arr = audit_arr(cohort, periods), ae = audit_ae(cohort, periods), lesions = audit_lesions(cohort, periods),
              curves = audit_curves(cohort, periods)), audit_compare, conf_level = level)
}

# The witness of each p is the interval beside it.
test_that("the p of every comparison is below its level exactly where the interval leaves out no effect", {
  seen <- character()
  for (seed in 1:12) {
    for (x in small_comparisons(seed)) {
      of <- as.data.frame(x)
      of <- of[!is.na(of$p), ]
      alpha <- 1 - definition(x)$conf_level
      null <- ifelse(endsWith(of$measure, "_ratio"), 1, 0)
      expect_false(anyNA(of$conf_low), label = class(x)[1])
      outside <- of$conf_low > null | of$conf_high < null
      # Ends that are no effect but for the last digits are left to either side.
      at_end <- pmin(abs(of$conf_low - null), abs(of$conf_high - null)) < 1e-9
      expect_equal((of$p < alpha)[!at_end], outside[!at_end], info = paste(seed, paste(of$measure, collapse = " ")))
      seen <- c(seen, paste(of$design, of$measure, of$p < alpha))
    }
  }
  both <- c("rate_ratio", "risk_difference", "risk_ratio", "count_ratio", "mcf_difference", "event_free_difference")
  expect_true(all(c(t(outer(c("paired", "independent"), both, paste)), "paired odds_ratio", "paired shift",
                    "independent rate_difference") %in% sub(" (TRUE|FALSE)$", "", seen)))
  expect_true(all(paste(both, "TRUE") %in% sub("^[a-z]+ ", "", seen)))
})
