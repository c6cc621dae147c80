# Rounding: counts to the middle of a step, times and dispersions to what patients share.

# The middle of the step that a count is in.
to_step <- function(count, policy) {
  number <- to_step_number(count, policy)
  ifelse(number %in% 0, 0, policy$step * number - policy$step %/% 2)
}

# The number of the step that a count is in, 0 for a 0 that is shown as it is.
to_step_number <- function(count, policy) pmax(ceiling(count / policy$step - 1e-9), if (policy$zeros) 0 else 1)

# The most that a count in the first step can be.
in_first_step <- function(rounded, policy) !is.na(rounded) & rounded <= policy$step

# Renard's numbers, of which no two neighbours are further apart than 15 %.
renard <- c(1, 1.12, 1.25, 1.4, 1.6, 1.8, 2, 2.24, 2.5, 2.8, 3.15, 3.55, 4, 4.5, 5, 5.6, 6.3, 7.1, 8, 9, 10)

up_to_renard <- function(x) {
  power <- 10^floor(log10(x))
  # A number of the series, computed, may be a hair above it.
  power * renard[findInterval(x / power * (1 - 1e-9), renard, left.open = TRUE) + 1]
}

# Person-years: as many patients as are shown with a mean time that is shown alike whatever their number is within
# its step, so that the time tells nothing of it. Of totals in steps of a year each.
time_to_step <- function(years, patients, policy) {
  mean <- ifelse(is.na(patients) | patients == 0, NA, years / patients)
  upper <- up_to_renard(ifelse(is.na(mean) | mean <= 0, 1, pmax(mean, 1e-6)))
  step <- pmax(1, to_step_number(patients, policy))
  of_patients <- to_step(patients, policy) * upper * round(step * mean / upper * (1 - 1e-9)) / step
  of_totals <- policy$step * (ceiling(years / policy$step * (1 - 1e-9)) - 0.5)
  ifelse(years > 0, ifelse(is.na(mean), of_totals, of_patients), 0)
}

dispersion_steps <- c(1, 1.5, 2, 3, 5, 10, 20, 50, 100, 1000, Inf)

# Of few events it would say how they are spread over few patients. Pairs of events of one patient
# are at most (events^2 / patients + (dispersion - 1) events) / 2, and no more patients have several: where
# that leaves their number fewer values than a step has less one, the dispersion is rounded up further.
coarse_dispersion <- function(dispersion, events, with_event, patients, policy) {
  up <- function(x) dispersion_steps[findInterval(x * (1 - 1e-9), dispersion_steps, left.open = TRUE) + 1]
  few <- in_first_step(events, policy) | in_first_step(with_event, policy)
  least <- 1 + (2 * (policy$step - 2) - events^2 / patients) / events
  least <- ifelse(is.finite(least), pmax(1, least), 1)
  ifelse(is.na(dispersion), NA, ifelse(few, 2, pmin(up(pmax(dispersion, least)), 1000)))
}
