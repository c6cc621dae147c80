# Groups of patients and kinds of relapses in one spelling each. A slip of the pen would
# else be a group of its own, with its own denominator.

# Numbers, text or a factor of sexes, centres, severities with one spelling for all that
# fold to one (R/cohort-columns.R): the most usual, of equals the first by its bytes, so that
# the order of rows does not matter. In `joined`, for each of those spelt in several
# ways, what it is now, and what it was. The levels of a factor keep their order.
one_spelling <- function(x, key = fold) {
  if (!is.character(x) && !is.factor(x)) return(list(values = x, joined = NULL))
  text <- without_blank(as.character(x))
  found <- .Call(C_text_codes, text)
  spelt <- found$levels
  many <- tabulate(found$code, length(spelt))
  group <- key(spelt)
  best <- order(group, -many, spelt, method = "radix")
  best <- best[!duplicated(group[best])]
  stands_for <- spelt[best][match(group, group[best])]
  values <- stands_for[found$code]
  if (is.factor(x)) {
    levels <- without_blank(levels(x))
    said <- stands_for[match(levels, spelt)]
    levels <- unique(ifelse(is.na(said), levels, said))
    values <- factor(values, levels[!is.na(levels)])
  }
  several <- sort(unique(stands_for[stands_for != spelt]), method = "radix")
  joined <- lapply(several, function(name) sort(spelt[stands_for == name], method = "radix"))
  list(values = values, joined = structure(joined, names = several))
}

# A group may be called NA, as Namibia is.
without_blank <- function(text) {
  text <- tidy_text(text)
  replace(text, !nzchar(text), NA)
}

# Sexes beside that by their English names and first letters. Other languages are left
# as they are: M is a man in one and a woman in another.
sex_key <- function(x) {
  key <- fold(x)
  key[key %in% c("female", "woman")] <- "f"
  key[key %in% c("male", "man")] <- "m"
  key
}

# The spellings that were joined are listed once, however many rows have them.
joined_spellings <- function(x, kind, table, name, log) {
  found <- one_spelling(x, if (kind == "sex") sex_key else fold)
  said <- vapply(found$joined, function(spelt) toString(shown(spelt)), "")
  add_findings(log, table, rep(NA_integer_, length(said)), NA_character_, "joined_spellings",
               sprintf("%s: %s", rep(name, length(said)), said), sprintf("taken as %s", vapply(names(said), shown, "")))
  found$values
}
