"""Rejected rows, written as files that can be corrected and imported again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from graphmodel.importers.importer import IGNORED, File, Importer
from graphmodel.importers.incoming import Incoming
from graphmodel.importers.names import folded
from graphmodel.importers.rejected import Reasons, Rejected
from graphmodel.model import outputs
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import RELATIONSHIPS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

ELSEWHERE: Final = "remove it, or name another folder for the rejected rows (--rejects)"
UNIVERSAL: Final = "utf-8-sig"
"""The encoding of all files where one of them cannot hold the reasons in its own. Spreadsheets know it by its mark."""

NEEDED: Final = "nothing is wrong with this row: a rejected one names it"


@dataclass
class RejectFiles:
    """The rejected rows in files, still in a folder beside ``target``."""

    target: Path
    part: Path
    names: tuple[str, ...]
    recoded: bool
    """The files are UTF-8, since the encoding of one of them cannot hold the reasons."""
    placed: bool = field(default=False, init=False)

    def place(self) -> None:
        """Let the folder take its place, if it has not yet. Raises UsageError where something is there."""
        if not self.placed:
            outputs.move(self.part, self.target)
            self.placed = True


@contextmanager
def rejects(incoming: Incoming, target: Path) -> Iterator[RejectFiles]:
    """The rejected rows, written beside ``target``: ``place`` gives them their place, and a failure takes them away.

    There is a file for each file they are in. It has the name, delimiter, encoding and columns of the original, with
    ``rejected_because`` before them; a row has its cells as they were. So the folder is imported as the original was,
    with the same mapping; rows of services that nobody has to define are there where a rejected row names one. Where an
    encoding cannot hold the reasons, all files are UTF-8. Raises UsageError where something is there, or where the
    original is no longer to be read.
    """
    outputs.check_folder(target, ELSEWHERE)
    told = incoming.rejected.copy()
    for name in sorted(_needed(incoming)):
        shared, line = incoming.placeholders[name]
        told.append(Rejected("service", (), shared, line, 0, NEEDED))
    files = _files(incoming, told.reasons())
    with outputs.folder(target) as part:
        try:
            recoded = _write_all(part, files)
        except OSError as error:
            raise UsageError(f"{error.filename or target}: {error.strerror}", ELSEWHERE) from None
        made = RejectFiles(target, part, tuple(files), recoded)
        try:
            yield made
        except BaseException:
            if made.placed:
                target.rename(part)  # which is removed
            raise


def write_rejects(incoming: Incoming, target: Path) -> list[Path]:
    """Write the rejected rows into the new folder ``target``; the files. Raises UsageError as ``rejects`` does."""
    with rejects(incoming, target) as made:
        made.place()
    return [target / name for name in made.names]


def rejects_among(incoming: Incoming) -> frozenset[str]:
    """The sheets of rejected rows that ``rejects`` has written (``Table.files``): they hold all of their groups."""
    return frozenset(
        shared
        for shared, sheet in incoming.sheets.items()
        if any(folded(cell) == IGNORED for cell in sheet.header)
    )


def _needed(incoming: Incoming) -> set[str]:
    """The services that rejected rows name and that nobody has to define."""
    there = incoming.placeholders
    ends = {name: _ends(kind) for name, kind in RELATIONSHIPS.items()}
    return {
        end
        for kind, key in (incoming.rejected.keyed() if there else ())
        for at, end in enumerate(key)
        if end in there and at in ends.get(kind, ())
    }


def _ends(kind: Kind) -> set[int]:
    """The positions in a record's identity at which there are services."""
    return {kind.key.index(field.name) for field in kind.service_fields if field.name in kind.key}


class _Rewritten(NamedTuple):
    """One file to be written."""

    file: File
    importer: Importer
    chosen: dict[str, Callable[[int], str]]
    """As ``Importer.rewrite`` takes it."""


def _files(incoming: Incoming, reasons: Mapping[str, Reasons]) -> dict[str, _Rewritten]:
    """What is written, by its place in the folder: that is the file's own name, by which a mapping knows it."""
    by_name: dict[str, _Rewritten] = {}
    for shared in sorted(reasons.keys() & incoming.sheets.keys()):
        sheet = incoming.sheets[shared]
        made = by_name.setdefault(sheet.file.name, _Rewritten(sheet.file, sheet.importer, {}))
        made.chosen[sheet.name] = reasons[shared].at
    return {
        f"{n}/{Path(name).name}" if "/" in name else name: made
        for n, (name, made) in enumerate(sorted(by_name.items()), 1)
    }


def _write_all(part: Path, files: Mapping[str, _Rewritten]) -> bool:
    """Write every file; whether all had to be UTF-8."""
    for place in files:
        (part / place).parent.mkdir(exist_ok=True)
    try:
        _write(part, files, None)
    except UnicodeError:
        _write(part, files, UNIVERSAL)
        return True
    return False


def _write(part: Path, files: Mapping[str, _Rewritten], encoding: str | None) -> None:
    for place, (file, importer, chosen) in files.items():
        importer.rewrite(file, chosen, part / place, encoding)
