# An attack, as in helper-attack.R, on tables of the verbs that count neither relapses nor events alone:
# curves, comparisons, laboratory, reasons for stopping, each of all patients and by groups, given together.

# A cohort of so many patients with two drugs each, relapses, scans, blood tests and reasons for
# stopping by chance. In few of them little happens.
switching_cohort <- function(n, seed, relapses = c(0.3, 1, 2.5)[1 + seed %% 3], switch = 0.7) {
  set.seed(seed)
  id <- sprintf("%03d", seq_len(n))
  sex <- sample(c("F", "M", "X"), n, TRUE, c(0.5, 0.35, 0.15))
  end <- sample(c(500, 700, 900), n, TRUE, c(0.1, 0.3, 0.6))
  switches <- stats::runif(n) < switch
  some <- function(mean) rep(seq_len(n), stats::rpois(n, mean * stats::rgamma(n, 1)))
  with_relapse <- some(relapses)
  scans <- rep(seq_len(n), each = 4)
  scans <- scans[stats::runif(4 * n) < 0.8]
  scanned <- 180 * stats::ave(scans, scans, FUN = seq_along)
  tests <- some(4)
  audit_cohort(
    data.frame(id, sex, follow_up_start = 0, follow_up_end = end),
    data.frame(id = c(id, id[switches]), drug = rep(c("x", "y"), c(n, sum(switches))),
               start = rep(c(1, 400), c(n, sum(switches))), stop = c(ifelse(switches, 390, NA), rep(NA, sum(switches))),
               stop_reason = c(ifelse(switches, sample(c("failure", "wish", "side effect"), n, TRUE, c(0.6, 0.3, 0.1)), NA),
                               rep(NA, sum(switches)))),
    relapses = data.frame(id = id[with_relapse], onset = sample(5:890, length(with_relapse), TRUE)),
    labs = data.frame(id = id[tests], date = sample(1:880, length(tests), TRUE), test = "lymphocytes", unit = "10^9/L",
                      value = round(stats::rlnorm(length(tests), log(1.1), 0.5), 1), ref_low = 1, ref_high = 4),
    mri = data.frame(id = id[scans], date = scanned, compare_date = scanned - 180,
                     new_t2 = stats::rpois(length(scans), 0.4), gd = stats::rpois(length(scans), 0.2), contrast = "yes")
  )
}

# A table with words as they are shown: those that are not are one, of which counts are added up.
with_words_shown <- function(truth, shown, by) {
  for (column in intersect(c(by, "outcome"), names(truth))) {
    words <- as.character(shown[[column]])
    rare <- !is.na(truth[[column]]) & !truth[[column]] %in% words
    truth[[column]] <- ifelse(rare, unique(grep("^other [(]", words, value = TRUE))[1], as.character(truth[[column]]))
    key <- row_key(truth)
    for (name in c(if (column == by) c("patients", "events"), "with_event")) {
      truth[[name]] <- as.vector(tapply(as.double(truth[[name]]), factor(key, unique(key)), sum)[key])
    }
    truth <- truth[!duplicated(key), ]
  }
  stopifnot(setequal(row_key(truth), row_key(shown)))
  truth[match(row_key(shown), row_key(truth)), ]
}

row_key <- function(x) {
  labels <- intersect(c("sex", "period", "baseline", "worst", "level", "outcome", "measure"), names(x))
  do.call(paste, c(lapply(as.list(x)[labels], as.character), sep = "\r"))
}

# The name of whose a row is. A group whose name is not shown is one of others, if it alone is not.
groups_of <- function(x, by, words) {
  if (is.null(x[[by]])) return(rep("all", nrow(x)))
  value <- as.character(x[[by]])
  rare <- setdiff(value, words)
  if (length(rare) == 1) value[value %in% rare] <- "other"
  paste0("of-", sub("^other .*", "other", value))
}

# What a verb counts, row by row, with names that say of whom, when and what, in the order of the
# result: kind of count ("N" patients, "X" with one, "E" events), group, period and the rest.
counts_of <- function(x, by, words) {
  period <- if (is.null(x$reference)) x$period else paste(x$period, x$reference, sep = "/")
  more <- lapply(intersect(c("baseline", "worst", "level"), names(x)), function(name) x[[name]])
  rest <- do.call(paste, c(list(sub("^other .*", "other", x$outcome), x$measure), more, list(sep = ":")))
  name <- function(kind) paste(kind, groups_of(x, by, words), period, gsub(" ", "_", rest), sep = "|")
  column <- function(kind, value) data.frame(name = name(kind), row = seq_len(nrow(x)), column = rep(value, nrow(x)))
  found <- column("N", "patients")
  if (is.null(x$informative)) found <- rbind(found, column("X", "with_event"), column("E", "events"))
  found[found$column != "events" | x$measure[found$row] == "rate", ]
}

# A curve by its definition, from rows of each day with an event: those at risk on the next such day after each
# `since`, and events up to each day. After the last event it is not known who is at risk.
curve_of <- function(x, since, days) {
  next_row <- vapply(since, function(day) which(x$events > 0 & x$time > day)[1], 0L)
  list(at_risk = x$at_risk[next_row], events = vapply(days, function(day) sum(x$events[x$time <= day]), 0))
}

