"""Nodes that are only named: a category, a role, and of any other kind but services, which are not made so easily."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graphmodel.importers.checking.nothing import instead
from graphmodel.importers.checking.verdicts import Verdicts
from graphmodel.model import taxonomy
from graphmodel.model.catalogue import Tables
from graphmodel.model.metamodel import KINDS, NODES
from graphmodel.model.suggest import SUGGESTED, KnownNames
from graphmodel.model.table import Table
from graphmodel.model.words import listed

Place = tuple[Table, str, int]
"""(table, field, row)"""


def named(tables: Tables, held: Sequence[Tables], verdicts: Verdicts, services: Collection[str]) -> None:
    """Warn of nodes that come into being by being named, and of names in lists that mean nothing.

    ``services``: what services are called, aliases included; they do not come into being so easily.
    """
    for target in NODES:
        if target == "service":
            _expected(tables, target, verdicts, services)
            continue
        code, known = ("W303", {*taxonomy.types()}) if target == "category" else ("W304", set[str]())
        for source in [tables, *held]:
            if target in source:
                known.update(source[target].texts("id"))
        implied = _places(tables, target, verdicts, "id")
        if new := implied.keys() - known:
            table, field, row = min((implied[name] for name in sorted(new)), key=_place)
            plural = KINDS[target].plural
            message = f"{plural} that no file defines are created: {listed(sorted(new))}"
            hint = _hint(sorted(new), known) or f"define them as {plural}"
            value = table.texts(field)[row]
            verdicts.problems.append(verdicts.problem(code, table, row, message, field, value, hint))
        known |= implied.keys() | (taxonomy.roles().keys() if target == "role" else set())
        _expected(tables, target, verdicts, known)


def _expected(tables: Tables, target: str, verdicts: Verdicts, known: Collection[str]) -> None:
    """Warn of names in lists that no record has."""
    expected = _places(tables, target, verdicts, "ids")
    names = KnownNames(known)
    for at, name in enumerate(name for name in sorted(expected) if name not in known):
        table, field, row = expected[name]
        otherwise = f"define it as a {target}"
        hint = names.hint(name, otherwise) if at < SUGGESTED else otherwise
        verdicts.problems.append(
            verdicts.problem("W305", table, row, f"no {target} has this id", field, name, hint)
        )


def _places(tables: Tables, target: str, verdicts: Verdicts, type: str) -> dict[str, Place]:
    """The names that fields of that type refer to ``target`` by, each with the first place of one field."""
    found: dict[str, Place] = {}
    for table in tables.values():
        out = verdicts.out[table.kind.name]
        for field in table.kind.fields:
            if field.refers_to != target or field.type != type or field.name not in table.columns:
                continue
            distinct: dict[str, int] = {}
            for row, value in enumerate(table.texts(field.name)):
                if value and value not in distinct and not out[row]:
                    distinct[value] = row
            for value, row in distinct.items():
                for name in value.split(";") if field.type == "ids" else [value]:
                    found.setdefault(name, (table, field.name, row))
    return found


def _place(place: Place) -> tuple[str, int, str, int, str]:
    """In the order of the files; of one line, in that of the records."""
    table, field, row = place
    return table.files[row], table.lines[row], table.kind.name, row, field


def _hint(new: list[str], known: set[str]) -> str:
    """Likely slips among the first few new names."""
    names = KnownNames(known)
    meant = [(name, names.nearest(name)) for name in new[:20]]
    slips = [f"{name!r}: did you mean {near!r}?" for name, near in meant if near]
    return listed(slips, 3, "; ") or next(filter(None, map(instead, new)), "")
