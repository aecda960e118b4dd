"""Take a written address apart: the words that name a kind of place, and the names between them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from geo.places.folding import fold, readings

Kind = Literal["aimag", "soum", "district", "county", "city", "region"]

# English "district" stands for дүүрэг and for сум alike, so it is weaker ("county") than дүүрэг itself.
_KIND_WORDS: dict[Kind, str] = {
    "aimag": "аймаг аймгийн аймагт аймгаас аймгийг аймгаар аймагтай aimak province prov",
    "soum": "сум сумын суманд сумд сумаас сумыг сумаар сумтай sumiin soum soumiin sumon somon",
    "district": "дүүрэг дүүргийн дүүрэгт дүүргээс дүүргийг дүүргээр",
    "county": "district county",
    "city": "хот хотын хотод хотоос хотыг хотоор hotiin city town нийслэл нийслэлийн нийслэлд capital",
    "region": "бүс бүсийн бүсэд region",
}
_KINDS: dict[str, Kind] = {fold(word): kind for kind, words in _KIND_WORDS.items() for word in words.split()}
_SMALL_WORDS = frozenset({"of", "the"})

_COUNTRY = ("Mongolia", "Монгол", "Монгол Улс", "Монгол орон", "MNG", "MN")
_NO_PLACE = (
    "Total", "Grand total", "National", "National total", "Country", "Country total", "Whole country", "All",
    "Нийт", "Нийт дүн", "Дүн", "Бүгд", "Улс", "Улсын дүн", "Улсын хэмжээнд", "Улсын дундаж", "Average",
    "Дундаж", "Other", "Бусад", "Abroad", "Foreign", "Foreign country", "Гадаад", "Гадаад улс", "Unknown",
    "Тодорхойгүй", "Don't know", "Мэдэхгүй", "No answer", "Хариулаагүй", "None", "Nan", "Null", "N/A",
    "Missing", "Байхгүй", "Aimag", "Аймаг", "Province", "Soum", "Сум", "District", "Дүүрэг", "City", "Хот",
    "Town", "Region", "Бүс", "Aimags", "Soums", "Districts", "Regions", "Аймгууд", "Сумууд", "Rural", "Urban",
    "Хөдөө", "Орон нутаг",
)  # fmt: skip
_REGION = (
    "Western", "West", "Eastern", "East", "Northern", "North", "Southern", "South", "Central", "Gobi",
    "Khangai", "Баруун", "Зүүн", "Хойд", "Өмнөд", "Төвийн", "Говь", "Говийн", "Хангай", "Хангайн",
)  # fmt: skip

COUNTRY_KEYS = frozenset(map(fold, _COUNTRY))
NO_PLACE_KEYS = COUNTRY_KEYS | frozenset(map(fold, _NO_PLACE))
# A region's name alone stands for the region in official tables, even where a soum or an aimag has it too.
REGION_KEYS = frozenset(map(fold, _REGION))

_LONGEST = 200  # letters
_NUMBERED = re.compile(r"^\s*\d{1,5}\s*[.)]\s+")
_BREAK = re.compile(r"[,;/|()\[\]\n]+")
_SPACE = re.compile(r"[\s\-‐‑–—_.:]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One named place of an address: its words, and the kind of place written beside it, if any."""

    words: tuple[str, ...]
    kind: Kind | None = None

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def keys(self) -> tuple[str, ...]:
        return readings(self.words)


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text, between white space, hyphens, points and colons."""
    return tuple(word for word in _SPACE.split(text) if fold(word))


def parts(text: str) -> tuple[Part, ...]:
    """Return the places a text names, in its order.

    None when it has no letters, is too long to be an address, or its words of kind contradict each other.
    """
    if len(text) > _LONGEST:
        return ()
    found: list[Part] = []
    opened_alone = False
    for piece in _BREAK.split(_NUMBERED.sub("", text)):
        words = tuple(word for word in split_words(piece) if fold(word) not in _SMALL_WORDS)
        for part in _segments(words):
            if part.words:
                found.append(part)
            elif found and found[-1].kind in (None, part.kind):
                found[-1] = Part(found[-1].words, part.kind)
            elif found:
                return ()
            else:
                opened_alone = True
    if not found:
        whole = split_words(text)
        return (Part(whole),) if whole else ()
    if opened_alone:
        return ()
    return tuple(part for part in found if not COUNTRY_KEYS.issuperset(part.keys)) or (found[0],)


def _segments(words: tuple[str, ...]) -> Iterator[Part]:
    """Cut at the words of kind: before each when the text opens with one ("сум Булган"), else after each."""
    kinds = [_KINDS.get(fold(word)) for word in words]
    if kinds and kinds[0]:
        yield from _opened(zip(words, kinds, strict=True))
        return
    held: list[str] = []
    for word, kind in zip(words, kinds, strict=True):
        if kind:
            yield Part(tuple(held), kind)
            held = []
        else:
            held.append(word)
    if held:
        yield Part(tuple(held))


def _opened(words: Iterable[tuple[str, Kind | None]]) -> Iterator[Part]:
    held: list[str] = []
    opened: Kind | None = None
    for word, kind in words:
        if kind and held:
            yield Part(tuple(held), opened)
            held = []
        if kind:
            opened = kind
        else:
            held.append(word)
    yield Part(tuple(held), opened)
