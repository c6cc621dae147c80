# What the package is required to do, and the cases that show it: tables and code
# in inst/validation, which come with the installed package.

validation_file <- function(...) system.file("validation", ..., package = "msaudit", mustWork = TRUE)

validation_table <- function(name) {
  utils::read.csv(validation_file(paste0(name, ".csv")), colClasses = "character", na.strings = character(),
                  encoding = "UTF-8")
}

words <- function(x) strsplit(trimws(x), " +")

# Requirements, exports and cases, a row for each that belong together; NA where
# a requirement has no case.
traceability <- function() {
  requirements <- validation_table("requirements")
  cases <- validation_table("cases")
  met_by <- words(cases$requirement)
  pairs <- data.frame(case = rep(cases$case, lengths(met_by)), requirement = unlist(met_by), stringsAsFactors = FALSE)
  pairs <- merge(requirements, merge(pairs, cases[c("case", "oracle", "source")], by = "case"), all.x = TRUE,
                 by = "requirement", sort = FALSE)
  pairs <- pairs[order(match(pairs$requirement, requirements$requirement), match(pairs$case, cases$case)), ]
  as_frame(as.list(pairs[c("requirement", "text", "risk", "reason", "exports", "case", "oracle", "source")]), nrow(pairs))
}

# What the package exports, whether it is attached or not.
exports_before <- function(parent) {
  names <- getNamespaceExports("msaudit")
  list2env(lapply(structure(names, names = names), function(name) getExportedValue("msaudit", name)), parent = parent)
}

# Where the code of the cases lives: it sees what the package exports and base
# R, so that it checks what a user calls. Comparisons are kept in `record`.
case_space <- function(record) {
  space <- new.env(parent = exports_before(baseenv()))
  space$compare <- function(item, got, wanted, relative = 1e-9, within = NULL) {
    record$kept[[length(record$kept) + 1L]] <- comparison(item, got, wanted, relative, within)
    invisible()
  }
  for (file in sort(list.files(validation_file("cases"), pattern = "[.]R$", full.names = TRUE), method = "radix")) {
    sys.source(file, space, keep.source = FALSE)
  }
  space
}

# Each element that was got beside the one wanted, as text, and how far apart
# they may be: `within`, or a part of what is wanted, of 0 a 1e-12th.
comparison <- function(item, got, wanted, relative = 1e-9, within = NULL) {
  if (is.factor(got)) got <- as.character(got)
  if (length(got) != length(wanted)) {
    return(list(item = item, wanted = sprintf("%d elements", length(wanted)), got = sprintf("%d elements", length(got)),
                tolerance = 0, passed = FALSE))
  }
  if (length(wanted) == 0) return(list(item = item, wanted = "none", got = "none", tolerance = 0, passed = TRUE))
  text <- is.character(wanted)
  tolerance <- if (!is.null(within)) within else if (text) 0 else ifelse(wanted == 0, 1e-12, relative * abs(wanted))
  tolerance <- rep_len(tolerance, length(wanted))
  tolerance[is.na(tolerance) | is.infinite(tolerance)] <- 0
  many <- length(wanted) > 1
  list(
    item = if (many) paste0(item, " [", seq_along(wanted), "]") else item, wanted = shown_value(wanted),
    got = shown_value(got), tolerance = tolerance,
    passed = if (text) text_agrees(got, wanted) else number_agrees(got, wanted, tolerance)
  )
}

text_agrees <- function(got, wanted) {
  if (!is.character(got)) return(rep(FALSE, length(wanted)))
  (is.na(got) & is.na(wanted)) | (!is.na(got) & !is.na(wanted) & got == wanted)
}

# What is missing is NA and never NaN, an infinity is itself.
number_agrees <- function(got, wanted, tolerance) {
  if (!is.numeric(got) && !is.logical(got)) return(rep(FALSE, length(wanted)))
  same <- is.finite(wanted) & is.finite(got) & abs(got - wanted) <= tolerance
  same | (is.na(wanted) & is.na(got) & !is.nan(got)) | (is.infinite(wanted) & got %in% c(-Inf, Inf) & got == wanted)
}

shown_value <- function(x) {
  if (is.numeric(x) || is.logical(x)) sprintf("%.15g", as.double(x)) else as.character(x)
}

# Runs a case: its comparisons, and a failed one of the error that ended it.
run_case <- function(case, space, record) {
  record$kept <- list()
  problem <- tryCatch({
    space[[case]]()
    NULL
  }, error = conditionMessage)
  if (is.null(problem) && length(record$kept) == 0) problem <- "nothing was compared"
  if (!is.null(problem)) {
    record$kept[[length(record$kept) + 1L]] <-
      list(item = "runs to its end", wanted = "no error", got = problem, tolerance = 0, passed = FALSE)
  }
  bound_comparisons(record$kept)
}

bound_comparisons <- function(comparisons) {
  names <- c("item", "wanted", "got", "tolerance", "passed")
  columns <- lapply(structure(names, names = names), function(name) unlist(lapply(comparisons, `[[`, name)))
  as_frame(columns, length(columns$item))
}

not_run <- function(package) {
  data.frame(item = "runs", wanted = "the case is run", got = paste("not run: the package", package, "is not here"),
             tolerance = 0, passed = NA, stringsAsFactors = FALSE)
}
