# How many lines of C and of R the tests run: C by gcov, through the tests of the
# core and of R; R by the package covr, where it is installed. Lines that nothing
# runs are listed. Works in build/coverage-lines.
folder <- "build/coverage-lines"
unlink(folder, recursive = TRUE)
dir.create(file.path(folder, "lib"), recursive = TRUE)
folder <- normalizePath(folder)
flags <- "--coverage -O0 -g"

# The package's own objects, run by the R tests.
copied <- file.copy("src", folder, recursive = TRUE)
src <- file.path(folder, "src")
unlink(list.files(src, "[.]o$", full.names = TRUE, recursive = TRUE))
copied <- file.copy(system.file(package = "msaudit", mustWork = TRUE), file.path(folder, "lib"), recursive = TRUE)
makevars <- file.path(folder, "coverage.mk")
writeLines(c(paste("CFLAGS =", flags), "LDFLAGS = --coverage"), makevars)
shared <- sub("[.]c$", ".o", list.files(src, "[.]c$", recursive = TRUE))
call_r <- function(...) system2(file.path(R.home("bin"), "R"), c(...), stdout = FALSE, stderr = FALSE)
old <- setwd(src)
Sys.setenv(R_MAKEVARS_USER = makevars)
stopifnot(call_r("CMD", "SHLIB", "-o", "msaudit.so", shared) == 0)
setwd(old)
stopifnot(file.copy(file.path(src, "msaudit.so"), file.path(folder, "lib", "msaudit", "libs", "msaudit.so"), overwrite = TRUE))
old <- setwd("tests")
status <- system2("env", c(paste0("R_LIBS=", shQuote(paste(c(file.path(folder, "lib"), .libPaths()), collapse = ":"))), "NOT_CRAN=true",
                           file.path(R.home("bin"), "Rscript"), "../tools/test.R"))
setwd(old)
stopifnot(status == 0)

# The core once more, run by its own tests.
core <- file.path(folder, "core")
stopifnot(system2("make", c("-C", "tests/core", paste0("OUT=", shQuote(core)),
                          paste0("CORE=", shQuote(file.path(getwd(), "src", "core"))), shQuote(paste0("CFLAGS=", flags))), stdout = FALSE, stderr = FALSE) == 0)

# Whether each line ran, by file, from gcov's text: count, line, code. It finds
# sources by the path they were compiled by, from the folder where they were.
lines_of <- function(objects, where) {
  old <- setwd(where)
  on.exit(setwd(old))
  system2("gcov", shQuote(objects), stdout = FALSE, stderr = FALSE)
  files <- Sys.glob("*.c.gcov")
  found <- lapply(files, function(file) {
    text <- strsplit(readLines(file), ":", fixed = TRUE)
    count <- trimws(vapply(text, `[`, "", 1))
    line <- as.integer(vapply(text, `[`, "", 2))
    code <- vapply(text, function(x) paste(x[-(1:2)], collapse = ":"), "")
    use <- count != "-" & line > 0
    data.frame(file = rep(sub("[.]gcov$", "", file), sum(use)), line = line[use], ran = !grepl("^[#=]", count[use]), code = trimws(code[use]),
               stringsAsFactors = FALSE)
  })
  do.call(rbind, found)
}
all <- rbind(lines_of(list.files(src, "[.]gcno$", full.names = TRUE, recursive = TRUE), src),
             lines_of(Sys.glob(file.path(core, "*.gcno")), core))
all <- all[!grepl("^test_", all$file), ]
ran <- aggregate(ran ~ file + line + code, all, any)
not <- ran[!ran$ran, ]
not <- not[order(not$file, not$line, method = "radix"), ]
cat(sprintf("%s:%d  %s\n", not$file, not$line, not$code), sep = "")
cat(sprintf("C: %d of %d lines run (%.1f %%)\n", sum(ran$ran), nrow(ran), 100 * mean(ran$ran)))

if (requireNamespace("covr", quietly = TRUE)) {
  Sys.unsetenv("R_MAKEVARS_USER")
  Sys.setenv(NOT_CRAN = "true")
  covered <- covr::tally_coverage(covr::package_coverage(".", type = "tests"), by = "line")
  covered <- covered[grepl("^R/", covered$filename), ]
  not <- covered[covered$value == 0, ]
  cat(sprintf("%s:%d\n", not$filename, not$line), sep = "")
  cat(sprintf("R: %d of %d lines run (%.1f %%)\n", sum(covered$value > 0), nrow(covered), 100 * mean(covered$value > 0)))
} else {
  cat("R: not measured, the package covr is not here\n")
}
