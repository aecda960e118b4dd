"""Stand-ins for Ө and Ү are restored in Mongolian words alone."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.intake.reading.encodings import NAMES, of_one_byte
from etl.intake.reading.letters import is_mongolian, restored
from geo.places import gazetteer
from tests.etl.intake.reading.conftest import Stage, codes, rows

TO_OLD = str.maketrans("ӨөҮү", "ЄєЇї")


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Хєвсгєл", "Хөвсгөл"),
        ("ЄВЄРХАНГАЙ", "ӨВӨРХАНГАЙ"),
        ("Їндсэн їнэ", "Үндсэн үнэ"),
        ("їїр", "үүр"),
        ("Є.Бат", "Ө.Бат"),
        ("Тѳв", "Төв"),
        ("Хɵвсгɵл", "Хөвсгөл"),
        ("хvн", "хүн"),
        ("бvvх", "бүүх"),
        ("Yнэ", "Үнэ"),
        ("Увc", "Увс"),
        ("Улаaнбаатap", "Улаанбаатар"),
        ("Yланбаатар", "Уланбаатар"),
        ("COVID-19 халдвар", "COVID-19 халдвар"),
        ("QR-код", "QR-код"),
        ("Xiaomi утас", "Xiaomi утас"),
        ("Київ", "Київ"),
        ("Україна", "Україна"),
        ("моє ім'я", "моє ім'я"),
        ("не має", "не має"),
        ("життєві потреби є", "життєві потреби є"),
        ("є", "є"),
        ("θ = 0.5", "θ = 0.5"),
    ],
)
def test_words(written: str, right: str) -> None:
    assert restored(written) == right


def test_every_place_of_the_country_comes_back() -> None:
    for place in gazetteer().places.values():
        assert restored(place.name_mn.translate(TO_OLD)) == place.name_mn


@given(st.text())
def test_length_stays_and_twice_is_once(text: str) -> None:
    once = restored(text)
    assert len(once) == len(text)
    assert restored(once) == once


def test_the_language_of_a_file() -> None:
    assert is_mongolian(["Хєвсгєл", "Тєв", "хїн амын тоо", "Київ"] + ["Єнєр"] * 3 + ["їнэ", "єрх", "єдєр"])
    assert not is_mongolian(["Моє життя", "Україна", "не має роботи", "є", "синє небо", "її родина"])


def test_an_old_file(staged: Stage) -> None:
    text = "id;аймаг;хїйс;тайлбар\n1;Хєвсгєл;эмэгтэй;єрх\n2;Тєв;эрэгтэй;Київ\n3;Увс;эрэгтэй;ажил їгїй\n"
    made = staged(text.encode("cp1251"))
    assert made.file.encoding == "windows-1251"
    assert [column.name for column in made.columns] == ["id", "аймаг", "хүйс", "тайлбар"]
    assert rows(made) == [
        (2, "1", "Хөвсгөл", "эмэгтэй", "өрх"),
        (3, "2", "Төв", "эрэгтэй", "Київ"),
        (4, "3", "Увс", "эрэгтэй", "ажил үгүй"),
    ]
    assert (codes(made), made.file.restored_letters) == ({"restored"}, 6)


def test_a_ukrainian_file_stays(staged: Stage) -> None:
    text = "id;місто;відповідь\n1;Київ;моє синє небо\n2;Житомир;не має\n3;Їжакове;її немає\n"
    made = staged(text.encode("cp1251"))
    assert rows(made) == [
        (2, "1", "Київ", "моє синє небо"),
        (3, "2", "Житомир", "не має"),
        (4, "3", "Їжакове", "її немає"),
    ]
    assert made.file.restored_letters == 0


@pytest.mark.parametrize(
    ("encoding", "case"),
    [*itertools.product(("cp1251", "cp866", "koi8_r"), (str, str.upper, str.lower)), ("mac_cyrillic", str)],
)
def test_one_byte_encodings(encoding: str, case: Callable[[str], str]) -> None:
    """Ten names of places tell it, whichever they are, among numbers and Latin names of columns."""
    to_old = {
        ord(new): old
        for new, old in (
            zip("өүӨҮ", "оуОУ", strict=True) if encoding == "koi8_r" else zip("өүӨҮ", "єїЄЇ", strict=True)
        )
    }
    places = [case(place.name_mn.translate(to_old)) for place in gazetteer().places.values()]
    chance = random.Random(encoding)
    for _ in range(60):
        some = chance.sample(places, 10)
        text = "id;aimag;w\n" + "".join(f"{n};{name};12,5\n" for n, name in enumerate(some))
        assert NAMES[encoding] == of_one_byte(text.encode(encoding)), some


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("дугаар\tаймаг\tцалин\n1\tЄвєрхангай\t1 250 000\n2\tТєв\t12\n", "cp1251"),
        ("id;нэр\n1;«Алтан» ХХК — салбар\n2;№5 сургууль\n", "cp1251"),
        ("id;хот\n1;Yлаанбаатар хот\n2;Yвс аймаг\n", "cp1251"),
        ("id;a\n1;Увс\n2;Тов\n", "mac_cyrillic"),
        ("id;a\n1;café\n2;naïve\n3;Zürich\n", "cp1252"),
    ],
)
def test_few_letters_tell_their_encoding(text: str, encoding: str) -> None:
    assert of_one_byte(text.encode(encoding)) == NAMES[encoding]


def test_bytes_of_no_text_are_in_no_encoding(refused: Callable[..., set[str]]) -> None:
    noise = random.Random(5).randbytes(20_000).translate(None, b'\x00\r\n\t,;|"')
    assert refused(b"id,a\n1," + noise[:9_000] + b"\n2,x\n") == {"encoding"}


def test_letters_that_were_lost_are_said(staged: Stage) -> None:
    """A program that saved in Windows-1251 put question marks for Ө and Ү."""
    made = staged("id,аймаг\n1,Х?всг?л\n2,Увс\n3,Яагаад? Учир нь\n".encode())
    [finding] = made.findings
    assert (finding.rule.code, finding.column, finding.count, finding.value) == (
        "lost_letters",
        "аймаг",
        1,
        "Х?всг?л",
    )


def test_invisible_marks_are_taken_out(staged: Stage) -> None:
    made = staged("id,аймаг\n1,\u202eУвс\u202c\n2,Тө\u200bв\n3,\u200b\n".encode())
    assert rows(made) == [(2, "1", "Увс"), (3, "2", "Төв"), (4, "3", None)]
    assert codes(made) == {"marks"}
