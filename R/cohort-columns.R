# Columns at the door: where they are found, and what kind of thing they hold.

# The columns of a table by our names. `columns` maps names of ours to names of
# the user's; whatever else the table has keeps its name.
find_columns <- function(x, table, columns, call) {
  if (!is.data.frame(x)) argument_error(table, "a data frame", described(x), call)
  check_lengths(x, table, call)
  x <- lapply(structure(seq_along(x), names = names(x)), function(i) x[[i]])
  x <- named_columns(x, table, call)
  check_names(x, table, call)
  names(x) <- tidy_names(names(x))
  known <- names(table_specs[[table]]$columns)
  given <- names(x)
  mapped <- columns_of(columns, table, given, call)
  given[match(mapped, names(x))] <- names(mapped)
  # A column whose name the map or the cohort itself takes is set apart.
  clash <- (given %in% names(mapped) & !names(x) %in% mapped) | given %in% own_columns
  given[clash] <- paste0(given[clash], "_original")
  missing <- setdiff(table_specs[[table]]$required, given)
  if (length(missing) > 0) missing_column_error(missing[1], table, setdiff(names(x), known), call)
  list(columns = structure(x, names = given), user = structure(names(x), names = given))
}

# Columns that the tables of a cohort have beside those that are understood.
own_columns <- c("patient", "row", "from", "to", "ended_by", "censored", "unreadable",
                 "new_t2_from", "new_t2_to", "enlarging_t2_from", "enlarging_t2_to", "gd_from", "gd_to",
                 "active_from", "active_to", "t2_count_from", "t2_count_to")

# Names of columns without the space around them and what has no width, such as the mark
# at the head of a file; as they are where two would become one.
tidy_names <- function(names) {
  if (!is.character(names) || !all(validEnc(names))) return(names)
  tidied <- tidy_text(names)
  twice <- tidied %in% tidied[duplicated(tidied)]
  ifelse(twice | !nzchar(tidied), names, tidied)
}

# Spreadsheets leave columns without a name, and mostly nothing in them.
named_columns <- function(x, table, call) {
  nameless <- which(is.na(names(x)) | !nzchar(tidy_text(names(x))))
  empty <- vapply(x[nameless], function(column) is.atomic(column) && all(is_blank_text(column)), NA)
  if (!all(empty)) {
    message <- sprintf("Column %d of `%s` has values and no name", nameless[!empty][1], table)
    table_error(message, table, NA_character_, NA, NULL, call)
  }
  if (length(nameless) > 0) x[-nameless] else x
}

# What calls itself a data frame may not be one, once it was put together by hand.
check_lengths <- function(x, table, call) {
  n <- vapply(seq_along(x), function(i) as.double(NROW(x[[i]])), 0)
  bad <- which(n != .row_names_info(x, 2L))[1]
  if (is.na(bad)) return(invisible())
  message <- sprintf("Column `%s` of `%s` has %s, where the table has %s", names(x)[bad], table, counted(n[bad], "row"),
                     big(.row_names_info(x, 2L)))
  table_error(message, table, names(x)[bad], NA, NULL, call)
}

check_names <- function(x, table, call) {
  twice <- names(x)[duplicated(names(x))]
  if (length(twice) > 0) {
    message <- sprintf("Column `%s` is in `%s` twice", twice[1], table)
    table_error(message, table, twice[1], NA, NULL, call)
  }
}

# `columns` is a list with a map for each table, or one map for all of them. A
# column that the one map names may be missing from some tables, not from all
# (check_columns_argument()).
columns_of <- function(columns, table, given, call) {
  map <- if (is.list(columns)) columns[[table]] else columns[columns %in% given | tidy_names(columns) %in% given]
  known <- names(table_specs[[table]]$columns)
  if (!is.list(columns)) map <- map[names(map) %in% known]
  map <- unlist(map)
  if (length(map) > 0) map[] <- ifelse(map %in% given, map, tidy_names(map))
  check_map(map, table, call)
  for (ours in names(map)) {
    if (!ours %in% known) {
      message <- sprintf("`columns` maps `%s`, which `%s` does not have%s", ours, table,
                         did_you_mean(ours, known))
      usage_error("columns", message, call)
    }
    if (!map[[ours]] %in% given) missing_column_error(map[[ours]], table, given, call)
  }
  map
}

