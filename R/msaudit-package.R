#' @keywords internal
#' @importFrom checkmate test_number
#' @importFrom stats coef confint logLik nobs vcov
#' @useDynLib msaudit, .registration = TRUE, .fixes = "C_"
"_PACKAGE"

# The data that ggplot2 draws.
utils::globalVariables(".data")

.onUnload <- function(libpath) library.dynam.unload("msaudit", libpath)
