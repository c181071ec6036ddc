"""Reading a NetworkX graph: what its nodes and edges say, and everything that is wrong with them."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any, NamedTuple

from graphmodel.model import metamodel as mm
from graphmodel.model import taxonomy
from graphmodel.model.graph_names import EDGES, RESERVED, kind_and_id, node_key, unescaped
from graphmodel.model.notation import BadValue, Notation
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table, from_records
from graphmodel.model.values import TYPES
from graphmodel.planning import legal
from graphmodel.planning.records import Merger, torn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.metamodel import Field, Kind


class _Place(NamedTuple):
    """A node or edge, as its problems name it."""

    where: str
    """``nodes`` or ``edges``."""
    position: int
    """From 1, in the graph's order: the line of a record that states none."""
    name: str


class _Found(NamedTuple):
    """One record."""

    values: dict[str, str]
    place: _Place
    file: str
    line: int


def _table(kind: str, found: Sequence[_Found]) -> Table:
    table = from_records(kind, [one.values for one in found])
    return Table(table.kind, table.columns, [one.file for one in found], [one.line for one in found])


class GraphReader:
    """Collects the records and the problems of one graph: nodes first, then edges, then ``finish``."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._found: dict[str, dict[tuple[str, ...], _Found]] = {name: {} for name in mm.KINDS}
        self._again: dict[tuple[str, tuple[str, ...]], list[_Found]] = {}
        """What is said of a record that is there already."""
        self._bare: set[str] = set()
        """Nodes without attributes: an edge may have made them."""

    def tables(self) -> Tables:
        """The records found."""
        return {name: _table(name, list(records.values())) for name, records in self._found.items()}

    def finish(self) -> list[Problem]:
        """Every problem; those between records too, where each of them can be read."""
        for (kind, key), again in self._again.items():
            self._unite(kind, key, again)
        if self._problems:
            return self._problems
        for flaw in legal.flaws({"": self.tables()}):
            found = list(self._found[flaw.table.kind.name].values())[flaw.row]
            self._problem(found.place, flaw.column, flaw.value, flaw.message, flaw.hint, flaw.code)
        return self._problems

    def _unite(self, kind: str, key: tuple[str, ...], again: Sequence[_Found]) -> None:
        """One record of all that is said of it, as of rows of a file."""
        first = self._found[kind][key]
        found = [first, *again]
        table = _table(kind, found)
        for flaw in torn(table, Merger(table).merged(range(len(found))), key):
            self._problem(found[flaw.row].place, flaw.column, flaw.value, flaw.message, flaw.hint, flaw.code)
        for one in again:
            first.values.update({name: text for name, text in one.values.items() if name not in first.values})

    def settle(self) -> None:
        """Leave out what is no record: it comes into being by being named."""
        for kind, records in self._found.items():
            for name, found in list(records.items()):
                derived = ({"id": name[0]}, taxonomy.types().get(name[0]))
                missing = kind == "service" and found.values.get("placeholder")
                if found.line == 0 and (missing or (kind != "service" and found.values in derived)):
                    del records[name]
        named = {
            alias
            for found in self._found["service"].values()
            for alias in found.values.get("aliases", "").split(";")
        }
        for alias in named:
            known = self._found["service"].get((alias,))
            if known and known.place.name in self._bare and known.values == {"id": alias, "kind": "service"}:
                del self._found["service"][alias,]

    def node(self, position: int, node: object, attributes: Mapping[str, object]) -> None:
        """One service, product, category or role."""
        place = _Place("nodes", position, str(node))
        if not isinstance(node, str):
            self._problem(place, "", node, "a node is named by a text", "networkx.relabel_nodes(graph, str)")
            return
        if not attributes:
            self._bare.add(node)
        prefix, name = kind_and_id(node)
        canonical = self._text(place, mm.SERVICE.field("id"), "id", name)
        if not name or canonical != name:
            if canonical or not name:
                self._problem(place, "id", name, "an id is trimmed NFC text and not empty")
            return
        kind = attributes.get("kind", prefix)
        if kind != prefix and (prefix, kind) != ("service", "product"):
            others = mm.NODES.keys() - {"service"}
            hint = f"a {kind}'s node is named {kind}:{name}" if kind in others else ""
            self._problem(place, "kind", kind, f"a node of this name is a {prefix}", hint)
            return
        record = {"id": name, "kind": str(kind)} if prefix == "service" else {"id": name}
        for field in mm.NODES[prefix].relationships:
            if field.name in attributes:
                stated = attributes[field.name]
                hint = f"add an edge to {node_key(field.refers_to, str(stated))}"
                self._problem(place, field.name, stated, f"{field.name} is an edge, not an attribute", hint)
        self._add(place, mm.KINDS[prefix], record, attributes)

    def edge(self, position: int, start: object, end: object, attributes: Mapping[str, object]) -> None:
        """One relationship. Nodes are read before."""
        place = _Place("edges", position, f"{start} → {end}")
        if not (isinstance(start, str) and isinstance(end, str)):
            return
        (kind, first), (other, second) = kind_and_id(start), kind_and_id(end)
        edges = EDGES.get((kind, other), [])
        stated = attributes.get("type", edges[0].type if edges else "")
        edge = next((edge for edge in edges if edge.type == stated), None)
        if edge is None:
            self._problem(place, "type", stated, f"a {kind} has no such relationship to a {other}")
        elif edge.kind in mm.RELATIONSHIPS:
            self._add(place, mm.KINDS[edge.kind], {edge.start: first, edge.end: second}, attributes)
        else:
            known = self._found[kind].get((first,))
            record = known.values if known else {}
            if record.setdefault(edge.end, second) != second:
                self._problem(place, edge.end, second, f"{first} stands in {record[edge.end]} already")

    def _add(
        self, place: _Place, kind: Kind, record: dict[str, str], attributes: Mapping[Any, object]
    ) -> None:
        """Keep the record with its attributes, and where it stands."""
        said = {
            name: value for name, value in attributes.items() if name not in RESERVED and value is not None
        }
        for name, value in said.items():
            column = kind.current(unescaped(name)) if isinstance(name, str) else ""
            if not column or column in record:
                self._problem(place, str(name), value, f"{name!r} cannot be an attribute here")
            elif text := self._text(place, kind.field(column), name, value):
                record[column] = text
        file, line = self._origin(place, attributes)
        if line or not kind.is_node or record.keys() != {"id"}:  # what is only named says nothing
            for missing in (f.name for f in kind.fields if f.required and f.name not in record):
                self._problem(place, missing, "", f"{missing} is missing")
        key = tuple(record.get(name, "") for name in kind.key)
        found = _Found(record, place, file, line)
        if self._found[kind.name].setdefault(key, found) is not found:
            self._again.setdefault((kind.name, key), []).append(found)

    def _origin(self, place: _Place, attributes: Mapping[str, object]) -> tuple[str, int]:
        line = 0 if attributes.get("implied") else attributes.get("line", place.position)
        if not isinstance(line, int) or line < 0:
            self._problem(place, "line", line, "a line is a whole number")
            line = 0
        return str(attributes.get("file", "")), line

    def _text(self, place: _Place, field: Field | None, name: str, value: object) -> str:
        """The canonical text of an attribute's value."""
        if not isinstance(value, str):
            if not isinstance(value, (bool, Real)):
                self._problem(place, name, value, f"is a {type(value).__name__}, not a text or number")
                return ""
            value = str(value)
        try:
            return TYPES[field.type if field else "text"].parse(value, Notation())
        except BadValue as bad:
            self._problem(place, name, value, bad.message, bad.hint, bad.code)
            return ""

    def _problem(
        self, place: _Place, column: str, value: object, message: str, hint: str = "", code: str = "E501"
    ) -> None:
        said = f"{place.name}: {message}"
        position = place.position
        self._problems.append(
            Problem(code, "error", place.where, position, said, column, position, str(value), hint)
        )
