# Texts that would do something, or break a file, where they are not written as text. Each
# ends in a mark of its own, by which it is found again.
hostile_texts <- function(port = 9) {
  url <- sprintf("http://127.0.0.1:%d/x", port)
  texts <- c(
    "<script>document.title = 'run'</script>",
    "`<script>document.title = 'run'</script>`{=html}",
    "`<w:p><w:r><w:t>run</w:t></w:r></w:p>`{=openxml}",
    "`\\input{/etc/hostname}`{=latex}",
    "```{=html}\n<script>document.title = 'run'</script>\n```",
    "\" onerror=\"document.title = 'run'\" x=\"",
    sprintf("<img src=\"%s\" onerror=\"document.title = 'run'\">", url),
    sprintf("`<img src=\"/etc/hostname\"><link href=\"%s\">`{=html}", url),
    sprintf("![a picture](%s)", url), "![a file](/etc/hostname)", sprintf("[a link](%s){onclick=\"run\"}", url),
    sprintf("<%s>", url), url, "<!--", "<![CDATA[ x ]]>", "</w:t></w:r>]]>",
    "`r writeLines('run', 'run.txt')`", "$\\frac{a}{b}$ \\(x\\) $$y$$", "\\input{/etc/hostname} \\write18{run}",
    "| a | b |\n|---|---|\n| c | d |", "---\ntitle: run\n---", "a\n\n# b\n\n- c", "a\r\nb\tc",
    "\"q\" 'r' & <b>x</b> &lt; &#60; %s %%", "a\vb\fc\a", "\033[31ma\033]0;run\a", "\u202eabc\u2066", "\ufffe\uffffa",
    "*a* _b_ ~~c~~ ^d^ @e [@f] [^1] (@g) {#h .i}", "1. a", "#. a", "::: {.a}", "= 1 + 1; !x", "Table: x", "table: y", "a: b::c", strrep("long ", 60)
  )
  sprintf("%s m%02d.", texts, seq_along(texts))
}

# What a reader sees of them.
as_seen <- function(text) {
  text <- gsub("[\u0001-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]", "", text)
  trimws(gsub("\\s+", " ", text))
}

# A cohort that has a hostile text wherever text may stand: of n patients each has those of
# its place as term, drug, reason and unit, and there are as many centres.
hostile_cohort <- function(texts) {
  n <- length(texts)
  id <- sprintf("%03d", seq_len(n))
  of <- function(what) paste(texts, what)
  audit_cohort(
    data.frame(id = id, sex = rep_len(of("sex")[1:2], n), centre = rep_len(of("centre")[1:12], n), follow_up_start = "2008-01-01",
               stringsAsFactors = FALSE),
    data.frame(id = rep(id, 2), drug = c(rep("natalizumab", n), rep_len(of("drug"), n)), start = rep(c("2008-01-01", "2009-01-01"), each = n),
               stop = rep(c("2009-01-01", NA), each = n), stop_reason = c(of("reason"), rep(NA, n)), stringsAsFactors = FALSE),
    relapses = data.frame(id = id, onset = "2008-06-01"),
    events = data.frame(id = id, term = of("term"), onset = "2009-03-01", serious = TRUE, grade = 3, stringsAsFactors = FALSE),
    labs = data.frame(id = id, date = "2009-02-01", test = c("lymphocytes", of("test")[-1]), value = 0.4, unit = c("10^9/L", of("unit")[-1]),
                      ref_low = 1, ref_high = 4, stringsAsFactors = FALSE),
    mri = data.frame(id = id, date = "2009-06-01", compare_date = "2008-12-01", new_t2 = 1, gd = 0, stringsAsFactors = FALSE),
    data_lock = "2010-01-01"
  )
}

hostile_periods <- function(cohort, texts) {
  defined <- list(period_on("natalizumab"), period_on(levels(cohort$treatments$drug)[2]))
  do.call(audit_periods, c(list(cohort), structure(defined, names = paste(texts[c(2, 24)], "period"))))
}
