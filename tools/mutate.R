# How much of the core the tests hold: changes one operator or number at a time
# and runs the tests of the core. Those that survive are tried once more on the
# cases of the installed package, with --r. What is done is kept in
# build/mutate/results.csv and not done again, until the file has changed; --again
# tries those that survived on tests that are new.
#
#     Rscript tools/mutate.R [SAMPLE] [--r] [--again]
source("tools/mutants.R")
args <- commandArgs(TRUE)
sample_size <- suppressWarnings(as.integer(setdiff(args, c("--r", "--again"))[1]))
folder <- "build/mutate"
dir.create(folder, recursive = TRUE, showWarnings = FALSE)
results_file <- file.path(folder, "results.csv")

mutants <- all_mutants()
mutants$hash <- tools::md5sum(file.path("src/core", mutants$file))
set.seed(1)
mutants <- mutants[sample(nrow(mutants)), ]
mutants$id <- with(mutants, paste(file, line, column, to, hash))
cat(nrow(mutants), "mutants in all\n")
if (!is.na(sample_size)) mutants <- mutants[seq_len(min(sample_size, nrow(mutants))), ]

keep <- function(id, result) {
  row <- data.frame(id = id, result = result)
  utils::write.table(row, results_file, sep = ",", row.names = FALSE, col.names = !file.exists(results_file), append = file.exists(results_file))
}
result_of <- function(id) {
  if (!file.exists(results_file)) return(rep(NA_character_, length(id)))
  done <- utils::read.csv(results_file, stringsAsFactors = FALSE)
  done$result[nrow(done) + 1 - match(id, rev(done$id))]
}

# The core as a shared library, so that a mutant is one compilation and one link.
compile <- function(source, object) {
  run("gcc", "-std=c99", "-O1", "-fPIC", "-DMATHLIB_STANDALONE", "-Isrc/core", "-c", source, "-o", object)
}
link <- function() {
  run("gcc", "-shared", file.path(folder, "*.o"), "-lRmath", "-lm", "-o", file.path(folder, "libcore.so"))
}
core <- list.files("src/core", "[.]c$")
tests <- sub("[.]c$", "", list.files("tests/core", "^test_.*[.]c$"))
objects <- file.path(folder, sub("[.]c$", ".o", core))
stopifnot(mapply(compile, file.path("src/core", core), objects) == 0, link() == 0)
for (test in tests) {
  stopifnot(run("gcc", "-std=c99", "-O1", "-DMATHLIB_STANDALONE", "-Itests/core", "-Isrc/core",
                file.path("tests/core", paste0(test, ".c")), paste0("-L", folder), "-lcore", "-lcmocka", "-lRmath", "-lm",
                "-o", file.path(folder, test)) == 0)
}
Sys.setenv(LD_LIBRARY_PATH = normalizePath(folder))
passes <- function(test) run("timeout", 20, file.path(folder, test)) == 0
stopifnot(vapply(tests, passes, NA))

# The module's own test first, which kills most, and the one of seconds last.
slow <- "test_least_likely"
killed_by_core <- function(mutant) {
  own <- paste0("test_", sub("[.]c$", "", mutant$file))
  for (test in c(intersect(own, tests), setdiff(tests, c(own, slow)), setdiff(slow, own))) if (!passes(test)) return(TRUE)
  FALSE
}

result <- result_of(mutants$id)
if ("--again" %in% args) result[grepl("^survived", result)] <- NA
for (i in which(is.na(result))) {
  mutant <- mutants[i, ]
  object <- file.path(folder, sub("[.]c$", ".o", mutant$file))
  source <- file.path(folder, mutant$file)
  writeLines(mutated(file.path("src/core", mutant$file), mutant), source)
  built <- compile(source, object) == 0 && link() == 0
  result[i] <- if (!built) "not built" else if (killed_by_core(mutant)) "core" else "survived"
  keep(mutant$id, result[i])
  compile(file.path("src/core", mutant$file), object)
}
link()

if ("--r" %in% args && any(result == "survived")) {
  copy <- damageable(file.path(folder, "r"))
  for (i in which(result == "survived")) {
    failed <- with_mutant(copy, mutants[i, ], function() {
      run_r(copy, "library(msaudit); x <- validate_operation(quiet = TRUE); quit(status = any(x$passed %in% FALSE))", 120) != 0
    })
    result[i] <- if (isTRUE(failed)) "operation" else "survived both"
    keep(mutants$id[i], result[i])
  }
}

built <- result != "not built"
survivors <- mutants[result %in% c("survived", "survived both"), ]
survivors <- survivors[order(survivors$file, survivors$line, survivors$column, method = "radix"), ]
for (i in seq_len(nrow(survivors))) {
  of <- survivors[i, ]
  code <- trimws(readLines(file.path("src/core", of$file))[of$line])
  cat(sprintf("%s:%d:%d %s -> %s   %s\n", of$file, of$line, of$column, of$from, of$to, code))
}
killed <- sum(built) - nrow(survivors)
cat(sprintf("%d of %d killed (%.0f %%): by the tests of the core %d, by the cases %d; %d could not be built\n", killed, sum(built),
            100 * killed / sum(built), sum(result == "core"), sum(result == "operation"), sum(!built)))
