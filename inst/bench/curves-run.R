# Run by curves.R in a session of its own: prints MB, MB of input.
library(msaudit)
file <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))
source(file.path(dirname(file), "spells.R"))
x <- as.list(big_spells(as.numeric(commandArgs(TRUE)[1])))
input <- sum(vapply(x, function(column) as.double(utils::object.size(column)), 0)) / 2^20
gc()
before <- sum(gc(reset = TRUE)[, 6])
curve <- curve_mcf(x$start, x$stop, x$event, x$id)
cat(sum(gc()[, 6]) - before, input, "\n")
