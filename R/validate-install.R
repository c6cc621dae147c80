#' Is what is installed what was built?
#'
#' Which version of the package is installed on which machine, whether this machine
#' handles numbers as the package assumes, and whether its files and its R code are
#' those that were built.
#'
#' @return A data frame of class `msaudit_install` with one row per item:
#'   \item{item}{What was looked at.}
#'   \item{wanted}{What it should be; `NA` if nothing is right or wrong. For files and
#'     objects of the R code, the MD5 sum in the manifest.}
#'   \item{got}{What it is.}
#'   \item{passed}{Whether the two agree; `NA` if nothing is wanted.}
#'
#' @section Definition:
#' The manifest is written when the package is built (`make tarball` in its
#' sources) and is the file `validation/manifest.csv`. A package that was
#' installed from a checkout has none, and then no file can be compared: one row
#' says so, with `passed` `NA`. The source hash is that of all sources together, the
#' C code included. The compiled library differs from machine to machine: its MD5 sum is
#' taken when it is installed, kept beside it, and compared with that of the file that is loaded. Each object
#' of the R code is compared as it is in memory, and read again from the file that R
#' loads it from, where a changed byte makes it unreadable. MD5 sums find what was
#' changed by accident, not a forgery.
#'
#' The last row says what cannot be known: whether the compiler made of the sources what they
#' say, which is for [validate_operation()] to show; whether a library that has no sum beside it is
#' the one that was installed; and what R writes at installation and nothing is computed
#' with (its help and indices). A file that is changed after the package was loaded is seen, but not what another
#' program does to the memory. If a changed byte is in `validate_install()` itself, R stops with an
#' error that calls the lazy-load database corrupt.
#'
#' @family validation
#'
#' @examples
#' \donttest{
#' validate_install() # looks at every function: some seconds
#' }
#' @export
validate_install <- function() {
  # A part of the code that cannot be read is a row, too, and no error.
  rows <- tryCatch({
    installed <- system.file(package = "msaudit")
    built <- .Call(C_build_facts)
    rbind(about_rows(installed, built), library_rows(loaded_library()), number_rows(built),
          manifest_checks(installed), stored_code_rows(file.path(installed, "R", "msaudit")),
          install_rows("cannot be known", NA, not_known))
  }, error = function(error) {
    data.frame(item = "code of validate_install()", wanted = "runs to its end", got = conditionMessage(error), passed = FALSE,
               stringsAsFactors = FALSE)
  })
  structure(rows, class = c("msaudit_install", "data.frame"))
}

not_known <- paste("whether the compiler did what the sources say (see validate_operation());",
                   "R's own help and indices; what was changed on purpose, sums and all")

install_rows <- function(item, wanted, got) {
  got <- rep_len(as.character(got), length(item))
  wanted <- rep_len(as.character(wanted), length(item))
  passed <- ifelse(is.na(wanted), NA, !is.na(got) & got == wanted)
  data.frame(item = item, wanted = wanted, got = got, passed = passed, stringsAsFactors = FALSE)
}

about_rows <- function(installed, built) {
  system <- Sys.info()
  facts <- c(
    "R" = paste(R.version$major, R.version$minor, sep = "."), "platform" = R.version$platform,
    "system" = if (is.null(system)) .Platform$OS.type else paste(system[c("sysname", "release")], collapse = " "),
    "locale, time zone" = paste(Sys.getlocale("LC_CTYPE"), format(Sys.time(), "%Z"), sep = ", "),
    "compiler" = built$compiler, "R and Rmath it was compiled for" = built$r,
    "packages it imports" = versions_of(c("checkmate", "cli")), "installed in" = installed
  )
  manifest <- read_manifest()
  wanted <- if (is.null(manifest)) NA else manifest$hash[manifest$kind == "version"]
  rbind(install_rows("version of msaudit", wanted, as.character(utils::packageVersion("msaudit"))),
        install_rows("source hash", NA, if (is.null(manifest)) NA else manifest$hash[manifest$kind == "source"]),
        install_rows(names(facts), NA, unname(facts)))
}

# The file whose code runs: a package for several machines has several.
loaded_library <- function() {
  loaded <- getLoadedDLLs()[["msaudit"]]
  if (is.null(loaded)) NA_character_ else unclass(loaded)$path
}

# src/install.libs.R wrote the sum.
library_rows <- function(library) {
  sum <- file.path(dirname(library), "library.md5")
  wanted <- if (file.exists(sum)) readLines(sum, 1, warn = FALSE) else NA
  install_rows("MD5 of the compiled library", wanted, unname(tools::md5sum(library)))
}

