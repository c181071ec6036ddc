"""The public Python API, and the one place that joins the parts: open a catalogue, ask it, change it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from graphmodel.answers.question import checked
from graphmodel.answers.report import Report
from graphmodel.asking import Asking
from graphmodel.hand import ByHand
from graphmodel.model.errors import UsageError
from graphmodel.model.revision import Revision
from graphmodel.model.words import count, listed
from graphmodel.operations.details.stores import writable
from graphmodel.operations.importing import Imported, Options, imported, planned
from graphmodel.rules.settings import DEFAULT, Settings
from graphmodel.session import Session
from graphmodel.stores import open_store
from graphmodel.stores.folder import FolderStore

if TYPE_CHECKING:
    from types import TracebackType

    from graphmodel.exporters.copy import Copied
    from graphmodel.importers.incoming import Incoming
    from graphmodel.importers.suggestion import Suggestion
    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Catalogue
    from graphmodel.operations.details.scenario_rows import ScenarioRow
    from graphmodel.operations.operation import Progress
    from graphmodel.planning.plan import Plan
    from graphmodel.stores.store import Store

Paths = str | Path | Sequence[str | Path]
"""One path, or several."""

Frames = Any
"""A data frame of pandas or polars, or several by name; neither is needed to use the rest."""

__all__ = ["Imported", "Options", "Workbench", "copy", "explain", "init", "suggest_mapping"]


class Workbench(ByHand, Asking):
    """An open catalogue: a folder of CSV files, an embedded file, one in Neo4j, or one in memory.

    Use it as a context manager, or call ``close``.
    """

    def __init__(self, store: Store | Catalogue, settings: Settings = DEFAULT) -> None:
        """A store, or a catalogue in memory (as ``Catalogue.from_networkx`` makes it), which can only be asked.

        ``settings`` hold for all that is asked of it.
        """
        from graphmodel.stores.memory import stored

        super().__init__(stored(store))
        self.settings = settings

    @classmethod
    def new(cls) -> Self:
        """An empty catalogue in memory, to be filled by hand, from files or from data frames; ``save`` keeps it."""
        from graphmodel.stores.scratch import ScratchStore

        return cls(ScratchStore())

    @classmethod
    def from_catalogue(cls, catalogue: Catalogue | str | Path) -> Self:
        """A copy in memory that can be changed: of a ``Catalogue``, or of one at a path or URL, with its history.

        Raises RejectedError, StoreError and UsageError where there is none that is whole.
        """
        from graphmodel.exporters.copy import to_store
        from graphmodel.stores.scratch import ScratchStore

        store = ScratchStore()
        with Workbench.open(catalogue) as start:
            to_store(start.store, store, force=False)
        return cls(store)

    @classmethod
    def from_dataframe(
        cls, frames: Frames, mapping: str | Path | None = None, options: Options | None = None
    ) -> Self:
        """A catalogue in memory with what ``import_dataframe`` makes of these frames.

        Its warnings are a Python warning (UserWarning), and each is in ``done.plan.problems`` of the workbench.
        """
        bench = cls.new()
        done = bench.import_dataframe(frames, mapping, options)
        if problems := done.plan.problems:
            said = [f"{problem.place} [{problem.code}] {problem.message}" for problem in problems]
            told = f"{count(len(said), 'warning')} ({cls.__name__}.done.plan.problems has all of it): "
            warnings.warn(told + listed(said, 3, "; "), stacklevel=2)
        return bench

    @classmethod
    def open(cls, url: str | Path | Catalogue, *, create: bool = False, settings: Settings = DEFAULT) -> Self:
        """Open a catalogue by path or URL, or one in memory.

        ``create`` makes an embedded file that does not exist yet. Raises StoreError where there is none, or it is not
        ours, busy or damaged.
        """
        return cls(open_store(str(url), create=create) if isinstance(url, str | Path) else url, settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def save(self, target: str | Path, *, force: bool = False) -> Copied:
        """Write the catalogue, with its history, to a catalogue file, a URL, or a folder of CSV files (``"out/"``).

        The workbench stays where it is. Raises UsageError where the target holds something (unless ``force``, which
        replaces all of it) or is this catalogue.
        """
        from graphmodel.exporters.copy import copied

        return copied(self.store, str(target), force=force)

    @property
    def remark(self) -> str:
        """What of a folder's files is not read as it stands there, in a sentence; empty for any other catalogue."""
        return self.store.remark if isinstance(self.store, FolderStore) else ""

    @property
    def index(self) -> Index:
        """The catalogue as integers (``graphmodel.index.index``)."""
        return self.store.index()

    def session(self, settings: Settings | None = None) -> Session:
        """The catalogue as it is now, pinned: every question asked of it has the same answer, whatever is imported.

        ``settings``: in place of those of the workbench.
        """
        return Session.of_store(self.store, settings or self.settings)

    def what_if(self, plan: Plan, settings: Settings | None = None) -> Session:
        """The catalogue as an import of this plan would make it, to be asked before the import.

        Raises RejectedError for a plan with contradictions, StoreError when the catalogue has moved on since.
        """
        return Session.of_plan(writable(self.store), plan, settings or self.settings)

    def catalogue(self, revision: int | None = None) -> Catalogue:
        """The merged records, now or as they were at a revision."""
        return self.store.catalogue(revision)

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, object] | None = None,
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
        from graphmodel.operations.query import query

        return query(self.store, cypher, parameters, seconds=seconds, title=title, keep=keep)

    def apply_schema(self) -> int:
        """Make the constraints and indexes of a catalogue in Neo4j that are missing; how many there are.

        Raises UsageError for another catalogue, StoreError for a database that holds a graph of somebody else's.
        """
        from graphmodel.operations.schema_apply import apply_schema

        return apply_schema(self.store)

    def plan(
        self,
        paths: Paths | Catalogue,
        options: Options | None = None,
        progress: Progress | None = None,
        *,
        preset: str | None = None,
    ) -> Plan:
        """What an import of these files, or of a catalogue in memory, would change; ``preset``: as in ``import_``.

        Its ``problems`` and ``rejected`` say what is wrong with them.
        Raises UsageError for files that cannot be read at all.
        """
        return planned(writable(self.store), _given(paths), _options(options, preset), progress)[0]

    def import_(
        self,
        paths: Paths | Catalogue,
        options: Options | None = None,
        progress: Progress | None = None,
        *,
        preset: str | None = None,
    ) -> Imported:
        """Make what these files say the next revision, all or nothing; the same content again makes none.

        ``preset``: the system whose export they are (``graphmodel mapping list``), in place of that of the options.

        A catalogue in memory is imported as files are, by default as the source that it came from, or ``catalogue``.

        Raises RejectedError when a file cannot be read, or rows are rejected and ``accept_partial`` is off; StoreError
        when the store is busy.
        """
        asked = _options(options, preset)
        self.done = imported(writable(self.store), _given(paths), asked, progress)
        return self.done

    def plan_dataframe(
        self, frames: Frames, mapping: str | Path | None = None, options: Options | None = None
    ) -> Plan:
        """What ``import_dataframe`` of these frames would change, and what is wrong with them."""
        read, asked = _frames(frames, mapping, options)
        return planned(writable(self.store), read, asked, None)[0]

    def import_dataframe(
        self, frames: Frames, mapping: str | Path | None = None, options: Options | None = None
    ) -> Imported:
        """Make what data frames of pandas or polars say the next revision, as ``import_`` does with files.

        ``frames``: for each the name of what it holds (``services``, ``dependencies`` …), and its columns are those of
        that CSV file; or the name of a file that the mapping is for; one frame alone is of services, or what the
        mapping says. None, NaN and NaT are empty cells. Places are rows, counted from 0. The source is by default
        ``frames``. Raises RejectedError as ``import_`` does; UsageError for what is no data frame, and values such as
        no cell holds.
        """
        read, asked = _frames(frames, mapping, options)
        self.done = imported(writable(self.store), read, asked, None)
        return self.done

    def history(self) -> Report:
        """Every revision, the latest first."""
        from graphmodel.operations.history import history

        return history(self.store)

    def undo(self) -> Revision:
        """Take back the latest revision not yet undone, by a new one, sources included.

        Raises UsageError when there is none.
        """
        return writable(self.store).undo()

    def diff(
        self,
        before: str | int,
        after: str | int | None = None,
        *,
        answers: bool = False,
        within: int = 60,
        **proposal: Any,
    ) -> Report:
        """What changed between two revisions of this catalogue (by number) or two catalogues (by path or URL).

        ``answers``: what that does to the answers, the worst first, and because of which changes, looked for ``within``
        so many seconds. ``proposal``: ``with_``, ``without``, ``at`` as ``Session.proposed`` takes them, of the later
        one, which may then be left out. Raises UsageError, StoreError and RejectedError.
        """
        from graphmodel.operations import diff
        from graphmodel.operations.operation import Access

        access = Access(lambda: self.store, settings=self.settings, proposal=proposal)
        then = None if after is None else str(after)
        question = diff.DiffQuestion(str(before), then, within=within)
        return diff.answers(access, question) if answers else diff.diff(access, question)

    def export(self, folder: str | Path, *, source: str | None = None, force: bool = False) -> list[Path]:
        """Write the catalogue, or what one source gives of it, as a folder of CSV files that imports back; the files.

        A path that ends in ``.xlsx`` is a workbook in place of the folder. Raises UsageError for an unknown source, a
        folder that is read, or something that exists (unless ``force``), and for what a workbook cannot hold;
        RejectedError where the records cannot be written so that they come back.
        """
        from graphmodel.model import outputs
        from graphmodel.operations.export import folder as written
        from graphmodel.operations.export import graph

        if Path(folder).suffix.casefold() == ".xlsx":
            with outputs.writing(Path(folder), force=force) as out:
                out.write(graph(self.store, "xlsx", source=source))
            return [Path(folder)]
        return written(self.store, Path(folder), source=source, force=force)

    def graph(self, format: str, *, source: str | None = None) -> bytes:
        """The catalogue, or what one source gives of it, as one file: ``graphml``, ``json`` (node-link) or ``xlsx``.

        Raises UsageError for an unknown format or source, and for a character that the format cannot hold.
        """
        from graphmodel.operations.export import graph

        return graph(self.store, format, source=source)

    def scenarios(self, file: str | Path) -> Report[ScenarioRow]:
        """What becomes of the products in each scenario of a TOML file, and whether it is what is expected.

        Raises UsageError for a file that is not understood and for what it names that is not there.
        """
        from graphmodel.operations.scenarios import scenarios

        return scenarios(self.session(), Path(file))

    def doctor(self, *, repair: bool = False) -> Report:
        """Is the store whole? One row per check; ``repair`` rebuilds what is derived."""
        from graphmodel.operations.doctor import doctor

        return doctor(self.store, repair=repair)


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
    from graphmodel.operations.init import InitQuestion
    from graphmodel.operations.init import init as written

    return written(InitQuestion(Path(directory), example, force))


