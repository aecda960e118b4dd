"""Two populations that differ only in what is hidden look the same in every page, picture and file.

Two respondents alike in everything but their origin exchange an answer whose cells are hidden. Numbers, words, hover
texts, lengths of bars, places of dots, ranks and the order of rows would all differ if they rested on a hidden cell;
where the thresholds are lifted, they do. PNG is drawn from the SVG.
"""

from __future__ import annotations

import io
import re
import shutil
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from store import builds, survey_queries
from store.survey_queries import Question
from survey import nested
from survey.asked import Asked
from survey.design import Design
from survey.disclosure.output import Pattern
from survey.disclosure.rule import Rule
from survey.engines import Embedded
from survey.protection import pattern_of
from survey.sums import tally
from ui import exports
from ui.menu import MENU
from ui.request import BadRequest
from ui.view import View

PROJECT = Path(__file__).resolve().parents[2]
SURVEY, ROUND = "demonstration", "2025"
ORIGIN, WANTED, PLAN = "origin_aimag", "destination_aimag", "plan"
BUILD = re.compile(r"\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{10}")


class Exchange(NamedTuple):
    """Two respondents, alike but for their origins, who gave `said` to a question, or the other way round."""

    question: str
    origins: tuple[str, str]
    said: tuple[str, str]
    alike: tuple[tuple[str, str], ...]


def hidden(people: pa.Table, known: dict[str, Question], question: str, by: tuple[str, ...]) -> Pattern:
    """What is hidden in a table of these respondents."""
    stages = nested.among((question, *by), known, ROUND)
    names = (*by, question, *stages, "destination_type", "would_resettle")
    sums = tally(Embedded(people), Design(), tuple(dict.fromkeys(names)))
    return pattern_of(Asked(None, known[question], (), by, (), (sums,), known, stages), Rule())  # type: ignore[arg-type]


def exchange(people: pa.Table, known: dict[str, Question], question: str, alike: tuple[tuple[str, str], ...]) -> Exchange:  # fmt: skip
    """The first exchange of hidden answers that leaves what is hidden as it is."""
    tables = ((ORIGIN,), ("sex", ORIGIN), (ORIGIN, "wish"))
    seen = hidden(people, known, question, (ORIGIN,))
    secret, (places,) = seen.hidden[:-1, :-1] & ~seen.hidden[:-1, -1:] & (seen.n[:-1, :-1] > 0), seen.levels
    for one, other in combinations(range(len(places)), 2):
        for said in combinations(np.flatnonzero(secret[one] & secret[other]).tolist(), 2):
            found = Exchange(question, (places[one], places[other]), (seen.answers[said[0]], seen.answers[said[1]]), alike)  # fmt: skip
            if {*found.origins} & {*found.said}:
                continue
            both = [exchanged(people, found, turned) for turned in (False, True)]
            for by in tables:
                first, second = (hidden(file, known, question, by).hidden for file in both)
                if not np.array_equal(first, second):
                    break
            else:
                return found
    raise AssertionError("every exchange changes what is hidden")


def exchanged(people: pa.Table, found: Exchange, turned: bool) -> pa.Table:
    """Two respondents made alike but for their origin and an answer."""
    fits = np.logical_and.reduce([np.array(people[name].to_pylist()) == code for name, code in found.alike])
    first, second = np.flatnonzero(fits)[:2].tolist()
    order = np.arange(len(people))
    order[second] = first
    table = people.take(order)
    said = found.said[::-1] if turned else found.said
    changes = {ORIGIN: found.origins, "origin_soum": (None, None), found.question: said}
    for name, values in changes.items():
        column = table[name].to_pylist()
        column[first], column[second] = values
        table = table.set_column(table.column_names.index(name), name, pa.array(column, table[name].type))
    return table


@pytest.fixture(scope="module")
def plans(built_store: Path) -> tuple[Exchange, Exchange]:
    """Those who plan exchange with those who do not; two who wish for two aimags exchange them."""
    build = builds.current()
    known = {q.code: q for q in survey_queries.questions(build, SURVEY)}
    people = pa.parquet.read_table(file_of(build))
    stages = (("wish", "yes"), ("plan", "yes"), ("intends_12_months", "no"), ("moved", "no"))
    goes = (("destination_type", "other_rural"), ("would_resettle", "yes"), ("plan", "no"))
    first = exchange(people, known, "plan", stages)
    return first, exchange(exchanged(people, first, False), known, WANTED, goes)


