# The figures of the example cohort, by plain R from its files. Nothing of the
# package is used but the place of the files, so that they can judge what the
# package computes of them.

example_file <- function(name) {
  system.file("extdata", "alemtuzumab-switch", name, package = "msaudit", mustWork = TRUE)
}

example_table <- function(name) {
  table <- read.csv(example_file(paste0(name, ".csv")), colClasses = "character", na.strings = "")
  days <- c("birth", "onset", "follow_up_start", "follow_up_end", "death", "start", "stop", "end",
            "date", "compare_date")
  for (day in intersect(days, names(table))) table[[day]] <- as.Date(table[[day]])
  for (number in intersect(c("value", "ref_low", "ref_high", "new_t2", "gd", "edss"), names(table))) {
    table[[number]] <- as.numeric(table[[number]])
  }
  table
}

example_lock <- as.Date("2011-04-30")

# Where the month is too short, its last day.
months_later <- function(day, months) {
  firsts <- seq(as.Date(format(day, "%Y-%m-01")), by = "month", length.out = months + 2)
  min(firsts[months + 1] + as.integer(format(day, "%d")) - 1, firsts[months + 2] - 1)
}

# (start, stop] of each patient, one row a course or window.
on_natalizumab <- function() {
  courses <- example_table("treatments")
  courses[courses$drug == "natalizumab", c("id", "start", "stop")]
}

first_alemtuzumab <- function() {
  courses <- example_table("treatments")
  courses <- courses[courses$drug == "alemtuzumab", ]
  courses <- courses[order(courses$start), ]
  courses <- courses[!duplicated(courses$id), c("id", "start")]
  courses[order(courses$id), ]
}

end_of_follow_up <- function() {
  patients <- example_table("patients")
  end <- patients$follow_up_end
  end[is.na(end)] <- example_lock
  setNames(end, patients$id)
}

year_after <- function() {
  window <- first_alemtuzumab()
  end <- end_of_follow_up()
  for (i in seq_len(nrow(window))) {
    window$stop[i] <- min(months_later(window$start[i], 12), end[[window$id[i]]])
  }
  window$stop <- as.Date(window$stop, origin = "1970-01-01")
  window
}

washout <- function() {
  window <- first_alemtuzumab()
  last <- tapply(on_natalizumab()$stop, on_natalizumab()$id, max)
  data.frame(id = window$id, start = as.Date(last[window$id], origin = "1970-01-01"),
             stop = window$start)
}

year_before <- function() {
  first <- tapply(on_natalizumab()$start, on_natalizumab()$id, min)
  start <- as.Date(first, origin = "1970-01-01")
  followed <- example_table("patients")
  from <- followed$follow_up_start[match(names(first), followed$id)]
  a_year <- as.Date(vapply(format(start), function(day) {
    format(seq(as.Date(day), by = "-1 year", length.out = 2)[2])
  }, ""))
  data.frame(id = names(first), start = pmax(a_year, from), stop = start)
}

# Onsets that count: 30 days or more after the last that did.
counted_relapses <- function() {
  relapses <- example_table("relapses")
  relapses <- relapses[order(relapses$id, relapses$onset), ]
  counts <- logical(nrow(relapses))
  for (id in unique(relapses$id)) {
    last <- as.Date("1900-01-01")
    for (i in which(relapses$id == id)) {
      if (relapses$onset[i] - last >= 30) {
        counts[i] <- TRUE
        last <- relapses$onset[i]
      }
    }
  }
  relapses[counts, ]
}

relapses_within <- function(periods, relapses = counted_relapses()) {
  ids <- sort(unique(periods$id))
  n <- setNames(integer(length(ids)), ids)
  for (i in seq_len(nrow(periods))) {
    within <- relapses$id == periods$id[i] & relapses$onset > periods$start[i] &
      relapses$onset <= periods$stop[i]
    n[periods$id[i]] <- n[periods$id[i]] + sum(within)
  }
  n
}

days_within <- function(periods) {
  c(tapply(as.integer(periods$stop - periods$start), periods$id, sum))
}

rate <- function(events, days) sum(events) * 365.25 / sum(days)

# Tests of alemtuzumab's time, with the days since its first infusion.
labs_after <- function(test) {
  labs <- example_table("labs")
  labs <- labs[labs$test == test, ]
  first <- first_alemtuzumab()
  labs$start <- first$start[match(labs$id, first$id)]
  labs$day <- as.integer(labs$date - labs$start)
  labs <- labs[labs$day > 0, ]
  labs[order(labs$id, labs$date), ]
}

