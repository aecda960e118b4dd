"""Which survey and which round a person looks at: chosen in the address, offered as controls."""

from __future__ import annotations

from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

from store import survey_queries
from store.survey_queries import Round, Survey
from ui import address, captions, pick
from ui.ask import ask
from ui.request import BadRequest, Parameters
from ui.view import View


class Choice(NamedTuple):
    """A survey, one of its rounds, and all of them in order of time."""

    survey: Survey
    round: Round
    rounds: tuple[Round, ...]

    @property
    def demonstration(self) -> bool:
        """Whether the respondents are made up."""
        return self.survey.kind == "demonstration"

    @property
    def address(self) -> dict[str, str]:
        """The choice as parameters of a download."""
        return {"survey": self.survey.code, "round": self.round.code}


def choose(view: View, *, default: str | None = None) -> Choice | None:
    """The survey and round in the address; None when the build has no survey.

    Without a choice: the first survey, real ones first, and its round `default`, or its newest.
    """
    surveys = {survey.code: survey for survey in ask(survey_queries.surveys, view.build)}
    if not surveys:
        return None
    wrong = view.t("There is no survey {value}; another is shown.", value="{value}")
    survey = surveys[address.chosen("survey", tuple(surveys), next(iter(surveys)), wrong=wrong)]
    rounds = ask(survey_queries.rounds, view.build, survey.code)
    codes = tuple(round.code for round in rounds)
    first = default if default in codes else codes[-1]
    wrong = view.t("This survey has no round {value}; another is shown.", value="{value}")
    code = address.chosen("round", codes, first, wrong=wrong)
    return Choice(survey, rounds[codes.index(code)], rounds)


def requested(view: View, given: Parameters, *, default: str | None = None) -> Choice:
    """The survey and round that a download asks for, by the same defaults as a page.

    Raises BadRequest when there is no such survey or round.
    """
    surveys = {survey.code: survey for survey in ask(survey_queries.surveys, view.build)}
    code = given.get("survey") or next(iter(surveys), "")
    if code not in surveys:
        raise BadRequest(view.t("There is no survey {value}.", value=code[:60]))
    rounds = {round.code: round for round in ask(survey_queries.rounds, view.build, code)}
    chosen = given.get("round") or (default if default in rounds else list(rounds)[-1])
    if chosen not in rounds:
        raise BadRequest(view.t("This survey has no round {value}.", value=chosen[:60]))
    return Choice(surveys[code], rounds[chosen], tuple(rounds.values()))


def controls(view: View, choice: Choice, *more: str, rounds: bool = True) -> str:
    """HTML of the choice of survey and round, of a page's own controls, and of the badge.

    A survey is chosen only where there are several, a round only where `rounds` and there are several.
    """
    t, words = view.t, view.words
    surveys = ask(survey_queries.surveys, view.build)
    parts = []
    if len(surveys) > 1:
        named = {survey.code: words.name(survey) for survey in surveys}
        parts.append(pick.select("survey", t("Survey"), named, choice.survey.code))
    if rounds and len(choice.rounds) > 1:
        offered = {round.code: round.code for round in choice.rounds}
        said = f'<span aria-hidden="true">{escape(t("Round"))}</span>'
        parts.append(
            f'<div class="control">{said}{pick.segments("round", t("Round"), offered, choice.round.code)}</div>'
        )
    return f'<div class="controls">{"".join((*parts, *more))}{badge(view, choice)}</div>'


def badge(view: View, choice: Choice) -> str:
    """HTML that says that nobody was interviewed and leads to how it was made; empty for a real survey."""
    if not choice.demonstration:
        return ""
    link = urlencode({"lang": view.language, "theme": view.theme_name, **choice.address})
    note = escape(view.words.of(choice.survey, "note"))
    return f'<a class="badge demonstration" href="methods?{link}#demonstration" target="_self" title="{note}">{escape(demonstration(view))}</a>'


def demonstration(view: View) -> str:
    """What the badge says."""
    return captions.kind(view, "demonstration")


def empty(view: View) -> str:
    """HTML of a page without any survey."""
    said = view.t("There is no survey in this build.")
    then = view.t("When a survey has been loaded, its answers are shown here.")
    return f'<div class="empty"><h1>{escape(said)}</h1><p>{escape(then)}</p></div>'
