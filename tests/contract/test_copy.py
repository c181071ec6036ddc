"""A copied store is the store: every revision with its numbers, uids, times, records and places, and what undo does."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphmodel.model.catalogue import Tables
from graphmodel.model.errors import RejectedError, StoreError, UsageError
from graphmodel.model.table import Table, from_records
from graphmodel.planning.making import plan
from graphmodel.stores.embedded import EmbeddedStore
from graphmodel.stores.neo4j import Neo4jStore
from graphmodel.stores.store import Entry, WritableStore
from tests.contract import test_writable_stores as writable
from tests.contract.test_stores import assert_index, origins, records
from tests.neo4j.fixtures import wipe

Step = tuple[str, Tables, bool] | None
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(st.tuples(writable.SOURCES, writable.given(), st.booleans()), st.none()), max_size=8
)
"""Imports (source, what it gives, only a part?) and takings back."""


def embedded(path: Path) -> WritableStore:
    return EmbeddedStore(str(path), create=True)


@pytest.fixture(params=["embedded", "neo4j"])
def opened(request: pytest.FixtureRequest) -> Callable[[Path], WritableStore]:
    """Opens a store of one sort that is empty at first; the path is its own."""
    if request.param == "embedded":
        return embedded
    url, server = request.getfixturevalue("neo4j"), request.getfixturevalue("neo4j_server")

    def emptied(_: Path) -> WritableStore:
        wipe(server)
        return Neo4jStore(url, create=True)

    return emptied


@pytest.fixture
def store(opened: Callable[[Path], WritableStore], tmp_path: Path) -> WritableStore:
    return opened(tmp_path / "target.db")


def lived(store: WritableStore, steps: list[Step]) -> WritableStore:
    """The store after these steps, as far as they are possible."""
    for step in steps:
        try:
            if step is None:
                store.undo()
            else:
                source, incoming, add = step
                held, base = store.held(), store.base()
                store.apply(plan(held, source, incoming, base=base, add=add, allow_withdraw=True))
        except (RejectedError, UsageError):
            continue
    return store


def exact(entries: Iterator[Entry]) -> list[tuple[Any, dict[str, list[Any]]]]:
    """Every revision, and every row that its source holds, absent and empty values apart."""
    return [
        (revision, {name: rows(t) for name, t in tables.items() if len(t)}) for revision, tables in entries
    ]


def rows(table: Table) -> list[Any]:
    names = sorted(table.columns)
    values = zip(*(table.columns[name] for name in names), strict=True)
    given = [{n: v for n, v in zip(names, row, strict=True) if v is not None} for row in values]
    return list(zip(given, table.files, table.lines, strict=True))


def assert_same(one: WritableStore, other: WritableStore) -> None:
    assert one.history() == other.history()
    assert one.base() == other.base()
    assert exact(one.dump()) == exact(other.dump())
    for number in range(len(one.history()) + 1):
        assert records(one.catalogue(number)) == records(other.catalogue(number))
        assert origins(one.catalogue(number)) == origins(other.catalogue(number))
    assert_index(other.index(), one.catalogue())


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_copy_is_the_store(opened: Callable[[Path], WritableStore], steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        original, copied = embedded(Path(folder) / "original.db"), opened(Path(folder) / "copy.db")
        lived(original, steps)
        copied.load(original.dump(), replace=True)
        assert_same(original, copied)
        again = embedded(Path(folder) / "again.db")
        again.load(copied.dump())
        assert_same(original, again)
        undoable = sum(not r.undoes for r in original.history()) - sum(
            r.undoes > 0 for r in original.history()
        )
        for _ in range(undoable):
            original.undo()
            copied.undo()
            assert records(original.catalogue()) == records(copied.catalogue())
        if original.history():
            assert [check for check in copied.doctor() if not check.ok] == []
        copied.close()


def test_every_entry_is_what_its_source_held(store: WritableStore) -> None:
    one = {
        "service": from_records(
            "service", [{"id": "a", "name": "", "own": "x"}, {"id": "b", "name": "B"}], "f.csv"
        )
    }
    other = {"role": from_records("role", [{"id": "r"}], "g.csv")}
    lived(store, [("one", one, False), ("other", other, False), ("one", {}, False), None])
    assert [(r.number, r.source, r.action, r.undoes) for r, _ in store.dump()] == [
        (1, "one", "import", 0),
        (2, "other", "import", 0),
        (3, "one", "import", 0),
        (4, "one", "undo", 3),
    ]
    first, second, third, last = (found for _, found in exact(store.dump()))
    services = [({"id": "a", "name": "", "own": "x"}, "f.csv", 2), ({"id": "b", "name": "B"}, "f.csv", 3)]
    assert first == last == {"service": services}
    assert second == {"role": [({"id": "r"}, "g.csv", 2)]}
    assert third == {}


def give(*ids: str) -> list[Step]:
    return [("s", {"service": from_records("service", [{"id": i} for i in ids])}, False)]


def test_a_store_that_holds_something_is_not_loaded(store: WritableStore, tmp_path: Path) -> None:
    lived(store, give("kept"))
    other = lived(embedded(tmp_path / "other.db"), [*give("a"), *give("b")])
    with pytest.raises(UsageError, match="is not empty: it has 1 revision") as caught:
        store.load(other.dump())
    assert "--force" in caught.value.hint
    assert store.catalogue().services.texts("id") == ["kept"]
    store.load(other.dump(), replace=True)
    assert_same(other, store)
    assert [check for check in store.doctor() if not check.ok] == []
    store.load(embedded(tmp_path / "none.db").dump(), replace=True)
    assert (store.history(), store.base(), set(store.held())) == ([], "", set())


def test_a_copy_that_breaks_off_changes_nothing(store: WritableStore, tmp_path: Path) -> None:
    lived(store, give("kept"))
    other = lived(embedded(tmp_path / "other.db"), [*give("a"), *give("b")])

    def broken() -> Iterator[Entry]:
        yield next(other.dump())
        raise KeyboardInterrupt

    before = exact(store.dump())
    with pytest.raises(KeyboardInterrupt):
        store.load(broken(), replace=True)
    assert exact(store.dump()) == before
    assert_index(store.index(), store.catalogue())


def test_what_is_replaced_while_it_is_copied_is_no_copy(store: WritableStore, tmp_path: Path) -> None:
    lived(store, give("a", "b", "c"))
    other = lived(embedded(tmp_path / "other.db"), give("x", "y", "z", "q"))
    target = embedded(tmp_path / "copied.db")
    entries = store.dump()
    first = next(entries)
    store.load(other.dump(), replace=True)
    with pytest.raises(StoreError, match="was replaced by another while it was copied"):
        target.load(chain([first], entries))
    assert target.history() == []


def test_what_is_imported_while_it_is_copied_is_not_in_the_copy(store: WritableStore, tmp_path: Path) -> None:
    lived(store, give("a", "b"))
    target = embedded(tmp_path / "copied.db")
    before, entries = exact(store.dump()), store.dump()
    first = next(entries)
    lived(store, give("c"))
    target.load(chain([first], entries))
    assert exact(target.dump()) == before


def test_nothing_is_copied_as_nothing(store: WritableStore, tmp_path: Path) -> None:
    store.load(embedded(tmp_path / "none.db").dump())
    assert store.history() == []
    assert set(store.held()) == set()
