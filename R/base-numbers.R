# Numbers that users give: what they may be, and counts and times among them.

is_one_number <- function(x) is_bare_number(x) && test_number(x, finite = TRUE)

# Arithmetic leaves dust: 3 * (1 / 3 + 1) may miss 4 by a little.
as_whole <- function(x, arg, call) {
  if (is.integer(x)) return(as.double(x))
  if (are_whole(x)) return(as.vector(x))
  whole <- round(as.double(x))
  check_elements(is.na(x) | abs(x - whole) <= 1e-7, x, arg, "whole numbers", call)
  whole
}

# The least and the greatest of whole numbers, none missing; else NaN.
whole_range <- function(x) {
  if (is_bare_number(x)) .Call(C_whole_range, x) else c(NaN, NaN)
}

is_range <- function(range, least = -Inf) length(range) > 0 && !is.nan(range[1]) && range[1] >= least

# Whether doubles are whole numbers, none missing: what long vectors mostly are,
# seen without making others as long.
are_whole <- function(x, least = -Inf) is.double(x) && is_range(whole_range(x), least)

as_counts <- function(x, arg = deparse1(substitute(x)), call = sys.call(-1)) {
  check_argument(is_bare_number(x), x, arg, "numbers", call)
  if (are_whole(x, 0) && (is.integer(x) || lie_between(x, 0, 2^53))) return(as.vector(x))
  counts <- as_whole(x, arg, call)
  # Columns have a limit of their own.
  countable <- is_column(arg) | is.na(counts) | abs(counts) <= 2^53
  check_elements(countable, x, arg, "a number that can be counted, at most 2^53", call)
  if (!lie_between(counts, 0, Inf)) check_elements(is.na(x) | counts >= 0, x, arg, "0 or more", call)
  counts
}

# Whether none is missing and all are within limits: what long vectors mostly
# are, seen without making others as long.
lie_between <- function(x, low, high) {
  if (length(x) == 0 || anyNA(x)) return(FALSE)
  if (is.double(x)) .Call(C_all_within, x, low, high) else min(x) >= low && max(x) <= high
}

as_years <- function(x, arg = deparse1(substitute(x)), call = sys.call(-1)) {
  check_argument(is_bare_number(x), x, arg, "numbers", call)
  if (!lie_between(x, 0, .Machine$double.xmax)) {
    check_elements(is.na(x) | (x >= 0 & x < Inf), x, arg, "0 or more and finite", call)
  }
  # Whatever the unit: beyond, products of rates overflow (src/core/base/values.h).
  if (!lie_between(x, 1e-50, 1e50)) {
    check_elements(is.na(x) | x == 0 | (x >= 1e-50 & x <= 1e50), x, arg, "0, or from 1e-50 to 1e50", call)
  }
  as.double(x)
}
