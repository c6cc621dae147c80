# Run by whole-audit.R in a session of its own: prints seconds, MB, MB of input.
library(msaudit)
file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(file), "cohort.R"))
tables <- big_cohort(as.numeric(commandArgs(TRUE)[1]))
input <- sum(vapply(tables, function(table) as.double(utils::object.size(table)), 0)) / 2^20
gc()
before <- sum(gc(reset = TRUE)[, 6])
seconds <- system.time({
  cohort <- audit_cohort(tables$patients, tables$treatments, relapses = tables$relapses)
  periods <- audit_periods(cohort, first = period_on("first"), second = period_on("second"))
  arr <- audit_arr(cohort, periods)
})[["elapsed"]]
cat(seconds, sum(gc()[, 6]) - before, input, "\n")
