"""What is said beside every survey number, on screen and in every file: it cannot be switched off."""

from __future__ import annotations

from survey.questions import Answered
from ui import captions
from ui.surveys import codebook
from ui.surveys.choice import Choice, demonstration
from ui.surveys.marks import meaning
from ui.view import View


def caption(
    view: View,
    choice: Choice,
    *answered: Answered,
    method: str = "logit",
    level: float = 0.95,
    weighted: bool = True,
    notes: tuple[str, ...] = (),
    downloads: str = "",
) -> str:
    """HTML of the caption under a picture of one or several questions of a round."""
    kind = "demonstration" if choice.demonstration else "survey"
    return captions.caption(
        view,
        measure=f"{view.words.name(choice.survey)} ({view.words.of(choice.survey, 'publisher')})",
        year=view.words.of(choice.round, "period"),
        sources=(),
        kinds=(kind,),
        lines=(*asked(view, choice, *answered, method=method, level=level, weighted=weighted), *notes),
        downloads=downloads,
    )


def lines(
    view: View,
    choice: Choice,
    *answered: Answered,
    method: str = "logit",
    level: float = 0.95,
    weighted: bool = True,
) -> tuple[str, ...]:
    """What `asked` says, the publisher, and what is to be known of the whole survey."""
    said = dict.fromkeys(asked(view, choice, *answered, method=method, level=level, weighted=weighted))
    said[f"{view.t('Source')}: {view.words.of(choice.survey, 'publisher')}"] = None
    if choice.demonstration and view.words.of(choice.survey, "note"):
        said[view.words.of(choice.survey, "note")] = None
    return tuple(said)


def asked(
    view: View,
    choice: Choice,
    *answered: Answered,
    method: str = "logit",
    level: float = 0.95,
    weighted: bool = True,
) -> tuple[str, ...]:
    """The questions as they were put, changes of wording, bases and respondents, the interval, lonely units."""
    words = view.words
    said: dict[str, None] = {}
    for one in answered:
        said[question(view, choice, one)] = None
    for one in answered:
        said[base(view, choice, one)] = None
    for one in answered:
        wording = codebook.wording(view, choice, one.question.code)
        if wording and wording.changed and words.of(wording, "note"):
            said[words.of(wording, "note")] = None
    said[interval(view, method, level, weighted)] = None
    strata = tuple(dict.fromkeys(str(name) for one in answered for name in one.single_psu))
    if strata:
        said[single_psu(view, choice, strata)] = None
    return tuple(said)


def notes(
    view: View,
    choice: Choice,
    *answered: Answered,
    marks: str = "cu",
    method: str = "logit",
    level: float = 0.95,
    weighted: bool = True,
) -> tuple[str, ...]:
    """The notes of a table in a file: the badge first, then what is said on screen, marks and build."""
    badge = (demonstration(view),) if choice.demonstration else ()
    round = f"{view.words.name(choice.survey)}, {view.words.of(choice.round, 'period')}"
    said = lines(view, choice, *answered, method=method, level=level, weighted=weighted)
    explained = tuple(meaning(view, mark) for mark in marks)
    return (*badge, round, *said, *explained, f"{view.t('Build')}: {view.build}")


def question(view: View, choice: Choice, answered: Answered) -> str:
    """The question as the round put it."""
    wording = codebook.wording(view, choice, answered.question.code)
    text = view.words.of(wording, "text") if wording else view.words.name(answered.question)
    return view.t("Question: “{text}”", text=text)


def base(view: View, choice: Choice, answered: Answered) -> str:
    """Who was asked, within which filters, how many they are and how many of them gave no answer."""
    t, number = view.t, view.words.number
    who = view.words.of(answered.question, "base")
    if answered.where:
        who += f" ({codebook.filters(view, choice, answered.where)})"
    if answered.asked is None:
        return t("Base: {who}; fewer than {n} respondents", who=who, n=choice.survey.min_base)
    if answered.missing_pct is None:
        return t("Base: {who}; n = {n}", who=who, n=number(answered.asked))
    return t(
        "Base: {who}; n = {n} were asked, {missing} % gave no answer and are left out",
        who=who, n=number(answered.asked), missing=number(answered.missing_pct, 1),
    )  # fmt: skip


def interval(view: View, method: str = "logit", level: float = 0.95, weighted: bool = True) -> str:
    """Which interval is drawn and how it was made."""
    t = view.t
    how = {"level": view.words.number(100 * level), "method": method_name(view, method)}
    if not weighted:
        return t(
            "Without weights: of the respondents, not of the people they stand for; {level} % confidence interval ({method})",
            **how,
        )
    return t(
        "Weighted; {level} % confidence interval ({method}) with the degrees of freedom of the sample design",
        **how,
    )


def method_name(view: View, method: str) -> str:
    """The name of a method for intervals of proportions."""
    t = view.t
    return {
        "logit": t("logit"),
        "beta": t("beta (Korn–Graubard)"),
        "wilson": t("Wilson"),
        "asin": t("arcsine"),
        "mean": t("normal"),
        "xlogit": t("logit"),
    }[method]


def single_psu(view: View, choice: Choice, strata: tuple[str, ...]) -> str:
    """Which strata have one sampling unit, and what was done with them."""
    t = view.t
    rule = {
        "fail": t("no estimate of variance"),
        "certainty": t("counted as taken with certainty"),
        "adjust": t("compared with the mean of the whole sample"),
        "average": t("given the average variance of the other strata"),
    }[choice.round.single_psu]
    return t("Strata with a single sampling unit: {strata}; {rule}", strata=", ".join(strata), rule=rule)
