"""Whatever a file holds, a mapping is proposed, and the round has the columns and codes that its catalogue names."""

from __future__ import annotations

import os
from collections.abc import Callable

import duckdb
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl.intake.harmonise import harmonise
from etl.intake.mapping import as_written, faults, findings, from_written, propose, template
from etl.intake.staged import Staged

Stage = Callable[..., Staged]
BOOK = template("new")
EXAMPLES = int(os.environ.get("NUTAG_FUZZ", "25"))

names = st.one_of(
    st.sampled_from(
        [
            *("Хүйс", "нас", "aimag", "сум", "drivers", "drivers/jobs", "drivers/pay", "wish", "plan", "жин"),
            *("psu", "gps", "lat", "lon", "phone", "Төрсөн он", "school_children", "expected_pay", "id"),
            *("Татах хүчин зүйл: Газар", "weight", "давхарга", "__", "q1", '"; --', "\u202e", "нэр"),
        ]
    ),
    st.text(min_size=1, max_size=12),
)
cells = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *("1", "0", "2", "99", "-1", "yes", "тийм", "үгүй", "Мэдэхгүй", "эм", "male", "Увс", "Булган"),
            *("MN-073", "18-24", "65+", "2010", "1990-01-01", "jobs pay", "jobs; land", "Газар", "35", "1e5"),
            *(
                "47.918873 106.917701",
                "47.918873",
                "106.917701",
                "УБ90010112",
                "99112233",
                " ",
                "\t",
                "'",
                "NaN",
            ),
        ]
    ),
    st.text(max_size=10),
    st.floats().map(str),
)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[str | None]]:
    rows = draw(st.integers(1, 8))
    columns = draw(st.lists(names, min_size=1, max_size=8, unique=True))
    return {name: draw(st.lists(cells, min_size=rows, max_size=rows)) for name in columns}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables())
@example(table={"ࡀ0": ["1"]})  # no letter of it is Latin, so its code would begin with a digit
def test_any_table_becomes_a_round_or_is_asked_about(
    stage: Stage, table: dict[str, list[str | None]]
) -> None:
    staged = stage(table)
    proposal = propose(staged, BOOK, year=2025)
    wrong = faults(proposal.mapping, staged, BOOK)
    assert {finding.rule.code for finding in wrong} == {"survey_untold"}
    for finding in (*findings(proposal, 2025), *wrong):
        assert finding.message and finding.remedy
    assert from_written(as_written(proposal.mapping)) == proposal.mapping
    proposal.review.places().as_json()

    made = harmonise(staged, proposal.mapping, "new", "2025", seen=proposal.review)
    found = f"FROM read_parquet('{made.respondents}')"
    answers: dict[object, list[object]] = {}
    for row in made.tables["answer"]:
        answers.setdefault(row["question"], []).append(row["answer"])
    expected = []
    with duckdb.connect() as con:
        for row in made.tables["question"]:
            question, type_ = row["question"], row["type"]
            options = answers.get(question, []) if type_ == "many" else [None]
            expected += [question if option is None else f"{question}__{option}" for option in options]
            if type_ == "one":
                codes = con.execute(
                    f'SELECT DISTINCT "{question}" AS code {found} WHERE code IS NOT NULL'
                ).fetchall()
                assert {code for (code,) in codes} <= {*answers.get(question, [])}
        described = [name for name, *_ in con.execute(f"DESCRIBE {found}").fetchall()]
        [(respondents,)] = con.execute(f"SELECT count(*) {found}").fetchall()
    assert sorted(described) == sorted(map(str, expected))
    assert {row["question"] for row in made.tables["wording"]} == {
        row["question"] for row in made.tables["question"]
    }
    assert made.tables["round"][0]["respondents"] == respondents
    assert not {private.column for private in proposal.private} & {*proposal.mapping.keep}
