# What comes in, what is refused, who is selected: by hand.

cohort_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = c("01", "02", "03", "03")),
    data.frame(id = c("01", "02", "09", "02"), drug = c("A ", "a", "a", "b"),
               start = c("2010-01-01", "2010-02-01", "2010-01-01", "2011-01-01"),
               stop = c(NA, "2010-01-15", NA, NA)),
    relapses = data.frame(id = c("01", "01"), onset = c("2010-06-01", "2012-06-01")), data_lock = "2011-12-31"
  )
  found <- as.data.frame(findings(cohort))
  compare("patients", nrow(cohort$patients), 3)
  compare("table of each finding", found$table, c("patients", "treatments", "treatments", "relapses"))
  compare("row of each finding", found$row, c(4, 2, 3, 2))
  ends <- audit_cohort(data.frame(id = 1:3, follow_up_start = 0, follow_up_end = c(500, 500, NA), death = c(490, 510, NA)),
                       data.frame(id = 1:3, drug = "a", start = 0), data_lock = 505)
  ends <- as.data.frame(audit_periods(ends, all = period_follow_up()))
  compare("the first of death, end and data lock", ends$stop, c(490, 500, 505))
  compare("clock", as.character(cohort$clock), "dates")
}

# "Rebif", as four exports write it: in capitals, with spaces that do not break
# around it, with a mark that has no width; and a name composed and decomposed.
spellings_by_hand <- function() {
  drug <- c("Rebif", "REBIF", "\u00a0Rebif\u2009", "Re\u00adbif", "N\u00e9vrite", "NE\u0301VRITE")
  cohort <- audit_cohort(
    data.frame(id = 1:6, follow_up_start = 0, follow_up_end = 500), data.frame(id = 1:6, drug = drug, start = 0)
  )
  on <- function(name) sum(as.data.frame(audit_periods(cohort, on = period_on(name)))$stop == 500)
  compare("patients on each", c(on("rebif"), on("n\u00e9vrite")), c(4, 2))
}

files_by_hand <- function() {
  folder <- tempfile("cohort-")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  put <- function(name, lines) writeLines(lines, file.path(folder, name))
  put("patients.csv", c("id;sex", "001;F", "010;M"))
  put("treatments.csv", c("id;drug;start;stop", "001;a;01/02/2010;", "010;a;02/03/2010;01/03/2011"))
  put("labs.csv", c("id;date;test;value;unit", "001;05/02/2010;lymphocytes;0,4;10^9/L"))
  cohort <- read_cohort(folder, data_lock = "31/12/2011", date_order = "dmy", dec = ",")
  compare("ids keep their zeros", as.character(cohort$patients$id), c("001", "010"))
  periods <- as.data.frame(audit_periods(cohort, on = period_on("a")))
  compare("first days", as.character(periods$start), c("2010-02-01", "2010-03-02"))
  compare("last days", as.character(periods$stop), c("2011-12-31", "2011-03-01"))
  compare("decimal comma", as.double(cohort$labs$value), 0.4)
}

selection_by_hand <- function() {
  cohort <- audit_cohort(
    data.frame(id = 1:4, follow_up_start = 0, follow_up_end = c(1000, 1000, 1000, 500)),
    data.frame(id = c(1, 2, 2, 3, 3, 4, 4), drug = c("a", "a", "b", "b", "a", "a", "b"),
               start = c(10, 10, 300, 10, 300, 10, 300))
  )
  # 1 never starts b, 3 starts a after it, 4 is followed for 200 days of it.
  selected <- select_patients(cohort, drug = "b", prior = "a", min_follow_up = 12)
  compare("who is left", as.character(selected$patients$id), "2")
  compare("left at each step", attrition(selected)$patients, c(4, 3, 2, 1))
  compare("taken out at each step", attrition(selected)$left_out, c(0, 1, 1, 1))
}

example_by_hand <- function() {
  figures <- utils::read.csv(system.file("validation", "example-figures.csv", package = "msaudit"))
  recorded <- function(name, column = "numerator") figures[match(name, figures$figure), column]
  cohort <- example_cohort("alemtuzumab-switch")
  compare("patients", nrow(cohort$patients), recorded("patients"))
  compare("records refused or changed", nrow(findings(cohort)), 0)
  periods <- audit_periods(
    cohort, before = period_before("natalizumab", 12), on = period_on("natalizumab"),
    washout = period_gap("natalizumab", "alemtuzumab"), after = period_since("alemtuzumab", 12)
  )
  arr <- audit_arr(cohort, periods)
  names <- paste0("relapses_", c("year_before_natalizumab", "on_natalizumab", "washout", "year_after"))
  compare("relapses", arr$events, recorded(names))
  compare("days", arr$exposure * 365.25, recorded(names, "denominator"))
  compare("rates", arr$estimate, recorded(names, "value"))
  stops <- audit_stops(cohort, "natalizumab")
  compare("stops", stops$with_event, recorded(c("stopped_treatment_failure", "stopped_allergic_reaction")))
  two <- audit_periods(cohort, on = period_on("natalizumab"), after = period_since("alemtuzumab", 12))
  lesions <- audit_lesions(cohort, two)
  of <- function(outcome, period) lesions[lesions$outcome == outcome & lesions$measure == "rate" & lesions$period == period, ]
  compare("with new lesions", of("new_t2", "on")$with_event, recorded("new_lesions_on_natalizumab"))
  compare("new lesions", of("new_t2", "on")$events, recorded("new_lesion_count_on_natalizumab"))
  compare("days between scans", of("new_t2", "on")$exposure * 365.25,
          recorded("new_lesion_count_by_time_on_natalizumab", "denominator"))
  compare("with enhancing lesions", of("gd", "on")$with_event, recorded("enhancing_on_natalizumab"))
  compare("enhancing lesions", of("gd", "on")$events, recorded("enhancing_lesion_count_on_natalizumab"))
  compare("imaged after", of("new_t2", "after")$patients, recorded("new_lesions_year_after", "denominator"))
  labs <- audit_labs(cohort, periods, landmark = 1, within = 3, composites = list(
    lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia"), lab_rule(tpo_ab = "high", name = "antibodies"),
    lab_rule(tsh = "high", ft4 = "low", name = "hypothyroidism")
  ))
  labs <- labs[labs$period == "after", ]
  landmark <- labs[labs$outcome == "lymphocyte count decreased" & labs$measure == "landmark", ]
  compare("lymphopaenia at a month", c(landmark$with_event, landmark$patients),
          c(recorded("lymphopaenia_month_1"), recorded("lymphopaenia_month_1", "denominator")))
  compare("leucopenia within 3 months", labs$with_event[labs$outcome == "leucopenia" & labs$measure == "proportion"],
          recorded("leucopenia_without_neutropaenia_by_month_3"))
  serious <- audit_ae(cohort, periods, serious = TRUE)
  serious <- serious[serious$period == "after" & serious$measure == "proportion" & serious$outcome == "any", ]
  compare("serious events after", c(serious$with_event, serious$patients), c(0, 11))
  compare("upper limit of 0 of 11", serious$conf_high, 1 - 0.025^(1 / 11))
}
