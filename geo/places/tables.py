"""Read the kept tables of places: codes, official names, and further spellings."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from geo.places.wording import parts

Level = Literal["aimag", "soum"]
Row = Mapping[str, str]

FOLDER = Path(__file__).resolve().parents[2] / "data" / "raw" / "places"
_COLUMNS = {
    "aimags.csv": "aimag_code aimag iso_3166_2_name aimag_mn type nso_survey_code name_variants",
    "aimag_places.csv": "pcode iso nso hasc name_en name_nso name_mn capital_mn capital_en "
    "capital_soum_pcode",
    "soums.csv": "pcode nso adm1_iso name_en name_mn name_cod type",
    "spellings.csv": "code spelling kind",
}
_CAPITAL = "MN-1"
# These spell the place's own name, so they stand for every place and town of that name; the rest do not.
_OF_THE_NAME = frozenset({"old", "romanisation", "german", "russian", "variant", "error"})
_OF_THE_PLACE = frozenset({"english", "informal", "short", "town"})


class PlacesError(ValueError):
    """A table of places cannot be used: every problem, one per line, with file, row, column and value."""


@dataclass(frozen=True, slots=True)
class Place:
    """An aimag, the capital, a soum or a district of the capital.

    `code` and `aimag` are ISO 3166-2 codes; a soum's or district's `code` is its P-code. `type` is aimag,
    capital, soum or district; `names` are its official spellings, `codes` what else it is coded as.
    """

    code: str
    level: Level
    aimag: str
    type: str
    name_mn: str
    name_en: str
    names: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A further spelling of a place's name, or of the name of the town that is its centre."""

    code: str
    text: str
    town: bool = False


def read(folder: Path = FOLDER) -> tuple[tuple[Place, ...], tuple[Spelling, ...]]:
    """Return the places and their further spellings.

    Raises:
        PlacesError: a file or column is missing, or a spelling is of no known place or kind.
    """
    tables = {file: _rows(folder / file) for file in _COLUMNS}
    places = (*_aimags(tables["aimags.csv"], tables["aimag_places.csv"]), *_soums(tables["soums.csv"]))
    _check(tables["spellings.csv"], {place.code for place in places})
    return places, tuple(_spellings(tables, places))


def _rows(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows: list[Row] = list(reader)
    except (OSError, UnicodeDecodeError) as error:
        raise PlacesError(f"{path}: cannot be read ({error}); restore the file as it was kept.") from error
    missing = [name for name in _COLUMNS[path.name].split() if name not in (reader.fieldnames or ())]
    if missing:
        raise PlacesError(f"{path}: no column {', '.join(missing)}; restore the file as it was kept.")
    return rows


def _check(rows: list[Row], codes: set[str]) -> None:
    kinds = _OF_THE_NAME | _OF_THE_PLACE
    problems = []
    for number, row in enumerate(rows, start=2):
        where = f"spellings.csv, row {number}"
        if row["code"] not in codes:
            problems.append(f"{where}, code: {row['code']!r} is no aimag, soum or district; use its code.")
        if not row["spelling"]:
            problems.append(f"{where}, spelling: it is empty; write one or delete the row.")
        if row["kind"] not in kinds:
            problems.append(f"{where}, kind: {row['kind']!r} is not one of {', '.join(sorted(kinds))}.")
    if problems:
        raise PlacesError("\n".join(problems))


def _aimags(rows: list[Row], place_rows: list[Row]) -> Iterator[Place]:
    by_iso = {row["iso"]: row for row in place_rows}
    for row in rows:
        more = by_iso[row["aimag_code"]]
        yield Place(
            code=row["aimag_code"],
            level="aimag",
            aimag=row["aimag_code"],
            type="capital" if row["type"] == "capital city" else "aimag",
            name_mn=row["aimag_mn"],
            name_en=row["aimag"],
            names=_distinct(
                row["aimag_mn"], row["aimag"], more["name_mn"], more["name_nso"], more["name_en"]
            ),
            codes=_aimag_codes(row, more),
        )


def _aimag_codes(row: Row, more: Row) -> tuple[str, ...]:
    iso, digits = row["aimag_code"].removeprefix("MN-"), more["pcode"].removeprefix("MN")
    # "MN-65" may be the P-code MN65 or ISO's MN-065 without its zero: listed for both, it is asked about.
    codes = [more["pcode"], f"MN-{digits}", f"MN{iso}", f"MN-{iso.lstrip('0')}", more["hasc"]]
    # Bare digits are the statistics office's code, or ISO's where the leading zero shows it.
    bare = [more["nso"], row["nso_survey_code"], *([iso] if iso.startswith("0") else [])]
    return _distinct(*codes, *bare)


def _soums(rows: list[Row]) -> Iterator[Place]:
    for row in rows:
        digits, nso = row["pcode"].removeprefix("MN"), row["nso"]
        yield Place(
            code=row["pcode"],
            level="soum",
            aimag=row["adm1_iso"],
            type=row["type"],
            name_mn=row["name_mn"],
            name_en=row["name_en"],
            names=_distinct(row["name_mn"], row["name_en"]),
            # Bare digits are the statistics office's: its 18340 is not the P-code MN8340.
            codes=(f"MN-{digits}", nso, nso[1:]),
        )


def _distinct(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _spellings(tables: Mapping[str, list[Row]], places: Iterable[Place]) -> Iterator[Spelling]:
    """Yield spellings without their word of kind ("Central province"), as written text is read too."""
    name_of = {place.code: place.name_mn for place in places}
    bearers: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for code, name in name_of.items():
        bearers[name].add((code, False))
    for row in tables["aimags.csv"]:
        for variant in (row["iso_3166_2_name"], *row["name_variants"].split("|")):
            yield from _named(row["aimag_code"], variant)
    for row in tables["soums.csv"]:
        yield from _named(row["pcode"], row["name_cod"])
    for row in tables["aimag_places.csv"]:
        if row["iso"] == _CAPITAL:  # a town of many districts, found as itself
            continue
        for town in _named(row["capital_soum_pcode"], f"{row['capital_mn']}, {row['capital_en']}", town=True):
            bearers[town.text].add((town.code, True))
            yield town
    for row in tables["spellings.csv"]:
        own = {(row["code"], row["kind"] == "town")}
        for code, is_town in sorted(bearers[name_of[row["code"]]] if row["kind"] in _OF_THE_NAME else own):
            yield from _named(code, row["spelling"], is_town)


def _named(code: str, written: str, town: bool = False) -> Iterator[Spelling]:
    return (Spelling(code, part.text, town) for part in parts(written))
