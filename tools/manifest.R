# Writes inst/validation/manifest.csv of the sources in a folder: the hash of
# each file that is installed as it is, of each object of R/, and of all sources
# together. Needs the two packages that are imported.
#
#     Rscript tools/manifest.R FOLDER
folder <- commandArgs(TRUE)[1]
code <- new.env(parent = globalenv())
test_number <- checkmate::test_number
for (file in sort(list.files(file.path(folder, "R"), full.names = TRUE), method = "radix")) {
  sys.source(file, code, keep.source = FALSE)
}
# Files that R CMD INSTALL leaves as they are.
verbatim_files <- c("LICENSE", "NAMESPACE", "NEWS.md")

manifest_of_sources <- function(folder, code) {
  all <- list.files(folder, recursive = TRUE)
  # The benchmark is not installed (.Rbuildignore).
  all <- all[!startsWith(all, "inst/bench/")]
  inst <- sub("^inst/", "", all[startsWith(all, "inst/")])
  all <- all[grepl("^(R|src|inst|man|vignettes|tests)/|^(DESCRIPTION|LICENSE|NAMESPACE|NEWS[.]md)$", all)]
  all <- sort(all[!grepl("[.](o|so|dll)$", all)], method = "radix")
  version <- read.dcf(file.path(folder, "DESCRIPTION"))[1, "Version"]
  rows <- rbind(
    code$manifest_rows("version", "DESCRIPTION", unname(version)),
    code$manifest_rows("source", "all", code$text_hash(paste(all, unname(tools::md5sum(file.path(folder, all)))))),
    code$manifest_rows("file", c(verbatim_files, inst),
                  unname(tools::md5sum(file.path(folder, c(verbatim_files, file.path("inst", inst)))))),
    code$code_rows(code)
  )
  rows[order(match(rows$kind, unique(rows$kind)), rows$name, method = "radix"), ]
}

target <- file.path(folder, "inst", "validation", "manifest.csv")
unlink(target)
utils::write.csv(manifest_of_sources(folder, code), target, row.names = FALSE)
