# Numbers that other software has wrong, beside a truth that does not share our
# code. The vignette prints the same table.
test_that("we are right where others are wrong", {
  table <- utils::read.csv(system.file("validation", "peer-faults.csv", package = "msaudit"))
  expect_equal(nrow(table), 24L)
  for (i in seq_len(nrow(table))) {
    row <- table[i, ]
    ours <- as.numeric(eval(str2lang(row$ours), new.env(parent = asNamespace("msaudit"))))
    away <- if (row$truth == 0) 1e-12 else row$tol * abs(row$truth)
    expect_lte(abs(ours - row$truth), away, label = sprintf("%s: %.12g is off %.12g by", row$question, ours, row$truth))
  }
})
