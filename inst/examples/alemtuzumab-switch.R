library(msaudit)

# 24 relapses in 9.6 patient-years, 1 in 9.8
ci_rate(c(24, 1), years = c(9.6, 9.8))
