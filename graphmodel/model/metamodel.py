"""The kinds of record and their fields: the one source that files, forms, stores, graphs and docs are read off.

A record is a *node* or a *relationship* between two nodes. A *service* record is a product when its ``kind`` is
``product``: products and services share one name space. ``IN_CATEGORY`` and ``PART_OF`` are the fields ``category`` and
``parent``; the other two relationships are kinds of record of their own.

A new kind of node, relationship or field is written here and nowhere else: docs/extending.md shows each.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphmodel.model.uniting import Uniting

ValueType = str
"""A key of ``graphmodel.model.values.TYPES``."""

IN_KEYS: Final = (
    "id", "text", "number", "percent", "needs", "date", "kind", "strength", "lifecycle", "criticality", "flag", "raci",
    "statement",
)  # fmt: skip
"""Types of which every value has one text: records can be told apart by it."""

VALUE_TYPES: Final = (*IN_KEYS, "ids", "list", "duration", "hours")
"""All types, by name: to load what they are would cost the start of every command."""

PROPOSED: Final = "proposed_because"
"""The column in which a row that is proposed says why; it is not read."""
RESERVED: Final = frozenset({"source", "since", "until", "file", "line", "free", "key"})
"""What stores say of a record in a column, or property, of that name; no field is called so."""

TABLES: Final = frozenset({"revision", "source", "file", "place", "block", "checksum", "snapshot"})
"""What the catalogue file keeps besides records in a table of that name; no kind is called so."""


@dataclass(frozen=True)
class Field:
    """One known column."""

    name: str
    type: ValueType
    help: str
    required: bool = False
    refers_to: str = ""
    """The kind of node whose id this field holds, or ids. What an id names comes into being by that, with a warning; a
    service only where placeholders are allowed. What a list names is only expected.
    """
    relationship: str = ""
    """In a graph it is a relationship of this type to what it refers to, and no property."""
    level: bool = False
    """A service level: a service without its own value takes its category's."""
    united: Uniting = ""
    """How what several sources say goes together: ``items`` of a list, the ``sum`` or the ``latest`` of what they say,
    as that of several rows of one source does. Of other fields two sources have to say the same.
    """
    formerly: tuple[str, ...] = ()
    """Names that the field had in earlier versions, under which it is still read everywhere."""

    def __post_init__(self) -> None:
        if not (self.name.isidentifier() and self.name == self.name.lower()):
            raise ValueError(
                f"no field can be called {self.name!r}: a name is of lower-case letters, digits and _"
            )
        if self.type not in VALUE_TYPES:
            raise ValueError(
                f"the field {self.name} is of no type {self.type!r}: there are {', '.join(VALUE_TYPES)}"
            )
        if self.relationship and (self.type != "id" or not self.refers_to):
            raise ValueError(f"the relationship {self.name} needs the type id and a kind that it refers to")


