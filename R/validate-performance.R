#' Do a site's own results come out as they were approved?
#'
#' `approve_results()` computes results from a site's own data and keeps them in a
#' file, with the code that computed them, once somebody has found them right.
#' After an upgrade of R or of the package, `validate_performance()` runs that code
#' again and compares each value with the approved one.
#'
#' @param data What `audit` is given, as a rule a cohort of [audit_cohort()].
#' @param audit A function of `data` alone that returns a named list of results:
#'   data frames, such as those of the audits, or plain vectors. It must itself define what
#'   it uses besides `data`, this package and attached ones.
#' @param file Path of the file to write, single, ending in `.rds`. An existing file
#'   is an error unless `replace` is `TRUE`.
#' @param approved_by Who approves the results, single.
#' @param replace `TRUE`: an existing file of that name may be replaced.
#' @param expected Path of a file of `approve_results()`, or what [readRDS()] reads
#'   from it. It holds code that is run: use only files of your own site.
#' @param tolerance How far a number may be from the approved one, relative to it;
#'   single, not negative. The default allows for the last digits, which another
#'   machine or version of R may change.
#'
#' @return `approve_results()` returns the path, invisibly.
#'   `validate_performance()` returns a data frame of class `msaudit_performance`
#'   with one row per value:
#'   \item{item}{Which value: result, row and column.}
#'   \item{wanted, got}{What was approved and what came out now, as text of 15
#'     digits.}
#'   \item{tolerance}{How far apart they may be, in their own unit; text must be the
#'     same.}
#'   \item{passed}{Whether they are no further apart.}
#'   The first row compares the MD5 sum of the data: other data are no test of the
#'   package. A result that has gained or lost rows or columns has a row that says so.
#'
#' @section Missing values:
#' A value that was missing has to be missing again.
#'
#' @section Errors:
#' `msaudit_argument_error`, with `$arg`, for a file that exists already, for results without
#' names, and for anything that is not a file of `approve_results()`; `msaudit_file_error` (one of
#' these too), with `$file`, for a file that cannot be written, or not whole.
#'
#' @family validation
#'
#' @examples
#' rates <- function(cohort) {
#'   periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"))
#'   list(arr = audit_arr(cohort, periods), ae = audit_ae(cohort, periods))
#' }
#' cohort <- example_cohort("alemtuzumab-switch")
#' file <- file.path(tempdir(), "approved.rds")
#' approve_results(cohort, rates, file, approved_by = "A. Analyst", replace = TRUE)
#' validate_performance(cohort, file)
#' @name validate_performance
NULL

#' @rdname validate_performance
#' @export
approve_results <- function(data, audit, file, approved_by, replace = FALSE) {
  check_given()
  call <- sys.call()
  check_argument(is.function(audit), audit, "audit", "a function of the data", call)
  check_argument(checkmate::test_string(file, pattern = "[.]rds$"), file, "file", "a path that ends in .rds", call)
  check_argument(checkmate::test_string(approved_by, min.chars = 1), approved_by, "approved_by",
                 "the name of who approves", call)
  check_flag(replace, "replace", call)
  if (file.exists(file) && !replace) {
    usage_error("file", sprintf("%s is there already; `replace = TRUE` if it may go", file), call)
  }
  check_writable(file, call)
  audit <- detached(audit)
  approved <- list(
    audit = audit, results = results_of(audit, data, call), data = data_hash(data), by = approved_by,
    when = format(Sys.time(), "%Y-%m-%d %H:%M:%S UTC", tz = "UTC"),
    versions = c(msaudit = as.character(utils::packageVersion("msaudit")),
                 R = paste(R.version$major, R.version$minor, sep = "."), platform = R.version$platform)
  )
  put_file(file, object_writer(structure(approved, class = "msaudit_approved")), call)
  invisible(file)
}

# How large compression makes it is not known, but a part of it cannot be read.
object_writer <- function(object) {
  force(object)
  function(to) {
    saveRDS(object, to, version = 2)
    readRDS(to)
    NULL
  }
}

#' @rdname validate_performance
#' @export
validate_performance <- function(data, expected, tolerance = 1e-9) {
  check_given()
  call <- sys.call()
  check_argument(is_one_number(tolerance) && tolerance >= 0, tolerance, "tolerance", "a part, 0 or more", call)
  if (checkmate::test_string(expected)) {
    if (!file.exists(expected)) usage_error("expected", sprintf("There is no file %s", expected), call)
    expected <- tryCatch(readRDS(expected), error = identity)
  }
  check_argument(inherits(expected, "msaudit_approved"), expected, "expected", "results of approve_results()", call)
  now <- results_of(expected$audit, data, call)
  rows <- c(
    list(comparison("MD5 sum of the data", data_hash(data), expected$data),
         comparison("names of the results", listed(names(now)), listed(names(expected$results)))),
    unlist(lapply(intersect(names(expected$results), names(now)), function(name) {
      result_checks(name, now[[name]], expected$results[[name]], tolerance)
    }), recursive = FALSE)
  )
  structure(bound_comparisons(rows), class = c("msaudit_performance", "data.frame"),
            approved = expected[c("by", "when", "versions")])
}

# A function that carries nothing of where it was made into the file.
detached <- function(audit) {
  environment(audit) <- globalenv()
  utils::removeSource(audit)
}

results_of <- function(audit, data, call) {
  environment(audit) <- exports_before(globalenv())
  results <- audit(data)
  if (!inherits(results, "list") || is.null(names(results)) || any(!nzchar(names(results))) ||
      anyDuplicated(names(results)) > 0) {
    argument_error("audit", "a function that gives a list of results, each named", described(results), call)
  }
  lapply(results, plain_result)
}

# Columns of numbers and text, whatever class they came in.
plain_result <- function(x) {
  x <- as.data.frame(x)
  columns <- lapply(unclass(x), function(column) {
    if (is.numeric(column) && !is.object(column) || is.logical(column)) as.double(column) else as.character(column)
  })
  attributes(columns) <- list(names = names(x))
  as_frame(columns, nrow(x))
}

result_checks <- function(name, now, approved, tolerance) {
  shape <- function(x) c(nrow(x), ncol(x))
  if (!identical(shape(now), shape(approved)) || !identical(names(now), names(approved))) {
    text <- function(x) sprintf("%d rows of %s", nrow(x), listed(names(x)))
    return(list(comparison(paste(name, "has", sep = ", "), text(now), text(approved))))
  }
  lapply(names(approved), function(column) {
    rows <- comparison(name, now[[column]], approved[[column]], tolerance)
    if (nrow(approved) > 0) rows$item <- sprintf("%s, row %d, %s", name, seq_len(nrow(approved)), column)
    rows
  })
}

# Files that a cohort came from are not its data: their folder may have moved.
data_hash <- function(data) {
  if (inherits(data, "msaudit_cohort")) data$files <- data$made <- NULL
  text_hash(canonical(data))
}

#' @export
print.msaudit_performance <- function(x, n = 20, ...) {
  approved <- attr(x, "approved")
  print_lines(strwrap(sprintf("Results approved by %s on %s (msaudit %s, R %s), computed again with msaudit %s, R %s",
                              approved$by, approved$when, approved$versions[["msaudit"]], approved$versions[["R"]],
                              utils::packageVersion("msaudit"), getRversion()), width = 80, exdent = 2))
  print_different(x, n)
  cat(tally(x$passed), "\n", sep = "")
  invisible(x)
}
