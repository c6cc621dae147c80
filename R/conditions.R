# Every error of the package has class "msaudit_error", so that a caller can
# tell its errors from others; a subclass says what went wrong. Nothing else
# in the package stops. `call` is the function that the user called.
abort <- function(subclass, message, ..., call) {
  class <- c(subclass, "msaudit_error")
  stop(errorCondition(message, ..., class = class, call = call))
}

# An element of the data is at fault. What the core refuses comes here as well
# (src/glue.c); `sys.call(-1)` is then the function that called C.
data_error <- function(message, element, ..., call = sys.call(-1)) {
  abort("msaudit_data_error", sprintf("%s at element %.0f", message, element),
        element = element, ..., call = call)
}

# One or more arguments are at fault as a whole.
argument_error <- function(arg, must_be, found, call) {
  args <- toString(sprintf("`%s`", arg))
  abort("msaudit_argument_error", sprintf("%s must be %s, not %s", args, must_be, found),
        arg = arg, call = call)
}

check_argument <- function(ok, x, arg, must_be, call = sys.call(-1)) {
  if (!ok) argument_error(arg, must_be, described(x), call)
}

described <- function(x) {
  if (is_bare_number(x) && length(x) == 1) return(format(x, digits = 15))
  sprintf("%s of length %.0f", class(x)[1], length(x))
}

# `ok` has an element for each of x; the first that is not TRUE is the error.
check_elements <- function(ok, x, arg, must_be, call) {
  element <- which(!ok | is.na(ok))[1]
  if (!is.na(element)) {
    found <- format(x[[element]], digits = 15)
    data_error(sprintf("`%s` must be %s, not %s,", arg, must_be, found), element,
               arg = arg, call = call)
  }
}

check_lengths <- function(..., call = sys.call(-1)) {
  found <- lengths(list(...))
  if (length(unique(found)) > 1) {
    arg <- vapply(substitute(list(...))[-1], deparse1, "")
    argument_error(arg, "of one length", toString(found), call)
  }
}
