# Grading `n` laboratory tests of eight kinds, in any order, by CTCAE 4.03: a bare
# pass in C, msaudit, data.table, dplyr, and admiral on a tenth of them. All must
# agree before a time is printed.
grade_speed <- function(n = 1e7, times = 3) {
  library(msaudit)
  kinds <- lab_kinds()
  set.seed(4)
  code <- sample.int(8L, n, TRUE)
  upper <- kinds$upper[code]
  labs <- list(code = code, test = factor(kinds$test[code], kinds$test), unit = factor(kinds$unit[code]),
               value = ifelse(upper, kinds$high[code] * rexp(n, 0.3), kinds$low[code] * 1.6 * runif(n)),
               low = kinds$low[code], high = kinds$high[code])
  text <- replace(labs, c("test", "unit"), lapply(labs[c("test", "unit")], as.character))
  ways <- list(
    "bare pass in C" = bare_grades(labs, kinds),
    "msaudit, the engine" = engine_grades(labs),
    "msaudit, grade_labs(keep = \"grade\")" = function() graded(labs, keep = "grade"),
    "the same, names and units as text" = function() graded(text, keep = "grade"),
    "msaudit, grade_labs(), all columns" = function() graded(labs),
    "data.table, fcase()" = function() with(scaled_labs(labs, kinds), {
      data.table::fcase(x < c4, 4L, x < c3, 3L, x < c2, 2L, x < c1, 1L, default = 0L)
    }),
    "dplyr, case_when()" = function() with(scaled_labs(labs, kinds), {
      dplyr::case_when(x < c4 ~ 4L, x < c3 ~ 3L, x < c2 ~ 2L, x < c1 ~ 1L, TRUE ~ 0L)
    })
  )
  for (package in c("data.table", "dplyr")) {
    if (!requireNamespace(package, quietly = TRUE)) ways <- ways[!startsWith(names(ways), package)]
  }
  timed <- time_ways(lapply(ways, list, function(grade) tabulate(grade + 1L, 5)), times, unit = best_time(ways[[1]], times))
  timed$note <- "times the bare pass"
  rbind(timed, admiral_grades(labs, kinds, timed$seconds[1]))
}

graded <- function(labs, ...) grade_labs(labs$value, labs$test, labs$unit, labs$low, labs$high, rules = "ctcae-4.03", ...)$grade

# Tests, the limits of a laboratory, and the cuts of grades 4, 3 and 2: fixed, or
# -1 times the multiples of the upper limit.
lab_kinds <- function() {
  data.frame(
    test = c("lymphocytes", "wbc", "neutrophils", "platelets", "haemoglobin", "cd4", "alt", "bilirubin"),
    unit = c(rep("10^9/L", 4), "g/L", "10^9/L", "U/L", "umol/L"),
    low = c(1, 4, 2, 150, 130, 0.6, 5, 3), high = c(4, 11, 7.5, 400, 210, 1.5, 40, 20), upper = rep(c(FALSE, TRUE), c(6, 2)),
    c4 = c(0.2, 1, 0.5, 25, -Inf, 0.05, -20, -10), c3 = c(0.5, 2, 1, 50, 80, 0.2, -5, -3), c2 = c(0.8, 3, 1.5, 75, 100, 0.5, -3, -1.5),
    term = c("Lymphocyte count decreased", "White blood cell decreased", "Neutrophil count decreased", "Platelet count decreased",
             "Anemia", "CD4 lymphocytes decreased", "Alanine aminotransferase increased", "Blood bilirubin increased")
  )
}

# Values and cuts on one scale, as case_when() wants them.
scaled_labs <- function(labs, kinds) {
  upper <- kinds$upper[labs$code]
  list(x = ifelse(upper, -labs$value, labs$value), c1 = ifelse(upper, -labs$high, labs$low),
       c2 = kinds$c2[labs$code] * ifelse(upper, labs$high, 1), c3 = kinds$c3[labs$code] * ifelse(upper, labs$high, 1),
       c4 = kinds$c4[labs$code] * ifelse(upper, labs$high, 1))
}

bare_grades <- function(labs, kinds) {
  routine <- getNativeSymbolInfo("bare_grades", bare_dll())$address
  limits <- rbind(kinds$c4, kinds$c3, kinds$c2, 0)
  function() .Call(routine, labs$code, labs$value, labs$low, labs$high, limits, as.integer(kinds$upper))
}

# From the columns of a table to grade, rule and reason, as factors' codes.
engine_grades <- function(labs) {
  package <- getNamespace("msaudit")
  columns <- package$lab_columns(list(value = labs$value, test = labs$test, unit = labs$unit, ref_low = labs$low, ref_high = labs$high))
  table <- package$lab_rules("ctcae-4.03", "rules", NULL)
  function() package$grade_columns(columns, table, keep = "grade")$grade
}

admiral_grades <- function(labs, kinds, unit) {
  if (!requireNamespace("admiral", quietly = TRUE)) return(NULL)
  few <- seq_len(length(labs$code) / 10)
  code <- labs$code[few]
  data <- dplyr::tibble(
    ATOXDSCL = ifelse(kinds$upper, NA, kinds$term)[code], ATOXDSCH = ifelse(kinds$upper, kinds$term, NA)[code], AVAL = labs$value[few],
    ANRLO = labs$low[few], ANRHI = labs$high[few], UNIT = kinds$unit[code]
  )
  graded <- NULL
  seconds <- system.time({
    for (way in c("L", "H")) {
      data <- admiral::derive_var_atoxgr_dir(
        data, new_var = !!rlang::sym(paste0("ATOXGR", way)), tox_description_var = !!rlang::sym(paste0("ATOXDSC", way)),
        meta_criteria = admiral::atoxgr_criteria_ctcv4, criteria_direction = way, get_unit_expr = UNIT
      )
    }
    graded <- admiral::derive_var_atoxgr(data, lotox_description_var = ATOXDSCL, hitox_description_var = ATOXDSCH)
  }, gcFirst = TRUE)[["elapsed"]]
  ours <- grade_labs(labs$value[few], labs$test[few], labs$unit[few], labs$low[few], labs$high[few], rules = "ctcae-4.03")$grade
  theirs <- abs(as.integer(graded$ATOXGR))
  if (!identical(tabulate(theirs + 1L, 5), tabulate(ours + 1L, 5))) stop("admiral does not agree")
  data.frame(what = "admiral, on a tenth", seconds = seconds, ratio = seconds / unit, note = "times the bare pass on all")
}
