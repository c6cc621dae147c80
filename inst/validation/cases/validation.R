# That what checks the package notices what is wrong.

operation_by_hand <- function() {
  x <- validate_operation("rate_by_hand", quiet = TRUE)
  compare("the case asked for", unique(x$case), "rate_by_hand")
  compare("all passed", all(x$passed), TRUE)
}

installation_by_hand <- function() {
  x <- validate_install()
  of <- function(item) x$got[x$item == item]
  version <- read.dcf(system.file("DESCRIPTION", package = "msaudit"))[1, "Version"]
  compare("version", of("version of msaudit"), unname(version))
  compare("R", of("R"), paste(R.version$major, R.version$minor, sep = "."))
  compare("bits of a pointer", of("bits of a pointer"), as.character(8 * .Machine$sizeof.pointer))
}

# An approved result that is changed in its last digits passes, one that is
# changed in the third does not.
performance_by_hand <- function() {
  file <- tempfile(fileext = ".rds")
  on.exit(unlink(file))
  data <- list(events = c(224, 157), years = c(320.1, 652.6))
  approve_results(data, function(data) list(rate = audit_arr(data$events, years = data$years, period = c("a", "b"))), file, approved_by = "a test")
  same <- validate_performance(data, file)
  compare("the same again", all(same$passed), TRUE)
  compare("the rates are there", same$got[same$item == "rate, row 1, estimate"], sprintf("%.15g", 224 / 320.1))
  approved <- readRDS(file)
  approved$results$rate$estimate[1] <- approved$results$rate$estimate[1] * (1 + 1e-13)
  approved$results$rate$estimate[2] <- approved$results$rate$estimate[2] * 1.001
  x <- validate_performance(data, approved)
  compare("what differs", x$item[!x$passed], "rate, row 2, estimate")
  data$events[1] <- 225
  compare("other data are noticed", validate_performance(data, file)$passed[1], FALSE)
}

evidence_by_hand <- function() {
  if (!rmarkdown::pandoc_available("2.0")) return(compare("not written without pandoc", TRUE, TRUE))
  file <- tempfile(fileext = ".html")
  on.exit(unlink(file))
  operation <- validate_operation("rate_by_hand", quiet = TRUE)
  validation_report(file, operation = operation, user = "A. Tester", quiet = TRUE)
  text <- readLines(file, warn = FALSE)
  says("report", text, c("rate_by_hand", "A. Tester", "rate_by_hand: passed", "Signature"))
  compare("it does not say that it is validated", any(grepl("\\bvalidated\\b", text)), FALSE)
}
