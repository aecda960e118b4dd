"""One at a time: whoever changes which build is in use holds the store's lock, also against other processes.

The system lets the lock go when its holder ends, however it ends, so a killed process never leaves it behind.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from store.writing import StoreError, told

PATIENCE_SECONDS = 5.0
_LOOK_AGAIN_SECONDS = 0.05
_mine = threading.local()


class Busy(StoreError):
    """Another process or person is changing the store now."""


@contextlib.contextmanager
def alone(root: Path, who: str, what: str, patience_seconds: float | None = None) -> Iterator[None]:
    """Be the only one to change the store; a thread may enter again what it holds already.

    Raises Busy, which says who is at work, when another still holds the lock after `patience_seconds`
    (PATIENCE_SECONDS when None), and StoreError when the disk refuses.
    """
    root = root.resolve()
    held: set[Path] = _mine.__dict__.setdefault("held", set())
    if root in held:
        yield
        return
    with told(root):
        root.mkdir(parents=True, exist_ok=True)
        lock = os.open(root / "publishing.lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait(lock, root, PATIENCE_SECONDS if patience_seconds is None else patience_seconds)
        held.add(root)
        _sign(lock, who, what)
        yield
    finally:
        held.discard(root)
        os.close(lock)


def _wait(lock: int, root: Path, patience_seconds: float) -> None:
    until = time.monotonic() + patience_seconds
    while not _taken(lock):
        if time.monotonic() >= until:
            raise _busy(root, lock)
        time.sleep(_LOOK_AGAIN_SECONDS)


def _sign(lock: int, who: str, what: str) -> None:
    """Say who holds the lock; a full disk keeps nobody from holding it."""
    since = time.strftime("%H:%M:%S UTC", time.gmtime())
    signed = {"who": who, "what": what, "since": since, "process": os.getpid()}
    with contextlib.suppress(OSError):
        os.ftruncate(lock, 0)
        os.lseek(lock, 0, os.SEEK_SET)
        os.write(lock, json.dumps(signed, ensure_ascii=False).encode())


def _busy(root: Path, lock: int) -> Busy:
    try:
        os.lseek(lock, 0, os.SEEK_SET)
        signed = json.loads(os.read(lock, 4096))
        return Busy(
            "The store {root} is being changed by {who} since {since} (process {process}). "
            "Nothing of yours was done. Try again when that is finished.",
            root=root,
            **{slot: signed[slot] for slot in ("who", "since", "process")},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Busy(
            "The store {root} is being changed by another process. "
            "Nothing of yours was done. Try again when that is finished.",
            root=root,
        )


if sys.platform == "win32":
    import msvcrt

    _BEYOND_THE_TEXT = 2**30  # which others may read meanwhile

    def _taken(lock: int) -> bool:
        try:
            os.lseek(lock, _BEYOND_THE_TEXT, os.SEEK_SET)
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(lock: int) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
