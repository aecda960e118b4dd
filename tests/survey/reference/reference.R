# Computes the reference numbers of expected/ with R survey: python make_data.py && Rscript reference.R
# Written for survey 4.1.1; where 4.5 gives other numbers its rule is stated and used (see README.md).
suppressPackageStartupMessages({library(survey); library(jsonlite)})
options(digits = 17, scipen = 0, survey.adjust.domain.lonely = FALSE)

# A single primary unit under "adjust" is centred at the mean of all unit totals (survey 4.3 and later;
# 4.1.1 centres at zero, which is the same for means and proportions of the whole sample only).
original <- getFromNamespace("onestage", "survey")
assignInNamespace("onestage", function(x, strata, clusters, nPSU, fpc,
    lonely.psu = getOption("survey.lonely.psu"), stage = 0, cal) {
  units <- tapply(nPSU, strata, function(n) n[1])
  units <- units[!is.na(units)]
  alone <- strata %in% names(units)[units == 1]
  if (lonely.psu != "adjust" || !any(alone))
    return(original(x, strata, clusters, nPSU, fpc, lonely.psu, stage, cal))
  centre <- colSums(x) / sum(units)
  variance <- matrix(0, NCOL(x), NCOL(x))
  if (any(!alone))
    variance <- original(x[!alone, , drop = FALSE], strata[!alone], clusters[!alone], nPSU[!alone],
                         fpc[!alone], lonely.psu, stage, cal)
  for (stratum in names(units)[units == 1]) {
    here <- strata == stratum
    sampled <- if (is.null(fpc)) 0 else 1 / fpc[here][1]
    variance <- variance + (1 - sampled) * tcrossprod(colSums(x[here, , drop = FALSE]) - centre)
  }
  variance
}, ns = "survey")

AXES <- c("aimag", "sex", "age")
read <- function(name) read.csv(name, colClasses = c(stratum = "character"), na.strings = "")
designs <- fromJSON("designs.json", simplifyDataFrame = FALSE)

# ---- long table -------------------------------------------------------------------------------------
rows <- list()
emit <- function(statistic, of, by, level, answer, values) {
  values <- unlist(values)
  rows[[length(rows) + 1]] <<- data.frame(design = current, statistic = statistic, of = of, by = by,
    level = level, answer = answer, quantity = names(values),
    value = ifelse(is.finite(values), sprintf("%.17g", values), ""))
}
finish <- function() {
  write.csv(do.call(rbind, rows), file.path("expected", paste0(current, ".csv")), row.names = FALSE, quote = FALSE)
  rows <<- list()
}

# ---- replicate weights, made once from the paired design ---------------------------------------------
pairs <- read("pairs.csv")
paired <- svydesign(~psu, strata = ~stratum, weights = ~weight, data = pairs)
set.seed(20250701)
made <- list(
  jk1 = as.svrepdesign(svydesign(~psu, weights = ~weight, data = pairs), type = "JK1", compress = FALSE),
  jkn = as.svrepdesign(paired, type = "JKn", compress = FALSE),
  brr = as.svrepdesign(paired, type = "BRR", compress = FALSE),
  fay = as.svrepdesign(paired, type = "Fay", fay.rho = 0.3, compress = FALSE),
  bootstrap = as.svrepdesign(paired, type = "bootstrap", replicates = 20, compress = FALSE))
wide <- pairs
for (name in names(made)) {
  columns <- as.matrix(weights(made[[name]], "analysis"))
  for (j in seq_len(ncol(columns))) wide[[paste0(name, "_", j)]] <- sprintf("%.17g", columns[, j])
  designs[[name]]$replicates$scale <- made[[name]]$scale
  designs[[name]]$replicates$rscales <- made[[name]]$rscales
}
write.csv(wide, "replicates.csv", row.names = FALSE, quote = FALSE, na = "")

