"""What an import would change: a source's incoming records against what it, and the other sources, hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.catalogue import aliases, unique
from graphmodel.model.compare import compare, identities, match
from graphmodel.model.conflicts import conflicts
from graphmodel.model.metamodel import KINDS
from graphmodel.model.pause import collector_paused
from graphmodel.model.plan import Plan, label
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table, concat, empty

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.compare import Matching
    from graphmodel.model.plan import KindPlan
    from graphmodel.model.table import Value

FEW = 10
"""So many rows of a kind, or a tenth of it, may be withdrawn without asking."""


@collector_paused()
def plan(
    held: Mapping[str, Tables],
    source: str,
    incoming: Tables,
    *,
    base: str,
    add: bool = False,
    allow_withdraw: bool = False,
    problems: Iterable[Problem] = (),
    rejected: int = 0,
    rejects: Collection[tuple[str, tuple[str, ...]]] = (),
) -> Plan:
    """Compare what a source gives with what the store holds.

    ``held``: source → what it holds. ``base``: the uid of the revision that this is. ``add``: the files are a part of
    what the source gives, nothing is withdrawn. ``problems`` and ``rejected`` come from reading and are passed on; a
    contradiction between sources and a suspiciously large withdrawal (unless ``allow_withdraw``) are added.
    ``rejects``: kind and identity of the records left out because of errors; what is held of them, or of their group,
    stays.

    A column that the incoming tables lack keeps what the source gave earlier; a service with a new id and its old one
    among its aliases is renamed, and what named the old id is unchanged.
    """
    before = {name: held.get(source, {}).get(name) or empty(kind) for name, kind in KINDS.items()}
    others = {name: tables for name, tables in held.items() if name != source}
    alias = known_as([tables["service"] for tables in held.values() if "service" in tables], incoming)
    after: Tables = {}
    kinds: dict[str, KindPlan] = {}
    found: list[Problem] = []
    for name, kind in KINDS.items():
        given, twice = _distinct(incoming.get(name) or empty(kind), alias)
        matching = match(before[name], given, alias)
        staying = matching.withdrawn if add else _rejected(before[name], matching.withdrawn, rejects)
        if staying:
            given = concat(kind, [given, before[name].take(staying)])
            matching = match(before[name], given, alias)
        after[name] = _kept(before[name], given, matching)
        kinds[name] = compare(before[name], after[name], matching)
        found += twice
        if not allow_withdraw:
            found += _guard(source, before[name], kinds[name])
    found += conflicts(source, after, others, alias)
    return Plan(source, base, after, before, kinds, (*problems, *found), rejected, tuple(found))


def known_as(held: Sequence[Table], incoming: Mapping[str, Table]) -> dict[str, str]:
    """Other id → id over all these services; what comes in has the last word, and an incoming id is itself."""
    services = incoming.get("service")
    if services is None:
        return aliases(held)
    newest = aliases([services])
    alias = {old: newest.get(name, name) for old, name in aliases(held).items()} | newest
    return _without(alias, services.texts("id")) if alias else alias


def _without(alias: dict[str, str], ids: Sequence[str]) -> dict[str, str]:
    for name in alias.keys() & ids:
        del alias[name]
    return alias


def _rejected(
    held: Table, withdrawn: Sequence[int], rejects: Collection[tuple[str, tuple[str, ...]]]
) -> list[int]:
    """Those of the held rows that are not withdrawn, only given with errors. Half a group would mean something else."""
    keys = {key for kind, key in rejects if kind == held.kind.name}
    if not keys:
        return []
    groups = {key[::2] for key in keys if held.kind.name == "dependency" and key[2:] > ("",)}
    columns = [held.texts(name) for name in held.kind.key]
    found = ((row, tuple(column[row] for column in columns)) for row in withdrawn)
    return [row for row, key in found if key in keys or key[::2] in groups]


def _distinct(table: Table, alias: Mapping[str, str]) -> tuple[Table, list[Problem]]:
    """One row per identity, and what is wrong where several rows of one identity contradict each other.

    Reading has seen to it within the ids as they are written; two of them may be the same service by alias.
    """
    if not alias:
        return table, []
    keys = identities(table, alias)
    if keys == identities(table, {}) or len(set(keys)) == len(keys):
        return table, []
    first: dict[object, int] = {}
    problems = []
    for row, key in enumerate(keys):
        kept = first.setdefault(key, row)
        for name, column in table.columns.items():
            if kept != row and name not in table.kind.key and (column[kept] or "") != (column[row] or ""):
                problems.append(_twice(table, name, kept, row))
    return unique(table, keys), problems


def _twice(table: Table, name: str, first: int, second: int) -> Problem:
    one, other = table.origin(first), table.origin(second)
    what = label([table.texts(key)[second] for key in table.kind.key])
    return Problem(
        "E404",
        "error",
        other.file,
        other.line,
        f"{what} is, by an alias, the {table.kind.name} in {one.file} line {one.line}, with another {name}",
        column=name,
        value=table.texts(name)[second],
        hint=f"line {one.line} says {table.texts(name)[first]!r}: give both the same, or leave one out",
    )


def _kept(held: Table, incoming: Table, matching: Matching) -> Table:
    """The incoming table with the values of columns about which the files say nothing."""
    columns: dict[str, list[Value]] = {}
    position: dict[int, int] | None = None
    for name, old in held.columns.items():
        given = incoming.columns.get(name)
        if name in held.kind.key or (given is not None and None not in given):
            continue
        if position is None:
            position = dict(zip(matching.incoming, matching.held, strict=True))
        silent: Iterable[Value] = given if given is not None else [None] * len(incoming)
        columns[name] = [
            old[position[row]] if value is None and row in position else value
            for row, value in enumerate(silent)
        ]
    if not columns:
        return incoming
    return Table(incoming.kind, incoming.columns | columns, incoming.files, incoming.lines)


def _guard(source: str, held: Table, kind: KindPlan) -> list[Problem]:
    gone = len(kind.withdrawn)
    if gone <= FEW or gone * 10 <= len(held):
        return []
    return [
        Problem(
            "E403",
            "error",
            "",
            0,
            f"{gone} of the {len(held)} {held.kind.plural} that source {source!r} gave before are no longer there",
            hint="if that is meant, allow it with --allow-withdraw; if the files are only a part, use --add",
        )
    ]
