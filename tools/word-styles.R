# Makes inst/rmarkdown/audit.docx, from which pandoc takes page and styles of a
# report for Word: Rscript tools/word-styles.R. Starts from pandoc's own; needs
# pandoc and zip.
target <- file.path(getwd(), "inst", "rmarkdown", "audit.docx")
folder <- tempfile()
dir.create(folder)
plain <- file.path(folder, "plain.docx")
stopifnot(system2("pandoc", c("-o", shQuote(plain), "--print-default-data-file", "reference.docx")) == 0)
files <- utils::unzip(plain, exdir = folder)
unlink(plain)

edit <- function(file, ...) {
  path <- file.path(folder, file)
  text <- paste(readLines(path, warn = FALSE), collapse = "\n")
  changes <- list(...)
  for (change in changes) {
    stopifnot(grepl(change[1], text, perl = TRUE))
    text <- sub(change[1], change[2], text, perl = TRUE)
  }
  writeLines(text, path)
}

# A style anew, of its name in Word.
style <- function(id, name, paragraph, run, type = "paragraph", based = "Normal", more = "") {
  sprintf(paste0("<w:style w:type=\"%s\" w:styleId=\"%s\"%s><w:name w:val=\"%s\"/><w:basedOn w:val=\"%s\"/>",
                 "<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr>%s</w:style>"),
          type, id, if (name == id) "" else " w:customStyle=\"1\"", name, based, paragraph, run, more)
}

anew <- function(id, text) c(sprintf("(?s)<w:style [^>]*w:styleId=\"%s\">.*?</w:style>", id), text)

spacing <- function(before, after) sprintf("<w:spacing w:before=\"%d\" w:after=\"%d\"/>", before, after)

size <- function(points, more = "") sprintf("%s<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", more, 2 * points, 2 * points)

dark <- "<w:color w:val=\"1A1A1A\"/>"
bold <- "<w:b/>"
heading <- function(level, points) {
  anew(paste0("Heading", level), style(paste0("Heading", level), paste("heading", level),
                                       paste0("<w:keepNext/><w:keepLines/>", spacing(300, 80), "<w:outlineLvl w:val=\"", level - 1, "\"/>"),
                                       size(points, paste0(bold, dark))))
}

edit(
  "word/styles.xml",
  c("<w:sz w:val=\"24\" />", "<w:sz w:val=\"21\" />"), c("<w:szCs w:val=\"24\" />", "<w:szCs w:val=\"21\" />"),
  c("<w:rFonts [^>]*minorHAnsi[^>]*>", "<w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\" w:eastAsia=\"Calibri\"/>"),
  c("<w:spacing w:after=\"200\" />", "<w:spacing w:after=\"120\" />"),
  c("(?s)(w:styleId=\"BodyText\">.*?)<w:spacing w:before=\"180\" w:after=\"180\" />", paste0("\\1", spacing(80, 80))),
  anew("Title", style("Title", "Title", paste0("<w:keepNext/>", spacing(0, 160)), size(20, paste0(bold, dark)))),
  heading(1, 15), heading(2, 12),
  anew("TableCaption", style("TableCaption", "Table Caption", paste0("<w:keepNext/>", spacing(160, 60)), size(9, "<w:i/>"))),
  anew("ImageCaption", paste0(
    style("ImageCaption", "Image Caption", spacing(40, 200), size(9, "<w:i/>")),
    style("Notes", "Notes", spacing(40, 40), size(8)),
    style("Notice", "Notice", paste0(
      "<w:pBdr>", paste0("<w:", c("top", "left", "bottom", "right"), " w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"B00020\"/>", collapse = ""),
      "</w:pBdr>", spacing(80, 160)), "")
  )),
  anew("CaptionedFigure", style("CaptionedFigure", "Captioned Figure", paste0("<w:keepNext/>", spacing(120, 40)), "")),
  # Rows are not broken across pages, the header is repeated.
  anew("Table", paste0(
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"Table\"><w:name w:val=\"Table\"/><w:basedOn w:val=\"TableNormal\"/>",
    "<w:qFormat/><w:pPr>", spacing(20, 20), "</w:pPr><w:rPr>", size(9), "</w:rPr><w:tblPr>",
    "<w:tblBorders><w:top w:val=\"single\" w:sz=\"8\" w:color=\"444444\"/><w:bottom w:val=\"single\" w:sz=\"8\" w:color=\"444444\"/>",
    "<w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"DDDDDD\"/></w:tblBorders><w:tblInd w:w=\"0\" w:type=\"dxa\"/>",
    "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"60\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>",
    "<w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:trPr><w:cantSplit/></w:trPr>",
    "<w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/></w:rPr><w:trPr><w:tblHeader/></w:trPr><w:tcPr><w:tcBorders>",
    "<w:bottom w:val=\"single\" w:sz=\"8\" w:color=\"444444\"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
  ))
)

# A4, upright, with margins of 2.5 cm, so 6.3 inches wide, and numbered pages.
edit("word/document.xml", c("<w:sectPr />", paste0(
  "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
  "<w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1417\" w:left=\"1417\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr>"
)))
writeLines(paste0(
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
  "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>",
  "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:ftr>"
), file.path(folder, "word", "footer1.xml"))
edit("word/_rels/document.xml.rels", c("</Relationships>", paste0(
  "<Relationship Id=\"rIdFooter\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" ",
  "Target=\"footer1.xml\"/></Relationships>"
)))
edit("[Content_Types].xml", c("</Types>", paste0(
  "<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/></Types>"
)))

unlink(target)
home <- setwd(folder)
utils::zip(target, list.files(all.files = TRUE, recursive = TRUE), flags = "-q -X -9")
setwd(home)
