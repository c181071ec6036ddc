"""What the driver gives, as cells."""

from __future__ import annotations

import json
from typing import Any

import pytest
from neo4j import graph, spatial, time

from graphmodel.model.visible import readable_cell
from graphmodel.stores.neo4j import cells

GRAPH = graph.Graph()
MAIL = graph.Node(GRAPH, "1", 1, ["Service", "Product"], {"tags": ["a", "b"], "name": "Mail", "id": "mail"})
ODD = graph.Node(GRAPH, "2", 2, ["A b"], {"x`y": 1})
BARE = graph.Node(GRAPH, "3", 3)
NEEDS = GRAPH.relationship_type("DEPENDS_ON")(GRAPH, "4", 4, {"needs": 1})
NEEDS._start_node, NEEDS._end_node = ODD, MAIL
PATH = graph.Path(MAIL, NEEDS)
MAIL_TEXT = '(:Product:Service {id: "mail", name: "Mail", tags: ["a", "b"]})'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (MAIL, MAIL_TEXT),
        (ODD, "(:`A b` {`x``y`: 1})"),
        (BARE, "()"),
        (NEEDS, "[:DEPENDS_ON {needs: 1}]"),
        (PATH, MAIL_TEXT + "<-[:DEPENDS_ON {needs: 1}]-(:`A b` {`x``y`: 1})"),
        ({"a": [1, None, {"b": True}], "c": {}}, "{a: [1, null, {b: true}], c: {}}"),
        ([1, None, "x"], "1, , x"),
        ([MAIL, [BARE]], f"{MAIL_TEXT}, ()"),
        (time.Date(2025, 3, 1), "2025-03-01"),
        (time.Duration(days=1, hours=2), "P1DT2H"),
        (b"\x00\xff", "AP8="),
        (True, "yes"),
        (None, ""),
    ],
)
def test_as_text_it_is_written_as_in_cypher(value: Any, text: str) -> None:
    assert readable_cell(cells.cell(value)) == text


@pytest.mark.parametrize(
    "value", [MAIL, NEEDS, PATH, [float("nan"), {"x": float("inf")}], {"d": time.Date(2025, 3, 1)}]
)
def test_in_json_it_is_an_object(value: Any) -> None:
    json.dumps(cells.cell(value), allow_nan=False)


def test_objects_hold_labels_type_and_properties() -> None:
    assert cells.cell(MAIL) == {
        "labels": ("Product", "Service"),
        "properties": {"id": "mail", "name": "Mail", "tags": ("a", "b")},
    }
    assert cells.cell(NEEDS) == {"type": "DEPENDS_ON", "properties": {"needs": 1}}
    assert list(cells.cell(PATH)) == ["nodes", "relationships"]


def test_a_point_is_a_text() -> None:
    found = cells.cell(spatial.CartesianPoint((1.0, 2.0)))
    assert found in ("CartesianPoint(1.0, 2.0)", "POINT(1.0 2.0)"), "as the driver writes it, 6 and 5"
