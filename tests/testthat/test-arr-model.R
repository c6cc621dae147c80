# Patients of the trial of epil, one row each: seizures of eight weeks.
epil_patients <- function() {
  epil <- MASS::epil
  first <- epil[!duplicated(epil$subject), ]
  data.frame(relapses = as.vector(tapply(epil$y, epil$subject, sum)), years = 8 / 52, id = first$subject,
             first[c("trt", "age", "base")])
}

test_that("ratios are those of glm.nb(), limits Wald's and the profile's", {
  skip_if_not_installed("MASS")
  data <- epil_patients()
  x <- audit_arr_model(relapses ~ trt * age + log(base), data, method = "wald")
  fit <- MASS::glm.nb(relapses ~ trt * age + log(base) + offset(log(years)), data)
  ours <- x[!is.na(x$p), ]
  expect_equal(ours$estimate, unname(exp(coef(fit)))[-1], tolerance = 1e-6)
  expect_equal(x$dispersion[1], 1 / fit$theta, tolerance = 1e-5)
  fit_expected <- fit_negative_binomial(data$relapses, data$years, model.matrix(fit)[, -1], information = "expected")
  expect_equal(unname(sqrt(diag(vcov(fit_expected)))), unname(sqrt(diag(vcov(fit)))), tolerance = 1e-5)
  se <- sqrt(diag(vcov(attr(x, "fit"))))[-1]
  t <- stats::qt(0.975, 59 - 5)
  expect_equal(ours$conf_high, unname(exp(log(ours$estimate) + t * se)), tolerance = 1e-10)
  expect_equal(ours$p, unname(2 * stats::pt(-abs(log(ours$estimate) / se), 54)), tolerance = 1e-10)
  expect_equal(x$term, c("trt", "trt", "age", "log(base)", "trt:age"))
  expect_equal(x$level, c("placebo", "progabide", NA, NA, "trtprogabide:age"))
  expect_equal(x$reference, c(NA, "placebo", NA, NA, NA))
})

# Twice the log likelihood at a limit, with the coefficient held there as an
# offset, is lower by the quantile; p is that of anova().
test_that("the profile's limits and p are those of the likelihood ratio", {
  skip_if_not_installed("MASS")
  data <- epil_patients()
  x <- audit_arr_model(relapses ~ trt + log(base), data, method = "profile")
  full <- MASS::glm.nb(relapses ~ trt + log(base) + offset(log(years)), data)
  reduced <- MASS::glm.nb(relapses ~ log(base) + offset(log(years)), data)
  fall <- as.numeric(2 * (logLik(full) - logLik(reduced)))
  expect_equal(x$p[2], stats::pchisq(fall, 1, lower.tail = FALSE), tolerance = 1e-6)
  for (limit in c(x$conf_low[2], x$conf_high[2])) {
    data$held <- log(limit) * (data$trt == "progabide")
    at <- MASS::glm.nb(relapses ~ log(base) + offset(log(years) + held), data)
    expect_equal(as.numeric(2 * (logLik(full) - logLik(at))), stats::qchisq(0.95, 1), tolerance = 1e-5)
  }
})

test_that("where counts vary no more than Poisson's the fit is glm()'s", {
  set.seed(3)
  data <- data.frame(years = stats::runif(60, 0.5, 2), sex = rep(c("F", "M", "M"), 20), age = stats::rnorm(60, 40, 8))
  data$relapses <- round(0.8 * data$years * ifelse(data$sex == "F", 1, 2))
  x <- audit_arr_model(relapses ~ sex + age, data)
  fit <- stats::glm(relapses ~ sex + age + offset(log(years)), stats::poisson(), data)
  expect_equal(x$estimate[!is.na(x$p)], unname(exp(coef(fit)))[-1], tolerance = 1e-8)
  expect_equal(unname(sqrt(diag(vcov(attr(x, "fit"))))), unname(sqrt(diag(vcov(fit)))), tolerance = 1e-6)
  expect_equal(x$dispersion, rep(0, 3))
  expect_match(x$note, "poisson_boundary")
  expect_output(print(x), "no more than Poisson")
})

test_that("real exacerbations of people with MS are fitted as glm.nb() does", {
  skip_if_not_installed("qif")
  skip_if_not_installed("MASS")
  exacerb <- getExportedValue("qif", "exacerb")
  first <- exacerb[!duplicated(exacerb$id), ]
  data <- data.frame(id = first$id, relapses = as.vector(tapply(exacerb$exacerbation, exacerb$id, sum)),
                     years = as.vector(table(exacerb$id)) * 42 / 365.25, arm = factor(first$treatment),
                     duration = first$duration)
  x <- audit_arr_model(relapses ~ arm + duration, data)
  expect_equal(sum(x$patients[x$term == "arm"]), nrow(data))
  fit <- suppressWarnings(MASS::glm.nb(relapses ~ arm + duration + offset(log(years)), data))
  expect_equal(x$estimate[!is.na(x$p)], unname(exp(coef(fit)))[-1], tolerance = 1e-3)
})

