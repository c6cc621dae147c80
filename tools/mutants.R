# What tools/mutate.R and tools/damage.R share: the places of the core where one
# operator or number can be changed, and a build with one of them changed.

# Comments, strings and lines of the preprocessor blanked, columns kept.
code_lines <- function(file) {
  text <- paste(readLines(file), collapse = "\n")
  blank <- function(text, pattern) {
    found <- gregexpr(pattern, text, perl = TRUE)
    regmatches(text, found) <- lapply(regmatches(text, found), function(x) gsub("[^\n]", " ", x))
    text
  }
  text <- blank(text, "(?s)/\\*.*?\\*/")
  text <- blank(text, "\"([^\"\\\\\n]|\\\\.)*\"|'([^'\\\\\n]|\\\\.)*'")
  text <- blank(text, "(?m)^[ \t]*#.*$")
  strsplit(text, "\n", fixed = TRUE)[[1]]
}

tokens <- "[A-Za-z_][A-Za-z_0-9]*|[0-9]+[.]?[0-9]*([eE][-+]?[0-9]+)?[A-Za-z]*|->|<<|>>|<=|>=|==|!=|&&|[|][|]|[+][+]|--|[-+*/%]=|[-+*/<>]"

swaps <- c("<" = "<=", "<=" = "<", ">" = ">=", ">=" = ">", "==" = "!=", "!=" = "==", "&&" = "||", "||" = "&&",
           "+=" = "-=", "-=" = "+=", "+" = "-", "-" = "+", "*" = "/", "/" = "*")

# What a token is changed to, NA where it is left alone: a number to the next, but
# 1 to 0, since 2 is as true as 1; a fraction by a hundredth.
changed_to <- function(token, before, after) {
  # A sign, a pointer or a parameter's star is no arithmetic.
  binary <- grepl("[A-Za-z0-9_)\\]] $", before, perl = TRUE) & grepl("^ ", after)
  if (token %in% c("+", "-", "*", "/") && !binary) return(NA)
  if (token %in% names(swaps)) return(swaps[[token]])
  if (token == "1") return("0")
  if (grepl("^[0-9]+[uUlL]*$", token)) return(sub("^[0-9]+", as.character(as.numeric(sub("[^0-9].*", "", token)) + 1), token))
  if (grepl("^[0-9]", token)) {
    x <- suppressWarnings(as.numeric(token))
    if (is.na(x)) return(NA)
    return(if (x == 0) "0.01" else sprintf("%.17g", x * 1.01))
  }
  NA
}

mutants_of <- function(file) {
  lines <- code_lines(file.path("src/core", file))
  found <- lapply(seq_along(lines), function(i) {
    at <- gregexpr(tokens, lines[i], perl = TRUE)[[1]]
    if (at[1] < 0) return(NULL)
    token <- substring(lines[i], at, at + attr(at, "match.length") - 1)
    to <- mapply(changed_to, token, substring(lines[i], 1, at - 1), substring(lines[i], at + nchar(token)), USE.NAMES = FALSE)
    data.frame(file = file, line = rep(i, length(at)), column = as.integer(at), from = token, to = as.character(to),
               stringsAsFactors = FALSE)
  })
  found <- do.call(rbind, found)
  found[!is.na(found$to), ]
}

# The files of the core with their folders, as rates/ci_rate.c.
core_files <- function(core = "src/core") sort(list.files(core, "[.]c$", recursive = TRUE), method = "radix")

all_mutants <- function() do.call(rbind, lapply(core_files(), mutants_of))

mutated <- function(file, mutant) {
  lines <- readLines(file)
  line <- lines[mutant$line]
  stopifnot(substring(line, mutant$column, mutant$column + nchar(mutant$from) - 1) == mutant$from)
  lines[mutant$line] <- paste0(substring(line, 1, mutant$column - 1), mutant$to,
                               substring(line, mutant$column + nchar(mutant$from)))
  lines
}

run <- function(command, ...) system2(command, c(...), stdout = FALSE, stderr = FALSE)

# A copy of the installed package that can be damaged: its sources with their
# objects, and a library of its own.
damageable <- function(folder) {
  installed <- system.file(package = "msaudit", mustWork = TRUE)
  unlink(folder, recursive = TRUE)
  dir.create(file.path(folder, "lib"), recursive = TRUE)
  file.copy("src", folder, recursive = TRUE)
  file.copy(installed, file.path(folder, "lib"), recursive = TRUE)
  src <- file.path(folder, "src")
  unlink(c(list.files(src, "[.](o|so)$", full.names = TRUE), list.files(file.path(src, "core"), "[.]o$", full.names = TRUE, recursive = TRUE)))
  stopifnot(build_library(folder) == 0)
  folder
}

build_library <- function(folder) {
  old <- setwd(file.path(folder, "src"))
  on.exit(setwd(old))
  made <- run(file.path(R.home("bin"), "R"), "CMD", "SHLIB", "-o", "msaudit.so",
              shQuote(sub("[.]c$", ".o", c(list.files(".", "[.]c$"), file.path("core", core_files("core"))))))
  if (made != 0) return(made)
  as.integer(!file.copy("msaudit.so", file.path("..", "lib", "msaudit", "libs", "msaudit.so"), overwrite = TRUE))
}

# Runs `check` on the damaged library, with one mutant in it.
with_mutant <- function(folder, mutant, check) {
  file <- file.path(folder, "src", "core", mutant$file)
  whole <- readLines(file)
  on.exit({
    writeLines(whole, file)
    unlink(sub("[.]c$", ".o", file))
  })
  writeLines(mutated(file, mutant), file)
  unlink(sub("[.]c$", ".o", file))
  if (build_library(folder) != 0) return(NA)
  check()
}

# R code on the damaged library, with its exit status.
run_r <- function(folder, code, seconds) {
  run("timeout", seconds, "env", paste0("R_LIBS=", shQuote(paste(c(normalizePath(file.path(folder, "lib")), .libPaths()), collapse = ":"))),
      file.path(R.home("bin"), "Rscript"), "-e", shQuote(code))
}