# One of ours is one of theirs.
check_map <- function(map, table, call) {
  if (length(map) == 0) return(invisible())
  ours <- names(map)[duplicated(names(map))][1]
  theirs <- map[duplicated(map)][1]
  message <- if (!is.na(ours)) {
    sprintf("`columns` maps `%s` of `%s` twice, to %s", ours, table, listed(sprintf("`%s`", map[names(map) == ours])))
  } else if (!is.na(theirs)) {
    sprintf("`columns` maps `%s` of `%s` twice, from %s", theirs, table, listed(sprintf("`%s`", names(map)[map == theirs])))
  }
  if (!is.null(message)) usage_error("columns", message, call)
}

check_columns_argument <- function(columns, tables, call) {
  is_map <- function(x) checkmate::test_character(x, any.missing = FALSE, names = "named")
  is_list <- is.list(columns) && checkmate::test_named(columns) && !anyDuplicated(names(columns))
  fits <- is.null(columns) || is_map(columns) || (is_list && all(vapply(columns, is_map, NA)))
  check_argument(fits, columns, "columns", "named text, or a list of such with a table's name each", call)
  if (is.list(columns)) {
    for (table in setdiff(names(columns), names(table_specs))) {
      usage_error("columns", sprintf("`columns` names a table `%s`, which a cohort does not have%s",
                                     table, did_you_mean(table, names(table_specs))), call)
    }
    return(invisible())
  }
  all_names <- unlist(lapply(tables, names))
  absent <- columns[!columns %in% all_names & !tidy_names(columns) %in% tidy_names(all_names)]
  if (length(absent) > 0) {
    swapped <- names(absent)[1] %in% all_names
    hint <- if (swapped) sprintf("; our name comes first: c(%s = \"%s\")", cut_text(absent[1]), names(absent)[1]) else
      did_you_mean(absent[1], all_names)
    usage_error("columns", sprintf("`columns` maps to `%s`, which is in no table%s", absent[1], hint), call)
  }
}

missing_column_error <- function(column, table, others, call) {
  near <- nearest(column, others)
  if (is.null(near)) near <- Filter(function(name) length(may_be(name, column, table)) > 0, others)[1]
  if (length(near) == 0 || is.na(near)) near <- NULL
  hint <- if (!is.null(near)) {
    sprintf("; did you mean `%s`?", near)
  } else if (length(others) > 0) {
    sprintf(", which has %s", toString(sprintf("`%s`", utils::head(others, 6))))
  } else ""
  if (column %in% table_specs[[table]]$required) {
    how <- if (is.null(near)) "; where it has another name, give" else " Then give"
    hint <- sprintf("%s%s `columns = list(%s = c(%s = \"%s\"))`", hint, how, table, column,
                    if (is.null(near)) "its name" else near)
  }
  rows <- if (table %in% names(row_nouns)) sprintf(" (one row per %s)", row_nouns[[table]]) else ""
  message <- sprintf("Column `%s` is missing from `%s`%s%s", column, table, rows, hint)
  table_error(message, table, column, NA, NULL, call)
}

# The nearest of `choices`, if one is near.
nearest <- function(x, choices) {
  choices <- unique(choices[!is.na(choices)])
  if (length(choices) == 0 || !validEnc(x) || nchar(x) > 200) return(NULL)
  away <- utils::adist(fold(x), fold(choices))[1, ]
  near <- choices[which.min(away)]
  if (min(away) <= max(1, nchar(x) %/% 3)) near
}

did_you_mean <- function(x, choices) {
  near <- nearest(x, choices)
  if (is.null(near)) "" else sprintf("; did you mean `%s`?", near)
}

# Where none is near, the choices themselves.
did_you_mean_or <- function(x, choices) {
  hint <- did_you_mean(x, choices)
  if (nzchar(hint) || length(choices) == 0) return(hint)
  more <- if (length(choices) > 8) ", ..." else ""
  sprintf("; it has %s%s", toString(sprintf("`%s`", utils::head(choices, 8))), more)
}

