"""The kinds of record and their fields as one table; files, forms, stores and docs are all read off it.

A *service* record is a product when its ``kind`` is ``product``: products and services share one name space.
``IN_CATEGORY`` and ``PART_OF`` are the fields ``category`` and ``parent``; the other two relationships are kinds of
record of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ValueType = str
"""A key of ``graphmodel.model.values.PARSERS``."""


@dataclass(frozen=True)
class Field:
    """One known column."""

    name: str
    type: ValueType
    help: str
    required: bool = False
    refers_to: str = ""
    """The kind of record whose id this field holds."""
    implied: bool = False
    """The referred record comes into being by being named (with a warning)."""
    level: bool = False
    """A service level: a service without its own value takes its category's."""


@dataclass(frozen=True)
class Kind:
    """One kind of record."""

    name: str
    plural: str
    files: tuple[str, ...]
    """File stems in a catalogue folder."""
    key: tuple[str, ...]
    """The fields that identify a record."""
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """The known field of that name, or None for a free attribute."""
        return next((f for f in self.fields if f.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the known fields, in the order in which they are written."""
        return tuple(f.name for f in self.fields)


LEVELS: Final = (
    Field("availability", "percent", "promised to consumers, percent", level=True),
    Field("own_availability", "percent", "of its own parts alone, percent", level=True),
    Field("support_hours", "hours", "weekly schedule: 24x7, Mon-Fri 08:00-18:00; several with ;", level=True),
    Field("rto", "duration", "recovery time objective: PT4H, 4h, 30m, 2d", level=True),
    Field("rpo", "duration", "recovery point objective", level=True),
    Field("response", "duration", "target time to respond", level=True),
    Field("resolution", "duration", "target time to resolve", level=True),
)

SERVICE: Final = Kind(
    "service",
    "services",
    ("products", "services"),
    ("id",),
    (
        Field("id", "id", "identity, one name space with products", required=True),
        Field("kind", "kind", "service or product (the file it is in says so)"),
        Field("name", "text", "what people call it"),
        Field("description", "text", "what it is"),
        Field("category", "id", "the category it is in", refers_to="category", implied=True),
        Field("criticality", "criticality", "1 highest … 5"),
        Field("lifecycle", "lifecycle", "planned, live, retiring or retired"),
        Field("provider", "text", "who supplies it"),
        *LEVELS,
        Field("cost", "number", "in the catalogue's currency"),
        Field("reviewed", "date", "when it was last reviewed, ISO 8601"),
        Field("aliases", "ids", "other ids it is known under, a;b"),
        Field("tags", "list", "free words, a;b"),
        Field("placeholder", "flag", "yes: only named by others, defined by nobody"),
    ),
)

CATEGORY: Final = Kind(
    "category",
    "categories",
    ("categories",),
    ("id",),
    (
        Field("id", "id", "identity", required=True),
        Field("name", "text", "what people call it"),
        Field(
            "parent", "id", "the category it is part of; none for a type", refers_to="category", implied=True
        ),
        Field("boundary_start", "text", "where services of it start"),
        Field("boundary_end", "text", "where they end"),
        Field("expects", "ids", "types that must underpin it, a;b", refers_to="category"),
        *LEVELS,
        Field("expected_roles", "ids", "roles recommended for its services, a;b", refers_to="role"),
    ),
)

ROLE: Final = Kind(
    "role",
    "roles",
    ("roles",),
    ("id",),
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
    ("dependencies",),
    ("service", "depends_on", "group"),
    (
        Field("service", "id", "the consumer", required=True, refers_to="service"),
        Field("depends_on", "id", "the provider, which underpins it", required=True, refers_to="service"),
        Field("strength", "strength", "hard (default) or soft"),
        Field("group", "id", "alternatives of one consumer share a group"),
        Field("needs", "needs", "how many of the group must be up (default 1)"),
        Field("note", "text", "anything worth saying"),
    ),
)

RESPONSIBILITY: Final = Kind(
    "responsibility",
    "responsibilities",
    ("responsibilities",),
    ("role", "service", "responsibility"),
    (
        Field("role", "id", "who", required=True, refers_to="role", implied=True),
        Field("service", "id", "for what", required=True, refers_to="service"),
        Field("responsibility", "raci", "R, A, C or I", required=True),
        Field("duty", "text", "what the duty is"),
    ),
)

KINDS: Final[dict[str, Kind]] = {k.name: k for k in (SERVICE, CATEGORY, ROLE, DEPENDENCY, RESPONSIBILITY)}
"""Every kind of record, in the order in which they are written."""

FILES: Final[dict[str, Kind]] = {stem: kind for kind in KINDS.values() for stem in kind.files}
"""File stem of a catalogue folder → its kind of record."""
