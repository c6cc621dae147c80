# That what checks the package notices what is wrong.

operation_by_hand <- function() {
  x <- validate_operation("rate_by_hand", quiet = TRUE)
  compare("the case asked for", unique(x$case), "rate_by_hand")
  compare("all passed", all(x$passed), TRUE)
}
