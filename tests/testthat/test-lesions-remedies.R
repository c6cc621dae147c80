# Scans once a year on a drug of three periods of twelve months: most intervals reach out of
# theirs. The witness is the audit under each remedy: how many intervals it then counts.
annual_cohort <- function(compare_date = TRUE, n = 24) {
  scans <- data.frame(id = rep(seq_len(n), each = 4), date = rep(c(100, 465, 830, 1195), n) + rep(sample(0:200, n, TRUE), each = 4))
  scans$new_t2 <- rbinom(4 * n, 3, 0.3)
  scans$compare_date <- ave(scans$date, scans$id, FUN = function(day) c(NA, day[-4]))
  if (!compare_date) scans$compare_date <- NA
  audit_cohort(data.frame(id = seq_len(n), sex = rep(c("F", "M"), n / 2), follow_up_start = 0, follow_up_end = 1500),
               data.frame(id = seq_len(n), drug = "a", start = 0), mri = scans)
}

by_year <- function(cohort) {
  audit_periods(cohort, "year 1" = period_since("a", c(0, 12)), "year 2" = period_since("a", c(12, 24)),
                "year 3" = period_since("a", c(24, 36)))
}

shown <- function(x) gsub(" +", " ", paste(trimws(capture.output(print(x))), collapse = " "))

test_that("as many scans as are promised count under each remedy", {
  set.seed(81)
  for (compare_date in c(TRUE, FALSE)) {
    cohort <- annual_cohort(compare_date)
    # Some of the scans name one, the others do not.
    if (!compare_date) cohort$mri$compare_date[c(4, 8, 12)] <- cohort$mri$date[c(3, 7, 11)]
    periods <- by_year(cohort)
    counted <- function(...) definition(audit_lesions(cohort, periods, by = "sex", ...))$imaging$t2_scans
    x <- audit_lesions(cohort, periods, by = "sex")
    remedies <- definition(x)$remedies
    now <- counted()
    expect_equal(remedies$later, counted(straddling = "later") - now)
    expect_equal(remedies$earlier, counted(straddling = "earlier") - now)
    expect_equal(remedies$previous, counted(compare = "previous") - now)
    expect_equal(remedies$both, counted(straddling = "later", compare = "previous") - now)
    expect_true(any(remedies$later > 0 | remedies$both > 0))
    # Print names what brings any, with how many.
    lines <- shown(x)
    for (more in remedies$later[remedies$later > 0]) {
      expect_match(lines, sprintf("straddling = \"later\" (%d more, where they end)", more), fixed = TRUE)
    }
    for (more in remedies$previous[remedies$previous > 0]) {
      expect_match(lines, sprintf("compare = \"previous\" (%d more, since the scan before)", more), fixed = TRUE)
    }
    more <- remedies$both[remedies$both > pmax(remedies$later, remedies$previous)]
    for (each in more) expect_match(lines, sprintf("with compare = \"previous\" (%d more)", each), fixed = TRUE)
    expect_equal(length(gregexpr("More intervals would count by", lines, fixed = TRUE)[[1]]),
                 sum(remedies$later > 0 | remedies$earlier > 0 | remedies$previous > 0 | remedies$both > 0))
  }
})

test_that("the table of a report names the remedy too", {
  skip_if_not_installed("knitr")
  set.seed(82)
  cohort <- annual_cohort(FALSE)
  x <- audit_lesions(cohort, by_year(cohort))
  expect_true(all(x$patients[x$outcome == "new_t2" & x$measure == "proportion"] == 0))
  text <- paste(as.character(knitr::knit_print(x)), collapse = "\n")
  expect_match(text, sprintf("compare = &#34;previous&#34; (%d more)", definition(x)$remedies$both[2]), fixed = TRUE)
})

