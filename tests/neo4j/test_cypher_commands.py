"""``cypher``, ``query`` and ``schema`` on a real server: what they answer, and what they refuse."""

from __future__ import annotations

import csv
import io
import json
import shlex
from typing import TYPE_CHECKING

import pytest
from neo4j.exceptions import Neo4jError
from python_calamine import CalamineWorkbook

from graphmodel.cypher import queries
from graphmodel.render.reports import FORMATS
from graphmodel.stores.neo4j import statements
from graphmodel.stores.neo4j.asking import operators
from graphmodel.stores.neo4j.scanning import scan
from tests.conftest import ROOT, run_cli
from tests.functional.test_help_examples import ON_A_SERVER, SERVER
from tests.hostile import NASTY
from tests.neo4j.graph import graph
from tests.unit.stores.test_neo4j_scanning import DRESSED, HIDDEN, LOAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Result

BIKE = ROOT / "examples" / "exercise-bike"
WRITES = (
    "CREATE (:Service {id: 'x'})",
    "CREATE (s:Service {id: 'x'}) RETURN s",
    "MERGE (s:Service {id: 'x'}) RETURN s",
    "MATCH (s:Service) SET s.name = 'x'",
    "MATCH (s:Service) SET s:Product RETURN s",
    "MATCH (s:Service) REMOVE s.name",
    "MATCH (s:Service) DETACH DELETE s",
    "MATCH (s:Service) CALL (s) { DETACH DELETE s } IN TRANSACTIONS",
    "MATCH (s:Service) FOREACH (x IN [1] | SET s.name = 'x')",
    "/* MATCH */ CREATE (:Service {id: 'x'}) // RETURN 1",
    "CYPHER runtime=slotted CREATE (:Service {id: 'x'})",
    "CREATE INDEX x FOR (s:Service) ON (s.x)",
    "DROP CONSTRAINT graphmodel_service",
    "CREATE USER mallory SET PASSWORD 'password123'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "SHOW USERS",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "CALL dbms.listConfig()",
    "CALL dbms.listConfig() YIELD name RETURN name",
    "MATCH (s:Service) CALL dbms.killConnection(s.id) YIELD username RETURN username",
    "CALL db.createLabel('X')",
    "CALL db.clearQueryCaches()",
    "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "CALL { LOAD CSV FROM 'http://localhost/x' AS line RETURN line } RETURN line",
    "RETURN CASE WHEN true THEN COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l } END AS y",
    "RETURN coalesce(null, COUNT { LOAD CSV FROM 'http://localhost/x' AS l RETURN l }) AS y",
    "RETURN any(x IN [1] WHERE EXISTS { load/**/csv FROM 'http://localhost/x' AS l RETURN l }) AS y",
    "RETURN 1 AS `x\\\\u0060 y \\u0060, [x IN [1] | COUNT { LOAD CSV FROM 'file:///x' AS l RETURN l }] AS `c`",
    "MATCH (a)-[r*1..2 {x: COUNT { L\\u004fAD\\u0020CSV FROM 'http://localhost/x' AS l RETURN l }}]->(b) RETURN a",
    "CALL db.stats.clear('QUERIES')",
    "CALL db.stats.collect('QUERIES', {durationSeconds: 1})",
    "CALL db.prepareForReplanning()",
    "CALL db.prepareForReplanning",
    "RETURN CASE WHEN COUNT { CALL db.stats.clear('QUERIES') YIELD section RETURN 1 } > 0 THEN 1 END",
    "RETURN CASE WHEN COUNT { CALL dbms.listConfig() YIELD name RETURN 1 } > 0 THEN 1 END",
    "USE system SHOW USERS",
    "PROFILE CREATE (s:Service {id: 'x'}) RETURN s",
    "MATCH (s:Service) RETURN s; CREATE (:Service {id: 'x'})",
)
TEXTS = (
    *(text for text in NASTY if "\udc80" not in text),
    "x'}) DETACH DELETE s //",
    '"}) DETACH DELETE s //',
    "\\u0027}) DETACH DELETE s //",
    "` DETACH DELETE s //",
)


@pytest.fixture
def bike(neo4j: str) -> str:
    """A server with the exercise bike in it."""
    done = run_cli("-c", neo4j, "import", BIKE, "--quiet")
    assert done.code == 0, done.err
    return neo4j


