"""Text files: their encoding, told from their bytes, and a copy in UTF-8 where they are in another."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

from charset_normalizer import from_bytes

from etl.intake.reading import rules
from etl.intake.reading.engine import Progress

CHUNK = 1 << 21
SAMPLE = 1 << 16
LONGEST_LINE = 1 << 25  # bytes without a line break: 4,096 cells of any survey stay far below
BAD_SHARE = 0.02  # of letters beyond ASCII that do not decode, in a file that is UTF-8 all the same
ONE_BYTE = ("cp1251", "cp866", "koi8_r", "cp1252")
NAMES = {"cp1251": "windows-1251", "cp866": "cp866", "koi8_r": "koi8-r", "cp1252": "windows-1252"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOJIBAKE = re.compile("[À-ÿ]{4}")
# Letters and marks that are looked for cell by cell only when a file has any: stand-ins for Ө and Ү, letters
# lost as question marks, invisible marks.
_STRANGE = re.compile(
    "[ЄєЇїѲѳɵƟθΘϴ\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[VvYy?][а-яёөү]|[а-яёөү][VvYy?]", re.I
)


@dataclass
class Text:
    """What the bytes of a text file say: encoding, size, and whether each line is a row that needs no care."""

    encoding: str
    ascii: bool = True
    plain: bool = (
        True  # UTF-8, one kind of line break, no blank line, no NUL: DuckDB counts rows as a person does
    )
    spaced: bool = False  # cells may begin or end with a space
    strange: bool = False  # some letter is of _STRANGE
    bad: int = 0  # characters that do not decode
    sample: bytes = field(default=b"", repr=False)  # lines with letters beyond ASCII


def look(file: Path, progress: Progress | None = None) -> Text:
    """Read a text file once and say what it is. Raises Refused where it is no text that can be read."""
    with file.open("rb") as stream:
        start = stream.read(SAMPLE)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n,;|\"'"):
        _refuse_blank(file)
    encoding = _marked(start) or _of_two_bytes(start)
    if encoding and encoding.startswith("utf-16"):
        return Text(encoding, ascii=False, plain=False, spaced=True, strange=True)
    found = _scan(file, encoding or "utf-8", progress)
    if found.encoding == "unknown":
        found.encoding = _of_one_byte(found.sample)
    else:
        _refuse_garbled(found.sample.decode("utf-8", "replace"))
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


def _scan(file: Path, encoding: str, progress: Progress | None) -> Text:
    found = Text(encoding)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    size, done, beyond, since_break, tail = file.stat().st_size, 0, 0, 0, b"\n"
    returns, breaks, both = 0, 0, 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            joined = tail + chunk
            if 0 in chunk:
                raise rules.refusal(rules.NULS, count=chunk.count(0), value=str(done + chunk.index(0) + 1))
            found.plain &= not (b"\n\n" in joined or b"\n\r" in joined)
            returns, breaks = returns + chunk.count(b"\r"), breaks + chunk.count(b"\n")
            both += chunk.count(b"\r\n") + (tail.endswith(b"\r") and chunk.startswith(b"\n"))
            found.spaced |= any(
                pair in joined for pair in (b" ,", b", ", b" ;", b"; ", b" \n", b" \r", b"\n ", b"\t")
            )
            if b"\n" not in chunk and b"\r" not in chunk:
                since_break += len(chunk)
                if since_break > LONGEST_LINE:
                    raise rules.refusal(rules.LONG_CELL, row=max(returns, breaks) + 1, most=LONGEST_LINE)
            else:
                since_break = 0
            if not chunk.isascii() or not found.ascii:
                found.ascii = False
                if not found.sample:
                    found.sample = _beyond_ascii(chunk)
                text = decoder.decode(chunk)
                bad = text.count("\ufffd") - chunk.count("\ufffd".encode())
                found.bad += max(bad, 0)
                beyond += len(text) - len(text.encode("ascii", "ignore"))
                found.strange = found.strange or _STRANGE.search(text) is not None
                found.spaced |= "\u00a0" in text
            done += len(chunk)
            tail = joined[-2:]
            if progress:
                progress("looking", done, size)
    found.plain &= returns == 0 or returns == breaks == both
    if found.bad > BAD_SHARE * beyond:
        found.encoding, found.plain, found.spaced, found.strange = "unknown", False, True, True
    return found


def _beyond_ascii(chunk: bytes) -> bytes:
    lines = [line for line in chunk.splitlines()[1:-1] or [chunk] if not line.isascii()]
    return b"\n".join(lines)[:SAMPLE]


def _of_one_byte(sample: bytes) -> str:
    guesses = list(from_bytes(sample, cp_isolation=list(ONE_BYTE)))
    if not guesses:
        raise rules.refusal(rules.ENCODING)
    best = min(guesses, key=lambda guess: (guess.chaos, -guess.coherence, ONE_BYTE.index(guess.encoding)))
    return NAMES[best.encoding]


def _refuse_garbled(sample: str) -> None:
    """Refuse text that was written in one encoding, read in another and saved so."""
    words = sample.split()[:2000]
    for wrong in ("cp1252", "cp1251", "latin-1"):
        spoilt = [word for word in words if not word.isascii() and _twice(word, wrong)]
        if len(spoilt) > len(words) / 20 and spoilt:
            raise rules.refusal(rules.GARBLED, value=spoilt[0][:60])
    spoilt = [word for word in words if _MOJIBAKE.search(word)]
    if len(spoilt) > len(words) / 20 and spoilt:
        raise rules.refusal(rules.GARBLED, value=spoilt[0][:60])


def _twice(word: str, wrong: str) -> bool:
    try:
        return not word.encode(wrong).decode("utf-8").isascii()
    except UnicodeError:
        return False


def _refuse_blank(file: Path) -> None:
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if chunk.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n,;|\"'"):
                return
    raise rules.refusal(rules.EMPTY)


def transcode(file: Path, encoding: str, into: Path, progress: Progress | None = None) -> int:
    """Write a text file in UTF-8, and return how many of its characters could not be read (they become �)."""
    known = {shown: name for name, shown in NAMES.items()}.get(encoding, encoding)
    decoder = codecs.getincrementaldecoder(known)("replace")
    size, done, bad = file.stat().st_size, 0, 0
    with file.open("rb") as stream, into.open("w", encoding="utf-8", newline="") as out:
        while chunk := stream.read(CHUNK):
            text = decoder.decode(chunk)
            bad += text.count("\ufffd")
            if "\0" in text:
                raise rules.refusal(rules.NULS, count=text.count("\0"), value=str(done + 1))
            out.write(text.removeprefix("\ufeff") if done == 0 else text)
            done += len(chunk)
            if progress:
                progress("transcoding", done, size)
        rest = decoder.decode(b"", final=True)
        bad += rest.count("\ufffd")
        out.write(rest)
    return bad
