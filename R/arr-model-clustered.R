# The Poisson regression of rows of which several may be one patient's, with
# standard errors that hold however a patient's rows go together.
fit_clustered <- function(design, call) {
  rows <- design$rows
  group <- design$group
  codes <- if (is.null(group)) rep(1L, length(rows$events)) else as.integer(group)
  patient <- match(rows$patient, unique(rows$patient))
  data <- nb_data(rows$events, rows$years, codes, max(1L, nlevels(group)), design$x)
  names <- c("(Intercept)", if (!is.null(group)) paste0("group", levels(group)[-1]), colnames(design$x))
  fit <- tryCatch(
    .Call(C_poisson_clustered, data, patient, max(patient)),
    msaudit_data_error = function(e) no_finite_estimate(call)
  )
  n <- length(names)
  zero <- about_zero(fit$b, matrix(nan_to_na(fit$covariance), n, n, dimnames = list(names, names)), data)
  structure(list(
    coefficients = stats::setNames(zero$b, names), data = data, patients = max(patient),
    df = max(patient) - coefficients_of(design), covariance = zero$covariance
  ), class = "msaudit_clustered")
}

#' @export
coef.msaudit_clustered <- function(object, ...) object$coefficients

#' @export
vcov.msaudit_clustered <- function(object, ...) object$covariance

# Patients: they are the units.
#' @export
nobs.msaudit_clustered <- function(object, ...) object$patients

#' @export
confint.msaudit_clustered <- function(object, parm = seq_along(object$coefficients), level = 0.95, ...) {
  reach <- stats::qt((1 + level) / 2, object$df) * clustered_errors(object)
  limits <- cbind(object$coefficients - reach, object$coefficients + reach)
  colnames(limits) <- paste(number_text(100 * (1 + c(-1, 1) * level) / 2, trim = TRUE), "%")
  limits[parm, , drop = FALSE]
}

# A standard error of 0 is none: the residuals of each patient add up to 0. What
# is 0 but for rounding is told by the width of a covariate, whose unit may be any.
clustered_errors <- function(fit) {
  variance <- diag(fit$covariance)
  width <- c(rep(1, fit$data$n_groups), apply(fit$data$x, 2, function(x) diff(range(x))))
  sqrt(ifelse(variance * width^2 > 1e-20, variance, NA))
}

clustered_p <- function(fit) {
  p <- 2 * stats::pt(-abs(fit$coefficients / clustered_errors(fit)), fit$df)
  replace(unname(p), c(1, which(is.infinite(fit$coefficients))), NA)
}
