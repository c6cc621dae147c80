skip_watched()

lesion_example <- function(...) {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                           "Year after alemtuzumab" = period_since("alemtuzumab", months = 12))
  audit_lesions(cohort, periods, ...)
}

test_that("the days of scans hold all lesions and scans that the rows have", {
  set.seed(71)
  n <- 30
  mri <- data.frame(id = rep(seq_len(n), each = 6), date = as.vector(replicate(n, sort(sample(20:1150, 6)))))
  mri$compare_date <- mri$date - sample(10:200, 6 * n, TRUE)
  mri$new_t2 <- ifelse(runif(6 * n) < 0.1, NA, rpois(6 * n, 1))
  mri$gd <- ifelse(runif(6 * n) < 0.2, NA, rpois(6 * n, 0.4))
  mri$contrast <- !is.na(mri$gd)
  cohort <- audit_cohort(data.frame(id = seq_len(n), sex = c("F", "M"), follow_up_start = 0, follow_up_end = 1200),
                         data.frame(id = rep(seq_len(n), 2), drug = rep(c("a", "b"), each = n), start = rep(c(50, 600), each = n),
                                    stop = rep(c(500, 1000), each = n)), mri = mri)
  periods <- audit_periods(cohort, a = period_on("a"), b = period_on("b"), all = period_calendar(100, 900))
  for (straddling in c("drop", "later")) {
    x <- audit_lesions(cohort, periods, by = "sex", straddling = straddling, rebaseline = if (straddling == "later") c(0, 400))
    days <- msaudit:::scan_days(x)
    labels <- attr(x, "of_patients")$labels
    total <- function(v) as.vector(tapply(v, factor(days$row, seq_len(nrow(labels))), sum, na.rm = TRUE, default = 0))
    rows <- as.data.frame(x)
    rate <- function(kind) rows$events[rows$outcome == kind & rows$measure == "rate"]
    expect_equal(total(days$t2), rate("new_t2"))
    expect_equal(total(days$gd), rate("gd"))
    shares <- rows[rows$outcome == "any" & rows$measure == "proportion", ]
    who <- function(which) unique(paste(days$row, days$patient)[which])
    rows_of <- function(who) tabulate(as.integer(sub(" .*", "", who)), nrow(labels))
    both <- intersect(who(!is.na(days$t2)), who(!is.na(days$gd)))
    expect_equal(rows_of(both), shares$patients)
    expect_equal(rows_of(intersect(both, who(which(days$t2 > 0 | days$gd > 0)))), shares$with_event)
    active <- msaudit:::day_activity(days, "any")
    expect_equal(is.na(active), is.na(days$t2) | is.na(days$gd))
    expect_equal(which(active), which(days$t2 + days$gd > 0))
  }
})

test_that("shares by scan are those of patients scanned so often", {
  skip_if_not_installed("ggplot2")
  x <- lesion_example()
  data <- ggplot2::autoplot(x)$data
  # By hand: ten patients have a scan on natalizumab, three a second, one a third.
  expect_equal(data$patients[data$period == "On natalizumab"], c(10, 3, 1))
  expect_equal(data$with_event[data$period == "On natalizumab"], c(8, 2, 1))
  expect_equal(data$conf_low[1], ci_proportion(8, 10)$conf_low)
  # Of eight scans of seven patients one is without contrast, and of one no T2 are known.
  expect_equal(data$patients[data$period == "Year after alemtuzumab"], 6)
  one <- ggplot2::autoplot(x, most = 1)
  expect_equal(one$data$number, c(1, 1))
  expect_match(one$labels$subtitle, "the first 1 of 3 scans")
  part <- ggplot2::autoplot(x[x$period == "On natalizumab", ], kind = "gd")
  expect_equal(as.character(unique(part$data$period)), "On natalizumab")
  expect_equal(part$data$with_event, c(4, 0, 0))
  expect_match(ggplot2::get_alt_text(part), "scan 1 40 \\(12 to 74\\) % of 10 patients")
})

test_that("the grid has a row for each patient, and says who was not scanned", {
  skip_if_not_installed("ggplot2")
  x <- lesion_example()
  plot <- ggplot2::autoplot(x, type = "grid")
  expect_equal(nrow(plot$data), 22)
  expect_equal(nlevels(plot$data$id), 11)
  expect_match(ggplot2::get_alt_text(plot), "Year after alemtuzumab: 7 of 11 patients scanned, 8 scans (none 6, not known 2)", fixed = TRUE)
  few <- ggplot2::autoplot(x, type = "grid", as = "lines", most = 3)
  expect_match(few$labels$subtitle, "the 3 of 11 patients with the most lesions")
  expect_equal(rev(levels(few$data$id)), c("007", "005", "002"))
  many <- ggplot2::autoplot(x, type = "grid", most = 10)
  expect_match(many$labels$title, "bands")
  expect_equal(sum(many$data$scans), 20)
})

test_that("courses are shaded by period, and mark what does not count", {
  skip_if_not_installed("ggplot2")
  x <- lesion_example()
  plot <- ggplot2::autoplot(x, type = "patients")
  expect_equal(nlevels(plot$data$panel), 11)
  counted <- table(plot$data$what)
  rows <- as.data.frame(x)
  # Each T2 count and each enhancing count of a scan is in one period or in none.
  expect_equal(counted[["new T2"]], sum(definition(x)$imaging$t2_scans))
  expect_equal(counted[["enhancing"]], sum(definition(x)$imaging$gd_scans))
  expect_equal(sum(counted), sum(!is.na(example_table("mri")$new_t2)) + sum(!is.na(example_table("mri")$gd)))
  density <- ggplot2::autoplot(x, type = "patients", as = "density", kind = "new_t2")
  expect_match(ggplot2::get_alt_text(density), "14 scans|7 scans|No time")
  expect_silent(ggplot2::ggplot_build(plot))
})

