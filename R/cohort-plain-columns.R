# Columns of SPSS, Stata and SAS, as haven, labelled, sjlabelled, Hmisc or foreign give
# them: numbers or text with a book of codes. They are made plain at the door, before
# anything is read from them, and by what they carry alone: none of these packages need
# be there.

# What the codes stand for, named by their labels; NULL where there is no such book.
code_labels <- function(x) {
  for (book in c("labels", "value.labels")) {
    labels <- attr(x, book, exact = TRUE)
    if (is.atomic(labels) && length(labels) > 0 && !is.null(names(labels))) return(labels)
  }
  NULL
}

labelled_classes <- c("haven_labelled", "haven_labelled_spss", "labelled", "labelled_spss")

is_labelled <- function(x) {
  is.atomic(x) && !is.factor(x) && is.null(dim(x)) && (inherits(x, labelled_classes) || !is.null(code_labels(x)))
}

# What is declared to be missing, by single values or by a range of them, is missing
# whatever the number: so it is asked while the column still says so.
declared_missing <- function(x) {
  values <- bare_values(x)
  missing <- is.na(values)
  listed <- attr(x, "na_values", exact = TRUE)
  if (!is.null(listed)) missing <- missing | values %in% listed
  range <- attr(x, "na_range", exact = TRUE)
  if (length(range) == 2) missing <- missing | (values >= range[1] & values <= range[2]) %in% TRUE
  missing
}

# The values without class or attributes; days keep the class that says so.
bare_values <- function(x) {
  class(x) <- setdiff(oldClass(x), c(labelled_classes, "vctrs_vctr", "double", "integer", "character", "numeric"))
  if (is.object(x)) return(x)
  attributes(x) <- NULL
  x
}

# What a label says of a code that stands for no value, though it is not declared missing.
missing_labels <- c(
  "?", "-", "n/a", "na", "n.d.", "nd", "no answer", "no data", "not applicable", "not assessed", "not available", "not done",
  "not determined", "not known", "not measured", "not performed", "not recorded", "not reported", "missing", "refused", "unknown",
  "clotted", "haemolysed", "haemolyzed", "hemolysed", "hemolyzed",
  "entf\u00e4llt", "fehlend", "fehlt", "k. a.", "k.a.", "keine angabe", "nicht bekannt", "nicht durchgef\u00fchrt", "nicht erhoben",
  "nicht gemacht", "unbekannt", "inconnu", "manquant", "non connu", "non disponible", "non fait", "non r\u00e9alis\u00e9",
  "desconocido", "no disponible", "no realizado", "sin datos", "mancante", "non disponibile", "non eseguito", "non noto", "sconosciuto"
)

# A column for what is read from it, and in `lost` the rows whose label says that nothing
# is known. Names, groups and text are read by their labels, as are flags if the labels
# are yes and no, and numbers of lesions that a label puts in words; ids, days and other
# numbers are the codes themselves. A column that we do not know is a factor if each of
# its codes has a label.
plain_column <- function(x, kind) {
  if (!is_labelled(x)) return(list(values = x, lost = integer()))
  values <- replace(bare_values(x), declared_missing(x), NA)
  labels <- said_labels(x)
  if (length(labels) == 0 || kind == "id") return(list(values = values, lost = integer()))
  label <- names(labels)[match(values, labels)]
  if (kind %in% text_kinds) return(list(values = by_labels(values, label, labels), lost = integer()))
  read <- integer()
  lost <- which(fold(label) %in% fold(missing_labels) | is_special_code(values, label, kind))
  values[lost] <- label[lost] <- NA
  if (kind %in% number_kinds && is.numeric(values)) {
    said <- labelled_number(label)
    read <- which(!is.na(values) & !is.na(said) & said != values)
    values[read] <- said[read]
    label[read] <- NA
  }
  plain <- switch(
    kind,
    flag = if (all(is.na(values) | yes_or_no(label) %in% c(yes, no))) yes_or_no(label) else values,
    lesions = codes_in_words(values, label),
    own = if (!all(is.na(values)) && all(is.na(values) | !is.na(label))) by_labels(values, label, labels) else values,
    values
  )
  list(values = plain, lost = lost, read = read)
}

