# Adverse events beside the peers. What both give must agree before a time is
# printed: of cmprsk the estimate alone, since its variance is Aalen's.
incidence_speed <- function(times = 3) {
  library(msaudit)
  set.seed(20120301)
  whole <- ended_times(1e6)
  exact <- ended_times(1e6, in_days = FALSE)
  tenth <- ended_times(1e5)
  cases <- list(
    incidence_case("Aalen-Johansen, 1,000,000 patients, times in days", whole, list(cmprsk = cmprsk_shares)),
    incidence_case("Aalen-Johansen, 1,000,000 patients, all times differ", exact, list(cmprsk = cmprsk_shares)),
    incidence_case("Aalen-Johansen, 100,000 patients, times in days", tenth,
                   list(survival = survival_shares), errors = TRUE),
    terms_case(1e5, 500)
  )
  do.call(rbind, lapply(cases, time_case, times = times))
}

# An event, what competes with it, or the end of follow-up, whichever is first.
ended_times <- function(n, in_days = TRUE) {
  each <- cbind(stats::runif(n, 200, 4000), stats::rexp(n, 1 / 2500), stats::rexp(n, 1 / 4000))
  first <- max.col(-each)
  time <- each[cbind(seq_len(n), first)]
  list(time = if (in_days) floor(time) else time, status = first - 1L, at = c(365, 730, 1825))
}

# Shares at all times with an event, sorting included; those of three days are
# compared, and their standard errors where the peer's are the same.
incidence_case <- function(what, x, peers, errors = FALSE) {
  ours <- function() {
    curve <- curve_incidence(x$time, x$status)
    rows <- findInterval(x$at, curve$time)
    c(curve$estimate[rows], if (errors) curve$std_error[rows])
  }
  list(what = what, near = 1e-8, ours = ours, peers = lapply(peers, function(peer) function() peer(x)))
}

cmprsk_shares <- function(x) {
  found <- cmprsk::cuminc(x$time, x$status)
  cmprsk::timepoints(found, x$at)$est[1, ]
}

survival_shares <- function(x) {
  found <- survival::survfit(survival::Surv(x$time, factor(x$status, 0:2)) ~ 1)
  rows <- findInterval(x$at, found$time)
  c(found$pstate[rows, 2], found$std.err[rows, 2])
}

# All that audit_ae() says of each term; data.table counts the patients with one,
# and nothing else.
terms_case <- function(n, n_terms, per_patient = 10) {
  tables <- big_cohort(n)
  who <- sample.int(n, n * per_patient, TRUE)
  from <- as.integer(tables$patients$follow_up_start)
  days <- as.integer(tables$patients$follow_up_end) - from
  term <- sprintf("term %d", pmin(n_terms, 1 + floor(stats::rexp(length(who), 5 / n_terms))))
  day <- from[who] + as.integer(floor(stats::runif(length(who)) * days[who]))
  events <- data.frame(id = tables$patients$id[who], term = term, onset = as.Date(day, origin = "1970-01-01"))
  cohort <- audit_cohort(tables$patients, tables$treatments, events = events)
  periods <- audit_periods(cohort, first = period_on("first"), second = period_on("second"))
  terms <- levels(cohort$events$term)
  list(
    what = sprintf("%d terms of %s patients and %s events", n_terms, big_number(n), big_number(length(who))), near = 1e-12,
    ours = function() {
      found <- audit_ae(cohort, periods, each = "term")
      rows <- found$measure == "proportion" & found$period == "first"
      found$with_event[rows][match(terms, found$outcome[rows])]
    },
    peers = list(data.table = function() term_counts(cohort, periods, terms))
  )
}

term_counts <- function(cohort, periods, terms) {
  events <- data.table::data.table(patient = cohort$events$patient, day = cohort$events$onset, term = cohort$events$term)
  windows <- data.table::as.data.table(periods$ranges[c("period", "patient", "first", "last")])
  found <- events[windows, on = c("patient", "day>=first", "day<=last"), nomatch = NULL,
                  list(period, patient, term)]
  counts <- unique(found)[, .N, by = c("period", "term")]
  counts <- counts[counts$period == 1, ]
  counts$N[match(terms, counts$term)]
}

big_number <- function(x) format(x, big.mark = ",", scientific = FALSE)
