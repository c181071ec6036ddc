"""The public Python API, and the one place that joins the parts: open a catalogue, ask it, change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, cast

from graphmodel.answers.report import Column, Kept, Report, Rows, columns
from graphmodel.importing import Imported, Options, imported, planned
from graphmodel.model import outputs
from graphmodel.model.errors import StoreError, UsageError
from graphmodel.model.revision import NO_REVISION, HistoryRow, Revision
from graphmodel.model.rows import documented
from graphmodel.rules.settings import DEFAULT, Settings
from graphmodel.session import Asking, Session
from graphmodel.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from graphmodel.exporters.copy import Copied
    from graphmodel.importers import Suggestion
    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Catalogue
    from graphmodel.planning.plan import Plan
    from graphmodel.stores.neo4j import Neo4jStore
    from graphmodel.stores.store import Store, WritableStore

Paths = str | Path | Sequence[str | Path]
"""One path, or several."""

__all__ = ["CheckRow", "Imported", "Options", "Workbench", "copy", "explain", "init", "suggest_mapping"]

LONGEST: Final = 18
"""Digits of a revision's number; a store keeps 64 bits."""


@documented(
    check="what was looked at",
    ok="whether it is as it should be",
    detail="what was found",
)
class CheckRow(NamedTuple):
    """One thing that ``doctor`` looked at."""

    check: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class Asked:
    """A question in Cypher."""

    query: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Between:
    """The question that ``diff`` answers."""

    before: str
    after: str


