# Small counts held back in tables of many terms and of many sites, twice as many each time: the time
# must be no more than about twice the time.
disclosure_speed <- function() {
  tables <- function(patients, terms, sites) {
    set.seed(1, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
    id <- seq_len(patients)
    events <- 8 * max(terms, sites)
    cohort <- audit_cohort(
      data.frame(id, follow_up_start = 0, follow_up_end = 1000 + id %% 300, site = sprintf("site %d", id %% sites)),
      data.frame(id, drug = rep(c("a", "b"), each = patients), start = rep(c(0, 500), each = patients)),
      relapses = data.frame(id = sample(id, 2 * patients, TRUE), onset = sample(900, 2 * patients, TRUE)),
      events = data.frame(id = sample(id, events, TRUE), onset = sample(900, events, TRUE),
                          term = sprintf("term %d", sample(terms, events, TRUE)))
    )
    list(cohort, audit_periods(cohort, a = period_since("a", 12), b = period_since("b", 12)))
  }
  by_term <- function(n) do.call(audit_ae, c(tables(2000, n, 1), each = "term"))
  by_site <- function(n, verb) do.call(verb, c(tables(10 * n, 5, n), by = "site"))
  times <- function(what, few, results) {
    seconds <- vapply(results, function(x) best_time(function() suppress_cells(x), 1), 0)
    data.frame(what = sprintf("%s: %s", what, format(few * 1:2, big.mark = ",", trim = TRUE)), seconds = seconds,
               ratio = seconds / seconds[1], note = "times the first")
  }
  rbind(times("audit_ae() by term, terms", 750, list(by_term(750), by_term(1500))),
        times("audit_ae() by site, sites", 2500, list(by_site(2500, audit_ae), by_site(5000, audit_ae))),
        times("audit_arr() by site, sites", 5000, list(by_site(5000, audit_arr), by_site(10000, audit_arr))))
}
