"""A catalogue folder: sheets whose names say what they hold and whose columns are the model's own."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from graphmodel.importers.choosing import IMPORTERS, importer_of
from graphmodel.importers.delimited.text import check_encoding, obstacle
from graphmodel.importers.importer import IGNORED, File, Importer
from graphmodel.importers.incoming import Incoming, Request
from graphmodel.importers.mapping.headers import Name
from graphmodel.importers.mapping.synonyms import SURE, is_known, means, ours, says
from graphmodel.importers.mapping.translations import may_be, translated
from graphmodel.importers.names import folded, near, rooted, storable
from graphmodel.importers.no_table import no_table
from graphmodel.importers.own import FREE, bare, holds_own, known_as, lacking, read_as, read_as_all, words_of
from graphmodel.importers.reading import read_files
from graphmodel.importers.tables import steps
from graphmodel.importers.tables.columns import Shape, SourceColumn
from graphmodel.importers.tables.found import Found
from graphmodel.importers.tables.header import Heading, check
from graphmodel.importers.tables.sheet import Binding, Input
from graphmodel.model.errors import UnmappedError, UsageError
from graphmodel.model.metamodel import FILES, PROPOSED, RESPONSIBILITY, SERVICE, Kind
from graphmodel.model.problems import Problem
from graphmodel.model.suggest import closest
from graphmodel.model.words import SHOWN, count, listed

NAMES: Final = ", ".join(f"{stem}.csv" for stem in FILES)

RESPONSIBLE: Final = {
    "owner": "A", "service_owner": "A", "product_owner": "A", "accountable": "A",
    "responsible": "R", "consulted": "C", "informed": "I",
}  # fmt: skip
"""Columns of services that say who is responsible → the letter that they mean."""

LETTERS: Final = {"A": "accountable", "R": "responsible", "C": "consulted", "I": "informed"}

_SPOKEN: Final = ("lifecycle", "strength")
"""Fields of which a word that is no value of them may mean one."""


def read(request: Request) -> Incoming:
    """Every known file of one folder, or files of formats whose sheets are named as those of a folder.

    Raises UsageError where there is no catalogue.
    """
    check_encoding(request.encoding)
    found = Found()
    root, names = rooted(request.paths)
    if inputs := _documents(request, names):
        path, source = request.paths[0], request.paths[0].stem
    else:
        path = _folder(request.paths)
        inputs, source, root = _inputs(path, request.encoding, found), path.resolve().name, storable(path)
    incoming = read_files(inputs, source, root, found, request.progress)
    if not incoming.sheets and not incoming.unreadable:
        if path.is_dir():
            raise _unmapped(f"{path} is no catalogue folder: it has none of {NAMES}", request.paths)
        raise _unmapped(f"{path} is no catalogue: it has no sheet {', '.join(FILES)}", request.paths)
    return incoming


def _documents(request: Request, names: Sequence[str]) -> list[Input]:
    """Files that are whole catalogues; none where one of the paths is no such file."""
    inputs = []
    for path, name in zip(request.paths, names, strict=True):
        importer = importer_of(path) if path.is_file() else None
        if importer is None or importer is IMPORTERS["csv"]:
            return []
        inputs.append(_input(path, name, importer, request.encoding))
    return inputs


def _folder(paths: Sequence[Path]) -> Path:
    if not paths:
        raise UsageError("there is nothing to read", "name one folder, or files and a mapping")
    for path in paths:
        if not path.exists():
            raise UsageError(f"there is no file or folder {path}", "check the path")
    if len(paths) == 1 and not paths[0].is_file():
        return paths[0]
    if all(path.is_dir() for path in paths):
        raise UsageError(f"{listed(list(map(str, paths)))} are several folders", "import one after the other")
    known = [path for path in paths if path.suffix.casefold() == ".csv" and holds_own(path)]
    if known:
        hint = f"a catalogue is read whole: name the folder {known[0].parent}"
        raise UsageError(f"{known[0]} is one file of a catalogue", hint)
    if why := next(filter(None, map(no_table, paths)), None):
        raise why
    raise UnmappedError(f"{paths[0]} is not a catalogue", suggest(paths), [str(path) for path in paths])


def _inputs(folder: Path, encoding: str | None, found: Found) -> list[Input]:
    """The files of a folder that hold records, products first."""
    inputs = []
    files, others = _files(folder)
    for file in others:
        if file.is_file() and importer_of(file) is IMPORTERS["spreadsheet"]:
            found.problems.append(_unknown(file, ".xlsx"))
    for file in files:
        stem, importer = known_as(file.stem), IMPORTERS["csv"]
        if file.suffix.casefold() != ".csv":
            other = importer_of(file)
            if other is None or other is importer:
                continue
            importer = other
        elif not stem:
            if not obstacle(file):
                found.problems.append(_unknown(file, ".csv"))
            continue
        if why := obstacle(file):
            found.blocked(file.name, why)
        else:
            inputs.append(_input(file, file.name, importer, encoding))
    stems = list(FILES)
    return sorted(inputs, key=lambda given: _position(stems, known_as(given.file.path.stem)))


def _unknown(file: Path, suffix: str) -> Problem:
    hint = _meant(file.stem.casefold(), suffix, f"the files of a catalogue are {NAMES}")
    return Problem("W103", "warning", file.name, 0, "the file is not read", hint=hint)


def _position(stems: Sequence[str], stem: str) -> int:
    return stems.index(stem) if stem in stems else len(stems)


def _input(path: Path, name: str, importer: Importer, encoding: str | None) -> Input:
    kind = FILES.get(known_as(path.stem))
    known = {name for field in kind.fields for name in (field.name, *field.formerly)} if kind else ()
    return Input(File(path, name, encoding, known=known), importer, bound)


def _files(path: Path) -> tuple[list[Path], list[Path]]:
    """CSV files, and those of other formats that have a catalogue's name, or are all there is; and the others."""
    try:
        files = sorted(path.iterdir())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "check the path and who may read it") from None
    csv = [file for file in files if file.suffix.casefold() == ".csv"]
    known = any(known_as(file.stem) for file in csv)
    read = [
        file
        for file in files
        if file.suffix.casefold() != ".csv" and (not known or known_as(file.stem)) and not file.is_dir()
    ]
    taken = {*csv, *read}
    return csv + read, [file for file in files if file not in taken]


