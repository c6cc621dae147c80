# Two drugs on a clock of days: patient 1 switches with a washout, 2 stays on
# the first drug, 3 switches on the day of the stop, 4 overlaps, 5 has neither.
drug_cohort <- function(...) {
  audit_cohort(
    patients = data.frame(id = 1:5, follow_up_start = c(0, NA, 0, 0, 0), follow_up_end = 2000, ...),
    treatments = data.frame(
      id = c(1, 1, 1, 2, 3, 3, 4, 4),
      drug = c("A", "a ", "B", "A", "A", "B", "A", "B"),
      start = c(100, 251, 500, 300, 100, 400, 100, 300),
      stop = c(250, 400, NA, NA, 400, 430, 600, NA)
    )
  )
}

ranges <- function(definition) {
  found <- as.data.frame(audit_periods(drug_cohort(), p = definition))
  paste(found$id, found$start, found$stop)
}

test_that("courses of a drug are merged over a gap of at most `grace` days", {
  expect_equal(ranges(period_on("a")), c("1 100 400", "2 300 2000", "3 100 400", "4 100 600"))
  expect_equal(ranges(period_on("a", grace = 0))[1:2], c("1 100 250", "1 251 400"))
})

test_that("an extension ends with another drug, the next course or follow-up", {
  # Patient 3 starts b on the day a stops: no extension.
  expect_equal(ranges(period_on("a", extend = 150)),
               c("1 100 500", "2 300 2000", "3 100 400", "4 100 750"))
  expect_equal(ranges(period_on("a", grace = 0, extend = 30))[1:2], c("1 100 251", "1 251 430"))
  expect_equal(ranges(period_on("b", extend = 5000))[2], "3 400 2000")
})

test_that("a window is counted from the first start, cut to follow-up", {
  expect_equal(ranges(period_since("b", 12)), c("1 500 865", "3 400 765", "4 300 665"))
  expect_equal(ranges(period_since("b", c(12, 48))), c("1 865 1960", "3 765 1860", "4 665 1760"))
  expect_equal(ranges(period_since("b", c(48, Inf)))[1], "1 1960 2000")
  expect_equal(ranges(period_since("b", 12, until = "stop"))[2], "3 400 430")
  expect_equal(ranges(period_since("a", 24, until = "switch")), c("1 100 500", "2 300 1030", "3 100 400", "4 100 300"))
  expect_equal(ranges(period_before("b", 12)), c("1 135 500", "3 35 400", "4 0 300"))
  expect_equal(ranges(period_before("b", c(3, 6))), c("1 318 409", "3 218 309", "4 118 209"))
})

test_that("a washout runs from the last stop to the switch", {
  periods <- audit_periods(drug_cohort(), Washout = period_gap("a", "b"))
  expect_equal(ranges(period_gap("a", "b")), "1 400 500")
  out <- periods$left_out
  expect_equal(out$patients[out$reason == "no_switch"], 2L)
  expect_equal(out$patients[out$reason == "still_on"], 1L)
  expect_equal(out$patients[out$reason == "no_days"], 1L)
})

test_that("calendar time and follow-up begin with the first treatment where no start is known", {
  expect_equal(ranges(period_follow_up()), c("1 0 2000", "2 300 2000", "3 0 2000", "4 0 2000", "5 0 2000"))
  expect_equal(ranges(period_calendar(1, 1000)), c("1 0 1000", "2 300 1000", "3 0 1000", "4 0 1000", "5 0 1000"))
  expect_equal(ranges(period_calendar(101, 101))[1], "1 100 101")
})

test_that("a year from 31 August holds the same day a year on", {
  cohort <- small_cohort(treatments = data.frame(id = "001", drug = "a", start = "2008-02-29"))
  periods <- as.data.frame(audit_periods(cohort, p = period_since("a", 12)))
  expect_equal(periods$stop, as.Date("2009-02-28"))
  expect_equal(periods$start, as.Date("2008-02-29"))
})

test_that("what falls between one period and the next is in neither, and overlaps are said", {
  periods <- audit_periods(drug_cohort(), a = period_on("a"), b = period_on("b"))
  expect_equal(periods$overlaps$patients, 1)
  expect_equal(periods$overlaps$days, 300)
  expect_output(print(periods), "300 days of 1 patient")
})

