"""The steps of `python -m etl boundaries`: read, check, generalise, keep, and build again."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy
import shapely

from etl.boundaries import publisher
from etl.boundaries.checks import problems
from etl.boundaries.kept import CREDIT, LICENCE, BoundaryError, BoundarySet, keep
from etl.boundaries.official import aimags, soums
from etl.boundaries.reading import Layer, provenance, read
from etl.boundaries.shapes import (
    MOST_GZIP_BYTES,
    TOLERANCES_DEG,
    Shapes,
    dissolve,
    draw,
    geojson,
    gzip_bytes,
    join,
)
from store.builds import store_root


def run(argv: list[str], rebuild: Callable[[], str] | None = None) -> int:
    """Run the command; see `etl.boundaries.main`."""
    wanted = _parser().parse_args(argv)
    absent = [path for path in wanted.files if not path.exists()]
    for path in absent:
        print(f"{path}: there is no such file. Give the path of a boundary file.", file=sys.stderr)
    if absent:
        return 2
    try:
        with tempfile.TemporaryDirectory(prefix="boundaries-") as scratch:
            files = wanted.files or _downloaded(Path(scratch) / "download", wanted.publisher)
            made = import_boundaries(store_root(), files, Path(scratch) / "unpacked")
    except BoundaryError as error:
        if len(error.problems) > 1:
            print(f"Nothing was imported: {len(error.problems)} problems.", file=sys.stderr)
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"Nothing was imported: {error.filename or 'the disk'}: {error.strerror or error}. "
            "Make room or check the permissions; the earlier boundaries stay in use.",
            file=sys.stderr,
        )
        return 1
    print(_summary(made))
    if rebuild:
        _say("Building the store again")
        print(rebuild())
    return 0


def import_boundaries(root: Path, files: list[Path], scratch: Path) -> BoundarySet:
    """Import boundaries from files into the store; BoundaryError names all that is wrong."""
    _say(f"Reading {', '.join(path.name for path in files)}")
    layers, wrong = read(files, scratch)
    _say("Checking codes, shapes, borders and areas")
    layers = [_joined(layer) for layer in layers]
    wrong += problems(layers)
    if wrong:
        raise BoundaryError(*wrong)
    _say("Generalising with shared borders kept")
    layer = layers[-1]
    for tolerance in TOLERANCES_DEG:
        drawing = draw(layer.shapes, tolerance)
        contents = _contents(layer, drawing.shapes)
        faults = drawing.faults() + _too_large(contents)
        if not faults:
            break
    else:
        raise BoundaryError(f"{layer.where} cannot be generalised for the screen: {'; '.join(faults)}.")
    about = {
        "credit": CREDIT,
        "licence": LICENCE,
        "sources": provenance(files),
        "layers": {layer.level: {"where": layer.where, "read_as": layer.crs} for layer in layers},
        "units": {level: len(codes) for level, (codes, _) in _levels(layer, drawing.shapes).items()},
        "tolerance_deg": drawing.tolerance_deg,
        "worst_area_change": {
            "code": layer.codes[drawing.worst],
            "percent": round(drawing.worst_area_change_pct, 2),
        },
        "files": {
            name: {"bytes": len(content), "gzip_bytes": gzip_bytes(content)}
            for name, content in contents.items()
        },
    }
    return keep(root, contents, about)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl boundaries",
        description="Import the official aimag and soum boundaries (COD-AB Mongolia), check and generalise "
        "them, and put them into use. With no FILE they are downloaded from their publisher.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="GeoJSON, GeoPackage, Shapefile or FileGDB, also zipped or gzipped; the soums alone are enough",
    )
    parser.add_argument(
        "--publisher",
        default=publisher.DATASET,
        metavar="URL",
        help="another address of the dataset's CKAN record (default: %(default)s)",
    )
    return parser


def _downloaded(folder: Path, dataset: str) -> list[Path]:
    _say(f"Asking {dataset}")
    return publisher.download(folder, dataset)


def _joined(layer: Layer) -> Layer:
    areas = numpy.isin(
        shapely.get_type_id(layer.shapes), (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
    )
    if not (areas & shapely.is_valid(layer.shapes)).all():
        return layer  # The checks say what is not an area, or not a valid one.
    return replace(layer, shapes=join(layer.shapes))


def _levels(layer: Layer, shapes: Shapes) -> dict[str, tuple[list[str], Shapes]]:
    """Each level in the order of P-codes; aimags are dissolved from soums, so the two nest exactly."""
    iso = {code: aimag.iso for code, aimag in aimags().items()}
    order = sorted(range(len(layer.codes)), key=layer.codes.__getitem__)
    codes, shapes = [layer.codes[index] for index in order], shapes[order]
    if layer.level == "aimag":
        return {"aimag": ([iso[code] for code in codes], shapes)}
    aimag_codes, aimag_shapes = dissolve(shapes, [soums()[code].aimag for code in codes])
    return {"aimag": ([iso[code] for code in aimag_codes], aimag_shapes), "soum": (codes, shapes)}


def _contents(layer: Layer, shapes: Shapes) -> dict[str, bytes]:
    return {f"{level}.geojson": geojson(*drawn) for level, drawn in _levels(layer, shapes).items()}


def _too_large(contents: dict[str, bytes]) -> list[str]:
    return [
        f"{name} takes {gzip_bytes(content):,} bytes gzipped, at most {most:,} are allowed"
        for name, content in contents.items()
        if gzip_bytes(content) > (most := MOST_GZIP_BYTES[name.removesuffix(".geojson")])
    ]


def _summary(made: BoundarySet) -> str:
    units = made.note["units"]
    worst = made.note["worst_area_change"]
    what = f"{units['aimag']} aimags" + (f" and {units['soum']} soums" if made.soum else "")
    sentence = (
        f"Boundaries of {what} are in use (set {made.id}); generalising changed no area "
        f"by more than {worst['percent']:.2f} % ({worst['code']})."
    )
    if not made.soum:
        sentence += (
            "\nSoum boundaries are missing: soum figures stay symbols at their centres. "
            "Give a file with ADM2 to have them."
        )
    return sentence


def _say(text: str) -> None:
    print(f"{text} …", file=sys.stderr, flush=True)
