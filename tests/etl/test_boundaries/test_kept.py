"""The store always names one complete set, whatever happens to an import."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.boundaries import BoundaryError, current
from etl.boundaries.kept import keep

PROJECT = Path(__file__).resolve().parents[3]
FILES = {"aimag.geojson": b'{"a": 1}', "soum.geojson": b'{"s": 1}'}


def about(files: dict[str, bytes]) -> dict[str, object]:
    return {"credit": "c", "files": {name: {"bytes": len(content)} for name, content in files.items()}}


def test_no_import_is_no_set(tmp_path):
    assert current(tmp_path) is None


def test_both_levels_are_exchanged_as_one_and_the_earlier_set_stays(tmp_path):
    first = keep(tmp_path, FILES, about(FILES))
    aimags_only = {"aimag.geojson": b'{"a": 2}'}
    second = keep(tmp_path, aimags_only, about(aimags_only))
    assert current(tmp_path) == second != first
    assert second.soum is None
    assert first.soum and first.soum.read_bytes() == b'{"s": 1}'


def test_the_same_content_is_the_same_set(tmp_path):
    first = keep(tmp_path, FILES, about(FILES))
    assert keep(tmp_path, FILES, about(FILES)) == first


def test_importing_again_mends_a_damaged_set(tmp_path):
    made = keep(tmp_path, FILES, about(FILES))
    made.aimag.write_bytes(b"{}")
    with pytest.raises(BoundaryError, match=r"aimag\.geojson was changed after it was imported"):
        current(tmp_path)
    keep(tmp_path, FILES, about(FILES))
    assert current(tmp_path).aimag.read_bytes() == FILES["aimag.geojson"]


@pytest.mark.parametrize("pointer", ["", "../../etc", "0123456789abcdef", "\xff"])
def test_a_pointer_to_nothing_is_named(tmp_path, pointer):
    keep(tmp_path, FILES, about(FILES))
    (tmp_path / "boundaries" / "CURRENT").write_text(pointer, encoding="latin-1")
    with pytest.raises(BoundaryError, match="python -m etl boundaries"):
        current(tmp_path)


def test_a_damaged_note_is_named(tmp_path):
    made = keep(tmp_path, FILES, about(FILES))
    (made.aimag.parent / "boundaries.json").write_text("[]")
    with pytest.raises(BoundaryError, match="incomplete or damaged"):
        current(tmp_path)


def test_what_killed_imports_left_is_swept_but_not_what_is_being_written(tmp_path):
    keep(tmp_path, FILES, about(FILES))
    old, new = tmp_path / "boundaries" / ".new-old", tmp_path / "boundaries" / ".new-now"
    old.mkdir()
    new.mkdir()
    os.utime(old, (time.time() - 7200,) * 2)
    keep(tmp_path, FILES, about(FILES))
    assert (old.exists(), new.exists()) == (False, True)


# For every line of Python that keeping a set runs: a process that is killed at this line, and what it left.
KILLED_AT_EVERY_LINE = """
import os, signal, sys
from itertools import count
from pathlib import Path
from etl.boundaries.kept import current, keep

def files(word):
    return {name: word * 60_000 for name in ("aimag.geojson", "soum.geojson")}

def write(root, word):
    keep(root, files(word), {"files": {name: {} for name in files(word)}})

for last in count(1):
    root = Path(sys.argv[1]) / str(last)
    write(root, b"before")
    writer = os.fork()
    if writer == 0:
        lines = count(1)
        def trace(frame, event, argument):
            code = frame.f_code
            if not (code.co_filename.endswith("kept.py") or code.co_name in ("write_text", "write_bytes")):
                return None
            if event == "line" and next(lines) == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace
        sys.settrace(trace)
        write(root, b"after")
        os._exit(0)
    status = os.waitpid(writer, 0)[1]
    made = current(root)
    left = {path.read_bytes()[:6] for path in (made.aimag, made.soum)}
    print(os.waitstatus_to_exitcode(status), *(word.decode()[:5] for word in left))
    if status == 0:
        break
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")
def test_killing_the_writer_at_any_line_leaves_a_whole_set(tmp_path):
    command = [sys.executable, "-c", KILLED_AT_EVERY_LINE, str(tmp_path)]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    *killed, finished = run.stdout.splitlines()
    before, after = f"{-signal.SIGKILL} befor", f"{-signal.SIGKILL} after"
    assert killed == [before] * killed.count(before) + [after] * killed.count(after)
    assert killed.count(before) > 50 and killed.count(after) > 0
    assert finished == "0 after"


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a POSIX signal")
@pytest.mark.parametrize("moment", ["reading", "Checking", "Generalising", ".new-"])
def test_killing_the_command_at_any_step_leaves_the_earlier_set(geo, tmp_path, moment):
    earlier = keep(tmp_path, FILES, about(FILES))
    command = [sys.executable, "-c", "import sys; from etl.boundaries import main; main(sys.argv[1:])"]
    process = subprocess.Popen(
        [*command, str(geo / "mng_adm2_light.geojson")],
        cwd=PROJECT,
        env={**os.environ, "NUTAG_STORE": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    if moment == ".new-":
        while not any((tmp_path / "boundaries").glob(".new-*")) and process.poll() is None:
            pass
    else:
        while moment.lower() not in process.stderr.readline().lower():
            assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    made = current(tmp_path)
    assert made == earlier or made.note["units"] == {"aimag": 22, "soum": 339}
    if moment != ".new-":
        assert made == earlier
