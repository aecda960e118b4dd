"""How survey numbers are made and how to read them, section by section, in words and formulas."""

from __future__ import annotations

from typing import NamedTuple

from ui.view import View


class Section(NamedTuple):
    """One subject: paragraphs in words, formulas as HTML, works cited, and its note for engineers."""

    code: str
    title: str
    paragraphs: tuple[str, ...]
    formulas: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""


def sections(view: View) -> tuple[Section, ...]:
    """All sections, in the order in which a reader meets their subjects."""
    return (_interval(view), _marks(view), _design(view), _limits(view), _comparison(view), _weights(view), _demonstration(view), _published(view))  # fmt: skip


def _interval(view: View) -> Section:
    t = view.t
    return Section(
        "interval",
        t("What an interval means"),
        (
            t("A survey asks some people, not all. Had other people been drawn, the share would have come out a little differently. The interval says by how much: of 100 samples drawn in the same way, about 95 give an interval that holds the true share."),
            t("The interval covers chance in drawing the sample only. Wrong answers, people who could not be reached and badly put questions are not in it."),
            t("Two shares are called similar when no difference between them can be shown; that does not prove that they are equal."),
            t("A wish is not a plan, a plan is not an intention within 12 months, and none of them is a move. No page adds them up or multiplies them."),
        ),
    )  # fmt: skip


def _marks(view: View) -> Section:
    t = view.t
    return Section(
        "marks",
        t("Marks, and protecting those who answered"),
        (
            t("[c] A number is hidden when fewer than 30 respondents stand in its base, or when fewer than 5 of them gave the answer, or all but fewer than 5. The survey may set higher limits."),
            t("Further numbers are hidden so that none of these comes back by subtraction, whatever tables and filters are put side by side. A filter that would split off a hidden group is refused."),
            t("A table is read together with the one in which question and groups are exchanged: of fewer than 30 who gave an answer, no group is shown in either. A stage of intention is hidden where fewer than 5 stand between it and an earlier one."),
            t("[u] The standard error is above 30 % of the estimate: the number is shown pale and should carry no decision. [x] There is no such number. [z] The question does not apply."),
        ),
        sources=(
            "Handbook on Statistical Disclosure Control. Eurostat, ESSNet SDC.",
            "Repsilber, R. D. (1994). Preservation of confidentiality in aggregated data.",
        ),
        note="disclosure.md",
    )  # fmt: skip


def _design(view: View) -> Section:
    t = view.t
    return Section(
        "design",
        t("From answers to an estimate"),
        (
            t("Each respondent stands for a number of people, the weight w. A share is the weight of those who gave the answer over the weight of those who answered. Those who gave no answer are left out of that question, and their share is shown."),
            t("Areas were drawn within strata, and people of one area resemble one another. The variance is therefore taken between areas (primary sampling units) within strata, from the linearised score z. A group keeps the whole design: areas in which it has nobody count as zero."),
            t("Degrees of freedom are the areas with respondents less their strata. The design effect is the variance over that of a simple random sample of the same size; n over the design effect is the number of respondents the sample is worth."),
        ),
        (
            "p = Σ w<sub>i</sub> y<sub>i</sub> / Σ w<sub>i</sub>",
            "z<sub>hj</sub> = Σ<sub>i ∈ hj</sub> w<sub>i</sub> (y<sub>i</sub> − p) / Σ w<sub>i</sub>",
            "V(p) = Σ<sub>h</sub> n<sub>h</sub> / (n<sub>h</sub> − 1) · Σ<sub>j</sub> (z<sub>hj</sub> − z̄<sub>h</sub>)²",
            "deff = V(p) / [ p (1 − p) / (n − 1) ]",
        ),
        (
            "Woodruff, R. S. (1971). A simple method for approximating the variance of a complicated estimate. JASA 66, 411–414.",
            "Särndal, C.-E., Swensson, B. and Wretman, J. (1992). Model Assisted Survey Sampling. Springer.",
            "Lumley, T. (2010). Complex Surveys: A Guide to Analysis Using R. Wiley.",
        ),
        "estimation.md",
    )  # fmt: skip


