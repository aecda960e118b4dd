"""The command line: what it does, what it says, and with which status it ends."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from etl.__main__ import main
from store import builds

Seal = Callable[[Path, str], None]
DIGITAL, MIGRATION, SERVICES = "figures/digital.csv", "figures/migration.csv", "figures/services.csv"
DICTIONARY = "catalogue/indicators.csv"


@pytest.fixture
def store(built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own, with the session's build in use."""
    folder = Path(shutil.copytree(built_store, tmp_path / "store"))
    monkeypatch.setenv("NUTAG_STORE", str(folder))
    return folder


def replace(file: Path, old: str, new: str) -> None:
    content = file.read_bytes()
    assert old.encode() in content
    file.write_bytes(content.replace(old.encode(), new.encode(), 1))


def sidecars(raw: Path) -> dict[str, Any]:
    """What each sidecar says, by the file it is of."""
    return {
        note.relative_to(raw).as_posix().removesuffix(".yml"): yaml.safe_load(
            note.read_text(encoding="utf-8")
        )
        for note in raw.rglob("*.yml")
    }


def test_the_first_build_and_the_second_if_needed(copy: Any) -> None:
    status, out, err = copy.etl("build", "--if-needed")
    made = builds.current(copy.store)
    assert (status, out.split(" (")[0]) == (0, f"Build {made} is in use")
    assert err.splitlines()[0] == "1/5 read and check raw files"
    assert err.splitlines()[-1] == "5/5 publish"
    assert copy.etl("build", "--if-needed") == (0, f"The build in use is up to date: {made}\n", "")


def test_a_build_is_needed_when_an_input_or_the_build_itself_changed(copy: Any, seal: Seal) -> None:
    assert copy.etl("build")[0] == 0
    made = {builds.current(copy.store)}

    def another() -> bool:
        status, out, _ = copy.etl("build", "--if-needed")
        made.add(builds.current(copy.store))
        return status == 0 and "is in use" in out

    replace(copy.raw / DIGITAL, ",2023,", ",2021,")
    seal(copy.raw, DIGITAL)
    assert another()
    (copy.folder / "etl" / "sql" / "aggregate.sql").open("a", encoding="utf-8").write("-- another step\n")
    assert another()
    builds.path(builds.current(copy.store), copy.store).open("ab").write(b"torn")
    assert another()
    assert len(made) == 4


