"""``neo4j``: the URL of an empty database on a real server, with credentials and a cache of its own.

All tests of a run share one server, and have its only database one at a time. GRAPHMODEL_TEST_NEO4J (a URL, with
NEO4J_USERNAME and NEO4J_PASSWORD) names another server instead, on whose database **everything is deleted**; it must be
empty to begin with. Without Java or Maven these tests are skipped; where CI is set they fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.needs import lacking, left_out

if TYPE_CHECKING:
    from tests.neo4j.server import Server


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The one server of the run."""
    from tests.neo4j import server

    left_out("Neo4j")
    if url := os.environ.get("GRAPHMODEL_TEST_NEO4J"):
        other = server.Server(url, os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
        if count(other):
            pytest.fail(f"the database at {url} is not empty; the tests would delete everything in it")
        yield other
        wipe(other)
        return
    try:
        with server.shared(shared_folder(tmp_path_factory), *server.QUICK) as started:
            yield started
    except server.UnavailableError as error:
        lacking(str(error))


@pytest.fixture
def neo4j(
    neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The URL of the emptied database, which no other test uses meanwhile."""
    from tests.neo4j.server import locked

    for name in ("NEO4J_DATABASE", "GRAPHMODEL_CATALOGUE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("GRAPHMODEL_CACHE", str(tmp_path_factory.mktemp("cache")))
    with locked(shared_folder(tmp_path_factory) / "database.lock"):
        wipe(neo4j_server)
        yield neo4j_server.url


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With ``--dist loadgroup`` one worker has them all, and no other waits."""
    for item in items:
        if "neo4j" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("neo4j"))


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of the run know."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "neo4j"
    folder.mkdir(exist_ok=True)
    return folder


def wipe(server: Server) -> None:
    """Delete every node, a bounded number at a time."""
    from neo4j import GraphDatabase

    query = "MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
    with (
        GraphDatabase.driver(
            server.url, auth=(server.user, server.password), notifications_min_severity="OFF"
        ) as driver,
        driver.session() as session,
    ):
        session.run(query).consume()


def count(server: Server) -> int:
    """How many nodes there are."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(server.url, auth=(server.user, server.password)) as driver:
        found: int = driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"]
    return found
