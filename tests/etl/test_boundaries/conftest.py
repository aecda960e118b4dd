"""Real boundaries to import, and a place to import them into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pytest

from etl.boundaries import BoundarySet, current, main

GEO = Path(__file__).resolve().parents[4] / "shared" / "geo"


@pytest.fixture(scope="session")
def geo() -> Path:
    """The folder of the real boundaries."""
    if not (GEO / "mng_adm2_full.geojson.gz").is_file():
        pytest.skip(f"the real boundaries are not here: {GEO}")
    return GEO


@pytest.fixture(scope="session")
def all_soums(geo: Path) -> geopandas.GeoDataFrame:
    return geopandas.read_file(geo / "mng_adm2_light.geojson")


@pytest.fixture(scope="session")
def all_aimags(geo: Path) -> geopandas.GeoDataFrame:
    return geopandas.read_file(geo / "mng_adm1_light.geojson")


@pytest.fixture
def soums(all_soums: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The 339 soums, free to be changed."""
    return all_soums.copy()


@pytest.fixture
def aimags(all_aimags: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The 22 aimags, free to be changed."""
    return all_aimags.copy()


@dataclass(frozen=True)
class Run:
    """What one run of the command answered and left in the store."""

    status: int
    out: str
    problems: list[str]
    made: BoundarySet | None


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store that the command writes to."""
    folder = tmp_path / "store"
    monkeypatch.setenv("NUTAG_STORE", str(folder))
    return folder


@pytest.fixture
def import_files(store: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Run `python -m etl boundaries` with these arguments."""

    def run(*arguments: str | Path) -> Run:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        problems = [line for line in printed.err.splitlines() if not line.endswith("…")]
        return Run(status, printed.out, problems, current(store))

    return run
