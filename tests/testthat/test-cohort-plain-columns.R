# Columns as haven makes them, built by hand so that haven need not be there.
coded <- function(values, labels = NULL, ..., class = "haven_labelled") {
  class <- c(if (length(list(...)) > 0) "haven_labelled_spss", class, "vctrs_vctr", typeof(values))
  structure(values, labels = labels, ..., class = class)
}

with_codes <- function(patients = list(), mri = NULL, drug = "a") {
  id <- c("p", "q", "r")
  audit_cohort(as_frame(c(list(id = id), patients), 3L), as_frame(list(id = id, drug = rep(drug, length.out = 3), start = rep("2010-01-01", 3)), 3L),
               mri = if (!is.null(mri)) as_frame(c(list(id = id, date = rep("2010-12-01", 3), compare_date = rep("2010-02-01", 3)), mri), 3L),
               data_lock = "2010-12-31")
}

# What SPSS calls missing: by hand, and as haven's own is.na() has it.
test_that("values declared missing, single or in a range, are missing", {
  single <- coded(c(3, 99, 0), na_values = c(98, 99))
  range <- coded(c(3, -5, 0), na_range = c(-9, -1))
  both <- coded(c(3, 99, -5), na_values = 99, na_range = c(-Inf, -1))
  expect_equal(with_codes(mri = list(new_t2 = single))$mri$new_t2, c(3, NA, 0))
  expect_equal(with_codes(mri = list(new_t2 = range))$mri$new_t2, c(3, NA, 0))
  expect_equal(with_codes(mri = list(gd = both, contrast = rep(TRUE, 3)))$mri$gd, c(3, NA, NA))
  text <- coded(c("f", "x", "m"), na_values = "x")
  expect_equal(as.character(with_codes(list(sex = text))$patients$sex), c("f", NA, "m"))
  arr <- audit_lesions(with_codes(mri = list(new_t2 = single)), audit_periods(with_codes(), on = period_on("a")))
  rate <- arr[arr$outcome == "new_t2" & arr$measure == "rate", ]
  expect_equal(c(rate$events, rate$patients), c(3, 2))
  skip_if_not_installed("haven")
  for (x in list(single, range, both, text)) expect_identical(is.na(plain_column(x, "lesions")$values), as.vector(is.na(x)))
  tagged <- haven::labelled(c(3, haven::tagged_na("a"), 0), c(refused = haven::tagged_na("a")))
  expect_equal(with_codes(mri = list(new_t2 = tagged))$mri$new_t2, c(3, NA, 0))
})

# haven's as_factor() is the witness of what stands for what.
test_that("drugs, sexes, centres and other groups are read by their labels", {
  drug <- coded(c(2, 1, 2), c(natalizumab = 1, alemtuzumab = 2, fingolimod = 3))
  sex <- coded(c(1, 2, 9), c(Male = 1, Female = 2, Refused = 9), na_values = 9)
  cohort <- with_codes(list(sex = sex, arm = drug), drug = drug)
  expect_equal(as.character(cohort$treatments$drug), c("alemtuzumab", "natalizumab", "alemtuzumab"))
  expect_equal(levels(cohort$treatments$drug), c("alemtuzumab", "natalizumab"))
  expect_equal(as.character(cohort$patients$sex), c("Male", "Female", NA))
  expect_equal(levels(cohort$patients$arm), c("natalizumab", "alemtuzumab"))
  expect_equal(nrow(findings(cohort)), 0)
  partly <- with_codes(list(centre = coded(c("a", "b", "c"), c(Ayr = "a", Bury = "b"))))
  expect_equal(as.character(partly$patients$centre), c("Ayr", "Bury", "c"))
  foreign <- structure(c(1, 2, 1), value.labels = c(Female = 2, Male = 1))
  expect_equal(as.character(with_codes(list(sex = foreign))$patients$sex), c("Male", "Female", "Male"))
  skip_if_not_installed("haven")
  expect_equal(as.character(plain_column(drug, "name")$values), as.character(haven::as_factor(drug)))
  expect_equal(as.character(plain_column(sex, "group")$values), c(as.character(haven::as_factor(sex))[1:2], NA))
})

test_that("flags are read by labels that are yes and no, numbers are the codes", {
  contrast <- function(x) with_codes(mri = list(gd = c(0, 0, 0), contrast = x))$mri$contrast
  expect_equal(contrast(coded(c(1, 2, 1), c(Yes = 1, No = 2))), c(TRUE, FALSE, TRUE))
  expect_equal(contrast(coded(c(0, 1, 1), c(Yes = 0, No = 1))), c(TRUE, FALSE, FALSE))
  expect_equal(contrast(coded(c(0, 1, 1), c(without = 0, with = 1))), c(FALSE, TRUE, TRUE))
  age <- with_codes(list(age = coded(c(40, -1, 31), c(unknown = -1))))
  expect_equal(age$patients$age, c(40, NA, 31))
  expect_equal(findings(age)$problem, "labelled_missing")
  expect_equal(findings(age)$row, 2)
})

