"""What is asked of the matching, in the address: who goes, what counts, what room there is, what must be kept to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planning.capacity import services as capacity_services
from planning.capacity.standards import LOADED
from planning.matching import proposal
from planning.matching.problem import Limits, ShareTo, Term
from planning.matching.proposal import ENDS, End
from planning.values import Value
from store import survey_queries
from ui.ask import ask
from ui.plans import assumptions, target_files
from ui.plans.capacity import request
from ui.request import BadRequest
from ui.view import View

# All that the page keeps in the address, which a scenario can pin besides survey and round: what is its own, the
# standards of the capacity page, and the assumptions of the target page.
OWN = ("movers", "goal", "mix", "second", "room", "cap", "losing", "placed", "hand", "problem", "arrows")
ROOM = ("preset", *(f"standard_{code}" for code in request.STANDARDS), *(f"norm_{code}" for code in request.STANDARDS), *LOADED)  # fmt: skip
ADDRESS = (*OWN, *ROOM, *assumptions.ADDRESS)
FROM_TARGET = "target"
PEOPLE = (10_000, 50_000, 100_000)
FEWEST, MOST = 100, 1_000_000
GOALS = {"preference": "preferences kept", "employment": "expected employment", "mix": "both, weighted"}
MIXES = ("25", "50", "75")
SECONDS = ("0", "25", "50", "75", "100")
SERVICES = tuple(s.code for s in capacity_services.SERVICES if s.way != "loaded" and s.code != "product")
PRESET = "three_quarters"  # by the average of the country nobody fits
CAPS = ("", "0.5", "1", "2", "5", "10")
LOSINGS = ("", "10", "20", "30", "40", "50")
PLACED = ("", "10", "25", "50", "75", "100")
LOSING_MOST = 5
ARROWS = {"capital": "from Ulaanbaatar", "diverted": "from the first choice"}
WORDS = (*GOALS.values(), *ARROWS.values())


@dataclass(frozen=True)
class Choice:
    """What is asked. Shares are in 100; None where there is no such limit.

    `standards` are those of the capacity page, as a file of standards in JSON. `movers` are people; `hand` are the ids of decisions by hand, `problem` that of a file that somebody brought.
    """

    survey: str
    round: str
    movers: int
    from_target: bool
    goal: str
    mix: int
    second: int
    preset: str
    standards: str
    room: End
    cap: float | None
    losing: int | None
    placed: int | None
    hand: tuple[str, ...]
    problem: str
    arrows: str
    by: str

    @property
    def weights(self) -> dict[Term, float]:
        """The objective."""
        if self.goal == "mix":
            return {"preference": 1 - self.mix / 100, "employment": self.mix / 100}
        return {"employment": 1.0} if self.goal == "employment" else {"preference": 1.0}

    def limits(self, losing: tuple[str, ...]) -> Limits:
        """What the plan must keep to; `losing` are the aimags that lose most people."""
        return Limits(
            max_population_share=None if self.cap is None else self.cap / 100,
            min_share_to=None if self.losing is None else ShareTo(losing, self.losing / 100),
            min_placed_share=None if self.placed is None else self.placed / 100,
        )


def choice(view: View, given: Mapping[str, str]) -> Choice:
    """What an address asks; what cannot be is as if it were not said. Raises BadRequest without a survey."""
    survey, round_ = _round(view, given)
    said = given.get("movers", "")
    typed = int(said) if said.isdecimal() and FEWEST <= int(said) <= MOST else None
    room = standards(view, given)
    return Choice(
        survey,
        round_,
        typed or PEOPLE[1],
        said == FROM_TARGET,
        _of(given, "goal", tuple(GOALS)),
        int(_of(given, "mix", MIXES, "50")),
        int(_of(given, "second", SECONDS, "50")),
        room.preset,
        room.content,
        _of(given, "room", ENDS, "estimate"),  # type: ignore[arg-type]
        _number(given.get("cap", ""), 0.01, 100),
        _whole(given.get("losing", "")),
        _whole(given.get("placed", "")),
        tuple(part for part in given.get("hand", "").split(".") if part)[:50],
        given.get("problem", "")[:64],
        _of(given, "arrows", tuple(ARROWS)),
        given.get("by", "").strip()[:80] or view.t("the reader"),
    )


def standards(view: View, given: Mapping[str, str]) -> request.Asked:
    """The standards that an address asks for, as on the capacity page, and what is wrong with them in sentences."""
    return request.asked(view, {"preset": PRESET, **given})


def people(view: View, asked: Choice, given: Mapping[str, str]) -> Value:
    """How many leave: what the target page comes to, or what the reader says; the former only where it is known."""
    if asked.from_target:
        forecast = target_files.answer(view, given).forecast
        if forecast and forecast.years and forecast.planning:
            last = forecast.years[-1]
            low, high = last.bands[0.8]
            return Value(
                f"expected/{last.year}/0.8", last.median, "calculated", "persons", low=low, high=high, level=0.8, inputs=(forecast.planning,)
            )  # fmt: skip
    return Value("people", float(asked.movers), "assumption", "persons", by=asked.by)


def forecast_is_known(view: View, given: Mapping[str, str]) -> bool:
    """Whether the target page comes to a number of movers under the assumptions in the address."""
    forecast = target_files.answer(view, given).forecast
    return bool(forecast and forecast.years)


def losing(build: str) -> tuple[str, ...]:
    """The aimags that lose most people, by official figures."""
    return proposal.losing(build, LOSING_MOST)


def _round(view: View, given: Mapping[str, str]) -> tuple[str, str]:
    surveys = [survey.code for survey in ask(survey_queries.surveys, view.build)]
    if not surveys:
        raise BadRequest(view.t("There is no survey in this build."))
    survey = given["survey"] if given.get("survey") in surveys else surveys[0]
    rounds = [round_.code for round_ in ask(survey_queries.rounds, view.build, survey)]
    return survey, given["round"] if given.get("round") in rounds else rounds[-1]


def _of(given: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str = "") -> str:
    value = given.get(name, "")
    return value if value in allowed else default or allowed[0]


def _whole(said: str) -> int | None:
    return int(said) if said.isdecimal() and 1 <= int(said) <= 100 else None


def _number(said: str, low: float, high: float) -> float | None:
    try:
        value = float(said.replace(",", "."))
    except ValueError:
        return None
    return value if low <= value <= high else None
