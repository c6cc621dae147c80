# As a data frame, without a copy of what is already a column.
as_frame <- function(columns, n) {
  structure(columns, row.names = .set_row_names(n), class = "data.frame")
}
