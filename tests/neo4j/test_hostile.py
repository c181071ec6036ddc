"""Labels, ids, names of attributes and free text that attack Cypher stay text, and come back as they were."""

from __future__ import annotations

import json

import pytest

from graphmodel.model.catalogue import Tables, merge
from graphmodel.model.errors import UsageError
from graphmodel.model.table import from_records
from graphmodel.planning.making import plan
from graphmodel.stores.neo4j import Neo4jStore
from tests.conftest import run_cli
from tests.contract.test_stores import assert_index, records
from tests.hostile import NASTY

ATTACKS = (
    "x'}) DETACH DELETE n //",
    'x"}) MATCH (n) DETACH DELETE n //',
    "`) MATCH (n) DETACH DELETE n //",
    "``",
    "a`b",
    "\\u0060) DETACH DELETE (n",
    "\\",
    "'",
    "$rows",
    "$($x)",
    "{id: 'a'}",
    "Service:Product",
    ":GraphmodelCatalogue {name: 'graphmodel'}",
    "; DROP CONSTRAINT graphmodel_service",
    "// comment",
    "/* comment",
    "properties(n)",
    "__proto__",
    "null",
    "",
)
PLAIN = tuple(text for text in (*ATTACKS, *NASTY) if text and text.isprintable() and text == text.strip())
"""What an import lets through as an id."""

TEXTS = tuple(text for text in (*ATTACKS, *NASTY) if text and "\udc80" not in text)
LIMITS = pytest.mark.parametrize("limit", [100_000, 10], ids=["small", "large"])


def hostile(*, texts: tuple[str, ...] = TEXTS) -> Tables:
    """A catalogue in which everything that users give is such a text."""
    names = ["name", "note", "key", "requirement", "labels", *texts]
    free = {f"{name}" if name not in {"name", "id"} else "own": f"value of {name}" for name in names}
    services = [
        {
            "id": i,
            "kind": "product" if n % 2 else "service",
            "name": texts[n % len(texts)],
            "category": i,
            "tags": i,
        }
        | free
        for n, i in enumerate(PLAIN)
    ]
    ends = [
        {"service": a, "depends_on": b, "group": c if n % 2 else "", "note": texts[n % len(texts)]} | free
        for n, (a, b, c) in enumerate(zip(PLAIN, PLAIN[1:], PLAIN[2:], strict=False))
    ]
    duties = [
        {"role": i, "service": i, "responsibility": "R", "duty": t}
        for i, t in zip(PLAIN, texts, strict=False)
    ]
    return {
        "service": from_records("service", services, "a'\"`.csv"),
        "category": from_records(
            "category", [{"id": i, "name": i, "parent": PLAIN[0]} for i in PLAIN[1:]], "c"
        ),
        "role": from_records("role", [{"id": i, "name": i, "`x`": i} for i in PLAIN], "r"),
        "dependency": from_records("dependency", ends, "d"),
        "responsibility": from_records("responsibility", duties, "h"),
    }


@LIMITS
def test_texts_that_attack_come_back_as_they_were(neo4j: str, limit: int) -> None:
    given, source = hostile(), "x'}) DETACH DELETE n //`"
    store = Neo4jStore(neo4j, create=True, limit=limit)
    store.apply(plan(store.held(), source, given, base=store.base()))
    expected = merge({source: given})
    assert records(store.catalogue()) == records(expected)
    assert_index(store.index(), expected)
    assert [check for check in store.doctor() if not check.ok] == []
    rows = store.connection.rows("MATCH (s:Service) RETURN s.id AS id, s.name AS name, labels(s) AS labels")
    assert {row["id"]: row["name"] for row in rows} == dict(
        zip(given["service"].texts("id"), given["service"].texts("name"), strict=True)
    )
    assert {label for row in rows for label in row["labels"]} == {"Service", "Product"}
    labels = store.connection.rows(
        "CALL db.labels() YIELD label MATCH (n:$(label)) RETURN DISTINCT label ORDER BY label"
    )
    known = {
        "Service",
        "Product",
        "Category",
        "Role",
        "GraphmodelCatalogue",
        "GraphmodelRevision",
        "GraphmodelChunk",
    }
    assert {row["label"] for row in labels} == known
    kinds = store.connection.rows("MATCH ()-[r]->() RETURN DISTINCT type(r) AS type")
    assert {row["type"] for row in kinds} == {"DEPENDS_ON", "IN_CATEGORY", "PART_OF", "RESPONSIBLE_FOR"}
    store.undo()
    assert records(store.catalogue()) == records(merge({}))
    assert not store.connection.rows("MATCH (n:Service) RETURN n")
    store.close()


def test_questions_that_attack(neo4j: str) -> None:
    """What is asked about is looked for in the index, and given to ``cypher run`` as a parameter."""
    store = Neo4jStore(neo4j, create=True)
    store.apply(plan(store.held(), "test", hostile(), base=store.base()))
    before = store.connection.rows("MATCH (n) RETURN count(n) AS n")
    for text in PLAIN:
        asked = run_cli(
            "-c", neo4j, "cypher", "run", "underpinned", "--param", f"service={text}", "-f", "json"
        )
        assert asked.code == 0, (text, asked.err)
        shown = run_cli("-c", neo4j, "query", "RETURN $x AS x", "-p", f"x={text}", "-f", "json")
        assert json.loads(shown.out)["rows"] == [{"x": text}]
    assert store.connection.rows("MATCH (n) RETURN count(n) AS n") == before
    store.close()


def test_what_no_database_can_hold_is_refused_and_nothing_is_changed(neo4j: str) -> None:
    store = Neo4jStore(neo4j, create=True)
    store.apply(plan(store.held(), "test", {"service": from_records("service", [{"id": "a"}])}, base=""))
    given = {"service": from_records("service", [{"id": "a"}, {"id": "b", "name": "surrogate \udc80"}])}
    with pytest.raises(UsageError, match="half of a character"):
        store.apply(plan(store.held(), "test", given, base=store.base()))
    assert [check for check in store.doctor() if not check.ok] == []
    assert [service["id"] for service in records(store.catalogue())["service"]] == ["a"]
    store.close()
