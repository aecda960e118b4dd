"""Archives: the one survey file in a ZIP or GZ, written into the staging folder under a name of ours."""

from __future__ import annotations

import errno
import gzip
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from etl.intake.reading import kinds, rules
from etl.intake.reading.engine import Progress

CHUNK = 1 << 20
FREE = 64_000_000  # bytes that any archive may unpack to
RATIO = 200  # what a larger one may unpack to, by what was read of it: tables of codes stay below 100
MEMBERS = 10_000
DATA = (".csv", ".tsv", ".tab", ".xlsx", ".xls", ".sav", ".zsav", ".dta", ".parquet")
PERHAPS = (".txt", ".dat", "")
_ARCHIVES = (".zip", ".gz", ".tgz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".zst")
_OUTSIDE = re.compile(r"^[/\\~]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\x00")
_RUBBISH = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")
_BROKEN = (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, zlib.error, RuntimeError)


@dataclass(frozen=True)
class Unpacked:
    """The file taken from an archive: where it is, its name inside, and the other tables there."""

    file: Path
    member: str
    others: tuple[str, ...] = ()


def unpack(
    file: Path, kind: str, folder: Path, wanted: str | None = None, progress: Progress | None = None
) -> Unpacked:
    """Unpack the survey file of an archive (zip or gz). Raises Refused."""
    into = folder / "unpacked"
    try:
        if kind == "gz":
            with file.open("rb") as packed, gzip.GzipFile(fileobj=packed) as stream:
                _copy(stream, packed, into, file.stat().st_size, progress)
            found = Unpacked(into, re.sub(r"\.gz$", "", file.name, flags=re.IGNORECASE))
        else:
            found = _from_zip(file, into, wanted, progress)
    except _BROKEN as error:
        if getattr(error, "errno", None) not in (None, errno.EINVAL):  # of the disk, not of the archive
            raise
        raise rules.refusal(rules.DAMAGED, kind=kind.upper(), value=str(error)[:200]) from error
    if kinds.kind(into) in ("zip", "gz"):
        raise rules.refusal(rules.ARCHIVE_NESTED, value=found.member)
    return found


def _from_zip(file: Path, into: Path, wanted: str | None, progress: Progress | None) -> Unpacked:
    with file.open("rb") as packed, zipfile.ZipFile(packed) as archive:
        members = [part for part in archive.infolist() if not part.is_dir()]
        if len(members) > MEMBERS:
            raise rules.refusal(rules.ARCHIVE_BOMB, value=f"{len(members)} files")
        for part in members:
            if _OUTSIDE.search(part.filename) or _is_link(part):
                raise rules.refusal(rules.ARCHIVE_PATH, value=part.filename[:100])
        members = [part for part in members if not _RUBBISH.search(part.filename)]
        chosen, others = _chosen(members, wanted)
        if chosen.flag_bits & 1:
            raise rules.refusal(rules.LOCKED)
        with archive.open(chosen) as stream:
            _copy(stream, packed, into, chosen.compress_size, progress)
    return Unpacked(into, chosen.filename, others)


def _chosen(members: list[zipfile.ZipInfo], wanted: str | None) -> tuple[zipfile.ZipInfo, tuple[str, ...]]:
    """Return the member that is read, by name or as the largest table, and the names of the other tables."""
    tables = [part for part in members if part.filename.lower().endswith(DATA)]
    tables = tables or [part for part in members if Path(part.filename).suffix.lower() in PERHAPS]
    nested = [part.filename for part in members if part.filename.lower().endswith(_ARCHIVES)]
    if nested and not tables:
        raise rules.refusal(rules.ARCHIVE_NESTED, value=nested[0][:100])
    if not tables:
        raise rules.refusal(rules.ARCHIVE_EMPTY)
    chosen = max(tables, key=lambda part: part.file_size)
    if wanted:
        chosen = next((part for part in tables if part.filename == wanted), chosen)
    return chosen, tuple(part.filename for part in tables if part is not chosen)


def _is_link(part: zipfile.ZipInfo) -> bool:
    return (part.external_attr >> 16) & 0o170000 == 0o120000


def _copy(
    stream: IO[bytes] | gzip.GzipFile, packed: IO[bytes], into: Path, size: int, progress: Progress | None
) -> None:
    done, start = 0, packed.tell()
    with into.open("wb") as out:
        while chunk := stream.read(CHUNK):
            done += len(chunk)
            consumed = packed.tell() - start
            if done > FREE and done > RATIO * consumed:
                raise rules.refusal(rules.ARCHIVE_BOMB, value=f"> {done / 1e6:.0f} MB")
            if done > shutil.disk_usage(into.parent).free:
                raise rules.refusal(rules.NO_SPACE)
            out.write(chunk)
            if progress:
                progress("unpacking", min(consumed, size), size)
