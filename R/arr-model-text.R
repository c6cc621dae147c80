# Models of relapse rates in words.

#' @export
display.msaudit_arr_model <- function(x) {
  settings <- definition(x)
  fit <- attr(x, "fit")
  base <- is_base(x)
  of_factor <- base | !is.na(x$reference)
  what <- ifelse(of_factor, paste(x$term, x$level), ifelse(is.na(x$level), x$term, x$level))
  limits <- ifelse(is.na(x$conf_high), "(no limits)",
                   sprintf("(%s to %s)", far_ratio_text(x$conf_low), far_ratio_text(x$conf_high)))
  table <- list(what, paste0(big(x$with_event), "/", big(x$patients)), big(x$events),
                decimals(x$exposure, 2),
                ifelse(base, "1 (reference)", paste(far_ratio_text(x$estimate), limits)), p_text(x$p))
  names(table) <- c(" ", "relapsing", "relapses", "years", "rate ratio (limits)", "p")
  kind <- c(profile = "by the profile of the likelihood", wald = "by Wald's t",
            robust = "by t, robust to several rows of a patient")[[settings$method]]
  model <- if (settings$method == "robust") "Poisson" else "negative binomial"
  list(
    title = sprintf("Relapse rate ratios of a %s model, with %s %s", model, limits_text(settings), kind),
    parts = list(display_part(as_frame(table, nrow(x)))),
    notes = c(
      # Rows of several models have no fit of their own.
      if (!is.null(fit)) sprintf("%s, %s, %s; each ratio is adjusted for the other terms.",
                                 patients_text(fit), counted(sum(fit$data$events), "relapse"), dispersion_text(fit)),
      counted_text(settings),
      if (isTRUE(attr(x, "left_out") > 0)) {
        sprintf("%s left out, without time or with a covariate missing: see findings().",
                counted(attr(x, "left_out"), "patient"))
      },
      explained(x$note, but = c("poisson_boundary", "excluded_patients", if (settings$method == "robust") "zero_events"))
    )
  )
}

# The reference of a factor: the first level, which has no level to be compared with.
is_base <- function(x) !is.na(x$level) & is.na(x$reference) & is.na(x$p) & x$estimate == 1

# Where some rows are one patient's, both numbers.
patients_text <- function(fit) {
  n_rows <- length(fit$data$events)
  text <- counted(stats::nobs(fit), "patient")
  if (n_rows > stats::nobs(fit)) text <- paste(text, "in", counted(n_rows, "row"))
  text
}

dispersion_text <- function(fit) {
  if (is.null(fit$dispersion)) return("a patient's rows correlated in any way")
  if (fit$fit$is_boundary == 1) return("dispersion 0 (relapses vary no more than Poisson counts)")
  alpha <- vapply(fit$dispersion, ratio_text, "")
  sprintf("dispersion %s (%s to %s; against none p %s)", alpha[1], alpha[2], alpha[3], p_text(fit$lr_test$p))
}

#' @export
results_text.msaudit_arr_model <- function(x) {
  settings <- definition(x)
  rows <- as.data.frame(x)[!is_base(x), ]
  each <- vapply(seq_len(nrow(rows)), function(i) {
    row <- rows[i, ]
    what <- if (is.na(row$level)) sprintf("per unit of %s", row$term) else
      if (is.na(row$reference)) sprintf("for %s", row$level) else
        sprintf("of %s %s to %s", row$term, row$level, row$reference)
    if (is.na(row$p)) return(sprintf("%s %s (no limits)", what, far_ratio_text(row$estimate)))
    sprintf("%s %s, p %s", what, ratio_ci_text(row, settings),
            if (row$p < 0.001) p_text(row$p) else paste("=", p_text(row$p)))
  }, "")
  fit <- attr(x, "fit")
  who <- if (is.null(fit)) "The" else
    sprintf("In %s with %s the", patients_text(fit), counted(sum(fit$data$events), "relapse"))
  sprintf("%s adjusted relapse rate %s %s.", who, if (length(each) == 1) "ratio was" else "ratios were",
          paste(each, collapse = "; "))
}

#' @export
methods_text.msaudit_arr_model <- function(x) {
  settings <- definition(x)
  paste(c(
    counting_text(x, settings),
    fitted_text(settings),
    if (isTRUE(attr(x, "left_out") > 0)) {
      sprintf("%s without time or with a covariate missing were left out.", counted(attr(x, "left_out"), "patient"))
    },
    package_text()
  ), collapse = " ")
}

fitted_text <- function(settings) {
  model <- if (settings$method == "robust") "Poisson model" else "negative binomial model"
  errors <- if (settings$method == "robust") {
    "by the sandwich with the patient as the cluster, since patients are in several rows"
  } else {
    "of the observed information"
  }
  sprintf(
    paste("Relapses of each patient were regressed on %s by a %s with the log of the person-years as an offset;",
          "standard errors are %s, limits of %s %% %s, p values two-sided."),
    sub("^~ *", "", settings$formula), model, errors, number_text(100 * settings$conf_level),
    if (settings$method == "profile") "by the profile of the likelihood" else "by t on the log scale"
  )
}
