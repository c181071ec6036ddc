"""The node ``GraphmodelCatalogue``: what the database says of itself, in one round trip."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.errors import StoreError
from graphmodel.model.metamodel import fingerprint
from graphmodel.model.revision import NO_REVISION, Revision
from graphmodel.model.words import one_of
from graphmodel.stores import values
from graphmodel.stores.holder import Holder
from graphmodel.stores.neo4j import checksums, statements

if TYPE_CHECKING:
    from collections.abc import Mapping

    import neo4j

    from graphmodel.stores.neo4j.connection import Connection

SCHEMA: Final = 3
"""The version of the schema that this graphmodel writes: chunks of version 1 have no ``places``, those of version 2 do
not say what was ``free``, and a field was called otherwise."""

SILENT: Final = 60_000
"""Milliseconds without a sign of life after which an open import counts as left."""

LONGEST: Final = 10_000
"""Characters of what the node says, at most."""

_SAID: Final = """\
OPTIONAL MATCH (r:GraphmodelRevision {number: c.number})
RETURN properties(c) AS catalogue, properties(r) AS revision, timestamp() AS now
ORDER BY coalesce(c.uid = r.uid, false) DESC, c.number DESC LIMIT 1"""
"""Of several nodes that say they were it, where the constraint is gone, the one that names the latest revision."""

READ: Final = f"""\
OPTIONAL MATCH (c:GraphmodelCatalogue {{name: 'graphmodel'}})
{_SAID}"""

LOCK: Final = f"""\
MERGE (c:GraphmodelCatalogue {{name: 'graphmodel'}})
ON CREATE SET c.number = 0, c.uid = '', c.chunks = 1
SET c.lock = randomUUID(), c.schema = CASE WHEN c.schema > $schema THEN c.schema ELSE $schema END,
  c.metamodel = $metamodel
WITH c
{_SAID}"""
"""Reads behind a write: whoever comes here second waits until the first has committed, and sees what it wrote."""

PLACED: Final = """\
MATCH (c:GraphmodelCatalogue {name: 'graphmodel'})
SET c.placed = $id, c.placed_uid = c.uid"""
"""Notes that records of the current revision stand elsewhere now."""

FOREIGN: Final = f"MATCH (n:{statements.OWN}) RETURN count(n) AS found"


@dataclass(frozen=True)
class Opened:
    """The mark of an import that goes in several transactions."""

    uid: str
    """Whoever writes under the mark names it; whoever takes the mark over gives it another."""
    holder: Holder
    silent: int
    """Milliseconds since its last sign of life, by the server's clock."""
    ready: bool
    """All its records are written, and the graph is being changed."""
    copy: bool
    """It takes over the history of another store; else it is an import, or an undoing."""
    revision: Revision
    """What it will be when it is done."""

    @property
    def left(self) -> bool:
        """Nobody is at work on it any more."""
        return self.holder.gone or self.silent > SILENT

    def error(self) -> StoreError:
        """What readers and other writers are told."""
        what = "a copy" if self.copy else f"an import of source {self.revision.source!r}"
        said = f"{what} is open, by {self.holder}"
        if self.left:
            again = "copy it" if self.copy else "run that import"
            return StoreError(
                f"{said}, and was not finished", f"{again} again, or: graphmodel doctor --repair"
            )
        return StoreError(said, "wait until it has finished")


@dataclass(frozen=True)
class State:
    """What the database says of itself."""

    made: bool
    """There is a catalogue."""
    number: int = 0
    uid: str = ""
    chunks: int = 1
    """The number of the next chunk."""
    by: str = ""
    """Who wrote last."""
    opened: Opened | None = None
    revision: Revision = NO_REVISION
    content: str = ""
    """What caches are keyed by: the uid, or another after records have moved without a revision."""
    metamodel: str = ""
    """The fingerprint of the metamodel that the graph was written with."""


def read(connection: Connection) -> State:
    """The state, in one round trip. Raises StoreError, also for a newer schema."""
    return parsed(connection.rows(READ)[0])