# ---- designs ----------------------------------------------------------------------------------------
columns <- function(names) if (length(names)) reformulate(names) else NULL
build <- function(spec) {
  data <- read(spec$file)
  data$row <- seq_len(nrow(data))
  if (!is.null(spec$keep)) data <- data[eval(parse(text = spec$keep), data), ]
  data$answer <- factor(data$answer)
  for (name in levels(data$answer)) data[[paste0("is_", name)]] <- as.numeric(data$answer == name)
  options(survey.lonely.psu = spec$single_psu)
  if (!is.null(spec$replicates)) {
    kind <- spec$replicates
    type <- if (!is.null(kind$rho)) "Fay" else
      c(jk1 = "JK1", jkn = "JKn", brr = "BRR", bootstrap = "bootstrap")[[kind$method]]
    arguments <- list(weights = ~weight, data = data, type = type, combined.weights = TRUE, mse = FALSE,
                      repweights = as.matrix(data[grepl(paste0("^", kind$pattern, "$"), names(data))]))
    if (type == "Fay") arguments$rho <- kind$rho
    if (type %in% c("JK1", "bootstrap")) arguments$scale <- kind$scale
    if (type %in% c("JKn", "bootstrap")) arguments$rscales <- kind$rscales
    if (type == "JKn") arguments$scale <- 1
    return(do.call(svrepdesign, arguments))
  }
  design <- svydesign(ids = if (length(spec$psu)) columns(spec$psu) else ~1, strata = columns(spec$stratum),
                      fpc = columns(spec$fpc), weights = columns(spec$weight), data = data, nest = spec$nested)
  if (is.null(spec$calibration)) design else calibrated(design, spec$calibration)
}
calibrated <- function(design, how) {
  margins <- read.csv(how$margins)
  if (how$method == "post-stratify")
    return(postStratify(design, ~sex + age, setNames(margins, c("sex", "age", "Freq"))))
  variables <- unique(margins$variable)
  if (how$method == "rake") {
    tables <- lapply(variables, function(name) {
      setNames(margins[margins$variable == name, c("level", "total")], c(name, "Freq"))
    })
    return(rake(design, lapply(variables, reformulate), tables, control = list(maxit = 2000, epsilon = 1e-13)))
  }
  population <- c("(Intercept)" = sum(margins$total[margins$variable == variables[1]]))
  for (name in variables) {
    block <- margins[margins$variable == name, ]
    population <- c(population, if (nrow(block) == 1) setNames(block$total, name) else
      setNames(block$total[-1], paste0(name, block$level[-1])))
  }
  arguments <- list(design, reformulate(variables), population, calfun = how$method, maxit = 500, epsilon = 1e-12)
  if (how$method == "logit") arguments$bounds <- unlist(how$bounds)
  do.call(calibrate, arguments)
}

# ---- intervals --------------------------------------------------------------------------------------
wilson <- function(p, variance, df) { # survey 4.5, svyciprop(method = "wilson"): n.eff = p(1 - p)/V
  n <- p * (1 - p) / variance
  t <- qt(0.975, df)
  (p + t^2 / (2 * n) + c(-1, 1) * t / (2 * n) * sqrt(4 * n * p * (1 - p) + t^2)) / (1 + t^2 / n)
}
beta <- function(p, variance, n, df) { # Korn and Graubard (1998), as svyciprop(method = "beta")
  n <- p * (1 - p) / variance * (qt(0.975, n - 1) / qt(0.975, df))^2
  c(qbeta(0.025, n * p, n * (1 - p) + 1), qbeta(0.975, n * p + 1, n * (1 - p)))
}
one_sided <- function(p, n, df) { # p is 0 or 1: the exact limit at n.eff = n (t_{n-1}/t_df)^2, at most n
  n <- min(n, n * (qt(0.975, n - 1) / qt(0.975, df))^2)
  if (p == 0) c(0, 1 - 0.025^(1 / n)) else c(0.025^(1 / n), 1)
}
named <- function(method, convention, limits)
  setNames(limits, paste0(c("low_", "high_"), method, "_", convention))
intervals <- function(column, domain, base, whole, p, variance) {
  found <- c()
  n <- nrow(base)
  for (convention in c("domain", "valid", "whole")) {
    part <- if (convention == "domain") domain else base
    df <- if (convention == "whole") degf(whole) else degf(part)
    if (df < 1 || (variance == 0 && p > 0 && p < 1)) next
    if (p <= 0 || p >= 1) {
      if (convention != "domain") found <- c(found, named("beta", convention, one_sided(round(p), n, df)))
      next
    }
    for (method in c("xlogit", "asin", "mean"))
      found <- c(found, named(method, convention, as.vector(confint(
        svyciprop(reformulate(column), part, method = method, df = df, na.rm = TRUE)))))
    found <- c(found, named("wilson", convention, wilson(p, variance, df)))
    found <- c(found, named("beta", convention, if (convention == "whole") beta(p, variance, n, df) else
      as.vector(confint(svyciprop(reformulate(column), part, method = "beta", na.rm = TRUE)))))
  }
  found
}

