from __future__ import annotations

import pytest

from graphmodel.index.index import Index
from graphmodel.model.errors import UsageError
from tests.conftest import index
from tests.unit.analyses.conftest import ask, cells

FILES = {
    "products.csv": "id,availability\nshop,99.8\nwiki,99.9\nblog,99.9\nfree,\n",
    "services.csv": "id,availability,own_availability\na,,99\nb,,98\nroom,99.9,\nquiet,,\n",
    "dependencies.csv": "service,depends_on,strength,group\nshop,a,,g\nshop,b,,g\na,room,,\nb,room,,\n"
    "wiki,a,,\nwiki,room,,\nblog,quiet,,\nfree,room,,\n",
}
ROW = ("id", "modelled", "promised", "low", "high", "exact", "verdict")


@pytest.fixture
def small() -> Index:
    return index(FILES)


def test_what_is_shared_counts_once(small: Index) -> None:
    """shop: the room, and one of two copies; wiki: the room once, though two ways lead to it."""
    shop, wiki = 99.9 * (1 - 0.01 * 0.02), 99.9 * 0.99
    report = ask(small, "availability")
    assert cells(report, *ROW) == [
        ("blog", None, 99.9, 0.0, 100.0, "yes", "unknown"),
        ("wiki", pytest.approx(wiki), 99.9, pytest.approx(wiki), pytest.approx(wiki), "yes", "broken"),
        ("shop", pytest.approx(shop), 99.8, pytest.approx(shop), pytest.approx(shop), "yes", "kept"),
        ("free", 99.9, None, 99.9, 99.9, "yes", ""),
    ]
    assert report.notes == ("1 answer between two ends: services below state no availability",)
    ((minutes,),) = cells(ask(small, "availability", select=("free",)), "minutes_per_year")
    assert minutes == pytest.approx(0.001 * 365 * 24 * 60)


def test_what_is_too_large_has_bounds(small: Index) -> None:
    report = ask(small, "availability", select=("shop",), within=0)
    ((low, high, exact, modelled),) = cells(report, "low", "high", "exact", "modelled")
    assert low <= 99.9 * (1 - 0.01 * 0.02) <= high
    assert (exact, modelled) == ("no", None)
    assert "1 answer not exact" in report.notes[0]
    with pytest.raises(UsageError, match="too large"):
        ask(small, "availability", importance="shop", nodes=1)
    with pytest.raises(UsageError, match="at least one node"):
        ask(small, "availability", nodes=0)


def test_what_each_service_means(small: Index) -> None:
    """P(down) = 1 - 0.999 (1 - 0.01 · 0.02); by hand from the definitions."""
    report = ask(small, "availability", importance="shop")
    down = 1 - 0.999 * (1 - 0.01 * 0.02)
    found = {
        row[0]: row[1:]
        for row in cells(report, "service", "birnbaum", "criticality", "achievement", "reduction")
    }
    birnbaum = {"room": 1 - 0.01 * 0.02, "a": 0.999 * 0.02, "b": 0.999 * 0.01}
    failing = {"room": 0.001, "a": 0.01, "b": 0.02}
    assert list(found) == ["room", "a", "b"]
    for service, row in found.items():
        share = failing[service] * birnbaum[service]
        assert row == pytest.approx(
            (
                birnbaum[service],
                share / down,
                (down + (1 - failing[service]) * birnbaum[service]) / down,
                down / (down - share),
            )
        )
    gained = cells(report, "minutes_gained")[0][0]
    assert gained == pytest.approx(0.001 * birnbaum["room"] * 525600, abs=1e-3)


def test_what_is_not_known_of_a_service_makes_its_importance_unknown() -> None:
    """The wiki is down when the room is, 0.001, or the quiet one, of which nothing is known."""
    made = index(FILES | {"dependencies.csv": "service,depends_on\nwiki,quiet\nwiki,room\n"})
    report = ask(made, "availability", importance="wiki")
    names = ("service", "criticality", "fussell_vesely", "achievement", "reduction", "minutes_gained")
    room, quiet = cells(report, *names)
    assert room[:1] + room[-1:] == ("room", pytest.approx(525.6))
    assert quiet == ("quiet", None, None, None, None, None)
    assert "down at least 525.6 minutes" in report.title
    assert report.notes == ("no availability is stated of what counts here as never failing: quiet",)
    assert "at least" not in ask(index(FILES), "availability", importance="shop").title
