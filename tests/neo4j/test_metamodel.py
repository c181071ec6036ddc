"""A graph that was written with another metamodel."""

from __future__ import annotations

from pathlib import Path

from graphmodel.stores.neo4j.address import parse
from graphmodel.stores.neo4j.connection import Connection
from tests.conftest import folder, run_cli


def test_a_graph_of_a_metamodel_of_before_is_led_to_this(neo4j: str, tmp_path: Path) -> None:
    """A property whose field was called otherwise, and a constraint that was not there yet."""
    where = folder(tmp_path / "estate", {"services.csv": "id,supplier\ndb,ACME\nweb,\n"})
    assert run_cli("-c", neo4j, "import", where).code == 0
    connection = Connection(parse(neo4j))
    connection.rows("MATCH (s:Service {id: 'db'}) SET s.provider = s.supplier REMOVE s.supplier")
    connection.rows("MATCH (c:GraphmodelCatalogue) SET c.schema = 2 REMOVE c.metamodel")
    connection.rows("DROP CONSTRAINT graphmodel_role")
    more = folder(tmp_path / "next" / "estate", {"services.csv": "id,supplier\ndb,ACME\nweb,Us\n"})
    assert run_cli("-c", neo4j, "import", more).code == 0
    found = connection.rows("MATCH (s:Service) RETURN properties(s) AS p ORDER BY s.id")
    assert [(row["p"].get("supplier"), "provider" in row["p"]) for row in found] == [
        ("ACME", False),
        ("Us", False),
    ]
    assert "graphmodel_role" in {
        row["name"] for row in connection.rows("SHOW CONSTRAINTS YIELD name RETURN name")
    }
    connection.close()
    assert run_cli("-c", neo4j, "doctor").code == 0
