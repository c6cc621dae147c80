# Curves and their differences, by hand and by their formulae.

# At 2 one of six has the event; at 3 one of five dies, another is censored; at 5
# one of three has it; at 7 one is censored and at 8 one dies.
incidence_by_hand <- function() {
  time <- c(2, 3, 3, 5, 7, 8)
  status <- c(1, 2, 0, 1, 0, 2)
  x <- curve_incidence(time, status, times = c(1, 2, 5, 8))
  compare("share with the event", x$estimate, c(0, 1 / 6, 1 / 6 + 4 / 6 / 3, 7 / 18))
  compare("at risk", x$at_risk, c(6, 6, 3, 1))
  compare("events", x$events, c(0, 1, 1, 0))
  # The share once more, of patients who weigh as they are told to: how it changes
  # with each weight is what the standard error squares and sums.
  share <- function(weight, at) {
    had <- 0
    free <- 1
    for (t in sort(unique(time[status > 0 & time <= at]))) {
      n <- sum(weight[time >= t])
      had <- had + free * sum(weight[time == t & status == 1]) / n
      free <- free * (1 - sum(weight[time == t & status > 0]) / n)
    }
    had
  }
  step <- 1e-5
  slope <- vapply(1:6, function(i) {
    of <- function(by) share(replace(rep(1, 6), i, 1 + by), 5)
    (of(step) - of(-step)) / (2 * step)
  }, 0)
  se <- sqrt(sum(slope^2))
  compare("standard error", x$std_error[3], se, relative = 1e-8)
  f <- 7 / 18
  compare("limits", c(x$conf_low[3], x$conf_high[3]), f^exp(c(1, -1) * stats::qnorm(0.025) * se / (f * log(f))),
          relative = 1e-8)
  compare("upper limit of none of 6", x$conf_high[1], stats::binom.test(0, 6)$conf.int[2])
}

# Three patients: (0, 180], (180, 365], none by 365. And exact times with one
# censored, of which Kaplan and Meier's estimate is known.
visits_by_hand <- function() {
  x <- curve_turnbull(c(0, 180, 365), c(180, 365, Inf), times = c(0, 90, 180, 181, 365))
  compare("at least free", x$least, c(1, 2 / 3, 2 / 3, 1 / 3, 1 / 3))
  compare("at most free", x$most, c(1, 1, 2 / 3, 2 / 3, 1 / 3))
  x <- curve_turnbull(c(2, 3, 5, 8), c(2, Inf, 5, 8))
  compare("times that are known", x$to, c(2, 5, 8))
  compare("their share", x$estimate, c(3 / 4, 3 / 8, 0))
  # Two intervals share (200, 300]: of p and q, which add up to 3/4, p q is most.
  x <- curve_turnbull(c(200, 0, 500, 0), c(400, 300, Inf, 150))
  compare("from", x$from, c(0, 200, 500))
  compare("to", x$to, c(150, 300, Inf))
  compare("probability", x$probability, c(3 / 8, 3 / 8, 1 / 4))
}

# The estimate is the most likely one if and only if D, the mean of 1 / P over the
# patients whose interval holds a place, is at most 1 of each place, and 1 where
# it has mass. Every interval between two neighbouring visits is looked at.
visits_by_every_interval <- function() {
  set.seed(3)
  for (i in 1:10) {
    n <- c(5, 60, 300)[1 + i %% 3]
    event <- stats::rexp(n, 1 / 100)
    seen <- lapply(1:n, function(j) sort(sample(200, 3)))
    left <- mapply(function(t, v) max(0, v[v < t]), event, seen)
    right <- mapply(function(t, v) min(Inf, v[v >= t]), event, seen)
    x <- curve_turnbull(left, right)
    p <- vapply(1:n, function(j) sum(x$probability[x$from >= left[j] & x$to <= right[j]]), 0)
    mean_where <- function(from, to) mean((left <= from & right >= to) / p)
    visits <- sort(unique(c(left, right)))
    all <- mapply(mean_where, visits[-length(visits)], visits[-1])
    compare(paste("sum of probabilities in sample", i), sum(x$probability), 1)
    compare(paste("said of sample", i), unique(x$note), "")
    compare(paste("greatest D in sample", i), max(all), 1, within = 1e-8)
    compare(paste("D where there is mass in sample", i), mapply(mean_where, x$from, x$to), rep(1, nrow(x)), within = 1e-8)
  }
}

