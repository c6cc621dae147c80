# The records of a table: read, linked to their patients, put in order of
# patient and day. What cannot be used becomes a finding.
#
# `context` holds what all tables of a cohort share: the map of columns, the
# order of dates, the log of findings, the patients once they are read, and the
# call of the user.

read_table <- function(found, table, context) {
  kinds <- table_specs[[table]]$columns
  found$columns <- plain_columns(found$columns, table, context$log)
  columns <- without_strangers(found, table, context)
  for (name in names(columns)) {
    kind <- if (name %in% names(kinds)) kinds[[name]] else "own"
    columns[[name]] <- with_points(columns[[name]], kind, table, name, columns$id, context)
  }
  for (name in intersect(names(kinds), names(columns))) {
    read <- reading(context$faults, read_cells(columns, name, kinds[[name]], in_table(table, found$user[[name]]), context))
    columns <- if (is.null(read)) replace(columns, name, list(rep(NA, length(columns[[name]])))) else read
  }
  if (table %in% tables_of_groups) columns <- with_own_groups(columns, setdiff(names(columns), names(kinds)), table, context$log)
  doubt_columns(table, found$user, context$log)
  if (table == "labs") columns <- without_impossible_limits(columns, context$log)
  if (table == "patients") without_empty_rows(columns, context) else columns
}

# The columns with one of them read.
read_cells <- function(columns, name, kind, place, context) {
  table <- attr(place, "table")
  raw <- columns[[name]]
  if (kind == "limit") raw <- without_unreadable(raw, table, name, columns$id, context$log)
  if (kind == "lesions") {
    lesions <- read_lesions(raw, table, name, columns$id, context$log)
    raw <- lesions$count
    if (!is.null(lesions$from)) columns[bound_columns(name)] <- lesions[c("from", "to")]
  }
  x <- read_column(raw, kind, place, context$call, context$date_order)
  if (kind %in% c("group", "sex")) x <- joined_spellings(x, kind, table, as.vector(place), context$log)
  columns[[name]] <- if (kind %in% number_kinds) without_nan(x, table, name, columns$id, context$log) else x
  columns
}

# Patients and adverse events are grouped by columns of one's own too: text in one
# spelling each, as that of centres.
tables_of_groups <- c("patients", "events")

with_own_groups <- function(columns, own, table, log) {
  for (name in own) {
    x <- columns[[name]]
    plain <- is_text(x) && is.null(dim(x)) && is_valid_text(x) && (!is.factor(x) || is_whole_factor(x))
    if (plain) columns[[name]] <- joined_spellings(in_utf8(x), "group", table, name, log)
  }
  columns
}

# What is recorded of patients who are not listed is left out, so it need not be
# readable: their rows are blank from here on.
without_strangers <- function(found, table, context) {
  columns <- found$columns
  if (is.null(context$patients)) return(columns)
  id <- read_column(columns$id, "id", in_table(table, found$user[["id"]]), context$call)
  if (has_faults(context$faults, table, found$user[["id"]])) return(columns)
  strange <- which(is.na(patient_codes(id, table, context)))
  if (length(strange) == 0) return(columns)
  known <- setdiff(intersect(names(table_specs[[table]]$columns), names(columns)), "id")
  columns[known] <- lapply(columns[known], function(x) {
    if (is.atomic(x) && is.null(dim(x))) x[strange] <- NA
    x
  })
  columns
}

# A limit of the laboratory that is no number, such as "neg", is none.
without_unreadable <- function(x, table, name, id, log) {
  if (is.factor(x)) x <- as.character(x)
  if (!is.character(x)) return(x)
  text <- blank_to_na(x)
  rows <- which(!is.na(text) & !grepl(number_pattern, text))
  add_findings(log, table, rows, as.character(id)[rows], "unreadable_limit", text[rows],
               paste0("taken as missing", comma_doubt(text[rows])))
  replace(text, rows, NA)
}

# Limits that no range has, such as 0 to 0, -1 or 999 for one that is not known. A
# lower limit of 0 alone is left as it is: the core takes it as none.
without_impossible_limits <- function(columns, log) {
  limits <- columns[intersect(c("ref_low", "ref_high"), names(columns))]
  if (length(limits) == 0) return(columns)
  bad <- Reduce(`|`, lapply(limits, function(x) !is.na(x) & (x < 0 | x == Inf)))
  if ("ref_high" %in% names(limits)) bad <- bad | (limits$ref_high == 0) %in% TRUE
  if (length(limits) == 2) bad <- bad | (limits$ref_low > limits$ref_high) %in% TRUE
  rows <- which(bad)
  shown <- do.call(paste, c(lapply(limits, function(x) ifelse(is.na(x[rows]), "none", with_point(as.character(x[rows])))), sep = " to "))
  add_findings(log, "labs", rows, columns$id[rows], "impossible_limits", shown, "the limits taken as missing")
  columns[names(limits)] <- lapply(limits, replace, rows, NA)
  columns
}

