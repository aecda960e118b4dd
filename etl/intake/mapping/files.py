"""Mapping files (M.yml): read, written, and held against the file and the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import process

from etl.intake.findings import Finding, Refused
from etl.intake.mapping import rules
from etl.intake.mapping.codebook import INTERVIEW_PLACE, ROLES, Codebook
from etl.intake.mapping.model import FROM_FILE, RULES, Kept, Mapping
from etl.intake.staged import Staged
from geo.places import gazetteer
from store.survey_tables import SECTIONS

_TEXTS = tuple(f"{part}_{tongue}" for part in ("name", "population", "publisher") for tongue in ("en", "mn"))
KINDS = ("one", "many", "number")
_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_PARTS: dict[str, type] = {
    **{"columns": dict, "answers": dict, "rules": dict, "places": dict, "keep": dict},
    **{"drop": list, "private": dict, "survey": dict, "round": dict},
}


def read(file: Path) -> Mapping:
    """Read a mapping file.

    Raises Refused with every part that has not the form of a mapping.
    """
    try:
        said = yaml.safe_load(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise Refused([Finding(rules.UNREADABLE, slots={"file": file.name, "reason": reason})]) from error
    return from_written(said if said is not None else {}, file.name)


def from_written(said: object, name: str = "") -> Mapping:
    """A mapping from its plain form, as YAML and JSON hold it.

    Raises Refused with every part that has not the form of a mapping.
    """
    if not isinstance(said, dict):
        raise Refused([_misshapen(name, "mapping")])
    known: dict[str, type | tuple[type, ...]] = {**_PARTS, "weight": (str, dict)}
    faults = [
        _misshapen(name, str(part))
        for part, value in said.items()
        if part not in known or not isinstance(value, known[part])
    ]
    parts: dict[str, Any] = {part: said.get(part, kind()) for part, kind in _PARTS.items()}
    faults += [
        _misshapen(name, f"{part} · {key}")
        for part, key, value in _inner(parts)
        if not _has_form(part, value)
    ]
    if faults:
        raise Refused(faults)
    return Mapping(
        columns={str(target): _names(columns) for target, columns in parts["columns"].items()},
        answers={
            str(question): {_plain(text): _code(code) for text, code in answers.items()}
            for question, answers in parts["answers"].items()
        },
        rules={str(question): str(rule) for question, rule in parts["rules"].items()},
        places={_plain(text): _code(code) for text, code in parts["places"].items()},
        keep={
            str(column): Kept(**{"question": "", "type": "", **kept})
            for column, kept in parts["keep"].items()
        },
        drop=tuple(map(str, parts["drop"])),
        private={str(column): str(reason or "") for column, reason in parts["private"].items()},
        weight=said.get("weight", FROM_FILE),
        survey=parts["survey"],
        round=parts["round"],
    )


def as_written(mapping: Mapping) -> dict[str, object]:
    """A mapping in its plain form; parts that say nothing are left out."""
    columns = {
        target: None if not names else names[0] if len(names) == 1 else [*names]
        for target, names in mapping.columns.items()
    }
    keep = {
        column: {name: value for name, value in vars(kept).items() if value is not None}
        for column, kept in mapping.keep.items()
    }
    parts: dict[str, object] = {
        **{"columns": columns, "answers": mapping.answers, "rules": mapping.rules},
        **{"places": mapping.places, "keep": keep, "drop": [*mapping.drop], "private": mapping.private},
        "weight": None if mapping.weight == FROM_FILE else mapping.weight,
        **{"survey": mapping.survey, "round": mapping.round},
    }
    return {part: value for part, value in parts.items() if value}


def write(mapping: Mapping, file: Path) -> None:
    """Write a mapping file, to be read and mended by people."""
    text = yaml.safe_dump(as_written(mapping), allow_unicode=True, sort_keys=False, width=110)
    file.write_text(text, encoding="utf-8")


def faults(mapping: Mapping, staged: Staged, book: Codebook) -> list[Finding]:
    """Everything in a mapping that the file or the codebook does not have, with what may be meant."""
    return [
        *_columns(mapping, staged),
        *_targets(mapping, book),
        *_answers(mapping, book),
        *_places(mapping),
        *_kept(mapping, book),
        *_untold(mapping, book),
    ]


def _columns(mapping: Mapping, staged: Staged) -> Iterator[Finding]:
    names = [column.name for column in staged.columns]
    groups = {column.group for column in staged.columns if column.group}
    for name in sorted(mapping.used - {*names} - groups):
        yield Finding(rules.NO_COLUMN, name, value=name, slots=_suggestion(name, names))
    for name, reason in mapping.private.items():
        if not reason.strip():
            yield Finding(rules.NO_REASON, name)


def _targets(mapping: Mapping, book: Codebook) -> Iterator[Finding]:
    many = {question.code for question in book.questions if question.type == "many"} | {"coordinates"}
    for target in dict.fromkeys([*mapping.columns, *mapping.answers, *mapping.rules]):
        if target not in book.targets:
            yield Finding(rules.NO_QUESTION, value=target, slots=_suggestion(target, book.targets))
        elif len(mapping.columns.get(target, ())) > 1 and target not in many:
            names = ", ".join(mapping.columns[target])
            yield Finding(rules.SEVERAL_COLUMNS, value=target, slots={"columns": names})
    for question, rule in mapping.rules.items():
        if rule not in RULES:
            yield Finding(rules.NO_RULE, value=rule, slots={"question": question, **_suggestion(rule, RULES)})


def _answers(mapping: Mapping, book: Codebook) -> Iterator[Finding]:
    for question, answers in mapping.answers.items():
        codes = [answer.code for answer in book.answers.get(question, ())]
        for code in sorted({code for code in answers.values() if code is not None and codes} - {*codes}):
            slots = {"question": question, **_suggestion(code, codes)}
            yield Finding(rules.NO_ANSWER, value=code, slots=slots)


def _places(mapping: Mapping) -> Iterator[Finding]:
    known = gazetteer().places
    for written, code in mapping.places.items():
        if code is not None and code not in known:
            yield Finding(rules.NO_PLACE, value=code, slots={"written": written, **_suggestion(code, known)})


def _kept(mapping: Mapping, book: Codebook) -> Iterator[Finding]:
    """Names are free that no question of the canonical codebook has; one of an earlier round goes on."""
    taken = {q.code for q in book.questions if q.code not in book.published or q.concept} | {
        *ROLES,
        INTERVIEW_PLACE,
    }
    for column, kept in mapping.keep.items():
        if not _CODE.fullmatch(kept.question) or kept.question in taken:
            yield Finding(rules.BAD_NAME, column, value=kept.question)
        if kept.type not in KINDS:
            yield Finding(rules.BAD_TYPE, column, value=kept.type, slots={"allowed": ", ".join(KINDS)})
        if kept.section not in SECTIONS:
            yield Finding(
                rules.BAD_SECTION, column, value=kept.section, slots={"allowed": ", ".join(SECTIONS)}
            )
        taken.add(kept.question)


def _untold(mapping: Mapping, book: Codebook) -> Iterator[Finding]:
    texts = [name for name in _TEXTS if not mapping.survey.get(name)]
    if texts and not book.published:
        yield Finding(rules.UNTOLD, slots={"texts": ", ".join(texts)})


def _suggestion(text: str, known: Iterable[str]) -> dict[str, object]:
    """The known name that is most like what was written."""
    found = process.extractOne(text, [*known])
    return {"suggestion": found[0] if found else "–"}


def _misshapen(name: str, part: str) -> Finding:
    return Finding(rules.MISSHAPEN, value=part, slots={"file": name})


def _inner(parts: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    for part, value in parts.items():
        if isinstance(value, dict):
            yield from ((part, key, inner) for key, inner in value.items())


def _has_form(part: str, value: object) -> bool:
    match part:
        case "columns":
            return value is None or isinstance(value, str | int | float | list)
        case "answers":
            return isinstance(value, dict)
        case "keep":
            fields = Kept.__dataclass_fields__
            return isinstance(value, dict) and all(
                name in fields and isinstance(text, str | None) for name, text in value.items()
            )
        case "survey" | "round":
            return True
    return not isinstance(value, dict | list)


def _names(columns: object) -> tuple[str, ...]:
    if columns is None:
        return ()
    return tuple(map(str, columns)) if isinstance(columns, list) else (str(columns),)


def _plain(text: object) -> str:
    """What YAML took for a truth value is the word that was written."""
    return {True: "yes", False: "no"}[text] if isinstance(text, bool) else str(text)


def _code(code: object) -> str | None:
    return None if code is None else _plain(code)
