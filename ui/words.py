"""Words, numbers and names in the language of the person who is waiting.

English stands in the code; `locale/mn.po` holds the Mongolian. A missing translation is an error, not English.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from babel.messages.pofile import read_po

from store.writing import StoreError

LANGUAGES = ("mn", "en")
_LOCALE = Path(__file__).parent / "locale"
_MINUS, _SPACE = "\u2212", "\u00a0"
# Endings of "аймаг, хот, сум, дүүрэг, бүс, улс": genitive, dative-locative, ablative, directive.
_ENDINGS = {
    "аймаг": ("аймгийн", "аймагт", "аймгаас"),
    "хот": ("хотын", "хотод", "хотоос"),
    "сум": ("сумын", "суманд", "сумаас"),
    "дүүрэг": ("дүүргийн", "дүүрэгт", "дүүргээс"),
    "бүс": ("бүсийн", "бүсэд", "бүсээс"),
    "Улс": ("Улсын", "Улсад", "Улсаас"),
}
_CASES = ("genitive", "dative", "ablative")


class Named(Protocol):
    """Anything with a name in both languages."""

    @property
    def name_en(self) -> str: ...

    @property
    def name_mn(self) -> str: ...


class Place(Named, Protocol):
    """A named place of a known kind."""

    @property
    def kind(self) -> str: ...


@cache
def catalogue(language: str) -> dict[str, str]:
    """Translations by English sentence."""
    with (_LOCALE / f"{language}.po").open("rb") as file:
        return {
            str(message.id): str(message.string) for message in read_po(file) if message.id and message.string
        }


@dataclass(frozen=True)
class Words:
    """How things are said in one language."""

    language: str

    def t(self, sentence: str, **slots: object) -> str:
        """The sentence in this language with its slots filled.

        Raises KeyError for a sentence that has no translation.
        """
        said = sentence if self.language == "en" else catalogue(self.language)[sentence]
        return said.format(**slots) if slots else said

    def told(self, error: StoreError) -> str:
        """What the store refuses and what to do; what only commands meet stays in English."""
        try:
            return self.t(error.sentence, **error.slots)
        except KeyError:
            return str(error)

    def of(self, thing: object, field: str) -> str:
        """A field that a row holds in both languages, such as `definition`; empty when there is none."""
        return str(getattr(thing, f"{field}_{self.language}") or "")

    def name(self, thing: Named) -> str:
        """The bare name."""
        return thing.name_mn if self.language == "mn" else thing.name_en

    def place(self, place: Place, case: str = "nominative") -> str:
        """The name with its kind, and in Mongolian with the case ending: genitive, dative or ablative."""
        name = self.name(place)
        if self.language == "en":
            return (
                f"{name} soum"
                if place.kind == "soum"
                else f"{name} district"
                if place.kind == "district"
                else name
            )
        if place.kind == "region" and name == "Улаанбаатар":
            name = "Улаанбаатар хот"
        noun = {"aimag": " аймаг", "capital": " хот", "soum": " сум", "district": " дүүрэг"}.get(
            place.kind, ""
        )
        full = name + noun
        if case == "nominative":
            return full
        stem, _, last = full.rpartition(" ")
        return f"{stem} {_ENDINGS[last][_CASES.index(case)]}"

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """A number as written in this language; negative decimals round to tens, hundreds."""
        rounded = round(value, decimals)
        text = f"{abs(rounded):,.{max(decimals, 0)}f}"
        if self.language == "mn":
            text = text.replace(",", _SPACE).replace(".", ",")
        if rounded < 0:
            return _MINUS + text
        return f"+{text}" if signed and rounded > 0 else text

    def year(self, year: int) -> str:
        """A year as it stands in a title; 0 is undated."""
        return self.t("undated") if not year else str(year)
