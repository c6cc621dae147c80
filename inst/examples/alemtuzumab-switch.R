library(msaudit)

# Eleven synthetic patients, given alemtuzumab after natalizumab.
cohort <- example_cohort("alemtuzumab-switch")
cohort <- select_patients(cohort, drug = "alemtuzumab", from = "2009-07-01",
                          to = "2011-01-31", prior = "natalizumab")
periods <- audit_periods(cohort,
  "On natalizumab" = period_on("natalizumab"),
  "Year after alemtuzumab" = period_since("alemtuzumab", months = 12)
)
cohort
periods
audit_stops(cohort, "natalizumab")

# Relapses: both rates, and their ratio in the same patients.
arr <- audit_arr(cohort, periods)
arr
audit_compare(arr, reference = "On natalizumab")

# Adverse events: was any infection serious?
audit_ae(cohort, periods, each = "category", serious = TRUE)

# Laboratory: lymphopaenia at a month; leucopenia without neutropaenia within
# three; thyroid antibodies, then hypothyroidism.
composites <- list(
  lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia, neutrophils normal"),
  lab_rule(tpo_ab = "high", name = "thyroid peroxidase antibodies"),
  lab_rule(tsh = "high", ft4 = "low", name = "overt hypothyroidism")
)
after <- audit_periods(cohort, "Year after alemtuzumab" = period_since("alemtuzumab", 12))
audit_labs(cohort, after, landmark = 1, composites = composites)

# MRI: new and enhancing lesions, with the number imaged.
lesions <- audit_lesions(cohort, periods)
lesions
audit_compare(lesions, reference = "On natalizumab")

# All of it as a report.
audit_report(cohort, periods, "audit.html", composites = composites)
