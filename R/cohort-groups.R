# Groups of patients, by columns of `patients`.


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
