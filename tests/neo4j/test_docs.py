"""What docs/neo4j.md says of the graph is so, and its queries run."""

from __future__ import annotations

import json
import re

from graphmodel.model.metamodel import KINDS
from graphmodel.model.table import Table
from graphmodel.stores.neo4j import properties, statements
from graphmodel.stores.neo4j.address import parse
from graphmodel.stores.neo4j.connection import Connection
from tests.conftest import ROOT, run_cli

PAGE = (ROOT / "docs" / "neo4j.md").read_text(encoding="utf-8")
SHOWN = {
    "(:Service)": "service",
    "(:Category)": "category",
    "(:Role)": "role",
    "[:DEPENDS_ON]": "dependency",
    "[:RESPONSIBLE_FOR]": "responsibility",
    "[:OBSERVED]": "observation",
}
QUERIES = re.findall(
    r"^([^\n]+):\n\n(?:<!-- ([^\n]*) -->\n)?```cypher\n(.*?)```",
    PAGE.partition("## Ten")[2].partition("\n## ")[0],
    re.MULTILINE | re.DOTALL,
)


def test_the_table_lists_all_properties() -> None:
    table = dict(re.findall(r"^\| `([(\[]:.+?[)\]])` \| ?(.*?) ?\|$", PAGE, re.MULTILINE))
    for shown, name in SHOWN.items():
        kind = KINDS[name]
        expected = list(properties.names(Table(kind, {n: [] for n in kind.names}, [], [])).values())
        own = ["key"] if name in {"dependency", "responsibility", "observation"} else []
        assert table.pop(shown).split(", ") == own + expected
    assert table == {"[:IN_CATEGORY]": "", "[:PART_OF]": ""}


def test_the_drawing_shows_all_labels_and_relationships() -> None:
    drawn = re.search(r"```mermaid\n(.*?)```", PAGE, re.DOTALL)
    assert drawn
    written = statements.loading_page()
    assert set(re.findall(r":([A-Z]\w+)", drawn[1])) == set(re.findall(r":([A-Z]\w+)", written))


def test_ten_queries_run_and_find_something(neo4j: str) -> None:
    assert len(QUERIES) == 10
    assert run_cli("-c", neo4j, "import", ROOT / "examples" / "exercise-bike").code == 0
    connection = Connection(parse(neo4j))
    for title, given, query in QUERIES:
        assert connection.rows(query, **json.loads(given or "{}")), title
    connection.close()
