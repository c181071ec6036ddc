"""Which server a URL means, and that no password comes in or out by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphmodel.model.errors import NotAllowedError, UsageError
from graphmodel.stores import STORES
from graphmodel.stores.neo4j import Neo4jStore, address, credentials
from graphmodel.stores.neo4j.address import Address
from graphmodel.stores.neo4j.credentials import Credentials

SERVER = Address("bolt://host:7687", None)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))


@pytest.mark.parametrize("scheme", address.SCHEMES)
def test_every_scheme_is_claimed_by_this_store_first(scheme: str) -> None:
    assert next(name for name in STORES.own if STORES[name].claims(f"{scheme}://host")) == "neo4j"


@pytest.mark.parametrize("url", ["neo4j", "catalogue.db", "http://host", "neo4j:host", "./bolt"])
def test_others_are_not(url: str) -> None:
    assert not address.claims(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("bolt://host", Address("bolt://host", None)),
        ("NEO4J+s://Host:7688/", Address("neo4j+s://host:7688", None)),
        ("neo4j://[::1]:7687?database=team", Address("neo4j://[::1]:7687", "team")),
    ],
)
def test_a_url_is_a_server_and_perhaps_a_database(url: str, expected: Address) -> None:
    assert address.parse(url) == expected


def test_the_database_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_DATABASE", "team")
    assert address.parse("bolt://host").database == "team"
    assert address.parse("bolt://host?database=other").database == "other"


@pytest.mark.parametrize(
    "url",
    [
        "neo4j://neo4j:s3cret@host",
        "bolt://s3cret@host:7687",
        "neo4j://host?password=s3cret",
        "neo4j://host?database=a&password=s3cret",
        "neo4j://host:s3cret",
        "bolt://u%3As3cret%40host",
        "bolt://u%3as3cret%2540host",
        "bolt://s3cret%00host",
        "bolt://u s3cret host",
        "neo4j://host/s3cret",
        "neo4j://host#s3cret",
        "neo4j://[s3cret",
        "bolt://",
    ],
)
def test_a_password_in_the_url_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        Neo4jStore(url)
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint} {caught.value!r}"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_the_environment_is_asked_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(tmp_path, 0o600)
    monkeypatch.setenv("NEO4J_PASSWORD", "s3cret")
    assert credentials.find(SERVER) == Credentials("neo4j", "s3cret")
    monkeypatch.setenv("NEO4J_USERNAME", "ann")
    assert credentials.find(SERVER) == Credentials("ann", "s3cret")


def test_a_file_of_its_owner_is_read_for_its_server_only(tmp_path: Path) -> None:
    write(tmp_path, 0o600)
    assert credentials.find(SERVER) == Credentials("bob", "from-file")
    with pytest.raises(NotAllowedError, match="no user name and password for bolt://other"):
        credentials.find(Address("bolt://other", None))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    write(tmp_path, mode)
    with pytest.raises(NotAllowedError, match="can be read by others") as caught:
        credentials.find(SERVER)
    assert "chmod 600" in caught.value.hint


def test_a_broken_file_is_refused_without_being_quoted(tmp_path: Path) -> None:
    write(tmp_path, 0o600, 'password = "s3cret')
    with pytest.raises(UsageError, match="cannot be read as TOML") as caught:
        credentials.find(SERVER)
    assert "s3cret" not in str(caught.value)


def test_nothing_is_asked_where_nobody_sits() -> None:
    with pytest.raises(NotAllowedError) as caught:
        credentials.find(SERVER)
    assert "NEO4J_PASSWORD" in caught.value.hint


def test_a_password_is_not_shown() -> None:
    assert "s3cret" not in repr(Credentials("ann", "s3cret"))


def write(
    settings: Path, mode: int, text: str = '["bolt://host:7687"]\nusername = "bob"\npassword = "from-file"\n'
) -> None:
    file = settings / "graphmodel" / credentials.FILE
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    file.chmod(mode)
