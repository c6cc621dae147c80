# Small cohorts, on a clock of days, that tests change a little.
patients_of <- function(...) data.frame(id = c("001", "002", "003"), ..., stringsAsFactors = FALSE)

small_tables <- function() {
  list(
    patients = data.frame(id = c("002", "001", "003"), sex = c("F", "M", NA),
                          follow_up_start = "2005-01-01", stringsAsFactors = FALSE),
    treatments = data.frame(
      id = c("001", "001", "002"), drug = c("natalizumab", "alemtuzumab", "natalizumab"),
      start = c("2008-01-01", "2010-01-15", "2009-02-01"), stop = c("2009-10-01", "2010-01-19", NA),
      stringsAsFactors = FALSE
    ),
    relapses = data.frame(id = c("001", "001", "002"), onset = c("2008-05-05", "2008-07-20", "2009-06-01"),
                          stringsAsFactors = FALSE),
    events = data.frame(id = c("001", "002"), term = c("Rash", "Cold"),
                        onset = c("2010-01-15", "2009-06-01"), stringsAsFactors = FALSE),
    labs = data.frame(id = "001", date = "2010-02-15", test = "lymphocytes", value = 0.2,
                      unit = "10^9/L", stringsAsFactors = FALSE),
    mri = data.frame(id = "001", date = "2009-01-01", compare_date = "2008-01-01", new_t2 = 3, gd = 1,
                     contrast = TRUE, stringsAsFactors = FALSE),
    visits = data.frame(id = "001", date = "2009-01-01", edss = 2.5, stringsAsFactors = FALSE),
    data_lock = "2011-03-31"
  )
}

# The small cohort with some of its tables or arguments replaced.
small_cohort <- function(...) {
  changed <- list(...)
  tables <- small_tables()
  tables[names(changed)] <- changed
  do.call("audit_cohort", tables)
}

# The same with one cell of one table replaced.
with_cell <- function(table, column, row, value) {
  tables <- small_tables()
  tables[[table]][[column]][row] <- value
  do.call("audit_cohort", tables)
}

with_column <- function(table, column, values) {
  tables <- small_tables()
  tables[[table]][[column]] <- values
  do.call("audit_cohort", tables)
}

# The infections of a trial, as relapses of a cohort.
cgd_cohort <- function() {
  cgd <- survival::cgd
  each <- split(cgd, cgd$id)
  patients <- data.frame(
    id = vapply(each, function(d) d$id[1], 0), treat = do.call(c, unname(lapply(each, function(d) d$treat[1]))),
    follow_up_start = vapply(each, function(d) min(d$tstart), 0),
    follow_up_end = vapply(each, function(d) max(d$tstop), 0)
  )
  infections <- cgd[cgd$status == 1, ]
  audit_cohort(
    patients, data.frame(id = patients$id, drug = as.character(patients$treat), start = 0),
    relapses = data.frame(id = infections$id, onset = infections$tstop)
  )
}
