# That what checks the package notices what is wrong.

operation_by_hand <- function() {
  x <- validate_operation("rate_by_hand", quiet = TRUE)
  compare("the case asked for", unique(x$case), "rate_by_hand")
  compare("all passed", all(x$passed), TRUE)
}

installation_by_hand <- function() {
  x <- validate_install()
  of <- function(item) x$got[x$item == item]
  version <- read.dcf(system.file("DESCRIPTION", package = "msaudit"))[1, "Version"]
  compare("version", of("version of msaudit"), unname(version))
  compare("R", of("R"), paste(R.version$major, R.version$minor, sep = "."))
  compare("bits of a pointer", of("bits of a pointer"), as.character(8 * .Machine$sizeof.pointer))
}
