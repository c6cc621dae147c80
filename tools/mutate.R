# How much of the core the tests hold: changes one operator or number at a time
# and runs those tests of the core that include the module's header, by way of
# others too, then the same with clang's sanitizers; with --all then all tests of the
# core and the cases of the installed package, which takes minutes for each that
# survived. What is done is kept in build/mutate/results.csv and not done again, until
# the file has changed; --again tries those that survived on tests that are new.
# Another seed draws another sample.
#
#     Rscript tools/mutate.R [SAMPLE] [--seed=1] [--all] [--again]
source("tools/mutants.R")
args <- commandArgs(TRUE)
sample_size <- as.integer(grep("^[0-9]+$", args, value = TRUE)[1])
seed <- as.integer(c(sub("^--seed=", "", grep("^--seed=", args, value = TRUE)), 1)[1])
folder <- "build/mutate"
dir.create(folder, recursive = TRUE, showWarnings = FALSE)
results_file <- file.path(folder, "results.csv")

mutants <- all_mutants()
mutants$hash <- tools::md5sum(file.path("src/core", mutants$file))
set.seed(seed)
mutants <- mutants[sample(nrow(mutants)), ]
mutants$id <- with(mutants, paste(file, line, column, to, hash))
cat(nrow(mutants), "mutants in all\n")
if (!is.na(sample_size)) mutants <- mutants[seq_len(min(sample_size, nrow(mutants))), ]

keep <- function(id, result) {
  utils::write.table(data.frame(id = id, result = result), results_file, sep = ",", row.names = FALSE,
                     col.names = !file.exists(results_file), append = file.exists(results_file))
}
result_of <- function(id) {
  if (!file.exists(results_file)) return(rep(NA_character_, length(id)))
  done <- utils::read.csv(results_file, stringsAsFactors = FALSE)
  done$result[nrow(done) + 1 - match(id, rev(done$id))]
}

# The core as a shared library that the tests find, so that a mutant is one
# compilation and one link.
core <- core_files()
test_files <- list.files("tests/core", "^test_.*[.]c$", recursive = TRUE)
tests <- sub("[.]c$", "", basename(test_files))
names(test_files) <- tests
newest <- max(file.mtime(list.files(c("src/core", "tests/core"), "[.][ch]$", full.names = TRUE, recursive = TRUE)))
is_fresh <- function(file) file.exists(file) && file.mtime(file) > newest
object_of <- function(build, file) file.path(build$folder, sub("[.]c$", ".o", basename(file)))

core_build <- function(folder, compiler, flags) {
  dir.create(folder, recursive = TRUE, showWarnings = FALSE)
  build <- list(folder = folder, compiler = compiler, flags = c("-std=c99", flags, "-DMATHLIB_STANDALONE", "-Isrc/core"), limits = new.env())
  for (file in core) {
    object <- object_of(build, file)
    if (!is_fresh(object)) stopifnot(compile(build, file.path("src/core", file), object) == 0)
  }
  build
}
compile <- function(build, source, object) run(build$compiler, build$flags, "-fPIC", "-c", source, "-o", object)
link <- function(build, objects) {
  run(build$compiler, build$flags, "-shared", objects, "-lRmath", "-lm", "-o", file.path(build$folder, "libcore.so"))
}

# Seconds that a test may take: another load of the machine is no mutant killed, a
# loop without an end is. Builds the test the first time, and runs it on the core as
# it is.
limit_of <- function(test, build) {
  program <- file.path(build$folder, test)
  if (!is.null(build$limits[[test]])) return(build$limits[[test]])
  if (!is_fresh(program)) {
    stopifnot(run(build$compiler, build$flags, "-Itests/core", file.path("tests/core", test_files[[test]]), paste0("-L", build$folder),
                  paste0("-Wl,-rpath,", normalizePath(build$folder)), "-lcore", "-lcmocka", "-lRmath", "-lm", "-o", program) == 0)
  }
  took <- system.time(passed <- run("timeout", 900, program) == 0)[["elapsed"]]
  if (!passed) stop(test, " fails without a mutant")
  build$limits[[test]] <- ceiling(30 + 10 * took)
}

