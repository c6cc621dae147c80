# What leaves the package: the same numbers under other names.

layout_by_hand <- function() {
  ard <- as_ard(audit_arr(c(224, 157), years = c(320.1, 652.6), period = c("placebo", "natalizumab")))
  of <- ard[vapply(ard$group1_level, identical, NA, "placebo"), ]
  stat <- function(name) of$stat[of$stat_name == name][[1]]
  compare("events, person-years", c(stat("n_events"), stat("tot_person_time")), c(224, 320.1))
  compare("rate and limits", c(stat("estimate"), stat("conf.low"), stat("conf.high")),
          c(224, stats::qgamma(c(0.025, 0.975), c(224, 225))) / 320.1)
  compare("level", stat("conf.level"), 0.95)
  compare("what it is", unique(of$context), "rate")
}

files_of_results_by_hand <- function() {
  file <- tempfile(fileext = ".csv")
  on.exit(unlink(file))
  write_audit(audit_arr(c(1, 0), years = c(3, 0), period = c("na\u00efve, \"first\"", "b")), file)
  lines <- readLines(file, encoding = "UTF-8")
  compare("lines", length(lines), 3)
  back <- utils::read.csv(file, encoding = "UTF-8", stringsAsFactors = FALSE)
  compare("text", enc2utf8(back$period[1]), "na\u00efve, \"first\"")
  compare("every digit", back$estimate, c(1 / 3, NA), within = 1e-15)
  compare("a limit that is infinite", back$conf_high[2], Inf)
}

# Two of 12 women and 9 of 18 men had an event, 11 of all 30. Every count of women
# that agrees with what is shown is tried: as many must be left as "fewer than 5"
# leaves.
suppressed_by_every_count <- function() {
  had <- c(1:2, 13:21)
  cohort <- audit_cohort(
    data.frame(id = 1:30, sex = rep(c("F", "M"), c(12, 18)), follow_up_start = 0, follow_up_end = 500),
    data.frame(id = 1:30, drug = "a", start = 0), events = data.frame(id = had, term = "Rash", onset = 100)
  )
  periods <- audit_periods(cohort, on = period_on("a"))
  parts <- list(by_sex = audit_ae(cohort, periods, by = "sex", measure = "proportion"),
                all = audit_ae(cohort, periods, measure = "proportion"))
  shared <- lapply(suppress_cells(parts), as.data.frame)
  compare("what is shared alone", is.na(as.data.frame(suppress_cells(parts$by_sex))$with_event[1]), TRUE)
  of <- function(part, sex = NULL) {
    x <- shared[[part]]
    x <- x[x$outcome == "any" & (is.null(sex) | x$sex %in% sex), ]
    c(x$with_event, round(x$estimate * x$patients))
  }
  shown <- list(women = of("by_sex", "F"), men = of("by_sex", "M"), all = of("all"))
  compare("a small count shown", any(unlist(shown) < 5, na.rm = TRUE), FALSE)
  # The small one and one of the two others, which is enough.
  held <- c(is.na(shared$by_sex$with_event[shared$by_sex$outcome == "any"]), is.na(shared$all$with_event))
  compare("counts held back", sum(held), 2)
  possible <- expand.grid(women = 0:12, men = 0:18)
  possible$all <- possible$women + possible$men
  agrees <- rep(TRUE, nrow(possible))
  for (who in names(shown)) for (value in shown[[who]][!is.na(shown[[who]])]) agrees <- agrees & possible[[who]] == value
  compare("counts of women that agree, four or more", length(unique(possible$women[agrees])) >= 4, TRUE)
}
