# Writes the reference files beside it: Rscript reference.R (R 4.2, survey 4.1.1)
suppressMessages(library(survey))
options(digits = 17)
set.seed(20250)
n <- 400
d <- data.frame(stratum = rep(1:8, each = 50), psu = rep(1:40, each = 10),
  sex = sample(c("female", "male"), n, TRUE), age = sample(c("18-29", "30-49", "50+"), n, TRUE, c(.2, .5, .3)),
  district = sample(c("BZD", "BGD", "SHD", "KUD"), n, TRUE), weight = round(runif(n, 1, 6), 3))
d$y <- round(rnorm(n, 10 + 3 * (d$sex == "male") + 2 * (d$age == "50+"), 4), 3)
d$work <- as.integer(runif(n) < 0.5)
a <- xtabs(weight ~ sex + age, d) * c(1.15, .9, 1.05, .95, 1.2, .85)
b <- xtabs(weight ~ district, d) * c(1.2, .85, 1.1, .95)
a <- round(a); b <- round(b * sum(a) / sum(b)); b[1] <- b[1] + sum(a) - sum(b)
am <- as.data.frame(a); bm <- as.data.frame(b)
margins <- rbind(data.frame(variable = "sex:age", level = paste(am$sex, am$age, sep = ":"), total = am$Freq),
  data.frame(variable = "district", level = bm$district, total = bm$Freq))
write.csv(margins, "margins.csv", row.names = FALSE, quote = FALSE)
des <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = d)
pop <- colSums(model.matrix(~ sex * age + district, d) * d$weight)
pop[] <- 0; pop[1] <- sum(a); pop["sexmale"] <- sum(a["male", ]); pop["age30-49"] <- sum(a[, "30-49"])
pop["age50+"] <- sum(a[, "50+"]); pop["sexmale:age30-49"] <- a["male", "30-49"]; pop["sexmale:age50+"] <- a["male", "50+"]
for (l in c("BZD", "KUD", "SHD")) pop[paste0("district", l)] <- b[[l]]
f <- ~ sex * age + district
cal <- list(
  linear = calibrate(des, f, pop), linear_bounded = calibrate(des, f, pop, calfun = "linear", bounds = c(.75, 1.35), epsilon = 1e-13, maxit = 200),
  logit = calibrate(des, f, pop, calfun = "logit", bounds = c(.6, 1.6), epsilon = 1e-13, maxit = 200),
  raking = calibrate(des, f, pop, calfun = "raking", epsilon = 1e-13, maxit = 200),
  rake = rake(des, list(~ sex + age, ~district), list(a, b), control = list(maxit = 500, epsilon = 1e-14)),
  poststratify = postStratify(des, ~ sex + age, a))
for (m in names(cal)) d[[m]] <- weights(cal[[m]])
d$trimmed <- weights(trimWeights(des, upper = 4.5, lower = 1.6, strict = TRUE))
d$trimmed_once <- weights(trimWeights(des, upper = 4.5, lower = 1.6))
for (k in names(d)) if (is.numeric(d[[k]])) d[[k]] <- sprintf("%.17g", d[[k]])
write.csv(d, "sample.csv", row.names = FALSE, quote = FALSE)
rows <- do.call(rbind, lapply(names(cal), function(m) {
  t <- svytotal(~y, cal[[m]]); p <- svymean(~work, subset(cal[[m]], district == "BZD"))
  data.frame(method = m, total = sprintf("%.17g", coef(t)), total_se = sprintf("%.17g", SE(t)),
    share = sprintf("%.17g", coef(p)), share_se = sprintf("%.17g", SE(p)))}))
write.csv(rows, "estimates.csv", row.names = FALSE, quote = FALSE)
