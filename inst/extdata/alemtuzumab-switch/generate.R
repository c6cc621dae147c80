# Writes the tables of the example cohort beside this file:
#
#   Rscript generate.R
#
# Everything is made up; no record is of a real person. What happened to each
# patient (drugs, relapses, adverse events, scans) is written out below, so that
# it agrees with the figures of the abstract that README.md names. Blood tests
# are drawn about a course for each patient. The same files come out in every
# locale and with every R from 4.1 on: the generator is named, and nothing but
# uniform numbers and plain arithmetic is used.

set.seed(20110430, kind = "Mersenne-Twister", normal.kind = "Inversion",
         sample.kind = "Rejection")

data_lock <- as.Date("2011-04-30")

# A table as written in this file: text, blank where missing.
written <- function(text) {
  read.csv(text = text, colClasses = "character", na.strings = character(),
           strip.white = TRUE, fill = FALSE)
}

two_digits <- function(x) floor(x * 100 + 0.5) / 100

# The same day of the month, some months later, or the last day of that month.
months_after <- function(day, months) {
  parts <- as.POSIXlt(day)
  first_of <- function(month) {
    as.Date(sprintf("%04.0f-%02.0f-01", 1900 + month %/% 12, month %% 12 + 1))
  }
  month <- 12 * parts$year + parts$mon + months
  length_of <- as.integer(first_of(month + 1) - first_of(month))
  first_of(month) + pmin(parts$mday, length_of) - 1
}

# Blood is taken, and patients are seen, from Monday to Friday.
working_day <- function(day) {
  weekday <- as.POSIXlt(day)$wday
  day - (weekday == 6) + (weekday == 0)
}

# Patients, in order of referral -----------------------------------------------