# Codes whose label is another number stand for it: EDSS steps kept as 0, 1, 2 for "0",
# "1.0", "1.5", grades as 0 for "Grade 1".
labelled_number <- function(label) {
  text <- sub("^(ctcae|grade|grad|edss|score)[ :]*", "", fold(label))
  suppressWarnings(as.double(ifelse(grepl(number_pattern, text), text, NA)))
}

# Labels of flags, in languages of which yes and no are no yes and no in another.
yes_or_no <- function(label) {
  label <- fold(label)
  label[label %in% c("ja", "oui", "si", "s\u00ed", "s\u00ec")] <- "yes"
  label[label %in% c("nein", "non")] <- "no"
  label
}

text_kinds <- c("name", "text", "any", "group", "sex")

# Codes among numbers that have no label are numbers too, unless they lie beyond all of
# those and their label is neither a number nor words for one: 888 "see remarks".
is_special_code <- function(values, label, kind) {
  special <- rep(FALSE, length(values))
  if (!kind %in% c("value", "limit", "amount", "lesions") || !is.numeric(values)) return(special)
  odd <- which(!is.na(label) & !grepl(number_pattern, label))
  # A scale of words alone is its codes.
  if (length(odd) == sum(!is.na(values))) return(special)
  if (kind == "lesions") odd <- odd[!bounds_of_words(label[odd], "new_t2")$read]
  plain <- values[setdiff(which(!is.na(values)), odd)]
  if (length(plain) > 0) special[odd] <- values[odd] > max(plain) | values[odd] < min(plain)
  special
}

# The book of codes without what has no code or no name.
said_labels <- function(x) {
  labels <- code_labels(x)
  if (is.null(labels)) return(NULL)
  names(labels) <- tidy_text(names(labels))
  labels[!is.na(labels) & !is.na(names(labels)) & nzchar(names(labels))]
}

# A factor in the order of the book, a code without a label standing for itself; labels
# that no row has are no groups.
by_labels <- function(values, label, labels) {
  text <- ifelse(is.na(label) & !is.na(values), as.character(values), label)
  factor(text, unique(c(names(labels)[names(labels) %in% text], sort(unique(text), method = "radix"))))
}

# Codes whose label is among lesion_words() as these words, which are read and listed.
codes_in_words <- function(values, label) {
  said <- which(!is.na(label) & !grepl(number_pattern, label))
  said <- said[bounds_of_words(label[said], "new_t2")$read]
  if (length(said) == 0) values else replace(as.character(values), said, label[said])
}

# The columns of a table made plain; what a label lets go is a finding.
plain_columns <- function(columns, table, log) {
  kinds <- table_specs[[table]]$columns
  id <- plain_column(columns$id, "id")$values
  for (name in names(columns)) {
    if (!is_labelled(columns[[name]])) next
    kind <- if (name %in% names(kinds)) kinds[[name]] else "own"
    plain <- plain_column(columns[[name]], kind)
    add_findings(log, table, plain$lost, as.character(id)[plain$lost], "labelled_missing",
                 rep(name, length(plain$lost)), "taken as missing")
    add_findings(log, table, plain$read, as.character(id)[plain$read], "labelled_number",
                 sprintf("%s, %s", rep(name, length(plain$read)),
                         vapply(bare_values(columns[[name]])[plain$read], shown, "")),
                 sprintf("read by its label, %s", vapply(as.double(plain$values[plain$read]), shown, "")))
    columns[[name]] <- plain$values
  }
  columns
}

# A data frame that a verb was given, its columns made plain by the kinds named.
plain_frame <- function(frame, ...) {
  kinds <- c(...)
  for (name in names(frame)) {
    if (is_labelled(frame[[name]])) {
      frame[[name]] <- plain_column(frame[[name]], if (name %in% names(kinds)) kinds[[name]] else "own")$values
    }
  }
  frame
}

# Kinds of columns that are numbers.
number_kinds <- c("value", "limit", "amount", "count", "lesions", "grade", "edss")
