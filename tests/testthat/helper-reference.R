# Tables of reference values, and how one of their cells is compared.
reference_table <- function(name) {
  file <- system.file("validation", "reference", paste0(name, ".csv"), package = "msaudit")
  utils::read.csv(file, colClasses = "character", na.strings = character(), encoding = "UTF-8")
}

# An empty cell says nothing. "NA" wants NA, an infinity itself; a printed
# figure with a decimal point must be the rounding of the result; all else is
# compared relatively, 0 absolutely.
expect_cell <- function(got, cell, row, column) {
  if (!nzchar(cell)) return(invisible())
  label <- paste(row$case, column)
  if (cell == "NA") return(testthat::expect_true(is.na(got) && !is.nan(got), label = label))
  want <- as.numeric(cell)
  if (is.infinite(want)) return(testthat::expect_identical(as.double(got), want, label = label))
  printed <- row$evidence == "print" && grepl(".", cell, fixed = TRUE) && !grepl("tolerance widened", row$note)
  away <- if (printed) {
    0.5 * 10^-nchar(sub("^[^.]*[.]", "", cell)) * (1 + 1e-9)
  } else if (want == 0) {
    1e-12
  } else {
    as.numeric(row$tol) * abs(want)
  }
  testthat::expect_lte(abs(got - want), away, label = sprintf("%s: %.12g is off %s by", label, got, cell))
}

cell_or <- function(cell, otherwise) if (is.null(cell) || !nzchar(cell)) otherwise else as.numeric(cell)
