# The hashes of a manifest, which say what the build of a package put in: a
# machine can compute them again from what is installed. tools/manifest.R of the
# sources writes the manifest with these.

manifest_rows <- function(kind, name, hash) {
  data.frame(kind = rep(kind, length(name)), name = name, hash = hash, stringsAsFactors = FALSE)
}

# Objects of a namespace but for those that R and the compiled code put there.
code_rows <- function(code) {
  names <- ls(code, all.names = TRUE)
  names <- sort(names[!grepl("^C_|^[.](__|packageName)", names)], method = "radix")
  # What cannot be read has no hash, but is still one of those that there should be.
  hash <- function(name) tryCatch(text_hash(canonical(code[[name]])), error = function(error) paste("none:", conditionMessage(error)))
  manifest_rows("code", names, vapply(names, hash, "", USE.NAMES = FALSE))
}

# MD5 finds what changed by accident, not what somebody forged.
text_hash <- function(lines) {
  file <- temporary_file(charToRaw(paste(enc2utf8(lines), collapse = "\n")), call = NULL)
  on.exit(unlink(file))
  unname(tools::md5sum(file))
}

# An object as text, the same whatever the version of R, whether it was compiled
# to byte code, and whether source references were kept. Of a function arguments
# and body count, not its environment.
canonical <- function(x) {
  text <- switch(
    typeof(x),
    symbol = as.character(x),
    closure = c(canonical(as.list(formals(x))), canonical(body(x))),
    language = c(names(x), canonical_parts(x)),
    pairlist = ,
    list = ,
    expression = canonical_parts(x),
    double = sprintf("%.17g", x),
    `NULL` = ,
    environment = ,
    special = ,
    builtin = "",
    as.character(x)
  )
  attributes <- attributes(x)[setdiff(names(attributes(x)), c("srcref", "srcfile", "wholeSrcref"))]
  attributes <- attributes[sort(as.character(names(attributes)), method = "radix")]
  c(paste0(typeof(x), "("), text, if (length(attributes) > 0) c(names(attributes), lapply(unname(attributes), canonical)), ")",
    recursive = TRUE)
}

canonical_parts <- function(x) {
  unlist(lapply(seq_along(x), function(i) if (is_empty_symbol(x[[i]])) "<>" else canonical(x[[i]])))
}

is_empty_symbol <- function(x) missing(x) || identical(x, quote(expr = ))
