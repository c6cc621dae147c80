# A file of text with a table. It is looked through by its bytes, in which a separator, a
# quotation mark and the end of a line are what they are in any text of UTF-8; characters
# of a long text would have to be counted from its start each time.

separators <- c(",", ";", "\t")

line_end <- as.raw(10L)

read_text_table <- function(file, table, sep, encoding, call) {
  bytes <- file_bytes(file, table, encoding, call)
  said <- said_separator(bytes)
  skipped <- if (is.null(said)) 0L else 1L
  if (skipped == 1L) bytes <- bytes[-seq_len(match(line_end, bytes))]
  if (length(bytes) == 0) table_error(sprintf("%s is empty", file), table, NA_character_, NA, NULL, call)
  sep <- sep %||% said %||% frequent_separator(bytes)
  check_quotes(bytes, file, table, sep, skipped, call)
  plain <- temporary_file(bytes, call)
  on.exit(unlink(plain))
  check_fields(plain, file, table, sep, call)
  utils::read.table(plain, header = TRUE, sep = sep, quote = "\"", fill = FALSE, comment.char = "",
                    colClasses = "character", na.strings = c("", "NA"), check.names = FALSE,
                    encoding = "UTF-8", stringsAsFactors = FALSE)
}

first_line <- function(bytes) rawToChar(bytes[seq_len(match(line_end, bytes) - 1L)])

# What a first line such as sep=; says; NULL where the first line is no such thing.
said_separator <- function(bytes) {
  pattern <- "^\"?sep=([\t -~])\"?$"
  line <- first_line(bytes)
  if (grepl(pattern, line, ignore.case = TRUE, useBytes = TRUE)) {
    sub(pattern, "\\1", line, ignore.case = TRUE, useBytes = TRUE)
  }
}

frequent_separator <- function(bytes) {
  line <- bytes[seq_len(match(line_end, bytes))]
  separators[which.max(vapply(separators, function(mark) sum(line == charToRaw(mark)), 0L))]
}

# The bytes of the file in UTF-8, each line ended by "\n", the last one too.
file_bytes <- function(file, table, encoding, call) {
  bytes <- tryCatch(suppressWarnings(readBin(file, "raw", file.size(file))), error = function(e) {
    usage_error("folder", sprintf("%s cannot be read", file), call)
  })
  text <- in_utf8_bytes(list(without_mark(bytes)), encoding, call)[[1]]
  if (is.null(text)) {
    lines <- unname(split(bytes, c(0, cumsum(bytes == line_end))[seq_along(bytes)]))
    row <- match(TRUE, vapply(in_utf8_bytes(lines, encoding, call), is.null, NA), nomatch = 1L)
    message <- sprintf("%s is not in the encoding %s: see line %d, and give its `encoding`", file, encoding, row)
    table_error(message, table, NA_character_, NA, NULL, call)
  }
  text <- without_mark(text)
  if (all(text %in% charToRaw(" \t\r\n"))) {
    table_error(sprintf("%s is empty", file), table, NA_character_, NA, NULL, call)
  }
  with_line_ends(text)
}

# Without the mark of the order of bytes, which is no text.
without_mark <- function(bytes) {
  if (length(bytes) >= 3 && all(bytes[1:3] == as.raw(c(0xef, 0xbb, 0xbf)))) bytes[-(1:3)] else bytes
}

with_line_ends <- function(bytes) {
  return_at <- which(bytes == as.raw(13L))
  bytes[return_at] <- line_end
  drop <- return_at[c(bytes, as.raw(0L))[return_at + 1L] == line_end & !(return_at + 1L) %in% return_at]
  if (length(drop) > 0) bytes <- bytes[-drop]
  if (bytes[length(bytes)] == line_end) bytes else c(bytes, line_end)
}

# Bytes of an encoding as those of UTF-8, NULL where they are none. Bytes of 0, which
# text has none of, are a sign of UTF-16 read as something else.
in_utf8_bytes <- function(bytes, encoding, call) {
  wide <- grepl("^(UTF|UCS)-?(16|32|2|4)", encoding, ignore.case = TRUE)
  none <- !wide & vapply(bytes, function(part) any(part == as.raw(0L)), NA)
  text <- rep(NA_character_, length(bytes))
  text[!none] <- tryCatch(iconv(bytes[!none], encoding, "UTF-8"), error = function(e) {
    usage_error("encoding", sprintf("There is no encoding %s here; iconvlist() names those that there are", shown(encoding)), call)
  })
  lapply(text, function(part) if (!is.na(part)) charToRaw(part))
}

# A quotation mark must open a field and close it, or stand twice within one: one in
# the middle would take all up to the next for one field. They open and close by turns;
# of two beside each other in a field the first seems to close, and the second to open
# again.
check_quotes <- function(bytes, file, table, sep, skipped, call) {
  at <- which(bytes == charToRaw("\""))
  n <- length(at)
  if (n == 0) return()
  edges <- c(charToRaw(sep), line_end)
  opens <- seq_len(n) %% 2 == 1
  after_another <- c(FALSE, diff(at) == 1)
  before_another <- c(after_another[-1], FALSE)
  fits <- ifelse(opens, after_another | c(line_end, bytes)[at] %in% edges, before_another | c(bytes, line_end)[at + 1L] %in% edges)
  # The end of the file closes nothing.
  if (n %% 2 == 1) fits[n] <- FALSE
  stray <- match(FALSE, fits)
  if (is.na(stray)) return()
  begun <- which(opens & !after_another)
  first <- at[max(begun[begun <= stray])]
  line <- sum(bytes[seq_len(first)] == line_end) + 1L + skipped
  message <- sprintf("%s has a quotation mark in line %d that opens or closes no field", file, line)
  table_error(message, table, NA_character_, NA, NULL, call)
}

check_fields <- function(plain, file, table, sep, call) {
  fields <- utils::count.fields(plain, sep = sep, quote = "\"", comment.char = "", blank.lines.skip = TRUE)
  # NA: a line that a quoted field goes beyond.
  fields <- fields[!is.na(fields)]
  row <- which(fields != fields[1])[1]
  if (is.na(row)) return()
  message <- sprintf("%s has %s in row %d, where its first line has %d", file, counted(fields[row], "field"),
                     row - 1L, fields[1])
  table_error(message, table, NA_character_, NA, NULL, call)
}