def suggest(files: Sequence[Path]) -> str:
    """What to do with files that are no catalogue."""
    named = " ".join(shlex.quote(str(file)) for file in files[:SHOWN])
    others = f" (add the {count(len(files) - SHOWN, 'other file')})" if len(files) > SHOWN else ""
    command = f"graphmodel mapping suggest {named} -o mapping.toml"
    return f"their columns need a mapping, and this proposes one: {command}{others}"


def _unmapped(message: str, paths: Sequence[Path]) -> UnmappedError:
    """That a folder is no catalogue, or that files are none, and what to do."""
    path, files = paths[0], list(paths)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.is_file() and importer_of(file))
    hint = "graphmodel init DIR writes a folder to start from"
    if files:
        hint = suggest(files)
    elif any(f.is_file() and importer_of(f) for f in path.glob("*/*")):
        command = f"graphmodel import --preset backstage {shlex.quote(str(path))}"
        hint = f"name the files in the folders below it; those of Backstage are read by {command}"
    return UnmappedError(message, hint, list(map(str, files)))


def bound(heading: Heading, found: Found) -> Binding | None:
    """What a sheet holds by its name and its columns."""
    stem = known_as(heading.sheet)
    kind = FILES.get(stem)
    if kind is None:
        hint = _meant(heading.sheet.casefold(), "", f"the sheets of a catalogue are {', '.join(FILES)}")
        found.problems.append(heading.problem("W103", "the sheet is not read", hint=hint))
        return Binding(())
    names = read_as_all(kind, heading.cells)
    problems = list(check(heading, read_as=dict(zip(heading.cells, names, strict=True)).__getitem__))
    found.problems.extend(problems)
    if any(problem.severity == "error" for problem in problems):
        return None
    if stem != heading.sheet.casefold():
        found.notes.append(f"{heading.path or heading.file}: read as {stem}")
    _tell_translated(kind, heading, names, found)
    # Service or product, as the name has it.
    said = stem.removesuffix("s") if kind.name == "service" else ""
    shape = _shape(kind, said, heading, names, found)
    return Binding((shape, *_responsible(kind, heading, names, found))) if shape else None


def _meant(stem: str, suffix: str, otherwise: str) -> str:
    meant = closest(stem, FILES, 0.75)
    return f"did you mean {meant}{suffix}?" if meant else otherwise


def column_name(kind: Kind, attribute: str) -> str:
    """How a file of a catalogue folder calls a free attribute, so that it is read as one.

    >>> column_name(SERVICE, "owner"), column_name(SERVICE, "Kosten"), column_name(SERVICE, "location")
    ('attribute:owner', 'attribute:Kosten', 'location')
    """
    plain = bare(attribute) == attribute and not (
        _letter(kind, folded(attribute), attribute) or _names_providers(kind, attribute)
    )
    return attribute if plain and not translated(attribute, words_of(kind)) else f"{FREE}{attribute}"


