test_that("a series holds the values of one test since the start of a drug", {
  series <- lab_series(example_cohort(), "ALC", "alemtuzumab", months = c(-1, 3))
  plain <- example_table("labs")
  plain <- plain[plain$test == "lymphocytes", ]
  first <- first_alemtuzumab()
  plain$start <- first$start[match(plain$id, first$id)]
  last <- vapply(format(plain$start), function(day) as.numeric(months_later(as.Date(day), 3)), 0)
  before <- vapply(format(plain$start), function(day) as.numeric(seq(as.Date(day), by = "-1 month", length.out = 2)[2]), 0)
  plain <- plain[as.numeric(plain$date) >= before & as.numeric(plain$date) <= last, ]
  plain <- plain[order(plain$id, plain$date), ]
  expect_equal(series$id, plain$id)
  expect_equal(series$value, plain$value)
  expect_equal(series$ref_low, plain$ref_low)
  expect_equal(as.numeric(series$day), as.numeric(plain$date - plain$start))
  expect_equal(series$month, as.integer(round(series$day / 30.4375)))
  expect_equal(definition(series)$unit, "10^9/L")
})

test_that("values are in one unit, censored ones said, those without a unit left out", {
  labs <- data.frame(id = 1, date = 1:4, test = "hb", value = c("12", "<50", "130", "1"), unit = c("g/dL", "g/L", "g/L", NA), ref_low = c(13, 130, 130, 1))
  cohort <- audit_cohort(data.frame(id = 1), data.frame(id = 1, drug = "a", start = 0), labs = labs, data_lock = 99)
  series <- lab_series(cohort, "haemoglobin", "a")
  expect_equal(series$value, c(120, 50, 130))
  expect_equal(series$censored, c(NA, "below", NA))
  expect_equal(series$ref_low, c(130, 130, 130))
  expect_true(all(is.na(series$ref_high)))
  expect_s3_class(series[1:2, ], "msaudit_lab_series")
  expect_identical(class(series[c("id", "value")]), "data.frame")
  expect_lte(max(nchar(capture.output(print(series)))), 80)
})

test_that("quartiles of a month are of the test of each patient nearest to it", {
  labs <- data.frame(id = c(1, 1, 2, 3, 3), date = c(28, 33, 30, 31, 31), test = "wbc", value = c(9, 5, 6, 6, 8), unit = "10^9/L", ref_low = 4)
  patients <- data.frame(id = 1:3)
  cohort <- audit_cohort(patients, data.frame(id = 1:3, drug = "a", start = 0), labs = labs, data_lock = 99)
  found <- month_quartiles(lab_series(cohort, "wbc", "a"))
  # Nearest to 30.4 days: of patient 1 day 28, of patient 3 the mean of two.
  expect_equal(found$patients, 3)
  expect_equal(c(found$lower, found$median, found$upper), stats::quantile(c(9, 6, 7), c(0.25, 0.5, 0.75), names = FALSE))
  expect_equal(found$ref_low, 4)
})

test_that("what there is none of is a classed error", {
  cohort <- example_cohort()
  wrong <- function(...) expect_error(lab_series(cohort, ...), class = "msaudit_argument_error")
  wrong("sugar", "alemtuzumab")
  wrong("wbc", "aspirin")
  wrong("wbc", "alemtuzumab", months = 1)
  wrong("wbc", "alemtuzumab", months = c(3, 1))
  wrong("wbc", "alemtuzumab", by = "colour")
  expect_error(lab_series(cohort, "neutrophil", "alemtuzumab"), "did you mean `neutrophils`")
})

test_that("series are drawn, with text for those who cannot see them", {
  skip_on_cran() # and where memory is watched: font libraries leak
  skip_if_not_installed("ggplot2")
  series <- lab_series(example_cohort(), "tsh", "alemtuzumab", months = c(-3, 12), by = "sex")
  for (type in c("patients", "group")) {
    picture <- ggplot2::autoplot(series, type = type)
    expect_s3_class(picture, "ggplot")
    expect_match(ggplot2::get_alt_text(picture), "TSH in mU/L of 11 patients")
    file <- tempfile(fileext = ".png")
    grDevices::png(file)
    plot(series, type = type)
    grDevices::dev.off()
    expect_gt(file.size(file), 2000)
  }
  few <- ggplot2::autoplot(series, most = 2)
  expect_match(few$labels$subtitle, "the 2 of 11 patients with the worst values")
  expect_error(ggplot2::autoplot(series, most = 0), class = "msaudit_argument_error")
  expect_error(ggplot2::autoplot(series[0, ]), class = "msaudit_argument_error")
})
