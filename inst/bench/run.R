# Benchmarks beside the peers, in one run: Rscript inst/bench/run.R [patients]
bench_folder <- function() {
  dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
}

best_time <- function(way, times) {
  min(vapply(seq_len(times), function(i) system.time(way(), gcFirst = TRUE)[["elapsed"]], 0))
}

# The best of several times of each way, whose results, summed up by a function of
# its own, must all be the same. sum() is too short for the clock, so `unit` is
# the mean of many.
time_ways <- function(ways, times, unit) {
  results <- lapply(ways, function(way) as.double(way[[2]](way[[1]]())))
  agree <- vapply(results, function(result) isTRUE(all.equal(result, results[[1]])), NA)
  if (!all(agree)) stop("do not agree: ", toString(names(ways)[!agree]))
  seconds <- vapply(ways, function(way) best_time(way[[1]], times), 0)
  data.frame(what = names(ways), seconds = seconds, ratio = seconds / unit,
             note = "times sum() over the bytes", row.names = NULL)
}

files <- c("cohort.R", "count-relapses.R", "whole-audit.R", "relapse-rates.R", "statistics.R", "spells.R", "curves.R",
           "incidence.R", "labs.R", "lesions.R", "periods.R", "disclosure.R", "report.R")
for (file in files) source(file.path(bench_folder(), file))
n <- as.numeric(c(commandArgs(TRUE), 1e6)[1])
cat(sprintf("%s, msaudit %s, %s patients\n\n", R.version.string, utils::packageVersion("msaudit"),
            format(n, big.mark = ",", scientific = FALSE)))
tables <- list("Counting relapses in two periods of each patient" = count_relapses(n),
               "Summing lesions of ten scans of each of half as many patients in three periods" = count_lesions(n / 2),
               "From tables to relapse rates" = whole_audit(n),
               "Relapse rates of many groups, and under many definitions" = relapse_rates_speed(n),
               "Intervals and tests, and how many times longer their peers take" = statistics_speed(),
               "Curves over time, and how many times longer survfit() takes than each of ours" = curve_speed(n),
               "Adverse events, and how many times longer their peers take" = incidence_speed(),
               "Grading 10,000,000 laboratory tests of eight kinds" = grade_speed(1e7),
               "Many periods, and many courses of one patient" = periods_speed(),
               "Small counts held back" = disclosure_speed(),
               "Reports" = report_speed())
for (title in names(tables)) {
  cat(title, "\n", sep = "")
  print(tables[[title]], digits = 3, row.names = FALSE, right = FALSE)
  cat("\n")
}