def suggest_mapping(paths: Paths, *, preset: str | None = None) -> Suggestion:
    """A mapping for foreign files, from their columns and first rows; of a known system, that of its preset.

    ``preset="none"``: by columns and rows only. Raises UsageError for unreadable files and an unknown preset.
    """
    from graphmodel.importers.suggestion import suggest

    return suggest([Path(path) for path in _each(paths)], preset)


def explain(code: str) -> str:
    """What the code of a finding or of a problem means and what to do. Raises UsageError for an unknown one."""
    from graphmodel.rules.explain import explain as explained

    return explained(code)


def _options(options: Options | None, preset: str | None) -> Options:
    given = checked(options or Options())
    return replace(given, preset=preset) if preset else given


def _given(paths: Paths | Catalogue) -> Sequence[str | Path] | Catalogue:
    from graphmodel.model.catalogue import Catalogue

    return paths if isinstance(paths, Catalogue) else _each(paths)


def _frames(frames: Frames, mapping: str | Path | None, options: Options | None) -> tuple[Incoming, Options]:
    """What is in data frames, and how it is asked for."""
    from graphmodel.importers.frames import read_frames

    asked = _options(options, None)
    if asked.accept_partial:
        raise UsageError("rows of a data frame are not written to a file", "fix the rows in the data frame")
    named = frames if isinstance(frames, Mapping) else {"services": frames}
    return read_frames(named, mapping or asked.mapping), asked


def _each(paths: Paths) -> Sequence[str | Path]:
    """The paths. Raises UsageError for what is none."""
    found: object = [paths] if isinstance(paths, str | Path) else paths
    if not isinstance(found, Sequence) or any(not isinstance(path, str | Path) for path in found):
        raise UsageError(f"{paths!r} cannot be read", "name a path, or a list of paths")
    return found
