"""Checks of interviews: when they were held, how long they took, and who held them."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from statistics import median

from etl.codebook import base as terms
from etl.intake.checks.look import Look
from etl.intake.checks.parts import Condition, Part, moment
from etl.intake.findings import ACKNOWLEDGE, BLOCKS, ROWS_NAMED, Finding, Rule

FIRST_YEAR = 2000
SHORT_OF_MEDIAN = 1 / 3
LONG_MINUTES = 240
NIGHT = (23, 6)
MOST_A_DAY = 20
LARGEST_SHARE = 0.3
FEWEST_INTERVIEWERS = 4
FEWEST_INTERVIEWS = 20  # of an interviewer, before anything is said about them
ALIKE_POINTS = 0.15
SHORT_PATH = 0.5
STANDARD_ERRORS = 3

NO_MOMENT = Rule(
    "date_unreadable",
    "columns",
    BLOCKS,
    "Column {column} must hold dates or times; {count} cells are none, such as {value}.",
    "Write them as 2026-11-25 or 2026-11-25 14:30.",
)
FUTURE = Rule(
    "date_in_future",
    "rows",
    BLOCKS,
    "Interviews are dated in the future, such as {value}.",
    "Correct the dates.",
)
IMPOSSIBLE = Rule(
    "date_impossible",
    "rows",
    BLOCKS,
    "Interviews are dated before the year {first}, such as {value}.",
    "Correct the dates: the clock of a tablet was probably wrong, or numbers were read as dates.",
)
OTHER_YEAR = Rule(
    "date_other_year",
    "rows",
    ACKNOWLEDGE,
    "Interviews were held in another year than the round, {year}, or the one next to it, such as {value}.",
    "Check that this is the file of the round, and correct the dates.",
)
BACKWARDS = Rule(
    "interview_backwards",
    "rows",
    ACKNOWLEDGE,
    "Interviews end before they begin.",
    "Check which column holds the beginning and which the end, and the clocks of the tablets.",
)
SHORT = Rule(
    "interview_short",
    "rows",
    ACKNOWLEDGE,
    "Interviews took less than {minutes} minutes, a third of the middle length.",
    "Ask the interviewers; call some of the respondents back.",
)
LONG = Rule(
    "interview_long",
    "rows",
    ACKNOWLEDGE,
    "Interviews took longer than {hours} hours.",
    "They were probably left open and finished later; check the answers if there are many.",
)
NIGHT_TIME = Rule(
    "interview_at_night",
    "rows",
    ACKNOWLEDGE,
    "Interviews began between {from_hour}:00 and {to_hour}:00.",
    "Check the clocks of the tablets, and ask the interviewers.",
)
OVERLAP = Rule(
    "interviews_overlap",
    "rows",
    ACKNOWLEDGE,
    "{count} interviews began before the same interviewer had ended the one before, as by {value}.",
    "Ask the interviewers whether they were really there.",
)
MANY_A_DAY = Rule(
    "interviews_many_a_day",
    "statistics",
    ACKNOWLEDGE,
    "On {count} days one interviewer held more than {most} interviews, as {value}.",
    "Call some of the respondents back.",
)
NO_INTERVIEWER = Rule(
    "interviewer_missing",
    "rows",
    ACKNOWLEDGE,
    "It is not known who held these interviews.",
    "Fill in the interviewer in {column}.",
)
LARGE_SHARE = Rule(
    "interviewer_large_share",
    "statistics",
    ACKNOWLEDGE,
    "Interviewer {value} held {share} per cent of all interviews.",
    "Check the column; effects of this interviewer cannot be told from those of the place.",
)
ALIKE = Rule(
    "interviewer_alike",
    "statistics",
    ACKNOWLEDGE,
    "The interviews of {value} are too much alike: two of them share {share} per cent of the answers, "
    "those of other interviewers {usual}.",
    "Call some of the respondents back; delete interviews that were not held.",
)
SHORT_WAY = Rule(
    "interviewer_short_path",
    "statistics",
    ACKNOWLEDGE,
    "The respondents of {value} lead to further questions much more rarely than others: {share} per cent do at "
    "{question}, of other interviewers {usual}.",
    "Ask the interviewer whether answers were given so that further questions could be left out.",
)
RULES = (
    *(NO_MOMENT, FUTURE, IMPOSSIBLE, OTHER_YEAR, BACKWARDS, SHORT, LONG, NIGHT_TIME, OVERLAP),
    *(MANY_A_DAY, NO_INTERVIEWER, LARGE_SHARE, ALIKE, SHORT_WAY),
)


def conditions(look: Look) -> Iterator[Condition]:
    """Interviews at moments and of lengths that cannot be, or hardly."""
    subject, context = look.subject, look.context
    for role in ("start", "end"):
        if role in subject.roles:
            column = subject.roles[role]
            when = moment(column.key)
            yield Condition(NO_MOMENT, Part(f"{column.key} IS NOT NULL AND {when} IS NULL"), column)
            yield Condition(FUTURE, Part(f"{when} >= ?::DATE + 2", (context.today,)), column)
            early = Part(f"year({when}) < ?", (FIRST_YEAR,))
            yield Condition(IMPOSSIBLE, early, column, slots={"first": str(FIRST_YEAR)})
            if context.year and role == "start":
                other = Part(
                    f"year({when}) >= ? AND abs(year({when}) - ?) > 1 AND {when} < ?::DATE + 2",
                    (FIRST_YEAR, context.year, context.today),
                )
                yield Condition(OTHER_YEAR, other, column, slots={"year": str(context.year)})
    if "interviewer" in subject.roles:
        column = subject.roles["interviewer"]
        known = f"count_if({column.key} IS NOT NULL)"
        if look.ask(f"SELECT {known} FROM sampled")[0][0]:
            answered = " OR ".join(f"{q.column.key} IS NOT NULL" for q in subject.questions.values())
            part = Part(f"{column.key} IS NULL AND ({answered or 'false'})")
            yield Condition(NO_INTERVIEWER, part, column)
    if {"start", "end"} <= subject.roles.keys():
        yield from _lengths(look)


def findings(look: Look) -> Iterator[Finding]:
    """What stands out in one interviewer's work among that of the others."""
    interviewer, start, end = (look.subject.key(role) for role in ("interviewer", "start", "end"))
    if interviewer is None:
        return
    name = look.subject.roles["interviewer"].name
    if start:
        days = look.ask(
            f"SELECT {interviewer}, {moment(start)}::DATE AS day, count(*) AS held, min(row) FROM rows "
            f"WHERE day IS NOT NULL AND {interviewer} IS NOT NULL GROUP BY ALL HAVING held > ? ORDER BY 4",
            [MOST_A_DAY],
        )
        if days:
            rows = tuple(day[3] for day in days[:ROWS_NAMED])
            said = f"{days[0][0]}, {days[0][1]}: {days[0][2]}"
            yield Finding(MANY_A_DAY, name, rows, len(days), said, {"most": MOST_A_DAY})
        if end:
            yield from _overlapping(look, interviewer, start, end)
    yield from _between(look, interviewer, name)


