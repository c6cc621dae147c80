# The index of the website lists every help page: pkgdown stops where it does not.
test_that("the reference index of the website covers every exported function", {
  file <- testthat::test_path("..", "..", "_pkgdown.yml")
  skip_if_not(file.exists(file)) # not in the package as it is built
  lines <- readLines(file)
  lines <- lines[seq(which(lines == "reference:"), length(lines))]
  listed <- sub("^ *- ", "", grep("^  - ", lines, value = TRUE))
  starts <- sub('^starts_with\\("(.*)"\\)$', "\\1", grep("^starts_with", listed, value = TRUE))
  pages <- list.files(testthat::test_path("..", "..", "man"), "[.]Rd$", full.names = TRUE)
  aliases <- lapply(pages, function(page) sub("^\\\\alias\\{(.*)\\}$", "\\1", grep("^\\\\alias", readLines(page), value = TRUE)))
  covered <- vapply(seq_along(pages), function(i) {
    name <- sub("[.]Rd$", "", basename(pages[i]))
    any(c(name, aliases[[i]]) %in% listed) || any(startsWith(name, starts))
  }, NA)
  expect_identical(basename(pages)[!covered], character())
  exported <- sub("^export\\((.*)\\)$", "\\1", grep("^export\\(", readLines(testthat::test_path("..", "..", "NAMESPACE")), value = TRUE))
  expect_identical(setdiff(exported, unlist(aliases[covered])), character())
})
