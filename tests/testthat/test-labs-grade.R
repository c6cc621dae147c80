# The blood counts of the criteria once more, written down from their text and not
# from the table. Cuts of grades 4, 3, 2; NA: the grade does not exist. Grade 1 is
# below the lower limit of the laboratory.
cuts <- list(
  lymphocytes = c(0.2, 0.5, 0.8), wbc = c(1, 2, 3), neutrophils = c(0.5, 1, 1.5),
  platelets = c(25, 50, 75), haemoglobin = c(NA, 80, 100), cd4 = c(0.05, 0.2, 0.5)
)
units <- c(lymphocytes = "10^9/L", wbc = "10^9/L", neutrophils = "10^9/L", platelets = "10^9/L",
           haemoglobin = "g/L", cd4 = "10^9/L")

plain_grade <- function(value, test, low) {
  cut <- cuts[[test]]
  if (!is.na(cut[1]) && value < cut[1]) 4L
  else if (value < cut[2]) 3L
  else if (value < cut[3]) 2L
  else if (is.na(low)) NA_integer_
  else if (value < low) 1L
  else 0L
}

test_that("grades are those of the criteria just below, at and just above each cut", {
  for (test in names(cuts)) {
    low <- 1.5 * cuts[[test]][3]
    at <- c(cuts[[test]], low)
    at <- at[!is.na(at)]
    values <- sort(c(at, at * (1 - 1e-6), at * (1 + 1e-6), 0, 2 * low))
    values <- values[values <= 4 | test != "lymphocytes"]
    for (version in c("ctcae-5.0", "ctcae-4.03")) {
      got <- grade_labs(values, test, units[[test]], ref_low = low, ref_high = 10 * low, rules = version)
      expect_identical(got$grade, vapply(values, plain_grade, 0L, test = test, low = low))
      expect_true(all(got$reason %in% c("graded", "no_baseline")))
    }
    without <- grade_labs(values, test, units[[test]], ref_high = 10 * low)
    expect_identical(without$grade, vapply(values, plain_grade, 0L, test = test, low = NA))
  }
})

# Every threshold of every version, from its row of the table by arithmetic of its
# own: a value just on the far side of a row's limit has at least its grade, one
# just on the near side of all rows of a grade has less.
boundary <- function(rule, ref_low, ref_high, baseline) {
  of <- switch(rule$of, value = 1, lln = ref_low, uln = ref_high, baseline = baseline,
               `uln or baseline` = max(ref_high, baseline))
  rule$factor * of + rule$plus
}

baseline_for <- function(rule, ref_low, ref_high) {
  switch(rule$baseline, high = 1.25 * ref_high, low = 0.5 * ref_low, (ref_low + ref_high) / 2)
}

applies <- function(rules, state) {
  rules[rules$baseline == "" | (rules$baseline == "high" & state == "high") | (rules$baseline == "low" & state == "low") |
          (rules$baseline == "not high" & state != "high") | (rules$baseline == "not low" & state != "low"), ]
}

# The grade of a value by plain comparison with each row.
by_table <- function(value, rules, ref_low, ref_high, baseline) {
  state <- if (baseline > ref_high) "high" else if (baseline < ref_low) "low" else "normal"
  rules <- applies(rules, state)
  grade <- 0L
  for (i in seq_len(nrow(rules))) {
    limit <- boundary(rules[i, ], ref_low, ref_high, baseline)
    if (switch(rules$beyond[i], `<` = value < limit, `>` = value > limit, `>=` = value >= limit)) {
      if (is.na(rules$grade[i])) return(NA_integer_)
      grade <- max(grade, rules$grade[i])
    }
  }
  grade
}

ranges <- list("10^9/L" = c(30, 300), "g/L" = c(130, 170), "U/L" = c(10, 40), "umol/L" = c(5, 25))

