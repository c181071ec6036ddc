"""Graph files hold the whole catalogue, and NetworkX reads them back."""

from __future__ import annotations

import io
import json
from typing import Any

import networkx
import pytest
from hypothesis import given

from graphmodel.exporters import EXPORTS
from graphmodel.exporters.ordered import ordered
from graphmodel.model.catalogue import Catalogue, Tables, merge
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import from_records
from tests import strategies


def read(format: str, data: bytes) -> networkx.Graph[Any]:
    if format == "json":
        found: networkx.Graph[Any] = networkx.node_link_graph(json.loads(data), edges="edges")
        return found
    return networkx.read_graphml(io.BytesIO(data), force_multigraph=True)


def contents(catalogue: Catalogue) -> dict[str, list[Any]]:
    return {
        name: list(zip(t.records(), t.files, t.lines, strict=True))
        for name in KINDS
        for t in [catalogue.table(name)]
    }


@pytest.mark.parametrize("format", ["graphml", "json"])
@given(tables=strategies.tables(placeholders=True))
def test_networkx_reads_it_back(format: str, tables: Tables) -> None:
    catalogue = merge({"s": tables})
    data = EXPORTS[format].write(catalogue)
    again = Catalogue.from_networkx(read(format, data))
    assert contents(ordered(again)) == contents(ordered(catalogue))


def shuffled(table: Any) -> Any:
    return table.take(list(reversed(range(len(table)))))


@pytest.mark.parametrize("format", ["graphml", "json"])
@given(tables=strategies.tables())
def test_the_order_of_the_records_does_not_matter(format: str, tables: Tables) -> None:
    other = {name: shuffled(table) for name, table in tables.items()}
    assert EXPORTS[format].write(merge({"s": tables})) == EXPORTS[format].write(merge({"s": other}))


def named(name: str) -> Catalogue:
    return merge({"s": {"service": from_records("service", [{"id": "a", "kind": "service", "name": name}])}})


@pytest.mark.parametrize(
    "name", ["\r", "a\r\nb\nc", " padded ", "<&>\"'", "\t", "=cmd()", "\x85\u2028\u202e", "\U0001f6b2"]
)
@pytest.mark.parametrize("format", ["graphml", "json"])
def test_values_are_verbatim(format: str, name: str) -> None:
    assert read(format, EXPORTS[format].write(named(name))).nodes["a"]["name"] == name


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\ufffe"])
def test_what_xml_cannot_hold_is_told(letter: str) -> None:
    with pytest.raises(UsageError, match=f"name of a holds the character U\\+{ord(letter):04X}") as caught:
        EXPORTS["graphml"].write(named(f"a{letter}"))
    assert "--format json" in caught.value.hint
    assert read("json", EXPORTS["json"].write(named(f"a{letter}"))).nodes["a"]["name"] == f"a{letter}"


def test_json_is_one_line_per_node_and_edge_and_ascii() -> None:
    data = EXPORTS["json"].write(named("é\x9b"))
    assert data.isascii()
    assert [line for line in data.decode().splitlines() if '"id": "a"' in line] == [
        '{"kind": "service", "name": "\\u00e9\\u009b", "file": "", "line": 2, "id": "a"}],'
    ]