def _lengths(look: Look) -> Iterator[Condition]:
    start, end = look.subject.roles["start"], look.subject.roles["end"]
    minutes = f"date_diff('second', {moment(start.key)}, {moment(end.key)}) / 60"
    shown = Part(f"round({minutes}, 1)")
    [(middle,)] = look.ask(f"SELECT median({minutes}) FROM sampled WHERE {minutes} >= 0")
    yield Condition(BACKWARDS, Part(f"{minutes} < 0"), end, shown)
    if middle:
        short = Part(f"{minutes} >= 0 AND {minutes} < ?", (middle * SHORT_OF_MEDIAN,))
        slots: dict[str, object] = {"minutes": round(middle * SHORT_OF_MEDIAN, 1)}
        yield Condition(SHORT, short, end, shown, slots=slots)
    yield Condition(
        LONG, Part(f"{minutes} > ?", (LONG_MINUTES,)), end, shown, slots={"hours": LONG_MINUTES // 60}
    )
    hour, when = f"hour({moment(start.key)})", moment(start.key)
    late = f"({hour} >= ? OR {hour} < ?) AND {when} <> date_trunc('day', {when})"  # a date alone is no hour
    night = {"from_hour": NIGHT[0], "to_hour": NIGHT[1]}
    yield Condition(NIGHT_TIME, Part(late, NIGHT), start, slots=dict(night))


def _overlapping(look: Look, interviewer: str, start: str, end: str) -> Iterator[Finding]:
    began, ended = moment(start), moment(end)
    least, most = (
        f"epoch_ms({began})",
        f"INTERVAL {LONG_MINUTES} MINUTE",
    )  # one left open for long proves nothing
    found = look.ask(
        f"WITH held AS (SELECT row, hash({interviewer}) AS who, {least} AS began, "
        f"CASE WHEN {ended} <= {began} + {most} THEN epoch_ms({ended}) END AS ended FROM rows "
        f"WHERE {interviewer} IS NOT NULL AND {began} <> date_trunc('day', {began})), "
        "ordered AS (SELECT row, began, lag(ended) OVER (PARTITION BY who ORDER BY began, row) AS before FROM held) "
        "SELECT row, count(*) OVER () FROM ordered WHERE began < before "
        f"ORDER BY row LIMIT {ROWS_NAMED}"
    )
    if found:
        name = look.subject.roles["start"].name
        [(who,)] = look.ask(f"SELECT {interviewer} FROM rows WHERE row = ?", [found[0][0]])
        yield Finding(OVERLAP, name, tuple(row[0] for row in found), found[0][1], who)


def _between(look: Look, interviewer: str, name: str) -> Iterator[Finding]:
    held: dict[str, int] = dict(
        look.ask(f"SELECT {interviewer}, count(*) FROM sampled WHERE {interviewer} IS NOT NULL GROUP BY 1")
    )
    total = sum(held.values())
    if len(held) >= FEWEST_INTERVIEWERS:
        for who, count in held.items():
            if count > LARGEST_SHARE * total:
                slots: dict[str, object] = {"share": round(100 * count / total)}
                yield Finding(LARGE_SHARE, name, count=count, value=who, slots=slots)
    enough = {who: count for who, count in held.items() if count >= FEWEST_INTERVIEWS}
    if len(enough) >= FEWEST_INTERVIEWERS:
        yield from _alike(look, interviewer, name, enough)
        yield from _short_paths(look, interviewer, name, enough)


def _alike(look: Look, interviewer: str, name: str, enough: dict[str, int]) -> Iterator[Finding]:
    """The share of answers that two interviews of the same interviewer have in common.

    Of a question it is the chance that two interviews drawn without replacement agree: sum n(n-1) / N(N-1).
    """
    agreement: dict[str, list[float]] = {who: [] for who in enough}
    for asked in look.subject.questions.values():
        if asked.type == "one" and not asked.base and len(look.counted.get(asked.column.key, ())) > 1:
            rows = look.ask(
                f"SELECT who, sum(n * (n - 1)) / (sum(n) * (sum(n) - 1)) FROM (SELECT {interviewer} AS who, "
                f"{asked.column.key} AS said, count(*) AS n FROM sampled WHERE said IS NOT NULL GROUP BY ALL) "
                "GROUP BY who HAVING sum(n) >= ?",
                [FEWEST_INTERVIEWS],
            )
            for who, share in rows:
                agreement.get(who, []).append(float(share))
    alike = {who: sum(shares) / len(shares) for who, shares in agreement.items() if shares}
    if len(alike) < FEWEST_INTERVIEWERS:
        return
    usual = median(alike.values())
    for who, share in sorted(alike.items()):
        if share > usual + ALIKE_POINTS:
            slots: dict[str, object] = {"share": round(100 * share), "usual": round(100 * usual)}
            yield Finding(ALIKE, name, count=enough[who], value=who, slots=slots)


def _short_paths(look: Look, interviewer: str, name: str, enough: dict[str, int]) -> Iterator[Finding]:
    """Interviewers whose respondents are rarely led to the questions that others are led to."""
    bases = {
        (code, frozenset(codes))
        for question in look.subject.questions.values()
        for code, codes in terms(question.base or "").items()
    }
    for code, codes in sorted(bases, key=lambda term: term[0]):
        asked = look.subject.questions.get(code)
        if asked is None or asked.base or asked.type != "one":
            continue
        into = look.answered(asked, set(codes))
        rows = look.ask(
            f"SELECT {interviewer}, count_if({into.sql}) / count(*) FROM sampled "
            f"WHERE {asked.column.key} IS NOT NULL GROUP BY 1",
            into.values,
        )
        shares = {who: share for who, share in rows if who in enough}
        usual = median(shares.values())
        for who, share in sorted(shares.items()):
            error = sqrt(usual * (1 - usual) / enough[who])
            if share < SHORT_PATH * usual and usual - share > STANDARD_ERRORS * error:
                slots: dict[str, object] = {"question": code, "share": round(100 * share)}
                slots["usual"] = round(100 * usual)
                yield Finding(SHORT_WAY, name, count=enough[who], value=who, slots=slots)
