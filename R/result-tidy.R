# The names that broom has for what a result holds.
broom_names <- c(std_error = "std.error", p = "p.value", conf_low = "conf.low", conf_high = "conf.high")

# Columns that say which row it is, and those that say what was found.
key_columns <- function(x) setdiff(names(x), value_columns())

value_columns <- function() {
  setdiff(c(result_columns, comparison_columns, curve_columns, sensitivity_columns),
          c("period", "reference", "time", "outcome", "measure"))
}

#' A result in the words of broom
#'
#' For code that expects broom's names, such as tables of several models side by
#' side: [generics::tidy()] has one row per number, [generics::glance()] one row for the
#' whole.
#'
#' @param x The result of an audit: of [audit_arr()] or another audit,
#'   [audit_compare()], [audit_curves()] or [arr_sensitivity()].
#' @param ... Ignored: other functions pass options of models here.
#'
#' @return `tidy()`: a data frame with the rows and columns of `x`, in order, preceded by
#'   `term`, text that no other row has. `conf_low`, `conf_high`,
#'   `std_error` and `p` are called `conf.low`, `conf.high`, `std.error` and
#'   `p.value`.
#'
#'   `glance()`: a data frame of one row.
#'   \item{verb}{What made the result: `"arr"`, `"comparison"`, ...}
#'   \item{rows, periods, outcomes}{How many it has.}
#'   \item{nobs}{Patients of the row with the most of them; `NA` for a result on totals.}
#'   \item{conf.level}{Confidence level of the limits.}
#'   \item{findings}{Records that the audit refused or doubted.}
#'
#' @family results in other forms
#'
#' @examplesIf requireNamespace("generics", quietly = TRUE)
#' x <- audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "drug"))
#' generics::tidy(x)
#' generics::glance(x)
#' @name tidy
NULL

#' @rdname tidy
#' @method tidy msaudit_result
#' @rawNamespace S3method(generics::tidy,msaudit_result)
tidy.msaudit_result <- function(x, ...) {
  rows <- as.data.frame(x)
  named <- match(names(broom_names), names(rows))
  term <- row_keys(rows, key_columns(rows))
  names(rows)[stats::na.omit(named)] <- broom_names[!is.na(named)]
  # A column of groups that is called so stays beside it.
  grouped <- names(rows) == "term" & !"level" %in% names(rows)
  names(rows)[grouped] <- "term.group"
  cbind(term = term, rows[setdiff(names(rows), "term")], stringsAsFactors = FALSE)
}

#' @exportS3Method generics::tidy
tidy.msaudit_comparison <- tidy.msaudit_result

#' @exportS3Method generics::tidy
tidy.msaudit_curves <- tidy.msaudit_result

#' @exportS3Method generics::tidy
tidy.msaudit_sensitivity <- tidy.msaudit_result

#' @rdname tidy
#' @method glance msaudit_result
#' @rawNamespace S3method(generics::glance,msaudit_result)
glance.msaudit_result <- function(x, ...) {
  data.frame(
    verb = verb_of(x), rows = nrow(x), periods = length(unique(x$period)),
    outcomes = length(unique(x$outcome)), nobs = most_patients(x),
    conf.level = definition(x)$conf_level, findings = NROW(attr(x, "findings")), stringsAsFactors = FALSE
  )
}

#' @exportS3Method generics::glance
glance.msaudit_comparison <- glance.msaudit_result

#' @exportS3Method generics::glance
glance.msaudit_curves <- glance.msaudit_result

#' @exportS3Method generics::glance
glance.msaudit_sensitivity <- glance.msaudit_result

verb_of <- function(x) sub("^msaudit_", "", setdiff(class(x), c("msaudit_rounded", "msaudit_suppressed"))[1])

# A curve counts those at risk.
most_patients <- function(x) {
  patients <- if (is.null(x$patients)) x$at_risk else x$patients
  if (all(is.na(patients))) NA_integer_ else as.integer(max(patients, na.rm = TRUE))
}

