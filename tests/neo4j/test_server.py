"""A server that is killed during an import and comes back, at first for reading only."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from graphmodel.model.errors import GraphmodelError, StoreError
from graphmodel.stores.neo4j import Neo4jStore, state
from tests.functional.import_child import SIZE, version
from tests.neo4j import server
from tests.neo4j.test_faults import assert_holds, give

READ_ONLY = "server.databases.default_to_read_only=true\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, neo4j_server: server.Server) -> Path:
    if not neo4j_server.pid or server.line() != "5":
        pytest.skip("a server of one's own is wanted, which reads neo4j.conf")
    monkeypatch.setenv("GRAPHMODEL_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(state, "SILENT", -1)  # who imports is this process, which lives on
    return tmp_path


def test_a_server_is_killed_during_an_import(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with server.kept(home) as running:
        monkeypatch.setenv("NEO4J_USERNAME", running.user)
        monkeypatch.setenv("NEO4J_PASSWORD", running.password)
        give(Neo4jStore(running.url, create=True), version(0))

        def kill(step: str) -> None:
            if step == "graph":
                os.kill(running.pid, signal.SIGKILL)

        with pytest.raises(StoreError, match="cannot be reached, or has gone"):
            give(Neo4jStore(running.url, limit=SIZE, step=kill), version(1))
    with server.kept(home):
        pass  # it recovers: one that is read-only may have indexes to build again, and then does not start
    with server.kept(home, READ_ONLY) as running:
        store = Neo4jStore(running.url)
        with pytest.raises(StoreError, match="was not finished"):
            store.catalogue()
        with pytest.raises(GraphmodelError, match="read-only") as told:
            give(store, version(1))
        assert told.value.exit_code in (4, 5)
        store.close()
    with server.kept(home) as running:
        give(Neo4jStore(running.url, limit=SIZE), version(1))
        assert_holds(running.url, version(1))