test_that("relapses of a cohort are counted as by audit_arr()", {
  skip_if_not_installed("survival")
  cohort <- cgd_cohort()
  periods <- audit_periods(cohort, placebo = period_on("placebo"), gamma = period_on("rIFN-g"))
  arr <- audit_arr(cohort, periods, relapse_gap = 1)
  for (term in c("drug", "treat", "period")) {
    x <- audit_arr_model(stats::reformulate(term, "relapses"), cohort, periods, relapse_gap = 1)
    expect_equal(x$events, arr$events)
    expect_equal(x$exposure, arr$exposure)
    expect_equal(x$with_event, arr$with_event)
    nb <- compare_rates_patients(attr(arr, "of_patients")$events + 0, attr(arr, "of_patients")$time / 365.25,
                                 attr(arr, "of_patients")$row, method = "nb")
    expect_equal(x$estimate[2], nb$estimate)
    expect_equal(x$conf_low[2], nb$conf_low)
    expect_equal(x$p[2], nb$p)
  }
  expect_equal(definition(x)$relapse_gap, 1L)
})

test_that("covariates are derived from the period", {
  cohort <- audit_cohort(
    data.frame(id = 1:4, birth = c(-7305, -14610, NA, -3652.5 * 3 + 0.5), onset = c(-365, -3652, 0, 10),
               flag = c(TRUE, FALSE, TRUE, NA)),
    data.frame(id = c(1, 2, 2), drug = c("b", "a", "b"), start = c(0, -50, 100), stop = c(NA, 30, NA)),
    relapses = data.frame(id = c(1, 2), onset = c(50, 80)), data_lock = 1000
  )
  periods <- audit_periods(cohort, data.frame(id = 1:4, period = "p", start = 0, stop = 200))
  of <- function(name) msaudit:::covariate(name, cohort, periods, NULL)
  expect_equal(of("age")[1:3], c(20, 40, NA))
  expect_equal(of("disease_duration"), -c(-365, -3652, 0, 10) / 365.25)
  expect_equal(as.character(of("drug")), c("b", "a", "none", "none"))
  expect_equal(levels(of("drug")), c("a", "b", "none"))
  expect_equal(as.character(of("period")), rep("p", 4))
  x <- audit_arr_model(relapses ~ age, cohort, periods)
  expect_equal(x$patients, 3)
  expect_match(x$note, "excluded_patients")
  expect_equal(findings(x)$id, "3")
  expect_equal(findings(x)$problem, "missing_covariate")
  expect_output(print(findings(x)), "left out of the model")
  expect_output(print(x), "1 patient left out")
  flags <- audit_arr_model(relapses ~ flag, cohort, periods)
  expect_equal(flags$level, c("FALSE", "TRUE"))
})

test_that("a level without relapses has a ratio of 0 with an upper limit", {
  data <- data.frame(relapses = c(2, 1, 0, 3, 1, 0, 0, 0), years = 1, drug = rep(c("a", "b"), c(5, 3)), age = 1:8 %% 3)
  x <- audit_arr_model(relapses ~ drug + age, data)
  expect_equal(x$estimate[2], 0)
  expect_true(x$conf_low[2] == 0 && x$conf_high[2] > 0 && x$conf_high[2] < 2)
  expect_equal(grepl("zero_events", x$note), c(FALSE, TRUE, FALSE))
  wald <- audit_arr_model(relapses ~ drug + age, data, method = "wald")
  expect_equal(wald$conf_high[2], x$conf_high[2])
  expect_equal(wald$method, c("wald", "profile", "wald"))
  expect_error(audit_arr_model(relapses ~ drug * age, data), "No relapse in patients with `drug` \"b\"")
  data$drug <- factor(data$drug, c("b", "a"))
  expect_error(audit_arr_model(relapses ~ drug, data), "name another by `reference`")
})

test_that("the order of rows changes no bit", {
  skip_if_not_installed("MASS")
  data <- epil_patients()
  of <- function(data) as.data.frame(audit_arr_model(relapses ~ trt + age, data))
  set.seed(1)
  expect_identical(of(data[sample(nrow(data)), ]), of(data))
})

