from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graphmodel.model import taxonomy
from graphmodel.model.catalogue import Catalogue
from graphmodel.model.levels import NAMES, Level, Levels, nearest
from tests.conftest import catalogue

FILES = {
    "categories.csv": "id,parent,availability,rto,own_availability\napps,,99,8h,\nweb,apps,99.5,,99.9\nshop,web,,,\n",
    "services.csv": "id,category,availability,rto\na,shop,,\nb,shop,99.95,1h\nc,,,\nd,network,,\n",
}
A, B, C, D = range(4)


def effective(made: Catalogue) -> Levels:
    return Levels(made.services, made.categories)


def test_the_nearest_statement_wins_and_says_where_it_stands() -> None:
    levels = effective(catalogue(FILES))
    assert levels.of(A) == {
        "availability": Level("99.5", "category", "web"),
        "own_availability": Level("99.9", "category", "web"),
        "rto": Level("8h", "category", "apps"),
    }
    assert levels.level(B, "availability") == Level("99.95", "own", "b")
    assert levels.level(B, "own_availability") == Level("99.9", "category", "web")
    assert levels.of(C) == {}


def test_a_shipped_type_gives_defaults_labelled_as_such() -> None:
    levels = effective(catalogue(FILES))
    shipped = taxonomy.types()["network"]
    assert levels.of(D) == {n: Level(shipped[n], "default", "network") for n in NAMES if n in shipped}


def test_a_type_that_the_catalogue_brings_itself_is_no_default() -> None:
    levels = effective(catalogue(FILES | {"categories.csv": "id,availability\nnetwork,98\n"}))
    assert levels.of(D) == {"availability": Level("98", "category", "network")}


def test_the_column_says_the_same_as_each_service() -> None:
    levels = effective(catalogue(FILES))
    for name in NAMES:
        each = [levels.level(row, name) for row in (A, B, C, D)]
        assert levels.column(name) == [level.value if level else "" for level in each]


IDS = [f"c{i}" for i in range(6)]


@given(
    st.permutations(IDS), st.lists(st.integers(-1, 5), min_size=6, max_size=6), st.sets(st.sampled_from(IDS))
)
def test_nearest_climbs_any_forest(order: list[str], above: list[int], stating: set[str]) -> None:
    parents = {IDS[i]: IDS[above[i]] if 0 <= above[i] < i else "" for i in range(6)}
    expected = {}
    for category in IDS:
        at = category
        while at and at not in stating:
            at = parents[at]
        if at:
            expected[category] = at
    assert nearest({c: c for c in stating}, {c: parents[c] for c in order}) == expected
