# Runs the R tests on the installed package, from the folder tests, and ends on
# a line that counts them. FILTER in the environment picks files, as "ci-rate";
# THIRD, a whole number, every third of them and that of the glue.
suppressPackageStartupMessages({
  library(testthat)
  library(msaudit)
})

filter <- Sys.getenv("FILTER")
third <- Sys.getenv("THIRD")
if (nzchar(third)) {
  all <- sub("^test-(.*)[.]R$", "\\1", sort(list.files("testthat", "^test-.*[.]R$"), method = "radix"))
  taken <- union("glue", all[seq_along(all) %% 3 == as.integer(third) %% 3])
  filter <- sprintf("^(%s)$", paste(taken, collapse = "|"))
}
results <- as.data.frame(test_dir(
  "testthat", filter = if (nzchar(filter)) filter, package = "msaudit",
  load_package = "installed", reporter = check_reporter(), stop_on_failure = FALSE
))

took <- sort(tapply(results$real, results$file, sum), decreasing = TRUE)
cat("Longest:", sprintf("%s %.0f s", names(took), took)[seq_len(min(5, length(took)))], sep = "  ")
cat("\n")

passed <- sum(results$passed)
failed <- sum(results$failed, results$error)
cat(sprintf("%d passed, %d failed, %d skipped\n", passed, failed, sum(results$skipped)))
quit(status = as.integer(failed > 0 || passed == 0))
