"""What is in the database, or in the cache, and is not what an import wrote: found, said in one line, put right."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphmodel.model.catalogue import merge
from graphmodel.model.errors import GraphmodelError, StoreError
from graphmodel.stores.holder import Holder
from graphmodel.stores.neo4j import Neo4jStore, cache, checksums, state
from tests.conftest import tables
from tests.contract.test_stores import assert_index, records
from tests.neo4j.test_open_imports import give

FILES = {
    "services.csv": "id,name,category,criticality,reviewed,tags,own\n"
    "web,Web,shelf,1,2024-05-01,a;b,x\ndb,Database,shelf,2,,,\nmail,Mail,,,,,\n",
    "products.csv": "id,name\nshop,Shop\n",
    "categories.csv": "id,name,parent\nshelf,Shelf,room\nroom,Room,\n",
    "roles.csv": "id,name\nops,Operations\n",
    "dependencies.csv": "service,depends_on,strength,note\nshop,web,hard,\nweb,db,soft,why\n",
    "responsibilities.csv": "role,service,responsibility\nops,web,A\n",
}


@pytest.fixture
def store(neo4j: str) -> Neo4jStore:
    """A catalogue of two revisions."""
    made = Neo4jStore(neo4j, create=True)
    give(made, tables(FILES | {"roles.csv": "id,name\nops,Ops\n"}))
    give(made, tables(FILES))
    assert [check for check in made.doctor() if not check.ok] == []
    return made


CHANGES = {
    "a node": "CREATE (:Service {id: 'evil'})",
    "a product": "CREATE (:Product {id: 'evil'})",
    "a node without id": "CREATE (:Role)",
    "a node whose id is a list": "CREATE (:Category {id: ['a']})",
    "a node of somebody's own": "CREATE (:Service:Server {id: 'evil', mine: 1})",
    "a dependency": "MATCH (a:Service {id: 'web'}), (b:Service {id: 'mail'}) "
    "CREATE (b)-[:DEPENDS_ON {key: 'zz', strength: 'hard', needs: 1}]->(a)",
    "a dependency without key": "MATCH (a:Service {id: 'web'}), (b:Service {id: 'mail'}) "
    "CREATE (b)-[:DEPENDS_ON]->(a)",
    "one turned round": "MATCH (a)-[d:DEPENDS_ON]->(b) WITH a, b, d, properties(d) AS p LIMIT 1 DELETE d "
    "CREATE (b)-[e:DEPENDS_ON]->(a) SET e = p",
    "one to another service": "MATCH (a:Service {id: 'web'})-[d:DEPENDS_ON]->(), (m:Service {id: 'mail'}) "
    "WITH a, m, d, properties(d) AS p DELETE d CREATE (a)-[e:DEPENDS_ON]->(m) SET e = p",
    "one less": "MATCH (:Service {id: 'web'})-[d:DEPENDS_ON]->() DELETE d",
    "another strength": "MATCH ()-[d:DEPENDS_ON {strength: 'soft'}]->() SET d.strength = 'hard'",
    "a property of a dependency": "MATCH ()-[d:DEPENDS_ON]->() SET d.extra = 1",
    "no property of a dependency": "MATCH ()-[d:DEPENDS_ON]->() REMOVE d.note",
    "another category beside": "MATCH (a:Service {id: 'web'}), (c:Category {id: 'room'}) "
    "CREATE (a)-[:IN_CATEGORY]->(c)",
    "the same category twice": "MATCH (a:Service {id: 'web'})-[:IN_CATEGORY]->(c) CREATE (a)-[:IN_CATEGORY]->(c)",
    "a category turned round": "MATCH (a)-[p:PART_OF]->(b) DELETE p CREATE (b)-[:PART_OF]->(a)",
    "a category with a property": "MATCH ()-[p:PART_OF]->() SET p.extra = 1",
    "a responsibility": "MATCH (r:Role), (s:Service {id: 'db'}) "
    "CREATE (r)-[:RESPONSIBLE_FOR {responsibility: 'R'}]->(s)",
    "a responsibility turned round": "MATCH (r:Role)-[h:RESPONSIBLE_FOR]->(s) "
    "WITH r, s, h, properties(h) AS p DELETE h CREATE (s)-[e:RESPONSIBLE_FOR]->(r) SET e = p",
    "a label": "MATCH (s:Service {id: 'web'}) SET s:Important",
    "a label of ours": "MATCH (s:Service {id: 'web'}) SET s:Role",
    "no label": "MATCH (s:Service {id: 'web'}) REMOVE s:Service",
    "a product more": "MATCH (s:Service {id: 'web'}) SET s:Product",
    "a product less": "MATCH (s:Product) REMOVE s:Product",
    "a property": "MATCH (s:Service {id: 'web'}) SET s.extra = 1",
    "another value": "MATCH (s:Service {id: 'web'}) SET s.own = 'y'",
    "another type": "MATCH (s:Service {id: 'web'}) SET s.criticality = 1.0",
    "another date": "MATCH (s:Service {id: 'web'}) SET s.reviewed = '2024-05-01'",
    "no value": "MATCH (s:Service {id: 'web'}) REMOVE s.own",
    "another id": "MATCH (s:Service {id: 'web'}) SET s.id = 'evil'",
    "a reference to itself": "MATCH (s:Service {id: 'web'}) CREATE (s)-[:IN_CATEGORY]->(s)",
    "a dependency on a revision": "MATCH (s:Service {id: 'web'}), (r:GraphmodelRevision {number: 1}) "
    "CREATE (s)-[:DEPENDS_ON {key: 'q'}]->(r)",
    "a text as a list": "MATCH (s:Service {id: 'web'}) SET s.name = ['Web']",
    "a list as a text": "MATCH (s:Service {id: 'web'}) SET s.tags = 'a;b'",
    "a list turned round": "MATCH (s:Service {id: 'web'}) SET s.tags = ['b', 'a']",
    "a blank more": "MATCH (s:Service {id: 'db'}) SET s.name = 'Database '",
    "a date as a time": "MATCH (s:Service {id: 'web'}) SET s.reviewed = datetime('2024-05-01T00:00:00Z')",
    "true for 1": "MATCH (s:Service {id: 'web'}) SET s.criticality = true",
    "a label of ours on the catalogue": "MATCH (c:GraphmodelCatalogue) SET c:Service",
    "nothing left": "MATCH (n:Service|Category|Role) DETACH DELETE n",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_doctor_sees_it_and_puts_it_right(store: Neo4jStore, change: str) -> None:
    before = graph(store)
    store.connection.rows(change)
    assert graph(store) != before
    assert [check.name for check in store.doctor() if not check.ok] == ["graph"]
    assert [check.name for check in store.doctor(repair=True) if not check.ok] == []
    assert graph(store) == before
    assert records(store.catalogue()) == records(merge({"test": tables(FILES)}))


def graph(store: Neo4jStore) -> tuple[list[Any], list[Any]]:
    """All nodes and relationships with labels of ours, as the server tells them."""
    nodes = "MATCH (n:Service|Product|Category|Role) RETURN labels(n) AS labels, properties(n) AS properties"
    types = "DEPENDS_ON|RESPONSIBLE_FOR|IN_CATEGORY|PART_OF"
    between = f"MATCH (a)-[r:{types}]->(b) RETURN type(r) AS type, a.id AS a, b.id AS b, properties(r) AS properties"
    return tuple(sorted(map(_text, store.connection.rows(query))) for query in (nodes, between))  # type: ignore[return-value]


def _text(row: dict[str, Any]) -> str:
    """The server gives properties in whatever order."""
    return json.dumps(row, sort_keys=True, default=repr)


def test_what_is_somebodys_own_beside_it_stays(store: Neo4jStore) -> None:
    store.connection.rows(
        "MATCH (s:Service {id: 'web'}) CREATE (:Note {text: 'x'})-[:ON]->(s) SET s.extra = 1"
    )
    store.connection.rows("CREATE (:Service:Server {id: 'theirs'})")
    told = {check.name: check.detail for check in store.doctor(repair=True)}
    assert "1 relationship of other types left" in told["graph"]
    assert store.connection.rows("MATCH (n:Note)-[:ON]->(s) RETURN s.id AS id") == [{"id": "web"}]
    assert store.connection.rows("MATCH (n:Server) RETURN labels(n) AS labels") == [{"labels": ["Server"]}]


def test_a_foreign_node_with_an_id_that_an_import_brings(store: Neo4jStore) -> None:
    store.connection.rows("CREATE (:Service {id: 'new'})")
    incoming = tables(FILES | {"services.csv": FILES["services.csv"] + "new,New,shelf,,,,\n"})
    with pytest.raises(
        StoreError, match="what no import made, with an id or key that this one brings"
    ) as caught:
        give(store, incoming)
    assert "doctor --repair" in caught.value.hint
    assert [check.name for check in store.doctor() if not check.ok] == ["graph"]
    store.doctor(repair=True)
    give(store, incoming)
    assert [check for check in store.doctor() if not check.ok] == []
    assert records(store.catalogue()) == records(merge({"test": incoming}))


@pytest.mark.parametrize(
    "loss",
    [
        "MATCH (k:GraphmodelChunk {kind: 'dependency'}) DELETE k",
        "MATCH (k:GraphmodelChunk {since: 2}) DELETE k",
        "MATCH (k:GraphmodelChunk {kind: 'role', since: 1}) DELETE k",
        "MATCH (k:GraphmodelChunk {kind: 'service'}) CREATE (c:GraphmodelChunk) SET c = k {.*, number: 1000}",
        "MATCH (r:GraphmodelRevision {number: 1}) DELETE r",
        "MATCH (r:GraphmodelRevision {number: 2}) DELETE r",
        "MATCH (r:GraphmodelRevision {number: 1}) SET r.chunks = 0",
        "MATCH (r:GraphmodelRevision {number: 2}) SET r.chunks = 0, r.rows = 0",
        "MATCH (r:GraphmodelRevision {number: 1}) REMOVE r.chunks, r.rows",
        "MATCH (k:GraphmodelChunk {kind: 'category'}) SET k.since = 2",
        "MATCH (k:GraphmodelChunk {kind: 'category'}) REMOVE k.checksum",
        "CREATE (:GraphmodelRevision {number: 0, uid: 'x'})",
        "CREATE (:GraphmodelRevision {uid: 'x'})",
    ],
)
def test_records_lost_or_too_many(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, loss: str
) -> None:
    """On a machine without the cache nothing is answered from what is left."""
    monkeypatch.setenv("GRAPHMODEL_CACHE", str(tmp_path))
    store.connection.rows(loss)
    assert not all(check.ok for check in store.doctor())
    assert not all(check.ok for check in store.doctor(repair=True))
    asked = [answered(lambda: store.index().n), answered(store.history), answered(store.catalogue)]
    assert 5 in asked
    history_only = loss.endswith("DELETE r") or loss.startswith("CREATE (:GraphmodelRevision")
    assert history_only or asked[0] == asked[2] == 5


def test_a_chunk_of_a_revision_to_come(store: Neo4jStore) -> None:
    store.connection.rows(
        "MATCH (k:GraphmodelChunk {kind: 'category'}) CREATE (c:GraphmodelChunk) "
        "SET c = k {.*, number: k.number + 1000, since: 9}"
    )
    assert "records" in [check.name for check in store.doctor() if not check.ok]


ANOTHER = {
    "name": "MATCH (k:GraphmodelChunk {kind: 'service'}) SET k.data = $data",
    "place": "MATCH (k:GraphmodelChunk {kind: 'service'}) SET k.origins = $origins",
    "place since": "MATCH (k:GraphmodelChunk {kind: 'service'}) SET k.places = $places",
    "source": "MATCH (k:GraphmodelChunk) SET k.source = 'other'",
    "kind": "MATCH (k:GraphmodelChunk {kind: 'role', since: 2}) SET k.kind = 'category'",
    "order": "MATCH (a:GraphmodelChunk {kind: 'service'}), (b:GraphmodelChunk {kind: 'role', since: 1}) "
    "WITH a, b, a.number AS n, b.number AS m SET a.number = 1000 SET b.number = n SET a.number = m",
    "time": "MATCH (a:GraphmodelChunk {kind: 'role', since: 1}), (b:GraphmodelChunk {kind: 'role', since: 2}) "
    "WITH a, b, a.data AS d SET a.data = b.data SET b.data = d",
    "end": "MATCH (k:GraphmodelChunk {kind: 'service'}) SET k.dead = 2",
    "end of each": "MATCH (k:GraphmodelChunk {kind: 'service'}) SET k.dead = 2, k.ends = $ends",
    "end to come": "MATCH (k:GraphmodelChunk {kind: 'service'}) SET k.ends = $later",
    "no end": "MATCH (k:GraphmodelChunk) REMOVE k.ends, k.dead",
    "attribute": "MATCH (k:GraphmodelChunk {kind: 'service'}) SET k.free = []",
}


@pytest.mark.parametrize("change", ANOTHER.values(), ids=ANOTHER)
def test_records_that_say_something_else(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: str
) -> None:
    """Each could have been written. The graph, which is right, is not made as they say."""
    monkeypatch.setenv("GRAPHMODEL_CACHE", str(tmp_path))
    before = graph(store)
    (kept,) = store.connection.rows("MATCH (k:GraphmodelChunk {kind: 'service'}) RETURN properties(k) AS k")
    said, origins = (json.loads(zlib.decompress(kept["k"][name])) for name in ("data", "origins"))
    rows = kept["k"]["rows"]
    others: dict[str, Any] = {
        "data": said | {"name": ["Other"] * rows},
        "origins": origins | {"line": [line + 1 for line in origins["line"]]},
        "places": [{"since": 1, "row": [0], "files": ["other.csv"], "file": [0], "line": [2]}],
        "ends": [2] * rows,
        "later": [9] + [0] * (rows - 1),
    }
    packed = {name: zlib.compress(json.dumps(value).encode()) for name, value in others.items()}
    store.connection.rows(change, **packed)
    for repair in (False, True):
        assert [check.name for check in store.doctor(repair=repair) if not check.ok] == ["records"]
    assert answered(lambda: store.index().n) == answered(store.catalogue) == 5
    assert graph(store) == before


@pytest.mark.parametrize("name", ["number", "uid", "time", "source", "action", "added", "root", "more"])
def test_a_revision_that_says_something_else(store: Neo4jStore, name: str) -> None:
    other: dict[str, Any] = {"number": 0, "added": 77, "time": "1999-01-01T00:00:00Z"}
    query = f"MATCH (r:GraphmodelRevision {{number: 1}}) SET r.{name} = $value"
    store.connection.rows(query, value=other.get(name, "undo"))
    assert [check.name for check in store.doctor() if not check.ok] == ["records"]
    assert answered(store.history) == 5


CATALOGUE = {
    "another": "CREATE (:GraphmodelCatalogue {name: 'other', number: 5})",
    "one without a name": "CREATE (:GraphmodelCatalogue)",
    "the number of the next chunk": "MATCH (c:GraphmodelCatalogue) SET c.chunks = 0",
    "the number of a chunk that is there": "MATCH (c:GraphmodelCatalogue) SET c.chunks = 1",
    "no number at all": "MATCH (c:GraphmodelCatalogue) SET c.chunks = 9223372036854775807",
}


@pytest.mark.parametrize("change", CATALOGUE.values(), ids=CATALOGUE)
def test_the_node_of_the_catalogue(store: Neo4jStore, change: str) -> None:
    store.connection.rows(change)
    assert [check.name for check in store.doctor() if not check.ok] == ["catalogue"]
    assert_put_right(store)


TWICE = {
    "catalogue": "MATCH (c:GraphmodelCatalogue) UNWIND range(1, 9) AS n "
    "CREATE (d:GraphmodelCatalogue) SET d = c, d.number = 1",
    "service": "MATCH (c:Service {id: 'web'}) CREATE (d:Service) SET d = c",
    "depends_on": "MATCH (a)-[c:DEPENDS_ON]->(b) WITH a, b, c LIMIT 1 CREATE (a)-[d:DEPENDS_ON]->(b) SET d = c",
}


@pytest.mark.parametrize("name", TWICE)
def test_what_stands_there_twice_without_the_constraint(store: Neo4jStore, name: str) -> None:
    store.connection.rows(f"DROP CONSTRAINT graphmodel_{name}")
    store.connection.rows(TWICE[name])
    wrong = "catalogue" if name == "catalogue" else "graph"
    failed = {check.name: check.detail for check in store.doctor() if not check.ok}
    assert set(failed) == {"schema", wrong}, failed
    assert_put_right(store)


@pytest.mark.parametrize(
    "change",
    [
        ("DROP CONSTRAINT graphmodel_service",),
        ("DROP CONSTRAINT graphmodel_depends_on",),
        ("DROP INDEX graphmodel_service_name",),
        ("DROP CONSTRAINT graphmodel_role", "CREATE INDEX mine FOR (n:Role) ON (n.id)"),
        (
            "DROP INDEX graphmodel_service_name",
            "CREATE TEXT INDEX graphmodel_service_name FOR (n:Service) ON (n.name)",
        ),
    ],
    ids=[
        "constraint",
        "constraint of relationships",
        "index",
        "an index instead",
        "an index of another type",
    ],
)
def test_the_schema(store: Neo4jStore, change: tuple[str, ...]) -> None:
    for statement in change:
        store.connection.rows(statement)
    assert [check.name for check in store.doctor() if not check.ok] == ["schema"]
    assert_put_right(store)


def test_what_is_left_of_a_copy(store: Neo4jStore) -> None:
    store.connection.rows("CREATE (:GraphmodelNext {number: 1})-[:ON]->(:Note)")
    assert [check.name for check in store.doctor() if not check.ok] == ["import"]
    assert_put_right(store)


def assert_put_right(store: Neo4jStore) -> None:
    assert [check for check in store.doctor(repair=True) if not check.ok] == []
    assert [check for check in store.doctor() if not check.ok] == []
    give(store, tables(FILES | {"roles.csv": "id,name\nops,Other\n"}))
    assert [check for check in store.doctor() if not check.ok] == []


BOMB = zlib.compress(b"[" + b" " * (200 * 2**20) + b"]", 9)
SHAPES: list[Any] = [
    "[]",
    "{}",
    "null",
    "5",
    '"x"',
    "[[1]]",
    '{"id": 5}',
    '{"id": ["a"]}',
    "[" * 50_000,
    "{",
    '{"id": [1, 2, 3]}',
]


def test_chunks_of_other_shapes(store: Neo4jStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GRAPHMODEL_CACHE", str(tmp_path))
    (kept,) = store.connection.rows("MATCH (k:GraphmodelChunk {kind: 'service'}) RETURN properties(k) AS k")
    good = kept["k"]
    packed = [zlib.compress(text.encode()) for text in SHAPES] + [
        BOMB,
        b"",
        b"x",
        good["data"][:-3],
        5,
        "text",
        [1],
    ]
    cases = [{name: value} for name in ("data", "origins", "ends", "places") for value in packed]
    cases += [
        {name: value}
        for name in ("number", "since", "rows", "source", "kind", "dead", "free")
        for value in (None, "x", -1, 1.5, 10**12, [1])
    ]
    for number, case in enumerate(cases):
        set_chunk(store, {**good, **case}, sealed=number % 7 > 0)
        for ask in (store.held, lambda: list(store.dump())):
            assert answered(ask) in (0, 5), case
        if number % 5 == 0:
            store.doctor()
    set_chunk(store, good)
    assert all(check.ok for check in store.doctor())


def answered(ask: Callable[[], object]) -> int:
    """The exit code that asking would have; anything but one of our own errors comes out."""
    try:
        ask()
    except GraphmodelError as error:
        return error.exit_code
    return 0


def set_chunk(store: Neo4jStore, values: dict[str, Any], *, sealed: bool = True) -> None:
    """``sealed``: the checksums are right."""
    store.connection.rows(
        "MATCH (k:GraphmodelChunk) WHERE k.kind = 'service' OR k.mine SET k = $values, k.mine = true",
        values=values | checksums.of_chunk(values) if sealed else values,
    )


FAR = json.dumps({"pid": 10**30, "host": "h", "time": "t"})
ODD: list[Any] = [None, "x", "", -1, 10**12, 1.5, [1], "[" * 4_000, "[]", "null", FAR, '{"pid": 1}', True]


def test_the_catalogue_says_odd_things_of_itself(store: Neo4jStore) -> None:
    """Also the mark of an open import: whoever asks is told in one line, and nothing breaks."""
    (row,) = store.connection.rows("MATCH (c:GraphmodelCatalogue) RETURN properties(c) AS c")
    mark = state.mark(store.revision(), "0" * 32, copy=False) | {"open_beat": 1}
    for name in (*row["c"], *mark):
        for value in ODD:
            store.connection.rows(
                "MATCH (c:GraphmodelCatalogue) SET c += $mark",
                mark=(mark if name in mark else {}) | {name: value},
            )
            store.doctor()
            for ask in (store.revision, store.history, store.held, store.base):
                assert answered(ask) in (0, 5), (name, value)
            store.connection.rows(
                "MATCH (c) WHERE c:GraphmodelCatalogue OR c.uid = $uid SET c:GraphmodelCatalogue", uid="none"
            )
            store.connection.rows("MATCH (c:GraphmodelCatalogue) SET c = $all", all=row["c"])
    assert [check for check in store.doctor() if not check.ok] == []


def test_revisions_of_other_shapes(store: Neo4jStore) -> None:
    (row,) = store.connection.rows("MATCH (r:GraphmodelRevision {number: 2}) RETURN properties(r) AS r")
    for name in row["r"]:
        for value in ODD:
            if name == "uid" and value in ("x", "[]", "null"):
                continue
            store.connection.rows(
                "MATCH (r:GraphmodelRevision) WHERE r.uid = $uid OR r.mine SET r += $values, r.mine = true",
                uid=row["r"]["uid"], values={name: value} | checksums.of_revision({**row["r"], name: value}),
            )  # fmt: skip
            store.doctor()
            for ask in (store.revision, store.history, store.catalogue):
                assert answered(ask) in (0, 5), (name, value)
            store.connection.rows(
                "MATCH (r:GraphmodelRevision) WHERE r.mine SET r = $values", values=row["r"]
            )
    assert [check for check in store.doctor() if not check.ok] == []


def test_an_import_of_who_lives_in_another_namespace_is_not_taken_over(store: Neo4jStore) -> None:
    """Of the same host's name, with a number that no process here has: only after it has been silent for long."""
    elsewhere = Holder(2**22 + 1, Holder.me().host, "2024-01-01T00:00:00Z", Holder.me().boot, "pid:[1]")
    mark = state.mark(store.revision(), "0" * 32, copy=False) | {"open_by": elsewhere.json()}
    store.connection.rows(
        "MATCH (c:GraphmodelCatalogue) SET c += $mark, c.open_beat = timestamp()", mark=mark
    )
    with pytest.raises(StoreError, match="is open, by process"):
        give(Neo4jStore(store.url), tables(FILES | {"roles.csv": "id,name\nops,Other\n"}))
    told = {check.name: check.ok for check in store.doctor(repair=True)}
    assert told["import"]
    assert store.connection.rows("MATCH (c:GraphmodelCatalogue) RETURN c.open_uid AS uid") == [
        {"uid": "0" * 32}
    ]
    store.connection.rows(
        "MATCH (c:GraphmodelCatalogue) SET c.open_beat = timestamp() - $ms", ms=state.SILENT + 1
    )
    store.doctor(repair=True)
    assert store.connection.rows("MATCH (c:GraphmodelCatalogue) RETURN c.open_uid AS uid") == [{"uid": None}]


