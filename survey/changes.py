"""What changed between two rounds of a survey, and what cannot be told from chance.

Everything rests on estimates that have passed the rule of disclosure (`survey.questions.table`): a difference
is worked out only from two numbers that are shown, so it tells nothing that they do not.
"""

from __future__ import annotations

from typing import NamedTuple

from store import survey_queries
from store.survey_queries import Question
from store.survey_tables import STAGES
from survey import comparison, questions
from survey.bases import conditions
from survey.design import SurveyError
from survey.questions import Answered
from survey.results import Estimate

VERDICTS = ("rose", "fell", "unsure", "similar", "reworded", "hidden", "absent", "untested")
HEADLINE = (*STAGES, "would_resettle", "destination_type")
MOST_ANSWERS = 30


class Difference(NamedTuple):
    """New − old with its interval; `p` of no difference, two-sided. Only where a variance can be told."""

    difference: float
    se: float
    low: float
    high: float
    df: float
    p: float


class Change(NamedTuple):
    """An answer in two rounds, and the verdict: one of VERDICTS.

    `difference` is new − old in the unit of the estimates, None unless both are shown. It rose or fell when
    `p_adjusted` (Holm) is within the level; `unsure` when it would stand out alone but not among all that are
    compared. `reworded` names the question whose wording differs between the rounds: this one, or one that it
    rests on. `absent`: asked in one round only. `untested`: no variance can be told, as nobody gave the answer.
    """

    question: str
    by: tuple[object, ...]
    answer: object
    old: Estimate | None
    new: Estimate | None
    difference: Difference | None
    p_adjusted: float | None
    verdict: str
    reworded: str | None = None


class Changes(NamedTuple):
    """All that is compared, `compared` differences of it tested together.

    `silent` gives, per question, the share that gave no answer in the old and the new round, in percent (None:
    not asked, or hidden). `left_out` have too many answers.
    """

    rows: tuple[Change, ...]
    compared: int
    silent: tuple[tuple[str, float | None, float | None], ...]
    left_out: tuple[str, ...]


def changes(
    build: str, survey: str, old: str, new: str, group: str | None = None, level: float = 0.95
) -> Changes:
    """Compare all questions of two rounds, headline ones first; with `group` the headline ones by its answers.

    Rounds are independent samples. Groups are compared with the degrees of freedom of their own units: those of
    the whole design raise too many false alarms (docs/methods/comparison.md, measured). A question with two answers is one comparison: the other answer is its
    complement. Raises SurveyError for what is not in the codebook, and for a round compared with itself.
    """
    if old == new:
        raise SurveyError(f"Round {old} cannot be compared with itself: choose two rounds.")
    known = {q.code: q for q in survey_queries.questions(build, survey) if q.type != "design"}
    headline = [q for q in known.values() if q.concept in HEADLINE]
    rest = [] if group else [q for q in known.values() if q.concept not in HEADLINE]
    reworded = wording_breaks(build, survey, old, new)
    rows: list[Change] = []
    silent: list[tuple[str, float | None, float | None]] = []
    left_out: list[str] = []
    for question in (*headline, *rest):
        if question.code == group:
            continue
        if (
            len(survey_queries.answers(build, survey, question.code)) > MOST_ANSWERS
            or question.places == "soum"
        ):
            left_out.append(question.code)
            continue
        before = _answered(build, survey, old, question, group, level)
        after = _answered(build, survey, new, question, group, level)
        tested: tuple[Answered | None, ...] = (before, after)
        if group:
            tested = tuple(_answered(build, survey, r, question, group, level, "domain") for r in (old, new))
        silent.append((question.code, before and before.missing_pct, after and after.missing_pct))
        rows += _pairs(question, before, after, reworded.get(question.code), level, tested)
    return _judged(rows, silent, left_out, level)


def between(old: Estimate, new: Estimate, level: float = 0.95) -> Difference | None:
    """The difference of the same answer in two rounds; None where no variance can be told."""
    for found in comparison.between_rounds([old], [new], level=level):
        numbers = (found.difference, found.se, found.low, found.high, found.df, found.p)
        if None not in numbers:
            return Difference._make(numbers)
    return None


