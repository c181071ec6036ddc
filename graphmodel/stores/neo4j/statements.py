r"""The schema of the graph and the statements that load it, made from the metamodel.

They are the only Cypher that changes the graph; what users give are always parameters. ``cypher/schema.cypher`` and
``cypher/loading.cypher`` show them to people: ``docs/generate.py`` writes these files.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.model.metamodel import KINDS, NODES, RELATIONSHIPS, SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graphmodel.model.metamodel import Field, Kind

PRODUCT: Final = "Product"
"""The second label of a service that is a product."""

LABELS: Final = {name: kind.label for name, kind in NODES.items()}
"""Kind of node → its label."""

PAIRS: Final = {
    field.relationship: (name, field.name) for name, kind in NODES.items() for field in kind.relationships
}
"""Type of a relationship without properties → the kind of record it is read from, and the field."""

OWN: Final = "|".join(dict.fromkeys([LABELS["service"], PRODUCT, *LABELS.values()]))
"""All labels, as a pattern has them."""

TYPES: Final = "|".join([*(kind.label for kind in RELATIONSHIPS.values()), *PAIRS])
"""All types of relationships, as a pattern has them."""

PLACED: Final = next(field for field in SERVICE.relationships if field.refers_to == "category")
"""A service is created in its category by one statement."""


class Ends(NamedTuple):
    """The labels between which a relationship leads."""

    start: str
    end: str


@cache
def ends(type: str) -> Ends:
    """Between what that type of relationship leads."""
    if type in PAIRS:
        name, field = PAIRS[type]
        return Ends(LABELS[name], LABELS[_field(name, field).refers_to])
    kind = next(kind for kind in RELATIONSHIPS.values() if kind.label == type)
    return Ends(*(LABELS[end.refers_to] for end in kind.ends))


class Statement(NamedTuple):
    """One statement."""

    about: str
    """For people: what its rows are, or what it is for."""
    text: str


def load(name: str) -> str:
    """A statement that loads."""
    return loading()[name].text


@cache
def loading() -> dict[str, Statement]:
    """The statements that load, by ``KIND create``, ``change`` or ``withdraw``; a product has its own."""
    made: dict[str, Statement] = {}
    for name, kind in NODES.items():
        made |= dict(_services() if kind is SERVICE else _nodes(kind))
        made[f"{name} withdraw"] = Statement("rows are ids", f"{_each(kind.label, 'row')}\nDETACH DELETE n")
    for kind in RELATIONSHIPS.values():
        made |= dict(_relationships(kind))
    for label in PAIRS:
        made |= dict(_pairs(label))
    return made


def schema() -> tuple[str, ...]:
    """The statements that make the schema."""
    return tuple(statement.text for statement in _schema())


def renames() -> Iterator[str]:
    """The statements that call properties as the fields are called now."""
    for kind in KINDS.values():
        match = f"MATCH (n:{kind.label})" if kind.is_node else f"MATCH ()-[n:{kind.label}]->()"
        for field in kind.fields:
            for before in field.formerly:
                change = f"SET n.{field.name} = coalesce(n.{field.name}, n.{before}) REMOVE n.{before}"
                where = f"WHERE n.{before} IS NOT NULL"
                yield f"{match} {where} CALL (n) {{ {change} }} IN TRANSACTIONS OF 10000 ROWS"


def loading_page() -> str:
    """What ``cypher/loading.cypher`` holds."""
    parts = [f"// {name}: {made.about}\n{made.text};\n" for name, made in loading().items()]
    return "\n".join([_LOADING, *parts])


def schema_page() -> str:
    """What ``cypher/schema.cypher`` holds."""
    nodes = "".join(f"//   (:{label})\n" for label in LABELS.values())
    types = [*(kind.label for kind in RELATIONSHIPS.values()), *PAIRS]
    lines = "".join(f"//   (:{ends(t).start})-[:{t}]->(:{ends(t).end})\n" for t in types)
    parts = [f"{f'// {made.about}' if made.about else ''}\n{made.text};\n".lstrip("\n") for made in _schema()]
    return "\n".join([_SCHEMA.format(nodes=nodes, types=lines), *parts])


_LOADING: Final = """\
// The statements by which graphmodel loads its graph, some thousand rows at a time; docs/generate.py writes this file.
// Created is only what is not there yet: under a uniqueness constraint CREATE is as safe as MERGE, and much faster.
// Properties that many rows share are said once (shapes); the rows name them by their place in that list. Where a node
// is missing its relationships are not created, which graphmodel notices by their number. What is many rows is sent as
// lines of texts with tabs between (no id holds a tab), since drivers take long over many small values.
"""

_SCHEMA: Final = """\
// graphmodel's schema in Neo4j. `graphmodel schema apply` makes it, and the first import does; docs/generate.py writes
// this file. A product is (:Service:Product); a category without parent is a type; who depends is a consumer.
//
{nodes}{types}//
// That graph is made from the records in (:GraphmodelChunk), as of the revision that (:GraphmodelCatalogue) names:
// ask it whatever you like, and change it by imports only.
"""

_MAPS: Final = "rows are maps of properties"
_LINES: Final = "UNWIND split($rows, '\\n') AS line\nWITH split(line, '\\t') AS row"


def _schema() -> Iterator[Statement]:
    for name, label in LABELS.items():
        yield Statement("", _constraint(name, f"(n:{label})", "n.id"))
    for kind in RELATIONSHIPS.values():
        about = f"One key for {', '.join(kind.key)}, with tabs between: uniqueness would ignore what is null."
        yield Statement(about, _constraint(kind.label.lower(), f"()-[r:{kind.label}]-()", "r.key"))
    yield Statement("", "CREATE INDEX graphmodel_service_name IF NOT EXISTS FOR (n:Service) ON (n.name)")
    for name, key in (("catalogue", "name"), ("revision", "number"), ("chunk", "number")):
        yield Statement("", _constraint(name, f"(n:Graphmodel{name.capitalize()})", f"n.{key}"))


def _constraint(name: str, pattern: str, key: str) -> str:
    return f"CREATE CONSTRAINT graphmodel_{name} IF NOT EXISTS FOR {pattern} REQUIRE {key} IS UNIQUE"


def _services() -> Iterator[tuple[str, Statement]]:
    about = f"lines of a {PLACED.refers_to}, which may be empty, then id, place in $names and shape of each"
    for name, labels in (("service", "Service"), ("product", f"Service:{PRODUCT}")):
        text = f"""\
{_LINES}
OPTIONAL MATCH (c:{LABELS[PLACED.refers_to]} {{id: row[0]}})
UNWIND range(1, size(row) - 1, 3) AS at
CREATE (n:{labels} {{id: row[at], name: $names[toInteger(row[at + 1])]}})
SET n += $shapes[toInteger(row[at + 2])]
WITH n, c WHERE c IS NOT NULL
CREATE (n)-[:{PLACED.relationship}]->(c)"""
        yield f"{name} create", Statement(about, text)
    for name, label in (("service", "REMOVE"), ("product", "SET")):
        text = f"{_each('Service', 'row.id')}\nSET n += row\n{label} n:{PRODUCT}"
        yield f"{name} change", Statement(f"{_MAPS}, null for those that go", text)


def _nodes(kind: Kind) -> Iterator[tuple[str, Statement]]:
    create = f"UNWIND $rows AS row\nCREATE (n:{kind.label})\nSET n = row"
    yield f"{kind.name} create", Statement(_MAPS, create)
    change = f"{_each(kind.label, 'row.id')}\nSET n += row"
    yield f"{kind.name} change", Statement(f"{_MAPS}, null for those that go", change)


def _each(label: str, id: str) -> str:
    return f"UNWIND $rows AS row\nMATCH (n:{label} {{id: {id}}})"


def _relationships(kind: Kind) -> Iterator[tuple[str, Statement]]:
    """A line is the start, then for each relationship the rest of its key, and its shape."""
    start, end = ends(kind.label)
    width = len(kind.key)
    key = " + '\\t' + ".join(["row[0]", "row[at]", *(f"row[at + {i}]" for i in range(1, width - 1))])
    create = f"""\
{_LINES}
MATCH (a:{start} {{id: row[0]}})
UNWIND range(1, size(row) - 1, {width}) AS at
MATCH (b:{end} {{id: row[at]}})
CREATE (a)-[r:{kind.label} {{key: {key}}}]->(b)
SET r += $shapes[toInteger(row[at + {width - 1}])]"""
    rest = f"{', '.join(kind.key[1:])} and shape"
    yield (
        f"{kind.name} create",
        Statement(f"lines of a {kind.key[0]}, then {rest} of each {kind.name}", create),
    )
    known = f"UNWIND $rows AS row\nMATCH ()-[r:{kind.label} {{key: {{}}}}]->()"
    about = f"rows are [{kind.key[0]}, {kind.key[1]}, properties], null for those that go"
    yield f"{kind.name} change", Statement(about, known.replace("{}", "row[2].key") + "\nSET r += row[2]")
    yield f"{kind.name} withdraw", Statement("rows are keys", known.replace("{}", "row") + "\nDELETE r")


def _pairs(type: str) -> Iterator[tuple[str, Statement]]:
    """Relationships without properties."""
    start, end = ends(type)
    about = "rows are [start, end]"
    rows = "UNWIND $rows AS row"
    create = (
        f"{rows}\nMATCH (a:{start} {{id: row[0]}})\nMATCH (b:{end} {{id: row[1]}})\nCREATE (a)-[:{type}]->(b)"
    )
    yield f"{type} create", Statement(about, create)
    withdraw = f"{rows}\nMATCH (:{start} {{id: row[0]}})-[r:{type}]->(:{end} {{id: row[1]}})\nDELETE r"
    yield f"{type} withdraw", Statement(about, withdraw)


def _field(kind: str, name: str) -> Field:
    return next(field for field in KINDS[kind].fields if field.name == name)