def rows(done: Result) -> list[dict[str, object]]:
    assert done.code == 0, done.err
    found: list[dict[str, object]] = json.loads(done.out)["rows"]
    return found


def test_every_example_of_the_help_runs(bike: str) -> None:
    assert len(ON_A_SERVER) >= 6
    for _, example in ON_A_SERVER:
        program, *arguments = shlex.split(example.replace(SERVER, bike))
        assert program == "graphmodel"
        done = run_cli(*arguments)
        assert done.code == 0, f"{example}\n{done.err}"
        assert done.out


def test_every_query_runs_with_the_parameters_it_shows(bike: str) -> None:
    for query in queries().values():
        given = [
            f"--param={name}={value}"
            for name, example in query.parameters.items()
            for value in (example if isinstance(example, list) else [example])
        ]
        done = run_cli("-c", bike, "cypher", "run", query.name, *given, "--format", "json")
        assert isinstance(rows(done), list)
        if query.parameters and "day" not in query.parameters:  # on no day the bike is late with anything
            assert rows(done), query.name


def test_rows_are_those_of_the_command_it_is_like(bike: str) -> None:
    asked = run_cli(
        "-c", bike, "cypher", "run", "underpinning", "--param", "product=exercise-bike", "-f", "json"
    )
    answered = run_cli("-c", BIKE, "underpinning", "exercise-bike", "-f", "json")
    shared = [{name: row[name] or None for name in rows(asked)[0]} for row in rows(answered)]
    assert rows(asked) == shared


@pytest.mark.parametrize("format", [name for name, found in FORMATS.items() if not found.findings])
def test_a_query_in_every_format(bike: str, format: str, tmp_path: Path) -> None:
    text = "MATCH (s:Service {id: 'sign-in'}) RETURN s.id AS id, s.name, 2 AS `a number`"
    done = run_cli("-c", bike, "query", text, "--format", format, "-o", tmp_path / "answer")
    assert done.code == 0, done.err
    if FORMATS[format].binary:
        sheet = CalamineWorkbook.from_path(str(tmp_path / "answer")).get_sheet_by_index(0)
        assert sheet.to_python() == [["id", "s.name", "a number"], ["sign-in", "Sign-in", 2.0]]
        return
    written = (tmp_path / "answer").read_text(encoding="utf-8")
    assert all(part in written for part in ("sign-in", "Sign-in", "a number", "2"))


def test_nodes_relationships_paths_and_maps_are_objects_or_written_as_in_cypher(bike: str) -> None:
    text = (
        "MATCH p = (c:Category)<-[i:IN_CATEGORY]-(s:Service {id: 'sign-in'}) "
        "RETURN i, p, s.reviewed AS day, {a: [1, null, 'x'], `b c`: true} AS m, [s.id, null] AS l, 0.0 / 0 AS nan"
    )
    [row] = rows(run_cli("-c", bike, "query", text, "--format", "json"))
    assert row["i"] == {"type": "IN_CATEGORY", "properties": {}}
    assert [node["labels"] for node in row["p"]["nodes"]] == [["Category"], ["Service"]]  # type: ignore[index]
    assert list(row["p"]["nodes"][1]["properties"])[:2] == ["id", "name"]  # type: ignore[index]
    assert row["m"] == {"a": [1, None, "x"], "b c": True}
    assert (row["l"], row["nan"]) == (["sign-in", None], None)
    [shown] = csv.DictReader(
        io.StringIO(run_cli("-c", bike, "query", text.replace("RETURN i, p", "RETURN i"), "-f", "csv").out)
    )
    assert shown["i"] == "[:IN_CATEGORY]"
    assert shown["m"] == '{a: [1, null, "x"], `b c`: true}'
    assert shown["l"] == "sign-in;"
    assert shown["day"] == row["day"]
    path = run_cli("-c", bike, "query", text, "--format", "table").out
    assert "<-[:IN_CATEGORY]-(:Service {id:" in path


def test_a_query_from_stdin_with_parameters(bike: str) -> None:
    text = "UNWIND $ids + $n AS x RETURN x"
    done = run_cli(
        *("-c", bike, "query", "-", "-p", "ids=a", "-p", "ids=7", "-p", "n:=[7]", "-f", "json"), stdin=text
    )
    assert [row["x"] for row in rows(done)] == ["a", "7", 7]


