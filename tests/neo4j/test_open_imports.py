"""What goes in several transactions and is interrupted, an import or a copy, never passes for finished."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from graphmodel.model.catalogue import Tables, merge
from graphmodel.model.errors import StoreError, UsageError
from graphmodel.planning.making import plan
from graphmodel.stores.embedded import EmbeddedStore
from graphmodel.stores.neo4j import Neo4jStore, blocks, opening, state
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
    passed = count(1)

    def step(name: str) -> None:
        if name == point and next(passed) == times:
            raise Interrupted

    return step


def give(store: Neo4jStore, incoming: Tables) -> None:
    made = plan(store.held(), "test", incoming, base=store.base(), allow_withdraw=True)
    assert store.apply(made) is not None


@pytest.fixture
def interrupted(neo4j: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Revision 1 is BEFORE; an import of FILES was interrupted at that point, long ago."""
    monkeypatch.setattr(opening, "BATCH", 2)
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


def test_what_people_break_is_put_right(neo4j: str) -> None:
    """What stands beside the graph under labels and types of its own stays; see ``test_damage`` for each change."""
    store = Neo4jStore(neo4j, create=True)
    give(store, tables(FILES))
    store.connection.rows(
        "MATCH (s:Service {id: 'db'}) SET s.pagerank = 0.5, s.name = 'x' CREATE (:Note)-[:ON]->(s)"
    )
    store.connection.rows("MATCH (:Service {id: 'web'})-[d:DEPENDS_ON]->() DELETE d")
    store.connection.rows("CREATE (:Service {id: 'theirs'})")
    assert [check.name for check in store.doctor() if not check.ok] == ["graph"]
    assert [check for check in store.doctor(repair=True) if not check.ok] == []
    query = (
        "MATCH (:Note)-->(s:Service) RETURN s.name, s.pagerank, COUNT { (:Service {id: 'theirs'}) } AS theirs"
    )
    assert store.connection.rows(query) == [{"s.name": "Database", "s.pagerank": None, "theirs": 0}]


COPIED = {
    "services.csv": "id,name,category\nnew,New,shelf\ndb,Database,shelf\n",
    "categories.csv": "id,name\nshelf,Shelf\n",
    "dependencies.csv": "service,depends_on,group\nnew,db,g\n",
}
LAST = {
    "services.csv": "id,name,category\nnew,Newer,shelf\ndb,Database,\n",
    "categories.csv": "id,name\nshelf,Shelf\n",
    "dependencies.csv": "service,depends_on,group\nnew,db,\n",
}
COPY_POINTS = [
    ("opened", 1),
    ("records", 1),
    ("records", 4),
    ("ready", 1),
    ("graph", 1),
    ("graph", 3),
    ("revision", 1),
]


@pytest.fixture
def original(tmp_path: Path) -> EmbeddedStore:
    store = EmbeddedStore(str(tmp_path / "original.db"), create=True)
    for files in (COPIED, LAST):
        store.apply(plan(store.held(), "test", tables(files), base=store.base(), allow_withdraw=True))
    return store


@pytest.fixture(params=["empty", "replacing"])
def half_copied(
    request: pytest.FixtureRequest, neo4j: str, original: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, int], int]:
    """A copy was interrupted at that point, long ago: into a database with nothing in it, or with one revision."""
    monkeypatch.setattr(opening, "BATCH", 2)
    monkeypatch.setattr(blocks, "ROWS", 3)
    monkeypatch.setattr("graphmodel.stores.neo4j.records.BYTES", 1)
    held = request.param == "replacing"
    if held:
        give(Neo4jStore(neo4j, create=True), tables(BEFORE))
    else:
        state.apply_schema(Neo4jStore(neo4j, create=True).connection)  # whatever tests ran before

    def interrupt(point: str, times: int) -> int:
        target = Neo4jStore(neo4j, create=True, step=interrupting(point, times))
        with pytest.raises(Interrupted):
            target.load(original.dump(), replace=True)
        with pytest.raises(StoreError, match="a copy is open") as caught:
            Neo4jStore(neo4j).index()
        assert "wait until it has finished" in caught.value.hint
        monkeypatch.setattr(state, "SILENT", -1)
        return int(held)

    return interrupt


def assert_copied(url: str, original: EmbeddedStore) -> None:
    store = Neo4jStore(url)
    assert store.history() == original.history()
    assert_index(store.index(), original.catalogue())
    for number in (1, 2):
        assert records(store.catalogue(number)) == records(original.catalogue(number))
    assert [check for check in store.doctor() if not check.ok] == []
    assert store.connection.rows("MATCH (n:GraphmodelNext|GraphmodelOld) RETURN count(n) AS n") == [{"n": 0}]


