# The regression of rows of patients, as a result.
model_result <- function(terms, rows, reference, method, conf_level, call) {
  log <- if (is.null(rows$log)) new_findings() else rows$log
  rows <- complete_rows(rows, log)
  rows$covariates <- with_references(rows$covariates, reference, call)
  if (sum(rows$events[rows$years > 0]) == 0) usage_error("cohort", "No patient of the model has a relapse", call)
  method <- model_method(method, rows$patient, call)
  design <- model_design(terms, rows, call)
  check_patients(design, call)
  rows <- design$rows
  fit <- if (method == "robust") fit_clustered(design, call) else fit_independent(design, conf_level, call)
  found <- coefficient_rows(design, rows, fit, method, conf_level)
  few <- stats::nobs(fit) < max(20, 5 * length(stats::coef(fit))) || sum(rows$events) < 20
  n <- nrow(found)
  each <- function(holds) rep(holds, n)
  found$note <- join_notes(
    poisson_boundary = each(isTRUE(fit$fit$is_boundary == 1)), zero_events = found$estimate == 0,
    zero_variance = found$estimate > 0 & is.na(found$conf_low) & !is_base(found),
    few_data = each(few), excluded_patients = each(rows$left_out > 0)
  )
  values <- c(as.list(found[setdiff(names(found), c("term", "level", "reference", "p"))]), list(
    outcome = "relapse", measure = "rate_ratio", unit = "year",
    dispersion = if (is.null(fit$dispersion)) NA_real_ else fit$dispersion$estimate
  ))
  settings <- c(rows$settings, list(formula = deparse1(terms), reference = reference, method = method), fit["information"],
                list(conf_level = conf_level))
  result <- new_result("arr_model", found[c("term", "level", "reference")], values, settings, fit = fit,
                       left_out = rows$left_out, findings = collected(log))
  result$p <- found$p
  result
}

check_patients <- function(design, call) {
  patients <- length(unique(design$rows$patient))
  if (patients > coefficients_of(design)) return(invisible())
  usage_error("formula", sprintf("%s cannot tell %s apart: leave terms out of `formula`", counted(patients, "patient"),
                                 counted(coefficients_of(design), "coefficient")), call)
}

fit_independent <- function(design, conf_level, call) {
  rows <- design$rows
  tryCatch(
    fit_negative_binomial(rows$events, rows$years, design$x, design$group, conf_level = conf_level),
    msaudit_argument_error = function(e) no_finite_estimate(call)
  )
}

# What the rows allow: where some are one patient's, they are not independent.
model_method <- function(method, patient, call) {
  again <- anyDuplicated(patient) > 0
  if (is.null(method)) return(if (again) "robust" else if (length(patient) < 50) "profile" else "wald")
  if (again && method != "robust") {
    usage_error("method", sprintf(paste(
      "`method` must be \"robust\" if a patient is in several rows or periods: \"%s\" treats them as independent"
    ), method), call)
  }
  method
}

# Those whose covariates are known and who have time; a finding for the others.
complete_rows <- function(rows, log) {
  missing <- lapply(rows$covariates, is.na)
  for (name in names(missing)) {
    at <- which(missing[[name]])
    add_findings(log, "patients", rows$row[at], rows$id[at], "missing_covariate", name, "left out of the model")
  }
  timeless <- rows$years == 0
  out <- Reduce(`|`, missing, timeless)
  keep <- which(!out)
  list(events = rows$events[keep], years = rows$years[keep], patient = rows$patient[keep],
       covariates = lapply(rows$covariates, function(x) model_column(x[keep])),
       left_out = sum(out), settings = rows$settings)
}

# A factor with the levels there are, or numbers.
model_column <- function(x) {
  if (is.factor(x)) return(droplevels(x))
  if (is.numeric(x) && !is.object(x)) return(x)
  values <- sort(unique(x), method = "radix")
  with_point(factor(as.character(x), as.character(values)))
}

