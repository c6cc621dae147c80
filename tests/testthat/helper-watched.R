# Valgrind and R's torture of its collector watch each step, and take tens of times
# as long for it; what is of R alone need not be watched.
watched <- nzchar(Sys.getenv("UNDER_VALGRIND")) || nzchar(Sys.getenv("R_GCTORTURE"))
skip_watched <- function() skip_if(watched, "of R alone, which need not be watched")

# What a test repeats on many numbers, to hold them against others, runs the same C
# again: `make test` takes all of x, other runs the first, the last and some between.
few <- function(x, n = 4) {
  all <- identical(Sys.getenv("NOT_CRAN"), "true") && !watched
  if (all || length(x) <= n) return(x)
  x[round(seq(1, length(x), length.out = n))]
}