patients <- written("
id,  birth,      sex, onset,      centre, follow_up_start, follow_up_end, death
001, 1974-06-02, F,   2003-09-20, North,  2005-03-14,      ,
002, 1971-11-18, M,   2002-10-05, North,  2005-11-07,      ,
003, 1980-02-27, F,   2005-08-11, North,  2006-02-20,      ,
004, 1978-08-09, F,   2006-03-30, South,  2006-09-18,      ,
005, 1983-04-15, F,   2006-07-02, North,  2007-01-15,      ,
006, 1981-12-21, F,   2006-12-09, North,  2007-05-21,      ,
007, 1986-10-03, M,   2008-03-08, South,  2008-03-31,      ,
008, 1976-01-30, F,   2007-04-17, North,  2008-06-16,      ,
009, 1984-05-24, F,   2008-05-06, North,  2008-11-24,      2010-12-15,
010, 1989-07-12, F,   2008-09-28, South,  2009-02-02,      ,
011, 1969-03-06, M,   2004-11-15, South,  2009-10-05,      ,
")

# Courses. Natalizumab: from the first infusion to the last, or, after an
# allergic reaction, to the visit at which it was given up. -------------------

treatments <- written("
id,  drug,               start,      stop,       stop_reason
001, interferon beta-1a, 2004-02-09, 2008-04-14, treatment failure
001, natalizumab,        2008-04-28, 2009-04-29, treatment failure
001, alemtuzumab,        2009-07-13, 2009-07-17, course completed
001, alemtuzumab,        2010-07-19, 2010-07-21, course completed
002, interferon beta-1b, 2003-05-12, 2006-10-30, treatment failure
002, glatiramer acetate, 2006-11-13, 2008-08-18, treatment failure
002, natalizumab,        2008-09-01, 2009-10-29, treatment failure
002, alemtuzumab,        2009-11-30, 2009-12-04, course completed
002, alemtuzumab,        2010-12-06, 2010-12-08, course completed
003, glatiramer acetate, 2006-03-06, 2008-06-09, treatment failure
003, natalizumab,        2008-06-23, 2009-03-30, treatment failure
003, alemtuzumab,        2009-08-31, 2009-09-04, course completed
003, alemtuzumab,        2010-09-06, 2010-09-08, course completed
004, interferon beta-1a, 2006-10-02, 2008-09-01, treatment failure
004, natalizumab,        2008-09-15, 2008-11-24, allergic reaction
004, glatiramer acetate, 2008-12-15, 2009-08-31, treatment failure
004, alemtuzumab,        2009-10-05, 2009-10-09, course completed
004, alemtuzumab,        2010-10-11, 2010-10-13, course completed
005, interferon beta-1a, 2007-02-05, 2008-11-24, treatment failure
005, natalizumab,        2008-12-08, 2009-10-12, treatment failure
005, alemtuzumab,        2010-01-11, 2010-01-15, course completed
005, glatiramer acetate, 2011-02-14, ,
006, interferon beta-1b, 2007-06-11, 2008-11-10, treatment failure
006, natalizumab,        2008-11-24, 2009-04-13, pregnancy planned
006, natalizumab,        2009-08-10, 2009-12-01, treatment failure
006, alemtuzumab,        2010-03-22, 2010-03-26, course completed
006, alemtuzumab,        2011-03-28, 2011-03-30, course completed
007, natalizumab,        2009-01-26, 2009-10-07, treatment failure
007, alemtuzumab,        2010-02-08, 2010-02-12, course completed
007, alemtuzumab,        2011-02-14, 2011-02-16, course completed
008, interferon beta-1a, 2008-06-30, 2009-05-04, side effects
008, natalizumab,        2009-05-18, 2009-12-28, treatment failure
008, alemtuzumab,        2010-03-01, 2010-03-05, course completed
008, alemtuzumab,        2011-03-07, 2011-03-09, course completed
009, glatiramer acetate, 2008-12-08, 2009-07-20, treatment failure
009, natalizumab,        2009-08-03, 2010-02-15, treatment failure
009, alemtuzumab,        2010-06-14, 2010-06-18, course completed
010, interferon beta-1a, 2009-02-16, 2010-02-15, treatment failure
010, natalizumab,        2010-03-01, 2010-04-12, allergic reaction
010, alemtuzumab,        2010-09-20, 2010-09-24, course completed
011, interferon beta-1a, 2007-03-05, 2009-10-19, treatment failure
011, natalizumab,        2009-11-02, 2010-01-19, allergic reaction
011, alemtuzumab,        2011-01-10, 2011-01-14, course completed
")

# Relapses. 002 has two onsets 21 days apart, and a relapse on the day of the
# last infusion of natalizumab; 006 one between two courses; 008 one on the
# first day of alemtuzumab, and an onset 18 days later. ------------------------

relapses <- written("
id,  onset,      end,        severity, steroids, confirmed
001, 2006-09-14, 2006-10-20, moderate, yes,      yes
001, 2007-08-21, 2007-09-25, moderate, yes,      yes
001, 2008-02-09, 2008-03-15, severe,   yes,      yes
001, 2008-07-06, 2008-08-01, moderate, yes,      yes
001, 2008-11-20, 2008-12-12, mild,     no,       yes
001, 2009-03-11, 2009-04-22, severe,   yes,      yes
001, 2009-06-17, 2009-07-08, moderate, yes,      yes
002, 2007-10-24, 2007-11-30, moderate, yes,      yes
002, 2008-04-12, 2008-05-19, moderate, yes,      yes
002, 2008-11-12, 2008-12-10, moderate, yes,      yes
002, 2009-02-23, 2009-03-12, mild,     no,       yes
002, 2009-03-16, 2009-04-20, severe,   yes,      yes
002, 2009-06-18, 2009-07-30, severe,   yes,      yes
002, 2009-10-29, 2009-11-20, moderate, yes,      yes
003, 2007-05-15, 2007-06-12, mild,     no,       no
003, 2008-01-27, 2008-03-03, severe,   yes,      yes
003, 2008-10-08, 2008-11-05, moderate, yes,      yes
003, 2009-02-18, 2009-03-25, severe,   yes,      yes
003, 2009-06-24, 2009-07-20, moderate, yes,      yes
003, 2011-01-22, 2011-02-14, mild,     yes,      yes
004, 2007-11-06, 2007-12-03, moderate, yes,      yes
004, 2008-05-21, 2008-06-30, severe,   yes,      yes
004, 2009-02-10, 2009-03-16, moderate, yes,      yes
004, 2009-07-15, 2009-08-21, severe,   yes,      yes
005, 2007-12-05, 2008-01-07, moderate, yes,      yes
005, 2008-07-20, 2008-08-25, moderate, yes,      yes
005, 2009-02-11, 2009-03-18, severe,   yes,      yes
005, 2009-07-29, 2009-09-01, moderate, yes,      yes
005, 2010-10-26, 2010-11-22, moderate, yes,      yes
006, 2008-01-16, 2008-02-11, moderate, no,       yes
006, 2008-08-05, 2008-09-15, severe,   yes,      yes
006, 2009-02-01, 2009-02-27, mild,     no,       no
006, 2009-06-30, 2009-08-03, moderate, yes,      yes
006, 2009-10-07, 2009-11-16, severe,   yes,      yes
006, 2010-01-19, 2010-02-22, moderate, yes,      yes
007, 2008-03-08, 2008-04-10, moderate, yes,      yes
007, 2008-10-14, 2008-11-28, severe,   yes,      yes
007, 2009-12-16, 2010-01-18, moderate, yes,      yes
008, 2008-09-09, 2008-10-06, moderate, yes,      yes
008, 2009-02-04, 2009-03-09, moderate, yes,      yes
008, 2009-07-22, 2009-08-19, moderate, yes,      yes
008, 2009-11-11, 2009-12-21, severe,   yes,      yes
008, 2010-03-01, 2010-03-15, moderate, yes,      yes
008, 2010-03-19, 2010-04-12, mild,     no,       yes
009, 2008-12-03, 2009-01-12, moderate, yes,      yes
009, 2009-06-17, 2009-08-05, severe,   yes,      yes
009, 2009-12-20, 2010-02-10, severe,   yes,      yes
010, 2009-07-08, 2009-08-06, moderate, yes,      yes
010, 2009-12-16, 2010-01-25, severe,   yes,      yes
010, 2010-03-24, 2010-04-26, moderate, yes,      yes
010, 2010-07-14, ,           moderate, yes,      yes
")

# Adverse events ---------------------------------------------------------------

events <- written("
id,  term,                              category,         onset,      end,        grade, serious, related
001, headache,                          nervous system,   2008-06-24, 2008-06-25, 1,     no,      yes
001, upper respiratory tract infection, infection,        2008-12-30, 2009-01-07, 1,     no,      no
001, infusion reaction,                 infusion,         2009-07-13, 2009-07-15, 2,     no,      yes
001, upper respiratory tract infection, infection,        2009-11-16, 2009-11-24, 2,     no,      no
001, infusion reaction,                 infusion,         2010-07-19, 2010-07-20, 1,     no,      yes
002, urinary tract infection,           infection,        2009-04-02, 2009-04-10, 2,     no,      no
002, infusion reaction,                 infusion,         2009-11-30, 2009-12-02, 2,     no,      yes
002, urinary tract infection,           infection,        2010-05-19, 2010-05-27, 2,     no,      no
002, infusion reaction,                 infusion,         2010-12-06, 2010-12-07, 1,     no,      yes
003, fatigue,                           general,          2008-08-18, 2008-08-20, 1,     no,      yes
003, infusion reaction,                 infusion,         2009-08-31, 2009-09-02, 1,     no,      yes
003, urinary tract infection,           infection,        2010-02-03, 2010-02-09, 2,     no,      no
003, hypothyroidism,                    endocrine,        2010-06-10, ,           2,     no,      yes
004, hypersensitivity,                  hypersensitivity, 2008-11-10, 2008-11-12, 2,     no,      yes
004, infusion reaction,                 infusion,         2009-10-05, 2009-10-07, 2,     no,      yes
004, herpes labialis,                   infection,        2009-12-09, 2009-12-18, 1,     no,      yes
004, infusion reaction,                 infusion,         2010-10-11, 2010-10-12, 2,     no,      yes
005, upper respiratory tract infection, infection,        2009-03-05, 2009-03-14, 1,     no,      no
005, infusion reaction,                 infusion,         2010-01-11, 2010-01-14, 2,     no,      yes
006, headache,                          nervous system,   2008-12-22, 2008-12-23, 1,     no,      yes
006, infusion reaction,                 infusion,         2010-03-23, 2010-03-24, 1,     no,      yes
006, oral candidiasis,                  infection,        2010-05-10, 2010-05-24, 2,     no,      yes
006, infusion reaction,                 infusion,         2011-03-28, 2011-03-29, 1,     no,      yes
007, infusion reaction,                 infusion,         2010-02-08, 2010-02-10, 3,     no,      yes
007, upper respiratory tract infection, infection,        2010-04-14, 2010-04-21, 1,     no,      no
007, upper respiratory tract infection, infection,        2010-11-29, 2010-12-08, 1,     no,      no
008, infusion reaction,                 infusion,         2010-03-01, 2010-03-03, 1,     no,      yes
008, herpes labialis,                   infection,        2010-04-26, 2010-05-03, 1,     no,      yes
008, infusion reaction,                 infusion,         2011-03-07, 2011-03-08, 1,     no,      yes
009, fatigue,                           general,          2009-10-26, 2009-10-28, ,      no,      yes
009, infusion reaction,                 infusion,         2010-06-14, 2010-06-16, 2,     no,      yes
009, urinary tract infection,           infection,        2010-09-15, 2010-09-22, 2,     no,      no
010, hypersensitivity,                  hypersensitivity, 2010-03-29, 2010-03-31, 3,     yes,     yes
010, infusion reaction,                 infusion,         2010-09-21, 2010-09-22, 1,     no,      yes
010, upper respiratory tract infection, infection,        2011-01-17, 2011-01-25, 1,     no,      no
011, hypersensitivity,                  hypersensitivity, 2009-12-28, 2009-12-29, 2,     no,      yes
")

# Scans. A first scan at these hospitals has nothing to be compared with. The
# scan of 007 a year after alemtuzumab was without contrast: not known is not 0.

mri <- written("
id,  date,       compare_date, new_t2, gd, contrast, t2_count, region
001, 2007-04-02, ,             ,       0,  yes,      14,       brain
001, 2008-04-10, 2007-04-02,   3,      1,  yes,      17,       brain
001, 2009-02-16, 2008-04-10,   4,      0,  yes,      20,       brain
001, 2009-06-29, 2009-02-16,   1,      1,  yes,      21,       brain
001, 2010-06-28, 2009-06-29,   0,      0,  yes,      21,       brain
002, 2008-08-18, ,             ,       1,  yes,      26,       brain
002, 2009-03-09, 2008-08-18,   3,      1,  yes,      28,       brain
002, 2009-09-28, 2009-03-09,   2,      0,  yes,      30,       brain
002, 2009-11-23, 2009-09-28,   1,      0,  yes,      31,       brain
002, 2010-11-22, 2009-11-23,   0,      0,  yes,      31,       brain
003, 2007-06-11, ,             ,       0,  yes,      9,        brain
003, 2008-06-05, 2007-06-11,   2,      1,  yes,      11,       brain
003, 2009-03-16, 2008-06-05,   2,      2,  yes,      13,       brain
003, 2009-08-17, 2009-03-16,   1,      0,  yes,      14,       brain
003, 2010-08-23, 2009-08-17,   0,      0,  yes,      14,       brain
004, 2008-03-10, ,             ,       0,  yes,      12,       brain
004, 2009-09-21, 2008-03-10,   5,      1,  yes,      16,       brain
004, 2010-09-27, 2009-09-21,   0,      0,  yes,      16,       brain
005, 2008-11-24, ,             ,       1,  yes,      18,       brain
005, 2009-08-31, 2008-11-24,   6,      3,  yes,      23,       brain
005, 2010-01-25, 2009-08-31,   2,      0,  yes,      25,       brain
005, 2011-01-17, 2010-01-25,   0,      0,  yes,      25,       brain
006, 2008-11-03, ,             ,       0,  yes,      15,       brain
006, 2009-04-06, 2008-11-03,   2,      0,  yes,      17,       brain
006, 2009-08-03, 2009-04-06,   1,      0,  yes,      18,       brain
006, 2009-11-16, 2009-08-03,   3,      0,  yes,      20,       brain
006, 2010-03-15, 2009-11-16,   0,      0,  yes,      20,       brain
007, 2009-01-12, ,             ,       2,  yes,      22,       brain
007, 2009-08-10, 2009-01-12,   8,      2,  yes,      28,       brain
007, 2010-01-25, 2009-08-10,   3,      1,  yes,      31,       brain
007, 2011-01-31, 2010-01-25,   0,      ,   no,       31,       brain
008, 2009-05-04, ,             ,       0,  yes,      11,       brain
008, 2009-12-07, 2009-05-04,   1,      0,  yes,      12,       brain
008, 2010-02-22, 2009-12-07,   0,      0,  yes,      12,       brain
008, 2011-02-28, 2010-02-22,   0,      0,  yes,      12,       brain
009, 2009-06-29, ,             ,       1,  yes,      2,        spinal cord
009, 2009-07-20, ,             ,       0,  yes,      10,       brain
009, 2010-02-01, 2009-07-20,   0,      0,  yes,      10,       brain
009, 2010-06-07, 2010-02-01,   0,      0,  yes,      10,       brain
010, 2010-02-08, ,             ,       1,  yes,      8,        brain
010, 2010-05-24, 2010-02-08,   2,      0,  yes,      10,       brain
010, 2010-09-06, 2010-05-24,   1,      1,  yes,      11,       brain
011, 2009-10-12, ,             ,       0,  yes,      19,       brain
011, 2010-02-15, 2009-10-12,   0,      0,  yes,      19,       brain
011, 2010-12-13, 2010-02-15,   4,      1,  yes,      22,       brain
")

# Visits: at referral, at the start and the stop of natalizumab, in the week
# before alemtuzumab, and 3, 6, 12 and 18 months after its start. --------------

edss <- written("
id,  referral, start, stop, alemtuzumab, months_3, months_6, months_12, months_18
001, 1.5,      3.0,   4.0,  4.5,         4.0,      4.0,      3.5,       3.5
002, 2.0,      4.0,   5.5,  6.0,         6.0,      5.5,      5.5,       5.5
003, 1.0,      2.5,   3.5,  3.5,         3.5,      3.0,      2.5,       3.0
004, 1.5,      3.0,   3.0,  4.0,         4.0,      3.5,      3.5,       3.5
005, 0.0,      2.0,   3.0,  3.0,         2.5,      2.5,      3.0,       3.0
006, 1.0,      2.5,   3.5,  4.0,         3.5,      3.5,      3.5,       3.5
007, 2.5,      3.5,   3.0,  3.5,         3.5,      3.0,      3.0,       3.0
008, 2.0,      3.0,   4.0,  4.0,         4.5,      4.0,      4.0,       4.0
009, 2.0,      3.5,   5.0,  4.5,         4.5,      4.0,      4.0,       4.0
010, 1.0,      2.0,   2.5,  3.0,         3.0,      2.5,      2.5,       2.5
011, 4.0,      6.0,   6.0,  6.5,         6.5,      6.5,      6.5,       6.5
")

# What the courses of each patient fix for visits and blood tests.
days_of <- function(id, drug, column, pick) {
  course <- treatments[treatments$id == id & treatments$drug == drug, ]
  pick(as.Date(course[[column]]))
}
followed_to <- as.Date(ifelse(patients$follow_up_end == "", format(data_lock),
                              patients$follow_up_end))

visits_of <- function(i) {
  id <- patients$id[i]
  alemtuzumab <- days_of(id, "alemtuzumab", "start", min)
  planned <- c(
    as.Date(patients$follow_up_start[i]),
    days_of(id, "natalizumab", "start", min),
    days_of(id, "natalizumab", "stop", max),
    alemtuzumab - floor(runif(1, 0, 8)),
    months_after(alemtuzumab, c(3, 6, 12, 18)) + floor(runif(4, -7, 8))
  )
  visits <- data.frame(id = id, date = working_day(planned),
                       edss = unlist(edss[edss$id == id, -1], use.names = FALSE))
  visits[visits$date <= followed_to[i], ]
}

# Blood tests ------------------------------------------------------------------

ranges <- written("
centre, test,         unit,   ref_low, ref_high
North,  lymphocytes,  10^9/L, 1.0,     4.0
North,  wbc,          10^9/L, 4.0,     11.0
North,  neutrophils,  10^9/L, 2.0,     7.5
North,  platelets,    10^9/L, 150,     400
North,  haemoglobin,  g/L,    ,
North,  TSH,          mU/L,   0.27,    4.20
North,  free T4,      pmol/L, 12.0,    22.0
North,  anti-TPO,     IU/mL,  ,        34
South,  lymphocytes,  10^9/L, 1.1,     3.9
South,  wbc,          10^9/L, 3.7,     9.5
South,  neutrophils,  10^9/L, 1.7,     6.8
South,  platelets,    10^9/L, 140,     400
South,  haemoglobin,  g/L,    ,
South,  TSH,          mU/L,   0.35,    4.94
South,  free T4,      pmol/L, 9.0,     19.0
South,  anti-TPO,     IU/mL,  ,        60
")
haemoglobin_range <- list(F = c("115", "160"), M = c("130", "175"))

# `nadir`: lymphocytes one month after the first course. `leucopenia`: months
# in which the leucocytes were low.
blood <- written("
id,  nadir, leucopenia
001, 0.11,  1 2
002, 0.09,  none
003, 0.18,  none
004, 0.19,  none
005, 0.15,  1 2 3
006, 0.42,  none
007, 0.06,  1 2 3 4
008, 0.24,  none
009, 0.31,  2
010, 0.22,  none
011, 0.56,  none
")

# Blood that was not taken, and some that was taken besides, before it was due.
missed <- written("
id,  month
002, 8
006, 7
008, 10
")
besides <- list(id = "002", month = 0.8, date = as.Date("2009-12-24"))

# When blood was taken: on natalizumab every three months, before alemtuzumab
# (month 0), then every month.
samples_of <- function(i) {
  id <- patients$id[i]
  natalizumab <- months_after(days_of(id, "natalizumab", "start", min), seq(0, 21, 3))
  natalizumab <- natalizumab[natalizumab < days_of(id, "natalizumab", "stop", max)]

  alemtuzumab <- days_of(id, "alemtuzumab", "start", min)
  month <- 0:21
  date <- months_after(alemtuzumab, month) + floor(runif(22, -4, 5))
  date[1] <- alemtuzumab - floor(runif(1, 3, 12))
  date <- working_day(date)
  # 006 gave the blood on the day of the infusion, before it, and 007 in time
  # for the end of the fifth month.
  if (id == "006") date[month == 0] <- alemtuzumab
  if (id == "007") date[month == 5] <- working_day(months_after(alemtuzumab, 5) - 3)

  samples <- data.frame(month = c(rep(NA, length(natalizumab)), month),
                        date = c(working_day(natalizumab), date))
  if (id == besides$id) samples <- rbind(samples, data.frame(besides[c("month", "date")]))
  done <- samples$date <= followed_to[i] & !samples$month %in% missed$month[missed$id == id]
  samples[done, ]
}

# Lymphocytes fall to the nadir at once, and rise from it over two years; after a
# second course less deep.
lymphocytes_after <- function(months, nadir, rise) {
  approx(c(0, 1, 3, 6, 12, 24), nadir + rise * c(0, 0, 0.25, 0.5, 0.9, 1), months)$y
}

lymphocytes_of <- function(id, samples) {
  nadir <- as.numeric(blood$nadir[blood$id == id])
  second <- days_of(id, "alemtuzumab", "start", max)
  rise <- runif(1, 0.55, 0.85)
  n <- nrow(samples)

  treated <- which(samples$month > 0)
  value <- runif(n, 1.8, 3.4)
  value[treated] <- lymphocytes_after(samples$month[treated], nadir, rise)
  again <- which(samples$month > 11 & samples$date > second)
  value[again] <- lymphocytes_after(as.numeric(samples$date[again] - second) / 30.4375,
                                    nadir + 0.1, rise)
  drawn <- which(samples$month > 0 & samples$month != 1)
  value[drawn] <- value[drawn] * runif(length(drawn), 0.93, 1.07)
  two_digits(value)
}

# Leucocytes are the sum of their kinds.
blood_counts_of <- function(i, samples) {
  id <- patients$id[i]
  n <- nrow(samples)
  low <- samples$month %in% strsplit(blood$leucopenia[blood$id == id], " ")[[1]]
  lymphocytes <- lymphocytes_of(id, samples)
  neutrophils <- two_digits(ifelse(low, runif(n, 2.1, 2.6), runif(n, 3.7, 5.0)))
  others <- two_digits(runif(n, 0.35, 0.55))
  platelets <- runif(1, 215, 290) + runif(n, -20, 20) - ifelse(samples$month %in% 1, 25, 0)
  usual <- if (id == "010") 117 else if (patients$sex[i] == "M") 146 else 130
  haemoglobin <- usual + runif(n, -4, 4)
  list(lymphocytes = sprintf("%.2f", lymphocytes),
       wbc = sprintf("%.2f", lymphocytes + neutrophils + others),
       neutrophils = sprintf("%.2f", neutrophils),
       platelets = sprintf("%.0f", platelets),
       haemoglobin = sprintf("%.0f", haemoglobin))
}

# Every three months; antibodies less often. 003 becomes hypothyroid.
thyroid_of <- function(id, month) {
  n <- length(month)
  tsh <- runif(n, 0.8, 2.9)
  free_t4 <- runif(n, 13.0, 17.5)
  antibodies <- runif(n, 6, 26)
  tested <- month %in% c(0, 3, 6, 12)
  if (id == "003") {
    tsh <- c(1.64, 2.31, 3.87, 18.4, 6.32, 3.05, 2.44)
    free_t4 <- c(15.2, 14.6, 13.1, 8.1, 13.4, 15.8, 16.1)
    antibodies <- c(14, 186, 242, 311, 275, 260, 248)
    tested <- rep(TRUE, n)
  }
  list(TSH = sprintf("%.2f", tsh),
       "free T4" = sprintf("%.1f", free_t4),
       "anti-TPO" = ifelse(tested, sprintf("%.0f", antibodies), NA))
}

# One row a test that was done; a sample is what was sent to one laboratory.
long <- function(tests, date, laboratory, id) {
  labs <- data.frame(id = id, date = date, test = rep(names(tests), each = length(date)),
                     value = unlist(tests, use.names = FALSE),
                     sample = paste0(laboratory, format(date, "%y%m%d"), "-", id))
  labs[!is.na(labs$value), ]
}

labs_of <- function(i) {
  id <- patients$id[i]
  samples <- samples_of(i)
  thyroid <- samples[samples$month %in% seq(0, 21, 3), ]
  labs <- rbind(long(blood_counts_of(i, samples), samples$date, "H", id),
                long(thyroid_of(id, thyroid$month), thyroid$date, "B", id))
  range <- ranges[ranges$centre == patients$centre[i], ]
  range[range$test == "haemoglobin", c("ref_low", "ref_high")] <- haemoglobin_range[[patients$sex[i]]]
  labs <- cbind(labs, range[match(labs$test, range$test), c("unit", "ref_low", "ref_high")])
  labs <- labs[order(labs$date), ]
  labs[c("id", "date", "test", "value", "unit", "ref_low", "ref_high", "sample")]
}

# To files ---------------------------------------------------------------------

everyone <- seq_len(nrow(patients))
visits <- do.call(rbind, lapply(everyone, visits_of))
labs <- do.call(rbind, lapply(everyone, labs_of))

# Rscript writes a space in the path of its file as ~+~.
this_file <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
if (length(this_file) != 1) stop("Run this file with Rscript", call. = FALSE)
directory <- dirname(gsub("~+~", " ", this_file, fixed = TRUE))

# Bytes are the same on every system: no CR, no BOM.
write_table <- function(table, name) {
  file <- file(file.path(directory, paste0(name, ".csv")), "wb")
  on.exit(close(file))
  days <- vapply(table, inherits, NA, "Date")
  table[days] <- lapply(table[days], format)
  write.table(table, file, sep = ",", quote = FALSE, row.names = FALSE, eol = "\n", na = "")
}
write_table(patients, "patients")
write_table(treatments, "treatments")
write_table(relapses, "relapses")
write_table(events, "events")
write_table(labs, "labs")
write_table(mri, "mri")
write_table(visits, "visits")
