# The pseudo-score and its variance, and the difference with its own, from their
# formulae: a matrix of patients and event times for each side.
by_hand <- function(x, first, times_upto, paired = FALSE) {
  s <- as.double(sort(unique(x$stop[x$event > 0 & x$stop <= times_upto])))
  part <- function(name) {
    of <- x[x$group == name, ]
    ids <- sort(unique(of$id))
    risk <- t(vapply(ids, function(i) vapply(s, function(t) sum(of$id == i & of$start < t & t <= of$stop) + 0, 0), s))
    events <- t(vapply(ids, function(i) vapply(s, function(t) sum(of$event[of$id == i & of$stop == t]) + 0, 0), s))
    list(ids = ids, risk = risk, events = events, r = colSums(risk), d = colSums(events))
  }
  a <- part(first)
  b <- part(setdiff(unique(x$group), first))
  inverse <- function(r) ifelse(r > 0, 1 / r, 0)
  psi <- function(p) (p$events - p$risk * rep(p$d * inverse(p$r), each = nrow(p$risk))) %*% inverse(p$r)
  score <- function(p, other, mean) {
    (p$events - p$risk * rep(mean, each = nrow(p$risk))) %*% (other$r * inverse(p$r + other$r))
  }
  both <- (a$d + b$d) * inverse(a$r + b$r)
  sum_of <- function(f, g) if (paired) sum((f - g)^2) else sum(f^2) + sum(g^2)
  u <- sum(a$r * b$r * inverse(a$r + b$r) * (a$d * inverse(a$r) - b$d * inverse(b$r)))
  n <- c(length(a$ids), length(b$ids))
  v <- if (paired) n[1] / (n[1] - 1) * sum_of(psi(a), psi(b)) else
    sum(n / (n - 1) * c(sum(psi(a)^2), sum(psi(b)^2)))
  list(
    estimate = sum(a$d * inverse(a$r)) - sum(b$d * inverse(b$r)), std_error = sqrt(v),
    null = u / sqrt(sum_of(score(a, b, both), score(b, a, both))),
    groups = u / sqrt(sum_of(score(a, b, a$d * inverse(a$r)), score(b, a, b$d * inverse(b$r))))
  )
}

compared <- function(x, ...) compare_mcf(x$start, x$stop, x$event, x$id, x$group, ...)

cgd_spells <- function() {
  with(survival::cgd, data.frame(start = tstart, stop = tstop, event = status, id, group = as.character(treat)))
}

bladder_spells <- function() {
  x <- survival::bladder2
  x <- x[x$start < x$stop, ]
  data.frame(x[c("start", "stop", "event", "id")], group = ifelse(x$rx == 1, "placebo", "thiotepa"))
}

test_that("differences and pseudo-scores are those of their formulae", {
  skip_if_not_installed("survival")
  for (x in list(cgd_spells(), bladder_spells())) {
    for (upto in c(20, 59, 180, 365)) {
      slow <- by_hand(x, unique(x$group)[1], upto)
      reference <- setdiff(unique(x$group), unique(x$group)[1])
      for (variance in c("null", "groups")) {
        found <- compared(x, reference = reference, times = upto, variance = variance)
        expect_equal(found$estimate, slow$estimate, tolerance = 1e-12)
        # One group has no event by day 59 of the trial.
        if (found$events > 0) expect_equal(found$std_error, slow$std_error, tolerance = 1e-12)
        expect_equal(found$statistic, slow[[variance]], tolerance = 1e-12)
      }
    }
  }
})

test_that("both variances of the pseudo-score are those of other packages", {
  skip_if_not_installed("survival")
  for (x in list(cgd_spells(), bladder_spells())) {
    fit <- survival::coxph(survival::Surv(start, stop, event) ~ group, x, cluster = id, ties = "breslow")
    expect_equal(compared(x, times = 1e6)$statistic^2, as.vector(fit$rscore), tolerance = 1e-8)
  }
  # reda takes no event on the last day of a patient, as one of these has.
  skip_if_not_installed("reda")
  x <- cgd_spells()
  x <- x[!x$id %in% x$id[x$event == 1 & !duplicated(x$id, fromLast = TRUE)], ]
  curves <- getExportedValue("reda", "mcf")(getExportedValue("reda", "Recur")(getExportedValue("reda", "%to%")(start, stop), id, event) ~ group, data = x)
  test <- getExportedValue("reda", "mcfDiff.test")(curves)
  expect_equal(compared(x, variance = "groups", times = 1e6)$statistic^2, test[1, 3], tolerance = 1e-10)
})

