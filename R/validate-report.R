#' A report of what was shown
#'
#' Writes what [validate_install()], [validate_operation()] and, if it was run,
#' [validate_performance()] showed on this machine: each requirement with its risk, the
#' cases that show it and their outcome, the machine, the user, the time, and lines
#' for signatures. It says what was shown; whether that is enough for a purpose is for
#' those who sign to say.
#'
#' @param file Path of the file to write, single, ending in `.html` or `.docx`. An existing
#'   file is replaced once the new one is complete, and keeps its mode.
#' @param performance The result of [validate_performance()]; `NULL`: not run, and the report
#'   says so.
#' @param operation The result of [validate_operation()]; `NULL`: all cases are run now.
#' @param user Who ran it, single; `NULL`: the name of the account.
#' @param quiet `TRUE`: do not report progress or where the report was written.
#'
#' @return The path of the file, invisibly.
#'
#' @section Errors:
#' `msaudit_package_error` if rmarkdown or pandoc is not installed;
#' `msaudit_file_error` (a `msaudit_argument_error` too), with `$file`, for a file that cannot be
#' written, or not whole.
#'
#' @family validation
#'
#' @examplesIf requireNamespace("rmarkdown", quietly = TRUE) && rmarkdown::pandoc_available("2.0")
#' \donttest{
#' some <- validate_operation(c("rate_by_hand", "periods_by_hand"))
#' validation_report(file.path(tempdir(), "validation.html"), operation = some)
#' }
#' @export
validation_report <- function(file, performance = NULL, operation = NULL, user = NULL, quiet = FALSE) {
  check_given()
  call <- sys.call()
  check_argument(checkmate::test_string(file, pattern = "[.](html|docx)$"), file, "file",
                 "a path that ends in .html or .docx", call)
  check_argument(is.null(performance) || inherits(performance, "msaudit_performance"), performance, "performance",
                 "the result of validate_performance()", call)
  check_argument(is.null(operation) || inherits(operation, "msaudit_operation"), operation, "operation",
                 "the result of validate_operation()", call)
  check_argument(is.null(user) || checkmate::test_string(user, min.chars = 1), user, "user", "a name", call)
  check_flag(quiet, "quiet", call)
  check_writable(file, call)
  need_rmarkdown(call)
  if (is.null(operation)) operation <- validate_operation(quiet = quiet)
  if (is.null(user)) user <- unname(Sys.info()["user"])

  folder <- tempfile("msaudit-validation-")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  file.copy(validation_file(c("report.Rmd", "report.css")), folder)
  parts <- list(install = validate_install(), operation = operation, performance = performance, user = user)
  format <- if (grepl("[.]docx$", file)) "word_document" else "html_document"
  made <- rmarkdown::render(file.path(folder, "report.Rmd"), format, quiet = TRUE,
                            envir = list2env(list(tables = evidence_tables(parts)), parent = asNamespace("msaudit")))
  put_file(file, copy_writer(made), call)
  if (!quiet) cli::cli_alert_success("Report written to {file}")
  invisible(file)
}

# The tables of the report, as text.
evidence_tables <- function(parts) {
  list(
    summary = evidence_summary(parts), run = run_table(parts), install = install_table(parts$install),
    different = different_table(parts), traceability = traceability_table(parts$operation),
    cases = case_table(parts$operation),
    signatures = evidence_table(Role = c("Performed by", "Reviewed by", "Approved by"), Name = "", Signature = "", Date = "")
  )
}

evidence_table <- function(...) data.frame(..., check.names = FALSE, stringsAsFactors = FALSE)

evidence_summary <- function(parts) {
  shown <- function(x) if (is.null(x)) rep("-", 3) else {
    big(c(sum(x$passed %in% TRUE), sum(x$passed %in% FALSE), sum(is.na(x$passed))))
  }
  counts <- rbind(shown(compared_rows(parts$install)), shown(parts$operation), shown(parts$performance))
  evidence_table(
    Part = c("Installation: what is installed is what was built", "Operation: the cases give here what they should",
             "Performance: the site's own approved results come out again"),
    Passed = counts[, 1], Failed = counts[, 2], `Not run` = counts[, 3]
  )
}

