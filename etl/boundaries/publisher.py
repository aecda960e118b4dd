"""The dataset from its publisher: Humanitarian Data Exchange, dataset cod-ab-mng (CKAN API)."""

from __future__ import annotations

import json
import re
import sys
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from etl.boundaries.kept import BoundaryError

DATASET = "https://data.humdata.org/api/3/action/package_show?id=cod-ab-mng"
_PAGE = "https://data.humdata.org/dataset/cod-ab-mng"
_FORMATS = {
    "GeoJSON": "geojson",
    "Shapefile": "shp|shape",
    "GeoPackage": "geopackage",
    "FileGDB": "geodatabase",
}
_TIMEOUT_SECONDS = 30
_PIECE = 1 << 18


def download(folder: Path, dataset: str = DATASET) -> list[Path]:
    """Download the boundaries into a folder, in the first of the formats that the publisher offers.

    Raises BoundaryError, in one sentence, when there is no network or no such dataset.
    """
    try:
        with _open(dataset) as answer:
            resources = json.load(answer)["result"]["resources"]
        chosen = _chosen(resources)
        if not chosen:
            raise BoundaryError(
                f"{dataset} offers none of {', '.join(_FORMATS)}. See {_PAGE} and give a file: "
                "python -m etl boundaries FILE"
            )
        return [_fetch(resource["url"], folder / str(number)) for number, resource in enumerate(chosen)]
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        raise BoundaryError(
            f"The boundaries cannot be downloaded from {urlsplit(dataset).netloc or dataset} "
            f"({_reason(error)}): connect to the internet, or download the GeoJSON from {_PAGE} on another "
            "machine and run python -m etl boundaries FILE"
        ) from None


def _chosen(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for pattern in _FORMATS.values():
        found = [resource for resource in resources if re.search(pattern, resource["format"], re.IGNORECASE)]
        if found:
            return found
    return []


def _fetch(url: str, folder: Path) -> Path:
    folder.mkdir(parents=True)
    path = folder / (Path(unquote(urlsplit(url).path)).name or "boundaries")
    with _open(url) as answer, path.open("wb") as file:
        expected = int(answer.headers.get("Content-Length") or 0)
        while piece := answer.read(_PIECE):
            file.write(piece)
            whole = f" of {expected / 1e6:.1f}" if expected else ""
            progress = f"\rDownloading {path.name}: {file.tell() / 1e6:.1f}{whole} MB"
            print(progress, end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        if expected and file.tell() != expected:
            raise OSError(f"{path.name} broke off after {file.tell()} of {expected} bytes")
    return path


def _open(url: str) -> Any:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError(f"not an address of the web: {url[:80]}")
    return urlopen(Request(url, headers={"User-Agent": "nutag"}), timeout=_TIMEOUT_SECONDS)


def _reason(error: Exception) -> str:
    if isinstance(error, HTTPError):
        return f"it answered {error.code} {error.reason}"
    if isinstance(error, URLError):
        return f"no connection: {getattr(error.reason, 'strerror', None) or error.reason}"
    if isinstance(error, (KeyError, TypeError, json.JSONDecodeError)):
        return "its answer is not that of a CKAN dataset"
    return str(error) or type(error).__name__
