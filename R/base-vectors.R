# Patients that are given as vectors, and their groups.

# Counts and times of patients by group, in an order that is the data's own.
as_patients <- function(events, years, group, call, x = NULL) {
  events <- known(as_counts(events, "events", call), "events", call)
  years <- known(as_years(years, "years", call), "years", call)
  group <- as_group(group, max(length(events), length(years)), call)
  of <- recycled(events = events, years = years, group = group, call = call)
  check_events_in_time(of$events, of$years, "events", call)
  covariates <- as_covariates(x, length(of$events), call)
  keys <- c(of[c("group", "years", "events")], unname(as.data.frame(covariates)))
  by_time <- do.call(order, c(unname(keys), method = "radix"))
  if (is.unsorted(by_time)) {
    of <- lapply(of, `[`, by_time)
    covariates <- covariates[by_time, , drop = FALSE]
  }
  c(of, list(x = covariates))
}

# A matrix of doubles with a row for each of n patients and named columns.
as_covariates <- function(x, n, call) {
  if (is.null(x)) return(matrix(0, n, 0))
  check_argument(is.matrix(x) && is.numeric(x) && nrow(x) == n, x, "x",
                 sprintf("a numeric matrix with %d rows", n), call)
  check_elements(is.finite(x), as.vector(x), "x", "finite", call)
  if (is.null(colnames(x)) && ncol(x) > 0) colnames(x) <- paste0("x", seq_len(ncol(x)))
  storage.mode(x) <- "double"
  x
}

# Groups in order: those of a factor as its levels, others sorted.
as_group <- function(group, n, call) {
  if (is.null(group)) return(factor(rep(NA, n), NA, exclude = NULL))
  fits <- is.factor(group) || is.character(group) || is_bare_number(group)
  check_argument(fits, group, "group", "a factor, text or whole numbers", call)
  group <- in_utf8(known(plain_vector(group, "group", call), "group", call))
  if (is.factor(group)) return(group)
  values <- sort(unique(group), method = "radix")
  structure(match(group, values), levels = as.character(values), class = "factor")
}

group_labels <- function(group) factor(levels(group), levels(group))

# The parts of all levels, each of its rows and label, one below the other; without
# a level the columns alone.
by_level <- function(group, part) {
  if (nlevels(group) == 0) return(part(integer(), factor(NA, levels(group)))[0, ])
  rows <- split(seq_along(group), group)
  labels <- group_labels(group)
  do.call(rbind, lapply(seq_along(rows), function(g) part(rows[[g]], labels[g])))
}
