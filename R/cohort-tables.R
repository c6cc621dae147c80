# What the tables of a cohort hold. A column that is not named here is kept as
# it is, and may be named in `by`. Kinds of columns are read by R/cohort-columns.R.
table_spec <- function(required, day = NULL, ...) {
  list(required = required, day = day, columns = c(id = "id", ...))
}

# `day` is the column that says when a record happened; the table is in order
# of it, and a record without it, or after the end of follow-up, is left out.
table_specs <- list(
  patients = table_spec(
    "id",
    birth = "day", sex = "sex", onset = "day", centre = "group", follow_up_start = "day",
    follow_up_end = "day", death = "day"
  ),
  treatments = table_spec(
    c("id", "drug", "start"), "start",
    drug = "name", start = "day", stop = "day", stop_reason = "name"
  ),
  relapses = table_spec(
    c("id", "onset"), "onset",
    onset = "day", end = "day", severity = "group", steroids = "flag", confirmed = "flag"
  ),
  events = table_spec(
    c("id", "term", "onset"), "onset",
    term = "name", onset = "day", end = "day", grade = "grade", serious = "flag", related = "flag"
  ),
  labs = table_spec(
    c("id", "date", "test", "value"), "date",
    date = "day", test = "name", value = "value", unit = "text", ref_low = "limit",
    ref_high = "limit", sample = "any"
  ),
  mri = table_spec(
    c("id", "date"), "date",
    date = "day", compare_date = "day", new_t2 = "lesions", enlarging_t2 = "lesions", gd = "lesions",
    contrast = "flag", active = "lesions", t2_count = "lesions", t2_volume = "amount", region = "name"
  ),
  visits = table_spec(
    c("id", "date"), "date",
    date = "day", edss = "edss"
  )
)

# What has a row.
row_nouns <- c(patients = "patient", treatments = "course", relapses = "relapse", events = "adverse event",
               labs = "test", mri = "scan", visits = "visit")

# Columns without which a record says nothing, beside its day.
essential_columns <- list(treatments = "drug", events = "term", labs = c("test", "value"))

# The two columns of records that run from one day to another.
spans <- list(treatments = c("start", "stop"), relapses = c("onset", "end"),
              events = c("onset", "end"))

# Beyond, sums of counts are not exact; and no patient has so many of anything.
most_counted <- 1e9
