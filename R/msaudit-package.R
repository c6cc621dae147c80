#' @keywords internal
#' @importFrom checkmate test_number
#' @useDynLib msaudit, .registration = TRUE, .fixes = "C_"
"_PACKAGE"

.onUnload <- function(libpath) library.dynam.unload("msaudit", libpath)
