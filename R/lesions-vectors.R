# Lesions of plain vectors, by patient and period.

# Ids as whole numbers from 1 in their order, with the ids in that order or those of
# all elements.
id_codes <- function(id, arg, call) {
  if (is.factor(id)) {
    names <- read_ids(levels(id), arg, call)
    ids <- sort(unique(names[tabulate(id, nlevels(id)) > 0]), method = "radix")
    code <- match(names, ids)[as.integer(id)]
    check_elements(!is.na(code), id, arg, "known", call)
    return(list(code = code, n = length(ids), ids = ids))
  }
  id <- read_ids(id, arg, call)
  if (anyNA(id)) check_elements(!is.na(id), id, arg, "known", call)
  code <- id_ranks(id)
  list(code = code, n = max(code, 0L), id = id)
}

# Periods as whole numbers from 1, in the order of a factor's levels or else in that
# in which they come; `code` is NULL where there is one.
period_codes <- function(period, n, call) {
  if (is.factor(period)) check_factor(period, "period", call) else period <- as.character(period)
  levels <- if (is.factor(period)) levels(period) else unique(period)
  check_encoding(levels, "period", call)
  if (anyNA(levels) || anyNA(unclass(period))) check_elements(!is.na(period), period, "period", "known", call)
  if (length(levels) == 1) return(list(levels = levels))
  if (!is.factor(period)) period <- match(period, levels)
  list(levels = levels, code = if (length(period) == n) period else rep(as.integer(period), n))
}

# Lesions and exposure of each patient in each period, with the patients' ids.
vector_totals <- function(x, exposure, who, where, call) {
  n <- length(x)
  if (length(exposure) != n) exposure <- rep(exposure, n)
  k <- length(where$levels)
  totals <- if (as.double(who$n) * k <= 4 * n + 1e5) {
    total_lesions(x, exposure, who$code, where$code, who$n, k, call)
  } else {
    total_few(x, exposure, who, where, call)
  }
  ids <- if (is.null(who$ids)) who$id[totals$first] else who$ids
  c(totals, list(levels = where$levels, ids = ids))
}

# Pairs of patient and period are numbered, since there may be few of many.
total_few <- function(x, exposure, who, where, call) {
  key <- (as.double(where$code) - 1) * who$n + who$code
  keys <- sort(unique(key), method = "radix")
  totals <- total_lesions(x, exposure, match(key, keys), NULL, length(keys), 1L, call)
  totals$row <- as.integer((keys - 1) %/% who$n) + 1L
  totals$patient <- as.integer((keys - 1) %% who$n) + 1L
  totals$first <- totals$first[match(seq_len(who$n), totals$patient)]
  totals
}

total_lesions <- function(x, exposure, patient, period, n_patients, n_periods, call) {
  total <- function(x, exposure) {
    .Call(C_total_lesions, as.double(x), as.double(exposure), patient, period, n_patients, n_periods)
  }
  found <- total(x, exposure)
  if (found$bad == 0) return(found)
  # What the core takes for none may be a count but for the dust of arithmetic.
  count <- as_counts(if (is_blank(x)) as.double(x) else x, "x", call)
  years <- as_years(exposure, "exposure", call)
  check_elements(is.na(count) | (!is.na(years) & years > 0), exposure, "exposure", "above 0", call)
  check_elements(is.na(count) | count <= 2^53, x, "x", "at most 2^53", call)
  found <- total(count, years)
  if (found$bad > 0) {
    data_error("`x` must add up to at most 2^53 for a patient in a period,", found$bad, arg = "x", call = call)
  }
  found
}

# The measures of one kind, those that vectors have.
vector_rows <- function(totals, kind, n_rows, of) {
  rates <- lesion_rates(totals$lesions, totals$exposure, totals$row, n_rows, kind, FALSE, of)
  rate <- list(c(list(outcome = kind, measure = "rate"), rates))
  if (kind == "active") return(rate)
  tally <- .Call(C_tally_totals, totals$row, totals$scans, totals$lesions, n_rows)
  share <- function(measure, with) proportion_parts(kind, measure, with, tally[1, ], of)
  c(share("proportion", tally[2, ]), rate,
    unlist(Map(share, paste0("share_", c("0", "1", "2_3", "4_more")), list(tally[3, ], tally[4, ], tally[5, ], tally[6, ])),
           recursive = FALSE, use.names = FALSE))
}
