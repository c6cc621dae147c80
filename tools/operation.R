# Runs every case of the installed package; ends with status 1 if one fails.
x <- msaudit::validate_operation(quiet = TRUE)
print(x)
cat(sprintf("%.0f seconds\n", attr(x, "seconds")))
quit(status = as.integer(any(x$passed %in% FALSE)))