test_that("a model that cannot be is refused, and it is said why", {
  cohort <- small_cohort()
  periods <- audit_periods(cohort, on = period_on("natalizumab"), since = period_since("alemtuzumab", 12))
  refused <- function(expr, regexp) expect_error(expr, regexp, class = "msaudit_argument_error")
  refused(audit_arr_model(relapses ~ sex, cohort, periods, method = "wald"), "treats them as independent")
  refused(audit_arr_model(relapses ~ sex, cohort, periods), "2 patients cannot tell 2 coefficients apart")
  on <- audit_periods(cohort, on = period_on("natalizumab"))
  refused(audit_arr_model(relapses ~ sx, cohort, on), "did you mean `sex`")
  refused(audit_arr_model(relapses ~ age, cohort, on), "needs a column `birth`")
  refused(audit_arr_model(relapses ~ drug, cohort, on), "one value alone")
  refused(audit_arr_model(events ~ sex, cohort, on), "a formula such as")
  refused(audit_arr_model(relapses ~ 1, cohort, on), "have a term")
  refused(audit_arr_model(relapses ~ sex - 1, cohort, on), "intercept")
  refused(audit_arr_model(relapses ~ sex + offset(x), cohort, on), "offset")
  refused(audit_arr_model(relapses ~ sex, cohort), "periods")
  refused(audit_arr_model(relapses ~ sex, cohort, on, gap = 3), "Unused argument `gap`")
  refused(audit_arr_model(relapses ~ sex, small_cohort(relapses = NULL), on), "no table `relapses`")
  data <- data.frame(relapses = c(1, 2, 0, 1), years = 1, age = 1:4, id = 1:4)
  refused(audit_arr_model(relapses ~ age + I(2 * age), data), "tells nothing")
  refused(audit_arr_model(relapses ~ age, transform(data, relapses = 0)), "No patient of the model has a relapse")
  expect_error(audit_arr_model(relapses ~ weight, data), "missing from `cohort`", class = "msaudit_data_error")
})

test_that("a model prints within 80 columns and is put in words", {
  cohort <- example_cohort("alemtuzumab-switch")
  x <- audit_arr_model(relapses ~ sex + age, cohort, audit_periods(cohort, on = period_on("natalizumab")))
  text <- capture.output(print(x))
  expect_lte(max(nchar(text)), 80)
  expect_match(text, "1 \\(reference\\)", all = FALSE)
  expect_match(text, "few_data", all = FALSE)
  expect_match(results_text(x), "rate ratios were of sex M to F 0.58 \\(95 % CI")
  expect_match(methods_text(x), "regressed on sex \\+ age by a negative binomial model")
  expect_s3_class(x, "msaudit_result")
})

test_that("what cannot be told apart is said of the formula, and ratios beyond all use are short", {
  rows <- data.frame(id = 1:8, relapses = c(2, 1, 3, 0, 1, 1, 0, 2), years = 1, x = 2000 + 1:8)
  rows$square <- rows$x^2
  shown <- capture.output(print(audit_arr_model(relapses ~ x + square, rows)))
  expect_true(any(grepl("<0.001|>1000", shown)))
  expect_lte(max(nchar(shown)), 80)
  expect_error(audit_arr_model(relapses ~ x + square, rows[1:3, ]), "3 patients cannot tell 3 coefficients apart",
               class = "msaudit_argument_error")
  rows$none <- as.numeric(rows$relapses == 0)
  expect_error(audit_arr_model(relapses ~ none, rows), "leave terms out of `formula`", class = "msaudit_argument_error")
})

# The ratio of the other way round is the inverse, its limits too.
test_that("any level may be the reference, by its name", {
  cohort <- example_cohort("alemtuzumab-switch")
  periods <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "After" = period_since("alemtuzumab", 12))
  first <- audit_arr_model(relapses ~ period + sex, cohort, periods)
  other <- audit_arr_model(relapses ~ period + sex, cohort, periods, reference = c(period = "after"))
  one <- first[which(first$level == "After"), ]
  two <- other[which(other$level == "On natalizumab" & other$term == "period"), ]
  expect_equal(c(two$estimate, two$conf_low, two$conf_high), 1 / c(one$estimate, one$conf_high, one$conf_low), tolerance = 1e-6)
  expect_equal(two$reference, "After")
  expect_equal(definition(other)$reference, c(period = "after"))
  wrong <- function(reference) {
    expect_error(audit_arr_model(relapses ~ period + sex, cohort, periods, reference = reference), class = "msaudit_argument_error")
  }
  wrong("After")
  wrong(c(drug = "natalizumab"))
  expect_match(conditionMessage(wrong(c(sex = "X"))), "is never \"X\"")
  # A level without relapses within a term of a function is an error, not a crash.
  all <- audit_periods(cohort, "On natalizumab" = period_on("natalizumab"), "After" = period_since("alemtuzumab", c(6, Inf)))
  expect_error(audit_arr_model(relapses ~ relevel(factor(drug), "natalizumab"), cohort, all), "no finite estimate",
               class = "msaudit_argument_error")
  inside <- audit_arr_model(relapses ~ relevel(period, "After"), cohort, periods)
  expect_equal(inside$estimate[1], 1 / audit_arr_model(relapses ~ period, cohort, periods)$estimate[2])
})
