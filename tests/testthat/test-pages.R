# Lesions of so many patients that their counts are wide.
many <- function(n) {
  patients <- data.frame(id = seq_len(n), follow_up_start = 0, follow_up_end = 1000)
  mri <- data.frame(id = rep(seq_len(n), 2), date = rep(c(50, 400), each = n), compare_date = rep(c(10, 50), each = n),
                    new_t2 = rep_len(c(0, 1, 12, 0, 0, 3, 1), 2 * n), gd = rep_len(c(0, 0, 2, 0, 1), 2 * n), contrast = TRUE)
  mri$new_t2[1:20] <- NA
  cohort <- audit_cohort(patients, data.frame(id = seq_len(n), drug = "a", start = 0), mri = mri)
  audit_lesions(cohort, audit_periods(cohort, "On the drug" = period_on("a")))
}

test_that("a table is in two parts on 80 columns, and whole on a page that has room for it", {
  x <- many(2856)
  on_console <- display(x)
  on_page <- for_page(on_console, page_width)
  expect_gt(length(on_console$parts), length(on_page$parts))
  expect_lte(max(nchar(format(x))), 80)
  first <- names(on_page$parts[[1]]$table)
  expect_identical(anyDuplicated(first), 0L)
  expect_identical(first, c("lesions", "patients", "% (limits)", "count", "exposure", "rate (limits)"))
  # Nothing is lost: each cell of the parts is in the whole.
  cells <- function(shown) sort(unlist(lapply(shown$parts, function(part) {
    as.matrix(as.data.frame(part$table)[if (isTRUE(part$continues)) -1 else TRUE])
  }), use.names = FALSE))
  expect_identical(cells(on_page), cells(on_console))
  # The page that is shown is no wider than it may be, and a narrow one has the parts.
  for (part in on_page$parts) {
    expect_lte(sum(column_needs(list(table = part$table, left = part$left, lines = integer()))$broken), page_width)
  }
  expect_identical(length(for_page(on_console, 2)$parts), length(on_console$parts))
})

test_that("limits are kept together where numbers are broken, and nowhere else", {
  rows <- shown_rows(for_page(display(many(2856)), page_width)$parts[1])
  narrow <- limits_together(rows, page_width)
  expect_match(narrow$table$`% (limits)`[3], "^57[.]1 \\([0-9.]+\u00a0to\u00a0[0-9.]+\\)$")
  expect_identical(limits_together(rows, 20), rows)
  expect_lte(sum(column_widths(rows, page_width)), page_width + 1e-9)
  # Each column has room for its longest word, limits being one.
  longest <- vapply(narrow$table, function(cells) max(nchar(unlist(strsplit(cells[-(1:2)], " ")))), 0L)
  expect_true(all(column_widths(rows, page_width)[-1] >= 0.2 + 0.07 * longest[-1] - 1e-9))
})

test_that("the header of a table in Word, and what stands above its rows, are on the page of the next row", {
  skip_if_not_installed("flextable")
  before <- knitr::opts_knit$get("rmarkdown.pandoc.to")
  knitr::opts_knit$set(rmarkdown.pandoc.to = "docx")
  on.exit(knitr::opts_knit$set(rmarkdown.pandoc.to = before))
  rows <- lapply(1:3, function(i) display_part(data.frame(a = sprintf("row %d", 1:10), b = 1:10), heading = paste("Heading", i)))
  xml <- word_table(rows, "title")
  of_rows <- found_in(xml, "(?s)<w:tr[ >].*?</w:tr>")
  expect_length(of_rows, 1 + 3 * 11)
  expect_identical(which(grepl("<w:keepNext", of_rows, fixed = TRUE)), c(1L, 2L, 13L, 24L))
  few <- word_table(rows[1], "title")
  expect_true(all(grepl("<w:keepNext", found_in(few, "(?s)<w:tr[ >].*?</w:tr>"), fixed = TRUE)))
})

test_that("a heading above lines is of a style that stays with what follows", {
  lines <- markdown_lines(list(title = "t", parts = list(
    display_part(data.frame(a = 1), heading = "First", lines = "A line."), display_part(data.frame(a = 1), heading = "Second")
  ), notes = character()))
  at <- which(lines == "**First**")
  expect_match(lines[at - 1], "custom-style=\"Table Caption\"", fixed = TRUE)
})
