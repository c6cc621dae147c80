# What would count more scans: where intervals straddle and are left out, or counts have no
# comparison date, the sums are made again as `straddling` and `compare` would have them.

# A row for each of the labels with how many more intervals of T2 lesions each remedy counts
# there; NULL where nothing was left out.
lesion_remedies <- function(mri, scans, times, labels, row, sums, rules) {
  straddle <- rules$straddling == "drop" && any(sums$straddling > 0)
  alone <- rules$compare == "given" && length(scans$t2$least) > 0 && any(!is.na(scans$t2$least) & is.na(scans$records[[2]]))
  if (!straddle && !alone) return(NULL)
  total <- function(x) row_totals(x, row, nrow(labels))
  more <- function(scans, straddling) {
    again <- lesion_sums(scans, times, rules$n_periods, length(row), rules$slack, straddling, only = "t2_scans")
    total(again$t2_scans) - total(sums$t2_scans)
  }
  previous <- scans
  if (alone) previous$records[[2]] <- compared_with(mri, scans, "previous")$compared
  as_frame(c(as.list(labels), list(
    later = if (straddle) more(scans, "later") else rep(0, nrow(labels)),
    earlier = if (straddle) more(scans, "earlier") else rep(0, nrow(labels)),
    previous = if (alone) more(previous, rules$straddling) else rep(0, nrow(labels)),
    # Those compared with the scan before may straddle too.
    both = if (alone && rules$straddling == "drop") more(previous, "later") else rep(0, nrow(labels)))), nrow(labels))
}

row_totals <- function(x, row, n) as.vector(rowsum(c(x, rep(0, n)), c(row, seq_len(n))))

# What is said of one group and period, by its key; nothing where the key has none.
remedy_of <- function(remedies, key, labels) {
  if (!is.null(remedies)) remedy_text(remedies[row_keys(remedies, labels) == key, ])
}

# "More intervals would count by straddling = "later" (5 more, each where it ends)": the line of
# a row of them; both together are named where they bring more than each, and where intervals
# begin where that counts more than where they end.
remedy_text <- function(remedy) {
  if (NROW(remedy) == 0) return()
  by <- c(later = "straddling = \"later\" (%s more, where they end)", earlier = "straddling = \"earlier\" (%s more, where they begin)", previous = "compare = \"previous\" (%s more, since the scan before)",
          both = "straddling = \"later\" with compare = \"previous\" (%s more)")
  brings <- unlist(remedy[names(by)])
  brings["both"] <- if (brings[["both"]] > max(brings[c("later", "previous")])) brings[["both"]] else 0
  if (brings[["earlier"]] <= brings[["later"]]) brings["earlier"] <- 0
  if (all(brings <= 0)) return()
  sprintf("More intervals would count by %s.", paste(sprintf(by, big(brings))[brings > 0], collapse = " or by "))
}
