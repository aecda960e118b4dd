"""A damaged raw file stops the build with file, row, column, value and what to do, and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from etl.build import build
from etl.problems import BuildFailed, Problem
from store import builds

Seal = Callable[[Path, str], None]
Where = tuple[str, int | None, str | None, str | None]

ABSENT = (None, None, None)
DIGITAL, JOBS, MIGRATION = "figures/digital.csv", "figures/jobs.csv", "figures/migration.csv"
POPULATION, SOUMS = "figures/population.csv", "figures/soums_2020.csv"
DICTIONARY, TOTALS = "catalogue/indicators.csv", "catalogue/published_totals.csv"
OUTLINE, AIMAGS = "boundaries/aimag_outline.geojson", "places/aimags.csv"


@dataclass(frozen=True)
class Damage:
    """A file, what is done to its bytes, what must be said of it, and what else it brings with it."""

    file: str
    change: Callable[[bytes], bytes]
    where: tuple[int | None, str | None, str | None]
    words: str
    others: tuple[Where, ...] = ()
    sealed: bool = True


def line(number: int, old: str, new: str) -> Callable[[bytes], bytes]:
    """Replace text on one line, which must stand there."""

    def change(content: bytes) -> bytes:
        lines = content.split(b"\n")
        assert lines[number - 1].count(old.encode()) == 1, lines[number - 1]
        lines[number - 1] = lines[number - 1].replace(old.encode(), new.encode())
        return b"\n".join(lines)

    return change


def formula(indicator: str, text: str) -> Damage:
    """Give an indicator another formula, refused as not arithmetic."""
    rows = {"arrival_rate": 42, "migration_net_since_2015": 44}
    old = {
        "arrival_rate": "1000 * migration_arrivals / population_mid_year",
        "migration_net_since_2015": "cumulative(migration_net)",
    }
    change = line(rows[indicator], f",{old[indicator]},", f',"{text}",')
    where = (rows[indicator], "formula", text.replace('""', '"'))
    return Damage(DICTIONARY, change, where, "not arithmetic")


DAMAGES = {
    "a cell changed behind the checksum": Damage(
        MIGRATION, line(2, ",2374,", ",2375,"), ABSENT, "checksum differs", sealed=False
    ),
    "cut off in the middle of a row": Damage(
        DIGITAL, lambda content: content[: content.rindex(b",Bulgan")], (40, None, None), "2 cells; expected 7"
    ),
    "cut off in the middle of a quoted cell": Damage(
        "figures/ub_districts.csv",
        lambda content: content[: content.index("Багахангай".encode())],
        (2, None, None),
        "breaks off",
    ),
    "another header": Damage(DIGITAL, line(1, "aimag_code", "code"), (1, None, None), "expected indicator, aimag_code"),
    "an empty cell": Damage(DIGITAL, line(2, ",74,", ",,"), (2, "value", ""), "empty"),
    "text in a number": Damage(DIGITAL, line(2, ",74,", ",about 74,"), (2, "value", "about 74"), "Not a number"),
    "a number with a comma": Damage(JOBS, line(2, "3565000.1", '"3565000,1"'), (2, "value", "3565000,1"), "Not a number"),
    "no number at all": Damage(DIGITAL, line(2, ",74,", ",nan,"), (2, "value", "nan"), "Not a number"),
    "a number with an underscore": Damage(DIGITAL, line(2, ",74,", ",7_4,"), (2, "value", "7_4"), "Not a number"),
    "a number that is not finite": Damage(DIGITAL, line(2, ",74,", ",1e400,"), (2, "value", "1e400"), "More than"),
    "an unknown aimag": Damage(
        DIGITAL, line(2, "MN-035", "MN-999"), (2, "aimag_code", "MN-999"), "not in aimags.csv, column aimag_code"
    ),
    "another aimag's name": Damage(
        DIGITAL, line(2, "Orkhon", "Uvs"), (2, "aimag", "Uvs"), "places/aimags.csv calls MN-035 'Orkhon'"
    ),
    "an unknown indicator": Damage(
        DIGITAL,
        line(2, "local_services_on_e_mongolia", "local_services"),
        (2, "indicator", "local_services"),
        "not in indicators.csv",
    ),
    "an unknown source": Damage(
        DIGITAL, line(2, "mddic_2022", "hearsay"), (2, "source_id", "hearsay"), "not in sources.csv"
    ),
    "another unit": Damage(
        DIGITAL, line(2, ",services,", ",households,"), (2, "unit", "households"), "in 'services'"
    ),
    "the same row twice": Damage(
        DIGITAL,
        lambda content: content + content.splitlines(keepends=True)[1],
        (41, "indicator", "local_services_on_e_mongolia · MN-035 · 2022"),
        "already on row 2",
    ),
    "a year long ago": Damage(DIGITAL, line(2, ",2022,", ",1066,"), (2, "year", "1066"), "Less than 1900"),
    "a year with a dot": Damage(DIGITAL, line(2, ",2022,", ",2022.5,"), (2, "year", "2022.5"), "whole number"),
    "not UTF-8": Damage(
        DIGITAL, lambda content: content.replace(b"Orkhon", b"\xd6rkhon", 1), (2, None, None), "not UTF-8"
    ),
    "a NUL byte": Damage(DIGITAL, line(3, "Darkhan", "Dark\0han"), (3, None, None), r"unprintable character '\x00'"),
    "nothing in the file": Damage(DIGITAL, lambda content: b"", (1, None, None), "missing; expected"),
    "a header and no rows": Damage(DIGITAL, lambda content: content.splitlines()[0], ABSENT, "no rows"),
    "a total that is not reached": Damage(
        POPULATION,
        line(69, "111386", "111387"),
        (None, None, None),
        "",
        others=((TOTALS, 2, "value", "3534503"),),
    ),
    "net migration that is no difference": Damage(
        MIGRATION, line(498, ",-116,", ",-115,"), (498, "value", "-115"), "should be -116 (±0); here it is -115"
    ),
    "a soum that does not fit its aimag": Damage(
        SOUMS,
        line(2, ",16397,", ",16398,"),
        ABSENT,
        "",
        others=(
            (POPULATION, None, "value", "16397"),
            (POPULATION, None, "value", "73231"),
        ),
    ),
    "a correction that finds nothing": Damage(
        SOUMS,
        line(57, ",2020,0,", ",2020,5,"),
        (57, "nso_soum_code", "18340"),
        "not in soums.csv",
        others=(("catalogue/corrections.csv", 2, "expect", "0"),),
    ),
    "a formula with an unknown name": Damage(
        DICTIONARY,
        line(42, "1000 * migration_arrivals", "1000 * arrivals"),
        (42, "formula", "1000 * arrivals / population_mid_year"),
        "uses arrivals, which the dictionary does not have",
    ),
    "formulas in a circle": Damage(
        DICTIONARY,
        lambda content: line(74, "1000 * school_students / teachers", "2 * pupils_per_school")(
            line(75, "1000 * school_students / schools", "pupils_per_teacher / 2")(content)
        ),
        (74, "formula", "2 * pupils_per_school"),
        "circle",
    ),
    "a formula that drops a table": formula("arrival_rate", "1); DROP TABLE observation"),
    "a formula that is a sentence of SQL": formula("arrival_rate", "(SELECT 1)"),
    "a formula with a remark": formula("arrival_rate", "migration_arrivals -- population_mid_year"),
    "a formula with a quoted word": formula("arrival_rate", "migration_arrivals + 'a'"),
    "a formula with an open bracket": formula("arrival_rate", "(migration_arrivals"),
    "a formula with a power": formula("arrival_rate", "migration_arrivals ** 2"),
    "a sum over the years inside a formula": formula("migration_net_since_2015", "2 * cumulative(migration_net)"),
    "a warning about nowhere": Damage(
        "catalogue/not_applicable.csv", line(2, "MN-1,", "MN-2,"), (2, "place", "MN-2"), "not in data/raw/places"
    ),
    "a statement without its Mongolian": Damage(
        "published/facts_mn.csv",
        lambda content: b"\n".join(content.split(b"\n")[:1] + content.split(b"\n")[2:]),
        ABSENT,
        "",
        others=(("published/facts.csv", 2, "fact_id", "return_wish_share"),),
    ),
    "a region of no grouping": Damage(
        AIMAGS, line(2, "Khangai,Khangai", "Khangai,Gobi"), (2, "region_old_2001", "Gobi"), "grouping of 2001"
    ),
    "an outline that is cut off": Damage(OUTLINE, lambda content: content[: len(content) // 2], ABSENT, "not GeoJSON"),
    "a unit that is not drawn": Damage(
        OUTLINE, lambda content: content.replace(b'"MN-046"', b'"MN-045"'), (None, None, "MN-045"), "A unit stands here",
        others=((OUTLINE, None, None, "MN-046"),),
    ),
}  # fmt: skip


def problems_of(raw: Path, store: Path) -> list[Problem]:
    with pytest.raises(BuildFailed) as stopped:
        build(store, raw=raw)
    return stopped.value.problems


def place(problem: Problem) -> Where:
    return problem.file, problem.row, problem.column, problem.value


def fits(problem: Problem, where: Where) -> bool:
    """Whether a problem is at the place; a row of None fits any, for some are counted in a long file."""
    file, row, column, value = place(problem)
    return (file, column, value) == (where[0], *where[2:]) and where[1] in (None, row)


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_stops_the_build(raw: Path, tmp_path: Path, seal: Seal, name: str) -> None:
    damage = DAMAGES[name]
    file = raw / damage.file
    file.write_bytes(damage.change(file.read_bytes()))
    if damage.sealed:
        seal(raw, damage.file)
    problems = problems_of(raw, tmp_path / "store")
    expected = [*([(damage.file, *damage.where)] if damage.words else []), *damage.others]
    assert len(problems) == len(expected), "\n".join(map(str, problems))
    for where in expected:
        assert [problem for problem in problems if fits(problem, where)], "\n".join(map(str, problems))
    assert damage.words in "\n".join(map(str, problems))
    assert all(problem.message.endswith(".") and problem.remedy.endswith(".") for problem in problems)
    assert builds.listed(tmp_path / "store") == []


def sidecar_without_credit(note: Path) -> None:
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("credit:", "thanks:"), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        (lambda file, note: file.unlink(), DIGITAL, "The file is missing. Restore"),
        (lambda file, note: note.unlink(), DIGITAL, f"sidecar .* is missing. Add {DIGITAL}.yml"),
        (lambda file, note: note.write_text("title: [", "utf-8"), f"{DIGITAL}.yml", "cannot be read"),
        (lambda file, note: note.write_bytes(b"\xff\xfe"), f"{DIGITAL}.yml", "cannot be read"),
        (lambda file, note: note.write_text("- title", "utf-8"), f"{DIGITAL}.yml", "not a list of keys"),
        (lambda file, note: sidecar_without_credit(note), f"{DIGITAL}.yml", "no 'credit'"),
    ],
    ids=["no file", "no sidecar", "no YAML", "no text", "no keys", "no credit"],
)
def test_a_file_without_its_provenance_stops_the_build(
    raw: Path, tmp_path: Path, change: Callable[[Path, Path], Any], where: str, words: str
) -> None:
    change(raw / DIGITAL, raw / f"{DIGITAL}.yml")
    [problem] = problems_of(raw, tmp_path / "store")
    assert place(problem) == (where, None, None, None)
    assert re.search(words, str(problem))


def test_a_missing_list_of_codes_is_told_once_and_not_of_every_figure(raw: Path, tmp_path: Path) -> None:
    (raw / AIMAGS).unlink()
    (raw / "places/soums.csv").unlink()
    problems = problems_of(raw, tmp_path / "store")
    assert [place(problem) for problem in problems] == [
        (AIMAGS, None, None, None),
        ("places/soums.csv", None, None, None),
    ]
