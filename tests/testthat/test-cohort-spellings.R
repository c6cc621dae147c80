spelt <- function(sex, ...) {
  id <- seq_along(sex)
  audit_cohort(data.frame(id = id, sex = sex, ..., stringsAsFactors = FALSE), data.frame(id = id, drug = "a", start = 0),
               relapses = data.frame(id = id, onset = 10 * id + 5, severity = rep(c("severe", "Severe ", "MILD"), length.out = length(id))),
               data_lock = 900)
}

# By hand: who is a woman does not hang on how that is written.
test_that("sexes are two however they are spelt, and the spellings are listed once", {
  sex <- c("F", "f", "Female", "female", "woman", "M", "male ", "M", NA, "", "other")
  cohort <- spelt(sex)
  expect_equal(cohort$patients$sex, c(rep("F", 5), rep("M", 3), NA, NA, "other"))
  found <- as.data.frame(findings(cohort))
  found <- found[found$table == "patients", ]
  expect_equal(found$problem, rep("joined_spellings", 2))
  expect_equal(found$value, c("sex: \"F\", \"Female\", \"f\", \"female\", \"woman\"", "sex: \"M\", \"male\""))
  expect_equal(found$done, c("taken as \"F\"", "taken as \"M\""))
  arr <- as.data.frame(audit_arr(cohort, audit_periods(cohort, on = period_on("a")), by = "sex"))
  expect_equal(arr$patients, c(5, 3, 1, 2))
  for (i in 1:3) expect_equal(sort(spelt(rev(sex))$patients$sex), sort(cohort$patients$sex))
})

test_that("the spelling of most rows stands, and a factor keeps the order of its levels", {
  expect_equal(unique(spelt(c("female", "F", "female", "FEMALE"))$patients$sex), "female")
  f <- factor(c("w", "W", "W", "m"), c("w", "m", "W", "x"))
  expect_equal(levels(spelt(f)$patients$sex), c("W", "m", "x"))
  # In Spanish a woman (mujer) is M, and a man (hombre) H.
  expect_equal(spelt(c("M", "H", "M"))$patients$sex, c("M", "H", "M"))
  expect_equal(spelt(c(1, 2, 2))$patients$sex, c(1, 2, 2))
})

test_that("centres and severities fold, a centre called NA is one, and filters fold as well", {
  cohort <- spelt(c("F", "M", "F"), centre = c("Leeds", "LEEDS", "NA"))
  expect_equal(cohort$patients$centre, c("LEEDS", "LEEDS", "NA"))
  periods <- audit_periods(cohort, on = period_on("a"))
  for (wanted in c("severe", "SEVERE", " Severe")) expect_equal(audit_arr(cohort, periods, severity = wanted)$events, 2)
  expect_equal(audit_arr(cohort, periods, severity = c("mild", "severe"))$events, 3)
  expect_error(audit_arr(cohort, periods, severity = "sever"), "did you mean `Severe`", class = "msaudit_argument_error")
})

test_that("columns of one's own fold as well: three patients with a serious infection are three", {
  id <- 1:8
  cohort <- audit_cohort(
    data.frame(id, ms = c("RR", "rr", "RR ", "SP", "sp", NA, "RR", "x"), number = c(1, 1, 2, 2, 3, 3, 4, 4), follow_up_start = 0),
    data.frame(id, drug = "a", start = 0), data_lock = 900,
    events = data.frame(id = 1:4, term = c("uti", "zoster", "pneumonia", "rash"), onset = 100, serious = TRUE,
                        category = factor(c("Infection", "INFECTION", "Infection ", "skin"))))
  expect_equal(cohort$patients$number, c(1, 1, 2, 2, 3, 3, 4, 4))
  expect_equal(levels(cohort$events$category), c("Infection", "skin"))
  found <- as.data.frame(findings(cohort))
  expect_setequal(found$value[found$problem == "joined_spellings"],
                  c("ms: \"RR\", \"rr\"", "ms: \"SP\", \"sp\"", "category: \"INFECTION\", \"Infection\""))
  periods <- audit_periods(cohort, on = period_on("a"))
  ae <- as.data.frame(audit_ae(cohort, periods, by = "ms", measure = "proportion"))
  expect_equal(ae$patients, c(4, 2, 1, 1))
  ae <- as.data.frame(audit_ae(cohort, periods, each = "category", measure = "proportion"))
  expect_equal(ae$with_event[ae$outcome == "Infection"], 3)
  expect_match(audit_abstract(cohort, periods)[["events"]], "serious Infection was seen in 3 of 8", fixed = TRUE)
})