def _limits(view: View) -> Section:
    t = view.t
    return Section(
        "limits",
        t("Limits of a share"),
        (
            t("The interval is made on the logit scale and carried back, so that it never leaves 0–100 % and is wider on the side of the middle. Where nobody or everybody gave an answer it is the exact interval of Korn and Graubard; with no degrees of freedom there is none."),
        ),
        (
            "ℓ = ln(p / (1 − p)) ± t<sub>df</sub> · SE / (p (1 − p))",
            "p = 1 / (1 + e<sup>−ℓ</sup>)",
        ),
        ("Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of positive counts. Survey Methodology 24, 193–201.",),
        "estimation.md",
    )  # fmt: skip


def _comparison(view: View) -> Section:
    t, number = view.t, view.words.number
    return Section(
        "comparison",
        t("Comparing groups and rounds"),
        (
            t("Groups of one round share areas, so the variance of their difference takes account of what they have in common. Rounds are independent samples: their variances add up."),
            t("Who compares a hundred pairs finds about five differences where there are none. Holm’s correction sorts the p values, multiplies the smallest by the number of comparisons, the next by one less, and so on; only what stays below 0.05 is called a change."),
            t("Measured on 400 made-up pairs of rounds in which nothing changed, with 36 comparisons each: without correction {raw} of 100 pairs showed a change that was not there, with Holm’s correction {whole} of 100 (degrees of freedom of the whole sample) and {groups} of 100 (those of each group, used where groups are compared).", raw=number(81), whole=number(7), groups=number(4)),
            t("A question that was put in other words is not compared, nor are questions that rest on its answers."),
            t("Whether a table’s rows and columns hang together is tested by the chi-square test of Rao and Scott, which knows the sample design."),
        ),
        (
            "V(p₁ − p₂) = V(p₁) + V(p₂) − 2 Cov(p₁, p₂)",
            "p̃<sub>(k)</sub> = max<sub>j ≤ k</sub> min(1, (m − j + 1) p<sub>(j)</sub>)",
        ),
        (
            "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 65–70.",
            "Rao, J. N. K. and Scott, A. J. (1984). On chi-squared tests for multiway contingency tables. Annals of Statistics 12, 46–60.",
        ),
        "comparison.md",
    )  # fmt: skip


def _weights(view: View) -> Section:
    t = view.t
    return Section(
        "calibration",
        t("Calibration of weights"),
        (
            t("Weights may be moved, as little as possible, until the sample agrees with known numbers of people by sex, age or district. All respondents of one cell share one factor g."),
            t("What the known numbers explain no longer varies from sample to sample. The variance is therefore that of the residuals, and weights that were calibrated are never treated as if they had been drawn so."),
        ),
        (
            "Σ<sub>i</sub> d<sub>i</sub> F(x<sub>i</sub>′λ) x<sub>i</sub> = t, &nbsp; g<sub>i</sub> = F(x<sub>i</sub>′λ)",
            "n<sub>eff</sub> = (Σ w)² / Σ w²",
        ),
        (
            "Deville, J.-C. and Särndal, C.-E. (1992). Calibration estimators in survey sampling. JASA 87, 376–382.",
            "Kish, L. (1965). Survey Sampling. Wiley.",
        ),
        "calibration.md",
    )  # fmt: skip


def _demonstration(view: View) -> Section:
    t = view.t
    return Section(
        "demonstration",
        t("The demonstration survey"),
        (
            t("Until a real survey is loaded, the pages show a made-up one: two rounds of about 6,000 respondents each. Nobody was interviewed. Everything made from it says so."),
            t("The ages, districts and aimags of origin follow official figures, and the weights of round 2023 reproduce four published figures: 13, and 44, 27 and 29 per cent. Everything else is assumed."),
            t("The sum of its weights rests on an assumption, so the pages show shares and not numbers of people."),
        ),
        note="demonstration-survey.md",
    )  # fmt: skip


def _published(view: View) -> Section:
    t = view.t
    return Section(
        "published",
        t("Published figures"),
        (
            t("The published 13, 44 and 27 per cent have two bases: all who moved to the capital, and those who would like to resettle in the countryside. They must not be multiplied. The other 29 per cent were not explained."),
            t("No sample size, method or date of that survey was published, so its figures have no interval."),
        ),
    )  # fmt: skip
