# Those that are estimated: of a group without relapses there is none.
coefficients_of <- function(design) {
  with_event <- if (is.null(design$group)) 1 else sum(tapply(design$rows$events, design$group, sum) > 0)
  with_event + if (is.null(design$x)) 0 else ncol(design$x)
}

no_finite_estimate <- function(call) {
  usage_error("formula", "The model has no finite estimate: leave terms out of `formula`, or join groups", call)
}
