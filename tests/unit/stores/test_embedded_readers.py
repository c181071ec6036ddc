"""The connection that is kept between one reading and the next: it sees every change, and is in nobody's way."""

from __future__ import annotations

import gc
import os
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graphmodel.index.index import ARRAYS, Index
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import StoreError
from graphmodel.stores.embedded import EmbeddedStore, connection, snapshot
from tests.contract.test_stores import assert_index
from tests.unit.stores.test_embedded import give, services, sql
from tests.unit.stores.test_embedded_journal import journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "catalogue.db", "a", "b")


@pytest.fixture
def opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """Every connection to a file that is opened from now on."""
    found = []
    connect = sqlite3.connect

    def noted(database: str, *args: Any, **named: Any) -> sqlite3.Connection:
        con: sqlite3.Connection = connect(database, *args, **named)
        if database != ":memory:":
            found.append(con)
        return con

    monkeypatch.setattr(sqlite3, "connect", noted)
    return found


def made(path: Path, *ids: str) -> Path:
    store = EmbeddedStore(str(path), create=True)
    give(store, services(*ids))
    store.close()
    return path


def is_open(con: sqlite3.Connection) -> bool:
    try:
        con.execute("SELECT 1")
    except sqlite3.ProgrammingError:
        return False
    return True


def test_an_index_and_the_records_are_read_through_one_connection(
    path: Path, opened: list[sqlite3.Connection]
) -> None:
    store = EmbeddedStore(str(path))
    assert_index(store.index(), merge({"test": services("a", "b")}))
    assert store.index().catalogue().services.texts("id") == ["a", "b"]
    assert (store.revision().number, len(store.history()), list(store.held())) == (1, 1, ["test"])
    assert len(opened) == 1
    store.close()
    assert not is_open(opened[0])


def test_what_is_read_after_the_end_is_closed_again(path: Path, opened: list[sqlite3.Connection]) -> None:
    store = EmbeddedStore(str(path))
    index = store.index()
    store.close()
    assert list(index.service_id) == ["a", "b"]
    assert store.revision().number == 1
    assert len(opened) > 1
    assert not any(map(is_open, opened))


def test_a_store_that_nobody_closes_is_closed_when_it_is_gone(
    path: Path, opened: list[sqlite3.Connection]
) -> None:
    store = EmbeddedStore(str(path))
    index = store.index()
    assert index.n == 2
    del store
    gc.collect()
    assert is_open(opened[0])
    del index
    gc.collect()
    assert not is_open(opened[0])


def test_a_writer_does_not_wait_for_whoever_keeps_an_index(path: Path) -> None:
    index = EmbeddedStore(str(path)).index()
    assert index.n == 2
    give(EmbeddedStore(str(path), wait=0), services("b", "c"))
    sql(path, "VACUUM")
    assert_index(index, merge({"test": services("a", "b")}))


def test_with_write_ahead_logging_none_is_kept(path: Path, opened: list[sqlite3.Connection]) -> None:
    """There a connection holds a lock as long as it is open; our next writer ends it, which nobody else may hinder."""
    sql(path, "PRAGMA journal_mode = WAL")
    opened.clear()
    index = EmbeddedStore(str(path)).index()
    assert index.n == 2
    assert not any(map(is_open, opened))
    give(EmbeddedStore(str(path), wait=0), services("b", "c"))
    assert sql(path, "PRAGMA journal_mode") == [("delete",)]


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE more (x)",
        "CREATE VIEW more AS SELECT * FROM snapshot",
        "CREATE TRIGGER more AFTER INSERT ON service BEGIN DELETE FROM snapshot; END",
    ],
)
def test_tables_are_compared_again_when_the_file_has_changed(path: Path, change: str) -> None:
    index = EmbeddedStore(str(path)).index()
    assert index.n == 2
    before = path.stat()
    sql(path, change)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # a clock that is too coarse
    with pytest.raises(StoreError, match="its tables are not those"):
        list(index.service_id)


@pytest.mark.parametrize("suffix", ["journal", "wal"])
@pytest.mark.timeout(60)
def test_what_is_put_beside_the_file_meanwhile_is_checked(path: Path, suffix: str) -> None:
    """SQLite would wait at the pipe for ever, or play back a journal."""
    index = EmbeddedStore(str(path)).index()
    assert index.n == 2
    os.mkfifo(path.with_name(f"{path.name}-{suffix}"))
    with pytest.raises(StoreError, match="is not of graphmodel"):
        list(index.service_id)


