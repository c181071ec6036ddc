"""Data frames of pandas and polars as sheets: what a CSV file of the same columns would give.

Neither is imported here: a frame is what has columns of values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from graphmodel.importers import folder
from graphmodel.importers.as_text import as_text
from graphmodel.importers.filling import Filling
from graphmodel.importers.importer import CHUNK, Batch, File, Importer, Sheet
from graphmodel.importers.incoming import Incoming
from graphmodel.importers.mapped import mapped_input
from graphmodel.importers.mapping.parsing import load
from graphmodel.importers.names import patterns
from graphmodel.importers.reading import read_files
from graphmodel.importers.tables.found import Found
from graphmodel.importers.tables.sheet import Input
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import FILES, KINDS
from graphmodel.model.suggest import did_you_mean

ROW: Final = "row {}"
"""The place of a record in a frame, counted from 0 as ``iloc`` and ``row()`` count."""


def read_frames(frames: Mapping[str, Any], mapping: str | Path | None = None) -> Incoming:
    """The records of these frames, by the name of what each holds (``services``, ``dependency``).

    With a mapping the names are those of files that it is for; a single frame is for its only ``[[file]]``, whatever it
    is called. Raises UsageError for a name, a frame or a value that cannot be.
    """
    if not frames:
        raise UsageError("no data frames to read", f"name one for each kind of record: {', '.join(FILES)}")
    found = Found()
    document = load(Path(mapping)) if mapping else None
    inputs = []
    for name, frame in frames.items():
        columns = _columns(name, frame)
        if not document:
            stem = _stem(name)
            importer = _importer(stem, columns)
            known = FILES[stem].known
            inputs.append(Input(File(Path(stem), str(name), known=known), importer, folder.bound))
            continue
        one = len(frames) == len(document.files) == 1
        path = Path(document.files[0].name if one else name)
        inputs.append(mapped_input(path, str(name), _importer("", columns), None, document))
    order = {stem: at for at, stem in enumerate(FILES)}
    inputs.sort(key=lambda given: order.get(given.file.path.name, 0))
    source = (document.source if document else "") or "frames"
    return read_files(inputs, source, "", found, None)


def _stem(name: str) -> str:
    """What a frame holds: the name of a catalogue's file, or of a kind. Raises UsageError for another."""
    stem = str(name).casefold()
    if stem == "product":
        return "products"
    if stem in KINDS:
        return KINDS[stem].files[-1]
    if stem not in FILES:
        hint = did_you_mean(stem, FILES, f"name it {', '.join(FILES)}, or give a mapping")
        raise UsageError(f"{name!r} does not say what the data frame holds", hint)
    return stem


def _columns(name: str, frame: Any) -> dict[int, tuple[str, list[str]]]:
    """Position → name and cells of each column; an index that has names is columns, too."""
    if not hasattr(frame, "columns"):
        raise UsageError(
            f"{name} is no data frame: it is a {type(frame).__name__}", "give one of pandas or polars"
        )
    if hasattr(frame, "iloc"):
        if any(level is not None for level in frame.index.names):
            frame = frame.reset_index()
        values = [frame.iloc[:, at].tolist() for at in range(len(frame.columns))]
    else:
        values = [frame[column].to_list() for column in frame.columns]
    found = {}
    for at, (column, cells) in enumerate(zip(frame.columns, values, strict=True)):
        try:
            found[at] = str(column), [as_text(value) for value in cells]
        except UsageError as error:
            raise UsageError(f"{name}, column {column!r}: {error.message}", error.hint) from None
    return found


def _importer(sheet: str, columns: dict[int, tuple[str, list[str]]]) -> Importer:
    return Importer("data frame", "a data frame", lambda *_: False, partial(_read, sheet, columns), _rewrite)


def _read(sheet: str, columns: dict[int, tuple[str, list[str]]], file: File) -> Iterator[Sheet]:
    header = tuple(name for name, _ in columns.values())

    def place(record: int, at: int) -> str:
        return f"{ROW.format(record - 1)}, {header[at]}"

    cells = [values for _, values in columns.values()]
    yield Sheet(header, _batches(_filled(cells, header, file), file), sheet, path=ROW, first=0, cell=place)


def _filled(columns: list[list[str]], header: tuple[str, ...], file: File) -> list[list[str]]:
    filling = Filling.of(file, header)
    if not filling:
        return columns
    rows = [list(row) for row in zip(*columns, strict=True)]
    for row in rows:
        filling.fill(row)
    return [list(column) for column in zip(*rows, strict=True)] or columns


def _batches(columns: list[list[str]], file: File) -> Iterator[Batch]:
    """The rows that say something, with the numbers of those that hold nothing or are skipped."""
    rows, skips = len(columns[0]) if columns else 0, patterns(file.skip)
    for start in range(0, rows, CHUNK):
        part = [column[start : start + CHUNK] for column in columns]
        lines, blank, skipped = [], [], 0
        for at, row in enumerate(zip(*part, strict=True)):
            first = next((cell for cell in row if cell and not cell.isspace()), "")
            if not first:
                blank.append(start + at + 1)
            elif skips and skips(first):
                skipped += 1
            else:
                lines.append(start + at + 1)
        if len(lines) < len(part[0]):
            part = [[column[line - start - 1] for line in lines] for column in part]
        yield Batch(part, lines, (), min(1.0, (start + CHUNK) / rows), blank, skipped)


def _rewrite(*_: object) -> None:
    raise UsageError("rows of a data frame are not written to a file", "fix the rows in the data frame")
