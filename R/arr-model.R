#' Relapse rates by several factors at once
#'
#' Regression of each patient's number of relapses: how the rate depends on the
#' drug and on other characteristics, each adjusted for the others. Negative
#' binomial if each patient is in one period; Poisson with robust standard
#' errors if the same patients are in several.
#'
#' @param formula relapses ~ terms, such as `relapses ~ drug + age + sex`. Terms name
#'   columns of `patients` and, unless `patients` has a column of that name: `period`;
#'   `drug`, that of the course under way on the patient's first day in the period or
#'   started on it (of several, the latest; if none, the next to start in
#'   the period; `"none"` without any); `age`, in years from `birth` to that day;
#'   `disease_duration`, in years from `onset` to it. Text and flags are factors; the
#'   first level is the reference (drugs in order of the alphabet), unless `reference`
#'   says otherwise.
#' @param cohort A cohort of [audit_cohort()]; or a data frame with one row per patient
#'   (several if it has a column `id`), whole numbers `relapses`, person-years
#'   `years`, and the columns that the formula names.
#' @inheritParams audit_arr
#' @param reference Levels that the others are compared with, as text named by columns:
#'   `c(drug = "natalizumab")`. `NULL`, and for other columns: the first.
#' @param method `"profile"`: limits and p by profile likelihood. `"wald"`: by t on the
#'   log scale, with patients less coefficients as degrees of freedom. `"robust"`:
#'   Poisson estimates with standard errors clustered by patient, and t
#'   likewise. `NULL`: `"robust"` if a patient is in several periods or rows, which
#'   the other two refuse; otherwise profile with fewer than 50 patients, and Wald with
#'   more.
#' @param ... Other options of [audit_arr()] that define a relapse and the time at risk:
#'   `gap_from`, `severity`, `steroids`, `confirmed`, `start_day`, `lag`, `not_at_risk`. Not
#'   for a data frame.
#'
#' @return A data frame of class `msaudit_arr_model` and `msaudit_result` with one row
#'   per coefficient, and one for the reference level of each factor:
#'   \item{term}{As in the formula.}
#'   \item{level}{Of a factor; of an interaction, what is multiplied; otherwise `NA`.}
#'   \item{reference}{The level that it is compared with, or `NA`.}
#'   \item{outcome, measure}{`"relapse"`, `"rate_ratio"`: of the level to the reference,
#'     or for one unit more of a number.}
#'   \item{patients, with_event, events, exposure}{Of the level (of all, for a
#'     number): patients, those of them with a relapse, relapses, person-years.}
#'   \item{unit}{`"year"`.}
#'   \item{dispersion}{Of the model, alpha; 0 is Poisson. `NA` for `"robust"`, which
#'     has none.}
#'   \item{estimate, conf_low, conf_high, p}{The rate ratio, adjusted for the other
#'     terms, its limits, and the p of a ratio of 1 that inverts them. For a reference 1
#'     and `NA`.}
#'   \item{method, note}{The method (`"profile"` for a ratio of 0, which has no standard
#'     error). The note is empty, or codes joined by `;`: `poisson_boundary` (the counts
#'     vary no more than Poisson counts), `zero_events` (no relapse on a level: its
#'     ratio is 0, without limits if `"robust"`), `zero_variance` (the residuals of
#'     each patient add up to 0: no limits), `few_data` (under 20 patients or relapses, or
#'     under 5 patients per coefficient), `excluded_patients` (a covariate is
#'     missing: [findings()] names them).}
#'   `attr(x, "fit")` is the fit of [fit_negative_binomial()], with `coef()`, `vcov()`,
#'   `$dispersion` with its limits and `$lr_test` of no dispersion; for `"robust"` a fit with
#'   `coef()`, `vcov()`, `confint()` and `nobs()`, the patients.
#'
#' @section Definition:
#' Relapses are counted as in [audit_arr()]. Patient i with \eqn{t_i} years in the
#' period has the mean \eqn{\mu_i = t_i \exp(x_i \beta)} and the variance \eqn{\mu_i +
#' \alpha \mu_i^2}; standard errors use the observed information of \eqn{\beta} and
#' \eqn{\alpha} together ([fit_negative_binomial()]). The p of the profile is that of the
#' likelihood ratio test of the coefficient.
#'
#' @section The same patients in several periods:
#' They are not independent. With \eqn{u_p} the sum of \eqn{(y_i - \mu_i) x_i} over the
#' rows of patient p, \eqn{A = \sum \mu_i x_i x_i'}, m patients and q coefficients, the
#' covariance of the Poisson estimates is \eqn{m / (m - q) A^{-1} (\sum u_p u_p') A^{-1}},
#' the sandwich with the patient as the cluster; limits use t with m - q degrees of
#' freedom. It is valid however the rows of a patient are correlated. `relapses ~ period`
#' gives the ratio of the pooled rates. To compare two periods without covariates use
#' [audit_compare()], in which all differences between patients cancel.
#'
#' @section What it cannot do:
#' Patients were not given their drugs at random: a ratio adjusted for some covariates is
#' not adjusted for the others.
#'
#' @section Missing values:
#' A patient with a missing covariate is left out and counted.
#'
#' @inheritSection audit_curves Errors
#'
#' @family audits of a cohort
#'
#' @examples
#' cohort <- example_cohort("alemtuzumab-switch")
#' periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"))
#' audit_arr_model(relapses ~ sex + age, cohort, periods)
#' @export
audit_arr_model <- function(formula, cohort, periods, relapse_gap = 30, reference = NULL, method = NULL,
                            conf_level = 0.95, ...) {
  check_given(but = "periods")
  call <- sys.call()
  check_conf_level(conf_level, call)
  if (!is.null(method)) method <- one_of(method, c("profile", "wald", "robust"), "method", call)
  terms <- model_terms(formula, call)
  rows <- if (is.data.frame(cohort)) {
    check_no_dots(..., call = call)
    frame_rows(cohort, terms, call)
  } else {
    check_cohort(cohort)
    check_argument(!missing(periods), NULL, "periods", "periods of audit_periods()", call)
    cohort_rows(cohort, check_periods(periods, cohort, call), terms, relapse_rules_of(list(...), relapse_gap, call), call)
  }
  model_result(terms, rows, reference, method, conf_level, call)
}

