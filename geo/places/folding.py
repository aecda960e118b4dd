"""Fold a written name to a key that its Cyrillic and Latin spellings share.

The key is Latin and lower case, one letter per sound (`C` is ч, `S` is ш), without spaces, hyphens or
apostrophes. Two classes of round vowels stay apart, `o` (о ө o ö) and `u` (у ү u ü): folded together they
would let Тэшиг, mistyped as Тошиг, become Түшиг. Only ө is written both ways (Төв: Tov, Tuv), so a name of
the gazetteer has a key with each, while what a person writes is taken as it stands.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import product

_CYRILLIC = {
    "а": "a", "б": "b", "в": "w", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ү": "u", "ф": "f", "х": "x", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "i",
    "ы": "i", "ь": "i", "э": "e", "ю": "yu", "я": "ya",
    "є": "o", "ї": "u", "ѳ": "o", "ұ": "u", "і": "i",  # stand for ө and ү in old fonts and code pages
}  # fmt: skip
_OTHER_LETTERS = {"č": "ch", "š": "sh", "ž": "zh", "ı": "i", "ø": "o", "ɵ": "o", "θ": "o"}
_TO_LATIN = str.maketrans(_CYRILLIC | _OTHER_LETTERS)

_AS_CYRILLIC = str.maketrans("abcehkmoptxyviöüïøɵθ", "авсенкмортхуүіөүїөөө")
_AS_LATIN = str.maketrans("авсенкмортхуіөүєї", "abcehkmoptxyiouou")

_SOUNDS = {
    "dzh": "j", "dj": "j", "zh": "j", "dz": "z", "ch": "C", "sh": "S", "kh": "h", "x": "h", "w": "v",
    "ye": "e", "y": "i",
}  # fmt: skip
_SOUND = re.compile(r"t*ts(?!h)|t*c(?!h)|dzh|dj|zh|dz|ch|sh|kh|ye|[xwy]")
_V_FOR_U = re.compile(r"(?<=[^aeiouy])v+(?=[^aeiouy]|$)")
_VOWEL = re.compile("[aeiou]")
_NOT_IN_WORD = re.compile(r"[^\w]|_")
_IS_CYRILLIC = re.compile("[\u0400-\u04ff]")
_IS_LATIN = re.compile("[a-z\u00df-\u024f]")

# What a name of the gazetteer may lose or change in writing: Ноён/Ноен, Говь/Гов/Гови, Шарынгол/Shariin gol.
_WRITTEN_BOTH_WAYS = {"ө": ("ө", "ү"), "ё": ("ё", "е"), "ь": ("и", ""), "ъ": ("и", ""), "ы": ("ы", "ий")}
_TWO_WAYS = re.compile("([өёьъы])")
_DOUBLED = re.compile(r"(ii|([b-df-hj-np-tv-zCS])\2)")


def plain(text: str) -> str:
    """Return text with compatible characters, case and white space made even, and nothing else changed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def fold(text: str) -> str:
    """Return the key of a text, each letter read in the script it is typed in."""
    latin = plain(text).translate(_TO_LATIN)
    bare = "".join(c for c in unicodedata.normalize("NFD", latin) if not unicodedata.combining(c))
    letters = _NOT_IN_WORD.sub("", bare)
    if _VOWEL.search(letters):  # "Svkhbaatar"; but "Khvd" is Khovd without its vowel
        letters = _V_FOR_U.sub(lambda found: "u" * len(found[0]), letters)
    return _SOUND.sub(lambda found: _SOUNDS.get(found[0], "c"), letters).replace("gobi", "govi")


def readings(words: Iterable[str]) -> tuple[str, ...]:
    """Return the keys that written words may stand for, more than one only where a word mixes scripts."""
    choices = zip(*map(_in_each_script, words), strict=True)
    return tuple(sorted({fold("".join(choice)) for choice in choices}))


def _in_each_script(word: str) -> tuple[str, str, str]:
    """Return the word as typed, and with look-alikes brought into Cyrillic and into Latin if it mixes scripts."""
    word = plain(word)
    as_cyrillic, as_latin = word.translate(_AS_CYRILLIC), word.translate(_AS_LATIN)
    mixed = _IS_CYRILLIC.search(word) and _IS_LATIN.search(word)
    return (
        word,
        as_cyrillic if mixed and not _IS_LATIN.search(as_cyrillic) else word,
        as_latin if mixed and not _IS_CYRILLIC.search(as_latin) else word,
    )


def name_keys(name: str) -> dict[str, bool]:
    """Return every key under which a name is found, and whether only a dropped letter leads to it.

    Letters are dropped from a doubled consonant (Tsagaannuur) and from -ii (Khentii).
    """
    written = {fold(spelling) for spelling in _choices(_TWO_WAYS.split(plain(name)), _WRITTEN_BOTH_WAYS)}
    dropped = {key for spelling in written for key in _single_or_double(spelling)} - written
    return dict.fromkeys(sorted(written), False) | dict.fromkeys(sorted(dropped), True)


def _choices(pieces: list[str], ways: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {"".join(choice) for choice in product(*(ways.get(piece, (piece,)) for piece in pieces))}


def _single_or_double(key: str) -> set[str]:
    pieces = _DOUBLED.split(key)
    del pieces[2::3]
    return _choices(pieces, {piece: (piece, piece[0]) for piece in pieces[1::2]})
