"""Records that are given one by one, by a program or a command, and no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from graphmodel.importers.as_text import as_text
from graphmodel.importers.checking.identity import unique
from graphmodel.importers.incoming import Incoming
from graphmodel.importers.names import folded, near
from graphmodel.importers.rejected import Rejects
from graphmodel.importers.tables.found import Found
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.fractions import HINT, as_percentage, may_be_fraction
from graphmodel.model.identifiers import identifier
from graphmodel.model.metamodel import KINDS, SERVICE, Kind
from graphmodel.model.notation import BadValue, Notation
from graphmodel.model.origin import shared_text
from graphmodel.model.problems import Problem
from graphmodel.model.suggest import did_you_mean
from graphmodel.model.table import Table
from graphmodel.model.values import TYPES
from graphmodel.model.words import count

SOURCE: Final = "manual"
"""The source of what is given by hand, unless the user names another."""

WORDS: Final = ("product", *KINDS)
"""What a record may be said to be: a product is a service of that kind."""

Key = tuple[str, ...]


class Given(NamedTuple):
    """One record as it is given."""

    number: int
    """Of its kind, in the order in which they are given, from 1."""
    values: dict[str, str]
    """Field or free attribute → canonical text; of others nothing is said."""


class Removal(NamedTuple):
    """How a record is to be removed."""

    links: bool
    """The relationships of a node go with it."""
    perhaps: bool
    """It was given in the same go, and may not be there at all."""


@dataclass
class HandChanges:
    """What is to be done by hand, in the order in which it was said: a later word on a field is the last one."""

    where: str
    """Who speaks: ``Python`` or ``command line``."""
    numbered: bool = True
    """The place of a record has its number: there may be many."""
    given: dict[str, dict[Key, Given]] = field(default_factory=dict)
    """Kind → identity → the record."""
    removed: dict[str, dict[Key, Removal]] = field(default_factory=dict)
    """Kind → identity, as far as it is told → how it is to be removed."""
    problems: list[Problem] = field(default_factory=list)
    """Warnings of values that are read otherwise than they were given."""

    def __bool__(self) -> bool:
        return any(self.given.values()) or any(self.removed.values())

    def add(self, what: str, *records: Mapping[str, Any]) -> None:
        """Add records, or say more of them: all of them or, where one is wrong, none.

        Raises UsageError and RejectedError as ``record`` does.
        """
        made = [record(what, values, self.where) for values in records]
        for kind, texts, problems in made:
            self._add(kind, texts)
            self.problems += problems

    def _add(self, kind: Kind, texts: dict[str, str]) -> None:
        key = tuple(texts.get(name, "") for name in kind.key)
        records = self.given.setdefault(kind.name, {})
        before = records.get(key)
        if self.removed.get(kind.name, {}).pop(key, None):  # what it was before is gone
            texts = dict.fromkeys((n for n in kind.names if n not in {"kind", "placeholder"}), "") | texts
        number = before.number if before else len(records) + 1
        records[key] = Given(number, before.values | texts if before else texts)

    def remove(self, what: str, ids: Sequence[str], *, links: bool = False) -> None:
        """Remove a record. ``ids``: its id; of a relationship its two ends, perhaps what else identifies it.

        Raises UsageError where the kind, or the identity, cannot be.
        """
        kind = kind_of(what)
        least = 1 if kind.is_node else 2
        if not least <= len(ids) <= len(kind.key):
            needed = "its id" if kind.is_node else f"its ends and perhaps more: {', '.join(kind.key)}"
            raise UsageError(
                f"{count(len(ids), 'name')} cannot say which {kind.name} is meant", f"give {needed}"
            )
        key = tuple(_text(kind, name, value, self.where) for name, value in zip(kind.key, ids, strict=False))
        given = self.given.get(kind.name, {})
        there = [key] * (key in given) if kind.is_node else [k for k in given if k[: len(key)] == key]
        for one in there:
            del given[one]
        self.removed.setdefault(kind.name, {})[key] = Removal(links, bool(there))

    def forget_removals(self) -> str:
        """Take back all removals; how many they were, in words."""
        removals = sum(map(len, self.removed.values()))
        self.removed.clear()
        return count(removals, "removal")

    def incoming(self, source: str) -> Incoming:
        """What is given, as if it had been read; of fields that a record does not have nothing is said."""
        found = Found()
        tables = {name: self._table(KINDS[name], records) for name, records in self.given.items() if records}
        merged = unique(tables, found)
        return Incoming(merged, (*self.problems, *found.problems), found.rejected or Rejects(), source)

    def _table(self, kind: Kind, records: Mapping[Key, Given]) -> Table:
        names = dict.fromkeys([*kind.key, *(name for one in records.values() for name in one.values)])
        columns = {name: [one.values.get(name) for one in records.values()] for name in names}
        for name in kind.key[1:]:
            columns[name] = [value or "" for value in columns[name]]
        number = f", {kind.name} {{}}" if self.numbered else ""
        shared = shared_text(self.where, kind.name, f"{datetime.now(UTC):%Y-%m-%d}{number}")
        return Table(kind, columns, [shared] * len(records), [one.number for one in records.values()])


def kind_of(what: str) -> Kind:
    """The kind of that name, ``product`` among them. Raises UsageError for an unknown one."""
    if what not in WORDS:
        hint = did_you_mean(str(what), WORDS, f"there are {', '.join(WORDS)}")
        raise UsageError(f"there is no kind of record {what!r}", hint)
    return SERVICE if what == "product" else KINDS[what]


def record(what: str, values: Mapping[str, Any], where: str) -> tuple[Kind, dict[str, str], list[Problem]]:
    """The kind of a record, its values as canonical texts, and warnings. A name that is no field is a free attribute.

    Raises UsageError for an unknown kind, a field that looks misspelt or is given twice; RejectedError, which lists
    every wrong value, for values that the fields cannot take.
    """
    kind = kind_of(what)
    texts: dict[str, str] = {}
    problems, warnings = [], []
    for said, value in values.items():
        name = _field(kind, said)
        if name in texts:
            raise UsageError(f"{name} is given twice", f"{said!r} is read as {name}, too")
        try:
            texts[name] = _parsed(kind, name, value)
            if warning := _fraction(kind, name, value, texts[name], where):
                texts[name] = as_percentage(texts[name])
                warnings.append(warning)
        except BadValue as bad:
            texts[name] = ""
            problems.append(_problem(bad, name, as_text(value), where))
    for one in kind.fields:
        if one.required and not texts.get(one.name) and all(p.column != one.name for p in problems):
            empty = BadValue("is empty", f"every {kind.name} needs one", "E201")
            problems.append(_problem(empty, one.name, "", where))
    if what == "product":
        texts["kind"] = "product"
    if problems:
        raise _rejected(kind, problems)
    return kind, texts, warnings


def _fraction(kind: Kind, name: str, value: Any, parsed: str, where: str) -> Problem | None:
    """The warning of a percentage that is read as a fraction, as in a file where all of a column are; else None."""
    known, given = kind.field(name), as_text(value)
    if known is None or known.type != "percent" or "%" in given or not may_be_fraction(parsed):
        return None
    message = f"read as a fraction: {as_percentage(parsed)}%"
    return Problem("W202", "warning", where, 0, message, name, value=given, hint=HINT, path=name)


def _field(kind: Kind, said: str) -> str:
    """The field that is meant, or the free attribute. Raises UsageError for what looks like a slip."""
    name = kind.current(folded(str(said)))
    if name == "placeholder":
        raise UsageError("nobody can say of a placeholder what it is", "add the service itself")
    if kind.field(name):
        return name
    if meant := near(name, kind.names):
        raise UsageError(f"a {kind.name} has no field {said!r}", f"did you mean {meant!r}?")
    try:
        return identifier(said)
    except BadValue as bad:
        raise UsageError(f"{said!r} cannot be the name of an attribute: {bad.message}", bad.hint) from None


def _parsed(kind: Kind, name: str, value: Any) -> str:
    known, text = kind.field(name), as_text(value)
    return TYPES[known.type if known else "text"].parse(text, Notation())


def _text(kind: Kind, name: str, value: Any, where: str) -> str:
    try:
        return _parsed(kind, name, value)
    except BadValue as bad:
        raise _rejected(kind, [_problem(bad, name, as_text(value), where)]) from None


def _problem(bad: BadValue, name: str, value: str, where: str) -> Problem:
    hint = bad.hint.partition("; decimal commas")[0]  # which files may have
    return Problem(bad.code, "error", where, 0, bad.message, name, value=value, hint=hint, path=name)


def _rejected(kind: Kind, problems: Sequence[Problem]) -> RejectedError:
    first = problems[0]
    said = f" {first.value!r}" if first.value else ""
    message = f"{kind.name}: {first.column}{said} {first.message}"
    return RejectedError(message, problems, first.hint, 1)
