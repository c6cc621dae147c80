# How the numbers of a report were made, and how good the data are.

#' @rdname report_parts
#' @export
definitions_and_methods <- function(results) {
  check_given()
  check_results_list(results, sys.call())
  text <- as.character(unlist(lapply(results, own_methods)))
  structure(c(without_repetition(text), package_text()), class = "msaudit_paragraphs")
}

#' @export
print.msaudit_paragraphs <- function(x, ...) {
  print_lines(unlist(lapply(as.character(x), function(text) c(strwrap(text, 80), ""))))
  invisible(x)
}

# Results that count alike begin alike: what was said at the beginning of a
# paragraph before is not said again.
without_repetition <- function(text) {
  said <- character()
  kept <- lapply(strsplit(text, "(?<=[.]) (?=[A-Z])", perl = TRUE), function(sentences) {
    new <- !sentences %in% said
    said <<- c(said, sentences)
    if (any(new)) paste(sentences[seq_along(sentences) >= which(new)[1]], collapse = " ")
  })
  as.character(unlist(kept))
}

check_results_list <- function(results, call) {
  check_argument(is.list(results) && !is.data.frame(results) && all(vapply(results, is_result, NA)), results, "results",
                 "a list of results of audits", call)
}

#' @rdname report_parts
#' @export
findings_table <- function(cohort, results = list(), min_cell = NULL) {
  check_given()
  check_cohort(cohort)
  check_results_list(results, sys.call())
  if (!is.null(min_cell)) min_cell <- as_min_cell(min_cell, sys.call())
  rows <- findings_rows(cohort, results)
  records <- big(round_for(rows$records, min_cell))
  table <- list(Table = rows$table, Problem = rows$problem, Records = as.character(records), `What was done` = rows$done)
  table_of_text(as_frame(table, nrow(rows)), "Records that were refused, changed or doubtful", left = c(1, 2, 4))
}

# Findings of the cohort and of the audits by kind, each record once.
findings_rows <- function(cohort, results) {
  found <- lapply(c(list(cohort), results), function(x) as.data.frame(findings_of(x)))
  found <- unique(do.call(rbind, found)[c("table", "row", "id", "problem", "done")])
  kind <- row_keys(found, c("table", "problem", "done"))
  first <- !duplicated(kind)
  rows <- data.frame(table = found$table[first], problem = unname(finding_texts[found$problem[first]]),
                     records = tabulate(match(kind, kind[first]), sum(first)), done = found$done[first],
                     stringsAsFactors = FALSE)
  rows[order(match(rows$table, names(table_specs)), -rows$records), ]
}

findings_of <- function(x) {
  if (inherits(x, "msaudit_cohort")) return(findings(x))
  found <- attr(x, "findings")
  if (is.null(found)) collected(new_findings()) else found
}

#' @rdname report_parts
#' @export
provenance_table <- function(cohort, periods, results = list(), min_cell = NULL) {
  check_given()
  check_cohort(cohort)
  check_results_list(results, sys.call())
  versions <- software_versions()
  hashes <- input_hashes(cohort)
  # How many rows there were, less the patients that are left, may be a small number.
  rows <- rbind(
    cbind(names(versions), versions),
    c("Data lock", if (is.na(cohort$data_lock)) "none" else lock_text(cohort)),
    if (is.null(min_cell)) cbind(sprintf("Rows of %s", names(cohort$rows)), big(cohort$rows)),
    if (is.null(min_cell) && length(hashes) > 0) cbind(sprintf("MD5 of %s", names(hashes)), hashes),
    c("Random numbers", seed_text),
    settings_rows(results)
  )
  table <- as.data.frame(unname(rows), stringsAsFactors = FALSE)
  table_of_text(structure(table, names = c("What", "Which")), "What the numbers were made of", left = 1:2)
}

# Counts as those outside may see them; as they are where nothing is rounded.
round_for <- function(count, min_cell) if (is.null(min_cell)) count else to_step(count, rounding_for(min_cell))

rounding_for <- function(min_cell) list(step = step_of(min_cell), zeros = TRUE)

# Counts in the first step; none where nothing is rounded.
are_few <- function(count, min_cell) !is.null(min_cell) & count > 0 & count <= max(step_of(min_cell), 0)

software_versions <- function() {
  used <- Filter(function(package) requireNamespace(package, quietly = TRUE), c("rmarkdown", "knitr", "ggplot2", "flextable"))
  versions <- vapply(used, function(package) as.character(utils::packageVersion(package)), "")
  c(msaudit = as.character(utils::packageVersion("msaudit")),
    R = paste(R.version$major, R.version$minor, sep = "."), Platform = R.version$platform, versions)
}

seed_text <- "none drawn: the same input gives the same numbers"

input_hashes <- function(cohort) {
  if (is.null(cohort$files)) return(character())
  structure(unname(tools::md5sum(cohort$files)), names = basename(cohort$files))
}

lock_text <- function(cohort) if (is.na(cohort$data_lock)) NA else shown_days(cohort$data_lock, cohort$clock)

# Settings that are a few words or numbers, each value once with the results that
# have it.
settings_rows <- function(results) {
  if (length(results) == 0) return(NULL)
  rows <- do.call(rbind, c(Map(function(x, name) {
    settings <- definition(x)
    short <- Filter(function(value) is.atomic(value) && length(value) %in% 1:4, settings)
    short <- short[setdiff(names(short), c("periods", "two_periods"))]
    data.frame(setting = names(short), value = unname(vapply(short, setting_text, "")), result = rep(name, length(short)),
               stringsAsFactors = FALSE)
  }, results, names(results)), list(make.row.names = FALSE)))
  if (nrow(rows) == 0) return(NULL)
  key <- row_keys(rows, c("setting", "value"))
  first <- which(!duplicated(key))
  first <- first[order(rows$setting[first], method = "radix")]
  having <- vapply(first, function(i) {
    names <- unique(rows$result[key == key[i]])
    if (length(names) == length(results)) "all results" else listed(names)
  }, "")
  cbind(sprintf("%s (%s)", rows$setting[first], having), rows$value[first])
}
