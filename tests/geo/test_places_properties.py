"""What must hold for any way of writing any place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places import Match, Place, gazetteer, resolve

PLACES = tuple(gazetteer().places.values())
AIMAGS = tuple(place for place in PLACES if place.type == "aimag")
SOUMS = tuple(place for place in PLACES if place.type == "soum")
AIMAG_WORDS = ("аймаг", "аймгийн", "аймагт", "аймгаас", "АЙМАГ", "aimag", "Aymag", "province", "Province")
SOUM_WORDS = ("сум", "сумын", "суманд", "Сум", "soum", "sum", "Soum", "county")
LETTERS = "abcdefghijklmnopqrstuvwxyzöü' абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"

# Names one letter apart, or a letter and a slip that is the same name to the reader (Тушиг for Түшиг).
ONE_LETTER_APART = {
    frozenset(pair.split("/"))
    for pair in (
        "Баянгол/Баянговь", "Богд/Баянгол", "Хулд/Хан-Уул", "Хангал/Алаг-Эрдэнэ",
        "Дөргөн/Өргөн", "Жаргалант/Жаргалан", "Жаргалант/Аргалант", "Хангай/Хангал", "Хашаат/Хушаат",
        "Мандал/Мандах", "Онгон/Отгон", "Онгон/Өргөн", "Отгон/Өргөн", "Орхон/Өргөн", "Тэшиг/Түшиг",
        "Цагаан-Уул/Цагаан-Үүр", "Цагааннуур/Цагаан-Үүр", "Заамар/Шаамар", "Яруу/Ерөө",
    )
}  # fmt: skip

places = st.sampled_from(PLACES)


@st.composite
def names_of(draw: st.DrawFn, place: st.SearchStrategy[Place]) -> tuple[Place, str]:
    chosen = draw(place)
    return chosen, draw(st.sampled_from(chosen.names))


def answer(match: Match) -> tuple[object, ...]:
    return match.code, match.level, match.suggestions


@given(names_of(places), st.randoms(use_true_random=False))
def test_case_and_white_space_change_nothing(written: tuple[Place, str], random: object) -> None:
    _, name = written
    choose = random.choice  # type: ignore[attr-defined]
    cased = "".join(choose((letter.upper(), letter.lower())) for letter in name)
    spaced = choose(("", " ", "\t", "\u00a0")) + cased + choose(("", "  ", "\n"))
    assert answer(resolve(spaced)) == answer(resolve(name))


@given(names_of(places), st.sampled_from(["", " ", "_", "-", "–"]))
def test_hyphens_change_nothing_but_where_two_names_differ_by_one(
    written: tuple[Place, str], between: str
) -> None:
    place, name = written
    match = resolve(
        name.replace("-", between), within=place.aimag if place.level == "soum" else None, level=place.level
    )
    asked = {near.code for near in match.suggestions}
    assert match.code == place.code or (place.code == "MN6755" and place.code in asked)


@given(
    names_of(st.sampled_from(AIMAGS)),
    st.sampled_from(AIMAG_WORDS),
    st.sampled_from(["{} {}", "{}-{}", "{} ({})"]),
)
def test_a_name_with_the_word_aimag_is_the_aimag(written: tuple[Place, str], word: str, form: str) -> None:
    aimag, name = written
    assert resolve(form.format(name, word)).code == aimag.code


@given(names_of(st.sampled_from(SOUMS)), st.sampled_from(SOUM_WORDS))
def test_a_name_with_the_word_soum_is_the_soum_of_the_aimag(written: tuple[Place, str], word: str) -> None:
    soum, name = written
    assert resolve(f"{name} {word}", within=soum.aimag).code == soum.code
    aimag = gazetteer().places[soum.aimag]
    assert resolve(f"{aimag.name_mn} аймгийн {name} {word}").code == soum.code
    assert resolve(f"{name} {word}, {aimag.name_en} province").code == soum.code


@settings(max_examples=600, deadline=None)
@given(names_of(places), st.data())
def test_one_wrong_letter_never_silently_makes_another_place(
    written: tuple[Place, str], data: st.DataObject
) -> None:
    place, name = written
    at = data.draw(st.integers(0, len(name)))
    letter = data.draw(st.sampled_from(LETTERS))
    before, after = name[:at], name[at:]
    edited = data.draw(
        st.sampled_from(
            [
                before + letter + after,
                before + letter + after[1:],
                before + after[1:],
                before + after[1::-1] + after[2:],
            ]
        )
    )
    code = resolve(edited).code
    if code is not None:
        got = gazetteer().places[code].name_mn
        assert got == place.name_mn or frozenset({got, place.name_mn}) in ONE_LETTER_APART


@settings(deadline=None)
@given(
    st.one_of(st.text(), st.text(alphabet=LETTERS + ",;/()-. 0123456789"), st.text(alphabet="MN-.0123456789"))
)
def test_any_text_is_answered(text: str) -> None:
    match = resolve(text)
    assert match.name == text
    assert (match.code is None) == (match.how is None)
    assert match.code is None or (match.code in gazetteer().places and not match.suggestions)
