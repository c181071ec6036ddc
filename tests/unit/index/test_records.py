from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphmodel.index.build import index as build_index
from graphmodel.index.ends import numbers
from graphmodel.index.index import LETTERS
from graphmodel.index.records import Records, encoded
from graphmodel.index.strings import Coded, Strings
from graphmodel.model.catalogue import merge
from graphmodel.model.metamodel import KINDS
from graphmodel.model.origin import Origin
from graphmodel.model.table import Table, from_records
from tests.conftest import REVISION
from tests.strategies import tables

TEXTS = st.lists(st.sampled_from(["", "a", "ä", "日本", "x\ny"]) | st.text(max_size=3), max_size=12)


def numbered(index, kind: str) -> list[tuple[str, ...]]:
    """The identities of the records, as the numbers of the index say them."""
    ids = index.service_id.list()
    if kind == "dependency":
        consumer = np.repeat(index.consumer, np.diff(index.member_at)).tolist()
        group = np.repeat(np.arange(len(index.needs)), np.diff(index.member_at)).tolist()
        return [
            (ids[c], ids[p], index.group[r])
            for c, p, r in zip(consumer, index.member.tolist(), group, strict=True)
        ]
    if kind == "responsibility":
        held = zip(
            index.held_role.tolist(), index.held_service.tolist(), index.held_letter.tolist(), strict=True
        )
        return [(index.role_id[r], ids[v], LETTERS[x]) for r, v, x in held]
    if kind == "observation":
        ends_ = [numbers(index, kind, name).tolist() for name in ("service", "depends_on")]
        return [(ids[c], ids[p]) for c, p in zip(*ends_, strict=True)]
    named = {"service": index.service_id, "category": index.category_id, "role": index.role_id}[kind]
    return [(name,) for name in named]


@given(st.data(), tables(placeholders=True), tables(placeholders=True))
def test_columns_and_rows_are_those_of_the_whole_catalogue(data, first, second):
    """Of two sources that hold the same things in part, with places, and with placeholders."""
    made = merge({"one": first, "two": second} if data.draw(st.booleans()) else {"one": first})
    index = build_index(made, REVISION)
    for name, kind in KINDS.items():
        table, records = made.table(name), index.records(name)
        assert len(records) == len(table)
        at = {key: row for row, key in enumerate(table.keys())}
        order = [at[key] for key in numbered(index, name)]
        assert sorted(order) == list(range(len(table)))
        assert records.free() == table.free()
        for field in (*kind.names, *table.free(), "no such"):
            expected = [table.texts(field)[row] for row in order]
            column = records.column(field)
            assert records.texts(field) == column.list() == list(column) == expected
            assert [column[i] for i in range(len(column))] == expected
            some = np.array(
                data.draw(st.lists(st.sampled_from(range(len(order))), max_size=4)) if order else [], np.int64
            )
            assert column.of_rows(some) == [expected[i] for i in some]
            assert column.where(lambda text: text > "b").tolist() == [text > "b" for text in expected]
        assert [records.record(i) for i in range(len(order))] == [table.record(row) for row in order]
        origins = [table.origin(row) for row in order]
        assert [records.origin(i) for i in range(len(order))] == origins
        assert records.origins(np.arange(len(order))) == origins
        if order:
            assert records.first(range(len(order))) == min(origins, key=lambda o: (o.file, o.line, o.source))


@given(TEXTS, st.data())
def test_a_column_is_read_as_it_was_written_in_any_order(texts, data):
    order = np.array(data.draw(st.permutations(range(len(texts)))), np.intp)
    made = encoded("kind.field", texts, order)
    block, at, code = made["text:kind.field"], made["at:kind.field"], made["code:kind.field"]
    strings = Strings(block, at)
    column = Coded(strings, code) if len(code) else strings
    assert column.list() == [texts[i] for i in order]


@pytest.mark.parametrize("distinct", [255, 256, 257])
def test_codes_of_a_byte_and_of_more(distinct):
    texts = [f"{i % distinct:03}" for i in range(3 * distinct)]
    made = encoded("x", texts)
    assert made["code:x"].itemsize == (1 if distinct <= 255 else 2)
    assert Coded(Strings(made["text:x"], made["at:x"]), made["code:x"]).list() == texts


def test_only_the_columns_that_are_asked_for_are_read():
    """Names of free attributes that look like parts of other columns' names do no harm."""
    rows = [
        {"id": f"s{i}", "note": "n", "note_at": f"{i}", "at:note": "x", "service@file": "y"} for i in range(3)
    ]
    made = merge({"one": {"service": from_records("service", rows, "services.csv")}})
    kept = build_index(made, REVISION)
    asked: list[str] = []

    class Watched(dict):
        def __getitem__(self, name):
            asked.append(name)
            return super().__getitem__(name)

    arrays = Watched(kept.arrays)
    records = Records(KINDS["service"], 3, arrays, ["note", "note_at", "at:note", "service@file"], {})
    assert records.texts("note_at") == ["0", "1", "2"]
    assert asked == [f"{part}:service.note_at" for part in ("text", "at", "code")]
    assert records.texts("at:note") == ["x"] * 3
    assert records.texts("service@file") == ["y"] * 3
    assert records.origin(1) == Origin("services.csv", 3, "one")


def test_an_attribute_of_no_record_is_still_an_attribute():
    made = merge(
        {"one": {"service": Table(KINDS["service"], {"id": ["a"], "site": [""], "rto": [""]}, ["f"], [2])}}
    )
    records = build_index(made, REVISION).records("service")
    assert records.free() == ["site"]
    assert "rto" not in records.columns
    assert records.record(0) == {"id": "a"}