def test_a_journal_that_is_put_there_meanwhile_deletes_nothing(path: Path) -> None:
    victim = path.with_name("victim")
    victim.touch()
    index = EmbeddedStore(str(path)).index()
    assert index.n == 2
    made = journal(path.read_bytes(), named=bytes(victim))
    path.with_name(f"{path.name}-journal").write_bytes(made)
    with pytest.raises(StoreError, match="is not of graphmodel"):
        list(index.service_id)
    assert victim.exists()


@pytest.mark.parametrize("array", ["service_id", "member"])
def test_an_array_that_is_damaged_meanwhile_is_not_used(path: Path, array: str) -> None:
    store = EmbeddedStore(str(path))
    index = store.index()
    assert index.n == 2
    sql(path, f"UPDATE snapshot SET data = data || x'00', length = length + 1 WHERE name = '{array}'")
    assert_index(index, merge({"test": services("a", "b")}))


def test_an_array_longer_than_any_value_may_be_is_not_read(tmp_path: Path) -> None:
    """A reader's values are never longer than the file (``connection``): a longer one is only said to be there."""
    path = made(tmp_path / "more.db", *(f"s{i}" for i in range(500)))
    ((uid, size),) = sql(path, "SELECT uid, length(data) FROM snapshot WHERE name = 'requirement_at'")
    with connection.reading(path, 0) as con:
        con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, int(str(size)))
        assert snapshot.raw(con, "requirement_at", str(uid)) is not None
        con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, int(str(size)) - 1)
        assert snapshot.raw(con, "requirement_at", str(uid)) is None


def test_another_file_of_that_name_is_seen(path: Path, tmp_path: Path) -> None:
    store = EmbeddedStore(str(path))
    index = store.index()
    assert index.n == 2
    other, before = made(tmp_path / "other.db", "x", "y", "z"), path.stat()
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert other.stat().st_size == before.st_size
    other.replace(path)
    assert list(store.index().service_id) == ["x", "y", "z"]
    with pytest.raises(StoreError, match="is gone: the catalogue was replaced"):
        list(index.service_id)
    path.unlink()
    with pytest.raises(StoreError, match="does not exist"):
        store.revision()


def test_another_content_of_that_file_is_seen(path: Path, tmp_path: Path) -> None:
    """Copied over it by a program that knows nothing of SQLite."""
    os.utime(path, (0, 0))
    store = EmbeddedStore(str(path))
    assert store.index().n == 2
    path.write_bytes(made(tmp_path / "other.db", "x", "y").read_bytes())
    assert list(store.index().service_id) == ["x", "y"]


def test_a_connection_on_which_reading_fails_is_not_kept(
    path: Path, opened: list[sqlite3.Connection]
) -> None:
    sql(path, "UPDATE revision SET uid = 'another'")
    opened.clear()
    with pytest.raises(StoreError, match="damaged"):
        EmbeddedStore(str(path)).revision()
    assert len(opened) == 1
    assert not is_open(opened[0])


def test_threads_read_one_index(path: Path) -> None:
    store = EmbeddedStore(str(path))
    expected = {name: np.array(store.index().arrays[name]) for name in ARRAYS}
    start = threading.Barrier(4)

    def read(index: Index) -> bool:
        start.wait()
        return all(np.array_equal(index.arrays[name], expected[name]) for name in ARRAYS)

    with ThreadPoolExecutor(4) as pool:
        for _ in range(10):
            assert all(pool.map(read, [store.index()] * 4))
    store.close()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied there")
def test_a_copy_of_the_process_opens_its_own(path: Path, opened: list[sqlite3.Connection]) -> None:
    index = EmbeddedStore(str(path)).index()
    assert (index.n, len(opened)) == (2, 1)
    child = os.fork()
    if not child:
        try:
            right = list(index.service_id) == ["a", "b"] and len(opened) == 2
        finally:
            os._exit(0 if right else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert list(index.service_id) == ["a", "b"]
    assert len(opened) == 1
