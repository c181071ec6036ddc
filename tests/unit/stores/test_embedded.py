"""The embedded file: its schema, its snapshot, and readers beside a writer."""

from __future__ import annotations

import os
import sqlite3
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphmodel.index.index import ARRAYS, STRINGS
from graphmodel.model.catalogue import Tables, merge
from graphmodel.model.errors import StoreError
from graphmodel.model.metamodel import KINDS, Field
from graphmodel.model.table import from_records
from graphmodel.planning.making import plan
from graphmodel.stores.embedded import EmbeddedStore, blocks, columns, schema, snapshot
from graphmodel.stores.holder import Holder
from tests.contract.test_stores import assert_index


def services(*ids: str, **values: str) -> Tables:
    return {"service": from_records("service", [{"id": i, **values} for i in ids], "services.csv")}


def give(store: EmbeddedStore, incoming: Tables, source: str = "test") -> None:
    store.apply(plan(store.held(), source, incoming, base=store.base(), allow_withdraw=True))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with two revisions: services a and b, then b and c."""
    made = tmp_path / "catalogue.db"
    store = EmbeddedStore(str(made), create=True)
    give(store, services("a", "b"))
    give(store, services("b", "c"))
    return made


def sql(path: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    con = sqlite3.connect(path)
    with con:
        found = con.execute(statement, values).fetchall()
    con.close()
    return found


_HEAD = """
        source INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, file INTEGER NOT NULL, line INTEGER NOT NULL,
        """
RELEASED = {
    "service": f"""CREATE TABLE service ({_HEAD}"id" TEXT, "kind" TEXT, "name" TEXT, "description" TEXT,
        "category" TEXT, "criticality" TEXT, "lifecycle" TEXT, "provider" TEXT, "availability" TEXT,
        "own_availability" TEXT, "support_hours" TEXT, "rto" TEXT, "rpo" TEXT, "response" TEXT, "resolution" TEXT,
        "cost" TEXT, "reviewed" TEXT, "aliases" TEXT, "tags" TEXT, "placeholder" TEXT, free TEXT)""",
    "category": f"""CREATE TABLE category ({_HEAD}"id" TEXT, "name" TEXT, "parent" TEXT, "boundary_start" TEXT,
        "boundary_end" TEXT, "expects" TEXT, "availability" TEXT, "own_availability" TEXT, "support_hours" TEXT,
        "rto" TEXT, "rpo" TEXT, "response" TEXT, "resolution" TEXT, "expected_roles" TEXT, free TEXT)""",
    "role": f"""CREATE TABLE role ({_HEAD}"id" TEXT, "name" TEXT, "holder" TEXT, "team" TEXT, "contact" TEXT,
        free TEXT)""",
    "dependency": f"""CREATE TABLE dependency ({_HEAD}"service" TEXT, "depends_on" TEXT, "strength" TEXT, "group" TEXT,
        "needs" TEXT, "note" TEXT, free TEXT)""",
    "responsibility": f"""CREATE TABLE responsibility ({_HEAD}"role" TEXT, "service" TEXT, "responsibility" TEXT,
        "duty" TEXT, free TEXT)""",
}
"""The tables of records as versions 1 to 3 made them."""


def test_the_tables_have_the_fields_of_the_metamodel(path: Path) -> None:
    for kind in KINDS.values():
        columns = [str(row[1]) for row in sql(path, f"PRAGMA table_info({kind.name})")]
        assert columns == ["source", "since", "until", "file", "line", *kind.names, "free"]
        assert len(set(columns)) == len(columns)


def test_the_file_says_whose_it_is(path: Path) -> None:
    assert path.read_bytes()[68:72] == b"grmo"
    assert sql(path, "PRAGMA user_version") == [(schema.version(),)]
    assert sql(path, "PRAGMA journal_mode") == [("delete",)]


def test_a_changed_record_is_a_new_row(tmp_path: Path) -> None:
    store = EmbeddedStore(str(tmp_path / "c.db"), create=True)
    give(store, services("a", name="A"))
    give(store, services("a", name="B"))
    rows = sql(tmp_path / "c.db", "SELECT since, until, id, name, description, free FROM service")
    assert rows == [(1, 2, "a", "A", None, None), (2, None, "a", "B", None, None)]


def test_an_older_file_is_led_to_this_schema(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        schema, "MIGRATIONS", (*schema.MIGRATIONS, ("ALTER TABLE revision ADD COLUMN who TEXT",))
    )
    store = EmbeddedStore(str(path))
    assert store.catalogue().services.texts("id") == ["b", "c"]
    assert sql(path, "PRAGMA user_version") == [(schema.version(),)]
    give(store, services("d"))
    assert store.revision().number == 3
    assert sql(path, "SELECT who FROM revision") == [(None,)] * 3


@pytest.mark.parametrize("version", [1, 2])
def test_a_file_of_an_older_schema_keeps_its_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    """Where it is read and where it is written; from then on places belong to their revision."""
    path = tmp_path / "old.db"
    with monkeypatch.context() as old:
        old.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:version])
        old.setattr(schema, "table", lambda kind: RELEASED.get(kind.name, ""))
        old.setattr(columns, "complete", lambda _: None)
        con = sqlite3.connect(path)
        schema.migrate(con, 0)
        con.execute("INSERT INTO revision VALUES (1, 'u', '2026-01-01T00:00:00Z', 's', 'import', 0, 2, 0, 0)")
        con.execute("INSERT INTO source VALUES (1, 's')")
        con.execute("INSERT INTO file VALUES (1, 'services.csv')")
        rows = [(1, 1, 1, 7, "a", "ACME"), (1, 1, 1, 9, "b", None)]
        names = "source, since, file, line, id, provider"
        con.executemany(f"INSERT INTO service ({names}) VALUES (?, ?, ?, ?, ?, ?)", rows)
        con.commit()
        con.close()
    store = EmbeddedStore(str(path))
    assert store.catalogue().services.lines == [7, 9]
    assert store.catalogue().services.texts("supplier") == ["ACME", ""]
    assert sql(path, "PRAGMA user_version") == [(schema.version(),)]
    store.apply(plan(store.held(), "s", services("b", "a", "c"), base=store.base()))
    assert (store.catalogue().services.lines, store.catalogue(1).services.lines) == ([3, 2, 4], [7, 9])
    store.undo()
    assert store.catalogue().services.lines == [7, 9]


def test_a_released_file_is_led_to_the_fields_of_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its rows were written with other columns, and a field of today was a free attribute then."""
    path = tmp_path / "old.db"
    before = replace(KINDS["service"], fields=tuple(f for f in KINDS["service"].fields if f.name != "cost"))
    with monkeypatch.context() as old:
        old.setitem(KINDS, "service", before)
        store = EmbeddedStore(str(path), create=True)
        given = from_records(
            "service",
            [
                {"id": "a", "cost": "7.50", "colour": "red"},
                {"id": "b", "cost": "a lot"},
                {"id": "c", "cost_": "x", "cost": "none"},
            ],
        )
        store.apply(plan({}, "s", {"service": given}, base=""))
        assert store.index().records("service").free() == ["colour", "cost", "cost_"]
    store = EmbeddedStore(str(path))
    assert [*store.catalogue().services.records()] == [
        {"id": "a", "cost": "7.5", "colour": "red"},
        {"id": "b", "cost_": "a lot"},
        {"id": "c", "cost_": "x", "cost__": "none"},
    ]
    assert store.index().records("service").texts("cost") == ["7.5", "", ""]
    assert all(check.ok for check in store.doctor())
    give(store, services("d", cost="1"))
    assert store.undo().number == 3
    assert [*store.catalogue(1).services.records()] == [*store.catalogue().services.records()]


