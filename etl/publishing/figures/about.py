"""The description of a table of figures: what they are, in which unit, and whose they are under which licence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from etl.intake.findings import Finding
from etl.publishing.figures import rules
from store.schema import Table
from store.tables import TABLES

_TABLES = {table.name: table for table in TABLES}
_MADE_HERE = {"indicator": {"position", "formula"}, "source": set(), "unit": set()}
_CODE = re.compile(r"[a-z][a-z0-9_]{1,59}")
_COLUMNS = ("place", "year", "value")
_TEXTS = ("publisher", "title", "licence")

TEMPLATE = """\
# What the figures are. For an indicator of the dictionary, its name and unit are enough.
indicator:
  indicator: job_vacancies      # small Latin letters, digits and _
  unit: count                   # a unit of the dictionary, or one described under `unit` below
  topic: jobs                   # people, migration, jobs, services, digital
  kind: count                   # count, rate
  decimals: 0
  middle: none                  # none, zero, national: what the middle of the map's colours is
  aggregate: sum                # sum, none: whether aimags add up to regions and the country
  listed: true
  name_en: Job vacancies
  name_mn: Ажлын байрны захиалга
  definition_en: Vacancies registered by employers, at the end of the year.
  definition_mn: Ажил олгогчийн бүртгүүлсэн сул ажлын байр, жилийн эцэст.
# unit: {unit: vacancies, label_en: vacancies, label_mn: захиалга}
# Whose they are. For a source that is in the data already, its name is enough.
source:
  source: labour_office_2026
  kind: official                # official, published
  address: https://example.gov.mn/report
  publisher_en: General Office for Labour and Social Welfare
  publisher_mn: Хөдөлмөр, халамжийн үйлчилгээний ерөнхий газар
  title_en: Registered vacancies
  title_mn: Бүртгэлтэй ажлын байр
  year_en: "2026"
  year_mn: "2026"
  licence_en: CC BY 4.0
  licence_mn: CC BY 4.0
# columns: {place: Аймаг, year: Он, value: Тоо}   # only where they cannot be told
"""


@dataclass(frozen=True)
class About:
    """A description: rows for the tables indicator, source and perhaps unit, and columns named by the person."""

    indicator: dict[str, Any]
    source: dict[str, Any]
    unit: dict[str, Any] | None = None
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> dict[str, dict[str, Any]]:
        """The rows by table."""
        given = {"indicator": self.indicator, "source": self.source, "unit": self.unit}
        return {name: row for name, row in given.items() if row}

    def completed(self, known: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> About:
        """The same with what is known of its indicator, source and unit filled in."""

        def whole(name: str, row: dict[str, Any]) -> dict[str, Any]:
            return {**known.get(name, {}).get(str(row.get(name)), {}), **row}

        unit = whole("unit", self.unit or {"unit": self.indicator.get("unit")})
        indicator, source = whole("indicator", self.indicator), whole("source", self.source)
        return replace(
            self, indicator=indicator, source=source, unit=unit if "label_en" in unit else self.unit
        )


def read(file: Path) -> tuple[About | None, list[Finding]]:
    """A description from its file, and what is wrong with its form."""
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        return None, [Finding(rules.UNREADABLE, slots={"file": file.name, "reason": reason})]
    parts = said if isinstance(said, dict) else {}
    unknown = sorted({str(name) for name in parts} - {"indicator", "source", "unit", "columns"})
    wrong = [name for name in parts if name not in unknown and not isinstance(parts[name], dict | None)]
    if not isinstance(said, dict) or wrong:
        reason = f"{', '.join(wrong) or 'it'} should hold names and values"
        return None, [Finding(rules.UNREADABLE, slots={"file": file.name, "reason": reason})]
    findings = [Finding(rules.UNKNOWN, slots={"names": ", ".join(unknown)})] if unknown else []
    about = About(
        dict(parts.get("indicator") or {}),
        dict(parts.get("source") or {}),
        parts.get("unit"),
        {name: str(column) for name, column in (parts.get("columns") or {}).items()},
    )
    return about, findings


def faults(about: About, known: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterator[Finding]:
    """What is wrong with a description; `known` are the rows of the dictionary that it may lean on, by table and code."""
    code, unit = about.indicator.get("indicator"), about.indicator.get("unit")
    here = known["indicator"].get(str(code))
    units = {*known["unit"], str((about.unit or {}).get("unit"))}
    missing = [f"indicator: {name}" for name in ("indicator", "unit") if not about.indicator.get(name)]
    missing += [] if about.source.get("source") else ["source: source"]
    if here and unit and here["unit"] != unit:
        yield Finding(rules.OTHER_UNIT, slots={"indicator": code, "unit": here["unit"]}, value=str(unit))
    elif unit and unit not in units:
        yield _wrong("indicator: unit", unit, sorted(known["unit"]))
    if here and here.get("formula"):
        yield Finding(rules.CALCULATED, slots={"indicator": code})
    for name, row in about.rows.items():
        given = known[name].get(str(row.get(name)))
        if given is not None:
            if any(given.get(column) != value for column, value in row.items()):
                yield Finding(rules.TAKEN, slots={"kind": name}, value=str(row.get(name)))
            continue
        lacking, others = _cells(_TABLES[name], row)
        missing += [f"{name}: {column}" for column in lacking if f"{name}: {column}" not in missing]
        yield from others
    if missing:
        yield Finding(rules.MISSING, slots={"names": ", ".join(missing)})
    if unknown := sorted(about.columns.keys() - set(_COLUMNS)):
        yield _wrong("columns", ", ".join(unknown), _COLUMNS)


def _cells(table: Table, row: Mapping[str, Any]) -> tuple[list[str], list[Finding]]:
    """Cells of a new row that are missing, and those that cannot be."""
    missing, wrong = [], []
    names = {column.name for column in table.columns} - _MADE_HERE[table.name]
    if unknown := sorted(str(name) for name in row.keys() - names):
        wrong.append(
            Finding(rules.UNKNOWN, slots={"names": ", ".join(f"{table.name}: {n}" for n in unknown)})
        )
    for column in table.columns:
        value, name = row.get(column.name), f"{table.name}: {column.name}"
        needed = column.required or (table.name == "source" and column.name.rpartition("_")[0] in _TEXTS)
        if column.name not in names:
            continue
        if value is None or value == "":
            missing += [column.name] if needed else []
        elif column.name == table.name and table.name != "unit" and not _CODE.fullmatch(str(value)):
            wrong.append(_wrong(name, value, ("small Latin letters, digits and _",)))
        elif column.allowed and value not in column.allowed:
            wrong.append(_wrong(name, value, column.allowed))
        elif column.name == "aggregate" and value == "formula":
            wrong.append(_wrong(name, value, ("sum", "none")))
        elif column.type == "INTEGER" and (not isinstance(value, int) or not 0 <= value <= 6):
            wrong.append(_wrong(name, value, ("0", "…", "6")))
        elif column.type == "BOOLEAN" and not isinstance(value, bool):
            wrong.append(_wrong(name, value, ("true", "false")))
        elif column.type == "VARCHAR" and not isinstance(value, str):
            wrong.append(_wrong(name, value, (f'"{value}"',)))
    return missing, wrong


def _wrong(name: str, value: object, allowed: Any) -> Finding:
    return Finding(rules.WRONG, value=str(value), slots={"name": name, "allowed": ", ".join(allowed)})
