"""A build is in use whole or not at all, and any earlier one can be put back."""

from __future__ import annotations

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import duckdb
import pytest

from store import builds, connection
from store.builds import StoreError

LONG_AGO = time.time() - 7200


def make(root: Path, answer: int, inputs: str = "0123456789") -> str:
    """Make a build that holds one number."""
    with builds.making(inputs, root) as (build, hidden), duckdb.connect(str(hidden)) as con:
        con.execute("CREATE TABLE reply AS SELECT $answer::INTEGER AS answer", {"answer": answer})
        con.execute("CHECKPOINT")
    return build


def ask(build: str, root: Path) -> int:
    with connection.cursor(build, root) as con:
        [(answer,)] = con.execute("SELECT answer FROM reply").fetchall()
    return int(answer)


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def flip_a_byte(file: Path, position: int) -> None:
    content = bytearray(file.read_bytes())
    content[position] ^= 0xFF
    file.write_bytes(content)


def test_a_new_build_is_in_use_and_the_earlier_one_is_kept(tmp_path: Path) -> None:
    first, second = make(tmp_path, 1, "aaaaaaaa"), make(tmp_path, 2, "bbbbbbbb")
    newest, oldest = builds.listed(tmp_path)
    assert (newest.id, newest.current, newest.inputs) == (second, True, "bbbbbbbb")
    assert (oldest.id, oldest.current, oldest.inputs) == (first, False, "aaaaaaaa")
    assert newest.bytes == builds.path(second, tmp_path).stat().st_size > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", newest.made)
    assert builds.inputs_of_current(tmp_path) == "bbbbbbbb"
    assert ask(builds.current(tmp_path), tmp_path) == 2


def test_nothing_is_in_use_before_the_last_step(tmp_path: Path) -> None:
    first = make(tmp_path, 1)
    with builds.making("inputs", tmp_path) as (build, hidden):
        duckdb.connect(str(hidden)).close()
        assert builds.current(tmp_path) == first
        assert [made.id for made in builds.listed(tmp_path)] == [first]
        assert not builds.path(build, tmp_path).exists()
    assert builds.current(tmp_path) == build


def test_an_error_while_making_changes_nothing(tmp_path: Path) -> None:
    make(tmp_path, 1)
    before = files(tmp_path)
    with pytest.raises(ZeroDivisionError), builds.making("inputs", tmp_path) as (_, hidden):
        duckdb.connect(str(hidden)).execute("CREATE TABLE half AS SELECT 1 AS one").close()
        raise ZeroDivisionError
    assert files(tmp_path) == before


def test_rolling_back_is_using_an_older_build(tmp_path: Path) -> None:
    first, second = make(tmp_path, 1), make(tmp_path, 2)
    builds.use(first, tmp_path)
    assert ask(builds.current(tmp_path), tmp_path) == 1
    assert [made.id for made in builds.listed(tmp_path) if made.current] == [first]
    builds.use(second, tmp_path)
    assert ask(builds.current(tmp_path), tmp_path) == 2


@pytest.mark.parametrize("name", ["20200101T000000.000Z-abc", "", ".", "../CURRENT", "\0"])
def test_an_unknown_build_is_refused_with_the_known_ones(tmp_path: Path, name: str) -> None:
    known = make(tmp_path, 1)
    with pytest.raises(StoreError, match=rf"no build .* Known builds: {re.escape(known)}\."):
        builds.use(name, tmp_path)
    assert builds.current(tmp_path) == known


def test_a_build_being_made_is_not_to_be_used(tmp_path: Path) -> None:
    known = make(tmp_path, 1)
    with builds.making("inputs", tmp_path) as (build, hidden):
        duckdb.connect(str(hidden)).close()
        for name in (build, f".{build}"):
            with pytest.raises(StoreError, match="There is no build"):
                builds.use(name, tmp_path)
        assert builds.current(tmp_path) == known


def test_a_damaged_build_is_refused(tmp_path: Path) -> None:
    damaged, good = make(tmp_path, 1), make(tmp_path, 2)
    flip_a_byte(builds.path(damaged, tmp_path), -1)
    assert (builds.is_intact(damaged, tmp_path), builds.is_intact(good, tmp_path)) == (False, True)
    with pytest.raises(StoreError, match=f"{damaged} is damaged.*Choose another"):
        builds.use(damaged, tmp_path)
    assert builds.current(tmp_path) == good


