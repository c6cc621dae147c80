# Groups of patients, by columns of `patients`.

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
  # Of several columns, only the combinations that there are; of one, all its levels.
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

# Numbers, text, flags, days or a factor, one for each row.
check_plain_column <- function(x, arg, call) {
  must_be <- "numbers, text, flags, days or a factor"
  if (is.factor(x)) return(check_factor(x, arg, call))
  fits <- typeof(x) %in% c("logical", "integer", "double", "character") && is.null(dim(x))
  check_argument(fits, x, arg, must_be, call)
  check_encoding(x, arg, call)
}

plain_vector <- function(x, arg, call) {
  check_plain_column(x, arg, call)
  x
}

# What calls itself a factor may not be one, once it was put together by hand.
is_whole_factor <- function(x) {
  levels <- attr(x, "levels")
  typeof(x) == "integer" && is.null(dim(x)) && is.character(levels) && !anyDuplicated(levels) &&
    all(is.na(unclass(x)) | (unclass(x) >= 1L & unclass(x) <= length(levels)))
}

check_factor <- function(x, arg, call) {
  if (!is_whole_factor(x)) argument_error(arg, "a factor", "one whose codes and levels do not fit", call)
  check_encoding(x, arg, call)
}

# Levels in order, NA last where there is one. Blank text is missing.
group_factor <- function(x) {
  if (is.character(x)) x <- in_utf8(x)
  levels <- if (is.factor(x)) in_utf8(levels(x)) else sort(unique(x[!is.na(x)]), method = "radix")
  code <- if (is.factor(x)) as.integer(x) else match(x, levels)
  said <- !is.na(levels)
  if (is.character(levels)) said <- said & nzchar(trimws(levels))
  if (!all(said)) {
    code <- replace(cumsum(said), !said, NA)[code]
    levels <- levels[said]
  }
  values <- if (is.factor(x)) factor(levels, levels) else levels
  if (anyNA(code)) {
    code[is.na(code)] <- length(levels) + 1L
    values <- values[c(seq_along(levels), NA)]
  }
  structure(code, levels = as.character(seq_along(values)), class = "factor", values = values)
}

group_values <- function(x) attr(x, "values")

# The row of a result for each cell of the periods: groups one after the other,
# the periods within each.
cell_rows <- function(periods, groups) {
  (groups$code[periods$cells$patient] - 1L) * length(periods$names) + periods$cells$period
}

# The columns that say whose time a row is: those of `by`, and the period.
row_labels <- function(periods, groups) {
  each <- rep(seq_len(groups$n), each = length(periods$names))
  labels <- as_frame(lapply(groups$labels, `[`, each), length(each))
  labels$period <- factor(rep(periods$names, groups$n), periods$names)
  labels
}

# The rows of all patients after those of the groups.
with_total_labels <- function(labels, by, periods, call) {
  if (length(by) == 0) usage_error("totals", "`totals` needs groups: name columns of `patients` by `by`", call)
  for (name in by) {
    values <- value_texts(labels[[name]])
    if ("all" %in% values) {
      usage_error("totals", sprintf("`totals` calls all patients \"all\", which is a value of `%s` already", name), call)
    }
    labels[[name]] <- values
  }
  all <- as_frame(c(lapply(labels[by], function(x) rep("all", length(periods))),
                    list(period = factor(periods, levels(labels$period)))), length(periods))
  rbind(labels, all)
}

# Each cell a second time, in a row of all patients.
with_totals <- function(of_patients, row) {
  twice <- lapply(of_patients, function(x) c(x, x))
  twice$row <- c(of_patients$row, row)
  twice
}

# Values as text, in quotes where they read like the word that stands for a missing one,
# and one is missing.
texts_beside <- function(values, missing) {
  text <- value_texts(values)
  if (anyNA(values)) text[text %in% missing] <- encodeString(missing, quote = "'")
  replace(text, is.na(values), missing)
}