def noted() -> dict[str, Any]:
    """The parameters of LOCK: what it notes of the graphmodel that writes."""
    return {"schema": SCHEMA, "metamodel": fingerprint()}


def lock(transaction: neo4j.Transaction) -> State:
    """The state, with the catalogue locked until the transaction ends; it is made where there is none."""
    return parsed(transaction.run(LOCK, noted()).data()[0])


def parsed(row: Mapping[str, Any]) -> State:
    """The state that READ or LOCK gave."""
    node = row["catalogue"]
    if node is None:
        return State(made=False)
    with values.damage():
        schema = _number(node.get("schema"))
        if schema > SCHEMA:
            raise StoreError(
                f"the database was written by a newer graphmodel (schema {schema}; this one knows {SCHEMA})",
                "install the newer graphmodel; this database is left as it is",
            )
        found = revision(row["revision"]) if row["revision"] else NO_REVISION
        if (found.number, found.uid) != (node.get("number"), node.get("uid")):
            raise StoreError(
                "the database is damaged: its current revision is lost", "restore it from a backup"
            )
        opened = _opened(node, row["now"]) if node.get("open_uid") is not None else None
        return State(
            True,
            found.number,
            found.uid,
            _number(node["chunks"]),
            str(node.get("by", ""))[:LONGEST],
            opened,
            found,
            str(node["placed"]) if node.get("placed_uid") == found.uid and "placed" in node else found.uid,
            str(node.get("metamodel", ""))[:LONGEST],
        )


def _opened(node: Mapping[str, Any], now: int) -> Opened:
    """The mark. Where it cannot be read who set it, or when that gave a sign of life, it counts as silent for long."""
    beat = node.get("open_beat")
    said = node["open_revision"]
    if not isinstance(node["open_uid"], str) or not isinstance(said, str) or len(said) > LONGEST:
        raise ValueError("the mark of an open import cannot be read")
    return Opened(
        node["open_uid"],
        Holder.parsed(node.get("open_by"))
        or Holder(0, "a machine that is not known", "a time that is not known"),
        now - beat if type(beat) is int else SILENT + 1,
        node.get("open_ready") is True,
        node.get("open_copy") is True,
        values.revision(Revision(**json.loads(said))),
    )


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("a number is missing, or is none")
    return value


def revision(node: Mapping[str, Any]) -> Revision:
    """The revision that a node is. Raises StoreError."""
    with values.damage():
        checksums.check_revision(node)
        known = {"root": "", **node}  # of an older graphmodel there is none
        return values.revision(Revision(**{field.name: known[field.name] for field in fields(Revision)}))


def revision_node(revision: Revision) -> dict[str, object]:
    """What the node of a revision says."""
    said = asdict(revision)
    return said | checksums.of_revision(said)


def check_foreign(connection: Connection) -> None:
    """Raises StoreError where a database without a catalogue holds nodes that look like ours."""
    if found := connection.rows(FOREIGN)[0]["found"]:
        labels = one_of(statements.LABELS.values())
        raise StoreError(
            f"the database holds {found} nodes with the labels {labels} that are not ours",
            "name another database (--database); this one is left as it is",
        )


def apply_schema(connection: Connection, *, early: bool = False) -> None:
    """Make the constraints and indexes that are missing; ``early`` those that a first import needs while it loads.

    The others are made faster from all that there is than kept up to date with every node and relationship.
    """
    with connection.session() as session:
        for statement in statements.schema():
            if not early or (statement.startswith("CREATE CONSTRAINT") and "-[" not in statement):
                session.run(statement).consume()


def follow_metamodel(connection: Connection) -> None:
    """Make the constraints of kinds that are new, and call properties as the fields are called now."""
    apply_schema(connection)
    with connection.session() as session:
        for statement in statements.renames():
            session.run(statement).consume()


def mark(revision: Revision, uid: str, *, copy: bool) -> dict[str, object]:
    """The properties of the mark of an open import, for whoever begins it or takes it over."""
    return {
        "open_uid": uid,
        "open_by": Holder.me().json(),
        "open_ready": False,
        "open_copy": copy,
        "open_revision": json.dumps(asdict(revision)),
    }