def test_a_build_whose_note_is_gone_is_listed_and_refused(tmp_path: Path) -> None:
    bare, good = make(tmp_path, 1), make(tmp_path, 2)
    (tmp_path / "builds" / f"{bare}.json").unlink()
    assert [(made.id, made.inputs) for made in builds.listed(tmp_path)][1] == (bare, "")
    with pytest.raises(StoreError, match="damaged"):
        builds.use(bare, tmp_path)
    assert builds.current(tmp_path) == good


def test_inputs_of_a_damaged_build_do_not_count(tmp_path: Path) -> None:
    """Else a start would find the damaged build up to date and never mend it."""
    build = make(tmp_path, 1)
    flip_a_byte(builds.path(build, tmp_path), -1)
    assert builds.inputs_of_current(tmp_path) is None


def test_without_a_build_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    for root in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(StoreError, match=r"There is no build in .*python -m etl build"):
            builds.current(root)
        assert builds.listed(root) == []
        assert builds.inputs_of_current(root) is None


@pytest.mark.parametrize("content", [b"20200101T000000Z-abc\n", b"", b"\xff\xfe\x00", b"../CURRENT\n"])
def test_current_that_names_no_file_is_told_with_both_ways_out(tmp_path: Path, content: bytes) -> None:
    build = make(tmp_path, 1)
    (tmp_path / "CURRENT").write_bytes(content)
    with pytest.raises(StoreError, match=r"whose file is missing.*etl use BUILD.*etl build"):
        builds.current(tmp_path)
    assert [(made.id, made.current) for made in builds.listed(tmp_path)] == [(build, False)]
    builds.use(build, tmp_path)
    assert ask(builds.current(tmp_path), tmp_path) == 1


def test_readers_see_one_build_or_the_other_while_current_changes(tmp_path: Path) -> None:
    known = {make(tmp_path, 1): 1, make(tmp_path, 2): 2}
    done = Event()

    def read() -> set[str]:
        seen = set()
        while not done.is_set():
            build = builds.current(tmp_path)
            assert ask(build, tmp_path) == known[build]
            seen.add(build)
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        try:
            for _ in range(50):
                for build in known:
                    builds.use(build, tmp_path)
        finally:
            done.set()
        assert set().union(*(reader.result() for reader in readers)) == set(known)


def test_leftovers_of_killed_builds_are_swept_and_builds_under_way_are_not(tmp_path: Path) -> None:
    kept = make(tmp_path, 1)
    folder = tmp_path / "builds"
    left = [
        *(folder / ".old.duckdb", folder / ".old.duckdb.wal", folder / ".old.json.12.ab"),
        *(folder / "noted-but-not-renamed.json", tmp_path / ".CURRENT.12.ab"),
        folder / ".old.duckdb.tmp" / "spilled",
    ]
    for file in left:
        file.parent.mkdir(exist_ok=True)
        file.write_text("left behind", encoding="utf-8")
        os.utime(file, (LONG_AGO, LONG_AGO))
    os.utime(folder / ".old.duckdb.tmp", (LONG_AGO, LONG_AGO))
    under_way = [folder / ".new.duckdb", folder / "new.json", tmp_path / ".CURRENT.13.cd"]
    for file in under_way:
        file.write_text("under way", encoding="utf-8")
    made = make(tmp_path, 2)
    assert [str(file) for file in left if file.exists()] == []
    assert [str(file) for file in under_way if not file.exists()] == []
    assert [build.id for build in builds.listed(tmp_path)] == [made, kept]


def test_a_damaged_file_is_told_when_it_is_opened_or_asked(tmp_path: Path) -> None:
    cut, torn = make(tmp_path, 1), make(tmp_path, 2)
    file = builds.path(cut, tmp_path)
    file.write_bytes(file.read_bytes()[:5000])
    builds.path(torn, tmp_path).write_bytes(b"nothing of a database")
    for build in (cut, torn):
        with pytest.raises(StoreError, match=r"cannot be read.*etl use BUILD.*etl build"):
            ask(build, tmp_path)
    with pytest.raises(StoreError, match="There is no build file"):
        ask("gone", tmp_path)


@pytest.mark.parametrize("root", ["file", "file/below"])
def test_a_store_that_is_no_folder_is_told(tmp_path: Path, root: str) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot be written: .*NUTAG_STORE"):
        make(tmp_path / root, 1)
    with pytest.raises(StoreError, match="There is no build"):
        builds.current(tmp_path / root)


def test_the_store_is_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUTAG_STORE", str(tmp_path))
    build = make(tmp_path, 1)
    assert (builds.store_root(), builds.current()) == (tmp_path, build)
    monkeypatch.delenv("NUTAG_STORE")
    assert builds.store_root() == builds.PROJECT / "data" / "store"