without_nan <- function(x, table, name, id, log) {
  nan <- if (is.numeric(x)) which(is.nan(x)) else integer()
  add_findings(log, table, nan, id[nan], "not_a_number", rep(name, length(nan)), "taken as missing")
  replace(x, nan, NA)
}

# A column that we do not know, but whose name is a slip or a word away from one that is
# missing, is more likely that one.
doubt_columns <- function(table, user, log) {
  known <- names(table_specs[[table]]$columns)
  apart <- names(user) != user & !names(user) %in% known
  for (name in user[apart]) {
    done <- sprintf("kept as `%s_original`", name)
    add_findings(log, table, NA, NA_character_, "name_taken", name, done)
  }
  absent <- setdiff(known, names(user))
  if (length(absent) == 0) return(invisible())
  for (name in setdiff(names(user)[!apart], known)) {
    near <- may_be(name, absent, table)
    if (length(near) > 0) {
      done <- sprintf("kept, but not used; if it is `%s`, say so by `columns`", near[1])
      add_findings(log, table, NA, NA_character_, "unknown_column", name, done)
    }
  }
}

# Values of the laboratory as numbers, with which side of one they lie on; text
# that is none is kept for the finding.
read_values <- function(columns) {
  parsed <- parse_values(columns$value)
  if (!all(parsed$ok)) columns$unreadable <- ifelse(parsed$ok, NA, columns$value)
  columns$value <- parsed$value
  columns$censored <- parsed$censored
  columns
}

link_records <- function(columns, table, context) {
  columns$patient <- patient_codes(columns$id, table, context)
  day <- table_specs[[table]]$day
  columns <- end_spans(columns, table, context)
  if (table == "labs") columns <- read_values(columns)
  columns$row <- seq_along(columns$id)
  refused <- refuse_records(columns, table, columns[[day]], context)
  columns$id <- columns$unreadable <- NULL
  if (length(refused) > 0) columns <- take_rows(columns, -refused, table)

  sorted <- .Call(C_record_order, columns$patient, columns[[day]], context$n_patients)
  if (!sorted$sorted) columns <- take_rows(columns, sorted$order, table)
  if (table == "mri") columns <- with_ties_in_order(columns, table)
  first <- c("patient", intersect(names(table_specs[[table]]$columns), names(columns)))
  columns <- columns[c(first, setdiff(names(columns), c(first, "row")), "row")]
  drop_alike(as_frame(columns, length(columns$row)), table, day, context)
}

# Records of one patient and day in order of what they say, so that the order of
# rows does not matter.
with_ties_in_order <- function(columns, table) {
  day <- table_specs[[table]]$day
  n <- length(columns$row)
  alike <- columns$patient[-1] == columns$patient[-n] & columns[[day]][-1] == columns[[day]][-n]
  if (!any(alike)) return(columns)
  tied <- which(c(FALSE, alike) | c(alike, FALSE))
  known <- names(table_specs[[table]]$columns)
  says <- intersect(setdiff(c(known, unlist(lapply(known, bound_columns))), c("id", day)), names(columns))
  order <- do.call("order", c(unname(lapply(columns[c("patient", day, says)], `[`, tied)), method = "radix"))
  take_rows(columns, replace(seq_len(n), tied, tied[order]), table)
}

# Places among the patients, NA where there is none.
patient_codes <- function(id, table, context) {
  listed_ids <- context$patients$id
  code <- if (is.numeric(id) && is.numeric(listed_ids)) {
    match(id, listed_ids)
  } else {
    match(id_text(id), id_text(listed_ids))
  }
  if (length(code) > 0 && all(is.na(code)) && !all(is.na(id))) {
    unmatched_error(id, table, context)
  }
  code
}

unmatched_error <- function(id, table, context) {
  row <- which(!is.na(id))[1]
  hint <- if (any(without_zeros(id) %in% without_zeros(context$patients$id))) {
    "leading zeros differ: read ids as text in all tables"
  } else if (is.numeric(id) && all(id %in% seq_along(context$patients$id), na.rm = TRUE)) {
    "were they the codes of a factor? Give its labels, as.character(id)"
  } else {
    "ids must be of one kind in all tables"
  }
  message <- sprintf("No id of `%s` is listed in `patients`, which has %s: %s; the first is %s,",
                     table, first_ids(context$patients$id), hint, shown(id[row]))
  table_error(message, table, "id", row, id[row], context$call)
}

first_ids <- function(id) {
  if (length(id) == 0) return("none")
  toString(vapply(utils::head(id, 2), shown, ""))
}

without_zeros <- function(id) {
  id <- id_text(id)
  sub("^0+(?=[0-9])", "", id[!is.na(id)], perl = TRUE)
}

