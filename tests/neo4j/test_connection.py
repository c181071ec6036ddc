"""What a user is told when the server cannot be reached, refuses, or holds something else."""

from __future__ import annotations

import socket

import pytest

from graphmodel.model.errors import GraphmodelError, NotAllowedError, StoreError, UsageError
from graphmodel.stores.neo4j import Neo4jStore
from tests.conftest import run_cli


def refused(url: str, create: bool = False) -> GraphmodelError:
    with pytest.raises(GraphmodelError) as caught:
        Neo4jStore(url, create=create).index()
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return caught.value


def test_server_absent(neo4j: str) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        error = refused(f"bolt://127.0.0.1:{nobody.getsockname()[1]}")
    assert isinstance(error, StoreError)
    assert "cannot be reached" in error.message


def test_wrong_password(neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "s3cret-wrong")
    error = refused(neo4j)
    assert isinstance(error, NotAllowedError)
    assert "does not accept this user name and password" in error.message
    told = run_cli("-c", neo4j, "stats", env={"GRAPHMODEL_DEBUG": "1"})
    assert (told.code, told.out) == (4, "")
    assert "s3cret" not in told.err


def test_wrong_database(neo4j: str) -> None:
    error = refused(f"{neo4j}?database=nowhere")
    assert isinstance(error, StoreError)
    assert "no database 'nowhere'" in error.message
    told = run_cli("-c", neo4j, "--database", "nowhere", "stats")
    assert told.code == 5
    assert "no database 'nowhere'" in told.err


def test_no_catalogue_yet(neo4j: str) -> None:
    error = refused(neo4j)
    assert isinstance(error, StoreError)
    assert "no catalogue" in error.message
    assert "import FOLDER" in error.hint


def test_nodes_of_somebody_else(neo4j: str) -> None:
    Neo4jStore(neo4j, create=True).connection.rows("CREATE (:Service {id: 'theirs'})")
    assert "not ours" in refused(neo4j).message
    assert "labels" in run_cli("-c", neo4j, "import", "examples/exercise-bike").err
    assert Neo4jStore(neo4j).connection.rows("MATCH (n) RETURN count(n) AS n") == [{"n": 1}]


def test_a_newer_schema(neo4j: str) -> None:
    store = Neo4jStore(neo4j)
    query = "CREATE (:GraphmodelCatalogue {name: 'graphmodel', schema: 99, number: 0, uid: '', chunks: 1})"
    store.connection.rows(query)
    assert "newer graphmodel (schema 99" in refused(neo4j).message


def test_a_server_that_is_no_neo4j(neo4j: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        mute.listen()
        port = mute.getsockname()[1]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("graphmodel.stores.neo4j.connection.CONNECTS_WITHIN", 1.0)
            assert isinstance(refused(f"bolt://127.0.0.1:{port}"), StoreError)


def test_a_database_goes_with_a_server_only() -> None:
    told = run_cli("-c", "catalogue.db", "--database", "x", "stats")
    assert told.code == UsageError.exit_code
    assert "--database" in told.err


def test_no_credentials(neo4j: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD")
    assert run_cli("-c", neo4j, "stats").code == 4


def test_commands_work_as_with_a_file(neo4j: str) -> None:
    done = run_cli("-c", neo4j, "import", "examples/exercise-bike")
    assert done.code == 0, done.err
    assert run_cli("-c", neo4j, "history", "--format", "csv").out.count("\n") == 2
    for command in (["stats"], ["gaps"], ["list", "services"], ["underpinning"], ["doctor"]):
        assert run_cli("-c", neo4j, *command).code == 0, command
    assert run_cli("-c", neo4j, "undo").code == 0
