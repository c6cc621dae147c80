# Whether rounded counts can be narrowed: cohorts by chance, of each the tables of several verbs and
# an attack by linear programmes that knows every relation between their counts (tests/testthat/helper-attack.R,
# helper-attack-verbs.R). Rscript inst/validation/attack-rounded.R FILE [first, 1] [last, 200], from the folder of the
# package, writes a table with a row for each cohort and kind of tables; ten minutes. Of every tenth cohort the least
# and the most of each small number are found over whole numbers alone; in the table kept here not of the 180th,
# whose programmes in whole numbers did not end.
library(msaudit)
source("tests/testthat/helper-attack.R")
source("tests/testthat/helper-attack-verbs.R")

min_cell <- 5

attacked <- function(seed) {
  cohort <- made_up_cohort(30 + 10 * (seed %% 8), seed, terms = 2 + seed %% 2, scans = TRUE)
  periods <- periods_of(cohort)
  by <- c("sex", "centre")[1 + seed %% 2]
  ae <- lapply(list(NULL, by), function(by) audit_ae(cohort, periods, by = by, each = "term", measure = c("proportion", "rate", "recurrence")))
  arr <- list(audit_arr(cohort, periods), audit_arr(cohort, periods, by = by))
  whole <- seed %% 10 == 0
  found <- list(ae = attack_rounded(ae, c("", by), min_cell + 1, add_both, whole),
                arr = attack_rounded(arr, c("", by), min_cell + 1, add_both, whole),
                grades_lesions_baseline = attack_verbs(cohort, periods, min_cell + 1, whole))
  found <- c(found, attack_kinds(switching_cohort(40 + 10 * (seed %% 8), seed), min_cell + 1, whole))
  do.call(rbind, Map(function(x, tables) {
    values <- x$high - x$low + 1
    data.frame(seed, tables, whole_numbers = whole, small = nrow(x), fewest_values = if (nrow(x) > 0) min(values) else NA,
               pinned = sum(values < min_cell))
  }, found, names(found)))
}

args <- commandArgs(TRUE)
first <- if (length(args) > 1) as.integer(args[2]) else 1L
last <- if (length(args) > 2) as.integer(args[3]) else 200L
result <- NULL
for (seed in first:last) {
  result <- rbind(result, attacked(seed))
  utils::write.csv(result, args[1], row.names = FALSE)
}
cat(sum(result$pinned), "of", sum(result$small), "small numbers have fewer than", min_cell, "values\n")
