"""A query ends when its time is over, whatever the server does."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

from graphmodel.model.errors import StoreError
from graphmodel.stores.neo4j import asking
from graphmodel.stores.neo4j.address import Address
from graphmodel.stores.neo4j.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = b"\0\0\2\5"
HELLO = b"\xb1\x70\xa2\x86server\x8bNeo4j/5.2.0\x8dconnection_id\x81x"
"""SUCCESS {server: 'Neo4j/5.2.0', connection_id: 'x'}, as Bolt 5.2 writes it."""

LOGON = b"\xb1\x70\xa0"


@pytest.fixture
def silent() -> Iterator[str]:
    """A server that says hello and nothing more."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def serve() -> None:
            there, _ = server.accept()
            with there:
                there.settimeout(60)
                there.recv(20)
                there.sendall(VERSION)
                there.recv(4096)
                there.sendall(b"".join(len(m).to_bytes(2, "big") + m + b"\0\0" for m in (HELLO, LOGON)))
                while there.recv(4096):
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"bolt://127.0.0.1:{server.getsockname()[1]}"
        thread.join(60)
        assert not thread.is_alive()


@pytest.mark.timeout(60)
def test_a_server_that_hangs_is_left(silent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "x")
    monkeypatch.setattr(asking, "GRACE", 0.2)
    connection = Connection(Address(silent, None))
    with pytest.raises(StoreError, match=r"the query took longer than 0\.3 s"):
        asking.ask(connection, "RETURN 1 AS x", {}, 0.3)
    connection.close()