test_that("each threshold of each version decides just below, at and just above it, in each unit", {
  units <- lab_table("units")
  for (version in rule_versions) {
    table <- grading_rules(version)
    for (r in few(seq_len(nrow(table)), 8)) {
      rule <- table[r, ]
      limits <- ranges[[rule$unit]]
      if (rule$test %in% c("lymphocytes", "wbc", "neutrophils", "cd4")) limits <- c(3.5, 12) / c(wbc = 1, lymphocytes = 3, neutrophils = 2, cd4 = 5)[[rule$test]]
      baseline <- baseline_for(rule, limits[1], limits[2])
      limit <- boundary(rule, limits[1], limits[2], baseline)
      values <- limit * c(1 - 1e-6, 1, 1 + 1e-6)
      of_test <- table[table$test == rule$test, ]
      expected <- vapply(values, by_table, 0L, rules = of_test, ref_low = limits[1], ref_high = limits[2], baseline = baseline)
      ways <- units[units$to == rule$unit & units$test %in% c("", rule$test), ]
      ways <- ways[!ways$unit %in% c("IU/mL", "kU/L"), ]
      # Where the criteria have a cut of their own for a unit, that one holds: see below.
      ways <- ways[ways$unit != rule$own_unit, ]
      k <- rep(ways$factor, each = 3)
      got <- grade_labs(rep(values, nrow(ways)) / k, rule$test, rep(ways$unit, each = 3), limits[1] / k, limits[2] / k,
                        baseline / k, rules = version)
      for (w in seq_len(nrow(ways))) {
        expect_identical(got$grade[3 * w - 2:0], expected, info = paste(rule$rule, ways$unit[w]))
      }
      beyond <- grade_labs(values, rule$test, rule$unit, limits[1], limits[2], baseline, rules = version)
      side <- if (rule$beyond == "<") 1 else 3
      if (!is.na(rule$grade)) expect_gte(beyond$grade[side], rule$grade)
      # At the limit the rule itself holds if it says so alone.
      expect_identical(as.character(beyond$rule[2]) %in% rule$rule, rule$beyond == ">=", info = rule$rule)
    }
  }
})

test_that("a lower limit below the cut of grade 2 leaves the grade as it is, unless asked", {
  expect_identical(grade_labs(0.75, "lymphocytes", "10^9/L", ref_low = 0.7)$grade, 2L)
  asked <- grade_labs(c(0.75, 0.69, 5), "lymphocytes", "10^9/L", ref_low = 0.7, lln_rule = "normal_is_0")
  expect_identical(asked$grade, c(0L, 2L, 2L))
})

test_that("units are converted by the table, and never guessed", {
  same <- c("10^9/L", "G/L", "10^3/uL", "K/uL", "10*3/uL", "10^3/\u00b5L", "x 10\u2079/L", "\u00d7 10^9 / L")
  expect_identical(grade_labs(0.4, "lymphocytes", same, ref_low = 1)$grade, rep(3L, 8))
  expect_identical(grade_labs(400, "lymphocytes", c("/mm3", "cells/uL"), ref_low = 1000)$grade, c(3L, 3L))
  expect_identical(grade_labs(9, "Hb", "g/dL", ref_low = 12)$grade, 2L)
  expect_equal(grade_labs(5, "hemoglobin", "mmol/L")$value, 80.57)
  # A unit of one test is not that of another.
  expect_equal(grade_labs(c(1, 1), c("bilirubin", "creatinine"), "mg/dL")$value, c(17.1, 88.4))
  expect_equal(grade_labs(1, "ft4", "ng/dL")$value, 12.871)
  unknown <- grade_labs(0.1, "lymphocytes", c("mg", NA, "g/L", "mg/dL"), ref_low = 1)
  expect_identical(unknown$grade, rep(NA_integer_, 4))
  expect_identical(as.character(unknown$reason), rep("no_unit", 4))
})

test_that("a value at a multiple of a limit is not beyond it for a rounding", {
  expect_identical(grade_labs(0.3 * 10, "cd4", "10^9/L", ref_low = (0.1 + 0.2) * 10)$grade, 0L)
  # 1.5 * 1.1 is 1.6500000000000001, 3 * 1.1 is 3.3000000000000003.
  expect_identical(grade_labs(c(1.65, 3.3, 3.31), "bilirubin", "umol/L", ref_high = 1.1, baseline = 1)$grade, c(1L, 2L, 3L))
})