@pytest.fixture(scope="module")
def stores(
    built_store: Path, plans: tuple[Exchange, Exchange], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The store with either of two populations, with its thresholds and without."""
    old = builds.current()
    found = {}
    for number, name in enumerate(("one", "other", "one open", "other open")):
        table = pa.parquet.read_table(file_of(old))
        for one in plans:
            table = exchanged(table, one, name.startswith("other"))
        folder = Path(shutil.copytree(built_store, tmp_path_factory.mktemp("exchanged") / "store"))
        pa.parquet.write_table(table, folder / "microdata" / file_of(old).name)
        new = f"{old[:-2]}{number}e"
        file = builds.path(old, folder)
        changed = file.rename(file.with_name(file.name.replace(old, new)))
        if name.endswith("open"):
            with duckdb.connect(str(changed)) as con:
                con.execute("UPDATE survey SET min_base = 1, min_numerator = 1")
        (folder / "CURRENT").write_text(f"{new}\n", encoding="utf-8")
        found[name] = folder
    return found


def file_of(build: str) -> Path:
    here = next(r for r in survey_queries.rounds(build, SURVEY) if r.code == ROUND)
    return Path(survey_queries.microdata(here))


def addresses(plans: tuple[Exchange, Exchange]) -> dict[str, tuple[str, dict[str, str]]]:
    """What is asked for, by a name: a page or a download, and its parameters."""
    (first, second), (one, other), (here, there) = plans[0].origins, plans[1].origins, plans[1].said
    crosstabs = {
        f"{percent} {row} {column}": {"row": row, "column": column, "percent": percent}
        for row, column in ((ORIGIN, PLAN), (PLAN, ORIGIN), (ORIGIN, WANTED), (WANTED, ORIGIN))
        for percent in ("row", "total", "count")
    }
    crosstabs["control"] = {"row": "sex", "column": PLAN, "control": ORIGIN}
    crosstabs["filter"] = {"row": "sex", "column": PLAN, "where": f"{ORIGIN}:{first}"}
    crosstabs["both filtered"] = {"row": "sex", "column": PLAN, "where": f"{ORIGIN}:{first},{second}"}
    crosstabs["wish filtered"] = {"row": ORIGIN, "column": PLAN, "where": "wish:yes"}
    groups = {"stage": PLAN, "group": ORIGIN}
    found = {f"crosstab.svg {said}": ("crosstab.svg", given) for said, given in crosstabs.items()}
    found |= {f"crosstab_full.csv {said}": ("crosstab_full.csv", given) for said, given in crosstabs.items()}
    found |= {f"{name}.{kind}": (f"{name}.{kind}", groups) for name in ("intention_groups", "intention_where_to", "intention_stages", "rounds", "published") for kind in ("csv", "svg")}  # fmt: skip
    found |= {f"{name}.xlsx": (f"{name}.xlsx", groups) for name in ("intention_groups", "rounds", "flows")}
    found["crosstab.xlsx"] = ("crosstab.xlsx", {"row": ORIGIN, "column": PLAN})
    for mode in ({"mode": "all"}, {"mode": "out", "aimag": one}, {"mode": "in", "aimag": here}, {"mode": "between", "aimag": one, "other": here}):  # fmt: skip
        for name in ("flows.svg", "flows.csv", "flow_totals.csv"):
            found[f"{name} {mode['mode']}"] = (name, {"flows": "origin", "most": "1000"} | mode)
    for layer in ("origin", "wanted"):
        for name in ("destinations.svg", "destinations.csv", "destination_tiles.svg"):
            found[f"{name} {layer}"] = (name, {"layer": layer, "show": "width"})
    found["page intentions"] = ("survey/intentions", groups)
    found["page rounds"] = ("survey/rounds", {"group": ORIGIN})
    found["page destinations"] = ("survey/destinations", {"layer": "wanted", "flows": "origin", "mode": "out", "aimag": other})  # fmt: skip
    found["page flows"] = ("survey/destinations", {"flows": "origin", "mode": "all", "most": "1000", "aimag": there})  # fmt: skip
    for look in ("table", "heat", "bars"):
        found[f"page crosstab {look}"] = ("survey/crosstab", {"row": ORIGIN, "column": PLAN, "look": look})
    plain = [
        "survey/published",
        "survey/methods",
        *(entry.script.removesuffix(".py") for entry in MENU["Plan"]),
    ]
    found |= {f"page {name}": (name, {}) for name in plain}
    found["page aimag"] = ("explore/aimag", {"aimag": first})
    return found


def answer(build: str, asked: str, given: dict[str, str]) -> str:
    """All that leaves by an address, as text, without the build's name."""
    if "." in asked:
        name, kind = asked.split(".")
        try:
            _, content = exports.make(View(build, "en", "light"), name, kind, given)
        except BadRequest as error:
            return str(error)
        if kind == "xlsx":
            sheets = load_workbook(io.BytesIO(content)).worksheets
            return BUILD.sub("", str([[[c.value for c in row] for row in sheet] for sheet in sheets]))
        return BUILD.sub("", content.decode())
    test = AppTest.from_file(str(PROJECT / "ui" / "shell.py"), default_timeout=60)
    test.query_params.update({"lang": "en"} | given)
    test.run()
    test.switch_page(str(PROJECT / "pages" / f"{asked}.py"))
    test.query_params.update({"lang": "en"} | given)
    test.run()
    assert [fault.message for fault in test.exception] == []
    drawn = "\n".join(
        str(element.proto) for element in test.main if getattr(element, "proto", None) is not None
    )
    return re.sub(r"\$\$ID-[0-9a-f]+", "", BUILD.sub("", drawn))


def answers(stores: dict[str, Path], name: str, asked: list[tuple[str, dict[str, str]]]) -> list[str]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NUTAG_STORE", str(stores[name]))
        build = builds.current()
        return [answer(build, what, given) for what, given in asked]


def test_what_is_hidden_changes_nothing_that_leaves(
    stores: dict[str, Path], plans: tuple[Exchange, Exchange]
) -> None:
    asked = addresses(plans)
    one, other = (answers(stores, name, [*asked.values()]) for name in ("one", "other"))
    assert [name for name, first, second in zip(asked, one, other, strict=True) if first != second] == []
    assert sum(map(len, one)) > 100_000


def test_the_same_exchange_is_seen_where_nothing_is_hidden(
    stores: dict[str, Path], plans: tuple[Exchange, Exchange]
) -> None:
    asked = {name: what for name, what in addresses(plans).items() if not name.startswith("page")}
    asked["page intentions"] = addresses(plans)["page intentions"]
    one, other = (answers(stores, name, [*asked.values()]) for name in ("one open", "other open"))
    seen = {name for name, first, second in zip(asked, one, other, strict=True) if first != second}
    told = ("crosstab_full", "flows", "intention_groups", "page")
    assert [name for name in asked if name.startswith(told) and "both" not in name and name not in seen] == []
    assert {
        "crosstab.svg row origin_aimag plan",
        "rounds.csv",
        "intention_groups.svg",
        "flows.svg all",
    } <= seen
