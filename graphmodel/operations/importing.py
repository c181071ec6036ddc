"""Importing: files are read, checked against what the store holds, planned, and made its next revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graphmodel.answers.question import option
from graphmodel.model.errors import RejectedError
from graphmodel.model.outputs import safe_name
from graphmodel.model.revision import SEVERAL, roots
from graphmodel.model.words import count, listed, several

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphmodel.importers import Incoming
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.revision import Revision
    from graphmodel.operations.operation import Progress
    from graphmodel.planning.groups import Group
    from graphmodel.planning.plan import Plan
    from graphmodel.stores.store import WritableStore


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    plan: Plan
    revision: Revision | None
    """The new revision, or None where nothing changed."""
    rejects: Path | None = None
    """The folder that holds the rejected rows, where there are any."""
    encoding: str | None = None
    """What they are read with again; None: as their encoding says itself, or the mapping."""
    recoded: bool = False
    """They are UTF-8, since the encoding of the files cannot hold the reasons."""


@dataclass(frozen=True)
class Options:
    """How an import reads and what it allows."""

    source: str | None = option("the source it speaks for; by default the folder's name", metavar="NAME")
    mapping: Path | None = option("a TOML file that says what foreign files mean", path="read")
    preset: str | None = option(
        "how files of another system are read; none: do not look for one", metavar="PRESET"
    )
    encoding: str | None = option("of files that are neither UTF-8 nor UTF-16", metavar="NAME")
    create_missing: bool = option("make placeholders of services nobody defines", default=False)
    accept_partial: bool = option("take the good rows although others are rejected", default=False)
    allow_withdraw: bool = option("allow that more than a tenth is withdrawn at once", default=False)
    add: bool = option("the files are a part of the source: withdraw nothing", default=False)
    rejects: Path | None = None
    """The new folder of the rejected rows; by default ``SOURCE.rejects`` in the working directory."""


def planned(
    store: WritableStore,
    paths: Sequence[str | Path] | Catalogue | Incoming,
    options: Options,
    progress: Progress | None,
) -> tuple[Plan, Incoming]:
    """What an import of these files would change, and what was read. Raises UsageError for unreadable paths."""
    from graphmodel import importers
    from graphmodel.importers import Incoming
    from graphmodel.model.catalogue import Catalogue

    if isinstance(paths, Catalogue):
        incoming = _in_memory(paths)
    elif isinstance(paths, Incoming):
        incoming = paths
    else:
        incoming = importers.read(
            [Path(p) for p in paths],
            mapping=options.mapping,
            preset=options.preset,
            encoding=options.encoding,
            progress=progress,
        )
    # Before what is held: a change in between is then seen when the plan is applied.
    base = store.base()
    held = store.held()
    made, incoming = compared(base, held, incoming, options)
    return replace(
        made,
        accounts=() if isinstance(paths, Catalogue) else importers.final_accounts(incoming),
        preset=incoming.preset,
        notes=tuple(dict.fromkeys(incoming.notes)),
        root=_root(store, made.source, held, incoming) if options.add else incoming.root,
    ), incoming


def compared(
    base: str, held: Mapping[str, Tables], incoming: Incoming, options: Options
) -> tuple[Plan, Incoming]:
    """What these records would change of what the store holds as of ``base``, and what became of them."""
    from graphmodel import importers
    from graphmodel.planning.making import plan

    source = options.source or incoming.source
    others = {name: tables for name, tables in held.items() if name != source}
    whole = importers.rejects_among(incoming) if options.add else frozenset[str]()
    partial: set[Group] = set()
    if options.add and source in held:
        others[source] = _besides(held[source], incoming.tables)
        partial = _growing(held, source, incoming.tables, whole)
    incoming = importers.resolve(
        incoming, others, _placeholders(held), create_missing=options.create_missing, partial=partial
    )
    made = plan(
        held,
        source,
        incoming.tables,
        base=base,
        add=options.add,
        allow_withdraw=options.allow_withdraw,
        problems=incoming.problems,
        rejected=incoming.rejected.rows,
        rejects=set(incoming.rejected.keyed()),
        renamed=incoming.renamed,
        root="" if options.add else incoming.root,
        whole=whole,
    )
    return made, incoming


def imported(
    store: WritableStore,
    paths: Sequence[str | Path] | Catalogue | Incoming,
    options: Options,
    progress: Progress | None,
) -> Imported:
    """Make what these files say the next revision. Raises RejectedError and StoreError as ``Workbench.import_``."""
    plan, incoming = planned(store, paths, options, progress)
    if incoming.unreadable:
        # What the rest lacks would count as withdrawn.
        hint, files = _unreadable(paths, options, incoming)
        raise RejectedError(
            f"{listed(sorted(incoming.unreadable))} could not be read: nothing was imported",
            plan.problems,
            hint,
            plan.rejected,
            plan.accounts,
            plan.preset,
            plan.notes,
            list(map(str, files)),
        )
    if plan.rejected and not options.accept_partial:
        raise RejectedError(
            f"{count(plan.rejected, 'rejected row')}: nothing was imported",
            plan.problems,
            f"fix {several(plan.rejected, 'it', 'them')}, or import the good rows with --accept-partial",
            plan.rejected,
            plan.accounts,
            plan.preset,
            plan.notes,
        )
    return (
        _with_rejects(store, plan, incoming, options) if plan.rejected else Imported(plan, store.apply(plan))
    )


def _unreadable(
    paths: Sequence[str | Path] | Catalogue | Incoming, options: Options, incoming: Incoming
) -> tuple[str, list[Path]]:
    """What to do, and the files for which a mapping can be proposed.

    These are called as those of a catalogue are, and have other columns.
    """
    from graphmodel.importers import Incoming
    from graphmodel.importers.folder import suggest
    from graphmodel.model.catalogue import Catalogue

    named = options.mapping or incoming.preset or incoming.sheets
    if named or all(problem.code != "E111" for problem in incoming.problems):
        return "fix or remove the file; --accept-partial is for rows", []
    if isinstance(paths, Catalogue | Incoming):
        return "rename the columns, or say in a mapping what they mean: mapping=PATH", []
    files = [Path(path) for path in paths]
    return suggest(files), files


def _with_rejects(store: WritableStore, plan: Plan, incoming: Incoming, options: Options) -> Imported:
    """Apply the plan, and have the rejected rows in their place once the store is locked: both or neither."""
    from graphmodel.importers import rejects

    target = options.rejects or Path(f"{safe_name(plan.source)}.rejects")
    with rejects(incoming, target) as made:
        revision = store.apply(plan, ready=made.place)
        made.place()  # where there was nothing to apply
    encoding = "utf-8" if made.recoded else options.encoding
    return Imported(plan, revision, target, encoding, made.recoded)


def _root(store: WritableStore, source: str, held: Mapping[str, Tables], added: Incoming) -> str:
    """The folder of a source's files once these are added."""
    before = roots(store.history()).get(source, "")
    return added.root if not added.root or source not in held or added.root == before else SEVERAL


