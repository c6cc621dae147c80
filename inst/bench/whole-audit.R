# The whole way from tables to rates, at the same size: time, and the most
# memory that it took beside what the tables take. R collects garbage late where
# it may let its heap grow, so it is told not to, to measure what is needed.
whole_audit <- function(n = 1e6) {
  script <- file.path(bench_folder(), "whole-audit-run.R")
  shown <- system2(file.path(R.home("bin"), "Rscript"), c(shQuote(script), format(n, scientific = FALSE)),
                   stdout = TRUE, env = "R_GC_MEM_GROW=0")
  found <- as.numeric(strsplit(utils::tail(shown, 1), " ")[[1]])
  data.frame(what = c("tables to rates", "memory, of that of the tables"),
             seconds = c(found[1], NA), ratio = c(NA, found[2] / found[3]),
             note = c("", sprintf("%.0f of %.0f MB", found[2], found[3])))
}