test_that("a data frame of days serves as periods, cut to follow-up too", {
  days <- data.frame(id = c(1, 1, 2), period = c("x", "x", "y"), start = c(10, 100, -50), stop = c(50, 3000, 10))
  found <- as.data.frame(audit_periods(drug_cohort(), days))
  expect_equal(paste(found$id, found$period, found$start, found$stop),
               c("1 x 10 50", "1 x 100 2000", "2 y -50 10"))
  overlap <- data.frame(id = 1, period = "x", start = c(0, 50), stop = c(60, 70))
  expect_error(audit_periods(drug_cohort(), overlap), "at row 2", class = "msaudit_data_error")
  expect_error(audit_periods(drug_cohort(), data.frame(id = 9, period = "x", start = 0, stop = 1)),
               class = "msaudit_data_error")
})

test_that("notes say what a reader would trip over", {
  note <- function(definition) audit_periods(drug_cohort(), p = definition)$notes
  expect_equal(note(period_on("b"))$note, "short_course")
  expect_equal(nrow(note(period_on("b", extend = 90))), 0)
  expect_equal(note(period_before("a", 12))$note, "open_beginning")
  bridged <- audit_cohort(
    data.frame(id = 1, follow_up_end = 900),
    data.frame(id = 1, drug = c("a", "c", "b"), start = c(0, 150, 300), stop = c(100, 200, NA))
  )
  expect_equal(audit_periods(bridged, p = period_gap("a", "b"))$notes$note, "other_drug")
})

test_that("a drug or a name that is not what it must be is a classed error", {
  cohort <- drug_cohort()
  wrong <- function(...) expect_error(audit_periods(cohort, ...), class = "msaudit_argument_error")
  wrong()
  wrong(period_on("a"))
  wrong(x = period_on("a"), x = period_on("b"))
  wrong(x = "a")
  wrong(x = period_on("aa"))
  wrong(x = period_calendar("2011-01-01", "2012-01-01"))
  wrong(x = period_calendar(10, 5))
  argument <- function(expr) expect_error(expr, class = "msaudit_argument_error")
  argument(period_since("a", 1.5))
  argument(period_since("a", c(12, 6)))
  argument(period_since("a", -1))
  argument(period_before("a", c(0, Inf)))
  argument(period_on("a", grace = -1))
  argument(period_on(c("a", "b")))
  argument(period_gap("a", " A"))
  expect_error(audit_arr(select_patients(cohort, drug = "b"), audit_periods(cohort, x = period_on("a"))),
               "another cohort")
})

test_that("a period may have any name but that of the cohort, which comes first or by its name", {
  cohort <- audit_cohort(data.frame(id = 1:2, follow_up_start = 0), data.frame(id = 1:2, drug = "x", start = 5), data_lock = 500)
  named <- audit_periods(cohort, c = period_on("x"), coh = period_follow_up())
  expect_identical(named$names, c("c", "coh"))
  expect_identical(audit_periods(c = period_on("x"), coh = period_follow_up(), cohort = cohort), named)
  expect_identical(do.call(audit_periods, list(cohort, c = period_on("x"), coh = period_follow_up())), named)
  expect_error(audit_periods(), "`cohort` must be a cohort", class = "msaudit_argument_error")
  expect_error(audit_periods(c = period_on("x")), "`cohort` must be a cohort", class = "msaudit_argument_error")
  expect_error(audit_periods(cohort), "No period is given", class = "msaudit_argument_error")
})

test_that("a slip of the arguments says what was meant", {
  cohort <- small_cohort()
  periods <- audit_periods(cohort, on = period_on("natalizumab"))
  for (verb in c("audit_arr", "audit_ae", "audit_labs", "audit_lesions")) {
    expect_error(do.call(verb, list(periods, cohort)), paste0("cohort comes first: ", verb), class = "msaudit_argument_error")
  }
  expect_error(audit_arr(cohort, period_on("natalizumab")), "make them by audit_periods", class = "msaudit_argument_error")
  expect_error(audit_arr(cohort, periods, by = "site"), "no column of `patients`; it has `sex`", class = "msaudit_argument_error")
  expect_error(audit_ae(cohort, periods, each = "Term"), "did you mean `term`", class = "msaudit_argument_error")
  expect_error(select_patients(cohort, drug = "natalizumab", from = "01/02/2008"), "such as 2011-03-05, not \"01/02/2008\"")
  expect_false(any(!nzchar(capture.output(print(periods)))))
})

