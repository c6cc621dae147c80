# Notes of rows: codes joined by semicolons.

add_note <- function(note, code, holds) {
  ifelse(holds, paste0(note, ifelse(nzchar(note), ";", ""), code), note)
}

# The column `note` holds none or more of a closed set of codes, joined by ";".
# Each argument is named by its code and says in which rows it holds; NA is no.
join_notes <- function(...) {
  holds <- list(...)
  note <- character(length(holds[[1]]))
  for (code in names(holds)) {
    rows <- which(holds[[code]])
    if (length(rows) == 0) next
    note[rows] <- paste0(note[rows], ifelse(nzchar(note[rows]), ";", ""), code)
  }
  note
}
