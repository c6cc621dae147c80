# The group of each patient, and for each group its values. Groups are in order
# of the columns named in `by`, those of a factor in order of its levels, all
# of which have a group; a missing value is a group of its own, the last.
# `taken` are names of columns that tables of the verb alone have.
patient_groups <- function(cohort, by, call, taken = character()) {
  patients <- cohort$patients
  check_by(by, patients, taken_names(taken), call)
  if (length(by) == 0) {
    return(list(code = rep(1L, nrow(patients)), n = 1L, labels = as_frame(list(), 1L)))
  }
  factors <- lapply(patients[by], group_factor)
  # Several columns: only the combinations that there are; one column: all its levels.
  # Columns are joined one by one, so that no number exceeds that of patients squared.
  code <- as.integer(factors[[1]])
  places <- list(seq_len(nlevels(factors[[1]])))
  for (i in seq_along(by)[-1]) {
    size <- as.double(nlevels(factors[[i]]))
    pair <- (code - 1) * size + as.integer(factors[[i]])
    there <- sort(unique(pair), method = "radix")
    code <- match(pair, there)
    before <- (there - 1) %/% size + 1
    places <- c(lapply(places, `[`, before), list(there - (before - 1) * size))
  }
  labels <- Map(function(values, place) values[place], lapply(factors, group_values), places)
  n <- length(places[[1]])
  list(code = code, n = n, labels = as_frame(structure(labels, names = by), n))
}

check_by <- function(by, patients, taken, call) {
  check_argument(is.null(by) || checkmate::test_character(by, any.missing = FALSE, unique = TRUE), by,
                 "by", "names of columns of `patients`, each once", call)
  offered <- setdiff(names(patients), c("id", own_columns, taken))
  for (name in by) {
    if (name %in% intersect(names(patients), taken)) {
      usage_error("by", sprintf("`by` names `%s`, but results have a column of that name: name yours otherwise in `patients`, such as `%s`",
                                name, utils::tail(make.unique(c(names(patients), paste0("patient_", name)), "_"), 1)), call)
    }
    if (!name %in% offered) {
      usage_error("by", sprintf("`by` names `%s`, which is no column of `patients`%s", name,
                                did_you_mean_or(name, offered)), call)
    }
    check_plain_column(patients[[name]], in_table("patients", name), call)
  }
}

# Names that columns have in a result, in a comparison or a tidy form of it, or in tables
# on the way there: a column of groups with one of them would be taken for it. Those that
# are of curves alone are the other verbs' to use.
taken_names <- function(of_verb) {
  of_results <- c(result_columns, comparison_columns, computed_columns, setdiff(curve_columns, "time"))
  own <- c("period", of_results, inner_columns, of_verb)
  unique(c(own, gsub("_", ".", own, fixed = TRUE), "p.value"))
}

# Columns of tables in which groups and numbers stand side by side before they are a
# result, or once they are rounded.
inner_columns <- c("active", "baseline", "day", "definition", "lengths", "level", "levels", "reference_active",
                   "reference_years", "t2_scans", "worst", "years")