# Rows of the table of reference values: estimate and standard error of either
# curve, of which the differences are made.
test_that("differences are made of the curves in the table of reference values", {
  skip_if_not_installed("survival")
  table <- reference_table("recurrent")
  of <- function(data, time) table[table$case == sprintf("%s/mcf-%s-lawless_nadeau", data, time), ]
  x <- bladder_spells()
  for (time in c(12, 24)) {
    placebo <- of("bladder2-placebo", time)
    thiotepa <- of("bladder2-thiotepa", time)
    found <- compared(x, times = time)
    expect_cell(found$reference_estimate, placebo$estimate, placebo, "reference_estimate")
    expect_cell(found$group_estimate, thiotepa$estimate, thiotepa, "group_estimate")
    n <- c(found$reference_patients, found$patients)
    se <- as.numeric(c(placebo$se, thiotepa$se))
    expect_equal(found$std_error, sqrt(sum(n / (n - 1) * se^2)), tolerance = 1e-9)
  }
})

test_that("with one spell a patient the difference is that of means, by Welch's t", {
  y <- c(3, 0, 1, 2, 5, 0, 0, 1, 0, 2)
  g <- rep(c("a", "b"), c(6, 4))
  # An event falls on the last day, so that all are at risk on it.
  found <- compare_mcf(0, 10, y, 1:10, g)
  t <- stats::t.test(y[g == "b"], y[g == "a"])
  expect_equal(found$estimate, mean(y[g == "b"]) - mean(y[g == "a"]))
  expect_equal(c(found$conf_low, found$conf_high), as.vector(t$conf.int), tolerance = 1e-10)
  expect_equal(found$p, t$p.value, tolerance = 1e-10)
  expect_equal(found$df, as.vector(t$parameter), tolerance = 1e-10)
  before <- y[1:5]
  after <- y[6:10]
  found <- compare_mcf(0, 10, c(before, after), c(1:5, 1:5), rep(c("before", "after"), each = 5), "before")
  t <- stats::t.test(after, before, paired = TRUE)
  expect_equal(found$design, "paired")
  expect_equal(c(found$conf_low, found$conf_high, found$p), c(t$conf.int[1:2], t$p.value), tolerance = 1e-10)
})

# The same patients, each twice: patients of one group alone are left out.
test_that("in the same patients the two influences of a patient are subtracted", {
  skip_if_not_installed("survival")
  x <- cgd_spells()
  x$id <- match(x$id, unique(x$id[x$group == "placebo"]), nomatch = 0) +
    match(x$id, unique(x$id[x$group != "placebo"]), nomatch = 0)
  found <- compared(x, reference = "placebo", times = 300)
  expect_equal(found$design, "paired")
  expect_equal(found$note, "excluded_patients")
  x <- x[x$id <= min(tapply(x$id, x$group, max)), ]
  slow <- by_hand(x, "rIFN-g", 300, paired = TRUE)
  expect_equal(found$patients, length(unique(x$id)))
  expect_equal(found$std_error, slow$std_error, tolerance = 1e-12)
  expect_equal(found$df, found$patients - 1)
  expect_equal(found$statistic, slow$null, tolerance = 1e-12)
  expect_equal(compared(x, reference = "placebo", times = 300, variance = "groups")$statistic, slow$groups,
               tolerance = 1e-12)
})

test_that("shares are compared by Greenwood's variances, and tested as by the score test", {
  skip_if_not_installed("survival")
  x <- survival::cgd[!duplicated(survival::cgd$id), ]
  found <- compare_survival(x$tstop, x$status, x$treat, times = c(90, 250))
  fit <- summary(survival::survfit(survival::Surv(tstop, status) ~ treat, x), times = c(90, 250))
  n <- rep(table(x$treat), each = 2)
  share <- matrix(fit$surv, 2)
  v <- matrix(fit$std.err^2 * n / (n - 1), 2)
  expect_equal(found$estimate, share[, 2] - share[, 1], tolerance = 1e-12)
  expect_equal(found$std_error, sqrt(rowSums(v)), tolerance = 1e-12)
  fit <- survival::coxph(survival::Surv(tstop, status) ~ treat, x, cluster = id, ties = "breslow")
  expect_equal(compare_survival(x$tstop, x$status, x$treat, times = 1e5)$statistic^2, as.vector(fit$rscore), tolerance = 1e-8)
})