# TRUE or FALSE; NA if it could not be built. The module's own test is first, which
# kills most, and the one of seconds last.
killed_by <- function(build, mutant, tests) {
  own <- paste0("test_", sub("[.]c$", "", basename(mutant$file)))
  slow <- "test_minlike_blaker"
  objects <- object_of(build, core)
  stopifnot(link(build, objects) == 0)
  for (test in tests) limit_of(test, build)
  source <- file.path(build$folder, basename(mutant$file))
  writeLines(mutated(file.path("src/core", mutant$file), mutant), source)
  changed <- file.path(build$folder, "mutant.o")
  if (compile(build, source, changed) != 0) return(NA)
  if (link(build, c(setdiff(objects, object_of(build, mutant$file)), changed)) != 0) return(NA)
  for (test in c(intersect(own, tests), setdiff(tests, c(own, slow)), setdiff(intersect(slow, tests), own))) {
    if (run("timeout", limit_of(test, build), file.path(build$folder, test)) != 0) return(TRUE)
  }
  FALSE
}

# The headers of the project that a file includes, by way of others too.
headers <- list.files(c("src/core", "tests/core"), "[.]h$", full.names = TRUE, recursive = TRUE)
included_by <- function(file) {
  found <- character(0)
  new <- file
  while (length(new) > 0) {
    lines <- grep("^#include \"", unlist(lapply(new, readLines)), value = TRUE)
    new <- setdiff(headers[basename(headers) %in% basename(sub("^#include \"(.*)\".*", "\\1", lines))], found)
    found <- c(found, new)
  }
  basename(found)
}
included <- lapply(file.path("tests/core", test_files), included_by)
includes <- function(file) tests[vapply(included, function(x) sub("[.]c$", ".h", basename(file)) %in% x, NA)]

# Each case by itself, so that the first that fails ends it.
cases <- "library(msaudit)
for (case in utils::read.csv(system.file('validation', 'cases.csv', package = 'msaudit'))$case)
  if (any(validate_operation(case, quiet = TRUE)$passed %in% FALSE)) quit(status = 1)"

plain <- core_build(file.path(folder, "plain"), "gcc", "-O1")
# As make test-core-sanitized does.
sanitized <- core_build(file.path(folder, "sanitized"), "clang",
                        c("-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-ftrivial-auto-var-init=pattern"))
copy <- if ("--all" %in% args) damageable(file.path(folder, "r"))
if (!is.null(copy) && run_r(copy, cases, 600) != 0) stop("a case fails without a mutant: is what is installed what is here?")
fate <- function(mutant) {
  near <- includes(mutant$file)
  killed <- killed_by(plain, mutant, near)
  if (is.na(killed)) return("not built")
  if (killed) return("tests")
  if (killed_by(sanitized, mutant, near)) return("sanitizers")
  if (is.null(copy)) return("survived")
  if (killed_by(plain, mutant, setdiff(tests, near))) return("tests")
  if (isTRUE(with_mutant(copy, mutant, function() run_r(copy, cases, 300) != 0))) "cases" else "survived"
}

result <- result_of(mutants$id)
if ("--again" %in% args) result[result %in% "survived"] <- NA
for (i in which(is.na(result))) {
  result[i] <- fate(mutants[i, ])
  keep(mutants$id[i], result[i])
}

survivors <- mutants[result == "survived", ]
survivors <- survivors[order(survivors$file, survivors$line, survivors$column, method = "radix"), ]
for (i in seq_len(nrow(survivors))) {
  of <- survivors[i, ]
  code <- trimws(readLines(file.path("src/core", of$file))[of$line])
  cat(sprintf("%s:%d:%d %s -> %s   %s\n", of$file, of$line, of$column, of$from, of$to, code))
}
built <- sum(result != "not built")
cat(sprintf("%d of %d killed (%.0f %%): by the tests of the core %d, by them with sanitizers %d, by the cases %d; %d could not be built\n",
            built - nrow(survivors), built, 100 * (1 - nrow(survivors) / built), sum(result == "tests"),
            sum(result == "sanitizers"), sum(result == "cases"), nrow(mutants) - built))