# Factors with the levels first that the others are to be compared with.
with_references <- function(covariates, reference, call) {
  named <- is.null(reference) || checkmate::test_character(reference, any.missing = FALSE, names = "unique")
  check_argument(named, reference, "reference", "text named by columns, such as c(drug = \"natalizumab\")", call)
  factors <- names(Filter(is.factor, covariates))
  for (name in names(reference)) {
    if (!name %in% factors) {
      usage_error("reference", sprintf("`reference` names `%s`, which is no factor of the formula%s", name,
                                       did_you_mean_or(name, factors)), call)
    }
    levels <- levels(covariates[[name]])
    at <- match(fold(reference[[name]]), fold(levels))
    if (is.na(at)) {
      usage_error("reference", sprintf("`%s` is never %s in the patients of the model%s", name, shown(reference[[name]]),
                                       did_you_mean_or(reference[[name]], levels)), call)
    }
    covariates[[name]] <- stats::relevel(covariates[[name]], levels[at])
  }
  covariates
}

# The columns of the model, but for those of a factor with a level without
# relapses: that is a group of its own, whose ratio is 0, where no other term has
# a part in it.
model_design <- function(terms, rows, call) {
  labels <- attr(terms, "term.labels")
  factors <- Filter(is.factor, rows$covariates)
  for (name in names(factors)) {
    if (nlevels(factors[[name]]) < 2) {
      usage_error("formula", sprintf("`%s` has one value alone, %s, in the patients of the model", name,
                                     shown(levels(factors[[name]]))), call)
    }
  }
  empty <- Filter(function(x) any(tapply(rows$events, x, sum) == 0), factors)
  group <- group_factor_of(empty, terms, rows, call)
  if (!is.null(group)) labels <- setdiff(labels, group)
  frame <- as_frame(rows$covariates, length(rows$events))
  x <- if (length(labels) > 0) {
    here <- factors[intersect(names(factors), rownames(attr(stats::terms(stats::reformulate(labels)), "factors")))]
    stats::model.matrix(stats::reformulate(labels), frame, lapply(here, function(x) "contr.treatment"))
  }
  term <- if (is.null(x)) character() else labels[attr(x, "assign")[-1]]
  if (!is.null(x)) x <- matrix(x[, -1], nrow(x), dimnames = list(NULL, colnames(x)[-1]))
  check_rank(x, if (!is.null(group)) rows$covariates[[group]], call)
  list(x = x, term = term, group = if (!is.null(group)) rows$covariates[[group]], group_term = group,
       labels = attr(terms, "term.labels"), factors = factors, rows = rows)
}

# The one factor that has levels without relapses, as a term by itself.
group_factor_of <- function(empty, terms, rows, call) {
  if (length(empty) == 0) return(NULL)
  name <- names(empty)[1]
  totals <- tapply(rows$events, empty[[1]], sum)
  level <- shown(names(totals)[totals == 0][1])
  # Where a term has a part in another, or two factors have such levels, no ratio is defined.
  labels <- attr(terms, "term.labels")
  holds <- vapply(labels, function(label) name %in% all.vars(str2lang(label)), NA)
  alone <- sum(holds) == 1 && name %in% labels
  if (length(empty) > 1 || !alone) {
    usage_error("formula", sprintf("No relapse in patients with `%s` %s: the model has no finite estimate", name, level),
                call)
  }
  if (totals[1] == 0) {
    usage_error("formula", sprintf(
      "No relapse in patients with `%s` %s, which the others are compared with: name another by `reference`", name, level
    ), call)
  }
  name
}

check_rank <- function(x, group, call) {
  if (is.null(x)) return(invisible())
  all <- cbind(1, if (!is.null(group)) stats::model.matrix(~group)[, -1], x)
  decomposed <- qr(all)
  if (decomposed$rank == ncol(all)) return(invisible())
  column <- colnames(all)[decomposed$pivot[decomposed$rank + 1]]
  usage_error("formula", sprintf("`%s` tells nothing that the other terms do not: leave one of them out", column), call)
}

