#' Abnormalities made of several tests
#'
#' A rule that holds in a sample in which each of its conditions does, such as
#' leucopenia without neutropaenia; for [audit_labs()].
#'
#' @param ... Conditions, each named by a test and one of `"low"`, `"not low"`,
#'   `"high"`, `"not high"`: against the limits of the laboratory of that test.
#' @param name What the rule is called in results, single.
#'
#' @return A rule of class `msaudit_lab_rule`.
#'
#' @section Definition:
#' Tests of one sample are those of one patient, day and, where given, `sample`.
#' A condition is known where the test is there with its value, unit and limit;
#' a rule is known in a sample where all its conditions are, or where one is known
#' not to hold.
#'
#' @examples
#' lab_rule(wbc = "low", neutrophils = "not low", name = "leucopenia without neutropaenia")
#' lab_rule(tpo_ab = "high", name = "thyroid peroxidase antibodies")
#' lab_rule(tsh = "high", ft4 = "low", name = "overt hypothyroidism")
#' @export
lab_rule <- function(..., name) {
  call <- sys.call()
  conditions <- list(...)
  check_argument(!missing(name) && checkmate::test_string(name, min.chars = 1), NULL, "name",
                 "what the rule is called", call)
  if (length(conditions) == 0 || is.null(names(conditions)) || any(!nzchar(names(conditions)))) {
    usage_error("...", "A rule needs conditions, each named by a test, such as wbc = \"low\"", call)
  }
  test <- canonical_tests(names(conditions))$test
  unknown <- names(conditions)[is.na(test)]
  if (length(unknown) > 0) {
    usage_error("...", sprintf("`%s` is no test%s", unknown[1], did_you_mean(unknown[1], lab_table("tests")$name)),
                call)
  }
  state <- vapply(seq_along(conditions), function(i) {
    one_of(conditions[[i]], names(lab_states), names(conditions)[i], call)
  }, "")
  structure(list(name = name, test = test, state = state), class = "msaudit_lab_rule")
}

# Bits of the core (lab_grades.h).
lab_states <- c("not low" = 1L, low = 2L, "not high" = 4L, high = 8L)

#' @export
print.msaudit_lab_rule <- function(x, ...) {
  cat(x$name, ": ", paste(x$test, x$state, collapse = " and "), " in one sample\n", sep = "")
  invisible(x)
}