# One spell of ten days a patient: the curve at its end is a mean, two differ as
# by Welch's t, those of the same patients as by the paired one.
differences_by_hand <- function() {
  y <- c(3, 0, 1, 2, 5, 0, 0, 1, 0, 2)
  group <- rep(c("a", "b"), c(6, 4))
  x <- compare_mcf(0, 10, y, 1:10, group)
  t <- stats::t.test(y[7:10], y[1:6])
  compare("difference of means", x$estimate, mean(y[7:10]) - mean(y[1:6]))
  compare("Welch's limits and p", c(x$conf_low, x$conf_high, x$p), c(t$conf.int[1:2], t$p.value))
  before <- y[1:5]
  after <- y[6:10]
  x <- compare_mcf(0, 10, c(before, after), c(1:5, 1:5), rep(c("before", "after"), each = 5), "before")
  t <- stats::t.test(after, before, paired = TRUE)
  compare("the same patients", x$design, "paired")
  compare("limits and p of the paired t", c(x$conf_low, x$conf_high, x$p), c(t$conf.int[1:2], t$p.value))
  # No time censored: shares of 10 and 8 patients, free 6 and 2 of them at 20.
  time <- c(rep(c(10, 30), c(4, 6)), rep(c(15, 30), c(6, 2)))
  x <- compare_survival(time, 1, rep(c("a", "b"), c(10, 8)), times = 20)
  p <- c(6 / 10, 2 / 8)
  compare("difference of shares", x$estimate, p[2] - p[1])
  compare("its standard error", x$std_error, sqrt(sum(p * (1 - p) / c(9, 7))))
  # The pseudo-score of each patient: days 10, 15 and 30 with 10 + 8, 6 + 8 and
  # 6 + 2 at risk.
  risk <- list(a = c(10, 6, 6), b = c(8, 8, 2))
  had <- list(a = c(4, 0, 6), b = c(0, 6, 2))
  all <- risk$a + risk$b
  mean <- (had$a + had$b) / all
  u <- sum(risk$a * risk$b / all * (had$b / risk$b - had$a / risk$a))
  # A patient who leaves at the k-th day, seen from the other side.
  of_patient <- function(k, other) sum(other[1:k] / all[1:k] * ((1:k == k) - mean[1:k]))
  squares <- 4 * of_patient(1, risk$b)^2 + 6 * of_patient(3, risk$b)^2 + 6 * of_patient(2, risk$a)^2 +
    2 * of_patient(3, risk$a)^2
  x <- compare_survival(time, 1, rep(c("a", "b"), c(10, 8)), times = 30)
  compare("pseudo-score", x$statistic, u / sqrt(squares))
  compare("its p", x$p_pseudo_score, 2 * stats::pnorm(-abs(u) / sqrt(squares)))
}