# A span must not end before it begins. A treatment that does has no course; of
# other records the end alone is let go. A treatment recorded to go on after
# the end of follow-up is seen to its end.
end_spans <- function(columns, table, context) {
  ends <- spans[[table]]
  if (is.null(ends) || is.null(columns[[ends[2]]])) {
    if (table == "treatments") columns$stop <- rep(NA_integer_, length(columns$id))
    return(columns)
  }
  end <- columns[[ends[2]]]
  if (table == "treatments") {
    to <- context$patients$to[columns$patient]
    late <- which(end > to & columns$start <= to)
    add_findings(context$log, table, late, columns$id[late], "stop_after_follow_up",
                 shown_days(end[late], context$clock), "taken as going on at its end")
    columns$stop[late] <- NA
  } else {
    early <- which(end < columns[[ends[1]]] & !is.na(columns$patient))
    add_findings(context$log, table, early, columns$id[early], "end_before_onset",
                 shown_days(end[early], context$clock), "kept, its end taken as missing")
    columns[[ends[2]]][early] <- NA
  }
  columns
}

# The records that cannot be used; a finding for each, by the first reason that
# holds.
refuse_records <- function(columns, table, day, context) {
  refused <- integer()
  refuse <- function(problem, rows) {
    rows <- setdiff(rows, refused)
    if (length(rows) == 0) return()
    refused <<- c(refused, rows)
    value <- refused_value(problem, columns, day, rows, context)
    add_findings(context$log, table, rows, columns$id[rows], problem, value,
                 refused_done(problem, columns$id[rows], value, context))
  }
  refuse("missing_id", which(is.na(columns$id)))
  refuse("unlisted_patient", which(is.na(columns$patient)))
  refuse("missing_day", which(is.na(day)))
  if (!is.null(columns$unreadable)) refuse("unreadable_value", which(!is.na(columns$unreadable)))
  for (name in essential_columns[[table]]) {
    refuse(if (name == "value") "missing_value" else "missing_name", which(is.na(columns[[name]])))
  }
  if (table == "treatments") refuse("stop_before_start", which(columns$stop < columns$start))
  refuse("after_follow_up", which(day > context$patients$to[columns$patient]))
  refused
}

refused_value <- function(problem, columns, day, rows, context) {
  switch(
    problem,
    unlisted_patient = id_text(columns$id[rows]),
    unreadable_value = columns$unreadable[rows],
    stop_before_start = shown_days(columns$stop[rows], context$clock),
    after_follow_up = shown_days(day[rows], context$clock),
    rep(NA_character_, length(rows))
  )
}

refused_done <- function(problem, id, value, context) {
  done <- rep("left out", length(id))
  if (problem == "unreadable_value") done <- paste0(done, comma_doubt(value))
  if (problem == "unlisted_patient") {
    zeros <- unique_without_zeros(id) %in% without_zeros(context$patients$id)
    done[zeros] <- "left out; were leading zeros lost? An id that differs in them alone is listed"
  }
  done
}

unique_without_zeros <- function(id) sub("^0+(?=[0-9])", "", id_text(id), perl = TRUE)

# Rows of one patient and day that are alike in all columns are one. The first
# of them is kept. Only neighbours can be alike, since the rows are in order.
drop_alike <- function(records, table, day, context) {
  n <- nrow(records)
  patient <- records$patient
  ties <- .Call(C_tied_records, patient, records[[day]])
  if (length(ties) == 0) return(records)
  compared <- records[ties, setdiff(names(records), "row"), drop = FALSE]
  drop <- ties[duplicated(compared)]
  add_findings(context$log, table, records$row[drop], context$patients$id[patient[drop]], "alike",
               NA_character_, "left out, the first is kept")
  if (length(drop) == 0) records else as_frame(take_rows(records, -drop, table), n - length(drop))
}

# Names that no row has any more are no names of the table.
take_rows <- function(columns, rows, table) {
  columns <- lapply(columns, `[`, rows)
  kinds <- table_specs[[table]]$columns
  for (name in intersect(names(kinds)[kinds == "name"], names(columns))) {
    columns[[name]] <- droplevels(columns[[name]])
  }
  columns
}

# Rows with nothing in them are passed over; any other has an id.
without_empty_rows <- function(columns, context) {
  columns$row <- seq_along(columns$id)
  nameless <- which(is.na(columns$id))
  if (length(nameless) == 0) return(columns)
  blank <- lapply(unname(columns[names(columns) != "row"]), function(x) is_blank_text(x[nameless]))
  empty <- nameless[Reduce(`&`, blank)]
  check_elements(!is.na(columns$id) | columns$row %in% empty, columns$id, in_table("patients", "id"), "known", context$call)
  add_findings(context$log, "patients", empty, NA_character_, "empty_row", NA_character_, "left out")
  if (length(empty) > 0) lapply(columns, `[`, -empty) else columns
}
