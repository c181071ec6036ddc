"""An import that goes in several transactions and is interrupted: it never passes for a finished one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graphmodel.model.catalogue import Tables, merge
from graphmodel.model.errors import StoreError
from graphmodel.model.planning import plan
from graphmodel.stores.neo4j import Neo4jStore, blocks, state, writer
from tests.conftest import catalogue, tables
from tests.contract.test_stores import FILES, assert_index, records

BEFORE = {
    "services.csv": "id,name\nold,Old\ndb,Datenbank\n",
    "dependencies.csv": "service,depends_on\nold,db\n",
}
POINTS = [
    ("opened", 1),
    ("records", 1),
    ("records", 2),
    ("ready", 1),
    ("graph", 1),
    ("graph", 4),
    ("graph", 9),
    ("revision", 1),
]


class Interrupted(Exception):
    """Stands for a process that ends at that point."""


def interrupting(point: str, times: int) -> Callable[[str], None]:
    left = [times]

    def step(name: str) -> None:
        left[0] -= name == point
        if name == point and left[0] == 0:
            raise Interrupted

    return step


def give(store: Neo4jStore, incoming: Tables) -> None:
    made = plan(store.held(), "test", incoming, base=store.base(), allow_withdraw=True)
    assert store.apply(made) is not None


@pytest.fixture
def interrupted(neo4j: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Revision 1 is BEFORE; an import of FILES was interrupted at that point, long ago."""
    monkeypatch.setattr(writer, "BATCH", 2)
    monkeypatch.setattr(blocks, "ROWS", 3)
    monkeypatch.setattr("graphmodel.stores.neo4j.records.BYTES", 1)
    give(Neo4jStore(neo4j, create=True), tables(BEFORE))

    def interrupt(point: str, times: int) -> None:
        with pytest.raises(Interrupted):
            give(Neo4jStore(neo4j, limit=0, step=interrupting(point, times)), tables(FILES))
        with pytest.raises(StoreError, match="is open") as caught:
            Neo4jStore(neo4j).index()
        assert "wait until it has finished" in caught.value.hint
        monkeypatch.setattr(state, "SILENT", -1)

    return interrupt


def assert_whole(url: str, files: dict[str, str], revision: int) -> None:
    store = Neo4jStore(url)
    assert store.revision().number == revision
    assert records(store.catalogue()) == records(catalogue(files))
    assert_index(store.index(), catalogue(files))
    assert [check for check in store.doctor() if not check.ok] == []
    assert records(store.catalogue(1)) == records(catalogue(BEFORE))


@pytest.mark.parametrize(("point", "times"), POINTS)
def test_nothing_is_answered_from_half_of_it(
    neo4j: str, interrupted: Callable[[str, int], None], point: str, times: int
) -> None:
    interrupted(point, times)
    store = Neo4jStore(neo4j)
    for question in (store.index, store.catalogue, store.revision, store.undo):
        with pytest.raises(StoreError, match="an import of source 'test' is open") as caught:
            question()
        assert "doctor --repair" in caught.value.hint
    assert records(merge(store.held())) == records(catalogue(BEFORE))
    assert [check.name for check in store.doctor() if not check.ok] == ["import"]


@pytest.mark.parametrize(("point", "times"), POINTS)
def test_running_it_again_completes_it(
    neo4j: str, interrupted: Callable[[str, int], None], point: str, times: int
) -> None:
    interrupted(point, times)
    give(Neo4jStore(neo4j, limit=0), tables(FILES))
    assert_whole(neo4j, FILES, 2)


@pytest.mark.parametrize(("point", "times"), POINTS)
def test_another_import_takes_it_back(
    neo4j: str, interrupted: Callable[[str, int], None], point: str, times: int
) -> None:
    interrupted(point, times)
    other = BEFORE | {"services.csv": "id,name\nold,Older\ndb,\nnew,New\n"}
    give(Neo4jStore(neo4j), tables(other))
    assert_whole(neo4j, other, 2)


@pytest.mark.parametrize(("point", "times"), POINTS)
def test_doctor_completes_it_or_takes_it_back(
    neo4j: str, interrupted: Callable[[str, int], None], point: str, times: int
) -> None:
    interrupted(point, times)
    assert [check for check in Neo4jStore(neo4j).doctor(repair=True) if not check.ok] == []
    whole = point in {"ready", "graph", "revision"}
    assert_whole(neo4j, FILES if whole else BEFORE, 2 if whole else 1)


def test_whoever_comes_back_finds_it_taken(neo4j: str, interrupted: Callable[[str, int], None]) -> None:
    slow = []

    def step(name: str) -> None:
        if name == "ready" and not slow:
            slow.append(name)
            Neo4jStore(neo4j).doctor(repair=True)

    interrupted("opened", 1)
    Neo4jStore(neo4j).doctor(repair=True)
    with pytest.raises(StoreError, match="taken this import over"):
        give(Neo4jStore(neo4j, limit=0, step=step), tables(FILES))
    assert_whole(neo4j, FILES, 2)


def test_what_people_add_stays_and_what_they_break_is_mended(neo4j: str) -> None:
    store = Neo4jStore(neo4j, create=True)
    give(store, tables(FILES))
    store.connection.rows(
        "MATCH (s:Service {id: 'db'}) SET s.pagerank = 0.5, s.name = 'x' CREATE (:Note)-[:ON]->(s)"
    )
    store.connection.rows("MATCH (:Service {id: 'web'})-[d:DEPENDS_ON]->() DELETE d")
    store.connection.rows("CREATE (:Service {id: 'theirs'})")
    assert [check.name for check in store.doctor() if not check.ok] == ["graph"]
    assert [check for check in store.doctor(repair=True) if not check.ok] == []
    query = "MATCH (:Note)-->(s:Service) MATCH (t:Service {id: 'theirs'}) RETURN s.name, s.pagerank, t.id"
    assert store.connection.rows(query) == [{"s.name": "Database", "s.pagerank": 0.5, "t.id": "theirs"}]
