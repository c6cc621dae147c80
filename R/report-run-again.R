# The code that makes a report again: of the cohort, the periods and the report itself.
# What cannot be code, such as tables that were in memory, is said in words in its place.

#' @rdname report_parts
#' @export
run_again <- function(cohort, periods, command = NULL, min_cell = NULL) {
  check_given()
  check_cohort(cohort)
  lines <- c("library(msaudit)", cohort_code(cohort, min_cell), periods_code(periods), if (is.null(command)) render_code() else command)
  unlist(strsplit(lines, "\n", fixed = TRUE))
}

cohort_code <- function(cohort, min_cell) {
  reads <- vapply(cohort$made, function(made) made$verb != "select_patients", NA)
  rows <- listed(trimws(paste(if (is.null(min_cell)) big(cohort$rows), names(cohort$rows))))
  c(if (!any(reads)) sprintf("# cohort: of audit_cohort(), from tables of %s that were in memory", rows),
    unlist(lapply(cohort$made, function(made) {
      if (made$verb == "select_patients") selection_code(made$args, min_cell) else reading_code(made, min_cell)
    })))
}

# Where a team keeps its tables is not for those outside.
reading_code <- function(made, min_cell) {
  hidden <- !is.null(min_cell) && made$verb == "read_cohort"
  if (hidden) made$args[[1]] <- "folder of the tables"
  c(if (hidden) "# the folder is that of who has the tables", assigned("cohort", call_code(made$verb, made$args)))
}

# Nor are ids; of very many of them a page would be nothing but these.
selection_code <- function(args, min_cell) {
  untold <- !is.null(args$ids) && (!is.null(min_cell) || length(args$ids) > 1000)
  if (untold) args$ids <- NULL
  c(if (length(args) > 0) assigned("cohort", call_code("select_patients", c(list(code("cohort")), args))),
    if (untold) "# then the patients named by `ids`, which are not told here")
}

assigned <- function(name, code) paste(name, "<-", code)

# Periods that were given as days are said in words.
periods_code <- function(periods) {
  if (!is.null(periods$made)) return(assigned("periods", periods$made))
  if (length(periods$codes) == 0 || anyNA(periods$codes)) {
    return(c("# periods: of audit_periods(), of days that were in memory",
             sprintf("#   %s: %s", text_code(periods$names), one_line(periods$texts))))
  }
  values <- named_code(periods$codes, periods$names)
  assigned("periods", sprintf("audit_periods(cohort%s\n)", paste0(",\n  ", values, collapse = "")))
}

# A document that is rendered knows its name.
render_code <- function() {
  document <- if (requireNamespace("knitr", quietly = TRUE)) knitr::current_input()
  if (is.null(document)) "# then the audits" else call_code("rmarkdown::render", list(document))
}

# The report, by the values of its arguments: what was written in the call may stand in
# variables that another session does not have.
report_code <- function(params, file) {
  outside <- params$share == "outside"
  given <- list(
    code("cohort"), code("periods"), if (outside) basename(file) else file, title = if_not(params$title, "Treatment audit"),
    reference = if_not(params$reference, params$periods$names[1]),
    composites = if (length(params$composites) > 0) unname(params$composites), landmark = if_not(as.double(params$landmark), 1),
    conf_level = if_not(params$conf_level, 0.95), share = if (outside) "outside",
    min_cell = if (outside) if_not(as.double(params$min_cell), 5), free_text = if (outside) params$free_text
  )
  call_code("audit_report", given)
}
