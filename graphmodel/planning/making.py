"""What an import would change: a source's incoming records against what it, and the other sources, hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphmodel.model.aliases import claims, resolved
from graphmodel.model.catalogue import unique
from graphmodel.model.metamodel import DEPENDENCY, KINDS, SERVICE
from graphmodel.model.pause import collector_paused
from graphmodel.model.problems import Problem
from graphmodel.model.table import Table, concat, empty
from graphmodel.model.values import type_of
from graphmodel.planning import legal
from graphmodel.planning.compare import compare, identities, match
from graphmodel.planning.contradictions import contradictions
from graphmodel.planning.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from graphmodel.model.catalogue import Tables
    from graphmodel.model.table import Value
    from graphmodel.planning.compare import Matching
    from graphmodel.planning.plan import KindPlan

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
    problems: Sequence[Problem] = (),
    rejected: int = 0,
    rejects: Collection[tuple[str, tuple[str, ...]]] = (),
    renamed: Collection[tuple[str, str]] = (),
    whole: Collection[str] = (),
    root: str = "",
) -> Plan:
    """Compare what a source gives with what the store holds.

    ``held``: source → what it holds. ``base``: the uid of the revision that this is. ``add``: the files are a part of
    what the source gives, nothing is withdrawn; a group grows by the rows given, unless they are in one of the
    files ``whole``, which hold their groups whole. ``problems`` and ``rejected`` come from reading and are passed on;
    whatever makes what all sources hold afterwards no catalogue (``legal``) and a suspiciously large withdrawal (unless
    ``allow_withdraw``) are added. ``rejects``: kind and identity (its first fields, as far as it can be told) of the
    records left out because of errors; what is held of them, or of their group, stays. ``renamed``: (alias, id) of the
    services among them. ``root``: the folder that the files were in.

    A column that the incoming tables lack keeps what the source gave earlier; a service with a new id and its old one
    among its aliases is renamed, and what named the old id is unchanged.
    """
    before = {name: held.get(source, {}).get(name) or empty(kind) for name, kind in KINDS.items()}
    others = [tables["service"] for name, tables in held.items() if "service" in tables and name != source]
    alias = known_as([*others, _not_superseded(before["service"], incoming)], incoming)
    formerly = known_as([*others, before["service"]], incoming)
    rejected_as = known_as([*others, before["service"]], incoming, rejects, renamed) if rejects else alias
    after: Tables = {}
    kinds: dict[str, KindPlan] = {}
    found: list[Problem] = []
    for name, kind in KINDS.items():
        given, twice = _distinct(incoming.get(name) or empty(kind), alias)
        # What named a service by an alias that goes is what names it by its id now, if nothing else does.
        matched = formerly if formerly == alias or _tell_apart(given, formerly) else alias
        matching = match(before[name], given, matched)
        if add:
            staying = _added_to(before[name], given, matching.withdrawn, alias, whole)
        else:
            staying = _rejected(before[name], matching.withdrawn, rejects, rejected_as)
            if rejects and name == SERVICE.name:
                # What is no longer held of this source says no more what its other records mean.
                left = [*others, before[name].take(staying)]
                rejected_as = known_as(left, incoming, rejects, renamed)
        if staying:
            given = concat(kind, [before[name].take(staying), given])
            matching = matching.with_staying(staying)
        after[name] = _kept(before[name], given, matching)
        kinds[name] = compare(before[name], after[name], matching)
        after[name] = _as_stored(before[name], after[name], matching, kinds[name])
        found += twice
        if not allow_withdraw:
            found += _guard(source, before[name], kinds[name])
    if held or rejected or problems:
        # Else what all sources hold is what was read, which reading has checked.
        found += legal.problems({**held, source: after}, source)
    told = (*problems, *_new_warnings(held, source, after, problems), *found)
    return Plan(source, base, after, before, kinds, told, rejected, tuple(found), root, alias=alias)


def _new_warnings(
    held: Mapping[str, Tables], source: str, after: Tables, problems: Sequence[Problem]
) -> list[Problem]:
    """What this plan makes of records that stand: reading has warned of what it read."""
    known = {problem.message for problem in (*legal.warnings(held, source), *problems)}
    return [p for p in legal.warnings({**held, source: after}, source) if p.message not in known]


def known_as(
    held: Sequence[Table],
    incoming: Mapping[str, Table],
    rejects: Collection[tuple[str, tuple[str, ...]]] = (),
    renamed: Collection[tuple[str, str]] = (),
) -> dict[str, str]:
    """Other id → id over all these services; what comes in has the last word, and an incoming id is itself.

    ``rejects`` and ``renamed`` (as ``plan`` has them) count as coming in.
    """
    services = incoming.get("service")
    newest = list(renamed)
    if services is not None:
        newest += [(alias, owner) for _, alias, owner in claims(services)]
    older = [(alias, owner) for table in held for _, alias, owner in claims(table)]
    if older:
        told = {alias for alias, _ in newest}.union(
            key[0] for kind, key in rejects if kind == "service" and key
        )
        ids = services.distinct("id") if services is not None else ()
        older = [(alias, owner) for alias, owner in older if alias not in told and alias not in ids]
    return resolved((*older, *newest)).alias


def _added_to(
    held: Table,
    given: Table,
    left: Sequence[int],
    alias: Mapping[str, str],
    whole: Collection[str],
) -> list[int]:
    """Those of the held rows that are not given which stay all the same, as the files are but a part."""
    if not left:
        return []
    known, keys = set(identities(given, alias)), identities(held, alias)
    # What has become one with a row that is given has come to be that row.
    staying = [row for row in left if keys[row] not in known]
    if held.kind is not DEPENDENCY or not whole:
        return staying
    there = zip(_groups(given, alias), given.files, strict=True)
    again = {group for group, file in there if group[1] and file in whole}
    groups = _groups(held, alias)
    return [row for row in staying if groups[row] not in again]


def _tell_apart(table: Table, alias: Mapping[str, str]) -> bool:
    return len(set(identities(table, alias))) == len(table)


def _not_superseded(services: Table, incoming: Mapping[str, Table]) -> Table:
    """Without the services whose aliases are given again."""
    given = incoming.get("service")
    if given is None or "aliases" not in given.columns:
        return services
    again = set(given.texts("id"))
    return services.take([row for row, name in enumerate(services.texts("id")) if name not in again])


def _rejected(
    held: Table,
    withdrawn: Sequence[int],
    rejects: Collection[tuple[str, tuple[str, ...]]],
    alias: Mapping[str, str],
) -> list[int]:
    """Those of the held rows that are not withdrawn, only given with errors. Half a group would mean something else."""
    if not rejects or not withdrawn:
        return []
    services = {field.name for field in held.kind.service_fields}
    named = [name in services for name in held.kind.key]
    keys = {
        tuple(alias.get(part, part) if known else part for part, known in zip(key, named, strict=False))
        for kind, key in rejects
        if kind == held.kind.name and key
    }
    whole = identities(held, alias)
    groups = _groups(held, alias) if held.kind is DEPENDENCY else ()
    sizes = {len(key) for key in keys}
    ours = [key if isinstance(key, tuple) else (key,) for key in map(whole.__getitem__, withdrawn)]
    hit = [any(key[:size] in keys for size in sizes) for key in ours]
    if held.kind is not DEPENDENCY:
        return [row for row, found in zip(withdrawn, hit, strict=True) if found]
    lost = {key[::2] for key in keys if len(key) == len(held.kind.key)}
    lost |= {groups[row] for row, found in zip(withdrawn, hit, strict=True) if found}
    return [
        row
        for row, found in zip(withdrawn, hit, strict=True)
        if found or (groups[row][1] and groups[row] in lost)
    ]


def _groups(table: Table, alias: Mapping[str, str]) -> list[tuple[str, str]]:
    """Consumer and group of each dependency."""
    pairs = zip(table.texts("service"), table.texts("group"), strict=True)
    return [(alias.get(consumer, consumer), group) for consumer, group in pairs]


def _distinct(table: Table, alias: Mapping[str, str]) -> tuple[Table, list[Problem]]:
    """One row per identity, and what is wrong where several rows of one identity contradict each other.

    Reading has seen to it within the ids as they are written; two of them may be the same service by alias.
    """
    if not alias:
        return table, []
    keys = identities(table, alias)
    if keys == identities(table, {}) or len(set(keys)) == len(keys):
        return table, []
    return unique(table, keys), [flaw.problem() for flaw in contradictions([("", table)], alias)]


def _kept(held: Table, incoming: Table, matching: Matching) -> Table:
    """The incoming table with the values of columns about which the files say nothing.

    What means the same as before keeps its spelling: it does not change.
    """
    columns: dict[str, list[Value]] = {}
    position: dict[int, int] | None = None
    for name, old in held.columns.items():
        given = incoming.columns.get(name)
        if name in held.kind.key:
            continue
        if given is not None and (typed := type_of(held.kind, name)).several:
            pairs = zip(matching.incoming, map(old.__getitem__, matching.held), strict=True)
            respelt = [
                (row, v) for row, v in pairs if v != given[row] and typed.same(v or "", given[row] or "")
            ]
            if respelt:
                columns[name] = given = list(given)
                for row, value in respelt:
                    given[row] = value
        if given is not None and None not in given:
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


def _as_stored(held: Table, after: Table, matching: Matching, kind: KindPlan) -> Table:
    """Without free attributes that nothing says anything of: a record that does not change stays as it was stored."""
    blank = [name for name in after.free() if not any(after.columns[name])]
    if not blank:
        return after
    fresh = {*kind.added, *(c.incoming for c in kind.changed), *(to for _, to in kind.restated)}
    pairs = zip(matching.held, matching.incoming, strict=True)
    staying = [row for row, to in pairs if to not in fresh]
    gone = set()
    for name in blank:
        new, old = after.columns[name], held.column(name)
        if all(new[row] is None for row in fresh) and all(old[row] is None for row in staying):
            gone.add(name)
    columns = {name: column for name, column in after.columns.items() if name not in gone}
    return Table(after.kind, columns, after.files, after.lines)


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
            f"{gone} of the {len(held)} {held.kind.plural} that source {source!r} gave before are missing now",
            hint="if that is meant, allow it with --allow-withdraw; if the files are only a part, use --add",
        )
    ]
