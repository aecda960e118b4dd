# Writes replicates.csv and tests.csv here with R survey 4.1.1: Rscript reference.R
# Data: ../people.csv (strata, PSUs, zero weights, missing answers), ../replicates.csv, ../element.csv.
suppressPackageStartupMessages(library(survey))
options(digits = 17, survey.lonely.psu = "certainty")
full <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "")
rows <- list()
emit <- function(design, statistic, of, level, answer, quantity, value)
  rows[[length(rows) + 1]] <<- data.frame(design, statistic, of, level, answer, quantity, value = full(as.numeric(value)))
write <- function(file) {
  write.csv(do.call(rbind, rows), file, row.names = FALSE, quote = FALSE); rows <<- list()
}
people <- read.csv("../people.csv", na.strings = "", colClasses = c(stratum = "character"))
people$answer <- factor(people$answer)
clustered <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = people, nest = TRUE)
finite <- svydesign(~psu, strata = ~stratum, weights = ~weight, fpc = ~fpc1, data = people, nest = TRUE)

# ---- delete-one-unit jackknife, straight from the design ---------------------------------------------
pairs <- read.csv("../pairs.csv", na.strings = "")
pairs$answer <- factor(pairs$answer)
element <- read.csv("../element.csv", na.strings = "")
element$answer <- factor(element$answer)
jackknifed <- function(name, linear, value) {
  design <- as.svrepdesign(linear, type = "JKn", mse = FALSE)
  emit(name, "df", "", "", "", "df", degf(design))
  for (level in c("", sort(unique(linear$variables$aimag)))) {
    domain <- if (level == "") design else subset(design, aimag == level)
    answers <- levels(linear$variables$answer)
    for (run in c("proportion", "total")) {
      found <- (if (run == "total") svytotal else svymean)(~answer, domain, na.rm = TRUE)
      for (i in seq_along(answers)) {
        emit(name, run, "answer", level, answers[i], "estimate", coef(found)[i])
        emit(name, run, "answer", level, answers[i], "se", SE(found)[i])
      }
    }
    found <- svymean(reformulate(value), domain, na.rm = TRUE)
    emit(name, "mean", value, level, "", "estimate", coef(found)); emit(name, "mean", value, level, "", "se", SE(found))
  }
}
jackknifed("stratified_cluster", clustered, "income")
jackknifed("one_stage_fpc", finite, "income")
jackknifed("element", svydesign(~1, strata = ~stratum, weights = ~weight, fpc = ~fpc, data = element), "spend")
jackknifed("pairs", svydesign(~psu, strata = ~stratum, weights = ~weight, data = pairs), "spend")
write("jackknife.csv")

# ---- columns of replicate weights with the scales that svrepdesign tells itself -----------------------
wide <- read.csv("../replicates.csv", na.strings = "")
wide$answer <- factor(wide$answer)
for (name in c("brr", "fay", "jk1", "bootstrap")) {
  arguments <- list(weights = ~weight, data = wide, combined.weights = TRUE, mse = FALSE,
    type = c(brr = "BRR", fay = "Fay", jk1 = "JK1", bootstrap = "bootstrap")[[name]],
    repweights = as.matrix(wide[grepl(paste0("^", name, "_[0-9]+$"), names(wide))]))
  if (name == "fay") arguments$rho <- 0.3
  design <- suppressWarnings(do.call(svrepdesign, arguments))
  found <- svymean(~answer, design, na.rm = TRUE)
  for (i in seq_along(levels(wide$answer)))
    emit(name, "proportion", "answer", "", levels(wide$answer)[i], "se", SE(found)[i])
  for (p in c(0.25, 0.5, 0.9)) {
    q <- svyquantile(~spend, subset(design, !is.na(spend)), p, df = degf(design))[[1]]
    for (j in 1:4) emit(name, "quantile", "spend", "", p, c("estimate", "low", "high", "se")[j], q[1, j])
  }
}
write("columns.csv")

# ---- quantiles: other intervals, degrees of freedom of the whole design -------------------------------
for (type in c("mean", "xlogit", "asin", "beta")) for (p in c(0.1, 0.5, 0.75)) {
  q <- svyquantile(~income, subset(clustered, !is.na(income) & weight > 0), p, interval.type = type)[[1]]
  for (j in 1:4) emit("stratified_cluster", type, "income", "", p, c("estimate", "low", "high", "se")[j], q[1, j])
}
write("quantiles.csv")

# ---- differences between domains and answers, and tests of a table -----------------------------------
answered <- subset(clustered, !is.na(answer))
aimags <- sort(unique(people$aimag))
for (name in levels(people$answer)) {
  answered$variables$y <- as.numeric(answered$variables$answer == name)
  table <- svyby(~y, ~aimag, answered, svymean, covmat = TRUE)
  for (a in aimags) for (b in aimags) if (a < b) {
    gap <- svycontrast(table, setNames(c(1, -1), c(a, b)))
    limits <- confint(gap, df = degf(clustered))
    t <- as.numeric(coef(gap) / SE(gap))
    values <- c(difference = coef(gap), se = SE(gap), low = limits[1], high = limits[2],
                p = 2 * pt(-abs(t), degf(clustered)))
    for (i in seq_along(values))
      emit("stratified_cluster", "domains", paste0(a, "|", b), "", name, c("difference", "se", "low", "high", "p")[i], values[i])
  }
}
found <- svymean(~answer, answered)
gap <- svycontrast(found, c(answerhome = 1, answerstay = -1))
emit("stratified_cluster", "answers", "home|stay", "", "", "difference", coef(gap))
emit("stratified_cluster", "answers", "home|stay", "", "", "se", SE(gap))
table <- svyby(~spend, ~aimag, clustered, svymean, na.rm = TRUE, covmat = TRUE)
gap <- svycontrast(table, c(AR = 1, BU = -1))
emit("stratified_cluster", "means", "AR|BU", "", "", "difference", coef(gap))
emit("stratified_cluster", "means", "AR|BU", "", "", "se", SE(gap))
write("differences.csv")
p <- c(0.001, 0.02, 0.03, 0.04, 0.0005, 0.6, 0.011)
cat(paste(c("p", p), c("holm", full(p.adjust(p, "holm"))), sep = ","), file = "holm.csv", sep = "\n")