# Twelve scanned on day 180: six without lesions, three with one, two with two, one
# with five; three of them once more on day 350, which are too few.
test_that("of many courses a time is shaded by the share of its scans", {
  skip_if_not_installed("ggplot2")
  n <- 12
  counts <- c(rep(0, 6), 1, 1, 1, 2, 2, 5)
  mri <- data.frame(id = c(seq_len(n), 1:3), date = c(rep(180, n), 350, 350, 350), compare_date = c(rep(10, n), 180, 180, 180),
                    new_t2 = c(counts, 0, 0, 7))
  cohort <- audit_cohort(data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = 400),
                         data.frame(id = seq_len(n), drug = "a", start = 0, stop = 390), mri = mri)
  x <- audit_lesions(cohort, audit_periods(cohort, "On a" = period_on("a")))
  plot <- ggplot2::autoplot(x, type = "patients", as = "density", kind = "new_t2")
  cells <- plot$data[order(plot$data$class), ]
  expect_identical(as.numeric(cells$class), c(1, 2, 3, 4))
  expect_equal(cells$share, c(6, 3, 2, 1) / 12)
  expect_true(all(cells$from < 180 & 180 <= cells$until & cells$until < 350))
  expect_match(plot$labels$subtitle, "3 scans at times with fewer than 10 not drawn")
  expect_match(ggplot2::get_alt_text(plot), "50 % of 12 scans without")
})

test_that("pairs are drawn of a result and of its comparison, as tiles of many", {
  skip_if_not_installed("ggplot2")
  x <- lesion_example()
  plot <- ggplot2::autoplot(x, type = "pairs")
  expect_equal(nrow(plot$data), 2 * (6 + 5))
  expect_match(ggplot2::get_alt_text(plot), "new T2 per year: Year after alemtuzumab: 6 patients, 6 with fewer than before")
  expect_equal(ggplot2::autoplot(audit_compare(x))$data, plot$data)
  backwards <- ggplot2::autoplot(x, type = "pairs", reference = "Year after alemtuzumab", kind = "gd")
  expect_match(ggplot2::get_alt_text(backwards), "0 with fewer than before, 3 with more, 2 with none in either")
  set.seed(4)
  many <- audit_lesions(rpois(800, 2), exposure = 1, id = rep(1:400, 2), period = rep(c("a", "b"), each = 400))
  tiles <- ggplot2::autoplot(many, type = "pairs")
  expect_equal(sum(tiles$data$Freq), 400)
  expect_equal(sum(tiles$data$share), 100)
  expect_error(ggplot2::autoplot(many), "not of a cohort", class = "msaudit_argument_error")
  expect_error(ggplot2::autoplot(x[x$period == "On natalizumab", ], type = "pairs"), "one period alone",
               class = "msaudit_argument_error")
  expect_error(ggplot2::autoplot(x, type = "lines"), class = "msaudit_argument_error")
  expect_error(ggplot2::autoplot(x, most = 0), class = "msaudit_argument_error")
})

test_that("the share free of lesions is drawn as what the scans allow", {
  skip_if_not_installed("ggplot2")
  x <- lesion_example()
  audited <- attr(x, "audited")
  free <- audit_lesion_free(audited$cohort, audited$periods)
  plot <- ggplot2::autoplot(free)
  boxes <- ggplot2::layer_data(plot, 1)
  expect_true(all(boxes$ymin <= boxes$ymax))
  # Boxes join: each begins where the last ended.
  by_panel <- split(boxes, boxes$PANEL)
  for (box in by_panel) expect_equal(box$ymax[-1], box$ymin[-nrow(box)])
  expect_match(ggplot2::get_alt_text(plot), "by day 294 0 % by Turnbull's estimate")
  points <- ggplot2::autoplot(audit_lesion_free(audited$cohort, audited$periods, times = c(90, 180)))
  expect_silent(ggplot2::ggplot_build(points))
})

test_that("nobody, one patient and unknown lesions are drawn all the same", {
  skip_on_cran() # and where memory is watched: font libraries leak
  skip_if_not_installed("ggplot2")
  nobody <- select_patients(example_cohort(), ids = character())
  one <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 900), data.frame(id = 1, drug = "a", start = 10),
                      mri = data.frame(id = 1, date = 300, new_t2 = NA, compare_date = 20, gd = NA))
  blank <- audit_cohort(data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 900), data.frame(id = 1:2, drug = "a", start = 10),
                        mri = data.frame(id = 1, date = c(300, 300), new_t2 = c(1, 0), compare_date = 20))
  grDevices::png(tempfile(fileext = ".png"))
  on.exit(grDevices::dev.off())
  for (cohort in list(nobody, one, blank)) {
    periods <- audit_periods(cohort, p = period_follow_up(), q = period_calendar(if (cohort$clock == "dates") "2009-01-01" else 1, if (cohort$clock == "dates") "2010-01-01" else 500))
    x <- audit_lesions(cohort, periods)
    for (type in c("scans", "grid", "patients", "pairs")) {
      for (as in c("lines", "density")) {
        plot <- ggplot2::autoplot(x, type = type, as = as)
        expect_gt(nchar(ggplot2::get_alt_text(plot)), 20)
        print(plot)
      }
    }
    expect_lte(max(nchar(capture.output(print(audit_compare(x))))), 80)
    expect_length(results_text(audit_compare(x)), 1)
    free <- ggplot2::autoplot(audit_lesion_free(cohort, periods))
    expect_gt(nchar(ggplot2::get_alt_text(free)), 20)
    print(free)
  }
})