def test_a_field_that_was_called_otherwise_keeps_its_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    store = EmbeddedStore(str(path), create=True)
    store.apply(
        plan({}, "s", {"role": from_records("role", [{"id": "a", "holder": "Kim", "who": "x"}])}, base="")
    )
    fields = tuple(
        replace(f, name="who", formerly=("holder",)) if f.name == "holder" else f
        for f in KINDS["role"].fields
    )
    monkeypatch.setitem(KINDS, "role", replace(KINDS["role"], fields=fields))
    assert [*EmbeddedStore(str(path)).catalogue().roles.records()] == [{"id": "a", "who": "Kim", "who_": "x"}]
    assert EmbeddedStore(str(path)).index().records("role").texts("who") == ["Kim"]
    assert [check for check in EmbeddedStore(str(path)).doctor() if not check.ok] == []


def test_a_file_with_a_field_of_tomorrow_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = (*KINDS["role"].fields, Field("phone", "text", "by voice"))
    with monkeypatch.context() as newer:
        newer.setitem(KINDS, "role", replace(KINDS["role"], fields=fields))
        EmbeddedStore(str(path)).catalogue()
    whole = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer graphmodel: this one does not know role\.phone"):
        EmbeddedStore(str(path)).catalogue()
    assert path.read_bytes() == whole


