"""``python -m benchmarks.neo4j_content URL``: what a server holds, as JSON, in numbers that differ where it does."""

from __future__ import annotations

import json
import os
import sys

from neo4j import GraphDatabase

CONTENT = """\
MATCH (s:Service)
WITH count(s) AS services, sum(s.criticality) AS criticality, sum(s.availability) AS availability,
  count(CASE WHEN s:Product THEN 1 END) AS products
MATCH ()-[d:DEPENDS_ON]->()
WITH services, products, criticality, availability, count(d) AS dependencies, count(d.group) AS grouped
MATCH (:Service)-[i:IN_CATEGORY]->(:Category)
RETURN services, products, criticality, round(availability, 2) AS availability, dependencies, grouped,
  count(i) AS placed"""


def main() -> None:
    auth = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    with GraphDatabase.driver(sys.argv[1], auth=auth) as driver:
        json.dump(driver.execute_query(CONTENT).records[0].data(), sys.stdout)


if __name__ == "__main__":
    main()