#' What is in a result
#'
#' `summary()` says what was audited and what to look out for, where printing gives the
#' numbers; `format()` gives the lines that printing writes.
#'
#' @param object,x The result of an audit, see [tidy()].
#' @param ... Not used.
#'
#' @return `summary()`: a list of class `msaudit_summary`, which prints itself:
#'   the row of [generics::glance()], `periods`, `by`, `outcomes` and `measures` by name, and
#'   `notes`, how many rows have each. `format()`: text, one element per line of at
#'   most 80 columns.
#'
#' @family results in other forms
#'
#' @examples
#' x <- audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "drug"))
#' summary(x)
#' format(x)
#' @name summary
NULL

#' @rdname summary
#' @export
summary.msaudit_result <- function(object, ...) {
  notes <- as.character(unlist(strsplit(object$note[!is.na(object$note)], ";", fixed = TRUE)))
  structure(
    list(glance = glance.msaudit_result(object), periods = unique(as.character(object$period)),
         by = setdiff(key_columns(object), c("period", "reference", "time", "outcome", "measure")),
         outcomes = unique(object$outcome), measures = unique(object$measure),
         notes = table(factor(notes, sort(unique(notes), method = "radix")))),
    class = "msaudit_summary"
  )
}

#' @export
summary.msaudit_comparison <- summary.msaudit_result

#' @export
summary.msaudit_curves <- summary.msaudit_result

#' @export
summary.msaudit_sensitivity <- summary.msaudit_result

#' @export
print.msaudit_summary <- function(x, ...) {
  glance <- x$glance
  few <- function(names) {
    if (length(names) <= 8) return(listed(names))
    sprintf("%s and %s more", listed(names[1:8]), big(length(names) - 8))
  }
  notes <- sprintf("%s in %s", names(x$notes), counted_each(as.integer(x$notes), "row"))
  lines <- c(
    periods = few(x$periods), by = if (length(x$by) > 0) listed(x$by), outcomes = few(x$outcomes),
    measures = few(x$measures),
    patients = if (is.na(glance$nobs)) "of totals" else sprintf("at most %s in a row", big(glance$nobs)),
    limits = sprintf("%s %%", number_text(100 * glance$conf.level)),
    notes = if (length(notes) > 0) listed(notes),
    findings = if (glance$findings > 0) sprintf("%s: see findings()", big(glance$findings))
  )
  cat(sprintf("Result \"%s\" with %s\n", glance$verb, counted(glance$rows, "row")))
  for (name in names(lines)) {
    print_lines(strwrap(lines[[name]], 80, initial = sprintf("  %-9s ", name), prefix = strrep(" ", 12)))
  }
  invisible(x)
}

#' @rdname summary
#' @export
format.msaudit_result <- function(x, ...) {
  shown <- display(x)
  parts <- lapply(shown$parts, function(part) {
    c(if (!is.null(part$heading)) c("", part$heading), if (length(part$lines) > 0) strwrap_each(part$lines, exdent = 2),
      if (length(part$table) > 0) column_lines(part$table, left = part$left))
  })
  c(strwrap(shown$title, width = 80, exdent = 2), unlist(parts, use.names = FALSE),
    if (length(shown$notes) > 0) strwrap_each(shown$notes, exdent = 2))
}

#' @export
format.msaudit_comparison <- format.msaudit_result

#' @export
format.msaudit_curves <- format.msaudit_result

#' @export
format.msaudit_sensitivity <- format.msaudit_result

# Rows taken out of a comparison or of curves are one, columns are not.
#' @export
`[.msaudit_comparison` <- function(x, ...) {
  part <- NextMethod()
  if (is.data.frame(part) && !all(names(x) %in% names(part))) return(as.data.frame.msaudit_result(part))
  part
}

#' @export
`[.msaudit_curves` <- `[.msaudit_comparison`

#' @export
`[.msaudit_sensitivity` <- `[.msaudit_comparison`

#' @export
rbind.msaudit_comparison <- function(..., deparse.level = 1) rbind.msaudit_result(...)

#' @export
rbind.msaudit_curves <- rbind.msaudit_comparison

#' @export
rbind.msaudit_sensitivity <- rbind.msaudit_comparison
