#' Patients to audit
#'
#' Keeps the patients of a cohort who meet the criteria of inclusion. Each criterion
#' given is a step of its own in [attrition()], in the order of the arguments.
#'
#' @param cohort A cohort of [audit_cohort()].
#' @param drug Name of a drug, single: keeps patients who first started it within
#'   follow-up (its first day included). `NULL`: no such criterion; `from`, `to` and
#'   `prior` then cannot be given.
#' @param from,to Days, single, on the clock of the cohort (text as 2011-03-05): keeps
#'   patients who first started `drug` between them, both included. `NULL`: no limit.
#' @param prior Names of one or more drugs: keeps patients who started one of them
#'   before the day of their first start of `drug`.
#' @param min_follow_up Whole number of months: keeps patients followed for at least
#'   so long after their first start of `drug`. Without `drug`: after the start
#'   of follow-up or, if that is not known, after the first treatment.
#' @param ids Ids of the patients to keep; each must be in the cohort.
#'
#' @return A cohort of those patients. Periods made before the selection do not fit
#'   it: make them again.
#'
#' @inheritSection audit_cohort Errors
#'
#' @family functions for a cohort
#'
#' @examples
#' cohort <- audit_cohort(
#'   patients = data.frame(id = 1:3),
#'   treatments = data.frame(id = c(1, 2, 2), drug = c("a", "a", "b"),
#'                           start = c(0, 100, 400)),
#'   data_lock = 1000
#' )
#' select_patients(cohort, drug = "b", prior = "a", min_follow_up = 12)
#' @export
select_patients <- function(cohort, drug = NULL, from = NULL, to = NULL, prior = NULL,
                            min_follow_up = NULL, ids = NULL) {
  check_given()
  call <- sys.call()
  check_cohort(cohort)
  start <- follow_up_starts(cohort)
  steps <- list()
  if (is.null(drug)) {
    for (arg in c("from", "to", "prior")) {
      if (!is.null(get(arg))) {
        usage_error(arg, sprintf("`%s` needs a `drug`, from whose start it counts", arg), call)
      }
    }
  } else {
    start <- first_starts(cohort, one_drug(cohort, drug, "drug", call))
    steps <- start_steps(cohort, start, drug, from, to, prior, call)
  }
  if (!is.null(min_follow_up)) {
    min_follow_up <- as_months(min_follow_up, "min_follow_up", call)
    steps <- c(steps, list(selection_step(
      months_after(start, min_follow_up, cohort$clock) <= cohort$patients$to,
      sprintf("followed for at least %s", counted(min_follow_up, "month")), "followed for less"
    )))
  }
  if (!is.null(ids)) {
    steps <- c(steps, list(selection_step(named_patients(cohort, ids, call), "named by `ids`",
                                          "not named")))
  }
  given <- list(drug = drug, from = from, to = to, prior = prior, min_follow_up = min_follow_up, ids = ids)
  made_by(take_steps(cohort, steps), "select_patients", given[!vapply(given, is.null, NA)])
}

# From when each is followed; where that is not known, from the first treatment.
follow_up_starts <- function(cohort) {
  from <- cohort$patients$from
  ifelse(is.na(from), first_starts(cohort, seq_along(levels(cohort$treatments$drug))), from)
}

selection_step <- function(keep, step, reason) list(keep = keep %in% TRUE, step = step, reason = reason)

start_steps <- function(cohort, start, drug, from, to, prior, call) {
  steps <- list(
    selection_step(!is.na(start), paste("ever started", drug), "never started it"),
    selection_step(is.na(cohort$patients$from) | start >= cohort$patients$from,
                   "first start within follow-up", "before follow-up")
  )
  # Where nobody started before it the step says nothing.
  if (all(is.na(start) | steps[[2]]$keep)) steps <- steps[1]
  limits <- list(from = from, to = to)
  for (arg in names(limits)) {
    if (is.null(limits[[arg]])) next
    day <- one_day(limits[[arg]], arg, cohort$clock, call)
    text <- sprintf("first start %s %s", if (arg == "from") "on or after" else "on or before",
                    shown_days(day, cohort$clock))
    steps[[length(steps) + 1]] <- selection_step(
      if (arg == "from") start >= day else start <= day, text,
      if (arg == "from") "earlier" else "later"
    )
  }
  if (!is.null(prior)) {
    codes <- vapply(prior, function(name) one_drug(cohort, name, "prior", call), 0L)
    steps[[length(steps) + 1]] <- selection_step(
      first_starts(cohort, codes) < start, paste("started", paste(prior, collapse = " or "), "before"),
      "did not"
    )
  }
  steps
}

named_patients <- function(cohort, ids, call) {
  listed_ids <- id_text(cohort$patients$id)
  wanted <- id_text(read_ids(ids, "ids", call))
  check_elements(wanted %in% listed_ids, ids, "ids", "the id of a patient in the cohort", call)
  listed_ids %in% wanted
}

take_steps <- function(cohort, steps) {
  kept <- rep(TRUE, nrow(cohort$patients))
  flow <- cohort$attrition
  for (step in steps) {
    left <- kept & step$keep
    flow <- rbind(flow, attrition_step(step$step, sum(left), sum(kept) - sum(left), step$reason))
    kept <- left
  }
  cohort$attrition <- flow
  keep_patients(cohort, kept)
}

keep_patients <- function(cohort, kept) {
  place <- replace(cumsum(kept), !kept, NA)
  cohort$patients <- as_frame(lapply(cohort$patients, `[`, kept), sum(kept))
  for (table in setdiff(intersect(names(table_specs), names(cohort)), "patients")) {
    records <- cohort[[table]]
    records$patient <- place[records$patient]
    rows <- !is.na(records$patient)
    cohort[[table]] <- as_frame(take_rows(records, rows, table), sum(rows))
  }
  cohort
}
