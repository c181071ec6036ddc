from __future__ import annotations

import atexit
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import ladybug

from benchmarks.peers import Counts

SCHEMA = (
    "CREATE NODE TABLE Service(id STRING PRIMARY KEY, name STRING, category STRING, rank INT64, promise DOUBLE)",
    "CREATE REL TABLE DEPENDS_ON(FROM Service TO Service, strength STRING, alternatives STRING, needs INT64)",
)
BELOW = "MATCH (p:Service {id: $product})-[:DEPENDS_ON* SHORTEST 1..30]->(s:Service) RETURN s.id"


def load(folder: Path) -> ladybug.Connection:
    """Durable, in a new file: bulk loading is what COPY is for."""
    place = tempfile.mkdtemp(dir=folder.parent)
    atexit.register(shutil.rmtree, place)
    connection = ladybug.Connection(ladybug.Database(f"{place}/estate.lbug"))
    for statement in SCHEMA:
        connection.execute(statement)
    for table, file in (("Service", "products"), ("Service", "services"), ("DEPENDS_ON", "dependencies")):
        connection.execute(f'COPY {table} FROM "{folder / file}.csv" (HEADER=true)')
    connection.execute("CHECKPOINT")
    return connection


def underpinning(connection: ladybug.Connection, products: list[str]) -> Counts:
    services: Counter[str] = Counter()
    sizes = []
    for product in products:
        result = connection.execute(BELOW, {"product": product})
        below = {row[0] for row in result.get_all()} - {product}
        sizes.append(len(below))
        services.update(below)
    return sizes, services