due <- function(labs, months) {
  landmark <- vapply(format(labs$start), function(day) {
    as.integer(months_later(as.Date(day), months))
  }, 0L)
  as.integer(labs$date) - landmark
}

# The test nearest to a month, from 7 days before to 14 after; of two as near
# the later.
at_month <- function(test, months) {
  labs <- labs_after(test)
  labs$off <- due(labs, months)
  labs <- labs[labs$off >= -7 & labs$off <= 14, ]
  labs <- labs[order(labs$id, abs(labs$off), -labs$off), ]
  labs[!duplicated(labs$id), ]
}

leucopenia_without_neutropaenia <- function() {
  wbc <- labs_after("wbc")
  neutrophils <- labs_after("neutrophils")
  same <- match(paste(wbc$id, wbc$date, wbc$sample),
                paste(neutrophils$id, neutrophils$date, neutrophils$sample))
  found <- wbc$value < wbc$ref_low & neutrophils$value[same] >= neutrophils$ref_low[same]
  wbc[found & due(wbc, 3) <= 0, ]
}

# Whether (compare_date, date] has a day in a range and reaches at most 60 days
# beyond either end of it.
interval_within <- function(scan, ranges) {
  ranges <- ranges[ranges$id == scan$id, ]
  any(pmin(scan$date, ranges$stop) > pmax(scan$compare_date, ranges$start) &
        ranges$start - scan$compare_date <= 60 & scan$date - ranges$stop <= 60)
}

scan_within <- function(scan, ranges) {
  ranges <- ranges[ranges$id == scan$id, ]
  any(scan$date > ranges$start & scan$date - ranges$stop <= 60)
}

scans_of <- function(ranges, lesions) {
  mri <- example_table("mri")
  mri <- mri[!is.na(mri[[lesions]]), ]
  if (lesions == "new_t2") mri <- mri[!is.na(mri$compare_date), ]
  within <- if (lesions == "new_t2") interval_within else scan_within
  mri[vapply(seq_len(nrow(mri)), function(i) within(mri[i, ], ranges), NA), ]
}

with_lesions <- function(scans, lesions) sort(unique(scans$id[scans[[lesions]] > 0]))

infections_after <- function() {
  events <- example_table("events")
  window <- year_after()
  end <- end_of_follow_up()
  i <- match(events$id, window$id)
  last <- events$onset == window$stop[i] & window$stop[i] == end[events$id]
  events[events$category == "infection" & events$onset >= window$start[i] &
           (events$onset < window$stop[i] | last), ]
}

