"""Other worlds: a catalogue with records laid over it, without some services, on another day. Nothing is stored."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from graphmodel.analyses.details.between import day
from graphmodel.analyses.details.selection import numbers
from graphmodel.answers.proposal import Proposal
from graphmodel.model.aliases import aliases
from graphmodel.model.catalogue import completed
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.metamodel import KINDS
from graphmodel.model.notation import BadValue, Notation
from graphmodel.model.pause import collector_paused
from graphmodel.model.values import TYPES
from graphmodel.model.words import count
from graphmodel.planning.groups import requirements
from graphmodel.planning.leaving import leave, not_there

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graphmodel.answers.world import World
    from graphmodel.importers import Incoming
    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.problems import Problem
    from graphmodel.planning.groups import Group
    from graphmodel.planning.overlay import Laid, Overlay

    Some = TypeVar("Some", bound=World)
else:
    Some = TypeVar("Some")

_DEFINED: Final = "define it in services.csv of the same folder"
REMOVE: Final = "remove"
"""The column that takes a record out where it says yes."""


def proposed(world: Some, overlays: Sequence[str | Path], without: Sequence[str], at: str | None) -> Some:
    """The world with these folders laid over it one after the other, looked at on that day, and without these services.

    Raises UsageError for a folder that cannot be read, an unknown selector or a day that is none; RejectedError for an
    overlay with errors, or one with which the whole is no catalogue.
    """
    if not overlays and not without and at is None:
        return world
    if not all(str(path).strip() for path in overlays):
        raise UsageError(
            "the folder that is laid over the catalogue is empty", "name one; is a variable not set?"
        )
    with collector_paused():
        return _proposed(world, [Path(path) for path in overlays], without, None if at is None else day(at))


def _proposed(world: Some, overlays: Sequence[Path], without: Sequence[str], at: str | None) -> Some:
    catalogue, gone = world.index.catalogue(), dict(world.proposal.gone if world.proposal else ())
    roots: dict[str, str] = {}
    laid: list[Laid] = []
    for path in overlays:
        overlay, root = _read(path, catalogue)
        roots |= {overlay.source: root} if root else {}
        laid.append(_laid(path, catalogue, overlay))
        catalogue = laid[-1].catalogue
        if services := overlay.tables.get("service"):
            gone = {one: name for one, name in gone.items() if one not in services.distinct("id")}
        gone |= laid[-1].gone
    if at is not None:
        gone |= not_there(catalogue.services, at)
    if without:
        index = _indexed(world, catalogue, gone) if overlays or at else world.index
        gone |= {index.service_id[v]: index.service_name[v] for v in numbers(index, without)}
    found = _indexed(world, catalogue, gone)
    known = {name: sum(one.counts[name] for one in laid) for name in ("added", "changed", "removed")}
    proposal = Proposal(
        tuple(map(str, overlays)),
        tuple(without),
        at or "",
        **known,
        gone=tuple(sorted(gone.items())),
    )
    return replace(
        world, index=found, proposal=proposal.on(world.proposal), roots=partial(_roots, world, roots)
    )


def _roots(world: World, roots: Mapping[str, str]) -> dict[str, str]:
    return {**world.roots(), **roots}


def _indexed(world: World, catalogue: Catalogue, gone: Mapping[str, str]) -> Index:
    """The index of a catalogue without these services."""
    from graphmodel.index import build
    from graphmodel.planning.difference import given_tables

    if gone:
        tables = leave(given_tables(catalogue), "service", gone)
        catalogue = completed(tables)
    return build.index(catalogue, replace(world.revision, action="proposal"), gone.keys())


def _read(path: Path, base: Catalogue) -> tuple[Overlay, str]:
    """What a folder says, checked against the catalogue; and where its files are."""
    from graphmodel import importers
    from graphmodel.planning.difference import given_tables
    from graphmodel.planning.overlay import Overlay

    incoming = importers.read([path])
    taken = {source for name in KINDS for source in base.table(name).sources}
    source = incoming.source
    while source in taken:
        source += "+"
    tables, removed, problems = _split(incoming)
    incoming = replace(incoming, tables=tables, problems=problems)
    held = given_tables(base)
    services = base.services
    flags = zip(services.texts("id"), services.texts("placeholder"), strict=True)
    incoming = importers.resolve(
        incoming,
        {"": held},
        {one for one, flag in flags if flag},
        create_missing=False,
        partial=_groups(tables, held),
    )
    _check(path, incoming.problems)
    return Overlay(source, incoming.tables, removed), incoming.root


def _groups(tables: Tables, held: Tables) -> set[Group]:
    """The groups that are laid over: the whole of each is judged once it is there."""
    if "dependency" not in tables:
        return set()
    alias = aliases(part["service"] for part in (tables, held) if "service" in part)
    return set(requirements(tables["dependency"], alias))


def _split(incoming: Incoming) -> tuple[Tables, Tables, tuple[Problem, ...]]:
    """The records that are laid over, those that are taken out, and what is wrong so far."""
    laid: Tables = {}
    out: Tables = {}
    problems = [p for p in incoming.problems if not (p.code == "W102" and p.column.casefold() == REMOVE)]
    for name, table in incoming.tables.items():
        spelt = next((column for column in table.free() if column.casefold() == REMOVE), None)
        if spelt is None:
            laid[name] = table
            continue
        columns = dict(table.columns)
        marks = []
        for row, text in enumerate(columns.pop(spelt)):
            try:
                marks.append(TYPES["flag"].parse(text or "", Notation()) == "yes")
            except BadValue as error:
                marks.append(False)
                problems.append(
                    incoming.sheets.of_row(
                        error.code, table, row, error.message, spelt, text or "", error.hint
                    )
                )
        plain = replace(table, columns=columns)
        laid[name] = plain.take([row for row, mark in enumerate(marks) if not mark])
        out[name] = plain.take([row for row, mark in enumerate(marks) if mark])
    return laid, out, tuple(problems)


def _laid(path: Path, base: Catalogue, overlay: Overlay) -> Laid:
    from graphmodel.planning.overlay import lay

    found = lay(base, overlay)
    _check(path, [replace(p, source="") if p.source == overlay.source else p for p in found.problems])
    return found


def _check(path: Path, problems: Iterable[Problem]) -> None:
    """Raises RejectedError where there is an error among these."""
    found = [p if p.source else replace(p, file=_file(path, p.file)) for p in problems]
    errors = sum(p.count for p in found if p.severity == "error")
    if errors:
        raise RejectedError(
            f"{path} has {count(errors, 'error')}: nothing is answered of a proposal with errors",
            [replace(p, hint=_DEFINED) if "--create-missing" in p.hint else p for p in found],
            "fix the files",
        )


def _file(path: Path, file: str) -> str:
    """A file of the overlay as it is found from where the user is: several folders have files of one name."""
    return str(path / file) if path.is_dir() and file else file
