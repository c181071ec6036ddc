"""A folder of CSV files as a store that is only read."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphmodel.index import build
from graphmodel.model.catalogue import merge
from graphmodel.model.errors import RejectedError, UsageError
from graphmodel.model.pause import collector_paused
from graphmodel.model.revision import Revision
from graphmodel.model.words import count
from graphmodel.stores.store import Opener

if TYPE_CHECKING:
    from collections.abc import Mapping
    from tarfile import TarFile

    from graphmodel.importers import Incoming
    from graphmodel.index.index import Index
    from graphmodel.model.catalogue import Catalogue, Tables
    from graphmodel.model.problems import Problem


_COME_INTO_BEING: Final = ("W303", "W304")
"""Categories and roles that are only named: nothing of what the files say is changed."""


class FolderStore:
    """A catalogue folder, read when first asked for and then kept."""

    def __init__(self, url: str, *, create: bool = False) -> None:
        if create:
            raise UsageError(
                f"{url} is a folder of CSV files, which graphmodel only reads",
                "import it into a catalogue file: graphmodel -c catalogue.db import FOLDER",
            )
        self.url = url

    @staticmethod
    def claims(url: str) -> bool:
        """A directory."""
        return Path(url).is_dir()

    def close(self) -> None:
        """Nothing is held open."""

    def revision(self) -> Revision:
        """Number 0: a folder has no history."""
        return Revision(0, "", "", self._incoming.source, root=self.url)

    def history(self) -> list[Revision]:
        """The one revision that a folder has."""
        return [self.revision()]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files: errors, because of which nothing is answered, and warnings."""
        return self._incoming.problems

    @property
    def remark(self) -> str:
        """What of the files is not read as it stands there, in a sentence; empty where nothing is."""
        said = [p for p in self.problems if p.severity == "warning" and p.code not in _COME_INTO_BEING]
        if not said:
            return ""
        first, more = said[0], sum(problem.count for problem in said) - 1
        rest = f" ({count(more, 'more warning')}: a plan of this folder lists all)" if more else ""
        return f"{first.place} [{first.code}] {first.message}{rest}"

    def held(self) -> Mapping[str, Tables]:
        """The one source that a folder is, by its base name. Raises RejectedError when rows are rejected."""
        errors = [problem.count for problem in self.problems if problem.severity == "error"]
        if errors:
            raise RejectedError(
                f"{self.url} has {count(sum(errors), 'error')}; nothing is answered from the rest of it",
                self.problems,
                "fix the files",
            )
        return {self._incoming.source: self._incoming.tables}

    def catalogue(self, revision: int | None = None) -> Catalogue:
        """The records of the files. Raises RejectedError when rows are rejected, UsageError for a revision but 0."""
        if revision:
            raise UsageError(f"there is no revision {revision}: a folder of CSV files has no history")
        return self._catalogue

    def index(self) -> Index:
        """The index of the files. Raises RejectedError when rows are rejected."""
        return build.index(self._catalogue, self.revision())

    def committed(self, name: str) -> Catalogue:
        """The catalogue that the folder held at a commit of the Git repository it is in (``HEAD``, ``main``, …).

        Raises UsageError where there is no such commit, repository or Git, RejectedError for rows that were rejected.
        """
        from io import BytesIO
        from tarfile import open as open_archive
        from tempfile import TemporaryDirectory

        archive = _git(self.url, "archive", "--format=tar", name)
        with TemporaryDirectory() as made:
            folder = Path(made, Path(self.url).resolve().name or "catalogue")
            folder.mkdir()
            with open_archive(fileobj=BytesIO(archive)) as files:
                _unpack(files, folder)
            return FolderStore(str(folder)).catalogue()

    @cached_property
    def _incoming(self) -> Incoming:
        from graphmodel import importers

        with collector_paused():
            read = importers.read([Path(self.url)])
            return importers.resolve(read, {}, read.allowed_missing, create_missing=False)

    @cached_property
    def _catalogue(self) -> Catalogue:
        with collector_paused():
            return merge(self.held())


def _unpack(files: TarFile, folder: Path) -> None:
    """Write the files of an archive below a folder; what is a link to one of them is a file like it.

    ``TarFile.extractall`` has no filter before Python 3.11.4. Raises UsageError for what leads out of the folder.
    """
    for member in files:
        target = Path(folder, member.name)
        if member.isdir():
            continue
        try:
            content = files.extractfile(member)
        except KeyError:
            content = None
        if content is None or not target.resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                f"{member.name} was no file of the folder at that commit", "--baseline FILE needs no Git"
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.read())


def _git(folder: str, *arguments: str) -> bytes:
    """What Git prints in that folder. Raises UsageError where it cannot."""
    import subprocess

    name = arguments[-1]
    if name.startswith("-"):
        raise UsageError(f"{name!r} is no commit", "name a commit, a branch or a tag")
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except OSError:
        raise UsageError("Git is not installed, which knows the past of a folder", "install git") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        raise UsageError(
            f"Git does not know {folder} as it was at {name!r}: {said[-1].removeprefix('fatal: ')}",
            "name a commit, a branch or a tag in which the folder is; --baseline FILE needs no Git",
        )
    return done.stdout


OPENER: Final = Opener("folder", FolderStore.claims, lambda url, create: FolderStore(url, create=create))
