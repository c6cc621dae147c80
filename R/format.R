# Numbers and words as they are printed.

big <- function(x) format(x, big.mark = ",", scientific = FALSE, trim = TRUE)

counted <- function(n, noun) cli::pluralize("{big(n)} {noun}{cli::qty(n)}{?s}")

listed <- function(x) paste(x, collapse = ", ")

# Each line broken by itself at 80 columns.
strwrap_each <- function(lines, exdent) {
  unlist(lapply(lines, function(line) {
    lead <- sub("[^ ].*$", "", line)
    strwrap(line, width = 80, indent = nchar(lead), exdent = exdent)
  }))
}
