# The picture of README.md, man/figures/patients.png: run as
#     Rscript tools/figure.R
# with the package installed.
library(msaudit)

cohort <- example_cohort("alemtuzumab-switch")
plot <- ggplot2::autoplot(cohort)
grDevices::png("man/figures/patients.png", width = 1200, height = 620, res = 150, type = "cairo")
print(plot)
invisible(grDevices::dev.off())
