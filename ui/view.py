"""Who looks at what: the build, the language and the theme of one picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from explore.ranking import catalogue
from store import queries
from store.queries import Indicator, Place
from ui.ask import ask
from ui.theme import THEMES, Theme
from ui.words import Words


@dataclass(frozen=True)
class View:
    """What every picture needs besides its subject; two equal views draw the same."""

    build: str
    language: str
    theme_name: str

    @property
    def words(self) -> Words:
        """How things are said."""
        return Words(self.language)

    @property
    def theme(self) -> Theme:
        """The colours."""
        return THEMES[self.theme_name]

    @property
    def is_preview(self) -> bool:
        """Whether it is of data that are not published: there is no address under which others would find them."""
        return self.build.startswith(".")

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every place by code."""
        return ask(_places, self.build)

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """The dictionary by indicator code."""
        return ask(catalogue, self.build)

    def t(self, sentence: str, **slots: object) -> str:
        """Short for `words.t`."""
        return self.words.t(sentence, **slots)

    def level(self, level: str) -> list[Place]:
        """Places of a level, in the alphabetical order of the language."""
        return sorted(
            (p for p in self.places.values() if p.level == level), key=lambda p: sort_key(self.words.name(p))
        )

    def value(self, value: float, indicator: Indicator, *, signed: bool | None = None) -> str:
        """A figure with the decimals of its indicator; signed where its middle is zero."""
        signs = indicator.middle == "zero" if signed is None else signed
        return self.words.number(value, indicator.decimals, signed=signs)


def _places(build: str) -> dict[str, Place]:
    return {place.code: place for place in queries.places(build)}


_ALPHABET = {letter: position for position, letter in enumerate("абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя")}


def sort_key(name: str) -> tuple[int, ...]:
    """A key that sorts Mongolian names by the alphabet: Ө after О, Ү after У."""
    return tuple(_ALPHABET.get(letter, ord(letter) - 1000) for letter in name.lower())
