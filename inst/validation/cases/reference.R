# Tables of reference values, and how one of their cells is compared. Where each
# value comes from stands in its row.
reference_table <- function(name) {
  file <- system.file("validation", "reference", paste0(name, ".csv"), package = "msaudit", mustWork = TRUE)
  utils::read.csv(file, colClasses = "character", na.strings = character(), encoding = "UTF-8")
}

# An empty cell says nothing. A printed figure with a decimal point must be the
# rounding of the result; all else is compared by the row's relative tolerance.
cell <- function(got, cell, row, column) {
  if (!nzchar(cell)) return(invisible())
  if (cell == "NA") return(compare(paste(row$case, column), got, NA_real_))
  if (cell %in% c("Inf", "-Inf")) return(compare(paste(row$case, column), got, as.numeric(cell)))
  printed <- row$evidence == "print" && grepl(".", cell, fixed = TRUE) && !grepl("tolerance widened", row$note)
  within <- if (printed) 0.5 * 10^-nchar(sub("^[^.]*[.]", "", cell)) * (1 + 1e-9) else if (as.numeric(cell) == 0) 1e-12
  compare(paste(row$case, column), got, as.numeric(cell), relative = as.numeric(row$tol), within = within)
}

cell_or <- function(cell, otherwise) if (is.null(cell) || !nzchar(cell)) otherwise else as.numeric(cell)

# Each cell of a row that has a column of the result; `columns` names them so.
cells <- function(got, row, columns) {
  for (column in names(columns)) cell(got[[column]], row[[columns[[column]]]], row, column)
}

limit_cells <- c(estimate = "estimate", conf_low = "lower", conf_high = "upper")

# Runs `check` on each row but those whose method has no counterpart in the
# package, which are `n_without`: a row more or less is noticed.
each_row <- function(table, without, n_without, check) {
  apart <- table$method %in% without
  compare("rows without a counterpart", sum(apart), n_without)
  rows <- table[!apart, ]
  for (i in seq_len(nrow(rows))) check(rows[i, ])
}

# What is asked of a row besides its data, as arguments. An argument that is
# NULL is one not given.
asked <- function(row, null = row$null) {
  x <- list(conf_level = cell_or(row$conf_level, 0.95))
  if (!is.null(row$alternative) && nzchar(row$alternative)) x$alternative <- row$alternative
  if (!is.null(null) && nzchar(null)) x$null <- as.numeric(null)
  x
}

# The patients behind a row: counts and times before and after, in years.
reference_pairs <- function(data, group = "") {
  patients <- reference_table("rate_paired_patients")
  of <- patients[patients$data == data & (!nzchar(group) | patients$group == group), ]
  years <- function(x) as.numeric(x) / ifelse(of$unit == "days", 365.25, 1)
  data.frame(before = as.numeric(of$before_events), years_before = years(of$before_time),
             after = as.numeric(of$after_events), years_after = years(of$after_time), group = of$group)
}

# Counts and times of patients as "NAME:before", "NAME:after", "NAME:all" or a
# data set of the package survival names them.
reference_patients <- function(data, group = "") {
  if (data == "survival::cgd") {
    cgd <- survival::cgd
    if (nzchar(group)) cgd <- cgd[cgd$treat == group, ]
    by_id <- function(x) as.vector(tapply(x, cgd$id, sum))
    return(list(events = by_id(cgd$status), years = by_id(cgd$tstop - cgd$tstart) / 365.25))
  }
  part <- sub("^[^:]*:", "", data)
  x <- reference_pairs(sub(":.*", "", data), group)
  switch(part, before = list(events = x$before, years = x$years_before),
         after = list(events = x$after, years = x$years_after),
         all = list(events = x$before + x$after, years = x$years_before + x$years_after))
}

# Tables that keep limits of a difference uncut.
cut_cell <- function(cell) {
  if (nzchar(cell) && abs(as.numeric(cell)) > 1) as.character(sign(as.numeric(cell))) else cell
}

# First events of the patients behind a row: 0 censored, 1 the event, 2 a
# competing one.
incidence_patients <- function(data, group) {
  x <- switch(
    data,
    "survival::aml" = with(survival::aml, data.frame(time, status, group = x)),
    "survival::mgus2" = with(survival::mgus2, data.frame(
      time = ifelse(pstat == 1, ptime, futime), status = ifelse(pstat == 1, 1, 2 * death), group = sex
    )),
    {
      patients <- reference_table("incidence_patients")
      of <- patients[patients$data == data, ]
      data.frame(time = as.numeric(of$time), status = as.numeric(of$status), group = of$group)
    }
  )
  if (nzchar(group)) x[x$group == group, ] else x
}
