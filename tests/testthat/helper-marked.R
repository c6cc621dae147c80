# A cohort of which each column of text has a word of its own that one or two patients have, all with
# "mark-" in them; ids are "person-001" and so on. Of the others each word is of many.
cohort_of_marks <- function() {
  n <- 60
  id <- sprintf("person-%03d", seq_len(n))
  day <- function(text, ...) rep(as.Date(text), ...)
  marked <- function(common, mark, at) replace(rep(common, length.out = n), at, mark)
  audit_cohort(
    data.frame(id, sex = marked(c("F", "M"), "mark-sex", 3), centre = marked("large", "mark-centre", 5:6),
               region = marked("north", "mark-region", 7), birth = as.Date("1970-01-01") + 97 * seq_len(n),
               follow_up_start = as.Date("2009-01-01"), follow_up_end = as.Date("2012-01-01")),
    data.frame(id = c(id, id, id[1:2]), drug = rep(c("x", "y", "mark-drug", "mark-drug-2"), c(n, n, 1, 1)),
               start = day(c("2009-02-01", "2010-03-01", "2009-01-10"), c(n, n, 2)),
               stop = day(c("2010-02-01", "2011-12-01", "2009-01-30"), c(n, n, 2)),
               stop_reason = c(marked(c("failure", "wish"), "mark-reason 555 1234", 9), marked("ended", "mark-reason-2", 4), "mark-reason-3", "failure")),
    relapses = data.frame(id = id[c(1:40, 1:20)], onset = day(c("2009-07-01", "2010-07-01"), c(40, 20)),
                          severity = c("mark-severity", rep(c("mild", "severe"), length.out = 59))),
    events = data.frame(id = id[1:31], term = c(rep(c("rash", "fever"), 15), "mark-term zoo lion"),
                        category = c(rep(c("skin", "general"), 15), "mark-category"), onset = as.Date("2010-06-01"),
                        grade = rep(1:3, length.out = 31)),
    labs = data.frame(id = c(id, id, id[1:3]), date = day(c("2009-05-01", "2010-05-01", "2010-05-02"), c(n, n, 3)),
                      test = c(rep("lymphocytes", 2 * n), "mark-test", "alt", "lymphocytes"),
                      value = c(rep(c(0.4, 0.9, 1.5), length.out = 2 * n), 1, 300, 2),
                      unit = c(rep("10^9/L", 2 * n), "mark-unit", "U/L", "mark-unit-2"),
                      ref_low = rep(c(1, 0, 5, 1), c(2 * n, 1, 1, 1)), ref_high = rep(c(4, 2, 40, 4), c(2 * n, 1, 1, 1)),
                      sample = c(rep("a", 2 * n + 2), "mark-sample")),
    mri = data.frame(id = c(id, id), date = day(c("2010-01-20", "2011-03-10"), c(n, n)),
                     compare_date = day(c("2009-02-02", "2010-03-02"), c(n, n)), new_t2 = rep(c(0, 1, 0, 2), length.out = 2 * n),
                     gd = rep(c(0, 0, 1), length.out = 2 * n), contrast = "yes", region = marked("brain", "mark-mri", 8))
  )
}

# What of few patients stands in a text: marks, ids, folders of this machine and who works on it.
telling <- function(text) {
  text <- paste(text, collapse = "\n")
  fixed <- c("zoo lion", "555 1234", tempdir(), basename(tempdir()), R.home(), Sys.info()[["user"]][nchar(Sys.info()[["user"]]) > 4])
  c(unique(found_in(text, "mark-[a-z0-9-]*|person-[0-9]+")), fixed[vapply(fixed, grepl, NA, text, fixed = TRUE)])
}

# All that a result says in words, numbers, files and pictures: the data that a picture is drawn of, and its labels.
all_said <- function(x) {
  drawn <- if (requireNamespace("ggplot2", quietly = TRUE) && any(!is.na(x$estimate))) {
    plot <- ggplot2::autoplot(x)
    c(utils::capture.output(dput(plot$data)), unlist(plot$labels), unlist(lapply(seq_along(plot$layers), function(i) {
      utils::capture.output(dput(ggplot2::layer_data(plot, i)))
    })), unlist(lapply(ggplot2::ggplot_build(plot)$layout$panel_params, function(panel) c(panel$x$get_labels(), panel$y$get_labels()))))
  }
  c(format(x), results_text(x), methods_text(x), utils::capture.output(dput(x)), utils::capture.output(dput(as_ard(x))),
    utils::capture.output(dput(definition(x))), readLines(write_audit(x, tempfile(fileext = ".csv"))), drawn)
}