test_that("where a curve has no variance its own limits stand in", {
  x <- data.frame(start = 0, stop = 10, event = c(0, 0, 0, 2, 1, 0, 3), id = 1:7, group = rep(c("a", "b"), 3:4))
  found <- compared(x)
  a <- curve_mcf(0, 10, c(0, 0, 0), 1:3, times = 10)
  b <- curve_mcf(0, 10, c(2, 1, 0, 3), 1:4, times = 10)
  expect_equal(found$conf_low, 1.5 - sqrt((1.5 - b$conf_low)^2 + a$conf_high^2))
  expect_equal(found$conf_high, b$conf_high)
  expect_equal(found$note, "zero_events;fallback_limits")
  expect_equal(found$method, "limits")
  at_p <- compared(x, conf_level = 1 - found$p)
  expect_equal(at_p$conf_low, 0, tolerance = 1e-8)
  none <- compared(transform(x, event = 0))
  expect_equal(none$note, "no_events;fallback_limits")
  expect_equal(c(none$estimate, none$p), c(0, 1))
  expect_equal(compared(x, times = 11)$note, "zero_events;fallback_limits;no_time")
  expect_equal(compared(transform(x, event = 1))$note, "zero_variance")
})

test_that("the order of rows changes no bit, and names of groups no number", {
  skip_if_not_installed("survival")
  x <- bladder_spells()
  found <- compared(x, times = c(10, 30))
  set.seed(1)
  expect_identical(compared(x[sample(nrow(x)), ], times = c(10, 30)), found)
  turned <- compared(x, reference = "thiotepa", times = c(10, 30))
  expect_equal(turned$estimate, -found$estimate)
  expect_equal(turned$conf_low, -found$conf_high)
  expect_equal(turned$statistic, -found$statistic)
})

# 2,000 samples of 20 and 30 patients with rates that vary between them: 5 % with
# a standard error of 0.5 %.
test_that("under no difference the tests keep their level", {
  set.seed(20110430)
  rejected <- vapply(1:2000, function(i) {
    n <- 50
    until <- stats::runif(n, 100, 600)
    y <- stats::rpois(n, stats::rgamma(n, 2, 2) * until / 365)
    id <- c(rep(seq_len(n), y), seq_len(n))
    stop <- c(ceiling(stats::runif(sum(y)) * rep(until, y)), ceiling(until) + 1)
    at <- order(id, stop)
    start <- c(0, stop[at][-length(at)])
    start[!duplicated(id[at])] <- 0
    found <- compare_mcf(start, stop[at], rep(1:0, c(sum(y), n))[at], id[at], as.integer(id[at] > 20), times = 300)
    c(found$p, found$p_pseudo_score) <= 0.05
  }, c(NA, NA))
  expect_true(all(abs(rowMeans(rejected) - 0.05) < 0.015))
})

test_that("what is asked of a comparison is checked", {
  expect_error(compare_mcf(0, 3, 0, 1:2, c("a", "a")), class = "msaudit_argument_error")
  expect_error(compare_mcf(0, 3, 0, 1:2), class = "msaudit_argument_error")
  expect_error(compare_mcf(0, 3, 0, 1:2, c("a", "b"), "c"), class = "msaudit_argument_error")
  expect_error(compare_mcf(0, 3, 0, 1:2, c("a", "b"), variance = "x"), class = "msaudit_argument_error")
  e <- expect_error(compare_mcf(c(0, 0, 2), c(3, 3, 4), 0, c(1, 2, 2), c("a", "b", "b")), class = "msaudit_data_error")
  expect_equal(e$element, 3)
  e <- expect_error(compare_survival(1:3, 0, c("a", "b", "b"), id = c(1, 2, 2)), class = "msaudit_data_error")
  expect_equal(e$element, 3)
  found <- compare_mcf(0, 3, 1, 1:2, factor(c("a", "a"), c("a", "b")), times = 2)
  expect_equal(found$note, "no_patients")
  expect_true(is.na(found$estimate) && is.na(found$p))
})
