"""The places of Mongolia by every code and every folded name under which each is found."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from geo.places.folding import name_keys, plain
from geo.places.tables import FOLDER, Place, Spelling, read
from geo.places.wording import split_words


@dataclass(frozen=True, slots=True)
class Name:
    """One way to reach a place: its own name or its town's, as written or only with a letter dropped."""

    code: str
    town: bool = False
    dropped: bool = False


class Gazetteer:
    """Places by code, by all codes in use, and by the folded keys of all their names."""

    def __init__(self, places: Iterable[Place], spellings: Iterable[Spelling]) -> None:
        self.places: dict[str, Place] = {place.code: place for place in places}
        self.official: dict[str, frozenset[str]] = {
            place.code: frozenset(map(official_form, place.names)) for place in self.places.values()
        }
        self.by_code: dict[str, tuple[str, ...]] = {}
        for place in self.places.values():
            for code in (place.code, *place.codes):
                self.by_code[code] = tuple(sorted({*self.by_code.get(code, ()), place.code}))
        self.by_key: dict[str, tuple[Name, ...]] = {}
        own = (Spelling(place.code, name) for place in self.places.values() for name in place.names)
        every = (*own, *spellings)
        self._index(every)
        # Names of several words, each word folded.
        self.written_apart: frozenset[tuple[str, ...]] = frozenset(
            words
            for spelling in every
            if len(written := split_words(spelling.text)) > 1
            for words in product(*map(name_keys, written))
        )

    def _index(self, spellings: Iterable[Spelling]) -> None:
        only_dropped: dict[str, dict[tuple[str, bool], bool]] = defaultdict(dict)
        for spelling in spellings:
            for key, dropped in name_keys(spelling.text).items():
                reached = only_dropped[key]
                reached[spelling.code, spelling.town] = dropped and reached.get(
                    (spelling.code, spelling.town), True
                )
        for key, reached in only_dropped.items():
            self.by_key[key] = tuple(
                Name(code, town, dropped) for (code, town), dropped in sorted(reached.items())
            )

    @classmethod
    def read(cls, folder: Path = FOLDER) -> "Gazetteer":
        """Read the tables of places in a folder.

        Raises:
            PlacesError: a file or column is missing, or a spelling is of no known place or kind.
        """
        return cls(*read(folder))


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the places kept with the product."""
    return Gazetteer.read()


def official_form(text: str) -> str:
    """Return text as official names are compared: case, white space and hyphens made even."""
    return plain(text.replace("-", " "))
