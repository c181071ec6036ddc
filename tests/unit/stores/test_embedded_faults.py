"""What the embedded file does when the disk, the permissions, another process or the file itself are against it."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from graphmodel.model.catalogue import Tables, merge
from graphmodel.model.errors import StoreError
from graphmodel.model.table import Table, from_records
from graphmodel.planning.making import plan
from graphmodel.stores import values
from graphmodel.stores.embedded import EmbeddedStore, connection, schema
from tests.contract.test_stores import assert_index, records

ROOT = Path(__file__).parents[3]


def services(*ids: str) -> Tables:
    ends = [{"service": a, "depends_on": b} for a, b in pairwise(ids)]
    named = [{"id": i, "name": f"the service {i}", "owner": "somebody"} for i in ids]
    return {
        "service": from_records("service", named, "s.csv"),
        "dependency": from_records("dependency", ends),
    }


OLD, NEW = services("a", "b"), services("b", "c", "d")


def give(store: EmbeddedStore, incoming: Tables) -> None:
    store.apply(plan(store.held(), "test", incoming, base=store.base(), allow_withdraw=True))


@pytest.fixture
def path() -> Iterator[Path]:
    """A file that holds OLD, where also other users may go."""
    directory = Path(tempfile.mkdtemp())
    directory.chmod(0o755)
    made = directory / "catalogue.db"
    give(EmbeddedStore(str(made), create=True), OLD)
    yield made
    shutil.rmtree(directory)


def assert_holds(path: Path, state: Tables) -> None:
    store = EmbeddedStore(str(path))
    assert records(store.catalogue()) == records(merge({"test": state}))
    assert_index(store.index(), merge({"test": state}))
    assert all(c.ok for c in store.doctor())


@contextmanager
def another(code: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that does something to the file, says ``ready`` and waits."""
    code = (
        f"import sqlite3, sys, time\npath = sys.argv[1]\n{code}\nprint('ready', flush=True)\nsys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.communicate()


WRITER = """
from pathlib import Path
from graphmodel.stores.embedded import connection
held = connection.writing(Path(path), 1)
held.__enter__()
"""
OPEN = "con = sqlite3.connect(path, isolation_level=None, check_same_thread=False); "
READER = OPEN + "con.execute('BEGIN'); con.execute('SELECT * FROM file').fetchall()"
COMMITTER = OPEN + "con.execute('BEGIN EXCLUSIVE')"
BRIEF = OPEN + "con.execute('BEGIN IMMEDIATE'); import threading; threading.Timer(0.3, con.rollback).start()"


def test_a_second_writer_is_told_who_is_writing_and_readers_go_on(path: Path) -> None:
    store = EmbeddedStore(str(path), wait=0.05)
    with another(WRITER, path) as process:
        with pytest.raises(StoreError, match=f"locked by process {process.pid} on ") as caught:
            give(store, NEW)
        assert "nothing was changed" in caught.value.hint
        assert caught.value.exit_code == 5
        assert records(store.catalogue()) == records(merge({"test": OLD}))
        assert store.index().n == 2
    give(store, NEW)
    assert_holds(path, NEW)


def test_a_writer_waits_for_another(path: Path) -> None:
    with another(BRIEF, path):
        give(EmbeddedStore(str(path), wait=20), NEW)
    assert_holds(path, NEW)


def test_a_reader_that_does_not_end_keeps_the_commit_out(path: Path) -> None:
    with another(READER, path), pytest.raises(StoreError, match="locked by another program"):
        give(EmbeddedStore(str(path), wait=0.05), NEW)
    assert_holds(path, OLD)


def test_a_reader_is_told_when_the_file_is_locked(path: Path) -> None:
    with another(COMMITTER, path), pytest.raises(StoreError, match=r"locked by .* \(waited 0.05 s\)"):
        EmbeddedStore(str(path), wait=0.05).index()


def test_what_is_read_is_of_one_state(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another writes in the middle of reading, here whenever a kind of records has been read: it has to wait."""
    expected = EmbeddedStore(str(path)).held()
    other = EmbeddedStore(str(path.with_name("other.db")), create=True)
    for incoming in (services("x", "y"), services("y", "z")):
        give(other, incoming)
    check, tries = values.check, 0

    def checked(table: Table) -> Table:
        nonlocal tries
        tries += 1
        with pytest.raises(StoreError, match="locked by"):
            EmbeddedStore(str(path), wait=0).load(other.dump(), replace=True)
        return check(table)

    store = EmbeddedStore(str(path))
    monkeypatch.setattr(values, "check", checked)
    assert store.held() == expected
    assert tries > 1
    monkeypatch.setattr(values, "check", check)
    EmbeddedStore(str(path), wait=0).load(other.dump(), replace=True)
    assert store.held() == other.held()
    assert all(c.ok for c in store.doctor())


@contextmanager
def unprivileged() -> Iterator[None]:
    """As somebody to whom permissions apply."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_file_is_read_and_not_written(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    with unprivileged():
        store = EmbeddedStore(str(path))
        assert records(store.catalogue()) == records(merge({"test": OLD}))
        with pytest.raises(StoreError, match="read-only"):
            give(store, NEW)
    path.parent.chmod(0o755)
    assert_holds(path, OLD)


def test_a_writable_file_in_a_read_only_directory_is_not_written(path: Path) -> None:
    path.chmod(0o666)
    path.parent.chmod(0o555)
    with unprivileged(), pytest.raises(StoreError, match="directory may not be written to"):
        give(EmbeddedStore(str(path)), NEW)
    path.parent.chmod(0o755)
    assert_holds(path, OLD)


def test_a_file_that_may_not_be_read(path: Path) -> None:
    path.chmod(0)
    with unprivileged(), pytest.raises(StoreError, match="may not be opened"):
        EmbeddedStore(str(path)).index()


def test_a_wrong_snapshot_in_a_read_only_file_is_made_anew_in_memory(path: Path) -> None:
    con = sqlite3.connect(path)
    with con:
        con.execute("UPDATE snapshot SET data = zeroblob(8)")
    con.close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    with unprivileged():
        assert_index(EmbeddedStore(str(path)).index(), merge({"test": OLD}))
    path.parent.chmod(0o755)
    assert [c.name for c in EmbeddedStore(str(path)).doctor() if not c.ok] == ["snapshot"]


def test_a_full_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect

    def small(*args: object, **options: object) -> sqlite3.Connection:
        con: sqlite3.Connection = real(*args, **options)  # type: ignore[call-overload]
        con.execute("PRAGMA max_page_count = 5")
        return con

    monkeypatch.setattr(connection.sqlite3, "connect", small)
    with pytest.raises(StoreError, match="disk is full") as caught:
        give(EmbeddedStore(str(path)), services(*(f"s{i}" for i in range(3000))))
    assert "make room" in caught.value.hint
    monkeypatch.undo()
    assert_holds(path, OLD)


FULL = """
import resource, signal, sys
from graphmodel.model.errors import StoreError
from graphmodel.stores.embedded import EmbeddedStore
from tests.unit.stores.test_embedded_faults import give, services
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    give(EmbeddedStore(sys.argv[1]), services(*(f"s{i}" for i in range(3000))))
except StoreError as error:
    sys.exit(error.message)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limits here")
@pytest.mark.parametrize("room", [0, 10_000, 300_000])
def test_no_room_to_write_to(path: Path, room: int) -> None:
    """The operating system refuses to write: to the journal, or to the file itself in the middle of the commit."""
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path), str(room)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "stays as it was" in done.stderr
    assert_holds(path, OLD)


def untouched(path: Path, said: str) -> None:
    """Reading and writing are refused with that message, and the file is left as it is."""
    before = path.read_bytes()
    for store in (EmbeddedStore(str(path)), EmbeddedStore(str(path), create=True)):
        for act in (
            store.index,
            store.history,
            store.held,
            store.catalogue,
            lambda s=store: s.apply(PLAN),
            store.undo,
        ):
            with pytest.raises(StoreError, match=said) as caught:
                act()
            assert caught.value.hint
        checks = store.doctor(repair=True)
        assert not checks[0].ok
    assert path.read_bytes() == before


PLAN = plan({}, "test", NEW, base="")


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("id,name\na,A\n" * 1000)
    untouched(path, "not a catalogue")


@pytest.mark.parametrize("pragma", ["application_id = 1", "user_version = 1", "application_id = 0"])
def test_a_database_of_another_application(tmp_path: Path, pragma: str) -> None:
    path = tmp_path / "other.db"
    con = sqlite3.connect(path)
    con.execute(f"PRAGMA {pragma}")
    con.execute("CREATE TABLE mine (x)")
    con.commit()
    con.close()
    untouched(path, "another application")


def test_a_newer_catalogue(path: Path) -> None:
    con = sqlite3.connect(path)
    con.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    con.close()
    untouched(path, "newer graphmodel")


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a directory"):
        EmbeddedStore(str(tmp_path)).index()


def test_an_empty_file_is_no_catalogue_but_may_become_one(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(StoreError, match="is empty"):
        EmbeddedStore(str(path)).index()
    give(EmbeddedStore(str(path), create=True), NEW)
    assert_holds(path, NEW)


def test_a_truncated_file(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match="damaged"):
        EmbeddedStore(str(path)).index().member  # noqa: B018
    assert not all(c.ok for c in EmbeddedStore(str(path)).doctor())


def test_damaged_bytes_are_noticed_or_do_no_harm(path: Path) -> None:
    """Whatever is flipped where: every answer is the right one, or the store refuses; and then doctor says so, too."""
    give(EmbeddedStore(str(path)), services("a", "b", "c"))
    whole = path.read_bytes()
    chance = random.Random(7)
    sound = EmbeddedStore(str(path))
    expected = records(sound.catalogue()), sound.history(), sound.held()
    # Wherever SQLite puts them: in one of these places the text of a row is read.
    said = [found.start() for text in (b"the service b", b"somebody") for found in re.finditer(text, whole)]
    refused = set()
    for n in range(150):
        at = (
            chance.randrange(len(whole))
            if n % 5 == 0
            else chance.choice(said if n % 5 == 1 else interesting(whole))
        )
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        try:
            store = EmbeddedStore(str(path))
            if store.revision().number:
                assert_index(store.index(), merge({"test": services("a", "b", "c")}))
            assert (records(store.catalogue()), store.history(), store.held()) == expected
        except StoreError:
            refused.add(at)
            assert not all(check.ok for check in store.doctor())
    assert refused.intersection(said)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE service SET name = 'another' WHERE id = 'a'",
        "UPDATE service SET free = NULL",
        "UPDATE service SET criticality = 5 WHERE id = 'c'",
        "UPDATE service SET until = 3 WHERE id = 'b'",
        "UPDATE service SET until = NULL",
        "UPDATE service SET line = line + 1",
        "UPDATE service SET file = 7",
        "UPDATE service SET name = CAST('b' AS BLOB) WHERE id = 'b'",
        "DELETE FROM service WHERE id = 'a'",
        "DELETE FROM service WHERE id = 'd'",
        "INSERT INTO service (source, since, file, line, id) VALUES (1, 2, 1, 1, 'x')",
        "UPDATE source SET name = 'another'",
        "UPDATE file SET name = 'another' WHERE id = 1",
        "UPDATE revision SET time = '2020-01-01T00:00:00Z'",
        "UPDATE revision SET undoes = 1 WHERE number = 2",
        "DELETE FROM block",
        "UPDATE block SET source = 2",
        "UPDATE block SET since = 2",
        "UPDATE block SET sums = zeroblob(length(sums))",
        "DELETE FROM checksum",
        "UPDATE checksum SET value = x'00'",
    ],
)
def test_other_rows_are_refused(path: Path, damage: str) -> None:
    """Doctor says that they are damaged, repairs nothing by them, and nothing is answered or written from them."""
    give(EmbeddedStore(str(path)), NEW)
    con = sqlite3.connect(path)
    with con:
        assert con.execute(damage).rowcount > 0
        con.execute("DELETE FROM snapshot")
    con.close()
    before = path.read_bytes()
    store = EmbeddedStore(str(path))
    assert "rows" in [check.name for check in store.doctor() if not check.ok]
    assert {"rows", "snapshot"} <= {check.name for check in store.doctor(repair=True) if not check.ok}
    for ask in (lambda: store.index().n, store.catalogue, store.held, lambda: list(store.dump()), store.undo):
        with pytest.raises(StoreError, match="damaged"):
            ask()
    assert path.read_bytes() == before


def test_a_revision_of_a_row_is_read_from_its_block(path: Path) -> None:
    """Where a row says another one, no answer is another, and doctor says it."""
    give(EmbeddedStore(str(path)), NEW)
    con = sqlite3.connect(path)
    with con:
        con.execute("UPDATE service SET since = 1")
    con.close()
    store = EmbeddedStore(str(path))
    assert [check.name for check in store.doctor() if not check.ok] == ["rows"]
    assert records(store.catalogue()) == records(merge({"test": NEW}))
    store.undo()
    assert records(store.catalogue()) == records(merge({"test": OLD}))


def test_a_file_of_the_first_schema_gets_its_checksums(path: Path) -> None:
    path.unlink()
    give(
        EmbeddedStore(str(path), create=True), NEW
    )  # nothing has moved: the first schema has no table of moves
    con = sqlite3.connect(path)
    with con:
        for statement in (
            "DROP TABLE place",
            "DROP TABLE block",
            "DROP TABLE checksum",
            "ALTER TABLE revision DROP COLUMN root",
            "PRAGMA user_version = 1",
        ):
            con.execute(statement)
    con.close()
    assert_holds(path, NEW)
    con = sqlite3.connect(path)
    with con:
        con.execute("UPDATE service SET name = 'another'")
    con.close()
    assert "rows" in [check.name for check in EmbeddedStore(str(path)).doctor() if not check.ok]


def test_rows_of_many_blocks(path: Path) -> None:
    """Some of each block changed, some withdrawn, and undone again: every checksum follows."""
    many = services(*(f"s{i:04}" for i in range(2500)))
    other = services(*(f"s{i:04}" for i in range(0, 2500, 3)))
    for incoming in (many, other, many):
        give(EmbeddedStore(str(path)), incoming)
        assert_holds(path, incoming)
    EmbeddedStore(str(path)).undo()
    assert_holds(path, other)


def interesting(whole: bytes) -> list[int]:
    """Where the file is not all zeros."""
    return [at for at, byte in enumerate(whole) if byte]
