"""Proposing a mapping for foreign files, with a preview of what it reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from graphmodel.importers import chosen
from graphmodel.importers.accounting import final_accounts
from graphmodel.importers.checking.references import resolve
from graphmodel.importers.incoming import Incoming, Request
from graphmodel.importers.mapped import entries_of, read_mapped
from graphmodel.importers.mapping.entries import entry_for, unread
from graphmodel.importers.mapping.parsing import parse
from graphmodel.importers.mapping.proposal import LeftOut, in_words
from graphmodel.importers.mapping.sample import samples
from graphmodel.importers.mapping.shapes import proposed
from graphmodel.importers.mapping.writing import written, written_into
from graphmodel.importers.presets.preset import Preset
from graphmodel.importers.presets.sniffing import files_of, sniffed
from graphmodel.importers.workbook.opened import parsed_once
from graphmodel.model.accounts import SheetAccount
from graphmodel.model.errors import UsageError
from graphmodel.model.metamodel import DEPENDENCY, SERVICE
from graphmodel.model.pause import collector_paused
from graphmodel.model.problems import Problem
from graphmodel.model.words import listed

PREVIEWED: Final = 10
"""Records of each kind that a preview shows."""

SAMPLED: Final = 100_000
"""Rows of each file that the proposal is judged by."""

_HEAD: Final = """\
# A proposal of graphmodel mapping suggest: {preset.title} is read by the mapping of the preset {preset.name}, which
# follows. Change what does not fit. Without a change, graphmodel import --preset {preset.name} does the same.

"""


@dataclass(frozen=True)
class Preview:
    """The first records of one kind as the proposed mapping reads them."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    records: int
    """So many there are in the rows that were looked at."""


@dataclass(frozen=True)
class Suggestion:
    """A proposed mapping."""

    toml: str
    files: tuple[Path, ...]
    """Those that it reads."""
    preview: tuple[Preview, ...]
    problems: tuple[Problem, ...]
    """What is wrong with the first rows when they are read with it."""
    left_out: tuple[LeftOut, ...] = ()
    """What the proposal does not read, and why."""
    told: tuple[str, ...] = ()
    """How rows are read, where that is not plain."""
    in_words: tuple[str, ...] = ()
    """The first dependencies of each table, as sentences."""
    undefined: tuple[str, ...] = ()
    """Services that are named and that no row defines."""
    accounts: tuple[SheetAccount, ...] = ()
    """What becomes of the rows that were looked at."""
    preset: Preset | None = None
    """Whose mapping it is."""
    own: bool = False
    """Every sheet is one of a catalogue, which needs no mapping."""


@collector_paused()
def suggest(paths: Sequence[Path], preset: str | None = None) -> Suggestion:
    """A mapping for these files, or for those of folders.

    Of a system for which there is a preset it is the preset's own, which knows more than columns and rows can tell;
    else, and where the files say of no service what it is, it goes by what columns are called and what is in the rows.
    ``preset`` is as for ``read``.

    Raises UsageError for a file that cannot be read, and for an unknown preset.
    """
    if not paths:
        raise UsageError(
            "no files to suggest a mapping for", "name the files: graphmodel mapping suggest FILE…"
        )
    with parsed_once():
        if known := chosen(paths, preset):
            read = read_mapped(known.document, Request(tuple(paths)), limit=SAMPLED)
            if preset or _defines(read):
                return _of_preset(known, read, paths)
        return _by_values(paths, None if preset else _partly(paths))


def _of_preset(preset: Preset, read: Incoming, paths: Sequence[Path]) -> Suggestion:
    """The mapping of a preset, and what it makes of the files."""
    document = preset.document
    found = resolve(read, {}, (), create_missing=True)
    left_out = []
    for sheet in read.sheets.values():
        path = sheet.file.path
        entry = entry_for(entries_of(path, document), sheet.name or path.stem, sheet.header)
        columns = unread(entry, sheet.header, sheet.blank) if entry else []
        if columns:
            place = f"{path.name} ({sheet.name})" if sheet.name else path.name
            left_out.append(LeftOut(place, listed(columns, 20), "no field is taken from it"))
    return Suggestion(
        f"{_HEAD.format(preset=preset)}{preset.text()}",
        tuple(paths),
        _previews(read),
        read.problems,
        tuple(left_out),
        (),
        tuple(in_words(_named_pairs(found))),
        _undefined(found),
        final_accounts(found),
        preset,
    )