test_that("a number of lesions whose label is a word is read as the word, and listed", {
  cohort <- with_codes(mri = list(new_t2 = coded(c(2, 20, 99), c(none = 0, `20 or more` = 20, `not done` = 99))))
  expect_equal(cohort$mri$new_t2, c(2, NA, NA))
  expect_equal(cohort$mri$new_t2_from, c(NA, 20, NA))
  expect_equal(findings(cohort)$problem, c("verbal_count", "labelled_missing"))
  plain <- with_codes(mri = list(new_t2 = coded(c(2, 0, 1), c(`first class` = 1, `2` = 2))))
  expect_equal(plain$mri$new_t2, c(2, 0, 1))
})

test_that("a labelled code beyond all numbers is none, and labels in other languages say so too", {
  # By hand: 888 and 999 are no counts of lymphocytes; 0, 1 are numbers of lesions, 8 is none.
  labs <- audit_cohort(data.frame(id = 1:3), data.frame(id = 1:3, drug = "a", start = "2010-01-01"), data_lock = "2010-12-31", labs = as_frame(list(
    id = 1:3, date = rep("2010-06-01", 3), test = rep("lymphocytes", 3), value = coded(c(0.4, 888, 999), c(haemolysed = 999, `see remarks` = 888)),
    unit = rep("10^9/L", 3)), 3L))
  expect_equal(labs$labs$value, 0.4)
  expect_equal(sum(findings(labs)$problem == "labelled_missing"), 2)
  gd <- with_codes(mri = list(new_t2 = c(0, 0, 0), gd = coded(c(0, 1, 8), c(none = 0, one = 1, `keine Angabe` = 8))))
  expect_equal(gd$mri$gd, c(0, 1, NA))
  # Within the numbers, a number or the word for one, a label takes nothing away.
  kept <- with_codes(mri = list(new_t2 = coded(c(2, 0, 9), c(none = 0, `first class` = 2)), gd = c(0, 0, 0)))
  expect_equal(kept$mri$new_t2, c(2, 0, 9))
})

test_that("labelled columns of periods, of a model's rows and ids of one's own are plain too", {
  cohort <- audit_cohort(data.frame(id = 1:2), data.frame(id = 1:2, drug = "a", start = 0), data_lock = 900)
  frame <- as_frame(list(id = coded(c(1, 2)), period = coded(c(1, 2), c(Before = 1, After = 2)), start = coded(c(0, 0)),
                         stop = coded(c(90, 200))), 2L)
  expect_equal(audit_periods(cohort, frame)$names, c("Before", "After"))
  expect_equal(select_patients(cohort, ids = coded(2))$patients$id, 2)
  set.seed(1)
  data <- data.frame(relapses = rpois(60, 1), years = 1, arm = rep(c("x", "y"), 30))
  labelled <- data
  labelled$arm <- coded(rep(c(1, 2), 30), c(x = 1, y = 2))
  labelled$relapses <- coded(as.double(data$relapses))
  expect_equal(as.data.frame(audit_arr_model(relapses ~ arm, labelled)), as.data.frame(audit_arr_model(relapses ~ arm, data)))
})

test_that("dates keep their class under a label of Hmisc", {
  start <- structure(as.Date("2010-01-01") + 0:2, label = "Start", class = c("labelled", "Date"))
  cohort <- audit_cohort(data.frame(id = 1:3), as_frame(list(id = 1:3, drug = rep("a", 3), start = start), 3L), data_lock = "2011-01-01")
  expect_equal(cohort$treatments$start, as.integer(as.Date("2010-01-01")) + 0:2)
})

test_that("codes whose labels are other numbers are those, and flags are read in other languages", {
  edss <- coded(c(0, 2, 3, NA, 7), c("0" = 0, "1.0" = 1, "1.5" = 2, "2.0" = 3))
  cohort <- audit_cohort(data.frame(id = 1:5), data.frame(id = 1:5, drug = "a", start = 0), data_lock = 900,
                         visits = as_frame(list(id = 1:5, date = rep(1, 5), edss = edss), 5L))
  expect_equal(cohort$visits$edss, c(0, 1.5, 2, NA, 7))
  expect_equal(findings(cohort)$problem, rep("labelled_number", 2))
  expect_equal(findings(cohort)$done, c("read by its label, 1.5", "read by its label, 2"))
  grade <- coded(c(0, 1), c("Grade 1" = 0, "Grade 2" = 1))
  flag <- coded(c(1, 0), c(Nein = 1, Ja = 0))
  cohort <- audit_cohort(data.frame(id = 1:2), data.frame(id = 1:2, drug = "a", start = 0), data_lock = 900,
                         events = as_frame(list(id = 1:2, term = c("x", "x"), onset = c(1, 1), grade = grade, serious = flag), 2L))
  expect_equal(cohort$events$grade, c(1, 2))
  expect_equal(cohort$events$serious, c(FALSE, TRUE))
})
