"""How values are classed for a map, as one code in the address: `jenks-5`, `quantile-4-year`, `manual:-20,0,5`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from geo.breaks import EdgesError, Method, checked_edges

METHODS: tuple[Method, ...] = get_args(Method)
COUNTS = (3, 4, 5, 6, 7)
DEFAULT = "jenks-5"


@dataclass(frozen=True)
class Classes:
    """A way to class values; with `each_year` the edges follow the year shown, else they hold for all years."""

    method: Method
    count: int = 5
    each_year: bool = False
    edges: tuple[float, ...] = ()

    @property
    def code(self) -> str:
        """The code that stands in the address."""
        if self.method == "manual":
            return "manual:" + ",".join(f"{edge:g}" for edge in self.edges)
        return f"{self.method}-{self.count}" + ("-year" if self.each_year else "")


def parse(code: str) -> Classes:
    """The classes a code stands for. Raises ValueError, or EdgesError for edges that do not rise."""
    if code.startswith("manual:"):
        edges = [
            part.strip() for part in code.removeprefix("manual:").replace(";", ",").split(",") if part.strip()
        ]
        return Classes("manual", len(edges) + 1, edges=tuple(checked_edges(edges)))
    method, _, rest = code.partition("-")
    count, _, scope = rest.partition("-")
    found = next((known for known in METHODS if known == method and known != "manual"), None)
    if found is None or not count.isdecimal() or int(count) not in COUNTS or scope not in ("", "year"):
        raise ValueError(f"There are no classes {code!r}.")
    return Classes(found, int(count), scope == "year")


__all__ = ["COUNTS", "DEFAULT", "METHODS", "Classes", "EdgesError", "parse"]