def assert_as_before(url: str, held: int) -> None:
    store = Neo4jStore(url, create=True)
    assert len(store.history()) == held
    assert records(merge(store.held())) == records(catalogue(BEFORE) if held else merge({}))
    assert [check for check in store.doctor() if not check.ok] == []
    assert store.connection.rows("MATCH (n:GraphmodelNext|GraphmodelOld) RETURN count(n) AS n") == [{"n": 0}]


@pytest.mark.parametrize(("point", "times"), COPY_POINTS)
def test_half_a_copy_changes_no_answer_and_is_copied_again(
    neo4j: str, original: EmbeddedStore, half_copied: Callable[[str, int], int], point: str, times: int
) -> None:
    held = half_copied(point, times)
    store = Neo4jStore(neo4j)
    for question in (store.index, store.catalogue, store.revision, store.undo):
        with pytest.raises((StoreError, UsageError)):
            question()
    with pytest.raises(StoreError, match=r"a copy is open.* and was not finished") as caught:
        store.index()
    assert "copy it again" in caught.value.hint
    assert len(store.history()) == held
    assert [check.name for check in store.doctor() if not check.ok] == ["import"]
    Neo4jStore(neo4j).load(original.dump(), replace=True)
    assert_copied(neo4j, original)


@pytest.mark.parametrize(("point", "times"), COPY_POINTS)
def test_doctor_completes_a_copy_or_takes_it_back(
    neo4j: str, original: EmbeddedStore, half_copied: Callable[[str, int], int], point: str, times: int
) -> None:
    held = half_copied(point, times)
    assert [check for check in Neo4jStore(neo4j).doctor(repair=True) if not check.ok] == []
    if point in {"ready", "graph", "revision"}:
        assert_copied(neo4j, original)
    else:
        assert_as_before(neo4j, held)


@pytest.mark.parametrize(("point", "times"), COPY_POINTS)
def test_an_import_takes_half_a_copy_back(
    neo4j: str, half_copied: Callable[[str, int], int], point: str, times: int
) -> None:
    held = half_copied(point, times)
    give(Neo4jStore(neo4j, create=True), tables(FILES))
    store = Neo4jStore(neo4j)
    assert store.revision().number == held + 1
    assert records(store.catalogue()) == records(catalogue(FILES))
    assert [check for check in store.doctor() if not check.ok] == []


def test_a_node_that_somebody_deleted_is_missed(neo4j: str) -> None:
    """No import connects something else in its place, and none leaves out a dependency in silence."""
    store = Neo4jStore(neo4j, create=True)
    give(store, tables(FILES))
    store.connection.rows("MATCH (s:Service {id: 'db'}) DETACH DELETE s")
    more = FILES | {"dependencies.csv": FILES["dependencies.csv"] + "db,web,,,\nweb,db,other,,\n"}
    with pytest.raises(StoreError, match="nodes are missing in the graph") as caught:
        give(store, tables(more))
    assert "doctor --repair" in caught.value.hint
    assert store.revision().number == 1
    assert [check for check in store.doctor(repair=True) if not check.ok] == []
    give(store, tables(more))
    assert [check for check in store.doctor() if not check.ok] == []
    assert records(store.catalogue()) == records(catalogue(more))


def test_transactions_that_meet_at_the_same_nodes_lose_nothing(
    neo4j: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every service depends on the same few hubs, which become dense meanwhile; then all that is taken back."""
    monkeypatch.setattr(opening, "BATCH", 20)
    ids = [f"s{i}" for i in range(150)]
    ends = sorted({(one, ids[(at * 7 + hub) % 5]) for at, one in enumerate(ids) for hub in range(5)})
    made = [f"{one},{other}" for one, other in ends if one != other]
    files = {
        "services.csv": "\n".join(["id,name,category", *(f"{one},{one},business-service" for one in ids)]),
        "dependencies.csv": "\n".join(["service,depends_on", *made]),
    }
    give(Neo4jStore(neo4j, create=True, limit=0), tables(files))
    store = Neo4jStore(neo4j, limit=0)
    assert records(store.catalogue()) == records(catalogue(files))
    assert [check for check in store.doctor() if not check.ok] == []
    store.undo()
    assert [check for check in store.doctor() if not check.ok] == []
    assert store.connection.rows("MATCH (s:Service) RETURN count(s) AS n") == [{"n": 0}]
