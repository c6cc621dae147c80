test_that("the made-up hospital is what its script makes, and is read with its mistakes found", {
  folder <- system.file("extdata", "made-up-hospital", package = "msaudit", mustWork = TRUE)
  made <- tempfile()
  dir.create(made)
  old <- setwd(made)
  on.exit(setwd(old))
  # Its own seed is not that of the tests to come.
  state <- get0(".Random.seed", globalenv())
  sys.source(file.path(folder, "generate.R"), new.env(parent = globalenv()))
  if (!is.null(state)) assign(".Random.seed", state, globalenv())
  files <- list.files(folder, "csv$")
  expect_identical(list.files(made), files)
  for (file in files) expect_identical(readLines(file.path(made, file)), readLines(file.path(folder, file)), label = file)
  cohort <- read_cohort(folder, date_order = "dmy", data_lock = "31/12/2023", columns = list(
    patients = c(id = "hospital_number", birth = "dob", onset = "date_of_onset", follow_up_start = "first_seen",
                 follow_up_end = "last_seen"),
    treatments = c(id = "hospital_number", start = "start_date", stop = "stop_date"),
    relapses = c(id = "hospital_number", onset = "relapse_date"), events = c(id = "hospital_number", term = "event", onset = "event_date"),
    labs = c(id = "hospital_number", date = "sample_date", value = "result", ref_low = "lower_limit", ref_high = "upper_limit"),
    mri = c(id = "hospital_number", date = "scan_date", compare_date = "compared_with", new_t2 = "new_lesions", gd = "enhancing")
  ))
  expect_identical(nrow(cohort$patients), 24L)
  expect_identical(sort(as.data.frame(findings(cohort))$problem), c("after_follow_up", "unlisted_patient"))
})
