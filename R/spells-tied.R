# Times that differ by rounding alone are one time: 365 / 365.25 years may be so or
# one bit more. Where R's own arithmetic made them, they lie within some 1e-16 of each
# other, relatively; a real difference, such as a day in a lifetime, is 1e-5 or more.

# `x` are vectors of times, of which infinite ones stay, and `asked` those at which a
# curve is asked for, which stand for the times tied to them. As by timefix in survival
# the tolerance is the root of the machine's epsilon; it is of the median of the
# absolute times, so that one absurdly long time ties no others. Whole numbers are what
# they are. The result depends neither on the order nor on the groups.
tie_times <- function(x, asked = NULL) {
  given <- Filter(length, x)
  if (all(vapply(given, holds_whole, NA)) && (is.null(asked) || holds_whole(asked))) return(x)
  all <- unlist(given, use.names = FALSE)
  all <- as.double(all[is.finite(all)])
  if (length(all) == 0) return(x)
  rising <- sort(unique(c(all, asked)), method = "radix")
  within <- sqrt(.Machine$double.eps) * stats::median(abs(all))
  one <- .Call(C_tie_times, rising, as.integer(rising %in% asked), within)
  if (is.null(one)) return(x)
  lapply(x, function(times) {
    if (length(times) == 0) return(times)
    at <- match(times, rising)
    ifelse(is.na(at), times, one[at])
  })
}

holds_whole <- function(x) is_range(whole_range(x))