class _Partly(NamedTuple):
    """A preset that some of the files are for, but not all, and these."""

    preset: Preset
    files: list[Path]

    @property
    def sentence(self) -> str:
        """How they are read."""
        names = listed([file.name for file in self.files])
        many = len(self.files) > 1
        return f"{names} {'look' if many else 'looks'} like {self.preset.title}: read by the mapping of that preset"


def _partly(paths: Sequence[Path]) -> _Partly | None:
    """The preset that most of the files are for, but not all, if these say what services there are; else None."""
    given = _files(paths)
    by_preset: dict[str, _Partly] = {}
    for file in given:
        if known := sniffed([file]):
            by_preset.setdefault(known.name, _Partly(known, [])).files.append(file)
    found = max(by_preset.values(), key=lambda one: len(one.files), default=None)
    if found is None or len(found.files) == len(given):
        return None
    read = read_mapped(found.preset.document, Request(tuple(found.files)), limit=SAMPLED)
    return found if _defines(read) else None


def _defines(read: Incoming) -> bool:
    """Does this say of any service what it is?"""
    return bool(len(read.tables.get(SERVICE.name, ())))


def _files(paths: Sequence[Path]) -> list[Path]:
    return [file for path in paths for file in (files_of(path) if path.is_dir() else [path])]


def _by_values(paths: Sequence[Path], partly: _Partly | None) -> Suggestion:
    """What the columns are called and hold; ``partly``: files that a preset reads."""
    given = _files(paths)
    if not given:
        raise UsageError(f"{paths[0]} holds no file that can be read", "name the files")
    of_preset = partly.files if partly else []
    every = proposed([one for path in given for one in samples(path, SAMPLED)])
    files = [file for file in every if file.found.path not in of_preset]
    if partly:
        toml = written_into(partly.preset.text(), f"Below: {partly.sentence}.", files)
    else:
        toml = written(given[0].stem, files)
    read_by = {file.found.path for file in files if file.tables}.union(of_preset)
    known = tuple(path for path in dict.fromkeys(given) if path in read_by)
    if not known:
        why = next((f": {one.why}" for file in files for one in file.left_out if not one.column), "")
        raise UsageError(f"{given[0]} names nothing{why}", "see docs/import.md for what files may hold")
    read = read_mapped(parse(toml, "the proposal"), Request(known), limit=SAMPLED)
    found = resolve(read, {}, (), create_missing=True)
    return Suggestion(
        toml,
        known,
        _previews(read),
        read.problems,
        tuple(one for file in files for one in file.left_out),
        (
            *([partly.sentence] if partly else []),
            *(said for file in files for said in file.told),
        ),
        tuple(said for file in files for t in file.tables if t.kind == "dependency" for said in t.comments),
        _undefined(found),
        final_accounts(found),
        own=all(file.found.sheet and file.own for file in files),
    )


def _previews(read: Incoming) -> tuple[Preview, ...]:
    """The first records of each kind."""
    return tuple(
        Preview(
            kind,
            tuple(table.columns),
            tuple(
                tuple(table.columns[n][r] or "" for n in table.columns)
                for r in range(min(PREVIEWED, len(table)))
            ),
            len(table),
        )
        for kind, table in read.tables.items()
    )


def _named_pairs(found: Incoming) -> Iterator[tuple[str, str]]:
    """(consumer, provider) of the dependencies, by their names where they have one."""
    tables = found.tables
    names: dict[str, str] = {}
    if SERVICE.name in tables:
        services = tables[SERVICE.name]
        for name, *ids in zip(*map(services.texts, ("name", "id", "aliases")), strict=True):
            names.update((one, name) for one in ";".join(ids).split(";") if name)
    if DEPENDENCY.name in tables:
        edges = tables[DEPENDENCY.name]
        for one, two in zip(edges.texts("service"), edges.texts("depends_on"), strict=True):
            yield names.get(one, one), names.get(two, two)


def _undefined(found: Incoming) -> tuple[str, ...]:
    """The services that are named, by id, alias or name, and defined by no row."""
    known = {*found.allowed_missing}
    for tables in (found.tables, found.doubtful):
        if SERVICE.name in tables:
            services = tables[SERVICE.name]
            known.update(services.texts("id"), *(a.split(";") for a in services.texts("aliases")))
    named = (
        table.texts(field.name)
        for table in found.tables.values()
        for field in table.kind.fields
        if field.refers_to == SERVICE.name and field.type == "id" and field.name in table.columns
    )
    return tuple(sorted(set[str]().union(*named) - known - {""}))
