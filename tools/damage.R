# Whether validate_operation() finds deliberate damage: changes one number of one
# family of routines of the core at a time (tools/damage.csv), and runs the cases
# of a damaged copy of the installed package.
#
#     Rscript tools/damage.R [FILE.c ...]
source("tools/mutants.R")
damages <- utils::read.csv("tools/damage.csv", stringsAsFactors = FALSE)
asked <- commandArgs(TRUE)
if (length(asked) > 0) damages <- damages[damages$file %in% asked, ]

# Texts of errors, which no case reads.
without <- setdiff(list.files("src/core", "[.]c$"), c(utils::read.csv("tools/damage.csv")$file, "status.c"))
if (length(without) > 0) stop("tools/damage.csv has no damage for ", toString(without))

whole_of <- function(file) paste(readLines(file.path("src/core", file)), collapse = "\n")

# Each at the first place where its code stands.
for (i in seq_len(nrow(damages))) {
  if (!grepl(damages$code[i], whole_of(damages$file[i]), fixed = TRUE)) {
    stop(damages$file[i], " has no code ", damages$code[i], " any more: see tools/damage.csv")
  }
}

copy <- damageable("build/damage")
cases <- "x <- msaudit::validate_operation(quiet = TRUE)
cat(unique(x$case[x$passed %in% FALSE]), file = 'build/damage/failed.txt')"
found <- vapply(seq_len(nrow(damages)), function(i) {
  file <- file.path(copy, "src", "core", damages$file[i])
  object <- sub("[.]c$", ".o", file)
  whole <- whole_of(damages$file[i])
  writeLines(sub(damages$code[i], damages$damaged[i], whole, fixed = TRUE), file)
  unlink(c(object, "build/damage/failed.txt"))
  built <- build_library(copy) == 0
  ended <- run_r(copy, cases, 120) == 0
  writeLines(whole, file)
  unlink(object)
  failed <- if (!built) "not built" else if (!ended) "R ended" else readLines("build/damage/failed.txt", warn = FALSE)
  if (length(failed) == 0) failed <- ""
  cat(sprintf("%-22s %s\n", damages$file[i], if (nzchar(failed)) failed else "NOT FOUND"))
  nzchar(failed) && built
}, NA)
cat(sprintf("%d found, %d not found\n", sum(found), sum(!found)))
quit(status = as.integer(any(!found)))
