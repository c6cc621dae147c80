skip_watched()

flow_of_two <- function() {
  cohort <- select_patients(small_cohort(), drug = "alemtuzumab", prior = "natalizumab")
  list(flow = attrition(cohort), periods = audit_periods(cohort, "On a" = period_on("natalizumab"), b = period_follow_up()))
}

test_that("boxes of the flow of patients do not overlap, and say what the table says", {
  skip_if_not_installed("ggplot2")
  two <- flow_of_two()
  for (periods in list(NULL, two$periods)) {
    boxes <- flow_boxes(two$flow, periods)$boxes
    pairs <- utils::combn(nrow(boxes), 2)
    apart <- function(a, b) a$right <= b$left | b$right <= a$left | a$bottom >= b$top | b$bottom >= a$top
    expect_true(all(apart(boxes[pairs[1, ], ], boxes[pairs[2, ], ])))
    steps <- gsub("\n", " ", boxes$text[boxes$kind == "step"])
    expect_identical(as.integer(sub(".*: ", "", steps)), two$flow$patients)
  }
  plot <- ggplot2::autoplot(two$flow, periods = two$periods)
  expect_s3_class(plot, "ggplot")
  expect_match(ggplot2::get_alt_text(plot), "ever started alemtuzumab 1, left out 2: never started it", fixed = TRUE)
  expect_match(ggplot2::get_alt_text(plot), "Periods: On a 1 patient; b 1 patient.", fixed = TRUE)
})

test_that("a flow of one step, of nobody and of many periods is drawn", {
  skip_if_not_installed("ggplot2")
  cohort <- small_cohort()
  draws <- function(plot) expect_s3_class(ggplot2::ggplotGrob(plot), "gtable")
  draws(ggplot2::autoplot(attrition(cohort)))
  draws(ggplot2::autoplot(attrition(select_patients(cohort, ids = character()))))
  many <- do.call(audit_periods, c(list(cohort), structure(rep(list(period_follow_up()), 5), names = paste0("p", 1:5))))
  expect_identical(ggplot2::autoplot(attrition(cohort), periods = many)$data$kind, "step")
  expect_error(ggplot2::autoplot(attrition(cohort), periods = 1), class = "msaudit_argument_error")
})
