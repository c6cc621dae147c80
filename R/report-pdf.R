# PDF from HTML or Word by programs that are there, without LaTeX.

# Programs that write PDF, the preferred first, under the names that they go by.
pdf_names <- list(
  weasyprint = "weasyprint",
  chromium = c("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"),
  libreoffice = c("soffice", "libreoffice")
)

# The paths of those that are on the path, at least one.
pdf_programs <- function(call) {
  paths <- lapply(pdf_names, function(names) {
    found <- Sys.which(names)
    unname(found[nzchar(found)])[1]
  })
  paths <- unlist(paths[!is.na(paths)])
  if (length(paths) == 0) {
    abort("msaudit_package_error", paste("A report as PDF needs weasyprint, Chromium (or Chrome, Edge) or LibreOffice,",
                                         "and none is on the path: install one, or write .docx or .html"),
          package = names(pdf_names), call = call)
  }
  paths
}

# By the first of the programs that can: LibreOffice alone reads Word, and is the
# first only where it is the only one.
write_pdf <- function(made, programs, folder, call) {
  pdf <- file.path(folder, "report.pdf")
  said <- character()
  for (name in names(programs)) {
    said <- run_program(programs[[name]], pdf_arguments(name, made, pdf, folder))
    written <- file.path(folder, sub("[.][a-z]+$", ".pdf", basename(made)))
    if (name == "libreoffice" && file.exists(written)) file.rename(written, pdf)
    if (is.null(why_incomplete(pdf))) return(pdf)
  }
  abort("msaudit_package_error", sprintf("%s wrote no PDF: %s", listed(names(programs)), listed(utils::tail(said, 3))),
        package = names(programs), call = call)
}

# What it said. R puts its own libraries first, with which LibreOffice does not find
# its.
run_program <- function(program, args) {
  libraries <- Sys.getenv("LD_LIBRARY_PATH", NA)
  Sys.unsetenv("LD_LIBRARY_PATH")
  log <- tempfile()
  on.exit({
    if (!is.na(libraries)) Sys.setenv(LD_LIBRARY_PATH = libraries)
    unlink(log)
  })
  suppressWarnings(system2(program, args, stdout = log, stderr = log))
  readLines(log, warn = FALSE)
}

# Chromium refuses its sandbox to root; what it shows is the report alone. Each
# program has a folder of its own for its settings, so that one that runs already
# is no hindrance.
pdf_arguments <- function(name, made, pdf, folder) {
  profile <- normalizePath(folder, "/")
  switch(
    name,
    weasyprint = shQuote(c(made, pdf)),
    chromium = c("--headless", "--disable-gpu", "--no-pdf-header-footer",
                 if (identical(Sys.info()[["effective_user"]], "root")) "--no-sandbox",
                 shQuote(c(sprintf("--user-data-dir=%s/chromium", profile), paste0("--print-to-pdf=", pdf),
                           paste0("file://", normalizePath(made, "/"))))),
    libreoffice = c(shQuote(sprintf("-env:UserInstallation=file://%s/libreoffice", profile)), "--headless",
                    "--convert-to", "pdf", "--outdir", shQuote(c(folder, made)))
  )
}