test_that("every reason is reached", {
  got <- grade_labs(c("0.4", "<0.1", "<0.4", ">2", "<=4", NA, "0.9", "1"),
                    c(rep("lymphocytes", 7), "potassium"), "10^9/L",
                    ref_low = c(1, 1, 1, 1, 1, 1, NA, 1))
  expect_identical(got$grade, c(3L, 4L, NA, NA, NA, NA, NA, NA))
  expect_identical(as.character(got$reason), c("graded", "censored_decides", "censored_open", "censored_open",
                                               "censored_open", "no_value", "no_range", "no_rule"))
  others <- list(grade_labs(1, "lymphocytes", "mg"), grade_labs(50, "ALT", "U/L", ref_high = 40),
                 grade_labs(0.3, "lymphocytes", "10^9/L", 1, rules = "ctcae-6.0"))
  reached <- c(as.character(got$reason), vapply(others, function(x) as.character(x$reason), ""))
  expect_setequal(reached, lab_reasons)
})

test_that("version 6.0 has no grade for a low lymphocyte count, and says so", {
  got <- grade_labs(c(0.3, 2, 5), "lymphocytes", "10^9/L", ref_low = 1, rules = "ctcae-6.0")
  expect_identical(got$grade, c(NA, 0L, 2L))
  expect_identical(as.character(got$reason), c("no_term", "graded", "graded"))
  # Its neutrophil grades have no lower limit of the laboratory.
  expect_identical(grade_labs(c(1.6, 1.4, 0.09), "ANC", "10^9/L", ref_low = 2, rules = "ctcae-6.0")$grade, c(0L, 1L, 4L))
})

test_that("eosinophils are graded above both the limit and the baseline, by the versions that have the term", {
  graded <- function(rules) {
    grade_labs(c(0.5, 0.51, 0.8, 0.81, 0.51, 9), "eos", "10^9/L", ref_high = c(rep(0.5, 5), NA),
               baseline = c(0.3, 0.3, 0.8, 0.8, NA, 0.3), rules = rules)
  }
  for (rules in c("ctcae-5.0", "ctcae-6.0")) {
    expect_identical(graded(rules)$grade, c(0L, 1L, 0L, 1L, 1L, NA))
    expect_identical(as.character(graded(rules)$reason), c(rep("graded", 4), "no_baseline", "no_range"))
  }
  expect_identical(unique(as.character(graded("ctcae-4.03")$reason)), "no_rule")
  # What is not above the limit is not above both, whatever the baseline was.
  normal <- grade_labs(c(0.4, 160), c("eos", "hb"), c("10^9/L", "g/L"), ref_high = c(0.5, 170), ref_low = c(0, 120),
                       rules = "ctcae-5.0")
  expect_identical(normal$grade, c(0L, 0L))
  expect_identical(as.character(normal$reason), c("graded", "graded"))
  before <- grade_labs(c(160, 180), "hb", "g/L", 120, 170, rules = "ctcae-4.03")
  expect_identical(as.character(before$reason), c("graded", "no_baseline"))
})

test_that("a value without end is none, and one in powers of ten is one", {
  for (value in list(Inf, c(1, Inf), "1e999", "<1e999")) {
    expect_error(grade_labs(value, "lymphocytes", "10^9/L", 1), "must be a finite number of 0 or more", class = "msaudit_data_error")
  }
  expect_error(grade_labs("0,4", "lymphocytes", "10^9/L"), "a decimal comma", class = "msaudit_data_error")
  expect_identical(grade_labs(c("1e-1", "<1.0E-01", "4e+0"), "lymphocytes", "10^9/L", 1)$grade, c(4L, 4L, 0L))
})

test_that("text that is no value is an error with its place, row order is kept", {
  error <- expect_error(grade_labs(c("0.4", "1.2*"), "lymphocytes", "10^9/L"), class = "msaudit_data_error")
  expect_equal(error$element, 2)
  set.seed(9)
  values <- runif(50, 0, 2)
  at <- sample(50)
  expect_identical(grade_labs(values[at], "ALC", "10^9/L", 1)$grade, grade_labs(values, "ALC", "10^9/L", 1)$grade[at])
  expect_error(grade_labs(1, "lymphocytes", "10^9/L", rules = "ctcae-7.0"), class = "msaudit_argument_error")
  expect_error(grade_labs(1:2, c("a", "b", "c"), "10^9/L"), class = "msaudit_argument_error")
  expect_error(grade_labs(1, "lymphocytes", "10^9/L", lln_rule = "other"), class = "msaudit_argument_error")
})

