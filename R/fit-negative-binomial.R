#' Negative binomial regression of counts
#'
#' The model in which each patient's events are Poisson about a rate that varies
#' between patients like a gamma variable: rate ratios between groups, and of
#' covariates, with the patient as the unit.
#'
#' @param events Number of events of each patient: whole numbers of 0 to 1e6, none
#'   missing, not all 0.
#' @param years Person-years of each patient: 0, or from 1e-50 to 1e50, none missing, as
#'   long as `events` or single. Patients without time are left out.
#' @param x Covariates: a numeric matrix, finite, one row per patient, without a column
#'   for the intercept; `NULL`: none.
#' @param group Group of each patient: a factor, text or whole numbers, none missing;
#'   each but the first is compared with the first, which must have an event. `NULL`:
#'   none.
#' @param information `"observed"`: standard errors from the observed information of the
#'   coefficients and the dispersion together. `"expected"`: from the expected information
#'   of the coefficients at the dispersion found, as in `MASS::glm.nb()`.
#' @inheritParams ci_rate
#'
#' @return An object of class `msaudit_nb`, with these methods and elements:
#'   \item{`coef()`}{On the log scale: `(Intercept)`, the log of the rate per year;
#'     `group` and the name of the level, logs of rate ratios to the first; the columns of
#'     `x`. `-Inf` for a group without events.}
#'   \item{`vcov()`}{Their covariance; `NA` for a group without events.}
#'   \item{`confint(object, parm, level, profile)`}{Limits on the log scale: by profile
#'     likelihood if `profile` is `TRUE` (the default with fewer than 50
#'     patients); otherwise Wald's, by t with patients less coefficients as degrees of
#'     freedom.}
#'   \item{`logLik()`, `nobs()`}{The log likelihood, whose degrees of freedom count the
#'     dispersion; patients with time.}
#'   \item{`$dispersion`}{A data frame with one row: `estimate`, the dispersion
#'     \eqn{\alpha}{alpha}, 0 or more, with `conf_low` and `conf_high`: by profile with
#'     fewer than 50 patients or if it is 0, otherwise Wald's on the log scale.}
#'   \item{`$lr_test`}{A data frame with one row: `statistic` and `p` of the test of no
#'     dispersion.}
#'   \item{`$note`}{Empty, or codes joined by `;`: `poisson_boundary` (the counts vary no
#'     more than Poisson counts: the fit is Poisson), `excluded_patients` (without time),
#'     `zero_events` (a group without events).}
#'
#' @section Definition:
#' Patient \eqn{i} with \eqn{y_i} events in \eqn{t_i} years has the mean
#' \eqn{\mu_i = t_i \exp(x_i \beta)} and the variance \eqn{\mu_i + \alpha \mu_i^2};
#' \eqn{\beta} and \eqn{\alpha} are maximum likelihood estimates. If \eqn{\sum ((y_i -
#' \mu_i)^2 - y_i) \le 0} at the Poisson fit, \eqn{\alpha} is 0 and that fit stands,
#' unless a fit away from it is more likely: a few patients with far more time than the
#' others can turn that sum. Such a fit is sought from the first of the dispersions
#' 0.001, 0.01, 0.1, 1 and 10 at which the profile likelihood rises with the dispersion.
#' The test of no dispersion takes twice the difference of the log likelihoods, which
#' without dispersion is 0 in half of all samples and chi-squared with one degree of
#' freedom in the others. Limits by the profile are the values at which twice the
#' profile log likelihood has fallen by the quantile of chi-squared with one degree of
#' freedom.
#'
#' @section Errors:
#' Those of [ci_rate()]; also if no patient has an event, the first group has none, or
#' the effects of the columns of `x` and the groups cannot be told apart.
#'
#' @family statistics of counts and rates
#' @seealso [audit_arr_model()] for relapses of a cohort.
#'
#' @examples
#' fit <- fit_negative_binomial(
#'   events = c(3, 1, 0, 2, 5, 0, 0, 1, 0, 0, 2, 0), years = c(2, 1, 1.5, 2, 2, 1, 2, 1.5, 1, 2, 2, 1),
#'   group = rep(c("platform", "switched"), each = 6)
#' )
#' fit
#' exp(confint(fit))
#' @export
fit_negative_binomial <- function(events, years, x = NULL, group = NULL,
                                  information = c("observed", "expected"), conf_level = 0.95) {
  check_given()
  call <- sys.call()
  information <- one_of(information, c("observed", "expected"), "information", call)
  check_conf_level(conf_level, call)
  patients <- as_patients(events, years, group, call, x)
  check_events_of_nb(events, call)
  groups <- levels(patients$group)
  codes <- as.integer(patients$group)
  kept <- patients$years > 0
  has_excluded <- !all(kept)
  with_time <- list(patients$events, patients$years, codes, patients$x)
  if (has_excluded) with_time <- c(lapply(with_time[1:3], `[`, kept), list(patients$x[kept, , drop = FALSE]))
  data <- nb_data(with_time[[1]], with_time[[2]], with_time[[3]], length(groups), with_time[[4]])
  with_event <- tabulate(data$group[data$events > 0], length(groups)) > 0
  check_groups_of_nb(groups, tabulate(data$group, length(groups)) > 0, with_event, call)
  new_nb(nb_fit(data, information, call), data, information, conf_level,
         c("(Intercept)", if (length(groups) > 1) paste0("group", groups[-1]), colnames(data$x)),
         note = join_notes(excluded_patients = has_excluded, zero_events = !all(with_event)))
}