def _placeholders(held: Mapping[str, Tables]) -> set[str]:
    from graphmodel.model.catalogue import merge

    services = merge(held).services
    return {i for i, p in zip(services.texts("id"), services.texts("placeholder"), strict=True) if p}


def _in_memory(catalogue: Catalogue) -> Incoming:
    """The records of a catalogue that is no file, as if they had been read."""
    from graphmodel.importers import Incoming
    from graphmodel.importers.rejected import Rejects
    from graphmodel.model.metamodel import KINDS
    from graphmodel.planning.difference import given_tables

    services = catalogue.services
    sources = {source for name in KINDS for source in catalogue.table(name).sources} - {""}
    flags = zip(services.texts("id"), services.texts("placeholder"), strict=True)
    return Incoming(
        given_tables(catalogue),
        (),
        Rejects(),
        sources.pop() if len(sources) == 1 else "catalogue",
        allowed_missing=frozenset(name for name, flag in flags if flag),
    )


def _besides(held: Tables, incoming: Tables) -> Tables:
    """What a source holds besides the services and categories that are given again."""
    left = dict(held)
    for name in ("service", "category"):
        if name in held and name in incoming:
            again = set(incoming[name].texts("id"))
            ids = held[name].texts("id")
            left[name] = held[name].take([row for row, i in enumerate(ids) if i not in again])
    return left


def _growing(held: Mapping[str, Tables], source: str, incoming: Tables, whole: frozenset[str]) -> set[Group]:
    """The groups of a source to which rows are added; not those in files that hold them whole."""
    from graphmodel.model.metamodel import DEPENDENCY
    from graphmodel.model.table import empty
    from graphmodel.planning.groups import requirements
    from graphmodel.planning.making import known_as

    alias = known_as([tables["service"] for tables in held.values() if "service" in tables], incoming)
    mine = requirements(held[source].get("dependency") or empty(DEPENDENCY), alias)
    given = incoming.get("dependency") or empty(DEPENDENCY)
    return {
        group
        for group, row in requirements(given, alias).items()
        if group in mine and given.files[row] not in whole
    }
