"""Rejected rows, written as files that can be corrected and imported again."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphmodel.importers.incoming import Incoming, Reasons, Rejected, SourceFile
from graphmodel.importers.reading.header import folded
from graphmodel.importers.reading.records import cells, windows
from graphmodel.importers.reading.sheet import IGNORED, hurried
from graphmodel.importers.reading.text import Text, load
from graphmodel.model import outputs
from graphmodel.model.errors import UsageError

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
        file, line = incoming.placeholders[name]
        told.append(Rejected("service", (), file, line, 0, NEEDED))
    reasons = told.reasons()
    files = {name: incoming.files[name] for name in sorted(reasons.keys() & incoming.files.keys())}
    with outputs.folder(target) as part:
        try:
            recoded = _write_all(part, files, reasons)
        except OSError as error:
            raise UsageError(f"{error.filename or target}: {error.strerror}", ELSEWHERE) from None
        made = RejectFiles(target, part, tuple(_places(files).values()), recoded)
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
    """The files that hold rejected rows, as ``rejects`` has written them: with every row of their groups."""
    return frozenset(
        name for name, file in incoming.files.items() if any(folded(cell) == IGNORED for cell in file.header)
    )


def _needed(incoming: Incoming) -> set[str]:
    """The services that rejected rows name and that nobody has to define."""
    there = incoming.placeholders
    return {
        end
        for kind, key in (incoming.rejected.keyed() if there else ())
        if kind in ("dependency", "responsibility")
        for end in key[:2]
        if end in there
    }


def _places(files: Sequence[str] | dict[str, SourceFile]) -> dict[str, str]:
    """Where in the folder each file stands: under its own name, by which a mapping knows it."""
    return {name: f"{n}/{Path(name).name}" if "/" in name else name for n, name in enumerate(files, 1)}


def _write_all(part: Path, files: dict[str, SourceFile], reasons: Mapping[str, Reasons]) -> bool:
    """Write every file; whether all had to be UTF-8."""
    places = _places(files)
    for place in places.values():
        (part / place).parent.mkdir(exist_ok=True)
    try:
        for name, file in files.items():
            _write(part / places[name], name, file, reasons[name], file.encoding)
    except UnicodeError:
        for name, file in files.items():
            _write(part / places[name], name, file, reasons[name], UNIVERSAL)
        return True
    return False


def _write(path: Path, name: str, file: SourceFile, reasons: Reasons, encoding: str) -> None:
    loaded = load(file.path, name, file.encoding)
    if not isinstance(loaded, Text):
        raise UsageError(f"{file.path} has changed while it was read: {loaded.message}", "import it again")
    unspeakable = "backslashreplace" if encoding == UNIVERSAL else "strict"
    with path.open("w", encoding=encoding, errors=unspeakable, newline="") as out:
        # Only characters of the line's end make this writer quote a line break inside a cell.
        writer = csv.writer(out, delimiter=file.delimiter, lineterminator="\r\n")
        at = next((i for i, cell in enumerate(file.header) if folded(cell) == IGNORED), len(file.header))
        writer.writerow([IGNORED, *file.header[:at], *file.header[at + 1 :]])
        for why, row in _rows(loaded.lines, file, reasons):
            writer.writerow(["; ".join(why), *row[:at], *row[at + (at < len(file.header)) :]])


def _rows(lines: Sequence[str], file: SourceFile, reasons: Reasons) -> Iterator[tuple[list[str], list[str]]]:
    """(reasons, cells) of the rejected rows; one that cannot be read is cut at the delimiters of its first line."""
    with hurried():
        for window in windows(lines, file.delimiter, 0):
            for n, row in zip(window.lines, window.rows, strict=True):
                if why := reasons.at(n):
                    yield why, row
            if window.broken and (why := reasons.at(window.broken.line)):
                line = lines[window.broken.line - 1]
                yield why, [cell + (rest or "") for cell, rest in cells(line, file.delimiter)]
