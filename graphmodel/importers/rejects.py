"""Rejected rows, written as files that can be mended and imported again."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from graphmodel.importers.incoming import Incoming, SourceFile
from graphmodel.importers.reading.header import folded
from graphmodel.importers.reading.records import cells, windows
from graphmodel.importers.reading.sheet import IGNORED, hurried
from graphmodel.importers.reading.text import Text, load
from graphmodel.model.errors import UsageError


def write_rejects(incoming: Incoming, target: Path, *, force: bool = False) -> list[Path]:
    """Write the rejected rows into the folder ``target``, a file for each file they stand in, and return these.

    A file has the name, delimiter, encoding and columns of the original, with ``rejected_because`` before them; a row
    has its cells as they were. So the folder is imported as the original was, with the same mapping. Raises UsageError
    where a file exists and ``force`` is off, or where the original is no longer to be read.
    """
    whys: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for rejected in incoming.rejected:
        if rejected.because not in whys[rejected.file][rejected.line]:
            whys[rejected.file][rejected.line].append(rejected.because)
    written = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name in sorted(whys.keys() & incoming.files.keys()):
            path = target / name.replace("/", "_")
            _write(path, name, incoming.files[name], whys[name], "w" if force else "x")
            written.append(path)
    except FileExistsError as error:
        raise UsageError(
            f"{error.filename} exists already", "remove it, or name another folder for the rejected rows"
        ) from None
    except OSError as error:
        raise UsageError(
            f"{error.filename}: {error.strerror}", "name another folder for the rejected rows"
        ) from None
    return written


def _write(path: Path, name: str, file: SourceFile, whys: dict[int, list[str]], mode: str) -> None:
    loaded = load(file.path, name, file.encoding)
    if not isinstance(loaded, Text):
        raise UsageError(f"{file.path} has changed while it was read: {loaded.message}", "import it again")
    with path.open(mode, encoding=file.encoding, newline="") as out:
        # Only characters of the line's end make this writer quote a line break inside a cell.
        writer = csv.writer(out, delimiter=file.delimiter, lineterminator="\r\n")
        at = next((i for i, cell in enumerate(file.header) if folded(cell) == IGNORED), len(file.header))
        writer.writerow([IGNORED, *file.header[:at], *file.header[at + 1 :]])
        for line, row in sorted(_rows(loaded.lines, file, whys)):
            writer.writerow(["; ".join(whys[line]), *row[:at], *row[at + (at < len(file.header)) :]])


def _rows(lines: list[str], file: SourceFile, wanted: dict[int, list[str]]) -> list[tuple[int, list[str]]]:
    """(line, cells) of the wanted rows; one that cannot be read is cut at the delimiters of its first line."""
    found = []
    with hurried():
        for window in windows(lines, file.delimiter, 0):
            found += [(n, row) for n, row in zip(window.lines, window.rows, strict=True) if n in wanted]
            if window.broken and window.broken.line in wanted:
                line = window.broken.line
                found.append(
                    (line, [cell + (rest or "") for cell, rest in cells(lines[line - 1], file.delimiter)])
                )
    return found
