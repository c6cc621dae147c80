skip_if(nzchar(Sys.getenv("UNDER_VALGRIND")), "nothing of the core")

with_epoch <- function(value, code) {
  was <- set_report_time(value)
  on.exit(set_report_time(was))
  code
}

test_that("the time of a report is that of the data lock, unless the environment names one", {
  cohort <- example_cohort()
  with_epoch(NA, {
    expect_identical(report_time(cohort), as.double(as.POSIXct("2011-04-30", tz = "UTC")))
    cohort$data_lock <- NA
    expect_identical(report_time(cohort), as.double(as.POSIXct("1980-01-02", tz = "UTC")))
    expect_identical(report_time(list(clock = "numbers", data_lock = 5L)), as.double(as.POSIXct("1980-01-02", tz = "UTC")))
  })
  with_epoch("1700000000", expect_identical(report_time(cohort), 1700000000))
})

test_that("the environment is as it was", {
  for (before in list(NA, "1700000000")) with_epoch(before, {
    was <- set_report_time(0)
    expect_identical(Sys.getenv("SOURCE_DATE_EPOCH"), "0")
    set_report_time(was)
    expect_identical(Sys.getenv("SOURCE_DATE_EPOCH", NA), as.character(before))
  })
})

test_that("a PDF of any time is that of the report, and nothing of it moves", {
  pdf <- function(made, changed) {
    file <- tempfile(fileext = ".pdf")
    writeLines(c("%PDF-1.4", sprintf("<</Creator (x)\n/CreationDate (D:%s+00'00')", made),
                 sprintf("/ModDate (D:%s+00'00')>>", changed), "%%EOF"), file)
    file
  }
  wanted <- pdf("20231114221320", "20231114221320")
  got <- pdf("20261130103700", "20261130103701")
  with_epoch(1700000000, put_report_time(got, NULL))
  expect_identical(readLines(got), readLines(wanted))
})

# pandoc is the witness: it packs the same text at two times.
test_that("Word files of two times are the same", {
  skip_without_pandoc()
  skip_if_not(rmarkdown::pandoc_available("2.12"))
  folder <- tempfile()
  dir.create(folder)
  writeLines("Text.", file.path(folder, "a.md"))
  write <- function(name) {
    rmarkdown::pandoc_convert("a.md", to = "docx", output = name, wd = folder)
    file.path(folder, name)
  }
  files <- with_epoch(report_time(example_cohort()), {
    first <- write("first.docx")
    Sys.sleep(2.1) # the times of a ZIP file are even seconds
    c(first, write("second.docx"))
  })
  expect_length(unique(tools::md5sum(files)), 1)
})

# ggplot2's own layout is the witness of how many legends there are; it says of order 0 that
# "a secret algorithm" decides.
test_that("several legends of a picture have an order", {
  skip_if_not_installed("ggplot2")
  cohort <- example_cohort()
  periods <- two_periods(cohort)
  arr <- audit_arr(cohort, periods)
  lesions <- audit_lesions(cohort, periods)
  series <- lab_series(cohort, "lymphocytes", "alemtuzumab", months = c(-1, 12))
  several <- 0
  ordered <- function(plot) {
    drawn <- ggplot2::ggplotGrob(plot)
    box <- drawn$grobs[drawn$layout$name %in% c("guide-box", "guide-box-bottom")]
    legends <- if (length(box) > 0) sum(grepl("guides", box[[1]]$layout$name)) else 0
    if (legends < 2) return()
    several <<- several + 1
    orders <- unlist(lapply(plot$guides$guides %||% plot$guides, function(guide) guide$order %||% guide$params$order))
    orders <- c(orders, unlist(lapply(plot$scales$scales, function(scale) {
      if (is.list(scale$guide)) scale$guide$order %||% scale$guide$params$order
    })))
    expect_gte(length(unique(orders[orders > 0])), legends)
  }
  `%||%` <- function(x, y) if (is.null(x)) y else x
  plots <- list(cohort, arr, audit_compare(arr), audit_curves(cohort, periods), audit_ae(cohort, periods, each = "term"),
                arr_sensitivity(cohort, periods), audit_compare(lesions), audit_lesion_free(cohort, periods), series)
  for (x in plots) ordered(ggplot2::autoplot(x))
  for (type in c("grid", "scans", "patients")) ordered(ggplot2::autoplot(lesions, type = type))
  ordered(ggplot2::autoplot(lab_series(cohort, "lymphocytes", "alemtuzumab", months = c(-1, 12), by = "sex"), type = "group"))
  expect_gte(several, 4)
})
