# What a report says, for programs: a JSON file beside it.

record_lines <- function(document, params) {
  enc2utf8(as.character(jsonlite::toJSON(report_record(document, params), auto_unbox = TRUE, digits = NA, na = "null",
                                         null = "null", pretty = TRUE)))
}

report_record <- function(document, params) {
  cohort <- params$cohort
  periods <- params$periods
  min_cell <- document$min_cell
  results <- results_to_share(document)
  found <- findings_rows(cohort, results)
  found$records <- round_for(found$records, min_cell)
  list(
    title = params$title, synthetic = isTRUE(cohort$synthetic), share = params$share, min_cell = min_cell, step = if (!is.null(min_cell)) step_of(min_cell),
    cohort = list(patients = round_for(nrow(cohort$patients), min_cell), rows = if (is.null(min_cell)) as.list(cohort$rows),
                  md5 = if (is.null(min_cell)) as.list(input_hashes(cohort)), data_lock = lock_text(cohort),
                  flow = plain_rows(flow_table(cohort, min_cell))),
    periods = plain_rows(period_rows(periods, min_cell)),
    results = Map(result_record, results, document$sections),
    findings = plain_rows(found),
    caveats = as.character(what_numbers_cannot_say(cohort, periods, min_cell)),
    software = as.list(software_versions()), seed = seed_text,
    command = paste(run_again(cohort, periods, params$command, min_cell), collapse = "\n")
  )
}

result_record <- function(x, section) {
  notes <- names(summary.msaudit_result(x)$notes)
  list(section = section, title = display(x)$title, kind = verb_of(x), rows = plain_rows(as.data.frame(x)),
       notes = as.list(structure(note_texts[notes], names = notes)), settings = plain_settings(definition(x)),
       methods = own_methods(x))
}

# Rows of a table as JSON has them: no factors, days as ISO text, and of what is
# not finite the name, of which JSON has no number.
plain_rows <- function(table) {
  table <- as_frame(as.list(table), nrow(table))
  table[] <- lapply(table, function(column) {
    if (inherits(column, "Date")) return(format(column))
    column <- as_plain(column)
    if (!is.double(column) || !any(is.infinite(column))) return(nan_to_na(column))
    I(lapply(column, function(value) if (is.infinite(value)) number_text(value) else nan_to_na(value)))
  })
  table
}

# Settings of any shape, but what is no data.
plain_settings <- function(settings) {
  settings <- Filter(function(value) is.null(value) || is.atomic(value) || is.list(value), settings)
  lapply(settings, function(value) {
    if (is.data.frame(value)) return(plain_rows(value))
    if (is.list(value)) return(plain_settings(value))
    names <- names(value)
    value <- as_plain(value)
    if (is.double(value) && any(is.infinite(value))) value <- number_text(value)
    if (is.null(names)) value else as.list(structure(value, names = names))
  })
}
