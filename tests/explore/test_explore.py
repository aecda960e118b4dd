"""Rankings, standing and likeness on the built store."""

from __future__ import annotations

from pathlib import Path

import pytest

from explore.profile import series, standing
from explore.ranking import catalogue, ranking, warnings_for
from explore.similar import VARIABLES, similar, years_used
from store import builds, queries


@pytest.fixture
def build(built_store: Path) -> str:
    return builds.current()


def test_a_place_is_valued_or_missing_or_not_concerned(build: str) -> None:
    for code, indicator in catalogue(build).items():
        for level, years in (("aimag", indicator.aimag_years), ("soum", indicator.soum_years)):
            for year in years[-1:]:
                found = ranking(build, code, level, year)
                parts = (found.values.keys(), found.missing, found.not_applicable)
                assert sum(map(len, parts)) == {"aimag": 22, "soum": 339}[level], code
                assert len(set().union(*parts)) == sum(map(len, parts)), code


def test_equal_values_share_a_rank(build: str) -> None:
    found = ranking(build, "local_services_on_e_mongolia", "aimag", 2022)
    for place, value in found.values.items():
        assert found.rank(place) == 1 + sum(other > value for other in found.values.values())
    assert found.rank("MN-1") is None and "MN-1" in found.not_applicable


def test_a_standing_has_only_peers_of_its_own_grouping(build: str) -> None:
    found = standing(build, "net_migration_rate", "R2001-western", "region")
    assert found is not None
    assert {place[:5] for place in found.peers} == {"R2001"} and len(found.peers) == 5
    assert len(standing(build, "net_migration_rate", "R2024-gobi", "region").peers) == 7  # type: ignore[union-attr]


def test_likeness_is_mutual_in_distance_and_leaves_the_capital_out(build: str) -> None:
    used = years_used(build)
    assert set(used) == set(VARIABLES)
    first, second = (
        {item.aimag: item for item in similar(build, aimag, nearest=20)} for aimag in ("MN-046", "MN-037")
    )
    assert first["MN-037"].distance == pytest.approx(second["MN-046"].distance)
    for found in (first, second):
        assert len(found) == 20 and "MN-1" not in found
        assert all(len(item.alike) == 3 for item in found.values())
    assert similar(build, "MN-1") == ()


def test_warnings_are_those_of_the_place_and_year(build: str) -> None:
    codes = {
        w.warning if hasattr(w, "warning") else w.code
        for w in warnings_for(build, "migration_net", place="MN-1", year=2018)
    }
    assert codes == {"registered_moves_only", "registration_ban"}
    assert "election_pause" in {
        w.code for w in warnings_for(build, "migration_net", place="MN-046", year=2020)
    }


def test_series_rise_in_years(build: str) -> None:
    for indicator in queries.indicators(build):
        years = [year for year, _ in series(build, indicator.code, "aimag", "MN-046")]
        assert years == sorted(set(years))
