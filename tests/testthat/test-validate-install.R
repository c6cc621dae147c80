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

# The bytes of a copy are changed one at a time.
with_byte_changed <- function(file, at, code) {
  bytes <- readBin(file, "raw", file.size(file))
  on.exit(writeBin(bytes, file))
  writeBin(replace(bytes, at, xor(bytes[at], as.raw(1))), file)
  code
}

copied <- function(files) {
  folder <- tempfile("copy-")
  dir.create(folder)
  file.copy(files, folder)
  file.path(folder, basename(files))
}

test_that("a changed byte of the compiled library is seen, and one without a sum is not judged", {
  library <- loaded_library()
  sum <- file.path(dirname(library), "library.md5")
  skip_if_not(file.exists(sum), "not installed by R CMD INSTALL")
  expect_true(library_rows(library)$passed)
  copy <- copied(c(library, sum))
  for (at in round(seq(1, file.size(copy[1]), length.out = 5))) {
    with_byte_changed(copy[1], at, expect_false(library_rows(copy[1])$passed))
  }
  expect_true(library_rows(copy[1])$passed)
  unlink(copy[2])
  expect_identical(library_rows(copy[1])$passed, NA)
})

test_that("a changed byte of the file that R loads code from is seen, wherever it is", {
  base <- file.path(system.file("R", package = "msaudit"), "msaudit")
  skip_if_not(file.exists(paste0(base, ".rdb")))
  copy <- copied(paste0(base, c(".rdb", ".rdx")))
  read <- function(file) stored_code_rows(sub("[.]rd[bx]$", "", file))
  expect_identical(read(copy[1])$got, "can be read")
  # The index is read from gzip, whose first bytes hold a time.
  for (file in copy) for (at in round(c(0.2, 0.5, 0.9) * file.size(file))) {
    # R keeps what it read of a file, by its name.
    moved <- file.path(dirname(file), paste0(at, basename(copy)))
    file.copy(copy, moved)
    with_byte_changed(moved[match(file, copy)], at, {
      row <- read(moved[1])
      expect_identical(row$passed, FALSE)
      expect_match(row$got, "^cannot be read: ")
    })
  }
})

test_that("an object that cannot be read is one that differs, and no error", {
  code <- new.env()
  code$good <- function() 1
  delayedAssign("bad", base::stop("lazy-load database is corrupt"), assign.env = code)
  rows <- code_rows(code)
  expect_identical(rows$name, c("bad", "good"))
  expect_match(rows$hash[1], "none: lazy-load database is corrupt")
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
