row_of <- function(x, outcome, measure) as.data.frame(x)[x$outcome == outcome & x$measure == measure, ]

# A cell at a time, from the words of the documentation.
totals_by_split <- function(x, exposure, id, period) {
  cells <- split(seq_along(x), list(as.character(id), period), drop = TRUE)
  one <- function(of) c(sum(x[of], na.rm = TRUE), sum(exposure[of][!is.na(x[of])]), sum(!is.na(x[of])))
  found <- vapply(cells, one, numeric(3))
  period <- sub("^.*[.]", "", names(cells))
  data.frame(period, lesions = found[1, ], exposure = found[2, ], scans = found[3, ])
}

test_that("vectors are summed by patient and period, whatever their ids are", {
  set.seed(61)
  for (i in 1:20) {
    n <- sample(c(1, 5, 200), 1)
    x <- rpois(n, 1.2)
    x[runif(n) < 0.2] <- NA
    exposure <- round(runif(n, 0.1, 3), 2)
    id <- sample(switch(i %% 4 + 1, 1:30, 1e12 + (1:30) * 1e6, sprintf("p%d", 1:30), factor(letters)), n, TRUE)
    period <- sample(c("a", "b"), n, TRUE)
    expected <- totals_by_split(x, exposure, id, period)
    expected <- expected[expected$scans > 0, ]
    found <- row_of(audit_lesions(x, exposure = exposure, id = id, period = factor(period, c("a", "b"))), "new_t2", "rate")
    sums <- function(column) vapply(c("a", "b"), function(p) sum(expected[[column]][expected$period == p]), 0, USE.NAMES = FALSE)
    expect_equal(found$events, sums("lesions"))
    expect_equal(found$exposure, sums("exposure"))
    expect_equal(found$patients, vapply(c("a", "b"), function(p) sum(expected$period == p), 0L, USE.NAMES = FALSE))
    expect_equal(found$with_event, vapply(c("a", "b"), function(p) sum(expected$lesions[expected$period == p] > 0), 0L, USE.NAMES = FALSE))
  }
})

test_that("the order of elements changes no bit, in few cells and in many", {
  set.seed(62)
  for (n_periods in c(3, 4000)) {
    n <- 3000
    x <- data.frame(y = rpois(n, 1), t = 10^runif(n, -3, 1), id = sample(200, n, TRUE), p = sample(n_periods, n, TRUE))
    audit <- function(x) {
      found <- audit_lesions(x$y, exposure = x$t, id = x$id, period = factor(x$p, seq_len(n_periods)))
      list(as.data.frame(found), attr(found, "of_patients")[c("row", "patient", "t2", "ids")])
    }
    plain <- audit(x)
    for (i in 1:3) expect_identical(audit(x[sample(n), ]), plain)
  }
})

test_that("periods in many cells are those of few", {
  set.seed(63)
  n <- 500
  y <- rpois(n, 1)
  id <- sample(400, n, TRUE)
  period <- sample(c("a", "b", "c"), n, TRUE)
  few <- audit_lesions(y, exposure = 1.5, id = id, period = factor(period, c("a", "b", "c")))
  # Levels that no element has make the grid too large to be laid out.
  many <- audit_lesions(y, exposure = 1.5, id = id, period = factor(period, c("a", "b", "c", sprintf("no %d", 1:800))))
  expect_equal(as.data.frame(many)[as.character(many$period) %in% c("a", "b", "c"), -1], as.data.frame(few)[-1], ignore_attr = TRUE)
  expect_identical(attr(many, "of_patients")$ids, attr(few, "of_patients")$ids)
})

test_that("dust of arithmetic is no fraction, and what cannot be says which element", {
  x <- audit_lesions(c(3 * (1 / 3 + 1), 0), exposure = c(1, 2), id = 1:2)
  expect_equal(row_of(x, "new_t2", "rate")$events, 4)
  bad <- function(element, ...) {
    error <- expect_error(audit_lesions(...), class = "msaudit_error")
    expect_match(conditionMessage(error), sprintf("element %d|`.*`", element))
  }
  bad(2, c(1, 0.5), exposure = 1, id = 1:2)
  bad(2, c(1, -1), exposure = 1, id = 1:2)
  bad(2, c(1, Inf), exposure = 1, id = 1:2)
  bad(2, c(1, 1e300), exposure = 1, id = 1:2)
  bad(2, c(1, 1), exposure = c(1, 0), id = 1:2)
  bad(2, c(1, 1), exposure = c(1, NA), id = 1:2)
  bad(1, c(1, 1), exposure = c(1, Inf), id = 1:2)
  bad(2, c(1, 1), exposure = 1, id = c("a", NA))
  bad(2, c(1, 1), exposure = 1, id = factor(c("a", NA)))
  bad(2, c(1, 1), exposure = 1, id = 1:2, period = c("a", NA))
  bad(2, c(1, 1), exposure = 1, id = 1:2, period = factor(c("a", NA)))
  bad(1, c(1, 1), exposure = 1, id = 1)
  bad(1, "1", exposure = 1, id = 1)
  # Doubles count no further, so that the sum would depend on the order.
  bad(3, c(2^53 - 1, 1, 1), exposure = 1, id = c(1, 1, 1))
  bad(3, c(1, 1, 2^53 - 1), exposure = 1, id = c(1, 1, 1))
  expect_equal(row_of(audit_lesions(c(2^53 - 1, 1), exposure = 1, id = c(1, 1)), "new_t2", "rate")$events, 2^53)
  # Of an unknown count the exposure is not asked.
  x <- audit_lesions(c(NA, 1), exposure = c(NA, 1), id = 1:2)
  expect_equal(row_of(x, "new_t2", "rate")$patients, 1)
  expect_equal(row_of(audit_lesions(NA, exposure = 1, id = 1), "new_t2", "proportion")$patients, 0)
  expect_equal(nrow(audit_lesions(numeric(), exposure = numeric(), id = numeric())), 6)
})