def test_builds_are_listed_with_the_one_in_use_marked(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = builds.current(store)
    assert main(["build"]) == 0
    second = builds.current(store)
    capsys.readouterr()
    assert main(["builds"]) == 0
    newest, oldest = capsys.readouterr().out.splitlines()
    assert newest.startswith(f"* {second}  20") and oldest.startswith(f"  {first}  20")
    assert main(["use", first]) == 0
    assert capsys.readouterr().out == f"Build {first} is in use.\n"
    assert builds.current(store) == first


def test_an_empty_store_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NUTAG_STORE", str(tmp_path))
    assert main(["builds"]) == 0
    assert main(["verify"]) == 1
    assert main(["use", "20200101"]) == 1
    shown = capsys.readouterr()
    assert (shown.out + shown.err).count("There is no build") == 3
    assert (shown.out + shown.err).count("python -m etl build") == 2


def test_verify_a_good_build(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 0
    assert capsys.readouterr() == (f"Build {builds.current(store)}: everything holds.\n", "")


def test_verify_tells_of_raw_files_that_changed_since(copy: Any) -> None:
    assert copy.etl("build")[0] == 0
    replace(copy.raw / DIGITAL, ",74,", ",75,")
    (copy.raw / SERVICES).unlink()
    status, out, err = copy.etl("verify")
    assert (status, out) == (1, f"Build {builds.current(copy.store)}: 2 problem(s).\n")
    changed, missing = err.splitlines()
    assert changed.startswith(f"{DIGITAL}: The raw file has changed") and "make a new build" in changed
    assert missing.startswith(f"{SERVICES}: The raw file is missing.") and "Restore" in missing


def test_verify_tells_of_a_flipped_byte(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = builds.path(builds.current(store), store)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert main(["verify"]) == 1
    shown = capsys.readouterr()
    assert "checksum differs. Use another build." in shown.err and str(file) in shown.err
    assert shown.out.endswith(": 1 problem(s).\n")
    assert main(["use", builds.current(store)]) == 1
    assert "damaged" in capsys.readouterr().err


def test_a_change_that_is_sealed_goes_into_the_next_build(copy: Any) -> None:
    replace(copy.raw / DIGITAL, "MN-053,Umnugovi,2023", "MN-053,Umnugovi,2021")
    with (copy.raw / DIGITAL).open("a", encoding="utf-8") as file:
        file.write("local_services_on_e_mongolia,MN-073,Arkhangai,2021,1,services,ema_2023\n")
    status, _, err = copy.etl("build")
    assert status == 1 and f"{DIGITAL}: The file is not the one its sidecar describes" in err
    assert copy.etl("seal", DIGITAL) == (0, f"Sealed {DIGITAL}.\n", "")
    assert "rows: 40\n" in (copy.raw / f"{DIGITAL}.yml").read_text(encoding="utf-8")
    assert copy.etl("build")[0] == 0
    assert copy.etl("verify")[0] == 0


def test_sealing_what_did_not_change_changes_nothing(copy: Any) -> None:
    names = [file.relative_to(copy.raw).as_posix() for file in sorted(copy.raw.rglob("*.[cg]*[vn]"))]
    before = sidecars(copy.raw)
    assert set(names) == before.keys()
    assert copy.etl("seal", *names)[0] == 0
    assert sidecars(copy.raw) == before


@pytest.mark.parametrize(
    "arguments",
    [
        *([], ["bild"], ["use"], ["use", "one", "two"], ["build", "--fast"], ["seal"]),
        *(["seal", "figures/none.csv"], ["seal", "figures"], ["seal", DIGITAL, "figures/none.csv"]),
    ],
)
def test_wrong_use_ends_with_status_2_and_says_how(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(arguments)
    except SystemExit as ended:  # argparse ends by itself
        status = int(ended.code or 0)
    assert status == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert re.search(r"usage: python -m etl|There is no raw file figures\S* with a sidecar", shown.err)


def test_every_problem_of_every_file_is_told_at_once_and_the_earlier_build_stays(
    copy: Any, seal: Seal
) -> None:
    assert copy.etl("build")[0] == 0
    good = builds.current(copy.store)
    replace(copy.raw / MIGRATION, "Orkhon,2015,2374,", "Orkhon,2015,many,")
    replace(copy.raw / MIGRATION, "MN-035,Orkhon,2016", "MN-135,Orkhon,2016")
    seal(copy.raw, MIGRATION)
    (copy.raw / SERVICES).write_bytes((copy.raw / SERVICES).read_bytes()[:-3])
    (copy.raw / DIGITAL).unlink()
    (copy.raw / "places" / "regions.csv.yml").unlink()
    replace(copy.raw / DICTIONARY, "100 * gdp_per_capita / capital", "1); DROP TABLE capital")
    seal(copy.raw, DICTIONARY)
    status, out, err = copy.etl("build")
    assert (status, out) == (1, "")
    assert "Traceback" not in err
    told = err.splitlines()[1:]  # after the progress line
    assert told[0] == f"The build stopped; nothing was changed. {len(told) - 1} problem(s):"
    for words in (
        f"{MIGRATION}, row 2, column value, value 'many': Not a number (such as 1234.5). Correct the cell.",
        f"{MIGRATION}, row 3, column aimag_code, value 'MN-135': 'MN-135' is not in aimags.csv",
        f"{SERVICES}: The file is not the one its sidecar describes",
        f"{SERVICES}, row 1299, column source_id, value ",
        f"{DIGITAL}: The file is missing. Restore the file from version control.",
        "places/regions.csv: The sidecar that says where the file comes from is missing. Add",
        f"{DICTIONARY}, row 60, column formula, value '1); DROP TABLE capital.gdp_per_capita': ",
    ):
        assert [line for line in told if line.startswith(f"  {words}")], f"{words}\n\n{err}"
    assert len(told) == 8
    assert builds.current(copy.store) == good
    assert [build.id for build in builds.listed(copy.store)] == [good]
    assert builds.is_intact(good, copy.store)


def test_a_wrong_total_leaves_the_earlier_build_in_use(copy: Any, seal: Seal) -> None:
    assert copy.etl("build")[0] == 0
    good = builds.current(copy.store)
    replace(copy.raw / "figures" / "population.csv", "Orkhon,2024,111386,", "Orkhon,2024,111387,")
    seal(copy.raw, "figures/population.csv")
    status, _, err = copy.etl("build")
    assert (status, builds.current(copy.store)) == (1, good)
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith(
        "  catalogue/published_totals.csv, row 2, column value, value '3534503': Published totals that the "
        "figures do not reproduce within their tolerance: population_mid_year, MN, 2024 should be 3,534,503 "
        "(±0); here it is 3,534,504, from figures/population.csv."
    )
    assert [path.name for path in (copy.store / "builds").glob(".*")] == []


def test_damaged_boundaries_are_told(copy: Any) -> None:
    (copy.store / "boundaries").mkdir(parents=True)
    (copy.store / "boundaries" / "CURRENT").write_text("0123456789abcdef\n", encoding="utf-8")
    status, _, err = copy.etl("build")
    assert status == 1
    assert "Traceback" not in err and "python -m etl boundaries" in err
