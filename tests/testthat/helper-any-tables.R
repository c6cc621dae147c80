# Tables as nobody would make them: by chance, and some of their cells and columns
# spoilt.
any_tables <- function() {
  dated <- runif(1) < 0.5
  n <- sample(c(0, 1, 2, 5, 20), 1)
  ids <- if (runif(1) < 0.5) seq_len(n) else sprintf("p%02d", seq_len(n))
  pick <- function(x, n) x[sample.int(length(x), n, TRUE)]
  day <- function(n) if (dated) as.Date("2005-01-01") + sample(0:2000, n, TRUE) else sample(0:2000, n, TRUE)
  rows <- function(most, ...) {
    k <- if (n > 0) sample(0:(most * n), 1) else 0
    data.frame(id = pick(ids, k), lapply(list(...), function(column) column(k)), stringsAsFactors = FALSE)
  }
  later <- function(from, by) from + pick(by, length(from))
  of <- function(...) function(k) pick(c(...), k)
  tables <- list(
    patients = data.frame(id = ids, sex = pick(c("F", "M", NA), n), centre = pick(c("a", "b"), n), birth = later(day(n), -12000)),
    treatments = rows(3, drug = of("natalizumab", "alemtuzumab", "Natalizumab ", "x"), start = day),
    relapses = rows(4, onset = day, severity = of("mild", "severe", NA), confirmed = of(TRUE, FALSE, NA)),
    events = rows(4, term = of("cystitis", "rash"), onset = day, grade = of(1:5, NA), serious = of("yes", "no", NA)),
    labs = rows(9, date = day, test = of("lymphocytes", "tsh", "alt", "other"), value = rlnorm,
                unit = of("10^9/L", "mU/L", "U/L", NA), ref_low = of(0.5, NA), ref_high = of(4, NA)),
    mri = rows(5, date = day, new_t2 = of(0:3, NA), gd = of(0:2, NA), contrast = of(TRUE, FALSE, NA), t2_count = of(5:20, NA))
  )
  tables$treatments$stop <- later(tables$treatments$start, c(-1, 0, 30, 400, NA))
  tables$mri$compare_date <- later(tables$mri$date, c(-90, -365, NA))
  for (k in seq_len(sample(0:2, 1))) {
    table <- sample(names(tables), 1)
    column <- sample(names(tables[[table]]), 1)
    tables[[table]][[column]] <- spoilt(tables[[table]][[column]])
  }
  if (runif(1) < 0.2) tables[[sample(3:6, 1)]] <- NULL
  c(tables, list(data_lock = if (dated) as.Date("2011-06-01") else 2300))
}

spoilt <- function(x) {
  at <- if (length(x) > 0) sample(length(x), 1) else integer()
  switch(sample(7, 1), replace(x, at, NA), as.character(x), factor(x), rep(x[NA_integer_], length(x)),
         if (is.numeric(x)) replace(x, at, Inf) else x, if (is.numeric(x)) replace(x, at, -0.5) else x,
         replace(as.character(x), at, sample(c("", " ", "NA", "?", "<3", ">20", "1,5", "31/12/2010"), 1)))
}
