# The time that Word and PDF files hold: not that of the clock, with which no report
# would be the same again.

# In seconds since 1970. Files of Word are ZIP files, which know no time before 1980; a
# day later it is 1980 in every time zone.
report_time <- function(cohort) {
  given <- suppressWarnings(as.double(Sys.getenv("SOURCE_DATE_EPOCH")))
  if (is.finite(given)) return(given)
  lock <- if (cohort$clock == "dates" && !is.na(cohort$data_lock)) as.double(cohort$data_lock) else 0
  86400 * max(lock, as.double(as.Date("1980-01-02")))
}

# pandoc, weasyprint and LibreOffice take it from where reproducible builds put it. The
# value that there was, NA for none.
set_report_time <- function(time) {
  was <- Sys.getenv("SOURCE_DATE_EPOCH", NA)
  if (is.na(time)) Sys.unsetenv("SOURCE_DATE_EPOCH") else
    Sys.setenv(SOURCE_DATE_EPOCH = if (is.numeric(time)) sprintf("%.0f", time) else time)
  was
}

# Chromium does not ask. A time in a PDF has as many bytes as any other, so that nothing
# of it moves.
put_report_time <- function(pdf, call) {
  bytes <- readBin(pdf, "raw", file.size(pdf))
  time <- as.POSIXct(as.double(Sys.getenv("SOURCE_DATE_EPOCH")), origin = "1970-01-01", tz = "UTC")
  digits <- charToRaw(format(time, "%Y%m%d%H%M%S", tz = "UTC"))
  for (mark in c("/CreationDate (D:", "/ModDate (D:")) {
    for (at in grepRaw(mark, bytes, fixed = TRUE, all = TRUE)) bytes[at + nchar(mark) + 0:13] <- digits
  }
  put_file(pdf, function(to) {
    writeBin(bytes, to)
    length(bytes)
  }, call)
}
