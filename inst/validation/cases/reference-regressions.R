# The data frame behind a row, with the columns that its formula names.
regression_data <- function(name) {
  if (name == "survival::cgd") {
    cgd <- survival::cgd
    first <- !duplicated(cgd$id)
    return(data.frame(status = as.vector(tapply(cgd$status, cgd$id, sum)), treat = cgd$treat[first],
                      years = as.vector(tapply(cgd$tstop - cgd$tstart, cgd$id, sum)) / 365.25))
  }
  if (grepl("::", name)) {
    parts <- strsplit(name, "::", fixed = TRUE)[[1]]
    return(getExportedValue(parts[1], parts[2]))
  }
  data <- reference_table("negative_binomial_data")
  data <- utils::type.convert(data[data$data == name, ], as.is = TRUE, na.strings = "")
  data[rep(seq_len(nrow(data)), data$times), ]
}

reference_regressions <- function() {
  table <- reference_table("negative_binomial")
  table$method <- ifelse(table$model == "nb2", table$term, table$model)
  data_terms <- c("n", "sum", "mean", "variance", "deviance", "pearson", "phi")
  without <- c("poisson", "gee_exchangeable", data_terms)
  each_row(table, without, 49L, function(row) {
    data <- regression_data(row$data)
    if (nzchar(row$subset)) data <- data[eval(str2lang(row$subset), data), ]
    formula <- stats::as.formula(row$formula, asNamespace("stats"))
    x <- stats::model.matrix(formula, data)
    # Cells that no row has make columns of no use, which regressions leave out.
    x <- x[, qr(x)$pivot[seq_len(qr(x)$rank)], drop = FALSE]
    years <- if (nzchar(row$offset)) exp(eval(str2lang(row$offset), data)) else 1
    y <- eval(formula[[2]], data)
    fit <- fit_negative_binomial(y, years, x[, colnames(x) != "(Intercept)", drop = FALSE],
                                 information = if (nzchar(row$information)) row$information else "observed")
    of_scale <- if (row$scale == "ratio") exp else identity
    got <- switch(
      row$term,
      loglik = as.numeric(stats::logLik(fit)), alpha = fit$dispersion$estimate, theta = 1 / fit$dispersion$estimate,
      of_scale(unname(stats::coef(fit)[row$term]))
    )
    cell(got, row$estimate, row, "estimate")
    if (row$term %in% c("loglik", "alpha", "theta")) return()
    se <- sqrt(stats::vcov(fit)[row$term, row$term])
    cell(se, row$se, row, "se")
    # The table's limits are Wald's with normal quantiles.
    z <- stats::qnorm(1 - (1 - cell_or(row$conf_level, 0.95)) / 2)
    cell(of_scale(stats::coef(fit)[[row$term]] - z * se), row$lower, row, "lower")
    cell(of_scale(stats::coef(fit)[[row$term]] + z * se), row$upper, row, "upper")
    cell(2 * stats::pnorm(-abs(stats::coef(fit)[[row$term]] / se)), row$p, row, "p")
  })
}