# The right side of the formula, if the left is `relapses`.
model_terms <- function(formula, call) {
  fits <- inherits(formula, "formula") && length(formula) == 3 && identical(formula[[2]], quote(relapses))
  check_argument(fits, formula, "formula", "a formula such as relapses ~ drug + age", call)
  terms <- tryCatch(stats::terms(stats::delete.response(stats::terms(formula))), error = function(e) {
    usage_error("formula", sprintf("`formula` cannot be read: %s", conditionMessage(e)), call)
  })
  if (attr(terms, "intercept") == 0) usage_error("formula", "`formula` must keep its intercept", call)
  if (!is.null(attr(terms, "offset"))) {
    usage_error("formula", "`formula` must have no offset: the person-years are one already", call)
  }
  if (length(attr(terms, "term.labels")) == 0) usage_error("formula", "`formula` must have a term", call)
  terms
}

derived_covariates <- c("period", "drug", "age", "disease_duration")

# Relapses, years and covariates of each patient in a period.
cohort_rows <- function(cohort, periods, terms, rules, call) {
  check_table(cohort, "relapses", call)
  log <- new_findings()
  found <- relapses_at_risk(cohort, periods, rules, log, call)
  counted <- counted_cells(found)
  kept <- cells_kept(periods, found$periods)
  covariates <- lapply(structure(all.vars(terms), names = all.vars(terms)), function(name) {
    covariate(name, cohort, periods, call)[kept]
  })
  list(
    events = counted$events, years = counted$time, covariates = covariates, patient = counted$patient,
    id = cohort$patients$id[counted$patient], row = cohort$patients$row[counted$patient], log = log,
    settings = c(rules, list(periods = named_texts(periods), without_time = found$periods$without_time))
  )
}

# A column of `patients` by its name, else what is derived from the period.
covariate <- function(name, cohort, periods, call) {
  patients <- cohort$patients
  cells <- periods$cells
  offered <- setdiff(names(patients), c("id", own_columns))
  if (name %in% offered) {
    check_argument(is.atomic(patients[[name]]), patients[[name]], name, "a plain column", call)
    return(patients[[name]][cells$patient])
  }
  if (!name %in% derived_covariates) {
    usage_error("formula", sprintf("`formula` names `%s`, which is no column of `patients`%s", name,
                                   did_you_mean(name, c(offered, derived_covariates))), call)
  }
  ranges <- periods$ranges
  first <- ranges$start[!duplicated(ranges$cell)]
  switch(
    name,
    period = factor(periods$names[cells$period], periods$names),
    drug = {
      last <- ranges$stop[!duplicated(ranges$cell, fromLast = TRUE)]
      drugs <- levels(cohort$treatments$drug)
      code <- .Call(C_drug_on_day, courses_of(cohort), cells$patient, first, last)
      factor(c("none", drugs)[code + 1L], c(drugs, "none"))
    },
    age = years_since("birth", first, name, cohort, cells, call),
    disease_duration = years_since("onset", first, name, cohort, cells, call)
  )
}

years_since <- function(column, first, name, cohort, cells, call) {
  day <- cohort$patients[[column]]
  if (is.null(day)) {
    usage_error("formula", sprintf("`%s` needs a column `%s` of `patients`, or one `%s`", name, column, name), call)
  }
  (first - day[cells$patient]) / 365.25
}

frame_rows <- function(data, terms, call) {
  wanted <- c("relapses", "years", all.vars(terms))
  for (name in wanted) {
    if (!name %in% names(data)) missing_column_error(name, "cohort", names(data), call)
  }
  check_lengths(data, "cohort", call)
  check_names(data, "cohort", call)
  data <- plain_frame(data, id = "id")
  place <- function(name) in_table("cohort", name)
  id <- if (is.null(data$id)) seq_len(nrow(data)) else known(read_ids(data$id, place("id"), call), place("id"), call)
  rows <- list(
    events = known(as_counts(data$relapses, place("relapses"), call), place("relapses"), call),
    years = known(as_years(data$years, place("years"), call), place("years"), call)
  )
  covariates <- lapply(as.list(data)[all.vars(terms)], in_utf8)
  # Sums are rounded: in an order of the rows' own they are the same to the bit.
  at <- do.call(order, c(if (!is.null(data$id)) list(id), rows, unname(covariates), list(method = "radix")))
  c(lapply(rows, `[`, at), list(
    covariates = lapply(covariates, `[`, at), id = id[at], patient = match(id[at], id), row = at, settings = list()
  ))
}
