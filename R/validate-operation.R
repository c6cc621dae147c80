#' Does the package compute here what it should?
#'
#' Runs every case that came with the package on this machine, and shows for each number
#' what was wanted and what was got. What is wanted comes from an oracle that shares no
#' code with the package: a hand calculation, a published table, other software, the
#' enumeration of all that can happen, a simulation.
#'
#' @param cases Names of cases to run, as in the file `validation/cases.csv` of the
#'   package; `NULL`: all of them.
#' @param quiet `TRUE`: no progress bar. There is none in documents either.
#'
#' @return A data frame of class `msaudit_operation` with one row per value compared:
#'   \item{case}{Name of the case.}
#'   \item{requirement}{What it shows, as named in `validation/requirements.csv`;
#'     several are separated by spaces.}
#'   \item{item}{Which value of the case.}
#'   \item{wanted, got}{The values, as text of 15 digits.}
#'   \item{tolerance}{How far apart the two may be, in their own unit. Text must be the
#'     same.}
#'   \item{passed}{Whether they are no further apart. `NA` if the case could not be run,
#'     because it needs the data of a package that is not installed; `got` says which.}
#'   A case that ends in an error has a row with that error, which failed.
#'
#'   In a script, `stopifnot(all(validate_operation()$passed %in% TRUE))` stops if
#'   anything failed or could not be run.
#'
#' @section Definition:
#' For a missing value `NA` is wanted, and `NaN` is not the same. A figure taken from
#' print must be the rounding of the value that was got. Cases that draw random numbers
#' do so from a fixed seed; the state of the generator is left as it was.
#'
#' @section Errors:
#' `msaudit_argument_error`, with `$arg`, for a case that does not exist.
#'
#' @family validation
#'
#' @examples
#' validate_operation(c("rate_by_hand", "periods_by_hand"))
#' \donttest{
#' validate_operation()
#' }
#' @export
validate_operation <- function(cases = NULL, quiet = FALSE) {
  call <- sys.call()
  check_flag(quiet, "quiet", call)
  table <- validation_table("cases")
  if (!is.null(cases)) {
    check_argument(is.character(cases) && all(cases %in% table$case), setdiff(cases, table$case), "cases",
                   "names of cases in validation/cases.csv", call)
    table <- table[table$case %in% cases, ]
  }
  random <- fix_random_numbers()
  on.exit(restore_random_numbers(random))
  record <- new.env(parent = emptyenv())
  space <- case_space(record)
  started <- Sys.time()
  progress <- !quiet && !isTRUE(getOption("knitr.in.progress"))
  bar <- if (progress) cli::cli_progress_bar("Running cases", total = nrow(table))
  found <- lapply(seq_len(nrow(table)), function(i) {
    if (progress) cli::cli_progress_update(id = bar)
    missing <- Filter(function(package) !requireNamespace(package, quietly = TRUE), words(table$needs[i])[[1]])
    rows <- if (length(missing) > 0) not_run(missing[1]) else run_case(table$case[i], space, record)
    cbind(data.frame(case = table$case[i], requirement = table$requirement[i], stringsAsFactors = FALSE), rows)
  })
  structure(do.call(rbind, found), class = c("msaudit_operation", "data.frame"), started = started,
            seconds = as.double(difftime(Sys.time(), started, units = "secs")))
}

# A fixed generator, and the state that there was.
fix_random_numbers <- function() {
  seed <- globalenv()$.Random.seed
  list(seed = seed, kind = RNGkind("Mersenne-Twister", "Inversion", "Rejection"))
}

restore_random_numbers <- function(was) {
  do.call(RNGkind, as.list(was$kind))
  if (is.null(was$seed)) rm(list = intersect(".Random.seed", ls(globalenv(), all.names = TRUE)), envir = globalenv())
  else assign(".Random.seed", was$seed, globalenv())
}

# "12 passed, 0 failed", and how many were not run if there are such.
tally <- function(passed) {
  lost <- sum(is.na(passed))
  paste0(big(sum(passed, na.rm = TRUE)), " passed, ", big(sum(!passed, na.rm = TRUE)), " failed",
         if (lost > 0) paste0(", ", big(lost), " not run"))
}

# What came of each case, in their order.
case_summary <- function(x) {
  case <- factor(x$case, unique(x$case))
  count <- function(ok) as.vector(tapply(ok, case, sum))
  data.frame(case = levels(case), passed = count(x$passed %in% TRUE), failed = count(x$passed %in% FALSE),
             not_run = count(is.na(x$passed)), stringsAsFactors = FALSE)
}

#' @export
print.msaudit_operation <- function(x, n = 20, ...) {
  cat(sprintf("Operation of msaudit %s on this machine: %s of %s\n", utils::packageVersion("msaudit"),
              counted(nrow(x), "comparison"), counted(length(unique(x$case)), "case")))
  cases <- case_summary(x)
  failing <- cases$failed > 0 | cases$not_run > 0
  if (any(failing)) {
    of <- cases[failing, ]
    print_columns(data.frame(case = of$case, passed = big(of$passed), failed = big(of$failed), `not run` = big(of$not_run),
                             check.names = FALSE))
    cat("\n")
    print_different(x, n)
  }
  cat(tally(x$passed), "\n", sep = "")
  invisible(x)
}

# The first n rows that did not pass, one under the other.
print_different <- function(x, n) {
  wrong <- as.data.frame(unclass(x), stringsAsFactors = FALSE)
  wrong <- wrong[!(wrong$passed %in% TRUE), ]
  for (i in seq_len(min(n, nrow(wrong)))) {
    row <- wrong[i, ]
    print_lines(strwrap(sprintf("%s: wanted %s, got %s", paste(c(row$case, row$item), collapse = ", "), row$wanted, row$got),
                        width = 80, exdent = 2))
  }
  if (nrow(wrong) > n) cat(sprintf("... and %s more\n", big(nrow(wrong) - n)))
}
