"""Places as people write them: codes and exact names are known, likeness is asked, nothing is silent."""

from __future__ import annotations

from collections.abc import Callable

from etl.intake.mapping import Mapping, review, template
from etl.intake.places import Places, decision, read_places
from etl.intake.staged import Staged
from geo.places import gazetteer

Stage = Callable[..., Staged]
BOOK = template("new")


def read(
    kind: str, *written: str, within: str | None = None, decided: dict[str, str] | None = None
) -> Places:
    return Places.of(read_places("c", {(within, text): 2 for text in written}, kind, decided or {}))


def codes(places: Places) -> dict[str, str | None]:
    return {value.written: value.code for value in places.matched}


def test_codes_and_exact_names_of_aimags() -> None:
    found = read("aimag", "MN-073", "Архангай аймаг", "ARKHANGAI", "65", "Arhangay", "мэдэхгүй")
    assert codes(found) == {
        **dict.fromkeys(("MN-073", "Архангай аймаг", "ARKHANGAI", "65", "Arhangay"), "MN-073"),
        "мэдэхгүй": None,
    }
    assert found.asked == found.unmatched == ()


def test_likeness_is_asked_and_rubbish_is_not_matched() -> None:
    found = read("aimag", "Архнагай", "Лондон", "Улаанбаатар")
    assert [(value.written, value.suggestions) for value in found.asked] == [("Архнагай", ("MN-073",))]
    assert {value.written for value in found.unmatched} == {"Лондон", "Улаанбаатар"}


def test_a_soum_is_looked_for_in_its_aimag() -> None:
    """Тариалан is a soum of Khuvsgul and of Uvs; alone it is asked about."""
    assert codes(read("soum", "Тариалан", within="MN-046")) == {"Тариалан": _only("MN-046")}
    assert codes(read("soum", "Тариалан", within="MN-041")) == {"Тариалан": _only("MN-041")}
    alone = read("soum", "Тариалан")
    assert {*alone.asked[0].suggestions} == {_only("MN-046"), _only("MN-041")}


def test_a_soum_of_another_aimag_is_asked() -> None:
    found = read("soum", "Тариалан", "Ханбогд", within="MN-046")
    assert [value.written for value in found.asked] == ["Ханбогд"]
    assert codes(found) == {"Тариалан": _only("MN-046")}


def test_districts_by_short_names() -> None:
    assert codes(read("district", "БГД", "Баянзүрх дүүрэг", "Songinokhairkhan")) == {
        "БГД": "MN1107",
        "Баянзүрх дүүрэг": "MN1110",
        "Songinokhairkhan": "MN1116",
    }


def test_a_decision_counts_only_for_its_kind_of_place() -> None:
    assert codes(read("aimag", "манай", decided={"манай": "MN-073"})) == {"манай": "MN-073"}
    assert codes(read("soum", "манай", decided={"манай": "MN-073"})) == {}
    [asked] = read("soum", "Ханбогд", within="MN-046").asked
    assert decision(asked) == "MN-046/Ханбогд"
    soum = _only("MN-046")
    assert codes(read("soum", "Ханбогд", within="MN-046", decided={decision(asked): soum})) == {
        "Ханбогд": soum
    }


def test_soums_of_a_file_stand_beside_their_aimags(stage: Stage) -> None:
    staged = stage(
        {
            "a": ["Увс", "Хөвсгөл", "Увсс", None, "Увс"],
            "s": ["Тариалан", "Тариалан", "Тариалан", "Тариалан", "Тарилан"],
        }
    )
    mapping = Mapping(columns={"origin_aimag": ("a",), "origin_soum": ("s",)})
    places = review(staged, mapping, BOOK).places()
    assert {(value.within, value.written): value.code for value in places.matched if value.column == "s"} == {
        ("MN-046", "Тариалан"): _only("MN-046"),
        ("MN-041", "Тариалан"): _only("MN-041"),
    }
    assert {(value.within, value.written, value.rows) for value in places.asked} == {
        (None, "Увсс", 1),
        (None, "Тариалан", 2),
        ("MN-046", "Тарилан", 1),
    }
    said = places.as_json()
    assert (said["matched"], len(said["asked"]), said["unmatched"]) == (4, 3, [])  # type: ignore[arg-type]
    assert said["asked"][-1] == {  # type: ignore[index]
        **{"column": "s", "value": "Тарилан", "rows": 1, "within": "MN-046"},
        "suggestions": [{"code": _only("MN-046"), "name_en": "Tarialan", "name_mn": "Тариалан"}],
    }


def _only(aimag: str) -> str:
    [code] = [p.code for p in gazetteer().places.values() if p.aimag == aimag and p.name_mn == "Тариалан"]
    return code
