# Which part of the package may use which, and whether each does: the folders of the
# core by what their files include, the files of R by the calls between them. Ends with
# status 1 where the core has an arrow upward, or R a circle of files or subjects, or a
# call from base-* to another subject. `Rscript tools/floors.R --draw` prints all arrows.

# Each folder of the core with those that it may use.
uses <- list(
  base = character(),
  numerics = "base",
  distributions = c("numerics", "base"),
  proportions = c("distributions", "numerics", "base"),
  rates = c("proportions", "distributions", "numerics", "base"),
  regression = c("distributions", "numerics", "base"),
  ranks = "base",
  curves = c("numerics", "base"),
  periods = "base",
  events = c("curves", "periods", "rates", "base"),
  labs = c("periods", "base"),
  lesions = c("periods", "base")
)

arrows_of_core <- function(core = "src/core") {
  files <- list.files(core, "[.][ch]$", recursive = TRUE)
  found <- lapply(files, function(file) {
    lines <- grep("^#include \"[a-z_]+/", readLines(file.path(core, file)), value = TRUE)
    data.frame(from = rep(dirname(file), length(lines)), to = sub("^#include \"([a-z_]+)/.*", "\\1", lines),
               file = rep(file, length(lines)), stringsAsFactors = FALSE)
  })
  do.call(rbind, found)
}

# The calls between the objects of R that are made by name; which method of a generic is
# called is known at run time alone.
calls_of_r <- function(folder = "R") {
  files <- list.files(folder, "[.]R$")
  defined <- lapply(files, function(file) {
    parts <- as.list(parse(file.path(folder, file)))
    is_definition <- vapply(parts, function(x) is.call(x) && identical(x[[1]], quote(`<-`)) && is.name(x[[2]]), NA)
    stats::setNames(lapply(parts[is_definition], `[[`, 3), vapply(parts[is_definition], function(x) as.character(x[[2]]), ""))
  })
  home <- stats::setNames(rep(files, lengths(defined)), unlist(lapply(defined, names)))
  objects <- do.call(c, defined)
  found <- lapply(names(objects), function(name) {
    object <- objects[[name]]
    is_function <- is.call(object) && identical(object[[1]], quote(`function`))
    used <- if (is_function) codetools::findGlobals(eval(object, new.env())) else all.names(object)
    used <- setdiff(intersect(used, names(home)), name)
    data.frame(from = rep(home[[name]], length(used)), to = unname(home[used]), caller = rep(name, length(used)), called = used,
               stringsAsFactors = FALSE)
  })
  calls <- do.call(rbind, found)
  calls[calls$from != calls$to, ]
}

subject_of <- function(file) sub("[-.].*", "", file)

# Those of the nodes that can reach themselves.
on_a_circle <- function(from, to) {
  next_of <- split(to, from)
  reaches_itself <- function(node) {
    seen <- character()
    new <- next_of[[node]]
    while (length(new) > 0) {
      seen <- c(seen, new)
      new <- setdiff(unlist(next_of[new], use.names = FALSE), seen)
    }
    node %in% seen
  }
  nodes <- unique(from)
  nodes[vapply(nodes, reaches_itself, NA)]
}

core <- unique(arrows_of_core())
upward <- core[!mapply(function(from, to) from == to || to %in% uses[[from]], core$from, core$to), ]
calls <- calls_of_r()
subjects <- data.frame(from = subject_of(calls$from), to = subject_of(calls$to), stringsAsFactors = FALSE)
between <- subjects$from != subjects$to

if ("--draw" %in% commandArgs(TRUE)) {
  drawn <- function(x) paste(sort(unique(x)), collapse = " ")
  for (x in list(core[c("from", "to")], subjects[between, ])) {
    to <- tapply(x$to, x$from, drawn)
    cat(sprintf("%-13s %s", names(to), to), "", sep = "\n")
  }
}

from_base <- calls[subjects$from == "base" & between, ]
circle_of_files <- on_a_circle(calls$from, calls$to)
circle_of_subjects <- on_a_circle(subjects$from[between], subjects$to[between])
cat(sprintf("src/core/%s includes a file of %s/\n", upward$file, upward$to), sep = "")
cat(sprintf("R/%s: %s() calls %s() of R/%s\n", from_base$from, from_base$caller, from_base$called, from_base$to), sep = "")
if (length(circle_of_files) > 0) cat("files of R on a circle of calls:", sort(circle_of_files), "\n")
if (length(circle_of_subjects) > 0) cat("subjects of R on a circle of calls:", sort(circle_of_subjects), "\n")
quit(status = as.integer(nrow(upward) + nrow(from_base) + length(circle_of_files) + length(circle_of_subjects) > 0))
