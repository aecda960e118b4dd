"""The demonstration round, written as people write such files, comes back as the same codes and numbers."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from etl.intake import reading
from etl.intake.harmonise import Harmonised, harmonise
from etl.intake.mapping import as_written, from_written, propose, ranges, template
from etl.intake.staged import Staged
from etl.publishing.rounds import publish
from geo.places import names
from store import builds, survey_queries
from store.survey_queries import Answer
from survey import questions

Table = dict[str, list[object]]
Stage = Callable[..., Staged]


@pytest.fixture(scope="module")
def original(built_store: Path) -> Path:
    """Give the respondents of the demonstration round of 2025."""
    rounds = survey_queries.rounds(builds.current(), "demonstration")
    return survey_queries.microdata(rounds[-1])


@pytest.fixture(scope="module")
def table(original: Path) -> Table:
    """Give the same as lists by column."""
    return read(original)


def read(file: Path) -> Table:
    with duckdb.connect() as con:
        found = con.execute(f"FROM read_parquet('{file}')")
        names = [column[0] for column in found.description]
        return dict(zip(names, map(list, zip(*found.fetchall(), strict=True)), strict=True))


def returned(staged: Staged) -> Harmonised:
    """Propose and harmonise with nobody to ask."""
    proposal = propose(staged, template("trip"), year=2025)
    assert proposal.asked == () and proposal.review.asked() == () and proposal.review.unmatched() == ()
    return harmonise(staged, proposal.mapping, "trip", "2025", seen=proposal.review)


def test_codes_come_back(stage: Stage, table: Table) -> None:
    assert read(returned(stage(table)).respondents) == table


def mongolian(table: Table) -> Table:
    """Headers as a Mongolian analyst writes them, answers in words, several answers in one cell."""
    return {
        **{"Асуулгын дугаар": table["respondent"], "Давхарга": table["stratum"]},
        **{"Түүврийн анхдагч нэгж": table["psu"], "Жин": table["weight"]},
        "1. Аль дүүрэгт амьдардаг вэ": named("district", table, lambda name: f"{name} дүүрэг"),
        "2. Аль аймгаас шилжиж ирсэн": named("origin_aimag", table, lambda name: f"{name.upper()} АЙМАГ"),
        "3. Сум": soums(table),
        **{
            header: texts(question, table)
            for header, question in {
                **{
                    "4. Шилжин ирээд хэдэн жил болсон": "years_since_move",
                    "5. Малчин байсан эсэх": "herder_background",
                },
                **{"Хүйс": "sex", "Насны бүлэг": "age_group", "БОЛОВСРОЛ": "education"},
                **{"Үндсэн ажил, эрхлэлт": "occupation", "Ажилладаг салбар": "sector"},
                **{"Өрхийн төрөл": "household_type", "Сургуулийн насны хүүхэд": "school_children"},
                **{"Нутагтаа буцах хүсэлтэй эсэх": "wish", "Шилжих төлөвлөгөө": "plan"},
                **{"12 сарын дотор шилжих санаатай": "intends_12_months", "Шилжсэн эсэх": "moved"},
                **{"Хөдөө суурьших хүсэл": "would_resettle", "Хаана суурьших": "destination_type"},
            }.items()
        },
        "Өрхийн гишүүдийн тоо": table["household_size"],
        "Очих хүсэлтэй аймаг": named("destination_aimag", table, str),
        "Шилжин ирсэн шалтгаан": cells("reasons_moved", table, "; "),
        "Татах хүчин зүйл": cells("drivers", table, ", "),
        "Шилжихийн өмнө шийдэгдсэн байх нөхцөл": cells("conditions", table, " | "),
        "Хангалттай цалин (төгрөг)": [pay and pay * 1000 for pay in table["expected_pay"]],
    }


def test_mongolian_names_and_answers_come_back(stage: Stage, table: Table) -> None:
    found = read(returned(stage(mongolian(table))).respondents)
    assert found == with_empty_cells_missing(table)


def test_a_file_from_the_field_gives_the_estimates_of_the_round(
    built_store: Path, table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows-1251 with stand-ins for ө and ү, semicolons, decimal commas, a title line; then published."""
    root = Path(shutil.copytree(built_store, tmp_path / "store"))
    monkeypatch.setenv("NUTAG_STORE", str(root))
    file = tmp_path / "судалгаа 2025.csv"
    from_the_field(mongolian(table), file)
    accepted = returned(reading.stage(file, tmp_path / "staging")).accepted()
    before = builds.current(root)
    made = publish(accepted, who="Болд", note="first", root=root)
    for question, by in (("wish", ("origin_aimag",)), ("destination_aimag", ()), ("plan", ("sex",))):
        expected = questions.table(before, "demonstration", "2025", question, by)
        found = questions.table(made.build, "trip", "2025", question, by)
        assert found.estimates == expected.estimates != ()


def from_the_field(table: Table, file: Path) -> None:
    """Write a table as an old Mongolian program does."""
    lines = [["Шилжих хөдөлгөөний судалгаа, 2025 он"], [*table], *zip(*table.values(), strict=True)]
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(
        [str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in line] for line in lines
    )
    stand_ins = str.maketrans("өӨүҮ", "єЄїЇ")
    file.write_bytes(text.getvalue().translate(stand_ins).replace("–", "-").encode("cp1251"))