test_that("nothing is promised where nothing was left out, or nothing can be gained", {
  set.seed(83)
  cohort <- annual_cohort()
  whole <- audit_lesions(cohort, audit_periods(cohort, f = period_follow_up()), compare = "previous")
  expect_null(definition(whole)$remedies)
  expect_no_match(shown(whole), "More intervals")
  # The only scan of each patient, compared with none: there is none before.
  first <- cohort
  first$mri <- first$mri[!duplicated(first$mri$patient), ]
  x <- audit_lesions(first, audit_periods(first, f = period_follow_up()))
  expect_equal(definition(x)$remedies$previous, 0)
  expect_no_match(shown(x), "More intervals")
  # What leaves the hospital holds no number of scans.
  shared <- suppress_cells(audit_lesions(cohort, by_year(cohort)))
  expect_null(attr(shared, "settings")$remedies)
})

test_that("the sentence names the remedies that the table names", {
  set.seed(84)
  for (compare_date in c(TRUE, FALSE)) {
    cohort <- annual_cohort(compare_date)
    x <- audit_lesions(cohort, by_year(cohort))
    promised <- regmatches(shown(x), gregexpr("More intervals would count by [^.]*\\.", shown(x)))[[1]]
    expect_gt(length(promised), 0)
    for (text in promised) expect_match(results_text(x), text, fixed = TRUE)
    expect_equal(length(gregexpr("More intervals", results_text(x), fixed = TRUE)[[1]]), length(promised))
  }
})

# The witnesses are audit_lesions() of the same scans, and the intervals counted by hand.
test_that("an audit of who is free says what it leaves out, and what would count more", {
  set.seed(85)
  cohort <- annual_cohort()
  periods <- by_year(cohort)
  whole <- definition(audit_lesions(cohort, periods))$imaging
  x <- audit_lesion_free(cohort, periods, kind = "new_t2", times = 365)
  expect_equal(definition(x)$imaging$straddling, as.double(whole$straddling))
  # Of each interval the periods that hold some of its days, none of which holds it but for 60 days.
  mri <- cohort$mri[!is.na(cohort$mri$compare_date), ]
  bounds <- list(c(0, 365), c(365, 730), c(730, 1095))
  straddle <- vapply(bounds, function(of) {
    touches <- mri$compare_date < of[2] & mri$date > of[1]
    fits <- touches & mri$compare_date >= of[1] - 60 & mri$date <= of[2] + 60
    other <- vapply(seq_len(nrow(mri)), function(i) any(vapply(bounds, function(o) {
      mri$compare_date[i] < o[2] && mri$date[i] > o[1] && mri$compare_date[i] >= o[1] - 60 && mri$date[i] <= o[2] + 60
    }, NA)), NA)
    sum(touches & !fits & !other)
  }, 0L)
  expect_equal(definition(x)$imaging$straddling, as.double(straddle))
  for (n in straddle) {
    expect_match(shown(x), sprintf("; %d intervals straddling, left out", n), fixed = TRUE)
    expect_match(results_text(x), sprintf(", %d intervals that reached out of the period left out", n), fixed = TRUE)
  }
  expect_lte(max(nchar(capture.output(print(x)))), 80)
  # Enhancing lesions have no interval.
  cohort$mri$gd <- 0
  expect_no_match(shown(audit_lesion_free(cohort, periods, kind = "gd")), "straddling")

  alone <- annual_cohort(FALSE)
  follow_up <- audit_periods(alone, all = period_follow_up())
  free <- audit_lesion_free(alone, follow_up, kind = "new_t2")
  more <- definition(audit_lesions(alone, follow_up))$remedies$previous
  expect_equal(more, 72)
  for (text in c(shown(free), results_text(free))) {
    expect_match(text, "More intervals would count by compare = \"previous\" (72 more, since the scan before).", fixed = TRUE)
  }
  expect_no_match(shown(audit_lesion_free(alone, follow_up, kind = "new_t2", compare = "previous")), "More intervals")
})

test_that("intervals that begin in the only period count by where they begin", {
  id <- 1:12
  cohort <- audit_cohort(data.frame(id, follow_up_start = 0, follow_up_end = 1500), data.frame(id, drug = "a", start = 500),
                         mri = data.frame(id, date = 650, compare_date = 300, new_t2 = 1))
  x <- audit_lesions(cohort, audit_periods(cohort, before = period_before("a", 12)))
  expect_match(shown(x), "would count by straddling = \"earlier\" (12 more, where they begin)", fixed = TRUE)
  expect_no_match(shown(x), "later")
})
