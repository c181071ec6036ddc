"""``python -m benchmarks.neo4j_empty URL``: a server's database made as good as new."""

from __future__ import annotations

import os
import sys

from neo4j import GraphDatabase

EMPTY = (
    "MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS",
    "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS",
)
SCHEMA = {
    "CONSTRAINT": "SHOW CONSTRAINTS YIELD name RETURN name",
    "INDEX": "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name",
}


def main() -> None:
    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with GraphDatabase.driver(sys.argv[1], auth=auth) as driver, driver.session() as session:
        for statement in EMPTY:
            session.run(statement).consume()
        for what, query in SCHEMA.items():
            for name in session.run(query).value():
                session.run(f"DROP {what} {name}").consume()


if __name__ == "__main__":
    main()
