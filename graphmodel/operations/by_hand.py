"""What is given by hand, made the next revision: checked and planned as files are."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.suggest import did_you_mean
from graphmodel.model.words import count, listed
from graphmodel.operations.importing import Imported, Options, compared
from graphmodel.planning.plan import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from graphmodel.importers.by_hand import HandChanges, Key, Removal
    from graphmodel.model.catalogue import Tables
    from graphmodel.model.problems import Problem
    from graphmodel.model.table import Table
    from graphmodel.planning.plan import Plan
    from graphmodel.stores.store import WritableStore


def planned_by_hand(
    store: WritableStore, changes: HandChanges, source: str, *, create_missing: bool = False
) -> Plan:
    """What these changes would change of what the source gives.

    Raises UsageError where a record is to be removed that the source does not give, or that others of it name.
    """
    # Before what is held: a change in between is then seen when the plan is applied.
    base = store.base()
    held = store.held()
    options = Options(source=source, create_missing=create_missing, add=True)
    incoming = changes.incoming(source)
    made, read = compared(base, held, replace(incoming, tables=_with_kinds(incoming.tables, held)), options)
    made = replace(made, problems=tuple(map(_by_hand, made.problems)))
    if not any(changes.removed.values()):
        return made
    problems = tuple(map(_by_hand, read.problems))
    from graphmodel.planning.making import plan

    tables = _Removing(made.incoming, held, source).done(changes.removed)
    return plan(
        held, source, tables, base=base, allow_withdraw=True, problems=problems, rejected=made.rejected
    )


def made_by_hand(
    store: WritableStore, changes: HandChanges, source: str, *, create_missing: bool = False
) -> Imported:
    """Make these changes the next revision. Raises RejectedError, UsageError and StoreError as an import does."""
    plan = planned_by_hand(store, changes, source, create_missing=create_missing)
    check_good(plan)
    return Imported(plan, store.apply(plan))


def check_good(plan: Plan) -> None:
    """Raises RejectedError for a plan of which a record is rejected."""
    if plan.rejected:
        error = next(problem for problem in plan.problems if problem.severity == "error")
        said = f"{error.value!r}: " if error.value else ""
        raise RejectedError(
            f"{said}{error.message}; nothing was changed", plan.problems, error.hint, plan.rejected
        )


_DAY: Final = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:, |\.|$)")
_HINTS: Final = {
    "E304": "add it, too, or let it be a placeholder: --create-missing (create_missing=True in Python)",
    "W303": "add it, too",
    "W304": "add it, too",
    "W305": "add it, too",
    "W306": "add them, too",
}


def _by_hand(problem: Problem) -> Problem:
    """Where there are no files, what to do about it; the day on which a record is made says nothing here."""
    problem = replace(problem, path=_DAY.sub("", problem.path))
    if problem.code in _HINTS and problem.hint.startswith("define"):
        return replace(problem, hint=_HINTS[problem.code])
    return problem


def _with_kinds(tables: Tables, held: Mapping[str, Tables]) -> Tables:
    """The same, with services that nobody knows yet as such: of the others nothing is said, they may be products."""
    from graphmodel.model.aliases import claims
    from graphmodel.model.table import Table

    services = tables.get("service")
    if services is None:
        return tables
    known = {name for given in held.values() if "service" in given for name in given["service"].texts("id")}
    known |= {
        alias for given in held.values() if "service" in given for _, alias, _ in claims(given["service"])
    }
    ids, kinds = services.texts("id"), services.column("kind")
    # One that takes the place of another by an alias is what that was.
    formerly = {owner for _, alias, owner in claims(services) if alias in known}
    column = [
        kind or (None if own in known or own in formerly else "service")
        for own, kind in zip(ids, kinds, strict=True)
    ]
    columns = services.columns | {"kind": column}
    return tables | {"service": Table(services.kind, columns, services.files, services.lines)}


class _Removing:
    """Takes records out of what a source gives."""

    def __init__(self, tables: Tables, held: Mapping[str, Tables], source: str) -> None:
        self._tables = tables
        self._others = {name: given for name, given in held.items() if name != source}
        self._source = source
        self._out: dict[str, set[int]] = {name: set() for name in tables}

    def done(self, removed: Mapping[str, Mapping[Key, Removal]]) -> Tables:
        """What is left. Raises UsageError for what is not there, or is named by what is left."""
        for kind, keys in removed.items():
            rows = {size: _rows(self._tables[kind], size) for size in {*map(len, keys)}}
            naming = self._naming(kind) if KINDS[kind].is_node else {}
            for key, how in keys.items():
                there = rows[len(key)].get(key, [])
                if not there and not how.perhaps:
                    raise self._not_given(kind, key)
                self._out[kind].update(there)
                for name, row in self._links(kind, key, naming) if how.links else ():
                    self._out[name].add(row)
        for kind, keys in removed.items():
            naming = self._naming(kind) if KINDS[kind].is_node else {}
            known = [_rows(given[kind], 1) for given in self._others.values() if kind in given]
            for key in keys if naming else ():
                if not any(key in rows for rows in known):
                    self._check_unnamed(kind, key, naming)
        return {
            name: table.take([row for row in range(len(table)) if row not in self._out[name]])
            for name, table in self._tables.items()
        }

    def _naming(self, kind: str) -> dict[str, list[tuple[str, int]]]:
        """Id or alias → the relationships that have it at an end."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name, table in self._tables.items():
            for end in table.kind.ends:
                for row, value in enumerate(table.texts(end.name) if end.refers_to == kind else ()):
                    found.setdefault(value, []).append((name, row))
        return found

    def _links(
        self, kind: str, key: Key, naming: Mapping[str, Sequence[tuple[str, int]]]
    ) -> Iterator[tuple[str, int]]:
        """The relationships of a node, also by its aliases."""
        table = self._tables[kind]
        row = next(iter(self._ids(kind).get(key[0], ())), None)
        aliases = table.texts("aliases")[row].split(";") if row is not None else ()
        for name in (key[0], *filter(None, aliases)):
            yield from naming.get(name, ())

    @cache  # noqa: B019  (it lives for one plan)
    def _ids(self, kind: str) -> dict[str, list[int]]:
        return {key[0]: rows for key, rows in _rows(self._tables[kind], 1).items()}

    def _check_unnamed(self, kind: str, key: Key, naming: Mapping[str, Sequence[tuple[str, int]]]) -> None:
        """Raises UsageError where what stays of the source names a node that nobody else gives."""
        links = dict.fromkeys(self._links(kind, key, naming))  # both ends of one may name it
        left = [(name, row) for name, row in links if row not in self._out[name]]
        if not left:
            return
        named = [
            label([self._tables[name].texts(part)[row] for part in KINDS[name].key]) for name, row in left
        ]
        raise UsageError(
            f"{label(key)!r} cannot be removed: {count(len(left), 'record names', 'records name')} it:"
            f" {listed(named, 3)}",
            "remove them first, or with it: --links (links=True in Python)",
        )

    def _not_given(self, kind: str, key: Key) -> UsageError:
        """Who gives what is to be removed, or what may be meant."""
        what = f"source {self._source!r} gives no {kind} {label(key)!r}"
        places = [
            f"{given[kind].origin(row)} (source {name})"
            for name, given in sorted(self._others.items())
            if kind in given
            for row in _rows(given[kind], len(key)).get(key, ())
        ]
        if places:
            hint = "remove it there and import again, or name that source"
            return UsageError(f"{what}: it is in {listed(places, 3)}", hint)
        mine = map(label, self._tables[kind].keys())
        hint = f"graphmodel list {KINDS[kind].plural} shows what there is"
        return UsageError(what, did_you_mean(label(key), mine, hint))


def _rows(table: Table, size: int) -> dict[Key, list[int]]:
    """The first so many fields of the identity → the rows that have them."""
    found: dict[Key, list[int]] = {}
    for row, key in enumerate(table.keys()):
        found.setdefault(key[:size], []).append(row)
    return found
