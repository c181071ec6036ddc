"""``python -m benchmarks.neo4j_merge FOLDER URL``: the script that a user of Neo4j would write, with MERGE in batches.

It checks nothing and keeps no history.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from neo4j import Driver, GraphDatabase

BATCH = 10_000

SCHEMA = (
    "CREATE CONSTRAINT service IF NOT EXISTS FOR (s:Service) REQUIRE s.id IS UNIQUE",
    "CREATE CONSTRAINT category IF NOT EXISTS FOR (c:Category) REQUIRE c.id IS UNIQUE",
    "CREATE CONSTRAINT dependency IF NOT EXISTS FOR ()-[d:DEPENDS_ON]-() REQUIRE d.key IS UNIQUE",
)

NODES = """\
UNWIND $rows AS row
MERGE (s:Service {{id: row.id}})
SET s.name = row.name, s.criticality = toInteger(row.criticality), s.availability = toFloat(row.availability) {label}
MERGE (c:Category {{id: row.category}})
MERGE (s)-[:IN_CATEGORY]->(c)"""

DEPENDENCIES = """\
UNWIND $rows AS row
MATCH (consumer:Service {id: row.service})
MATCH (provider:Service {id: row.depends_on})
MERGE (consumer)-[d:DEPENDS_ON {key: row.service + '|' + row.depends_on + '|' + row.group}]->(provider)
SET d.strength = row.strength, d.group = nullIf(row.group, ''), d.needs = toInteger(row.needs)"""


def main() -> None:
    folder, url = Path(sys.argv[1]), sys.argv[2]
    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with GraphDatabase.driver(url, auth=auth, notifications_min_severity="OFF") as driver:
        for statement in SCHEMA:
            driver.execute_query(statement)
        load(driver, NODES.format(label=", s:Product"), folder / "products.csv")
        load(driver, NODES.format(label=""), folder / "services.csv")
        load(driver, DEPENDENCIES, folder / "dependencies.csv")


def load(driver: Driver, query: str, path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file, driver.session() as session:
        for rows in batches(csv.DictReader(file)):
            session.execute_write(lambda tx, rows=rows: tx.run(query, rows=rows).consume())


def batches(rows: Iterator[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    while part := list(islice(rows, BATCH)):
        yield part


if __name__ == "__main__":
    main()
