"""How far a column's name or label is that of a question or role: the same, longer, misspelt, or the question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from etl.intake.mapping.codebook import Codebook
from etl.intake.vocabulary import vocabulary
from etl.intake.words import key, words

Phrase = tuple[str, ...]
Named = dict[str, float]

SAME, ALIKE, MISSPELT, CONTAINED = 0.95, 0.85, 0.7, 0.45
_SAME_LETTERS, _SAME_QUESTION, _LONG_ENOUGH = 88, 92, 6
_STEM, _ENDING = 4, 3  # letters of a word before a case ending, and of the ending
_PREFIX = 3  # letters by which phrases are looked up
_LONGEST = 400  # letters of a name that are compared


class Names:
    """The names under which the questions and roles of a codebook are known."""

    def __init__(self, book: Codebook) -> None:
        self._same: dict[str, list[str]] = defaultdict(list)
        self._by_prefix: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        self._questions: dict[str, list[str]] = defaultdict(list)
        for target in book.targets:
            for phrase in _phrases(target, book):
                self._same["".join(phrase)].append(target)
                self._by_prefix[phrase[0][:_PREFIX]].append((phrase, target))
            for text in _texts(target, book):
                self._questions[key(text)].append(target)
        self._long = [whole for whole in self._same if len(whole) >= _LONG_ENOUGH]
        self.named = lru_cache(maxsize=1 << 14)(self._named)

    def _named(self, text: str) -> Named:
        """How far a name speaks for each target, from 0 to 1; targets that it says nothing of are left out."""
        said = words(text[:_LONGEST])
        joined = "".join(said)
        found: Named = {}

        def note(targets: Iterable[str], confidence: float) -> None:
            for target in targets:
                found[target] = max(confidence, found.get(target, 0.0))

        note(self._same.get(joined, ()), SAME)
        for place, word in enumerate(said):
            for phrase, target in self._by_prefix.get(word[:_PREFIX], ()):
                if _inflected(said[place : place + len(phrase)], phrase):
                    share = sum(map(len, phrase)) / len(joined)
                    note([target], min(SAME, CONTAINED + (1 - CONTAINED) * 0.8 * share))
        for whole, _, _ in process.extract(
            joined, self._long, scorer=fuzz.ratio, score_cutoff=_SAME_LETTERS, limit=None
        ):
            note(self._same[whole], MISSPELT)
        written = key(text[:_LONGEST])
        for question, alike, _ in process.extract(
            written, self._questions.keys(), scorer=fuzz.ratio, score_cutoff=_SAME_QUESTION, limit=None
        ):
            note(self._questions[question], SAME if alike == 100 else ALIKE)
        return found


def _inflected(said: Phrase, phrase: Phrase) -> bool:
    """Whether words are those of a phrase, case endings after them allowed (дүүрэгт is дүүрэг)."""
    return len(said) == len(phrase) and all(
        word == known
        or (len(known) >= _STEM and word.startswith(known) and len(word) - len(known) <= _ENDING)
        for word, known in zip(said, phrase, strict=True)
    )


def _phrases(target: str, book: Codebook) -> Iterable[Phrase]:
    question = book.question(target)
    known = vocabulary().columns.get((question.concept if question else None) or target, ())
    own = (target, *((question.name_en, question.name_mn) if question else ()))
    return filter(None, dict.fromkeys((*known, *map(words, own))))


def _texts(target: str, book: Codebook) -> Iterable[str]:
    question, wording = book.question(target), book.wordings.get(target)
    if question is not None:
        yield from (question.name_en, question.name_mn)
    if wording is not None:
        yield from (wording.text_en, wording.text_mn)
