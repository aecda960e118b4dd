"""Letters that stand in for Ө and Ү, or look like Cyrillic ones, put right in words that are Mongolian.

Windows-1251 has no Ө and Ү. Old files carry Є є for Ө ө and Ї ї for Ү ү there (or Ѳ, ɵ, θ; v for ү), and keep them
through every later conversion. Є and Ї are letters of Ukrainian too, so:

- a word stays when it, or its cell, has і or ґ; when a vowel or an apostrophe stands right before Є or Ї, as in має and
  Україна and as in no Mongolian word; and when it is є or ї alone, without a full stop;
- the whole file stays when a third or more of its words with Є or Ї are of that kind: it is Ukrainian.

A word that mixes Cyrillic with Latin letters that look alike (Увc with a Latin c) becomes Cyrillic; v is ү; y is ү in
a word whose other vowels are front ones (yнэ), and у otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from etl.intake.reading.cells import Cells
from etl.intake.reading.words import STANDING

BATCH = 50_000
CONTEXT = 20_000  # cells from which the language of a file is told
FOREIGN_SHARE = 1 / 3  # of words with Є or Ї, from which a file is Ukrainian
TABLE = "letters"

_STAND_INS = str.maketrans("ЄєЇїѲѳɵƟθΘ", "ӨөҮүӨөөӨөӨ")
_ALIKE = str.maketrans("aceopxvkABCEHKMOPTXV", "асеорхүкАВСЕНКМОРТХҮ")
_Y_BACK, _Y_FRONT = str.maketrans("yY", "уУ"), str.maketrans("yY", "үҮ")
_WORD = re.compile(r"[\u0400-\u04ffA-Za-zɵƟθΘ'’ʼ]+\.?")
_UKRAINIAN_CELL = re.compile("[іІґҐ]")
_FOREIGN_WORD = re.compile("[аоуэиеяюёыАОУЭИЕЯЮЁЫ'’ʼ][ЄєЇї]|^['’ʼ]*[єї]['’ʼ]*$|^[ЄЇ]$")
_UKRAINIAN_LETTER = re.compile("[ЄєЇї]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_FRONT, _BACK = re.compile("[эөүЭӨҮ]"), re.compile("[аоуяёыАОУЯЁЫaoAO]")


@dataclass
class Restored:
    """What was restored: the columns whose cells changed, how many letters in all, an example from the first."""

    mongolian: bool = True
    letters: int = 0
    places: list[int] = field(default_factory=list)
    example: str | None = None

    def text(self, written: str) -> str:
        """Return a name or a label as the cells of this file are restored."""
        return restored(written, self.mongolian)


def restored(cell: str, mongolian: bool = True) -> str:
    """Return a cell with its letters put right; `mongolian` is false for a file whose Є and Ї are Ukrainian."""
    keeps = not mongolian or _UKRAINIAN_CELL.search(cell) is not None
    return _WORD.sub(lambda found: _word(found[0], keeps), cell)


def _word(word: str, keeps: bool) -> str:
    if not _CYRILLIC.search(word):
        return word
    if not keeps and not _FOREIGN_WORD.search(word):
        word = word.translate(_STAND_INS)
    if _LATIN.search(word):
        cyrillic = word.translate(_ALIKE)
        front = _FRONT.search(cyrillic) and not _BACK.search(cyrillic)
        cyrillic = cyrillic.translate(_Y_FRONT if front else _Y_BACK)
        word = word if _LATIN.search(cyrillic) else cyrillic
    return word


def is_mongolian(cells: Iterable[str]) -> bool:
    """Return whether Є and Ї stand for Ө and Ү in these cells."""
    words: Counter[bool] = Counter()
    for cell in cells:
        foreign_cell = _UKRAINIAN_CELL.search(cell) is not None
        for word in set(_WORD.findall(cell)):
            if _UKRAINIAN_LETTER.search(word):
                words[foreign_cell or _FOREIGN_WORD.search(word) is not None] += 1
    return words[True] < FOREIGN_SHARE * words.total() if words else True


def restore(cells: Cells, places: Sequence[int], names: Iterable[str]) -> Restored:
    """Write the cells of these columns that change, with what they become, into the table TABLE of the connection.

    `names` of columns help to tell the language of the file.
    """
    found = Restored()
    cells.connection.execute(f"CREATE OR REPLACE TEMP TABLE {TABLE} (written VARCHAR, restored VARCHAR)")
    context = [*names] + [cell for place in places for cell, _ in cells.matching(place, STANDING, CONTEXT)]
    found.mongolian = is_mongolian(context)
    for place in places:
        changed = 0
        for batch in cells.batches(place, STANDING, BATCH):
            pairs = [(cell, restored(cell, found.mongolian), count) for cell, count in batch]
            pairs = [pair for pair in pairs if pair[0] != pair[1]]
            if not pairs:
                continue
            changed += sum(count * _differing(cell, new) for cell, new, count in pairs)
            found.example = found.example or f"{pairs[0][0]} → {pairs[0][1]}"[:100]
            table = pa.table({"written": [p[0] for p in pairs], "restored": [p[1] for p in pairs]})
            cells.connection.register("batch", table)
            cells.connection.execute(f"INSERT INTO {TABLE} SELECT * FROM batch")
            cells.connection.unregister("batch")
        if changed:
            found.places.append(place)
            found.letters += changed
    if len(found.places) > 1:  # one cell may stand in several columns
        cells.connection.execute(f"CREATE OR REPLACE TEMP TABLE {TABLE} AS SELECT DISTINCT * FROM {TABLE}")
    return found


def _differing(cell: str, new: str) -> int:
    return sum(a != b for a, b in zip(cell, new, strict=True))
