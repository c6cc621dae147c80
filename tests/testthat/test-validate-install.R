# No C runs here but that of R, which takes minutes under valgrind.
skip_watched()

test_that("the machine and the package are described, and nothing differs", {
  x <- validate_install()
  expect_named(x, c("item", "wanted", "got", "passed"))
  expect_identical(x$got[x$item == "version of msaudit"], as.character(packageVersion("msaudit")))
  expect_match(x$got[x$item == "compiler"], "[0-9]+[.][0-9]+")
  expect_identical(x$item[x$passed %in% FALSE], character())
  shown <- capture.output(print(x))
  expect_lte(max(nchar(shown[-1])), 80) # the first is a path
  expect_match(shown, "passed, 0 failed", all = FALSE)
})

test_that("what differs from the manifest, is missing or is more is named", {
  installed <- tempfile("installed-")
  dir.create(file.path(installed, "validation"), recursive = TRUE)
  on.exit(unlink(installed, recursive = TRUE))
  put <- function(name, text) writeLines(text, file.path(installed, name))
  put("NEWS.md", "a")
  put("validation/same.csv", "b")
  put("validation/more.csv", "c")
  hash <- function(name) unname(tools::md5sum(file.path(installed, name)))
  manifest <- rbind(manifest_rows("version", "DESCRIPTION", "0.0.1"), manifest_rows("source", "all", "1"),
                    manifest_rows("file", c("NEWS.md", "validation/same.csv", "validation/lost.csv"),
                                  c("2", hash("validation/same.csv"), "3")),
                    code_rows(asNamespace("msaudit")))
  manifest$hash[manifest$name == "audit_arr"] <- "4"
  found <- manifest_checks(installed, manifest)
  expect_identical(found$item[!found$passed],
                   c("file NEWS.md", "file validation/lost.csv", "file validation/more.csv", "code of audit_arr"))
  expect_true(found$passed[found$item == "file validation/same.csv"])
})

test_that("the text of an object is that of its code, compiled or with its source or not", {
  f <- function(x, y = c(a = 1L), ...) if (x) "a" else y + 1e-300
  bare <- utils::removeSource(f)
  expect_identical(canonical(f), canonical(bare))
  expect_identical(canonical(compiler::cmpfun(bare)), canonical(bare))
  changed <- function(expr) expect_false(identical(canonical(expr), canonical(bare)))
  changed(function(x, y = c(a = 1), ...) if (x) "a" else y + 1e-300)
  changed(function(x, y = c(b = 1L), ...) if (x) "a" else y + 1e-300)
  changed(function(x, y = c(a = 1L), ...) if (x) "a" else y + 1.0000000000000002e-300)
  changed(function(x, y, ...) if (x) "a" else y + 1e-300)
  expect_false(identical(canonical(c(a = 1)), canonical(c(b = 1))))
  expect_false(identical(canonical(list(1, 2)), canonical(list(c(1, 2)))))
})