def test_an_unknown_column_is_an_error_and_no_text(path: Path) -> None:
    con = sqlite3.connect(path)
    with pytest.raises(sqlite3.DatabaseError, match="no such column"):
        [*blocks.read(con, "service", ("id", "nope"), lambda _: True)]
    con.close()


def test_planning_on_a_file_to_be_made_makes_none(tmp_path: Path) -> None:
    store = EmbeddedStore(str(tmp_path / "c.db"), create=True)
    assert (store.held(), store.base(), store.history()) == ({}, "", [])
    assert store.index().n == 0
    assert list(tmp_path.iterdir()) == []


def test_the_snapshot_names_every_array_of_the_index(path: Path) -> None:
    kept = {str(name) for (name,) in sql(path, "SELECT name FROM snapshot")}
    index = EmbeddedStore(str(path)).index()
    assert kept == set(index.arrays)
    assert len(kept) == len(index.arrays)
    assert kept.issuperset({*ARRAYS, *STRINGS, *(f"{name}_at" for name in STRINGS)})
    assert {"text:service@file", "line:service", "code:dependency@file", "at:role@source"} <= kept


def test_a_question_loads_only_what_it_uses(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    real = snapshot.load

    def load(con: sqlite3.Connection, name: str, *others: Any) -> object:
        loaded.append(name)
        return real(con, name, *others)

    monkeypatch.setattr(snapshot, "load", load)
    index = EmbeddedStore(str(path)).index()
    assert loaded == []
    assert index.n == 2
    assert loaded == ["requirement_at"]


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM snapshot",
        "DELETE FROM snapshot WHERE name = 'service_id'",
        "UPDATE snapshot SET uid = 'another'",
        "UPDATE snapshot SET data = zeroblob(length(data)) WHERE name = 'service_id'",
        "UPDATE snapshot SET data = substr(data, 2) WHERE name = 'service_id'",
        "UPDATE snapshot SET data = 'text' WHERE name = 'service_id'",
        "UPDATE snapshot SET dtype = '<i4' WHERE name = 'service_id_at'",
        "UPDATE snapshot SET crc32 = crc32 + 1",
        """UPDATE snapshot SET (dtype, length, crc32, data) =
           (SELECT dtype, length, crc32, data FROM snapshot WHERE name = 'role_id') WHERE name = 'service_id'""",
    ],
)
def test_a_wrong_snapshot_is_made_anew_from_the_rows(path: Path, damage: str) -> None:
    sql(path, damage)
    store = EmbeddedStore(str(path))
    assert [c.name for c in store.doctor() if not c.ok] == ["snapshot"]
    expected = merge({"test": services("b", "c")})
    assert_index(store.index(), expected)
    assert [c.name for c in store.doctor() if not c.ok] == []
    assert_index(EmbeddedStore(str(path)).index(), expected)


def test_doctor_builds_the_snapshot_anew(path: Path) -> None:
    sql(path, "DELETE FROM snapshot WHERE name = 'member'")
    store = EmbeddedStore(str(path))
    assert [c.detail for c in store.doctor() if not c.ok] == [
        "differs from the rows: member; --repair rebuilds it"
    ]
    (check,) = [c for c in store.doctor(repair=True) if c.name == "snapshot"]
    assert check.ok
    assert "was wrong: member" in check.detail
    assert all(c.ok for c in store.doctor())


def test_an_index_answers_for_its_revision_when_the_store_has_moved_on(path: Path) -> None:
    store = EmbeddedStore(str(path))
    index = store.index()
    give(store, services("x", "y", "z"))
    assert_index(index, merge({"test": services("b", "c")}))
    assert index.catalogue().services.texts("id") == ["b", "c"]
    assert_index(store.index(), merge({"test": services("x", "y", "z")}))