# The core has a place for each count up to the greatest.
check_events_of_nb <- function(events, call) {
  if (!lie_between(events, 0, 1e6)) check_elements(round(events) <= 1e6, events, "events", "at most 1e6", call)
}

check_groups_of_nb <- function(groups, with_time, with_event, call) {
  if (!any(with_event)) usage_error("events", "`events` must not be 0 of all patients", call)
  if (!with_event[1]) {
    usage_error("group", sprintf("The first group, %s, has no event to compare others with",
                                 encodeString(groups[1], quote = "\"")), call)
  }
  if (!all(with_time)) {
    usage_error("group", sprintf("Nobody in group %s has person-time",
                                 encodeString(groups[which(!with_time)[1]], quote = "\"")), call)
  }
}

# What C_negative_binomial takes: patients with time, in an order that does not depend on
# that of the rows. x is about the middle of each of its columns, `origin`: what lies far from 0, such as
# the calendar year, can hardly be told from the intercept.
nb_data <- function(events, years, group, n_groups, x = NULL) {
  if (is.null(x)) x <- matrix(0, length(events), 0)
  origin <- vapply(seq_len(ncol(x)), function(j) mean(range(x[, j])), 0)
  if (ncol(x) > 0) x <- sweep(x, 2, origin)
  list(events = events, years = years, group = group, n_groups = n_groups, x = x, origin = origin)
}

# Coefficients and their covariance as if x were about 0.
about_zero <- function(b, covariance, data) {
  at <- data$n_groups + seq_along(data$origin)
  b[1] <- b[1] - sum(data$origin * b[at])
  covariance[1, ] <- covariance[1, ] - colSums(data$origin * covariance[at, , drop = FALSE])
  covariance[, 1] <- covariance[, 1] - colSums(data$origin * t(covariance[, at, drop = FALSE]))
  list(b = b, covariance = covariance)
}

nb_fit <- function(data, information = "observed", call = sys.call(-1)) {
  tryCatch(
    .Call(C_negative_binomial, data, as.integer(information == "expected")),
    msaudit_data_error = function(e) {
      usage_error("x", "The model has no finite estimate: `x` and `group` do not tell effects apart", call)
    }
  )
}

new_nb <- function(fit, data, information, conf_level, names, note) {
  n <- length(names)
  zero <- about_zero(fit$b, matrix(nan_to_na(fit$covariance), n, n, dimnames = list(names, names)), data)
  statistic <- max(0, 2 * (fit$log_likelihood - fit$poisson))
  p <- if (fit$is_boundary == 1) 1 else stats::pchisq(statistic, 1, lower.tail = FALSE) / 2
  alpha <- dispersion_limits(fit, data, n, conf_level)
  boundary <- if (fit$is_boundary == 1) "poisson_boundary"
  structure(list(
    coefficients = stats::setNames(zero$b, names), covariance = zero$covariance, fit = fit, data = data,
    dispersion = data.frame(estimate = fit$alpha, conf_low = alpha[1], conf_high = alpha[2]),
    lr_test = data.frame(statistic = statistic, p = p), information = information,
    conf_level = conf_level, note = paste(c(boundary, note[nzchar(note)]), collapse = ";")
  ), class = "msaudit_nb")
}

