# Files are written to a name of their own in the folder where they are to be, looked
# at, and renamed: there is never half of one, and what fails leaves the old one.

# `write` is given the path to write to, and gives how many bytes should then be
# there, or NULL where only the program that wrote them knows.
put_file <- function(file, write, call) put_files(structure(list(write), names = file), call)

# Several that belong together, each by its own: all are complete before the first
# is renamed. The one that is likely to be open in another program comes first.
put_files <- function(writers, call) {
  files <- vapply(names(writers), where_link_leads, "", USE.NAMES = FALSE)
  beside <- tempfile("msaudit-", dirname(files), paste0(".", ending(files)))
  on.exit(unlink(beside))
  for (i in seq_along(files)) write_beside(files[i], beside[i], writers[[i]], call)
  for (i in seq_along(files)) {
    if (!suppressWarnings(file.rename(beside[i], files[i]))) {
      file_error(files[i], sprintf("%s cannot be written; is it open elsewhere?", files[i]), call)
    }
  }
}

# Who may read the old file may read the new one, and nobody else, from its first
# byte on. Some programs write a file anew, with a mode of their own.
write_beside <- function(file, beside, write, call) {
  mode <- file.info(file, extra_cols = FALSE)$mode
  keep_mode <- function() if (!is.na(mode)) Sys.chmod(beside, mode, use_umask = FALSE)
  said <- character()
  why <- withCallingHandlers(
    tryCatch({
      file.create(beside)
      keep_mode()
      bytes <- write(beside)
      keep_mode()
      why_incomplete(beside, bytes)
    }, error = function(error) if (inherits(error, "msaudit_error")) stop(error) else conditionMessage(error)),
    warning = function(warning) {
      said <<- c(said, conditionMessage(warning))
      invokeRestart("muffleWarning")
    }
  )
  if (is.null(why)) return(invisible())
  why <- paste(unique(c(why, said)), collapse = "; ")
  file_error(file, sprintf("%s cannot be written: %s", file, why), call)
}

# A link leads to the file that is meant, unless what it leads to is no such file.
where_link_leads <- function(file) {
  if (!Sys.readlink(file) %in% c("", NA)) {
    to <- normalizePath(file, "/", mustWork = FALSE)
    if (file.exists(to) && ending(to) == ending(file)) return(to)
  }
  file
}

ending <- function(file) tolower(sub(".*[.]", "", file))

# Writers for put_file(). R says nothing where a disk is full, so that the bytes have
# to be counted.
lines_writer <- function(lines) {
  force(lines)
  function(to) {
    connection <- base::file(to, "wb")
    on.exit(close(connection))
    writeLines(lines, connection, useBytes = TRUE)
    sum(nchar(lines, "bytes") + 1)
  }
}

copy_writer <- function(made) {
  force(made)
  function(to) {
    file.copy(made, to, overwrite = TRUE, copy.mode = FALSE)
    file.size(made)
  }
}

# Bytes in a temporary file, all of them: what reads it would not know of less.
temporary_file <- function(bytes, call) {
  force(bytes)
  file <- tempfile()
  why <- tryCatch({
    suppressWarnings(writeBin(bytes, file))
    why_incomplete(file, length(bytes))
  }, error = conditionMessage)
  if (is.null(why)) return(file)
  unlink(file)
  file_error(file, sprintf("The folder for temporary files cannot be written: %s", why), call)
}

# NULL of a file that is all there: by its size or, where that is not known, by how a
# file of its kind ends.
why_incomplete <- function(file, bytes = NULL) {
  size <- file.size(file)
  if (is.na(size)) return("it is not there")
  if (!is.null(bytes)) {
    if (size == bytes) return(NULL)
    return(sprintf("%s of %s bytes were written; is the disk full?", big(size), big(bytes)))
  }
  if (size == 0) return("nothing was written; is the disk full?")
  if (!ends_as_it_should(file)) "its end is missing; is the disk full?"
}

# Of each kind what stands at its end; of what Word and Excel read that of each part
# too, since what packed them may have been given a part that was cut.
ends_as_it_should <- function(file) {
  kind <- ending(file)
  if (kind %in% c("docx", "xlsx")) return(tryCatch(has_whole_parts(file), error = function(error) FALSE))
  mark <- c(html = "</html>", pdf = "%%EOF", png = "IEND")[kind]
  is.na(mark) || holds(last_bytes(file), mark)
}

has_whole_parts <- function(file) {
  folder <- tempfile("parts-")
  on.exit(unlink(folder, recursive = TRUE))
  parts <- suppressWarnings(utils::unzip(file, exdir = folder))
  "[Content_Types].xml" %in% basename(parts) && all(vapply(grep("[.](xml|rels)$", parts, value = TRUE), closes_its_root, NA))
}

# The last tag of a whole XML file closes its first element.
closes_its_root <- function(file) {
  head <- rawToChar(readBin(file, "raw", 1024))
  root <- sub("(?s)^(<[?!][^>]*>|\\s)*<([^\\s/>]+).*", "\\2", head, perl = TRUE, useBytes = TRUE)
  tail <- trimws(rawToChar(last_bytes(file)))
  endsWith(tail, paste0("</", root, ">")) || endsWith(tail, "/>") && !grepl("(?s)<[^?!].*<", tail, perl = TRUE, useBytes = TRUE)
}

holds <- function(bytes, text) length(grepRaw(text, bytes, fixed = TRUE)) > 0

last_bytes <- function(file, n = 1024) {
  connection <- base::file(file, "rb")
  on.exit(close(connection))
  seek(connection, max(0, file.size(file) - n))
  readBin(connection, "raw", n)
}

# Before anything is computed.
check_writable <- function(file, call) {
  folder <- dirname(file)
  if (!dir.exists(folder)) file_error(file, sprintf("There is no folder %s", folder), call)
  if (dir.exists(file)) file_error(file, sprintf("%s is a folder", file), call)
  if (file.access(folder, 2) != 0 || (file.exists(file) && file.access(file, 2) != 0)) {
    file_error(file, sprintf("%s cannot be written", file), call)
  }
}
