"""The formula language: read strictly, worked out as arithmetic, in an order that always exists or is refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import partial

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import formulas
from etl.formulas import FormulaError, Term
from store.tables import TABLES

PLACES = ("MN-1", "MN-046", "MN-073")
YEARS = (2015, 2016)
VALUES = {
    (name, place, year): float(value)
    for value, (name, place, year) in enumerate(
        ((name, place, year) for name in "abc" for place in (*PLACES, "MN") for year in YEARS), 2
    )
}
TERMS = (
    *(Term(name) for name in "abc"),
    *(Term("a", "capital"), Term("b", "country"), Term("c", year=2015), Term("a", "capital", 2015)),
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """An observation table with a, b and c in three units and the country in two years."""
    with duckdb.connect() as con:
        con.execute(next(table for table in TABLES if table.name == "observation").create())
        for (name, place, year), value in VALUES.items():
            add(con, name, place, year, value)
        yield con


def add(
    con: duckdb.DuckDBPyConnection, name: str, place: str, year: int | None, value: float, source: str = ""
) -> None:
    level = "country" if place == "MN" else "aimag"
    row = [name, level, place, year, value, source or f"source_{name}"]
    con.execute("INSERT INTO observation VALUES (?, ?, ?, ?, ?, 'official', ?)", row)


def made(
    con: duckdb.DuckDBPyConnection, formula: str, levels: tuple[str, ...] = ("aimag",)
) -> dict[tuple[str, int | None], float]:
    """What a formula makes, by place and year; taken back afterwards."""
    con.execute("DELETE FROM observation WHERE indicator = 'made'")
    con.execute(formulas.insert(formula), {"indicator": "made", "levels": list(levels)})
    rows = con.execute("SELECT place, year, value FROM observation WHERE indicator = 'made'").fetchall()
    con.execute("DELETE FROM observation WHERE indicator = 'made'")
    assert len({row[:2] for row in rows}) == len(rows)
    return {(place, year): value for place, year, value in rows}


def written(term: Term) -> str:
    return f"{term.scope}." * bool(term.scope) + term.name + f"@{term.year}" * bool(term.year)


def value_of(term: Term, place: str, year: int) -> float:
    where = {"capital": "MN-1", "country": "MN", None: place}[term.scope]
    return VALUES[term.name, where, term.year or year]


Pair = tuple[str, str]


def joined(parts: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    space = st.sampled_from(["", " "])
    return st.tuples(parts, space, st.sampled_from("+-*/"), space, parts).map(
        lambda p: (f"({p[0][0]}{p[1]}{p[2]}{p[3]}{p[4][0]})", f"({p[0][1]}{p[2]}{p[4][1]})")
    )


TERM = st.sampled_from(TERMS).map(lambda term: (written(term), f"value(TERMS[{TERMS.index(term)}])"))
NUMBER = st.one_of(st.integers(0, 10**12), st.sampled_from([0.5, 100.0, 1e-3]))
ARITHMETIC = st.tuples(
    st.sampled_from("+-*/"),
    st.recursive(st.one_of(TERM, NUMBER.map(lambda n: (str(n), f"float({n})"))), joined, max_leaves=8),
).map(lambda p: (f"a {p[0]} {p[1][0]}", f"value(TERMS[0]) {p[0]} {p[1][1]}"))


@given(case=ARITHMETIC)
def test_a_formula_is_worked_out_as_arithmetic(con: duckdb.DuckDBPyConnection, case: Pair) -> None:
    """`case` is a formula and the same in Python; nothing is made where something is divided by zero."""
    text, python = case
    here = made(con, text)
    for place, year in itertools.product(PLACES, YEARS):
        names = {"value": partial(value_of, place=place, year=year), "TERMS": TERMS}
        try:
            expected = eval(python, names)
        except ZeroDivisionError:
            assert (place, year) not in here
        else:
            assert here[place, year] == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(text=st.text(alphabet="ab19.+-*/()@ _;'\",\0\nA€", max_size=20))
def test_whatever_is_written_is_a_formula_or_is_refused(con: duckdb.DuckDBPyConnection, text: str) -> None:
    try:
        used = formulas.terms(text)
    except FormulaError as error:
        assert repr(text) in str(error)
        return
    assert any(term.scope is None and term.year is None for term in used)
    made(con, text)  # and the SQL that comes of it runs


@pytest.mark.parametrize(
    ("formula", "terms"),
    [
        ("a", [Term("a")]),
        ("100 * (a / a@2015 - 1)", [Term("a"), Term("a", year=2015)]),
        ("country.b * capital.a@2015 / c", [Term("c"), Term("b", "country"), Term("a", "capital", 2015)]),
        ("cumulative(a)", [Term("a")]),
        ("rate_15_64 + t1", [Term("rate_15_64"), Term("t1")]),
    ],
)
def test_terms(formula: str, terms: list[Term]) -> None:
    assert list(formulas.terms(formula)) == terms


@pytest.mark.parametrize(
    "formula",
    [
        *("", " ", "1", "capital.a", "country.a / country.b", "a@2015", "a b", "a@20155", "a@15", "A", "a.b"),
        *(
            "-a",
            "+a",
            "a ** 2",
            "a // b",
            "a % b",
            "a -- b",
            "a; b",
            "a, b",
            "(a",
            "a)",
            "a /* b */",
            "a # b",
        ),
        *(
            "f(a)",
            "2 * cumulative(a)",
            "cumulative(a@2015)",
            "cumulative(capital.a)",
            "a < b",
            "a if b else c",
        ),
        *("1); DROP TABLE observation", "(SELECT 1)", "'a'", 'a + "b"', "[a]", "a[0]", "1e999 * a", "1j * a"),
        *("a + True", "a\n+ b\n;", "(" * 300 + "a" + ")" * 300, "9" * 5000 + " * a"),
    ],
)
def test_what_is_not_arithmetic_is_refused(formula: str) -> None:
    with pytest.raises(FormulaError):
        formulas.terms(formula)


def test_large_numbers_do_not_overflow(con: duckdb.DuckDBPyConnection) -> None:
    assert made(con, "1000000 * 1000000 * a")["MN-046", 2015] == 1e12 * VALUES["a", "MN-046", 2015]


def test_an_undated_figure_fits_every_year(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "area", "MN-046", None, 10)
    dated = {("MN-046", year): VALUES["a", "MN-046", year] / 10 for year in YEARS}
    assert made(con, "a / area") == dated
    assert made(con, "1 / area * a") == pytest.approx(dated)
    assert made(con, "2 * area") == {("MN-046", None): 20}


def test_years_are_not_mixed_when_the_first_figure_is_undated(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "size", "MN-073", None, 10)
    expected = {
        ("MN-073", year): 10 * VALUES["a", "MN-073", year] / VALUES["b", "MN-073", year] for year in YEARS
    }
    assert made(con, "size * a / b") == pytest.approx(expected)


def test_nothing_is_made_where_a_figure_is_missing(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "rare", "MN-046", 2016, 5)
    add(con, "nil", "MN-046", 2016, 0)
    assert made(con, "a + rare") == {("MN-046", 2016): VALUES["a", "MN-046", 2016] + 5}
    assert made(con, "rare / rare@2015") == {}
    assert made(con, "rare / nil") == {}
    assert made(con, "nil / nil") == {}
    assert made(con, "a / country.rare") == {}


def test_a_figure_that_is_there_is_not_replaced_or_doubled(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "given", "MN-046", 2015, 7)
    insert = formulas.insert("2 * a")
    for _ in range(2):
        con.execute(insert, {"indicator": "given", "levels": ["aimag"]})
    rows = con.execute(
        "SELECT place, year, value, kind FROM observation WHERE indicator = 'given' ORDER BY ALL"
    ).fetchall()
    assert len(rows) == len(PLACES) * len(YEARS)
    assert ("MN-046", 2015, 7.0, "official") in rows
    assert ("MN-046", 2016, 2 * VALUES["a", "MN-046", 2016], "calculated") in rows


def test_a_value_names_the_sources_of_all_its_figures_once(con: duckdb.DuckDBPyConnection) -> None:
    add(con, "first", "MN-046", 2015, 1, "z;m")
    add(con, "second", "MN-046", 2015, 1, "m;b")
    con.execute(formulas.insert("first + second"), {"indicator": "both", "levels": ["aimag"]})
    assert con.execute("SELECT sources FROM observation WHERE indicator = 'both'").fetchall() == [("b;m;z",)]


def test_only_the_levels_asked_for_are_made(con: duckdb.DuckDBPyConnection) -> None:
    assert {place for place, _ in made(con, "a + b", ("country",))} == {"MN"}
    assert made(con, "a + b", ("soum", "region")) == {}


def test_a_sum_over_the_years_stops_at_a_gap(con: duckdb.DuckDBPyConnection) -> None:
    for year in (2011, 2015, 2016, 2018):
        add(con, "moves", "MN-046", year, year)
    for year in (2016, 2017):
        add(con, "moves", "MN-073", year, 1)
    assert made(con, "cumulative(moves)") == {("MN-046", 2015): 2015, ("MN-046", 2016): 2015 + 2016}


names = st.sampled_from([f"i{number}" for number in range(8)])


@given(pairs=st.lists(st.tuples(names, names), max_size=20))
def test_each_formula_comes_after_those_it_uses_or_the_circle_is_named(pairs: list[tuple[str, str]]) -> None:
    uses: dict[str, set[str]] = {}
    for name, other in pairs:
        uses.setdefault(name, set()).add(other)
    texts = {name: " + ".join(sorted(others)) for name, others in uses.items()}
    try:
        order = formulas.in_order(texts)
    except FormulaError as error:
        assert error.names[0] == error.names[-1]
        steps = list(zip(error.names, error.names[1:], strict=False))
        assert steps and all(before in uses[after] for before, after in steps)
        return
    assert sorted(order) == sorted(texts)
    for name in order:
        assert all(order.index(other) < order.index(name) for other in uses[name] & texts.keys())


def test_an_official_rate_is_worked_out_for_the_country_alone() -> None:
    """Rate and count use each other: the count is made of the rate of units, the country's rate of counts."""
    both = {"rate": ("100 * count / people", "formula"), "count": ("people * rate / 100", "sum")}
    assert formulas.passes(both, {"rate", "people"}) == (["count"], ["rate"])
    with pytest.raises(FormulaError, match="circle"):
        formulas.passes(both, {"people"})
