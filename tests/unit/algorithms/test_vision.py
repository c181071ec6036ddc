"""What the catalogue can see, against its definition word by word."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.algorithms.vision import NAMES, doubt, stated, vision
from graphmodel.index.index import Index
from tests import oracles
from tests.conftest import index
from tests.strategies import indexes

HEAD = "id,category,mapped,placeholder\n"


def seen(
    rows: str, dependencies: str = "", categories: str = "id,expects\nbase,\ntop,base\n"
) -> dict[str, str]:
    found = index(
        {
            "services.csv": HEAD + rows,
            "categories.csv": categories,
            "dependencies.csv": f"service,depends_on\n{dependencies}",
        }
    )
    return dict(zip(found.service_id, (NAMES[kind] for kind in vision(found)), strict=True))


def test_what_a_row_says() -> None:
    rows = "a,top,yes,\nb,top,2025-01-02,\nc,top,no,\nd,top,,\ne,,,\n"
    assert seen(rows) == {"a": "mapped", "b": "mapped", "c": "dark", "d": "dark", "e": "dark"}
    found = seen(rows, "a,e\nb,e\nc,e\nd,e\n")
    assert found == {"a": "mapped", "b": "mapped", "c": "open", "d": "open", "e": "dark"}


def test_a_type_that_expects_nothing_has_no_dark_services() -> None:
    assert seen("a,base,,\nb,base,no,\nc,base,,\n", "c,a\n") == {"a": "mapped", "b": "mapped", "c": "open"}
    below = "id,parent,expects\nbase,,\nbelow,base,base\ntop,,base\nunder,top,\n"
    assert seen("a,below,,\nb,under,,\n", categories=below) == {"a": "mapped", "b": "dark"}


def test_placeholders_are_dark() -> None:
    assert seen("a,base,yes,yes\nb,base,,\n", "a,b\n") == {"a": "dark", "b": "mapped"}


def test_when_it_was_stated() -> None:
    found = index({"services.csv": "id,mapped\na,yes\nb,2025-01-02\nc,no\nd,\n"})
    assert [None if np.isnat(day) else str(day) for day in stated(found)] == [None, "2025-01-02", None, None]


@given(indexes(placeholders=True))
def test_every_service_is_mapped_open_or_dark(drawn: Index) -> None:
    found = dict(zip(drawn.service_id, (NAMES[kind] for kind in vision(drawn)), strict=True))
    assert found == oracles.vision(drawn.catalogue())


@given(indexes(placeholders=True), st.data())
def test_doubt_is_what_is_unseen_below(drawn: Index, data: st.DataObject) -> None:
    asked = np.array(sorted(data.draw(st.sets(st.integers(0, drawn.n - 1)))) if drawn.n else [], np.intp)
    ids, catalogue = drawn.service_id.list(), drawn.catalogue()
    below = {ids[v]: oracles.unseen(catalogue, ids[v]) for v in asked}
    every = set[str]().union(*below.values())
    seen = oracles.vision(catalogue)
    found = doubt(drawn, asked)
    assert [ids[v] for v in found.services] == sorted(s for s in below if below[s])
    assert [ids[v] for v in found.dark] == sorted(s for s in every if seen[s] == "dark")
    assert [ids[v] for v in found.open] == sorted(s for s in every if seen[s] == "open")
