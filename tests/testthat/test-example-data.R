# What an expected value was reached by is said beside it; the rest is in
# helper-example.R, which uses nothing of the package.

test_that("every figure of the abstract, and those beside it, are as recorded", {
  path <- system.file("validation", "example-figures.csv", package = "msaudit", mustWork = TRUE)
  recorded <- read.csv(path, colClasses = c(unit = "character"))
  expect_identical(example_figures()$figure, recorded$figure)
  expect_equal(example_figures()$numerator, recorded$numerator)
  expect_equal(example_figures()$denominator, as.numeric(recorded$denominator))

  per <- ifelse(recorded$unit == "day", 365.25, 1)
  over <- ifelse(is.na(recorded$denominator), 1, recorded$denominator)
  expect_equal(recorded$value, per * recorded$numerator / over, tolerance = 1e-11)
})

test_that("relapse rates round to the abstract's 2.5 and 0.1", {
  # From the first infusion to the last; 006: 140 days, and 113 in a second course.
  days <- c("001" = 366, "002" = 423, "003" = 280, "004" = 70, "005" = 308, "006" = 140 + 113,
            "007" = 254, "008" = 224, "009" = 196, "010" = 42, "011" = 78)
  expect_equal(days_within(on_natalizumab()), days)
  relapses <- c("001" = 3, "002" = 4, "003" = 2, "004" = 0, "005" = 2, "006" = 2, "007" = 0,
                "008" = 2, "009" = 1, "010" = 1, "011" = 0)
  expect_equal(relapses_within(on_natalizumab()), relapses)
  expect_equal(round(rate(relapses, days), 1), 2.5)

  # 009 moved away on 2010-12-15; 010 and 011 were followed to 2011-04-30.
  days <- c(rep(365, 8), 184, 222, 110)
  expect_equal(unname(days_within(year_after())), days)
  expect_equal(unname(relapses_within(year_after())), c(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0))
  expect_equal(round(rate(1, days), 1), 0.1)
})

test_that("the rates depend on the rules that decide them", {
  every_onset <- example_table("relapses")
  days <- days_within(on_natalizumab())
  expect_equal(round(rate(relapses_within(on_natalizumab(), every_onset), days), 1), 2.6)
  expect_equal(round(rate(relapses_within(year_after(), every_onset), days_within(year_after())), 1),
               0.2)

  first_day <- year_after()
  first_day$start <- first_day$start - 1
  expect_equal(sum(relapses_within(first_day)), 2)
  last_day <- on_natalizumab()
  last_day$stop <- last_day$stop - 1
  expect_equal(sum(relapses_within(last_day)), 16)
})

test_that("four patients were leucopenic without neutropaenia, and no other was leucopenic", {
  expect_identical(unique(leucopenia_without_neutropaenia()$id), c("001", "005", "007", "009"))
  wbc <- labs_after("wbc")
  low <- wbc[wbc$value < wbc$ref_low, ]
  expect_identical(unique(low$id), c("001", "005", "007", "009"))
  expect_true(all(due(low, 5) < 0))
})

test_that("eight patients had new lesions on natalizumab, four of them enhancing", {
  before <- on_natalizumab()
  expect_identical(with_lesions(scans_of(before, "new_t2"), "new_t2"),
                   c("001", "002", "003", "005", "006", "007", "008", "010"))
  expect_identical(with_lesions(scans_of(before, "gd"), "gd"), c("002", "003", "005", "007"))
  # 004 had no scan that fits; of those with a whole year 006 had none at its end.
  expect_identical(setdiff(example_table("patients")$id, scans_of(before, "new_t2")$id), "004")
  imaged <- unique(scans_of(year_after(), "new_t2")$id)
  expect_identical(imaged, c("001", "002", "003", "004", "005", "007", "008"))
  expect_identical(setdiff(imaged, scans_of(year_after(), "gd")$id), "007")
})

test_that("no interval between scans fits two periods", {
  mri <- example_table("mri")
  mri <- mri[!is.na(mri$compare_date), ]
  fits <- function(ranges) {
    vapply(seq_len(nrow(mri)), function(i) interval_within(mri[i, ], ranges), NA)
  }
  expect_false(any(fits(on_natalizumab()) & fits(year_after())))
})

test_that("the records are of listed patients, within follow-up, in order of time", {
  patients <- example_table("patients")
  expect_identical(patients$id, sprintf("%03d", 1:11))
  end <- end_of_follow_up()
  columns <- c(treatments = "start", relapses = "onset", events = "onset", labs = "date",
               mri = "date", visits = "date")
  for (name in names(columns)) {
    table <- example_table(name)
    expect_true(all(table$id %in% patients$id), label = name)
    expect_true(all(table[[columns[[name]]]] <= end[table$id]), label = name)
    expect_identical(order(table$id, table[[columns[[name]]]]), seq_len(nrow(table)))
    expect_false(anyDuplicated(table) > 0, label = name)
  }
  for (name in c("treatments", "relapses", "events")) {
    table <- example_table(name)
    until <- if (name == "treatments") table$stop else table$end
    expect_true(all(is.na(until) | until >= table[[columns[[name]]]]), label = name)
  }
  edss <- example_table("visits")$edss
  expect_true(all(edss %in% c(0, seq(1, 10, 0.5))))
})

test_that("leucocytes are at least the sum of the kinds that were counted", {
  labs <- example_table("labs")
  value <- function(test) setNames(labs$value[labs$test == test], labs$sample[labs$test == test])
  wbc <- value("wbc")
  counted <- value("neutrophils")[names(wbc)] + value("lymphocytes")[names(wbc)]
  expect_true(all(wbc > counted))
})

test_that("the script beside the files writes the same bytes", {
  directory <- file.path(tempfile(), "with a space")
  dir.create(directory, recursive = TRUE)
  on.exit(unlink(dirname(directory), recursive = TRUE))
  script <- file.path(directory, "generate.R")
  file.copy(example_file("generate.R"), script)
  # R CMD check names a start-up file in R_TESTS that is not to be found here.
  r_tests <- Sys.getenv("R_TESTS")
  Sys.setenv(R_TESTS = "")
  on.exit(Sys.setenv(R_TESTS = r_tests), add = TRUE)
  status <- system2(file.path(R.home("bin"), "Rscript"), c("--vanilla", shQuote(script)))
  expect_identical(status, 0L)

  bytes <- function(file) readBin(file, "raw", file.size(file))
  names <- c("patients", "treatments", "relapses", "events", "labs", "mri", "visits")
  expect_setequal(dir(directory, "csv$"), paste0(names, ".csv"))
  for (file in paste0(names, ".csv")) {
    expect_identical(bytes(file.path(directory, file)), bytes(example_file(file)), label = file)
  }
})