def test_a_query_that_does_more_than_read_is_refused(bike: str) -> None:
    everything = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n {.*}, labels(n), r {.*} ORDER BY n.id, r.key"
    with graph(bike) as there:
        before = there.rows(everything), there.rows("SHOW INDEXES YIELD name"), there.rows("SHOW USERS")
        for text in WRITES:
            done = run_cli("-c", bike, "query", text)
            assert (done.code, done.out) == (2, ""), f"{text}\n{done.err}"
        after = there.rows(everything), there.rows("SHOW INDEXES YIELD name"), there.rows("SHOW USERS")
        assert after == before


def test_reading_procedures_and_commands_are_allowed(bike: str) -> None:
    assert {"label": "Product"} in rows(run_cli("-c", bike, "query", "CALL db.labels()", "-f", "json"))
    found = rows(run_cli("-c", bike, "query", "SHOW INDEXES YIELD name", "-f", "json"))
    assert {"name": "graphmodel_service"} in found
    inside = "RETURN COUNT { CALL db.labels() YIELD label RETURN label } > 0 AS y"
    assert rows(run_cli("-c", bike, "query", inside, "-f", "json")) == [{"y": True}]
    said = "RETURN 'LOAD CSV' AS `LOAD CSV` // CALL db.stats.clear('QUERIES')"
    assert rows(run_cli("-c", bike, "query", said, "-f", "json")) == [{"LOAD CSV": "LOAD CSV"}]


def test_the_server_reads_statements_as_we_do(bike: str) -> None:
    """Wherever its plan shows that a statement loads, our reading says so too."""
    shown = 0
    with graph(bike) as there:
        for dress in DRESSED:
            for text in ("{}", "RETURN 1 AS l UNION {}", "CALL () { {} } RETURN 1 AS y", *HIDDEN):
                text = text.replace("{}", dress(LOAD), 1)
                try:
                    with there.connection.driver.session() as session:
                        plan = session.run(f"EXPLAIN\n{text}").consume().plan
                except Neo4jError:  # no Cypher
                    continue
                loads = any(name == "LoadCSV" for name, _ in operators(plan))
                assert scan(text).loads is loads, text
                shown += loads
    assert shown > 20


def test_what_nests_too_deep_is_not_sent(bike: str) -> None:
    done = run_cli("-c", bike, "query", f"RETURN {'[' * 500}1{']' * 500} AS y", "--timeout", "1")
    assert (done.code, "nests 500 brackets" in done.err) == (2, True)


def test_a_parameter_stays_text_whatever_it_holds(bike: str) -> None:
    for text in TEXTS:
        done = run_cli("-c", bike, "query", "RETURN $x AS x", "--param", f"x={text}", "--format", "json")
        assert rows(done) == [{"x": text}]
        done = run_cli(
            "-c", bike, "cypher", "run", "underpinning", "--param", f"product={text}", "-f", "json"
        )
        assert rows(done) == []


def test_what_is_wrong_with_a_query_is_told(bike: str) -> None:
    done = run_cli("-c", bike, "query", "MATCH (s:Service)\nRETRN s")
    assert done.code == 2
    assert "Invalid input 'RETRN'" in done.err
    assert "(line 2, column 1)" in done.err
    assert "EXPLAIN" not in done.err
    done = run_cli("-c", bike, "query", "RETURN $x")
    assert (done.code, "--param" in done.err) == (2, True)
    done = run_cli("-c", bike, "query", " ")
    assert (done.code, "empty" in done.err) == (2, True)
    done = run_cli("-c", bike, "query", "RETURN $x", "--param", "x=\udc80")
    assert (done.code, "UTF-8" in done.err) == (2, True)
    done = run_cli("-c", bike, "query", "UNWIND [1, 0] AS x RETURN 1 / x")
    assert (done.code, "/ by zero" in done.err) == (2, True)


def test_a_query_that_takes_too_long_is_given_up(bike: str) -> None:
    endless = "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(a + b)"
    done = run_cli("-c", bike, "query", endless, "--timeout", "1")
    assert done.code == 5
    assert "took longer than 1 s" in done.err


def test_the_schema_is_made_once(neo4j: str) -> None:
    for _ in range(2):
        done = run_cli("-c", neo4j, "schema", "apply")
        assert done.code == 0, done.err
        assert done.out.startswith(f"{len(statements.schema())} ")
