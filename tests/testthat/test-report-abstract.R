skip_watched()

cohort <- example_cohort()
periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"),
                         "Year after alemtuzumab" = period_since("alemtuzumab", 12))
composites <- list(
  lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia, neutrophils normal"),
  lab_sequence(lab_rule(tpo_ab = "high", name = "antibodies"), lab_rule(tsh = "high", ft4 = "low", name = "overt"), 12,
               name = "hypothyroidism after antibodies")
)
abstract <- audit_abstract(cohort, periods, composites = composites)

test_that("the abstract says all that the audit of the example says, with intervals", {
  text <- paste(abstract, collapse = " ")
  for (said in c(
    "11 patients started alemtuzumab from July 2009 to January 2011", "previously on natalizumab 11 of 11",
    "treatment failure in 8 of 11 (73 %, 95 % CI 39 to 94 %)", "allergic reaction in 3 of 11 (27 %, 95 % CI 6 to 61 %)",
    "lymphocyte count decreased in 11 of 11 patients (100 %, 95 % CI 72 to 100 %",
    "developed in 4 of 11 patients (36 %, 95 % CI 11 to 69 %)", "4 of 4 over within 5 months",
    "no serious infection was seen in 11 patients (0 %, 95 % CI 0 to 28 %)",
    "1 of 11 patients (9 %, 95 % CI 0 to 41 %), the one at 3 months (day 88) and the other at 9 months",
    "fell from 2.49 (95 % CI 1.42 to 4.37)", "to 0.11 (95 % CI 0.00 to 1.14)", "ratio 0.043 (95 % CI 0.0033 to 0.57)",
    "regression to the mean", "8 of 10 had new or enlarging T2 lesions", "4 of 10 had enhancing lesions", "none of 7 had new"
  )) expect_match(text, said, fixed = TRUE)
})

test_that("without composites the usual ones are looked for, where the cohort has their tests", {
  text <- audit_abstract(cohort, periods)[["labs"]]
  expect_match(text, "Leucopenia, neutrophils normal developed in 4 of 11", fixed = TRUE)
  expect_match(text, "the one at 3 months (day 88) and the other at 9 months", fixed = TRUE)
  expect_false(grepl("Leucopenia", audit_abstract(cohort, periods, composites = list())[["labs"]]))
  few <- cohort
  few$labs <- few$labs[few$labs$test %in% c("lymphocytes", "wbc"), ]
  few$labs$test <- droplevels(few$labs$test)
  expect_length(usual_composites(few), 0)
})

# Every number that a text has, as it is written.
numbers_in <- function(text) unlist(regmatches(text, gregexpr("[0-9]+([.,][0-9]+)*", text)))

test_that("every number of the abstract stands in a table", {
  results <- attr(abstract, "results")
  expect_named(results, setdiff(names(abstract), "caveat"))
  rounded <- function(x) {
    x <- as.numeric(x)[is.finite(as.numeric(x))]
    c(formatC(x, digits = 0, format = "f"), formatC(x, digits = 1, format = "f"), formatC(x, digits = 2, format = "f"),
      formatC(100 * x, digits = 0, format = "f"), formatC(x, digits = 3, format = "f"), formatC(signif(x, 2), digits = 2, format = "fg"))
  }
  numbers_of <- function(x) {
    # Tables beside the rows: who was imaged, grades, days of each course.
    tables <- c(list(as.data.frame(x), attr(x, "courses")), Filter(is.data.frame, definition(x)))
    values <- unlist(lapply(tables, function(table) Filter(is.numeric, as.list(table))))
    # 5 months are the 147 days of a table.
    months <- if (!is.null(attr(x, "courses"))) {
      days <- unlist(Filter(is.numeric, as.list(attr(x, "courses"))))
      c(round(days / (365.25 / 12)), ceiling(days / (365.25 / 12)))
    }
    c(rounded(values), rounded(months), numbers_in(format(x)), rounded(unlist(Filter(is.numeric, definition(x)))))
  }
  # When alemtuzumab was started, of the cohort itself.
  started <- numbers_in(format(first_alemtuzumab()$start, "%Y"))
  for (name in names(results)) {
    stand <- unlist(lapply(results[[name]], numbers_of))
    # Months between scans are the years of all over their number.
    if (name == "lesions") {
      rate <- as.data.frame(results$lesions[[1]])
      rate <- rate[rate$outcome == "new_t2" & rate$measure == "rate", ]
      stand <- c(stand, rounded(12 * rate$exposure / definition(results$lesions[[1]])$imaging$t2_scans))
    }
    said <- setdiff(numbers_in(gsub("T2", "", abstract[[name]])), if (name == "patients") started)
    expect_identical(setdiff(said, stand), character(), label = name)
  }
})

test_that("what the cohort has not is not said", {
  bare <- audit_cohort(data.frame(id = 1:2, follow_up_start = 0, follow_up_end = 900), data.frame(id = 1:2, drug = "a", start = c(10, 20)))
  x <- audit_abstract(bare, audit_periods(bare, p = period_follow_up()))
  expect_named(x, "patients")
  expect_match(x[["patients"]], "2 patients were audited")
  wrong <- function(...) expect_error(audit_abstract(cohort, periods, ...), class = "msaudit_argument_error")
  wrong(reference = "q")
  wrong(conf_level = 95)
  wrong(each = 1)
})

test_that("it is printed as one paragraph of 80 columns, and knitted as one", {
  expect_lte(max(nchar(capture.output(print(abstract)), "width")), 80)
  expect_false(any(!nzchar(format(abstract))))
  skip_if_not_installed("knitr")
  expect_match(as.character(knitr::knit_print(abstract)), "11 patients started")
})

test_that("sentences on nobody, one patient, no relapse and rates that disagree with their ratio read right", {
  one <- select_patients(cohort, ids = "007")
  text <- paste(audit_abstract(one, audit_periods(one, a = period_on("natalizumab"), b = period_since("alemtuzumab", 12))), collapse = " ")
  # Nobody relapsed.
  expect_match(text, "(b): no ratio is defined, the same 1 patient before and after.", fixed = TRUE)
  expect_match(text, "1 of 1 patient was imaged", fixed = TRUE)
  expect_false(grepl("NA|NaN|Inf|ratio -|the fall", text))
  none <- select_patients(cohort, ids = character())
  text <- paste(audit_abstract(none, audit_periods(none, "first p" = period_follow_up(), b = period_calendar("2009-01-01", "2009-12-31"))), collapse = " ")
  expect_match(text, "rates of \"first p\" and \"b\" were not compared", fixed = TRUE)
  expect_match(text, "nobody was at risk of a serious adverse event", fixed = TRUE)
  # Pooled the rate fell, in the patients it did not.
  three <- audit_periods(cohort, a = period_on("natalizumab"), b = period_gap("natalizumab", "alemtuzumab"))
  expect_match(audit_abstract(cohort, three)[["relapses"]], "rate went from 2.49 .* to 1.83 .* ratio 1.00")
})
