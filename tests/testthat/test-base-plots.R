skip_watched()

test_that("pictures are drawn, with text for those who cannot see them", {
  skip_on_cran() # and where memory is watched: font libraries leak
  skip_if_not_installed("ggplot2")
  cohort <- example_cohort()
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"))
  for (object in list(cohort, audit_arr(cohort, periods))) {
    picture <- ggplot2::autoplot(object)
    expect_s3_class(picture, "ggplot")
    expect_gt(nchar(ggplot2::get_alt_text(picture)), 40)
    file <- tempfile(fileext = ".png")
    grDevices::png(file)
    plot(object)
    grDevices::dev.off()
    expect_gt(file.size(file), 2000)
  }
})

test_that("of many patients those followed longest are drawn, and it is said", {
  skip_on_cran() # and where memory is watched: font libraries leak
  skip_if_not_installed("ggplot2")
  picture <- ggplot2::autoplot(example_cohort(), most = 3, as = "lines")
  expect_match(picture$labels$subtitle, "3 of 11")
  expect_error(ggplot2::autoplot(example_cohort(), most = 0), class = "msaudit_argument_error")
})

test_that("a comparison of rates is a line a patient, and densities of many", {
  skip_if_not_installed("ggplot2")
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, on = period_on("natalizumab"), after = period_since("alemtuzumab", 12))
  found <- audit_compare(audit_arr(cohort, periods))
  plot <- ggplot2::autoplot(found)
  expect_equal(nrow(plot$data), 22)
  expect_match(ggplot2::get_alt_text(plot), "11 patients, 8 with a lower rate than before, 0 with a higher one")
  many <- audit_arr(rep(c(1, 0, 2), 200), years = 1 + seq_len(600) / 600, period = rep(c("a", "b"), each = 300),
                    id = rep(1:300, 2))
  expect_s3_class(ggplot2::autoplot(audit_compare(many))$layers[[1]]$geom, "GeomViolin")
  groups <- audit_arr(c(1, 2, 0, 1), years = rep(1, 4), period = c("a", "a", "b", "b"), id = 1:4)
  expect_equal(nrow(ggplot2::autoplot(audit_compare(groups))$data), 0)
  # Without its patients its rows are drawn.
  expect_equal(nrow(ggplot2::autoplot(structure(found, of_patients = NULL))$data), nrow(found))
})

test_that("many patients are drawn as densities, which hold all their time and relapses", {
  skip_on_cran() # and where memory is watched: font libraries leak
  skip_if_not_installed("ggplot2")
  cohort <- example_cohort()
  cells <- msaudit:::density_cells(cohort)
  first <- msaudit:::first_days(cohort)
  expect_equal(sum(cells$table$years), sum(cohort$patients$to - first) / 365.25)
  expect_equal(max(cells$table$above), nrow(cohort$patients))
  since <- cohort$relapses$onset > first[cohort$relapses$patient]
  expect_equal(sum(cells$table$events), sum(since))
  picture <- ggplot2::autoplot(cohort, most = 3)
  expect_match(picture$labels$subtitle, "11 patients in bands")
  expect_match(ggplot2::get_alt_text(picture), "Relapses per patient-year: [0-9.]+ in all")
  expect_silent(ggplot2::ggplot_build(ggplot2::autoplot(small_cohort(relapses = NULL), as = "density")))
  one <- audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = "a", start = 0),
                      relapses = data.frame(id = 1, onset = 50), data_lock = 90)
  expect_equal(sum(msaudit:::density_cells(one)$table$events), 1)
  expect_error(ggplot2::autoplot(cohort, as = "dots"), class = "msaudit_argument_error")
})

test_that("where there is nothing to draw the picture says so", {
  skip_if_not_installed("ggplot2")
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  cohort <- example_cohort("alemtuzumab-switch")
  nobody <- audit_periods(cohort, gap = period_gap("alemtuzumab", "natalizumab"))
  two <- audit_periods(cohort, gap = period_gap("alemtuzumab", "natalizumab"), all = period_follow_up())
  apart <- data.frame(id = c("001", "002"), period = c("x", "y"), start = as.Date("2009-01-01"), stop = as.Date("2010-01-01"))
  shows <- function(x, text) {
    expect_silent(plot(x))
    expect_match(ggplot2::get_alt_text(ggplot2::autoplot(x)), text, fixed = TRUE)
  }
  shows(audit_arr(cohort, nobody), "gap - (0.00 to Inf)")
  shows(audit_curves(cohort, nobody), "Nobody is followed in any period.")
  shows(arr_sensitivity(cohort, two), "No definition gives an estimate.")
  shows(audit_compare(audit_arr(cohort, apart)), "No patient is in both periods.")
})

# The at-risk numbers and early limits are those of the vectors of the same spells.
test_that("curves begin with what no event so far leaves open, and show who is at risk", {
  skip_if_not_installed("ggplot2")
  cohort <- audit_cohort(
    data.frame(id = 1:4), data.frame(id = 1:4, drug = "x", start = 0, stop = c(100, 250, 400, 400)),
    relapses = data.frame(id = c(2, 3), onset = c(200, 300)), data_lock = 1000
  )
  curves <- audit_curves(cohort, audit_periods(cohort, x = period_on("x")), measure = "mcf")
  wanted <- curve_mcf(c(0, 0, 200, 0, 300, 0), c(100, 200, 250, 300, 400, 400), c(0, 1, 0, 1, 0, 0), c(1, 2, 2, 3, 3, 4),
                      times = c(1, 100, 101, 200, 300, 400))
  picture <- ggplot2::autoplot(curves)
  at <- function(day) picture$data[picture$data$time == day, ][1, ]
  expect_equal(at(0)$estimate, 0)
  expect_equal(at(0)$conf_high, wanted$conf_high[1])
  expect_equal(at(0)$conf_high, -log(0.025) / 4)
  expect_equal(at(101)$conf_high, wanted$conf_high[1])
  expect_equal(picture$data$conf_high[picture$data$time == 101][2], -log(0.025) / 3)
  expect_equal(tail(picture$data$conf_high, 1), wanted$conf_high[6])
  below <- picture$layers[[3]]$data
  expect_equal(below$time, c(0, 100, 200, 300, 400))
  expect_equal(below$label, c("4", "4", "3", "2", "2"))
  expect_true(all(below$y < 0))
  many <- audit_curves(cohort, do.call(audit_periods, c(list(cohort), stats::setNames(rep(list(period_on("x")), 5), letters[1:5]))))
  expect_equal(nrow(ggplot2::autoplot(many)$layers[[3]]$data), 0)
})
