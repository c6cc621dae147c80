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
target <- file.path(folder, "inst", "validation", "manifest.csv")
unlink(target)
utils::write.csv(code$manifest_of_sources(folder, code), target, row.names = FALSE)
