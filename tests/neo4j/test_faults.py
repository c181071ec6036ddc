"""What a user is told when the server, the network, another writer or the credentials are against it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from graphmodel.model.catalogue import Tables, merge
from graphmodel.model.errors import NotAllowedError, StoreError
from graphmodel.model.revision import Revision
from graphmodel.planning.making import plan
from graphmodel.stores.neo4j import Neo4jStore, state, transactions
from tests.conftest import ROOT, folder, run_cli
from tests.contract.test_stores import assert_index, records
from tests.functional.import_child import version
from tests.neo4j.proxy import RELATED, REVISION, Proxy, between

OLD, NEW = version(0), version(1)
SECRET = "pass-the-salt-5431"
SMALL, LARGE = 10_000, 60
"""Limits under which an import goes in one transaction, or in several."""


def give(store: Neo4jStore, incoming: Tables) -> Revision | None:
    return store.apply(plan(store.held(), "test", incoming, base=store.base(), allow_withdraw=True))


def assert_holds(url: str, expected: Tables, *, repair: bool = False) -> None:
    store = Neo4jStore(url)
    assert [check for check in store.doctor(repair=repair) if not check.ok] == []
    assert records(store.catalogue()) == records(merge({"test": expected}))
    assert_index(store.index(), merge({"test": expected}))
    store.close()


@pytest.fixture
def old(neo4j: str) -> str:
    """The URL of a database that holds OLD."""
    store = Neo4jStore(neo4j, create=True)
    give(store, OLD)
    store.close()
    return neo4j


@pytest.fixture
def proxy(old: str) -> Iterator[Proxy]:
    with between(old) as made:
        yield made


# Server, credentials, database


COMMANDS = (["history"], ["gaps"], ["impact", "x"], ["doctor"], ["undo"], ["import", "FOLDER"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c[0])
def test_a_server_that_is_absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", SECRET)
    files = folder(tmp_path / "files", {"services.csv": "id\na\n"})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
    asked = [str(files) if word == "FOLDER" else word for word in command]
    done = run_cli("-c", url, *asked, env={"GRAPHMODEL_DEBUG": "1"})
    assert done.code != 0
    assert f"{url} cannot be reached" in done.out + done.err
    assert SECRET not in done.out + done.err


def test_a_wrong_password(old: str) -> None:
    done = run_cli("-c", old, "history", env={"NEO4J_PASSWORD": SECRET, "GRAPHMODEL_DEBUG": "1"})
    assert done.code == NotAllowedError("").exit_code
    assert "does not accept this user name and password" in done.err
    assert "NEO4J_PASSWORD" in done.err
    assert SECRET not in done.out + done.err


@pytest.mark.parametrize(
    "command", [["history"], ["gaps"], ["import", ROOT / "examples/exercise-bike"]], ids=lambda c: c[0]
)
def test_a_database_that_is_not_there(old: str, command: list[str | Path]) -> None:
    done = run_cli("-c", f"{old}?database=nowhere", *command)
    assert done.code == StoreError("").exit_code
    assert "'nowhere'" in done.err
    assert "--database" in done.err
    assert "Traceback" not in done.err


def test_a_database_that_takes_no_data(old: str) -> None:
    """The database ``system`` of every server refuses writing, as a database for reading only does."""
    with pytest.raises(StoreError):
        give(Neo4jStore(f"{old}?database=system", create=True), NEW)


def test_a_password_is_never_told(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in answers, errors or tracebacks, whatever goes wrong."""
    import os

    password = os.environ["NEO4J_PASSWORD"]
    for command in (
        ["history"],
        ["doctor"],
        ["impact", "no such thing"],
        ["import", "no such folder"],
        ["diff", "7", "8"],
        ["history", "--no-such-option"],
    ):
        done = run_cli("-c", old, *command, env={"GRAPHMODEL_DEBUG": "1"})
        assert password not in done.out + done.err, command
    monkeypatch.setattr("graphmodel.stores.neo4j.records.VALID", "MATCH (broken")
    done = run_cli("-c", old, "gaps", env={"GRAPHMODEL_DEBUG": "1", "GRAPHMODEL_CACHE": "/dev/null/none"})
    assert done.code
    assert password not in done.out + done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("-c", f"neo4j://neo4j:{SECRET}@localhost", "history"),
        ("-c", f"bolt://:{SECRET}@localhost", "history"),
        ("-c", f"neo4j+s://localhost?password={SECRET}", "history"),
        ("-c", f"neo4j+s://localhost/?user=neo4j&password={SECRET}", "history"),
        ("-c", f"neo4j://neo4j:{SECRET}@localhost:port", "history"),
        ("-c", f"neo4j://localhost#{SECRET}", "history"),
        ("-c", "neo4j://localhost", f"--password={SECRET}", "history"),
        ("-c", "neo4j://localhost", "--password", SECRET, "history"),
        ("-c", "neo4j://localhost", "history", "--password", SECRET),
    ],
    ids=str,
)
def test_a_password_where_others_can_read_it_is_refused(arguments: tuple[str, ...]) -> None:
    done = run_cli(*arguments, env={"GRAPHMODEL_DEBUG": "1"})
    assert done.code == 2
    assert SECRET not in done.out + done.err


