"""Which of the one-byte encodings a text is in, told from its letters.

Guessers made for pages of text are unsure over what a survey holds: numbers, and words of one or two names. Here a
text is read in each encoding, and the reading that looks most like words is taken: the letters that Mongolian and
Russian use most, no capital behind a small letter, no Latin letter inside a Cyrillic word, no sign that nobody writes.
"""

from __future__ import annotations

import itertools
import re

# In the order in which they are taken when nothing tells them apart.
NAMES = {
    "cp1251": "windows-1251",
    "cp866": "cp866",
    "koi8_r": "koi8-r",
    "mac_cyrillic": "x-mac-cyrillic",
    "cp1252": "windows-1252",
}
SAMPLE = 1 << 14
DOUBTFUL = 0.5  # badness from which a text is in none of them: words are below 0, chance bytes above 1
_WORD = re.compile(r"[^\s\d,;|\"'.()]+")
_SIGNS = frozenset("№«»–—“”’…₮°§")
_OFTEN = frozenset("аэоуиєїнлрдтгсбхАЭОУИЄЇНЛРДТГСБХ")
_SELDOM = frozenset("ъщфюпёцЪЩФЮПЁЦ")


def of_one_byte(sample: bytes) -> str | None:
    """Return the encoding of a text with letters beyond ASCII, by its usual name; None when it is in none of them."""
    found = []
    for place, codec in enumerate(NAMES):
        try:
            text = sample[:SAMPLE].decode(codec)
        except UnicodeDecodeError:
            continue
        found.append((badness(text), place, codec))
    worst, _, codec = min(found, default=(DOUBTFUL, 0, ""))
    return NAMES[codec] if worst < DOUBTFUL else None


def badness(text: str) -> float:
    """Return how little a text looks like words, per letter of the words that are not ASCII."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(_badness, words)) / max(1, sum(map(len, words)))


def _badness(word: str) -> float:
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in word)
    latin = sum(letter < "Ѐ" and letter.isalpha() for letter in word)
    signs = sum(not (letter.isascii() or letter.isalpha() or letter in _SIGNS) for letter in word)
    capitals = sum(a.islower() and b.isupper() for a, b in itertools.pairwise(word))
    often = sum(letter in _OFTEN for letter in word)
    seldom = sum(letter in _SELDOM for letter in word)
    accented = sum(not letter.isascii() and letter < "Ѐ" and letter.isalpha() for letter in word)
    return 3 * signs + 2 * capitals + min(cyrillic, latin) + 0.5 * seldom + 0.1 * accented - 0.3 * often