# Each object as it is stored, not as the session has it; what is stored is compressed
# with a sum of its own, so that a changed byte ends in an error.
stored_code_rows <- function(base) {
  unread <- suppressWarnings(tryCatch({
    stored <- new.env()
    # R looks at the sum of the index only where it is read to its end.
    index <- paste0(base, ".rdx")
    memDecompress(readBin(index, "raw", file.size(index)), "gzip")
    lazyLoad(base, stored)
    names <- sort(ls(stored, all.names = TRUE), method = "radix")
    names[!vapply(names, can_be_read, NA, stored)]
  }, error = conditionMessage))
  install_rows("R code in its file", "can be read", if (length(unread) == 0) "can be read" else paste("cannot be read:", listed(unread)))
}

can_be_read <- function(name, stored) {
  tryCatch({
    force(stored[[name]])
    TRUE
  }, error = function(error) FALSE)
}

# "cli 3.6.0, rlang not here".
versions_of <- function(packages) {
  version <- vapply(packages, function(package) {
    if (nzchar(system.file(package = package))) as.character(utils::packageVersion(package)) else "not here"
  }, "")
  toString(paste(packages, version))
}

# What the code takes for granted, and one quantile of R's Rmath beside a printed
# table of chi-squared.
number_rows <- function(built) {
  payload <- NA_real_ + 0
  rbind(
    install_rows(c("bits of a pointer", "bits of a long double's fraction"), NA, c(built$pointer, built$long_digits)),
    install_rows(
      c("bits of a double's fraction", "doubles are kept as doubles (FLT_EVAL_METHOD)", "largest integer",
        "NA is not NaN after arithmetic", "1e308 times 10", "chi-squared, 8 degrees of freedom, 0.975"),
      c("53", "0", "2147483647", "TRUE", "Inf", "17.535"),
      c(built$digits, built$evaluation, .Machine$integer.max, is.na(payload) && !is.nan(payload), 1e308 * 10,
        formatC(2 * stats::qgamma(0.975, 4), digits = 3, format = "f"))
    )
  )
}

read_manifest <- function() {
  file <- system.file("validation", "manifest.csv", package = "msaudit")
  if (nzchar(file)) utils::read.csv(file, colClasses = "character", na.strings = character(), encoding = "UTF-8")
}

manifest_checks <- function(installed, manifest = read_manifest()) {
  if (is.null(manifest)) return(install_rows("manifest", NA, "none: not installed from a tarball that make built"))
  files <- manifest[manifest$kind == "file", ]
  code <- manifest[manifest$kind == "code", ]
  here <- code_rows(asNamespace("msaudit"))
  rbind(
    install_rows(paste("file", files$name), files$hash, unname(tools::md5sum(file.path(installed, files$name)))),
    more_rows("file", setdiff(installed_files(installed, files$name), c(files$name, "validation/manifest.csv"))),
    install_rows(paste("code of", code$name), code$hash, here$hash[match(code$name, here$name)]),
    more_rows("code of", setdiff(here$name, code$name))
  )
}

more_rows <- function(what, names) {
  if (length(names) > 0) install_rows(paste(what, names), "not in the manifest", "there")
}

# Files in the folders that the manifest has files of.
installed_files <- function(installed, names) {
  folders <- setdiff(unique(sub("/.*", "", names[grepl("/", names)])), "doc")
  unlist(lapply(folders, function(folder) {
    file.path(folder, list.files(file.path(installed, folder), recursive = TRUE))
  }))
}

# What is right or wrong; without a manifest that of the files is not known.
compared_rows <- function(x) x[!is.na(x$wanted) | x$item == "manifest", ]

#' @export
print.msaudit_install <- function(x, n = 20, ...) {
  cat("Installation of msaudit in", x$got[x$item == "installed in"], "\n")
  rows <- as.data.frame(unclass(x), stringsAsFactors = FALSE)
  facts <- rows[!grepl("^(file|code of|installed in)( |$)", rows$item), ]
  facts$got[is.na(facts$got)] <- "not known"
  print_columns(data.frame(item = facts$item, value = facts$got), left = 1:2)
  if (any(rows$passed %in% FALSE)) {
    cat("\nDifferent:\n")
    print_different(rows[rows$passed %in% FALSE, ], n)
  }
  cat("\n", tally(compared_rows(rows)$passed), "\n", sep = "")
  invisible(x)
}