# All figures, as validation/example-figures.csv has them.
example_figures <- function() {
  alemtuzumab <- first_alemtuzumab()
  n <- nrow(example_table("patients"))
  courses <- example_table("treatments")
  natalizumab <- courses[courses$drug == "natalizumab", ]
  natalizumab <- natalizumab[order(natalizumab$id, natalizumab$stop), ]
  reason <- natalizumab$stop_reason[!duplicated(natalizumab$id, fromLast = TRUE)]

  lymphocytes <- at_month("lymphocytes", 1)
  grade <- with(lymphocytes, ifelse(value < 0.2, 4, ifelse(value < 0.5, 3, ifelse(
    value < 0.8, 2, ifelse(value < ref_low, 1, 0)))))
  leucopenia <- leucopenia_without_neutropaenia()
  leucopenic <- unique(leucopenia$id)
  wbc <- labs_after("wbc")
  wbc <- wbc[wbc$id %in% leucopenic, ]
  last_low <- c(tapply(wbc$day[wbc$value < wbc$ref_low], wbc$id[wbc$value < wbc$ref_low], max))
  normal <- wbc[wbc$day > last_low[wbc$id], ]
  normal <- normal[!duplicated(normal$id), ]
  neutrophils <- labs_after("neutrophils")
  antibodies <- labs_after("anti-TPO")
  positive <- antibodies[antibodies$value > antibodies$ref_high, ]
  tsh <- labs_after("TSH")
  t4 <- labs_after("free T4")
  hypothyroid <- tsh[tsh$value > tsh$ref_high & t4$value[match(tsh$sample, t4$sample)] <
                       t4$ref_low[match(tsh$sample, t4$sample)], ]
  infections <- infections_after()
  before <- on_natalizumab()
  after <- year_after()
  new_before <- scans_of(before, "new_t2")
  gd_before <- scans_of(before, "gd")
  new_after <- scans_of(after, "new_t2")
  gd_after <- scans_of(after, "gd")
  n_ids <- function(x) length(unique(x$id))

  rows <- list(
    patients = c(n, NA),
    first_alemtuzumab_from_2009_07_to_2011_01 = c(
      sum(alemtuzumab$start >= "2009-07-01" & alemtuzumab$start <= "2011-01-31"), n),
    natalizumab_before_alemtuzumab = c(sum(washout()$stop > washout()$start), n),
    stopped_allergic_reaction = c(sum(reason == "allergic reaction"), n),
    stopped_treatment_failure = c(sum(reason == "treatment failure"), n),
    lymphopaenia_month_1 = c(sum(lymphocytes$value < lymphocytes$ref_low), nrow(lymphocytes)),
    lymphopaenia_month_1_grade_2 = c(sum(grade == 2), nrow(lymphocytes)),
    lymphopaenia_month_1_grade_3 = c(sum(grade == 3), nrow(lymphocytes)),
    lymphopaenia_month_1_grade_4 = c(sum(grade == 4), nrow(lymphocytes)),
    leucopenia_without_neutropaenia_by_month_3 = c(length(leucopenic), n_ids(labs_after("wbc"))),
    leucocytes_normal_by_month_5 = c(sum(due(normal, 5) <= 0), length(leucopenic)),
    neutropaenia = c(length(unique(neutrophils$id[neutrophils$value < neutrophils$ref_low])),
                     n_ids(neutrophils)),
    serious_infection_year_after = c(n_ids(infections[infections$serious == "yes", ]), n),
    infection_year_after = c(n_ids(infections), n),
    infections_year_after = c(nrow(infections), sum(days_within(after))),
    tpo_antibodies = c(n_ids(positive), n_ids(antibodies)),
    tpo_antibodies_month_3 = c(sum(with(at_month("anti-TPO", 3), value > ref_high)),
                               nrow(at_month("anti-TPO", 3))),
    hypothyroidism = c(n_ids(hypothyroid), n_ids(tsh)),
    relapses_year_before_natalizumab = c(sum(relapses_within(year_before())),
                                         sum(days_within(year_before()))),
    relapses_on_natalizumab = c(sum(relapses_within(before)), sum(days_within(before))),
    relapses_washout = c(sum(relapses_within(washout())), sum(days_within(washout()))),
    relapses_year_after = c(sum(relapses_within(after)), sum(days_within(after))),
    new_lesions_on_natalizumab = c(length(with_lesions(new_before, "new_t2")), n_ids(new_before)),
    enhancing_on_natalizumab = c(length(with_lesions(gd_before, "gd")), n_ids(gd_before)),
    enhancing_of_those_with_new_lesions = c(
      sum(with_lesions(gd_before, "gd") %in% with_lesions(new_before, "new_t2")),
      length(with_lesions(new_before, "new_t2"))),
    new_lesions_year_after = c(length(with_lesions(new_after, "new_t2")), n_ids(new_after)),
    enhancing_year_after = c(length(with_lesions(gd_after, "gd")), n_ids(gd_after)),
    new_lesion_count_on_natalizumab = c(sum(new_before$new_t2), nrow(new_before)),
    new_lesion_count_by_time_on_natalizumab = c(
      sum(new_before$new_t2), sum(new_before$date - new_before$compare_date)),
    enhancing_lesion_count_on_natalizumab = c(sum(gd_before$gd), nrow(gd_before)),
    new_lesion_count_year_after = c(sum(new_after$new_t2), nrow(new_after)),
    new_lesion_count_by_time_year_after = c(
      sum(new_after$new_t2), sum(new_after$date - new_after$compare_date)),
    enhancing_lesion_count_year_after = c(sum(gd_after$gd), nrow(gd_after))
  )
  first_low <- leucopenia[!duplicated(leucopenia$id), ]
  days <- c(
    setNames(first_low$day, paste0("leucopenia_first_day_", first_low$id)),
    setNames(normal$day, paste0("leucocytes_normal_day_", normal$id)),
    setNames(positive$day[1], paste0("tpo_antibodies_first_day_", positive$id[1])),
    setNames(hypothyroid$day[1], paste0("hypothyroidism_first_day_", hypothyroid$id[1]))
  )
  rows <- c(rows, lapply(days, c, NA))
  data.frame(figure = names(rows), numerator = vapply(rows, `[`, 0, 1),
             denominator = vapply(rows, `[`, 0, 2), row.names = NULL)
}
