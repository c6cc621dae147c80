# Whether validate_operation() finds deliberate damage: changes one number of one
# part of the core at a time (tools/damage.csv), and runs the case that is to find
# it on a damaged copy of the installed package; with --all every case, and names
# those that fail.
#
#     Rscript tools/damage.R [--all] [FILE.c ...]
source("tools/mutants.R")
damages <- utils::read.csv("tools/damage.csv", stringsAsFactors = FALSE)
args <- commandArgs(TRUE)
every_case <- "--all" %in% args

# Of status.c, texts of errors, which no case reads.
without <- setdiff(core_files(), c(damages$file, "base/status.c"))
if (length(without) > 0) stop("tools/damage.csv has no damage for ", toString(without))
asked <- setdiff(args, "--all")
if (length(asked) > 0) damages <- damages[damages$file %in% asked, ]

whole_of <- function(file) paste(readLines(file.path("src/core", file)), collapse = "\n")

# Each at the first place where its code stands.
for (i in seq_len(nrow(damages))) {
  if (!grepl(damages$code[i], whole_of(damages$file[i]), fixed = TRUE)) {
    stop(damages$file[i], " has no code ", damages$code[i], " any more: see tools/damage.csv")
  }
}

copy <- damageable("build/damage")
found <- vapply(seq_len(nrow(damages)), function(i) {
  of <- damages[i, ]
  file <- file.path(copy, "src", "core", of$file)
  object <- sub("[.]c$", ".o", file)
  whole <- whole_of(of$file)
  writeLines(sub(of$code, of$damaged, whole, fixed = TRUE), file)
  unlink(c(object, "build/damage/failed.txt"))
  built <- build_library(copy) == 0
  cases <- sprintf("x <- msaudit::validate_operation(%s, quiet = TRUE)
cat(unique(x$case[x$passed %%in%% FALSE]), file = 'build/damage/failed.txt')", if (every_case) "" else sprintf("'%s'", of$case))
  ended <- run_r(copy, cases, 120) == 0
  writeLines(whole, file)
  unlink(object)
  failed <- if (!built) "not built" else if (!ended) "R ended" else readLines("build/damage/failed.txt", warn = FALSE)
  if (length(failed) == 0) failed <- ""
  cat(sprintf("%-38s %s\n", of$file, if (nzchar(failed)) failed else paste("NOT FOUND by", of$case)))
  nzchar(failed) && built
}, NA)
cat(sprintf("%d found, %d not found\n", sum(found), sum(!found)))
quit(status = as.integer(any(!found)))