# ---- statistics of one domain -----------------------------------------------------------------------
part_of <- function(design, chosen) subset(design, chosen)
positive <- function(design) weights(design, "sampling") > 0 & is.finite(weights(design, "sampling"))
survey_n <- function(design, chosen) sum(chosen & positive(design))
estimate <- function(spec, design, chosen, by, level, full) {
  data <- design$variables
  linear <- is.null(spec$replicates)
  plain <- linear && is.null(spec$calibration)
  domain <- part_of(design, chosen)
  if (survey_n(design, chosen) == 0) return(invisible())
  base <- function(valid) {
    inside <- part_of(design, chosen & valid & positive(design))
    list(n = survey_n(design, chosen & valid), df = degf(inside), design = inside)
  }
  write_mean <- function(statistic, name, answer, of, valid, shift = 0) {
    there <- base(valid)
    if (there$n == 0) return(invisible())
    run <- if (statistic == "total") svytotal else svymean
    formula <- if (shift) as.formula(paste0("~I(", name, "-", shift, ")")) else reformulate(name)
    result <- run(formula, domain, na.rm = TRUE)
    p <- as.numeric(coef(result)); variance <- as.numeric(vcov(result))
    if (sqrt(variance) < 1e-12 * max(1, abs(p + shift))) variance <- 0 # rounding noise of a domain in one unit
    values <- c(estimate = p + shift, se = sqrt(variance), df_whole = degf(design), df_domain = degf(domain),
                df_valid = there$df, n = there$n)
    if (statistic == "proportion")
      values <- c(values, n_answer = survey_n(design, chosen & valid & data[[name]] %in% 1))
    if (plain && full && !shift)
      for (kind in list(TRUE, "replace")) {
        effect <- tryCatch(as.numeric(deff(run(formula, domain, na.rm = TRUE, deff = kind))), error = function(e) NA)
        if (variance == 0) effect <- NA
        values <- c(values, setNames(effect, if (isTRUE(kind)) "deff" else "deff_replace"))
      }
    if (statistic == "proportion" && plain && full && isTRUE(spec$intervals))
      values <- c(values, intervals(name, domain, there$design, design, p, variance))
    emit(statistic, of, by, level, answer, values)
  }
  answered <- !is.na(data$answer)
  for (name in levels(data$answer)) {
    write_mean("proportion", paste0("is_", name), name, "answer", answered)
    if (full) write_mean("total", paste0("is_", name), name, "answer", answered)
  }
  if (lengths(strsplit(by, "+", fixed = TRUE)) > 2) return(invisible())
  for (name in intersect(c("yes", "rare"), names(data)))
    write_mean("proportion", name, "1", name, !is.na(data[[name]]))
  for (name in intersect(c("spend", "income"), names(data))) {
    write_mean("mean", name, "", name, !is.na(data[[name]]))
    if (full) write_mean("total", name, "", name, !is.na(data[[name]]))
  }
  if ("big" %in% names(data) && full) write_mean("mean", "big", "", "big", rep(TRUE, nrow(data)), shift = 1e9)
  if ("income" %in% names(data) && full) {
    there <- base(!is.na(data$income))
    # A calibrated design keeps its rows when cut, so only na.rm removes the gaps there.
    ratio <- if (linear) svyratio(~spend, ~income, domain, na.rm = TRUE) else
      svyratio(~spend, ~income, part_of(design, chosen & !is.na(data$income)))
    emit("ratio", "spend/income", by, level, "", c(estimate = as.numeric(coef(ratio)),
      se = as.numeric(SE(ratio)), df_whole = degf(design), df_valid = there$df, n = there$n))
    if (plain) quantiles(base(!is.na(data$income))$design, by, level)
  }
}
quantiles <- function(domain, by, level) {
  if (degf(domain) < 1) return(invisible())
  for (type in c("mean", "xlogit")) for (q in c(0.25, 0.5, 0.9)) {
    found <- tryCatch(svyquantile(~income, domain, q, interval.type = type, ci = TRUE, se = TRUE)[[1]],
                      error = function(e) NULL)
    if (is.null(found)) next
    values <- setNames(as.numeric(found), c("estimate", paste0(c("low_", "high_"), type), paste0("se_", type)))
    emit("quantile", "income", by, level, format(q), if (type == "mean") values else values[-1])
  }
}