def _tell_translated(kind: Kind, heading: Heading, names: Sequence[str], found: Found) -> None:
    """Say once which columns were read as which fields by words of another language."""
    pairs = [
        (cell.strip(), name)
        for cell, name in zip(heading.cells, names, strict=True)
        if kind.field(name) and read_as(kind, cell) != name
    ]
    if pairs:
        message = (
            f"columns read by their meaning: {listed([f'{cell!r} as {name}' for cell, name in pairs], 40)}"
        )
        hint = f"if one means something else, call it {FREE}{pairs[0][0]}, and it is a free attribute"
        found.problems.append(heading.problem("W110", message, pairs[0][0], hint=hint))


def _shape(kind: Kind, said: str, header: Heading, names: Sequence[str], found: Found) -> Shape | None:
    columns: list[SourceColumn] = []
    known = {*names}
    missing = lacking(kind, known)
    for at, name in enumerate(header.cells):
        field = kind.field(names[at])
        if field and field.name == "kind":
            columns.append(SourceColumn("kind", at, name.strip(), "kind", default=said, only=said))
        elif field:
            words = partial(_value, field.name) if field.name in _SPOKEN else None
            columns.append(
                SourceColumn(field.name, at, name.strip(), field.type, field.required, words=words)
            )
        elif name.strip() and names[at] not in {IGNORED, PROPOSED} and not _letter(kind, names[at], name):
            columns.append(SourceColumn(bare(name), at, name.strip()))
            if _names_providers(kind, name):
                message = "names other services, but is kept as a free attribute: no dependency comes of it"
                hint = (
                    "dependencies.csv holds dependencies, a row for each: service,depends_on; or "
                    "graphmodel mapping suggest proposes to read them here"
                )
                found.problems.append(header.problem("W102", message, name.strip(), name.strip(), hint))
                continue
            # A word of its own, such as status, is no slip of another.
            meant = "" if is_known(name) else near(name, (f for f in kind.names if f not in known))
            if bare(name) == name.strip() and meant and meant not in missing:
                message, hint = "is no known column and kept as a free attribute", f"did you mean {meant!r}?"
                found.problems.append(header.problem("W102", message, name.strip(), name.strip(), hint))
    for name in missing:
        found.problems.append(_missing(name, kind, header))
    if said and "kind" not in known:
        columns.append(SourceColumn("kind", default=said, type="kind"))
    return None if missing else Shape(kind, tuple(columns))


def _value(field: str, word: str) -> str:
    """Our value that a word of another language, or another word, stands for; yes and no stand for none."""
    return "" if says("yes", word) or says("no", word) else ours(field, word)


def _names_providers(kind: Kind, header: str) -> bool:
    """Is that column of services called as one that names what a service depends on?"""
    return kind is SERVICE and bare(header) == header.strip() and means(Name.of(header), "providers") == SURE


def _letter(kind: Kind, name: str, header: str) -> str:
    """The letter of the responsibility that a column of services gives to whom it names; empty for any other."""
    if kind is not SERVICE or bare(header) != header.strip():
        return ""
    return RESPONSIBLE.get(name, "") or translated(header, {letter: letter for letter in LETTERS})


def _responsible(kind: Kind, header: Heading, names: Sequence[str], found: Found) -> Iterator[Shape]:
    """The responsibilities that columns of services hold, one for each item of a cell."""
    fields = {field.name: field for field in RESPONSIBILITY.fields}
    for at, name in enumerate(header.cells):
        if not (letter := _letter(kind, names[at], name)):
            continue
        columns = (
            SourceColumn("role", at, name.strip(), fields["role"].type, required=True),
            SourceColumn(
                "service", names.index("id"), header.cells[names.index("id")].strip(), "id", required=True
            ),
            SourceColumn("responsibility", default=letter, type=fields["responsibility"].type),
        )
        message = (
            f"each item is read as a role that is {LETTERS[letter]} ({letter}) for the service of its row"
        )
        hint = f"if it means something else, call the column {FREE}{name.strip()}"
        found.problems.append(header.problem("W107", message, name.strip(), name.strip(), hint))
        yield Shape(RESPONSIBILITY, columns, (steps.split(at, ";", {}),))


def _missing(name: str, kind: Kind, header: Heading) -> Problem:
    others = [h.strip() for h in header.cells if read_as(kind, h) not in kind.names]
    meant = next((h for h in others if near(h, [name]) or may_be(h, name)), "")
    hint = (
        f"did you mean it by {meant!r}?"
        if meant
        else f"the file has {listed([*map(str.strip, header.cells)], 20)}"
    )
    return header.problem("E111", f"the column {name!r} is missing", name, hint=hint)
