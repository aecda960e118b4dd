"""Places that people wrote: codes first, exact names second, likeness only to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from etl.intake.vocabulary import vocabulary
from etl.intake.words import key
from etl.intake.written import Read
from geo.places import Match, gazetteer, is_code, names, resolve
from geo.places.wording import parts

CAPITAL = "MN-1"
KINDS = ("aimag", "soum", "district")
Written = tuple[str | None, str]  # the aimag that a soum is written beside, and what is written


@dataclass(frozen=True)
class Places:
    """What was written for places, by how it was understood; each value counts once, with its rows."""

    matched: tuple[Read, ...]
    asked: tuple[Read, ...]
    unmatched: tuple[Read, ...]

    @classmethod
    def of(cls, reads: Iterable[Read]) -> Places:
        """Sort readings of places into matched, asked and unmatched."""
        found = [*reads]
        return cls(
            tuple(read for read in found if read.how),
            tuple(read for read in found if not read.how and read.suggestions),
            tuple(read for read in found if not read.how and not read.suggestions),
        )

    def as_json(self) -> dict[str, object]:
        """The counts and questions as the command line writes them."""
        return {
            "matched": len(self.matched),
            "asked": [
                {
                    **_plain(read),
                    "suggestions": [
                        {"code": code, "name_en": names(code).name_en, "name_mn": names(code).name_mn}
                        for code in read.suggestions
                    ],
                }
                for read in self.asked
            ],
            "unmatched": [_plain(read) for read in self.unmatched],
        }


def _plain(read: Read) -> dict[str, object]:
    within = {"within": read.within} if read.within else {}
    return {"column": read.column, "value": read.written, "rows": read.rows, **within}


def decision(read: Read) -> str:
    """The key under which a mapping keeps the decision about a written place."""
    return f"{read.within}/{read.written}" if read.within else read.written


def read_places(
    column: str, counts: Mapping[Written, int], kind: str, decided: Mapping[str, str | None]
) -> tuple[Read, ...]:
    """How each written place of a column is understood; `kind` is of KINDS.

    A soum is looked for within the aimag that stands beside it, a district within the capital. `decided` is
    the mapping's; a decision counts only for the kind of place that the column has.
    """
    return tuple(
        _read(Read(column, text, rows, within=aimag), kind, decided) for (aimag, text), rows in counts.items()
    )


@lru_cache(maxsize=1 << 16)
def is_place(text: str, kind: str) -> bool:
    """Whether a text is exactly a code or name of some place of a kind; quick, for many texts that are none."""
    known = gazetteer().by_key
    if not is_code(text) and not any(name in known for part in parts(text) for name in part.keys):
        return False
    match = _resolved(text, kind, None)
    return any(_fits(code, kind) for code in (match.code, *(s.code for s in match.suggestions)) if code)


def _read(value: Read, kind: str, decided: Mapping[str, str | None]) -> Read:
    for spelling in (decision(value), value.written):
        if spelling in decided and decided[spelling] is None:
            return replace(value, how="mapping")
        code = decided.get(spelling)
        if code is not None and _fits(code, kind, value.within):
            return replace(value, codes=(code,), how="mapping")
    text = value.written.strip()
    if key(text) in vocabulary().no_answer:
        return replace(value, how="missing")
    match = _resolved(text, kind, value.within)
    if match.code is not None and _fits(match.code, kind, value.within):
        return replace(value, codes=(match.code,), how="place")
    near = [found.code for found in match.suggestions if _fits(found.code, kind)]
    if not near and value.within:
        elsewhere = _resolved(text, kind, None)
        near = [code for code in (elsewhere.code,) if code and _fits(code, kind)]
    if not near and kind == "aimag":
        inner = resolve(text)
        near = [names(inner.code).aimag] if inner.code and inner.level == "soum" else []
    return replace(value, suggestions=tuple(dict.fromkeys(code for code in near if _fits(code, kind))))


def _resolved(text: str, kind: str, aimag: str | None) -> Match:
    if kind == "aimag":
        return resolve(text, level="aimag")
    return resolve(text, within=CAPITAL if kind == "district" else aimag, level="soum")


def _fits(code: str, kind: str, within: str | None = None) -> bool:
    place = gazetteer().places.get(code)
    return place is not None and place.type == kind and (within is None or place.aimag == within)
