"""From the files a person has, in any edition and format of COD-AB Mongolia, to one layer per level."""

from __future__ import annotations

import gzip
import re
import shutil
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

import geopandas
import numpy
import pyogrio
import shapely
from shapely.errors import ShapelyError

from etl.boundaries.kept import BoundaryError

_DATASETS = {".geojson", ".json", ".gpkg", ".shp"}
_UNREADABLE = (RuntimeError, ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error, ShapelyError)
_FORMATS = "GeoJSON, GeoPackage, Shapefile or FileGDB, also zipped or gzipped"


@dataclass(frozen=True)
class Layer:
    """The units of one level as one layer of a file has them, in the order of the file, in EPSG:4326."""

    level: str
    where: str
    code_column: str
    codes: list[str]
    aimags: list[str] | None
    shapes: numpy.ndarray[Any, Any]
    crs: str
    sources: list[str]


def read(paths: list[Path], scratch: Path) -> tuple[list[Layer], list[str]]:
    """Read every layer that has aimags or soums, and say in sentences what could not be read.

    `scratch` is an empty folder for what has to be unpacked.
    """
    layers: list[Layer] = []
    problems: list[str] = []
    for number, path in enumerate(paths):
        before = len(layers), len(problems)
        seen: list[str] = []
        try:
            for dataset in _datasets(path, scratch / str(number)):
                _read_dataset(dataset, path, layers, problems, seen)
        except _UNREADABLE as error:
            problems.append(_unreadable(path.name, error))
        except BoundaryError as error:
            problems.extend(error.problems)
        if (len(layers), len(problems)) == before:
            columns = f" It has {'; '.join(seen)}." if seen else ""
            problems.append(
                f"{path.name}: no polygons with aimag or soum codes were found.{columns} Give {_FORMATS}, "
                "with the codes in a column ADM1_PCODE or ADM2_PCODE (or admin1Pcode, adm2_pcode, pcode)."
            )
    return _one_layer_a_level(layers, problems), problems


def provenance(paths: list[Path]) -> list[dict[str, str]]:
    """The name and SHA-256 of every file that was read; a shapefile or FileGDB is several files."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(part for part in path.rglob("*") if part.is_file())
        elif path.suffix.lower() == ".shp":
            files += sorted(part for part in path.parent.iterdir() if part.stem == path.stem)
        else:
            files.append(path)
    found = []
    for file in files:
        with file.open("rb") as content:
            found.append({"file": file.name, "sha256": file_digest(content, "sha256").hexdigest()})
    return found


def _datasets(path: Path, scratch: Path) -> Iterator[Path]:
    """Every dataset in a file, archive or folder; archives within archives too."""
    if path.is_dir():
        if any(path.glob("*.gdbtable")):
            yield path
            return
        parts = [p for p in sorted(path.iterdir()) if not p.name.startswith((".", "__MACOSX"))]
        for number, part in enumerate(parts):
            if part.is_dir() or part.suffix.lower() in _DATASETS | {".zip", ".gz"}:
                yield from _datasets(part, scratch / str(number))
        return
    if path.stat().st_size == 0:
        raise BoundaryError(f"{path.name} is empty (0 bytes). Copy or download it again.")
    with path.open("rb") as file:
        start = file.read(4)
    scratch.mkdir(parents=True, exist_ok=True)
    if start[:2] == b"\x1f\x8b":
        unpacked = scratch / (path.stem if path.suffix == ".gz" else f"{path.name}.geojson")
        with gzip.open(path) as packed, unpacked.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        yield from _datasets(unpacked, scratch / "gz")
    elif start == b"PK\x03\x04":
        # GDAL knows a FileGDB by the name of its folder, which some archives of the publisher leave out.
        folder = scratch / f"{path.stem.removesuffix('.gdb')}.gdb"
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
        yield from _datasets(folder, scratch / "zip")
    elif path.suffix.lower() in (".zip", ".gz"):
        raise ValueError("it is no archive")
    else:
        yield path


def _read_dataset(
    dataset: Path, given: Path, layers: list[Layer], problems: list[str], seen: list[str]
) -> None:
    for name, kind in pyogrio.list_layers(dataset):
        where = given.name if name in given.name else f"{given.name}, layer {name}"
        if kind is None or "Point" in kind or "Line" in kind:
            continue
        try:
            info = pyogrio.read_info(dataset, layer=name)
            level, code, aimag = _columns(list(info["fields"]))
            if level is None:
                seen.append(f"layer {name} with columns {', '.join(info['fields']) or '(none)'}")
                continue
            source = next((field for field in info["fields"] if field.lower() == "source"), None)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # What GDAL warns of, the checks say in plainer words.
                frame = pyogrio.read_dataframe(
                    dataset, layer=name, columns=[column for column in (code, aimag, source) if column]
                )
            layers.append(_layer(frame, level, where, (code, aimag, source)))
        except _UNREADABLE as error:
            problems.append(_unreadable(where, error))


def _columns(fields: list[str]) -> tuple[str | None, str, str | None]:
    """The level of a layer, its code column and, for soums, the column of the aimag code."""

    def find(pattern: str) -> str | None:
        return next((field for field in fields if re.fullmatch(pattern, field.strip(), re.IGNORECASE)), None)

    # A shapefile cuts names at ten characters, so admin2Pcode arrives as admin2Pcod.
    bag, soum, aimag = (find(rf"adm(in)?_?{number}_?p_?code?") for number in (3, 2, 1))
    plain = find("pcode")
    if bag:
        return None, "", None
    if soum:
        return "soum", soum, aimag
    if plain:
        return ("soum" if aimag else "aimag"), plain, aimag
    return ("aimag", aimag, None) if aimag else (None, "", None)


def _layer(
    frame: geopandas.GeoDataFrame, level: str, where: str, columns: tuple[str, str | None, str | None]
) -> Layer:
    code, aimag, source = columns
    crs = "no coordinate system" if frame.crs is None else f"{frame.crs.name} ({frame.crs.to_string()[:40]})"
    frame = frame.set_crs(4326) if frame.crs is None else frame.to_crs(4326)
    return Layer(
        level,
        where,
        code,
        _texts(frame[code]),
        _texts(frame[aimag]) if aimag and level == "soum" else None,
        shapely.force_2d(numpy.asarray(frame.geometry.values, dtype=object)),
        crs,
        sorted(set(frame[source].dropna().astype(str))) if source else [],
    )


def _texts(column: Any) -> list[str]:
    """Codes in capitals without spaces; an empty text where there is none."""
    return [text.strip().upper() for text in column.astype("string").fillna("")]


def _one_layer_a_level(layers: list[Layer], problems: list[str]) -> list[Layer]:
    kept = []
    for level in ("aimag", "soum"):
        found = [layer for layer in layers if layer.level == level]
        if len(found) > 1:
            # The publisher adds twins (…_em) whose outer border follows that of the neighbour countries.
            found = [layer for layer in found if not re.search(r"_em(\.\w+)?$", layer.where)] or found
        if len(found) > 1:
            places = " and in ".join(layer.where for layer in found)
            problems.append(f"The {level}s are there {len(found)} times: in {places}. Give one of them only.")
        else:
            kept += found
    return kept


def _unreadable(where: str, error: BaseException) -> str:
    reason = " ".join(str(error).split()).split(".; ")[0]  # After it GDAL explains its own options.
    reason = re.sub(r"(/[^\s':]+)+/", "", reason).strip(". ")[:200] or type(error).__name__
    return (
        f"{where} cannot be read ({reason}). It is cut short, damaged or of another kind than its name says: "
        f"download it again; it must be {_FORMATS}."
    )
