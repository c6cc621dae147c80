# Any lesion is of patients in whom both kinds are known. The witness is a count in plain R
# from the raw scans, one patient after the other, by the words of the help page.

# Scans that lie wholly within their period, so that where they belong is no question: up to
# three a patient and period, each kind unread at random, the combined count sometimes given.
random_activity <- function(n = 40, without = character(), with_active = FALSE) {
  id <- rep(seq_len(n), each = 6)
  scans <- data.frame(id, period = rep(c("a", "b"), each = 3), date = rep(c(200, 300, 400, 700, 800, 900), n))
  scans <- scans[runif(nrow(scans)) < 0.6, ]
  k <- nrow(scans)
  scans$compare_date <- scans$date - 90
  scans$new_t2 <- ifelse(runif(k) < 0.4, NA, rbinom(k, 2, 0.3))
  scans$gd <- ifelse(runif(k) < 0.5, NA, rbinom(k, 2, 0.2))
  scans$active <- if (with_active) ifelse(runif(k) < 0.7, NA, pmax(scans$new_t2, scans$gd, na.rm = TRUE)) else NA
  scans[without] <- rep(list(rep(NA, k)), length(without))
  scans$contrast <- ifelse(is.na(scans$gd), NA, TRUE)
  scans
}

audited_activity <- function(scans, n = 40, ...) {
  cohort <- audit_cohort(
    data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = 1100),
    data.frame(id = rep(seq_len(n), 2), drug = rep(c("a", "b"), each = n), start = rep(c(100, 600), each = n),
               stop = rep(c(500, 1000), each = n)), mri = scans[setdiff(names(scans), "period")]
  )
  audit_lesions(cohort, audit_periods(cohort, a = period_on("a"), b = period_on("b")), ...)
}

# Of each patient of a period: whether both kinds are known, lesions seen, and all shown absent.
by_patient <- function(scans, n = 40) {
  asked <- c(new_t2 = any(!is.na(scans$new_t2)), gd = any(!is.na(scans$gd)))
  one <- function(x) {
    told <- c(new_t2 = any(!is.na(x$new_t2)), gd = any(!is.na(x$gd)))
    counts <- c(x$new_t2, x$gd, x$active)
    absent <- function(kind) nrow(x) > 0 & all(x[[kind]] %in% 0 | x$active %in% 0)
    seen <- any(counts > 0, na.rm = TRUE)
    clear <- if (any(asked)) all(c(absent("new_t2"), absent("gd"))[asked]) else nrow(x) > 0 && all(x$active %in% 0)
    c(known = (any(asked) && all(told[asked])) || any(!is.na(x$active)), seen = seen, clear = clear && !seen)
  }
  lapply(c(a = "a", b = "b"), function(period) {
    t(vapply(seq_len(n), function(id) one(scans[scans$id == id & scans$period == period, ]), logical(3)))
  })
}

share_of <- function(x, outcome, measure) {
  rows <- as.data.frame(x)
  rows[rows$outcome == outcome & rows$measure == measure, ]
}

test_that("any lesion is counted as a count of the patients one by one does", {
  set.seed(71)
  for (i in 1:12) {
    without <- list(character(), "new_t2", "gd")[[1 + i %% 3]]
    scans <- random_activity(without = without, with_active = i > 6)
    x <- audited_activity(scans)
    expected <- by_patient(scans)
    total <- function(of) unname(vapply(expected, of, 0))
    any <- share_of(x, "any", "proportion")
    expect_equal(any$patients, total(function(e) sum(e[, "known"])))
    expect_equal(any$with_event, total(function(e) sum(e[, "known"] & e[, "seen"])))
    expect_equal(share_of(x, "any", "least_proportion")$with_event, total(function(e) sum(e[, "seen"])))
    expect_equal(share_of(x, "any", "most_proportion")$with_event, total(function(e) sum(!e[, "clear"])))
    expect_true(all(share_of(x, "any", "least_proportion")$patients == 40))
    # What a comparison takes are these patients.
    of <- attr(x, "of_patients")
    expect_equal(sum(!is.na(of$any)), sum(any$patients))
    expect_equal(sum(of$any, na.rm = TRUE), sum(any$with_event))
    # And the records behind the share are theirs.
    at <- which(x$outcome == "any" & x$measure == "proportion")
    counted <- lapply(at, function(row) unique(subset(as.data.frame(audit_records(x, row)), counted)$id))
    expect_equal(lengths(counted), any$patients)
  }
})

