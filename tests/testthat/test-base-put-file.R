# What the system says is the witness: /dev/full takes no byte, a limit on the size of
# files cuts them as a full disk does, and modes and sizes are those of its files.
skip_if(nzchar(Sys.getenv("UNDER_VALGRIND")), "nothing of the core")

folder_of <- function(...) {
  folder <- tempfile("put-")
  dir.create(folder)
  for (file in c(...)) writeLines("old", file.path(folder, file))
  folder
}

test_that("a new file takes the place of the old one, and its mode", {
  skip_on_os("windows")
  folder <- folder_of("a.csv")
  file <- file.path(folder, "a.csv")
  for (mode in c("600", "640")) {
    Sys.chmod(file, mode, use_umask = FALSE)
    seen <- NULL
    put_file(file, function(to) {
      seen <<- format(file.mode(to))
      unlink(to)
      lines_writer(c("new", "caf\u00e9"))(to)
    }, NULL)
    expect_identical(c(seen, format(file.mode(file))), c(mode, mode))
    expect_identical(readLines(file, encoding = "UTF-8"), c("new", "caf\u00e9"))
  }
  fresh <- file.path(folder, "b.csv")
  put_file(fresh, lines_writer("x"), NULL)
  touched <- file.path(folder, "c.csv")
  file.create(touched)
  expect_identical(file.mode(fresh), file.mode(touched))
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), c("a.csv", "b.csv", "c.csv"))
})

test_that("what is not written whole leaves the old files, and none beside them", {
  folder <- folder_of("a.csv", "a.html", "a.pdf", "a.docx")
  refused <- function(name, write) {
    file <- file.path(folder, name)
    error <- expect_error(put_file(file, write, NULL), "cannot be written", class = "msaudit_file_error")
    expect_s3_class(error, "msaudit_argument_error")
    expect_identical(error$file, file)
    expect_identical(readLines(file), "old")
    conditionMessage(error)
  }
  said <- refused("a.csv", function(to) {
    writeLines("new", to)
    5 + file.size(to)
  })
  expect_match(said, "of 9 bytes were written; is the disk full?")
  refused("a.csv", function(to) NULL)
  refused("a.csv", function(to) unlink(to))
  expect_match(refused("a.csv", function(to) base::stop("no space")), "no space")
  refused("a.csv", copy_writer(file.path(folder, "none")))
  cut <- function(text) function(to) {
    writeLines(text, to)
    NULL
  }
  for (name in c("a.html", "a.pdf", "a.docx")) refused(name, cut("<html>%PDF-PK"))
  skip_if_not(file.exists("/dev/full"))
  refused("a.csv", function(to) {
    unlink(to)
    file.symlink("/dev/full", to)
    lines_writer("new")(to)
  })
  # Nor what an error of ours says of its own.
  expect_error(put_file(file.path(folder, "a.csv"), function(to) abort("msaudit_package_error", "needed", call = NULL), NULL),
               "^needed$", class = "msaudit_package_error")
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), c("a.csv", "a.docx", "a.html", "a.pdf"))
})

test_that("of files that belong together none is replaced unless all are complete", {
  folder <- folder_of("a.html", "a.html.json")
  files <- file.path(folder, c("a.html", "a.html.json"))
  writers <- list(lines_writer("<html></html>"), function(to) base::stop("no space"))
  expect_error(put_files(structure(writers, names = files), NULL), class = "msaudit_file_error")
  expect_identical(unlist(lapply(files, readLines)), c("old", "old"))
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), basename(files))
})

test_that("a file that cannot be put in its place leaves the old one whole", {
  folder <- tempfile()
  # A file is not renamed to a folder that holds something, whoever asks.
  dir.create(file.path(folder, "audit.html", "held"), recursive = TRUE)
  expect_error(put_file(file.path(folder, "audit.html"), lines_writer("</html>"), NULL), "is it open elsewhere",
               class = "msaudit_file_error")
  expect_identical(list.files(folder, recursive = TRUE, include.dirs = TRUE), c("audit.html", "audit.html/held"))
})

test_that("a link to such a file stays one, and one to anything else is replaced itself", {
  skip_on_os("windows")
  folder <- folder_of("of-may.csv", "device")
  link <- file.path(folder, "latest.csv")
  file.symlink("of-may.csv", link)
  put_file(link, lines_writer("new"), NULL)
  expect_identical(Sys.readlink(link), "of-may.csv")
  expect_identical(readLines(file.path(folder, "of-may.csv")), "new")
  unlink(link)
  file.symlink("device", link)
  put_file(link, lines_writer("new"), NULL)
  expect_identical(Sys.readlink(link), "")
  expect_identical(readLines(file.path(folder, "device")), "old")
})

