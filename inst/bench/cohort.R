# A big cohort of no meaning, for speed: `n` patients with two courses each, so
# two periods, and `per_patient` relapses on average, on different days.
big_cohort <- function(n, per_patient = 3, seed = 1) {
  set.seed(seed, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
  day <- function(x) as.Date(as.integer(x), origin = "1970-01-01")
  from <- 12000L + sample.int(1000L, n, TRUE)
  change <- from + 500L + sample.int(1500L, n, TRUE)
  to <- change + 400L + sample.int(1500L, n, TRUE)
  id <- sample.int(n)
  many <- round(n * per_patient)
  who <- sample.int(n, many, TRUE)
  onset <- from[who] + 1L + as.integer(floor(runif(many) * (to[who] - from[who])))
  again <- duplicated(who * 32768 + onset)
  list(
    patients = data.frame(id = id, follow_up_start = day(from), follow_up_end = day(to)),
    treatments = data.frame(id = rep(id, 2), drug = rep(c("first", "second"), each = n),
                            start = day(c(from, change)), stop = day(c(change - 30L, rep(NA, n)))),
    relapses = data.frame(id = id[who[!again]], onset = day(onset[!again]))
  )
}
