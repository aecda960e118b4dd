"""Bring names, answers and labels to a form that their spellings in both scripts share."""

from __future__ import annotations

import re
from functools import lru_cache

from geo.places.folding import fold, plain

_CAMEL = re.compile(r"(?<=[a-zа-яёөү])(?=[A-ZА-ЯЁӨҮ])")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_NOT_IN_CODE = re.compile(r"[^a-z0-9]+")
_LONGEST_CODE = 40
_V_FOR_VOWEL = re.compile(r"(?<=[^aeiou])v+|^v+(?=[^aeiou])")
_DOUBLED = re.compile(r"([a-zA-Z])\1+")
_WORD = re.compile(r"[^\W_]+")
# q12_, Q3.1, v07, a5) and 12. before a name; a letter and digits alone ("q12") are the whole name.
_NUMBERED = re.compile(r"^\s*(?:[a-zа-яөү]{0,2}\d+(?:[._]\d+)*[a-z]?)(?:[.)_:\s-]+)(?=\D)", re.IGNORECASE)


@lru_cache(maxsize=1 << 16)
def key(text: str) -> str:
    """Letters and digits alone, in the one spelling of Cyrillic and Latin Mongolian.

    A number is its value (1.0 is 1), and a sign such as ✓ stands for itself.
    """
    value = number(text)
    if value is not None:
        return f"{value:g}"
    return fold(text) or plain(text)


def number(text: str) -> float | None:
    """The number that a cell is, None when it is none."""
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


@lru_cache(maxsize=1 << 16)
def words(text: str) -> tuple[str, ...]:
    """The words of a column's name; runTogether and under_scored names come apart.

    They are folded further than places: analysts write ө and ү as o, u or v, and long vowels short.
    """
    return tuple(filter(None, (_loose(fold(word)) for word in _WORD.findall(_CAMEL.sub(" ", text)))))


def _loose(word: str) -> str:
    return _DOUBLED.sub(r"\1", _V_FOR_VOWEL.sub("o", word).replace("u", "o"))


def unnumbered(name: str) -> str:
    """A name without the number of its question in front: q12_sex → sex."""
    return _NUMBERED.sub("", name, count=1) or name


def variants(name: str) -> tuple[str, ...]:
    """The forms under which a column's name may be known, the whole name first.

    A name with groups (KoboToolbox: person/age) is also known by its last part.
    """
    last = name.rsplit("/", 1)[-1]
    return tuple(dict.fromkeys((name, unnumbered(name), last, unnumbered(last))))


def is_cyrillic(text: str) -> bool:
    """Whether a text has Cyrillic letters."""
    return bool(re.search("[\u0400-\u04ff]", text))


def slug(text: str, taken: set[str], first: str = "a") -> str:
    """A code for a text: small Latin letters and digits, and not one of those taken."""
    latin = _NOT_IN_CODE.sub("_", " ".join(key(word) for word in text.split()).lower()).strip("_")
    code = latin[:_LONGEST_CODE].strip("_") or first
    unique, again = code, 2
    while unique in taken:
        unique, again = f"{code}_{again}", again + 1
    taken.add(unique)
    return unique
