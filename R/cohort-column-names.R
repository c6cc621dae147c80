# Names of columns as others give them: stop_date, EndDate, Date of Birth. A column that
# is called so and is not understood may be one that is missing, and no more than that
# is said of it.

# Words that say nothing of what a column is, beside the nouns of its table.
day_words <- c("date", "day", "dt", "dat", "datum", "fecha", "data", "time")

filler_words <- c(day_words, "of", "the", "on", "at", "value", "result", "score", "drug", "treatment", "therapy",
                  "relapse", "event", "ae", "scan", "mri", "lab", "test", "visit", "patient", "subject", "lesions", "lesion")

# Each spelt as bare_name() spells it.
other_names <- list(
  patients = list(birth = c("dob", "born", "birthday"), sex = "gender", death = c("died", "dod"),
                  follow_up_start = c("followupbegin", "fustart", "enrolment", "enrollment"),
                  follow_up_end = c("last", "lastvisit", "lastseen", "followupstop", "endfollowup",
                                    "followup", "lastfollowup", "fuend", "lastcontact")),
  treatments = list(start = c("begin", "started"), drug = c("dmt", "medicine", "medication", "product"),
                    stop = c("stopdt", "enddt", "endt", "lastdose", "ende", "fin", "fine", "end",
                             "ended", "stopped", "finish", "discontinued", "discontinuation"),
                    stop_reason = c("reason", "reasonstop", "stoppingreason", "endreason", "reasonend")),
  relapses = list(onset = c("start", "began", "date"), end = c("stop", "resolved"), steroids = c("steroid", "corticosteroids")),
  events = list(onset = c("start", "began", "date"), end = c("stop", "resolved"), grade = c("ctcae", "ctcaegrade", "toxicitygrade"),
                serious = "sae", term = c("pt", "preferredterm", "name")),
  labs = list(date = "sampled", unit = "units", test = "analyte", ref_low = c("lln", "lowerlimit", "low", "reflower"),
              ref_high = c("uln", "upperlimit", "high", "refupper")),
  mri = list(compare_date = c("comparison", "comparator", "previous", "prior"), new_t2 = c("new", "t2new", "newlesions"),
             gd = c("gadolinium", "enhancing", "gdenhancing", "t1gd", "gdt1")),
  visits = list()
)

# A name as its words, without those that say nothing, in one; mri_date is a date.
bare_name <- function(name) {
  words <- gsub("([a-z0-9])([A-Z])", "\\1 \\2", tidy_text(name))
  words <- strsplit(gsub("[^[:alnum:]]+", " ", fold(words)), " ", fixed = TRUE)
  vapply(words, function(x) {
    x <- sub("^(.{3,})(date|datum)$", "\\1", x)
    said <- x[!x %in% filler_words & nzchar(x)]
    if (length(said) > 0) paste(said, collapse = "") else if (any(x %in% day_words)) "date" else paste(x, collapse = "")
  }, "")
}

# The columns missing from a table that `name` may be.
may_be <- function(name, absent, table) {
  bare <- bare_name(name)
  other <- vapply(absent, function(ours) bare %in% c(bare_name(ours), other_names[[table]][[ours]]), NA)
  away <- utils::adist(fold(name), absent)[1, ]
  slip <- away <= ifelse(nchar(absent) >= 7, 2, 1)
  absent[slip | other]
}
