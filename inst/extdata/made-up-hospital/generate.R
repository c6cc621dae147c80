# Makes the tables of a made-up hospital, as its systems might export them: days as
# dd/mm/yyyy, columns under the hospital's names, and some of the mistakes that such
# exports have. No record is of a real person. Run in this folder; the seed fixes all.
set.seed(20240917)
n <- 24
number <- sprintf("H%04d", sort(sample(1000:9999, n)))
day <- function(text) as.Date(text)
shown <- function(x) ifelse(is.na(x), "", format(x, "%d/%m/%Y"))
between <- function(n, from, to) day(from) + sample(as.integer(day(to) - day(from)), n, TRUE)

birth <- between(n, "1966-01-01", "1999-12-31")
onset <- birth + round(365.25 * runif(n, 18, 32))
onset <- pmin(onset, day("2017-11-01"))
start_dmf <- between(n, "2018-01-01", "2019-12-31")
first_seen <- pmax(start_dmf - sample(200:900, n, TRUE), onset + 20)
start_ocr <- start_dmf + sample(420:900, n, TRUE)
washout <- sample(c(0:6, 20:45), n, TRUE)
left <- sample(n, 2)
seen_until <- rep(as.Date(NA), n)
seen_until[left] <- start_ocr[left] + c(150, 260)
lock <- day("2023-12-31")
end <- pmin(seen_until, lock, na.rm = TRUE)

patients <- data.frame(
  hospital_number = number, dob = shown(birth), sex = sample(c("F", "M"), n, TRUE, c(0.7, 0.3)),
  date_of_onset = shown(onset), first_seen = shown(first_seen), last_seen = shown(seen_until)
)
patients$sex[5] <- ""
reason <- sample(c("treatment failure", "lymphopenia", "gastrointestinal intolerance"), n, TRUE, c(0.6, 0.2, 0.2))
courses <- rbind(
  data.frame(hospital_number = number, drug = "Dimethyl fumarate", start_date = shown(start_dmf),
             stop_date = shown(start_ocr - washout), reason_stopped = reason),
  data.frame(hospital_number = number, drug = "Ocrelizumab", start_date = shown(start_ocr), stop_date = "", reason_stopped = "")
)

days_in <- function(rate, from, to) {
  frailty <- rgamma(n, 2, 2)
  at <- lapply(seq_len(n), function(i) {
    years <- max(0, as.integer(to[i] - from[i]) / 365.25)
    k <- rpois(1, rate * frailty[i] * years)
    if (k > 0) data.frame(hospital_number = number[i], at = from[i] + sort(sample.int(max(1, as.integer(to[i] - from[i])), k)))
  })
  do.call(rbind, at)
}
relapses <- rbind(days_in(0.8, first_seen, start_ocr), days_in(0.12, start_ocr, end))
relapses <- relapses[order(relapses$hospital_number, relapses$at), ]
relapses <- data.frame(hospital_number = relapses$hospital_number, relapse_date = shown(relapses$at),
                       steroids_given = sample(c("yes", "no"), nrow(relapses), TRUE, c(0.7, 0.3)))
# A number typed wrong, and a relapse after the data lock.
relapses <- rbind(relapses, data.frame(hospital_number = c("H0000", number[3]), relapse_date = c("14/02/2021", "09/01/2024"),
                                       steroids_given = "yes"))

kinds <- data.frame(term = c("upper respiratory tract infection", "urinary tract infection", "infusion reaction", "flushing",
                             "diarrhoea"), category = c("infection", "infection", "infusion", "skin", "gut"))
events <- rbind(cbind(days_in(0.5, start_dmf, start_ocr), late = FALSE), cbind(days_in(0.6, start_ocr, end), late = TRUE))
which_kind <- ifelse(events$late, sample(1:3, nrow(events), TRUE, c(5, 2, 4)), sample(c(1, 2, 4, 5), nrow(events), TRUE))
events <- data.frame(hospital_number = events$hospital_number, event = kinds$term[which_kind],
                     category = kinds$category[which_kind], event_date = shown(events$at),
                     grade = sample(1:3, nrow(events), TRUE, c(6, 3, 2)), serious = "no")
events$serious[events$grade == 3 & events$category == "infection"] <- "yes"
events <- events[order(events$hospital_number), ]

labs <- do.call(rbind, lapply(seq_len(n), function(i) {
  at <- c(start_dmf[i] - 7 + c(0, 180, 360), start_ocr[i] + c(-7, 90, 180, 365))
  at <- at[at <= end[i]]
  value <- round(rlnorm(length(at), log(ifelse(at > start_dmf[i] & at < start_ocr[i], 1.0, 1.4)), 0.3), 2)
  data.frame(hospital_number = number[i], sample_date = shown(at), test = "LYMPHOCYTES", result = value, unit = "10^9/L",
             lower_limit = 1.0, upper_limit = 4.0)
}))

scans <- do.call(rbind, lapply(seq_len(n), function(i) {
  at <- c(start_dmf[i] + c(-30, 350), start_ocr[i] + c(-25, 180, 365))
  rate <- c(NA, 1.6, 1.8, 0.5, 0.03)
  keep <- at <= end[i] & (seq_along(at) == 1 | runif(5) < 0.9)
  at <- at[keep]
  rate <- rate[keep]
  lesions <- rpois(length(at), ifelse(is.na(rate), 0, rate))
  lesions[1] <- NA
  data.frame(hospital_number = number[i], scan_date = shown(at), compared_with = c("", shown(at)[-length(at)]),
             new_lesions = ifelse(is.na(lesions), "", lesions), enhancing = rpois(length(at), ifelse(is.na(rate), 0.6, rate / 3)),
             contrast = "yes")
}))
scans$contrast[7] <- "no"
scans$enhancing[scans$contrast == "no"] <- ""

tables <- list(patients = patients, treatments = courses, relapses = relapses, events = events, labs = labs, mri = scans)
for (name in names(tables)) write.csv(tables[[name]], paste0(name, ".csv"), row.names = FALSE, quote = FALSE, na = "")