test_that("who counts for any lesion does not depend on what the scans show", {
  set.seed(72)
  for (i in 1:6) {
    scans <- random_activity(with_active = i > 3)
    shown <- function(x, positive) ifelse(is.na(x), NA, rbinom(length(x), 1, positive))
    counts <- lapply(c(0, 0.3, 1), function(positive) {
      for (kind in c("new_t2", "gd", "active")) scans[[kind]] <- shown(scans[[kind]], positive)
      x <- audited_activity(scans)
      free <- audit_lesion_free(attr(x, "audited")$cohort, attr(x, "audited")$periods)
      c(share_of(x, "any", "proportion")$patients, definition(free)$imaging$imaged)
    })
    expect_equal(counts[[2]], counts[[1]])
    expect_equal(counts[[3]], counts[[1]])
  }
})

# With no effect at all; T2 known after in nobody, or in one of ten.
test_that("a kind that is not read in one period makes no fall of either", {
  set.seed(73)
  n <- 2000
  scans <- data.frame(id = rep(seq_len(n), 2), period = rep(c("a", "b"), each = n), date = rep(c(400, 900), each = n))
  scans$compare_date <- scans$date - 250
  scans$new_t2 <- rbinom(2 * n, 1, 0.5)
  scans$gd <- rbinom(2 * n, 1, 0.3)
  scans$contrast <- TRUE
  after <- scans$period == "b"
  scans$new_t2[after] <- NA
  x <- audited_activity(scans, n)
  expect_equal(share_of(x, "any", "proportion")$patients, c(n, 0))
  expect_equal(share_of(x, "any", "proportion")$estimate[2], NA_real_)
  found <- share_of(audit_compare(x, "a"), "any", "risk_difference")
  expect_equal(found$patients, 0)
  expect_equal(found$estimate, NA_real_)
  expect_match(paste(trimws(capture.output(print(x))), collapse = " "), "either +not known +not estimable")
  expect_match(results_text(x), "either was not estimable, since nobody had both kinds known")
  expect_match(results_text(audit_compare(x, "a")), "Nobody had new T2 lesions and enhancing lesions both known in", fixed = TRUE)
  read <- which(after)[seq_len(n / 10)]
  scans$new_t2[read] <- rbinom(n / 10, 1, 0.5)
  x <- audited_activity(scans, n)
  found <- share_of(audit_compare(x, "a", conf_level = 0.999), "any", "risk_difference")
  expect_equal(found$patients, n / 10)
  expect_lt(abs(found$estimate), 0.12)
  expect_lt(found$conf_low, 0)
  expect_gt(found$conf_high, 0)
})

test_that("the record of a patient of whom one kind is known says so", {
  scans <- data.frame(id = c(1, 1, 2, 3, 3), period = "a", date = c(300, 400, 300, 300, 400), compare_date = c(210, 310, 210, 210, 310),
                      new_t2 = c("2", NA, "1", "0-2", "0"), gd = c(NA, 0, NA, NA, 0), contrast = c(NA, TRUE, NA, NA, TRUE))
  x <- audited_activity(scans, 3)
  reasons <- function(measure) {
    audit_records(x, which(x$outcome == "any" & x$measure == measure & x$period == "a"))$reason
  }
  expect_equal(reasons("proportion"), c("counted", "counted", "one_kind", "open_count", "open_count"))
  expect_equal(reasons("least_proportion"), rep("counted", 5))
  expect_equal(share_of(x, "any", "proportion")$patients[1], 1)
  expect_equal(share_of(x, "any", "least_proportion")$with_event[1], 2)
  expect_equal(share_of(x, "any", "most_proportion")$with_event[1], 3)
})

# Patient 1: combined lesions 0 on the first scan, "0-2" new T2 on the second. Patient 2:
# combined 0 says that "0-2" new T2 are none.
test_that("bounds are narrowed by a combined count of their scan, and by no other", {
  scans <- data.frame(id = c(1, 1, 2), period = "a", date = c(300, 400, 300), compare_date = c(210, 310, 210),
                      new_t2 = c(NA, "0-2", "0-2"), gd = c(NA, 0, NA), contrast = c(NA, TRUE, NA), active = c(0, NA, 0))
  x <- audited_activity(scans, 2)
  expect_equal(share_of(x, "any", "proportion")[1, c("patients", "with_event")], data.frame(patients = 1L, with_event = 0L),
               ignore_attr = TRUE)
  expect_equal(share_of(x, "any", "most_proportion")$with_event[1], 1)
  expect_equal(share_of(x, "new_t2", "proportion")$patients[1], 1)
})

# What is held back is sought by what is known to hold: that must hold.
test_that("what disclosure control takes for granted of any lesion holds", {
  set.seed(74)
  for (i in 1:6) {
    x <- audited_activity(random_activity())
    any <- share_of(x, "any", "proportion")
    for (kind in c("new_t2", "gd")) {
      of <- share_of(x, kind, "proportion")
      expect_true(all(of$with_event + any$patients <= any$with_event + of$patients))
      expect_true(all(any$patients <= of$patients))
    }
    held <- suppress_cells(x)
    expect_true(all(is.na(held$with_event[held$with_event %in% 1:4])))
  }
})
