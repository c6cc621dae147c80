# Patients in the order of their lesions, the most first: of the first period that
# is drawn, then of all.
by_lesions <- function(drawn, kind) {
  patients <- sort(unique(drawn$cells$patient))
  days <- drawn$days
  lesions <- lesions_of(days, kind)
  total <- function(of) {
    as.vector(rowsum(c(lesions[of], rep(0, length(patients))), c(match(days$patient[of], patients), seq_along(patients))))
  }
  patients[order(-total(days$period == levels(days$period)[1]), -total(rep(TRUE, nrow(days))), patients, method = "radix")]
}

lesions_of <- function(days, kind) {
  known <- function(x) ifelse(is.na(x), 0, x)
  switch(kind, any = known(days$t2) + known(days$gd), new_t2 = known(days$t2), gd = known(days$gd))
}

kind_texts <- c(any = "new T2 or enhancing lesions", new_t2 = "new T2 lesions", gd = "enhancing lesions")

synthetic_text <- function(drawn) if (drawn$synthetic) "Synthetic data"

# Where there is nothing to draw it is said.
empty_picture <- function(text) {
  plot <- ggplot2::ggplot(data.frame()) + ggplot2::annotate("text", 0, 0, label = text) + ggplot2::theme_void()
  with_alt(plot, text)
}

nothing_known <- "No scan of any patient tells of lesions."