@dataclass(frozen=True)
class Kind:
    """One kind of record. Raises ValueError where it cannot be one."""

    name: str
    plural: str
    label: str
    """In a graph: the label of a node, the type of a relationship."""
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("id",)
    """The fields that identify a record: ``id`` of a node; of a relationship its two ends, then what else does."""
    files: tuple[str, ...] = ()
    """File stems in a catalogue folder; by default the plural."""
    named: tuple[tuple[str, str], ...] = ()
    """What a record says, besides its id, that is only named by others."""

    def __post_init__(self) -> None:
        if not self.files:
            object.__setattr__(self, "files", (self.plural,))
        if self.name in TABLES:
            raise ValueError(f"no kind can be called {self.name!r}: stores keep something else there")
        if taken := RESERVED.intersection(self.names):
            raise ValueError(
                f"{self.name} cannot have a field {min(taken)!r}: stores keep something else there"
            )
        if repeated := [name for name, times in Counter(self.known).items() if times > 1]:
            raise ValueError(f"{self.name} has two fields {repeated[0]!r}")
        if changing := [f.name for f in self.fields if f.name in self.key and f.type not in IN_KEYS]:
            raise ValueError(
                f"{changing[0]!r} cannot be in the key of {self.name}: several texts may mean one value of its type"
            )
        if not self.is_node and (len(self.ends) < 2 or not all(end.refers_to for end in self.ends)):
            raise ValueError(
                f"the key of the relationship {self.name} begins with its two ends, and what they refer to"
            )

    def field(self, name: str) -> Field | None:
        """The known field of that name, or None for a free attribute."""
        return next((f for f in self.fields if f.name == name), None)

    def current(self, name: str) -> str:
        """What the field is called now that had that name before; any other name as it is."""
        return next((f.name for f in self.fields if name in f.formerly), name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the known fields, in the order in which they are written."""
        return tuple(f.name for f in self.fields)

    @property
    def known(self) -> tuple[str, ...]:
        """The names of the fields, also those that they had before."""
        return (*self.names, *(name for field in self.fields for name in field.formerly))

    @property
    def is_node(self) -> bool:
        """A node, and no relationship."""
        return self.key == ("id",)

    @property
    def ends(self) -> tuple[Field, ...]:
        """Of a relationship the fields for its start and its end, as it is read; of a node none."""
        ends = () if self.is_node else self.key[:2]
        return tuple(field for name in ends for field in self.fields if field.name == name)

    @property
    def service_fields(self) -> tuple[Field, ...]:
        """The fields that say which service a record is, or refers to."""
        own = self.name == "service"
        return tuple(f for f in self.fields if f.refers_to == "service" or (own and f.name == "id"))

    @property
    def relationships(self) -> tuple[Field, ...]:
        """The fields that are relationships of their own in a graph."""
        return tuple(f for f in self.fields if f.relationship)


LEVELS: Final = (
    Field("availability", "percent", "promised to consumers, percent", level=True),
    Field("own_availability", "percent", "of its own parts alone, percent", level=True),
    Field("support_hours", "hours", "weekly schedule: 24x7, Mon-Fri 08:00-18:00; several with ;", level=True),
    Field("rto", "duration", "recovery time objective: PT4H, 4h, 30m, 2d", level=True),
    Field("own_rto", "duration", "its own parts alone, once what it needs is back", level=True),
    Field("rpo", "duration", "recovery point objective", level=True),
    Field("response", "duration", "target time to respond", level=True),
    Field("resolution", "duration", "target time to resolve", level=True),
)
SERVICE: Final = Kind(
    "service",
    "services",
    "Service",
    files=("products", "services"),
    named=(("kind", "service"), ("placeholder", "yes")),
    fields=(
        Field("id", "id", "identity, one name space with products", required=True),
        Field("kind", "kind", "service or product (the file it is in says so)"),
        Field("name", "text", "what people call it"),
        Field("description", "text", "what it is"),
        Field(
            "category",
            "id",
            "the category it is in",
            refers_to="category",
            relationship="IN_CATEGORY",
        ),
        Field("criticality", "criticality", "1 highest … 5"),
        Field("lifecycle", "lifecycle", "planned, live, retiring or retired"),
        Field("starts", "date", "the first day it is there: go-live, ISO 8601"),
        Field("ends", "date", "the first day it is there no longer: retirement, end of a contract"),
        Field("supplier", "text", "who supplies it", formerly=("provider",)),
        *LEVELS,
        Field("cost", "number", "in the catalogue's currency"),
        Field("reviewed", "date", "when it was last reviewed, ISO 8601"),
        Field("mapped", "statement", "yes, or the date when it was stated: the dependencies listed are all"),
        Field("aliases", "ids", "other ids it is known under, a;b", united="items"),
        Field("tags", "list", "free words, a;b", united="items"),
        Field("placeholder", "flag", "yes: only named by others, defined by nobody"),
    ),
)

CATEGORY: Final = Kind(
    "category",
    "categories",
    "Category",
    (
        Field("id", "id", "identity", required=True),
        Field("name", "text", "what people call it"),
        Field(
            "parent",
            "id",
            "the category it is part of; none for a type",
            refers_to="category",
            relationship="PART_OF",
        ),
        Field("boundary_start", "text", "where services of it start"),
        Field("boundary_end", "text", "where they end"),
        Field("expects", "ids", "types that must underpin it, a;b", refers_to="category"),
        *LEVELS,
        Field("expected_roles", "ids", "roles recommended for its services, a;b", refers_to="role"),
        Field("expected_attributes", "list", "attributes recommended for its services, a;b"),
    ),
)

ROLE: Final = Kind(
    "role",
    "roles",
    "Role",
    (
        Field("id", "id", "identity", required=True),
        Field("name", "text", "the post, team or supplier"),
        Field("holder", "text", "who holds it"),
        Field("team", "text", "where it sits"),
        Field("contact", "text", "how to reach it"),
    ),
)

DEPENDENCY: Final = Kind(
    "dependency",
    "dependencies",
    "DEPENDS_ON",
    key=("service", "depends_on", "group"),
    fields=(
        Field("service", "id", "the consumer", required=True, refers_to="service"),
        Field("depends_on", "id", "the provider, which underpins it", required=True, refers_to="service"),
        Field("strength", "strength", "hard (default) or soft"),
        Field("group", "id", "alternatives of one consumer share a group"),
        Field("needs", "needs", "how many of the group must be up (default 1)"),
        Field("note", "text", "anything worth saying"),
    ),
)

OBSERVATION: Final = Kind(
    "observation",
    "observations",
    "OBSERVED",
    key=("service", "depends_on"),
    fields=(
        Field("service", "id", "the consumer", required=True, refers_to="service"),
        Field("depends_on", "id", "the provider that it was seen to use", required=True, refers_to="service"),
        Field("count", "number", "how often it was seen; of several rows and sources the sum", united="sum"),
        Field("last_seen", "date", "when it was seen last; of several the latest", united="latest"),
    ),
)
"""A dependency that was seen at work (traces, flows). It carries no failure: only what is declared does."""

RESPONSIBILITY: Final = Kind(
    "responsibility",
    "responsibilities",
    "RESPONSIBLE_FOR",
    key=("role", "service", "responsibility"),
    fields=(
        Field("role", "id", "who", required=True, refers_to="role"),
        Field("service", "id", "for what", required=True, refers_to="service"),
        Field("responsibility", "raci", "R, A, C or I", required=True),
        Field("duty", "text", "what the duty is"),
    ),
)


def by_name(*kinds: Kind) -> dict[str, Kind]:
    """The kinds by their names. Raises ValueError where two could be taken for one, or one refers to none of them."""
    every = [(kind, field) for kind in kinds for field in kind.fields]
    for what, names in (
        ("name", [kind.name for kind in kinds]),
        ("plural", [kind.plural for kind in kinds]),
        ("file", [stem for kind in kinds for stem in kind.files]),
        ("type", [*(kind.label for kind in kinds), *(f.relationship for _, f in every if f.relationship)]),
    ):
        if repeated := [name for name, times in Counter(names).items() if times > 1]:
            raise ValueError(f"two kinds or relationships have the {what} {repeated[0]!r}")
    found = {kind.name: kind for kind in kinds}
    _check_levels(found)
    for kind, field in every:
        if field.refers_to and not (field.refers_to in found and found[field.refers_to].is_node):
            raise ValueError(
                f"{kind.name}.{field.name} refers to {field.refers_to!r}, which is no kind of node"
            )
    return found


def _check_levels(kinds: Mapping[str, Kind]) -> None:
    """Raises ValueError for a level that services and categories do not share: it could never be inherited."""
    levels = {name: {field.name for field in kind.fields if field.level} for name, kind in kinds.items()}
    inherited = levels.get("service", set()) & levels.get("category", set())
    for kind, own in levels.items():
        if alone := own - inherited:
            raise ValueError(f"{kind}.{min(alone)} is a level that no category gives: write it in LEVELS")


KINDS: Final = by_name(SERVICE, CATEGORY, ROLE, DEPENDENCY, RESPONSIBILITY, OBSERVATION)
"""Every kind of record, in the order in which they are written."""

NODES: Final[dict[str, Kind]] = {name: kind for name, kind in KINDS.items() if kind.is_node}
"""The kinds of node."""

RELATIONSHIPS: Final[dict[str, Kind]] = {name: kind for name, kind in KINDS.items() if not kind.is_node}
"""The kinds of relationship that are records of their own."""


def current(name: str) -> str:
    """What a field of any kind is called now that had that name before; any other name as it is."""
    return next((now for kind in KINDS.values() if (now := kind.current(name)) != name), name)


@cache
def fingerprint() -> str:
    """Eight digits that change with the kinds and the fields: what was derived of others is not theirs."""
    said = [
        (k.name, k.label, k.key, [(f.name, f.type, f.relationship) for f in k.fields]) for k in KINDS.values()
    ]
    return f"{crc32(repr(said).encode()):08x}"


FILES: Final[dict[str, Kind]] = {stem: kind for kind in KINDS.values() for stem in kind.files}
"""File stem of a catalogue folder → its kind of record."""