run_table <- function(parts) {
  approved <- attr(parts$performance, "approved")
  complete <- setequal(parts$operation$case, validation_table("cases")$case)
  rows <- c(
    "User" = parts$user, "Machine" = unname(Sys.info()["nodename"]),
    "Time of this report" = format(Sys.time(), "%Y-%m-%d %H:%M:%S UTC", tz = "UTC"),
    "Cases run at" = format(attr(parts$operation, "started"), "%Y-%m-%d %H:%M:%S UTC", tz = "UTC"),
    "Cases" = sprintf("%s of %s%s", big(length(unique(parts$operation$case))), big(nrow(validation_table("cases"))),
                      if (complete) "" else ": a selection"),
    "Packages that cases need" = versions_of(setdiff(sort(unique(unlist(words(validation_table("cases")$needs)))), "")),
    "Approved results" = if (is.null(approved)) "none were compared" else
      sprintf("approved by %s on %s with msaudit %s and R %s", approved$by, approved$when, approved$versions[["msaudit"]],
              approved$versions[["R"]])
  )
  evidence_table(What = names(rows), Which = unname(rows))
}

# What each thing is, without the many files and objects that are as they should be.
install_table <- function(x) {
  one_of_many <- grepl("^(file|code of) ", x$item)
  rows <- x[!one_of_many, ]
  class(rows) <- "data.frame"
  got <- ifelse(is.na(rows$got), "not known", rows$got)
  wanted <- ifelse(is.na(rows$wanted), "", rows$wanted)
  counts <- vapply(c("^file ", "^code of "), function(what) sum(grepl(what, x$item)), 0L)
  same <- vapply(c("^file ", "^code of "), function(what) sum(grepl(what, x$item) & x$passed %in% TRUE), 0L)
  evidence_table(Item = c(rows$item, "files", "objects of the R code"),
             Wanted = c(wanted, ifelse(counts > 0, paste(big(counts), "as in the manifest"), "")),
             Got = c(got, ifelse(counts > 0, paste(big(same), "the same"), "not compared")))
}

# All that did not pass; the first hundred, since a report is read.
different_table <- function(parts) {
  of <- function(x, part) {
    if (is.null(x)) return(NULL)
    x <- as_frame(unclass(x)[names(x)], nrow(x))
    if (part == "Installation") x <- compared_rows(x)
    x <- x[!(x$passed %in% TRUE), ]
    if (nrow(x) == 0) return(NULL)
    evidence_table(Part = part, What = if (is.null(x$case)) x$item else paste(x$case, x$item, sep = ": "), Wanted = ifelse(is.na(x$wanted), "", x$wanted),
               Got = ifelse(is.na(x$got), "NA", x$got))
  }
  rows <- rbind(of(parts$install, "Installation"), of(parts$operation, "Operation"), of(parts$performance, "Performance"))
  if (is.null(rows)) evidence_table(Part = character(), What = character(), Wanted = character(), Got = character()) else
    utils::head(rows, 100)
}

case_table <- function(operation) {
  cases <- validation_table("cases")
  came <- case_summary(operation)
  of <- cases[match(came$case, cases$case), ]
  all <- came$passed + came$failed + came$not_run
  result <- ifelse(came$failed > 0, paste(big(came$failed), "of", big(all), "failed"),
                   ifelse(came$not_run > 0, "not run", paste(big(all), "passed")))
  evidence_table(Case = came$case, Oracle = of$oracle, Source = of$source, Comparisons = result)
}

traceability_table <- function(operation) {
  trace <- traceability()
  came <- case_summary(operation)
  result <- ifelse(!came$case %in% trace$case, "", ifelse(came$failed > 0, "failed", ifelse(came$not_run > 0, "not run", "passed")))
  trace$result <- result[match(trace$case, came$case)]
  trace$result[is.na(trace$result)] <- "not run"
  first <- !duplicated(trace$requirement)
  cases <- vapply(split(paste(trace$case, trace$result, sep = ": "),
                        factor(trace$requirement, unique(trace$requirement))), paste, "", collapse = "; ")
  evidence_table(Requirement = paste(trace$requirement[first], trace$text[first], sep = ": "), Risk = sprintf("%s: %s", trace$risk[first], trace$reason[first]),
             `Met by` = gsub(" ", ", ", trace$exports[first]), `Shown by` = unname(cases))
}
