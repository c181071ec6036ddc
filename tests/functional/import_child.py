"""A warmed-up process that forks a child for every write it is asked for; the children are there to be killed.

Reads lines ``PATH NUMBER STEP``: import version NUMBER of the catalogue (or, for ``undo``, undo) into the file PATH, or
into the Neo4j at the URL PATH in batches; the child kills itself at STEP (``-``: at none). Writes ``begin PID`` from
inside the transaction, ``STEP PID`` at the others, and ``ended SIGNAL`` when the child is no more.
"""

from __future__ import annotations

import os
import signal
import sys

from graphmodel.model.catalogue import Tables
from graphmodel.model.table import from_records
from graphmodel.planning.making import plan
from graphmodel.stores.embedded import EmbeddedStore
from graphmodel.stores.neo4j import Neo4jStore
from graphmodel.stores.store import WritableStore

SIZE = 60


def version(number: int) -> Tables:
    """A catalogue of which every version differs from the one before in added, changed and withdrawn records."""
    ids = [f"s{i:03}" for i in range(number % 7, SIZE + number % 5)]
    services = [
        {"id": i, "name": f"{i} of {number}", "owner": "x" * 500, "aliases": f"{i}-{number}"} for i in ids
    ]
    ends = [
        {"service": a, "depends_on": b, "group": "g" if n % 3 else "", "note": str(number)}
        for n, a in enumerate(ids)
        for b in ids[n + 1 : n + 6]
    ]
    return {"service": from_records("service", services), "dependency": from_records("dependency", ends)}


def write(path: str, number: str, step: str) -> None:
    def reached(name: str) -> None:
        os.write(1, f"{name} {os.getpid()}\n".encode())
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    store: WritableStore = (
        Neo4jStore(path, create=True, step=reached, limit=SIZE)
        if Neo4jStore.claims(path)
        else EmbeddedStore(path, create=True, step=reached)
    )
    if number == "undo":
        store.undo()
    else:
        base = store.base()
        store.apply(plan(store.held(), "test", version(int(number)), base=base, allow_withdraw=True))


def main() -> None:
    os.write(1, b"ready\n")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 70
            try:
                write(*line.split())
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        os.write(1, f"ended {os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    main()