# A table and its rounded rows as cells. Comparisons and curves show no row of a group whose name is not shown.
add_counts <- function(system, truth, shown, by, words) {
  compares <- "informative" %in% names(truth)
  if (!compares) truth <- with_words_shown(truth, shown, by)
  key <- function(x) paste(if (is.null(x[[by]])) "" else x[[by]], x$period, x$outcome, x$measure)
  beside <- if (compares) match(key(truth), key(shown)) else seq_len(nrow(truth))
  cells <- counts_of(truth, by, words)
  for (i in seq_len(nrow(cells))) {
    value <- as.double(truth[[cells$column[i]]][cells$row[i]])
    add_cell(system, cells$name[i], if (is.na(shown[[cells$column[i]]][beside[cells$row[i]]])) NA else value, value)
  }
}

# A curve shows rows of those days that it can: others are unknown, and known to be there. `truth` has all days.
add_curves <- function(system, truth, shown, by, days, words, step) {
  series <- function(x) paste(groups_of(x, by, words), x$period, paste(x$outcome, x$measure, sep = ":"), sep = "|")
  of <- series(shown)
  for (at in split(seq_len(nrow(truth)), series(truth))) {
    key <- series(truth[at[1], ])
    exact <- curve_of(truth[at, ], c(0, days[-length(days)]), days)
    for (k in seq_along(days)) {
      printed <- shown[of == key & shown$time == days[k], ]
      add_printed <- function(kind, value, rounded) {
        # What is printed is of this number.
        stopifnot(length(rounded) == 0 || is.na(value) || value == 0 && rounded == 0 || ceiling(value / step) == ceiling(rounded / step))
        add_cell(system, sprintf("%s|%s:%03d", kind, key, k), if (length(rounded) > 0) value else NA, value)
      }
      add_printed("R", exact$at_risk[k], printed$at_risk)
      add_printed("C", exact$events[k], printed$events)
    }
  }
}

# "C|of-F|x|relapse:mcf:002" in its parts.
parts_of <- function(names) {
  parts <- do.call(rbind, strsplit(names, "|", fixed = TRUE))
  data.frame(name = names, kind = parts[, 1], group = parts[, 2], period = parts[, 3], rest = parts[, 4], stringsAsFactors = FALSE)
}

cell <- function(...) paste(..., sep = "|")

# Groups of all patients, where the table of all and those of groups have the same.
relate_groups <- function(system) {
  x <- parts_of(names(system$value))
  for (i in which(x$group == "all")) {
    of <- x$name[x$group != "all" & x$kind == x$kind[i] & x$period == x$period[i] & x$rest == x$rest[i]]
    # A grade that some groups have not, or a curve that ends, is 0 there.
    if (length(of) > 0 && sum(system$value[of]) == system$value[x$name[i]]) add_row(system, x$name[i], of)
  }
}

# A row of a linear programme if it holds, as of patients without a second drug it may not.
add_if <- function(system, plus, minus, direction = "=") {
  known <- c(plus, minus) %in% names(system$value)
  if (!all(known)) return()
  gap <- sum(system$value[plus]) - sum(system$value[minus])
  if (if (direction == "=") gap == 0 else gap <= 0) add_row(system, plus, minus, direction)
}

relate_curves <- function(system) {
  x <- parts_of(names(system$value))
  for (i in which(x$kind == "C")) {
    k <- as.integer(sub(".*:", "", x$rest[i]))
    what <- sub(":[0-9]+$", "", x$rest[i])
    at <- function(kind, k, what. = what) cell(kind, x$group[i], x$period[i], sprintf("%s:%03d", what., k))
    now <- at("C", k)
    add_if(system, at("C", k - 1), now, "<=")
    add_if(system, at("R", k + 1), at("R", k), "<=")
    patients <- !grepl(":mcf$", what)
    # Those with an event are at risk no more.
    after <- intersect(at("R", k + 1), x$name)
    if (patients) for (j in seq_len(k)) add_if(system, c(now, after), c(at("R", j), if (j > 1) at("C", j - 1)), "<=")
    if (patients) add_if(system, now, at("C", k, sub("event_free", "mcf", what)), "<=")
    of_period <- function(kind) cell(kind, x$group[i], x$period[i], "relapse:rate")
    add_if(system, at("R", k), of_period("N"), "<=")
    if (grepl("^relapse", what)) add_if(system, now, of_period(if (patients) "X" else "E"), "<=")
  }
}

