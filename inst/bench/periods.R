# Periods that are many, and courses of one patient that are many: the time for twice as
# many must be no more than about twice the time.
periods_speed <- function() {
  cohort <- audit_cohort(data.frame(id = 1:1000, follow_up_start = 0, follow_up_end = 4000),
                         data.frame(id = 1:1000, drug = "a", start = 1:1000 %% 100))
  quarters <- function(n) {
    spans <- lapply(seq_len(n), function(i) period_calendar(15 * i, 15 * i + 60))
    do.call(audit_periods, c(list(cohort), structure(spans, names = paste("from", seq_len(n)))))
  }
  courses <- function(n) {
    start <- 3 * seq_len(n)
    one <- audit_cohort(data.frame(id = 1, follow_up_start = 0, follow_up_end = 3 * n + 10),
                        data.frame(id = 1, drug = c("a", "b"), start = start, stop = start + 2),
                        relapses = data.frame(id = 1, onset = start))
    function() audit_records(audit_arr(one, audit_periods(one, a = period_on("a", grace = 0, extend = 5))))
  }
  times <- function(what, few, ways) {
    seconds <- vapply(ways, best_time, 0, times = 2)
    data.frame(what = sprintf("%s: %s", what, format(few * 1:2, big.mark = ",", trim = TRUE)), seconds = seconds,
               ratio = seconds / seconds[1], note = "times the first")
  }
  rbind(times("periods of 1,000 patients", 100, list(function() quarters(100), function() quarters(200))),
        times("courses and relapses of one patient", 150000, list(courses(150000), courses(300000))))
}
