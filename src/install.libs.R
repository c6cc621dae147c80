# Puts the compiled library in its place, as R would, and its MD5 sum beside it: of a
# library, which differs from machine to machine, the sum is known nowhere else.
libraries <- Sys.glob(paste0("*", SHLIB_EXT))
folder <- file.path(R_PACKAGE_DIR, paste0("libs", R_ARCH))
dir.create(folder, recursive = TRUE, showWarnings = FALSE)
if (!all(file.copy(libraries, folder, overwrite = TRUE))) stop("the compiled library could not be copied")
if (file.exists("symbols.rds")) file.copy("symbols.rds", folder, overwrite = TRUE)
writeLines(unname(tools::md5sum(libraries)), file.path(folder, "library.md5"))
