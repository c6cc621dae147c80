# Texts from data, or of whoever calls, on their way out: each format has one function
# that writes them so that they stand there as text, whatever they hold.

# White space that ends a line or moves the carriage.
breaks <- "[\t\n\v\f\r\u0085\u2028\u2029]+"

# Characters that steer a terminal or the direction of what follows, and those that no
# XML may hold.
steering <- "[\u0001-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"

# Text on one line, as a reader sees it.
one_line <- function(text) {
  if (length(text) == 0) return(text)
  gsub(breaks, " ", without_steering(text), perl = TRUE)
}

# Lines stay lines: of messages, which may have several.
without_steering <- function(text) {
  text <- enc2utf8(text)
  odd <- !is.na(text) & !validUTF8(text)
  text[odd] <- iconv(text[odd], "UTF-8", "UTF-8", sub = "byte")
  gsub(steering, "", text, perl = TRUE)
}

# Lines to the console. What is broken into lines by width should be on one before.
print_lines <- function(...) cat(one_line(c(...)), sep = "\n")

could_be_markup <- paste(sep = "|", "[&*_<>\\[\\]{}\\\\^~$|#@\"'`]", "(?<![[:alnum:] ()])[.()%/;?!+=:-]", ":(?! |$)",
                         "^[[:alnum:]]+\\K[.)](?= |$)", "^[Tt]able\\K:")

# Text as markdown, or between tags and quotes of HTML, that is read as that text: all
# that could be markup is written as the number of the character. Marks that are harmless
# within words, such as those of "2.49 (1.45 to 3.99)", stay where they follow a letter, a
# digit, a space or a bracket, but not where they would begin a list or a caption.
markdown <- function(text) {
  text <- gsub("^ +| +$", "", gsub(" +", " ", one_line(text)))
  text <- replace(text, is.na(text), "NA")
  given <- unique(text)
  kinds <- given
  at <- gregexpr(could_be_markup, kinds, perl = TRUE)
  regmatches(kinds, at) <- lapply(regmatches(kinds, at), function(marks) {
    sprintf("&#%d;", vapply(marks, utf8ToInt, 0L, USE.NAMES = FALSE))
  })
  kinds[match(text, given)]
}

# Between quotes of XML.
attribute_text <- function(text) {
  text <- xml_text(text)
  marks <- c("&", "<", ">", "\"")
  names <- c("&amp;", "&lt;", "&gt;", "&quot;")
  for (i in seq_along(marks)) text <- gsub(marks[i], names[i], text, fixed = TRUE)
  text
}

# Text that XML may hold, lines and all: openxlsx writes what it is given.
xml_text <- function(text) gsub("[\v\f]", " ", without_steering(text))

# Text that a spreadsheet shows instead of computing it; a number is none, nor are the
# forms of these marks that East Asian keyboards write, which Excel takes for them.
no_formula <- function(text) {
  computed <- grepl("^[=+@\t\r\n\uff1d\uff0b\uff20\uff0d-]", text, perl = TRUE) & !grepl("^[+-]?[0-9]+([.,][0-9]+)?$", text)
  ifelse(computed, paste0("'", text), text)
}
