"""What a person asks of the crosstab, read from an address the same way for the page and for its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from store.survey_queries import Question
from survey.crosstabs.table import Crosstab, Wanted, crosstab, fitting
from survey.design import SurveyError
from survey.intervals import METHODS
from survey.questions import Filters
from ui.ask import ask
from ui.request import BadRequest, Parameters
from ui.surveys import codebook
from ui.surveys.choice import Choice, requested
from ui.view import View

NAMES = (
    "row", "column", "control", "percent", "weights", "intervals", "interval", "confidence", "where",
)  # fmt: skip
LEVELS = {"90": 0.9, "95": 0.95, "99": 0.99}
MOST_FILTERS = 2


@dataclass(frozen=True)
class Request:
    """A crosstab as a person asks for it.

    `percent` is a measure, or `count`: respondents, unweighted. `filters` are the questions chosen as filters
    with the answers kept, also those that still keep all.
    """

    choice: Choice
    wanted: Wanted
    percent: str
    intervals: bool
    filters: Filters

    @property
    def address(self) -> dict[str, str]:
        """The request as parameters of an address."""
        wanted = self.wanted
        level = next(code for code, level in LEVELS.items() if level == wanted.level)
        return {
            "row": wanted.row,
            "column": wanted.column,
            "control": wanted.control or "none",
            "percent": self.percent,
            "weights": "on" if wanted.weighted else "off",
            "intervals": "on" if self.intervals else "off",
            "interval": wanted.method,
            "confidence": level,
            "where": written(self.filters),
        }


def offered(request_column: Question, demonstration: bool) -> tuple[str, ...]:
    """What may be shown of a column question; people only of a real survey, whose weights add up to people."""
    measures = tuple(m for m in fitting(request_column) if m != "people" or not demonstration)
    return measures if measures == ("mean",) else (*measures, "count")


def written(filters: Filters) -> str:
    """Filters as one parameter, such as `sex:female;age_group:18_24,25_34`."""
    return ";".join(f"{name}:{','.join(codes)}" for name, codes in filters)


def read(view: View, choice: Choice, given: Mapping[str, str | None]) -> tuple[Request, list[str]]:
    """The request that parameters make, and a sentence for each of them that had to be replaced."""
    t = view.t
    known = codebook.questions(view, choice)
    single = tuple(code for code, question in known.items() if question.type == "one")
    wrong: list[str] = []

    def pick(name: str, allowed: tuple[str, ...], default: str) -> str:
        value = given.get(name)
        if value in allowed:
            return str(value)
        if value:
            wrong.append(t("{value} cannot be chosen here; another is shown.", value=value[:60]))
        return default

    wish, age = (codebook.by_concept(view, choice, concept) for concept in ("wish", "age_group"))
    row = pick("row", single, age.code if age else single[0])
    columns = tuple(code for code in known if code != row)
    column = pick("column", columns, wish.code if wish and wish.code != row else columns[0])
    control = pick("control", ("none", *(code for code in single if code not in (row, column))), "none")
    filters = _filters(view, choice, given.get("where") or "", {row, column, control}, wrong)
    measures = offered(known[column], choice.demonstration)
    percent = pick("percent", measures, measures[0])
    wanted = Wanted(
        choice.survey.code, choice.round.code, row, column, None if control == "none" else control,
        tuple((name, codes) for name, codes in filters if codes), "row" if percent == "count" else percent,
        pick("interval", METHODS, "logit"), LEVELS[pick("confidence", tuple(LEVELS), "95")], pick("weights", ("on", "off"), "on") == "on",
    )  # fmt: skip
    intervals = pick("intervals", ("on", "off"), "on") == "on"
    return Request(choice, wanted, percent, intervals, filters), wrong


def from_download(view: View, given: Parameters) -> tuple[Request, Crosstab]:
    """The request of a download and its table.

    Raises BadRequest with the first thing that is wrong, or for a filter that is refused.
    """
    request, wrong = read(view, requested(view, given), given)
    if wrong:
        raise BadRequest(wrong[0])
    found = table_of(view, request)
    if found is None:
        raise BadRequest(nobody(view))
    if found.answered.in_the_way:
        raise BadRequest(" ".join(refused(view, request.choice, found)))
    return request, found


def table_of(view: View, request: Request) -> Crosstab | None:
    """The protected table; None when nobody gave the answers that the filters keep."""
    try:
        return ask(crosstab, view.build, request.wanted)
    except SurveyError:
        raise
    except ValueError:  # the rule knows only answers that somebody gave
        return None


def nobody(view: View) -> str:
    """What is said when the filters keep nobody."""
    return view.t("Nobody gave the answers that the filters keep. Choose other answers.")


def refused(view: View, choice: Choice, table: Crosstab) -> tuple[str, ...]:
    """For each filter that is refused: which answers are in its way, and what to do."""
    known = codebook.questions(view, choice)
    return tuple(
        view.t(
            "The filter “{question}” is refused: with it, a group of fewer than {n} respondents could be worked out as a difference. "
            "Keep all of these answers or none of them: {answers}.",
            question=view.words.name(known[name]), n=choice.survey.min_base,
            answers=", ".join(codebook.answer(view, choice, name, code) for code in codes),
        )
        for name, codes in table.answered.in_the_way
    )  # fmt: skip


def _filters(view: View, choice: Choice, text: str, taken: set[str], wrong: list[str]) -> Filters:
    known = codebook.questions(view, choice)
    found: dict[str, tuple[str, ...]] = {}
    for part in text.split(";"):
        name, _, codes = part.partition(":")
        if not name:
            continue
        if name not in known or known[name].type != "one":
            wrong.append(view.t("There is no filter {value}.", value=name[:60]))
        elif name in taken:
            said = view.words.name(known[name])
            wrong.append(view.t("“{name}” stands in the table already, so it is no filter.", name=said))
        else:
            answers = codebook.answers(view, choice, name)
            asked = [code for code in codes.split(",") if code]
            for code in asked:
                if code not in answers:
                    wrong.append(view.t("There is no answer {value}.", value=code[:60]))
            kept = tuple(code for code in answers if code in asked)
            found[name] = () if len(kept) == len(answers) else kept
    if len(found) > MOST_FILTERS:
        wrong.append(view.t("At most {n} filters are used; the first {n} are.", n=MOST_FILTERS))
    return tuple(list(found.items())[:MOST_FILTERS])
