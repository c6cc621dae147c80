# Stops if the package, once attached, has loaded more than R's base packages,
# the two that it imports and what those import.
suppressPackageStartupMessages(library(msaudit))
allowed <- c(rownames(installed.packages(priority = "base")),
             "msaudit", "checkmate", "backports", "cli")
loaded <- setdiff(loadedNamespaces(), allowed)
if (length(loaded) > 0) stop("Loaded as well: ", toString(loaded))
