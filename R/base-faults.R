# What stops a cohort, gathered: a folder with unreadable cells in six columns is mended in
# one round, not in six. Columns are read one by one; what is at fault in one is noted,
# and the next is read. Nothing is linked before all can be read.

new_faults <- function() {
  log <- new.env(parent = emptyenv())
  log$list <- list()
  log
}

# The value of `expr`, or NULL where it cannot be had; what it found at fault is noted.
# Cells that cannot be read let the reading of their column go on.
reading <- function(faults, expr) {
  note <- function(e) faults$list[[length(faults$list) + 1]] <- e
  tryCatch(
    withCallingHandlers(expr, msaudit_cell_error = function(e) {
      note(e)
      tryInvokeRestart("read_on")
    }),
    msaudit_data_error = function(e) {
      note(e)
      NULL
    }
  )
}

has_faults <- function(faults, table, column) {
  any(vapply(faults$list, function(e) identical(e$table, table) && identical(e$column, column), NA))
}

# Cells of a column that are not what they must be, with what stands in them.
new_cells <- function(rows, values, arg, must_be) {
  list(rows = rows, values = if (is.factor(values)) as.character(values) else values, place = place_name(arg),
       table = attr(arg, "table"), column = as.vector(arg), must_be = must_be)
}

cell_error <- function(cells, call) {
  abort(c("msaudit_cell_error", "msaudit_data_error"), cells_text(cells), table = cells$table, column = cells$column,
        row = cells$rows[1], element = cells$rows[1], value = cells$values[[1]], cells = cells, call = call)
}

# The first, then two more, and how many there are besides.
cells_text <- function(cells) {
  n <- length(cells$rows)
  first <- seq_len(min(n, 3))
  values <- vapply(first, function(i) shown(cells$values[[i]]), "")
  doubt <- vapply(first, function(i) comma_doubt(cells$values[[i]]), "")
  at <- sprintf("at row %.0f", cells$rows[first])
  also <- if (n > 1) paste("; also", toString(paste(values, at)[-1])) else ""
  more <- if (n > 3) sprintf(" and %s more", big(n - 3)) else ""
  sprintf("%s must be %s, not %s%s, %s%s%s", cells$place, cells$must_be, values[1], doubt[1], at[1], also, more)
}

# All that is at fault as one error: each column in a line. A cell is named by the first
# thing that is wrong with it.
stop_for_faults <- function(faults, call) {
  found <- first_faults(faults$list)
  if (length(found) == 0) return(invisible())
  if (length(found) == 1) stop(found[[1]])
  cells <- vapply(found, function(e) length(e$cells$rows), 0L)
  what <- if (any(cells == 0)) "The tables cannot be read as they are" else
    sprintf("%s cannot be read", counted(sum(cells), "cell"))
  lines <- vapply(found, conditionMessage, "")
  at <- found[[1]]
  abort("msaudit_data_error", paste0(what, ":\n", paste0("* ", lines, collapse = "\n")), table = at$table, column = at$column,
        row = at$row, element = at$element, value = at$value, faults = fault_rows(found), call = call)
}

first_faults <- function(list) {
  seen <- list()
  found <- lapply(list, function(e) {
    cells <- e$cells
    if (is.null(cells)) return(e)
    key <- paste(cells$table, cells$column)
    new <- !cells$rows %in% seen[[key]]
    seen[[key]] <<- c(seen[[key]], cells$rows)
    if (!any(new)) return(NULL)
    if (all(new)) return(e)
    cells[c("rows", "values")] <- list(cells$rows[new], cells$values[new])
    tryCatch(cell_error(cells, conditionCall(e)), msaudit_cell_error = identity)
  })
  Filter(Negate(is.null), found)
}

# What a program may want of the error: a row for each line of the message.
fault_rows <- function(found) {
  text <- function(name) vapply(found, function(e) if (is.null(e[[name]])) NA_character_ else as.character(e[[name]][1]), "")
  data.frame(table = text("table"), column = text("column"), row = as.double(text("row")),
             cells = vapply(found, function(e) length(e$cells$rows), 0L), message = vapply(found, conditionMessage, ""),
             stringsAsFactors = FALSE)
}

# `ok` has an element for each of x; those that are not TRUE are the error. Who reads
# columns may note it and have what follows go on (R/base-faults.R).
check_elements <- function(ok, x, arg, must_be, call) {
  if (!anyNA(ok) && all(ok)) return(invisible())
  rows <- which(!ok | is.na(ok))
  if (is_column(arg)) {
    withRestarts(cell_error(new_cells(rows, x[rows], arg, must_be), call), read_on = function() NULL)
    return(invisible())
  }
  value <- x[[rows[1]]]
  message <- sprintf("%s must be %s, not %s%s,", place_name(arg), must_be, shown(value), comma_doubt(value))
  data_error(message, rows[1], arg = arg, call = call)
}