test_that("a period prints what it is, and a cohort in which all is well that it has no findings", {
  expect_output(expect_identical(print(period_on("natalizumab"))$text, period_on("natalizumab")$text), "Period: on natalizumab")
  whole <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 90),
                        data.frame(id = 1, drug = "a", start = 10, stop = 50))
  expect_output(expect_identical(nrow(print(findings(whole))), 0L), "^No findings[.]$")
})

test_that("the code that makes periods again does", {
  cohort <- example_cohort()
  given <- audit_periods(
    cohort, "On \"n\"" = period_on("natalizumab", extend = 60), b = period_since("alemtuzumab", 12),
    c = period_since("alemtuzumab", c(3, Inf), until = "stop", extend = 30), d = period_before("alemtuzumab", c(12, 24), exclude = 30),
    e = period_gap("natalizumab", "alemtuzumab"), f = period_calendar("2009-01-01", as.Date("2009-12-31")), g = period_follow_up()
  )
  lines <- run_again(cohort, given)
  again <- new.env()
  eval(parse(text = lines[!grepl("^rmarkdown", lines)]), again)
  expect_identical(as.data.frame(again$periods), as.data.frame(given))
  # Days as they were given are said in words.
  expect_match(run_again(cohort, audit_periods(cohort, as.data.frame(given))), "^# periods", all = FALSE)
})

test_that("days that periods share are those of every pair, counted day by day", {
  set.seed(5)
  cohort <- audit_cohort(data.frame(id = 1:6, follow_up_start = 0, follow_up_end = 400), data.frame(id = 1:6, drug = "a", start = 1))
  frame <- do.call(rbind, lapply(1:12, function(p) {
    who <- sort(sample(1:6, 4))
    from <- sample(0:300, 4)
    data.frame(id = who, period = paste("p", p), start = from, stop = from + sample(1:90, 4))
  }))
  found <- audit_periods(cohort, frame)$overlaps
  names <- unique(frame$period)
  days <- function(p, id) unlist(Map(function(from, to) seq_len(to - from) + from, frame$start[frame$period == p & frame$id == id],
                                     frame$stop[frame$period == p & frame$id == id]))
  by_hand <- do.call(rbind, utils::combn(names, 2, simplify = FALSE, FUN = function(pair) {
    shared <- vapply(1:6, function(id) length(intersect(days(pair[1], id), days(pair[2], id))), 0L)
    data.frame(period = pair[1], with = pair[2], patients = sum(shared > 0), days = sum(shared))
  }))
  expect_equal(found, by_hand[by_hand$patients > 0, ], ignore_attr = TRUE)
})

test_that("names of periods are one line each, and told apart by more than space", {
  cohort <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 900), data.frame(id = 1, drug = "a", start = 1))
  on <- function(names) do.call(audit_periods, c(list(cohort), structure(list(period_on("a"), period_on("a"))[seq_along(names)], names = names)))
  for (names in list(c("x", "x"), c("x", " x"), c("a b", "a  b"), " ", "a\nb", "a\tb", if (l10n_info()$`UTF-8`) "\xe9\xff")) {
    expect_error(on(names), class = "msaudit_argument_error")
  }
  frame <- function(names) data.frame(id = 1, period = names, start = 10 * seq_along(names), stop = 10 * seq_along(names) + 5)
  expect_error(audit_periods(cohort, frame(c("x", "x "))), "Two periods", class = "msaudit_argument_error")
  expect_error(audit_periods(cohort, frame("")), "must be known", class = "msaudit_data_error")
  expect_equal(on(c("x | y", "<b>"))$names, c("x | y", "<b>"))
})
