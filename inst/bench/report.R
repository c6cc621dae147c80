# A report of the example, and those of `n` patients with all tables, made up, for readers
# outside of ten times as many too: the time of each, and the size of its file.
report_speed <- function(n = 1e4) {
  example <- msaudit::example_cohort()
  switch <- msaudit::audit_periods(example, "On natalizumab" = msaudit::period_on("natalizumab"),
                                   "Year after" = msaudit::period_since("alemtuzumab", 12))
  big <- do.call(msaudit::audit_cohort, report_cohort(n))
  larger <- do.call(msaudit::audit_cohort, report_cohort(10 * n))
  courses <- function(cohort) msaudit::audit_periods(cohort, first = msaudit::period_on("first"), second = msaudit::period_on("second"))
  number <- function(n) format(n, big.mark = ",", scientific = FALSE)
  ways <- list(list("example, HTML", example, switch, ".html", "team"), list("example, Word", example, switch, ".docx", "team"),
               list(sprintf("%s patients, HTML", number(n)), big, courses(big), ".html", "team"),
               list(sprintf("%s patients, HTML, outside", number(n)), big, courses(big), ".html", "outside"),
               list(sprintf("%s patients, HTML, outside", number(10 * n)), larger, courses(larger), ".html", "outside"))
  rows <- lapply(ways, function(way) {
    file <- tempfile(fileext = way[[4]])
    seconds <- system.time(msaudit::audit_report(way[[2]], way[[3]], file, share = way[[5]], quiet = TRUE))[["elapsed"]]
    data.frame(what = way[[1]], seconds = seconds, note = sprintf("%.0f kB", file.size(file) / 1000))
  })
  do.call(rbind, rows)
}

# The cohort of the other benchmarks with events, blood counts and scans each.
report_cohort <- function(n) {
  tables <- big_cohort(n)
  from <- as.integer(tables$patients$follow_up_start)
  days <- as.integer(tables$patients$follow_up_end) - from
  on <- function(who, share) as.Date(from[who] + as.integer(ceiling(share * days[who])), origin = "1970-01-01")
  each <- function(times) rep(seq_len(n), times)
  who <- sample.int(n, 2 * n, TRUE)
  tables$events <- data.frame(id = tables$patients$id[who], onset = on(who, runif(2 * n)),
                              term = sample(c("headache", "infusion reaction", "infection", "rash", "nausea"), 2 * n, TRUE))
  who <- each(8)
  tables$labs <- data.frame(id = tables$patients$id[who], date = on(who, runif(8 * n)), test = "lymphocytes",
                            value = round(exp(rnorm(8 * n, 0.2, 0.5)), 2), unit = "10^9/L")
  scan <- rep(1:4, each = n)
  who <- each(4)
  tables$mri <- data.frame(id = tables$patients$id[who], date = on(who, scan / 4), compare_date = on(who, (scan - 1) / 4),
                           new_t2 = rpois(4 * n, 0.7), gd = rpois(4 * n, 0.2), contrast = TRUE)
  tables
}