read_column <- function(x, kind, arg, call, date_order = NULL) {
  check_argument(is.atomic(x) && is.null(dim(x)), x, arg, "a plain vector", call)
  if (is.factor(x)) check_factor(x, arg, call)
  if (is_text(x) && !is_valid_text(x)) x <- without_bad_bytes(x, arg, call)
  x <- in_utf8(x)
  switch(
    kind,
    id = read_ids(x, arg, call),
    day = as_days(x, arg, call, date_order),
    name = read_names(x, arg, call),
    text = blank_to_na(with_point(as.character(plain_vector(x, arg, call)))),
    value = if (is.factor(x) || is.character(x)) blank_to_na(as.character(x)) else read_numbers(x, arg, call),
    limit = read_numbers(x, arg, call),
    amount = read_amounts(x, arg, call),
    count = read_counts(x, arg, call),
    lesions = read_counts(x, arg, call),
    grade = read_within(read_counts(x, arg, call), 5, arg, "a grade from 0 to 5", call),
    edss = read_within(read_amounts(x, arg, call), 10, arg, "a score from 0 to 10", call),
    flag = read_flags(x, arg, call),
    any = ,
    group = ,
    sex = plain_vector(x, arg, call)
  )
}

# Numbers that a spreadsheet has kept as text are read, if all of them can be.
read_numbers <- function(x, arg, call) {
  finite <- .Machine$double.xmax
  if (is.double(x) && !is.object(x) && .Call(C_all_within, x, -finite, finite)) return(as.double(x))
  if (is.factor(x)) x <- as.character(x)
  if (is_blank(x)) return(as.double(x))
  if (is.character(x)) {
    text <- blank_to_na(x)
    ok <- is.na(text) | grepl(number_pattern, text)
    check_elements(ok, x, arg, "a number", call)
    number <- as.double(replace(text, !ok, NA))
    check_elements(!is.infinite(number), x, arg, "a finite number", call)
    x <- number
  }
  check_argument(is_bare_number(x), x, arg, "numbers", call)
  check_elements(is.na(x) | is.finite(x), x, arg, "a finite number", call)
  as.double(replace(x, is.infinite(x), NA))
}

read_counts <- function(x, arg, call) {
  x <- read_numbers(x, arg, call)
  read_within(as_counts(x, arg, call), most_counted, arg, "a number that can be counted, at most 1e9", call)
}

read_amounts <- function(x, arg, call) {
  x <- read_numbers(x, arg, call)
  check_elements(is.na(x) | x >= 0, x, arg, "0 or more", call)
  x
}

read_within <- function(x, most, arg, must_be, call) {
  check_elements(is.na(x) | x <= most, x, arg, must_be, call)
  x
}

read_flags <- function(x, arg, call) {
  if (is.logical(x)) return(as.vector(x))
  check_argument(is_bare_number(x) || is.character(x) || is.factor(x), x, arg,
                 "TRUE or FALSE, 1 or 0, yes or no", call)
  text <- fold(blank_to_na(with_point(as.character(x))))
  check_elements(is.na(text) | text %in% c(yes, no), x, arg, "TRUE or FALSE, 1 or 0, yes or no", call)
  ifelse(is.na(text), NA, text %in% yes)
}

# Names as a factor: one level for all spellings that fold to one, shown in the
# spelling that comes first, in order of the folded names.
read_names <- function(x, arg, call) {
  check_argument(is.character(x) || is.factor(x) || is_blank(x), x, arg, "text", call)
  if (is_blank(x)) x <- as.character(x)
  if (!is.factor(x)) x <- factor(x, unique(x))
  # A level that no row has is no name.
  spelt <- replace(blank_to_na(levels(x)), tabulate(x, nlevels(x)) == 0, NA)
  spelling <- sort(unique(spelt), method = "radix")
  key <- sort(unique(fold(spelling)), method = "radix")
  code <- match(fold(spelt), key)[as.integer(x)]
  structure(code, levels = spelling[match(key, fold(spelling))], class = "factor")
}

# An id is text, or a whole number. White space around it is none of it.
read_ids <- function(x, arg, call) {
  x <- plain_column(x, "id")$values
  if (is.factor(x)) x <- as.character(x)
  if (is.character(x)) return(blank_to_na(x))
  if (is_blank(x)) return(as.character(x))
  check_argument(is_bare_number(x), x, arg, "text, a factor or whole numbers", call)
  if (is.integer(x) || are_whole(x)) return(x)
  check_elements(is.na(x) | abs(x) <= 2^53, x, arg, "a whole number below 2^53", call)
  check_elements(is.na(x) | x == round(x), x, arg, "a whole number", call)
  x
}
