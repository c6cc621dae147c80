# Groups of patients, by columns of `patients`.

# The group of each patient, and for each group its values. Groups are in order
# of the columns named in `by`, those of a factor in order of its levels, all
# of which have a group; a missing value is a group of its own, the last.
patient_groups <- function(cohort, by, call) {
  patients <- cohort$patients
  check_by(by, patients, call)
  if (length(by) == 0) {
    return(list(code = rep(1L, nrow(patients)), n = 1L, labels = as_frame(list(), 1L)))
  }
  factors <- lapply(patients[by], group_factor)
  sizes <- vapply(factors, nlevels, 0L)
  code <- rep(0L, nrow(patients))
  for (name in by) code <- code * sizes[[name]] + as.integer(factors[[name]]) - 1L
  grid <- rev(expand.grid(rev(lapply(sizes, seq_len))))
  labels <- Map(function(levels, place) levels[place], lapply(factors, group_values), grid)
  keep <- seq_len(nrow(grid))
  # Of several columns, only the combinations that there are.
  if (length(by) > 1) keep <- keep[(keep - 1L) %in% code]
  list(code = match(code + 1L, keep), n = length(keep),
       labels = as_frame(lapply(structure(labels, names = by), `[`, keep), length(keep)))
}

check_by <- function(by, patients, call) {
  check_argument(is.null(by) || checkmate::test_character(by, any.missing = FALSE, unique = TRUE), by,
                 "by", "names of columns of `patients`, each once", call)
  offered <- setdiff(names(patients), c("id", own_columns, "period", result_columns))
  for (name in by) {
    if (!name %in% offered) {
      usage_error("by", sprintf("`by` names `%s`, which is no column of `patients`%s", name,
                                did_you_mean_or(name, offered)), call)
    }
    check_argument(is.atomic(patients[[name]]), patients[[name]], name, "a plain column", call)
  }
}

# Levels in order, NA last where there is one. Blank text is missing.
group_factor <- function(x) {
  levels <- if (is.factor(x)) levels(x) else sort(unique(x[!is.na(x)]), method = "radix")
  code <- if (is.factor(x)) as.integer(x) else match(x, levels)
  if (is.character(levels) && !all(nzchar(trimws(levels)))) {
    said <- nzchar(trimws(levels))
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
    values <- as.character(labels[[name]])
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
