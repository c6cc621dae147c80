# Whether small counts that suppress_cells() holds back can be worked out: cohorts by chance, and of each an attack of
# several kinds (tests/testthat/helper-attack-exact.R). Rscript inst/validation/attack-exact.R FILE [first, 1] [last, 200],
# from the folder of the package, writes a table with a row for each cohort and kind; minutes.
library(msaudit)
for (name in c("", "-verbs", "-exact")) source(sprintf("tests/testthat/helper-attack%s.R", name))

# "Fewer than 5" itself leaves four values.
enough <- 4

args <- commandArgs(TRUE)
first <- if (length(args) > 1) as.integer(args[2]) else 1L
last <- if (length(args) > 2) as.integer(args[3]) else 200L
result <- NULL
for (seed in first:last) {
  found <- attack_exact(seed)
  values <- lapply(found, function(x) if (is.null(x)) numeric() else x$values)
  result <- rbind(result, data.frame(seed, attack = names(found), small = lengths(values),
                                     fewest_values = vapply(values, function(x) if (any(is.finite(x))) min(x) else NA_real_, 0),
                                     pinned = vapply(values, function(x) sum(x < enough), 0L), row.names = NULL))
  utils::write.csv(result, args[1], row.names = FALSE)
}
cat(sum(result$pinned), "of", sum(result$small), "small numbers have fewer than", enough, "values\n")
