"""Propose a mapping: what is clear is settled, what is not is asked, and nothing is chosen silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from etl.intake import rows
from etl.intake.mapping.codebook import Codebook
from etl.intake.mapping.leftovers import left_over
from etl.intake.mapping.likeness import Evidence, Likeness, Score
from etl.intake.mapping.model import Mapping
from etl.intake.mapping.options import is_option, option, stems
from etl.intake.mapping.review import Review, reviewed
from etl.intake.privacy import Private, scan
from etl.intake.staged import Column, Staged
from etl.intake.words import number, variants
from store.survey_queries import Question

SETTLED, WORTH_ASKING = 0.75, 0.6
_CLEARLY = 2.0  # how many times the doubt of the next must be that of the first
_BY_RULE = 0.9  # a column that needs a rule goes behind one that does not
_NEVER_PUBLISHED = ("interviewer", "start", "end")
_LEAST_TUGRIKS = 50_000  # a monthly pay above this many thousand tugriks is in tugriks
_THOUSAND = "thousand MNT"


@dataclass(frozen=True)
class Guess:
    """Columns for a question or role, how sure that is (0 to 1), and why: name, label, contents, remembered."""

    target: str
    columns: tuple[str, ...]
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A question or role to be settled by a person: the columns that may be meant, best first."""

    target: str
    guesses: tuple[Guess, ...]