# ---- comparisons and weights ------------------------------------------------------------------------
comparisons <- function(spec, design) {
  data <- design$variables
  answered <- subset(design, !is.na(data$answer))
  for (name in levels(data$answer)) {
    column <- paste0("is_", name)
    if (is.null(spec$calibration)) {
      table <- svyby(reformulate(column), ~aimag, answered, svymean, covmat = TRUE)
      gap <- svycontrast(table, c(AR = 1, BU = -1))
      found <- c(as.numeric(coef(gap)), as.numeric(SE(gap)))
    } else { # totals of the four sums keep every row, so the calibration enters the covariance
      y <- ifelse(is.na(data$answer), 0, data[[column]]); valid <- !is.na(data$answer)
      a <- valid & data$aimag == "AR"; b <- valid & data$aimag == "BU"
      totals <- svytotal(cbind(y * a, a, y * b, b) * 1, design)
      t <- as.numeric(coef(totals))
      slope <- c(1 / t[2], -t[1] / t[2]^2, -1 / t[4], t[3] / t[4]^2)
      found <- c(t[1] / t[2] - t[3] / t[4], sqrt(drop(slope %*% vcov(totals) %*% slope)))
    }
    emit("difference", "answer", "aimag", "AR|BU", name, c(estimate = found[1], se = found[2]))
  }
  if ("sex" %in% names(data)) for (second in c("sex", "age")) for (kind in c("F", "Chisq")) {
    test <- svychisq(as.formula(paste("~answer +", second)), design, statistic = kind, na.rm = TRUE)
    df <- as.numeric(test$parameter)
    emit("chi-square", paste0("answer+", second), "", "", "", setNames(
      c(as.numeric(test$statistic), df, as.numeric(test$p.value)),
      c(kind, if (kind == "F") c("F_ndf", "F_ddf") else "Chisq_df", paste0(kind, "_p"))))
  }
}
weight_rows <- function(statistic, design) {
  w <- weights(design); row <- design$variables$row
  pick <- round(seq(1, length(w), length.out = 8))
  emit(statistic, "weight", "", "", "", c(sum = sum(w), sum_squares = sum(w^2), min = min(w), max = max(w),
    setNames(w[pick], paste0("row_", row[pick]))))
}

dir.create("expected", showWarnings = FALSE)
for (current in names(designs)) {
  spec <- designs[[current]]
  design <- build(spec)
  if (current %in% c("lonely_fail", "lonely_fpc_fail")) {
    stopifnot(inherits(try(svymean(~spend, design), silent = TRUE), "try-error"))
    next
  }
  data <- design$variables
  estimate(spec, design, rep(TRUE, nrow(data)), "", "", TRUE)
  for (depth in seq_len(spec$depth)) {
    axes <- AXES[seq_len(depth)]
    keys <- do.call(paste, c(data[axes], sep = "|"))
    for (key in sort(unique(keys))) estimate(spec, design, keys == key, paste(axes, collapse = "+"), key, depth == 1)
  }
  if (!startsWith(current, "lonely")) comparisons(spec, design)
  if (!is.null(spec$calibration)) weight_rows("weights", design)
  if (current == "one_stage_fpc") {
    rows_all <- subset(design, weight > 0)
    weight_rows("trimmed", trimWeights(rows_all, upper = 150, lower = 25))
    weight_rows("trimmed_strict", trimWeights(rows_all, upper = 150, lower = 25, strict = TRUE))
  }
  finish()
}
print(warnings())
write_json(lapply(designs[names(made)], function(d) d$replicates[c("scale", "rscales")]), "replicates.json",
           digits = NA, auto_unbox = TRUE)
