"""One pass over the bytes of a file beside the reading: its checksum, and what tells whether each line was a row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from etl.intake.reading.engine import Progress

CHUNK = 1 << 20


@dataclass
class Census:
    """Counts of bytes. `ascii` says that no byte is above 127."""

    sha256: str = ""
    nuls: int = 0
    newlines: int = 0
    returns: int = 0
    ascii: bool = True
    open_end: bool = False  # the last line has no line break

    @property
    def lines(self) -> int | None:
        """The number of lines; None where the file mixes line breaks."""
        if self.returns not in (0, self.newlines) and self.newlines:
            return None
        return max(self.newlines, self.returns) + self.open_end


@contextmanager
def counting(file: Path, text: bool, progress: Progress | None = None) -> Iterator[Future[Census]]:
    """Count a file meanwhile; bytes of text are looked at, those of other files only summed."""
    with ThreadPoolExecutor(1, "census") as pool:
        yield pool.submit(_count, file, text, progress)


def _count(file: Path, text: bool, progress: Progress | None) -> Census:
    found, digest, last = Census(), hashlib.sha256(), b""
    done, size = 0, file.stat().st_size
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            if text:
                found.nuls += chunk.count(0) if 0 in chunk else 0
                found.newlines += chunk.count(b"\n")
                found.returns += chunk.count(b"\r") if b"\r" in chunk else 0
                found.ascii = found.ascii and chunk.isascii()
            last = chunk[-1:]
            done += len(chunk)
            if progress:
                progress("checksum", done, size)
    found.sha256 = digest.hexdigest()
    found.open_end = last not in (b"\n", b"\r")
    return found
