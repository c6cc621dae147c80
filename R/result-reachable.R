# Where no test of so few patients could reach the level, a p would be a number without
# a meaning: it is left out, and a note says so in its place. An approximation by t or
# by scores may give a small one there all the same.

# The least two-sided p that the exact test of the signs of so many patients gives: of
# those who changed, or who had an event in one of two periods.
least_paired_p <- function(informative) pmin(1, 2^(1 - informative))

# The least two-sided p of dealing n1 + n2 patients to two groups, `some` of whom had an
# event: that of all who had one being in one group or, of more than it has room for,
# that of the one order in which its patients come before all others. With `alike` those
# who had one are not told apart. A single patient, in a group or with an event (without
# one, if alike), decides by itself whatever the others are, and reaches nothing.
least_grouped_p <- function(n1, n2, some, alike) {
  n <- n1 + n2
  one_side <- function(n1) {
    orders <- lchoose(n, n1)
    exp(ifelse(some <= n1, lchoose(n - some, n1 - some), if (alike) lchoose(some, n1) else 0) - orders)
  }
  single <- pmin(n1, n2, some, if (alike) n - some else Inf) < 2
  ifelse(single, 1, pmin(1, 2 * pmin(one_side(n1), one_side(n2))))
}

# What is meant as a level of 0.0625 may be a bit more or less.
is_unreachable <- function(least, conf_level) least > (1 - conf_level) * (1 + 1e-9)

# The ratio of rates in the same patients. So few that no test could reach the level may be
# alike by chance, and their robust variance next to 0: it is then that of independent
# events at least. With `beside` the exact law and its tests stand beside the default.
paired_ratio <- function(before, years_before, after, years_after, conf_level, beside = TRUE) {
  x <- list(before = before, years_before = years_before, after = after, years_after = years_after)
  floor <- is_unreachable(least_paired_p(sum(before + after > 0)), conf_level)
  found <- if (beside) do.call(compare_rates_paired, c(x, list(conf_level = conf_level, floor = floor))) else ratio_alone(x, conf_level, floor)
  found$note <- add_note(found$note, "poisson_floor", floor & !is.na(found$std_error))
  with_reached_p(found, least_paired_p(found$informative), conf_level, c("p", "p_exact"))
}

# Rows without the p that no test could reach, of those columns, nor one of nothing.
with_reached_p <- function(found, least, conf_level, columns = "p") {
  known <- !is.na(found$estimate)
  out <- known & is_unreachable(least, conf_level)
  noted <- grepl("p_unreachable", found$note, fixed = TRUE)
  found$note <- add_note(found$note, "p_unreachable", out & !noted)
  for (column in columns) found[[column]][out | noted | !known] <- NA_real_
  found
}

# The same for the rates of two groups, whose patients without time do not count.
least_of_groups <- function(first, second) {
  n <- vapply(list(first, second), function(x) sum(x$time > 0), 0L)
  least_grouped_p(n[1], n[2], sum(c(first$events, second$events) > 0), alike = FALSE)
}
