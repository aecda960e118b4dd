"""Text files: their encoding, told from their bytes, and a copy in UTF-8 where they are in another."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

from etl.intake.reading import rules
from etl.intake.reading.encodings import NAMES, of_one_byte
from etl.intake.reading.engine import Progress

CHUNK = 1 << 20
HEAD = 1 << 18
SAMPLE = 1 << 16
BAD_SHARE = 0.02  # of letters beyond ASCII that do not decode, in a file that is UTF-8 all the same
UTF_8 = ("utf-8", "utf-8-sig")
_CODECS = {shown: name for name, shown in NAMES.items()}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BLANK = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n,;|\"'"
_MOJIBAKE = re.compile("[À-ÿ]{4}")
_CYRILLIC = re.compile("[Ѐ-ӿ]")  # "тоо" is also UTF-8 read wrongly, but of a sign that nobody writes
_GARBLED_SHARE = 0.05  # of the words of a sample
_WORDS = 2000


@dataclass
class Text:
    """The encoding of a text, how many characters do not decode, and lines with letters beyond ASCII."""

    encoding: str
    bad: int = 0
    sample: bytes = field(default=b"", repr=False)


def of_beginning(file: Path) -> str | None:
    """Return the encoding that the beginning of a file tells; None where all of it must be looked at.

    Raises Refused for a blank file and for letters that were spoilt.
    """
    with file.open("rb") as stream:
        start = stream.read(HEAD)
    if not start.strip(_BLANK):
        _refuse_blank(file)
    if encoding := _marked(start) or _of_two_bytes(start):
        if encoding == "utf-8-sig":
            _refuse_garbled(start.decode("utf-8", "replace"))
        return encoding
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return None
    _refuse_garbled(text)
    return "utf-8"


def look(file: Path, progress: Progress | None = None) -> Text:
    """Read a whole text file and say what it is. Raises Refused where its letters cannot be made out."""
    found, beyond = Text("utf-8"), 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    size, done = file.stat().st_size, 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if not chunk.isascii():
                if not found.sample:
                    found.sample = _beyond_ascii(chunk)
                text = decoder.decode(chunk)
                found.bad += text.count("\ufffd") - chunk.count("\ufffd".encode())
                beyond += len(text) - len(text.encode("ascii", "ignore"))
            done += len(chunk)
            if progress:
                progress("looking", done, size)
    if found.bad > BAD_SHARE * beyond:
        encoding = of_one_byte(found.sample)
        if encoding is None:
            raise rules.refusal(rules.ENCODING)
        return Text(encoding, sample=found.sample)
    return found


def _marked(start: bytes) -> str | None:
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def _of_two_bytes(start: bytes) -> str | None:
    """Return UTF-16 in its byte order where every NUL of the beginning is half of an ASCII character."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if even + odd < max(1, len(start) // 50) or (even and odd):
        return None
    encoding = "utf-16-le" if odd else "utf-16-be"
    text = start[: len(start) // 2 * 2].decode(encoding, "replace")
    known = sum(
        c in "\t\r\n" or " " <= c <= "~" or "\u00a0" <= c <= "\u04ff" or "‐" <= c <= "₿" for c in text
    )
    return encoding if known >= 0.95 * len(text) else None


def _beyond_ascii(chunk: bytes) -> bytes:
    lines = [line for line in chunk.splitlines()[1:-1] or [chunk] if not line.isascii()]
    return b"\n".join(lines or [chunk])[:SAMPLE]


def _refuse_garbled(sample: str) -> None:
    """Refuse text that was written in one encoding, read in another and saved so."""
    if sample.isascii():
        return
    words = [word for word in sample.split() if not word.isascii()][:_WORDS]
    spoilt = [word for word in words if _MOJIBAKE.search(word) or any(_twice(word, w) for w in NAMES)]
    if len(spoilt) > _GARBLED_SHARE * len(words):
        raise rules.refusal(rules.GARBLED, value=spoilt[0][:60])


def _twice(word: str, wrong: str) -> bool:
    """Return whether a word is Cyrillic in UTF-8 that was read as if it were in a one-byte encoding."""
    try:
        return bool(_CYRILLIC.search(word.encode(wrong).decode("utf-8")))
    except UnicodeError:
        return False


def _refuse_blank(file: Path) -> None:
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if chunk.strip(_BLANK):
                return
    raise rules.refusal(rules.EMPTY)


def transcode(file: Path, encoding: str, into: Path, progress: Progress | None = None) -> int:
    """Write a text file in UTF-8, and return how many of its characters could not be read (they become �)."""
    decoder = codecs.getincrementaldecoder(_CODECS.get(encoding, encoding))("replace")
    size, done, bad = file.stat().st_size, 0, 0
    with file.open("rb") as stream, into.open("w", encoding="utf-8", newline="") as out:
        while chunk := stream.read(CHUNK):
            text = decoder.decode(chunk)
            bad += text.count("\ufffd")
            if "\0" in text:
                raise rules.refusal(rules.NULS, count=text.count("\0"))
            out.write(text.removeprefix("\ufeff") if done == 0 else text)
            done += len(chunk)
            if progress:
                progress("transcoding", done, size)
        rest = decoder.decode(b"", final=True)
        bad += rest.count("\ufffd")
        out.write(rest)
    return bad