test_that("factors, text and single elements give the same", {
  test <- c("ALC", "hb", "ALC")
  plain <- grade_labs(c(0.4, 90, 3), test, c("10^9/L", "g/L", "10^9/L"), c(1, 130, 1), c(4, 170, 4))
  expect_identical(grade_labs(c(0.4, 90, 3), factor(test), factor(c("10^9/L", "g/L", "10^9/L")), c(1, 130, 1), c(4, 170, 4)), plain)
  expect_identical(grade_labs(c(0.4, 0.4), "ALC", "10^9/L", 1, 4), grade_labs(c(0.4, 0.4), c("ALC", "ALC"), rep("10^9/L", 2), c(1, 1), c(4, 4)))
  expect_identical(nrow(grade_labs(numeric(), character(), character())), 0L)
})

test_that("each rule says its test, and each test has its unit in the table of units", {
  rules <- lab_table("ctcae")
  tests <- lab_table("tests")
  expect_true(all(rules$test %in% tests$test))
  expect_true(all(rules$of %in% threshold_of))
  expect_true(all(rules$baseline %in% baseline_kinds))
  expect_false(anyDuplicated(rules$rule) > 0)
  expect_true(all(tests$unit %in% lab_table("units")$to))
  expect_identical(tests$name, fold(tests$name))
  expect_false(any(duplicated(tests$name)))
  # One term for each direction of a test, which the engine relies on.
  kinds <- unique(data.frame(rules$version, rules$test, substr(rules$beyond, 1, 1), rules$term))
  expect_false(any(duplicated(kinds[1:3])))
})

test_that("the rules can be read as a table", {
  rules <- grading_rules()
  expect_identical(unique(rules$version), "5.0")
  expect_identical(rules$grade[rules$test == "lymphocytes" & rules$direction == "low"], 4:1)
  expect_identical(unique(rules$unit[rules$test == "haemoglobin"]), "g/L")
})

test_that("the columns that are wanted are those of all", {
  value <- c("0.3", "<0.1", "5", NA)
  all <- grade_labs(value, "lymphocytes", "10^9/L", ref_low = 1)
  expect_identical(names(all), graded_columns)
  for (keep in list("grade", c("reason", "rule"), rev(graded_columns))) {
    expect_identical(grade_labs(value, "lymphocytes", "10^9/L", ref_low = 1, keep = keep), all[keep])
  }
  for (wrong in list("grades", character(), c("grade", "grade"), 1)) {
    expect_error(grade_labs(1, "lymphocytes", "10^9/L", keep = wrong), class = "msaudit_argument_error")
  }
})

test_that("the same value has the same grade however many stand beside it", {
  set.seed(15)
  n <- 4000
  table <- lab_tests()
  test <- sample(c(table$test, "nonsense"), n, TRUE)
  low <- sample(c(0.7, 1, 3.5, 130, NA), n, TRUE)
  cut <- sample(c(0.2, 0.5, 0.8, 1, 1.5, 3, 80, 100, low), n, TRUE) * sample(c(1 - 1e-14, 1, 1 + 1e-14, 1.2), n, TRUE)
  unit <- sample(c("10^9/L", "g/L", "U/L", "/mm3", NA), n, TRUE)
  for (version in rule_versions) for (lln_rule in c("ctcae", "normal_is_0")) for (baseline in list(NULL, replace(low, 1:9, 50))) {
    grade <- function(rows) {
      grade_labs(cut[rows], test[rows], unit[rows], low[rows], 3 * low[rows], if (!is.null(baseline)) baseline[rows], version, lln_rule)
    }
    many <- grade(seq_len(n))
    some <- few(sample(n, 40))
    alone <- do.call(rbind, lapply(some, grade))
    row.names(alone) <- row.names(many) <- NULL
    expect_equal(alone, many[some, ], ignore_attr = "row.names")
  }
})