test_that("files of each kind are known by their end", {
  folder <- folder_of()
  write <- function(name, bytes) {
    file <- file.path(folder, name)
    writeBin(bytes, file)
    is.null(why_incomplete(file))
  }
  skip_if_not_installed("openxlsx")
  file <- file.path(folder, "a.xlsx")
  openxlsx::write.xlsx(data.frame(a = 1:1000), file)
  bytes <- readBin(file, "raw", file.size(file))
  expect_true(write("b.xlsx", bytes))
  for (part in c(0.1, 0.5, 0.99)) expect_false(write("b.xlsx", bytes[seq_len(part * length(bytes))]))
  grDevices::png(file.path(folder, "a.png"))
  graphics::plot(1:10)
  grDevices::dev.off()
  bytes <- readBin(file.path(folder, "a.png"), "raw", 1e6)
  expect_true(write("b.png", bytes))
  expect_false(write("b.png", bytes[seq_len(length(bytes) - 20)]))
  expect_false(write("b.png", raw()))
  # A part that was cut before it was packed, and one that is a single tag.
  part <- function(text) {
    writeLines(text, file.path(folder, "part.xml"))
    closes_its_root(file.path(folder, "part.xml"))
  }
  expect_true(part(c("<?xml version=\"1.0\"?>", "<a:b c=\"1\">", "<d/>", "</a:b>")))
  expect_true(part("<?xml version=\"1.0\"?><a b=\"1\"/>"))
  expect_false(part("<?xml version=\"1.0\"?><a b=\"1\"><d/>"))
  expect_false(part("<a b=\"1\"><d>text</d>"))
})

test_that("a report that was cut on its way is known by its mark", {
  folder <- folder_of()
  report <- function(text) {
    writeLines(c("<html>", text, "</html>"), file.path(folder, "a.html"))
    has_end_mark(file.path(folder, "a.html"))
  }
  expect_true(report("<span id=\"end-of-report\"></span>"))
  expect_false(report("end-of-report"))
  skip_without_pandoc()
  word <- function(lines) {
    writeLines(lines, file.path(folder, "a.md"))
    rmarkdown::pandoc_convert("a.md", to = "docx", output = "a.docx", wd = folder)
    has_end_mark(file.path(folder, "a.docx"))
  }
  expect_true(word(c("Text.", "", "[]{#end-of-report}")))
  expect_false(word("Text, end-of-report"))
})

test_that("where no more than so much can be written the writers say so and leave the old files", {
  skip_on_os("windows")
  skip_on_cran()
  folder <- folder_of("x.csv", "x.xlsx", "x.rds")
  script <- file.path(folder, "script.R")
  writeLines(c(
    "library(msaudit)", sprintf("folder <- %s", deparse(folder)), "n <- 3000",
    "x <- audit_arr(rep(5, n), years = 10 + seq_len(n) / 7, period = paste('period', seq_len(n)))",
    "result <- function(expr) tryCatch({ expr; 'written' }, msaudit_file_error = function(e) 'refused', error = function(e) 'other')",
    "came <- c(result(write_audit(x, file.path(folder, 'x.csv'))), result(write_audit(x, file.path(folder, 'x.xlsx'))),",
    "  result(approve_results(1, function(data) list(a = data.frame(sin(seq_len(data * 5e4)))), file.path(folder, 'x.rds'), 'A', replace = TRUE)),",
    "  result(write_audit(x[1:20, ], file.path(folder, 'small.csv'))))",
    "cat(came)"
  ), script)
  # The signal that comes with the limit would end R; without it writing fails.
  out <- system2("sh", c("-c", shQuote(sprintf("trap '' XFSZ; ulimit -f 64; %s --vanilla %s 2>&1",
                                               shQuote(file.path(R.home("bin"), "Rscript")), shQuote(script)))), stdout = TRUE)
  expect_match(out, "refused refused refused written", all = FALSE)
  for (name in c("x.csv", "x.xlsx", "x.rds")) expect_identical(readLines(file.path(folder, name)), "old")
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), c("script.R", "small.csv", "x.csv", "x.rds", "x.xlsx"))
})
