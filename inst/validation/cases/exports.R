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