# The pseudo-score and its variance, and the difference with its own, from their
# formulae: a matrix of patients and event times for each side.
difference_by_matrices <- function(x, first, upto, paired = FALSE) {
  s <- as.double(sort(unique(x$stop[x$event > 0 & x$stop <= upto])))
  part <- function(name) {
    of <- x[x$group == name, ]
    risk <- rowsum((outer(of$start, s, "<") & outer(of$stop, s, ">=")) + 0, of$id)
    events <- rowsum(outer(of$stop, s, "==") * of$event, of$id)
    list(risk = risk, events = events, r = colSums(risk), d = colSums(events))
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
  n <- c(nrow(a$risk), nrow(b$risk))
  v <- if (paired) n[1] / (n[1] - 1) * sum_of(psi(a), psi(b)) else
    sum(n / (n - 1) * c(sum(psi(a)^2), sum(psi(b)^2)))
  list(
    estimate = sum(a$d * inverse(a$r)) - sum(b$d * inverse(b$r)), std_error = sqrt(v),
    null = u / sqrt(sum_of(score(a, b, both), score(b, a, both))),
    groups = u / sqrt(sum_of(score(a, b, a$d * inverse(a$r)), score(b, a, b$d * inverse(b$r)))), patients = n
  )
}

compare_spells <- function(x, ...) compare_mcf(x$start, x$stop, x$event, x$id, x$group, ...)

cgd_spells <- function() {
  with(survival::cgd, data.frame(start = tstart, stop = tstop, event = status, id, group = as.character(treat)))
}

bladder_spells <- function() {
  x <- survival::bladder2
  x <- x[x$start < x$stop, ]
  data.frame(x[c("start", "stop", "event", "id")], group = ifelse(x$rx == 1, "placebo", "thiotepa"))
}

differences_by_formula <- function() {
  days <- list(c(180, 365), c(12, 24))
  for (i in 1:2) {
    x <- list(cgd_spells(), bladder_spells())[[i]]
    groups <- unique(x$group)
    for (upto in days[[i]]) {
      slow <- difference_by_matrices(x, groups[1], upto)
      for (variance in c("null", "groups")) {
        found <- compare_spells(x, reference = groups[2], times = upto, variance = variance)
        item <- sprintf("of %s by day %d, variance of %s", groups[1], upto, variance)
        compare(paste("difference", item), found$estimate, slow$estimate)
        compare(paste("standard error", item), found$std_error, slow$std_error)
        compare(paste("pseudo-score", item), found$statistic, slow[[variance]])
      }
    }
  }
  # The same patients, each twice.
  x <- cgd_spells()
  x$id <- match(x$id, unique(x$id[x$group == "placebo"]), nomatch = 0) +
    match(x$id, unique(x$id[x$group != "placebo"]), nomatch = 0)
  x <- x[x$id <= min(tapply(x$id, x$group, max)), ]
  slow <- difference_by_matrices(x, "rIFN-g", 300, paired = TRUE)
  for (variance in c("null", "groups")) {
    found <- compare_spells(x, reference = "placebo", times = 300, variance = variance)
    compare(paste("paired: patients, standard error, degrees of freedom, pseudo-score, variance of", variance),
            c(found$patients, found$std_error, found$df, found$statistic),
            c(slow$patients[1], slow$std_error, slow$patients[1] - 1, slow[[variance]]))
  }
}

# Estimate and standard error of either curve, of which the differences are made.
reference_differences_of_curves <- function() {
  table <- reference_table("recurrent")
  of <- function(data, time) table[table$case == sprintf("%s/mcf-%s-lawless_nadeau", data, time), ]
  x <- bladder_spells()
  for (time in c(12, 24)) {
    placebo <- of("bladder2-placebo", time)
    thiotepa <- of("bladder2-thiotepa", time)
    found <- compare_spells(x, times = time)
    cell(found$reference_estimate, placebo$estimate, placebo, "reference_estimate")
    cell(found$group_estimate, thiotepa$estimate, thiotepa, "group_estimate")
    n <- c(found$reference_patients, found$patients)
    se <- as.numeric(c(placebo$se, thiotepa$se))
    compare(paste("standard error at", time), found$std_error, sqrt(sum(n / (n - 1) * se^2)))
  }
}

# The robust score test of Andersen and Gill's model, and of Cox's.
reference_score_tests <- function() {
  for (x in list(cgd_spells(), bladder_spells())) {
    fit <- survival::coxph(survival::Surv(start, stop, event) ~ group, x, cluster = id, ties = "breslow")
    compare("pseudo-score of recurrences", compare_spells(x, times = 1e6)$statistic^2, as.vector(fit$rscore), relative = 1e-8)
  }
  x <- survival::cgd[!duplicated(survival::cgd$id), ]
  fit <- survival::coxph(survival::Surv(tstop, status) ~ treat, x, cluster = id, ties = "breslow")
  compare("pseudo-score of first events", compare_survival(x$tstop, x$status, x$treat, times = 1e5)$statistic^2,
          as.vector(fit$rscore), relative = 1e-8)
}
