# Curves over time of `n` patients with three events each on average, beside
# survfit(), which is timed once for the mean cumulative function: it takes a
# while and a gigabyte; the ratio is how many times longer it takes than each of
# our ways. What both give must agree before a time is printed.
curve_speed <- function(n = 1e6, times = 5) {
  library(msaudit)
  if (!requireNamespace("survival", quietly = TRUE)) return(data.frame(what = "survival is not installed"))
  x <- big_spells(n)
  first <- x[!duplicated(x$id), ]
  set.seed(2)
  mixed <- x[sample(nrow(x)), ]
  mcf <- time_curve(
    sprintf("Mean cumulative function, %s spells", format(nrow(x), big.mark = ",")), times,
    list(msaudit = function() curve_mcf(x$start, x$stop, x$event, x$id),
         `msaudit, rows in any order` = function() curve_mcf(mixed$start, mixed$stop, mixed$event, mixed$id)),
    function() {
      fit <- survival::survfit(survival::Surv(start, stop, event) ~ 1, x, id = id)
      fit[["estimate"]] <- fit$cumhaz
      fit[["std_error"]] <- fit$std.chaz
      fit
    }
  )
  km <- time_curve(
    sprintf("Kaplan-Meier, %s patients", format(n, big.mark = ",", scientific = FALSE)), times,
    list(msaudit = function() curve_survival(first$stop, first$event)),
    function() {
      fit <- survival::survfit(survival::Surv(stop, event) ~ 1, first)
      fit[["estimate"]] <- fit$surv
      fit[["std_error"]] <- fit$surv * fit$std.err
      fit
    }
  )
  rbind(mcf, km, curve_memory(n))
}

time_curve <- function(what, times, ours, peer) {
  fit <- NULL
  theirs <- system.time(fit <- peer(), gcFirst = TRUE)[["elapsed"]]
  at <- fit$n.event > 0
  for (way in ours) {
    found <- way()
    for (column in c("estimate", "std_error")) {
      away <- max(abs(found[[column]] - fit[[column]][at]) / fit[[column]][at])
      if (!(away < 1e-8)) stop(what, ": ", column, " does not agree: ", away)
    }
  }
  seconds <- vapply(ours, best_time, 0, times)
  data.frame(what = c(what, rep("", length(ours))), seconds = c(seconds, theirs),
             ratio = c(theirs / seconds, NA), note = c(names(ours), "survfit()"),
             row.names = NULL)
}

# The most memory of a session of its own beside what its vectors take.
curve_memory <- function(n) {
  script <- file.path(bench_folder(), "curves-run.R")
  shown <- system2(file.path(R.home("bin"), "Rscript"), c(shQuote(script), format(n, scientific = FALSE)),
                   stdout = TRUE, env = "R_GC_MEM_GROW=0")
  found <- as.numeric(strsplit(utils::tail(shown, 1), " ")[[1]])
  data.frame(what = "Memory of the first, of that of its vectors", seconds = NA, ratio = found[1] / found[2],
             note = sprintf("%.0f of %.0f MB", found[1], found[2]))
}
