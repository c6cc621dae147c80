# Elements of vectors as cells of patients in periods; without ids each element
# is a total, and no period may come twice.
vector_cells <- function(vectors, period, id, call) {
  n <- length(vectors[[1]])
  for (name in names(vectors)) {
    if (length(vectors[[name]]) != n) {
      argument_error(c(names(vectors)[1], name), "of one length", toString(c(n, length(vectors[[name]]))),
                     call)
    }
  }
  check_argument((is.character(period) || is.factor(period)) && length(period) %in% c(1, n), period,
                 "period", "text or a factor, single or as long as `x`", call)
  period <- in_utf8(plain_vector(period, "period", call))
  if (!is.factor(period)) period <- factor(period, unique(period))
  levels(period) <- tidy_text(levels(period))
  period <- rep_len(period, n)
  check_elements(!is.na(period), period, "period", "known", call)
  labels <- factor(levels(period), levels(period))
  row <- as.integer(period)
  if (is.null(id)) {
    twice <- duplicated(row)
    if (any(twice)) {
      usage_error("id", sprintf(paste("Period %s is given twice: say by `period` which period each total is of, or by",
                                      "`id` which patient each element is of"), shown(period[twice][1])), call)
    }
    return(list(row = row, labels = labels, first = match(seq_along(labels), row)))
  }
  id <- read_ids(id, "id", call)
  if (length(id) != n) argument_error("id", "as long as `x`", as.character(length(id)), call)
  check_elements(!is.na(id), id, "id", "known", call)
  check_elements(!duplicated(data.frame(row, id)), id, "id", "once in each period", call)
  ids <- sort(unique(id), method = "radix")
  list(row = row, labels = labels, patient = match(id, ids), ids = ids)
}
