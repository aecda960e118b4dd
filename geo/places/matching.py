"""Match written words with places: codes first, exact names second, near names only ever as suggestions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.places.folding import fold, plain
from geo.places.gazetteer import Name, gazetteer, official_form
from geo.places.tables import Level, Place
from geo.places.wording import NO_PLACE_KEYS, REGION_KEYS, Kind, Part, parts

How = Literal["code", "name", "alias"]
Reached = tuple[str, bool]  # type of place, and whether by its town's name

_CODE = re.compile(r"(?:MN[-. ]?)?\d+(?:\.0)?|MN\.[A-Z]{2}")
_MOST_SUGGESTIONS = 5

_AIMAG: frozenset[Reached] = frozenset({("aimag", False), ("capital", False)})
_CAPITAL: frozenset[Reached] = frozenset({("capital", False)})
_SOUM: frozenset[Reached] = frozenset({("soum", False)})
_DISTRICT: frozenset[Reached] = frozenset({("district", False)})
_TOWN: frozenset[Reached] = frozenset({("soum", True)})
# What a word of kind beside a name stands for: first choice, then next.
_STANDS_FOR: dict[Kind, tuple[frozenset[Reached], ...]] = {
    "aimag": (_AIMAG,),
    "soum": (_SOUM, _TOWN),
    "district": (_DISTRICT,),
    "county": (_DISTRICT, _SOUM),
    "city": (_CAPITAL | _TOWN, _SOUM | _DISTRICT),
    "region": (),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that may be meant, and how many letters of the folded spelling would have to change."""

    code: str
    level: Level
    distance: int


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for `name`: one place, or none and the places to ask about.

    `how` is "code" for a code, "name" for an official spelling in either script, "alias" for another exact
    one. A suggestion of distance 0 bears the very name.
    """

    name: str
    code: str | None = None
    level: Level | None = None
    how: How | None = None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class _Context:
    """What the caller knows: the aimag that a soum lies in, and the level of the column."""

    within: str | None = None
    level: Level | None = None


def resolve(text: str, *, within: str | None = None, level: str | None = None) -> Match:
    """Return the aimag, soum or district a text stands for, or the places to ask about.

    `within` is an aimag, by code or any exact spelling, and leaves only its soums; `level` is "aimag" or
    "soum" (districts are soums). Without them a name that several places bear is asked about. Where they
    leave only soums, a soum's own name goes before the name of a town.

    Raises:
        ValueError: `within` is no aimag, or `level` no level.
    """
    return _resolve(text, _Context(_aimag(within) if within is not None else None, _level(level)))


def names(code: str) -> Place:
    """Return the place with this code (ISO 3166-2 for an aimag, P-code for a soum or district).

    Raises:
        KeyError: no place has this code.
    """
    return gazetteer().places[code]


def _level(level: str | None) -> Level | None:
    match level:
        case None | "aimag" | "soum":
            return level
    raise ValueError(f"level: {level!r} is not known; use 'aimag' or 'soum'.")


def _aimag(within: str) -> str:
    found = _resolve(within, _Context(level="aimag"))
    if found.code:
        return found.code
    near = [f"{names(s.code).name_en} ({s.code})" for s in found.suggestions if s.level == "aimag"]
    advice = f"did you mean {' or '.join(near)}?" if near else "use the name or code of an aimag."
    raise ValueError(f"within: {within!r} is not an aimag; {advice}")


@lru_cache(maxsize=1 << 16)
def _resolve(text: str, context: _Context) -> Match:
    code = _code_form(text)
    if code is not None:
        coded = [Name(each) for each in gazetteer().by_code.get(code, ())]
        return _decide(text, coded, None, context, how="code")
    written = parts(text)
    if any(part.kind == "region" for part in written):
        return Match(text)
    match written:
        case (only,):
            return _resolve_one(text, only, context)
        case (first, second):
            return _resolve_pair(text, first, second, context)
    return Match(text)


def is_code(text: str) -> bool:
    """Return whether a text has the form of a code, of whatever place or none."""
    return _code_form(text) is not None


def _code_form(text: str) -> str | None:
    """Return a text shaped like a code as codes are indexed, or None."""
    code = plain(text).upper().replace("_", "-")
    return code.removesuffix(".0").replace("MN ", "MN") if _CODE.fullmatch(code) else None


def _resolve_one(text: str, part: Part, context: _Context) -> Match:
    found = _find(part)
    if found:
        told = part.kind or context.within or context.level == "soum"
        if not told and REGION_KEYS.intersection(part.keys):
            return Match(text, suggestions=_all_of(name.code for name in found))
        return _decide(text, found, part.kind, context)
    if (REGION_KEYS | NO_PLACE_KEYS).intersection(part.keys):
        return Match(text)
    for cut in range(1, len(part.words)):
        first, second = Part(part.words[:cut]), Part(part.words[cut:], part.kind)
        if _addressed(first, second):
            return _resolve_pair(text, first, second, context)
    return Match(text, suggestions=_near(part, context))


def _resolve_pair(text: str, first: Part, second: Part, context: _Context) -> Match:
    """Read two names as a soum in an aimag, in either order, or as one place named twice (Увс / Uvs)."""
    addressed = _addressed(first, second)
    twice = _narrow(_find(first), first.kind, context) & _narrow(_find(second), second.kind, context)
    # "Khovd, Bulgan" may be a list of two aimags as well as a soum in an aimag.
    may_be_a_list = not (first.kind or second.kind) and _aimags(first) and _aimags(second)
    if addressed and may_be_a_list:
        return Match(text, suggestions=_all_of(addressed | twice))
    if addressed or twice:
        return _decide(text, [Name(code) for code in addressed | twice], None, context)
    for outer, inner in ((first, second), (second, first)):
        aimags = _aimags(outer)
        near = _near(inner, _Context(aimags.pop(), context.level)) if len(aimags) == 1 else ()
        if near:
            return Match(text, suggestions=near)
    return Match(text)


def _find(part: Part) -> list[Name]:
    """Return the names that a part's words are.

    Words written apart as in a name lack no letter: Tsagaan-Uur is not Tsagaannuur without an n.
    """
    known = gazetteer()
    found = [name for key in part.keys for name in known.by_key.get(key, ())]
    if tuple(map(fold, part.words)) in known.written_apart:
        return [name for name in found if not name.dropped] or found
    return found


def _addressed(first: Part, second: Part) -> set[str]:
    """Return the soums that one part may stand for in an aimag that the other may stand for."""
    codes: set[str] = set()
    for outer, inner in ((first, second), (second, first)):
        found = _find(inner)
        for aimag in _aimags(outer) if found else ():
            inside = [name for name in found if _lies_within(names(name.code), aimag)]
            codes |= _narrow(inside, inner.kind, _Context())
    return codes


def _aimags(part: Part) -> set[str]:
    if part.kind not in (None, "aimag", "city") or REGION_KEYS.intersection(part.keys):
        return set()
    return _narrow(_find(part), part.kind, _Context(level="aimag"))


def _lies_within(place: Place, aimag: str) -> bool:
    return place.level == "soum" and place.aimag == aimag


def _decide(
    text: str, found: list[Name], kind: Kind | None, context: _Context, how: How | None = None
) -> Match:
    codes = _narrow(found, kind, context)
    if len(codes) != 1:
        return Match(text, suggestions=_all_of(codes or {name.code for name in found}))
    (code,) = codes
    official = official_form(text) in gazetteer().official[code]
    return Match(text, code, names(code).level, how or ("name" if official else "alias"))


def _narrow(found: Iterable[Name], kind: Kind | None, context: _Context) -> set[str]:
    """Return the codes that the context and the word of kind beside the name leave."""
    left = [(names(name.code), name.town) for name in found]
    if context.level:
        left = [(place, town) for place, town in left if place.level == context.level]
    if context.within:
        left = [(place, town) for place, town in left if _lies_within(place, context.within)]
    units = _AIMAG | _SOUM | _DISTRICT
    choices = (units, _TOWN) if context.within or context.level == "soum" else (units | _TOWN,)
    for choice in _STANDS_FOR[kind] if kind else choices:
        codes = {place.code for place, town in left if (place.type, town) in choice}
        if codes:
            return codes
    return set()


def _all_of(codes: Iterable[str]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(code, names(code).level, 0) for code in sorted(set(codes)))


def _near(part: Part, context: _Context) -> tuple[Suggestion, ...]:
    """Return the few places whose keys are nearest, by optimal string alignment distance, nearest first."""
    by_key = gazetteer().by_key
    nearest: dict[str, int] = {}
    for written in part.keys:
        limit = 0 if len(written) < 3 else 1 if len(written) < 5 else 2 if len(written) < 9 else 3
        for key, distance, _ in process.extract(
            written, by_key.keys(), scorer=OSA.distance, score_cutoff=limit, limit=None
        ):
            for code in _narrow(by_key[key], part.kind, context):
                nearest[code] = min(nearest.get(code, limit), int(distance))
    ranked = sorted((distance, code) for code, distance in nearest.items())[:_MOST_SUGGESTIONS]
    return tuple(Suggestion(code, names(code).level, distance) for distance, code in ranked)
