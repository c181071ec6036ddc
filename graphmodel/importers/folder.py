"""A catalogue folder: CSV files whose names say what they hold and whose columns are the model's own."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Final

from graphmodel.importers.incoming import Importer, Incoming, Request
from graphmodel.importers.mapping.synonyms import synonym
from graphmodel.importers.reading.columns import Shape, SourceColumn
from graphmodel.importers.reading.dialect import Header
from graphmodel.importers.reading.found import Found
from graphmodel.importers.reading.header import folded, near
from graphmodel.importers.reading.sheet import IGNORED, Sheet
from graphmodel.importers.reading.sheets import read_sheets
from graphmodel.importers.reading.text import check_encoding, obstacle
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import FILES, Kind
from graphmodel.model.problems import Problem

NAMES: Final = ", ".join(f"{stem}.csv" for stem in FILES)


def sniff(request: Request) -> bool:
    """One folder that holds a file of a catalogue, and no mapping."""
    if request.mapping is not None or len(request.paths) != 1 or not request.paths[0].is_dir():
        return False
    return any(file.stem.casefold() in FILES for file in _files(request.paths[0]))


def read(request: Request) -> Incoming:
    """Every known file of the folder. Raises UsageError where it is no catalogue folder."""
    check_encoding(request.encoding)
    path, found = _folder(request.paths), Found()
    sheets = []
    for file in _files(path):
        stem = file.stem.casefold()
        why = obstacle(file)
        if why and stem in FILES:
            found.blocked(file.name, why)
        elif why:
            continue
        elif stem in FILES:
            kind = FILES[stem]
            bind = partial(bound, kind, stem.removesuffix("s") if kind.name == "service" else "", file.name)
            sheets.append(Sheet(file, file.name, bind, set(kind.names), request.encoding))
        else:
            meant = get_close_matches(stem, FILES, 1, 0.75)
            hint = f"did you mean {meant[0]}.csv?" if meant else f"the files of a catalogue are {NAMES}"
            found.problems.append(Problem("W103", "warning", file.name, 0, "the file is not read", hint=hint))
    if not sheets and not found.unreadable:
        raise UsageError(f"{path} is no catalogue folder: it has none of {NAMES}", _hint(path))
    sheets.sort(key=lambda sheet: list(FILES).index(sheet.path.stem.casefold()))
    return read_sheets(sheets, path.resolve().name, found, request.progress)


def _folder(paths: Sequence[Path]) -> Path:
    if len(paths) != 1 or paths[0].is_file():
        raise UsageError(
            f"{paths[0] if paths else 'nothing'} is not a catalogue folder",
            "give one folder, or files and a mapping (graphmodel mapping suggest FILE… writes one)",
        )
    if not paths[0].exists():
        raise UsageError(f"there is no folder {paths[0]}", "check the path")
    return paths[0]


def _files(path: Path) -> list[Path]:
    try:
        return sorted(f for f in path.iterdir() if f.suffix.casefold() == ".csv")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the path and who may read it") from None


def _hint(path: Path) -> str:
    if any(f.suffix.casefold() == ".csv" for f in path.iterdir()):
        return "foreign files need a mapping: graphmodel mapping suggest FILE… proposes one"
    return "graphmodel init DIR writes a folder to start from"


def bound(kind: Kind, said: str, file: str, header: Header, found: Found) -> Sequence[Shape]:
    """What a file of this kind holds by its header; ``said``: service or product, as the file's name has it."""
    columns: list[SourceColumn] = []
    known = {folded(name): at for at, name in enumerate(header.cells)}
    missing = [f.name for f in kind.fields if f.required and f.name not in known]
    for at, name in enumerate(header.cells):
        field = kind.field(folded(name))
        if field and field.name == "kind":
            columns.append(SourceColumn("kind", at, name.strip(), "kind", default=said, only=said))
        elif field:
            columns.append(SourceColumn(field.name, at, name.strip(), field.type, field.required))
        elif name.strip() and folded(name) != IGNORED:
            columns.append(SourceColumn(name.strip(), at, name.strip()))
            meant = near(name, (f for f in kind.names if f not in known))
            if meant and meant not in missing:
                found.problems.append(
                    Problem(
                        "W102", "warning", file, header.line, "is no known column and kept as a free attribute",
                        name.strip(), value=name.strip(), hint=f"did you mean {meant!r}?",
                    )
                )  # fmt: skip
    for name in missing:
        found.problems.append(_missing(name, kind, header, file))
    if said and "kind" not in known:
        columns.append(SourceColumn("kind", default=said, type="kind"))
    return () if missing else (Shape(kind, tuple(columns)),)


def _missing(name: str, kind: Kind, header: Header, file: str) -> Problem:
    others = [h.strip() for h in header.cells if folded(h) not in kind.names]
    meant = next((h for h in others if near(h, [name]) or synonym(h) == name), "")
    hint = (
        f"did you mean it by {meant!r}?"
        if meant
        else f"the file has {', '.join(map(str.strip, header.cells[:20]))}"
    )
    return Problem("E111", "error", file, header.line, f"the column {name!r} is missing", name, hint=hint)


IMPORTER: Final = Importer("folder", "a folder of CSV files in the catalogue's own columns", sniff, read)