test_that("names and units are understood in any encoding, and as factors", {
  micro <- c("10^3/\u00b5L", iconv("10^3/\u00b5L", "UTF-8", "latin1"))
  text <- grade_labs(0.4, rep(c("ALC", "Lymphocytes"), 2), rep(micro, each = 2), ref_low = 1)
  expect_identical(text$grade, rep(3L, 4))
  factors <- grade_labs(0.4, factor(rep(c("ALC", "Lymphocytes"), 2)), factor(rep(micro[1], 4)), ref_low = 1)
  expect_identical(factors, text)
  many <- .Call(C_text_codes, as.character(c(5000:1, NA, 1:5000)))
  expect_identical(many$levels[many$code], as.character(c(5000:1, NA, 1:5000)))
})

test_that("a value that is not known is NA, never NaN", {
  value <- grade_labs(c(1, NA, NaN, 1), "lymphocytes", c("10^9/L", "10^9/L", "10^9/L", "stones"), ref_low = 1)$value
  expect_identical(value, c(1, NA, NA, NA))
})

test_that("every reason that there may be is reached", {
  found <- grade_labs(c("0.3", "3", NA, "0.3", "0.9", "<0.1", "<0.9"), c("lymphocytes", "sodium", rep("lymphocytes", 5)),
                      c("10^9/L", "mmol/L", "10^9/L", "stones", rep("10^9/L", 3)), ref_low = c(1, 1, 1, 1, NA, 1, 1))
  expect_identical(as.character(found$reason),
                   c("graded", "no_rule", "no_value", "no_unit", "no_range", "censored_decides", "censored_open"))
  of_6 <- grade_labs(0.3, "lymphocytes", "10^9/L", ref_low = 1, rules = "ctcae-6.0")
  no_baseline <- grade_labs(130, "ALT", "U/L", ref_high = 40)
  reached <- c(as.character(found$reason), as.character(of_6$reason), as.character(no_baseline$reason))
  expect_setequal(reached, lab_reasons)
})

test_that("limits of which one is below 0, or the lower above the upper, are not known", {
  graded <- grade_labs(c(5, 5, 2.5, 5), "wbc", "10^9/L", ref_low = c(11, -1, 11, 4), ref_high = c(4, 11, 4, 11))
  expect_equal(graded$grade, c(NA, NA, 2L, 0L))
  expect_equal(as.character(graded$reason), c("no_range", "no_range", "graded", "graded"))
})

test_that("units are understood as French and German laboratories write them", {
  expect_equal(grade_labs(0.3, "lymphocytes", c("G/l", "Giga/L", "x10E9/L", "/nL", "/nl"), ref_low = 1)$grade, rep(3L, 5))
  # g/l are grams.
  expect_equal(as.character(grade_labs(0.3, "lymphocytes", "g/l", ref_low = 1)$reason), "no_unit")
  expect_equal(grade_labs(90, "haemoglobin", "g/l", ref_low = 120)$value, 90)
  expect_equal(grade_labs(100, "alt", c("UI/L", "UI/l"), ref_high = 40)$value, c(100, 100))
  expect_equal(grade_labs(3, c("tsh", "tsh", "tpo_ab", "trab"), c("mUI/L", "\u00b5UI/mL", "kUI/L", "UI/mL"))$value, c(3, 3, 3, 3000))
})

# The witness: every value that a bound allows, and every limit where one is not known,
# tried one by one.
by_trial <- function(value, sign, low, high, rules) {
  grid <- c(0.001, 0.01, seq(0.05, 6, 0.05), 25, 150)
  values <- switch(sign, value = value, "<" = c(grid[grid < value], value - 1e-9), ">" = c(grid[grid > value], value + 1e-9))
  lows <- if (is.na(low)) grid else low
  highs <- if (is.na(high)) c(grid, 1000) else high
  of_low <- outer(values, lows, function(x, lln) {
    grade <- (x < lln) * 1L
    for (i in which(rules$of == "value" & rules$beyond == "<")) grade <- pmax(grade, (x < rules$factor[i]) * rules$grade[i])
    grade
  })
  # No lower limit lies above the upper one.
  fits <- vapply(lows, function(lln) any(lln <= highs), NA)
  range(of_low[, fits])
}