class Workbench(Asking):
    """An open catalogue: a folder of CSV files or an embedded file.

    Use it as a context manager, or call ``close``.
    """

    def __init__(self, store: Store | Catalogue) -> None:
        """A store, or a catalogue in memory (as ``Catalogue.from_networkx`` makes it), which can only be asked."""
        from graphmodel.stores.memory import stored

        self.store: Store = stored(store)

    @classmethod
    def open(cls, url: str | Path | Catalogue, *, create: bool = False) -> Self:
        """Open a catalogue by path or URL, or one in memory.

        ``create`` makes an embedded file that does not exist yet. Raises StoreError where there is none, or it is not
        ours, busy or damaged.
        """
        return cls(open_store(str(url), create=create) if isinstance(url, str | Path) else url)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back what the store holds open."""
        self.store.close()

    @property
    def index(self) -> Index:
        """The catalogue as integers (``graphmodel.index.index``)."""
        return self.store.index()

    def session(self, settings: Settings = DEFAULT) -> Session:
        """The catalogue as it is now, pinned: every question asked of it has the same answer, whatever is imported."""
        return Session.of_store(self.store, settings)

    def what_if(self, plan: Plan, settings: Settings = DEFAULT) -> Session:
        """The catalogue as an import of this plan would make it, to be asked before the import.

        Raises RejectedError for a plan with contradictions, StoreError when the catalogue has moved on since.
        """
        return Session.of_plan(self._writable(), plan, settings)

    def catalogue(self, revision: int | None = None) -> Catalogue:
        """The merged records, now or as they were at a revision."""
        return self.store.catalogue(revision)

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        seconds: float = 60.0,
        title: str = "",
        keep: bool = True,
    ) -> Report:
        """Ask a catalogue in Neo4j in Cypher, which can only read, and only for so long (0: no limit of ours).

        The rows come as the server finds them, and are kept so that they can be read again; without ``keep`` they can
        be read once, however many there are. Raises UsageError for another catalogue, and for a query that is wrong
        or does more than read; StoreError, also from the rows.
        """
        from graphmodel.stores.neo4j.asking import ask

        store, given, session = self._neo4j(), dict(parameters or {}), self.session()
        names, rows = ask(store.connection, cypher, given, seconds)
        return Report(
            tuple(Column(name, f"what the query returns as {name}") for name in names),
            Kept(rows) if keep else rows,
            title=title,
            analysis="query",
            question=Asked(cypher, given),
            revision=session.revision,
            world=session,
        )

    def apply_schema(self) -> int:
        """Make the constraints and indexes of a catalogue in Neo4j that are missing; how many there are.

        Raises UsageError for another catalogue, StoreError for a database that holds a graph of somebody else's.
        """
        from graphmodel.stores.neo4j import state, statements

        connection = self._neo4j().connection
        if not state.read(connection).made:
            state.check_foreign(connection)
        state.apply_schema(connection)
        return len(statements.schema())

    def plan(self, paths: Paths | Catalogue, options: Options | None = None, progress: Any = None) -> Plan:
        """What an import of these files, or of a catalogue in memory, would change.

        Its ``problems`` and ``rejected`` say what is wrong with them.
        Raises UsageError for files that cannot be read at all.
        """
        return planned(self._writable(), _given(paths), options or Options(), progress)[0]

    def import_(
        self, paths: Paths | Catalogue, options: Options | None = None, progress: Any = None
    ) -> Imported:
        """Make what these files say the next revision, all or nothing; the same content again makes none.

        A catalogue in memory is imported as files are, by default as the source that it came from, or ``catalogue``.

        Raises RejectedError when a file cannot be read, or rows are rejected and ``accept_partial`` is off; StoreError
        when the store is busy.
        """
        return imported(self._writable(), _given(paths), options or Options(), progress)

    def history(self) -> Report:
        """Every revision, the latest first."""
        rows = [
            HistoryRow(
                r.number, r.time, r.action, r.source, r.undoes or None, r.added, r.changed, r.withdrawn, r.uid
            )
            for r in self.store.history()
        ]
        shown = columns(HistoryRow, wide=["uid"], spare=["undoes"])
        return Report(shown, rows, analysis="history", revision=self.store.revision())

    def undo(self) -> Revision:
        """Take back the latest revision not yet undone, by a new one, sources included.

        Raises UsageError when there is none.
        """
        return self._writable().undo()

    def diff(self, before: str, after: str) -> Report:
        """What changed between two revisions of this catalogue (by number) or two catalogues (by path or URL)."""
        from graphmodel.diagrams.changes import changes
        from graphmodel.planning.difference import DiffRow, difference

        revision = self.store.revision()
        old, new = self._state(before), self._state(after)
        return Report(
            columns(DiffRow, wide=["name"], spare=["kind"]),
            Rows(partial(difference, old, new)),
            title=f"What changed from {before} to {after}",
            spec=lambda: changes(old, new, revision),
            analysis="diff",
            question=Between(before, after),
            revision=revision,
        )

    def export(self, folder: str | Path, *, source: str | None = None, force: bool = False) -> list[Path]:
        """Write the catalogue, or what one source gives of it, as a folder of CSV files that imports back; the files.

        Raises UsageError for an unknown source, a folder that is read, or holds something (unless ``force``);
        RejectedError where the records cannot be written so that they come back.
        """
        from graphmodel.exporters import given
        from graphmodel.exporters.folder import write_folder

        if "://" not in self.store.url and outputs.same(Path(self.store.url), Path(folder)):
            raise UsageError(f"{folder} is the catalogue that is read", "name another folder")
        return write_folder(lambda: given(self.store, source), Path(folder), force=force)

    def graph(self, format: str, *, source: str | None = None) -> bytes:
        """The catalogue, or what one source gives of it, as a graph file: ``graphml`` or ``json`` (node-link).

        Raises UsageError for an unknown format or source, and for a character that the format cannot hold.
        """
        from graphmodel.exporters import GRAPHS, given

        if format not in GRAPHS:
            raise UsageError(f"there is no format {format!r} of graphs", f"there are: {', '.join(GRAPHS)}")
        return GRAPHS[format](given(self.store, source))

    def doctor(self, *, repair: bool = False) -> Report:
        """Is the store whole? One row per check; ``repair`` rebuilds what is derived."""
        checks = self._writable().doctor(repair=repair)
        rows = [CheckRow(c.name, c.ok, c.detail) for c in checks]
        try:
            revision = self.store.revision()
        except StoreError:  # which the rows tell of
            revision = NO_REVISION
        return Report(columns(CheckRow), rows, analysis="doctor", revision=revision)

    def _state(self, name: str) -> Catalogue:
        if name.isdecimal():
            if len(name) > LONGEST:
                raise UsageError(f"there is no revision {name[:LONGEST]}…", "history lists them")
            return self.store.catalogue(int(name))
        with Workbench.open(name) as other:
            return other.catalogue()

    def _neo4j(self) -> Neo4jStore:
        from graphmodel.stores.neo4j import Neo4jStore

        if not isinstance(self.store, Neo4jStore):
            raise UsageError(
                f"{self.store.url} is not kept in Neo4j, which alone understands Cypher",
                "name one that is: -c neo4j://HOST; graphmodel's questions are answered from every catalogue",
            )
        return self.store

    def _writable(self) -> WritableStore:
        if not hasattr(self.store, "apply"):
            raise UsageError(
                f"{self.store.url} is a folder of CSV files, which graphmodel only reads",
                "edit its files, or import it into a catalogue file: graphmodel -c catalogue.db import FOLDER",
            )
        return cast("WritableStore", self.store)


def copy(source: str | Path, target: str | Path, *, force: bool = False) -> Copied:
    """Copy a catalogue to another store, with its history where both have one, or into a folder.

    Raises UsageError where the target holds something (unless ``force``, which replaces all of it) or is the source.
    """
    from graphmodel.exporters.copy import copy as copied

    return copied(str(source), str(target), force=force)


def init(directory: str | Path, *, example: str | None = None, force: bool = False) -> list[Path]:
    """Write a starter catalogue folder, or copy a shipped example; the files written.

    Raises UsageError where a file exists already (unless ``force``), and where there is no example of that name.
    """
    from graphmodel.model.starter import copy_example, starter

    folder = Path(directory)
    return copy_example(example, folder, force=force) if example else starter(folder, force=force)


def suggest_mapping(paths: Paths) -> Suggestion:
    """A mapping for foreign files, from their columns and first rows. Raises UsageError for unreadable ones."""
    from graphmodel.importers import suggest

    return suggest([Path(path) for path in _each(paths)])


def explain(code: str) -> str:
    """What the code of a finding or of a problem means and what to do. Raises UsageError for an unknown one."""
    from graphmodel.rules.explain import explain as explained

    return explained(code)


def _given(paths: Paths | Catalogue) -> Sequence[str | Path] | Catalogue:
    from graphmodel.model.catalogue import Catalogue

    return paths if isinstance(paths, Catalogue) else _each(paths)


def _each(paths: Paths) -> Sequence[str | Path]:
    """The paths. Raises UsageError for what is none."""
    found: Any = [paths] if isinstance(paths, str | Path) else paths
    if not isinstance(found, Sequence) or any(not isinstance(path, str | Path) for path in found):
        raise UsageError(f"{paths!r} cannot be read", "name a path, or a list of paths")
    return found