def wording_breaks(build: str, survey: str, old: str, new: str) -> dict[str, str]:
    """Questions whose answers two rounds cannot share, each with the question whose wording differs.

    That is the question itself, one that its base refers to, or an earlier stage of intention: those whom an
    earlier stage rules out count as no at the later ones.
    """
    order = [round.code for round in survey_queries.rounds(build, survey)]
    for code in (old, new):
        if code not in order:
            raise SurveyError(f"Survey {survey} has no round {code!r}. Known: {', '.join(order) or 'none'}.")
    first, last = sorted((order.index(old), order.index(new)))
    known = {q.code: q for q in survey_queries.questions(build, survey) if q.type != "design"}
    own = {
        code
        for code in known
        if any(
            wording.changed and first < order.index(wording.round) <= last
            for wording in survey_queries.wordings(build, survey, code)
        )
    }
    found = {code: code for code in known if code in own}
    for question in known.values():
        for cause in sorted(own - {question.code}):
            if question.code not in own and _rests_on(question, known[cause]):
                found.setdefault(question.code, cause)
    return found


def _rests_on(question: Question, other: Question) -> bool:
    if other.code in (name for name, _ in conditions(question.base)):
        return True
    stages = (other.stage, question.stage)
    return None not in stages and STAGES.index(str(other.stage)) < STAGES.index(str(question.stage))


def _answered(
    build: str,
    survey: str,
    round: str,
    question: Question,
    group: str | None,
    level: float,
    df: str = "design",
) -> Answered | None:
    if round not in question.rounds:
        return None
    statistic = "mean" if question.type == "number" else "proportion"
    by = (group,) if group else ()
    return questions.table(build, survey, round, question.code, by, statistic=statistic, level=level, df=df)


def _pairs(
    question: Question,
    old: Answered | None,
    new: Answered | None,
    reworded: str | None,
    level: float,
    tested: tuple[Answered | None, ...],
) -> list[Change]:
    """The answers of two rounds; `tested` are the same with the degrees of freedom that tests use."""
    before, after, *tests = (
        {(e.by, e.answer): e for e in side.estimates} if side else {} for side in (old, new, *tested)
    )
    cells = list(dict.fromkeys((*before, *after)))
    answers = list(dict.fromkeys(answer for _, answer in cells))
    if question.type == "one" and len(answers) == 2:
        cells = [cell for cell in cells if cell[1] == answers[0]]
    rows = []
    for by, answer in cells:
        first, second = before.get((by, answer)), after.get((by, answer))
        pair = [side.get((by, answer)) for side in tests]
        difference = between(pair[0], pair[1], level) if pair[0] and pair[1] and reworded is None else None
        verdict = "reworded" if reworded else "absent" if None in (old, new) else _without_test(first, second)
        rows.append(Change(question.code, by, answer, first, second, difference, None, verdict, reworded))
    return rows


def _without_test(old: Estimate | None, new: Estimate | None) -> str:
    return "hidden" if any(e is not None and e.mark == "c" for e in (old, new)) else "untested"


def _judged(
    rows: list[Change],
    silent: list[tuple[str, float | None, float | None]],
    left_out: list[str],
    level: float,
) -> Changes:
    """Give each tested difference its verdict, all of them being one family."""
    adjusted = comparison.holm([row.difference and row.difference.p for row in rows])
    limit, judged = 1 - level, []
    for row, p in zip(rows, adjusted, strict=True):
        if row.difference and p is not None:
            alone = row.difference.p <= limit
            up = row.difference.difference > 0
            verdict = "similar" if not alone else "unsure" if p > limit else "rose" if up else "fell"
            row = row._replace(p_adjusted=p, verdict=verdict)
        judged.append(row)
    compared = sum(p is not None for p in adjusted)
    return Changes(tuple(judged), compared, tuple(silent), tuple(left_out))
