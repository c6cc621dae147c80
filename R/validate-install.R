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
#' C code included. The compiled library differs from machine to machine and has no
#' hash to be compared with: what it computes is checked by
#' [validate_operation()]. MD5 sums find what was changed by accident, not a
#' forgery.
#'
#' @family validation
#'
#' @examples
#' \donttest{
#' validate_install() # looks at every function: some seconds
#' }
#' @export
validate_install <- function() {
  installed <- system.file(package = "msaudit")
  built <- .Call(C_build_facts)
  rows <- rbind(
    about_rows(installed, built),
    number_rows(built),
    manifest_checks(installed)
  )
  structure(rows, class = c("msaudit_install", "data.frame"))
}

install_rows <- function(item, wanted, got) {
  got <- rep_len(as.character(got), length(item))
  wanted <- rep_len(as.character(wanted), length(item))
  passed <- ifelse(is.na(wanted), NA, !is.na(got) & got == wanted)
  data.frame(item = item, wanted = wanted, got = got, passed = passed, stringsAsFactors = FALSE)
}

about_rows <- function(installed, built) {
  system <- Sys.info()
  library <- list.files(file.path(installed, "libs"), "[.](so|dll|dylib)$", recursive = TRUE, full.names = TRUE)
  facts <- c(
    "R" = paste(R.version$major, R.version$minor, sep = "."), "platform" = R.version$platform,
    "system" = if (is.null(system)) .Platform$OS.type else paste(system[c("sysname", "release")], collapse = " "),
    "locale, time zone" = paste(Sys.getlocale("LC_CTYPE"), format(Sys.time(), "%Z"), sep = ", "),
    "compiler" = built$compiler, "R and Rmath it was compiled for" = built$r,
    "packages it imports" = versions_of(c("checkmate", "cli")), "installed in" = installed,
    "MD5 of the compiled library" = if (length(library) == 0) NA else unname(tools::md5sum(library[1]))
  )
  manifest <- read_manifest()
  wanted <- if (is.null(manifest)) NA else manifest$hash[manifest$kind == "version"]
  rbind(install_rows("version of msaudit", wanted, as.character(utils::packageVersion("msaudit"))),
        install_rows("source hash", NA, if (is.null(manifest)) NA else manifest$hash[manifest$kind == "source"]),
        install_rows(names(facts), NA, unname(facts)))
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
