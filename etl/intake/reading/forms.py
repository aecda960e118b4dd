"""KoboToolbox and ODK: options of select-multiple questions by their columns; labels and choices from the XLSForm."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from etl.intake import limits
from etl.intake.findings import Refused
from etl.intake.reading import kinds, rules
from etl.intake.reading.binary import parsed
from etl.intake.reading.contents import Contents

ROWS = 20_000  # of a form
_BETWEEN = (
    "/",
    "-",
    ":",
    ".",
)  # what exports put between a group and a question, and a question and an option
_SILENT = (
    "note",
    "calculate",
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "audit",
    "hidden",
    "phonenumber",
)
_MONGOLIAN = ("mn", "mon", "монгол")


@dataclass(frozen=True)
class Asked:
    """A question of a form: its groups and name, its label, and its choices (code → label) if it has any."""

    groups: tuple[str, ...]
    name: str
    kind: str
    label: str | None
    choices: dict[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> Iterator[str]:
        """The names that exports give its column, longest first."""
        for between in _BETWEEN:
            yield between.join((*self.groups, self.name))
        yield self.name
        if self.label:
            yield self.label


def without_form(contents: Contents) -> None:
    """Say which columns are options of a select-multiple question that has a column of its own: q, q/a, q/b."""
    places = {name: place for place, name in enumerate(contents.names, 1) if name}
    for name, place in places.items():
        question, between, _ = name.rpartition("/")
        if between and question in places:
            contents.groups.setdefault(place, question)


def with_form(contents: Contents, form: Path, folder: Path) -> None:
    """Give columns the labels and choices of their form. Raises Refused when it is none."""
    places = {name: place for place, name in enumerate(contents.names, 1) if name}
    absent = []
    for asked in read(form, folder):
        found = next((path for path in asked.paths if path in places), None)
        options = dict(_options(asked, places)) if asked.kind == "select_multiple" else {}
        if found is None and not options:
            absent += [asked.name] if asked.kind not in _SILENT else []
            continue
        if found is not None:
            contents.labels.setdefault(places[found], asked.label or asked.name)
            if asked.choices:
                contents.values.setdefault(places[found], asked.choices)
        for place, code in options.items():
            contents.groups[place] = found or asked.name
            contents.labels[place] = asked.choices[code]
    if absent:
        said = ", ".join(absent[:5])
        contents.findings.append(rules.finding(rules.FORM_APART, count=len(absent), value=said))


def _options(asked: Asked, places: dict[str, int]) -> Iterator[tuple[int, str]]:
    """Give the places of a question's options, each with its code."""
    for path in asked.paths:
        for code, label in asked.choices.items():
            for between in (*_BETWEEN, "_"):
                for written in (code, label):
                    if (place := places.get(f"{path}{between}{written}")) is not None:
                        yield place, code


def read(form: Path, folder: Path) -> list[Asked]:
    """Read the questions of an XLSForm. Raises Refused when it is none."""
    try:
        kind = kinds.kind(form)
        if kind not in ("xlsx", "xls"):
            raise rules.refusal(rules.XLSFORM, name=form.name)
        survey, choices = (_sheet(form, kind, sheet, folder) for sheet in ("survey", "choices"))
    except (Refused, OSError) as error:
        raise rules.refusal(rules.XLSFORM, name=form.name) from error
    lists: dict[str, dict[str, str]] = {}
    for row in choices:
        code, of = row.get("name") or row.get("value"), row.get("list_name") or row.get("list name")
        if code and of:
            lists.setdefault(of, {})[code] = _label(row) or code
    asked, groups = [], []
    for row in survey:
        kind, _, of = (
            row.get("type", "").replace(" group", "_group").replace(" repeat", "_repeat").partition(" ")
        )
        name = row.get("name", "")
        if kind in ("begin_group", "begin_repeat"):
            groups.append(name)
        elif kind in ("end_group", "end_repeat"):
            groups[-1:] = []
        elif name and kind:
            asked.append(Asked(tuple(groups), name, kind, _label(row), lists.get(of.split(" ")[0], {})))
    if not asked:
        raise rules.refusal(rules.XLSFORM, name=form.name)
    return asked


def _label(row: dict[str, str]) -> str | None:
    """Return the label in Mongolian where the form has it, else its first one."""
    labels = {name: text for name, text in row.items() if name.partition("::")[0] == "label" and text}
    for name, text in labels.items():
        if any(word in name.partition("::")[2].lower() for word in _MONGOLIAN):
            return text
    return next(iter(labels.values()), None)


def _sheet(form: Path, kind: str, sheet: str, folder: Path) -> list[dict[str, str]]:
    into = folder / "form.csv"
    found = parsed("workbook", kind, form, [str(into), sheet], memory=limits.MEMORY)
    if found["sheet"] is None:
        raise rules.refusal(rules.XLSFORM, name=form.name)
    with into.open(encoding="utf-8", newline="") as file:
        rows = [cells[1:] for cells, _ in zip(csv.reader(file), range(ROWS), strict=False)]
    into.unlink()
    names = [name.strip().lower() if "::" not in name else name.strip() for name in rows[0]] if rows else []
    return [dict(zip(names, cells, strict=False)) for cells in rows[1:]]
