#' @export
display.msaudit_arr_model <- function(x) {
  settings <- definition(x)
  fit <- attr(x, "fit")
  is_base <- is.na(x$reference) & is.na(x$p)
  of_factor <- is_base | !is.na(x$reference)
  what <- ifelse(of_factor, paste(x$term, x$level), ifelse(is.na(x$level), x$term, x$level))
  limits <- sprintf("%s (%s to %s)", ratio_text(x$estimate), ratio_text(x$conf_low), ratio_text(x$conf_high))
  table <- list(what, paste0(big(x$with_event), "/", big(x$patients)), big(x$events),
                formatC(x$exposure, digits = 2, format = "f", big.mark = ","),
                ifelse(is_base, "1 (reference)", limits), p_text(x$p))
  names(table) <- c("", "relapsing", "relapses", "years", "rate ratio (limits)", "p")
  kind <- c(profile = "by the profile of the likelihood", wald = "by Wald's t")[[settings$method]]
  list(
    title = sprintf("Relapse rate ratios of a negative binomial model, with %s %s", limits_text(settings), kind),
    parts = list(display_part(as_frame(table, nrow(x)))),
    notes = c(
      sprintf("%s, %s, %s; each ratio is adjusted for the other terms.",
              counted(nobs.msaudit_nb(fit), "patient"), counted(sum(fit$data$events), "relapse"), dispersion_text(fit)),
      if (attr(x, "left_out") > 0) {
        sprintf("%s left out, without time or with a covariate missing: see findings().",
                counted(attr(x, "left_out"), "patient"))
      },
      explained(x$note, but = c("poisson_boundary", "excluded_patients"))
    )
  )
}

dispersion_text <- function(fit) {
  if (fit$fit$is_boundary == 1) return("dispersion 0 (relapses vary no more than Poisson counts)")
  alpha <- vapply(fit$dispersion, ratio_text, "")
  sprintf("dispersion %s (%s to %s; against none p %s)", alpha[1], alpha[2], alpha[3], p_text(fit$lr_test$p))
}

#' @export
results_text.msaudit_arr_model <- function(x) {
  settings <- definition(x)
  rows <- as.data.frame(x)[!is.na(x$p), ]
  each <- vapply(seq_len(nrow(rows)), function(i) {
    row <- rows[i, ]
    what <- if (is.na(row$level)) sprintf("for one more of %s", row$term) else
      if (is.na(row$reference)) sprintf("for %s", row$level) else
        sprintf("of %s %s to %s", row$term, row$level, row$reference)
    sprintf("%s %s, p %s", what, ratio_ci_text(row, settings),
            if (row$p < 0.001) p_text(row$p) else paste("=", p_text(row$p)))
  }, "")
  fit <- attr(x, "fit")
  sprintf("In %s with %s the adjusted relapse rate ratio was %s.", counted(nobs.msaudit_nb(fit), "patient"),
          counted(sum(fit$data$events), "relapse"), paste(each, collapse = "; "))
}

#' @export
methods_text.msaudit_arr_model <- function(x) {
  settings <- definition(x)
  paste(c(
    counting_text(x, settings),
    sprintf(paste(
      "Relapses of each patient were regressed on %s by a negative binomial model with the log of the person-years as",
      "an offset; standard errors are of the observed information, limits of %s %% %s, p values two-sided."
    ), sub("^~ *", "", settings$formula), format(100 * settings$conf_level),
    c(profile = "by the profile of the likelihood", wald = "by Wald's t on the log scale")[[settings$method]]),
    if (attr(x, "left_out") > 0) {
      sprintf("%s without time or with a covariate missing were left out.", counted(attr(x, "left_out"), "patient"))
    },
    package_text()
  ), collapse = " ")
}