def with_empty_cells_missing(table: Table) -> Table:
    """A cell for several answers that holds none may not have been asked: it is no answer."""
    said = dict(table)
    for question in ("reasons_moved", "drivers", "conditions"):
        columns = [name for name in table if name.startswith(f"{question}__")]
        chosen = [any(row) for row in zip(*(table[name] for name in columns), strict=True)]
        for name in columns:
            cells = zip(table[name], chosen, strict=True)
            said[name] = [cell if is_chosen else None for cell, is_chosen in cells]
    return said


def test_kobo_names_and_numbers_come_back(stage: Stage, table: Table) -> None:
    """Latin transliterations and groups, codes with labels, ages in years, one column per answer."""
    labels = {question: labelled(question) for question in ("sex", "education", "occupation")}
    written: Table = {
        **{
            "_id": table["respondent"],
            "davharga": table["stratum"],
            "klaster": table["psu"],
            "jin": table["weight"],
        },
        "group_a/duureg": named("district", table, str),
        "group_a/garsan_aimag": table["origin_aimag"],
        "group_a/garsan_sum": table["origin_soum"],
        "group_a/irsen_on": numbers("years_since_move", table, lambda low: 2025 - low),
        "group_b/hvis": coded("sex", table),
        "group_b/nas": numbers("age_group", table, lambda low: low + 1),
        **{"group_b/bolovsrol": coded("education", table), "group_b/erhlelt": coded("occupation", table)},
        **{"group_b/sector": table["sector"], "group_b/hh_type": table["household_type"]},
        "group_b/urhiin_gishuudiin_too": table["household_size"],
        "group_b/school_children": numbers("school_children", table, lambda low: low + (low > 1)),
        **{
            f"group_c/{header}": [{"yes": "1", "no": "0", None: None}[answer] for answer in table[question]]
            for header, question in {
                **{"malchin": "herder_background", "butsah_husel": "wish", "tuluvluguu": "plan"},
                **{"12_sariin_dotor": "intends_12_months", "shiljsen": "moved"},
                "huduu_suurshih": "would_resettle",
            }.items()
        },
        **{"group_c/where_to": table["destination_type"], "group_c/ochih_aimag": table["destination_aimag"]},
        **{
            f"group_c/{name.replace('__', '/')}": [None if cell is None else int(cell) for cell in values]
            for name, values in table.items()
            if "__" in name
        },
        "group_c/drivers": cells("drivers", table, " ", codes=True),
        "group_c/expected_pay": table["expected_pay"],
    }
    values = {f"group_b/{name}": labels[question] for name, question in KOBO_CODED.items()}
    staged = stage(written, values=values)
    proposal = propose(staged, template("trip"), year=2025)
    assert proposal.left_out == {"group_c/drivers": "repeated"}
    assert read(returned(staged).respondents) == table


def test_misspelt_aimags_are_asked_and_then_come_back(stage: Stage, table: Table) -> None:
    """Likeness never decides: the person's word does, and it is kept for the next file of this layout."""
    misspelt = {"MN-073": "Архнагай", "MN-069": "Баянхогор"}
    aimags = [misspelt.get(str(code), code) for code in table["origin_aimag"]]
    staged = stage({**table, "origin_aimag": aimags})
    proposal = propose(staged, template("trip"), year=2025)
    asked = {read.written: read.suggestions[0] for read in proposal.review.places().asked if not read.within}
    assert asked == {written: code for code, written in misspelt.items()}
    lost = read(harmonise(staged, proposal.mapping, "trip", "2025").respondents)["origin_aimag"]
    assert {code for code, found in zip(table["origin_aimag"], lost, strict=True) if found is None} == {
        *misspelt
    }

    confirmed = replace(proposal.mapping, places=asked)
    again = propose(staged, template("trip"), from_written(as_written(confirmed)), 2025)
    assert again.is_complete
    assert read(harmonise(staged, again.mapping, "trip", "2025").respondents) == table


KOBO_CODED = {"hvis": "sex", "bolovsrol": "education", "erhlelt": "occupation"}


def answers(question: str) -> dict[str, Answer]:
    return {answer.code: answer for answer in template("trip").answers[question]}


def texts(question: str, table: Table) -> list[object]:
    known = answers(question)
    return [None if code is None else known[str(code)].text_mn for code in table[question]]


def named(question: str, table: Table, write: Callable[[str], str]) -> list[object]:
    return [None if code is None else write(names(str(code)).name_mn) for code in table[question]]


def soums(table: Table) -> list[object]:
    return [None if code is None else names(str(code)).name_mn for code in table["origin_soum"]]


def cells(question: str, table: Table, mark: str, codes: bool = False) -> list[object]:
    known = answers(question)
    columns = [
        (known[name.split("__")[1]], table[name]) for name in table if name.startswith(f"{question}__")
    ]
    chosen = [
        [
            answer.code if codes else answer.text_mn
            for answer, cell in zip(known.values(), row, strict=True)
            if cell
        ]
        for row in zip(*(cells for _, cells in columns), strict=True)
    ]
    return [mark.join(answers) if answers else None for answers in chosen]


def labelled(question: str) -> dict[str, str]:
    return {str(number): answer.text_mn for number, answer in enumerate(answers(question).values(), 1)}


def coded(question: str, table: Table) -> list[object]:
    known = {code: number for number, code in enumerate(answers(question), 1)}
    return [None if code is None else known[str(code)] for code in table[question]]


def numbers(question: str, table: Table, write: Callable[[float], float]) -> list[object]:
    known = ranges.of_codes(answers(question))
    assert known is not None
    return [None if code is None else int(write(known[str(code)][0])) for code in table[question]]