# A row for each coefficient in the order of the formula, and before those of a
# factor one for its reference.
coefficient_rows <- function(design, rows, fit, method, conf_level) {
  estimate <- exp(stats::coef(fit))
  names <- names(estimate)
  # A ratio of 0 has no standard error.
  by_profile <- if (method == "profile") rep(TRUE, length(names)) else method == "wald" & estimate == 0
  limits <- exp(stats::confint(fit, level = conf_level, profile = FALSE))
  if (any(by_profile)) {
    limits[by_profile, ] <- exp(stats::confint(fit, which(by_profile), level = conf_level, profile = TRUE))
  }
  p <- if (method == "robust") clustered_p(fit) else coefficient_p(fit, by_profile)
  by <- ifelse(by_profile, "profile", method)
  parts <- lapply(design$labels, function(label) {
    levels <- levels(design$factors[[label]])
    is_group <- identical(label, design$group_term)
    columns <- if (is_group) paste0("group", levels[-1]) else colnames(design$x)[design$term == label]
    at <- match(columns, names)
    of <- level_sums(rows, if (is.null(levels)) NULL else design$factors[[label]])
    k <- length(at)
    if (is.null(levels)) {
      level <- if (k == 1 && identical(columns, label)) NA_character_ else columns
      return(data.frame(term = label, level = level, reference = NA_character_, of[rep(1, k), ],
                        estimate = unname(estimate[at]), conf_low = limits[at, 1], conf_high = limits[at, 2],
                        p = p[at], method = by[at], stringsAsFactors = FALSE))
    }
    data.frame(term = label, level = levels, reference = c(NA, rep(levels[1], k)), of,
               estimate = c(1, unname(estimate[at])), conf_low = c(NA, limits[at, 1]),
               conf_high = c(NA, limits[at, 2]), p = c(NA, p[at]), method = c(method, by[at]),
               stringsAsFactors = FALSE)
  })
  found <- do.call(rbind, parts)
  as_frame(as.list(found), nrow(found))
}

# Patients and relapses of each level, or of all: a patient's rows of a level are one.
level_sums <- function(rows, factor) {
  if (is.null(factor)) factor <- factor(rep(1, length(rows$events)))
  level <- as.integer(factor)
  if (anyDuplicated(rows$patient) > 0) {
    pairs <- paste(level, rows$patient)
    first <- !duplicated(pairs)
    rows <- lapply(rows[c("events", "years")], function(x) rowsum(x, pairs, reorder = FALSE)[, 1])
    level <- level[first]
  }
  sums <- .Call(C_patient_rates, unname(rows$events), unname(rows$years), level, nlevels(factor))
  data.frame(patients = as.integer(sums$patients), with_event = as.integer(sums$with_event), events = sums$events,
             exposure = sums$time)
}

# p of each coefficient but the first: by t, or of the likelihood without it.
coefficient_p <- function(fit, by_profile) {
  estimate <- unname(stats::coef(fit))
  t <- estimate / sqrt(diag(fit$covariance))
  p <- 2 * stats::pt(-abs(t), stats::nobs(fit) - length(estimate))
  at <- setdiff(which(by_profile), 1)
  p[at] <- vapply(at, function(j) {
    without <- nb_fit(data_without(fit$data, j))$log_likelihood
    stats::pchisq(max(0, 2 * (fit$fit$log_likelihood - without)), 1, lower.tail = FALSE)
  }, 0)
  replace(unname(p), 1, NA)
}

# Without a coefficient, counted with the intercept: a column of x, or a group of
# its own, which joins the first.
data_without <- function(data, at) {
  if (at > data$n_groups) {
    data$x <- data$x[, -(at - data$n_groups), drop = FALSE]
    return(data)
  }
  data$group[data$group == at] <- 1L
  data$group <- data$group - (data$group > at)
  data$n_groups <- data$n_groups - 1L
  data
}
