"""A folder of CSV files that imports back to the same catalogue."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphmodel.exporters.tables import columns, headers, read_back, tables
from graphmodel.model import outputs
from graphmodel.model.errors import UsageError
from graphmodel.model.fractions import signed
from graphmodel.model.metamodel import FILES
from graphmodel.model.pause import collector_paused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graphmodel.model.catalogue import Catalogue
    from graphmodel.model.table import Table

_QUOTED: Final = re.compile('[",\r\n]')


def write_folder(read: Callable[[], Catalogue], target: Path, *, force: bool = False) -> list[Path]:
    """Write the records as CSV files of a catalogue folder; the files written, in the order of the metamodel.

    Values are verbatim. Services that are only named are marked as placeholders; categories and roles that are only
    named come into being again by being named. The files are read back before they take their places. ``read`` gives
    the catalogue, once the folder is found fit.

    Raises UsageError where the folder holds something (unless ``force``, which replaces the catalogue files in it and
    removes those that have no records) or cannot be written; RejectedError or UsageError where the records cannot be
    written so that they come back.
    """
    _check(target, force=force)
    try:
        catalogue = read()
        with outputs.folder(target / "x" if target.is_dir() else target) as part:
            with collector_paused():
                names = _write(catalogue, part)
                read_back(catalogue, part)
            _put(part, target, names)
    except OSError as error:
        raise UsageError(f"cannot write {error.filename or target}: {error.strerror}") from error
    return [target / name for name in names]


def _check(target: Path, *, force: bool) -> None:
    if not force or not target.is_dir() or target.is_symlink():
        outputs.check_folder(target, "name another folder; --force replaces its catalogue files")
        return
    for file in _catalogue_files(target):
        outputs.check(file, force=True)


def _catalogue_files(folder: Path) -> list[Path]:
    """What has the name of a file of a catalogue there, whatever it is."""
    names = {f"{stem}.csv" for stem in FILES}
    return [file for file in folder.iterdir() if file.name.casefold() in names]


def _write(catalogue: Catalogue, folder: Path) -> list[str]:
    written = tables(catalogue)
    for stem, table in written.items():
        with (folder / f"{stem}.csv").open("w", encoding="utf-8", newline="") as out:
            out.writelines(_lines(table))
    return [f"{stem}.csv" for stem in written]


def _lines(table: Table) -> Iterator[str]:
    """The header and the records, known columns first. Python's own writer leaves a lone CR unquoted before 3.13."""
    names = columns(table)
    yield _line(map(_quoted, headers(table)))
    yield from map(_line, zip(*(_cells(_texts(table, name)) for name in names), strict=True))


def _texts(table: Table, name: str) -> list[str]:
    field, texts = table.kind.field(name), table.texts(name)
    return list(map(signed, texts)) if field and field.type == "percent" else texts


def _cells(column: list[str]) -> list[str]:
    return list(map(_quoted, column)) if _QUOTED.search("".join(column)) else column


def _line(cells: Iterator[str] | tuple[str, ...]) -> str:
    return ",".join(cells) + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _put(part: Path, target: Path, names: list[str]) -> None:
    """Let the files take their places: all at once in a new folder, one by one where there is one."""
    if not target.is_dir():
        outputs.move(part, target)
        return
    for name in names:
        (part / name).replace(target / name)
    for file in _catalogue_files(target):
        if file.name not in names:
            file.unlink()
