# The mass that an estimate gives to each patient's interval, by its definition.
mass_of <- function(x, left, right) {
  vapply(seq_along(left), function(i) {
    exact <- left[i] == right[i]
    inside <- if (exact) x$from == left[i] & x$to == left[i] else
      x$from >= left[i] & x$to <= right[i] & x$to > left[i]
    sum(x$probability[inside])
  }, 0)
}

visits <- function(n, times, most = 5) {
  t <- rexp(n, 1 / 400)
  seen <- lapply(seq_len(n), function(i) sort(sample(times, sample(most, 1))))
  list(left = mapply(function(t, v) max(0, v[v < t]), t, seen),
       right = mapply(function(t, v) min(Inf, v[v >= t]), t, seen))
}

test_that("exact times and censored ones give Kaplan and Meier's estimate", {
  set.seed(1)
  time <- sample(1:40, 60, TRUE)
  event <- runif(60) < 0.6
  x <- curve_turnbull(time, ifelse(event, time, Inf))
  naive <- curve_survival(time, event)
  finite <- x[is.finite(x$to), ]
  expect_equal(finite$to, naive$time)
  expect_equal(finite$estimate, naive$estimate, tolerance = 1e-10)
})

test_that("the estimate is the one that icenReg finds", {
  skip_if_not_installed("icenReg")
  set.seed(2)
  for (n in c(10, 50, 300)) {
    v <- visits(n, seq(30, 900, 30))
    x <- curve_turnbull(v$left, v$right)
    peer <- getExportedValue("icenReg", "ic_np")(cbind(v$left, v$right))
    ours <- sum(log(mass_of(x, v$left, v$right)))
    expect_equal(ours, peer$llk, tolerance = 1e-9)
    with_mass <- peer$p_hat > 1e-9
    # The peer takes intervals as closed: ends may differ, masses may not.
    if (sum(with_mass) == nrow(x)) expect_equal(x$probability, peer$p_hat[with_mass], tolerance = 1e-4)
  }
})

test_that("the estimate is near to that of survival, which stops early", {
  skip_if_not_installed("survival")
  set.seed(4)
  v <- visits(60, seq(30, 900, 30))
  x <- curve_turnbull(v$left, v$right, times = c(120, 240, 420, 600))
  peer <- survival::survfit(survival::Surv(v$left, ifelse(is.finite(v$right), v$right, NA), type = "interval2") ~ 1)
  at <- summary(peer, times = c(120, 240, 420, 600))$surv
  expect_equal((x$least + x$most) / 2, at, tolerance = 0.02)
})

test_that("groups, nobody, and what cannot be", {
  x <- curve_turnbull(c(0, 1, 0, 2), c(1, Inf, 2, 2), group = c("a", "a", "b", "b"))
  expect_equal(levels(x$group), c("a", "b"))
  none <- curve_turnbull(numeric(), numeric(), group = factor(character(), "a"), times = 3)
  expect_true(is.na(none$least))
  expect_equal(none$note, "no_patients")
  expect_error(curve_turnbull(2, 1), class = "msaudit_data_error")
  expect_error(curve_turnbull(-1, 1), class = "msaudit_data_error")
  expect_error(curve_turnbull(NA_real_, 1), class = "msaudit_data_error")
  shuffled <- sample(4)
  y <- curve_turnbull(c(0, 1, 0, 2)[shuffled], c(1, Inf, 2, 2)[shuffled], group = c("a", "a", "b", "b")[shuffled])
  expect_identical(y, x)
})
