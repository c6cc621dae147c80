# Spells of no meaning, for speed: `n` patients followed for 200 to 2,000 days,
# with `per_patient` events on average, on different days.
big_spells <- function(n, per_patient = 3, seed = 1) {
  set.seed(seed, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
  until <- sample(200:2000, n, TRUE)
  who <- sample.int(n, round(per_patient * n), TRUE)
  day <- 1L + as.integer(floor(runif(length(who)) * (until[who] - 1)))
  again <- duplicated(who * 4096 + day)
  id <- c(who[!again], seq_len(n))
  stop <- c(day[!again], until)
  event <- rep(1:0, c(sum(!again), n))
  at <- order(id, stop, method = "radix")
  start <- c(0L, stop[at][-length(at)])
  start[!duplicated(id[at])] <- 0L
  data.frame(id = id[at], start = as.double(start), stop = as.double(stop[at]), event = as.double(event[at]))
}
