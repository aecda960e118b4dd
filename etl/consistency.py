"""What raw files must hold together: corrections, codes, units, regions, formulas and the outline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from etl import codebook, formulas
from etl.files import FILES, OUTLINE
from etl.files.columns import PLACES
from etl.files.figures import FIGURES
from etl.problems import Problem
from etl.raw import RESTORE, Staged, unknown_references

MADE_FROM_PLACES = {"area_km2"}


def correct(staged: Sequence[Staged]) -> Iterator[Problem]:
    """Apply the corrections in place; one whose expected value is no longer there is a fault."""
    by_path = {part.file.path: part for part in staged}
    table = by_path["catalogue/corrections.csv"]
    for rule, line in zip(table.rows, table.lines, strict=True):
        part = by_path.get(rule["file"])
        if part and not part.rows:
            continue  # the file could not be read, which has been said
        places = (
            [i for i, row in enumerate(part.rows) if row.get(rule["key_column"]) == rule["key"]]
            if part
            else []
        )
        if part is None or not places or part.rows[places[0]].get(rule["column"]) != rule["expect"]:
            message = f"The correction does not find {rule['expect']!r} in {rule['file']} at {rule['key']}."
            remedy = "Remove the correction if the source has mended it."
            yield Problem(table.file.path, message, remedy, line, "expect", rule["expect"])
        elif rule["action"] == "drop":
            del part.rows[places[0]], part.lines[places[0]]
        else:
            part.rows[places[0]][rule["column"]] = rule["new_value"]


def faults(staged: Sequence[Staged], raw: Path) -> Iterator[Problem]:
    """Every way in which the files, each right by itself, do not fit together."""
    by_path = {part.file.path: part for part in staged}
    known = _known(by_path)
    yield from unknown_references(staged, known)
    yield from _other_units(by_path)
    yield from _other_names(by_path)
    yield from _unknown_regions(by_path["places/aimags.csv"], known)
    yield from _formulas(by_path)
    yield from _outline(raw, known)
    yield from codebook.faults(by_path)


def _known(by_path: dict[str, Staged]) -> dict[str, set[str]]:
    """The codes of each referred column; a file without rows is left out, for it could not be read."""
    by_stem = {Path(path).stem: part for path, part in by_path.items()}
    known = {}
    for refers in {column.refers for file in FILES for column in file.columns if "." in column.refers}:
        stem, column = refers.split(".")
        if by_stem[stem].rows:
            known[refers] = {row[column] for row in by_stem[stem].rows}
    lists = (("aimags", "aimag_code"), ("soums", "pcode"), ("regions", "region"))
    if all(by_stem[stem].rows for stem, _ in lists):
        known[PLACES] = {"MN"}.union(*({row[code] for row in by_stem[stem].rows} for stem, code in lists))
    return known


def _other_units(by_path: dict[str, Staged]) -> Iterator[Problem]:
    """Figures whose unit is not the one the dictionary gives for the indicator."""
    unit = {row["indicator"]: row["unit"] for row in by_path["catalogue/indicators.csv"].rows}
    for part in by_path.values():
        if not {"indicator", "unit", "value"} <= {column.name for column in part.file.columns}:
            continue
        for row, line in zip(part.rows, part.lines, strict=True):
            expected = unit.get(row["indicator"], row["unit"])
            if row["unit"] != expected:
                message = f"The dictionary gives {row['indicator']} in {expected!r}."
                remedy = "Convert the value or correct the unit."
                yield Problem(part.file.path, message, remedy, line, "unit", row["unit"])


def _other_names(by_path: dict[str, Staged]) -> Iterator[Problem]:
    """Figures whose aimag goes by a name that is not that of its code: rows or codes were swapped."""
    name = {row["aimag_code"]: row["aimag"] for row in by_path["places/aimags.csv"].rows}
    for part in by_path.values():
        if part.file.path == "places/aimags.csv" or not {"aimag_code", "aimag"} <= {
            column.name for column in part.file.columns
        }:
            continue
        for row, line in zip(part.rows, part.lines, strict=True):
            expected = name.get(row["aimag_code"], row["aimag"])
            if row["aimag"] != expected:
                message = f"places/aimags.csv calls {row['aimag_code']} {expected!r}."
                remedy = "Find out which of the two is meant."
                yield Problem(part.file.path, message, remedy, line, "aimag", row["aimag"])


def _unknown_regions(aimags: Staged, known: dict[str, set[str]]) -> Iterator[Problem]:
    if PLACES not in known:
        return
    for row, line in zip(aimags.rows, aimags.lines, strict=True):
        for column, grouping in (("region_new_2024", 2024), ("region_old_2001", 2001)):
            if f"R{grouping}-{row[column].lower()}" not in known[PLACES]:
                message = f"This is no region of the grouping of {grouping} in places/regions.csv."
                yield Problem(aimags.file.path, message, "Correct the name.", line, column, row[column])


def _formulas(by_path: dict[str, Staged]) -> Iterator[Problem]:
    """Formulas that cannot be read, use what the dictionary does not have, or go round in a circle."""
    dictionary = by_path["catalogue/indicators.csv"]
    lines = {row["indicator"]: line for row, line in zip(dictionary.rows, dictionary.lines, strict=True)}
    rows = {row["indicator"]: row for row in dictionary.rows if row["formula"]}
    usable = {}

    def fault(indicator: str, message: str, remedy: str = "Correct the formula.") -> Problem:
        formula = rows[indicator]["formula"]
        return Problem(dictionary.file.path, message, remedy, lines[indicator], "formula", formula)

    for indicator, row in rows.items():
        try:
            unknown = {term.name for term in formulas.terms(row["formula"])} - lines.keys()
        except formulas.FormulaError as error:
            yield fault(indicator, str(error))
            continue
        if unknown:
            names = ", ".join(sorted(unknown))
            yield fault(indicator, f"The formula uses {names}, which the dictionary does not have.")
        else:
            usable[indicator] = (row["formula"], row["aggregate"])
    official = MADE_FROM_PLACES.union(
        *({row["indicator"] for row in by_path[file.path].rows} for file in FIGURES)
    )
    try:
        formulas.passes(usable, official)
    except formulas.FormulaError as error:
        yield fault(error.names[0], str(error), "Take one of them out of the circle.")


def _outline(raw: Path, known: dict[str, set[str]]) -> Iterator[Problem]:
    if not (raw / OUTLINE).is_file() or "aimags.aimag_code" not in known:
        return  # which has been said
    try:
        features = json.loads((raw / OUTLINE).read_bytes())["features"]
        drawn = [feature["properties"]["iso"] for feature in features if feature["geometry"]["coordinates"]]
    except (ValueError, KeyError, TypeError):
        yield Problem(OUTLINE, "The file is not GeoJSON of units with a code `iso` and an outline.", RESTORE)
        return
    for code in sorted(known["aimags.aimag_code"].symmetric_difference(drawn)):
        yield Problem(
            OUTLINE,
            "A unit stands here and not in places/aimags.csv, or there and not here.",
            RESTORE,
            value=code,
        )
    if len(drawn) != len(set(drawn)):
        yield Problem(OUTLINE, "A unit is drawn twice.", RESTORE)