def test_a_database_of_before_counts_gets_them_with_the_next_import(store: Neo4jStore) -> None:
    store.connection.rows("MATCH (r:GraphmodelRevision) REMOVE r.chunks, r.rows, r.checksum")
    store.connection.rows("MATCH (k:GraphmodelChunk) REMOVE k.checksum, k.checksum_ends")
    assert [check for check in store.doctor() if not check.ok] == []
    give(store, tables(FILES | {"roles.csv": "id,name\nops,Other\n"}))
    query = "MATCH (r:GraphmodelRevision) RETURN r.number AS number, r.rows AS rows ORDER BY number"
    assert [row["number"] for row in store.connection.rows(query) if row["rows"]] == [1, 2, 3]


def test_the_cache_is_used_only_if_it_is_sound_and_ones_own(store: Neo4jStore) -> None:
    """Whatever stands there, the answer is the right one, from the server."""
    expected = merge({"test": tables(FILES)})
    uid = store.revision().uid
    file = cache.path(uid)
    assert file is not None
    assert_index(store.index(), expected)
    whole = file.read_bytes()
    header = json.loads(whole.split(b"\n")[0])

    def with_header(**change: Any) -> bytes:
        said = json.dumps({name: {**entry, **change} for name, entry in header.items()}).encode()
        return said + b"\n" + whole.split(b"\n", 1)[1]

    cases = [
        whole.replace(b'"crc32"', b'"crc33"'), with_header(length=10**12), with_header(length=-1),
        with_header(length="x"), with_header(dtype="O"), with_header(dtype="("), with_header(dtype="i4,i4"),
        with_header(at=-5), with_header(at=None), b"", b"[" * 100_000, b"null\n", b"[]\n", b"x" * 20_000_000,
        whole[: len(whole) // 2], b'{"requirement_at": 5}\n',
    ]  # fmt: skip
    for case in cases:
        file.write_bytes(case)
        assert_index(Neo4jStore(store.url).index(), expected)
        assert file.read_bytes() == whole
    (victim := file.with_name("victim")).write_bytes(whole)
    file.unlink()
    file.symlink_to(victim)
    assert cache.load(uid, "member") is None
    file.unlink()
    os.mkfifo(file)
    assert cache.load(uid, "member") is None
    file.unlink()
    file.write_bytes(whole)
    assert cache.load(uid, "member") is not None
    for mode in (0o666, 0o620):
        file.chmod(mode)
        assert cache.load(uid, "member") is None
    file.chmod(0o600)
    file.parent.chmod(0o777)
    assert cache.load(uid, "member") is None
    file.parent.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(file, 65534, 65534)
        assert cache.load(uid, "member") is None