test_that("least and most are those of every value and limit that fit", {
  rules <- lab_table("ctcae")
  rules <- rules[rules$version == "5.0" & rules$term == "lymphocyte count decreased", ]
  cases <- expand.grid(value = c(0.1, 0.3, 0.5, 0.6, 0.8, 0.9, 1.2, 3), sign = c("value", "<", ">"), low = c(NA, 1.1), high = c(NA, 4),
                       stringsAsFactors = FALSE)
  text <- paste0(ifelse(cases$sign == "value", "", cases$sign), cases$value)
  found <- grade_columns(lab_columns(list(value = cases$value, test = "lymphocytes", unit = "10^9/L", ref_low = cases$low,
                                          ref_high = cases$high, censored = match(cases$sign, c("<", "value", ">")) - 2L)),
                         directed(lab_rules("ctcae-5.0", "rules", NULL), "low"))
  tried <- vapply(seq_len(nrow(cases)), function(i) {
    as.double(by_trial(cases$value[i], cases$sign[i], cases$low[i], cases$high[i], rules))
  }, numeric(2))
  expect_equal(found$least, tried[1, ], info = text)
  expect_equal(found$most, tried[2, ], info = text)
})

test_that("haemoglobin in mmol/L is judged by the cuts that the criteria give for it", {
  for (version in rule_versions) {
    expect_identical(grade_labs(c(6.2, 6.1, 4.9, 4.8), "haemoglobin", "mmol/L", ref_low = 7.5, rules = version)$grade, c(1L, 2L, 2L, 3L))
    expect_identical(grade_labs(c(10, 9.9, 8, 7.9), "haemoglobin", "g/dL", ref_low = 12, rules = version)$grade, c(1L, 2L, 2L, 3L))
  }
})

test_that("what cannot be a limit is none", {
  alt <- function(low, high) grade_labs(50, "ALT", "U/L", ref_low = low, ref_high = high)
  for (limits in list(c(0, 0), c(40, 10), c(-1, 40), c(NA, 0))) {
    found <- alt(limits[1], limits[2])
    expect_identical(c(found$grade, found$least, found$most), c(NA, 0L, 4L))
  }
  expect_identical(alt(0, 40)$grade, 1L)
  expect_identical(grade_labs(0.9, "lymphocytes", "10^9/L", ref_low = 0)$grade, NA_integer_)
})

test_that("a multiple of the baseline tells the least grade without an upper limit", {
  found <- grade_labs(370, "creatinine", "umol/L", baseline = 100)
  expect_identical(c(found$least, found$most), 3:4)
})

# Each unit is the one beside it in other letters: a count has one grade.
test_that("ways to write a count of cells are one unit", {
  in_billions <- c("GI/L", "x10*9/L", "10(9)/L", "Gpt/L", "10^9/L", "THOU/uL", "thou/mcL", "x10*3/uL", "Tsd/\u00b5l", "Tsd./\u03bcl", "K/mm^3",
                   "x10e3/uL")
  for (unit in in_billions) expect_equal(grade_labs(60, "Platelet", unit, ref_low = 150)$value, 60, label = unit)
  expect_equal(grade_labs(60000, "platelets", "/mm\u00b3")$value, 60)
  expect_equal(grade_labs(60, "creatinine", "mcmol/L")$value, 60)
  skip_if_not_installed("safetyData")
  labs <- as.data.frame(getExportedValue("safetyData", "sdtm_lb"))
  labs <- labs[labs$LBTEST %in% c("Leukocytes", "Lymphocytes", "Platelet", "Hemoglobin") & !is.na(labs$LBSTRESN), ]
  graded <- grade_labs(labs$LBSTRESN, labs$LBTEST, labs$LBSTRESU, labs$LBSTNRLO, labs$LBSTNRHI)
  expect_gt(mean(!is.na(graded$grade)), 0.99)
})