@dataclass(frozen=True)
class Proposal:
    """A mapping with what is settled in it and why, what must be asked, and how the values are understood.

    `left_out` is column → why it is not published: private, empty, metadata, date, text, identifier,
    repeated (the same answers stand in other columns) or beyond (more questions than a round keeps).
    """

    mapping: Mapping
    settled: tuple[Guess, ...]
    asked: tuple[Choice, ...]
    left_out: dict[str, str]
    private: tuple[Private, ...]
    review: Review

    @property
    def hidden(self) -> frozenset[str]:
        """The columns that say who somebody is, as found or as declared: no cell of them is shown."""
        return frozenset((*(found.column for found in self.private), *self.mapping.private))

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left for a person to settle."""
        return not (self.asked or self.review.asked() or self.review.unmatched())


def propose(
    staged: Staged, book: Codebook, remembered: Mapping | None = None, year: int | None = None
) -> Proposal:
    """Propose a mapping of a staged file to a codebook.

    What `remembered` says (a mapping of the same layout, or a mapping file) goes before everything else,
    where the file has its columns; `year` is the year of the round.
    """
    with rows.opened(staged) as con:
        written = rows.counts(con, staged.columns)
        private = scan(con, staged, written)
        base = _recalled(remembered or Mapping(), staged)
        evidence = [Evidence(column, written.get(column.name)) for column in staged.columns]
        draft = _Draft(book, base, private)
        draft.guess([found for found in evidence if found.column.distinct])
        rest = [found for found in evidence if found.column.name not in draft.busy]
        kept, left_out = left_over(rest, private, book, staged.file.rows)
        mapping = replace(
            draft.mapping,
            keep={**base.keep, **kept},
            drop=(*base.drop, *(name for name in left_out if name not in base.drop)),
        )
        seen = reviewed(con, staged, mapping, book, year, written)
    return Proposal(
        mapping,
        tuple(draft.settled),
        tuple(Choice(target, tuple(guesses)) for target, guesses in draft.asked.items()),
        {**dict.fromkeys(draft.repeated, "repeated"), **left_out},
        private,
        seen,
    )


def _recalled(remembered: Mapping, staged: Staged) -> Mapping:
    """What a mapping says of columns that the file has."""
    names = {column.name for column in staged.columns}
    groups = {column.group for column in staged.columns}
    return replace(
        remembered,
        columns={
            target: columns for target, columns in remembered.columns.items() if names.issuperset(columns)
        },
        keep={name: kept for name, kept in remembered.keep.items() if name in names or name in groups},
        drop=tuple(name for name in remembered.drop if name in names),
        private={name: reason for name, reason in remembered.private.items() if name in names},
    )


class _Draft:
    """A mapping in the making."""

    def __init__(self, book: Codebook, base: Mapping, private: Iterable[Private]) -> None:
        self.book = book
        self.mapping = base
        self.likeness = Likeness(book)
        self.settled = [
            Guess(target, names, 1.0, ("remembered",)) for target, names in base.columns.items() if names
        ]
        self.asked: dict[str, list[Guess]] = {}
        self.repeated: list[str] = []
        self.busy: set[str] = set(base.used)
        self.kinds = {found.column: found.kind for found in private}

    def guess(self, evidence: list[Evidence]) -> None:
        """Settle what is clear, then ask about the rest that is worth it."""
        self.busy |= {found.column.name for found in evidence if found.column.group in self.mapping.keep}
        for question in self.book.questions:
            if question.type == "many" and question.code not in self.mapping.columns:
                self._options(question, evidence)
        self._coordinates(evidence)
        by_name = {found.column.name: found for found in evidence}
        guesses = sorted(self._guesses(evidence), key=lambda guess: -guess.confidence)
        while clear := next((guess for guess in self._open(guesses) if self._is_clear(guess, guesses)), None):
            self._settle(clear, by_name[clear.columns[0]])
        for guess in [*self._open(guesses)]:
            self.asked.setdefault(guess.target, []).append(guess)
        self.busy |= {name for choice in self.asked.values() for guess in choice for name in guess.columns}

    def _coordinates(self, evidence: list[Evidence]) -> None:
        """Settle where the points are, which become soums: a pair of columns, or one with both."""
        found = [e.column for e in evidence if self.kinds.get(e.column.name) == "coordinates"]
        pair = [column for column in found if column.type == "number"]
        chosen = pair[:2] if len(pair) >= 2 else [c for c in found if c.type != "number"][:1]
        if (
            chosen
            and "coordinates" not in self.mapping.columns
            and self.busy.isdisjoint(c.name for c in chosen)
        ):
            names = tuple(column.name for column in chosen)
            self.settled.append(Guess("coordinates", names, SETTLED, ("contents",)))
            self.mapping = self.mapping.with_columns("coordinates", *names)
            self.busy.update(names)

    def _guesses(self, evidence: list[Evidence]) -> Iterator[Guess]:
        for found in evidence:
            name = found.column.name
            for target in self.book.targets:
                if target == "coordinates":
                    continue
                if name in self.kinds and target not in _NEVER_PUBLISHED:
                    continue
                score = self._scored(found, target)
                if score.confidence >= WORTH_ASKING:
                    yield Guess(target, (name,), round(score.confidence, 4), score.reasons)

    def _scored(self, found: Evidence, target: str) -> Score:
        score = self.likeness.score(found, target)
        if self.likeness.rule(found, target):
            return replace(score, confidence=score.confidence * _BY_RULE)
        return score

    def _open(self, guesses: list[Guess]) -> Iterator[Guess]:
        """Guesses whose target and columns are both still free."""
        return (
            guess
            for guess in guesses
            if guess.target not in self.mapping.columns and self.busy.isdisjoint(guess.columns)
        )

    def _is_clear(self, guess: Guess, guesses: list[Guess]) -> bool:
        """Whether a guess is good, and no other for its target or its column comes near it."""
        return guess.confidence >= SETTLED and not any(
            other is not guess
            and (other.target == guess.target or other.columns == guess.columns)
            and (1 - other.confidence) < _CLEARLY * (1 - guess.confidence)
            for other in self._open(guesses)
        )

    def _settle(self, guess: Guess, found: Evidence) -> None:
        self.settled.append(guess)
        self.busy.update(guess.columns)
        self.mapping = self.mapping.with_columns(guess.target, *guess.columns)
        rule = self.likeness.rule(found, guess.target) or _in_tugriks(found, self.book.question(guess.target))
        if rule and guess.target not in self.mapping.rules:
            self.mapping = replace(self.mapping, rules={**self.mapping.rules, guess.target: rule})

    def _options(self, question: Question, evidence: list[Evidence]) -> None:
        """Settle a many-question that the file writes as one column per answer."""
        answers = self.likeness.answers[question.code]
        found: dict[str, list[tuple[Column, float]]] = {}
        for each in evidence:
            column = each.column
            if column.name in self.busy or column.name in self.kinds:
                continue
            if not is_option(column, each.counts or {}, answers):
                continue
            stem, confidence = self._stem(column, question.code)
            if confidence >= WORTH_ASKING:
                found.setdefault(stem, []).append((column, confidence))
        chosen = max(found.values(), key=len, default=[])
        known = [column for column, _ in chosen if option(column, answers)]
        if len(known) < 2:
            return
        columns = tuple(column.name for column, _ in chosen)
        confidence = min(score for _, score in chosen)
        guess = Guess(question.code, columns, confidence, ("name", "contents"))
        self.busy.update(columns)
        if confidence < SETTLED:
            self.asked[question.code] = [guess]
            return
        self.settled.append(guess)
        self.mapping = self.mapping.with_columns(question.code, *columns)
        for each in evidence:  # KoboToolbox writes all answers into one more column
            if each.column.name not in self.busy and self._scored(each, question.code).confidence >= SETTLED:
                self.repeated.append(each.column.name)
                self.busy.add(each.column.name)

    def _stem(self, column: Column, question: str) -> tuple[str, float]:
        """The beginning of a column's name or label that is the question, and how sure that is."""
        whole = [column.group] if column.group else []
        texts = [text for text in (column.name, column.label) if text]
        beginnings = [*whole, *(stem for text in texts for stem, _ in stems(text))]
        named = self.likeness.names.named
        scored = [
            (max(named(name).get(question, 0.0) for name in variants(stem)), stem) for stem in beginnings
        ]
        confidence, stem = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
        return stem, confidence


def _in_tugriks(found: Evidence, question: Question | None) -> str | None:
    """The rule for money that is written in tugriks where the codebook counts thousands."""
    if question is None or question.unit != _THOUSAND or not found.counts:
        return None
    values = [value for value in map(number, found.counts) if value]
    return "thousandth" if values and min(values) >= _LEAST_TUGRIKS else None