# The network


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_the_connection_is_cut_at_the_commit(old: str, proxy: Proxy, *, before: bool) -> None:
    """Whether the server did it is looked up."""
    proxy.arm(1, before=before)
    store = Neo4jStore(proxy.url, limit=SMALL)
    if before:
        with pytest.raises(StoreError, match="the server did not do it") as told:
            give(store, NEW)
        assert "nothing was changed" in told.value.hint
        assert_holds(old, OLD)
    else:
        done = give(store, NEW)
        assert done is not None
        assert done.uid == Neo4jStore(old).base()
        assert_holds(old, NEW)
    store.close()


def test_the_server_is_gone_after_the_commit(old: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is claimed of what cannot be looked up."""
    monkeypatch.setattr(transactions, "LOOKS_FOR", 0.1)
    proxy.arm(1, before=False, gone=True)
    store = Neo4jStore(proxy.url, limit=SMALL)
    with pytest.raises(
        StoreError, match=r"committing revision [0-9a-f]{32}: whether it is done is not known"
    ):
        give(store, NEW)
    store.close()
    assert_holds(old, NEW)


def test_the_connection_is_cut_in_a_transaction(old: str, proxy: Proxy) -> None:
    proxy.arm(2, mark=RELATED)
    store = Neo4jStore(proxy.url, limit=SMALL)
    with pytest.raises(StoreError, match="has gone"):
        give(store, NEW)
    store.close()
    assert_holds(old, OLD)


def test_the_connection_is_cut_at_the_commits_of_a_large_import(
    old: str, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is held is the old or the new, or else readers are told; the same import again completes it."""
    monkeypatch.setattr(state, "SILENT", -1)  # who left it is this process, which lives on
    cuts = [(1, True, b""), (1, False, b""), (3, False, b""), (6, True, b""), (6, False, b""),
            (1, True, REVISION), (1, False, REVISION)]  # fmt: skip
    for number, (at, before, since) in enumerate(cuts, 2):
        store = Neo4jStore(proxy.url, limit=LARGE)
        proxy.arm(at, before=before, since=since)
        done = None
        with suppress(StoreError):
            done = give(store, version(number))
        assert proxy.seen >= at
        assert bool(done) == (number == len(cuts) + 1)
        opened = state.read(Neo4jStore(old).connection).opened
        assert bool(opened) == (2 < number <= len(cuts))
        if opened:
            with pytest.raises(StoreError, match="was not finished"):
                store.catalogue()
        proxy.arm(0)
        give(store, version(number))
        store.close()
        assert_holds(old, version(number))


# Other writers


def both(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """What the two, begun at once, give or raise."""
    with ThreadPoolExecutor(2) as pool:
        going = [pool.submit(first), pool.submit(second)]
        return [one.exception() or one.result() for one in going]


@pytest.mark.parametrize("limit", [SMALL, LARGE], ids=["small", "large"])
def test_of_two_importers_one_wins_and_the_other_is_told(old: str, limit: int) -> None:
    planned = threading.Barrier(2, timeout=30)

    def importing(number: int) -> Callable[[], object]:
        def work() -> Revision | None:
            store = Neo4jStore(old, limit=limit)
            planned_for = plan(store.held(), "test", version(number), base=store.base(), allow_withdraw=True)
            planned.wait()
            done = store.apply(planned_for)
            store.close()
            return done

        return work

    got = both(importing(1), importing(2))
    assert sorted(type(one).__name__ for one in got) == ["Revision", "StoreError"]
    winner = 1 if isinstance(got[0], Revision) else 2
    loser = got[2 - winner]
    assert isinstance(loser, StoreError)
    assert any(said in loser.message for said in ("changed by somebody else", "is open, by process"))
    assert_holds(old, version(winner))


@pytest.mark.parametrize("limit", [SMALL, LARGE], ids=["small", "large"])
def test_a_deadlock_with_another_program(old: str, limit: int) -> None:
    """Another program holds a service that the import wants, and wants what the import holds: one of them is rolled
    back by the server. The import, if it is the one, tries again.
    """
    import neo4j.exceptions

    other = Neo4jStore(old).connection
    holds, done = threading.Event(), threading.Event()

    def reached(step: str) -> None:
        if step == "records" and not holds.is_set():
            holds.set()

    def importing() -> object:
        store = Neo4jStore(old, limit=limit, step=reached)
        got = give(store, NEW)
        done.set()
        store.close()
        return got

    def disturbing() -> bool:
        with other.session() as session, session.begin_transaction() as tx:
            tx.run("MATCH (s:Service {id: 's030'}) SET s.disturbed = true").consume()
            assert holds.wait(30)
            try:
                tx.run("MATCH (c:GraphmodelCatalogue) SET c.disturbed = true").consume()
            except neo4j.exceptions.TransientError as error:
                return "Deadlock" in (error.code or "")
            tx.rollback()
        return False

    got = both(importing, disturbing)
    assert isinstance(got[0], Revision), got
    assert done.is_set()
    other.close()
    assert_holds(old, NEW)


def test_a_writer_waits_no_longer_than_it_says(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "WAITS", 0.5)
    store, holder = Neo4jStore(old), Neo4jStore(old)
    with (
        holder.connection.session() as session,
        session.begin_transaction(metadata={"app": "graphmodel", "by": "me"}) as tx,
    ):
        tx.run(state.LOCK, state.noted()).consume()
        with pytest.raises(StoreError, match="is being written by me"):
            give(store, NEW)
    store.close()
    holder.close()
    assert_holds(old, OLD)