relate_rows <- function(system) {
  x <- parts_of(names(system$value))
  at <- function(kind, i, rest = x$rest[i]) cell(kind, x$group[i], x$period[i], rest)
  for (i in which(x$kind == "X")) {
    add_if(system, x$name[i], at("N", i), "<=")
    add_if(system, x$name[i], at("E", i), "<=")
  }
  # Pairs are of the patients of both periods.
  for (i in grep("/", x$period)) {
    both <- vapply(strsplit(x$period[i], "/", fixed = TRUE)[[1]], function(period) cell("N", x$group[i], period, "relapse:rate"), "")
    for (one in both) add_if(system, x$name[i], one, "<=")
    add_if(system, x$name[i], both)
  }
  # All that measures say of as many patients of a group and period is of the same ones, but for those of a grade at
  # baseline, and those with an event.
  patients <- x$kind == "N" & !grepl(":shift:|:recovered", x$rest)
  for (of in split(x$name[patients], paste(x$group, x$period, system$value[x$name])[patients])) {
    for (other in of[-1]) add_row(system, of[1], other)
  }
}

# Grades: three or more are two or more are one or more; recovered are some of those with it; of a shift table
# the cells are all of it, and those of a worst grade those with it.
relate_labs <- function(system) {
  x <- parts_of(names(system$value))
  for (key in unique(paste(x$group, x$period, sep = "|"))) {
    of <- function(kind, rest) paste(kind, key, rest, sep = "|")
    tests <- unique(sub("(,.*|:.*)", "", x$rest[paste(x$group, x$period, sep = "|") == key & x$kind == "X"]))
    for (test in tests) {
      grade <- function(from) of("X", paste0(test, c("", ",_grade_2_or_more", ",_grade_3_or_4")[from], ":proportion"))
      for (pair in list(c(2, 1), c(3, 1), c(3, 2))) add_if(system, grade(pair[1]), grade(pair[2]), "<=")
      add_if(system, of("N", paste0(test, ":recovered")), grade(1), "<=")
      add_if(system, of("N", paste0(test, ":recovered")), grade(1))
      add_if(system, of("X", paste0(test, ":incident")), grade(1), "<=")
      add_if(system, of("X", paste0(test, ":first_event_rate")), of("X", paste0(test, ":incident")))
      shifts <- grep(paste0("X|", key, "|", test, ":shift:"), names(system$value), fixed = TRUE, value = TRUE)
      if (length(shifts) == 0) next
      numbers <- strsplit(sub(".*:shift:", "", shifts), ":", fixed = TRUE)
      first <- vapply(numbers, `[[`, "", 1)
      worst <- vapply(numbers, `[[`, "", 2)
      for (all in split(shifts, first)) add_if(system, sub("^X", "N", all[1]), all)
      add_if(system, of("N", paste0(test, ":proportion")), vapply(split(shifts, first), function(all) sub("^X", "N", all[1]), ""))
      add_if(system, of("N", paste0(test, ":proportion")), shifts)
      for (from in 1:3) add_if(system, grade(from), shifts[worst %in% c(1, 2, 3, 4)[from:4]])
    }
  }
}

# Each patient stopped for one reason.
relate_stops <- function(system) {
  x <- parts_of(names(system$value))
  for (of in split(x[x$kind == "X", ], paste(x$group, x$period)[x$kind == "X"])) {
    any <- grepl("^any:", of$rest)
    add_if(system, sub("^X", "N", of$name[1]), of$name[!any])
    if (any(any)) add_if(system, of$name[any], of$name[!any])
  }
}

# What an attack leaves of the tables of a cohort, of each kind those that are given together.
attack_kinds <- function(cohort, step = 6, whole = FALSE, days = 180 * 1:4) {
  periods <- msaudit::audit_periods(cohort, x = msaudit::period_since("x", 24), y = msaudit::period_since("y", 24))
  of_both <- function(verb, ...) list(verb(cohort, ...), verb(cohort, ..., by = "sex"))
  arr <- of_both(msaudit::audit_arr, periods)
  curves <- function(...) c(of_both(msaudit::audit_curves, periods, ...), of_both(msaudit::audit_lesion_free, periods, ...))
  compared <- lapply(arr, msaudit::audit_compare)
  kinds <- list(
    curves = c(arr, compared, curves(times = days)),
    labs = of_both(msaudit::audit_labs, periods), shifts = of_both(msaudit::audit_lab_shifts, periods),
    labs_shifts = list(msaudit::audit_labs(cohort, periods), msaudit::audit_lab_shifts(cohort, periods)),
    stops = of_both(msaudit::audit_stops, "x")
  )
  truth <- kinds
  truth$curves <- c(arr, compared, curves())
  Map(attack_tables, kinds, truth, step, whole, list(days))
}

attack_tables <- function(tables, exact, step, whole, days) {
  shown <- lapply(msaudit::protect_counts(tables, step = step, free_text = "stop_reason"), as.data.frame)
  system <- new_system()
  words <- as.character(shown[[2]]$sex)
  for (i in seq_along(tables)) {
    truth <- as.data.frame(exact[[i]])
    if ("time" %in% names(truth)) {
      add_curves(system, truth, shown[[i]], "sex", days, words, step)
    } else {
      add_counts(system, truth, shown[[i]], "sex", words)
    }
  }
  relate_groups(system)
  relate_rows(system)
  relate_curves(system)
  relate_labs(system)
  relate_stops(system)
  attack_steps(system, step, step - 1, whole)
}