# By the profile of few patients, and where the dispersion is 0, which has no
# standard error; else Wald's on the log scale.
dispersion_limits <- function(fit, data, n, conf_level) {
  patients <- length(data$events)
  if (patients < 50 || fit$is_boundary == 1) {
    return(.Call(C_nb_profile, data, fit, n + 1L, 1, stats::qchisq(conf_level, 1)))
  }
  fit$alpha * exp(c(-1, 1) * stats::qt((1 + conf_level) / 2, patients - n) * fit$log_alpha_se)
}

#' @export
coef.msaudit_nb <- function(object, ...) object$coefficients

#' @export
vcov.msaudit_nb <- function(object, ...) object$covariance

#' @export
nobs.msaudit_nb <- function(object, ...) length(object$data$events)

#' @export
logLik.msaudit_nb <- function(object, ...) {
  structure(object$fit$log_likelihood, df = length(object$coefficients) + 1, nobs = nobs.msaudit_nb(object),
            class = "logLik")
}

#' @export
confint.msaudit_nb <- function(object, parm, level = object$conf_level,
                               profile = nobs.msaudit_nb(object) < 50, ...) {
  check_conf_level(level)
  names <- names(object$coefficients)
  at <- if (missing(parm)) seq_along(names) else stats::setNames(seq_along(names), names)[parm]
  check_argument(!anyNA(at), parm, "parm", "names or numbers of coefficients")
  std_error <- sqrt(diag(object$covariance))
  limits <- if (profile) {
    drop <- stats::qchisq(level, 1)
    t(vapply(at, function(j) {
      se <- if (is.na(std_error[j])) 1 else std_error[j]
      of <- if (j == 1) fit_about_zero(object) else object
      .Call(C_nb_profile, of$data, of$fit, as.integer(j), se, drop)
    }, c(0, 0)))
  } else {
    t_of <- stats::qt((1 + level) / 2, nobs.msaudit_nb(object) - length(names))
    cbind(object$coefficients[at] - t_of * std_error[at], object$coefficients[at] + t_of * std_error[at])
  }
  dimnames(limits) <- list(names[at], paste(number_text(100 * c(1 - level, 1 + level) / 2, trim = TRUE), "%"))
  limits
}

# The intercept is the rate where x is 0.
fit_about_zero <- function(object) {
  object$data$x <- sweep(object$data$x, 2, object$data$origin, `+`)
  object$fit$b <- unname(object$coefficients)
  object$fit$covariance <- object$covariance
  object
}

#' @export
print.msaudit_nb <- function(x, ...) {
  limits <- exp(confint.msaudit_nb(x))
  table <- cbind(exp(x$coefficients), limits)
  texts <- array(far_ratio_text(table), dim(table))
  rows <- ifelse(names(x$coefficients) == "(Intercept)", "rate per year", names(x$coefficients))
  level <- sprintf("%g %%", 100 * x$conf_level)
  lines <- paste(formatC(rows, width = -max(nchar(rows))), formatC(texts[, 1], width = max(nchar(texts[, 1]))),
                 sprintf(" (%s limits %s to %s)", level, texts[, 2], texts[, 3]))
  alpha <- vapply(x$dispersion, ratio_text, "")
  cat("Negative binomial regression of", big(sum(x$data$events)), "events in",
      big(length(x$data$events)), "patients\n\n")
  print_lines(lines)
  cat(sprintf("\nDispersion %s (%s to %s)", alpha[1], alpha[2], alpha[3]),
      if (x$fit$is_boundary == 1) "the counts vary no more than Poisson counts" else
        sprintf("against none: p %s", p_text(x$lr_test$p)), sep = ", ")
  cat(sprintf("\nLog likelihood %.2f; standard errors from the %s information.\n",
              x$fit$log_likelihood, x$information))
  invisible(x)
}