def test_readers_are_let_in_while_an_import_is_written(path: Path) -> None:
    """Also a large one: SQLite's cache does not spill into the file before the commit."""
    reader = EmbeddedStore(str(path), wait=0)
    seen = []

    def look(step: str) -> None:
        seen.append((step, reader.revision().number, list(reader.index().service_id)[:1]))

    give(
        EmbeddedStore(str(path), step=look),
        services(*(f"s{i:05}" for i in range(30_000)), description="x" * 100),
    )
    assert seen == [
        ("begin", 2, ["b"]),
        ("closed", 2, ["b"]),
        ("inserted", 2, ["b"]),
        ("revision", 2, ["b"]),
        ("snapshot", 2, ["b"]),
        ("committed", 3, ["s00000"]),
    ]


def test_an_interrupted_write_is_rolled_back(path: Path) -> None:
    before = path.read_bytes()

    def interrupt(step: str) -> None:
        if step == "snapshot":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        give(EmbeddedStore(str(path), step=interrupt), services("x"))
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_stale_sidecar_is_told_of_and_in_nobodys_way(path: Path) -> None:
    """Whatever process left it, of whatever machine: nobody holds SQLite's lock."""
    sidecar = path.with_name("catalogue.db.lock")
    store = EmbeddedStore(str(path))
    for holder in (replace(Holder.me(), pid=2**22 + 1), Holder(1, "another-machine", "2024-01-01T00:00:00Z")):
        sidecar.write_text(holder.json())
        (check,) = [c for c in store.doctor() if not c.ok]
        assert (check.name, "no longer writes" in check.detail) == ("lock", True)
        assert all(c.ok for c in store.doctor(repair=True))
        assert not sidecar.exists()
        sidecar.write_text(holder.json())
        give(store, services("x" + holder.host))
        assert not sidecar.exists()


FOREIGN = {
    "text": "nonsense",
    "nothing": "",
    "another tool's": '{"pid": 12}',
    "a number beyond floats": '{"pid": 1e999, "host": "h", "time": "t"}',
    "a long number": '{"pid": 12345678901234567890, "host": "h", "time": "t"}',
    "more digits than Python takes": '{"pid": ' + "9" * 900 + ', "host": "h", "time": "t"}',
    "deep": "[" * 100_000,
    "a number for a host": '{"pid": 1, "host": 5, "time": "t"}',
    "more fields": '{"pid": 1, "host": "h", "time": "t", "more": 1}',
    "colours": '{"pid": 1, "host": "\\u001b[31m", "time": "t"}',
    "no UTF-8": b"\xff\xfe",
}


@pytest.mark.parametrize("said", FOREIGN.values(), ids=FOREIGN)
def test_a_file_that_is_no_sidecar_of_ours_is_left_as_it_is(path: Path, said: str | bytes) -> None:
    sidecar = path.with_name("catalogue.db.lock")
    content = said.encode() if isinstance(said, str) else said
    sidecar.write_bytes(content)
    store = EmbeddedStore(str(path))
    give(store, services("x"))
    assert all(c.ok for c in store.doctor(repair=True))
    assert sidecar.read_bytes() == content


def test_nothing_is_written_through_a_link_or_into_a_pipe(path: Path, tmp_path: Path) -> None:
    sidecar, victim = path.with_name("catalogue.db.lock"), tmp_path / "victim"
    store = EmbeddedStore(str(path), wait=0)
    victim.write_text(replace(Holder.me(), pid=2**22 + 1).json())
    said = victim.read_text()

    def left() -> None:
        give(store, services(f"x{store.revision().number}"))
        assert all(c.ok for c in store.doctor(repair=True))

    sidecar.symlink_to(victim)
    left()
    assert (sidecar.readlink(), victim.read_text()) == (victim, said)
    sidecar.unlink()
    sidecar.symlink_to("/dev/zero")
    left()
    sidecar.unlink()
    sidecar.symlink_to(tmp_path / "not-there")
    left()
    assert not (tmp_path / "not-there").exists()
    sidecar.unlink()
    os.mkfifo(sidecar)
    left()
    assert stat.S_ISFIFO(sidecar.lstat().st_mode)
    sidecar.unlink()
    sidecar.mkdir()
    left()
    assert sidecar.is_dir()


def test_a_file_in_a_directory_that_is_not_there(tmp_path: Path) -> None:
    store = EmbeddedStore(str(tmp_path / "no" / "c.db"), create=True)
    with pytest.raises(StoreError, match="directory does not exist"):
        give(store, services("a"))
