"""Chunks, properties, lanes and the cache, without a server."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.index import build
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import StoreError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import Table, from_records
from graphmodel.stores.neo4j import blocks, cache, parts, properties, statements, workers


def table(*records: dict[str, str], kind: str = "service") -> Table:
    return from_records(kind, records, "a.csv")


@given(size=st.integers(0, 50), per_chunk=st.integers(1, 20), gone=st.sets(st.integers(0, 49)))
def test_chunks_give_back_the_rows_that_are_valid(size: int, per_chunk: int, gone: set[int]) -> None:
    whole = table(*({"id": f"s{i}", "name": "" if i % 3 else f"n{i}"} for i in range(size)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "ROWS", per_chunk)
        made = list(blocks.split(whole, "cmdb", 1, 7))
    assert [b.number for b in made] == list(range(7, 7 + len(made)))
    ended, at = [], 0
    for block in made:
        ended.append(block.ended([2 if at + i in gone else 0 for i in range(block.rows)]))
        at += block.rows
    left = [i for i in range(size) if i not in gone]
    now, before = blocks.held(ended, 2), blocks.held(ended, 1)
    assert (now["cmdb"]["service"] if left else now) == (whole.take(left) if left else {})
    assert (before["cmdb"]["service"] if size else before) == (whole if size else {})
    assert blocks.held(ended, 0) == {}


def test_values_have_the_types_of_the_metamodel() -> None:
    record = {
        "id": "x", "availability": "99.9", "criticality": "1", "reviewed": "2024-02-29", "aliases": "a;b",
        "placeholder": "yes", "rto": "PT4H", "cost": "n/a", "category": "net", "name": "",
    }  # fmt: skip
    found = list(properties.rows(table(record), [0]))
    assert found == [
        {"id": "x", "availability": 99.9, "criticality": 1, "reviewed": date(2024, 2, 29), "aliases": ["a", "b"],
         "placeholder": True, "rto": "PT4H", "cost": "n/a"}
    ]  # fmt: skip


def test_free_attributes_that_clash_or_cannot_be_get_another_name() -> None:
    ends = {"service": "a", "depends_on": "b"}
    found = properties.names(
        table({**ends, "key": "1", "key_": "2", "": "3", "a\0b": "4", "`; DROP": "5"}, kind="dependency")
    )
    names = {column: name for column, name in found.items() if column not in KINDS["dependency"].names}
    assert len(set(names.values())) == len(names)
    assert names["`; DROP"] == "`; DROP"
    assert not {"key", ""} & set(names.values())
    assert "\0" not in "".join(names.values())


def test_a_group_says_what_one_of_its_rows_says() -> None:
    from graphmodel.model.catalogue import merge

    rows = [
        {"service": "a", "depends_on": "b", "group": "g", "needs": "2"},
        {"service": "a", "depends_on": "c", "group": "g", "strength": "soft"},
        {"service": "a", "depends_on": "d"},
    ]
    found = properties.shown(merge({"x": {"dependency": table(*rows, kind="dependency")}}))["dependency"]
    assert found.texts("needs") == ["2", "2", "1"]
    assert found.texts("strength") == ["soft", "soft", "hard"]
    assert [row[2]["key"] for row in properties.rows(found, range(3))] == ["a\tb\tg", "a\tc\tg", "a\td\t"]


TEXTS = st.sampled_from([None, "", "x", "9", "2024-02-29"])
COLUMNS = ("name", "description", "criticality", "reviewed", "tags", "own")


@given(st.lists(st.tuples(st.sampled_from(["", "net", "db"]), *(TEXTS for _ in COLUMNS)), max_size=12))
def test_parts_say_what_every_row_says(given: list[tuple[str | None, ...]]) -> None:
    rows = [
        {"id": f"s{i}", "category": row[0], **dict(zip(COLUMNS, row[1:], strict=True))}
        for i, row in enumerate(given)
    ]
    columns: dict[str, list[str | None]] = {
        name: [row[name] for row in rows] for name in ("id", "category", *COLUMNS)
    }
    whole = Table(KINDS["service"], columns, ["f"] * len(rows), [1] * len(rows))
    part = parts.services("service create", whole)
    names, shapes = part.parameters["names"], part.parameters["shapes"]
    said = [
        ({"id": key, "name": names[int(name)] if name else None} | shapes[int(shape)], category)
        for category, key, name, shape in unfolded(part.parameters["rows"], 3)
    ]
    said.sort(key=lambda one: int(one[0]["id"][1:]))
    assert [{n: v for n, v in properties.items() if v is not None} for properties, _ in said] == list(
        properties.rows(whole, range(len(rows)))
    )
    assert [category for _, category in said] == [row["category"] or "" for row in rows]
    assert part.relationships == sum(bool(row["category"]) for row in rows)


def unfolded(text: str, width: int) -> list[tuple[str, ...]]:
    """The rows that the lines of a part say, each after the start of its line."""
    found = []
    for line in filter(None, text.split("\n")):
        start, *others = line.split("\t")
        assert len(others) % width == 0
        found += [(start, *others[at : at + width]) for at in range(0, len(others), width)]
    return found


@given(st.lists(st.tuples(*(st.sampled_from("abc") for _ in range(3)), TEXTS), max_size=12))
def test_parts_of_relationships_say_what_every_row_says(
    given: list[tuple[str, str, str, str | None]],
) -> None:
    columns: dict[str, list[str | None]] = {
        name: [row[at] for row in given] for at, name in enumerate(("service", "depends_on", "group", "note"))
    }
    whole = Table(KINDS["dependency"], columns, ["f"] * len(given), [1] * len(given))
    said = parts.relationships("dependency create", whole).parameters
    found = [
        (start, end, {"key": f"{start}\t{end}\t{group}"} | said["shapes"][int(at)])
        for start, end, group, at in unfolded(said["rows"], 3)
    ]
    expected = [(start, end, made) for start, end, made in properties.rows(whole, range(len(given)))]
    assert found == sorted(expected, key=lambda row: [line[0] for line in expected].index(row[0]))


@given(st.integers(0, 40))
def test_lanes_do_every_part_once(count: int) -> None:
    done: list[tuple[int, int]] = []
    workers.run(range(count), lambda lane, part: done.append((part, lane)))
    assert sorted(part for part, _ in done) == list(range(count))
    assert {lane for _, lane in done} <= set(range(workers.WORKERS))


def test_two_parts_are_worked_on_at_once() -> None:
    both = threading.Barrier(workers.WORKERS, timeout=10)
    workers.run(range(workers.WORKERS), lambda _lane, _part: both.wait())


def test_an_error_in_one_lane_stops_the_others() -> None:
    begun: list[int] = []
    failed = threading.Event()

    def work(_lane: int, part: int) -> None:
        begun.append(part)
        if part == 1:
            failed.set()
            raise ValueError(part)
        assert failed.wait(10)
        time.sleep(0.2)

    with pytest.raises(ValueError, match="1"):
        workers.run(range(9), work)
    assert begun == [0, 1]


UID = "0123456789abcdef" * 2


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("GRAPHMODEL_CACHE", str(tmp_path))
    return tmp_path / "index"


ARRAYS = build.arrays(
    merge({"test": {"service": from_records("service", [{"id": i, "own": i * 2} for i in "abc"])}})
)


def test_the_cache_gives_back_what_it_was_given(folder: Path) -> None:
    cache.save(UID, ARRAYS)
    for name, expected in ARRAYS.items():
        found = cache.load(UID, name)
        assert found is not None
        assert found.dtype == expected.dtype
        np.testing.assert_array_equal(found, expected)
    assert cache.load(UID, "other") is None
    assert cache.load(UID[::-1], "member") is None
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir()} == {0o600}


def test_a_damaged_file_is_not_used(folder: Path) -> None:
    cache.save(UID, ARRAYS)
    file = next(folder.iterdir())
    good = file.read_bytes()
    for at in range(0, len(good), 97):
        file.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        for name in ("service_id", "service_id_at", "member", "product"):
            found = cache.load(UID, name)
            assert found is None or np.array_equal(found, ARRAYS[name])
        file.write_bytes(good[:at])
        assert cache.load(UID, list(ARRAYS)[-1]) is None


def test_a_uid_that_is_none_of_ours_names_no_file(folder: Path) -> None:
    cache.save("../../escape", {"a": np.arange(3)})
    assert cache.path("../../escape") is None
    assert not folder.exists()


def test_the_files_used_last_are_kept(folder: Path) -> None:
    for number in range(cache.KEPT + 3):
        cache.save(f"{number:032x}", {"a": np.arange(3)})
    assert len(list(folder.iterdir())) == cache.KEPT


def test_a_chunk_of_before_has_the_fields_of_today() -> None:
    """One that does not say what was free, and one that does: a field of today may have been a free attribute."""
    columns: dict[str, list[str | None]] = {
        "id": ["a", "b", "c"],
        "provider": ["ACME", None, ""],
        "supplier": ["them", "us", None],
        "cost": ["7.50", "a lot", None],
    }
    table = Table(KINDS["service"], columns, ["s.csv"] * 3, [2, 3, 4])
    (chunk,) = blocks.split(table, "test", 1, 1)
    old = replace(chunk, free=None).table(1)
    assert old.columns == {
        "id": ["a", "b", "c"],
        "supplier": ["ACME", "us", ""],
        "supplier_": ["them", None, None],
        "cost": ["7.50", "a lot", None],
    }
    told = replace(chunk, free=["cost", "supplier"]).table(1)
    assert told.columns["cost"] == ["7.5", None, None]
    assert told.columns["cost_"] == [None, "a lot", None]
    assert told.columns["supplier"] == ["ACME", "us", ""]


def test_a_chunk_of_tomorrow_is_refused_by_what_is_new_in_it() -> None:
    table = Table(KINDS["role"], {"id": ["a"], "phone": ["1"]}, ["r.csv"], [2])
    (chunk,) = blocks.split(table, "test", 1, 1)
    assert chunk.table(1).free() == ["phone"]
    with pytest.raises(StoreError, match=r"newer graphmodel: this one does not know 'role\.phone'"):
        replace(chunk, free=[]).table(1)
    with pytest.raises(StoreError, match="newer graphmodel: this one does not know 'site'"):
        blocks.Chunk.of({**asdict(chunk), "kind": "site"})


def test_every_statement_has_a_name() -> None:
    assert len(statements.schema()) == 10
    assert all(statement.startswith("CREATE ") for statement in statements.schema())
    assert {name.split()[1] for name in statements.loading()} == {"create", "change", "withdraw"}
    assert statements.load("role create").splitlines()[0] == "UNWIND $rows AS row"
